use super::*;

/// Answers as a small wiki would.
struct SmallWiki;

impl Answers for SmallWiki {
    fn link(&self, target: &LinkTarget) -> LinkAnswer {
        match target.key().as_str() {
            "qualitaetszirkel" => LinkAnswer::Known {
                href: "/wiki/gesamtstadt/qualitaetszirkel".into(),
                title: "Qualitätszirkel".into(),
                kind: Some("practice".into()),
            },
            "fm3" => LinkAnswer::Known {
                href: "/z/FM-3".into(),
                title: "Anliegen \"klären\"".into(),
                kind: Some("standard".into()),
            },
            "uebergabe" => LinkAnswer::Ambiguous { href: "/search?q=%C3%9Cbergabe".into() },
            "geheim" => LinkAnswer::Missing { create_href: None },
            _ => LinkAnswer::Missing {
                create_href: Some(format!("/new?space=mitte&title={}", german::slug(&target.page))),
            },
        }
    }

    fn label(&self, label: Label) -> Cow<'_, str> {
        format!("{label:?}").into()
    }
}

fn html(text: &str) -> String {
    render(&parse(text), &SmallWiki)
}

/// What a case says, for comparing: the HTML, and what is found beside it.
fn report(text: &str) -> String {
    let document = parse(text);
    let mut report = render(&document, &SmallWiki);
    report.push_str("\n---\n");
    for Heading { level, text, anchor } in &document.headings {
        report.push_str(&format!("heading {level}: {text} ({anchor})\n"));
    }
    for Passage { anchor, heading_path, text } in &document.passages {
        let anchor = anchor.as_deref().unwrap_or("top");
        report.push_str(&format!("passage {anchor} {heading_path:?}\n  "));
        report.push_str(&text.replace('\n', "\n  "));
        report.push('\n');
    }
    for link in document.needs().links {
        report.push_str(&format!("link {link:?}\n"));
    }
    report.push_str(&format!("first sentence: {}\n", document.first_sentence));
    report
}

#[test]
fn every_case_reads_as_recorded() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/markdown");
    let mut cases: Vec<_> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    cases.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    cases.sort();
    assert!(cases.len() >= 8);

    for case in cases {
        let text = std::fs::read_to_string(&case).unwrap();
        let name = case.file_stem().unwrap().to_str().unwrap();
        insta::with_settings!({
            snapshot_path => folder,
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name, report(&text));
        });
    }
}
