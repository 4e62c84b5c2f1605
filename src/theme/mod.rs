//! Finds and fills templates: a site's own first, the embedded original when that one is broken.
//! Deliberately not here: what a view contains (`web::view`) and how assets are sent.

pub mod assets;
mod functions;

use std::path::{Path, PathBuf};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, ErrorKind, Output, State, UndefinedBehavior};
use rust_embed::RustEmbed;
use serde::Serialize;

use crate::texts::Lang;

/// Steps one template may take; a list of a thousand rows takes some 200,000.
const FUEL: u64 = 5_000_000;

/// Prefix under which a template of a site reaches the embedded original.
const CORE: &str = "@core/";

#[derive(RustEmbed)]
#[folder = "themes/core/templates"]
struct Embedded;

/// All templates in both languages.
pub struct Theme {
    german: Shelf,
    english: Shelf,
}

/// The templates of one language: a site's with the embedded ones behind them, and the embedded
/// ones alone for when a site's fail.
struct Shelf {
    site: Option<Environment<'static>>,
    core: Environment<'static>,
}

/// A template that could not be filled.
#[derive(Debug, thiserror::Error)]
#[error("template {template}: {cause}")]
pub struct ThemeError {
    /// Name of the template.
    pub template: String,
    /// What went wrong, with the line, for the log.
    pub cause: String,
}

impl Theme {
    /// The embedded theme alone.
    pub fn embedded() -> Theme {
        let shelf = |lang| Shelf { site: None, core: environment(lang, None) };
        Theme { german: shelf(Lang::De), english: shelf(Lang::En) }
    }

    /// The embedded theme with a site's templates before it. `folder` holds templates under the
    /// names of the embedded ones (`page.html`, `kinds/standard.html`); each is read once, at its
    /// first use, and `{% extends "@core/…" %}` builds on the original.
    pub fn with_site(folder: &Path) -> Theme {
        let shelf = |lang| Shelf {
            site: Some(environment(lang, Some(folder.to_owned()))),
            core: environment(lang, None),
        };
        Theme { german: shelf(Lang::De), english: shelf(Lang::En) }
    }

    /// Fills a template. When a site's template fails, the embedded one is used and a warning
    /// logged.
    ///
    /// # Errors
    /// When the embedded template does not exist or does not fit the view, which is a fault of the
    /// program and not of a person.
    pub fn render(
        &self,
        template: &str,
        lang: Lang,
        view: &impl Serialize,
    ) -> Result<String, ThemeError> {
        let shelf = match lang {
            Lang::De => &self.german,
            Lang::En => &self.english,
        };
        let view = Value::from(Serde(view));
        if let Some(site) = &shelf.site {
            match fill(site, template, &view) {
                Ok(text) => return Ok(text),
                Err(error) => {
                    tracing::warn!(template, %error, "a template of this site failed");
                }
            }
        }
        fill(&shelf.core, template, &view)
    }
}

/// The template that shows a page of this kind: its own, else the generic one. Only shipped kinds
/// have their own.
pub fn page_template(kind: &str) -> String {
    let own = format!("kinds/{kind}.html");
    if Embedded::iter().any(|name| name == own) { own } else { "kinds/generic.html".to_owned() }
}

/// Names of all embedded templates, for tests and for the documentation.
pub fn template_names() -> impl Iterator<Item = String> {
    Embedded::iter().map(|name| name.into_owned())
}

fn fill(shelf: &Environment<'static>, name: &str, view: &Value) -> Result<String, ThemeError> {
    let failed = |error: minijinja::Error| ThemeError {
        template: name.to_owned(),
        cause: format!("{error:#}"),
    };
    shelf.get_template(name).map_err(failed)?.render(view.clone()).map_err(failed)
}

fn environment(lang: Lang, site: Option<PathBuf>) -> Environment<'static> {
    let mut shelf = Environment::new();
    shelf.set_undefined_behavior(UndefinedBehavior::Strict);
    shelf.set_fuel(Some(FUEL));
    shelf.set_auto_escape_callback(|_| AutoEscape::Html);
    shelf.set_syntax(syntax());
    shelf.set_formatter(write_value);
    shelf.set_loader(move |name| Ok(source(site.as_deref(), name)));
    functions::add_to(&mut shelf, lang);
    shelf
}

/// Escapes what HTML needs and leaves `/` alone, so that addresses stay readable in the source.
fn write_value(out: &mut Output, state: &mut State, value: &Value) -> Result<(), minijinja::Error> {
    let text = match value.as_str() {
        Some(text) if !value.is_safe() => text,
        _ => return minijinja::escape_formatter(out, state, value),
    };
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        let (plain, special) = rest.split_at(at);
        out.write_str(plain)?;
        out.write_str(match special.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'"') => "&quot;",
            _ => "&#39;",
        })?;
        rest = special.get(1..).unwrap_or_default();
    }
    out.write_str(rest)?;
    Ok(())
}

fn syntax() -> SyntaxConfig {
    SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().unwrap_or_default()
}

/// The text of a template: the site's when it exists and can be read, else the embedded one.
fn source(site: Option<&Path>, name: &str) -> Option<String> {
    if let Some(original) = name.strip_prefix(CORE) {
        return embedded(original);
    }
    let own = site.and_then(|folder| site_source(folder, name));
    own.or_else(|| embedded(name))
}

fn embedded(name: &str) -> Option<String> {
    let file = Embedded::get(name)?;
    String::from_utf8(file.data.into_owned()).ok()
}

fn site_source(folder: &Path, name: &str) -> Option<String> {
    // Names come from templates and from ids of kinds; none may climb out of the folder.
    let plain = name.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
    if !plain || name.contains('\\') {
        return None;
    }
    let path = folder.join(name);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        Err(error) => {
            tracing::warn!(path = %path.display(), %error, "a template cannot be read");
            return None;
        }
    };
    match Environment::new().template_from_named_str(name, &text) {
        Ok(_) => Some(text),
        Err(error) if error.kind() == ErrorKind::SyntaxError => {
            tracing::warn!(path = %path.display(), %error, "a template is broken, the original is used");
            None
        }
        Err(_) => Some(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    fn plain(theme: &Theme) -> String {
        theme.render("parts/letters.html", Lang::De, &json!({"letters": []})).unwrap()
    }

    #[test]
    fn a_template_of_the_site_comes_before_the_embedded_one() {
        let folder = site(&[("parts/letters.html", "Eigenes: {{ t('nav-glossary') }}")]);
        assert_eq!(plain(&Theme::with_site(folder.path())), "Eigenes: Glossar");
    }

    #[test]
    fn a_site_template_can_build_on_the_original() {
        let own = "<div>{% include '@core/parts/letters.html' %}</div>";
        let folder = site(&[("parts/letters.html", own)]);
        let original = plain(&Theme::embedded());
        assert_eq!(plain(&Theme::with_site(folder.path())), format!("<div>{original}</div>"));
    }

    #[test]
    fn a_broken_site_template_gives_way_to_the_original() {
        for broken in ["{% if %}", "{{ missing }}", "{% for a in range(9999999) %}x{% endfor %}"] {
            let folder = site(&[("parts/letters.html", broken)]);
            assert_eq!(plain(&Theme::with_site(folder.path())), plain(&Theme::embedded()));
        }
    }

    #[test]
    fn no_name_leads_out_of_the_folder_of_the_site() {
        let folder = site(&[("secret.html", "secret")]);
        let inner = folder.path().join("templates");
        std::fs::create_dir(&inner).unwrap();
        assert_eq!(site_source(&inner, "../secret.html"), None);
        assert_eq!(site_source(&inner, "/etc/hostname"), None);
        assert!(site_source(folder.path(), "secret.html").is_some());
    }

    #[test]
    fn values_are_escaped() {
        let folder = site(&[("x.html", "{{ name }}")]);
        let theme = Theme::with_site(folder.path());
        let text = theme.render("x.html", Lang::De, &json!({"name": "<b>"})).unwrap();
        assert_eq!(text, "&lt;b&gt;");
    }

    #[test]
    fn a_kind_of_the_site_is_shown_by_the_generic_template() {
        assert_eq!(page_template("standard"), "kinds/standard.html");
        assert_eq!(page_template("rezept"), "kinds/generic.html");
        assert_eq!(page_template("../base"), "kinds/generic.html");
    }
}
