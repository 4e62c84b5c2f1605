//! Who else has the form of a page open, told to those who may edit it. A minute without a sign
//! and it is forgotten; nothing is logged and there is no history.

use super::Pages;
use crate::access::EditPermit;
use crate::clock::MINUTE;
use crate::error::Result;
use crate::store::presence;

impl Pages {
    /// Notes that somebody has the form of a page open.
    pub async fn is_writing(&self, permit: &EditPermit) -> Result<()> {
        let Some(account) = permit.account() else { return Ok(()) };
        let now = self.clock.now();
        let txn = self.db.begin().await?;
        presence::note(&txn, permit.page(), account, now, now - MINUTE).await?;
        Ok(txn.commit().await?)
    }

    /// Notes that somebody closed the form of a page.
    pub async fn stopped_writing(&self, permit: &EditPermit) -> Result<()> {
        let Some(account) = permit.account() else { return Ok(()) };
        let here = presence::since(self.db.reader(), permit.page(), 0).await?;
        if !here.iter().any(|it| it == account) {
            return Ok(());
        }
        let txn = self.db.begin().await?;
        presence::leave(&txn, permit.page(), account).await?;
        Ok(txn.commit().await?)
    }

    /// The accounts of the others who have the form of a page open.
    pub async fn others_writing(&self, permit: &EditPermit) -> Result<Vec<String>> {
        let since = self.clock.now() - MINUTE;
        let here = presence::since(self.db.reader(), permit.page(), since).await?;
        Ok(here.into_iter().filter(|it| Some(it.as_str()) != permit.account()).collect())
    }
}
