//! Where a list goes on. Opaque for programs; what comes back is checked as any other input, for
//! it decides nothing but where to go on: rights are asked with every page of a list.

use actix_web::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::problem::Refusal;
use crate::store::listing::{Place, Value};

/// The longest cursor taken: titles have at most a thousand characters.
const BYTES_MAX: usize = 16 << 10;

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Part {
    Number(i64),
    Text(String),
}

/// A place in an order as a cursor.
pub fn of_place(place: &Place) -> String {
    let parts = place.values.iter().map(|it| match it {
        Value::Text(text) => Part::Text(text.clone()),
        Value::Number(number) => Part::Number(*number),
    });
    write(&(parts.collect::<Vec<_>>(), &place.page))
}

/// The place a cursor stands for.
pub fn place(cursor: &str) -> Result<Place, Refusal> {
    let (parts, page) = read::<(Vec<Part>, String)>(cursor)?;
    let values = parts.into_iter().map(|it| match it {
        Part::Text(text) => Value::Text(text),
        Part::Number(number) => Value::Number(number),
    });
    Ok(Place { values: values.collect(), page })
}

/// A plain value as a cursor.
pub fn write(value: &impl Serialize) -> String {
    // Texts and numbers always become JSON.
    URL_SAFE_NO_PAD.encode(serde_json::to_string(value).unwrap_or_default())
}

/// The plain value of a cursor.
pub fn read<T: DeserializeOwned>(cursor: &str) -> Result<T, Refusal> {
    let bytes = (cursor.len() <= BYTES_MAX).then(|| URL_SAFE_NO_PAD.decode(cursor).ok()).flatten();
    // PostgreSQL cannot even be asked for a NUL.
    let text = bytes.and_then(|it| String::from_utf8(it).ok()).filter(|it| !it.contains("\\u0000"));
    text.and_then(|it| serde_json::from_str(&it).ok()).ok_or_else(broken)
}

/// What a cursor that is none is told.
pub fn broken() -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST).saying("api-problem-bad-cursor")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_place_comes_back_from_its_cursor(text in "[^\0]{0,40}", number: i64, page in "[a-f0-9-]{36}") {
            let values = vec![Value::Text(text), Value::Number(number)];
            let there = Place { values, page };
            prop_assert_eq!(place(&of_place(&there)).unwrap(), there);
        }

        #[test]
        fn no_text_breaks_the_reading(text in "\\PC{0,60}") {
            let _ = place(&text);
        }
    }
}
