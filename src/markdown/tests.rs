//! What holds for every text, the recorded cases, and texts made to be slow or deep.
//! The parts of the room have their own tests at their ends.

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
    let mut cases: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
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
    assert_eq!(other.headings.iter().map(|it| it.level).collect::<Vec<_>>(), [2, 4]);
    assert_eq!(parse("Vorweg.\n\n# Titel").title, None);
}

#[test]
fn the_highest_heading_becomes_level_two() {
    let levels = |text: &str| parse(text).headings.iter().map(|it| it.level).collect::<Vec<_>>();
    assert_eq!(levels("# a\n## b\n###### c"), [2, 3, 6]);
    assert_eq!(levels("### a\n#### b\n### c"), [2, 3, 2]);
}

#[test]
fn anchors_stay_unique_whatever_the_author_chose() {
    let text = "# a\n# a-2\n# a\n# a\n# b {#a}\n# ???\n# !!!";
    let anchors: Vec<_> = parse(text).headings.into_iter().map(|it| it.anchor).collect();
    let expected = ["a", "a-2", "a-3", "a-4", "a-5", "seite", "seite-2"];
    assert_eq!(anchors, expected.map(|it| format!("{ANCHOR_PREFIX}{it}")));
    assert_eq!(anchor("So gehen Sie vor"), "abschnitt-so-gehen-sie-vor");
}

#[test]
fn a_page_without_links_is_the_same_for_all() {
    assert!(parse("Text [außen](https://example.org).").body().is_same_for_all());
    assert!(!parse("[[Ziel]]").body().is_same_for_all());
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
    assert_eq!(html("`https://a.example` und\n\n    https://a.example").matches("<a ").count(), 0);
    assert_eq!(html("[https://a.example](/b) [[x|https://a.example]]").matches("<a ").count(), 2);
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
        assert!(!found.contains("Note") && !found.contains(slots::is_reserved), "{found}");
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
    html.split('<').skip(1).map(|part| part.split('>').next().unwrap()).collect()
}

/// What must hold for every text.
fn check(text: &str) {
    let written = writer::write(
        &TextMergeStream::new(Parser::new_ext(text, syntax())).collect::<Vec<_>>(),
        1,
    );
    let clean = fence::clean(&written.html);
    assert_eq!(fence::clean(&clean), clean, "cleaning twice changes {text:?}");

    let document = parse(text);
    let found = render(&document, &SmallWiki);
    assert!(!found.contains("<script"), "{found}");
    assert_eq!(fence::clean(&found), found, "the finished HTML is not clean");
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
    assert!(document.passages.iter().all(|it| it.text.len() <= 1_000 && !it.text.is_empty()));
    let mut anchors: Vec<_> = document.headings.iter().map(|it| &it.anchor).collect();
    anchors.sort();
    anchors.dedup();
    assert_eq!(anchors.len(), document.headings.len());
}

mod any_text {
    use proptest::prelude::*;

    use super::check;

    /// Pieces that mean something to Markdown or HTML.
    const PIECES: &[&str] = &[
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
        "\u{e004}",
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
        "\u{a0}",
        "ä",
        "Wort. Wort",
        "<code>",
        "</b>",
    ];

    fn marked_text() -> impl Strategy<Value = String> {
        let known = prop::sample::select(PIECES).prop_map(str::to_owned);
        let piece = prop_oneof![4 => known, 1 => "[a-z :#.-]{1,8}"];
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

/// Pieces which repeated make a text deep or slow to read.
const REPEATED: [&str; 35] = [
    ">",
    "- ",
    "1. ",
    "[",
    "[[",
    "[a](",
    "[a](b) ",
    "[[Ziel]] ",
    "https://a.example/b ",
    "a@",
    "a://",
    "*",
    "*a **b ",
    "_a__b ",
    "~a ~~b ",
    "<b ",
    "<b>",
    "</b>",
    "<details>\n\n",
    "<details>\n\nx\n\n",
    "<details><summary>",
    "<!--",
    "x <!-- ",
    "&amp;",
    "<b>&",
    "# a\n",
    "a\n: b\n\n",
    "> [!NOTE]\n> x\n\n",
    "- [ ] x\n",
    "x",
    "\u{e000}",
    "\0",
    "\r\n",
    "\\",
    "|",
];

/// Pieces of which the first, repeated, opens what the second, repeated, closes.
const PAIRED: [(&str, &str); 7] = [
    ("[", "]"),
    ("[[a", "]]"),
    ("![[", "]]"),
    ("![", "](/files/x)"),
    ("<b><i>", "</b>"),
    ("<div>", "</x>"),
    ("*a _b ", "_ *"),
];

/// Texts made to be slow or deep, of about so many bytes each, with a name.
fn bombs(bytes: usize) -> Vec<(String, String)> {
    let fill = |piece: &str| piece.repeat(bytes / piece.len());
    let repeated = REPEATED.iter().map(|piece| (format!("{piece:?}"), fill(piece)));
    let paired = PAIRED.iter().map(|(a, b)| (format!("{a:?}, {b:?}"), fill(a) + &fill(b)));
    repeated.chain(paired).chain(grown(bytes)).collect()
}

/// Texts that are slow or deep by how their lines grow or refer to each other.
fn grown(bytes: usize) -> Vec<(String, String)> {
    let fill = |piece: &str| piece.repeat(bytes / piece.len());
    let lines = |line: &dyn Fn(usize) -> String| (0..bytes / 20).map(line).collect::<String>();
    let root = bytes.isqrt();
    let wide = "|a".repeat(root / 4) + "\n";
    let ruler = "|-".repeat(root / 4) + "\n";
    let texts = [
        ("deep list", (0..root / 2).map(|n| format!("{}- x\n", "  ".repeat(n))).collect()),
        ("deep quotes", (0..root).map(|n| format!("{} x\n\n", ">".repeat(n))).collect()),
        ("backticks", (0..root).map(|n| "`".repeat(n) + " ").collect()),
        ("many targets", lines(&|n| format!("[[Ziel {n}]] "))),
        ("footnotes", lines(&|n| format!("[^{n}]\n\n[^{n}]: x\n\n"))),
        ("footnotes in footnotes", lines(&|n| format!("[^{n}]: [^{}]\n\n", n + 1))),
        ("footnote references", format!("[^1]: x\n\n{}", fill("[^1] "))),
        ("long address", format!("[a]: /{}\n\n{}", fill("x"), fill("[a] "))),
        ("reference definitions", lines(&|n| format!("[a{n}]: /x\n"))),
        ("long heading", format!("# {}\n\n{}", fill("a "), fill("a\n\n"))),
        ("wide table", format!("{wide}{ruler}{}", wide.repeat(root / 2))),
        ("short rows", format!("{}\n{}\n{}", fill("|a"), fill("|-"), fill("|a\n"))),
    ];
    texts.map(|(name, text)| (name.to_owned(), text)).into()
}

#[test]
fn no_text_makes_reading_deep_or_slow() {
    for (_, text) in bombs(10_000) {
        // Short rows of a wide table make a quarter of a million cells; checking all takes long.
        if html(&text).len() < 1_000_000 {
            check(&text);
        }
    }
}

/// Prints seconds for texts of the largest size; run it alone and optimised.
#[test]
#[ignore = "a measurement"]
fn measure_large_texts() {
    let bytes = std::env::var("MARKDOWN_BYTES").map_or(4 << 20, |bytes| bytes.parse().unwrap());
    for (name, text) in bombs(bytes) {
        let started = std::time::Instant::now();
        let document = parse(&text);
        let parsed = started.elapsed();
        let html = render(&document, &SmallWiki);
        println!(
            "{:7.3} s parse {:7.3} s body and render {:9} bytes in {:9} out {name}",
            parsed.as_secs_f64(),
            (started.elapsed() - parsed).as_secs_f64(),
            text.len(),
            html.len()
        );
    }
}

/// Prints the time for a page of 30 KB and, with `MARKDOWN_FOLDER`, for all texts of a folder.
#[test]
#[ignore = "a measurement"]
fn measure_usual_texts() {
    let cases = ["schreiben", "verweise", "tabellen", "ueberschriften", "fussnoten"];
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/markdown");
    let read = |name: &str| std::fs::read_to_string(format!("{folder}/{name}.md")).unwrap();
    let mixed: String = cases.map(read).concat();
    let plain =
        "Ein Absatz über **Qualität** in Ämtern, mit [[Qualitätszirkel]] und Text. ".repeat(8);
    let plain = format!("## Abschnitt\n\n{plain}\n\n- Punkt\n- Punkt\n\n");
    for (name, text) in [("mixed", mixed.repeat(12)), ("prose", plain.repeat(46))] {
        let rounds = 50;
        let events = per_round(rounds, || Parser::new_ext(&text, syntax()).count());
        let parsed = per_round(rounds, || parse(&text));
        let document = parse(&text);
        let body = per_round(rounds, || document.body());
        let body_once = document.body();
        let rendered = per_round(rounds, || body_once.render(&SmallWiki));
        println!(
            "{name}: {} bytes, in ms: events {events:.3}, parse {parsed:.3} (with them), \
             body {body:.3}, render {rendered:.3}",
            text.len()
        );
    }

    let Ok(folder) = std::env::var("MARKDOWN_FOLDER") else {
        return;
    };
    let mut times = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        let parsed = per_round(1, || parse(&text).body());
        times.push((parsed, text.len(), path.file_name().unwrap().to_owned()));
    }
    times.sort_by(|a, b| b.0.total_cmp(&a.0));
    let total: f64 = times.iter().map(|it| it.0).sum();
    println!("{} files, {total:.0} ms, slowest {:?}", times.len(), times.first());
}

/// Milliseconds for one round.
fn per_round<T>(rounds: u32, mut work: impl FnMut() -> T) -> f64 {
    let started = std::time::Instant::now();
    for _ in 0..rounds {
        std::hint::black_box(work());
    }
    started.elapsed().as_secs_f64() * 1_000.0 / f64::from(rounds)
}

/// Answers for a page that has a drawing and a document.
struct SmallPage;

impl Answers for SmallPage {
    fn link(&self, target: &LinkTarget) -> LinkAnswer {
        SmallWiki.link(target)
    }

    fn file(&self, target: &FileTarget) -> FileAnswer {
        let known = |image| FileAnswer::Known {
            href: "/files/1/a?x=1&y=2".into(),
            about: "PNG, 1 KB".into(),
            image,
        };
        match target.name.as_str() {
            "bild a.png" => known(Some(ImageAnswer {
                src: "/files/1/a?width=480".into(),
                srcset: "/files/1/a?width=480 480w".into(),
                width: 900,
                height: 30,
            })),
            "plan.pdf" => known(None),
            _ => FileAnswer::Missing,
        }
    }

    fn label(&self, label: Label) -> Cow<'_, str> {
        SmallWiki.label(label)
    }
}

fn on_page(text: &str) -> String {
    render(&parse(text), &SmallPage).trim().to_owned()
}

#[test]
fn a_bare_name_is_a_file_of_the_page() {
    assert_eq!(
        on_page("[Der *Plan*](plan.pdf#page=2)"),
        "<p><a class=\"qmw-verweis qmw-verweis--datei\" href=\"/files/1/a?x=1&amp;y=2#page=2\" \
         title=\"PNG, 1 KB\">Der <em>Plan</em></a></p>"
    );
    assert_eq!(
        on_page("[](weg.pdf)"),
        "<p><span class=\"qmw-fehlt\" title=\"weg.pdf\">weg.pdf <small>FileMissing</small></span></p>"
    );
    let needs = parse("[a](plan.pdf) [b](/wiki/x.pdf) [c](https://e.org/c.pdf) [d](seite) [e](#f)");
    let names: Vec<String> = needs.needs().files.into_iter().map(|it| it.name).collect();
    assert_eq!(names, ["plan.pdf"]);
}

#[test]
fn an_image_of_the_page_is_shown_and_leads_to_its_full_size() {
    assert_eq!(
        on_page("![\"So\" <geht's>](bild%20a.png)"),
        "<p><a href=\"/files/1/a?x=1&amp;y=2\"><img src=\"/files/1/a?width=480\" \
         srcset=\"/files/1/a?width=480 480w\" sizes=\"(min-width: 48rem) 42rem, 100vw\" \
         width=\"900\" height=\"30\" alt=\"&quot;So&quot; &lt;geht's&gt;\" loading=\"lazy\"></a></p>"
    );
    assert!(on_page("![Plan](plan.pdf)").contains(">Plan</a>"));
}

#[test]
fn a_file_inside_a_link_is_no_second_link() {
    let inside =
        on_page("[![Bild](<bild a.png>)](plan.pdf) [[Qualitätszirkel|![x](<bild a.png>)]]");

    assert_eq!(inside.matches("<a ").count(), 2, "{inside}");
    assert_eq!(inside.matches("<img ").count(), 1, "{inside}");
    assert_eq!(inside.matches("</a>").count(), 2, "{inside}");
    assert_eq!(on_page("[![Plan](plan.pdf)](https://e.org)").matches("<a ").count(), 1);
}

proptest::proptest! {
    #[test]
    fn files_in_any_text_leave_well_formed_html(text in r"([\[\]()!<>|*_`# \n]|plan\.pdf|bild a\.png|weg\.x|\[\[|\]\]){0,60}") {
        let html = on_page(&text);
        proptest::prop_assert!(!html.chars().any(slots::is_reserved), "{}", html);
        let opened = html.matches("<a ").count();
        proptest::prop_assert_eq!(opened, html.matches("</a>").count(), "{}", html);
        let spans = html.matches("<span").count();
        proptest::prop_assert_eq!(spans, html.matches("</span>").count(), "{}", html);
    }
}
