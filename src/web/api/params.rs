//! The parameters of an address. One that nobody knows is told: a filter with a slip in its name
//! must not answer with everything.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use url::form_urlencoded;

use super::problem::Refusal;
use super::{ROWS_MAX, ROWS_USUAL};
use crate::kinds::Problem;
use crate::texts::Lang;

/// The parameters of one request.
#[derive(Debug)]
pub struct Params {
    pairs: Vec<(String, String)>,
    lang: Lang,
}

impl Params {
    /// Reads the parameters; `is_known` says which there are.
    pub fn read(
        request: &HttpRequest,
        lang: Lang,
        is_known: impl Fn(&str) -> bool,
    ) -> Result<Self, Refusal> {
        let pairs = form_urlencoded::parse(request.query_string().as_bytes()).into_owned();
        let params = Self { pairs: pairs.collect(), lang };
        for (name, value) in &params.pairs {
            if !is_known(name) {
                return Err(params.refusal(name, "api-problem-unknown-parameter"));
            }
            // PostgreSQL cannot even be asked for a NUL.
            if value.contains('\0') {
                return Err(params.refusal(name, "api-problem-bad-parameter"));
            }
        }
        Ok(params)
    }

    /// Where a list goes on; empty is as good as left out.
    pub fn cursor(&self) -> Result<Option<&str>, Refusal> {
        Ok(self.one("cursor")?.filter(|it| !it.is_empty()))
    }

    /// The value of a parameter that stands at most once.
    pub fn one(&self, name: &str) -> Result<Option<&str>, Refusal> {
        let mut values = self.pairs.iter().filter(|(known, _)| known == name);
        match (values.next(), values.next()) {
            (Some(_), Some(_)) => Err(self.refusal(name, "api-problem-twice")),
            (value, _) => Ok(value.map(|(_, it)| it.as_str())),
        }
    }

    /// The values of a parameter that may stand several times.
    pub fn all(&self, name: &str) -> Vec<String> {
        let values = self.pairs.iter().filter(|(known, value)| known == name && !value.is_empty());
        values.map(|(_, value)| value.clone()).collect()
    }

    /// A number of a parameter.
    pub fn number(&self, name: &str) -> Result<Option<u64>, Refusal> {
        let Some(value) = self.one(name)? else { return Ok(None) };
        let is_plain = !value.is_empty() && value.bytes().all(|it| it.is_ascii_digit());
        let number = value.parse::<i64>().ok().filter(|_| is_plain).map(|it| it as u64);
        number.map(Some).ok_or_else(|| self.refusal(name, "api-problem-bad-parameter"))
    }

    /// How many rows are asked for; more than a list has at most are not refused, but not given.
    pub fn limit(&self) -> Result<u32, Refusal> {
        match self.number("limit")? {
            None => Ok(ROWS_USUAL),
            Some(0) => Err(self.refusal("limit", "api-problem-bad-parameter")),
            Some(number) => Ok(u32::try_from(number).unwrap_or(ROWS_MAX).min(ROWS_MAX)),
        }
    }

    /// The pairs with these names.
    pub fn pairs(&self, is_wanted: impl Fn(&str) -> bool) -> Vec<(String, String)> {
        self.pairs.iter().filter(|(name, _)| is_wanted(name)).cloned().collect()
    }

    /// The refusal of a parameter.
    pub fn refusal(&self, name: &str, code: &str) -> Refusal {
        of_problems(&[Problem::at(name, code)], self.lang)
    }
}

/// The refusal of an address with all that is wrong in it.
pub fn of_problems(problems: &[Problem], lang: Lang) -> Refusal {
    Refusal::of_values(problems, lang).told_as(StatusCode::BAD_REQUEST)
}
