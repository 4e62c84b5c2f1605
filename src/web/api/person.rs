//! Nobody can be watched (product.md 3): no list answers what one other person does or owes
//! across pages. Asking for oneself, for units and for functions is free.

use actix_web::http::StatusCode;

use super::problem::Refusal;
use crate::kinds::{Field, FieldType, Kinds};
use crate::web::visitor::Visitor;

/// Refuses a filter on a field of persons that asks for somebody else.
pub fn refuse_asking(
    visitor: &Visitor,
    kinds: &Kinds,
    field: Option<&Field>,
    values: &[String],
) -> Result<(), Refusal> {
    if !field.is_some_and(|it| matches!(it.r#type, FieldType::Person)) {
        return Ok(());
    }
    let is_own = |value: &String| {
        let person = visitor.person.as_deref();
        person.is_some_and(|it| it.name == *value || it.display_name == *value)
    };
    let is_unit = |value: &String| kinds.registers().any(|it| it.meant(value).is_some());
    match values.iter().all(|it| is_own(it) || is_unit(it)) {
        true => Ok(()),
        false => Err(Refusal::new(StatusCode::FORBIDDEN).saying("api-problem-no-person")),
    }
}
