//! What happens to a file between its arrival and its storing: it is checked, recognised, images
//! are written anew, documents are looked into. Stores nothing.

use std::io::Write;

use tempfile::NamedTempFile;

use super::intake::{self, Received, problem};
use super::reading::Refusal;
use super::{Files, images, media};
use crate::error::{AppError, Result};
use crate::kinds::Problem;
use crate::store::files::{Finding, FindingSort};

/// A file that may be stored.
pub(super) struct Ready {
    pub(super) name: String,
    pub(super) media_type: String,
    pub(super) sha256: String,
    pub(super) size: u64,
    pub(super) sides: Option<(u32, u32)>,
    pub(super) findings: Vec<Finding>,
    pub(super) text: Option<String>,
    pub(super) scaled: Vec<(u32, Vec<u8>)>,
    pub(super) temporary: NamedTempFile,
}

impl Files {
    /// Makes a received file ready, or says why it is not taken.
    pub(super) async fn prepare(&self, received: Received) -> Result<Result<Ready, Problem>> {
        if let Some(scanner) = &self.scanner
            && let Some(objection) = scanner.objection(received.temporary.path()).await
        {
            return Ok(Err(objection));
        }
        // Images and documents take memory while they are looked at, so only a few at once.
        let _turn = self.turns.acquire().await.map_err(AppError::failure)?;
        let path = received.temporary.path().to_owned();
        let media_type = blocking(move || media::tell(&path)).await??;
        let mut ready = Ready {
            name: received.name,
            media_type,
            sha256: received.sha256,
            size: received.size,
            sides: None,
            findings: Vec::new(),
            text: None,
            scaled: Vec::new(),
            temporary: received.temporary,
        };
        if media::is_image(&ready.media_type) {
            return self.renew(ready).await;
        }
        if media::is_unknown_image(&ready.media_type) {
            ready.findings = vec![Finding { what: FindingSort::Place, names: Vec::new() }];
        }
        if media::is_readable(&ready.media_type) {
            return Ok(self.look_into(ready).await);
        }
        Ok(Ok(ready))
    }

    /// Only the picture is kept of an image.
    async fn renew(&self, mut ready: Ready) -> Result<Result<Ready, Problem>> {
        let (path, media_type) = (ready.temporary.path().to_owned(), ready.media_type.clone());
        let folder = self.incoming.clone();
        let renewed = blocking(move || -> Result<_> {
            let renewed = match images::renew(&path, &media_type) {
                Ok(renewed) => renewed,
                Err(problem) => return Ok(Err(problem)),
            };
            let mut temporary = NamedTempFile::new_in(folder)?;
            temporary.write_all(&renewed.content)?;
            temporary.flush()?;
            let sha256 = intake::sha256(&renewed.content);
            Ok(Ok((temporary, sha256, renewed)))
        });
        let (temporary, sha256, renewed) = match renewed.await?? {
            Ok(renewed) => renewed,
            Err(problem) => return Ok(Err(problem)),
        };
        ready.temporary = temporary;
        ready.sha256 = sha256;
        ready.size = renewed.content.len() as u64;
        ready.sides = Some((renewed.width, renewed.height));
        ready.scaled = renewed.scaled;
        Ok(Ok(ready))
    }

    async fn look_into(&self, mut ready: Ready) -> Result<Ready, Problem> {
        match self.child.read(ready.temporary.path(), &ready.media_type).await {
            Ok(Ok(contents)) => {
                ready.findings = contents.findings;
                ready.text = Some(contents.text).filter(|it| !it.is_empty());
            }
            Ok(Err(Refusal::Bomb)) => return Err(problem("files-bomb")),
            Ok(Err(_)) => ready.findings = unread(),
            Err(error) => {
                tracing::warn!(%error, "a document could not be looked into");
                ready.findings = unread();
            }
        }
        Ok(ready)
    }
}

fn unread() -> Vec<Finding> {
    vec![Finding { what: FindingSort::Unread, names: Vec::new() }]
}

pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(AppError::failure)
}
