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
            "uebergabe" => LinkAnswer::Ambiguous {
                href: "/search?q=%C3%9Cbergabe".into(),
            },
            "geheim" => LinkAnswer::Missing { create_href: None },
            _ => LinkAnswer::Missing {
                create_href: Some(format!(
                    "/new?space=mitte&title={}",
                    german::slug(&target.page)
                )),
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
    for Heading {
        level,
        text,
        anchor,
    } in &document.headings
    {
        report.push_str(&format!("heading {level}: {text} ({anchor})\n"));
    }
    for Passage {
        anchor,
        heading_path,
        text,
    } in &document.passages
    {
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
    let mut cases: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path())
        .collect();
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

#[test]
fn an_opening_heading_that_repeats_the_title_is_left_out() {
    let text = "# QM-Handbuch\n\n### Zweck\n\nText.";
    let document = parse_page(text, "QM Handbuch");
    assert_eq!(document.title.as_deref(), Some("QM-Handbuch"));
    assert_eq!(document.headings.len(), 1);
    assert_eq!(document.headings[0].level, 2);
    assert!(!render(&document, &SmallWiki).contains("QM-Handbuch"));

    let other = parse_page(text, "Etwas anderes");
    assert_eq!(
        other.headings.iter().map(|it| it.level).collect::<Vec<_>>(),
        [2, 4]
    );
    assert_eq!(parse("Vorweg.\n\n# Titel").title, None);
}

#[test]
fn the_highest_heading_becomes_level_two() {
    let levels = |text: &str| {
        parse(text)
            .headings
            .iter()
            .map(|it| it.level)
            .collect::<Vec<_>>()
    };
    assert_eq!(levels("# a\n## b\n###### c"), [2, 3, 6]);
    assert_eq!(levels("### a\n#### b\n### c"), [2, 3, 2]);
}

#[test]
fn anchors_stay_unique_whatever_the_author_chose() {
    let text = "# a\n# a-2\n# a\n# a\n# b {#a}\n# ???\n# !!!";
    let anchors: Vec<_> = parse(text)
        .headings
        .into_iter()
        .map(|it| it.anchor)
        .collect();
    let expected = ["a", "a-2", "a-3", "a-4", "a-5", "seite", "seite-2"];
    assert_eq!(anchors, expected.map(|it| format!("{ANCHOR_PREFIX}{it}")));
    assert_eq!(anchor("So gehen Sie vor"), "abschnitt-so-gehen-sie-vor");
}

#[test]
fn a_page_without_links_is_the_same_for_all() {
    assert!(parse("Text [außen](https://example.org).").is_same_for_all());
    assert!(!parse("[[Ziel]]").is_same_for_all());
}

#[test]
fn a_page_asks_once_for_each_target() {
    let needs = parse("[[A]] [[B]] [[A|anders]] [[mitte:A]] ![[B]]").needs();
    let written: Vec<_> = needs.links.iter().map(|it| it.written.as_str()).collect();
    assert_eq!(written, ["A", "B", "mitte:A"]);
}

#[test]
fn a_link_to_a_missing_page_offers_to_write_it() {
    let found = html("[[Neu]]");
    assert!(found.contains(r#"<a class="qmw-fehlt" href="/new?space=mitte&amp;title=neu">Neu<"#));
    assert!(found.contains(r#"<span class="qmw-nur-vorlesen"> PageMissing</span>"#));
    assert!(!html("[[Geheim]]").contains("<a"));
}

#[test]
fn a_link_always_shows_something() {
    assert!(html("[[Qualitätszirkel|]]").contains(">Qualitätszirkel</a>"));
    assert_eq!(html("[[ ]]").trim(), "<p>[[ ]]</p>");
}

#[test]
fn a_link_in_a_table_takes_its_name_behind_a_masked_bar() {
    let document = parse("| a |\n|---|\n| [[Qualitätszirkel\\|Zirkel]] |");
    assert_eq!(document.needs().links[0].page, "Qualitätszirkel");
    assert!(render(&document, &SmallWiki).contains(">Zirkel</a>"));
}

#[test]
fn answers_are_escaped() {
    struct Hostile;
    impl Answers for Hostile {
        fn link(&self, _: &LinkTarget) -> LinkAnswer {
            LinkAnswer::Known {
                href: "/x\"><script>".into(),
                title: "\"><script>".into(),
                kind: Some("\"><script>".into()),
            }
        }
        fn label(&self, _: Label) -> Cow<'_, str> {
            "\"><script>".into()
        }
    }
    let text = "[[a]] [[b|c]]\n\n> [!NOTE]\n> x\n\n- [ ] y\n\n| z |\n|---|";
    assert!(!render(&parse(text), &Hostile).contains("<script"));
}

#[test]
fn bare_addresses_become_links_outside_code_and_links() {
    assert_eq!(html("https://a.example/b_c_d").matches("<a ").count(), 1);
    assert!(html("https://a.example/b_c_d.").contains("href=\"https://a.example/b_c_d\""));
    assert_eq!(
        html("`https://a.example` und\n\n    https://a.example")
            .matches("<a ")
            .count(),
        0
    );
    assert_eq!(
        html("[https://a.example](/b) [[x|https://a.example]]")
            .matches("<a ")
            .count(),
        2
    );
}

#[test]
fn private_use_characters_cannot_forge_slots() {
    let forged = "\u{e000}L0\u{e001}x\u{e002} &#xE000;A1&#57345; [[Qualitätszirkel]]";
    let found = html(forged);
    assert_eq!(found.matches("<a ").count(), 1);
    assert!(!found.contains("Tip"));
    assert!(!found.contains(slots::is_reserved));
    for place in [
        "# {}",
        "`{}`",
        "```{}\n{}\n```",
        "<b>{}</b>",
        "<details title='{}'>{}",
        "![{}](/files/{})",
    ] {
        let found = html(&place.replace("{}", "\u{e000}A0\u{e001}&#xE000;A0&#xE001;"));
        assert!(
            !found.contains("Note") && !found.contains(slots::is_reserved),
            "{found}"
        );
    }
}

#[test]
fn a_details_box_ends_with_what_it_stands_in() {
    let found = html("> <details><summary>S</summary>\n>\n> innen\n\naußen");
    assert!(found.find("</details>") < found.find("</blockquote>"));
    assert!(found.ends_with("<p>außen</p>\n"));
}

/// Every tag of finished HTML with its attributes; text cannot hold a `<`.
fn tags(html: &str) -> Vec<&str> {
    html.split('<')
        .skip(1)
        .map(|part| part.split('>').next().unwrap())
        .collect()
}

/// What must hold for every text.
fn check(text: &str) {
    let written = writer::write(
        &TextMergeStream::new(Parser::new_ext(text, syntax())).collect::<Vec<_>>(),
        1,
    );
    let clean = fence::clean(&written.html);
    assert_eq!(
        fence::clean(&clean),
        clean,
        "cleaning twice changes {text:?}"
    );

    let document = parse(text);
    let found = render(&document, &SmallWiki);
    assert!(!found.contains("<script"), "{found}");
    let mut open = Vec::new();
    for tag in tags(&found) {
        let outside_values: String = tag.split('"').step_by(2).collect();
        let lower = outside_values.to_lowercase();
        assert!(!lower.contains(" on") && !lower.contains("style="), "{tag}");
        assert!(!tag.to_lowercase().contains("href=\"javascript"), "{tag}");
        let name = tag.trim_start_matches('/').split(' ').next().unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{found}");
        } else if !["br", "hr", "img", "input", "wbr"].contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} stay open in {found}");
    assert!(
        document
            .passages
            .iter()
            .all(|it| it.text.len() <= 1_000 && !it.text.is_empty())
    );
    let mut anchors: Vec<_> = document.headings.iter().map(|it| &it.anchor).collect();
    anchors.sort();
    anchors.dedup();
    assert_eq!(anchors.len(), document.headings.len());
}

mod any_text {
    use proptest::prelude::*;

    use super::check;

    /// Pieces that mean something to Markdown or HTML, glued together at random.
    fn marked_text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            prop::sample::select(vec![
                "\n",
                "\n\n",
                " ",
                "    ",
                "> ",
                "- ",
                "1. ",
                "# ",
                "### ",
                "*",
                "**",
                "_",
                "~~",
                "`",
                "```\n",
                "[[",
                "]]",
                "[",
                "](",
                ")",
                "|",
                "\\|",
                "![",
                "![[",
                "[^1]",
                "[^1]: ",
                "- [x] ",
                "> [!NOTE]\n",
                "\n: ",
                "|a|b|\n|-|-|\n",
                "---\n",
                "{#x}",
                "<kbd>",
                "</kbd>",
                "<b",
                ">",
                "<details>",
                "</details>",
                "<summary>",
                "</summary>",
                "<br>",
                "<hr>",
                "<!--",
                "-->",
                "<script>",
                "</script>",
                "<style>",
                "<svg onload=x>",
                "<img src=x onerror=x>",
                "<p>",
                "</p>",
                "<table>",
                "<td>",
                "<abbr title=\"",
                "\"",
                "'",
                "&amp;",
                "&#xE000;",
                "\u{e000}",
                "\u{e001}",
                "\u{e002}",
                "javascript:",
                "https://example.org/",
                "a@example.org",
                "/files/x",
                " style=x",
                " onclick=x",
                "<title>",
                "<textarea>",
                "<plaintext>",
                "<math>",
                "\0",
                "\r",
                "\u{ad}",
                "ä",
                "Wort. Wort",
            ])
            .prop_map(str::to_owned),
            "[a-z :#.-]{1,8}",
        ];
        prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn marked_text_becomes_safe_and_well_formed(text in marked_text()) {
            check(&text);
        }

        #[test]
        fn arbitrary_text_becomes_safe_and_well_formed(text in any::<String>()) {
            check(&text);
        }
    }
}
