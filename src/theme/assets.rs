//! Stylesheet, script and fonts under addresses that carry their content's hash.
//! Deliberately not here: the handler that sends them, and anything a site uploads.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{LazyLock, OnceLock};

use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

/// Folder of all assets on the web.
pub const FOLDER: &str = "/assets/";

/// Header `Cache-Control` of every asset: its address changes with its content.
pub const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

#[derive(RustEmbed)]
#[folder = "themes/core/assets"]
struct Embedded;

/// A file the browser loads.
pub struct Asset {
    href: String,
    content_type: &'static str,
    bytes: Cow<'static, [u8]>,
    gzip: OnceLock<Option<Vec<u8>>>,
}

impl Asset {
    /// Its address, for instance `/assets/qmw-0f3a9c1d2e.css`.
    pub fn href(&self) -> &str {
        &self.href
    }

    /// Its content type with charset.
    pub fn content_type(&self) -> &'static str {
        self.content_type
    }

    /// The bytes as they are.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes compressed by gzip, made once; `None` when that saves nothing, as with fonts.
    pub fn gzip(&self) -> Option<&[u8]> {
        self.gzip.get_or_init(|| compress(&self.bytes)).as_deref()
    }
}

/// The address of the asset with this name (`qmw.css`, `fonts/fira-sans-latin-400.woff2`).
pub fn href(name: &str) -> Option<&'static str> {
    ASSETS.by_name.get(name).map(String::as_str)
}

/// The asset at this address.
pub fn find(href: &str) -> Option<&'static Asset> {
    ASSETS.by_href.get(href)
}

struct Assets {
    by_name: BTreeMap<String, String>,
    by_href: BTreeMap<String, Asset>,
}

static ASSETS: LazyLock<Assets> = LazyLock::new(load);

fn load() -> Assets {
    let mut assets = Assets { by_name: BTreeMap::new(), by_href: BTreeMap::new() };
    let mut names: Vec<String> = Embedded::iter().map(Cow::into_owned).collect();
    // Stylesheets name other files, so these must have their addresses first.
    names.sort_by_key(|name| name.ends_with(".css"));
    for name in names {
        let Some(file) = Embedded::get(&name) else {
            continue;
        };
        let bytes = match std::str::from_utf8(&file.data) {
            Ok(css) if name.ends_with(".css") => {
                Cow::Owned(with_addresses(css, &assets.by_name).into_bytes())
            }
            _ => file.data,
        };
        let href = hashed(&name, &bytes);
        let content_type = content_type(&name);
        let asset = Asset { href: href.clone(), content_type, bytes, gzip: OnceLock::new() };
        assets.by_name.insert(name, href.clone());
        assets.by_href.insert(href, asset);
    }
    assets
}

fn with_addresses(css: &str, by_name: &BTreeMap<String, String>) -> String {
    by_name
        .iter()
        .fold(css.to_owned(), |css, (name, href)| css.replace(&format!("{FOLDER}{name}"), href))
}

fn hashed(name: &str, bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let hash: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{FOLDER}{stem}-{hash}.{ending}"),
        None => format!("{FOLDER}{name}-{hash}"),
    }
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn compress(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).ok()?;
    let packed = encoder.finish().ok()?;
    (packed.len() < bytes.len() - bytes.len() / 10).then_some(packed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_an_asset_leads_to_it() {
        let href = href("qmw.css").unwrap();
        assert!(href.starts_with("/assets/qmw-") && href.ends_with(".css"));
        let asset = find(href).unwrap();
        assert_eq!(asset.href(), href);
        assert_eq!(asset.content_type(), "text/css; charset=utf-8");
        assert!(find("/assets/qmw.css").is_none());
    }

    #[test]
    fn the_stylesheet_names_fonts_by_their_hashed_address() {
        let css = find(href("qmw.css").unwrap()).unwrap();
        let css = std::str::from_utf8(css.bytes()).unwrap();
        for font in ["fonts/fira-sans-latin-400.woff2", "fonts/fira-sans-latin-ext-600.woff2"] {
            assert!(css.contains(href(font).unwrap()), "{font}");
            assert!(!css.contains(&format!("{FOLDER}{font}")), "{font}");
        }
    }

    #[test]
    fn text_is_compressed_and_fonts_are_not() {
        let css = find(href("qmw.css").unwrap()).unwrap();
        assert!(css.gzip().unwrap().len() * 4 < css.bytes().len());
        let font = find(href("fonts/fira-sans-latin-400.woff2").unwrap()).unwrap();
        assert!(font.gzip().is_none());
    }

    #[test]
    fn what_a_first_view_loads_beside_the_page_stays_small() {
        let names = ["qmw.css", "qmw.js"];
        let text: usize =
            names.iter().filter_map(|name| find(href(name)?)?.gzip()).map(<[u8]>::len).sum();
        let fonts = ["fonts/fira-sans-latin-400.woff2", "fonts/fira-sans-latin-600.woff2"];
        let fonts: usize =
            fonts.iter().filter_map(|name| find(href(name)?)).map(|font| font.bytes().len()).sum();
        assert!(text > 0 && fonts > 0);
        assert!(text + fonts < 52_000, "{text} + {fonts} bytes");
    }
}
