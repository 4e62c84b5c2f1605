//! What templates can call: words, numbers, addresses of assets, fields by name.
//! Deliberately not here: anything that asks for data.

use minijinja::value::{Kwargs, Value};
use minijinja::{Environment, Error, ErrorKind};

use crate::texts::{self, Arg, Lang};

use super::assets;

/// Adds `t("id", name=value)`, `asset("qmw.css")` and the filters `number`,
/// `pick`, `filled`, `short` and `long`.
pub(super) fn add_to(shelf: &mut Environment<'static>, lang: Lang) {
    shelf.add_function("t", move |id: &str, values: Kwargs| say(lang, id, &values));
    shelf.add_function("asset", address);
    shelf.add_filter("number", move |number: i64| texts::number(lang, number));
    shelf.add_filter("pick", pick);
    shelf.add_filter("filled", filled);
    shelf.add_filter("short", |fields: &Value, ids: Vec<String>| {
        by_length(fields, ids, Length::Short)
    });
    shelf.add_filter("long", |fields: &Value, ids: Vec<String>| {
        by_length(fields, ids, Length::Long)
    });
}

fn say(lang: Lang, id: &str, values: &Kwargs) -> Result<String, Error> {
    let mut args = Vec::new();
    for name in values.args() {
        let value: Value = values.get(name)?;
        let arg = match value.as_i64() {
            Some(number) => Arg::Number(number),
            None => Arg::Text(value.to_string()),
        };
        args.push((name, arg));
    }
    texts::say_if_known(lang, id, &args).ok_or_else(|| {
        Error::new(ErrorKind::UndefinedError, format!("no message {id} with these values"))
    })
}

fn address(name: &str) -> Result<String, Error> {
    let missing = || Error::new(ErrorKind::UndefinedError, format!("no asset {name}"));
    assets::href(name).map(str::to_owned).ok_or_else(missing)
}

/// The entry of a list whose `id` is the one given, or none.
fn pick(list: &Value, id: &str) -> Result<Value, Error> {
    for entry in list.try_iter()? {
        if entry.get_attr("id")?.as_str() == Some(id) {
            return Ok(entry);
        }
    }
    Ok(Value::from(()))
}

/// Those of `ids` that a list of fields has, in the order of `ids`.
fn filled(fields: &Value, ids: Vec<String>) -> Result<Vec<String>, Error> {
    let mut kept = Vec::new();
    for id in ids {
        if !pick(fields, &id)?.is_none() {
            kept.push(id);
        }
    }
    Ok(kept)
}

/// Whether a value fits beside others or needs the whole width.
#[derive(Clone, Copy, PartialEq)]
enum Length {
    Short,
    Long,
}

fn by_length(fields: &Value, ids: Vec<String>, wanted: Length) -> Result<Vec<String>, Error> {
    let mut kept = Vec::new();
    for id in ids {
        let field = pick(fields, &id)?;
        if !field.is_none() && length(&field.get_attr("value")?)? == wanted {
            kept.push(id);
        }
    }
    Ok(kept)
}

fn length(value: &Value) -> Result<Length, Error> {
    let fits = |item: &Value, most: usize| -> Result<bool, Error> {
        let text = item.get_attr("text")?;
        Ok(text.as_str().is_some_and(|text| text.chars().count() <= most))
    };
    let short = match value.get_attr("shape")?.as_str() {
        Some("one") => fits(&value.get_attr("item")?, 120)?,
        Some("many") => {
            let mut all = true;
            for item in value.get_attr("items")?.try_iter()? {
                all &= fits(&item, 40)?;
            }
            all
        }
        _ => false,
    };
    Ok(if short { Length::Short } else { Length::Long })
}
