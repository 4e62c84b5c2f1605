//! Asks clamd about every file before it is kept, where a site has one. Looks for nothing itself.

use std::path::Path;
use std::time::Duration;

use clamav_client::tokio::{Socket, Tcp, scan_file};

use super::intake::problem;
use crate::kinds::Problem;

/// After this long clamd counts as not there.
const PATIENCE: Duration = Duration::from_secs(60);

/// The address of a clamd: `HOST:PORT`, or the path of its socket.
#[derive(Clone, Debug)]
pub struct Scanner {
    address: String,
}

impl Scanner {
    /// The clamd at an address.
    pub fn new(address: &str) -> Self {
        Self { address: address.trim_start_matches("unix:").trim_start_matches("tcp:").to_owned() }
    }

    /// Why a file may not come in. Without an answer nothing comes in: a check that is wanted and
    /// does not happen is worse than a file that has to wait.
    pub(super) async fn objection(&self, file: &Path) -> Option<Problem> {
        let answer = match tokio::time::timeout(PATIENCE, self.ask(file)).await {
            Ok(Ok(answer)) => String::from_utf8_lossy(&answer).into_owned(),
            Ok(Err(error)) => {
                tracing::error!(%error, "clamd does not answer, so no file is taken in");
                return Some(problem("files-no-scanner"));
            }
            Err(_) => {
                tracing::error!("clamd takes too long, so no file is taken in");
                return Some(problem("files-no-scanner"));
            }
        };
        let answer = answer.trim_matches(['\0', '\n', ' ']);
        if answer.ends_with("FOUND") {
            let name = answer.trim_start_matches("stream: ").trim_end_matches(" FOUND");
            return Some(problem("files-infected").with("name", name));
        }
        if answer == "stream: OK" {
            return None;
        }
        tracing::error!(answer, "clamd could not check a file");
        Some(problem("files-no-scanner"))
    }

    async fn ask(&self, file: &Path) -> std::io::Result<Vec<u8>> {
        #[cfg(unix)]
        if self.address.starts_with('/') {
            return scan_file(file, Socket { socket_path: &self.address }, None).await;
        }
        scan_file(file, Tcp { host_address: &self.address }, None).await
    }
}
