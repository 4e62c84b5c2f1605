//! Collects matching documents into pages: best face, best places, counts for narrowing down.
//! Deliberately asks nothing about rights: what the query does not match never comes here.
//!
//! The documents of a page stand one behind the other in a segment (see `index.rs`), and matches
//! come in that order, so one page at a time is enough.

use std::{cmp::Ordering, collections::BTreeMap};

use tantivy::{
    DocAddress, DocId, Score, SegmentOrdinal, SegmentReader, TantivyError,
    collector::{Collector, SegmentCollector},
    columnar::{Column, StrColumn},
};

use super::{Face, Facets, Standing, analysis};

/// Places of a page that are kept: the best and two further ones.
const PLACES: usize = 3;
/// How much the best passage adds to the score of its page.
const PASSAGE_SHARE: f32 = 0.5;

/// Groups matches into pages.
pub(super) struct Groups {
    pub filters: [Vec<String>; 3],
    /// Spaces left out unless the filter names them.
    pub without_spaces: Vec<String>,
    pub order: Order,
    /// Pages to keep: those before the offset and those shown.
    pub keep: usize,
}

/// What decides the order of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// The score of the match.
    Score,
    /// The last change, for a search without words.
    Newest,
}

/// All pages that matched, in numbers, and the best of them.
#[derive(Debug, Default)]
pub(super) struct Grouped {
    pub total: usize,
    pub facets: Facets,
    pub pages: Vec<FoundPage>,
}

/// A page that matched.
#[derive(Debug)]
pub(super) struct FoundPage {
    pub page: String,
    pub face: Face,
    pub kind: String,
    pub space: String,
    pub status: String,
    pub score: f32,
    pub head: DocAddress,
    /// Passages that matched, best first.
    pub places: Vec<DocAddress>,
    order: f64,
}

impl Collector for Groups {
    type Fruit = Grouped;
    type Child = Option<SegmentGroups>;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<Option<SegmentGroups>> {
        let columns = reader.fast_fields();
        let (Some(page), Some(face)) = (columns.str("page")?, columns.str("face")?) else {
            return Ok(None);
        };
        let mut values = Vec::with_capacity(3);
        for (name, wanted) in ["kind", "space", "status"].into_iter().zip(&self.filters) {
            let Some(column) = columns.str(name)? else {
                return Ok(None);
            };
            let without: &[String] = if name == "space" { &self.without_spaces } else { &[] };
            values.push(Values::new(column, wanted, without)?);
        }
        let Ok(values) = <[Values; 3]>::try_from(values) else {
            return Ok(None);
        };
        Ok(Some(SegmentGroups {
            segment,
            order: self.order,
            keep: self.keep.max(1),
            page,
            face,
            part: columns.u64("part")?,
            standing: columns.u64("standing")?,
            updated_at: columns.i64("updated_at")?,
            values,
            current: None,
            faces: Vec::with_capacity(2),
            total: 0,
            best: Vec::new(),
        }))
    }

    fn requires_scoring(&self) -> bool {
        self.order == Order::Score
    }

    fn merge_fruits(
        &self,
        fruits: Vec<Option<tantivy::Result<SegmentFruit>>>,
    ) -> tantivy::Result<Grouped> {
        let mut grouped = Grouped::default();
        let mut counts: [BTreeMap<String, usize>; 3] = Default::default();
        for fruit in fruits.into_iter().flatten() {
            let fruit = fruit?;
            grouped.total += fruit.total;
            grouped.pages.extend(fruit.pages);
            for (all, some) in counts.iter_mut().zip(fruit.counts) {
                for (value, count) in some {
                    *all.entry(value).or_default() += count;
                }
            }
        }
        grouped.pages.sort_by(FoundPage::before);
        grouped.pages.truncate(self.keep);
        let [kind, space, status] = counts.map(most_first);
        grouped.facets = Facets { kind, space, status };
        Ok(grouped)
    }
}

impl FoundPage {
    /// Best first; the id decides between equals, so that paging is stable.
    fn before(&self, other: &FoundPage) -> Ordering {
        other.order.total_cmp(&self.order).then_with(|| self.page.cmp(&other.page))
    }
}

fn most_first(counts: BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
    counts
}

/// A column of values that can be filtered and counted.
struct Values {
    column: StrColumn,
    /// For each value whether the filter lets it pass.
    passes: Vec<bool>,
    counts: Vec<usize>,
}

impl Values {
    /// One of the wanted values passes; where none is wanted, all pass but those left out.
    fn new(column: StrColumn, wanted: &[String], without: &[String]) -> tantivy::Result<Values> {
        let count = column.dictionary().num_terms();
        let mut passes = vec![wanted.is_empty(); count];
        if !wanted.is_empty() || !without.is_empty() {
            let wanted: Vec<String> = wanted.iter().map(|it| analysis::evened(it)).collect();
            let mut value = String::new();
            for (number, passes) in (0..).zip(&mut passes) {
                value.clear();
                column.ord_to_str(number, &mut value)?;
                *passes = if wanted.is_empty() {
                    !without.contains(&value)
                } else {
                    wanted.contains(&analysis::evened(&value))
                };
            }
        }
        Ok(Values { column, passes, counts: vec![0; count] })
    }

    fn of(&self, doc: DocId) -> u64 {
        self.column.ords().first(doc).unwrap_or(u64::MAX)
    }

    fn passes(&self, value: u64) -> bool {
        position(value).and_then(|at| self.passes.get(at)).copied().unwrap_or(false)
    }

    fn count(&mut self, value: u64) {
        if let Some(count) = position(value).and_then(|at| self.counts.get_mut(at)) {
            *count += 1;
        }
    }

    fn text(&self, value: u64) -> tantivy::Result<String> {
        text(&self.column, value)
    }
}

fn position(value: u64) -> Option<usize> {
    usize::try_from(value).ok()
}

fn text(column: &StrColumn, value: u64) -> tantivy::Result<String> {
    let mut out = String::new();
    column.ord_to_str(value, &mut out).map_err(TantivyError::from)?;
    Ok(out)
}

/// Groups the matches of one segment.
pub(super) struct SegmentGroups {
    segment: SegmentOrdinal,
    order: Order,
    keep: usize,
    page: StrColumn,
    face: StrColumn,
    part: Column<u64>,
    standing: Column<u64>,
    updated_at: Column<i64>,
    values: [Values; 3],
    current: Option<u64>,
    faces: Vec<FaceMatch>,
    total: usize,
    best: Vec<PageMatch>,
}

/// One face of the page that is being collected.
#[derive(Clone)]
struct FaceMatch {
    head: DocId,
    head_score: f32,
    places: [(f32, DocId); PLACES],
    places_found: usize,
}

struct PageMatch {
    page: u64,
    order: f64,
    score: f32,
    face: FaceMatch,
    values: [u64; 3],
}

pub(super) struct SegmentFruit {
    total: usize,
    pages: Vec<FoundPage>,
    counts: [Vec<(String, usize)>; 3],
}

impl SegmentCollector for SegmentGroups {
    type Fruit = tantivy::Result<SegmentFruit>;

    fn collect(&mut self, doc: DocId, score: Score) {
        let part = self.part.first(doc).unwrap_or(0);
        if part > 0 {
            // A passage counts only for a head that matched: a page excluded stays excluded.
            if let Some(face) = self.faces.last_mut()
                && u64::from(doc - face.head.min(doc)) == part
            {
                face.take_place(score, doc);
            }
            return;
        }
        let page = self.page.ords().first(doc);
        if page != self.current {
            self.close_page();
            self.current = page;
        }
        self.faces.push(FaceMatch {
            head: doc,
            head_score: score,
            places: [(0.0, 0); PLACES],
            places_found: 0,
        });
    }

    fn harvest(mut self) -> Self::Fruit {
        self.close_page();
        let kept = std::mem::take(&mut self.best);
        let pages = best_of(kept, self.keep);
        let pages =
            pages.into_iter().map(|page| self.found(&page)).collect::<tantivy::Result<Vec<_>>>()?;
        let mut counts: [Vec<(String, usize)>; 3] = Default::default();
        for (counts, values) in counts.iter_mut().zip(&self.values) {
            for (number, count) in (0..).zip(&values.counts).filter(|(_, count)| **count > 0) {
                counts.push((values.text(number)?, *count));
            }
        }
        Ok(SegmentFruit { total: self.total, pages, counts })
    }
}

impl SegmentGroups {
    /// Counts the page collected so far and keeps it if it is among the best.
    fn close_page(&mut self) {
        let Some(page) = self.current.take() else {
            return;
        };
        // For each facet the best face that the *other* filters let pass; last, the best of all.
        let mut chosen: [Option<(f32, [u64; 3])>; 3] = [None; 3];
        let mut hit: Option<(f32, usize, [u64; 3])> = None;
        for (number, face) in self.faces.iter().enumerate() {
            let score = face.score() * self.factor(face.head);
            let values = [0, 1, 2].map(|at| self.values.get(at).map_or(0, |it| it.of(face.head)));
            let passes = [0, 1, 2].map(|at| {
                let value = values.get(at).copied().unwrap_or(0);
                self.values.get(at).is_some_and(|it| it.passes(value))
            });
            for (at, chosen) in chosen.iter_mut().enumerate() {
                let others =
                    passes.iter().enumerate().all(|(other, passes)| other == at || *passes);
                if others && chosen.is_none_or(|(best, _)| score > best) {
                    *chosen = Some((score, values));
                }
            }
            if passes.iter().all(|passes| *passes) && hit.is_none_or(|(best, ..)| score > best) {
                hit = Some((score, number, values));
            }
        }
        for ((at, values), chosen) in self.values.iter_mut().enumerate().zip(chosen) {
            if let Some(value) = chosen.and_then(|(_, chosen)| chosen.get(at).copied()) {
                values.count(value);
            }
        }
        if let Some((score, number, values)) = hit
            && let Some(face) = self.faces.get(number).cloned()
        {
            self.total += 1;
            self.keep_page(page, score, face, values);
        }
        self.faces.clear();
    }

    fn keep_page(&mut self, page: u64, score: f32, face: FaceMatch, values: [u64; 3]) {
        let order = match self.order {
            Order::Score => f64::from(score),
            Order::Newest => self.updated_at.first(face.head).unwrap_or(0) as f64,
        };
        self.best.push(PageMatch { page, order, score, face, values });
        if self.best.len() >= self.keep * 2 + 64 {
            self.best = best_of(std::mem::take(&mut self.best), self.keep);
        }
    }

    fn factor(&self, head: DocId) -> f32 {
        Standing::factor(self.standing.first(head).unwrap_or(0))
    }

    fn found(&self, page: &PageMatch) -> tantivy::Result<FoundPage> {
        let address = |doc| DocAddress::new(self.segment, doc);
        let [kind_values, space_values, status_values] = &self.values;
        let [kind, space, status] = page.values;
        let face = self.face.ords().first(page.face.head).unwrap_or(0);
        Ok(FoundPage {
            page: text(&self.page, page.page)?,
            face: Face::from_stored(&text(&self.face, face)?),
            kind: kind_values.text(kind)?,
            space: space_values.text(space)?,
            status: status_values.text(status)?,
            score: page.score,
            head: address(page.face.head),
            places: page.face.places().map(address).collect(),
            order: page.order,
        })
    }
}

/// The best pages, best first. Within a segment the numbers of ids are in the order of the ids.
fn best_of(mut pages: Vec<PageMatch>, keep: usize) -> Vec<PageMatch> {
    pages.sort_unstable_by(|left, right| {
        right.order.total_cmp(&left.order).then_with(|| left.page.cmp(&right.page))
    });
    pages.truncate(keep);
    pages
}

impl FaceMatch {
    fn score(&self) -> f32 {
        let best = self.places.first().map_or(0.0, |(score, _)| *score);
        self.head_score + PASSAGE_SHARE * best
    }

    /// Keeps a passage if it is among the best; between equals the earlier one stays in front.
    fn take_place(&mut self, score: f32, doc: DocId) {
        let mut new = (score, doc);
        for (number, place) in self.places.iter_mut().enumerate() {
            if number >= self.places_found {
                *place = new;
                self.places_found += 1;
                return;
            }
            if new.0 > place.0 {
                std::mem::swap(place, &mut new);
            }
        }
    }

    fn places(&self) -> impl Iterator<Item = DocId> + '_ {
        self.places.iter().take(self.places_found).map(|(_, doc)| *doc)
    }
}
