//! Every template filled with samples in both languages: it fits its view, and it keeps the rules
//! of the interface. Deliberately not here: browsers; those tests stand in `tests/browser`.

#![allow(clippy::expect_used, clippy::unwrap_used)] // A test may fail by panicking.

#[path = "themes/samples.rs"]
mod samples;

use std::collections::BTreeSet;
use std::path::Path;

use qm_wiki::texts::{self, Arg, Lang};
use qm_wiki::theme::{Theme, template_names};

use samples::Sample;

fn each(check: impl Fn(&Sample, Lang, &str)) {
    let theme = Theme::embedded();
    for lang in Lang::ALL {
        for sample in samples::all(lang) {
            let html = theme.render(&sample.template, lang, &sample.view).unwrap();
            check(&sample, lang, &html);
        }
    }
}

/// All tags of a document as `name attributes`, without their brackets.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<').skip(1).filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// Whether a tag carries an attribute such as `onclick="…"`.
fn has_handler(tag: &str) -> bool {
    tag.split(" on").skip(1).any(|rest| {
        rest.split_once("=\"").is_some_and(|(name, _)| name.chars().all(|c| c.is_ascii_lowercase()))
    })
}

fn is(tag: &str, name: &str) -> bool {
    tag == name || tag.starts_with(&format!("{name} "))
}

#[test]
fn every_screen_fits_its_template() {
    each(|sample, lang, html| {
        let named = format!("<html lang=\"{}\">", lang.code());
        assert!(html.contains(&named), "{}", sample.name);
        assert!(html.trim_end().ends_with("</html>"), "{}", sample.name);
    });
}

#[test]
fn every_template_has_a_sample() {
    let shown: BTreeSet<String> =
        samples::all(Lang::De).into_iter().map(|sample| sample.template).collect();
    let layouts = ["base.html", "page.html"];
    let missing: Vec<String> = template_names()
        .filter(|name| !name.starts_with("parts/") && !layouts.contains(&name.as_str()))
        .filter(|name| !shown.contains(name))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_message_a_template_names_exists() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/core/templates");
    let mut seen = 0;
    for name in template_names() {
        let text = std::fs::read_to_string(folder.join(&name)).unwrap();
        for (at, _) in text.match_indices("t('") {
            let before = text[..at].chars().next_back().unwrap();
            let (id, after) = text[at + 3..].split_once('\'').unwrap();
            // `asset('…')` ends in the same letters; a name that goes on is put together later.
            if before.is_alphanumeric() || after.trim_start().starts_with('~') {
                continue;
            }
            assert!(known(id), "{name} says {id}, which no language knows");
            seen += 1;
        }
    }
    assert!(seen > 200);
}

/// Whether a message exists, be it without its values.
fn known(id: &str) -> bool {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/texts/locales/de");
    let start = format!("{id} =");
    std::fs::read_dir(folder).unwrap().any(|file| {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        text.lines().any(|line| line.starts_with(&start))
    })
}

#[test]
fn every_problem_has_words_in_both_languages() {
    for problem in qm_wiki::kinds::PROBLEM_CODES {
        let args: Vec<_> = problem.args.iter().map(|name| (*name, Arg::from(3_i64))).collect();
        for lang in Lang::ALL {
            let words = texts::say_if_known(lang, problem.code, &args);
            assert!(words.is_some(), "{} in {}", problem.code, lang.code());
        }
    }
}

#[test]
fn every_screen_has_one_first_heading_and_one_main() {
    each(|sample, _, html| {
        for name in ["h1", "main", "title"] {
            let found = tags(html).filter(|tag| is(tag, name)).count();
            assert_eq!(found, 1, "{name} in {}", sample.name);
        }
    });
}

#[test]
fn every_input_has_a_label() {
    each(|sample, _, html| {
        let labelled: BTreeSet<&str> = tags(html)
            .filter(|tag| is(tag, "label"))
            .filter_map(|tag| attribute(tag, "for"))
            .collect();
        for tag in tags(html) {
            let asks = is(tag, "textarea")
                || is(tag, "select")
                || is(tag, "input") && attribute(tag, "type") != Some("hidden");
            if asks && attribute(tag, "aria-label").is_none() {
                let id = attribute(tag, "id").unwrap_or_default();
                assert!(labelled.contains(id), "<{tag}> in {}", sample.name);
            }
        }
    });
}

#[test]
fn every_id_is_unique_and_every_reference_leads_somewhere() {
    each(|sample, _, html| {
        let mut ids = BTreeSet::new();
        for id in tags(html).filter_map(|tag| attribute(tag, "id")) {
            assert!(ids.insert(id), "{id} twice in {}", sample.name);
        }
        for name in ["for", "aria-labelledby", "aria-describedby", "popovertarget", "form"] {
            for value in tags(html).filter_map(|tag| attribute(tag, name)) {
                for id in value.split_whitespace() {
                    assert!(ids.contains(id), "{name}=\"{id}\" in {}", sample.name);
                }
            }
        }
    });
}

#[test]
fn nothing_is_inline_and_nothing_comes_from_elsewhere() {
    each(|sample, _, html| {
        for tag in tags(html) {
            assert!(attribute(tag, "style").is_none(), "<{tag}> in {}", sample.name);
            assert!(!is(tag, "style"), "style element in {}", sample.name);
            assert!(!has_handler(tag), "handler in <{tag}> in {}", sample.name);
            if is(tag, "script") {
                assert!(attribute(tag, "src").is_some_and(|src| src.starts_with("/assets/")));
            }
            if let Some(src) = attribute(tag, "src") {
                assert!(src.starts_with('/'), "{src} in {}", sample.name);
            }
            if is(tag, "link") {
                let href = attribute(tag, "href").unwrap_or_default();
                assert!(href.starts_with("/assets/") || href.starts_with("data:image/"), "{href}");
            }
        }
    });
}

#[test]
fn signed_in_people_can_sign_out_everywhere() {
    each(|sample, _, html| {
        let signed_in = !sample.view["frame"]["person"].is_null();
        assert_eq!(html.contains("action=\"/sign-out\""), signed_in, "{}", sample.name);
    });
}

#[test]
fn the_text_of_a_page_stands_in_one_marked_element() {
    each(|sample, _, html| {
        if sample.template.starts_with("kinds/") {
            assert!(html.contains("data-page-id=\""), "{}", sample.name);
            // Even without text: other programs look for the element.
            assert_eq!(html.matches(" data-page-body").count(), 1, "{}", sample.name);
        }
    });
}

#[test]
fn english_screens_have_no_german_words_of_their_own() {
    let german = ["Suchen<", "Anmelden<", "Abmelden<", "Bearbeiten<", "Verlauf<", "Speichern<"];
    each(|sample, lang, html| {
        if lang == Lang::En {
            for word in german {
                assert!(!html.contains(word), "{word} in {}", sample.name);
            }
        }
    });
}

#[test]
fn a_first_view_of_a_page_stays_small() {
    each(|sample, _, html| {
        assert!(html.len() < 60_000, "{} has {} bytes", sample.name, html.len());
    });
}

/// Writes every screen to the folder named by `QM_WIKI_SCREENS`, for looking at them in a browser:
/// `QM_WIKI_SCREENS=/tmp/screens cargo test --test themes -- --ignored`.
#[test]
#[ignore = "writes files for looking at"]
fn write_screens() {
    let folder = std::env::var("QM_WIKI_SCREENS").unwrap();
    let folder = Path::new(&folder);
    each(|sample, lang, html| {
        std::fs::create_dir_all(folder.join(lang.code())).unwrap();
        let path = folder.join(lang.code()).join(format!("{}.html", sample.name));
        std::fs::write(path, html).unwrap();
    });
    for name in
        ["qmw.css", "qmw.js", "fonts/fira-sans-latin-400.woff2", "fonts/fira-sans-latin-600.woff2"]
    {
        let asset =
            qm_wiki::theme::assets::find(qm_wiki::theme::assets::href(name).unwrap()).unwrap();
        let path = folder.join(asset.href().trim_start_matches('/'));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, asset.bytes()).unwrap();
    }
}
