//! What the links of one page lead to for one reader. A page the reader may not see does not
//! exist here: its name leads where it would lead without that page.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use url::form_urlencoded::Serializer;

use crate::files;
use crate::german;
use crate::markdown::{
    Answers, FileAnswer, FileTarget, ImageAnswer, Label, LinkAnswer, LinkTarget, ListAnswer,
};
use crate::store::faces::{NameSort, Named};
use crate::store::files::{Shown, name_key};
use crate::store::pages::page_url;
use crate::texts::{self, Lang};

/// The space that serves all: its pages come before those of other spaces.
const COMMON_SPACE: &str = "gesamtstadt";
/// The kind whose names come right after those of the own space.
const GLOSSARY_KIND: &str = "term";

/// The links of one page for one reader.
pub struct Links {
    lang: Lang,
    space: String,
    /// The space a missing page may be written in.
    create_in: Option<String>,
    keys: BTreeSet<String>,
    found: HashMap<String, Vec<Named>>,
    embedded: HashMap<LinkTarget, String>,
    lists: HashMap<String, ListAnswer>,
    /// The files of the page by their keys; none where the text stands on no page.
    files: Option<HashMap<String, Shown>>,
}

/// How near a page is to the one that names it; smaller is nearer.
type Rank = (u8, NameSort);

impl Links {
    /// For a page in `space`; missing pages are offered for writing in `create_in`.
    pub fn new(lang: Lang, space: &str, create_in: Option<String>) -> Self {
        Self {
            lang,
            space: space.to_owned(),
            create_in,
            keys: BTreeSet::new(),
            found: HashMap::new(),
            embedded: HashMap::new(),
            lists: HashMap::new(),
            files: None,
        }
    }

    /// Asks for the pages of these links.
    pub fn want(&mut self, targets: impl IntoIterator<Item = LinkTarget>) {
        for target in targets {
            self.keys.insert(target.key());
            self.keys.insert(target.written_key());
        }
    }

    /// The space the links stand in.
    pub fn space(&self) -> &str {
        &self.space
    }

    /// The keys asked for.
    pub fn keys(&self) -> Vec<String> {
        self.keys.iter().cloned().collect()
    }

    /// Takes the pages found under the keys.
    pub fn answer(&mut self, named: Vec<Named>) {
        for one in named {
            self.found.entry(one.key.clone()).or_default().push(one);
        }
    }

    /// Takes the finished HTML of pages that stand in the text.
    pub(super) fn embed(&mut self, embedded: HashMap<LinkTarget, String>) {
        self.embedded.extend(embedded);
    }

    /// Takes the lists that stand in the text, by the words of their blocks.
    pub(super) fn list(&mut self, lists: HashMap<String, ListAnswer>) {
        self.lists.extend(lists);
    }

    /// Takes the files of the page which this reader may see.
    pub fn attach(&mut self, files: &[Shown]) {
        let by_key = files.iter().map(|it| (name_key(&it.file.name), it.clone()));
        self.files = Some(by_key.collect());
    }

    /// The page a link leads to, unless there is none or several are equally near.
    pub(super) fn target(&self, target: &LinkTarget) -> Option<&Named> {
        match self.lookup(target) {
            Found::One(page) => Some(page),
            Found::None | Found::Several => None,
        }
    }

    /// The page a name leads to, unless there is none or several are equally near.
    pub fn page(&self, name: &str) -> Option<&Named> {
        self.target(&LinkTarget::read(name)?)
    }

    /// Every page a name may mean.
    pub fn pages(&self, target: &LinkTarget) -> Vec<String> {
        let of = |key: &str| self.found.get(key).map(Vec::as_slice).unwrap_or_default();
        let in_space = target
            .space
            .iter()
            .flat_map(|space| of(&target.key()).iter().filter(move |it| it.space == *space));
        let mut pages: Vec<String> = in_space.map(|it| it.page.clone()).collect();
        if pages.is_empty() {
            pages.extend(of(&target.written_key()).iter().map(|it| it.page.clone()));
        }
        pages.sort();
        pages.dedup();
        pages
    }

    /// The HTML of a Markdown field whose links were asked for.
    pub fn prose(&self, text: &str) -> String {
        crate::markdown::render(&crate::markdown::parse(text), self)
    }

    fn lookup(&self, target: &LinkTarget) -> Found<'_> {
        let in_named_space = target.space.as_ref().map(|space| {
            let pages = self.found.get(&target.key()).map(Vec::as_slice).unwrap_or_default();
            self.nearest(pages.iter().filter(|it| it.space == *space))
        });
        match in_named_space {
            Some(found @ (Found::One(_) | Found::Several)) => found,
            Some(Found::None) | None => {
                let key = german::link_key(&target.written);
                let pages = self.found.get(&key).map(Vec::as_slice).unwrap_or_default();
                self.nearest(pages.iter())
            }
        }
    }

    fn nearest<'a>(&'a self, pages: impl Iterator<Item = &'a Named>) -> Found<'a> {
        let mut best: Option<(Rank, &Named)> = None;
        let mut is_tied = false;
        for page in pages {
            let rank = self.rank(page);
            match &best {
                Some((_, other)) if other.page == page.page => {
                    // Both faces of a page may answer to the name; it is still one page.
                    if best.as_ref().is_some_and(|(nearest, _)| rank < *nearest) {
                        best = Some((rank, page));
                    }
                }
                Some((nearest, _)) if rank == *nearest => is_tied = true,
                Some((nearest, _)) if rank > *nearest => {}
                _ => {
                    best = Some((rank, page));
                    is_tied = false;
                }
            }
        }
        match best {
            Some(_) if is_tied => Found::Several,
            Some((_, page)) => Found::One(page),
            None => Found::None,
        }
    }

    fn rank(&self, page: &Named) -> Rank {
        let distance = match page.space.as_str() {
            space if space == self.space => 0,
            _ if page.kind == GLOSSARY_KIND => 1,
            COMMON_SPACE => 2,
            _ => 3,
        };
        // A page that has the name comes before any that only had it, wherever they are.
        let distance = if page.what == NameSort::Former { distance + 10 } else { distance };
        (distance, page.what)
    }
}

enum Found<'a> {
    One(&'a Named),
    Several,
    None,
}

impl Answers for Links {
    fn link(&self, target: &LinkTarget) -> LinkAnswer {
        match self.lookup(target) {
            Found::One(page) => LinkAnswer::Known {
                href: page_url(&page.space, &page.path),
                title: page.title.clone(),
                kind: Some(page.kind.clone()),
            },
            Found::Several => LinkAnswer::Ambiguous {
                href: address("/names", &[("name", &target.written), ("space", &self.space)]),
            },
            Found::None => LinkAnswer::Missing {
                create_href: self
                    .create_in
                    .as_ref()
                    .map(|space| address("/new", &[("space", space), ("title", &target.page)])),
            },
        }
    }

    fn embed(&self, target: &LinkTarget) -> Option<&str> {
        self.embedded.get(target).map(String::as_str)
    }

    fn list(&self, block: &str) -> Option<&ListAnswer> {
        self.lists.get(block)
    }

    fn file(&self, target: &FileTarget) -> FileAnswer {
        let Some(files) = &self.files else { return FileAnswer::Unknown };
        let Some(shown) = files.get(&name_key(&target.name)) else { return FileAnswer::Missing };
        FileAnswer::Known {
            href: files::href(shown),
            about: about(self.lang, shown),
            image: image(shown),
        }
    }

    fn label(&self, label: Label) -> Cow<'_, str> {
        Cow::Owned(texts::say(self.lang, message(label), &[]))
    }
}

/// What a file is and how large: `PDF, 1,2 MB`.
fn about(lang: Lang, shown: &Shown) -> String {
    let word = files::word(&shown.version.media_type, &shown.file.name);
    let size = texts::bytes(lang, shown.version.size);
    if word.is_empty() { size } else { format!("{word}, {size}") }
}

fn image(shown: &Shown) -> Option<ImageAnswer> {
    let version = &shown.version;
    let (width, height) = version.width.zip(version.height)?;
    if !files::is_shown(&version.media_type, &shown.file.name) {
        return None;
    }
    let widths: Vec<u32> = files::widths(version).collect();
    let offered = widths.iter().map(|it| format!("{} {it}w", files::scaled_href(shown, *it)));
    Some(ImageAnswer {
        src: match widths.last() {
            Some(widest) => files::scaled_href(shown, *widest),
            None => files::href(shown),
        },
        srcset: offered.collect::<Vec<_>>().join(", "),
        width,
        height,
    })
}

fn address(path: &str, query: &[(&str, &str)]) -> String {
    let start = format!("{path}?");
    let at = start.len();
    let mut serializer = Serializer::for_suffix(start, at);
    for (name, value) in query {
        serializer.append_pair(name, value);
    }
    serializer.finish()
}

fn message(label: Label) -> &'static str {
    match label {
        Label::Note => "markdown-note",
        Label::Tip => "markdown-tip",
        Label::Important => "markdown-important",
        Label::Warning => "markdown-warning",
        Label::Caution => "markdown-caution",
        Label::Table => "markdown-table",
        Label::TaskDone => "markdown-task-done",
        Label::TaskOpen => "markdown-task-open",
        Label::Footnote => "markdown-footnote",
        Label::Footnotes => "markdown-footnotes",
        Label::FootnoteBack => "markdown-footnote-back",
        Label::PageMissing => "markdown-page-missing",
        Label::PageAmbiguous => "markdown-page-ambiguous",
        Label::FileMissing => "markdown-file-missing",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(page: &str, space: &str, kind: &str, what: NameSort) -> Named {
        Named {
            key: german::link_key("Wirkung"),
            what,
            page: page.into(),
            space: space.into(),
            path: page.into(),
            title: "Wirkung".into(),
            kind: kind.into(),
        }
    }

    fn links(found: Vec<Named>) -> Links {
        let mut links = Links::new(Lang::De, "mitte", None);
        links.want(LinkTarget::read("Wirkung"));
        links.answer(found);
        links
    }

    #[test]
    fn a_page_of_the_own_space_comes_before_the_glossary() {
        let links = links(vec![
            named("g", "gesamtstadt", "term", NameSort::Title),
            named("m", "mitte", "page", NameSort::Alias),
        ]);

        assert_eq!(links.page("wirkung").unwrap().page, "m");
    }

    #[test]
    fn a_title_beats_an_alias_in_the_same_space() {
        let links = links(vec![
            named("a", "mitte", "page", NameSort::Alias),
            named("t", "mitte", "page", NameSort::Title),
        ]);

        assert_eq!(links.page("Wirkung").unwrap().page, "t");
    }

    #[test]
    fn a_name_in_use_anywhere_beats_a_former_one_nearby() {
        let links = links(vec![
            named("old", "mitte", "page", NameSort::Former),
            named("new", "pankow", "page", NameSort::Title),
        ]);

        assert_eq!(links.page("Wirkung").unwrap().page, "new");
    }

    #[test]
    fn two_pages_equally_near_are_left_to_the_reader() {
        let links = links(vec![
            named("a", "pankow", "page", NameSort::Title),
            named("b", "spandau", "page", NameSort::Title),
        ]);

        assert!(links.page("Wirkung").is_none());
        let target = LinkTarget::read("Wirkung").unwrap();
        assert!(matches!(links.link(&target), LinkAnswer::Ambiguous { .. }));
    }

    #[test]
    fn the_two_faces_of_a_page_are_one_page() {
        let links = links(vec![
            named("a", "mitte", "page", NameSort::Title),
            named("a", "mitte", "page", NameSort::Title),
        ]);

        assert!(links.page("Wirkung").is_some());
    }

    #[test]
    fn a_space_before_the_name_decides() {
        let links = links(vec![
            named("m", "mitte", "page", NameSort::Title),
            named("p", "pankow", "page", NameSort::Title),
        ]);

        assert_eq!(links.page("pankow:Wirkung").unwrap().page, "p");
    }
}
