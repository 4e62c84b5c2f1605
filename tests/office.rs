//! The Office files that come with the wiki: well made, accessible, without a trace of a person.
//! Deliberately not here: what their words mean, and how a page hands them out.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used)] // A test may fail.

mod source;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::process::Command;

use roxmltree::{Document, Node};

/// The files of product.md 5.
const NAMES: [&str; 11] = [
    "abfrage-der-bezirke.xlsx",
    "beschlussvorlage.docx",
    "fragebogen-nutzerkriterien.docx",
    "gute-praxis-steckbrief.docx",
    "leitungsvorlage.docx",
    "massnahmenplan.xlsx",
    "moderationsplan-qualitaetszirkel.docx",
    "projektauftrag.docx",
    "q-check-bogen.xlsx",
    "sitzungsprotokoll.docx",
    "stakeholder-tabelle.xlsx",
];

/// The parts of a package by name.
type Parts = BTreeMap<String, String>;

fn folder() -> PathBuf {
    source::root().join("content-seed/files")
}

fn parts(name: &str) -> Parts {
    let mut package = zip::ZipArchive::new(File::open(folder().join(name)).unwrap()).unwrap();
    let mut parts = Parts::new();
    for index in 0..package.len() {
        let mut part = package.by_index(index).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        parts.insert(part.name().unwrap().into_owned(), text);
    }
    parts
}

/// Calls `look` with each document of a package whose name has the ending.
fn each(ending: &str, look: impl Fn(&str, &Parts)) {
    let names = NAMES.iter().filter(|name| name.ends_with(ending));
    for name in names {
        look(name, &parts(name));
    }
}

fn parsed(text: &str) -> Document<'_> {
    Document::parse(text).unwrap()
}

/// The elements of this local name below a node.
fn all<'a, 'd>(
    node: Node<'a, 'd>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'd>> + use<'a, 'd> {
    node.descendants().filter(move |it| it.tag_name().name() == name)
}

/// The value of the attribute of this local name, whatever its namespace.
fn value<'a>(node: Node<'a, '_>, name: &str) -> &'a str {
    node.attributes().find(|it| it.name() == name).map_or("", |it| it.value())
}

/// The text below a node.
fn text(node: Node<'_, '_>) -> String {
    node.descendants().filter_map(|it| it.text().filter(|_| it.is_text())).collect()
}

fn worksheets(parts: &Parts) -> impl Iterator<Item = (&String, &String)> {
    parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet"))
}

fn tables(parts: &Parts) -> impl Iterator<Item = (&String, &String)> {
    parts.iter().filter(|(name, _)| name.starts_with("xl/tables/"))
}

#[test]
fn there_are_exactly_the_eleven_files() {
    let mut names: Vec<_> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with("x"))
        .collect();
    names.sort();
    assert_eq!(names, NAMES);
}

#[test]
fn the_script_makes_the_files_as_they_are() {
    let script = folder().join("make.py");
    match Command::new("python3").arg(script).arg("--check").output() {
        Ok(said) => assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr)),
        Err(_) => println!("skipped: python3 is not installed"),
    }
}

#[test]
fn every_part_is_well_formed_and_has_a_type() {
    each("", |name, parts| {
        let types = parsed(&parts["[Content_Types].xml"]);
        let typed: Vec<_> =
            all(types.root(), "Override").map(|it| value(it, "PartName").to_owned()).collect();
        for (part, text) in parts {
            assert!(Document::parse(text).is_ok(), "{name}: {part}");
            let is_named = typed.contains(&format!("/{part}"));
            assert!(is_named || part.ends_with(".rels") || part.starts_with('['), "{name}: {part}");
        }
    });
}

#[test]
fn every_relation_leads_to_a_part() {
    each("", |name, parts| {
        for (part, text) in parts.iter().filter(|(part, _)| part.ends_with(".rels")) {
            let folder = part.split("_rels/").next().unwrap();
            for relation in all(parsed(text).root(), "Relationship") {
                let target = format!("{folder}{}", value(relation, "Target"));
                let target = target.replace("worksheets/../", "");
                assert!(parts.contains_key(&target), "{name}: {part} → {target}");
            }
        }
    });
}

#[test]
fn every_file_has_a_title_and_a_language_and_no_author() {
    each("", |name, parts| {
        let core = parsed(&parts["docProps/core.xml"]);
        let told = |tag| all(core.root(), tag).map(text).collect::<String>();
        assert!(!told("title").is_empty(), "{name}");
        assert_eq!(told("language"), "de-DE", "{name}");
        assert_eq!(told("creator") + &told("lastModifiedBy"), "", "{name}");
        assert!(!parts.contains_key("docProps/app.xml"), "{name} names a company or a template");
    });
}

#[test]
fn nothing_is_hidden_tracked_or_commented() {
    each("", |name, parts| {
        for (part, text) in parts {
            assert!(!part.contains("comments") && !part.contains("vba"), "{name}: {part}");
            let document = parsed(text);
            for tag in ["ins", "del", "vanish", "externalLink"] {
                assert_eq!(all(document.root(), tag).count(), 0, "{name}: {part} {tag}");
            }
        }
        let book = parts.get("xl/workbook.xml").map(|it| parsed(it));
        let hidden = book.iter().flat_map(|it| all(it.root(), "sheet"));
        assert_eq!(hidden.filter(|it| !value(*it, "state").is_empty()).count(), 0, "{name}");
    });
}

#[test]
fn documents_are_german_a4_with_headings() {
    each(".docx", |name, parts| {
        let styles = parsed(&parts["word/styles.xml"]);
        assert!(all(styles.root(), "lang").all(|it| value(it, "val") == "de-DE"), "{name}");
        assert!(all(styles.root(), "lang").count() > 0, "{name}");

        let document = parsed(&parts["word/document.xml"]);
        let used: Vec<_> =
            all(document.root(), "pStyle").map(|it| value(it, "val").to_owned()).collect();
        assert_eq!(used[0], "Title", "{name}");
        assert!(used.iter().filter(|it| *it == "Heading1").count() >= 3, "{name}");
        let page = all(document.root(), "pgSz").next().unwrap();
        assert_eq!((value(page, "w"), value(page, "h")), ("11906", "16838"), "{name}");
    });
}

#[test]
fn documents_use_only_styles_they_have() {
    each(".docx", |name, parts| {
        let styles = parsed(&parts["word/styles.xml"]);
        let known: Vec<_> = all(styles.root(), "style").map(|it| value(it, "styleId")).collect();
        for part in ["word/document.xml", "word/header1.xml", "word/footer1.xml"] {
            let document = parsed(&parts[part]);
            for tag in ["pStyle", "rStyle", "tblStyle"] {
                for style in all(document.root(), tag) {
                    assert!(
                        known.contains(&value(style, "val")),
                        "{name}: {}",
                        value(style, "val")
                    );
                }
            }
        }
    });
}

#[test]
fn tables_of_documents_have_a_header_row_and_say_what_they_are() {
    each(".docx", |name, parts| {
        let document = parsed(&parts["word/document.xml"]);
        for table in all(document.root(), "tbl") {
            let caption = all(table, "tblCaption").map(|it| value(it, "val")).collect::<String>();
            assert!(!caption.is_empty(), "{name}");
            let first = all(table, "tr").next().unwrap();
            assert_eq!(all(first, "tblHeader").count(), 1, "{name}: {caption}");
            let heads: Vec<_> = all(first, "tc").map(text).collect();
            assert!(heads.iter().all(|it| !it.is_empty()), "{name}: {caption}");
            let columns = all(table, "gridCol").count();
            assert!(all(table, "tr").all(|row| all(row, "tc").count() == columns), "{name}");
        }
    });
}

#[test]
fn documents_hold_no_empty_paragraph_outside_cells_to_sign_in() {
    each(".docx", |name, parts| {
        let document = parsed(&parts["word/document.xml"]);
        let body = all(document.root(), "body").next().unwrap();
        let empty =
            body.children().filter(|it| it.tag_name().name() == "p" && text(*it).is_empty());
        assert_eq!(empty.count(), 0, "{name}");
    });
}

#[test]
fn every_field_has_a_name_and_a_number_of_its_own() {
    each(".docx", |name, parts| {
        let document = parsed(&parts["word/document.xml"]);
        let fields: Vec<_> = all(document.root(), "sdtPr").collect();
        assert!(fields.len() >= 8, "{name}");
        let told = |tag: &'static str| -> Vec<_> {
            fields.iter().flat_map(|it| all(*it, tag)).map(|it| value(it, "val")).collect()
        };
        assert_eq!(told("alias").len(), fields.len(), "{name}");
        assert!(told("alias").iter().all(|it| !it.is_empty()), "{name}");
        let mut numbers = told("id");
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), fields.len(), "{name}");
    });
}

#[test]
fn every_sheet_holds_one_named_table_with_the_header_it_shows() {
    each(".xlsx", |name, parts| {
        assert_eq!(worksheets(parts).count(), tables(parts).count(), "{name}");
        for ((sheet, cells), (_, table)) in worksheets(parts).zip(tables(parts)) {
            let (cells, table) = (parsed(cells), parsed(table));
            let root = table.root_element();
            assert!(!value(root, "displayName").is_empty(), "{name}: {sheet}");
            assert!(!all(root, "table").all(|it| value(it, "altText").is_empty()), "{name}");

            let named: Vec<_> =
                all(root, "tableColumn").map(|it| value(it, "name").to_owned()).collect();
            let row = all(cells.root(), "row").find(|it| value(*it, "r") == "4").unwrap();
            let shown: Vec<_> = all(row, "c").map(text).collect();
            assert_eq!(named, shown, "{name}: {sheet}");
        }
    });
}

#[test]
fn sheets_freeze_their_header_and_print_landscape_on_the_width_of_a_page() {
    each(".xlsx", |name, parts| {
        for (sheet, cells) in worksheets(parts) {
            let cells = parsed(cells);
            let pane = all(cells.root(), "pane").next().unwrap();
            assert_eq!((value(pane, "state"), value(pane, "ySplit")), ("frozen", "4"), "{sheet}");
            let page = all(cells.root(), "pageSetup").next().unwrap();
            let set = ["orientation", "fitToWidth", "paperSize"].map(|it| value(page, it));
            assert_eq!(set, ["landscape", "1", "9"], "{name}: {sheet}");
        }
        let book = parsed(&parts["xl/workbook.xml"]);
        let repeated = all(book.root(), "definedName")
            .filter(|it| value(*it, "name") == "_xlnm.Print_Titles")
            .count();
        assert_eq!(repeated, worksheets(parts).count(), "{name}");
    });
}

#[test]
fn workbooks_offer_lists_and_check_dates() {
    for name in ["massnahmenplan.xlsx", "q-check-bogen.xlsx", "abfrage-der-bezirke.xlsx"] {
        let parts = parts(name);
        let kinds: Vec<_> = worksheets(&parts)
            .flat_map(|(_, cells)| {
                let document = parsed(cells);
                all(document.root(), "dataValidation")
                    .map(|it| value(it, "type").to_owned())
                    .collect::<Vec<_>>()
            })
            .collect();
        assert!(kinds.iter().any(|it| it == "list"), "{name}");
        assert!(kinds.iter().any(|it| it == "date"), "{name}");
    }
}
