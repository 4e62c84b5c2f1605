//! Who does what by when, as people write it into a task: `- [ ] Protokoll an alle @Kaya 12.12.`
//! Finds the words only; which person is meant is not decided here.

use jiff::civil::Date;

/// A stretch of the text of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// Anything else.
    Text(&'a str),
    /// `@Kaya`
    Person(&'a str),
    /// `12.12.`, `12.12.2026` or `2026-12-12`, with the day where the year is said.
    Day(&'a str, Option<Date>),
}

/// The parts of a text in their order; together they are the text.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut plain_from, mut at) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|it| !it.is_empty()) {
        let begins_word = text.get(..at).is_some_and(|it| {
            !it.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '@' | '/'))
        });
        let found = if begins_word { person(rest).or_else(|| day(rest)) } else { None };
        match found {
            Some((part, length)) => {
                push_text(text, plain_from, at, &mut parts);
                parts.push(part);
                at += length;
                plain_from = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    push_text(text, plain_from, text.len(), &mut parts);
    parts
}

fn push_text<'a>(text: &'a str, from: usize, to: usize, parts: &mut Vec<Part<'a>>) {
    if let Some(plain) = text.get(from..to).filter(|it| !it.is_empty()) {
        parts.push(Part::Text(plain));
    }
}

fn person(rest: &str) -> Option<(Part<'_>, usize)> {
    let name = rest.strip_prefix('@')?;
    let is_end = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let name = name.get(..name.find(is_end).unwrap_or(name.len()))?.trim_end_matches(['.', '-']);
    let begins = name.starts_with(char::is_alphabetic);
    let length = '@'.len_utf8() + name.len();
    begins.then_some((Part::Person(rest.get(..length)?), length))
}

fn day(rest: &str) -> Option<(Part<'_>, usize)> {
    let is_end = |c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-'));
    let written = rest.get(..rest.find(is_end).unwrap_or(rest.len()))?;
    if let Some(day) = written.get(..10).and_then(|it| it.parse::<Date>().ok())
        && !written.get(10..).unwrap_or_default().starts_with(|c: char| c.is_ascii_digit())
    {
        return Some((Part::Day(written.get(..10)?, Some(day)), 10));
    }
    let mut numbers = written.splitn(3, '.');
    let (day, month, after) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let is_short = |it: &str| (1..=2).contains(&it.len());
    if !is_short(day) || !is_short(month) || written.contains('-') {
        return None;
    }
    let (day_number, month_number) = (day.parse::<i8>().ok()?, month.parse::<i8>().ok()?);
    // A leap year lets the 29th of February pass where no year is said.
    Date::new(2024, month_number, day_number).ok()?;
    let year = after.trim_end_matches('.');
    let short = day.len() + month.len() + 2;
    match year.len() {
        4 => {
            let date = Date::new(year.parse().ok()?, month_number, day_number).ok()?;
            let length = short + 4;
            Some((Part::Day(rest.get(..length)?, Some(date)), length))
        }
        0 => Some((Part::Day(rest.get(..short)?, None), short)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_names_who_and_when() {
        assert_eq!(
            parts("Protokoll an alle @Kaya-Su 12.12.2026, sonst 3.1."),
            [
                Part::Text("Protokoll an alle "),
                Part::Person("@Kaya-Su"),
                Part::Text(" "),
                Part::Day("12.12.2026", Date::new(2026, 12, 12).ok()),
                Part::Text(", sonst "),
                Part::Day("3.1.", None),
            ]
        );
        assert_eq!(parts("2026-12-12")[0], Part::Day("2026-12-12", Date::new(2026, 12, 12).ok()));
    }

    #[test]
    fn sections_versions_and_addresses_are_no_days() {
        for text in
            ["§ 4.3.5", "Version 1.2", "45.13.2026", "a@b.de", "B 3.2.1.4", "31.2.", "1.2.345"]
        {
            assert_eq!(parts(text), [Part::Text(text)], "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn parts_make_up_the_text(text in "[@a-zä0-9.\\- ]{0,40}|\\PC{0,40}") {
            let whole: String = parts(&text)
                .into_iter()
                .map(|it| match it {
                    Part::Text(text) | Part::Person(text) | Part::Day(text, _) => text,
                })
                .collect();
            proptest::prop_assert_eq!(whole, text);
        }
    }
}
