//! The workbooks that come with the wiki call things what its forms call them.
//! Deliberately not here: whether the files are well made, which `tests/office.rs` looks at.

use std::io::Read;

use crate::{shipped, source};

/// The names of the columns of a table in a workbook.
fn columns(file: &str, table: &str) -> Vec<String> {
    let path = source::root().join("content-seed/files").join(file);
    let mut package = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    for index in 0..package.len() {
        let mut text = String::new();
        package.by_index(index).unwrap().read_to_string(&mut text).unwrap();
        let document = roxmltree::Document::parse(&text).unwrap();
        if document.root_element().attribute("displayName") == Some(table) {
            let named = document.descendants().filter(|it| it.tag_name().name() == "tableColumn");
            return named.map(|it| it.attribute("name").unwrap().to_owned()).collect();
        }
    }
    panic!("{file} has no table {table}");
}

fn assert_holds(columns: &[String], labels: impl IntoIterator<Item = String>) {
    for label in labels {
        assert!(columns.contains(&label), "no column {label} among {columns:?}");
    }
}

#[test]
fn the_plan_of_measures_has_the_words_of_a_measure() {
    let kinds = shipped();
    let fields = &kinds.record_set("measure").unwrap().fields;
    let labels: Vec<_> = fields.iter().map(|it| it.label.de.clone()).collect();
    let columns = columns("massnahmenplan.xlsx", "Massnahmen");
    // The number and the state of things are the workbook's own.
    let own = ["Nr.", "Lage"];
    let foreign: Vec<_> =
        columns.iter().filter(|it| !own.contains(&it.as_str()) && !labels.contains(it)).collect();
    assert!(foreign.is_empty(), "{foreign:?}");
    assert!(columns.len() >= 10);
}

#[test]
fn the_q_check_sheet_has_the_columns_of_its_form() {
    let kinds = shipped();
    let criteria = kinds.get("qcheck").unwrap().field("criteria").unwrap();
    let labels = criteria.columns().iter().map(|it| it.label.de.clone());
    assert_holds(&columns("q-check-bogen.xlsx", "SollIst"), labels);
}

#[test]
fn the_table_of_stakeholders_has_the_columns_of_the_project_form() {
    let kinds = shipped();
    let stakeholders = kinds.get("project").unwrap().field("stakeholders").unwrap();
    let labels = stakeholders.columns().iter().map(|it| it.label.de.clone());
    assert_holds(&columns("stakeholder-tabelle.xlsx", "Stakeholder"), labels);
}
