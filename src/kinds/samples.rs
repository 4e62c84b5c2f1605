//! The small kinds the tests of this room work with.
//! Not the kinds that are shipped.

use std::sync::Arc;

use serde_json::Value;

use super::Fields;
use super::Files;
use super::Kind;
use super::Kinds;
use super::RecordSet;

pub(crate) fn files() -> Files {
    Files::from_iter([
        ("practice.toml", include_str!("../../tests/fixtures/kinds/practice.toml")),
        ("goal.toml", include_str!("../../tests/fixtures/kinds/goal.toml")),
        ("common.toml", include_str!("../../tests/fixtures/kinds/common.toml")),
        ("choices.toml", include_str!("../../tests/fixtures/kinds/choices.toml")),
        ("records.toml", include_str!("../../tests/fixtures/kinds/records.toml")),
        ("messages.toml", include_str!("../../tests/fixtures/kinds/messages.toml")),
        (
            "registers/districts.toml",
            include_str!("../../tests/fixtures/kinds/registers/districts.toml"),
        ),
    ])
}

pub(crate) fn kinds() -> Kinds {
    let (kinds, problems) = Kinds::parse(&files());
    assert_eq!(problems, []);
    kinds
}

pub(crate) fn practice() -> Arc<Kind> {
    kinds().get("practice").unwrap().clone()
}

pub(crate) fn adoption() -> Arc<RecordSet> {
    kinds().record_set("adoption").unwrap().clone()
}

pub(crate) fn object(value: Value) -> Fields {
    value.as_object().unwrap().clone()
}
