//! Files: `POST /wiki/{space}/{path}/files`, `/files/{id}` for editors and `/files/{id}/{name}` for
//! everybody who may see the page. What is sent cannot run anything, whatever it is.

use std::ops::Range;

use actix_multipart::Multipart;
use actix_web::body::SizedStream;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    self, Charset, ContentDisposition, DispositionParam, DispositionType, EntityTag, ExtendedValue,
    HeaderValue, IfNoneMatch,
};

use actix_web::{FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder, web};
use futures_util::TryStreamExt;
use serde::Deserialize;

use super::page::breadcrumb;
use super::sign_in::see_other;
use super::site::Site;
use super::view::{
    FileLine, FileView, FilesView, Item, Place, RefusedFile, RemovedFile, UploadForm, UploadView,
    VersionLine,
};
use super::visitor::Visitor;
use super::words;
use crate::access::{EditPermit, may_edit};
use crate::clock;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::files::{self, Files, Found, Incoming, Room, Taken};
use crate::kinds::Problem;
use crate::people::People;
use crate::reading::{Read, Reading};
use crate::store;
use crate::store::files::{File, Finding, FindingSort, Shown, State, Version, name_key};
use crate::store::pages::Head;
use crate::texts::{self, Lang};

/// Files of one upload.
const FILES_MAX: usize = 50;
/// No script, no style, no form, and an origin of its own.
const SANDBOX: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";
/// Browsers show a PDF with a reader of their own, which a sandbox would keep from opening.
const FOR_PDF: &str = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Which version, in which width.
#[derive(Deserialize)]
pub struct Which {
    version: Option<u32>,
    width: Option<u32>,
}

/// What is to be done with a file.
#[derive(Deserialize)]
pub struct Act {
    act: String,
}

/// `GET /files/{id}/{name}`
pub async fn download(
    request: HttpRequest,
    visitor: Visitor,
    files: web::Data<Files>,
    address: web::Path<(String, String)>,
    which: web::Query<Which>,
) -> Result<HttpResponse> {
    let (id, name) = address.into_inner();
    let Found { shown, .. } = files.find(&visitor.actor, &id, which.version).await?;
    if name_key(&name) != name_key(&shown.file.name) {
        return Err(AppError::NotFound);
    }
    let version = &shown.version;
    let scaled = match which.width {
        Some(width) => files.scaled(version, width).await?.map(|it| (width, it)),
        None => None,
    };
    let tag = match &scaled {
        Some((width, _)) => format!("{}-{width}", version.sha256),
        None => version.sha256.clone(),
    };
    let tag = EntityTag::new_strong(tag);
    if is_known(&request, &tag) {
        return Ok(headed(&mut HttpResponse::NotModified(), &shown, &tag).finish());
    }
    if let Some((_, image)) = scaled {
        return Ok(headed(&mut HttpResponse::Ok(), &shown, &tag).body(image));
    }
    let range = match asked_range(&request, version.size, &tag) {
        Asked::Whole => None,
        Asked::Stretch(range) => Some(range),
        Asked::Nowhere => {
            let mut answer = HttpResponse::RangeNotSatisfiable();
            let all = format!("bytes */{}", version.size);
            return Ok(answer.insert_header((header::CONTENT_RANGE, all)).finish());
        }
    };
    let content = files.read(version, range.clone()).await?;
    let (mut answer, length) = match range {
        Some(Range { start, end }) => {
            let mut answer = HttpResponse::PartialContent();
            let stretch = format!("bytes {start}-{}/{}", end - 1, version.size);
            answer.insert_header((header::CONTENT_RANGE, stretch));
            (answer, end - start)
        }
        None => (HttpResponse::Ok(), version.size),
    };
    Ok(headed(&mut answer, &shown, &tag).body(SizedStream::new(length, content)))
}

/// `POST /wiki/{space}/{path}/files`
pub async fn upload(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    files: web::Data<Files>,
    db: web::Data<Db>,
    address: web::Path<(String, String)>,
    payload: web::Payload,
) -> Result<HttpResponse> {
    let (space, path) = address.into_inner();
    let head = reading.find(&visitor.actor, &space, &path).await?;
    let permit = may_edit(&visitor.actor, &head.standing()).ok_or(AppError::Forbidden)?;
    let incoming = receive(&request, &files.room(&permit).await?, payload).await?;
    if incoming.is_empty() {
        let taken = Taken { refused: vec![nothing_chosen()], ..Taken::default() };
        return show_refused(&request, &visitor, &site, &db, &head, taken).await;
    }
    let taken = files.add(permit, incoming).await?;
    after_upload(&request, &visitor, &site, &db, &head, taken).await
}

/// `POST /files/{id}/versions`
pub async fn add_version(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    files: web::Data<Files>,
    db: web::Data<Db>,
    id: web::Path<String>,
    payload: web::Payload,
) -> Result<HttpResponse> {
    let (head, file, permit) = files.find_to_write(&visitor.actor, &id).await?;
    let mut incoming = receive(&request, &files.room(&permit).await?, payload).await?;
    let taken = match incoming.pop() {
        Some(one) => files.add_version(permit, file, one).await?,
        None => Taken { refused: vec![nothing_chosen()], ..Taken::default() },
    };
    after_upload(&request, &visitor, &site, &db, &head, taken).await
}

/// `GET /files/{id}`
pub async fn sheet(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    files: web::Data<Files>,
    people: web::Data<People>,
    db: web::Data<Db>,
    id: web::Path<String>,
) -> Result<HttpResponse> {
    let (head, file, _) = files.find_to_write(&visitor.actor, &id).await?;
    let sheet = Sheet { head, file, problem: None };
    sheet.show(&request, &visitor, &site, &people, &db, StatusCode::OK).await
}

/// `POST /files/{id}`: `act` is `remove`, `restore` or `clean`.
pub async fn act(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    files: web::Data<Files>,
    people: web::Data<People>,
    db: web::Data<Db>,
    id: web::Path<String>,
    form: web::Form<Act>,
) -> Result<HttpResponse> {
    let (head, file, permit) = files.find_to_write(&visitor.actor, &id).await?;
    let done = match form.act.as_str() {
        "remove" => files.remove(permit, file.clone()).await.map(|_| Ok("file-removed")),
        "restore" => files.restore(permit, file.clone()).await.map(|_| Ok("file-restored")),
        "clean" => cleaned(&files, permit, &file).await,
        _ => return Err(AppError::BadRequest("problem-bad-form")),
    };
    let problem = match done {
        Ok(Ok(done)) => {
            let query = [("done", done), ("file", file.id.as_str())];
            return Ok(see_other(&format!("{}#dateien", words::address(&head.url(), &query))));
        }
        Ok(Err(problem)) => problem,
        Err(AppError::Conflict) => in_the_way(),
        Err(error) => return Err(error),
    };
    let problem = Some(words::problem(visitor.lang, &problem));
    let sheet = Sheet { head, file, problem };
    sheet.show(&request, &visitor, &site, &people, &db, StatusCode::CONFLICT).await
}

/// The files of a page for whoever reads it; none where there is nothing to show or to do.
pub async fn list(site: &Site, db: &Db, lang: Lang, read: &Read) -> Result<Option<FilesView>> {
    if read.files.is_empty() && !read.may_edit {
        return Ok(None);
    }
    let mut removed = Vec::new();
    if read.may_edit && read.head.has_files {
        removed = store::files::removed_at_page(db.reader(), &read.head.id).await?;
    }
    let now = site.clock.now();
    let removed = removed.into_iter().map(|it| RemovedFile {
        when: words::since(lang, it.file.removed_at.unwrap_or(now), now),
        action: sheet_address(&it.file),
        name: it.file.name,
    });
    Ok(Some(FilesView {
        files: read.files.iter().map(|it| file_line(lang, read, it)).collect(),
        removed: removed.collect(),
        upload: read.may_edit.then(|| upload_form(site, &read.head)),
    }))
}

fn file_line(lang: Lang, read: &Read, shown: &Shown) -> FileLine {
    let Shown { file, version } = shown;
    let findings = if read.may_edit { findings(lang, version) } else { Vec::new() };
    let is_cleanable = is_worth_cleaning(version) && version.number == file.version;
    FileLine {
        name: file.name.clone(),
        href: files::href(shown),
        about: format!("{} · {}", about(lang, shown), day(lang, version)),
        pending: read.head.released.is_some_and(|it| version.from_revision > it),
        clean_action: (read.may_edit && is_cleanable).then(|| sheet_address(file)),
        findings,
        manage_href: read.may_edit.then(|| sheet_address(file)),
    }
}

/// The sheet of one file.
struct Sheet {
    head: Head,
    file: File,
    problem: Option<String>,
}

impl Sheet {
    async fn show(
        self,
        request: &HttpRequest,
        visitor: &Visitor,
        site: &Site,
        people: &People,
        db: &Db,
        status: StatusCode,
    ) -> Result<HttpResponse> {
        let (lang, file) = (visitor.lang, self.file);
        let versions = store::files::versions(db.reader(), &file.id).await?;
        let in_force = match self.head.released {
            Some(released) => {
                let state = State::InForce(released);
                store::files::shown_as(db.reader(), &file.id, state).await?
            }
            None => None,
        };
        let in_force = in_force.map(|it| it.version.number);
        let accounts: Vec<String> = versions.iter().filter_map(|it| it.account.clone()).collect();
        let names = people.names(&accounts).await?;
        let newest = versions.first();
        let view = FileView {
            frame: site.frame(request, visitor, Place::Elsewhere, file.name.clone()).await?,
            breadcrumb: way_here(&self.head, db, visitor).await?,
            markdown: markdown(&file, newest),
            findings: newest.map(|it| findings(lang, it)).unwrap_or_default(),
            cleanable: newest.is_some_and(is_worth_cleaning) && file.removed_at.is_none(),
            removed: file.removed_at.is_some(),
            problem: self.problem,
            action: sheet_address(&file),
            upload: UploadForm {
                action: format!("{}/versions", sheet_address(&file)),
                max: files::file_megabytes_max(&site.limits),
            },
            page: page_item(&self.head, db).await?,
            versions: versions
                .into_iter()
                .map(|it| VersionLine {
                    in_force: in_force == Some(it.number),
                    by: it.account.as_ref().and_then(|it| names.get(it)).cloned(),
                    ..version_line(lang, &file, it)
                })
                .collect(),
            name: file.name,
        };
        site.html_with(status, "file.html", lang, &view)
    }
}

fn version_line(lang: Lang, file: &File, version: Version) -> VersionLine {
    let came_as = Some(version.name.clone()).filter(|it| *it != file.name);
    let shown = Shown { file: file.clone(), version };
    let (name, version) = (files::href(&shown), &shown.version);
    let joint = if name.contains('?') { "" } else { "?version=" };
    let number = if joint.is_empty() { String::new() } else { version.number.to_string() };
    VersionLine {
        number: version.number.into(),
        href: format!("{name}{joint}{number}"),
        about: about(lang, &shown),
        when: words::moment(lang, version.at),
        when_iso: words::moment_iso(version.at),
        by: None,
        came_as,
        in_force: false,
    }
}

/// How a file is written in a text of its page.
fn markdown(file: &File, newest: Option<&Version>) -> String {
    let is_image = newest.is_some_and(|it| files::is_image(&it.media_type));
    let name = &file.name;
    let address = if name.contains([' ', '(', ')']) { format!("<{name}>") } else { name.clone() };
    if is_image { format!("![]({address})") } else { format!("[{name}]({address})") }
}

/// Takes in the files of a form, whatever its fields are called. Nothing is left behind of a form
/// that ends in the middle.
async fn receive(
    request: &HttpRequest,
    room: &Room,
    payload: web::Payload,
) -> Result<Vec<Incoming>> {
    let mut payload = payload.into_inner();
    let form = Multipart::from_request(request, &mut payload).await;
    let mut form = form.map_err(|_| AppError::BadRequest("files-broken-upload"))?;
    let mut incoming: Vec<Incoming> = Vec::new();
    while let Some(mut field) = form.try_next().await.map_err(broken)? {
        let name = field.content_disposition().and_then(|it| it.get_filename()).map(str::to_owned);
        let Some(name) = name else {
            // No file, so nothing we asked for.
            while field.try_next().await.map_err(broken)?.is_some() {}
            continue;
        };
        let mut one = room.begin(&name)?;
        while let Some(part) = field.try_next().await.map_err(broken)? {
            one.write(&part).await?;
        }
        // A form in which nothing was chosen sends one file without name and content.
        if name.is_empty() && one.size() == 0 {
            continue;
        }
        if incoming.len() == FILES_MAX {
            return Err(AppError::BadRequest("files-too-many-at-once"));
        }
        incoming.push(one);
    }
    Ok(incoming)
}

fn broken(_: actix_multipart::MultipartError) -> AppError {
    AppError::BadRequest("files-broken-upload")
}

async fn cleaned(
    files: &Files,
    permit: EditPermit,
    file: &File,
) -> Result<std::result::Result<&'static str, Problem>> {
    let taken = files.clean(permit, file.clone()).await?;
    Ok(match taken.refused.into_iter().next() {
        Some(refused) => Err(refused.problem),
        None => Ok("file-cleaned"),
    })
}

async fn after_upload(
    request: &HttpRequest,
    visitor: &Visitor,
    site: &Site,
    db: &Db,
    head: &Head,
    taken: Taken,
) -> Result<HttpResponse> {
    if !taken.refused.is_empty() {
        return show_refused(request, visitor, site, db, head, taken).await;
    }
    let is_telling = taken.stored.iter().any(|it| !it.version.findings.is_empty());
    let done = if is_telling { "files-to-check" } else { "files-saved" };
    Ok(see_other(&format!("{}#dateien", words::address(&head.url(), &[("done", done)]))))
}

async fn show_refused(
    request: &HttpRequest,
    visitor: &Visitor,
    site: &Site,
    db: &Db,
    head: &Head,
    taken: Taken,
) -> Result<HttpResponse> {
    let lang = visitor.lang;
    let title = texts::say(lang, "files-refused-title", &[]);
    let refused = taken.refused.into_iter();
    let refused = refused
        .map(|it| RefusedFile { name: it.name, reason: words::problem(lang, &it.problem) })
        .collect();
    let view = UploadView {
        frame: site.frame(request, visitor, Place::Elsewhere, title).await?,
        breadcrumb: way_here(head, db, visitor).await?,
        refused,
        stored: taken.stored.into_iter().map(|it| it.file.name).collect(),
        upload: upload_form(site, head),
        page: page_item(head, db).await?,
    };
    site.html_with(StatusCode::UNPROCESSABLE_ENTITY, "upload.html", lang, &view)
}

fn nothing_chosen() -> files::Refused {
    files::Refused { name: String::new(), problem: problem("files-none-chosen") }
}

fn in_the_way() -> Problem {
    problem("files-name-taken")
}

fn problem(code: &str) -> Problem {
    Problem { field: None, code: code.to_owned(), args: Default::default() }
}

fn upload_form(site: &Site, head: &Head) -> UploadForm {
    let max = files::file_megabytes_max(&site.limits);
    UploadForm { action: format!("{}/files", head.url()), max }
}

async fn way_here(head: &Head, db: &Db, visitor: &Visitor) -> Result<Vec<Item>> {
    let mut way = breadcrumb(head, db, visitor).await?;
    way.push(page_item(head, db).await?);
    Ok(way)
}

async fn page_item(head: &Head, db: &Db) -> Result<Item> {
    Ok(Item::link(store::pages::title(db.reader(), head).await?, head.url()))
}

fn sheet_address(file: &File) -> String {
    format!("/files/{}", file.id)
}

fn about(lang: Lang, shown: &Shown) -> String {
    let word = files::word(&shown.version.media_type, &shown.file.name);
    let size = texts::bytes(lang, shown.version.size);
    if word.is_empty() { size } else { format!("{word} · {size}") }
}

fn day(lang: Lang, version: &Version) -> String {
    texts::date(lang, clock::berlin_day(version.at))
}

fn is_worth_cleaning(version: &Version) -> bool {
    use FindingSort::{Author, Comments, TrackedChanges};
    let goes = |it: &Finding| matches!(it.what, Author | Comments | TrackedChanges);
    files::is_cleanable(&version.media_type) && version.findings.iter().any(goes)
}

fn findings(lang: Lang, version: &Version) -> Vec<String> {
    let sentences = version.findings.iter().map(|it| {
        let (plain, named) = match it.what {
            FindingSort::Comments => ("files-comments", "files-comments-of"),
            FindingSort::TrackedChanges => ("files-changes", "files-changes-of"),
            FindingSort::Hidden => ("files-hidden", "files-hidden-of"),
            FindingSort::Author => ("files-author", "files-author-of"),
            FindingSort::Macros => ("files-macros", "files-macros"),
            FindingSort::Place => ("files-place", "files-place"),
            FindingSort::Unread => ("files-unread", "files-unread"),
        };
        let id = if it.names.is_empty() { plain } else { named };
        texts::say(lang, id, &[("names", it.names.join(", ").into())])
    });
    sentences.collect()
}

/// What every answer with a file says.
fn headed<'a>(
    answer: &'a mut HttpResponseBuilder,
    shown: &Shown,
    tag: &EntityTag,
) -> &'a mut HttpResponseBuilder {
    let (name, media_type) = (&shown.file.name, &shown.version.media_type);
    let is_shown = files::is_shown(media_type, name);
    let policy = if media_type == "application/pdf" { FOR_PDF } else { SANDBOX };
    answer
        .content_type(files::told_type(media_type, name))
        .insert_header(disposition(name, is_shown))
        .insert_header((header::CONTENT_SECURITY_POLICY, policy))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header(header::ETag(tag.clone()))
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        // Packed once more it would have another length, and stretches of it no meaning.
        .insert_header((header::CONTENT_ENCODING, HeaderValue::from_static("identity")))
}

fn disposition(name: &str, is_shown: bool) -> ContentDisposition {
    let plain = name.replace(|c: char| !c.is_ascii_graphic() || c == '"' || c == '\\', "_");
    let exact = ExtendedValue {
        charset: Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: name.as_bytes().to_owned(),
    };
    ContentDisposition {
        disposition: match is_shown {
            true => DispositionType::Inline,
            false => DispositionType::Attachment,
        },
        parameters: vec![DispositionParam::Filename(plain), DispositionParam::FilenameExt(exact)],
    }
}

fn is_known(request: &HttpRequest, tag: &EntityTag) -> bool {
    match <IfNoneMatch as header::Header>::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(known)) => known.iter().any(|it| it.weak_eq(tag)),
        Err(_) => false,
    }
}

/// What is asked for of a content.
enum Asked {
    Whole,
    Stretch(Range<u64>),
    /// A stretch beyond its end.
    Nowhere,
}

/// One stretch is sent as such; whoever asks for several gets the whole, as is allowed.
fn asked_range(request: &HttpRequest, size: u64, tag: &EntityTag) -> Asked {
    let Some(range) = request.headers().get(header::RANGE) else { return Asked::Whole };
    let text = range.to_str().unwrap_or_default();
    let only_if = request.headers().get(header::IF_RANGE).and_then(|it| it.to_str().ok());
    if only_if.is_some_and(|it| it != tag.to_string()) {
        return Asked::Whole;
    }
    match text.parse::<header::Range>() {
        Ok(header::Range::Bytes(ranges)) => match ranges.as_slice() {
            [one] => match one.to_satisfiable_range(size) {
                Some((from, to)) => Asked::Stretch(from..to + 1),
                None => Asked::Nowhere,
            },
            _ => Asked::Whole,
        },
        _ => Asked::Whole,
    }
}
