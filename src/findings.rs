//! Findings of a check or report: each gets a decision of the management before the page is
//! closed. Decides none itself.

use crate::kinds::Problem;
use crate::pages::{Capability, Case};

/// What pages with findings are held to.
pub struct Findings;

impl Capability for Findings {
    fn checks(&self) -> &'static [&'static str] {
        &["findings.all_decided"]
    }

    fn rows(&self, _: &str) -> &'static [&'static str] {
        &["finding"]
    }

    fn check(&self, _: &str, case: &Case<'_>) -> Option<Problem> {
        let is_open = case.rows.iter().any(|it| !it.is_closed);
        is_open.then(|| case.problem("problem-rule"))
    }
}
