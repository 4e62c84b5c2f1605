//! Entity tags: which state of a page or row an answer shows, and which one a change was made
//! from. Compares nothing: what follows from an older state is the business of the act.

use actix_web::HttpRequest;
use actix_web::http::{StatusCode, header};

use super::problem::Refusal;

/// The state a change was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// Whatever it is now (`*`).
    Any,
    /// This one.
    Number(u32),
    /// None there ever was.
    Unknown,
}

impl From {
    /// Reads `If-Match`; without it there is nothing to keep somebody else's work by.
    pub fn read(request: &HttpRequest) -> Result<Self, Refusal> {
        let Some(sent) = request.headers().get(header::IF_MATCH) else {
            return Err(Refusal::new(StatusCode::PRECONDITION_REQUIRED));
        };
        let sent = sent.to_str().unwrap_or_default();
        Self::parse(sent)
            .ok_or_else(|| Refusal::new(StatusCode::BAD_REQUEST).saying("api-problem-bad-if-match"))
    }

    fn parse(sent: &str) -> Option<Self> {
        let sent = sent.trim();
        if sent == "*" {
            return Some(Self::Any);
        }
        // Proxies that compress weaken the tag on its way; it is still the same state.
        let tag = sent.strip_prefix("W/").unwrap_or(sent);
        let inner = tag.strip_prefix('"')?.strip_suffix('"')?;
        if inner.contains('"') {
            return None;
        }
        let number = inner.parse().ok().filter(|it| *it > 0).map(Self::Number);
        Some(number.unwrap_or(Self::Unknown))
    }
}

/// The entity tag of a state.
pub fn of(number: u32) -> (header::HeaderName, String) {
    (header::ETAG, format!("\"{number}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_names_a_number() {
        assert_eq!(From::parse("\"3\""), Some(From::Number(3)));
        assert_eq!(From::parse(" W/\"3\" "), Some(From::Number(3)));
        assert_eq!(From::parse("*"), Some(From::Any));
    }

    #[test]
    fn a_tag_of_nothing_is_unknown_and_what_is_no_tag_is_told() {
        for unknown in ["\"0\"", "\"x\"", "\"99999999999\"", "\"\""] {
            assert_eq!(From::parse(unknown), Some(From::Unknown), "{unknown}");
        }
        for wrong in ["3", "\"3", "\"", "", "\"1\", \"2\""] {
            assert_eq!(From::parse(wrong), None, "{wrong}");
        }
    }
}
