//! Views filled with invented content, one or more per template, for the tests of the theme.
//! Deliberately not here: anything the program itself uses.

#![allow(clippy::too_many_lines)] // A view is one long literal.

#[path = "acts.rs"]
mod acts;

use qm_wiki::texts::{self, Lang};
use qm_wiki::web::view::*;
use serde_json::Value;

/// A template with a view for it, under the name its rendering is written to.
pub struct Sample {
    pub name: &'static str,
    pub template: String,
    pub view: Value,
}

fn sample(name: &'static str, template: &str, view: impl serde::Serialize) -> Sample {
    Sample { name, template: template.to_owned(), view: serde_json::to_value(view).unwrap() }
}

/// Every template with views that fill it and views that leave it empty.
pub fn all(lang: Lang) -> Vec<Sample> {
    let mut all = vec![
        sample("portal", "portal.html", portal(lang)),
        sample("portal-empty", "portal.html", portal_empty(lang)),
        sample("space", "space.html", space(lang)),
        sample("space-empty", "space.html", space_empty(lang)),
        sample("spaces", "spaces.html", spaces(lang)),
        sample("list", "list.html", list(lang)),
        sample("list-empty", "list.html", list_empty(lang)),
        sample("lists", "lists.html", all_lists(lang)),
        sample("upkeep-missing", "upkeep.html", upkeep_missing(lang)),
        sample("upkeep-unlinked", "upkeep.html", upkeep_unlinked(lang)),
        sample("upkeep-empty", "upkeep.html", upkeep_empty(lang)),
        sample("names", "names.html", names(lang)),
        sample("names-none", "names.html", names_none(lang)),
        sample("glossary", "glossary.html", glossary(lang)),
        sample("new", "new.html", new(lang)),
        sample("form", "form.html", form(lang)),
        sample("form-new", "form.html", form_new(lang)),
        sample("record", "record.html", record(lang)),
        sample("administration", "administration.html", administration(lang)),
        sample("administration-quiet", "administration.html", administration_quiet(lang)),
        sample("registers", "registers.html", registers(lang)),
        sample("register", "register.html", register(lang)),
        sample("register-entry", "register-entry.html", register_entry(lang)),
        sample("status", "status.html", status(lang)),
        sample("status-none", "status.html", status_none(lang)),
        sample("file", "file.html", file(lang)),
        sample("file-removed", "file.html", file_removed(lang)),
        sample("upload", "upload.html", upload(lang)),
        sample("history", "history.html", history(lang)),
        sample("compare", "compare.html", compare(lang)),
        sample("conflict", "conflict.html", conflict(lang)),
        sample("search", "search.html", search(lang)),
        sample("search-none", "search.html", search_none(lang)),
        sample("search-start", "search.html", search_start(lang)),
        sample("sign-in", "sign-in.html", sign_in(lang, None)),
        sample("sign-in-wrong", "sign-in.html", sign_in(lang, Some(SignInNotice::Wrong))),
        sample("sign-in-link", "sign-in-link.html", sign_in_link(lang)),
        sample("password", "password.html", password(lang)),
    ];
    all.extend(acts::all(lang));
    for page in [standard(lang), practice(lang), project(lang), term(lang), plain(lang)] {
        let name = match page.kind.as_str() {
            "standard" => "standard",
            "practice" => "practice",
            "project" => "project",
            "term" => "term",
            _ => "page",
        };
        let template = qm_wiki::theme::page_template(&page.kind);
        all.push(sample(name, &template, page));
    }
    all.push(sample(
        "generic",
        "kinds/generic.html",
        PageView { kind: "rezept".into(), ..practice(lang) },
    ));
    for about in BANNERS {
        let banner = Banner {
            about,
            tone: Tone::Attention,
            link: Some(Item::link("Ansehen", "/wiki/x")),
            detail: None,
            restore_action: (about == BannerAbout::Trash).then(|| "/wiki/x/restore".into()),
        };
        all.push(sample(
            "page-banner",
            "kinds/page.html",
            PageView { banner: Some(banner), ..plain(lang) },
        ));
    }
    for notice in [
        SignInNotice::TooMany,
        SignInNotice::Ended,
        SignInNotice::SignedOut,
        SignInNotice::BadLink,
        SignInNotice::Needed,
    ] {
        all.push(sample("sign-in-notice", "sign-in.html", sign_in(lang, Some(notice))));
    }
    for status in [400, 403, 404, 405, 409, 413, 429, 500, 503, 418] {
        let name = match status {
            404 => "error-404",
            500 => "error-500",
            _ => "error",
        };
        all.push(sample(name, "error.html", error(lang, status)));
    }
    all
}

const BANNERS: [BannerAbout; 9] = [
    BannerAbout::Trash,
    BannerAbout::OldRevision,
    BannerAbout::Superseded,
    BannerAbout::Repealed,
    BannerAbout::SourceText,
    BannerAbout::Example,
    BannerAbout::Draft,
    BannerAbout::PendingForReader,
    BannerAbout::PendingShown,
];

fn frame(lang: Lang, place: Place, title: &str, path: &str) -> Frame {
    let choices = [
        (
            "practice",
            "Was sich bei Ihnen bewährt hat, in einer Form, die andere übernehmen können.",
        ),
        ("project", "Ein Vorhaben mit Ziel, Leitung und Ende, allein oder mit anderen Bezirken."),
        ("standard", "Eine Regel oder Erwartung, die für alle Beteiligten gleich gelten soll."),
        ("term", "Ein Wort, das im Amt verschieden verstanden wird, einmal klar gesagt."),
        ("page", "Alles, was keine eigene Form braucht: Startseiten, Anleitungen, Hintergründe."),
    ];
    Frame {
        lang,
        site: "QM-Wiki".into(),
        title: title.into(),
        path: path.into(),
        query: String::new(),
        person: Some(Person { name: "QMB Mitte".into(), administration_href: None }),
        navigation: Navigation::new(place, |_| true),
        new_choices: choices
            .map(|(kind, hint)| NewChoice {
                kind: kind.into(),
                label: texts::new_words(lang, kind, kind),
                hint: hint.into(),
                href: format!("/new?kind={kind}"),
            })
            .to_vec(),
        flash: None,
    }
}

fn stranger(lang: Lang, title: &str, path: &str) -> Frame {
    Frame {
        person: None,
        new_choices: Vec::new(),
        navigation: Navigation::new(Place::Elsewhere, |page| page.ends_with("impressum")),
        ..frame(lang, Place::Elsewhere, title, path)
    }
}

fn chip(look: ChipLook, text: &str) -> Chip {
    Chip { look, text: text.into() }
}

fn example() -> Chip {
    chip(ChipLook::Example, "Beispiel")
}

fn line(title: &str, notes: &[&str]) -> PageLine {
    PageLine {
        title: title.into(),
        href: "/wiki/praxis/rueckruf".into(),
        notes: notes.iter().map(|note| (*note).into()).collect(),
        ..PageLine::default()
    }
}

fn examples() -> Vec<Item> {
    ["Hilfeplan Frist", "Zielvereinbarung", "aHzP"]
        .map(|words| Item::link(words, "/search?q=Hilfeplan"))
        .to_vec()
}

fn letters() -> Vec<Letter> {
    ('A'..='Z')
        .map(|letter| Letter {
            letter: letter.to_string(),
            href: (!"JQXY".contains(letter)).then(|| format!("/glossary#buchstabe-{letter}")),
        })
        .collect()
}

fn portal(lang: Lang) -> PortalView {
    let release = |code: &str, title: &str, summary: &str, state: Chip| PageLine {
        code: Some(code.into()),
        title: title.into(),
        href: "/wiki/gesamtstadt/qv-2".into(),
        summary: Some(summary.into()),
        chips: vec![state, example()],
        pillar: Some(Pillar::Gesamtstaedtisch),
        notes: Vec::new(),
    };
    let area = |label: &str, count| CountLink {
        label: label.into(),
        href: "/list/standard?service_areas=eh".into(),
        count,
    };
    let pillars = [Pillar::Bezirklich, Pillar::Ueberbezirklich, Pillar::Gesamtstaedtisch];
    PortalView {
        frame: frame(lang, Place::Start, "Start", "/"),
        examples: examples(),
        changes: vec![
            release(
                "QV-2",
                "Berichte an Amtsleitung und Senat",
                "Der Jahresbericht hat ab 2027 sechs statt neun Abschnitte.",
                chip(ChipLook::Notice, "Gilt ab 1. Januar 2027"),
            ),
            release(
                "QV-1",
                "Stellungnahme der Leitung nachhalten",
                "Fassung 3: Jede Maßnahme hat jetzt ein Datum zur Wiedervorlage.",
                chip(ChipLook::Good, "Gültig seit 2. November 2026"),
            ),
        ],
        changes_href: Some("/changes".into()),
        areas: vec![
            area("Eingliederungshilfe", 4),
            area("Ambulante Hilfe zur Pflege", 3),
            area("Hilfe zum Lebensunterhalt", 2),
            area("Grundsicherung", 2),
            area("Soziale Wohnhilfe", 1),
            area("Gesamtes Amt", 5),
        ],
        source_texts: Some(area("fachliche Grundlagen", 14)),
        glossary: Some(GlossaryStrip {
            term: Some(PageLine {
                summary: Some(
                    "Grad, in dem eine Leistung das Ziel erreicht, das man mit ihr verfolgt."
                        .into(),
                ),
                ..line("Wirksamkeit", &[])
            }),
            count: 207,
            letters: letters(),
        }),
        practices: vec![
            line("Rückruf am selben Tag", &["Pankow", "Erprobt", "Beispiel"]),
            line("Bescheide in Einfacher Sprache", &["Neukölln", "Idee", "Beispiel"]),
            line("Qualitätszirkel", &["Methode"]),
        ],
        drafts: vec![line(
            "Wartezeiten im Eingangsbereich senken",
            &["Gute Praxis", "vor 5 Minuten"],
        )],
        newcomers_href: Some("/wiki/gesamtstadt/neu-im-qm".into()),
        pillars: pillars.map(|pillar| PillarLink { pillar, href: "/spaces".into() }).to_vec(),
    }
}

fn portal_empty(lang: Lang) -> PortalView {
    PortalView {
        frame: Frame {
            new_choices: Vec::new(),
            navigation: Navigation::new(Place::Start, |_| false),
            ..frame(lang, Place::Start, "Start", "/")
        },
        examples: Vec::new(),
        changes: Vec::new(),
        changes_href: None,
        areas: Vec::new(),
        source_texts: None,
        glossary: None,
        practices: Vec::new(),
        drafts: Vec::new(),
        newcomers_href: None,
        pillars: Vec::new(),
    }
}

const PROSE: &str = r##"<p>Wer ohne Termin kommt, spricht innerhalb von <strong>zehn Minuten</strong> mit einer Fachkraft, siehe <a class="qmw-verweis" href="/wiki/gesamtstadt/empfang">Empfang</a> und <span class="qmw-fehlt">Flur</span>.</p>
<div class="qmw-ueberschrift"><h2 id="ablauf">Ablauf</h2><a class="qmw-anker" href="#ablauf" aria-label="Permalink: Ablauf">#</a></div>
<p>Der Ablauf hat sich in drei Monaten eingespielt.<sup class="qmw-fussnotenzeichen"><a href="#fn-1" aria-label="Fußnote 1">1</a></sup></p>
<ol><li>Empfangen</li><li>Anliegen klären<ul><li>kurz</li><li>lang</li></ul></li></ol>
<div class="qmw-ueberschrift"><h3 id="rollen">Rollen</h3><a class="qmw-anker" href="#rollen" aria-label="Permalink: Rollen">#</a></div>
<blockquote><p>Eine Person führt durch den Tag.</p></blockquote>
<div class="qmw-tabellenrahmen" tabindex="0" role="region" aria-label="Tabelle 1"><table class="qmw-tabelle"><thead><tr><th>Tag</th><th>Zeit</th></tr></thead><tbody><tr><td>Dienstag</td><td>9 bis 12 Uhr</td></tr></tbody></table></div>
<pre tabindex="0"><code>Termin = Anliegen + Zeit</code></pre>
<div class="qmw-hinweis qmw-hinweis--hinweis" role="note"><p class="qmw-hinweis__titel"><span class="kern-icon kern-icon--info" aria-hidden="true"></span>Hinweis</p><p>Ohne Zeit im Dienstplan geht es nicht.</p></div>
<ul><li><input class="qmw-haken" type="checkbox" disabled checked aria-label="Erledigt"> Dienstplan</li><li><input class="qmw-haken" type="checkbox" disabled aria-label="Offen"> Raum</li></ul>
<hr>
<section class="qmw-fussnoten" aria-label="Fußnoten"><ol><li id="fn-1">Stand Oktober 2026.</li></ol></section>"##;

fn space(lang: Lang) -> SpaceView {
    SpaceView {
        frame: frame(lang, Place::Spaces, "Bezirk Mitte", "/wiki/mitte"),
        breadcrumb: vec![Item::link("Bezirke", "/spaces")],
        title: "Bezirk Mitte".into(),
        pillar: Some(Pillar::Bezirklich),
        summary: Some("Was das Sozialamt Mitte für sich regelt und mit anderen teilt.".into()),
        home: Some(SpaceHome {
            page_id: "018f".into(),
            body_html: "<p>Herzlich willkommen. Die QM-Beauftragte erreichen Sie dienstags.</p>"
                .into(),
            edit_href: Some("/wiki/mitte/edit".into()),
            history_href: Some("/wiki/mitte/history".into()),
        }),
        groups: vec![PageGroup {
            label: "Gute Praxis".into(),
            count: 12,
            pages: vec![PageLine {
                summary: Some("Wer anruft, wird noch am selben Tag zurückgerufen.".into()),
                chips: vec![chip(ChipLook::Draft, "Entwurf"), example()],
                ..line("Rückruf am selben Tag", &["vor 3 Stunden"])
            }],
            more_href: Some("/list/practice?space=mitte".into()),
        }],
        tree: vec![TreeItem {
            page: Item::link("Empfang", "/wiki/mitte/empfang"),
            is_here: false,
            below: vec![TreeItem {
                page: Item::link("Rollen", "/wiki/mitte/empfang/rollen"),
                is_here: false,
                below: Vec::new(),
            }],
        }],
        order_href: Some("/order?space=mitte".into()),
        changes: vec![line("Rückruf am selben Tag", &["Gute Praxis", "vor 3 Stunden"])],
        changes_href: "/changes?space=mitte".into(),
        new_href: Some("/new?space=mitte".into()),
    }
}

fn space_empty(lang: Lang) -> SpaceView {
    SpaceView {
        home: None,
        groups: Vec::new(),
        tree: Vec::new(),
        changes: Vec::new(),
        pillar: None,
        summary: None,
        ..space(lang)
    }
}

fn spaces(lang: Lang) -> SpacesView {
    let space = |title: &str, pages, own| SpaceLine {
        title: title.into(),
        href: "/wiki/mitte".into(),
        pages,
        own,
    };
    SpacesView {
        frame: frame(lang, Place::Spaces, "Bezirke", "/spaces"),
        groups: vec![
            SpaceGroup {
                pillar: Some(Pillar::Bezirklich),
                spaces: vec![
                    space("Bezirk Mitte", 12, true),
                    space("Bezirk Friedrichshain-Kreuzberg", 3, false),
                    space("Bezirk Pankow", 1, false),
                    space("Bezirk Charlottenburg-Wilmersdorf", 0, false),
                ],
            },
            SpaceGroup {
                pillar: Some(Pillar::Gesamtstaedtisch),
                spaces: vec![space("Gesamtstadt", 1204, false)],
            },
            SpaceGroup { pillar: None, spaces: vec![space("Übungsbereich", 7, false)] },
        ],
    }
}

fn upkeep_empty(lang: Lang) -> UpkeepView {
    UpkeepView {
        frame: frame(lang, Place::Elsewhere, "Fehlende Seiten", "/upkeep/missing"),
        title: "Fehlende Seiten".into(),
        about: "Auf diese Seiten wird verwiesen.".into(),
        empty: "Jeder Verweis führt zu einer Seite.".into(),
        lists: vec![
            Item::text("Fehlende Seiten"),
            Item::link("Nicht verlinkte Seiten", "/upkeep/unlinked"),
        ],
        action: "/upkeep/missing".into(),
        spaces: vec![SpaceOption {
            key: "mitte".into(),
            title: "Bezirk Mitte".into(),
            chosen: true,
        }],
        missing: Vec::new(),
        pages: Vec::new(),
        is_cut: false,
    }
}

fn upkeep_missing(lang: Lang) -> UpkeepView {
    let page = |name: &str, space: Option<&str>, create: Option<&str>| MissingPage {
        name: name.into(),
        space: space.map(str::to_owned),
        pages: 3,
        named_in: vec![Item::link("Rückruf", "/wiki/mitte/rueckruf")],
        create: create.map(str::to_owned),
    };
    UpkeepView {
        missing: vec![
            page("Zielvereinbarung", None, Some("/new?space=mitte&title=Zielvereinbarung")),
            page("Übergabe", Some("Bezirk Mitte"), None),
        ],
        is_cut: true,
        ..upkeep_empty(lang)
    }
}

fn upkeep_unlinked(lang: Lang) -> UpkeepView {
    UpkeepView { pages: vec![line("Rückruf binnen zwei Tagen", &["Seite"])], ..upkeep_empty(lang) }
}

fn names(lang: Lang) -> NamesView {
    NamesView { pages: vec![line("Wirkung", &["Begriff", "Gesamtstadt"])], ..names_none(lang) }
}

fn names_none(lang: Lang) -> NamesView {
    NamesView {
        frame: frame(
            lang,
            Place::Elsewhere,
            "Mehrere Seiten heißen „Wirkung“",
            "/names?name=Wirkung",
        ),
        title: "Mehrere Seiten heißen „Wirkung“".into(),
        pages: Vec::new(),
        search_href: "/search?q=Wirkung".into(),
    }
}

fn facets() -> Vec<Facet> {
    let facet = |name: &str, label: &str, options: &[(&str, u64)]| Facet {
        name: name.into(),
        label: label.into(),
        options: options
            .iter()
            .enumerate()
            .map(|(at, (label, count))| FacetOption {
                value: label.to_lowercase(),
                label: (*label).into(),
                count: Some(*count),
                chosen: at == 0 && name == "status",
                href: "/search?q=Hilfeplan".into(),
            })
            .collect(),
    };
    vec![
        facet("kind", "Art", &[("Standards", 3), ("Glossar", 2), ("Gute Praxis", 3)]),
        facet("status", "Status", &[("Gültig", 1), ("Fachliche Grundlage", 2)]),
        facet(
            "service_areas",
            "Leistungsbereich",
            &[("Eingliederungshilfe", 4), ("Ambulante Hilfe zur Pflege", 3)],
        ),
    ]
}

fn list(lang: Lang) -> ListView {
    let column = |label: &str, sorted| ListColumn {
        label: label.into(),
        sort_href: Some("/list/standard?sort=title".into()),
        sorted,
    };
    let row = |code: &str, title: &str, state: Chip, area: &str, changed: &str| ListRow {
        page: PageLine {
            code: Some(code.into()),
            title: title.into(),
            href: "/wiki/gesamtstadt/hp-1".into(),
            summary: Some("Jeder Hilfeplan nennt den Tag der nächsten Überprüfung.".into()),
            ..PageLine::default()
        },
        cells: vec![
            ListCell { items: Vec::new(), chip: Some(state) },
            ListCell { items: vec![Item::text(area)], chip: None },
            ListCell { items: vec![Item::text(changed)], chip: None },
        ],
    };
    ListView {
        frame: frame(lang, Place::Standards, "Standards", "/list/standard"),
        kind: "standard".into(),
        title: "Standards".into(),
        hint: "Eine Regel oder Erwartung, die für alle Beteiligten gleich gelten soll.".into(),
        action: "/list/standard".into(),
        hidden: vec![Hidden { name: "sort".into(), value: "title".into() }],
        query: String::new(),
        facets: facets(),
        chosen: vec![Item::link("Gültig", "/list/standard")],
        clear_href: Some("/list/standard".into()),
        columns: vec![
            column("Status", Sorted::None),
            column("Leistungsbereich", Sorted::None),
            ListColumn { sort_href: None, ..column("Geändert", Sorted::None) },
        ],
        title_column: column("Titel", Sorted::Ascending),
        rows: vec![
            row(
                "HP-1",
                "Hilfeplan fortschreiben",
                chip(ChipLook::Good, "Gültig"),
                "Eingliederungshilfe",
                "vor 3 Tagen",
            ),
            row(
                "FM-3",
                "Ziele vereinbaren",
                chip(ChipLook::Source, "Fachliche Grundlage"),
                "Gesamtes Amt",
                "2. März 2026",
            ),
        ],
        paging: Paging {
            from: 1,
            to: 50,
            total: 1204,
            previous: None,
            next: Some("/list/standard?page=2".into()),
        },
        new_href: Some("/new?kind=standard".into()),
        new_label: texts::new_words(lang, "standard", "Standard"),
        notices: vec!["Die Angabe „farbe“ in der Adresse kennt diese Liste nicht.".into()],
        files: vec![
            Item::link("Als Excel-Datei", "/list/standard?format=xlsx"),
            Item::link("Als CSV", "/list/standard?format=csv"),
        ],
        block: "```abfrage\nSeitenart: standard\n```\n".into(),
    }
}

fn all_lists(lang: Lang) -> ListsView {
    let link = |label: &str, href: &str, count| CountLink {
        label: label.into(),
        href: href.into(),
        count,
    };
    ListsView {
        frame: frame(lang, Place::Start, "Alle Listen", "/list"),
        kinds: vec![
            link("Projekte", "/list/project", 12),
            link("Standards", "/list/standard", 1204),
        ],
        sets: vec![
            Item::link("Maßnahmen", "/list/measure"),
            Item::link("Übernahmen", "/list/adoption"),
        ],
    }
}

fn list_empty(lang: Lang) -> ListView {
    ListView {
        rows: Vec::new(),
        chosen: Vec::new(),
        facets: Vec::new(),
        clear_href: None,
        paging: Paging::default(),
        notices: Vec::new(),
        ..list(lang)
    }
}

fn glossary(lang: Lang) -> GlossaryView {
    let term = |title: &str, short: Option<&str>, definition: &str| TermLine {
        title: title.into(),
        abbreviation: short.map(Into::into),
        href: "/wiki/glossar/wirksamkeit".into(),
        definition: Some(definition.into()),
        aliases: vec!["Effektivität".into()],
        chips: Vec::new(),
    };
    GlossaryView {
        frame: frame(lang, Place::Glossary, "Glossar", "/glossary"),
        total: 207,
        query: String::new(),
        letters: letters(),
        groups: vec![
            LetterGroup {
                letter: "Q".into(),
                terms: vec![
                    term(
                        "QM-Beauftragte",
                        Some("QMB"),
                        "Person, die im Amt das Qualitätsmanagement vorantreibt.",
                    ),
                    TermLine {
                        chips: vec![chip(ChipLook::Draft, "Entwurf")],
                        ..term(
                            "Qualitätszirkel",
                            None,
                            "Kleine Gruppe, die Schwachstellen benennt und löst.",
                        )
                    },
                ],
            },
            LetterGroup {
                letter: "W".into(),
                terms: vec![term(
                    "Wirksamkeit",
                    None,
                    "Grad, in dem eine Leistung das Ziel erreicht.",
                )],
            },
        ],
        abbreviations: vec![Abbreviation {
            short: "QMB".into(),
            long: Item::link("QM-Beauftragte", "/wiki/glossar/qmb"),
        }],
        new_href: Some("/new?kind=term".into()),
    }
}

fn new(lang: Lang) -> NewView {
    let frame = frame(lang, Place::Elsewhere, "Neu", "/new");
    NewView {
        choices: frame.new_choices.clone(),
        frame,
        space: Some(Item::link("Bezirk Mitte", "/wiki/mitte")),
    }
}

fn input(path: &str, label: &str, help: Option<&str>, control: Control) -> FormField {
    FormField {
        id: FormField::id_of(path),
        name: FormField::name_of(path),
        label: label.into(),
        help: help.map(Into::into),
        required: path == "title",
        problem: None,
        control,
    }
}

fn text_line(value: &str, width: Width) -> Control {
    Control::Line { value: value.into(), width, suggestions: Vec::new() }
}

fn option(value: &str, label: &str, hint: Option<&str>, chosen: bool) -> ChoiceOption {
    ChoiceOption { value: value.into(), label: label.into(), hint: hint.map(Into::into), chosen }
}

fn record(lang: Lang) -> RecordFormView {
    let address = "/wiki/mitte/wartezeiten/records/measure/1";
    RecordFormView {
        frame: frame(lang, Place::Projects, "Maßnahme", address),
        breadcrumb: vec![Item::link("Bezirk Mitte", "/wiki/mitte")],
        title: "Maßnahme".into(),
        hint: "Wer macht was bis wann? Eine Zeile genügt.".into(),
        action: address.into(),
        version: 2,
        problems: vec![ProblemLine {
            href: Some("#f-title".into()),
            label: Some("Was ist zu tun?".into()),
            text: "Füllen Sie dieses Feld aus.".into(),
        }],
        fields: vec![input("title", "Was ist zu tun?", None, text_line("", Width::Full))],
        more: vec![input("responsible", "Verantwortlich", None, text_line("", Width::Full))],
        may_remove: true,
        history: vec!["22. November 2026, 10:00 Uhr".into()],
        cancel_href: "/wiki/mitte/wartezeiten".into(),
    }
}

fn administration(lang: Lang) -> AdministrationView {
    AdministrationView {
        frame: frame(lang, Place::Elsewhere, "Verwaltung", "/administration"),
        mistakes: vec![
            MistakeLine {
                file: "kinds/rezept.toml".into(),
                line: 12,
                text: "„zahl“ gibt es hier nicht.".into(),
            },
            MistakeLine { file: "templates/x.md".into(), line: 0, text: "Ohne Namen.".into() },
        ],
        parts: vec![AdministrationPart {
            link: Item::link("Register und Auswahllisten", "/administration/registers"),
            text: "Ergänzen, umbenennen, ordnen, auslaufen lassen.".into(),
        }],
        examples: Some(12),
    }
}

fn administration_quiet(lang: Lang) -> AdministrationView {
    AdministrationView { mistakes: Vec::new(), examples: None, ..administration(lang) }
}

fn registers(lang: Lang) -> RegistersView {
    let address = "/administration/registers";
    let line = |title: &str, retired| ListLine {
        title: title.into(),
        href: format!("{address}/service_areas"),
        about: "Wofür eine Seite gilt.".into(),
        offered: 6,
        retired,
    };
    RegistersView {
        frame: frame(lang, Place::Elsewhere, "Register und Auswahllisten", address),
        breadcrumb: vec![Item::link("Verwaltung", "/administration")],
        registers: vec![line("Leistungsbereiche", 0), line("Gremien", 2)],
        lists: vec![line("Art der Praxis", 0)],
    }
}

fn register(lang: Lang) -> RegisterView {
    let address = "/administration/registers/service_areas";
    let entry = |id: &str, word: &str, retired: bool| EntryLine {
        id: id.into(),
        link: Item::link(word, format!("{address}/{id}")),
        other: "Integration assistance".into(),
        chips: if retired {
            vec![Chip { look: ChipLook::Plain, text: "Nicht mehr angeboten".into() }]
        } else {
            Vec::new()
        },
        used: (!retired).then(|| Item::link("12 Seiten", format!("{address}/{id}#verwendung"))),
        before: retired.then(|| "eh".into()),
        behind: (!retired).then(|| "ahzp".into()),
    };
    RegisterView {
        frame: frame(lang, Place::Elsewhere, "Leistungsbereiche", address),
        breadcrumb: vec![Item::link("Verwaltung", "/administration")],
        title: "Leistungsbereiche".into(),
        about: "Wofür eine Seite gilt.".into(),
        fields: vec!["Leistungsbereich (Projekte)".into()],
        action: address.into(),
        entries: vec![entry("eh", "Eingliederungshilfe", false), entry("ahzp", "aHzP", true)],
        problems: vec![ProblemLine {
            href: Some("#f-label-de".into()),
            label: Some("Bezeichnung".into()),
            text: "Geben Sie dem Eintrag eine Bezeichnung.".into(),
        }],
        new: vec![input("label_de", "Bezeichnung", None, text_line("", Width::Full))],
    }
}

fn register_entry(lang: Lang) -> RegisterEntryView {
    let address = "/administration/registers/service_areas/eh";
    RegisterEntryView {
        frame: frame(lang, Place::Elsewhere, "Eingliederungshilfe", address),
        breadcrumb: vec![Item::link("Leistungsbereiche", "/administration/registers/x")],
        title: "Eingliederungshilfe".into(),
        id: "eh".into(),
        chips: Vec::new(),
        action: address.into(),
        version: 1,
        problems: Vec::new(),
        fields: vec![input("label_de", "Bezeichnung", None, text_line("EH", Width::Full))],
        may_retire: true,
        may_offer: true,
        may_delete: true,
        uses: vec![CountLink {
            label: "Standards".into(),
            href: "/list/standard?service_areas=eh".into(),
            count: 12,
        }],
        records: vec!["Maßnahmen: 2".into()],
        cancel_href: "/administration/registers/service_areas".into(),
    }
}

fn status(lang: Lang) -> StatusView {
    let choice = |to: &str, label: &str, chosen| StepChoice {
        to: to.into(),
        label: label.into(),
        effect: Some("Für Leserinnen und Leser ändert sich nichts.".into()),
        chosen,
        reason: !chosen,
        missing: Some(Missing {
            open: vec![Item::link("Kurzfassung", "/wiki/mitte/wartezeiten/edit#f-summary")],
            done: vec!["Titel".into()],
        }),
    };
    StatusView {
        frame: frame(lang, Place::Practice, "Status", "/wiki/mitte/wartezeiten/status"),
        breadcrumb: vec![Item::link("Bezirk Mitte", "/wiki/mitte")],
        page: Item::link("Wartezeiten", "/wiki/mitte/wartezeiten"),
        chips: vec![chip(ChipLook::Draft, "Entwurf")],
        action: "/wiki/mitte/wartezeiten/status".into(),
        seen: 7,
        problems: vec![ProblemLine {
            href: Some("/wiki/mitte/wartezeiten/edit#f-summary".into()),
            label: Some("Kurzfassung".into()),
            text: "Bitte ausfüllen.".into(),
        }],
        choices: vec![
            choice("in_abstimmung", "Zur Mitzeichnung geben", true),
            choice("archiviert", "Archivieren", false),
        ],
        note: "Bitte bis Freitag".into(),
        note_problem: Some("Bitte schreiben Sie einen Grund dazu.".into()),
        hints: vec![Item::text("Mit anderen Bezirken teilen?")],
        asks_others: true,
        cancel_href: "/wiki/mitte/wartezeiten".into(),
    }
}

fn status_none(lang: Lang) -> StatusView {
    StatusView {
        problems: Vec::new(),
        choices: Vec::new(),
        hints: Vec::new(),
        note_problem: None,
        ..status(lang)
    }
}

fn form(lang: Lang) -> FormView {
    let role = |row: usize, role: &str, task: &str| FormRow {
        id: format!("r{row}"),
        cells: vec![
            input(&format!("roles.{row}.role"), "Rolle", None, text_line(role, Width::Full)),
            input(
                &format!("roles.{row}.task"),
                "Aufgabe",
                None,
                Control::Text { value: task.into(), rows: 2 },
            ),
        ],
    };
    FormView {
        frame: frame(lang, Place::Practice, "Gute Praxis bearbeiten", "/wiki/mitte/wartezeiten/edit"),
        purpose: FormPurpose::Edit,
        action: "/wiki/mitte/wartezeiten/edit".into(),
        kind: "practice".into(),
        kind_label: "Gute Praxis".into(),
        breadcrumb: vec![Item::link("Gute Praxis", "/list/practice"), Item::link("Bezirk Mitte", "/wiki/mitte")],
        pillar: Some(Pillar::Bezirklich),
        chips: vec![chip(ChipLook::Draft, "Entwurf"), example()],
        saved: Some("Zuletzt gespeichert vor 5 Minuten".into()),
        hidden: vec![Hidden { name: "base".into(), value: "7".into() }],
        templates: Vec::new(),
        problems: vec![ProblemLine {
            href: Some("#f-tried-since".into()),
            label: Some("Erprobt seit".into()),
            text: "Den 31. November gibt es nicht".into(),
        }],
        first: vec![
            input("title", "Titel", Some("So, wie Sie es einer Kollegin nennen würden."), text_line("Wartezeiten im Eingangsbereich senken", Width::Full)),
            input("summary", "Worum geht es?", Some("Ein Satz. Er steht später in jeder Trefferliste."), Control::Text { value: "Wer ohne Termin kommt, spricht innerhalb von zehn Minuten mit einer Fachkraft und weiß danach, wie es weitergeht.".into(), rows: 3 }),
            input("practice_type", "Art", None, Control::Choice { options: vec![
                option("verfahren", "Verfahren", Some("So läuft es bei uns ab"), true),
                option("instrument", "Instrument", Some("Ein Werkzeug zum Nachnutzen"), false),
                option("organisation", "Organisation", Some("Wer was in welcher Rolle tut"), false),
            ] }),
            input("procedure", "So gehen Sie vor", Some("In Schritten, die ein anderes Amt nachmachen kann."), Control::Markdown { value: "1. Eine Fachkraft empfängt von 9 bis 12 Uhr im Flur.\n2. Drei Fragen klären das Anliegen.".into(), rows: 6 }),
            FormField {
                problem: Some("Den 31. November gibt es nicht. Meinten Sie den 30.11.2025?".into()),
                ..input("tried_since", "Erprobt seit", Some("Zum Beispiel 1.9.2026."), Control::Date { value: "31.11.2025".into() })
            },
            input("contact", "Ansprechperson", Some("Person oder Funktion. Voreingestellt: Sie."), Control::Line { value: "QM-Beauftragte Bezirk Mitte".into(), width: Width::Medium, suggestions: vec!["Redaktion AG QM".into()] }),
        ],
        body: input("body", "Text", None, Control::Markdown { value: String::new(), rows: 8 }),
        sections: vec![
            FormSection {
                id: "vorgehen".into(),
                label: "Chancen, Risiken und Rollen".into(),
                filled: 2,
                open: true,
                fields: vec![
                    input("opportunities", "Chancen", None, Control::Lines { value: "Lösungen kommen aus der Praxis".into(), rows: 4 }),
                    input("roles", "Rollen", None, Control::Table { field: "roles".into(), rows: vec![role(0, "Moderation", "führt durch das Treffen"), role(1, "Protokoll", "hält Ergebnisse fest")], may_add: true }),
                ],
            },
            FormSection {
                id: "einordnung".into(),
                label: "Einordnung".into(),
                filled: 0,
                open: false,
                fields: vec![
                    input("service_areas", "Leistungsbereich", None, Control::Choices { options: vec![option("eh", "Eingliederungshilfe", None, true), option("ahzp", "Ambulante Hilfe zur Pflege", None, false)] }),
                    input("origin", "Herkunft (Bezirk)", None, Control::Choice { options: (0..8).map(|at| option(&at.to_string(), &format!("Bezirk {at}"), None, at == 3)).collect() }),
                    input("step_no", "Schritt", None, Control::Number { value: "3".into() }),
                    input("url", "Adresse", None, Control::Url { value: "https://example.org".into() }),
                ],
            },
        ],
        missing: Some(Missing {
            open: vec![Item::link("Erprobt seit", "#f-tried-since"), Item::link("Übertragbarkeit", "#f-transfer-notes"), Item::text("Freigabe")],
            done: vec!["Titel".into(), "Worum geht es?".into(), "Art".into()],
        }),
        hints: vec![Item::link("Wer ist betroffen?", "#f-roles"), Item::text("Mit anderen teilen?")],
        audience: "Sie und alle, die im Bereich „Mitte“ mitarbeiten".into(),
        audience_note: None,
        save: SaveButtons::Draft,
        change_note: Some(input("change_note", "Was haben Sie geändert?", Some("Ein Satz für alle, die den Verlauf lesen."), text_line("", Width::Full))),
        minor: Some(false),
        unsaved: acts::unsaved(),
        from_pages: vec![Item::link("Muster", "/wiki/mitte/muster/copy")],
        writing_now: Some("QM-Beauftragte Bezirk Mitte bearbeitet die Seite gerade.".into()),
        keep_action: Some("/drafts?page=018f".into()),
        presence_action: Some("/presence/018f".into()),
        preview_html: None,
        cancel_href: "/wiki/mitte/wartezeiten".into(),
    }
}

fn form_new(lang: Lang) -> FormView {
    FormView {
        frame: frame(lang, Place::Elsewhere, "Neu: Seite", "/new?kind=page"),
        purpose: FormPurpose::New,
        action: "/new".into(),
        kind: "page".into(),
        kind_label: "Seite".into(),
        templates: vec![
            TemplateChoice {
                label: "Leere Seite".into(),
                hint: String::new(),
                href: "/new?kind=page".into(),
                chosen: true,
            },
            TemplateChoice {
                label: "Workshop".into(),
                hint: "Ablauf, Rollen, Ergebnis.".into(),
                href: "/new?kind=page&template=workshop".into(),
                chosen: false,
            },
        ],
        problems: Vec::new(),
        chips: Vec::new(),
        saved: None,
        sections: Vec::new(),
        missing: None,
        hints: Vec::new(),
        save: SaveButtons::PublishOrDraft,
        change_note: None,
        minor: None,
        unsaved: Vec::new(),
        from_pages: Vec::new(),
        writing_now: None,
        presence_action: None,
        preview_html: Some(PROSE.into()),
        ..form(lang)
    }
}

fn history(lang: Lang) -> HistoryView {
    let revision = |number, when: &str, note: Option<&str>| RevisionRow {
        number,
        href: format!("/wiki/mitte/wartezeiten?revision={number}"),
        when: when.into(),
        when_iso: "2026-11-22T10:42:00Z".into(),
        by: Some("QM-Beauftragte Bezirk Mitte".into()),
        note: note.map(Into::into),
        is_minor: number == 2,
        released: None,
        in_force: false,
        restore_action: Some("/wiki/mitte/wartezeiten/restore".into()),
        restore_hidden: vec![Hidden { name: "revision".into(), value: number.to_string() }],
        from: number == 3,
        to: number == 4,
    };
    HistoryView {
        frame: Frame {
            flash: Some(Flash {
                tone: Tone::Good,
                text: "„Wartezeiten senken“ ist gespeichert.".into(),
                link: Some(Item::link("Vergleichen", "/wiki/mitte/wartezeiten/compare")),
                undo: Some(UndoForm {
                    action: "/undo".into(),
                    label: None,
                    hidden: vec![Hidden { name: "seq".into(), value: "9".into() }],
                }),
            }),
            ..frame(lang, Place::Practice, "Verlauf", "/wiki/mitte/wartezeiten/history")
        },
        breadcrumb: vec![
            Item::link("Gute Praxis", "/list/practice"),
            Item::link("Wartezeiten senken", "/wiki/mitte/wartezeiten"),
        ],
        page: Item::link("Wartezeiten im Eingangsbereich senken", "/wiki/mitte/wartezeiten"),
        revisions: vec![
            RevisionRow {
                restore_action: None,
                ..revision(4, "vor 5 Minuten", Some("Schritte ergänzt"))
            },
            RevisionRow {
                released: Some("Fassung 2".into()),
                in_force: true,
                ..revision(3, "gestern, 9:05 Uhr", Some("Freigegeben durch die Amtsleitung"))
            },
            RevisionRow { by: None, ..revision(2, "2. November 2026", None) },
            RevisionRow {
                released: Some("Fassung 1".into()),
                ..revision(1, "1. Oktober 2026", Some("Erste Fassung"))
            },
        ],
        authors_href: Some("/wiki/mitte/wartezeiten/authors".into()),
        compare_action: "/wiki/mitte/wartezeiten/compare".into(),
        paging: Paging { from: 1, to: 4, total: 4, previous: None, next: None },
    }
}

fn piece(mark: Mark, text: &str) -> Piece {
    Piece { mark, text: text.into() }
}

fn compare(lang: Lang) -> CompareView {
    let head = |label: &str, when: &str| RevisionHead {
        label: label.into(),
        href: "/wiki/mitte/wartezeiten?revision=3".into(),
        when: when.into(),
        by: Some("QM-Beauftragte Bezirk Mitte".into()),
        note: Some("Schritte ergänzt".into()),
    };
    CompareView {
        frame: frame(
            lang,
            Place::Practice,
            "Vergleich",
            "/wiki/mitte/wartezeiten/compare?from=3&to=4",
        ),
        breadcrumb: vec![Item::link("Gute Praxis", "/list/practice")],
        page: Item::link("Wartezeiten im Eingangsbereich senken", "/wiki/mitte/wartezeiten"),
        from: head("Fassung 2", "gestern, 9:05 Uhr"),
        to: head("Bearbeitungsstand 4", "vor 5 Minuten"),
        reasons: vec![Reason {
            number: 4,
            when: "vor 5 Minuten".into(),
            by: Some("QM-Beauftragte Bezirk Mitte".into()),
            note: "Schritte ergänzt".into(),
        }],
        rendered: Vec::new(),
        other_view: Item::link("Nebeneinander, wie gelesen", "/wiki/x/compare?view=rendered"),
        fields: vec![
            FieldChange {
                label: "Reifegrad".into(),
                old: vec![piece(Mark::Removed, "Idee")],
                new: vec![piece(Mark::Added, "Erprobt")],
            },
            FieldChange {
                label: "Ansprechperson".into(),
                old: Vec::new(),
                new: vec![piece(Mark::Added, "Redaktion AG QM")],
            },
        ],
        text: vec![
            TextBlock::Same { text: "## Ablauf".into() },
            TextBlock::Changed {
                pieces: vec![
                    piece(Mark::Same, "Die Befragung läuft vom "),
                    piece(Mark::Removed, "11. bis 29. Januar"),
                    piece(Mark::Added, "18. Januar bis 5. Februar"),
                    piece(Mark::Same, "."),
                ],
            },
            TextBlock::Skipped { lines: 14 },
            TextBlock::Removed { text: "Bereiche werden verglichen.".into() },
            TextBlock::Added { text: "Unter fünf Antworten wird nichts gezeigt.".into() },
        ],
        history_href: "/wiki/mitte/wartezeiten/history".into(),
        earlier_href: Some("/wiki/mitte/wartezeiten/compare?from=2&to=3".into()),
        later_href: None,
    }
}

fn conflict(lang: Lang) -> ConflictView {
    ConflictView {
        frame: frame(lang, Place::Projects, "Gleichzeitig bearbeitet", "/wiki/befragung/edit"),
        breadcrumb: vec![Item::link("Projekte", "/list/project")],
        page: Item::link("Projektauftrag", "/wiki/befragung/projektauftrag"),
        other: Some("QM-Beauftragte Bezirk Neukölln".into()),
        when: "vor 5 Minuten".into(),
        action: "/wiki/befragung/edit".into(),
        hidden: vec![
            Hidden { name: "base".into(), value: "8".into() },
            Hidden { name: "f.body".into(), value: "Mein \"Text\"".into() },
        ],
        parts: vec![
            ConflictPart {
                name: "body".into(),
                label: "Zeitplan".into(),
                mine: vec![
                    piece(Mark::Same, "Die Befragung läuft vom "),
                    piece(Mark::Added, "11. bis 29. Januar"),
                    piece(Mark::Same, "."),
                ],
                theirs: vec![
                    piece(Mark::Same, "Die Befragung läuft vom "),
                    piece(Mark::Added, "18. Januar bis 5. Februar"),
                    piece(Mark::Same, "."),
                ],
                theirs_value: "Die Befragung läuft vom 18. Januar bis 5. Februar.".into(),
                both: true,
                chosen: String::new(),
            },
            ConflictPart {
                name: "due_on".into(),
                label: "Ende geplant".into(),
                mine: vec![piece(Mark::Added, "29.01.2027")],
                theirs: vec![piece(Mark::Added, "05.02.2027")],
                theirs_value: "2027-02-05".into(),
                both: false,
                chosen: "theirs".into(),
            },
        ],
        merged: vec!["Anlass".into(), "Ziel".into()],
        act: "save".into(),
        audience: "Sie und das Projektteam".into(),
        current_href: "/wiki/befragung/projektauftrag".into(),
        kept: Some("Ihre Fassung ist außerdem aufgehoben.".into()),
    }
}

fn hit(code: Option<&str>, title: &str, state: Chip, snippet: &str) -> Hit {
    Hit {
        code: code.map(Into::into),
        title_html: title.into(),
        href: "/wiki/gesamtstadt/hp-1".into(),
        kind_label: "Standard".into(),
        path: vec!["Gesamtstadt".into()],
        chips: vec![state],
        pillar: None,
        snippet_html: snippet.into(),
        places: Vec::new(),
        more_places: 0,
    }
}

fn search(lang: Lang) -> SearchView {
    let place = |label: &str, text: &str| HitPlace {
        label: label.into(),
        href: "/wiki/gesamtstadt/hp-1#hp-1-02".into(),
        snippet_html: text.into(),
    };
    SearchView {
        frame: Frame { query: "Hilfeplan".into(), ..frame(lang, Place::Elsewhere, "Hilfeplan – Suche", "/search?q=Hilfeplan") },
        query: "Hilfeplan".into(),
        hidden: Vec::new(),
        facets: facets(),
        chosen: vec![Item::link("Gültig", "/search?q=Hilfeplan")],
        clear_href: Some("/search?q=Hilfeplan".into()),
        suggestion: Some(Item::link("Hilfepläne", "/search?q=Hilfepläne")),
        definition: Some(Definition {
            term: Item::link("Hilfeplan", "/wiki/glossar/hilfeplan"),
            text: "Schriftliche Vereinbarung darüber, welche Hilfen eine Person wofür und wie lange erhält und wann das überprüft wird.".into(),
            see_also: vec![Item::link("Hilfeplanung", "/wiki/glossar/hilfeplanung")],
        }),
        hits: vec![
            Hit {
                places: vec![place("HP-1.02", "Spätestens nach zwölf Monaten wird der <mark>Hilfeplan</mark> überprüft."), place("HP-1.05", "Ändert sich die Lage, wird der <mark>Hilfeplan</mark> sofort angepasst.")],
                more_places: 3,
                ..hit(Some("HP-1"), "<mark>Hilfeplan</mark> fortschreiben", chip(ChipLook::Good, "Gültig seit 1. Juli 2026"), "Jeder <mark>Hilfeplan</mark> nennt den Tag der nächsten Überprüfung.")
            },
            hit(Some("FM-4"), "Hilfsangebote planen", chip(ChipLook::Source, "Fachliche Grundlage"), "Der <mark>Hilfeplan</mark> entsteht gemeinsam mit allen Beteiligten."),
        ],
        paging: Paging { from: 1, to: 10, total: 23, previous: None, next: Some("/search?q=Hilfeplan&page=2".into()) },
        examples: examples(),
        write_href: Some("/new?kind=page&title=Hilfeplan".into()),
    }
}

fn search_none(lang: Lang) -> SearchView {
    SearchView {
        hits: Vec::new(),
        facets: Vec::new(),
        definition: None,
        query: "Hilfplahn".into(),
        paging: Paging::default(),
        ..search(lang)
    }
}

fn search_start(lang: Lang) -> SearchView {
    SearchView { query: String::new(), ..search_none(lang) }
}

fn sign_in(lang: Lang, notice: Option<SignInNotice>) -> SignInView {
    SignInView {
        frame: stranger(lang, "Anmelden", "/sign-in"),
        action: "/sign-in".into(),
        next: "/wiki/mitte#ablauf".into(),
        name: notice.map_or_else(String::new, |_| "kaya".into()),
        notice,
    }
}

fn sign_in_link(lang: Lang) -> SignInLinkView {
    SignInLinkView {
        frame: stranger(lang, "Anmelden", "/sign-in/link"),
        action: "/sign-in/link".into(),
        hidden: vec![Hidden { name: "token".into(), value: "x".into() }],
        name: "Administration".into(),
    }
}

fn password(lang: Lang) -> PasswordView {
    PasswordView {
        frame: frame(lang, Place::Elsewhere, "Passwort", "/password"),
        action: "/password".into(),
        next: "/".into(),
        name: "admin".into(),
        problems: vec![ProblemLine {
            href: Some("#again".into()),
            label: None,
            text: "Die beiden Eingaben sind verschieden.".into(),
        }],
        min_chars: 12,
    }
}

fn error(lang: Lang, status: u16) -> ErrorView {
    let frame = if status == 403 {
        stranger(lang, "Nicht gefunden", "/wiki/x?a=b&c=d")
    } else {
        frame(lang, Place::Elsewhere, "Nicht gefunden", "/wiki/x")
    };
    ErrorView {
        frame,
        status,
        detail: (status == 413).then(|| "Höchstens 2 MB.".into()),
        write_href: (status == 404).then(|| "/new?kind=page&title=X".into()),
        back_href: (status == 409).then(|| "/wiki/x".into()),
        retry_after: (status == 429).then_some(30),
        reference: (status == 500).then(|| "018f-77".into()),
    }
}

fn one(id: &str, label: &str, text: &str) -> FieldView {
    FieldView {
        id: id.into(),
        label: label.into(),
        value: FieldValue::One { item: Item::text(text) },
    }
}

fn many(id: &str, label: &str, texts: &[&str]) -> FieldView {
    FieldView {
        id: id.into(),
        label: label.into(),
        value: FieldValue::Many { items: texts.iter().map(|text| Item::text(*text)).collect() },
    }
}

fn prose(id: &str, label: &str, html: &str) -> FieldView {
    FieldView { id: id.into(), label: label.into(), value: FieldValue::Prose { html: html.into() } }
}

fn table(id: &str, label: &str, columns: &[(&str, &str)], rows: &[&[&str]]) -> FieldView {
    let rows = rows.iter().enumerate().map(|(at, row)| RowView {
        id: format!("r{at}"),
        number: (id == "statements").then(|| format!("FM-3.0{}", at + 1)),
        cells: columns
            .iter()
            .zip(*row)
            .filter(|(_, text)| !text.is_empty())
            .map(|((id, _), text)| CellView {
                id: (*id).into(),
                items: vec![Item::text(*text)],
                html: None,
            })
            .collect(),
    });
    FieldView {
        id: id.into(),
        label: label.into(),
        value: FieldValue::Table {
            columns: columns
                .iter()
                .map(|(id, label)| ColumnView { id: (*id).into(), label: (*label).into() })
                .collect(),
            rows: rows.collect(),
        },
    }
}

fn section(id: &str, label: &str, fields: &[&str]) -> FieldSection {
    FieldSection {
        id: id.into(),
        label: label.into(),
        fields: fields.iter().map(|field| (*field).into()).collect(),
    }
}

fn plain(lang: Lang) -> PageView {
    PageView {
        frame: frame(lang, Place::Elsewhere, "Wartezeiten", "/wiki/mitte/wartezeiten"),
        page_id: "018f2c".into(),
        kind: "page".into(),
        kind_label: "Seite".into(),
        breadcrumb: vec![
            Item::link("Bezirke", "/spaces"),
            Item::link("Bezirk Mitte", "/wiki/mitte"),
        ],
        pillar: Some(Pillar::Bezirklich),
        space: Item::link("Bezirk Mitte", "/wiki/mitte"),
        code: None,
        title: "Wartezeiten im Eingangsbereich".into(),
        chips: vec![chip(ChipLook::Good, "Veröffentlicht")],
        meta: None,
        banner: None,
        summary: Some("Wie der Empfang in Mitte arbeitet.".into()),
        fields: vec![
            many("tags", "Schlagworte", &["Empfang", "Termine"]),
            one("honesty", "Herkunft des Inhalts", "belegt"),
        ],
        sections: vec![section("kern", "Worum es geht", &["tags", "honesty"])],
        records: vec![RecordsView {
            id: "measure".into(),
            label: "Maßnahmen".into(),
            hint: "Wer macht was bis wann?".into(),
            columns: vec![ColumnView { id: "title".into(), label: "Was ist zu tun?".into() }],
            rows: vec![RecordRow {
                cells: vec![CellView {
                    id: "title".into(),
                    items: vec![Item::text("Aushang erneuern")],
                    html: None,
                }],
                closed: false,
                edit_href: Some("/wiki/mitte/wartezeiten/records/measure/1".into()),
            }],
            add_href: Some("/wiki/mitte/wartezeiten/records/measure/new".into()),
            add_label: "Maßnahme".into(),
        }],
        files: Some(files()),
        body_html: PROSE.into(),
        headings: vec![Heading { anchor: "ablauf".into(), text: "Ablauf".into() }],
        edit_href: Some("/wiki/mitte/wartezeiten/edit".into()),
        history_href: Some("/wiki/mitte/wartezeiten/history".into()),
        status: Some(StatusControl {
            word: "Entwurf".into(),
            href: "/wiki/mitte/wartezeiten/status".into(),
            next: Some(NextStep {
                to: "freigegeben".into(),
                label: "Veröffentlichen".into(),
                seen: 7,
            }),
            missing: Some(Missing {
                open: vec![Item::link("Kurzfassung", "/wiki/mitte/wartezeiten/edit#f-summary")],
                done: vec!["Titel".into()],
            }),
        }),
        actions: Vec::new(),
        tools: acts::tools(),
        locked: Some("Gesperrt seit heute: Wird geprüft.".into()),
        writing_now: Some("QM-Beauftragte Bezirk Mitte bearbeitet die Seite gerade.".into()),
        order_href: Some("/order?page=018f".into()),
        used_in: vec![line("Empfang einrichten", &["Gute Praxis"])],
        children: vec![line("Rollen am Empfang", &["vor 3 Tagen"])],
        owner: Some("Redaktion AG QM".into()),
        changed: Some("vor 5 Minuten".into()),
        print: PrintHead {
            state: "Veröffentlicht".into(),
            version: None,
            printed_on: "22. November 2026".into(),
            address: "/wiki/mitte/wartezeiten".into(),
        },
        previous: None,
        next: None,
    }
}

fn standard(lang: Lang) -> PageView {
    PageView {
        frame: frame(lang, Place::Standards, "FM-3 Ziele vereinbaren", "/wiki/gesamtstadt/fm-3"),
        kind: "standard".into(),
        kind_label: "Standard".into(),
        breadcrumb: vec![Item::link("Standards", "/list/standard"), Item::link("Fallmanagement", "/wiki/gesamtstadt/fallmanagement")],
        pillar: Some(Pillar::Gesamtstaedtisch),
        code: Some("FM-3".into()),
        title: "Ziele vereinbaren".into(),
        chips: vec![chip(ChipLook::Source, "Fachliche Grundlage"), chip(ChipLook::Plain, "Empfehlung")],
        meta: Some("Fassung 1 · Rechtsstand der Quelle".into()),
        banner: Some(Banner { about: BannerAbout::SourceText, tone: Tone::Plain, link: None, detail: Some("Dieser Text des Deutschen Vereins gibt Orientierung, er bindet Sie nicht. Einen gültigen Berliner Standard dazu gibt es noch nicht.".into()), restore_action: None }),
        summary: Some("Beide Seiten legen verbindlich fest, was sie wie und bis wann erreichen wollen.".into()),
        fields: vec![
            many("quick_card", "Auf einen Blick", &["Ziele gemeinsam aus der Diagnose ableiten", "So formulieren, dass man sie prüfen kann", "In kleine Schritte teilen, Richtung behalten"]),
            table("statements", "Aussagen", &[("no", "Nr."), ("text", "Aussage"), ("note", "Hinweis")], &[
                &["", "Ziele entstehen gemeinsam mit der leistungsberechtigten Person und aus der Diagnose. Sie passen zu ihren Möglichkeiten, zu ihren Ressourcen und zum Arbeitsmarkt der Region.", ""],
                &["", "Ziele sind überprüfbar und messbar.", "Auch Teilziele zählen."],
                &["", "Für jedes Ziel ist ein Zeitrahmen vereinbart.", ""],
            ]),
            one("governs", "Regelt", "Vorgehen (Wie)"),
            one("standardisability", "Lässt sich das regeln?", "Nur im Einzelfall"),
            many("service_areas", "Leistungsbereich", &["Eingliederungshilfe", "Ambulante Hilfe zur Pflege"]),
            table("goal_conflicts", "Zielkonflikte", &[("conflict", "Konflikt"), ("between", "Zwischen"), ("consequence", "Folge"), ("source", "Quelle")], &[
                &["Quote und offenes Ergebnis", "FM-3.01", "Wer eine Maßnahmequote erfüllen muss, hat weniger Raum, Ziele offen zu entwickeln.", "Bartelheimer, Prozessstandards und Qualität"],
                &["Sanktion und Vertrauen", "FM-3.04", "Sanktionsquoten belasten die Beziehung.", ""],
            ]),
            many("resources_individual", "Bei den Fachkräften", &["Gespräche führen und aushandeln können", "Mit Konflikten umgehen"]),
            many("resources_institutional", "Im Amt", &["Fachkräfte dürfen selbst entscheiden"]),
            table("responsibilities", "Rollen und Verantwortung", &[("task", "Aufgabe"), ("role", "Rolle")], &[&["Ziele vereinbaren", "Fachkraft"]]),
            prose("documentation_duties", "Dokumentation", "<p>Die Zielvereinbarung liegt in der Akte.</p>"),
            table("sources", "Quellen", &[("document", "Dokument"), ("section", "Abschnitt")], &[&["Deutscher Verein: Qualitätsstandards für das Fallmanagement", "Abschnitt 2, Prozessschritt 3"]]),
            one("honesty", "Herkunft des Inhalts", "belegt"),
        ],
        sections: vec![
            section("kern", "Kern", &["quick_card"]),
            section("zusammenarbeit", "Rollen und Zusammenarbeit", &["responsibilities"]),
            section("pruefung", "Messen und prüfen", &["documentation_duties"]),
            section("herkunft", "Startbestand", &["honesty"]),
        ],
        body_html: String::new(),
        headings: Vec::new(),
        actions: vec![Action { label: "Als Vorlage für einen Standard nutzen".into(), href: "/new?kind=standard".into(), icon: "draft".into() }],
        used_in: vec![line("Zielvereinbarung (Einzelfall)", &["Glossar"])],
        children: Vec::new(),
        print: PrintHead { state: "Fachliche Grundlage".into(), version: Some("Fassung 1, aufgenommen am 2. März 2026".into()), printed_on: "22. November 2026".into(), address: "/wiki/gesamtstadt/fm-3".into() },
        previous: Some(PageLine { code: Some("FM-2".into()), ..line("Probleme erkennen und verorten", &[]) }),
        next: Some(PageLine { code: Some("FM-4".into()), ..line("Hilfsangebote planen", &[]) }),
        ..plain(lang)
    }
}

fn practice(lang: Lang) -> PageView {
    PageView {
        frame: frame(lang, Place::Practice, "Qualitätszirkel", "/wiki/gesamtstadt/qualitaetszirkel"),
        kind: "practice".into(),
        kind_label: "Gute Praxis".into(),
        breadcrumb: vec![Item::link("Gute Praxis", "/list/practice")],
        title: "Qualitätszirkel".into(),
        chips: vec![chip(ChipLook::Good, "Veröffentlicht"), chip(ChipLook::Plain, "Erprobt")],
        meta: Some("Methode · PDCA: Prüfen".into()),
        summary: Some("Eine kleine Gruppe aus dem Arbeitsalltag trifft sich regelmäßig, benennt Schwachstellen und löst sie selbst.".into()),
        fields: vec![
            one("practice_type", "Art", "Instrument"),
            one("maturity", "Reifegrad", "Erprobt"),
            prose("problem", "Anlass", "<p>Wenn dieselben Reibungen immer wieder auftreten und die Lösung bei denen liegt, die die Arbeit tun.</p>"),
            prose("procedure", "So gehen Sie vor", "<ol><li><strong>Gruppe bilden.</strong> Bis zu 15 Mitarbeitende, freiwillig, ohne Vorgesetzte in der Runde.</li><li><strong>Moderation klären.</strong> Eine Person führt durch das Treffen und hält Ergebnisse fest.</li><li><strong>Zurückmelden.</strong> Der Leitung berichten, was gilt und was Entscheidung braucht.</li></ol>"),
            many("opportunities", "Chancen", &["Lösungen kommen aus der Praxis", "Mitarbeitende erleben, dass sich etwas ändert"]),
            many("risks", "Risiken und Grenzen", &["Ohne Zeit im Dienstplan schläft der Zirkel ein"]),
            table("roles", "Rollen", &[("role", "Rolle"), ("task", "Aufgabe")], &[&["Moderation", "führt durch das Treffen"]]),
            prose("transfer_notes", "Übertragbarkeit", "<p>Turnus und Größe passen Sie an.</p>"),
            one("contact", "Ansprechperson", "QM-Beauftragte Bezirk Pankow"),
            table("sources", "Quellen", &[("document", "Dokument")], &[&["QM-Konzept der Berliner Ämter für Soziales"]]),
        ],
        sections: vec![
            section("kern", "Kern", &["practice_type", "problem", "procedure"]),
            section("vorgehen", "Chancen, Risiken und Voraussetzungen", &["opportunities", "risks", "roles"]),
        ],
        ..standard_frame(lang)
    }
}

/// The parts of a page that practice, project and term share in these samples.
fn standard_frame(lang: Lang) -> PageView {
    PageView {
        body_html: String::new(),
        headings: Vec::new(),
        children: Vec::new(),
        pillar: Some(Pillar::Gesamtstaedtisch),
        ..plain(lang)
    }
}

fn project(lang: Lang) -> PageView {
    PageView {
        frame: frame(lang, Place::Projects, "Befragung", "/wiki/ueberbezirklich/befragung"),
        kind: "project".into(),
        kind_label: "Projekt".into(),
        breadcrumb: vec![Item::link("Projekte", "/list/project")],
        pillar: Some(Pillar::Ueberbezirklich),
        title: "Gemeinsame Befragung der Mitarbeitenden".into(),
        chips: vec![chip(ChipLook::Notice, "Laufend"), example()],
        meta: Some("Mitte, Neukölln, Pankow".into()),
        banner: Some(Banner {
            about: BannerAbout::Example,
            tone: Tone::Notice,
            link: None,
            detail: None,
            restore_action: None,
        }),
        summary: Some(
            "Drei Ämter fragen ihre Mitarbeitenden zur selben Zeit mit denselben 14 Fragen.".into(),
        ),
        fields: vec![
            one("project_type", "Projektart", "Befragung"),
            many("districts", "Beteiligte Bezirke", &["Mitte", "Neukölln", "Pankow"]),
            prose("objective", "Ziel (Soll)", "<p>Rücklauf über 50 Prozent in jedem Haus.</p>"),
            table(
                "success_criteria",
                "Erfolgskriterien",
                &[("criterion", "Kriterium"), ("target", "Zielwert")],
                &[&["Rücklauf", "50 Prozent"]],
            ),
            one("project_lead", "Projektleitung", "QM-Beauftragte Bezirk Mitte"),
            table(
                "team",
                "Team",
                &[("person", "Person"), ("district", "Bezirk"), ("role", "Rolle")],
                &[&["QM-Beauftragte Bezirk Neukölln", "Neukölln", "Beteiligung Personalräte"]],
            ),
            many("quality_goals", "Qualitätsziele", &["QZ 4.2 Mitarbeitende beteiligen"]),
            one("starts_on", "Beginn", "3. September 2026"),
            table(
                "resources",
                "Ressourcen",
                &[("kind", "Art"), ("amount", "Umfang")],
                &[&["Zeit", "zwei Stunden je Woche"]],
            ),
        ],
        sections: vec![section("planung", "Planung und Ressourcen", &["resources"])],
        ..standard_frame(lang)
    }
}

fn term(lang: Lang) -> PageView {
    PageView {
        frame: frame(lang, Place::Glossary, "Wirksamkeit", "/wiki/glossar/wirksamkeit"),
        kind: "term".into(),
        kind_label: "Begriff".into(),
        breadcrumb: vec![Item::link("Glossar", "/glossary")],
        title: "Wirksamkeit".into(),
        chips: vec![chip(ChipLook::Good, "Veröffentlicht")],
        meta: None,
        summary: None,
        fields: vec![
            prose(
                "definition",
                "Definition",
                "<p>Grad, in dem eine Leistung das Ziel erreicht, das man mit ihr verfolgt.</p>",
            ),
            many("aliases", "Andere Schreibweisen", &["Effektivität"]),
            one("english", "Englisch", "effectiveness"),
            prose("note", "Beachte", "<p>Nicht dasselbe wie Wirtschaftlichkeit.</p>"),
            FieldView {
                id: "see_also".into(),
                label: "Siehe auch".into(),
                value: FieldValue::Many {
                    items: vec![
                        Item::link("Effizienz", "/wiki/glossar/effizienz"),
                        Item::link("Ergebnis", "/wiki/glossar/ergebnis"),
                    ],
                },
            },
            table(
                "distinguished_from",
                "Abzugrenzen von",
                &[("term", "Begriff"), ("reason", "Warum")],
                &[&["Effizienz", "fragt nach dem Aufwand"]],
            ),
            table(
                "source_definitions",
                "Definitionen nach Quelle",
                &[("source", "Quelle"), ("wording", "Wortlaut")],
                &[&["Eckpunkte, Glossar", "Grad der Zielerreichung"]],
            ),
        ],
        sections: vec![section("kern", "Bedeutung", &["definition", "note"])],
        ..standard_frame(lang)
    }
}

fn upload_form() -> UploadForm {
    UploadForm { action: "/wiki/mitte/wartezeiten/files".into(), max: 50 }
}

fn files() -> FilesView {
    FilesView {
        files: vec![
            FileLine {
                name: "Aushang.docx".into(),
                href: "/files/018f/Aushang.docx".into(),
                about: "DOCX · 24 KB · 3. Mai 2026".into(),
                pending: true,
                findings: vec!["Enthält Kommentare von A. Muster.".into()],
                clean_action: Some("/files/018f".into()),
                manage_href: Some("/files/018f".into()),
            },
            FileLine {
                name: "Plan.pdf".into(),
                href: "/files/019a/Plan.pdf".into(),
                about: "PDF · 1,2 MB · 4. Mai 2026".into(),
                pending: false,
                findings: Vec::new(),
                clean_action: None,
                manage_href: None,
            },
        ],
        removed: vec![RemovedFile {
            name: "alt.pdf".into(),
            when: "vor 3 Tagen".into(),
            action: "/files/017b".into(),
        }],
        upload: Some(upload_form()),
    }
}

fn file(lang: Lang) -> FileView {
    FileView {
        frame: frame(lang, Place::Elsewhere, "Aushang.docx", "/files/018f"),
        breadcrumb: vec![Item::link("Wartezeiten", "/wiki/mitte/wartezeiten")],
        name: "Aushang.docx".into(),
        markdown: "[Aushang.docx](Aushang.docx)".into(),
        findings: vec!["Nennt als Verfasserin oder Verfasser: A. Muster.".into()],
        cleanable: true,
        removed: false,
        problem: Some("Diese Datei lässt sich hier nicht bereinigen.".into()),
        versions: vec![VersionLine {
            number: 2,
            href: "/files/018f/Aushang.docx".into(),
            about: "DOCX · 24 KB".into(),
            when: "3. Mai 2026, 9:05 Uhr".into(),
            when_iso: "2026-05-03T07:05:00Z".into(),
            by: Some("Kaya Beispiel".into()),
            came_as: Some("Aushang neu.docx".into()),
            in_force: true,
        }],
        action: "/files/018f".into(),
        upload: upload_form(),
        page: Item::link("Wartezeiten", "/wiki/mitte/wartezeiten"),
    }
}

fn file_removed(lang: Lang) -> FileView {
    FileView { findings: Vec::new(), cleanable: false, removed: true, problem: None, ..file(lang) }
}

fn upload(lang: Lang) -> UploadView {
    UploadView {
        frame: frame(lang, Place::Elsewhere, "Dateien", "/wiki/mitte/wartezeiten/files"),
        breadcrumb: vec![Item::link("Wartezeiten", "/wiki/mitte/wartezeiten")],
        refused: vec![RefusedFile {
            name: "Film.mp4".into(),
            reason: "Die Datei ist zu groß: höchstens 50 MB.".into(),
        }],
        stored: vec!["Plan.pdf".into()],
        upload: upload_form(),
        page: Item::link("Wartezeiten", "/wiki/mitte/wartezeiten"),
    }
}
