//! Rows of record sets at a page: the tables on the page, and the form of one row. Which sets and
//! fields there are comes from the kind; no set is named here.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::forms::{self, Filled};
use super::page::{breadcrumb, cell_views};
use super::sign_in::see_other;
use super::site::Site;
use super::view::{ColumnView, Item, Place, RecordFormView, RecordRow, RecordsView};
use super::visitor::Visitor;
use super::words;
use crate::access::{RecordPermit, RecordStanding, may_write_record};
use crate::clock;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::kinds::{self, EditRight, Field, Fields, Kind, Problem, RecordSet};
use crate::pages::{Pages, RecordOutcome};
use crate::reading::{Links, Reading};
use crate::store;
use crate::store::pages::Head;
use crate::store::records::{self, Record};
use crate::store::spaces::Space;
use crate::texts::Lang;

/// Columns of the table at a page; a row's own form shows all fields.
const COLUMNS_MAX: usize = 5;

type Pairs = Vec<(String, String)>;

/// The tables of a page's record sets, those that have rows or may get some.
pub fn tables(
    visitor: &Visitor,
    head: &Head,
    kind: &Kind,
    rows: Vec<Record>,
    spaces: &[Space],
) -> Vec<RecordsView> {
    let mut by_set: HashMap<String, Vec<Record>> = HashMap::new();
    for row in rows {
        by_set.entry(row.set.clone()).or_default().push(row);
    }
    let tables = kind.records.iter().filter_map(|set| {
        let rows = by_set.remove(&set.id).unwrap_or_default();
        let may_add = may_add(visitor, head, set, spaces);
        let is_shown = may_add || !rows.is_empty();
        is_shown.then(|| table(visitor, head, set, rows, may_add, spaces))
    });
    tables.collect()
}

fn table(
    visitor: &Visitor,
    head: &Head,
    set: &RecordSet,
    rows: Vec<Record>,
    may_add: bool,
    spaces: &[Space],
) -> RecordsView {
    let lang = visitor.lang;
    let columns = columns(set);
    let links = Links::new(lang, head.space.key(), None);
    let base = format!("{}/records/{}", head.url(), set.id);
    let views = rows.into_iter().map(|row| RecordRow {
        cells: cell_views(&columns, &row.fields, &links, lang),
        closed: row.is_closed,
        edit_href: (!set.append_only
            && permit(visitor, head, set, &row.fields, Some(&row), spaces).is_some())
        .then(|| format!("{base}/{}", row.id)),
    });
    RecordsView {
        id: set.id.clone(),
        label: set.plural.get(lang.code()).to_owned(),
        hint: set.hint.get(lang.code()).to_owned(),
        columns: columns
            .iter()
            .map(|it| ColumnView { id: it.id.clone(), label: it.label.get(lang.code()).to_owned() })
            .collect(),
        rows: views.collect(),
        add_href: may_add.then(|| format!("{base}/new")),
        add_label: set.label.get(lang.code()).to_owned(),
    }
}

/// The fields a table shows: those marked as columns, else the first ones.
fn columns(set: &RecordSet) -> Vec<&Field> {
    let marked: Vec<&Field> = set.fields.iter().filter(|it| it.column).collect();
    let all = if marked.is_empty() { set.fields.iter().collect() } else { marked };
    all.into_iter().take(COLUMNS_MAX).collect()
}

/// `GET …/records/{set}/{id}`, where `new` stands for a row to be added.
pub async fn form(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    db: web::Data<Db>,
    address: web::Path<(String, String, String, String)>,
) -> Result<HttpResponse> {
    let row = RowForm::open(&visitor, &site, &reading, &db, address.into_inner()).await?;
    let fields = match &row.record {
        Some(record) => record.fields.clone(),
        None => row.set.defaults(),
    };
    row.show(&request, &visitor, &site, &db, &fields, &[], StatusCode::OK).await
}

/// `POST …/records/{set}/{id}`: saves the row, or takes it away with `act=remove`.
pub async fn save(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    db: web::Data<Db>,
    address: web::Path<(String, String, String, String)>,
    form: web::Form<Pairs>,
) -> Result<HttpResponse> {
    let form = form.into_inner();
    let row = RowForm::open(&visitor, &site, &reading, &db, address.into_inner()).await?;
    // What a new row does not say has its default: a task costs a line.
    let defaults = row.set.defaults();
    let before = row.record.as_ref().map_or(&defaults, |it| &it.fields);
    let (fields, problems) = row.set.read_form_over(before, &form);
    let permit = row.permit(&visitor, &site, &fields).await?;

    let is_removal = form.iter().any(|(name, value)| name == "act" && value == "remove");
    if !is_removal && !kinds::blocking(&problems, before, &fields).is_empty() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return row.show(&request, &visitor, &site, &db, &fields, &problems, status).await;
    }
    // A form made from an older version must not overwrite what somebody wrote since.
    if row.is_stale(&form) {
        return row.show_taken(&request, &visitor, &site, &db, &fields).await;
    }
    let (head, set) = (row.head.clone(), row.set.clone());
    let stored = match row.record.clone() {
        Some(record) if is_removal => {
            let removed = pages.remove_record(permit, head, &set, record).await;
            removed.map(|it| RecordOutcome::Stored(Box::new(it)))
        }
        Some(record) => pages.change_record(permit, head, &set, record, fields.clone()).await,
        None => pages.add_record(permit, head, &set, fields.clone()).await,
    };
    match stored {
        Ok(RecordOutcome::Refused(broken)) => {
            let broken = broken.into_iter().map(|it| words::of_rule(it, visitor.lang));
            let problems: Vec<Problem> = problems.into_iter().chain(broken).collect();
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            row.show(&request, &visitor, &site, &db, &fields, &problems, status).await
        }
        Ok(RecordOutcome::Stored(stored)) => {
            let seq = if stored.seq > 0 { stored.seq.to_string() } else { String::new() };
            let pairs = [("done", "saved"), ("undo", seq.as_str())];
            let url = words::address(&row.head.url(), &pairs);
            Ok(see_other(&format!("{url}#satz-{}", row.set.id)))
        }
        // Somebody was faster, or there is a row for this district already: nothing typed is lost.
        Err(AppError::Conflict) => row.show_taken(&request, &visitor, &site, &db, &fields).await,
        Err(error) => Err(error),
    }
}

/// The form of one row.
struct RowForm {
    head: Head,
    set: std::sync::Arc<RecordSet>,
    record: Option<Record>,
    key: String,
}

impl RowForm {
    /// Finds page, set and row; for those who may not write any row of the set there is nothing.
    async fn open(
        visitor: &Visitor,
        site: &Site,
        reading: &Reading,
        db: &Db,
        (space, path, set, key): (String, String, String, String),
    ) -> Result<Self> {
        let head = reading.find(&visitor.actor, &space, &path).await?;
        let kinds = site.kinds();
        let kind = kinds.get(&head.kind).ok_or(AppError::NotFound)?;
        let set = kind.record_set(&set).cloned().ok_or(AppError::NotFound)?;
        let record = match key.as_str() {
            "new" => None,
            id => {
                let record = records::by_id(db.reader(), id).await?;
                let fits = |it: &Record| it.page == head.id && it.set == set.id;
                Some(record.filter(fits).ok_or(AppError::NotFound)?)
            }
        };
        let spaces = site.spaces().await?;
        let may = match &record {
            Some(it) => permit(visitor, &head, &set, &it.fields, Some(it), &spaces).is_some(),
            None => may_add(visitor, &head, &set, &spaces),
        };
        if may { Ok(Self { head, set, record, key }) } else { Err(AppError::Forbidden) }
    }

    /// Leave to write these values: what the row is about decides, before and after.
    async fn permit(
        &self,
        visitor: &Visitor,
        site: &Site,
        fields: &Fields,
    ) -> Result<RecordPermit> {
        let spaces = site.spaces().await?;
        let record = self.record.as_ref();
        let permit = permit(visitor, &self.head, &self.set, fields, record, &spaces);
        permit.ok_or(AppError::Forbidden)
    }

    fn is_stale(&self, form: &Pairs) -> bool {
        let sent = form.iter().find(|(name, _)| name == "version");
        let sent = sent.and_then(|(_, value)| value.parse::<u32>().ok());
        let now = self.record.as_ref().map(|it| it.version);
        now.is_some() && sent.is_some() && sent != now
    }

    /// The form once more because the row moved on; it now carries the newest version.
    async fn show_taken(
        &self,
        request: &HttpRequest,
        visitor: &Visitor,
        site: &Site,
        db: &Db,
        fields: &Fields,
    ) -> Result<HttpResponse> {
        let code = "problem-record-taken".to_owned();
        let problem = Problem { field: None, code, args: Default::default() };
        let status = StatusCode::CONFLICT;
        self.show(request, visitor, site, db, fields, &[problem], status).await
    }

    async fn show(
        &self,
        request: &HttpRequest,
        visitor: &Visitor,
        site: &Site,
        db: &Db,
        fields: &Fields,
        problems: &[Problem],
        status: StatusCode,
    ) -> Result<HttpResponse> {
        let lang = visitor.lang;
        let today = clock::berlin_day(site.clock.now()).to_string();
        let filled =
            Filled { kind: &self.set, fields, problems, lang, today: &today, touched: None };
        let (fields, more) = filled.row();
        let label = self.set.label.get(lang.code()).to_owned();
        let page = store::pages::title(db.reader(), &self.head).await?;
        let place = Place::of_kind(&self.head.kind);
        let mut way = breadcrumb(&self.head, db, visitor).await?;
        way.push(Item::link(&page, self.head.url()));
        let view = RecordFormView {
            frame: site.frame(request, visitor, place, label.clone()).await?,
            breadcrumb: way,
            title: label,
            hint: self.set.hint.get(lang.code()).to_owned(),
            action: format!("{}/records/{}/{}", self.head.url(), self.set.id, self.key),
            version: self.record.as_ref().map_or(0, |it| it.version.into()),
            problems: forms::problem_lines(&self.set, problems, lang),
            fields,
            more,
            may_remove: self.record.is_some(),
            history: history(db, self.record.as_ref(), lang).await?,
            cancel_href: self.head.url(),
        };
        site.html_with(status, "record.html", lang, &view)
    }
}

/// When the row changed, in words; who is not told, a row is not a place to watch people.
async fn history(db: &Db, record: Option<&Record>, lang: Lang) -> Result<Vec<String>> {
    let Some(record) = record else { return Ok(Vec::new()) };
    let versions = records::versions(db.reader(), &record.id).await?;
    Ok(versions.iter().map(|it| words::moment(lang, it.at)).collect())
}

fn may_add(visitor: &Visitor, head: &Head, set: &RecordSet, spaces: &[Space]) -> bool {
    match set.edit {
        // Whoever works for some district may add that district's row.
        EditRight::OwnDistrict => spaces.iter().filter(|it| it.district.is_some()).any(|space| {
            let row = RecordStanding {
                set: &set.id,
                district_space: Some(&space.standing),
                created_by: None,
            };
            may_write_record(&visitor.actor, &head.standing(), set.edit, row).is_some()
        }),
        _ => permit(visitor, head, set, &Fields::new(), None, spaces).is_some(),
    }
}

/// Leave to write a row with these values, whether it is new or changed.
pub fn permit(
    visitor: &Visitor,
    head: &Head,
    set: &RecordSet,
    fields: &Fields,
    record: Option<&Record>,
    spaces: &[Space],
) -> Option<RecordPermit> {
    let district_of = |fields: &Fields| {
        let field = set.district_field()?;
        let district = fields.get(&field.id)?.as_str()?.to_owned();
        spaces.iter().find(|it| it.district.as_deref() == Some(district.as_str()))
    };
    let standing = |space: Option<&Space>| {
        let row = RecordStanding {
            set: &set.id,
            district_space: space.map(|it| &it.standing),
            created_by: record.and_then(|it| it.created_by.as_deref()),
        };
        may_write_record(&visitor.actor, &head.standing(), set.edit, row)
    };
    // A row cannot be carried from a district one may write for into another one, or back.
    if let Some(record) = record {
        standing(district_of(&record.fields))?;
    }
    standing(district_of(fields))
}
