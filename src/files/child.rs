//! Runs the part of the program that looks into documents, in a process of its own: whatever a
//! document does to its reader, the wiki goes on. Knows no formats.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::process::Command;

use super::reading::{Contents, REFUSED, Refusal};
use crate::error::{AppError, Result};

/// After this long a document counts as unreadable.
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes of an answer: the text, escaped, and a few names.
const ANSWER_BYTES_MAX: u64 = 8 << 20;

/// The program that looks into documents: the wiki itself.
#[derive(Clone, Debug)]
pub(super) struct Child {
    program: PathBuf,
}

impl Child {
    pub(super) fn new(program: PathBuf) -> Self {
        Self { program }
    }

    /// What a document holds; a failure when its reader came to no end.
    pub(super) async fn read(
        &self,
        file: &Path,
        media_type: &str,
    ) -> Result<std::result::Result<Contents, Refusal>> {
        let (_, answer) = self.run("extract-text", media_type, file, ANSWER_BYTES_MAX).await?;
        let last = answer.trim_ascii_end().rsplit(|it| *it == b'\n').next().unwrap_or_default();
        serde_json::from_slice(last).map_err(AppError::failure)
    }

    /// The cleaned version of a document.
    pub(super) async fn clean(
        &self,
        file: &Path,
        media_type: &str,
        bytes_max: u64,
    ) -> Result<std::result::Result<Vec<u8>, Refusal>> {
        let (code, answer) = self.run("clean-file", media_type, file, bytes_max).await?;
        match code {
            Some(0) => Ok(Ok(answer)),
            Some(code) if code == i32::from(REFUSED) => {
                Ok(Err(serde_json::from_slice(&answer).map_err(AppError::failure)?))
            }
            code => Err(AppError::failure(format!("cleaning a document ended with {code:?}"))),
        }
    }

    async fn run(
        &self,
        command: &str,
        media_type: &str,
        file: &Path,
        bytes_max: u64,
    ) -> Result<(Option<i32>, Vec<u8>)> {
        let mut child = Command::new(&self.program)
            .args([command, media_type])
            .env_clear()
            .stdin(Stdio::from(std::fs::File::open(file)?))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let out = child.stdout.take().ok_or_else(|| AppError::failure("no way to the child"))?;
        let running = async {
            let mut answer = Vec::new();
            out.take(bytes_max + 1).read_to_end(&mut answer).await?;
            if answer.len() as u64 > bytes_max {
                return Err(AppError::failure("a document answers without end"));
            }
            Ok((child.wait().await?.code(), answer))
        };
        let ended = tokio::time::timeout(PATIENCE, running).await;
        ended.map_err(|_| AppError::failure("looking into a document took too long"))?
    }
}
