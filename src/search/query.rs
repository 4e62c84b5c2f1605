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

use crate::german;

use super::{
    Ask, Reader, analysis,
    groups::Order,
    index::{Fields, exact_key, stems_key},
    synonyms::Synonyms,
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
/// Share of a word that means the same as the one typed.
const MEANS_THE_SAME: Score = 0.5;
/// Added when the words are title or name but for their endings.
const ALMOST_EXACT: Score = 40.0;
/// Added when the page is named by the section of a law asked for.
const IS_SECTION: Score = 60.0;
/// Added when the page cites it.
const CITES: Score = 20.0;
/// What parts of compounds are worth in names, in the text and in passages.
const PARTS: [Score; 3] = [2.64, 0.5, 0.5];
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
    synonyms: &Synonyms,
    ask: &Ask,
    wording: &Wording,
) -> tantivy::Result<Built> {
    let builder = Builder {
        searcher,
        fields,
        synonyms,
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
    synonyms: &'a Synonyms,
    rights: Vec<(Occur, Box<dyn Query>)>,
    statistics: Statistics,
}

/// A word as it was typed.
struct Token<'a> {
    evened: String,
    stem: String,
    typed: &'a Typed,
    is_single: bool,
    joined: Option<String>,
}

/// One word of the search with everything it may stand for.
struct Word {
    evened: String,
    stem: String,
    /// Byte at which it was typed.
    start: usize,
    /// The words of names that begin like it.
    beginnings: Vec<String>,
    /// Stems of the words it may mean if it is unknown.
    guesses: Vec<String>,
    /// Stems of the parts if it is a compound, else its own stem; each with others that mean
    /// the same behind it.
    parts: Vec<Vec<String>>,
    /// Rows of stems that mean the same as this word or as a row of words it belongs to.
    others: Vec<Vec<String>>,
    /// The others of rows that begin with this word, which give them their score.
    others_scored: usize,
    /// Stem of the word together with those a hyphen joins to it.
    joined: Option<String>,
    /// The citation it belongs to.
    cited: Vec<String>,
    known: bool,
}

impl Builder<'_> {
    fn build(self, wording: &Wording) -> tantivy::Result<Built> {
        let mut corrections = Vec::new();
        let mut words = self.words(&wording.words, &mut corrections)?;
        let citations = self.citations(wording, &mut words)?;

        let mut wanted: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for word in &words {
            wanted.push((Occur::Should, self.scored(word)));
        }
        if words.len() > 1 {
            let all = words.iter().map(|word| (Occur::Must, self.anywhere(word))).collect();
            let all = ConstScoreQuery::new(Box::new(BooleanQuery::new(all)), ALL_WORDS);
            wanted.push((Occur::Should, Box::new(all)));
        }
        for key in &citations {
            wanted.extend(self.citation(key).map(|query| (Occur::Should, query)));
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
            for query in self.exactly(wording) {
                wanted.push((Occur::Should, query));
            }
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
        let mut tokens: Vec<Token<'_>> = Vec::new();
        for typed in typed {
            let stems = analysis::tokens(&mut stem, &typed.word);
            let words = analysis::tokens(&mut whole, &typed.word);
            let is_single = words.len() == 1;
            let joined = (!is_single && typed.word.contains(['-', '\u{2010}', '\u{2011}']))
                .then(|| analysis::stem_of_evened(&words.concat()));
            tokens.extend(words.into_iter().zip(stems).map(|(evened, stem)| Token {
                evened,
                stem,
                typed,
                is_single,
                joined: joined.clone(),
            }));
        }
        if tokens.iter().any(|it| !analysis::is_little(&it.evened)) {
            tokens.retain(|it| !analysis::is_little(&it.evened));
        }

        let mut words = Vec::new();
        let last = tokens.len().saturating_sub(1);
        for (number, token) in tokens.into_iter().enumerate() {
            let parts = german::parts(&token.evened).into_iter();
            let mut parts: Vec<String> = parts.map(analysis::stem_of_evened).collect();
            let is_compound = !parts.is_empty();
            if !is_compound {
                parts.push(token.stem.clone());
            }
            let known = self.any_visible(self.fields.stemmed(), &token.stem)?;
            let is_last = number == last;
            let beginnings = if is_last { self.beginnings(&token.evened)? } else { Vec::new() };
            let mut guesses = Vec::new();
            // A compound nobody wrote yet is no typing error.
            if !known && beginnings.is_empty() && !is_compound {
                guesses = self.guesses(&token.evened)?;
                if let (Some(guess), true) = (guesses.first(), token.is_single) {
                    let typed = token.typed;
                    corrections.push((typed.start, typed.word.len(), guess.clone()));
                }
            }
            let guesses = guesses.iter().map(|guess| analysis::stem_of_evened(guess)).collect();
            words.push(Word {
                evened: token.evened,
                stem: token.stem,
                start: token.typed.start,
                beginnings,
                guesses,
                parts: parts.into_iter().map(|part| self.with_synonyms(part)).collect(),
                others: Vec::new(),
                others_scored: 0,
                joined: token.joined,
                cited: Vec::new(),
                known,
            });
        }
        self.add_others(&mut words);
        Ok(words)
    }

    /// A stem and the single words that mean the same.
    fn with_synonyms(&self, stem: String) -> Vec<String> {
        let others = self.synonyms.others(&[&stem]).into_iter();
        let mut single: Vec<String> =
            others.filter(|(_, it)| it.len() == 1).flat_map(|(_, it)| it).collect();
        single.insert(0, stem);
        single
    }

    /// Gives every word what it may be called else, alone or with the words behind it.
    fn add_others(&self, words: &mut [Word]) {
        let stems: Vec<String> = words.iter().map(|word| word.stem.clone()).collect();
        let row: Vec<&str> = stems.iter().map(String::as_str).collect();
        for at in 0..row.len() {
            let others = self.synonyms.others(row.get(at..).unwrap_or_default());
            if let Some(word) = words.get_mut(at) {
                // Before those of rows that began earlier.
                word.others.splice(0..0, others.iter().map(|(_, it)| it.clone()));
                word.others_scored = others.len();
            }
            for (length, other) in others {
                for word in words.iter_mut().skip(at + 1).take(length - 1) {
                    word.others.push(other.clone());
                }
            }
        }
    }

    /// The sections of laws that are meant, and marks the words that name them. What could be
    /// one is one only where some page cites it.
    fn citations(&self, wording: &Wording, words: &mut [Word]) -> tantivy::Result<Vec<String>> {
        let mut keys = Vec::new();
        for citation in german::citations(&wording.text) {
            let term = Term::from_field_text(self.fields.cited, &citation.key);
            if keys.contains(&citation.key) || self.searcher.doc_freq(&term)? == 0 {
                continue;
            }
            let (from, to) = citation.at;
            for word in words.iter_mut().filter(|it| (from..to).contains(&it.start)) {
                word.cited.push(citation.key.clone());
            }
            keys.push(citation.key);
        }
        Ok(keys)
    }

    /// Pages named by a section of a law, and pages that cite it. A whole book says less.
    fn citation(&self, key: &str) -> impl Iterator<Item = Box<dyn Query>> {
        let share = if key.contains('#') { 1.0 } else { 0.2 };
        let named = plain(Term::from_field_text(self.fields.exact, &format!("§{key}")));
        let cited = plain(Term::from_field_text(self.fields.cited, key));
        let named: Box<dyn Query> = Box::new(ConstScoreQuery::new(named, IS_SECTION * share));
        let cited: Box<dyn Query> = Box::new(ConstScoreQuery::new(cited, CITES * share));
        [named, cited].into_iter()
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
        if let Some(joined) = &word.joined {
            parts.extend(self.scored_stem(joined, 1.0));
        }
        for other in word.others.iter().take(word.others_scored) {
            for (field, weight) in self.fields.stemmed_weights() {
                let row: Vec<Vec<String>> = other.iter().map(|it| vec![it.clone()]).collect();
                let all = self.compound(field, &row, row.len());
                parts.push(boosted(all, weight * MEANS_THE_SAME));
            }
        }
        for (field, weight) in self.fields.parts().into_iter().zip(PARTS) {
            let count = word.parts.len();
            let needed = if count > 2 { count - 1 } else { count };
            parts.push(boosted(self.compound(field, &word.parts, needed), weight));
        }
        Box::new(DisjunctionMaxQuery::with_tie_breaker(parts, TIE))
    }

    /// At least so many of some parts in a field.
    fn compound(&self, field: Field, parts: &[Vec<String>], needed: usize) -> Box<dyn Query> {
        let term = |stem: &String| -> Box<dyn Query> {
            let term = Term::from_field_text(field, stem);
            Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
        };
        let mut found: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for part in parts {
            let mut stems = part.iter();
            let Some(own) = stems.next() else { continue };
            let mut any = vec![term(own)];
            any.extend(stems.map(|other| boosted(term(other), MEANS_THE_SAME)));
            let any = Box::new(DisjunctionMaxQuery::with_tie_breaker(any, 0.0));
            found.push((Occur::Should, any));
        }
        if needed < 2
            && let Some((_, only)) = found.pop()
        {
            return only;
        }
        Box::new(BooleanQuery::with_minimum_required_clauses(found, needed))
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
        if let Some(joined) = &word.joined {
            parts.extend(
                self.fields.stemmed().map(|field| plain(Term::from_field_text(field, joined))),
            );
        }
        for key in &word.cited {
            parts.push(plain(Term::from_field_text(self.fields.cited, key)));
        }
        let compound = word.parts.iter().map(|part| {
            let fields = self.fields.parts().into_iter();
            let terms = fields.flat_map(|field| {
                part.iter().map(move |stem| plain(Term::from_field_text(field, stem)))
            });
            (Occur::Must, union(terms.collect()))
        });
        parts.push(Box::new(BooleanQuery::new(compound.collect())));
        for other in &word.others {
            let row = other.iter().map(|stem| {
                let fields = self.fields.stemmed();
                let terms = fields.map(|field| plain(Term::from_field_text(field, stem)));
                (Occur::Must, union(terms.collect()))
            });
            parts.push(Box::new(BooleanQuery::new(row.collect())));
        }
        union(parts)
    }

    /// Title, name or code is what was typed, or is but for the endings.
    fn exactly(&self, wording: &Wording) -> [Box<dyn Query>; 2] {
        let typed = wording.words.iter().map(|typed| typed.word.as_str());
        let text = typed.chain(wording.phrases.iter().map(String::as_str)).collect::<Vec<_>>();
        let text = text.join(" ");
        let is = |key: &str, score| -> Box<dyn Query> {
            let exact = plain(Term::from_field_text(self.fields.exact, key));
            Box::new(ConstScoreQuery::new(exact, score))
        };
        [is(&exact_key(&text), EXACT), is(&stems_key(&text), ALMOST_EXACT)]
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
            let more = word.guesses.iter().chain(word.parts.iter().flatten()).chain(&word.joined);
            let more = more.chain(word.others.iter().flatten()).cloned();
            std::iter::once(word.stem.clone()).chain(beginnings).chain(more)
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

    fn only_in_heads(&self) -> [Field; 6] {
        let [title, names, strong, body] = self.with_places();
        [title, names, strong, body, self.title_parts, self.body_parts]
    }

    fn parts(&self) -> [Field; 3] {
        [self.title_parts, self.body_parts, self.passage_parts]
    }

    fn with_places(&self) -> [Field; 4] {
        [self.title, self.names, self.strong, self.body]
    }
}

/// How frequent words are. Heads and passages are documents of one index, but a word in every
/// page is frequent however many passages there are: numbers of heads are scaled up to all.
pub(super) struct Statistics {
    searcher: Searcher,
    heads_only: [Field; 6],
    documents: u64,
    heads: u64,
}

impl Statistics {
    fn new(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Statistics> {
        let heads = searcher.doc_freq(&Term::from_field_u64(fields.part, 0))?;
        Ok(Statistics {
            searcher: searcher.clone(),
            heads_only: fields.only_in_heads(),
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
