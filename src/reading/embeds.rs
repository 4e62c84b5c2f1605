//! Pages that stand in the text of others, for one reader: which state of them is shown, how deep
//! they go, and where a circle ends. What the reader may not see is not there.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::{Reading, Which, links::Links};
use crate::access::Actor;
use crate::error::Result;
use crate::markdown::{self, Body, LinkTarget};
use crate::store::pages::page_url;
use crate::texts::Lang;

/// A page in a page in a page; what stands deeper is shown as a link.
const DEPTH_MAX: usize = 3;
/// Pages in one view altogether; further ones are shown as links.
const COUNT_MAX: usize = 40;
/// Together they add no more to a view than this.
const BYTES_MAX: usize = 2 << 20;

/// What one view has taken in so far.
pub(super) struct Embedding<'a> {
    pub(super) actor: &'a Actor,
    pub(super) lang: Lang,
    /// How many lists it has asked for.
    pub(super) lists: usize,
    /// The pages around the one being rendered, with the section shown of them.
    around: Vec<(String, Option<String>)>,
    count: usize,
    bytes: usize,
}

impl<'a> Embedding<'a> {
    /// For a view of this page by this actor.
    pub(super) fn of(actor: &'a Actor, lang: Lang, page: &str) -> Self {
        let around = vec![(page.to_owned(), None)];
        Self { actor, lang, lists: 0, around, count: 0, bytes: 0 }
    }

    fn is_full(&self) -> bool {
        self.around.len() > DEPTH_MAX || self.count >= COUNT_MAX || self.bytes >= BYTES_MAX
    }

    /// A page within itself would never end; a section of the page around it does.
    fn is_around(&self, page: &str, section: Option<&str>) -> bool {
        self.around
            .iter()
            .any(|(around, of)| around == page && (section.is_none() || of.as_deref() == section))
    }
}

impl Reading {
    /// Answers which pages stand in a text whose links are answered already.
    pub(super) async fn answer_embeds(
        &self,
        embedding: &mut Embedding<'_>,
        body: &Body,
        links: &mut Links,
    ) -> Result<()> {
        let mut embedded = HashMap::new();
        for target in body.embeds() {
            if embedded.contains_key(target) || embedding.is_full() {
                continue;
            }
            if let Some(html) = Box::pin(self.embedded(embedding, target, links)).await? {
                embedding.bytes += html.len();
                embedded.insert(target.clone(), html);
            }
        }
        links.embed(embedded);
        Ok(())
    }

    async fn embedded(
        &self,
        embedding: &mut Embedding<'_>,
        target: &LinkTarget,
        links: &Links,
    ) -> Result<Option<String>> {
        let Some(named) = links.target(target).cloned() else { return Ok(None) };
        if embedding.is_around(&named.page, target.section.as_deref()) {
            return Ok(None);
        }
        let actor = embedding.actor;
        let Some(page) = self.known.page(&named.page).await? else { return Ok(None) };
        let visible = page.visible(actor);
        let Ok(number) = self.number(actor, &page.head, &visible, Which::InForce).await else {
            return Ok(None);
        };
        let generation = self.kinds.generation();
        let kind = self.kinds.now().get(&page.head.kind).cloned();
        let prepared =
            self.shelf.take(&self.db, kind.as_ref(), generation, &page.head.id, number).await?;

        let body = match &target.section {
            Some(section) => {
                let text = &prepared.revision.content.text;
                let anchor = markdown::anchor(section);
                let Some(part) = markdown::section(text, &anchor) else { return Ok(None) };
                markdown::parse(part).body()
            }
            None => prepared.body.clone(),
        };
        embedding.count += 1;
        let mut inner = Links::new(embedding.lang, page.head.space.key(), None);
        inner.want(body.links().iter().cloned());
        self.answer(actor, &mut inner).await?;
        embedding.around.push((named.page.clone(), target.section.clone()));
        let answered = self.answer_embeds(embedding, &body, &mut inner).await;
        embedding.around.pop();
        answered?;
        self.answer_lists(embedding, &body, false, &mut inner).await?;

        let title = page.title(actor).unwrap_or_default();
        let href =
            format!("{}{}", page_url(page.head.space.key(), &page.head.path), target.fragment());
        let html = framed(embedding.count, title, target.section.as_deref(), &href);
        let html = html + &distinct(&body.render(&inner), embedding.count) + "</section>\n";
        Ok(Some(html))
    }
}

/// The beginning of the frame around a page that stands in another, which says where it is from.
fn framed(count: usize, title: &str, section: Option<&str>, href: &str) -> String {
    let mut name = title.to_owned();
    if let Some(section) = section {
        // Writing into a String cannot fail.
        let _ = write!(name, " › {section}");
    }
    let (name, href) = (markdown::escaped(&name), markdown::escaped(href));
    format!(
        "<section class=\"qmw-einbettung\" aria-labelledby=\"einbettung-{count}\">\
         <p class=\"qmw-einbettung__titel\" id=\"einbettung-{count}\"><a href=\"{href}\">{name}</a></p>\n"
    )
}

/// The same HTML with anchors of its own, so that none stands twice in a view.
fn distinct(html: &str, count: usize) -> String {
    let mut distinct = html.to_owned();
    for prefix in [markdown::ANCHOR_PREFIX, markdown::FOOTNOTE_PREFIX] {
        for place in ["id=\"", "href=\"#"] {
            let own = format!("{place}e{count}-{prefix}");
            distinct = distinct.replace(&format!("{place}{prefix}"), &own);
        }
    }
    distinct
}
