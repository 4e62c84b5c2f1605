//! Files at pages: who may fetch and change them, what is kept of them, and what they may not do.

use std::io::{Cursor, Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;

use image::{ImageFormat, RgbImage};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::app::{TestApp, Visitor};

/// The address of the file of this name in the list at a page.
fn address(visitor: &mut Visitor, page: &str, name: &str) -> String {
    let body = visitor.get(page).body;
    let links = body.split("href=\"").skip(1).filter_map(|it| it.split('"').next());
    let mut files = links.filter(|it| it.starts_with("/files/"));
    files.find(|it| it.ends_with(&format!("/{name}"))).unwrap().to_owned()
}

/// The address of the sheet of a file.
fn sheet(file: &str) -> String {
    file.rsplit_once('/').unwrap().0.to_owned()
}

fn draft(visitor: &mut Visitor, title: &str) -> String {
    let form = [("space", "mitte"), ("kind", "page"), ("title", title), ("act", "save")];
    visitor.post("/new", &form).address()
}

/// All files below a folder of the wiki's files.
fn kept(app: &TestApp, folder: &str) -> Vec<PathBuf> {
    let folder = app.wiki.config.data.join("files").join(folder);
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    entries.filter(|it| it.file_type().is_file()).map(|it| it.into_path()).collect()
}

fn packed(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn unpacked(content: &[u8], entry: &str) -> Option<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(content)).unwrap();
    let mut text = String::new();
    archive.by_name(entry).ok()?.read_to_string(&mut text).unwrap();
    Some(text)
}

const CONTENT_TYPES: &str = r#"<Types><Override PartName="/word/document.xml" ContentType="d"/><Override PartName="/word/comments.xml" ContentType="c"/></Types>"#;
const RELATIONS: &str = r#"<Relationships><Relationship Id="1" Type="c" Target="comments.xml"/><Relationship Id="2" Type="s" Target="styles.xml"/></Relationships>"#;
const CORE: &str = "<cp:coreProperties><dc:creator>Anna Muster</dc:creator>\
    <cp:lastModifiedBy>Ben Beispiel</cp:lastModifiedBy><dc:title>Plan</dc:title></cp:coreProperties>";
const COMMENTS: &str = r#"<w:comments><w:comment w:author="Carla Kritik"><w:p><w:r><w:t>Stimmt das?</w:t></w:r></w:p></w:comment></w:comments>"#;
const DOCUMENT: &str = r#"<w:document><w:body><w:p><w:commentRangeStart w:id="0"/><w:r><w:t>Terminvergabe im Eingangsbereich</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r><w:ins w:author="Dora Eifrig"><w:r><w:t> ab Mai</w:t></w:r></w:ins><w:del w:author="Dora Eifrig"><w:r><w:delText> ab April</w:delText></w:r></w:del></w:p></w:body></w:document>"#;

fn document() -> Vec<u8> {
    packed(&[
        ("[Content_Types].xml", CONTENT_TYPES),
        ("word/document.xml", DOCUMENT),
        ("word/comments.xml", COMMENTS),
        ("word/_rels/document.xml.rels", RELATIONS),
        ("docProps/core.xml", CORE),
    ])
}

/// A photo with the place where it was taken, lying on its side.
fn photo(width: u32, height: u32) -> Vec<u8> {
    let mut plain = Vec::new();
    let image = RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 90]));
    image.write_to(&mut Cursor::new(&mut plain), ImageFormat::Jpeg).unwrap();
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    // Turned by a quarter; and where the description of the place stands.
    exif.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0");
    exif.extend(b"\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0");
    exif.extend(b"GPSLatitude 52.5200 N");
    let length = (exif.len() as u16 + 2).to_be_bytes();
    [&plain[..2], b"\xff\xe1", &length, &exif, &plain[2..]].concat()
}

fn holds(content: &[u8], text: &[u8]) -> bool {
    content.windows(text.len()).any(|it| it == text)
}

#[test]
fn several_files_at_once_stand_at_the_page() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Text");
    anna.get(&page).expect_text("Dateien hinzufügen");

    let files: [(&str, &[u8]); 2] = [("Übersicht.txt", b"eins"), ("plan b.txt", b"zwei")];
    let answer = anna.upload(&format!("{page}/files"), &files);

    answer.expect_redirect(&page);
    anna.get(answer.location.as_deref().unwrap()).expect_text("Die Dateien sind gespeichert.");
    anna.get(&page).expect_text("Übersicht.txt").expect_text("plan b.txt").expect_text("4 Byte");
    let file = address(&mut anna, &page, "plan%20b.txt");
    let fetched = anna.fetch(&file, &[]);
    assert_eq!((fetched.status, fetched.content.as_slice()), (200, b"zwei".as_slice()));
    assert_eq!(fetched.header("content-type"), "text/plain; charset=utf-8");
    assert!(fetched.header("content-disposition").starts_with("inline"));
    assert!(fetched.header("content-security-policy").contains("sandbox"));
    assert_eq!(fetched.header("x-content-type-options"), "nosniff");
    assert!(fetched.header("cache-control").contains("private"));
}

#[test]
fn a_page_without_files_shows_readers_no_list() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Text");
    let mut rita = app.person("rita", &["reader@mitte"]);

    rita.get(&page).expect_no_text("id=\"dateien\"");
    anna.upload(&format!("{page}/files"), &[("a.txt", b"eins")]);

    rita.get(&page).expect_text("a.txt").expect_no_text("Dateien hinzufügen");
}

#[test]
fn the_same_name_becomes_the_next_version() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Text");
    anna.upload(&format!("{page}/files"), &[("Plan.txt", b"alt")]);
    let file = address(&mut anna, &page, "Plan.txt");
    anna.upload(&format!("{page}/files"), &[("plan.TXT", b"neu")]);
    let mut rita = app.person("rita", &["reader@mitte"]);

    assert_eq!(address(&mut anna, &page, "Plan.txt"), file);
    assert_eq!(rita.fetch(&file, &[]).content, b"neu");
    assert_eq!(anna.fetch(&format!("{file}?version=1"), &[]).content, b"alt");
    assert_eq!(rita.fetch(&format!("{file}?version=1"), &[]).status, 404);
    assert_eq!(rita.fetch(&format!("{file}?version=2"), &[]).content, b"neu");
    anna.get(&sheet(&file)).expect_text("Fassung 1").expect_text("plan.TXT");

    anna.upload(&format!("{}/versions", sheet(&file)), &[("ganz anders.txt", b"drei")])
        .expect_redirect(&page);
    assert_eq!(rita.fetch(&file, &[]).content, b"drei");
}

#[test]
fn files_of_a_draft_are_for_those_who_see_drafts() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = draft(&mut anna, "Geheim");
    anna.upload(&format!("{page}/files"), &[("a.txt", b"verborgen")]);
    let file = address(&mut anna, &page, "a.txt");
    let others = [("rita", "reader@mitte"), ("ben", "editor@pankow")];

    for (name, role) in others {
        let mut other = app.person(name, &[role]);
        let missing = other.get("/files/nichts/a.txt");
        assert_eq!(other.get(&file).expect_status(404).status, missing.status);
        other.get(&sheet(&file)).expect_status(404);
        other.post(&sheet(&file), &[("act", "remove")]).expect_status(404);
        other.upload(&format!("{page}/files"), &[("b.txt", b"x")]).expect_status(404);
    }
    app.stranger().get(&file).expect_redirect("/sign-in");
    let mut carla = app.person("carla", &["contributor@mitte"]);
    assert_eq!(carla.fetch(&file, &[]).status, 200);

    let form = [("base", "1"), ("title", "Geheim"), ("text", ""), ("act", "publish")];
    anna.post(&format!("{page}/edit"), &form);
    let mut rita = app.person("rosa", &["reader@mitte"]);
    assert_eq!(rita.fetch(&file, &[]).content, b"verborgen");
    app.stranger().get(&file).expect_redirect("/sign-in");
}

#[test]
fn a_file_added_while_an_edit_is_under_way_waits_for_it() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "[alt](a.txt) [neu](b.txt)");
    anna.upload(&format!("{page}/files"), &[("a.txt", b"eins")]);
    let mut rita = app.person("rita", &["reader@mitte"]);
    let form = [("base", "1"), ("title", "Alpha"), ("text", "[neu](b.txt)"), ("act", "save")];
    anna.post(&format!("{page}/edit"), &form);

    let files: [(&str, &[u8]); 2] = [("a.txt", b"zwei"), ("b.txt", b"drei")];
    anna.upload(&format!("{page}/files"), &files);

    let shown = anna.get(&format!("{page}?face=working"));
    shown.expect_text("ab der nächsten Freigabe");
    rita.get(&page).expect_text("(Datei fehlt)").expect_no_text("/b.txt");
    let first = address(&mut rita, &page, "a.txt?version=1");
    assert_eq!(rita.fetch(first.split('?').next().unwrap(), &[]).content, b"eins");
    let second = address(&mut anna, &format!("{page}?face=working"), "b.txt");
    assert_eq!(rita.fetch(&second, &[]).status, 404);
    let form = [("base", "2"), ("title", "Alpha"), ("text", "[neu](b.txt)"), ("act", "publish")];
    anna.post(&format!("{page}/edit"), &form);
    assert_eq!(rita.fetch(&second, &[]).content, b"drei");
}

#[test]
fn a_reader_changes_no_file() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Text");
    anna.upload(&format!("{page}/files"), &[("a.txt", b"eins")]);
    let file = address(&mut anna, &page, "a.txt");
    let mut rita = app.person("rita", &["reader@mitte"]);

    rita.upload(&format!("{page}/files"), &[("b.txt", b"x")]).expect_status(403);
    rita.upload(&format!("{}/versions", sheet(&file)), &[("b.txt", b"x")]).expect_status(403);
    for act in ["remove", "restore", "clean"] {
        rita.post(&sheet(&file), &[("act", act)]).expect_status(403);
    }
    rita.get(&sheet(&file)).expect_status(404);
    rita.get(&page).expect_no_text(&format!("\"{}\"", sheet(&file)));
    assert_eq!(rita.fetch(&file, &[]).content, b"eins");
}

#[test]
fn a_removed_file_comes_back() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Text");
    anna.upload(&format!("{page}/files"), &[("a.txt", b"eins")]);
    let file = address(&mut anna, &page, "a.txt");
    let mut rita = app.person("rita", &["reader@mitte"]);

    let answer = anna.post(&sheet(&file), &[("act", "remove")]);
    let undo = format!("action=\"{}\"", sheet(&file));
    anna.get(answer.location.as_deref().unwrap()).expect_text("Rückgängig").expect_text(&undo);
    rita.get(&file).expect_status(404);
    rita.get(&page).expect_no_text("a.txt");
    anna.get(&page).expect_text("Eine entfernte Datei");
    assert_eq!(anna.fetch(&format!("{file}?version=1"), &[]).content, b"eins");

    anna.post(&sheet(&file), &[("act", "restore")]).expect_redirect(&page);
    assert_eq!(rita.fetch(&file, &[]).content, b"eins");

    anna.post(&sheet(&file), &[("act", "remove")]);
    anna.upload(&format!("{page}/files"), &[("a.txt", b"anders")]);
    let answer = anna.post(&sheet(&file), &[("act", "restore")]);
    answer.expect_status(409).expect_text("eine andere Datei mit diesem Namen");
}

#[test]
fn two_same_uploads_share_one_content_until_the_last_is_erased() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let one = anna.write("mitte", "page", "Alpha", "Text");
    let other = anna.write("mitte", "page", "Beta", "Text");
    anna.upload(&format!("{one}/files"), &[("a.txt", b"dasselbe")]);
    anna.upload(&format!("{other}/files"), &[("b.txt", b"dasselbe")]);
    let first = address(&mut anna, &one, "a.txt");
    let second = address(&mut anna, &other, "b.txt");
    assert_eq!(kept(&app, "sha256").len(), 1);

    let erase = |file: &str| {
        let id = sheet(file).replace("/files/", "");
        let files = app.wiki.files.clone();
        app.runtime.block_on(async move { files.erase(None, &id).await.unwrap() });
    };
    erase(&first);
    assert_eq!(kept(&app, "sha256").len(), 1);
    anna.get(&first).expect_status(404);
    assert_eq!(anna.fetch(&second, &[]).content, b"dasselbe");
    erase(&second);
    assert_eq!(kept(&app, "sha256").len(), 0);
}

#[test]
fn an_upload_cut_off_leaves_nothing_behind() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Text");

    let part = b"--zwischen-den-teilen\r\ncontent-disposition: form-data; name=\"file\"; \
        filename=\"a.txt\"\r\n\r\nhalber Inhalt";
    anna.upload_raw(&format!("{page}/files"), part).expect_status(400).expect_text("abgebrochen");
    anna.upload_raw(&format!("{page}/files"), b"nichts davon").expect_status(400);

    anna.get(&page).expect_no_text("a.txt");
    assert!(kept(&app, "").is_empty(), "{:?}", kept(&app, ""));
}

#[test]
fn what_is_too_large_is_named_and_the_rest_is_kept() {
    let app = TestApp::start_set(|config| {
        config.limits.file_bytes_max = 1 << 20;
        config.limits.files_bytes_max = (1 << 20) + 100;
    });
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Text");

    let large = vec![b'x'; (1 << 20) + 1];
    let files: [(&str, &[u8]); 3] = [("gross.txt", &large), ("klein.txt", b"x"), ("leer.txt", b"")];
    let answer = anna.upload(&format!("{page}/files"), &files);

    answer.expect_status(422).expect_text("höchstens 1 MB").expect_text("Die Datei ist leer.");
    answer.expect_text("klein.txt");
    anna.get(&page).expect_text("klein.txt").expect_no_text("gross.txt");
    assert_eq!(kept(&app, "").len(), 1);

    let full = vec![b'y'; 1 << 20];
    anna.upload(&format!("{page}/files"), &[("fast.txt", &full)]).expect_redirect(&page);
    let answer = anna.upload(&format!("{page}/files"), &[("voll.txt", &[b'z'; 200])]);
    answer.expect_status(422).expect_text("kein Platz mehr");
    assert_eq!(kept(&app, "").len(), 2);
    anna.upload(&format!("{page}/files"), &[]).expect_status(422).expect_text("keine Datei");
}

#[test]
fn what_a_browser_might_run_is_only_ever_fetched() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "![Bild](skript.png) ![Zeichnung](bild.svg)");
    let files: [(&str, &[u8]); 4] = [
        ("skript.png", b"#!/bin/sh\nalert(1)"),
        ("bild.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
        ("seite.html", b"<!doctype html><script>alert(1)</script>"),
        ("getarnt.txt", b"<?xml version=\"1.0\"?><svg onload=\"alert(1)\"/>"),
    ];

    anna.upload(&format!("{page}/files"), &files);

    for (name, content) in files {
        let file = address(&mut anna, &page, name);
        let fetched = anna.fetch(&file, &[]);
        assert_eq!(fetched.header("content-type"), "application/octet-stream", "{name}");
        assert!(fetched.header("content-disposition").starts_with("attachment"), "{name}");
        assert!(fetched.header("content-security-policy").contains("sandbox"), "{name}");
        assert_eq!(fetched.content, content);
    }
    anna.get(&page).expect_no_text("<img");
}

#[test]
fn a_name_leads_nowhere_but_to_its_file() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Text");
    let files: [(&str, &[u8]); 3] =
        [("../../../etc/passwd", b"1"), ("C:\\temp\\b.txt", b"2"), ("<b>x</b>.txt", b"3")];

    anna.upload(&format!("{page}/files"), &files);

    anna.get(&page).expect_no_text("<b>x").expect_text("b-.txt");
    let file = address(&mut anna, &page, "passwd");
    assert_eq!(anna.fetch(&file, &[]).content, b"1");
    let id = sheet(&file);
    for name in ["..%2f..%2fqm-wiki.sqlite", "%2e%2e", "anders.txt", "passwd%00"] {
        assert_eq!(anna.fetch(&format!("{id}/{name}"), &[]).status, 404, "{name}");
    }
    for id in ["..", "%2e%2e%2f", "018f0000-0000-7000-8000-000000000000"] {
        assert_eq!(anna.fetch(&format!("/files/{id}/passwd"), &[]).status, 404, "{id}");
    }
}

#[test]
fn a_photo_loses_its_place_and_is_shown_in_the_text() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "![Der Empfang](Foto%201.jpg \"Titel\")");
    let original = photo(64, 1300);
    assert!(holds(&original, b"GPSLatitude"));

    anna.upload(&format!("{page}/files"), &[("Foto 1.jpg", &original)]).expect_redirect(&page);

    let file = address(&mut anna, &page, "Foto%201.jpg");
    let fetched = anna.fetch(&file, &[]);
    assert_eq!(fetched.header("content-type"), "image/jpeg");
    assert!(fetched.header("content-disposition").starts_with("inline"));
    assert!(!holds(&fetched.content, b"Exif") && !holds(&fetched.content, b"GPS"));
    // What lay on its side stands upright, now that nobody says so any more.
    let shown = image::load_from_memory(&fetched.content).unwrap();
    assert_eq!((shown.width(), shown.height()), (1300, 64));
    let body = anna.get(&page);
    body.expect_text(&format!("<img src=\"{file}?width=1200\""));
    body.expect_text("width=\"1300\" height=\"64\" alt=\"Der Empfang\"");
    let small = anna.fetch(&format!("{file}?width=480"), &[]);
    assert_eq!(image::load_from_memory(&small.content).unwrap().width(), 480);
    assert!(!holds(&small.content, b"GPS"));
    let unknown = anna.fetch(&format!("{file}?width=7"), &[]);
    assert_eq!(unknown.content, fetched.content);
}

#[test]
fn a_broken_or_huge_image_is_refused_in_words() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "");
    let mut cut = photo(40, 40);
    cut.truncate(300);
    // A picture of 60,000 by 60,000 pixels in a few bytes.
    let mut huge = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\x08\x02\0\0\0".to_vec();
    huge.extend(crc(&huge[12..]).to_be_bytes());
    huge.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");

    let files: [(&str, &[u8]); 2] = [("halb.jpg", &cut), ("riesig.png", &huge)];
    let answer = anna.upload(&format!("{page}/files"), &files);

    answer.expect_status(422).expect_text("lässt sich nicht lesen").expect_text("Bildpunkte");
    assert!(kept(&app, "").is_empty());
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[test]
fn a_document_warns_of_its_names_and_is_cleaned() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "[Der Plan](Plan.docx)");

    let answer = anna.upload(&format!("{page}/files"), &[("Plan.docx", &document())]);

    anna.get(answer.location.as_deref().unwrap()).expect_text("Bitte prüfen Sie die Hinweise");
    let shown = anna.get(&page);
    shown.expect_text("Enthält Kommentare von Carla Kritik.");
    shown.expect_text("Enthält nachverfolgte Änderungen von Dora Eifrig.");
    shown.expect_text("Anna Muster, Ben Beispiel").expect_text("Bereinigt speichern");
    shown.expect_text("title=\"DOCX, ");
    let mut rita = app.person("rita", &["reader@mitte"]);
    rita.get(&page).expect_no_text("Carla Kritik");

    let file = address(&mut anna, &page, "Plan.docx");
    anna.post(&sheet(&file), &[("act", "clean")]).expect_redirect(&page);

    anna.get(&page).expect_no_text("Carla Kritik").expect_no_text("Bereinigt speichern");
    let cleaned = rita.fetch(&file, &[]).content;
    for name in ["Anna", "Ben", "Carla", "Dora"] {
        for entry in ["word/document.xml", "docProps/core.xml", "[Content_Types].xml"] {
            assert!(!unpacked(&cleaned, entry).unwrap().contains(name), "{name} in {entry}");
        }
    }
    assert_eq!(unpacked(&cleaned, "word/comments.xml"), None);
    let text = unpacked(&cleaned, "word/document.xml").unwrap();
    assert!(text.contains(" ab Mai") && !text.contains(" ab April"), "{text}");
    assert!(!text.contains("comment"), "{text}");
    let relations = unpacked(&cleaned, "word/_rels/document.xml.rels").unwrap();
    assert!(relations.contains("styles.xml") && !relations.contains("comments.xml"));
    assert_eq!(anna.fetch(&format!("{file}?version=1"), &[]).content, document());
}

#[test]
fn a_table_with_deleted_rows_is_not_cleaned_but_explained() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "");
    let table = r#"<w:document><w:tbl><w:tr><w:trPr><w:del w:author="Dora"/></w:trPr></w:tr></w:tbl></w:document>"#;
    let file = packed(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", table)]);
    anna.upload(&format!("{page}/files"), &[("Plan.docx", &file)]);
    let file = address(&mut anna, &page, "Plan.docx");

    let answer = anna.post(&sheet(&file), &[("act", "clean")]);

    answer.expect_status(409).expect_text("Nehmen Sie diese Änderungen in Ihrem Büroprogramm an");
}

#[test]
fn a_bomb_is_refused() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "");
    let swollen = " ".repeat(16 << 20);
    let bomb = packed(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", &swollen)]);

    let answer = anna.upload(&format!("{page}/files"), &[("Plan.docx", &bomb)]);

    answer.expect_status(422).expect_text("ungewöhnlich gepackt");
    assert!(kept(&app, "").is_empty());
}

#[test]
fn what_cannot_be_read_says_so() {
    let app = TestApp::start_set(|config| config.program = Some("/nowhere/qm-wiki".into()));
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "");

    anna.upload(&format!("{page}/files"), &[("Plan.docx", &document())]).expect_redirect(&page);

    anna.get(&page).expect_text("Konnte nicht geprüft werden");
}

#[test]
fn a_pdf_names_its_author_and_is_found_by_its_text() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "[Das Merkblatt](Merkblatt.pdf#page=1)");

    anna.upload(&format!("{page}/files"), &[("Merkblatt.pdf", &pdf())]).expect_redirect(&page);

    let shown = anna.get(&page);
    shown.expect_text("Nennt als Verfasserin oder Verfasser: Paula Papier.");
    shown.expect_text("Enthält Kommentare von Nora Notiz.").expect_no_text("Bereinigt speichern");
    let file = address(&mut anna, &page, "Merkblatt.pdf");
    shown.expect_text(&format!("href=\"{file}#page=1\""));
    let fetched = anna.fetch(&file, &[]);
    assert_eq!(fetched.header("content-type"), "application/pdf");
    assert!(fetched.header("content-disposition").starts_with("inline"));
    anna.search_until("Zustaendigkeitspruefung", &page);
}

/// A page with a line of text, a note and an author.
fn pdf() -> Vec<u8> {
    let text = "BT /F1 12 Tf 50 700 Td (Zustaendigkeitspruefung) Tj ET";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [6 0 R] \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        "<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /T (Nora Notiz) >>".to_owned(),
        "<< /Author (Paula Papier) >>".to_owned(),
    ];
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(pdf.len());
        pdf.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = pdf.len();
    pdf.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        pdf.push_str(&format!("{place:010} 00000 n \n"));
    }
    let size = objects.len() + 1;
    let trailer = format!("trailer\n<< /Size {size} /Root 1 0 R /Info 7 0 R >>\n");
    pdf.push_str(&format!("{trailer}startxref\n{start}\n%%EOF\n"));
    pdf.into_bytes()
}

#[test]
fn text_of_a_draft_file_is_not_found_by_readers() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Text");
    let form = [("base", "1"), ("title", "Alpha"), ("text", "Neu"), ("act", "save")];
    anna.post(&format!("{page}/edit"), &form);
    anna.upload(&format!("{page}/files"), &[("a.txt", b"Schlummerwort")]);
    let mut rita = app.person("rita", &["reader@mitte"]);

    anna.search_until("Schlummerwort", &page);
    rita.get("/search?q=Schlummerwort").expect_no_text(&page);
    let form = [("base", "2"), ("title", "Alpha"), ("text", "Neu"), ("act", "publish")];
    anna.post(&format!("{page}/edit"), &form);
    rita.search_until("Schlummerwort", &page);
}

#[test]
fn a_missing_file_is_told_calmly_and_a_preview_knows_the_page() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let text = "[Plan](plan.pdf) und ![Foto](foto.png) und [[Seite]]";
    let page = anna.write("mitte", "page", "Alpha", text);

    let shown = anna.get(&page);
    shown.expect_text("<span class=\"qmw-fehlt\" title=\"plan.pdf\">Plan <small>(Datei fehlt)");
    shown.expect_text("<span class=\"qmw-fehlt\" title=\"foto.png\">Foto <small>(Datei fehlt)");

    anna.upload(&format!("{page}/files"), &[("plan.pdf", &pdf())]);
    let form = [("base", "1"), ("title", "Alpha"), ("text", text), ("act", "preview")];
    let preview = anna.post(&format!("{page}/edit"), &form);
    preview.expect_text("plan.pdf\" title=\"PDF, ").expect_text("(Datei fehlt)");
}

#[test]
fn a_file_one_knows_is_not_sent_again_and_stretches_are() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "");
    anna.upload(&format!("{page}/files"), &[("a.txt", b"0123456789")]);
    let file = address(&mut anna, &page, "a.txt");
    let tag = anna.fetch(&file, &[]).header("etag").to_owned();
    assert_eq!(tag.len(), 66);

    let known = anna.fetch(&file, &[("if-none-match", &tag)]);
    assert_eq!((known.status, known.content.len()), (304, 0));
    let stretch = anna.fetch(&file, &[("range", "bytes=2-4")]);
    assert_eq!((stretch.status, stretch.content.as_slice()), (206, b"234".as_slice()));
    assert_eq!(stretch.header("content-range"), "bytes 2-4/10");
    assert_eq!(anna.fetch(&file, &[("range", "bytes=-3")]).content, b"789");
    assert_eq!(anna.fetch(&file, &[("range", "bytes=90-")]).status, 416);
    let changed = [("range", "bytes=2-4"), ("if-range", "\"anders\"")];
    assert_eq!(anna.fetch(&file, &changed).content, b"0123456789");
    assert_eq!(anna.fetch(&file, &[("range", "Unsinn")]).content, b"0123456789");
}

/// A clamd that finds fault with everything that has this word in it.
fn clamd(word: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut command = [0; 10];
            stream.read_exact(&mut command).unwrap();
            assert_eq!(&command, b"zINSTREAM\0");
            let mut content = Vec::new();
            loop {
                let mut length = [0; 4];
                stream.read_exact(&mut length).unwrap();
                let length = u32::from_be_bytes(length) as usize;
                if length == 0 {
                    break;
                }
                let mut part = vec![0; length];
                stream.read_exact(&mut part).unwrap();
                content.extend(part);
            }
            let is_bad = holds(&content, word.as_bytes());
            let answer = if is_bad { "stream: Prüf-Virus FOUND\0" } else { "stream: OK\0" };
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    address
}

#[test]
fn what_the_virus_scanner_refuses_does_not_come_in() {
    let address = clamd("schadhaft");
    let app = TestApp::start_set(|config| config.clamd = Some(address));
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "");

    let files: [(&str, &[u8]); 2] = [("gut.txt", b"harmlos"), ("schlecht.txt", b"ganz schadhaft")];
    let answer = anna.upload(&format!("{page}/files"), &files);

    answer.expect_status(422).expect_text("Prüf-Virus").expect_text("gut.txt");
    anna.get(&page).expect_text("gut.txt").expect_no_text("schlecht.txt");
    assert_eq!(kept(&app, "").len(), 1);
}

#[test]
fn without_its_virus_scanner_the_wiki_takes_no_file() {
    // A port that nobody listens on any more.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let app = TestApp::start_set(|config| config.clamd = Some(address));
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "");

    let answer = anna.upload(&format!("{page}/files"), &[("gut.txt", b"harmlos")]);

    answer.expect_status(422).expect_text("Der Virenschutz antwortet gerade nicht");
    assert!(kept(&app, "").is_empty());
}

#[test]
fn a_role_that_was_taken_stops_an_upload_and_leaves_nothing() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "");
    let incoming = app.runtime.block_on(async {
        let people = &app.wiki.people;
        let account = people.by_name("anna").await.unwrap().unwrap();
        let space = qm_wiki::store::spaces::by_key(app.wiki.db.reader(), "mitte").await.unwrap();
        let space = space.unwrap();
        let head = qm_wiki::store::pages::at(app.wiki.db.reader(), &space, "alpha").await.unwrap();
        let standing = head.unwrap().standing();
        let roles = [("mitte".to_owned(), qm_wiki::access::Role::Editor)].into();
        let actor = qm_wiki::access::Actor::person(&account.id, account.rights, false, roles);
        let permit = qm_wiki::access::may_edit(&actor, &standing).unwrap();
        people.set_role(&account, &space, qm_wiki::access::Role::Reader).await.unwrap();
        let mut one = app.wiki.files.room(&permit).await.unwrap().begin("a.txt").unwrap();
        one.write(b"eins").await.unwrap();
        app.wiki.files.add(permit, vec![one]).await
    });

    assert!(matches!(incoming, Err(qm_wiki::error::AppError::Forbidden)));
    anna.get(&page).expect_no_text("a.txt");
    assert!(kept(&app, "").is_empty());
}
