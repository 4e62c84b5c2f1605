//! Office documents, Office Open XML and OpenDocument: their text, and what they tell beside it.
//! Bounded in entries, sizes and ratios; runs in a process of its own and changes nothing.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use zip::ZipArchive;

use super::media::{DOCX, ODP, ODS, ODT, PPTX, XLSX};
use super::reading::{Contents, Refusal};
use crate::store::files::{Finding, FindingSort};

/// Entries of a package; a presentation of three hundred slides has about three thousand.
pub(super) const ENTRIES_MAX: usize = 5_000;
/// Bytes of one unpacked entry.
const ENTRY_BYTES_MAX: u64 = 64 << 20;
/// Bytes of all unpacked entries together.
const PACKAGE_BYTES_MAX: u64 = 512 << 20;
/// How many times larger an entry may become; text packs to a tenth, drawings to a fiftieth.
const RATIO_MAX: u64 = 250;
/// Entries smaller than this may pack as well as they like.
const RATIO_FROM: u64 = 4 << 20;
/// Elements inside each other.
const DEPTH_MAX: usize = 1_000;
/// Names told per finding.
const NAMES_MAX: usize = 8;

/// A package that was found to be of bearable size.
pub(super) struct Package<'a> {
    pub(super) archive: ZipArchive<Cursor<&'a [u8]>>,
    /// The names of its entries.
    pub(super) names: Vec<String>,
}

/// What is read from an XML entry.
pub(super) enum Part<'a> {
    Open(&'a BytesStart<'a>),
    Close(&'a str),
    Text(&'a str),
}

impl<'a> Package<'a> {
    pub(super) fn open(content: &'a [u8]) -> Result<Self, Refusal> {
        let mut archive = ZipArchive::new(Cursor::new(content)).map_err(|_| Refusal::Broken)?;
        if archive.len() > ENTRIES_MAX {
            return Err(Refusal::Bomb);
        }
        let (mut names, mut total) = (Vec::with_capacity(archive.len()), 0_u64);
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(|_| Refusal::Broken)?;
            if entry.encrypted() {
                return Err(Refusal::Locked);
            }
            total = total.saturating_add(entry.size());
            let swells = entry.size() / entry.compressed_size().max(1) > RATIO_MAX;
            let is_bomb = entry.size() > RATIO_FROM && swells;
            if is_bomb || entry.size() > ENTRY_BYTES_MAX || total > PACKAGE_BYTES_MAX {
                return Err(Refusal::Bomb);
            }
            names.push(entry.name().map_err(|_| Refusal::Broken)?.into_owned());
        }
        Ok(Self { archive, names })
    }

    /// The text of an entry; empty where there is none.
    pub(super) fn xml(&mut self, name: &str) -> Result<String, Refusal> {
        let Ok(entry) = self.archive.by_name(name) else { return Ok(String::new()) };
        let mut bytes = Vec::new();
        // What an entry says of its size need not be true.
        entry.take(ENTRY_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|_| Refusal::Broken)?;
        if bytes.len() as u64 > ENTRY_BYTES_MAX {
            return Err(Refusal::Bomb);
        }
        String::from_utf8(bytes).map_err(|_| Refusal::Broken)
    }

    /// The entries of a folder with this beginning and an ending, in their order.
    fn like(&self, beginning: &str, ending: &str) -> Vec<String> {
        let fits = |it: &&String| it.starts_with(beginning) && it.ends_with(ending);
        let mut names: Vec<String> = self.names.iter().filter(fits).cloned().collect();
        // slide2 comes before slide10.
        names.sort_by_key(|it| (it.len(), it.clone()));
        names
    }

    fn walk(&mut self, name: &str, each: &mut dyn FnMut(Part<'_>)) -> Result<(), Refusal> {
        walk(&self.xml(name)?, each)
    }
}

/// Reads an office document.
pub(super) fn read(content: &[u8], media_type: &str) -> Result<Contents, Refusal> {
    let mut package = Package::open(content)?;
    let mut found = Found::default();
    match media_type {
        DOCX => word(&mut package, &mut found)?,
        XLSX => sheets(&mut package, &mut found)?,
        PPTX => slides(&mut package, &mut found)?,
        ODT | ODS | ODP => open_document(&mut package, &mut found)?,
        _ => return Err(Refusal::Broken),
    }
    if package.names.iter().any(|it| it.ends_with("vbaProject.bin") || it.starts_with("Basic/")) {
        found.note(FindingSort::Macros, "");
    }
    Ok(found.into_contents())
}

/// Reads XML part by part. Entities a document declares itself stay unread, so none can swell.
pub(super) fn walk(xml: &str, each: &mut dyn FnMut(Part<'_>)) -> Result<(), Refusal> {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|_| Refusal::Broken)? {
            Event::Start(element) => {
                depth += 1;
                if depth > DEPTH_MAX {
                    return Err(Refusal::Bomb);
                }
                each(Part::Open(&element));
            }
            Event::Empty(element) => {
                each(Part::Open(&element));
                each(Part::Close(element.local_name().into_inner()));
            }
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                each(Part::Close(element.local_name().into_inner()));
            }
            Event::Text(text) => each(Part::Text(&text.xml10_content())),
            Event::CData(text) => each(Part::Text(&text.xml10_content())),
            Event::GeneralRef(reference) => {
                if let Some(c) = referred(&reference) {
                    each(Part::Text(c.encode_utf8(&mut [0; 4])));
                }
            }
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

fn referred(reference: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Some(c);
    }
    match &*reference.xml10_content() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// The value of an attribute, whatever its prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|it| it.key.local_name().into_inner() == name);
    let value = found?.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.trim().to_owned()).filter(|it| !it.is_empty())
}

/// What was found so far.
#[derive(Default)]
struct Found {
    text: String,
    findings: Vec<(FindingSort, BTreeSet<String>)>,
}

impl Found {
    fn note(&mut self, what: FindingSort, name: &str) {
        let known = self.findings.iter_mut().find(|it| it.0 == what);
        let names = match known {
            Some((_, names)) => names,
            None => {
                self.findings.push((what, BTreeSet::new()));
                let Some((_, names)) = self.findings.last_mut() else { return };
                names
            }
        };
        let name: String = name.trim().chars().take(80).collect();
        if !name.is_empty() && names.len() < NAMES_MAX {
            names.insert(name);
        }
    }

    fn into_contents(mut self) -> Contents {
        self.findings.sort_by_key(|it| it.0);
        let findings = self.findings.into_iter();
        let findings =
            findings.map(|(what, names)| Finding { what, names: names.into_iter().collect() });
        Contents { text: self.text, findings: findings.collect() }
    }
}

fn word(package: &mut Package<'_>, found: &mut Found) -> Result<(), Refusal> {
    core_properties(package, found)?;
    for name in package.like("word/comments", ".xml") {
        // Beside the comments themselves there are lists of their ids without any text.
        package.walk(&name, &mut |part| {
            if let Part::Open(element) = part
                && element.local_name().into_inner() == "comment"
            {
                let author = attribute(element, "author").unwrap_or_default();
                found.note(FindingSort::Comments, &author);
            }
        })?;
    }
    let beginnings = ["document", "header", "footer", "footnotes", "endnotes"];
    for beginning in beginnings {
        for name in package.like(&format!("word/{beginning}"), ".xml") {
            word_text(package, &name, found)?;
        }
    }
    Ok(())
}

/// Whether this element of a text document marks a tracked change.
pub(super) fn is_tracked(name: &str) -> bool {
    matches!(name, "ins" | "del" | "moveFrom" | "moveTo" | "cellIns" | "cellDel" | "cellMerge")
        || name.ends_with("PrChange")
        || matches!(name, "tblGridChange" | "numberingChange")
}

fn word_text(package: &mut Package<'_>, name: &str, found: &mut Found) -> Result<(), Refusal> {
    let mut in_text = false;
    package.walk(name, &mut |part| match part {
        Part::Open(element) => match element.local_name().into_inner() {
            "t" => in_text = true,
            "tab" => found.text.push('\t'),
            "br" | "cr" => found.text.push('\n'),
            name if is_tracked(name) => {
                let author = attribute(element, "author").unwrap_or_default();
                found.note(FindingSort::TrackedChanges, &author);
            }
            _ => {}
        },
        Part::Close("t") => in_text = false,
        Part::Close("p") => found.text.push('\n'),
        Part::Text(text) if in_text => found.text.push_str(text),
        Part::Close(_) | Part::Text(_) => {}
    })
}

fn sheets(package: &mut Package<'_>, found: &mut Found) -> Result<(), Refusal> {
    core_properties(package, found)?;
    package.walk("xl/workbook.xml", &mut |part| {
        let Part::Open(element) = part else { return };
        if element.local_name().into_inner() != "sheet" {
            return;
        }
        let name = attribute(element, "name").unwrap_or_default();
        found.text.push_str(&name);
        found.text.push('\n');
        if attribute(element, "state").is_some_and(|it| it != "visible") {
            found.note(FindingSort::Hidden, &name);
        }
    })?;
    for name in package.like("xl/comments", ".xml") {
        comment_authors(package, &name, found)?;
    }
    for name in package.like("xl/persons/", ".xml") {
        attribute_names(package, &name, "person", "displayName", found)?;
    }
    if !package.like("xl/threadedComments/", ".xml").is_empty() {
        found.note(FindingSort::Comments, "");
    }
    if !package.like("xl/revisions/", ".xml").is_empty() {
        found.note(FindingSort::TrackedChanges, "");
    }
    let mut texts = package.like("xl/sharedStrings", ".xml");
    texts.extend(package.like("xl/worksheets/", ".xml"));
    for name in texts {
        drawn_text(package, &name, &["si", "is"], found)?;
    }
    Ok(())
}

fn comment_authors(
    package: &mut Package<'_>,
    name: &str,
    found: &mut Found,
) -> Result<(), Refusal> {
    let mut in_author = false;
    found.note(FindingSort::Comments, "");
    package.walk(name, &mut |part| match part {
        Part::Open(element) => in_author = element.local_name().into_inner() == "author",
        // Excel writes `tc={…}` for authors it keeps elsewhere.
        Part::Text(author) if in_author && !author.starts_with("tc=") => {
            found.note(FindingSort::Comments, author);
        }
        Part::Close(_) => in_author = false,
        Part::Text(_) => {}
    })
}

fn attribute_names(
    package: &mut Package<'_>,
    entry: &str,
    element_name: &str,
    attribute_name: &str,
    found: &mut Found,
) -> Result<(), Refusal> {
    package.walk(entry, &mut |part| {
        if let Part::Open(element) = part
            && element.local_name().into_inner() == element_name
            && let Some(name) = attribute(element, attribute_name)
        {
            found.note(FindingSort::Comments, &name);
        }
    })
}

fn slides(package: &mut Package<'_>, found: &mut Found) -> Result<(), Refusal> {
    core_properties(package, found)?;
    for (number, name) in package.like("ppt/slides/", ".xml").into_iter().enumerate() {
        package.walk(&name, &mut |part| {
            if let Part::Open(element) = part
                && element.local_name().into_inner() == "sld"
                && attribute(element, "show").is_some_and(|it| it == "0" || it == "false")
            {
                found.note(FindingSort::Hidden, &(number + 1).to_string());
            }
        })?;
        drawn_text(package, &name, &["p"], found)?;
    }
    for name in package.like("ppt/notesSlides/", ".xml") {
        drawn_text(package, &name, &["p"], found)?;
    }
    if !package.like("ppt/comments/", ".xml").is_empty() {
        found.note(FindingSort::Comments, "");
        attribute_names(package, "ppt/commentAuthors.xml", "cmAuthor", "name", found)?;
        attribute_names(package, "ppt/authors.xml", "author", "name", found)?;
    }
    Ok(())
}

/// The text in all `t`, a line for each of these elements around them.
fn drawn_text(
    package: &mut Package<'_>,
    name: &str,
    lines: &[&str],
    found: &mut Found,
) -> Result<(), Refusal> {
    let mut in_text = false;
    package.walk(name, &mut |part| match part {
        Part::Open(element) => in_text = element.local_name().into_inner() == "t",
        Part::Text(text) if in_text => found.text.push_str(text),
        Part::Close(name) => {
            in_text = false;
            if lines.contains(&name) {
                found.text.push('\n');
            }
        }
        Part::Text(_) => {}
    })
}

fn core_properties(package: &mut Package<'_>, found: &mut Found) -> Result<(), Refusal> {
    author_names(package, "docProps/core.xml", &["creator", "lastModifiedBy"], found)?;
    author_names(package, "docProps/app.xml", &["Manager"], found)
}

fn author_names(
    package: &mut Package<'_>,
    entry: &str,
    elements: &[&str],
    found: &mut Found,
) -> Result<(), Refusal> {
    let mut in_name = false;
    package.walk(entry, &mut |part| match part {
        Part::Open(element) => in_name = elements.contains(&element.local_name().into_inner()),
        Part::Text(name) if in_name && !name.trim().is_empty() => {
            found.note(FindingSort::Author, name);
        }
        Part::Close(_) => in_name = false,
        Part::Text(_) => {}
    })
}

fn open_document(package: &mut Package<'_>, found: &mut Found) -> Result<(), Refusal> {
    let names = ["initial-creator", "creator", "printed-by"];
    author_names(package, "meta.xml", &names, found)?;
    for name in ["content.xml", "styles.xml"] {
        open_text(package, name, found)?;
    }
    Ok(())
}

fn open_text(package: &mut Package<'_>, entry: &str, found: &mut Found) -> Result<(), Refusal> {
    // Inside comments and lists of changes stands no text of the document.
    let mut aside: Vec<FindingSort> = Vec::new();
    let (mut in_creator, mut in_paragraph, mut hidden_styles) = (false, 0_usize, 0_usize);
    package.walk(entry, &mut |part| match part {
        Part::Open(element) => {
            let name = element.local_name().into_inner();
            match name {
                "annotation" => aside.push(FindingSort::Comments),
                "tracked-changes" => aside.push(FindingSort::TrackedChanges),
                "p" | "h" => in_paragraph += 1,
                "tab" | "s" if aside.is_empty() => found.text.push(' '),
                "line-break" if aside.is_empty() => found.text.push('\n'),
                "table-properties" if attribute(element, "display").as_deref() == Some("false") => {
                    hidden_styles += 1;
                }
                _ => {}
            }
            if matches!(name, "annotation" | "changed-region" | "cell-content-change")
                && let Some(what) = aside.last()
            {
                found.note(*what, "");
            }
            in_creator = name == "creator";
        }
        Part::Text(text) => match aside.last() {
            Some(what) if in_creator => found.note(*what, text),
            None if in_paragraph > 0 => found.text.push_str(text),
            _ => {}
        },
        Part::Close(name) => {
            in_creator = false;
            match name {
                "annotation" | "tracked-changes" => drop(aside.pop()),
                "p" | "h" => {
                    in_paragraph = in_paragraph.saturating_sub(1);
                    if aside.is_empty() {
                        found.text.push('\n');
                    }
                }
                _ => {}
            }
        }
    })?;
    if hidden_styles > 0 {
        found.note(FindingSort::Hidden, "");
    }
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use proptest::prelude::*;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// A package with these entries.
    pub(in crate::files) fn packed(entries: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in entries {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn finding(what: FindingSort, names: &[&str]) -> Finding {
        Finding { what, names: names.iter().map(|it| (*it).to_owned()).collect() }
    }

    #[test]
    fn a_sheet_tells_hidden_sheets_comments_and_their_authors() {
        let book = "<workbook><sheets><sheet name=\"Plan\"/>\
            <sheet name=\"Namen\" state=\"hidden\"/></sheets></workbook>";
        let comments = "<comments><authors><author>Anna</author></authors></comments>";
        let strings = "<sst><si><t>Erst &amp; </t><t>zweit</t></si><si><t>Rest</t></si></sst>";
        let file = packed(&[
            ("xl/workbook.xml", book),
            ("xl/comments1.xml", comments),
            ("xl/sharedStrings.xml", strings),
        ]);

        let contents = read(&file, XLSX).unwrap();

        assert_eq!(contents.text, "Plan\nNamen\nErst & zweit\nRest\n");
        let expected =
            [finding(FindingSort::Comments, &["Anna"]), finding(FindingSort::Hidden, &["Namen"])];
        assert_eq!(contents.findings, expected);
    }

    #[test]
    fn an_open_document_tells_comments_and_changes_apart_from_its_text() {
        let text = "<office:text><text:tracked-changes><text:changed-region><office:change-info>\
            <dc:creator>Dora</dc:creator></office:change-info><text:p>gestrichen</text:p>\
            </text:changed-region></text:tracked-changes><text:p>Bleibt<office:annotation>\
            <dc:creator>Carla</dc:creator><text:p>Frage</text:p></office:annotation> hier</text:p>\
            </office:text>";
        let meta = "<m><meta:initial-creator>Anna</meta:initial-creator></m>";
        let file = packed(&[("content.xml", text), ("meta.xml", meta)]);

        let contents = read(&file, ODT).unwrap();

        assert_eq!(contents.text, "Bleibt hier\n");
        let expected = [
            finding(FindingSort::Comments, &["Carla"]),
            finding(FindingSort::TrackedChanges, &["Dora"]),
            finding(FindingSort::Author, &["Anna"]),
        ];
        assert_eq!(contents.findings, expected);
    }

    #[test]
    fn a_presentation_tells_hidden_slides_and_reads_them_in_order() {
        let slide = |text: &str, show: &str| {
            format!("<p:sld{show}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>")
        };
        let file = packed(&[
            ("ppt/slides/slide10.xml", &slide("zehn", "")),
            ("ppt/slides/slide2.xml", &slide("zwei", " show=\"0\"")),
        ]);

        let contents = read(&file, PPTX).unwrap();

        assert_eq!(contents.text, "zwei\nzehn\n");
        assert_eq!(contents.findings, [finding(FindingSort::Hidden, &["1"])]);
    }

    #[test]
    fn entities_of_a_document_do_not_swell() {
        let text = "<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\
            <w:document><w:p><w:t>&b;x</w:t></w:p></w:document>";

        let contents = read(&packed(&[("word/document.xml", text)]), DOCX).unwrap();

        assert_eq!(contents.text, "x\n");
    }

    #[test]
    fn elements_without_end_inside_each_other_are_a_bomb() {
        let text = "<a>".repeat(DEPTH_MAX + 2);

        let refusal = read(&packed(&[("word/document.xml", &text)]), DOCX).unwrap_err();

        assert_eq!(refusal, Refusal::Bomb);
    }

    proptest! {
        #[test]
        fn no_text_in_a_package_makes_reading_panic(text in ".{0,200}", plain in any::<Vec<u8>>()) {
            let file = packed(&[
                ("word/document.xml", &text), ("xl/workbook.xml", &text), ("content.xml", &text),
            ]);
            for media_type in [DOCX, XLSX, PPTX, ODT] {
                let _ = read(&file, media_type);
                let _ = read(&plain, media_type);
                let _ = super::super::cleaning::clean(&file, media_type);
            }
        }
    }
}
