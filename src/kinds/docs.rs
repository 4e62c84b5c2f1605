//! Writes the reference of all kinds as Markdown, for `docs/kinds.md`.
//! Says what the files say; adds no explanations of its own.

use std::fmt::Write;

use super::Choice;
use super::ChoiceList;
use super::Field;
use super::FieldType;
use super::Kind;
use super::Kinds;
use super::Limits;

/// The reference: every kind with its fields, statuses and rules, then the lists of choices. The
/// same kinds give the same text.
pub fn kinds_md(kinds: &Kinds) -> String {
    let mut page = String::from(
        "# Kinds of pages\n\n\
         Generated from the files in `content-seed/kinds`. Do not edit: change the files instead.\n",
    );
    for kind in kinds.iter() {
        // Writing into a String cannot fail.
        let _ = write_kind(&mut page, kind);
    }
    let _ = write_lists(&mut page, kinds);
    page
}

fn write_kind(page: &mut String, kind: &Kind) -> std::fmt::Result {
    writeln!(page, "\n## {} (`{}`)\n", kind.label.de, kind.id)?;
    writeln!(page, "{} · {}\n", kind.label.en, cell(&kind.hint.en))?;
    let statuses: Vec<_> = kind.statuses.iter().map(|it| format!("`{}`", it.id)).collect();
    if !statuses.is_empty() {
        writeln!(page, "Statuses: {}.\n", statuses.join(", "))?;
    }
    writeln!(page, "| Field | German | English | Type | Required from | Source |")?;
    writeln!(page, "| --- | --- | --- | --- | --- | --- |")?;
    for field in &kind.fields {
        write_field(page, field)?;
    }
    if !kind.rules.is_empty() {
        writeln!(page, "\n| Rule | Level | From | Says | Source |")?;
        writeln!(page, "| --- | --- | --- | --- | --- |")?;
    }
    for rule in &kind.rules {
        let level = format!("{:?}", rule.level).to_lowercase();
        let from = rule.from.join(", ");
        let source = rule.source.as_deref().unwrap_or_default();
        let says = cell(&rule.message.en);
        writeln!(page, "| {} | {level} | {from} | {says} | {} |", cell(&rule.id), cell(source))?;
    }
    Ok(())
}

fn write_field(page: &mut String, field: &Field) -> std::fmt::Result {
    let required = field.required_from.as_deref().unwrap_or_default();
    let source = cell(field.source.as_deref().unwrap_or_default());
    let what = describe(&field.r#type, &field.limits);
    let (de, en) = (cell(&field.label.de), cell(&field.label.en));
    writeln!(page, "| `{}` | {de} | {en} | {what} | {required} | {source} |", field.id)?;
    for column in field.columns() {
        let what = describe(&column.r#type, &column.limits);
        let (de, en) = (cell(&column.label.de), cell(&column.label.en));
        let required = if column.required { "each row" } else { "" };
        let path = format!("{}.{}", field.id, column.id);
        writeln!(page, "| `{path}` | {de} | {en} | {what} | {required} | |")?;
    }
    Ok(())
}

fn describe(field_type: &FieldType, limits: &Limits) -> String {
    let mut what = field_type.name().to_owned();
    if let Some(list) = field_type.choices() {
        let _ = write!(what, " of `{}`", list.list);
    }
    if let FieldType::Pages { kinds } = field_type
        && !kinds.is_empty()
    {
        let _ = write!(what, " of kind `{}`", kinds.join("`, `"));
    }
    if let Some(max) = limits.chars_max {
        let _ = write!(what, ", at most {max} characters");
    }
    if let Some(min) = limits.items_min {
        let _ = write!(what, ", at least {min}");
    }
    if let Some(max) = limits.items_max {
        let _ = write!(what, ", at most {max}");
    }
    what
}

fn write_lists(page: &mut String, kinds: &Kinds) -> std::fmt::Result {
    writeln!(page, "\n## Lists of choices")?;
    for list in kinds.lists.values() {
        write_list(page, list)?;
    }
    Ok(())
}

fn write_list(page: &mut String, list: &ChoiceList) -> std::fmt::Result {
    let sort = if list.register { "register" } else { "list" };
    writeln!(page, "\n### `{}` ({sort})\n", list.list)?;
    for choice in list.items.iter() {
        let (de, en) = (&choice.label.de, &choice.label.en);
        writeln!(page, "- `{}` {de} · {en}{}", choice.id, retirement(choice))?;
    }
    Ok(())
}

fn retirement(choice: &Choice) -> String {
    match &choice.valid_until {
        _ if choice.retired => " (retired)".to_owned(),
        Some(day) => format!(" (until {day})"),
        None => String::new(),
    }
}

/// Text that does not break a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::samples::kinds;

    #[test]
    fn the_reference_names_every_field_rule_and_choice() {
        let page = kinds_md(&kinds());
        for kind in kinds().iter() {
            for field in &kind.fields {
                assert!(page.contains(&format!("| `{}` |", field.id)), "{}", field.id);
            }
        }
        for row in [
            "## Gute Praxis (`practice`)",
            "| `summary` | Kurzfassung | Summary | text, at most 60 characters | in_abstimmung | B 4.2.2 |",
            "| `statements.text` | Aussage | Statement | text | each row | |",
            "| R12b | gate | freigegeben | A minimum needs a basis. | E Gl. |",
            "### `districts` (register)",
            "- `altes` Altes · Old one (retired)",
        ] {
            assert!(page.contains(row), "{row}");
        }
        assert_eq!(page, kinds_md(&kinds()));
    }
}
