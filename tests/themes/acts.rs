//! Samples of the screens of acts on whole pages.

use super::*;

pub fn all(lang: Lang) -> Vec<Sample> {
    vec![
        sample("act", "act.html", act(lang)),
        sample("act-empty", "act.html", act_empty(lang)),
        sample("trash", "trash.html", trash(lang)),
        sample("trash-empty", "trash.html", TrashView { rows: Vec::new(), ..trash(lang) }),
        sample("changes", "changes.html", changes(lang)),
        sample("changes-empty", "changes.html", changes_empty(lang)),
        sample("authors", "authors.html", authors(lang)),
        sample("order", "order.html", order(lang)),
        sample("compare-rendered", "compare.html", rendered(lang)),
    ]
}

pub fn tools() -> Vec<Tool> {
    let tool = |label: &str, icon: &str| Tool {
        label: label.into(),
        icon: icon.into(),
        href: Some("/wiki/mitte/wartezeiten/move".into()),
        action: None,
        hidden: Vec::new(),
    };
    vec![
        tool("Verschieben", "arrow-forward"),
        tool("Kopieren", "content-copy"),
        Tool {
            href: None,
            action: Some("/wiki/mitte/wartezeiten/trash".into()),
            hidden: vec![Hidden { name: "on".into(), value: "1".into() }],
            ..tool("In den Papierkorb", "delete")
        },
    ]
}

pub fn unsaved() -> Vec<UnsavedView> {
    vec![UnsavedView {
        label: "Nicht gespeicherte Fassung vom 22. November 2026, 10:05 Uhr.".into(),
        resume_href: "/wiki/mitte/wartezeiten/edit?draft=018f".into(),
        discard_action: "/drafts/018f/discard".into(),
    }]
}

fn act(lang: Lang) -> ActView {
    let line = |name: &str, label: &str, value: &str, suggestions: &[&str]| FormField {
        id: FormField::id_of(name),
        name: name.into(),
        label: label.into(),
        help: Some("Ein Satz dazu.".into()),
        required: false,
        problem: (name == "above").then(|| "Diese Seite gibt es nicht.".into()),
        control: Control::Line {
            value: value.into(),
            width: Width::Full,
            suggestions: suggestions.iter().map(|it| (*it).into()).collect(),
        },
    };
    ActView {
        frame: frame(lang, Place::Elsewhere, "Verschieben", "/wiki/mitte/wartezeiten/move"),
        breadcrumb: vec![Item::link("Bezirk Mitte", "/wiki/mitte")],
        title: "Verschieben".into(),
        lead: vec!["Die Seite bekommt eine andere Adresse.".into(), "2 Seiten kommen mit.".into()],
        action: "/wiki/mitte/wartezeiten/move".into(),
        problems: vec![ProblemLine {
            href: Some("#f-above".into()),
            label: None,
            text: "Diese Seite gibt es nicht.".into(),
        }],
        fields: vec![
            line("above", "Übergeordnete Seite", "empfang", &["empfang", "rollen"]),
            line("slug", "Letzter Teil der Adresse", "wartezeiten", &[]),
        ],
        hidden: vec![Hidden { name: "on".into(), value: "1".into() }],
        submit: "Verschieben".into(),
        cancel_href: "/wiki/mitte/wartezeiten".into(),
    }
}

fn act_empty(lang: Lang) -> ActView {
    ActView {
        breadcrumb: Vec::new(),
        problems: Vec::new(),
        fields: Vec::new(),
        hidden: Vec::new(),
        ..act(lang)
    }
}

fn trash(lang: Lang) -> TrashView {
    let row = |title: &str, is_due| TrashRow {
        title: title.into(),
        about: "Seite · Bezirk Mitte".into(),
        when: "Gelöscht gestern, 9:05 Uhr, hier bis 20. Februar 2027.".into(),
        pages: Some("mit 2 Unterseiten".into()),
        is_due,
        restore_action: Some("/trash/018f/restore".into()),
        purge_href: is_due.then(|| "/trash/018f/purge".into()),
    };
    TrashView {
        frame: frame(lang, Place::Elsewhere, "Papierkorb", "/trash"),
        rows: vec![row("Wartezeiten", false), row("Altes", true)],
    }
}

fn changes(lang: Lang) -> ChangesView {
    let row = |title: &str, is_minor| ChangeRow {
        time: "10:05".into(),
        page: Item::link(title, "/wiki/mitte/wartezeiten"),
        about: "Geändert · Seite · Bezirk Mitte".into(),
        note: Some("Schritte ergänzt".into()),
        by: Some("QM-Beauftragte Bezirk Mitte".into()),
        is_minor,
        compare_href: Some("/wiki/mitte/wartezeiten/compare?from=1&to=2".into()),
    };
    ChangesView {
        frame: frame(lang, Place::Elsewhere, "Letzte Änderungen", "/changes"),
        breadcrumb: vec![Item::link("Bezirk Mitte", "/wiki/mitte")],
        title: "Letzte Änderungen: Bezirk Mitte".into(),
        minor: Item::link("Kleine Änderungen ausblenden", "/changes?minor=0"),
        spaces: vec![Item::link("Alle Bereiche", "/changes"), Item::text("Bezirk Mitte")],
        days: vec![ChangeDay {
            day: "22. November 2026".into(),
            rows: vec![row("Wartezeiten", false), row("Rollen", true)],
        }],
        older_href: Some("/changes?before=7".into()),
        newest_href: Some("/changes".into()),
    }
}

fn changes_empty(lang: Lang) -> ChangesView {
    ChangesView {
        breadcrumb: Vec::new(),
        days: Vec::new(),
        older_href: None,
        newest_href: None,
        ..changes(lang)
    }
}

fn authors(lang: Lang) -> AuthorsView {
    AuthorsView {
        frame: frame(lang, Place::Elsewhere, "Wer hat was geschrieben", "/wiki/mitte/a/authors"),
        breadcrumb: vec![Item::link("Bezirk Mitte", "/wiki/mitte")],
        page: Item::link("Wartezeiten", "/wiki/mitte/wartezeiten"),
        paragraphs: vec![AuthoredParagraph {
            html: "<p>Der Empfang öffnet um acht.</p>".into(),
            revision: Item::link("Stand 2", "/wiki/mitte/wartezeiten/compare?from=1&to=2"),
            by: Some("QM-Beauftragte Bezirk Mitte".into()),
            when: "22. November 2026, 10:05 Uhr".into(),
        }],
        is_partial: true,
    }
}

fn order(lang: Lang) -> OrderView {
    let row = |id: &str, title: &str| OrderRow {
        id: id.into(),
        page: Item::link(title, "/wiki/mitte/wartezeiten"),
        below_href: Some(format!("/order?page={id}")),
    };
    OrderView {
        frame: frame(lang, Place::Elsewhere, "Reihenfolge", "/order?space=mitte"),
        breadcrumb: vec![Item::link("Bezirk Mitte", "/wiki/mitte")],
        title: "Bezirk Mitte".into(),
        rows: vec![row("1", "Empfang"), row("2", "Rollen"), row("3", "Wartezeiten")],
        beside: vec![Hidden { name: "beside".into(), value: "1".into() }],
        back: Item::link("Fertig", "/wiki/mitte"),
    }
}

fn rendered(lang: Lang) -> CompareView {
    let html = |text: &str| Some(format!("<p>{text}</p>"));
    CompareView {
        text: Vec::new(),
        rendered: vec![
            RenderedRow { old: html("Gleich."), new: html("Gleich."), is_same: true },
            RenderedRow { old: html("Alt."), new: html("Neu."), is_same: false },
            RenderedRow { old: None, new: html("Dazu."), is_same: false },
            RenderedRow { old: html("Fort."), new: None, is_same: false },
        ],
        ..compare(lang)
    }
}
