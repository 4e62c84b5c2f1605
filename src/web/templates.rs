//! What a new page can begin with: the empty page, or a template of its kind. Offered above the
//! form, never in its way. Where templates come from is the business of `exchange`.

use actix_web::HttpRequest;
use actix_web::http::Method;

use super::site::Site;
use super::view::TemplateChoice;
use super::words;
use crate::exchange::Template;
use crate::kinds::{Fields, Kind};
use crate::texts::{self, Lang};

/// What the form of a new page is filled with at first.
pub(super) struct Begun {
    pub(super) title: String,
    pub(super) text: String,
    pub(super) fields: Fields,
}

/// Begins with the template the address names, else with an empty page.
pub(super) fn begin(request: &HttpRequest, site: &Site, kind: &Kind) -> Begun {
    let told = site.told();
    let template = told.templates.iter().find(|it| is_wanted(request, it) && it.kind == kind.id);
    let title = words::query_value(request, "title");
    let mut fields = kind.defaults();
    fields.extend(template.map(|it| it.fields.clone()).unwrap_or_default());
    Begun {
        title: title.or_else(|| template.map(|it| it.title.clone())).unwrap_or_default(),
        text: template.map(|it| it.text.clone()).unwrap_or_default(),
        fields,
    }
}

/// The templates of a kind behind the empty page, for a form nobody has typed in yet.
pub(super) fn offered(
    request: &HttpRequest,
    site: &Site,
    kind: &Kind,
    lang: Lang,
) -> Vec<TemplateChoice> {
    let told = site.told();
    let templates: Vec<&Template> = told.templates.iter().filter(|it| it.kind == kind.id).collect();
    let is_new = *request.method() == Method::GET && request.path() == "/new";
    if templates.is_empty() || !is_new {
        return Vec::new();
    }
    let href = |template: &str| {
        let of_query = |name| words::query_value(request, name).unwrap_or_default();
        let (space, title) = (of_query("space"), of_query("title"));
        let pairs = [("kind", kind.id.as_str()), ("space", &space), ("title", &title)];
        words::address("/new", &[pairs.as_slice(), &[("template", template)]].concat())
    };
    let empty = TemplateChoice {
        label: texts::say(lang, "template-empty", &[]),
        hint: String::new(),
        href: href(""),
        chosen: !templates.iter().any(|it| is_wanted(request, it)),
    };
    let others = templates.iter().map(|it| TemplateChoice {
        label: it.label.get(lang.code()).to_owned(),
        hint: it.hint.get(lang.code()).to_owned(),
        href: href(&it.id),
        chosen: is_wanted(request, it),
    });
    std::iter::once(empty).chain(others).collect()
}

fn is_wanted(request: &HttpRequest, template: &Template) -> bool {
    words::query_value(request, "template").as_deref() == Some(template.id.as_str())
}
