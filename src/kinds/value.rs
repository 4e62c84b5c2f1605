//! Brings one value, from wherever it came, into the canonical form of its type.
//! Throws nothing away: what cannot be understood stays as it was and is reported beside.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::Map;
use serde_json::Number;
use serde_json::Value;
use sha2::Digest;
use sha2::Sha256;
use unicode_normalization::UnicodeNormalization;

use super::ChoiceList;
use super::Column;
use super::FieldType;
use super::Fields;
use super::Limits;
use super::Problem;
use super::is_empty;
use super::problem::quoted;

/// The key of the stable id of a table row.
pub const ROW_ID: &str = "id";

/// The most entries or rows that are looked at one by one. Nobody writes as many; a longer list
/// stays as it came and is reported.
pub const ITEMS_MAX: usize = 10_000;

/// The value in the canonical form of its type; `None` if nothing is filled in. A value that does
/// not fit comes back unchanged, with a problem at `path`.
pub(crate) fn canonical(
    field_type: &FieldType,
    limits: &Limits,
    path: &str,
    value: &Value,
    problems: &mut Vec<Problem>,
) -> Option<Value> {
    if is_empty(Some(value)) {
        return None;
    }
    match field_type {
        FieldType::Text | FieldType::Person | FieldType::File => {
            text(limits, path, value, problems, one_line)
        }
        FieldType::Markdown => text(limits, path, value, problems, many_lines),
        FieldType::Url => url(limits, path, value, problems),
        FieldType::Number => number(path, value, problems),
        FieldType::Date => date(path, value, problems),
        FieldType::YesNo => yes_no(path, value, problems),
        FieldType::Choice(list) | FieldType::District(list) => choice(list, path, value, problems),
        FieldType::Choices(list) | FieldType::Districts(list) => {
            choices(list, limits, path, value, problems)
        }
        FieldType::Pages { .. } => list(limits, path, value, problems, page_names),
        FieldType::Tags => list(limits, path, value, problems, tags),
        FieldType::Lines => list(limits, path, value, problems, lines),
        FieldType::Table(columns) => table(columns, limits, path, value, problems),
    }
}

/// A number as people write it: `1.234,5`, `1 234,5`, `-3`, `3.5`. A single point before exactly
/// three digits groups thousands, as it does in German.
pub fn parse_number(text: &str) -> Option<Number> {
    let text: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’'))
        .map(|c| if c == '−' { '-' } else { c })
        .collect();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(&text)),
    };
    let (whole, fraction) = split_decimals(digits)?;
    let all_digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !all_digits(&whole) || !all_digits(fraction) {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() {
        let whole = if whole.is_empty() { "0" } else { &whole };
        if let Ok(integer) = format!("{sign}{whole}").parse::<i64>() {
            return Some(Number::from(integer));
        }
    }
    let float: f64 = format!("{sign}{whole}.{fraction}0").parse().ok()?;
    Number::from_f64(float).map(|number| plain_number(&number))
}

/// A day as people write it: `2026-12-12`, `12.12.2026`, `1.2.26`, `12. Dezember 2026`, or the
/// beginning of a moment (`2026-12-12T08:00:00Z`).
pub fn parse_date(text: &str) -> Option<Date> {
    const YEARS: std::ops::RangeInclusive<i16> = 1000..=9999;
    let text = text.trim();
    let day = iso_date(text).or_else(|| german_date(text))?;
    YEARS.contains(&day.year()).then_some(day)
}

/// Yes or no as people write it, in German, English or as a form sends it.
pub fn parse_yes_no(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "ja" | "j" | "yes" | "y" | "true" | "wahr" | "on" | "an" | "1" | "x" => Some(true),
        "nein" | "n" | "no" | "false" | "falsch" | "off" | "aus" | "0" => Some(false),
        _ => None,
    }
}

/// What stands in an input of the form for a value: what a person would type to get it. Lists
/// stand one entry per line.
pub fn as_typed(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(true) => "ja".to_owned(),
        Value::Bool(false) => "nein".to_owned(),
        // The float is printed by itself: it never falls into the notation with an exponent.
        Value::Number(number) => match number.as_f64().filter(|_| number.is_f64()) {
            Some(float) => float.to_string().replace('.', ","),
            None => number.to_string(),
        },
        Value::Array(items) => items.iter().map(as_typed).collect::<Vec<_>>().join("\n"),
        Value::Object(_) => value.to_string(),
    }
}

/// A number with one spelling only: `3.0` and `3` are the same.
pub(crate) fn plain_number(number: &Number) -> Number {
    /// 2^63, the first whole number that does not fit.
    const WHOLE_END: f64 = 9_223_372_036_854_775_808.0;
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < WHOLE_END =>
        {
            #[expect(clippy::cast_possible_truncation, reason = "whole and in range")]
            Number::from(float as i64)
        }
        _ => number.clone(),
    }
}

/// Text in one normal form: composed letters, line feeds alone, no control characters.
pub(crate) fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .nfc()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(|c| *c != '\u{feff}')
        .collect()
}

/// A value as text, if it is a single value; a list of one counts as that one.
pub(crate) fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Array(items) => match items.as_slice() {
            [only] if !only.is_array() => as_text(only),
            _ => None,
        },
        Value::Null | Value::Object(_) => None,
    }
}

fn text(
    limits: &Limits,
    path: &str,
    value: &Value,
    problems: &mut Vec<Problem>,
    trim: fn(&str) -> String,
) -> Option<Value> {
    let Some(text) = as_text(value) else {
        problems.push(Problem::at(path, "problem-not-text"));
        return Some(value.clone());
    };
    let text = trim(&tidy(&text));
    if text.is_empty() {
        return None;
    }
    check_length(limits, path, &text, problems);
    Some(Value::String(text))
}

fn one_line(text: &str) -> String {
    text.trim().to_owned()
}

/// Keeps the indent of the first line, it may be code.
fn many_lines(text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    let first = text.find(|c| c != '\n').unwrap_or(0);
    text.get(first..).unwrap_or(text).trim_end().to_owned()
}

fn check_length(limits: &Limits, path: &str, text: &str, problems: &mut Vec<Problem>) {
    let Some(max) = limits.chars_max else { return };
    let actual = text.chars().count();
    if actual > max {
        problems
            .push(Problem::at(path, "problem-too-long").with("max", max).with("actual", actual));
    }
}

fn check_count(limits: &Limits, path: &str, actual: usize, problems: &mut Vec<Problem>) {
    let Some(max) = limits.items_max else { return };
    if actual > max {
        problems
            .push(Problem::at(path, "problem-too-many").with("max", max).with("actual", actual));
    }
}

fn url(limits: &Limits, path: &str, value: &Value, problems: &mut Vec<Problem>) -> Option<Value> {
    let kept = text(limits, path, value, problems, one_line)?;
    let Value::String(typed) = &kept else {
        return Some(kept);
    };
    let complete = match typed {
        typed if typed.starts_with("www.") => format!("https://{typed}"),
        typed => typed.clone(),
    };
    if is_address(&complete) {
        return Some(Value::String(complete));
    }
    problems.push(Problem::at(path, "problem-not-a-url").with("value", quoted(&kept)));
    Some(kept)
}

/// Only addresses that are safe to put into a link.
fn is_address(text: &str) -> bool {
    if text.contains(char::is_whitespace) {
        return false;
    }
    match url::Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => url.has_host(),
        Ok(url) => url.scheme() == "mailto" && url.path().contains('@'),
        Err(_) => false,
    }
}

fn number(path: &str, value: &Value, problems: &mut Vec<Problem>) -> Option<Value> {
    let number = match value {
        Value::Number(number) => Some(plain_number(number)),
        other => match as_text(other) {
            Some(text) if text.trim().is_empty() => return None,
            Some(text) => parse_number(&text),
            None => None,
        },
    };
    match number {
        Some(number) => Some(Value::Number(number)),
        None => kept_with(path, "problem-not-a-number", value, problems),
    }
}

/// The digits before and after the decimal sign, grouping signs removed.
fn split_decimals(digits: &str) -> Option<(String, &str)> {
    let last_sign = digits.rfind([',', '.']);
    let Some((at, sign)) = last_sign.and_then(|at| Some((at, digits.get(at..)?.chars().next()?)))
    else {
        return Some((digits.to_owned(), ""));
    };
    let other = if sign == ',' { '.' } else { ',' };
    let (before, after) = (digits.get(..at)?, digits.get(at + 1..)?);
    let is_grouping = !digits.contains(other)
        && (before.contains(sign)
            || (sign == '.'
                && after.len() == 3
                && before.len() <= 3
                && !matches!(before, "" | "0")));
    if is_grouping {
        return groups(digits, sign).map(|whole| (whole, ""));
    }
    if before.contains(sign) {
        return None;
    }
    let whole = if before.contains(other) { groups(before, other)? } else { before.to_owned() };
    Some((whole, after))
}

/// `1.234.567` without its points, if they group by three.
fn groups(digits: &str, sign: char) -> Option<String> {
    let mut parts = digits.split(sign);
    let first = parts.next()?;
    let well_formed = (1..=3).contains(&first.len()) && parts.all(|part| part.len() == 3);
    well_formed.then(|| digits.replace(sign, ""))
}

fn date(path: &str, value: &Value, problems: &mut Vec<Problem>) -> Option<Value> {
    let text = as_text(value).unwrap_or_default();
    if value.is_string() && text.trim().is_empty() {
        return None;
    }
    match parse_date(&text) {
        Some(day) => Some(Value::String(day.to_string())),
        None => kept_with(path, "problem-not-a-date", value, problems),
    }
}

fn iso_date(text: &str) -> Option<Date> {
    const DAY_CHARS: usize = 10;
    let day = text.get(..DAY_CHARS)?.parse::<Date>().ok()?;
    let rest = text.get(DAY_CHARS..)?;
    let is_moment =
        || rest.starts_with(['T', ' ']) && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    (rest.is_empty() || is_moment()).then_some(day)
}

fn german_date(text: &str) -> Option<Date> {
    let (day, rest) = text.split_once('.')?;
    let rest = rest.trim_start();
    let (month, year) = match rest.split_once('.') {
        Some((month, year)) => match month.trim().parse() {
            Ok(month) => (month, year),
            Err(_) => (month_number(month)?, year),
        },
        None => {
            let (month, year) = rest.split_once(' ')?;
            (month_number(month)?, year)
        }
    };
    let (day, year) = (plain_digits(day)?, year.trim());
    let number: i16 = plain_digits(year)?.parse().ok()?;
    let year = match (year.len(), number) {
        (4, year) => year,
        (2, 70..) => 1900 + number,
        (2, _) => 2000 + number,
        _ => return None,
    };
    Date::new(year, month, day.parse().ok()?).ok()
}

fn plain_digits(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty() && text.chars().all(|c| c.is_ascii_digit())).then_some(text)
}

fn month_number(name: &str) -> Option<i8> {
    const NAMES: [&str; 12] =
        ["jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"];
    let name = name.trim().to_lowercase();
    let name = if name.starts_with("mae") { name.replacen("mae", "mä", 1) } else { name };
    if !name.chars().all(char::is_alphabetic) {
        return None;
    }
    let at = NAMES.iter().position(|short| name.starts_with(short))?;
    i8::try_from(at + 1).ok()
}

fn yes_no(path: &str, value: &Value, problems: &mut Vec<Problem>) -> Option<Value> {
    let answer = match value {
        Value::Bool(yes) => Some(*yes),
        other => match as_text(other) {
            Some(text) if text.trim().is_empty() => return None,
            Some(text) => parse_yes_no(&text),
            None => None,
        },
    };
    match answer {
        Some(yes) => Some(Value::Bool(yes)),
        None => kept_with(path, "problem-not-yes-or-no", value, problems),
    }
}

fn choice(
    list: &ChoiceList,
    path: &str,
    value: &Value,
    problems: &mut Vec<Problem>,
) -> Option<Value> {
    let Some(text) = as_text(value) else {
        return kept_with(path, "problem-not-a-choice", value, problems);
    };
    let text = one_line(&tidy(&text));
    if text.is_empty() {
        return None;
    }
    Some(Value::String(choice_id(list, path, text, problems)))
}

/// The id of the choice meant, by id, word or other spelling; an unknown one stays as written.
fn choice_id(list: &ChoiceList, path: &str, typed: String, problems: &mut Vec<Problem>) -> String {
    if list.items.is_empty() {
        return typed;
    }
    let found = list.meant(&typed);
    let Some(found) = found else {
        let value = quoted(&Value::String(typed.clone()));
        problems.push(Problem::at(path, "problem-not-a-choice").with("value", value));
        return typed;
    };
    if found.retired {
        let value = &found.label.de;
        problems.push(Problem::at(path, "problem-retired-choice").with("value", value));
    }
    found.id.clone()
}

/// Some choices, each once, in the order of their list; unknown ones follow.
fn choices(
    list: &ChoiceList,
    limits: &Limits,
    path: &str,
    value: &Value,
    problems: &mut Vec<Problem>,
) -> Option<Value> {
    // A single word may itself contain a comma ("Struktur, Prozess" are two, a label may be one),
    // so the whole is tried before its parts.
    let Some(words) = entries(value, |text| match choice_known(list, text) {
        true => vec![text.to_owned()],
        false => text.split([',', ';', '\n']).map(str::to_owned).collect(),
    }) else {
        return kept_with(path, "problem-not-a-list", value, problems);
    };
    if words.len() > ITEMS_MAX {
        return too_many(path, words.len(), value, problems);
    }
    let mut ids: Vec<String> = Vec::new();
    for word in words.iter().map(|word| one_line(&tidy(word))).filter(|word| !word.is_empty()) {
        let id = choice_id(list, path, word, problems);
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let place = |id: &String| list.items.iter().position(|choice| choice.id == *id);
    ids.sort_by_key(|id| place(id).unwrap_or(usize::MAX));
    check_count(limits, path, ids.len(), problems);
    list_value(ids)
}

fn choice_known(list: &ChoiceList, text: &str) -> bool {
    let before = text.trim().to_owned();
    let mut ignored = Vec::new();
    choice_id(list, "", before, &mut ignored);
    ignored.iter().all(Problem::is_hint)
}

fn list(
    limits: &Limits,
    path: &str,
    value: &Value,
    problems: &mut Vec<Problem>,
    split: fn(&str) -> Vec<String>,
) -> Option<Value> {
    let Some(words) = entries(value, split) else {
        return kept_with(path, "problem-not-a-list", value, problems);
    };
    if words.len() > ITEMS_MAX {
        return too_many(path, words.len(), value, problems);
    }
    for word in &words {
        check_length(limits, path, word, problems);
    }
    check_count(limits, path, words.len(), problems);
    list_value(words)
}

/// The entries of a list; a single value is split by `split`, so are line breaks inside entries.
/// `None` if something else than single values is inside.
fn entries(value: &Value, split: impl Fn(&str) -> Vec<String>) -> Option<Vec<String>> {
    match value {
        Value::Array(items) => {
            let mut all = Vec::new();
            for item in items.iter().filter(|item| !item.is_null()) {
                all.extend(split(&tidy(&as_text(item).filter(|_| !item.is_array())?)));
            }
            Some(deduplicated(all))
        }
        other => Some(deduplicated(split(&tidy(&as_text(other)?)))),
    }
}

/// Each entry once; keeps the first.
fn deduplicated(words: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    words.into_iter().filter(|word| seen.insert(word.to_lowercase())).collect()
}

fn list_value(words: Vec<String>) -> Option<Value> {
    if words.is_empty() {
        return None;
    }
    Some(Value::Array(words.into_iter().map(Value::String).collect()))
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// Page names, with or without the brackets of a link.
fn page_names(text: &str) -> Vec<String> {
    let bare = |line: &str| {
        let inside = line.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]"));
        inside.unwrap_or(line).trim().to_owned()
    };
    lines(text).iter().map(|line| bare(line)).filter(|name| !name.is_empty()).collect()
}

fn tags(text: &str) -> Vec<String> {
    let bare = |word: &str| {
        let word = word.trim().trim_start_matches('#');
        word.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    text.split([',', ';', '\n']).map(bare).filter(|word| !word.is_empty()).collect()
}

fn table(
    columns: &[Column],
    limits: &Limits,
    path: &str,
    value: &Value,
    problems: &mut Vec<Problem>,
) -> Option<Value> {
    let one;
    let rows = match value {
        Value::Array(rows) => rows.as_slice(),
        single => {
            one = [single.clone()];
            one.as_slice()
        }
    };
    if rows.len() > ITEMS_MAX {
        return too_many(path, rows.len(), value, problems);
    }
    let mut taken = BTreeSet::new();
    let mut kept = Vec::with_capacity(rows.len());
    for value in rows.iter().filter(|row| !is_empty(Some(row))) {
        let at = format!("{path}.{}", kept.len());
        let Some(cells) = cells_of(columns, value) else {
            problems.push(Problem::at(at, "problem-not-a-table"));
            kept.push(value.clone());
            continue;
        };
        if let Some(row) = row(columns, &at, &cells, problems) {
            kept.push(Value::Object(with_id(row, cells.get(ROW_ID), path, &mut taken)));
        }
    }
    check_count(limits, path, kept.len(), problems);
    if kept.is_empty() { None } else { Some(Value::Array(kept)) }
}

/// The cells of a row; a single value stands in the first column.
fn cells_of(columns: &[Column], value: &Value) -> Option<Fields> {
    match value {
        Value::Object(cells) => Some(cells.clone()),
        Value::Array(_) => None,
        single => columns.first().map(|column| {
            let mut cells = Map::new();
            cells.insert(column.id.clone(), single.clone());
            cells
        }),
    }
}

/// The filled cells in the order of the columns, then what no column knows; `None` if all is empty.
fn row(
    columns: &[Column],
    at: &str,
    cells: &Fields,
    problems: &mut Vec<Problem>,
) -> Option<Fields> {
    let mut row = Map::new();
    let mut read = BTreeSet::from([ROW_ID]);
    for column in columns {
        let names = std::iter::once(&column.id).chain(&column.was);
        for name in names {
            read.insert(name.as_str());
            let Some(cell) = cells.get(name).filter(|_| !row.contains_key(&column.id)) else {
                continue;
            };
            let path = format!("{at}.{}", column.id);
            if let Some(cell) = canonical(&column.r#type, &column.limits, &path, cell, problems) {
                row.insert(column.id.clone(), cell);
            }
        }
    }
    for (key, cell) in cells.iter().filter(|(key, _)| !read.contains(key.as_str())) {
        if !is_empty(Some(cell)) {
            problems.push(Problem::at(at, "problem-unknown-column").with("key", key));
            row.insert(key.clone(), cell.clone());
        }
    }
    (!row.is_empty()).then_some(row)
}

/// The row with its stable id in front. A row that brings none gets one made from its content, so
/// that reading the same text twice gives the same row.
fn with_id(row: Fields, given: Option<&Value>, path: &str, taken: &mut BTreeSet<String>) -> Fields {
    const CHARS_MAX: usize = 40;
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let id = given
        .and_then(as_text)
        .filter(|id| !id.is_empty() && id.len() <= CHARS_MAX && id.chars().all(allowed))
        .filter(|id| !taken.contains(id))
        .unwrap_or_else(|| id_from_content(&row, path, taken));
    taken.insert(id.clone());
    let mut with_id = Map::new();
    with_id.insert(ROW_ID.to_owned(), Value::String(id));
    with_id.extend(row);
    with_id
}

fn id_from_content(row: &Fields, path: &str, taken: &BTreeSet<String>) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    const CHARS: usize = 10;
    let content = serde_json::to_string(row).unwrap_or_default();
    let mut attempt = 0_u32;
    loop {
        let digest = Sha256::digest(format!("{path}\n{attempt}\n{content}").as_bytes());
        let id: String = digest
            .iter()
            .take(CHARS)
            .filter_map(|byte| ALPHABET.get(usize::from(byte % 32)))
            .map(|letter| char::from(*letter))
            .collect();
        if !taken.contains(&id) {
            return id;
        }
        attempt += 1;
    }
}

fn too_many(
    path: &str,
    actual: usize,
    value: &Value,
    problems: &mut Vec<Problem>,
) -> Option<Value> {
    let problem = Problem::at(path, "problem-too-many");
    problems.push(problem.with("max", ITEMS_MAX).with("actual", actual));
    Some(value.clone())
}

fn kept_with(path: &str, code: &str, value: &Value, problems: &mut Vec<Problem>) -> Option<Value> {
    problems.push(Problem::at(path, code).with("value", quoted(value)));
    Some(value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_german_offices_write_them() {
        let read = |text| parse_number(text).map(|number| number.to_string());
        let cases = [
            ("1.234,5", "1234.5"),
            ("1,5", "1.5"),
            ("1.5", "1.5"),
            ("1.234", "1234"),
            ("0.125", "0.125"),
            ("1234.567", "1234.567"),
            ("1.234.567", "1234567"),
            ("1,234,567", "1234567"),
            ("1,234.5", "1234.5"),
            ("1 234", "1234"),
            ("−3", "-3"),
            ("+4", "4"),
            ("007", "7"),
            (",5", "0.5"),
            ("5,", "5"),
            ("2,50", "2.5"),
            ("3,0", "3"),
        ];
        for (typed, expected) in cases {
            assert_eq!(read(typed).as_deref(), Some(expected), "{typed}");
        }
        for wrong in
            ["", "-", ",", "zwei", "1e5", "inf", "NaN", "1.23.4", "1,2,3", "12 Tage", "1..2"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        let read = |text| parse_date(text).map(|day| day.to_string());
        let cases = [
            ("2026-12-12", "2026-12-12"),
            ("12.12.2026", "2026-12-12"),
            ("1.2.26", "2026-02-01"),
            ("31.12.99", "1999-12-31"),
            ("12. Dezember 2026", "2026-12-12"),
            (" 3. März 2026 ", "2026-03-03"),
            ("3. Mär. 2026", "2026-03-03"),
            ("3. Maerz 2026", "2026-03-03"),
            ("1. 2. 2026", "2026-02-01"),
            ("2026-12-12T08:00:00Z", "2026-12-12"),
        ];
        for (typed, expected) in cases {
            assert_eq!(read(typed).as_deref(), Some(expected), "{typed}");
        }
        for wrong in [
            "",
            "morgen",
            "12.12.",
            "31.02.2026",
            "12/12/2026",
            "2026-13-01",
            "0026-01-01",
            "2026-12-12x",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn only_addresses_safe_to_link_are_addresses() {
        for good in [
            "https://www.berlin.de/sen/soziales/",
            "http://localhost:8080/a",
            "mailto:qm@berlin.de",
        ] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "berlin.de",
            "https://",
            "https://a b",
            "data:text/html,x",
            "mailto:",
            "//x",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_a_form_shows_for_a_number_reads_back(number in proptest::num::f64::NORMAL) {
            let number = plain_number(&Number::from_f64(number).unwrap());
            let typed = as_typed(&Value::Number(number.clone()));
            proptest::prop_assert_eq!(parse_number(&typed), Some(number));
        }

        #[test]
        fn no_text_is_too_strange_to_be_refused(text in "\\PC{0,40}") {
            let _ = (parse_number(&text), parse_date(&text), parse_yes_no(&text), is_address(&text));
        }
    }
}
