//! Answers a search: query, pages, snippets, "Meinten Sie".
//! Deliberately returns what the index says; the caller compares the hits with the database.

use tantivy::{
    DocAddress, Searcher, TantivyDocument,
    query::Bm25StatisticsProvider,
    schema::{Field, Value},
};

use super::{
    Ask, Found, HITS_MAX, Hit, OFFSET_MAX, Place, SearchError,
    groups::{FoundPage, Grouped, Groups},
    index::{Fields, exact_key},
    query,
    snippet::{self, Marks},
    synonyms::Synonyms,
    wording,
};

/// Searches.
pub(super) fn search(
    searcher: &Searcher,
    fields: &Fields,
    synonyms: &Synonyms,
    ask: &Ask,
) -> Result<Found, SearchError> {
    let wording = wording::read(&ask.text);
    let built = query::build(searcher, fields, synonyms, ask, &wording)?;
    let offset = ask.offset.min(OFFSET_MAX);
    let limit = ask.limit.min(HITS_MAX);
    let groups = Groups {
        filters: [
            wanted(ask, &ask.kind, wording.kind),
            wanted(ask, &ask.space, wording.space),
            wanted(ask, &ask.status, wording.status),
        ],
        without_spaces: ask.without_spaces.clone(),
        order: built.order,
        keep: offset + limit,
    };
    let statistics: &dyn Bm25StatisticsProvider = &built.statistics;
    let grouped: Grouped =
        searcher.search_with_statistics_provider(&*built.query, &groups, statistics)?;

    let mut marks = Marks::new(built.marks);
    let mut hits = Vec::with_capacity(limit.min(grouped.pages.len()));
    let mut spellings = Spellings::new(built.corrections);
    for page in grouped.pages.into_iter().skip(offset).take(limit) {
        hits.push(hit(searcher, fields, page, &mut marks, &mut spellings)?);
    }
    Ok(Found {
        total: grouped.total,
        hits,
        facets: grouped.facets,
        corrected: spellings.corrected(&wording.text),
        words: wording.words.into_iter().map(|typed| typed.word).collect(),
    })
}

/// What was chosen goes before what was typed.
fn wanted(ask: &Ask, chosen: &[String], typed: Option<String>) -> Vec<String> {
    if !chosen.is_empty() {
        return chosen.to_vec();
    }
    let Some(typed) = typed else { return Vec::new() };
    let name = exact_key(&typed);
    let meant = ask.called.iter().filter(|(called, _)| exact_key(called) == name);
    let mut wanted: Vec<String> = meant.map(|(_, id)| id.clone()).collect();
    wanted.push(typed);
    wanted
}

fn hit(
    searcher: &Searcher,
    fields: &Fields,
    page: FoundPage,
    marks: &mut Marks,
    spellings: &mut Spellings,
) -> Result<Hit, SearchError> {
    let head: TantivyDocument = searcher.doc(page.head)?;
    let title = stored(&head, fields.title_text);
    spellings.look_at(&title);
    let mut places = Vec::new();
    for address in page.places {
        places.push(place(searcher, fields, address, marks, spellings)?);
    }
    if places.first().is_none_or(|best| best.snippet_html.is_empty()) {
        places.insert(0, beginning(searcher, fields, page.head, &head, marks, spellings)?);
    }
    let mut places = places.into_iter();
    let best = places.next().unwrap_or_default();
    Ok(Hit {
        page: page.page,
        face: page.face,
        title_marked: marks.whole(&title),
        title,
        url: stored(&head, fields.url),
        kind: page.kind,
        space: page.space,
        status: page.status,
        snippet_html: best.snippet_html,
        anchor: best.anchor,
        heading: best.heading,
        score: page.score,
        more_places: places.collect(),
    })
}

/// What to show of a page whose words stand in its names only: the summary, else its first text.
fn beginning(
    searcher: &Searcher,
    fields: &Fields,
    address: DocAddress,
    head: &TantivyDocument,
    marks: &mut Marks,
    spellings: &mut Spellings,
) -> Result<Place, SearchError> {
    let summary = stored(head, fields.summary_text);
    let next = DocAddress::new(address.segment_ord, address.doc_id + 1);
    let segment = searcher.segment_reader(address.segment_ord);
    if summary.is_empty() && next.doc_id < segment.max_doc() {
        // Behind a head stands its first passage, or the head of another page, which has no text.
        return Ok(Place { anchor: None, ..place(searcher, fields, next, marks, spellings)? });
    }
    spellings.look_at(&summary);
    Ok(Place { snippet_html: marks.stretch(&summary), ..Place::default() })
}

fn place(
    searcher: &Searcher,
    fields: &Fields,
    address: DocAddress,
    marks: &mut Marks,
    spellings: &mut Spellings,
) -> Result<Place, SearchError> {
    let passage: TantivyDocument = searcher.doc(address)?;
    let text = stored(&passage, fields.passage_text);
    let heading = stored(&passage, fields.heading_text);
    spellings.look_at(&heading);
    spellings.look_at(&text);
    let anchor = passage.get_first(fields.anchor).and_then(|value| value.as_str());
    Ok(Place { anchor: anchor.map(str::to_owned), heading, snippet_html: marks.stretch(&text) })
}

fn stored(document: &TantivyDocument, field: Field) -> String {
    document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default().to_owned()
}

/// Mistyped words and how the right ones are written in the texts found: the index itself knows
/// them only in evened-out spelling.
struct Spellings {
    corrections: Vec<Correction>,
}

struct Correction {
    start: usize,
    bytes: usize,
    evened: String,
    written: Option<String>,
}

impl Spellings {
    fn new(corrections: Vec<(usize, usize, String)>) -> Spellings {
        let corrections = corrections.into_iter().map(|(start, bytes, evened)| Correction {
            start,
            bytes,
            evened,
            written: None,
        });
        Spellings { corrections: corrections.collect() }
    }

    fn look_at(&mut self, text: &str) {
        for correction in self.corrections.iter_mut().filter(|it| it.written.is_none()) {
            correction.written = snippet::as_written(text, &correction.evened);
        }
    }

    fn corrected(self, text: &str) -> Option<String> {
        if self.corrections.is_empty() {
            return None;
        }
        let mut out = String::new();
        let mut at = 0;
        for correction in self.corrections {
            out.push_str(text.get(at..correction.start)?);
            out.push_str(correction.written.as_deref().unwrap_or(&correction.evened));
            at = correction.start + correction.bytes;
        }
        out.push_str(text.get(at..)?);
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{Face, Index, PageDoc, Passage, Reader, Stamp, Standing};
    use proptest::prelude::*;

    struct Wiki {
        _folder: tempfile::TempDir,
        index: Index,
    }

    fn wiki(docs: Vec<PageDoc>) -> Wiki {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::open(folder.path(), &Stamp::new("db", 1)).unwrap().index;
        index.apply(docs, &[], 1).unwrap();
        Wiki { _folder: folder, index }
    }

    fn page(id: &str, title: &str, text: &str) -> PageDoc {
        PageDoc {
            page: id.to_owned(),
            title: title.to_owned(),
            kind: "standard".to_owned(),
            space: "mitte".to_owned(),
            status: "freigegeben".to_owned(),
            audience: vec!["public".to_owned()],
            passages: vec![Passage {
                anchor: Some(format!("ort-{id}")),
                heading: "Abschnitt".to_owned(),
                text: text.to_owned(),
            }],
            url: format!("/wiki/{id}"),
            ..PageDoc::default()
        }
    }

    impl Wiki {
        fn ask(&self, text: &str) -> Found {
            self.ask_as(text, &["public"])
        }

        fn ask_as(&self, text: &str, tokens: &[&str]) -> Found {
            let tokens = tokens.iter().map(|token| (*token).to_owned()).collect();
            self.index
                .search(&Ask { text: text.to_owned(), tokens, limit: 10, ..Ask::default() })
                .unwrap()
        }

        fn ids(&self, text: &str) -> Vec<String> {
            ids(&self.ask(text))
        }
    }

    fn ids(found: &Found) -> Vec<String> {
        found.hits.iter().map(|hit| hit.page.clone()).collect()
    }

    fn counts(counts: &[(&str, usize)]) -> Vec<(String, usize)> {
        counts.iter().map(|(value, count)| ((*value).to_owned(), *count)).collect()
    }

    #[test]
    fn a_hit_says_where_in_the_page_the_words_stand() {
        let mut long = page("a", "Hilfeplanung", "Allgemeines zum Vorgehen.");
        long.passages.push(Passage {
            anchor: Some("fristen".to_owned()),
            heading: "Fristen".to_owned(),
            text: "Spätestens nach zwölf Monaten folgen <b>Überprüfungen</b>.".to_owned(),
        });
        let found =
            wiki(vec![long, page("b", "Anderes", "Ganz anderes.")]).ask("Überprüfung Monat");
        let hit = found.hits.first().unwrap();
        assert_eq!((found.total, hit.page.as_str(), hit.url.as_str()), (1, "a", "/wiki/a"));
        assert_eq!(hit.anchor.as_deref(), Some("fristen"));
        assert_eq!(hit.heading, "Fristen");
        assert_eq!(
            hit.snippet_html,
            "Spätestens nach zwölf <mark>Monaten</mark> folgen \
             &lt;b&gt;<mark>Überprüfungen</mark>&lt;/b&gt;."
        );
    }

    #[test]
    fn a_word_in_the_title_goes_before_one_in_the_text() {
        let wiki = wiki(vec![
            page("a", "Protokoll", "Ein Qualitätszirkel tagte, der Qualitätszirkel tagte."),
            page("b", "Qualitätszirkel", "Treffen von Fachkräften."),
        ]);
        assert_eq!(wiki.ids("Qualitätszirkel"), ["b", "a"]);
        let marked = wiki.ask("qualitaetszirkel").hits.remove(0).title_marked;
        assert_eq!(marked, "<mark>Qualitätszirkel</mark>");
    }

    #[test]
    fn spellings_of_umlauts_and_case_find_the_same() {
        let wiki = wiki(vec![page("a", "Maßnahmen für Häuser", "Übergänge gestalten")]);
        for text in ["massnahmen", "MASSNAHME", "Haeuser", "hauser", "uebergang", "Ubergang"] {
            assert_eq!(wiki.ids(text), ["a"], "{text}");
        }
    }

    #[test]
    fn nobody_finds_counts_or_guesses_what_is_hidden() {
        let mut team = page("b", "Geheimplan Umzug", "Nur für das Team.");
        team.audience = vec!["team:x".to_owned()];
        let mut barred = page("c", "Umzug der Ablage", "Für fast alle.");
        barred.hidden_from = vec!["person:7".to_owned()];
        let wiki = wiki(vec![page("a", "Umzug", "Offen."), team, barred]);

        let public = wiki.ask("Umzug");
        assert_eq!((ids(&public), public.total), (vec!["a".to_owned(), "c".to_owned()], 2));
        assert_eq!(public.facets.kind, counts(&[("standard", 2)]));
        assert_eq!(wiki.ask_as("Umzug", &["public", "team:x"]).total, 3);
        assert_eq!(ids(&wiki.ask_as("Umzug", &["public", "person:7"])), ["a"]);
        assert_eq!(wiki.ask_as("Umzug", &[]).total, 0);
        assert_eq!(wiki.ask_as("", &[]).total, 0);

        assert_eq!(wiki.ask("Geheimplann").corrected, None);
        assert!(wiki.ask_as("Geheimplann", &["team:x"]).corrected.is_some());
        let all = Ask { reader: Reader::Everything, limit: 10, ..Ask::default() };
        assert_eq!(wiki.index.search(&all).unwrap().total, 3);
    }

    #[test]
    fn counts_leave_their_own_filter_aside() {
        let mut term = page("b", "Hilfeplan Begriff", "");
        term.kind = "term".to_owned();
        let mut project = page("c", "Hilfeplan Projekt", "");
        project.kind = "project".to_owned();
        project.space = "pankow".to_owned();
        let wiki = wiki(vec![page("a", "Hilfeplan", ""), term, project]);

        let found = wiki.ask("Hilfeplan art:TERM");
        assert_eq!((ids(&found), found.total), (vec!["b".to_owned()], 1));
        assert_eq!(found.facets.kind, counts(&[("project", 1), ("standard", 1), ("term", 1)]));
        assert_eq!(found.facets.space, counts(&[("mitte", 1)]));
        assert_eq!(wiki.ids("bereich:pankow Hilfeplan"), ["c"]);
        assert_eq!(wiki.ids("bezirk:Pankow Hilfeplan"), ["c"]);
        let named = Ask {
            text: "Hilfeplan Art:\"gute praxis\"".to_owned(),
            tokens: vec!["public".to_owned()],
            called: vec![("Gute Praxis".to_owned(), "term".to_owned())],
            limit: 10,
            ..Ask::default()
        };
        assert_eq!(ids(&wiki.index.search(&named).unwrap()), ["b"]);
        assert_eq!(wiki.ids("kind:gibtesnicht Hilfeplan"), Vec::<String>::new());
        let ask = Ask {
            text: "Hilfeplan".to_owned(),
            tokens: vec!["public".to_owned()],
            space: vec!["mitte".to_owned()],
            limit: 10,
            ..Ask::default()
        };
        let found = wiki.index.search(&ask).unwrap();
        assert_eq!(found.total, 2);
        assert_eq!(found.facets.space, counts(&[("mitte", 2), ("pankow", 1)]));
    }

    #[test]
    fn a_page_with_two_faces_is_one_hit() {
        let mut released = page("a", "Hilfeplan", "Frist zwölf Monate");
        released.face = Face::Released;
        let mut working = page("a", "Hilfeplan", "Frist sechs Monate");
        working.face = Face::Working;
        working.standing = Standing::Draft;
        working.status = "in_ueberpruefung".to_owned();
        working.audience = vec!["drafts".to_owned()];
        let wiki = wiki(vec![released, working]);

        let reader = wiki.ask("Frist sechs");
        assert_eq!((reader.total, reader.facets.status.len()), (1, 1));
        assert_eq!(reader.hits[0].face, Face::Released);
        let writer = wiki.ask_as("Frist Monate", &["public", "drafts"]);
        assert_eq!((writer.total, writer.hits[0].face), (1, Face::Released));
        let writer = wiki.ask_as("sechs", &["public", "drafts"]);
        assert_eq!((writer.total, writer.hits[0].face), (1, Face::Working));
        let writer = wiki.ask_as("Frist status:in_ueberpruefung", &["public", "drafts"]);
        assert_eq!((writer.total, writer.hits[0].face), (1, Face::Working));
        assert_eq!(writer.facets.status, counts(&[("freigegeben", 1)]));
    }

    #[test]
    fn phrases_and_exclusions_hold() {
        let wiki = wiki(vec![
            page("a", "Eins", "Die ambulante Hilfe zur Pflege."),
            page("b", "Zwei", "Hilfe, ambulante und stationäre."),
        ]);
        assert_eq!(wiki.ids("\"ambulante Hilfe\""), ["a"]);
        assert_eq!(wiki.ids("„ambulanten Hilfen“ Pflege"), ["a"]);
        assert_eq!(wiki.ids("Hilfe -stationär"), ["a"]);
        assert_eq!(wiki.ids("-stationär"), ["a"]);
        assert_eq!(wiki.ids("Hilfe -\"ambulante Hilfe\""), ["b"]);
        assert_eq!(wiki.ids("Hilfe -zwei"), ["a"]);
    }

    #[test]
    fn a_mistyped_word_finds_what_was_meant_and_is_put_right() {
        let wiki = wiki(vec![
            page("a", "Qualitätszirkel", "Treffen von Fachkräften"),
            page("b", "Anderes", "Text"),
        ]);
        let found = wiki.ask("der Qualitätszirkle in Mitte");
        assert_eq!(ids(&found), ["a"]);
        assert_eq!(found.corrected.as_deref(), Some("der Qualitätszirkel in Mitte"));
        assert_eq!(wiki.ask("Qualitätszirkel").corrected, None);
        assert_eq!(wiki.ask("Qualitaetszirckeln").hits[0].page, "a");
    }

    #[test]
    fn the_last_word_may_be_a_beginning() {
        let mut with_heading = page("b", "Verträge", "Text");
        with_heading.passages[0].heading = "Leistungsvereinbarungen".to_owned();
        let wiki = wiki(vec![page("a", "Qualitätszirkel", "Treffen"), with_heading]);
        assert_eq!(wiki.ids("Qualitätszi"), ["a"]);
        assert_eq!(wiki.ids("leistungsver"), ["b"]);
    }

    #[test]
    fn exact_names_and_codes_come_first() {
        let mut standard = page("b", "Ziele vereinbaren", "Ziele.");
        standard.names = vec!["FM-3".to_owned(), "Zielvereinbarung".to_owned()];
        let noisy = "FM-3 FM-3 FM-3 fm 3 Zielvereinbarung Zielvereinbarung";
        let wiki = wiki(vec![page("a", "FM und 3 in der Zielvereinbarung", noisy), standard]);
        for text in ["FM-3", "fm 3", "zielvereinbarung", "Ziele vereinbaren"] {
            assert_eq!(wiki.ids(text).first().map(String::as_str), Some("b"), "{text}");
        }
    }

    #[test]
    fn what_is_in_force_goes_before_drafts_the_past_and_examples() {
        let standings = [Standing::Example, Standing::Past, Standing::Draft, Standing::Valid];
        let docs = standings.iter().zip(["a", "b", "c", "d"]).map(|(standing, id)| PageDoc {
            standing: *standing,
            ..page(id, "Hilfeplan fortschreiben", "Text")
        });
        let wiki = wiki(docs.collect());
        assert_eq!(wiki.ids("Hilfeplan"), ["d", "c", "b", "a"]);
        assert_eq!(wiki.ids("Hilfeplan fortschreiben"), ["d", "c", "b", "a"]);
    }

    #[test]
    fn without_words_the_newest_page_comes_first() {
        let newer = |id: &str, at| PageDoc { updated_at: at, ..page(id, "Seite", "Text") };
        let wiki = wiki(vec![newer("a", 10), newer("b", 30), newer("c", 20)]);
        for text in ["", "  ", "kind:standard", "…!?", "-gibtesnicht"] {
            assert_eq!(wiki.ids(text), ["b", "c", "a"], "{text}");
        }
        assert_eq!(wiki.ask("").hits[0].snippet_html, "Text");
    }

    #[test]
    fn a_page_found_by_its_title_shows_its_summary_or_its_beginning() {
        let with_summary =
            PageDoc { summary: "Kurz <gesagt>.".to_owned(), ..page("a", "Zirkel", "x") };
        let empty = PageDoc { passages: Vec::new(), ..page("b", "Tafel", "") };
        let wiki = wiki(vec![with_summary, empty, page("c", "Runde", "Beginn.")]);
        let shown = |text| {
            let hit = wiki.ask(text).hits.remove(0);
            (hit.page, hit.snippet_html, hit.anchor, hit.more_places.len())
        };
        assert_eq!(shown("Zirkel"), ("a".into(), "Kurz &lt;gesagt&gt;.".into(), None, 0));
        assert_eq!(shown("Tafel"), ("b".into(), String::new(), None, 0));
        assert_eq!(shown("Runde"), ("c".into(), "Beginn.".into(), None, 0));
    }

    #[test]
    fn pages_of_results_neither_overlap_nor_leave_out() {
        let docs = (0..25).map(|at| page(&format!("p{at:02}"), "Gleicher Titel", "Text"));
        let wiki = wiki(docs.collect());
        let mut seen = Vec::new();
        for offset in [0, 10, 20, 30] {
            let ask = Ask {
                text: "Titel".to_owned(),
                tokens: vec!["public".to_owned()],
                limit: 10,
                offset,
                ..Ask::default()
            };
            let found = wiki.index.search(&ask).unwrap();
            assert_eq!(found.total, 25);
            seen.extend(ids(&found));
        }
        assert_eq!(seen, (0..25).map(|at| format!("p{at:02}")).collect::<Vec<_>>());
    }

    #[test]
    fn little_words_count_only_alone() {
        let wiki = wiki(vec![
            page("a", "Wie mache ich eine Übergabe", "Text"),
            page("b", "Wie und wo", "mache ich eine und ich"),
        ]);
        assert_eq!(wiki.ids("wie mache ich eine Übergabe")[0], "a");
        assert_eq!(wiki.ids("und wo"), ["b"]);
    }

    #[test]
    fn strange_texts_are_answered() {
        let wiki = wiki(vec![page("a", "Seite", "Text")]);
        let long = "wort ".repeat(5_000);
        let wide = "ä".repeat(3_000);
        for text in [
            "\"",
            "-",
            "a:b:c",
            "((",
            "kind:",
            "*",
            "\\",
            "\0",
            "~1",
            "[a TO b]",
            "<b>",
            "\"\"",
            "-\"\"",
            "status:\"",
            "AND OR NOT",
            "💚 §§",
            &long,
            &wide,
        ] {
            let found = wiki.ask(text);
            assert!(found.total <= 1, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_text_is_an_error(texts in prop::collection::vec("[\\PC \"„“:*()-]{0,40}", 1..20)) {
            thread_local! {
                static WIKI: Wiki = wiki(vec![
                    page("a", "Seite über Häuser", "Ein Text mit Wörtern, 78b und <mark>."),
                    page("b", "Zweite", "mehr"),
                ]);
            }
            WIKI.with(|wiki| for text in &texts {
                let found = wiki.ask(text);
                assert!(found.hits.len() <= found.total);
            });
        }
    }
}
