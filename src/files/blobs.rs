//! Contents of files under their SHA-256, in the data folder. Whoever shares a content shares the
//! same bytes. Does not know who refers to them: the database does.

use std::path::Path as FolderPath;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{
    Error, GetOptions, GetRange, ObjectStore, ObjectStoreExt, PutPayload, WriteMultipart,
};
use tokio::io::AsyncReadExt;

use crate::error::{AppError, Result};

/// How much is copied at once.
const PART_BYTES: usize = 1 << 20;

/// A stretch of a content on its way to a reader.
pub type Stream = BoxStream<'static, std::result::Result<Bytes, AppError>>;

/// The contents of one wiki.
#[derive(Clone)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
}

impl Blobs {
    /// The contents below a folder, which is made if need be.
    pub fn open(folder: &FolderPath) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(AppError::failure)?;
        // A content answered is a content kept, as it is for pages.
        let store = store.with_automatic_cleanup(true).with_fsync(true);
        Ok(Self { store: Arc::new(store) })
    }

    /// Copies a file into the store, unless its content is there already.
    pub async fn put(&self, sha256: &str, file: &FolderPath) -> Result<()> {
        let place = content(sha256);
        if self.exists(&place).await? {
            return Ok(());
        }
        let upload = self.store.put_multipart(&place).await.map_err(AppError::failure)?;
        let mut writer = WriteMultipart::new(upload);
        let mut file = tokio::fs::File::open(file).await?;
        let mut part = vec![0; PART_BYTES];
        loop {
            let length = file.read(&mut part).await?;
            let Some(read) = part.get(..length).filter(|it| !it.is_empty()) else { break };
            writer.wait_for_capacity(4).await.map_err(AppError::failure)?;
            writer.write(read);
        }
        writer.finish().await.map_err(AppError::failure)?;
        Ok(())
    }

    /// A content or a stretch of it.
    pub async fn get(&self, sha256: &str, range: Option<std::ops::Range<u64>>) -> Result<Stream> {
        self.get_at(&content(sha256), range).await
    }

    /// A whole content in memory.
    pub async fn bytes(&self, sha256: &str) -> Result<Bytes> {
        let found = self.store.get(&content(sha256)).await.map_err(AppError::failure)?;
        found.bytes().await.map_err(AppError::failure)
    }

    /// Keeps an image of another width that was made from a content.
    pub async fn put_scaled(&self, sha256: &str, width: u32, image: Vec<u8>) -> Result<()> {
        let payload = PutPayload::from(image);
        self.store.put(&scaled(sha256, width), payload).await.map_err(AppError::failure)?;
        Ok(())
    }

    /// An image of another width with its length, none where it was not made yet.
    pub async fn scaled(&self, sha256: &str, width: u32) -> Result<Option<Bytes>> {
        match self.store.get(&scaled(sha256, width)).await {
            Ok(found) => Ok(Some(found.bytes().await.map_err(AppError::failure)?)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(AppError::failure(error)),
        }
    }

    /// Deletes a content and what was made from it.
    pub async fn delete(&self, sha256: &str) -> Result<()> {
        let made: Vec<_> =
            self.store.list(Some(&made_from(sha256))).try_collect().await.or_else(|error| {
                match error {
                    Error::NotFound { .. } => Ok(Vec::new()),
                    error => Err(AppError::failure(error)),
                }
            })?;
        let places = made.into_iter().map(|it| it.location);
        for place in places.chain(std::iter::once(content(sha256))) {
            match self.store.delete(&place).await {
                Ok(()) | Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(AppError::failure(error)),
            }
        }
        Ok(())
    }

    async fn exists(&self, place: &Path) -> Result<bool> {
        match self.store.head(place).await {
            Ok(_) => Ok(true),
            Err(Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(AppError::failure(error)),
        }
    }

    async fn get_at(&self, place: &Path, range: Option<std::ops::Range<u64>>) -> Result<Stream> {
        let options = GetOptions { range: range.map(GetRange::Bounded), ..GetOptions::default() };
        let found = self.store.get_opts(place, options).await.map_err(|error| match error {
            Error::NotFound { .. } => AppError::NotFound,
            error => AppError::failure(error),
        })?;
        Ok(found.into_stream().map_err(AppError::failure).boxed())
    }
}

/// Two letters more, so that no folder holds a hundred thousand entries.
fn content(sha256: &str) -> Path {
    Path::from_iter(["sha256", sha256.get(..2).unwrap_or_default(), sha256])
}

fn made_from(sha256: &str) -> Path {
    Path::from_iter(["scaled", sha256.get(..2).unwrap_or_default(), sha256])
}

fn scaled(sha256: &str, width: u32) -> Path {
    Path::from_iter(["scaled", sha256.get(..2).unwrap_or_default(), sha256, &width.to_string()])
}
