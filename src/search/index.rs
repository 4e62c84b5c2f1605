//! The index on disk: its schema, its folder, writing pages into it and building it anew.
//! Deliberately never stops the start: an index that does not fit is thrown away and made again.
//!
//! The folder holds one numbered folder per generation. A rebuild fills the next one beside the
//! present one, which answers until the new one is complete and takes its place.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

use serde::{Deserialize, Serialize};
use tantivy::{
    IndexReader, IndexSettings, IndexWriter, ReloadPolicy, TantivyDocument, Term,
    indexer::{LogMergePolicy, NoMergePolicy, UserOperation},
    schema::{
        FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, Schema,
        TextFieldIndexing, TextOptions,
    },
};

use crate::german;

use super::{Ask, Found, PageDoc, SearchError, Stamp, analysis, find, snippet, synonyms::Synonyms};

/// Longest stored passage, in bytes: what a snippet costs to make.
const PASSAGE_BYTES_MAX: usize = 1_024;
/// Memory of the writer for single changes, in bytes; the least the library allows.
const WRITER_BYTES: usize = 15_000_000;
/// Memory of the writer for a rebuild, in bytes.
const REBUILD_BYTES: usize = 15_000_000;
/// Text after which a rebuild commits, in bytes: the library queues pages without limit.
const REBUILD_COMMIT_BYTES: usize = 4_000_000;
/// Field values from this weight on count more than the text.
const STRONG_WEIGHT: f32 = 1.5;
/// Size of a packed block of stored texts, in bytes: a hit unpacks a few of them.
const STORE_BLOCK_BYTES: usize = 4_096;
/// Blocks of stored texts kept unpacked per segment.
const STORE_CACHE_BLOCKS: usize = 32;

/// The search index of one node. Cheap to clone; all calls block.
#[derive(Clone)]
pub struct Index {
    shared: Arc<Shared>,
}

/// An opened index.
pub struct Opened {
    /// The index, possibly empty.
    pub index: Index,
    /// The last change it holds; `None` means it must be built from scratch.
    pub applied_seq: Option<u64>,
}

/// A new index being filled beside the present one. Dropped unfinished, it leaves no trace; after
/// a failure it can only be dropped.
pub struct Rebuild {
    shared: Arc<Shared>,
    fresh: Option<Generation>,
    /// Text fed since the last commit, in bytes.
    fed: usize,
}

struct Shared {
    folder: PathBuf,
    stamp: Stamp,
    synonyms: Synonyms,
    present: RwLock<Arc<Generation>>,
}

/// One numbered folder with an index in it.
struct Generation {
    folder: PathBuf,
    index: tantivy::Index,
    reader: IndexReader,
    fields: Fields,
    seq: AtomicU64,
    writer: Mutex<Option<IndexWriter>>,
}

/// What stands in each commit.
#[derive(Serialize, Deserialize)]
struct Note {
    #[serde(flatten)]
    stamp: Stamp,
    seq: u64,
}

impl Index {
    /// Opens the index in a folder, or makes an empty one if what is there is unreadable, foreign
    /// or of another version.
    ///
    /// # Errors
    /// Only when the folder can not be written at all.
    pub fn open(folder: &Path, stamp: &Stamp) -> Result<Opened, SearchError> {
        fs::create_dir_all(folder)?;
        let mut numbers = generations(folder)?;
        numbers.sort_unstable_by(|left, right| right.cmp(left));
        let last = numbers.first().copied().unwrap_or(0);

        let fitting = numbers.iter().find_map(|number| {
            let (generation, seq) = Generation::open(&numbered(folder, *number), stamp)?;
            Some((*number, generation, seq))
        });
        let (kept, generation, applied_seq) = match fitting {
            Some((number, generation, seq)) => (number, generation, Some(seq)),
            None => (last + 1, Generation::create(&numbered(folder, last + 1))?, None),
        };
        for number in numbers.into_iter().filter(|number| *number != kept) {
            // What can not be deleted now is tried again at the next start.
            let _ = fs::remove_dir_all(numbered(folder, number));
        }

        let shared = Shared {
            folder: folder.to_owned(),
            stamp: stamp.clone(),
            synonyms: Synonyms::beside(folder),
            present: RwLock::new(Arc::new(generation)),
        };
        Ok(Opened { index: Index { shared: Arc::new(shared) }, applied_seq })
    }

    /// The newest index in a folder that fits the stamp, without touching anything there.
    pub fn look(folder: &Path, stamp: &Stamp) -> Result<Option<Self>, SearchError> {
        let mut numbers = generations(folder).unwrap_or_default();
        numbers.sort_unstable_by(|left, right| right.cmp(left));
        let fitting = numbers.into_iter().find_map(|number| {
            let (generation, seq) = Generation::open(&numbered(folder, number), stamp)?;
            generation.seq.store(seq, Ordering::Release);
            Some(generation)
        });
        Ok(fitting.map(|generation| Self {
            shared: Arc::new(Shared {
                folder: folder.to_owned(),
                stamp: stamp.clone(),
                synonyms: Synonyms::default(),
                present: RwLock::new(Arc::new(generation)),
            }),
        }))
    }

    /// Writes pages (all faces of a page together), removes others, and notes `seq`, in one commit
    /// that searches see when this returns. Doing it twice changes nothing.
    ///
    /// # Errors
    /// When the index can not be written; it then still holds the commit before.
    pub fn apply(
        &self,
        mut upserts: Vec<PageDoc>,
        removed_pages: &[String],
        seq: u64,
    ) -> Result<(), SearchError> {
        upserts.sort_by(|left, right| left.page.cmp(&right.page));
        let generation = self.shared.present();
        generation.apply(&upserts, removed_pages, &self.shared.note(seq)?, WRITER_BYTES)?;
        generation.seq.store(seq, Ordering::Release);
        Ok(())
    }

    /// Begins a new index beside the present one.
    ///
    /// # Errors
    /// When the new folder can not be made.
    pub fn rebuild(&self) -> Result<Rebuild, SearchError> {
        let next = generations(&self.shared.folder)?.into_iter().max().unwrap_or(0) + 1;
        let fresh = Generation::create(&numbered(&self.shared.folder, next))?;
        fresh.with_writer(REBUILD_BYTES, |writer| {
            // All segments become one at the end, so merging before would be work done twice.
            writer.set_merge_policy(Box::new(NoMergePolicy));
            Ok(())
        })?;
        Ok(Rebuild { shared: self.shared.clone(), fresh: Some(fresh), fed: 0 })
    }

    /// The last change the index holds; 0 for one that was never filled.
    pub fn applied_seq(&self) -> u64 {
        self.shared.present().seq.load(Ordering::Acquire)
    }

    /// Page faces in the index.
    pub fn count(&self) -> usize {
        let generation = self.shared.present();
        let searcher = generation.reader.searcher();
        let heads = Term::from_field_u64(generation.fields.part, 0);
        let heads = tantivy::query::TermQuery::new(heads, IndexRecordOption::Basic);
        searcher.search(&heads, &tantivy::collector::Count).unwrap_or(0)
    }

    /// Searches. Any text is allowed.
    ///
    /// # Errors
    /// When the index is damaged; a rebuild helps.
    pub fn search(&self, ask: &Ask) -> Result<Found, SearchError> {
        let generation = self.shared.present();
        find::search(&generation.reader.searcher(), &generation.fields, &self.shared.synonyms, ask)
    }

    /// Lets go of the writer and its memory until the next change, after waiting for merges.
    ///
    /// # Errors
    /// When a merge failed; the index still holds the last commit.
    pub fn rest(&self) -> Result<(), SearchError> {
        self.shared.present().rest()
    }

    /// Whether a file of the index differs from its checksum. Reads the whole index.
    ///
    /// # Errors
    /// When a file can not be read at all.
    pub fn is_damaged(&self) -> Result<bool, SearchError> {
        Ok(!self.shared.present().index.validate_checksum()?.is_empty())
    }
}

impl Rebuild {
    /// Takes in pages, all faces of a page in the same call. Memory stays bounded.
    ///
    /// # Errors
    /// When the new index can not be written.
    pub fn feed(&mut self, mut docs: Vec<PageDoc>) -> Result<(), SearchError> {
        docs.sort_by(|left, right| left.page.cmp(&right.page));
        for faces in docs.chunk_by(|left, right| left.page == right.page) {
            if let Err(error) = self.feed_page(faces) {
                self.abandon();
                return Err(error);
            }
        }
        Ok(())
    }

    fn feed_page(&mut self, faces: &[PageDoc]) -> Result<(), SearchError> {
        let fresh = self.fresh.as_ref().ok_or(SearchError::Abandoned)?;
        self.fed += faces.iter().map(text_bytes).sum::<usize>();
        fresh.with_writer(REBUILD_BYTES, |writer| {
            fresh.write(writer, faces)?;
            if self.fed > REBUILD_COMMIT_BYTES {
                // Without a note, so that an unfinished rebuild is never taken for an index.
                writer.commit()?;
                self.fed = 0;
            }
            Ok(())
        })
    }

    /// Completes the new index, notes `seq` and lets it answer from now on. `seq` is the last change
    /// before the first page was read: what changed since comes again by [`Index::apply`].
    ///
    /// # Errors
    /// When the new index can not be written; the present one then goes on answering.
    pub fn finish(mut self, seq: u64) -> Result<(), SearchError> {
        let fresh = self.fresh.as_ref().ok_or(SearchError::Abandoned)?;
        fresh.merge_all()?;
        fresh.apply(&[], &[], &self.shared.note(seq)?, REBUILD_BYTES)?;
        fresh.rest()?;
        fresh.seq.store(seq, Ordering::Release);

        let fresh = self.fresh.take().ok_or(SearchError::Abandoned)?;
        let before = {
            let mut present = self.shared.present.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *present, Arc::new(fresh))
        };
        // Searches under way keep their open files; a folder that stays goes at the next start.
        let _ = before.rest();
        let _ = fs::remove_dir_all(&before.folder);
        Ok(())
    }
}

impl Rebuild {
    fn abandon(&mut self) {
        if let Some(fresh) = self.fresh.take() {
            let folder = fresh.folder.clone();
            drop(fresh);
            // What can not be deleted now goes at the next start.
            let _ = fs::remove_dir_all(folder);
        }
    }
}

impl Drop for Rebuild {
    fn drop(&mut self) {
        self.abandon();
    }
}

impl Shared {
    fn present(&self) -> Arc<Generation> {
        self.present.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, seq: u64) -> Result<String, SearchError> {
        Ok(serde_json::to_string(&Note { stamp: self.stamp.clone(), seq })?)
    }
}

impl Generation {
    /// The index in a folder and its last change, if it can be read and bears this stamp.
    fn open(folder: &Path, stamp: &Stamp) -> Option<(Generation, u64)> {
        let index = tantivy::Index::open_in_dir(folder).ok()?;
        let note: Note = serde_json::from_str(&index.load_metas().ok()?.payload?).ok()?;
        if note.stamp != *stamp || index.schema() != Fields::new().1 {
            return None;
        }
        let generation = Generation::around(index, folder).ok()?;
        generation.seq.store(note.seq, Ordering::Release);
        Some((generation, note.seq))
    }

    fn create(folder: &Path) -> Result<Generation, SearchError> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        let settings =
            IndexSettings { docstore_blocksize: STORE_BLOCK_BYTES, ..IndexSettings::default() };
        let index = tantivy::Index::builder()
            .schema(Fields::new().1)
            .settings(settings)
            .create_in_dir(folder)?;
        Generation::around(index, folder)
    }

    fn around(mut index: tantivy::Index, folder: &Path) -> Result<Generation, SearchError> {
        index.set_tokenizers(analysis::tokenizers());
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(STORE_CACHE_BLOCKS)
            .try_into()?;
        Ok(Generation {
            folder: folder.to_owned(),
            index,
            reader,
            fields: Fields::new().0,
            seq: AtomicU64::new(0),
            writer: Mutex::new(None),
        })
    }

    fn apply(
        &self,
        upserts: &[PageDoc],
        removed_pages: &[String],
        note: &str,
        memory: usize,
    ) -> Result<(), SearchError> {
        self.with_writer(memory, |writer| {
            for page in removed_pages {
                writer.delete_term(Term::from_field_text(self.fields.page, page));
            }
            self.write(writer, upserts)?;
            let mut commit = writer.prepare_commit()?;
            commit.set_payload(note);
            commit.commit()?;
            Ok(())
        })?;
        self.reader.reload()?;
        Ok(())
    }

    /// Replaces pages, sorted by id. All faces of a page go into one group of operations, because the documents
    /// of a page must stand one behind the other in one segment.
    fn write(&self, writer: &IndexWriter, docs: &[PageDoc]) -> Result<(), SearchError> {
        for faces in docs.chunk_by(|left, right| left.page == right.page) {
            let Some(first) = faces.first() else { continue };
            let page = Term::from_field_text(self.fields.page, &first.page);
            let mut operations = vec![UserOperation::Delete(page)];
            for face in faces {
                let documents = self.fields.documents(face);
                operations.extend(documents.into_iter().map(UserOperation::Add));
            }
            writer.run(operations)?;
        }
        Ok(())
    }

    /// Runs with the writer, made now if there is none. After a failure the writer is let go, and
    /// with it everything not yet committed.
    fn with_writer(
        &self,
        memory: usize,
        act: impl FnOnce(&mut IndexWriter) -> Result<(), SearchError>,
    ) -> Result<(), SearchError> {
        let mut slot = self.writer_slot();
        let writer = match &mut *slot {
            Some(writer) => writer,
            empty => empty.insert(self.new_writer(memory)?),
        };
        let done = act(writer);
        if done.is_err() {
            *slot = None;
        }
        done
    }

    fn new_writer(&self, memory: usize) -> Result<IndexWriter, SearchError> {
        let writer = self.index.writer_with_num_threads(1, memory)?;
        let mut merging = LogMergePolicy::default();
        merging.set_del_docs_ratio_before_merge(0.3);
        // Small segments merge among themselves, or every few changes would rewrite a large one.
        merging.set_min_layer_size(500);
        merging.set_min_num_segments(4);
        writer.set_merge_policy(Box::new(merging));
        Ok(writer)
    }

    /// Makes one segment of all: each costs every search a little.
    fn merge_all(&self) -> Result<(), SearchError> {
        self.with_writer(REBUILD_BYTES, |writer| {
            writer.commit()?;
            let segments = self.index.searchable_segment_ids()?;
            if segments.len() > 1 {
                writer.merge(&segments).wait()?;
            }
            Ok(())
        })
    }

    fn rest(&self) -> Result<(), SearchError> {
        let mut slot = self.writer_slot();
        if let Some(writer) = slot.take() {
            writer.wait_merging_threads()?;
        }
        self.reader.reload()?;
        Ok(())
    }

    fn writer_slot(&self) -> MutexGuard<'_, Option<IndexWriter>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The schema as text, for naming its version.
pub(super) fn schema_text() -> String {
    serde_json::to_string(&Fields::new().1).unwrap_or_default()
}

/// The fields of the index. Heads and passages are documents of their own, told apart by `part`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    // Both.
    pub page: Field,
    /// 0 for the head, 1, 2 … for its passages: also the distance to the head in the segment.
    pub part: Field,
    pub audience: Field,
    pub hidden_from: Field,
    // Heads: what the page is.
    pub face: Field,
    pub kind: Field,
    pub space: Field,
    pub status: Field,
    pub standing: Field,
    pub updated_at: Field,
    pub revision: Field,
    // Heads: what is searched.
    pub exact: Field,
    pub title: Field,
    pub names: Field,
    pub strong: Field,
    pub body: Field,
    /// Parts of the compounds of title and names, of everything else.
    pub title_parts: Field,
    pub body_parts: Field,
    pub every_word: Field,
    // Passages: what is searched.
    pub heading: Field,
    pub passage: Field,
    pub passage_parts: Field,
    /// Keys of the sections of laws that are cited (heads and passages).
    pub cited: Field,
    /// Whole words of title, names and headings (heads), of the heading (passages).
    pub name_words: Field,
    // What is shown.
    pub title_text: Field,
    pub summary_text: Field,
    pub url: Field,
    pub anchor: Field,
    pub heading_text: Field,
    pub passage_text: Field,
}

impl Fields {
    fn new() -> (Fields, Schema) {
        let stems = |option| indexed(analysis::STEMS, option).set_fieldnorms(true);
        let words = || indexed(analysis::WORDS, IndexRecordOption::Basic).set_fieldnorms(false);
        let text = |indexing| TextOptions::default().set_indexing_options(indexing);
        let with_places = || text(stems(IndexRecordOption::WithFreqsAndPositions));
        let with_counts = || text(stems(IndexRecordOption::WithFreqs));
        let with_parts = || {
            let counts = indexed(analysis::PARTS, IndexRecordOption::WithFreqs);
            text(counts.set_fieldnorms(true))
        };
        let value = || TextOptions::default().set_fast("raw");
        let number = || NumericOptions::default().set_fast();

        let mut schema = Schema::builder();
        let fields = Fields {
            page: schema.add_text_field("page", STRING | FAST),
            part: schema.add_u64_field("part", FAST | INDEXED),
            audience: schema.add_text_field("audience", STRING),
            hidden_from: schema.add_text_field("hidden_from", STRING),
            face: schema.add_text_field("face", value()),
            kind: schema.add_text_field("kind", value()),
            space: schema.add_text_field("space", value()),
            status: schema.add_text_field("status", value()),
            standing: schema.add_u64_field("standing", number()),
            updated_at: schema.add_i64_field("updated_at", number()),
            revision: schema.add_u64_field("revision", number()),
            exact: schema.add_text_field("exact", STRING),
            title: schema.add_text_field("title", with_places()),
            names: schema.add_text_field("names", with_places()),
            strong: schema.add_text_field("strong", with_places()),
            body: schema.add_text_field("body", with_places()),
            title_parts: schema.add_text_field("title_parts", with_parts()),
            body_parts: schema.add_text_field("body_parts", with_parts()),
            every_word: schema.add_text_field("every_word", text(words())),
            heading: schema.add_text_field("heading", with_counts()),
            passage: schema.add_text_field("passage", with_counts()),
            passage_parts: schema.add_text_field("passage_parts", with_parts()),
            cited: schema.add_text_field("cited", STRING),
            name_words: schema.add_text_field("name_words", text(words())),
            title_text: schema.add_text_field("title_text", STORED),
            summary_text: schema.add_text_field("summary_text", STORED),
            url: schema.add_text_field("url", STORED),
            anchor: schema.add_text_field("anchor", STORED),
            heading_text: schema.add_text_field("heading_text", STORED),
            passage_text: schema.add_text_field("passage_text", STORED),
        };
        (fields, schema.build())
    }

    /// The documents of one face of a page: the head, then its passages.
    fn documents(&self, page: &PageDoc) -> Vec<TantivyDocument> {
        let mut documents = vec![self.head(page)];
        let mut cited: BTreeSet<String> = BTreeSet::new();
        for passage in &page.passages {
            let heading = analysis::composed(&passage.heading);
            let text = analysis::composed(&passage.text);
            let mut pieces = snippet::pieces(&text, PASSAGE_BYTES_MAX);
            if pieces.is_empty() && !heading.is_empty() {
                pieces.push("");
            }
            for piece in pieces {
                let mut document = self.common(page, documents.len() as u64);
                document.add_text(self.heading, &heading);
                document.add_text(self.name_words, &heading);
                document.add_text(self.passage, piece);
                document.add_text(self.passage_parts, &heading);
                document.add_text(self.passage_parts, piece);
                for key in citations(piece) {
                    document.add_text(self.cited, &key);
                    cited.insert(key);
                }
                document.add_text(self.heading_text, &heading);
                document.add_text(self.passage_text, piece);
                if let Some(anchor) = &passage.anchor {
                    document.add_text(self.anchor, anchor);
                }
                documents.push(document);
            }
        }
        if let Some(head) = documents.first_mut() {
            for key in cited {
                head.add_text(self.cited, key);
            }
        }
        documents
    }

    fn head(&self, page: &PageDoc) -> TantivyDocument {
        let mut head = self.common(page, 0);
        head.add_text(self.face, page.face.as_str());
        head.add_text(self.kind, &page.kind);
        head.add_text(self.space, &page.space);
        head.add_text(self.status, &page.status);
        head.add_u64(self.standing, page.standing.stored());
        head.add_i64(self.updated_at, page.updated_at);
        head.add_u64(self.revision, u64::from(page.revision));

        let title = analysis::composed(&page.title);
        let summary = analysis::composed(&page.summary);
        self.searched(&mut head, self.title, &title);
        head.add_text(self.name_words, &title);
        self.named(&mut head, &title);
        if let Some((bare, _)) = title.split_once(" (") {
            head.add_text(self.exact, exact_key(bare));
        }
        for name in page.names.iter().map(|name| analysis::composed(name)) {
            self.searched(&mut head, self.names, &name);
            head.add_text(self.name_words, &name);
            self.named(&mut head, &name);
        }
        self.searched(&mut head, self.strong, &summary);
        for (weight, text) in page.fields.iter().filter(|(weight, _)| *weight > 0.0) {
            let field = if *weight >= STRONG_WEIGHT { self.strong } else { self.body };
            self.searched(&mut head, field, &analysis::composed(text));
        }
        for passage in &page.passages {
            let heading = analysis::composed(&passage.heading);
            self.searched(&mut head, self.body, &heading);
            // A beginning typed must find the head too, or its passages do not count.
            head.add_text(self.name_words, &heading);
            self.searched(&mut head, self.body, &analysis::composed(&passage.text));
        }
        head.add_text(self.title_text, &title);
        head.add_text(self.summary_text, &summary);
        head.add_text(self.url, &page.url);
        head
    }

    fn common(&self, page: &PageDoc, part: u64) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(self.page, &page.page);
        document.add_u64(self.part, part);
        for token in &page.audience {
            document.add_text(self.audience, token);
        }
        for token in &page.hidden_from {
            document.add_text(self.hidden_from, token);
        }
        document
    }

    /// A title or name as a whole, and the sections of laws it names: a page called so is what a
    /// search for the section means first.
    fn named(&self, head: &mut TantivyDocument, name: &str) {
        head.add_text(self.exact, exact_key(name));
        head.add_text(self.exact, stems_key(name));
        for key in citations(name) {
            head.add_text(self.exact, format!("§{key}"));
            head.add_text(self.cited, key);
        }
    }

    /// Text that is searched, and whose words help against typing errors.
    fn searched(&self, head: &mut TantivyDocument, field: Field, text: &str) {
        if !text.is_empty() {
            head.add_text(field, text);
            head.add_text(self.every_word, text);
            let is_name = field == self.title || field == self.names;
            head.add_text(if is_name { self.title_parts } else { self.body_parts }, text);
        }
    }
}

/// A whole name in evened-out spelling, however its words are joined.
pub(super) fn exact_key(name: &str) -> String {
    let words = analysis::tokens(&mut analysis::words(), name);
    analysis::name_key(words.iter().map(String::as_str))
}

/// A whole name as stems, told from a name by its first sign.
pub(super) fn stems_key(name: &str) -> String {
    let words = analysis::tokens(&mut analysis::stems(), name);
    format!("~{}", analysis::name_key(words.iter().map(String::as_str)))
}

/// The sections of laws a text surely cites, and the books of the Sozialgesetzbuch.
fn citations(text: &str) -> impl Iterator<Item = String> {
    german::citations(text).into_iter().filter(|it| it.sure).map(|it| it.key)
}

fn indexed(analysis: &str, option: IndexRecordOption) -> TextFieldIndexing {
    TextFieldIndexing::default().set_tokenizer(analysis).set_index_option(option)
}

fn text_bytes(page: &PageDoc) -> usize {
    let fields = page.fields.iter().map(|(_, text)| text.len());
    let passages = page.passages.iter().map(|passage| passage.heading.len() + passage.text.len());
    page.title.len() + page.summary.len() + fields.chain(passages).sum::<usize>()
}

fn numbered(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("generation-{number}"))
}

/// The numbers of the generations in a folder; anything else in it is left alone.
fn generations(folder: &Path) -> io::Result<Vec<u64>> {
    let mut numbers = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix("generation-"));
        numbers.extend(number.and_then(|number| number.parse::<u64>().ok()));
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Reader;

    fn stamp() -> Stamp {
        Stamp::new("7e0c8a1e-0000-7000-8000-000000000001", 1)
    }

    fn page(id: &str, title: &str) -> PageDoc {
        PageDoc {
            page: id.to_owned(),
            title: title.to_owned(),
            audience: vec!["public".to_owned()],
            ..PageDoc::default()
        }
    }

    fn titles(index: &Index, text: &str) -> Vec<String> {
        let ask =
            Ask { text: text.to_owned(), reader: Reader::Everything, limit: 10, ..Ask::default() };
        index.search(&ask).unwrap().hits.into_iter().map(|hit| hit.title).collect()
    }

    #[test]
    fn a_new_index_must_be_filled() {
        let folder = tempfile::tempdir().unwrap();
        let opened = Index::open(folder.path(), &stamp()).unwrap();
        assert_eq!(opened.applied_seq, None);
        assert_eq!((opened.index.count(), opened.index.applied_seq()), (0, 0));
    }

    #[test]
    fn an_index_reopened_knows_its_last_change() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::open(folder.path(), &stamp()).unwrap().index;
        index.apply(vec![page("a", "Hilfeplan")], &[], 7).unwrap();
        index.apply(vec![page("a", "Hilfeplan"), page("b", "Teilhabe")], &[], 9).unwrap();
        assert_eq!((index.count(), index.applied_seq()), (2, 9));
        drop(index);

        let opened = Index::open(folder.path(), &stamp()).unwrap();
        assert_eq!(opened.applied_seq, Some(9));
        assert_eq!(titles(&opened.index, "hilfeplan"), ["Hilfeplan"]);
    }

    #[test]
    fn an_index_of_another_database_or_version_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let foreign = [
            Stamp { database: "other".to_owned(), ..stamp() },
            Stamp { epoch: 2, ..stamp() },
            Stamp { index_version: "old".to_owned(), ..stamp() },
        ];
        for stamp_now in foreign {
            let index = Index::open(folder.path(), &stamp()).unwrap().index;
            index.apply(vec![page("a", "Hilfeplan")], &[], 7).unwrap();
            drop(index);
            let opened = Index::open(folder.path(), &stamp_now).unwrap();
            assert_eq!((opened.applied_seq, opened.index.count()), (None, 0));
        }
    }

    #[test]
    fn a_broken_index_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        for damage in ["delete segments", "delete all", "garbage"] {
            let index = Index::open(folder.path(), &stamp()).unwrap().index;
            index.apply(vec![page("a", "Hilfeplan")], &[], 7).unwrap();
            let present = index.shared.present().folder.clone();
            drop(index);
            for entry in fs::read_dir(&present).unwrap() {
                let path = entry.unwrap().path();
                match damage {
                    "garbage" => fs::write(path, b"not an index").unwrap(),
                    "delete all" => fs::remove_file(path).unwrap(),
                    _ if path.extension().is_some_and(|it| it != "json") => {
                        fs::remove_file(path).unwrap();
                    }
                    _ => {}
                }
            }
            let opened = Index::open(folder.path(), &stamp()).unwrap();
            assert_eq!(opened.applied_seq, None, "{damage}");
            opened.index.apply(vec![page("b", "Teilhabe")], &[], 8).unwrap();
            assert_eq!(titles(&opened.index, "teilhabe"), ["Teilhabe"]);
        }
    }

    #[test]
    fn removed_pages_are_found_no_more_and_changed_ones_once() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::open(folder.path(), &stamp()).unwrap().index;
        index
            .apply(vec![page("a", "Hilfeplan eins"), page("b", "Hilfeplan zwei")], &[], 1)
            .unwrap();
        index.apply(vec![page("a", "Hilfeplan neu")], &["b".to_owned()], 2).unwrap();
        assert_eq!(titles(&index, "hilfeplan"), ["Hilfeplan neu"]);
        assert!(titles(&index, "eins").is_empty());
        index.rest().unwrap();
        index.apply(vec![page("c", "Hilfeplan drei")], &[], 3).unwrap();
        assert_eq!(index.count(), 2);
        assert!(!index.is_damaged().unwrap());
    }

    #[test]
    fn the_old_index_answers_until_the_new_one_is_complete() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::open(folder.path(), &stamp()).unwrap().index;
        index.apply(vec![page("a", "Hilfeplan alt")], &[], 5).unwrap();

        let mut abandoned = index.rebuild().unwrap();
        abandoned.feed(vec![page("x", "Verworfen")]).unwrap();
        drop(abandoned);
        let mut rebuild = index.rebuild().unwrap();
        rebuild.feed(vec![page("a", "Hilfeplan neu")]).unwrap();
        rebuild.feed(vec![page("b", "Hilfeplan auch neu")]).unwrap();
        assert_eq!(titles(&index, "hilfeplan"), ["Hilfeplan alt"]);
        rebuild.finish(12).unwrap();

        assert_eq!((index.count(), index.applied_seq()), (2, 12));
        assert!(titles(&index, "alt").is_empty());
        assert_eq!(generations(folder.path()).unwrap().len(), 1);
        index.apply(vec![page("c", "Danach")], &[], 13).unwrap();
        drop(index);
        assert_eq!(Index::open(folder.path(), &stamp()).unwrap().applied_seq, Some(13));
    }

    #[test]
    fn a_rebuild_cut_short_is_not_taken_for_an_index() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::open(folder.path(), &stamp()).unwrap().index;
        index.apply(vec![page("a", "Hilfeplan")], &[], 5).unwrap();
        let mut rebuild = index.rebuild().unwrap();
        rebuild.feed(vec![page("x", "Halb fertig")]).unwrap();
        std::mem::forget(rebuild);
        drop(index);
        let opened = Index::open(folder.path(), &stamp()).unwrap();
        assert_eq!(opened.applied_seq, Some(5));
        assert_eq!(titles(&opened.index, "hilfeplan"), ["Hilfeplan"]);
    }
}
