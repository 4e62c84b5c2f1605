//! Copies: a new draft with the words of a page, with or without the pages below it. Records,
//! history, codes and everything else that must be unique stay with the original.

use super::trash::{TreeDone, TreeOutcome};
use super::undo::Inverse;
use super::{Draft, Loaded, LoadedPage, NewPage, Pages, TRIES, refuse_moved_rights};
use crate::access::CreatePermit;
use crate::error::{AppError, Result};
use crate::kinds::{Kind, Role, RuleForm, TITLE};
use crate::store::changes::ChangeType;
use crate::store::pages::{Content, Head};
use crate::store::spaces::Space;

/// What only the original has: its code, its mark as seed and what it proves.
const KEPT_BACK: [Role; 3] = [Role::Code, Role::Seed, Role::Honesty];

/// A page to be copied, as whoever copies it may read it.
#[derive(Clone, Debug)]
pub struct Original {
    /// Its id.
    pub page: String,
    /// The page above it; none for the first.
    pub parent: Option<String>,
    /// Its kind.
    pub kind: String,
    /// What it holds.
    pub content: Content,
}

impl Pages {
    /// Copies pages into a space as drafts; the first one gets the title, on top of the space or
    /// below `parent`, the others keep theirs below it.
    pub async fn copy(
        &self,
        permit: CreatePermit,
        space: Space,
        parent: Option<Head>,
        title: String,
        originals: Vec<Original>,
    ) -> Result<TreeOutcome> {
        let fits = parent.as_ref().is_none_or(|it| it.space.id == space.id);
        if permit.space() != space.key() || !fits {
            return Err(AppError::Forbidden);
        }
        let this = self.clone();
        self.to_the_end(async move {
            let copy = || {
                this.copy_once(&permit, &space, parent.clone(), title.clone(), originals.clone())
            };
            for _ in 1..TRIES {
                match copy().await {
                    Err(error) if error.is_taken() => {}
                    other => return other,
                }
            }
            copy().await
        })
        .await
    }

    async fn copy_once(
        &self,
        permit: &CreatePermit,
        space: &Space,
        parent: Option<Head>,
        title: String,
        originals: Vec<Original>,
    ) -> Result<TreeOutcome> {
        let txn = self.db.begin().await?;
        refuse_moved_rights(&txn, permit.account(), permit.rights()).await?;
        let mut heads: Vec<(String, Head)> = Vec::with_capacity(originals.len());
        for original in originals {
            let above = original.parent.as_ref();
            let above = above.and_then(|id| heads.iter().find(|(old, _)| old == id));
            let above = above.map(|(_, head)| head.clone());
            let is_first = heads.is_empty();
            let kind = self.kinds.now().get(&original.kind).cloned();
            let mut draft = draft_of(kind.as_deref(), original.content);
            if is_first {
                draft.title.clone_from(&title);
            }
            let page = NewPage {
                id: None,
                kind: original.kind,
                slug: None,
                parent: if is_first { parent.clone() } else { above },
                visibility: None,
                draft,
                publish: false,
            };
            let loaded = LoadedPage { page, status: None, is_open_draft: false };
            let head = match self.insert(&txn, permit.account(), space, loaded).await? {
                Loaded::Taken(head) => *head,
                Loaded::Refused(broken) => return Ok(TreeOutcome::Refused(broken)),
            };
            heads.push((original.page, head));
        }
        let heads: Vec<Head> = heads.into_iter().map(|(_, head)| head).collect();
        let changes = self.change_each(ChangeType::PageCreated, &heads, permit.account());
        let pages = heads.iter().map(|it| it.id.clone()).collect();
        let inverse = Inverse::Create { pages };
        let (seq, last) = self.log_tree(&txn, changes, permit.rights(), &inverse).await?;
        txn.commit().await?;
        self.changes.committed(last);
        let pages = heads.len();
        let head = heads.into_iter().next().ok_or(AppError::NotFound)?;
        Ok(TreeOutcome::Done(Box::new(TreeDone { head, pages, seq })))
    }
}

/// The words of a page without what may be there only once.
pub fn copied(kind: Option<&Kind>, mut content: Content) -> Content {
    let Some(kind) = kind else { return content };
    let once = kind.rules.iter().filter_map(|rule| match &rule.form {
        RuleForm::Unique { field } if field != TITLE => Some(field.clone()),
        _ => None,
    });
    let by_role = KEPT_BACK.iter().flat_map(|role| kind.with_role(*role)).map(|it| it.id.clone());
    for field in once.chain(by_role).collect::<Vec<_>>() {
        content.fields.shift_remove(&field);
    }
    content
}

fn draft_of(kind: Option<&Kind>, content: Content) -> Draft {
    let content = copied(kind, content);
    Draft {
        title: content.title,
        fields: content.fields,
        extra: content.extra,
        text: content.text,
        change_note: String::new(),
        is_minor: false,
    }
}
