//! What a content is, told by the content alone, and how it may be handed to browsers.
//! Trusts no name: a name only has to agree before something is shown inside the browser.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use zip::ZipArchive;

use super::office::ENTRIES_MAX;

/// How much of a content is looked at.
const LOOKED_AT: u64 = 64 << 10;
/// What is nothing known.
pub const UNKNOWN: &str = "application/octet-stream";

/// Types browsers may show themselves, with the endings their names must have.
const SHOWN: [(&str, &[&str]); 6] = [
    ("image/jpeg", &["jpg", "jpeg"]),
    ("image/png", &["png"]),
    ("image/webp", &["webp"]),
    ("image/gif", &["gif"]),
    ("application/pdf", &["pdf"]),
    ("text/plain", &["txt", "md", "csv", "log", "text"]),
];

/// Further types that are told to browsers; everything else is bytes to them.
const TOLD: [(&str, &str); 9] = [
    (DOCX, "DOCX"),
    (XLSX, "XLSX"),
    (PPTX, "PPTX"),
    (ODT, "ODT"),
    (ODS, "ODS"),
    (ODP, "ODP"),
    ("application/zip", "ZIP"),
    ("video/mp4", "MP4"),
    ("audio/mpeg", "MP3"),
];

pub(super) const DOCX: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
pub(super) const PPTX: &str =
    "application/vnd.openxmlformats-officedocument.presentationml.presentation";
pub(super) const ODT: &str = "application/vnd.oasis.opendocument.text";
pub(super) const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";
pub(super) const ODP: &str = "application/vnd.oasis.opendocument.presentation";
pub(super) const PDF: &str = "application/pdf";
pub(super) const TEXT: &str = "text/plain";

/// Tells what a file is.
pub(super) fn tell(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let mut start = Vec::new();
    file.by_ref().take(LOOKED_AT).read_to_end(&mut start)?;
    let known = infer::get(&start).map(|it| it.mime_type());
    if start.starts_with(b"PK") {
        file.seek(SeekFrom::Start(0))?;
        return Ok(told_by_entries(file).unwrap_or("application/zip").to_owned());
    }
    let told = match known {
        Some(known) if !known.starts_with("text/") => known,
        _ if is_text(&start) && is_markup(&start) => "text/html",
        _ if is_text(&start) => TEXT,
        _ => UNKNOWN,
    };
    Ok(told.to_owned())
}

/// Whether readers may look at it inside the browser: its name must say what it is.
pub fn is_shown(media_type: &str, name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|it| it.1.to_lowercase()).unwrap_or_default();
    SHOWN.iter().any(|(known, endings)| *known == media_type && endings.contains(&&*ending))
}

/// Whether it is an image that is shown in texts.
pub fn is_image(media_type: &str) -> bool {
    SHOWN.iter().any(|(known, _)| *known == media_type) && media_type.starts_with("image/")
}

/// The type told to browsers. What they might run is bytes to them, whatever it is.
pub fn told_type(media_type: &str, name: &str) -> &'static str {
    let shown = SHOWN.iter().map(|it| it.0).filter(|_| is_shown(media_type, name));
    let told = shown.chain(TOLD.iter().map(|it| it.0)).find(|it| *it == media_type);
    match told.unwrap_or(UNKNOWN) {
        TEXT => "text/plain; charset=utf-8",
        told => told,
    }
}

/// The short word for a type, as people know it from file endings.
pub fn word(media_type: &str, name: &str) -> String {
    let known = match media_type {
        "image/jpeg" => "JPEG",
        "image/png" => "PNG",
        "image/webp" => "WebP",
        "image/gif" => "GIF",
        PDF => "PDF",
        _ => TOLD.iter().find(|it| it.0 == media_type).map_or("", |it| it.1),
    };
    let ending = || name.rsplit_once('.').map(|it| it.1).filter(|it| it.len() <= 5);
    match known {
        "" => ending().unwrap_or_default().to_uppercase(),
        known => known.to_owned(),
    }
}

/// Whether its text can be read and its traces looked for.
pub(super) fn is_readable(media_type: &str) -> bool {
    matches!(media_type, DOCX | XLSX | PPTX | ODT | ODS | ODP | PDF | TEXT)
}

/// Whether a cleaned version can be made.
pub fn is_cleanable(media_type: &str) -> bool {
    matches!(media_type, DOCX | XLSX | PPTX | ODT | ODS | ODP)
}

/// An image that is kept as it came, with all it tells about place and device.
pub(super) fn is_unknown_image(media_type: &str) -> bool {
    media_type.starts_with("image/") && !is_image(media_type)
}

fn told_by_entries(file: File) -> Option<&'static str> {
    let mut archive = ZipArchive::new(file).ok()?;
    if archive.len() > ENTRIES_MAX {
        return None;
    }
    if let Ok(entry) = archive.by_name("mimetype") {
        let mut text = String::new();
        entry.take(100).read_to_string(&mut text).ok()?;
        return [ODT, ODS, ODP].into_iter().find(|it| *it == text.trim());
    }
    archive.by_name("[Content_Types].xml").ok()?;
    let mains =
        [("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("ppt/presentation.xml", PPTX)];
    mains.into_iter().find(|(main, _)| archive.by_name(main).is_ok()).map(|it| it.1)
}

fn is_text(start: &[u8]) -> bool {
    match std::str::from_utf8(start) {
        Ok(_) => !start.contains(&0),
        // The stretch may end within a character.
        Err(error) => {
            let valid = start.len() as u64 == LOOKED_AT && error.error_len().is_none();
            valid && !start.contains(&0)
        }
    }
}

/// Text that browsers might take for a page or a drawing with scripts.
fn is_markup(start: &[u8]) -> bool {
    let text = String::from_utf8_lossy(start);
    text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').starts_with('<')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(content: &[u8]) -> String {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), content).unwrap();
        tell(file.path()).unwrap()
    }

    #[test]
    fn the_content_says_what_it_is() {
        assert_eq!(told(b"#!/bin/sh\necho"), TEXT);
        assert_eq!(told(b"%PDF-1.7\n"), PDF);
        assert_eq!(told(b"<svg onload=\"alert(1)\"/>"), "text/html");
        assert_eq!(told("\u{feff} <?xml version=\"1.0\"?>".as_bytes()), "text/html");
        assert_eq!(told(&[0, 1, 2, 255]), UNKNOWN);
        assert_eq!(told(b"PK\x03\x04 broken"), "application/zip");
    }

    #[test]
    fn only_what_its_name_says_is_shown() {
        assert!(is_shown("image/png", "Bild.PNG"));
        assert!(!is_shown(TEXT, "skript.png"));
        assert!(!is_shown("text/html", "seite.html"));
        assert_eq!(told_type(TEXT, "skript.png"), TEXT_AS_BYTES);
        assert_eq!(told_type("text/html", "seite.html"), UNKNOWN);
        assert_eq!(told_type("image/svg+xml", "bild.svg"), UNKNOWN);
    }

    const TEXT_AS_BYTES: &str = UNKNOWN;
}
