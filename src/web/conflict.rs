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
use crate::pages::{Conflict, Part, Span, Written, compare_words};
use crate::people::People;
use crate::store;
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
        parts.map(|part| conflict_part(kind, part, &conflict, lang)).collect();
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
        ("text".to_owned(), content.text.clone()),
        ("change_note".to_owned(), conflict.mine.change_note().to_owned()),
    ];
    pairs.extend(forms::pairs(kind, &content.fields));
    pairs.into_iter().map(|(name, value)| Hidden { name, value }).collect()
}

fn conflict_part(kind: &Kind, part: &Part, conflict: &Conflict, lang: Lang) -> ConflictPart {
    let (name, mine, theirs) = match part {
        Part::Title => {
            ("title", conflict.mine.title().to_owned(), conflict.current.content.title.clone())
        }
        Part::Text => {
            ("text", conflict.mine.text().to_owned(), conflict.current.content.text.clone())
        }
        Part::Field(id) => {
            let plain = |fields: &Fields| match (kind.field(id), fields.get(id)) {
                (Some(field), Some(value)) => {
                    super::history::plain(field.display(value, lang.code()), lang)
                }
                _ => String::new(),
            };
            (id.as_str(), plain(conflict.mine.fields()), plain(&conflict.current.content.fields))
        }
    };
    let (mut my_pieces, mut their_pieces) = (Vec::new(), Vec::new());
    for span in compare_words(&theirs, &mine) {
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
        label: forms::label_of(kind, name, lang),
        mine: my_pieces,
        theirs: their_pieces,
        // The other version is stored already; it need not travel through the browser.
        theirs_value: String::new(),
        both: *part == Part::Text,
        chosen: "mine".to_owned(),
    }
}

/// Takes over what was chosen on the conflict screen. `theirs` is what the form was based on: the
/// version that stood against it.
pub fn take_choices(
    form: &[(String, String)],
    theirs: &store::pages::Content,
    written: &mut Written,
) {
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
