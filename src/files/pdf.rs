//! PDF: its text, and the names and notes it tells beside it. Runs in a process of its own, where
//! the crate that reads may panic.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_extract::{
    Dictionary, Document, Object, PlainTextOutput, decode_text_string, output_doc_page,
};

use super::reading::{Contents, Refusal, TEXT_BYTES_MAX};
use crate::store::files::{Finding, FindingSort};

/// Names told per finding.
const NAMES_MAX: usize = 8;
/// Annotations people write, as against links and form fields.
const NOTES: [&[u8]; 9] = [
    b"Text",
    b"FreeText",
    b"Highlight",
    b"Underline",
    b"StrikeOut",
    b"Squiggly",
    b"Caret",
    b"Ink",
    b"Stamp",
];

/// Reads a PDF.
pub(super) fn read(content: &[u8]) -> Result<Contents, Refusal> {
    // A panic is an answer here, not a message.
    std::panic::set_hook(Box::new(|_| {}));
    let loaded = catch_unwind(|| Document::load_mem(content));
    let document = match loaded {
        Ok(Ok(document)) => document,
        _ => return Err(Refusal::Broken),
    };
    if document.is_encrypted() {
        return Err(Refusal::Locked);
    }
    let findings = catch_unwind(AssertUnwindSafe(|| findings(&document)));
    let findings = findings.map_err(|_| Refusal::Broken)?;
    Ok(Contents { text: text(&document), findings })
}

/// The text page by page; what cannot be read is left out.
fn text(document: &Document) -> String {
    let mut text = String::new();
    for (number, _) in document.get_pages() {
        let page = catch_unwind(AssertUnwindSafe(|| {
            let mut page = String::new();
            let mut output = PlainTextOutput::new(&mut page);
            let read = output_doc_page(document, &mut output, number);
            read.ok().map(|()| page)
        }));
        if let Ok(Some(page)) = page {
            text.push_str(&page);
            text.push('\n');
        }
        if text.len() > TEXT_BYTES_MAX {
            break;
        }
    }
    text
}

fn findings(document: &Document) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut note_authors: Option<BTreeSet<String>> = None;
    for (_, page) in document.get_pages() {
        for note in document.get_page_annotations(page).unwrap_or_default() {
            let subtype = note.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
            if NOTES.contains(&subtype) {
                let names = note_authors.get_or_insert_default();
                names.extend(words(document, note, b"T").filter(|_| names.len() < NAMES_MAX));
            }
        }
    }
    if let Some(names) = note_authors {
        let names = names.into_iter().collect();
        findings.push(Finding { what: FindingSort::Comments, names });
    }
    let info = document.trailer.get(b"Info").and_then(|it| document.dereference(it));
    let info = info.ok().and_then(|(_, it)| it.as_dict().ok());
    if let Some(author) = info.and_then(|it| words(document, it, b"Author")) {
        findings.push(Finding { what: FindingSort::Author, names: vec![author] });
    }
    findings
}

fn words(document: &Document, dictionary: &Dictionary, key: &[u8]) -> Option<String> {
    let value = dictionary.get(key).ok()?;
    let (_, value) = document.dereference(value).ok()?;
    let text: String = decode_text_string(value).ok()?.trim().chars().take(80).collect();
    Some(text).filter(|it| !it.is_empty())
}
