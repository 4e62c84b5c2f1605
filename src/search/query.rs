//! Turns the words of a search into a query of the index: ranking, typing errors, rights.
//! Deliberately built by hand: the library's own query language can fail on what people type.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};

use tantivy::{
    Score, Searcher, Term,
    query::{
        Bm25StatisticsProvider, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery,
        EmptyQuery, EnableScoring, FuzzyTermQuery, Occur, PhraseQuery, Query, TermQuery,
    },
    schema::{Field, IndexRecordOption},
};

use super::{
    Ask, Reader, analysis,
    groups::Order,
    index::Fields,
    wording::{Typed, Wording},
};

/// What the other fields add to the best one.
const TIE: Score = 0.2;
/// Added when all words are there; the most effective single rule in the measurements.
const ALL_WORDS: Score = 20.0;
/// Added when title, name or code is exactly what was asked for.
const EXACT: Score = 100.0;
/// Share of a word that was guessed.
const GUESSED: Score = 0.7;
/// Most words that a beginning is completed to.
const BEGINNINGS_MAX: usize = 30;
/// Most words looked at for completing a beginning, per segment.
const BEGINNINGS_SEEN_MAX: usize = 4_000;
/// Most words a mistyped word may mean.
const GUESSES_MAX: usize = 4;
/// From this many letters on two typing errors are considered.
const TWO_ERRORS_FROM: usize = 9;

/// A query ready to run.
pub(super) struct Built {
    pub query: Box<dyn Query>,
    pub order: Order,
    /// Stems to mark, with their weight.
    pub marks: HashMap<String, f32>,
    /// Mistyped words (start, bytes) and what is meant, in evened-out spelling.
    pub corrections: Vec<(usize, usize, String)>,
    pub statistics: Statistics,
}

/// Builds the query for an ask.
pub(super) fn build(
    searcher: &Searcher,
    fields: &Fields,
    ask: &Ask,
    wording: &Wording,
) -> tantivy::Result<Built> {
    let builder = Builder {
        searcher,
        fields,
        rights: rights(fields, ask),
        statistics: Statistics::new(searcher, fields)?,
    };
    builder.build(wording)
}

/// What a reader may find, as clauses: one of the tokens, and none that hides.
fn rights(fields: &Fields, ask: &Ask) -> Vec<(Occur, Box<dyn Query>)> {
    if ask.reader == Reader::Everything {
        return Vec::new();
    }
    let any_of = |field| -> Vec<Box<dyn Query>> {
        ask.tokens.iter().map(|token| plain(Term::from_field_text(field, token))).collect()
    };
    let mut clauses = vec![(Occur::Must, silent(union(any_of(fields.audience))))];
    if !ask.tokens.is_empty() {
        clauses.push((Occur::MustNot, union(any_of(fields.hidden_from))));
    }
    clauses
}

struct Builder<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    rights: Vec<(Occur, Box<dyn Query>)>,
    statistics: Statistics,
}

/// One word of the search with everything it may stand for.
struct Word {
    evened: String,
    stem: String,
    /// The words of names that begin like it.
    beginnings: Vec<String>,
    /// Stems of the words it may mean if it is unknown.
    guesses: Vec<String>,
    known: bool,
}

impl Builder<'_> {
    fn build(self, wording: &Wording) -> tantivy::Result<Built> {
        let mut corrections = Vec::new();
        let words = self.words(&wording.words, &mut corrections)?;

        let mut wanted: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for word in &words {
            wanted.push((Occur::Should, self.scored(word)));
        }
        if words.len() > 1 {
            let all = words.iter().map(|word| (Occur::Must, self.anywhere(word))).collect();
            let all = ConstScoreQuery::new(Box::new(BooleanQuery::new(all)), ALL_WORDS);
            wanted.push((Occur::Should, Box::new(all)));
        }
        let phrases: Vec<Vec<String>> =
            wording.phrases.iter().map(|text| stems(text)).filter(|it| !it.is_empty()).collect();
        for phrase in &phrases {
            wanted.push((Occur::Should, self.phrase_scored(phrase)));
        }

        let order = if wanted.is_empty() { Order::Newest } else { Order::Score };
        let mut clauses: Vec<(Occur, Box<dyn Query>)> =
            self.rights.iter().map(|(occur, query)| (*occur, query.box_clone())).collect();
        if order == Order::Newest {
            let heads = Term::from_field_u64(self.fields.part, 0);
            clauses.push((Occur::Must, plain(heads)));
        } else {
            wanted.push((Occur::Should, self.exactly(wording)));
            clauses.push((Occur::Must, Box::new(BooleanQuery::new(wanted))));
        }
        for phrase in &phrases {
            clauses.push((Occur::Must, silent(self.phrase(phrase))));
        }
        for text in &wording.without {
            let stems = stems(text);
            if !stems.is_empty() {
                clauses.push((Occur::MustNot, self.phrase(&stems)));
            }
        }
        let marks = self.marks(&words, &phrases)?;
        let query = Box::new(BooleanQuery::new(clauses));
        Ok(Built { query, order, marks, corrections, statistics: self.statistics })
    }

    /// The words worth searching for. Little words count only when there is nothing else.
    fn words(
        &self,
        typed: &[Typed],
        corrections: &mut Vec<(usize, usize, String)>,
    ) -> tantivy::Result<Vec<Word>> {
        let (mut stem, mut whole) = (analysis::stems(), analysis::words());
        let mut tokens: Vec<(String, String, Option<&Typed>)> = Vec::new();
        for typed in typed {
            let stems = analysis::tokens(&mut stem, &typed.word);
            let words = analysis::tokens(&mut whole, &typed.word);
            let single = (words.len() == 1).then_some(typed);
            tokens.extend(words.into_iter().zip(stems).map(|(word, stem)| (word, stem, single)));
        }
        if tokens.iter().any(|(word, ..)| !analysis::is_little(word)) {
            tokens.retain(|(word, ..)| !analysis::is_little(word));
        }

        let mut words = Vec::new();
        let last = tokens.len().saturating_sub(1);
        for (number, (evened, stem, typed)) in tokens.into_iter().enumerate() {
            let known = self.any_visible(self.fields.stemmed(), &stem)?;
            let beginnings = if number == last { self.beginnings(&evened)? } else { Vec::new() };
            let mut guesses = Vec::new();
            if !known && beginnings.is_empty() {
                guesses = self.guesses(&evened)?;
                if let (Some(guess), Some(typed)) = (guesses.first(), typed) {
                    corrections.push((typed.start, typed.word.len(), guess.clone()));
                }
            }
            let guesses = guesses.iter().map(|guess| analysis::stem_of_evened(guess)).collect();
            words.push(Word { evened, stem, beginnings, guesses, known });
        }
        Ok(words)
    }

    /// A word with its score: the best field counts, the others add a little.
    fn scored(&self, word: &Word) -> Box<dyn Query> {
        let mut parts = self.scored_stem(&word.stem, 1.0);
        let boost = if word.known { 1.2 } else { 2.0 };
        for beginning in word.beginnings.iter().filter(|it| **it != word.evened) {
            let term = Term::from_field_text(self.fields.name_words, beginning);
            parts.push(boosted(plain(term), boost));
        }
        for guess in &word.guesses {
            parts.extend(self.scored_stem(guess, GUESSED));
        }
        Box::new(DisjunctionMaxQuery::with_tie_breaker(parts, TIE))
    }

    fn scored_stem(&self, stem: &str, share: Score) -> Vec<Box<dyn Query>> {
        let weighted = self.fields.stemmed_weights();
        weighted
            .into_iter()
            .map(|(field, weight)| {
                let term = Term::from_field_text(field, stem);
                let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
                boosted(Box::new(query), weight * share)
            })
            .collect()
    }

    /// A word anywhere, without score.
    fn anywhere(&self, word: &Word) -> Box<dyn Query> {
        let mut parts: Vec<Box<dyn Query>> = Vec::new();
        for stem in std::iter::once(&word.stem).chain(&word.guesses) {
            parts.extend(
                self.fields.stemmed().map(|field| plain(Term::from_field_text(field, stem))),
            );
        }
        for beginning in &word.beginnings {
            parts.push(plain(Term::from_field_text(self.fields.name_words, beginning)));
        }
        union(parts)
    }

    /// Title, name or code is what was typed.
    fn exactly(&self, wording: &Wording) -> Box<dyn Query> {
        let typed = wording.words.iter().map(|typed| typed.word.as_str());
        let text = typed.chain(wording.phrases.iter().map(String::as_str)).collect::<Vec<_>>();
        let name = analysis::evened(&text.join(" "));
        let exact = plain(Term::from_field_text(self.fields.exact, &name));
        Box::new(ConstScoreQuery::new(exact, EXACT))
    }

    /// Words one behind the other in a page, or all in one passage: the page must have the
    /// phrase, the passage shows where. A single word is a phrase too.
    fn phrase(&self, stems: &[String]) -> Box<dyn Query> {
        let mut parts: Vec<Box<dyn Query>> = Vec::new();
        for field in self.fields.with_places() {
            parts.push(self.row(field, stems));
        }
        for field in [self.fields.heading, self.fields.passage] {
            let all =
                stems.iter().map(|stem| (Occur::Must, plain(Term::from_field_text(field, stem))));
            parts.push(Box::new(BooleanQuery::new(all.collect())));
        }
        union(parts)
    }

    fn phrase_scored(&self, stems: &[String]) -> Box<dyn Query> {
        let mut parts: Vec<Box<dyn Query>> = Vec::new();
        for (field, weight) in self.fields.stemmed_weights() {
            if self.fields.with_places().contains(&field) {
                parts.push(boosted(self.row(field, stems), weight));
                continue;
            }
            let all = stems.iter().map(|stem| {
                let term = Term::from_field_text(field, stem);
                let term = TermQuery::new(term, IndexRecordOption::WithFreqs);
                (Occur::Must, Box::new(term) as Box<dyn Query>)
            });
            parts.push(boosted(Box::new(BooleanQuery::new(all.collect())), weight));
        }
        Box::new(DisjunctionMaxQuery::with_tie_breaker(parts, TIE))
    }

    fn row(&self, field: Field, stems: &[String]) -> Box<dyn Query> {
        let mut terms: Vec<Term> =
            stems.iter().map(|stem| Term::from_field_text(field, stem)).collect();
        match terms.len() {
            1 => terms.pop().map_or(Box::new(EmptyQuery), |term| {
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>
            }),
            _ => Box::new(PhraseQuery::new(terms)),
        }
    }

    /// The most frequent words of names that begin so.
    fn beginnings(&self, evened: &str) -> tantivy::Result<Vec<String>> {
        if evened.chars().count() < 2 {
            return Ok(Vec::new());
        }
        let mut end = evened.to_owned();
        end.push(char::MAX);
        let mut frequent: BTreeMap<String, u64> = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let terms = segment.inverted_index(self.fields.name_words)?;
            let mut stream = terms.terms().range().ge(evened).lt(&end).into_stream()?;
            let mut seen = 0;
            while seen < BEGINNINGS_SEEN_MAX && stream.advance() {
                seen += 1;
                if let Ok(word) = std::str::from_utf8(stream.key()) {
                    let count = u64::from(stream.value().doc_freq);
                    *frequent.entry(word.to_owned()).or_default() += count;
                }
            }
        }
        Ok(most_frequent(frequent, BEGINNINGS_MAX))
    }

    /// The words a mistyped word may mean, of those the reader may see.
    fn guesses(&self, evened: &str) -> tantivy::Result<Vec<String>> {
        let letters = evened.chars().count();
        if letters < 4 || evened.contains(|sign: char| sign.is_numeric()) {
            return Ok(Vec::new());
        }
        let mut guesses = self.similar(evened, 1)?;
        if guesses.is_empty() && letters >= TWO_ERRORS_FROM {
            guesses = self.similar(evened, 2)?;
        }
        Ok(guesses)
    }

    fn similar(&self, evened: &str, distance: u8) -> tantivy::Result<Vec<String>> {
        let term = Term::from_field_text(self.fields.every_word, evened);
        let fuzzy = FuzzyTermQuery::new(term, distance, true);
        let mut frequent: BTreeMap<String, u64> = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let terms = segment.inverted_index(self.fields.every_word)?;
            let mut stream = terms.terms().search(fuzzy.automaton()?).into_stream()?;
            while stream.advance() {
                if let Ok(word) = std::str::from_utf8(stream.key()) {
                    let count = u64::from(stream.value().doc_freq);
                    *frequent.entry(word.to_owned()).or_default() += count;
                }
            }
        }
        // A word that stands only in pages hidden from the reader must not be proposed.
        let mut guesses = Vec::new();
        for word in most_frequent(frequent, GUESSES_MAX * 8) {
            if guesses.len() < GUESSES_MAX && self.any_visible([self.fields.every_word], &word)? {
                guesses.push(word);
            }
        }
        Ok(guesses)
    }

    /// Whether a term stands in a document that the reader may find.
    fn any_visible(
        &self,
        fields: impl IntoIterator<Item = Field>,
        text: &str,
    ) -> tantivy::Result<bool> {
        for field in fields {
            let term = Term::from_field_text(field, text);
            if self.searcher.doc_freq(&term)? == 0 {
                continue;
            }
            let mut clauses = vec![(Occur::Must, plain(term))];
            clauses.extend(self.rights.iter().map(|(occur, it)| (*occur, it.box_clone())));
            if any_match(self.searcher, &BooleanQuery::new(clauses))? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What to mark: rare words weigh more.
    fn marks(
        &self,
        words: &[Word],
        phrases: &[Vec<String>],
    ) -> tantivy::Result<HashMap<String, f32>> {
        let mut marks = HashMap::new();
        let whole = words.iter().flat_map(|word| {
            let beginnings = word.beginnings.iter().map(|it| analysis::stem_of_evened(it));
            std::iter::once(word.stem.clone()).chain(beginnings).chain(word.guesses.clone())
        });
        let documents = self.statistics.documents.max(1) as f32;
        for stem in whole.chain(phrases.iter().flatten().cloned()) {
            let term = Term::from_field_text(self.fields.body, &stem);
            let frequency = self.statistics.doc_freq(&term)?.max(1) as f32;
            marks.insert(stem, (documents / frequency).ln().max(0.1));
        }
        Ok(marks)
    }
}

fn any_match(searcher: &Searcher, query: &dyn Query) -> tantivy::Result<bool> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    for segment in searcher.segment_readers() {
        let mut scorer = weight.scorer(segment, 1.0)?;
        let mut doc = scorer.doc();
        while doc != tantivy::TERMINATED {
            if segment.alive_bitset().is_none_or(|alive| alive.is_alive(doc)) {
                return Ok(true);
            }
            doc = scorer.advance();
        }
    }
    Ok(false)
}

fn most_frequent(frequent: BTreeMap<String, u64>, count: usize) -> Vec<String> {
    let mut words: Vec<(String, u64)> = frequent.into_iter().collect();
    words.sort_by_key(|(_, count)| Reverse(*count));
    words.into_iter().take(count).map(|(word, _)| word).collect()
}

fn stems(text: &str) -> Vec<String> {
    analysis::tokens(&mut analysis::stems(), text)
}

fn plain(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn silent(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn boosted(query: Box<dyn Query>, boost: Score) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, boost))
}

fn union(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    if queries.len() > 1 {
        return Box::new(BooleanQuery::union(queries));
    }
    queries.pop().unwrap_or_else(|| Box::new(EmptyQuery))
}

impl Fields {
    /// Fields with stems and what a word in them is worth.
    fn stemmed_weights(&self) -> [(Field, Score); 6] {
        [
            (self.title, 4.0),
            (self.names, 4.0),
            (self.strong, 1.5),
            (self.body, 1.0),
            (self.heading, 3.0),
            (self.passage, 1.0),
        ]
    }

    fn stemmed(&self) -> impl Iterator<Item = Field> + use<> {
        self.stemmed_weights().into_iter().map(|(field, _)| field)
    }

    fn with_places(&self) -> [Field; 4] {
        [self.title, self.names, self.strong, self.body]
    }
}

/// How frequent words are. Heads and passages are documents of one index, but a word in every
/// page is frequent however many passages there are: numbers of heads are scaled up to all.
pub(super) struct Statistics {
    searcher: Searcher,
    heads_only: [Field; 4],
    documents: u64,
    heads: u64,
}

impl Statistics {
    fn new(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Statistics> {
        let heads = searcher.doc_freq(&Term::from_field_u64(fields.part, 0))?;
        Ok(Statistics {
            searcher: searcher.clone(),
            heads_only: fields.with_places(),
            documents: searcher.total_num_docs()?,
            heads: heads.max(1),
        })
    }

    fn scaled(&self, field: Field, count: u64) -> u64 {
        if self.heads_only.contains(&field) {
            return (u128::from(count) * u128::from(self.documents) / u128::from(self.heads))
                as u64;
        }
        count
    }
}

impl Bm25StatisticsProvider for Statistics {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let tokens = self.searcher.total_num_tokens(field)?;
        if self.heads_only.contains(&field) {
            return Ok(self.scaled(field, tokens));
        }
        let passages = self.documents.saturating_sub(self.heads).max(1);
        Ok((u128::from(tokens) * u128::from(self.documents) / u128::from(passages)) as u64)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.documents)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let count = self.searcher.doc_freq(term)?;
        // The library requires that no word stands in more documents than there are.
        Ok(self.scaled(term.field(), count).min(self.documents))
    }
}
