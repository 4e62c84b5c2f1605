//! The status act: one transaction that moves a page from one status to another, with a revision
//! of its own, as far as its life cycle, its gates and the permit allow (domain.md 2.10).
//! Changes no content; who has to consent beforehand is not asked here.

use super::checking::Subject;
use super::undo::Inverse;
use super::{Pages, Stored, refuse_moved_rights, revision};
use crate::access::StatusPermit;
use crate::db::{Db, Txn};
use crate::error::{AppError, Result};
use crate::kinds::{Finding, Kind, Level, LifeCycle, Problem, Publish};
use crate::store;
use crate::store::changes::ChangeType;
use crate::store::pages::{Head, Revision};

/// A wanted change of status.
#[derive(Clone, Debug, Default)]
pub struct StatusChange {
    /// The status to go to.
    pub to: String,
    /// Why, in the person's words.
    pub note: String,
    /// The newest revision the person has seen: nobody releases what somebody else has just
    /// written. Not asked about when it is not given.
    pub seen: Option<u32>,
}

/// A wish to show a page before it is approved, within a circle its kind allows for that.
#[derive(Clone, Debug, Default)]
pub struct Showing {
    /// The visibility, `qm` for good practice.
    pub within: String,
    /// The newest revision the person has seen.
    pub seen: Option<u32>,
}

/// What became of it.
#[derive(Clone, Debug)]
pub enum StatusOutcome {
    /// The page has the status; `is_new` is false where it had it before.
    Moved(Box<Stored>),
    /// Nothing was stored: what is missing, and what does not go together.
    Refused(Vec<Finding>),
}

/// A status one may go to from where a page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The status.
    pub to: String,
    /// Whether it speaks of the version in force, beside which a draft goes on as it is.
    pub is_of_released: bool,
}

/// What a step needs of whoever takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    /// To write the page.
    Editing,
    /// To put something in force without being asked, as with living pages.
    Publishing,
    /// The approve right.
    Approval,
}

impl Pages {
    /// Moves a page to another status. An unknown status, a step its life cycle does not have, and
    /// gates that are not met are values; a step the permit is not enough for is `Forbidden`.
    pub async fn set_status(
        &self,
        permit: StatusPermit,
        change: StatusChange,
    ) -> Result<StatusOutcome> {
        let this = self.clone();
        self.to_the_end(async move {
            for _ in 1..super::TRIES {
                match this.set_status_once(&permit, &change).await {
                    Err(AppError::Conflict) => {}
                    other => return other,
                }
            }
            this.set_status_once(&permit, &change).await
        })
        .await
    }

    /// Shows a page that waits for its first release within a circle, alone and at once
    /// (product.md 3): its newest revision is readable there and keeps its status.
    pub async fn show(&self, permit: StatusPermit, showing: Showing) -> Result<StatusOutcome> {
        let this = self.clone();
        self.to_the_end(async move {
            let txn = this.db.begin().await?;
            let outcome = this.show_in(&txn, &permit, &showing).await?;
            let StatusOutcome::Moved(mut stored) = outcome else { return Ok(outcome) };
            let change = this.change(ChangeType::PageSaved, &stored.head, permit.account());
            stored.seq = store::changes::append(&txn, change).await?;
            txn.commit().await?;
            this.changes.committed(stored.seq);
            Ok(StatusOutcome::Moved(stored))
        })
        .await
    }

    async fn show_in(
        &self,
        txn: &Txn,
        permit: &StatusPermit,
        showing: &Showing,
    ) -> Result<StatusOutcome> {
        refuse_moved_rights(txn, permit.account(), permit.rights()).await?;
        let mut head = store::pages::head(txn, permit.page()).await?.ok_or(AppError::NotFound)?;
        let kind = self.kinds.now().get(&head.kind).cloned().ok_or(AppError::NotFound)?;
        if !permit.may_publish() {
            return Err(AppError::Forbidden);
        }
        if !may_be_shown(&kind, &head) || !kind.live_within.contains(&showing.within) {
            let problem = Problem::at("to", "problem-status-not-next");
            return Ok(StatusOutcome::Refused(vec![plain(problem, Level::Error)]));
        }
        if showing.seen.is_some_and(|seen| seen != head.working) {
            let problem = Problem::at("seen", "problem-status-page-changed");
            return Ok(StatusOutcome::Refused(vec![plain(problem, Level::Error)]));
        }
        let working = revision(txn, &head, head.working).await?;
        let new = Revision {
            number: head.working + 1,
            account: permit.account().map(str::to_owned),
            at: self.clock.now(),
            change_note: String::new(),
            merged_from: None,
            ..working
        };
        head.visibility.clone_from(&showing.within);
        self.advance(txn, &mut head, new, true).await?;
        let stored = Stored { head, is_new: true, merged_with: None, seq: 0 };
        Ok(StatusOutcome::Moved(Box::new(stored)))
    }

    async fn set_status_once(
        &self,
        permit: &StatusPermit,
        change: &StatusChange,
    ) -> Result<StatusOutcome> {
        let txn = self.db.begin().await?;
        let before = store::pages::head(&txn, permit.page()).await?;
        let outcome = self.set_status_in(&txn, permit, change).await?;
        let StatusOutcome::Moved(mut stored) = outcome else { return Ok(outcome) };
        if stored.is_new {
            let change = self.change(ChangeType::PageSaved, &stored.head, permit.account());
            let inverse = Inverse::of_save(before.as_ref(), &stored.head);
            stored.seq = self.log_undoable(&txn, change, permit.rights(), &inverse).await?;
            txn.commit().await?;
            self.changes.committed(stored.seq);
        }
        Ok(StatusOutcome::Moved(stored))
    }

    async fn set_status_in(
        &self,
        txn: &Txn,
        permit: &StatusPermit,
        change: &StatusChange,
    ) -> Result<StatusOutcome> {
        Db::alone(txn).await?;
        refuse_moved_rights(txn, permit.account(), permit.rights()).await?;
        let mut head = store::pages::head(txn, permit.page()).await?.ok_or(AppError::NotFound)?;
        let kind = self.kinds.now().get(&head.kind).cloned().ok_or(AppError::NotFound)?;
        let working = revision(txn, &head, head.working).await?;
        let released = match head.released.filter(|it| *it != head.working) {
            Some(number) => Some(revision(txn, &head, number).await?),
            None => None,
        };
        if working.content.status == change.to {
            let stored = Stored { head, is_new: false, merged_with: None, seq: 0 };
            return Ok(StatusOutcome::Moved(Box::new(stored)));
        }
        let steps = steps(&kind, &head, &working, released.as_ref());
        let step = match refused(&kind, &head, change, steps) {
            Ok(step) => step,
            Err(problem) => {
                return Ok(StatusOutcome::Refused(vec![plain(problem, Level::Error)]));
            }
        };
        let begun = if step.is_of_released { released.as_ref() } else { None };
        let from = begun.unwrap_or(&working);
        let enough = match needs(&kind, &head, &from.content.status, &change.to) {
            Needs::Editing => true,
            Needs::Publishing => permit.may_publish(),
            Needs::Approval => permit.may_approve(),
        };
        if !enough {
            return Err(AppError::Forbidden);
        }
        let unmet = self.unmet_of(txn, &kind, &head, from, change).await?;
        if !unmet.is_empty() {
            return Ok(StatusOutcome::Refused(unmet));
        }
        let publish = step.is_of_released || puts_in_force(&kind, &head, &change.to);
        // What was shown to a circle alone is for all once it is approved.
        if change.to == "freigegeben" && kind.live_within.contains(&head.visibility) {
            head.visibility = super::default_visibility(&head.space);
        }
        let new = self.next_revision(&head, from, change, permit);
        self.advance(txn, &mut head, new, publish).await?;
        if step.is_of_released {
            // The draft beside it goes on as it was, as the newest revision.
            let again = Revision { number: head.working + 1, ..working };
            self.advance(txn, &mut head, again, false).await?;
        }
        let stored = Stored { head, is_new: true, merged_with: None, seq: 0 };
        Ok(StatusOutcome::Moved(Box::new(stored)))
    }

    async fn unmet_of(
        &self,
        txn: &Txn,
        kind: &Kind,
        head: &Head,
        from: &Revision,
        change: &StatusChange,
    ) -> Result<Vec<Finding>> {
        let content = &from.content;
        let subject = Subject {
            kind,
            head: Some(head),
            space: Some(&head.space),
            content,
            before: Some(content),
            note: &change.note,
        };
        let mut unmet = self.unmet(txn, &subject, &change.to).await?;
        let asks_reason = kind.status(&change.to).is_some_and(|it| it.reason);
        if asks_reason && change.note.trim().is_empty() {
            unmet.push(plain(Problem::at("note", "problem-status-reason"), Level::Gate));
        }
        Ok(unmet)
    }

    fn next_revision(
        &self,
        head: &Head,
        from: &Revision,
        change: &StatusChange,
        permit: &StatusPermit,
    ) -> Revision {
        let mut content = from.content.clone();
        content.status.clone_from(&change.to);
        Revision {
            number: head.working + 1,
            content,
            account: permit.account().map(str::to_owned),
            at: self.clock.now(),
            change_note: super::draft::one_line(&change.note),
            merged_from: None,
        }
    }
}

/// Whether a page can be shown within a circle before it is approved: while it never was, and is
/// not shown yet.
pub fn may_be_shown(kind: &Kind, head: &Head) -> bool {
    !kind.live_within.is_empty() && head.released.is_none()
}

/// The steps the life cycle has from where a page is, whoever asks. With a draft beside the
/// version in force both can move: the draft towards release, the version in force to its rest.
pub fn steps(
    kind: &Kind,
    head: &Head,
    working: &Revision,
    released: Option<&Revision>,
) -> Vec<Step> {
    let next = |status: &str| kind.next_statuses(status).into_iter().map(|it| it.id.clone());
    let has_draft = head.released.is_some_and(|it| it != head.working);
    let is_shared = kind.life_cycle == LifeCycle::Page;
    let mut steps: Vec<Step> = next(&working.content.status)
        .filter(|to| !(has_draft && is_shared && is_of_released(to)))
        .map(|to| Step { to, is_of_released: false })
        .collect();
    if let Some(released) = released.filter(|_| has_draft && is_shared) {
        let of_released = next(&released.content.status).filter(|to| is_of_released(to));
        steps.extend(of_released.map(|to| Step { to, is_of_released: true }));
    }
    steps
}

/// Of these steps those the permit is enough for.
pub fn steps_allowed(
    kind: &Kind,
    head: &Head,
    working: &Revision,
    released: Option<&Revision>,
    permit: &StatusPermit,
) -> Vec<Step> {
    let enough = |step: &Step| {
        let begun = released.filter(|_| step.is_of_released).unwrap_or(working);
        match needs(kind, head, &begun.content.status, &step.to) {
            Needs::Editing => true,
            Needs::Publishing => permit.may_publish(),
            Needs::Approval => permit.may_approve(),
        }
    };
    steps(kind, head, working, released).into_iter().filter(enough).collect()
}

/// The step that is asked for, or why there is none.
fn refused(
    kind: &Kind,
    head: &Head,
    change: &StatusChange,
    steps: Vec<Step>,
) -> std::result::Result<Step, Problem> {
    if kind.status(&change.to).is_none() {
        let problem = Problem::at("to", "problem-unknown-status").with("status", &change.to);
        return Err(problem);
    }
    if change.seen.is_some_and(|seen| seen != head.working) {
        return Err(Problem::at("seen", "problem-status-page-changed"));
    }
    let step = steps.into_iter().find(|it| it.to == change.to);
    step.ok_or_else(|| Problem::at("to", "problem-status-not-next"))
}

fn plain(problem: Problem, level: Level) -> Finding {
    Finding { level, rule: None, message: None, problem }
}

/// Whose decision a step is (product.md 3): living pages move by whoever edits them; what readers
/// rely on for approved kinds moves by whoever may approve it.
fn needs(kind: &Kind, head: &Head, from: &str, to: &str) -> Needs {
    let is_begun = |status: &str| matches!(status, "entwurf" | "in_abstimmung");
    let is_unseen = head.released.is_none() || kind.live_within.contains(&head.visibility);
    match (kind.life_cycle, kind.publish) {
        (LifeCycle::Page, _) if is_begun(from) && is_begun(to) => Needs::Editing,
        (LifeCycle::Page, _) if from == "archiviert" && is_begun(to) => Needs::Editing,
        (LifeCycle::Page, _) if is_unseen && to == "archiviert" => Needs::Publishing,
        (LifeCycle::Page, Publish::Approval) => Needs::Approval,
        (LifeCycle::Page, Publish::AtOnce) => Needs::Publishing,
        _ if is_unseen => Needs::Editing,
        _ => Needs::Publishing,
    }
}

/// Statuses of something that was in force: they never make a draft visible.
fn is_of_released(status: &str) -> bool {
    matches!(status, "in_ueberpruefung" | "abgeloest" | "ausser_kraft" | "archiviert")
}

/// Whether the revision with this status is the one readers see.
fn puts_in_force(kind: &Kind, head: &Head, to: &str) -> bool {
    let is_shown = head.released == Some(head.working);
    match (kind.life_cycle, to) {
        (LifeCycle::Page, "entwurf" | "in_abstimmung") => {
            // What is shown before it is approved stays readable on its way there.
            is_shown && kind.live_within.contains(&head.visibility)
        }
        (LifeCycle::Page, "freigegeben" | "fachliche_grundlage") => true,
        // What was never in force does not come into force by being laid to rest.
        _ => is_shown,
    }
}
