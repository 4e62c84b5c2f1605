//! Small pieces of screens in words: chips, lines, dates, what just happened. No queries.

use actix_web::HttpRequest;
use jiff::Timestamp;
use url::form_urlencoded;

use super::view::{
    Chip, ChipLook, Crumb, Flash, Hidden, Item, PageLine, Pillar as PillarView, Tone, UndoForm,
};
use crate::access::{Face, Pillar};
use crate::clock::{self, Millis};
use crate::kinds::{Finding, Kind, Kinds, LifeCycle, Problem, Publish};
use crate::store::lists::Line;
use crate::store::pages::page_url;
use crate::store::spaces::Space;
use crate::texts::{self, Arg, Lang};

/// A value of the query of a request.
pub fn query_value(request: &HttpRequest, name: &str) -> Option<String> {
    let pairs = form_urlencoded::parse(request.query_string().as_bytes());
    pairs.into_iter().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// An address with a query; pairs without value are left out.
pub fn address(path: &str, query: &[(&str, &str)]) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    for (name, value) in query.iter().filter(|(_, value)| !value.is_empty()) {
        pairs.append_pair(name, value);
    }
    let query = pairs.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// The title of a space in a language.
pub fn space_title(space: &Space, lang: Lang) -> &str {
    match lang {
        Lang::De => &space.title_de,
        Lang::En => &space.title_en,
    }
}

/// The pillar sign of a space.
pub fn pillar(space: &Space) -> Option<PillarView> {
    match space.standing.pillar {
        Pillar::None => None,
        pillar => PillarView::from_id(pillar.id()),
    }
}

/// The chip of a status: always words, a sign only repeats them.
pub fn status_chip(lang: Lang, kind: Option<&Kind>, kind_id: &str, status: &str) -> Option<Chip> {
    let own = || {
        let status = kind?.status(status)?;
        Some(status.label.get(lang.code()).to_owned())
    };
    let text = texts::status_word(lang, kind_id, status).or_else(own)?;
    Some(Chip { look: ChipLook::of_status(status), text })
}

/// The chip of a face. What readers see before it was approved says so.
pub fn face_chip(
    lang: Lang,
    kind: Option<&Kind>,
    kind_id: &str,
    status: &str,
    face: Face,
) -> Option<Chip> {
    let waits = kind
        .is_some_and(|it| it.life_cycle == LifeCycle::Page && it.publish == Publish::Approval)
        && matches!(status, "entwurf" | "in_abstimmung");
    if waits && face == Face::Released {
        let text = texts::say(lang, "chip-not-yet-released", &[]);
        return Some(Chip { look: ChipLook::Draft, text });
    }
    status_chip(lang, kind, kind_id, status)
}

/// The chip of seed content that is invented or only intended (domain.md 4.0).
pub fn honesty_chip(lang: Lang, honesty: &str) -> Option<Chip> {
    let (look, word) = match honesty {
        "beispiel" => (ChipLook::Example, "chip-example"),
        "vorhaben" => (ChipLook::Plain, "chip-intention"),
        _ => return None,
    };
    Some(Chip { look, text: texts::say(lang, word, &[]) })
}

/// A row of a list of pages.
pub fn page_line(lang: Lang, kinds: &Kinds, spaces: &[Space], line: &Line) -> PageLine {
    let kind = kinds.get(&line.kind);
    let space = spaces.iter().find(|it| it.key() == line.space);
    let mut chips: Vec<Chip> =
        face_chip(lang, kind.map(|it| it.as_ref()), &line.kind, &line.status, line.face)
            .into_iter()
            // A page that is simply there needs no word for it.
            .filter(|_| line.face == Face::Working || kind.is_none_or(|it| it.id != "page"))
            .collect();
    chips.extend(honesty_chip(lang, &line.honesty));
    let href = page_url(&line.space, &line.path);
    PageLine {
        code: Some(line.code.clone()).filter(|it| !it.is_empty()),
        title: line.title.clone(),
        href,
        summary: Some(line.summary.clone()).filter(|it| !it.is_empty()),
        chips,
        pillar: space.and_then(pillar),
        notes: Vec::new(),
    }
}

/// The space as the first step of the way to a page.
pub fn space_crumb(space: &Space, lang: Lang) -> Crumb {
    Item::link(space_title(space, lang), format!("/wiki/{}", space.key()))
}

/// A moment as day and time in Berlin.
pub fn moment(lang: Lang, at: Millis) -> String {
    texts::moment(lang, timestamp(at), &clock::zone())
}

/// A moment as machines read it.
pub fn moment_iso(at: Millis) -> String {
    timestamp(at).to_string()
}

/// How long ago something was.
pub fn since(lang: Lang, at: Millis, now: Millis) -> String {
    texts::since(lang, timestamp(at), timestamp(now), &clock::zone())
}

/// A problem in words.
pub fn problem(lang: Lang, problem: &Problem) -> String {
    let args: Vec<(&str, Arg)> = problem
        .args
        .iter()
        .map(|(name, value)| {
            let number = value.parse::<i64>().map(Arg::from);
            (name.as_str(), number.unwrap_or_else(|_| Arg::from(value.as_str())))
        })
        .collect();
    texts::say(lang, &problem.code, &args)
}

/// What a rule has found, as a problem that says it in the rule's own words.
pub fn of_rule(finding: Finding, lang: Lang) -> Problem {
    let Some(message) = finding.message else { return finding.problem };
    let text = message.get(lang.code()).to_owned();
    Problem { code: "problem-rule".to_owned(), ..finding.problem }.with("message", text)
}

/// What just happened, by the word in `?done=`.
pub fn flash(lang: Lang, done: &str, request: &HttpRequest) -> Option<Flash> {
    let id = match done {
        "created" => "done-created",
        "saved" => "done-saved",
        "published" => "done-published",
        "pending" => "done-pending",
        "merged" => "done-merged",
        "unchanged" => "done-unchanged",
        "restored" => "done-restored",
        "examples-removed" => "done-examples-removed",
        "status-submitted" => "done-status-submitted",
        "status-released" => "done-status-released",
        "status-returned" => "done-status-returned",
        "status-archived" => "done-status-archived",
        "status-shown" => "done-status-shown",
        "status-set" => "done-status-set",
        "status-same" => "done-status-same",
        "files-saved" => "done-files-saved",
        "files-to-check" => "done-files-to-check",
        "file-removed" => "done-file-removed",
        "file-restored" => "done-file-restored",
        "file-cleaned" => "done-file-cleaned",
        other => return told_of_act(lang, other, request),
    };
    let compare = query_value(request, "from").zip(query_value(request, "to"));
    let path = request.path();
    let link = compare.filter(|(from, to)| is_number(from) && is_number(to)).map(|(from, to)| {
        let href = format!("{path}/compare?from={from}&to={to}");
        Item::link(texts::say(lang, "done-see-changes", &[]), href)
    });
    // A new title leaves the address as it was; whoever gave it may want another one.
    let renamed = query_value(request, "slug").map(|slug| {
        let href = address(&format!("{path}/move"), &[("slug", &slug)]);
        Item::link(texts::say(lang, "done-fit-address", &[]), href)
    });
    let link = renamed.or(link);
    let tone = match done {
        "unchanged" => Tone::Notice,
        "files-to-check" => Tone::Attention,
        _ => Tone::Good,
    };
    let undo = if done == "file-removed" { undo_of_file(request) } else { undo(request) };
    Some(Flash { tone, text: texts::say(lang, id, &[]), link, undo })
}

/// What an act on a whole page came to.
fn told_of_act(lang: Lang, done: &str, request: &HttpRequest) -> Option<Flash> {
    let (id, tone) = match done {
        "moved" => ("done-moved", Tone::Good),
        "not-moved" => ("done-not-moved", Tone::Notice),
        "copied" => ("done-copied", Tone::Good),
        "trashed" => ("done-trashed", Tone::Good),
        "taken-out" => ("done-taken-out", Tone::Good),
        "purged" => ("done-purged", Tone::Good),
        "locked" => ("done-locked", Tone::Good),
        "unlocked" => ("done-unlocked", Tone::Good),
        "template" => ("done-template", Tone::Good),
        "no-template" => ("done-no-template", Tone::Good),
        "ordered" => ("done-ordered", Tone::Good),
        "discarded" => ("done-discarded", Tone::Good),
        "undone" => ("done-undone", Tone::Good),
        "undo-late" => ("done-undo-late", Tone::Attention),
        "undo-moved" => ("done-undo-moved", Tone::Attention),
        _ => return None,
    };
    let count = query_value(request, "count").and_then(|it| it.parse::<i64>().ok()).unwrap_or(1);
    let text = texts::say(lang, id, &[("count", count.into())]);
    Some(Flash { tone, text, link: None, undo: undo(request) })
}

/// The way back from the act an address names; whether it is open is decided when it is taken.
fn undo(request: &HttpRequest) -> Option<UndoForm> {
    let seq = query_value(request, "undo").filter(|it| is_number(it))?;
    let hidden = vec![Hidden { name: "seq".to_owned(), value: seq }];
    Some(UndoForm { action: "/undo".to_owned(), label: None, hidden })
}

/// Brings back the file that was just taken away.
fn undo_of_file(request: &HttpRequest) -> Option<UndoForm> {
    let id = query_value(request, "file")?;
    let is_id = id.len() == 36 && id.bytes().all(|it| it.is_ascii_hexdigit() || it == b'-');
    let hidden = vec![Hidden { name: "act".to_owned(), value: "restore".to_owned() }];
    is_id.then(|| UndoForm { action: format!("/files/{id}"), label: None, hidden })
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() < 10 && text.bytes().all(|it| it.is_ascii_digit())
}

fn timestamp(at: Millis) -> Timestamp {
    Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH)
}
