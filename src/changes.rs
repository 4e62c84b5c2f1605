//! Tells followers that the change log has grown: at once for acts of this process, within a
//! quarter of a second for acts of another one. Keeps no cursor; each follower has its own.

use std::time::Duration;

use tokio::sync::watch;

use crate::db::Db;
use crate::error::Result;
use crate::store;

/// How often the log is looked at for acts of other processes.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// The growing end of the change log.
#[derive(Clone, Debug)]
pub struct Changes {
    db: Db,
    head: watch::Sender<u64>,
}

impl Changes {
    /// Reads where the log ends now.
    pub async fn open(db: &Db) -> Result<Self> {
        let head = store::changes::head(db.reader()).await?;
        Ok(Self { db: db.clone(), head: watch::Sender::new(head) })
    }

    /// Notes that an act of this process with this number is durable.
    pub fn committed(&self, seq: u64) {
        self.head.send_if_modified(|head| {
            let is_newer = seq > *head;
            *head = seq.max(*head);
            is_newer
        });
    }

    /// The number of the newest act known here.
    pub fn head(&self) -> u64 {
        *self.head.borrow()
    }

    /// For a follower: wakes whenever the log has grown.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.head.subscribe()
    }

    /// Looks for acts of other processes until the task is dropped.
    pub async fn look_for_others(self) {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            match store::changes::head(self.db.reader()).await {
                Ok(head) => self.committed(head),
                Err(error) => tracing::warn!(%error, "the change log cannot be read"),
            }
        }
    }
}
