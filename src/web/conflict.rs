//! The screen for two edits of the same place: both versions side by side, and what the person
//! chose there, taken into what is saved next. Merges nothing itself, see `pages`.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};

use super::form_screen::{Target, Writing};
use super::forms;
use super::page::breadcrumb;
use super::site::Site;
use super::view::{ConflictPart, ConflictView, Hidden, Item, Mark, Piece, Place};
use super::visitor::Visitor;
use super::words;
use crate::db::Db;
use crate::error::Result;
use crate::kinds::{Fields, Kind};
use crate::pages::{
    Choice, Conflict, Part, Section, Span, Written, compare_words, sections, settled,
};
use crate::people::People;
use crate::reading::Reading;
use crate::store;
use crate::store::pages::Head;
use crate::texts::{self, Lang};

/// Shows both versions.
pub async fn show(
    request: &HttpRequest,
    visitor: &Visitor,
    site: &Site,
    people: &People,
    db: &Db,
    kind: &Kind,
    conflict: Conflict,
) -> Result<HttpResponse> {
    let lang = visitor.lang;
    let head = &conflict.head;
    let names = people.names(&conflict.current.account.iter().cloned().collect::<Vec<_>>()).await?;
    let other = conflict.current.account.as_ref().and_then(|it| names.get(it)).cloned();
    let parts = conflict.merged.conflicts.iter();
    let parts: Vec<ConflictPart> =
        parts.flat_map(|part| conflict_parts(kind, part, &conflict, lang)).collect();
    let title = texts::say(lang, "conflict-title", &[]);
    let view = ConflictView {
        frame: site.frame(request, visitor, Place::of_kind(&kind.id), title).await?,
        breadcrumb: breadcrumb(head, db, visitor).await?,
        page: Item::link(store::pages::title(db.reader(), head).await?, head.url()),
        other,
        when: words::since(lang, conflict.current.at, site.clock.now()),
        action: format!("{}/edit", head.url()),
        hidden: conflict_hidden(kind, &conflict),
        merged: Vec::new(),
        act: if head.released == Some(head.working) { "publish" } else { "save" }.to_owned(),
        audience: {
            let (base, status) =
                (conflict.current.number, conflict.current.content.status.as_str());
            let writing = Writing::of(kind, Target::Page { head, base, status }, &conflict.mine);
            writing.audience(lang, writing.buttons(visitor))
        },
        current_href: head.url(),
        kept: Some(texts::say(lang, "conflict-kept", &[])),
        parts,
    };
    site.html_with(StatusCode::CONFLICT, "conflict.html", lang, &view)
}

/// The edit as it came, to be sent again on top of what is stored now.
fn conflict_hidden(kind: &Kind, conflict: &Conflict) -> Vec<Hidden> {
    let content = &conflict.merged.content;
    let mut pairs = vec![
        ("base".to_owned(), conflict.current.number.to_string()),
        ("title".to_owned(), content.title.clone()),
        ("text".to_owned(), conflict.mine.text().to_owned()),
        ("change_note".to_owned(), conflict.mine.change_note().to_owned()),
        // Sections of the text are found again from the same three texts.
        ("common".to_owned(), conflict.base.number.to_string()),
    ];
    if conflict.mine.is_minor() {
        pairs.push(("minor".to_owned(), "1".to_owned()));
    }
    pairs.extend(forms::pairs(kind, &content.fields));
    pairs.into_iter().map(|(name, value)| Hidden { name, value }).collect()
}

/// What has to be decided in a part; a text is decided section by section.
fn conflict_parts(kind: &Kind, part: &Part, conflict: &Conflict, lang: Lang) -> Vec<ConflictPart> {
    let label = |name: &str| forms::label_of(kind, name, lang);
    match part {
        Part::Title => {
            let (mine, theirs) = (conflict.mine.title(), &conflict.current.content.title);
            vec![choice("title", label("title"), mine, theirs, false)]
        }
        Part::Field(id) => {
            let plain = |fields: &Fields| match (kind.field(id), fields.get(id)) {
                (Some(field), Some(value)) => {
                    super::history::plain(field.display(value, lang.code()), lang)
                }
                _ => String::new(),
            };
            let mine = plain(conflict.mine.fields());
            let theirs = plain(&conflict.current.content.fields);
            vec![choice(id, label(id), &mine, &theirs, false)]
        }
        Part::Text => {
            let (mine, theirs) = (conflict.mine.text(), &conflict.current.content.text);
            let open = open_sections(&conflict.base.content.text, mine, theirs);
            if open.is_empty() {
                return vec![choice("text", label("text"), mine, theirs, true)];
            }
            let parts = open.iter().enumerate().map(|(number, (heading, mine, theirs))| {
                let label = match heading {
                    Some(heading) => format!("{} · {heading}", label("text")),
                    None => label("text"),
                };
                choice(&format!("text.{number}"), label, mine, theirs, true)
            });
            parts.collect()
        }
    }
}

/// The sections both changed: the heading they stand under, my words and theirs.
fn open_sections(base: &str, mine: &str, theirs: &str) -> Vec<(Option<String>, String, String)> {
    let found = sections(base, mine, theirs).unwrap_or_default();
    let open = found.into_iter().filter_map(|it| match it {
        Section::Open { heading, mine, theirs } => Some((heading, mine, theirs)),
        Section::Settled(_) => None,
    });
    open.collect()
}

fn choice(name: &str, label: String, mine: &str, theirs: &str, both: bool) -> ConflictPart {
    let (mut my_pieces, mut their_pieces) = (Vec::new(), Vec::new());
    for span in compare_words(theirs, mine) {
        match span {
            Span::Same(text) => {
                my_pieces.push(Piece { mark: Mark::Same, text: text.clone() });
                their_pieces.push(Piece { mark: Mark::Same, text });
            }
            Span::Added(text) => my_pieces.push(Piece { mark: Mark::Added, text }),
            Span::Removed(text) => their_pieces.push(Piece { mark: Mark::Added, text }),
        }
    }
    ConflictPart {
        name: name.to_owned(),
        label,
        mine: my_pieces,
        theirs: their_pieces,
        // The other version is stored already; it need not travel through the browser.
        theirs_value: String::new(),
        both,
        chosen: "mine".to_owned(),
    }
}

/// The text both edits were made from, when a form comes from this screen.
pub async fn common_base(
    form: &[(String, String)],
    head: &Head,
    visitor: &Visitor,
    reading: &Reading,
) -> Result<Option<String>> {
    let sent = form.iter().find(|(name, _)| name == "common");
    let Some(number) = sent.and_then(|(_, value)| value.parse::<u32>().ok()) else {
        return Ok(None);
    };
    Ok(Some(reading.revision(&visitor.actor, head, number).await?.content.text))
}

/// Takes over what was chosen on the conflict screen. `theirs` is what the form was based on: the
/// version that stood against it.
pub fn take_choices(
    form: &[(String, String)],
    common: Option<&String>,
    theirs: &store::pages::Content,
    written: &mut Written,
) {
    // Line ends as they are stored, or nothing would be found again.
    let mine = written.text.replace("\r\n", "\n");
    if let Some(found) = common.and_then(|it| sections(it, &mine, &theirs.text))
        && found.iter().any(|it| matches!(it, Section::Open { .. }))
    {
        written.text = settled(&found, |number| chosen(form, number));
    }
    for (name, choice) in form {
        let Some(part) = name.strip_prefix("choose.") else {
            continue;
        };
        match (part, choice.as_str()) {
            ("title", "theirs") => written.title.clone_from(&theirs.title),
            ("text", "theirs") => written.text.clone_from(&theirs.text),
            ("text", "both") => {
                let mine = written.text.trim_end();
                written.text = format!("{mine}\n\n{}", theirs.text);
            }
            (field, "theirs") => match theirs.fields.get(field) {
                Some(value) => {
                    written.fields.insert(field.to_owned(), value.clone());
                }
                None => {
                    written.fields.shift_remove(field);
                }
            },
            _ => {}
        }
    }
}

fn chosen(form: &[(String, String)], number: usize) -> Choice {
    let name = format!("choose.text.{number}");
    match form.iter().rev().find(|(key, _)| *key == name).map(|(_, it)| it.as_str()) {
        Some("theirs") => Choice::Theirs,
        Some("both") => Choice::Both,
        _ => Choice::Mine,
    }
}
