//! `sign-in.html`, `sign-in-link.html`, `password.html`, `error.html`: coming in and going wrong.
//! Deliberately not here: sessions, passwords, logs.

use serde::Serialize;

use super::form::ProblemLine;
use super::frame::Frame;
use super::pieces::Hidden;

/// `sign-in.html`: fields `name`, `password` and hidden `next`, posted to `action`.
#[derive(Debug, Clone, Serialize)]
pub struct SignInView {
    /// Header and footer.
    pub frame: Frame,
    /// Address the form is posted to, `/sign-in`.
    pub action: String,
    /// Where to go afterwards.
    pub next: String,
    /// The name typed before.
    pub name: String,
    /// Why the person is here again.
    pub notice: Option<SignInNotice>,
}

/// Why the sign-in page is shown again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInNotice {
    /// Name and password do not belong together.
    Wrong,
    /// Too many tries; wait a little.
    TooMany,
    /// The session is over.
    Ended,
    /// Signed out just now.
    SignedOut,
    /// The one-time link was used or is too old.
    BadLink,
    /// The page asked for needs a sign-in.
    Needed,
}

/// `sign-in-link.html`: a valid one-time link, confirmed with a button so that a preview of a
/// mail program does not use it up.
#[derive(Debug, Clone, Serialize)]
pub struct SignInLinkView {
    /// Header and footer.
    pub frame: Frame,
    /// Address the form is posted to.
    pub action: String,
    /// Hidden values, for instance the token.
    pub hidden: Vec<Hidden>,
    /// Display name of the person the link is for.
    pub name: String,
}

/// `password.html`: setting a password, fields `password` and `again`.
#[derive(Debug, Clone, Serialize)]
pub struct PasswordView {
    /// Header and footer.
    pub frame: Frame,
    /// Address the form is posted to.
    pub action: String,
    /// Where to go afterwards.
    pub next: String,
    /// Name the person signs in with, for password managers.
    pub name: String,
    /// What is wrong; anchors `#password` or `#again`.
    pub problems: Vec<ProblemLine>,
    /// Least length in characters.
    pub min_chars: u64,
}

/// `error.html`: whatever went wrong, with the way on.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// HTTP status: 400, 403, 404, 405, 409, 413, 429, 500 or 503.
    pub status: u16,
    /// One sentence more than the page's own words.
    pub detail: Option<String>,
    /// Address of a new page with this title, for authors at a missing address.
    pub write_href: Option<String>,
    /// Address to try again or go back to.
    pub back_href: Option<String>,
    /// Seconds to wait (429, 503).
    pub retry_after: Option<u64>,
    /// Number to tell the administration (500).
    pub reference: Option<String>,
}
