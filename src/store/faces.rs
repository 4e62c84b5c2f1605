//! What is derived per face of a page: list row, audience, names, links, facts. All of it can be
//! made anew from the revisions; nothing here is the only place of anything.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryResult,
    QuerySelect,
};

use super::entities::{face, face_audience};
use super::lists::may_see;
use super::pages::Head;
use crate::access::{Actor, Face};
use crate::clock::Millis;
use crate::error::Result;

/// How many rows one INSERT carries; both databases limit the values of a statement.
const ROWS_PER_INSERT: usize = 1_000;

/// Everything derived from one face of a page.
#[derive(Clone, Debug)]
pub struct NewFace {
    /// The page id.
    pub page: String,
    /// Which face.
    pub face: Face,
    /// The revision it shows.
    pub revision: u32,
    /// The space id.
    pub space: String,
    /// The kind.
    pub kind: String,
    /// The title.
    pub title: String,
    /// The title in the form lists are sorted by.
    pub title_sort: String,
    /// The code, empty where there is none.
    pub code: String,
    /// The status.
    pub status: String,
    /// The summary, for lists and hits.
    pub summary: String,
    /// `belegt`, `vorhaben`, `beispiel` or empty (domain.md 4.0).
    pub honesty: String,
    /// When the revision was written.
    pub updated_at: Millis,
    /// The circles that may see it.
    pub audience: Vec<String>,
    /// The names links find it by.
    pub names: Vec<Name>,
    /// The pages its text links to.
    pub links: Vec<Link>,
    /// Its field values, one row per value.
    pub facts: Vec<Fact>,
}

/// A name of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// What sort of name.
    pub what: NameSort,
    /// The form under which names meet.
    pub key: String,
    /// The name as written.
    pub name: String,
}

/// Sorts of names, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameSort {
    /// The title.
    Title,
    /// The code of a standard or goal.
    Code,
    /// An abbreviation.
    Abbreviation,
    /// Another spelling.
    Alias,
    /// The last part of the address.
    Slug,
    /// A title or last part of the address it once had.
    Former,
}

impl NameSort {
    const ALL: [Self; 6] =
        [Self::Title, Self::Code, Self::Abbreviation, Self::Alias, Self::Slug, Self::Former];

    fn id(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Code => "code",
            Self::Abbreviation => "abbreviation",
            Self::Alias => "alias",
            Self::Slug => "slug",
            Self::Former => "former",
        }
    }
}

/// A link in a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// The space it names, if any.
    pub space: Option<String>,
    /// The key of the name it goes to.
    pub key: String,
    /// The name as written.
    pub name: String,
}

/// A field value.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The field, or `field.column` of a table.
    pub field: String,
    /// Place among the values of the field.
    pub position: u32,
    /// As text.
    pub text: Option<String>,
    /// As number.
    pub number: Option<f64>,
    /// As day, `YYYY-MM-DD`.
    pub day: Option<String>,
    /// The text in the form lists are sorted by.
    pub sort_key: Option<String>,
}

impl Fact {
    /// The text in lower case, by which any case is found.
    pub(super) fn folded(&self) -> Option<String> {
        self.text.as_ref().map(|it| it.to_lowercase())
    }
}

/// A page a name leads to.
#[derive(Clone, Debug)]
pub struct Named {
    /// The key that was asked for.
    pub key: String,
    /// What sort of name it is.
    pub what: NameSort,
    /// The page id.
    pub page: String,
    /// The space key.
    pub space: String,
    /// The path in the space.
    pub path: String,
    /// The title.
    pub title: String,
    /// The kind.
    pub kind: String,
}

/// Replaces everything derived from the faces of a page.
pub async fn replace(db: &impl ConnectionTrait, page: &str, faces: &[NewFace]) -> Result<()> {
    for table in ["face", "face_audience", "page_name", "link", "fact"] {
        let rows = Query::delete().from_table(table).and_where(column("page_id").eq(page)).take();
        db.execute(&rows).await?;
    }
    for new in faces {
        face::Entity::insert(face_row(new)).exec_without_returning(db).await?;
        insert_audience(db, new).await?;
        insert_names(db, new).await?;
        insert_links(db, new).await?;
        insert_facts(db, new).await?;
    }
    Ok(())
}

/// How many faces there are of living pages.
pub async fn count(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(face::Entity::find().count(db).await?)
}

/// Everything stored that is derived from a page, in no order.
pub async fn stored(db: &impl ConnectionTrait, page: &str) -> Result<Vec<NewFace>> {
    let mut faces = Vec::new();
    for row in face::Entity::find().filter(face::Column::PageId.eq(page)).all(db).await? {
        let face = Face::parse(&row.face).unwrap_or(Face::Working);
        faces.push(NewFace {
            audience: audience_of(db, page, face).await?,
            names: stored_names(db, page, face).await?,
            links: stored_links(db, page, face).await?,
            facts: stored_facts(db, page, face).await?,
            page: row.page_id,
            face,
            revision: row.revision as u32,
            space: row.space_id,
            kind: row.kind,
            title: row.title,
            title_sort: row.title_sort,
            code: row.code,
            status: row.status,
            summary: row.summary,
            honesty: row.honesty,
            updated_at: row.updated_at,
        });
    }
    Ok(faces)
}

async fn rows_of(
    db: &impl ConnectionTrait,
    table: &'static str,
    columns: &[&'static str],
    page: &str,
    face: Face,
) -> Result<Vec<QueryResult>> {
    let query = Query::select()
        .columns(columns.iter().copied())
        .from(table)
        .and_where(column("page_id").eq(page))
        .and_where(column("face").eq(face.id()))
        .take();
    Ok(db.query_all(&query).await?)
}

async fn stored_names(db: &impl ConnectionTrait, page: &str, face: Face) -> Result<Vec<Name>> {
    let rows = rows_of(db, "page_name", &["what", "key", "name"], page, face).await?;
    let names = rows.iter().map(|row| {
        let what: String = row.try_get_by_index(0)?;
        let what = NameSort::ALL.into_iter().find(|it| it.id() == what);
        Ok(Name {
            what: what.unwrap_or(NameSort::Slug),
            key: row.try_get_by_index(1)?,
            name: row.try_get_by_index(2)?,
        })
    });
    names.collect()
}

async fn stored_links(db: &impl ConnectionTrait, page: &str, face: Face) -> Result<Vec<Link>> {
    let rows = rows_of(db, "link", &["target_space", "target_key", "name"], page, face).await?;
    let links = rows.iter().map(|row| {
        Ok(Link {
            space: row.try_get_by_index(0)?,
            key: row.try_get_by_index(1)?,
            name: row.try_get_by_index(2)?,
        })
    });
    links.collect()
}

async fn stored_facts(db: &impl ConnectionTrait, page: &str, face: Face) -> Result<Vec<Fact>> {
    let columns = ["field", "position", "text", "number", "day", "sort_key"];
    let rows = rows_of(db, "fact", &columns, page, face).await?;
    let facts = rows.iter().map(|row| {
        let position: i32 = row.try_get_by_index(1)?;
        Ok(Fact {
            field: row.try_get_by_index(0)?,
            position: position as u32,
            text: row.try_get_by_index(2)?,
            number: row.try_get_by_index(3)?,
            day: row.try_get_by_index(4)?,
            sort_key: row.try_get_by_index(5)?,
        })
    });
    facts.collect()
}

/// A face as it is stored, for those who index it.
#[derive(Clone, Debug)]
pub struct StoredFace {
    /// Which face.
    pub face: Face,
    /// The revision it shows.
    pub revision: u32,
    /// The summary.
    pub summary: String,
    /// `belegt`, `vorhaben`, `beispiel` or empty.
    pub honesty: String,
    /// The circles that may see it.
    pub audience: Vec<String>,
    /// Its names but title and slug.
    pub names: Vec<String>,
}

/// The stored faces of a page.
pub async fn of_page(db: &impl ConnectionTrait, page: &str) -> Result<Vec<StoredFace>> {
    let rows = face::Entity::find().filter(face::Column::PageId.eq(page)).all(db).await?;
    let mut faces = Vec::with_capacity(rows.len());
    for row in rows {
        let face = Face::parse(&row.face).unwrap_or(Face::Working);
        faces.push(StoredFace {
            face,
            revision: row.revision as u32,
            summary: row.summary,
            honesty: row.honesty,
            audience: audience_of(db, page, face).await?,
            names: other_names(db, page, face).await?,
        });
    }
    Ok(faces)
}

/// The circles that may see a face, empty when the page has no such face.
pub async fn audience_of(db: &impl ConnectionTrait, page: &str, face: Face) -> Result<Vec<String>> {
    let tokens = face_audience::Entity::find()
        .select_only()
        .column(face_audience::Column::Token)
        .filter(face_audience::Column::PageId.eq(page))
        .filter(face_audience::Column::Face.eq(face.id()))
        .into_tuple::<String>()
        .all(db)
        .await?;
    Ok(tokens)
}

/// Which of the faces of a page the actor may see.
pub async fn visible(db: &impl ConnectionTrait, actor: &Actor, page: &str) -> Result<Vec<Face>> {
    let faces = face::Entity::find()
        .select_only()
        .column(face::Column::Face)
        .filter(face::Column::PageId.eq(page))
        .filter(may_see(actor))
        .into_tuple::<String>()
        .all(db)
        .await?;
    Ok(faces.iter().filter_map(|it| Face::parse(it)).collect())
}

/// The pages the actor may see under these names, asked from the space `from`.
pub async fn named(
    db: &impl ConnectionTrait,
    actor: &Actor,
    from: &str,
    keys: &[String],
) -> Result<Vec<Named>> {
    let candidates = candidates(db, keys).await?.into_iter();
    Ok(candidates.filter(|it| it.answers(actor, from)).map(|it| it.named).collect())
}

/// A page that answers to a name, whoever asks.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The page under that name.
    pub named: Named,
    /// The circles that may see the face that has the name.
    pub circles: Vec<String>,
    /// Whether it stands in the practice space.
    pub is_practice: bool,
}

impl Candidate {
    /// Whether this page answers an actor who asks from the space `from`. What is only tried out
    /// in the practice space answers to names there alone.
    pub fn answers(&self, actor: &Actor, from: &str) -> bool {
        (!self.is_practice || self.named.space == from) && actor.is_in_any(&self.circles)
    }
}

/// A page as it stands, with who may see which of its faces.
#[derive(Clone, Debug)]
pub struct SeenPage {
    /// Its head.
    pub head: Head,
    /// Its faces.
    pub faces: Vec<SeenFace>,
    /// Whether record sets have rows at it.
    pub has_records: bool,
    /// Whether pages stand below it.
    pub has_children: bool,
}

/// A face of a page, as far as navigation needs it.
#[derive(Clone, Debug)]
pub struct SeenFace {
    /// Which face.
    pub face: Face,
    /// Its title.
    pub title: String,
    /// The circles that may see it.
    pub circles: Vec<String>,
}

impl SeenPage {
    /// The faces this actor may see.
    pub fn visible(&self, actor: &Actor) -> Vec<Face> {
        self.faces.iter().filter(|it| actor.is_in_any(&it.circles)).map(|it| it.face).collect()
    }

    /// The title this actor may see: that of the face in force, if there is one.
    pub fn title(&self, actor: &Actor) -> Option<&str> {
        let mut visible = self.faces.iter().filter(|it| actor.is_in_any(&it.circles));
        let first = visible.next()?;
        let in_force = std::iter::once(first).chain(visible).find(|it| it.face == Face::Released);
        Some(in_force.unwrap_or(first).title.as_str())
    }
}

/// A page by address, with its faces and the circles that may see them, in one query.
pub async fn head_at(
    db: &impl ConnectionTrait,
    space: &str,
    path: &str,
) -> Result<Option<SeenPage>> {
    let is_there = Condition::all()
        .add(Expr::col(("space", "key")).eq(space))
        .add(Expr::col(("page", "path")).eq(path));
    head_where(db, is_there).await
}

/// A page by id, with its faces and the circles that may see them, in one query.
pub async fn head_of(db: &impl ConnectionTrait, id: &str) -> Result<Option<SeenPage>> {
    head_where(db, Condition::all().add(Expr::col(("page", "id")).eq(id))).await
}

async fn head_where(db: &impl ConnectionTrait, is_asked: Condition) -> Result<Option<SeenPage>> {
    let mut query = Query::select();
    super::pages::head_columns(&mut query);
    query
        .expr(Expr::exists(below("record", "page_id", "removed_at")))
        .expr(Expr::exists(below("child", "parent_id", "trashed_at")))
        .columns([("face", "face"), ("face", "title"), ("face_audience", "token")])
        .from("page")
        .inner_join("space", columns_equal(("space", "id"), ("page", "space_id")))
        .left_join("face", columns_equal(("face", "page_id"), ("page", "id")))
        .left_join("face_audience", same_face("face_audience"))
        .and_where(Expr::col(("page", "trashed_at")).is_null())
        .cond_where(is_asked);
    let rows = db.query_all(&query).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let (head, next) = super::pages::head_of_row(first)?;
    let mut page = SeenPage {
        head,
        has_records: first.try_get_by_index(next)?,
        has_children: first.try_get_by_index(next + 1)?,
        faces: Vec::new(),
    };
    for row in &rows {
        let face: Option<String> = row.try_get_by_index(next + 2)?;
        let title: Option<String> = row.try_get_by_index(next + 3)?;
        let circle: Option<String> = row.try_get_by_index(next + 4)?;
        let Some(face) = face.as_deref().and_then(Face::parse) else { continue };
        match page.faces.iter_mut().find(|it| it.face == face) {
            Some(seen) => seen.circles.extend(circle),
            None => page.faces.push(SeenFace {
                face,
                title: title.unwrap_or_default(),
                circles: circle.into_iter().collect(),
            }),
        }
    }
    Ok(Some(page))
}

/// Whether there are living rows that belong to the page of the query around.
fn below(table: &'static str, owner: &'static str, gone: &'static str) -> SelectStatement {
    let from = if table == "child" { "page" } else { table };
    Query::select()
        .expr(Expr::val(1))
        .from_as(from, table)
        .and_where(columns_equal((table, owner), ("page", "id")))
        .and_where(Expr::col((table, gone)).is_null())
        .take()
}

/// All pages under these names, with the circles that may see them there.
pub async fn candidates(db: &impl ConnectionTrait, keys: &[String]) -> Result<Vec<Candidate>> {
    let mut found: Vec<Candidate> = Vec::new();
    for keys in keys.chunks(500) {
        let query = Query::select()
            .columns([("page_name", "key"), ("page_name", "what"), ("face", "page_id")])
            .columns([("space", "key"), ("page", "path"), ("face", "title"), ("face", "kind")])
            .columns([("space", "everyone_role"), ("face_audience", "token")])
            .from("page_name")
            .inner_join("face", same_face("page_name"))
            .inner_join("face_audience", same_face("face_audience"))
            .inner_join("page", columns_equal(("page", "id"), ("face", "page_id")))
            .inner_join("space", columns_equal(("space", "id"), ("face", "space_id")))
            .and_where(Expr::col(("page_name", "key")).is_in(keys.iter().cloned()))
            .order_by(("page_name", "key"), Order::Asc)
            .order_by(("face", "page_id"), Order::Asc)
            .order_by(("face", "face"), Order::Asc)
            .order_by(("page_name", "what"), Order::Asc)
            .take();
        let mut last = String::new();
        for row in db.query_all(&query).await? {
            let named = named_of_row(&row)?;
            let everyone: Option<String> = row.try_get_by_index(7)?;
            let circle: String = row.try_get_by_index(8)?;
            let this = format!("{}\u{0}{}\u{0}{:?}", named.key, named.page, named.what);
            match found.last_mut() {
                // Both faces of a page may answer: who may see either finds the page.
                Some(before) if this == last => before.circles.push(circle),
                _ => found.push(Candidate {
                    named,
                    circles: vec![circle],
                    is_practice: everyone.is_some(),
                }),
            }
            last = this;
        }
    }
    Ok(found)
}

/// The entries these pages have in a field, on any of their faces, as page and text.
pub async fn entries(
    db: &impl ConnectionTrait,
    pages: &[String],
    field: &str,
) -> Result<Vec<(String, String)>> {
    let mut entries = Vec::new();
    for pages in pages.chunks(500) {
        let query = Query::select()
            .distinct()
            .columns(["page_id", "text"])
            .from("fact")
            .and_where(column("page_id").is_in(pages.iter().cloned()))
            .and_where(column("field").eq(field))
            .and_where(column("text").is_not_null())
            .take();
        for row in db.query_all(&query).await? {
            entries.push((row.try_get_by_index(0)?, row.try_get_by_index(1)?));
        }
    }
    Ok(entries)
}

/// The keys of all names of these pages.
pub async fn keys_of(db: &impl ConnectionTrait, pages: &[String]) -> Result<Vec<String>> {
    let query = Query::select()
        .distinct()
        .column("key")
        .from("page_name")
        .and_where(column("page_id").is_in(pages.iter().cloned()))
        .take();
    let rows = db.query_all(&query).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

fn named_of_row(row: &QueryResult) -> Result<Named> {
    let what: String = row.try_get_by_index(1)?;
    Ok(Named {
        key: row.try_get_by_index(0)?,
        what: NameSort::ALL.into_iter().find(|it| it.id() == what).unwrap_or(NameSort::Slug),
        page: row.try_get_by_index(2)?,
        space: row.try_get_by_index(3)?,
        path: row.try_get_by_index(4)?,
        title: row.try_get_by_index(5)?,
        kind: row.try_get_by_index(6)?,
    })
}

async fn other_names(db: &impl ConnectionTrait, page: &str, face: Face) -> Result<Vec<String>> {
    let query = Query::select()
        .column("name")
        .from("page_name")
        .and_where(column("page_id").eq(page))
        .and_where(column("face").eq(face.id()))
        .and_where(
            column("what")
                .is_not_in([NameSort::Title, NameSort::Slug, NameSort::Former].map(NameSort::id)),
        )
        .take();
    let rows = db.query_all(&query).await?;
    let read = rows.iter().map(|row| Ok(row.try_get_by_index(0)?));
    read.collect()
}

/// The condition that two rows speak of the same face.
pub(super) fn same_face(other: &'static str) -> Condition {
    Condition::all()
        .add(columns_equal(("face", "page_id"), (other, "page_id")))
        .add(columns_equal(("face", "face"), (other, "face")))
}

pub(super) fn columns_equal(
    left: (&'static str, &'static str),
    right: (&'static str, &'static str),
) -> SimpleExpr {
    Expr::col(left).equals(right)
}

fn column(name: &'static str) -> Expr {
    Expr::col(name)
}

fn face_row(new: &NewFace) -> face::ActiveModel {
    face::ActiveModel {
        page_id: Set(new.page.clone()),
        face: Set(new.face.id().to_owned()),
        revision: Set(new.revision as i32),
        space_id: Set(new.space.clone()),
        kind: Set(new.kind.clone()),
        title: Set(new.title.clone()),
        title_sort: Set(new.title_sort.clone()),
        title_folded: Set(Some(new.title.to_lowercase())),
        code: Set(new.code.clone()),
        status: Set(new.status.clone()),
        summary: Set(new.summary.clone()),
        honesty: Set(new.honesty.clone()),
        updated_at: Set(new.updated_at),
    }
}

async fn insert_audience(db: &impl ConnectionTrait, new: &NewFace) -> Result<()> {
    let rows = new
        .audience
        .iter()
        .map(|it| vec![new.page.as_str().into(), new.face.id().into(), it.as_str().into()]);
    insert(db, "face_audience", &["page_id", "face", "token"], rows).await
}

async fn insert_names(db: &impl ConnectionTrait, new: &NewFace) -> Result<()> {
    let rows = new.names.iter().map(|it| {
        vec![
            new.page.as_str().into(),
            new.face.id().into(),
            it.what.id().into(),
            it.key.as_str().into(),
            it.name.as_str().into(),
        ]
    });
    insert(db, "page_name", &["page_id", "face", "what", "key", "name"], rows).await
}

async fn insert_links(db: &impl ConnectionTrait, new: &NewFace) -> Result<()> {
    let rows = new.links.iter().map(|it| {
        vec![
            new.page.as_str().into(),
            new.face.id().into(),
            it.space.clone().into(),
            it.key.as_str().into(),
            it.name.as_str().into(),
        ]
    });
    insert(db, "link", &["page_id", "face", "target_space", "target_key", "name"], rows).await
}

async fn insert_facts(db: &impl ConnectionTrait, new: &NewFace) -> Result<()> {
    let rows = new.facts.iter().map(|it| {
        vec![
            new.page.as_str().into(),
            new.face.id().into(),
            it.field.as_str().into(),
            (it.position as i32).into(),
            it.text.clone().into(),
            it.number.into(),
            it.day.clone().into(),
            it.folded().into(),
            it.sort_key.clone().into(),
        ]
    });
    let columns =
        ["page_id", "face", "field", "position", "text", "number", "day", "folded", "sort_key"];
    insert(db, "fact", &columns, rows).await
}

/// Writes rows of a table that has no entity, as few statements as the databases allow.
pub(super) async fn insert(
    db: &impl ConnectionTrait,
    table: &'static str,
    columns: &[&'static str],
    rows: impl Iterator<Item = Vec<sea_orm::Value>>,
) -> Result<()> {
    let rows: Vec<_> = rows.collect();
    for rows in rows.chunks(ROWS_PER_INSERT) {
        let mut query = Query::insert();
        query.into_table(table).columns(columns.iter().copied());
        for row in rows {
            query.values_panic(row.iter().cloned().map(SimpleExpr::from));
        }
        db.execute(&query).await?;
    }
    Ok(())
}
