//! `/administration/registers`: lists an office changes itself, entry by entry. What is used
//! retires and stays readable; words, order and validity count at once.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::sign_in::see_other;
use super::site::Site;
use super::view::{
    Chip, ChipLook, Control, CountLink, Crumb, EntryLine, Flash, FormField, Item, ListLine, Place,
    ProblemLine, RegisterEntryView, RegisterView, RegistersView, Tone, Width,
};
use super::visitor::Visitor;
use super::words;
use crate::access::{RegisterPermit, may_edit_registers};
use crate::clock;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::exchange::{Direction, Done, Registers, Words};
use crate::kinds::{Choice, ChoiceList, Declaration, Field, Kinds, Label, Until, parse_date};
use crate::store::registers::{self as stored, Entry, Use};
use crate::texts::{self, Arg, Lang};

/// Where all registers and lists are.
pub const ADDRESS: &str = "/administration/registers";
/// The longest word of an entry, in characters.
const LABEL_CHARS_MAX: usize = 200;

type Pairs = Vec<(String, String)>;

/// `GET /administration/registers`
pub async fn all(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
) -> Result<HttpResponse> {
    permit(&visitor)?;
    let (lang, kinds) = (visitor.lang, site.kinds());
    let today = clock::berlin_day(site.clock.now()).to_string();
    let shown = kinds.lists().filter(|it| it.register || !places(&kinds, &it.list).is_empty());
    let mut registers = Vec::new();
    let mut lists = Vec::new();
    for list in shown {
        let line = line(&kinds, list, &today, lang);
        let of = places(&kinds, &list.list).first().map(|it| it.of.plural.get(lang.code()));
        let of = of.unwrap_or_default().to_owned();
        if list.register { registers.push(line) } else { lists.push((line, of)) }
    }
    tell_apart(&mut lists);
    let mut lists: Vec<ListLine> = lists.into_iter().map(|(line, _)| line).collect();
    for lines in [&mut registers, &mut lists] {
        lines.sort_by_key(|it| crate::german::link_key(&it.title));
    }
    let title = texts::say(lang, "registers-title", &[]);
    let view = RegistersView {
        frame: site.frame(&request, &visitor, Place::Elsewhere, title).await?,
        breadcrumb: way(lang, None),
        registers,
        lists,
    };
    site.html("registers.html", lang, &view)
}

/// `GET /administration/registers/{list}`
pub async fn list(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    db: web::Data<Db>,
    list: web::Path<String>,
) -> Result<HttpResponse> {
    permit(&visitor)?;
    let screen = ListScreen { new: Label::default(), problem: None, told: None };
    screen.show(&request, &visitor, &site, &db, &list, StatusCode::OK).await
}

/// `POST /administration/registers/{list}`: adds an entry, or moves one with `act=up` or `down`.
pub async fn change_list(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    db: web::Data<Db>,
    registers: web::Data<Registers>,
    list: web::Path<String>,
    form: web::Form<Pairs>,
) -> Result<HttpResponse> {
    let permit = permit(&visitor)?;
    let (name, kinds) = (list.into_inner(), site.kinds());
    let known = kinds.list(&name).ok_or(AppError::NotFound)?;
    let direction = match sent(&form, "act").as_str() {
        "up" => Some((Direction::Up, sent(&form, "before"))),
        "down" => Some((Direction::Down, sent(&form, "behind"))),
        _ => None,
    };
    let here = format!("{ADDRESS}/{name}");
    let mut screen = ListScreen { new: label_of(&form), problem: None, told: None };
    if let Some((direction, neighbour)) = direction {
        let id = sent(&form, "entry");
        if registers.move_past(permit, &name, &id, &neighbour, direction).await? == Done::Stored {
            return Ok(see_other(&format!("{here}#eintrag-{id}")));
        }
        screen.told = Some("register-order-moved");
        return screen.show(&request, &visitor, &site, &db, &name, StatusCode::CONFLICT).await;
    }
    screen.problem = wrong_label(&screen.new).or_else(|| {
        let is_there = known.items.iter().any(|it| it.label.de.trim() == screen.new.de);
        is_there.then_some("problem-register-twice")
    });
    if screen.problem.is_some() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return screen.show(&request, &visitor, &site, &db, &name, status).await;
    }
    match registers.add(permit, &name, screen.new.clone()).await? {
        Done::Stored => Ok(see_other(&words::address(&here, &[("done", "saved")]))),
        _ => {
            screen.told = Some("register-overtaken");
            screen.show(&request, &visitor, &site, &db, &name, StatusCode::CONFLICT).await
        }
    }
}

/// `GET /administration/registers/{list}/{entry}`
pub async fn entry(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    db: web::Data<Db>,
    registers: web::Data<Registers>,
    address: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    permit(&visitor)?;
    let screen = EntryScreen::open(&site, &registers, address.into_inner()).await?;
    screen.show(&request, &visitor, &site, &db, StatusCode::OK).await
}

/// `POST /administration/registers/{list}/{entry}`: saves, or does what `act` says.
pub async fn change_entry(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    db: web::Data<Db>,
    registers: web::Data<Registers>,
    address: web::Path<(String, String)>,
    form: web::Form<Pairs>,
) -> Result<HttpResponse> {
    let permit = permit(&visitor)?;
    let mut screen = EntryScreen::open(&site, &registers, address.into_inner()).await?;
    let from = sent(&form, "version").parse().unwrap_or(0);
    let act = sent(&form, "act");
    let today = clock::berlin_day(site.clock.now());
    let list = format!("{ADDRESS}/{}", screen.list);
    let (name, id) = (screen.list.clone(), screen.choice.id.clone());
    let done = match act.as_str() {
        "delete" => registers.delete(permit, &name, &id, from).await?,
        "retire" => {
            // The last day it is offered was yesterday.
            let yesterday = today.yesterday().map_err(AppError::failure)?;
            let until = Some(Until::Day(yesterday.to_string()));
            registers.change(permit, &name, &id, from, Words { label: None, until }).await?
        }
        "offer" => {
            let words = Words { label: None, until: Some(Until::Open) };
            registers.change(permit, &name, &id, from, words).await?
        }
        _ => {
            let words = screen.take(&form);
            if !screen.problems.is_empty() {
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                return screen.show(&request, &visitor, &site, &db, status).await;
            }
            match words.label.is_none() && words.until.is_none() {
                true => Done::Stored,
                false => registers.change(permit, &name, &id, from, words).await?,
            }
        }
    };
    match done {
        Done::Stored => Ok(see_other(&words::address(&list, &[("done", "saved")]))),
        Done::StillNeeded => {
            screen.told = Some("register-still-needed");
            screen.show(&request, &visitor, &site, &db, StatusCode::CONFLICT).await
        }
        Done::Overtaken => {
            // What was typed stays; the version is that of what the other person stored.
            let now = EntryScreen::open(&site, &registers, (name, id)).await?;
            screen.theirs = Some(now.choice.label.clone());
            screen.version = now.version;
            screen.told = Some("register-overtaken");
            screen.show(&request, &visitor, &site, &db, StatusCode::CONFLICT).await
        }
    }
}

fn permit(visitor: &Visitor) -> Result<RegisterPermit> {
    visitor.signed_in()?;
    may_edit_registers(&visitor.actor).ok_or(AppError::Forbidden)
}

fn sent(form: &Pairs, name: &str) -> String {
    let value = form.iter().rev().find(|(key, _)| key == name);
    value.map(|(_, value)| value.trim().replace('\0', "")).unwrap_or_default()
}

fn label_of(form: &Pairs) -> Label {
    Label { de: sent(form, "label_de"), en: sent(form, "label_en") }
}

fn wrong_label(label: &Label) -> Option<&'static str> {
    let is_long = |word: &str| word.chars().count() > LABEL_CHARS_MAX;
    match label {
        Label { de, .. } if de.is_empty() => Some("problem-register-unnamed"),
        Label { de, en } if is_long(de) || is_long(en) => Some("problem-register-long"),
        _ => None,
    }
}

/// A field that offers a list.
struct PlaceOf<'a> {
    /// The kind or the set of records.
    of: &'a Declaration,
    is_kind: bool,
    field: &'a Field,
    /// As facts name it: the field, or the field and a column.
    path: String,
}

/// All fields and columns that offer a list to people.
fn places<'a>(kinds: &'a Kinds, list: &str) -> Vec<PlaceOf<'a>> {
    let of_kinds = kinds.iter().map(|it| (&it.declaration, true));
    let of_sets = kinds.record_sets().map(|it| (&it.declaration, false));
    let mut places = Vec::new();
    for (of, is_kind) in of_kinds.chain(of_sets) {
        // What only the seed may say is nobody's to choose.
        let asked = |it: &&Field| !it.role.is_some_and(|role| role.is_seed_only());
        for field in of.fields.iter().filter(asked) {
            let offers = |it: Option<&ChoiceList>| it.is_some_and(|it| it.list == list);
            if offers(field.r#type.choices()) {
                places.push(PlaceOf { of, is_kind, field, path: field.id.clone() });
            }
            for column in field.columns().iter().filter(|it| offers(it.r#type.choices())) {
                let path = format!("{}.{}", field.id, column.id);
                places.push(PlaceOf { of, is_kind, field, path });
            }
        }
    }
    places
}

impl PlaceOf<'_> {
    fn stored(&self) -> stored::Place {
        stored::Place { of: self.of.id.clone(), field: self.path.clone() }
    }

    /// The field as a person knows it: "Leistungsbereich (Projekte)".
    fn words(&self, lang: Lang) -> String {
        let field = self.of.path_label(&self.path, lang.code());
        format!("{field} ({})", self.of.plural.get(lang.code()))
    }
}

/// What a list is called: as its file says, else as the first field that offers it.
fn title(kinds: &Kinds, list: &ChoiceList, lang: Lang) -> String {
    let own = list.label.get(lang.code());
    if !own.is_empty() {
        return own.to_owned();
    }
    let places = places(kinds, &list.list);
    places.first().map_or_else(
        || list.list.clone(),
        |it| match it.path.rsplit_once('.') {
            Some(_) => it.of.path_label(&it.path, lang.code()),
            None => it.field.label.get(lang.code()).to_owned(),
        },
    )
}

/// What a list is for: as its file says, else the kinds and sets whose forms offer it.
fn about(kinds: &Kinds, list: &ChoiceList, lang: Lang) -> String {
    let own = list.hint.get(lang.code());
    if !own.is_empty() {
        return own.to_owned();
    }
    let mut fields: Vec<&str> =
        places(kinds, &list.list).iter().map(|it| it.of.plural.get(lang.code())).collect();
    let mut seen = BTreeSet::new();
    fields.retain(|it| seen.insert(*it));
    texts::say(lang, "register-offered-in", &[("fields", Arg::from(fields.join(", ")))])
}

fn line(kinds: &Kinds, list: &ChoiceList, today: &str, lang: Lang) -> ListLine {
    let offered = list.items.iter().filter(|it| it.is_offered(today)).count();
    ListLine {
        title: title(kinds, list, lang),
        href: format!("{ADDRESS}/{}", list.list),
        about: about(kinds, list, lang),
        offered: offered as u64,
        retired: (list.items.len() - offered) as u64,
    }
}

/// Many fields are called "Art" or "Stand"; lists of one name say where they are offered.
fn tell_apart(lists: &mut [(ListLine, String)]) {
    let titles: Vec<String> = lists.iter().map(|(it, _)| it.title.clone()).collect();
    let is_shared = |title: &String| titles.iter().filter(|it| *it == title).count() > 1;
    for (line, of) in lists.iter_mut().filter(|(it, _)| is_shared(&it.title)) {
        line.title = format!("{} ({of})", line.title);
    }
}

fn way(lang: Lang, list: Option<(&str, &str)>) -> Vec<Crumb> {
    let say = |id: &str| texts::say(lang, id, &[]);
    let mut way = vec![Item::link(say("administration"), super::administration::ADDRESS)];
    if let Some((title, name)) = list {
        way.push(Item::link(say("registers-title"), ADDRESS));
        if !name.is_empty() {
            way.push(Item::link(title, format!("{ADDRESS}/{name}")));
        }
    }
    way
}

/// How often the values of a list are used: in pages by kind, in rows by set.
struct Used {
    pages: Vec<Use>,
    rows: Vec<Use>,
}

impl Used {
    async fn of(kinds: &Kinds, list: &str, visitor: &Visitor, db: &Db) -> Result<Self> {
        let places = places(kinds, list);
        let (in_kinds, in_sets): (Vec<_>, Vec<_>) = places.iter().partition(|it| it.is_kind);
        let stored = |places: Vec<&PlaceOf<'_>>| -> Vec<stored::Place> {
            places.into_iter().map(PlaceOf::stored).collect()
        };
        let (in_kinds, in_sets) = (stored(in_kinds), stored(in_sets));
        Ok(Self {
            pages: stored::used_in_pages(db.reader(), &visitor.actor, &in_kinds).await?,
            rows: stored::used_in_records(db.reader(), &in_sets).await?,
        })
    }

    fn pages_with<'a>(&'a self, choice: &'a Choice) -> impl Iterator<Item = &'a Use> {
        self.pages.iter().filter(|it| is_value(choice, &it.value))
    }

    fn rows_with<'a>(&'a self, choice: &'a Choice) -> impl Iterator<Item = &'a Use> {
        self.rows.iter().filter(|it| is_value(choice, &it.value))
    }
}

/// Old ids of a choice mean the choice.
fn is_value(choice: &Choice, value: &str) -> bool {
    choice.id == value || choice.also.iter().any(|it| it == value)
}

/// Whether an entry is offered, as a chip with words.
fn chips(choice: &Choice, today: &str, lang: Lang) -> Vec<Chip> {
    let day = choice.valid_until.as_deref().and_then(parse_date);
    let date = |id: &str| match day {
        Some(day) => texts::say(lang, id, &[("date", Arg::from(texts::date(lang, day)))]),
        None => texts::say(lang, "register-retired", &[]),
    };
    let chip = |look, text| vec![Chip { look, text }];
    match (choice.is_offered(today), day) {
        (true, None) => Vec::new(),
        (true, Some(_)) => chip(ChipLook::Attention, date("register-until")),
        (false, _) => chip(ChipLook::Plain, date("register-since")),
    }
}

fn told(id: Option<&'static str>, lang: Lang) -> Option<Flash> {
    let text = texts::say(lang, id?, &[]);
    Some(Flash { tone: Tone::Attention, text, link: None, undo: None })
}

fn input(name: &str, value: &str, lang: Lang, problem: Option<String>) -> FormField {
    let help = texts::say(lang, &format!("register-help-{}", name.replace('_', "-")), &[]);
    let width = if name == "last_day" { Width::Short } else { Width::Full };
    FormField {
        id: FormField::id_of(name),
        name: name.to_owned(),
        label: texts::say(lang, &format!("register-{}", name.replace('_', "-")), &[]),
        help: Some(help),
        required: name == "label_de",
        problem,
        control: match width {
            Width::Short => Control::Date { value: value.to_owned() },
            width => Control::Line { value: value.to_owned(), width, suggestions: Vec::new() },
        },
    }
}

fn problem_line(name: &str, id: &str, lang: Lang) -> ProblemLine {
    ProblemLine {
        href: Some(format!("#{}", FormField::id_of(name))),
        label: Some(texts::say(lang, &format!("register-{}", name.replace('_', "-")), &[])),
        text: said(id, lang),
    }
}

fn said(id: &str, lang: Lang) -> String {
    texts::say(lang, id, &[("max", Arg::from(LABEL_CHARS_MAX))])
}

/// The screen of a list, with a new entry that is perhaps half typed.
struct ListScreen {
    new: Label,
    problem: Option<&'static str>,
    told: Option<&'static str>,
}

impl ListScreen {
    async fn show(
        &self,
        request: &HttpRequest,
        visitor: &Visitor,
        site: &Site,
        db: &Db,
        name: &str,
        status: StatusCode,
    ) -> Result<HttpResponse> {
        let (lang, kinds) = (visitor.lang, site.kinds());
        let list = kinds.list(name).ok_or(AppError::NotFound)?;
        let places = places(&kinds, name);
        if places.is_empty() && !list.register {
            return Err(AppError::NotFound);
        }
        let today = clock::berlin_day(site.clock.now()).to_string();
        let used = Used::of(&kinds, name, visitor, db).await?;
        let title = title(&kinds, list, lang);
        let mut frame = site.frame(request, visitor, Place::Elsewhere, title.clone()).await?;
        frame.flash = told(self.told, lang).or(frame.flash);
        let problem = self.problem.map(|id| said(id, lang));
        let view = RegisterView {
            frame,
            breadcrumb: way(lang, Some((&title, ""))),
            about: list.hint.get(lang.code()).to_owned(),
            fields: places.iter().map(|it| it.words(lang)).collect(),
            title,
            action: format!("{ADDRESS}/{name}"),
            entries: entry_lines(list, &used, &today, lang),
            problems: self
                .problem
                .map(|id| problem_line("label_de", id, lang))
                .into_iter()
                .collect(),
            new: vec![
                input("label_de", &self.new.de, lang, problem),
                input("label_en", &self.new.en, lang, None),
            ],
        };
        site.html_with(status, "register.html", lang, &view)
    }
}

fn entry_lines(list: &ChoiceList, used: &Used, today: &str, lang: Lang) -> Vec<EntryLine> {
    let ids: Vec<&String> = list.items.iter().map(|it| &it.id).collect();
    let id_at = |place: Option<usize>| place.and_then(|it| ids.get(it)).map(|it| it.to_string());
    let lines = list.items.iter().enumerate().map(|(place, choice)| {
        let href = format!("{ADDRESS}/{}/{}", list.list, choice.id);
        let label = choice.label.get(lang.code());
        let pages: u64 = used.pages_with(choice).map(|it| it.count).sum();
        let rows: u64 = used.rows_with(choice).map(|it| it.count).sum();
        let words = |id: &str, count: u64| texts::say(lang, id, &[("count", Arg::from(count))]);
        let used = match (pages, rows) {
            (0, 0) => None,
            (0, rows) => Some(words("register-used-rows", rows)),
            (pages, _) => Some(words("register-used", pages)),
        };
        EntryLine {
            id: choice.id.clone(),
            link: Item::link(label, href.clone()),
            other: match lang {
                Lang::De => choice.label.en.clone(),
                Lang::En => choice.label.de.clone(),
            },
            chips: chips(choice, today, lang),
            used: used.map(|it| Item::link(it, format!("{href}#verwendung"))),
            before: id_at(place.checked_sub(1)),
            behind: id_at(Some(place + 1)),
        }
    });
    lines.collect()
}

/// The screen of one entry.
struct EntryScreen {
    list: String,
    list_title_of: ChoiceList,
    choice: Choice,
    version: u32,
    is_added: bool,
    label: Label,
    until: String,
    theirs: Option<Label>,
    problems: Vec<(&'static str, &'static str)>,
    told: Option<&'static str>,
}

impl EntryScreen {
    async fn open(
        site: &Site,
        registers: &Registers,
        (list, id): (String, String),
    ) -> Result<Self> {
        let kinds = site.kinds();
        let found = kinds.list(&list).ok_or(AppError::NotFound)?;
        let choice = found.get(&id).cloned().ok_or(AppError::NotFound)?;
        let rows = registers.entries(&list).await?;
        let row: Option<Entry> = rows.into_iter().find(|it| it.change.id == id);
        Ok(Self {
            list_title_of: found.clone(),
            list,
            label: choice.label.clone(),
            until: choice.valid_until.clone().unwrap_or_default(),
            version: row.as_ref().map_or(0, |it| it.version),
            is_added: row.is_some_and(|it| it.change.is_added),
            choice,
            theirs: None,
            problems: Vec::new(),
            told: None,
        })
    }

    /// Takes over what was typed; answers what differs from what is stored.
    fn take(&mut self, form: &Pairs) -> Words {
        let label = label_of(form);
        let until = sent(form, "last_day");
        if let Some(problem) = wrong_label(&label) {
            self.problems.push(("label_de", problem));
        }
        let day = parse_date(&until).map(|it| it.to_string());
        if !until.is_empty() && day.is_none() {
            self.problems.push(("last_day", "problem-register-day"));
        }
        let words = Words {
            label: (label != self.choice.label).then(|| label.clone()),
            until: match (&day, &self.choice.valid_until) {
                (day, now) if day == now => None,
                (Some(day), _) => Some(Until::Day(day.clone())),
                (None, _) => Some(Until::Open),
            },
        };
        (self.label, self.until) = (label, until);
        words
    }

    async fn show(
        &self,
        request: &HttpRequest,
        visitor: &Visitor,
        site: &Site,
        db: &Db,
        status: StatusCode,
    ) -> Result<HttpResponse> {
        let (lang, kinds) = (visitor.lang, site.kinds());
        let today = clock::berlin_day(site.clock.now()).to_string();
        let used = Used::of(&kinds, &self.list, visitor, db).await?;
        let list = title(&kinds, &self.list_title_of, lang);
        let title = self.choice.label.get(lang.code()).to_owned();
        let mut frame = site.frame(request, visitor, Place::Elsewhere, title.clone()).await?;
        frame.flash = self.told_flash(lang).or(frame.flash);
        let is_offered = self.choice.is_offered(&today);
        let uses = self.uses(&kinds, &used, lang);
        let records = self.records(&kinds, &used, lang);
        let problem = |name: &str| {
            let found = self.problems.iter().find(|(at, _)| *at == name);
            found.map(|(_, id)| said(id, lang))
        };
        let view = RegisterEntryView {
            frame,
            breadcrumb: way(lang, Some((&list, &self.list))),
            title,
            id: self.choice.id.clone(),
            chips: chips(&self.choice, &today, lang),
            action: format!("{ADDRESS}/{}/{}", self.list, self.choice.id),
            version: self.version.into(),
            problems: self.problems.iter().map(|(at, id)| problem_line(at, id, lang)).collect(),
            fields: vec![
                input("label_de", &self.label.de, lang, problem("label_de")),
                input("label_en", &self.label.en, lang, None),
                input("last_day", &self.until, lang, problem("last_day")),
            ],
            may_retire: is_offered,
            may_offer: !is_offered,
            may_delete: self.is_added && uses.is_empty() && records.is_empty(),
            uses,
            records,
            cancel_href: format!("{ADDRESS}/{}", self.list),
        };
        site.html_with(status, "register-entry.html", lang, &view)
    }

    fn told_flash(&self, lang: Lang) -> Option<Flash> {
        let mut flash = told(self.told, lang)?;
        if let Some(theirs) = &self.theirs {
            let word = Arg::from(theirs.get(lang.code()));
            flash.text = texts::say(lang, "register-overtaken-by", &[("word", word)]);
        }
        Some(flash)
    }

    /// The lists of pages that use it, filtered by it where the kind offers that filter.
    fn uses(&self, kinds: &Kinds, used: &Used, lang: Lang) -> Vec<CountLink> {
        let uses = used.pages_with(&self.choice).filter_map(|it| {
            let kind = kinds.get(&it.of)?;
            let places = places(kinds, &self.list);
            let facet = places.iter().find(|place| {
                place.is_kind
                    && place.of.id == it.of
                    && place.field.facet
                    && place.path == place.field.id
            });
            let path = format!("/list/{}", kind.id);
            Some(CountLink {
                label: kind.plural.get(lang.code()).to_owned(),
                href: match facet {
                    Some(place) => words::address(&path, &[(&place.path, &it.value)]),
                    None => path,
                },
                count: it.count,
            })
        });
        uses.collect()
    }

    fn records(&self, kinds: &Kinds, used: &Used, lang: Lang) -> Vec<String> {
        let rows = used.rows_with(&self.choice).filter_map(|it| {
            let set = kinds.record_set(&it.of)?;
            Some(format!("{}: {}", set.plural.get(lang.code()), it.count))
        });
        rows.collect()
    }
}
