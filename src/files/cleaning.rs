//! Makes a version of an office document without names of authors, comments and tracked changes;
//! these are accepted. Leaves everything else as it is, and refuses what it cannot do well.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::media::{DOCX, PPTX, XLSX};
use super::office::{Package, Part, attribute, walk};
use super::reading::Refusal;

/// What happens to an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It stays.
    Keep,
    /// It goes, its content stays.
    Unwrap,
    /// It goes with everything in it.
    Drop,
    /// It stays without content.
    Empty,
}

/// The cleaned version of a document.
pub(super) fn clean(content: &[u8], media_type: &str) -> Result<Vec<u8>, Refusal> {
    let mut package = Package::open(content)?;
    let dropped = dropped_entries(&mut package, media_type)?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for name in package.names.clone() {
        if dropped.contains(&name) {
            continue;
        }
        let changed = cleaned_entry(&mut package, &name, media_type, &dropped)?;
        match changed {
            Some(xml) => {
                let options =
                    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
                out.start_file(&*name, options).map_err(|_| Refusal::Broken)?;
                out.write_all(xml.as_bytes()).map_err(|_| Refusal::Broken)?;
            }
            None => {
                let index = package.archive.index_for_name(&name).ok_or(Refusal::Broken)?;
                let entry = package.archive.by_index_raw(index).map_err(|_| Refusal::Broken)?;
                out.raw_copy_file(entry).map_err(|_| Refusal::Broken)?;
            }
        }
    }
    Ok(out.finish().map_err(|_| Refusal::Broken)?.into_inner())
}

/// The entries that hold nothing but what is to go.
fn dropped_entries(
    package: &mut Package<'_>,
    media_type: &str,
) -> Result<BTreeSet<String>, Refusal> {
    let beginnings: &[&str] = match media_type {
        DOCX => &["word/comments", "word/people.xml"],
        XLSX => &["xl/comments", "xl/threadedComments/", "xl/persons/", "xl/revisions/"],
        PPTX => &["ppt/comments/", "ppt/commentAuthors.xml", "ppt/authors.xml"],
        _ => &["META-INF/documentsignatures.xml"],
    };
    // A signature would not fit what was changed; own properties may say anything.
    let everywhere = ["_xmlsignatures/", "docProps/custom.xml"];
    let goes = |name: &&String| beginnings.iter().chain(&everywhere).any(|it| name.starts_with(it));
    let mut dropped: BTreeSet<String> = package.names.iter().filter(goes).cloned().collect();
    if media_type == XLSX && dropped.iter().any(|it| it.starts_with("xl/comments")) {
        dropped.extend(note_drawings(package)?);
    }
    Ok(dropped)
}

/// Excel draws the boxes of comments in files of their own, which may hold buttons, too.
fn note_drawings(package: &mut Package<'_>) -> Result<Vec<String>, Refusal> {
    let is_drawing = |it: &&String| it.starts_with("xl/drawings/") && it.ends_with(".vml");
    let drawings: Vec<String> = package.names.iter().filter(is_drawing).cloned().collect();
    for name in &drawings {
        // These drawings are not always well-formed, so they are only looked through.
        let vml = package.xml(name)?;
        let others = vml.match_indices("ObjectType=").filter(|(at, _)| {
            let value = vml.get(at + "ObjectType=".len()..).unwrap_or_default();
            !value.trim_start_matches(['"', '\'']).starts_with("Note")
        });
        if others.count() > 0 {
            return Err(Refusal::Drawings);
        }
    }
    Ok(drawings)
}

/// An entry without what is to go; none where nothing changes.
fn cleaned_entry(
    package: &mut Package<'_>,
    name: &str,
    media_type: &str,
    dropped: &BTreeSet<String>,
) -> Result<Option<String>, Refusal> {
    let file = name.rsplit('/').next().unwrap_or_default();
    let fate: &dyn Fn(&BytesStart<'_>) -> Fate = match (media_type, name) {
        (_, "docProps/core.xml") => &|it| empty(it, &["creator", "lastModifiedBy"]),
        (_, "docProps/app.xml") => &|it| empty(it, &["Manager", "Company"]),
        (_, "[Content_Types].xml") if !dropped.is_empty() => {
            &|it| drop_if(attribute(it, "PartName"), dropped, "")
        }
        _ if file.ends_with(".rels") && !dropped.is_empty() => {
            let folder = name.rsplit_once("_rels/").map_or("", |it| it.0);
            return rewrite(&package.xml(name)?, &|it| {
                drop_if(attribute(it, "Target"), dropped, folder)
            })
            .map(Some);
        }
        (DOCX, "word/settings.xml") => &|it| drop_named(it, &["trackRevisions"]),
        (DOCX, _) if is_word_text(name) => {
            let xml = package.xml(name)?;
            refuse_tracked_tables(&xml)?;
            return rewrite(&xml, &word_fate).map(Some);
        }
        (XLSX, _) if name.starts_with("xl/worksheets/") => {
            if !dropped.iter().any(|it| it.ends_with(".vml")) {
                return Ok(None);
            }
            &|it| drop_named(it, &["legacyDrawing"])
        }
        (DOCX | XLSX | PPTX, _) => return Ok(None),
        (_, "meta.xml") => &|it| match it.local_name().into_inner() {
            "user-defined" => Fate::Drop,
            _ => empty(it, &["initial-creator", "creator", "printed-by"]),
        },
        (_, "content.xml" | "styles.xml") => &|it| {
            let gone = ["annotation", "annotation-end", "tracked-changes"];
            let marks = ["change", "change-start", "change-end"];
            drop_named(it, &[gone.as_slice(), &marks].concat())
        },
        _ => return Ok(None),
    };
    rewrite(&package.xml(name)?, fate).map(Some)
}

fn is_word_text(name: &str) -> bool {
    let texts = ["document", "header", "footer", "footnotes", "endnotes"];
    let stem = name.strip_prefix("word/").filter(|it| it.ends_with(".xml") && !it.contains('/'));
    stem.is_some_and(|stem| texts.iter().any(|it| stem.starts_with(it)))
}

fn word_fate(element: &BytesStart<'_>) -> Fate {
    match element.local_name().into_inner() {
        "ins" | "moveTo" => Fate::Unwrap,
        "del" | "moveFrom" | "cellIns" => Fate::Drop,
        "commentRangeStart" | "commentRangeEnd" | "commentReference" => Fate::Drop,
        name if name.ends_with("PrChange") || name.ends_with("GridChange") => Fate::Drop,
        "numberingChange" => Fate::Drop,
        name if name.starts_with("moveFromRange") || name.starts_with("moveToRange") => Fate::Drop,
        name if name.starts_with("customXmlDelRange") || name.starts_with("customXmlInsRange") => {
            Fate::Drop
        }
        _ => Fate::Keep,
    }
}

/// Rows and cells tracked as deleted would have to take their neighbours along.
fn refuse_tracked_tables(xml: &str) -> Result<(), Refusal> {
    let (mut in_row_properties, mut is_refused) = (false, false);
    walk(xml, &mut |part| match part {
        Part::Open(element) => match element.local_name().into_inner() {
            "trPr" => in_row_properties = true,
            "del" if in_row_properties => is_refused = true,
            "cellDel" | "cellMerge" => is_refused = true,
            _ => {}
        },
        Part::Close("trPr") => in_row_properties = false,
        Part::Close(_) | Part::Text(_) => {}
    })?;
    if is_refused { Err(Refusal::TrackedTables) } else { Ok(()) }
}

fn empty(element: &BytesStart<'_>, names: &[&str]) -> Fate {
    if names.contains(&element.local_name().into_inner()) { Fate::Empty } else { Fate::Keep }
}

fn drop_named(element: &BytesStart<'_>, names: &[&str]) -> Fate {
    if names.contains(&element.local_name().into_inner()) { Fate::Drop } else { Fate::Keep }
}

/// Drops what refers to a dropped entry, from an entry in `folder`.
fn drop_if(target: Option<String>, dropped: &BTreeSet<String>, folder: &str) -> Fate {
    let Some(target) = target else { return Fate::Keep };
    let place = match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => within(folder, &target),
    };
    if dropped.contains(&place) { Fate::Drop } else { Fate::Keep }
}

/// The entry a relative address leads to.
fn within(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|it| !it.is_empty()).collect();
    for part in target.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Writes XML anew, each element as its fate says.
fn rewrite(xml: &str, fate: &dyn Fn(&BytesStart<'_>) -> Fate) -> Result<String, Refusal> {
    let mut reader = Reader::from_str(xml);
    let mut writer = Writer::new(Vec::new());
    // The fates of the elements that stand open, and how many of them swallow their content.
    let mut open: Vec<Fate> = Vec::new();
    let mut swallowing = 0_usize;
    loop {
        let event = reader.read_event().map_err(|_| Refusal::Broken)?;
        let is_written = match &event {
            Event::Eof => break,
            Event::Start(element) => {
                let fate = fate(element);
                let shown = swallowing == 0 && matches!(fate, Fate::Keep | Fate::Empty);
                swallowing += usize::from(matches!(fate, Fate::Drop | Fate::Empty));
                open.push(fate);
                shown
            }
            Event::End(_) => {
                let fate = open.pop().ok_or(Refusal::Broken)?;
                swallowing -= usize::from(matches!(fate, Fate::Drop | Fate::Empty));
                swallowing == 0 && matches!(fate, Fate::Keep | Fate::Empty)
            }
            Event::Empty(element) => {
                swallowing == 0 && matches!(fate(element), Fate::Keep | Fate::Empty)
            }
            _ => swallowing == 0,
        };
        if is_written {
            writer.write_event(event).map_err(|_| Refusal::Broken)?;
        }
    }
    String::from_utf8(writer.into_inner()).map_err(|_| Refusal::Broken)
}

#[cfg(test)]
mod tests {
    use super::super::media::ODT;
    use super::super::office::{self, tests::packed};
    use super::*;

    #[test]
    fn a_sheet_loses_comments_with_their_boxes() {
        let rels = "<Relationships><Relationship Target=\"../comments1.xml\"/>\
            <Relationship Target=\"../drawings/vmlDrawing1.vml\"/></Relationships>";
        let sheet = "<worksheet><c/><legacyDrawing r:id=\"1\"/></worksheet>";
        let vml = |sort: &str| format!("<xml><x:ClientData ObjectType=\"{sort}\"/></xml>");
        let file = |sort: &str| {
            packed(&[
                ("xl/workbook.xml", "<workbook/>"),
                ("xl/comments1.xml", "<comments><authors><author>A</author></authors></comments>"),
                ("xl/drawings/vmlDrawing1.vml", &vml(sort)),
                ("xl/worksheets/sheet1.xml", sheet),
                ("xl/worksheets/_rels/sheet1.xml.rels", rels),
            ])
        };

        let cleaned = clean(&file("Note"), XLSX).unwrap();

        let mut package = Package::open(&cleaned).unwrap();
        assert_eq!(package.names.len(), 3, "{:?}", package.names);
        let sheet = package.xml("xl/worksheets/sheet1.xml").unwrap();
        assert_eq!(sheet, "<worksheet><c/></worksheet>");
        let rels = package.xml("xl/worksheets/_rels/sheet1.xml.rels").unwrap();
        assert_eq!(rels, "<Relationships></Relationships>");
        assert_eq!(office::read(&cleaned, XLSX).unwrap().findings, []);
        assert_eq!(clean(&file("Button"), XLSX), Err(Refusal::Drawings));
    }

    #[test]
    fn an_open_document_loses_names_comments_and_changes() {
        let text = "<t><text:tracked-changes><text:p>weg</text:p></text:tracked-changes><text:p>a\
            <text:change-start text:change-id=\"1\"/>b<office:annotation><dc:creator>C</dc:creator>\
            </office:annotation></text:p></t>";
        let meta = "<m><dc:creator>Anna</dc:creator><dc:title>Plan</dc:title></m>";
        let file = packed(&[("content.xml", text), ("meta.xml", meta)]);

        let cleaned = clean(&file, ODT).unwrap();

        let mut package = Package::open(&cleaned).unwrap();
        assert_eq!(package.xml("content.xml").unwrap(), "<t><text:p>ab</text:p></t>");
        let meta = package.xml("meta.xml").unwrap();
        assert_eq!(meta, "<m><dc:creator></dc:creator><dc:title>Plan</dc:title></m>");
    }

    #[test]
    fn tracked_changes_are_accepted() {
        let xml = "<w:p><w:ins w:author=\"A\"><w:r><w:t>neu</w:t></w:r></w:ins>\
            <w:del w:author=\"A\"><w:r><w:delText>alt</w:delText></w:r></w:del>\
            <w:r><w:rPr><w:b/><w:rPrChange w:author=\"A\"><w:rPr/></w:rPrChange></w:rPr>\
            <w:t>bleibt &amp; steht</w:t></w:r></w:p>";
        let clean = "<w:p><w:r><w:t>neu</w:t></w:r>\
            <w:r><w:rPr><w:b/></w:rPr><w:t>bleibt &amp; steht</w:t></w:r></w:p>";

        assert_eq!(rewrite(xml, &word_fate).unwrap(), clean);
    }

    #[test]
    fn a_row_tracked_as_deleted_is_refused() {
        let xml = "<w:tr><w:trPr><w:del w:author=\"A\"/></w:trPr></w:tr>";

        assert_eq!(refuse_tracked_tables(xml), Err(Refusal::TrackedTables));
    }

    #[test]
    fn a_relation_is_followed_from_where_it_stands() {
        assert_eq!(within("xl/worksheets/", "../comments1.xml"), "xl/comments1.xml");
        assert_eq!(within("", "./word/document.xml"), "word/document.xml");
    }
}
