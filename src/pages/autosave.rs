//! What somebody typed and did not save: kept for the person alone until the form is saved, the
//! text is discarded or 180 days have passed. No act on a page: nobody else ever learns of it, so
//! nothing is logged.

use super::Pages;
use crate::access::{CreatePermit, EditPermit};
use crate::clock::{DAY, Millis};
use crate::error::{AppError, Result};
use crate::store::drafts::{self, StoredDraft};
use crate::store::new_id;

/// How long what was not saved is kept (product.md 7).
const DRAFT_DAYS: Millis = 180 * DAY;

/// The form something was typed into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormOf {
    /// The form of a page.
    Page(String),
    /// The form for a new page of this kind.
    New(String),
}

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// The revision the form was made from.
    pub base: Option<u32>,
    /// The title.
    pub title: String,
    /// Everything the form sent, in its order.
    pub pairs: Vec<(String, String)>,
}

/// Leave to keep what was typed: whoever may save a form may keep what they typed into it.
#[derive(Clone, Debug)]
pub enum KeepPermit {
    /// Of a page.
    Edit(EditPermit),
    /// Of a new page of this kind.
    Create(CreatePermit, String),
}

impl Pages {
    /// Keeps what is being typed in place of what was kept before for the same form.
    pub async fn keep_typed(&self, permit: &KeepPermit, typed: Typed) -> Result<()> {
        let (account, form) = permit.of()?;
        let draft = self.stored(&form, typed, false);
        let txn = self.db.begin().await?;
        drafts::forget_before(&txn, self.clock.now() - DRAFT_DAYS).await?;
        match drafts::keep(&txn, account, &draft).await {
            // Another window of the same person was faster; the next words come in seconds.
            Err(error) if error.is_taken() => Ok(()),
            Err(error) => Err(error),
            Ok(()) => Ok(txn.commit().await?),
        }
    }

    /// Puts a text aside that stood against that of somebody else.
    pub async fn put_aside(&self, permit: &KeepPermit, typed: Typed) -> Result<()> {
        let (account, form) = permit.of()?;
        let draft = self.stored(&form, typed, true);
        let txn = self.db.begin().await?;
        let known = drafts::of_form(&txn, account, &draft.form, 0).await?;
        // The same form sent twice is the same text.
        if !known.iter().any(|it| it.put_aside && it.pairs == draft.pairs) {
            drafts::put_aside(&txn, account, &draft).await?;
        }
        Ok(txn.commit().await?)
    }

    /// What this person typed into a form and did not save, newest first.
    pub async fn typed(&self, account: &str, form: &FormOf) -> Result<Vec<StoredDraft>> {
        let since = self.clock.now() - DRAFT_DAYS;
        drafts::of_form(self.db.reader(), account, &form.key(), since).await
    }

    /// Forgets what this person typed into a form, since it is saved.
    pub async fn forget_typed(&self, account: &str, form: &FormOf) -> Result<()> {
        // Nearly always there is something only if scripts ran; a look is cheaper than a write.
        if self.typed(account, form).await?.iter().all(|it| it.put_aside) {
            return Ok(());
        }
        let txn = self.db.begin().await?;
        drafts::forget(&txn, account, &form.key()).await?;
        Ok(txn.commit().await?)
    }

    /// Forgets one text of this person; answers the form it belonged to.
    pub async fn discard_typed(&self, account: &str, id: &str) -> Result<FormOf> {
        let txn = self.db.begin().await?;
        let draft = drafts::by_id(&txn, account, id).await?.ok_or(AppError::NotFound)?;
        drafts::discard(&txn, account, id).await?;
        txn.commit().await?;
        FormOf::read(&draft.form).ok_or(AppError::NotFound)
    }

    fn stored(&self, form: &FormOf, typed: Typed, put_aside: bool) -> StoredDraft {
        // PostgreSQL cannot store a NUL.
        let clean = |text: String| text.replace('\0', "");
        let pairs = typed.pairs.into_iter().map(|(name, value)| (clean(name), clean(value)));
        StoredDraft {
            id: new_id(),
            form: form.key(),
            page: match form {
                FormOf::Page(page) => Some(page.clone()),
                FormOf::New(_) => None,
            },
            base: typed.base,
            title: clean(typed.title),
            pairs: pairs.collect(),
            put_aside,
            saved_at: self.clock.now(),
        }
    }
}

impl KeepPermit {
    fn of(&self) -> Result<(&str, FormOf)> {
        let (account, form) = match self {
            Self::Edit(permit) => (permit.account(), FormOf::Page(permit.page().to_owned())),
            Self::Create(permit, kind) => (permit.account(), FormOf::New(kind.clone())),
        };
        Ok((account.ok_or(AppError::SignInNeeded)?, form))
    }
}

impl FormOf {
    fn key(&self) -> String {
        match self {
            Self::Page(page) => format!("page:{page}"),
            Self::New(kind) => format!("new:{kind}"),
        }
    }

    fn read(key: &str) -> Option<Self> {
        match key.split_once(':')? {
            ("page", page) => Some(Self::Page(page.to_owned())),
            ("new", kind) => Some(Self::New(kind.to_owned())),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_a_form_reads_back() {
        for form in [FormOf::Page("p-1".into()), FormOf::New("term".into())] {
            assert_eq!(FormOf::read(&form.key()), Some(form));
        }
        assert_eq!(FormOf::read("else:x"), None);
    }
}
