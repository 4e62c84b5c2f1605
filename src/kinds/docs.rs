//! Writes the reference of all kinds, sets of records and rules as Markdown, for `docs/kinds.md`.
//! Says what the files say; adds no explanations of its own.

use std::fmt::Write;

use super::Choice;
use super::ChoiceList;
use super::Condition;
use super::Declaration;
use super::Field;
use super::FieldType;
use super::Kind;
use super::Kinds;
use super::Level;
use super::LifeCycle;
use super::Limits;
use super::Publish;
use super::RecordSet;
use super::Rule;
use super::RuleForm;

/// The reference: every kind and set of records with its fields and rules, all numbered rules in
/// their order, then the lists of choices. The same kinds give the same text.
pub fn kinds_md(kinds: &Kinds) -> String {
    let mut page = String::from(
        "# Kinds, records and rules\n\n\
         Generated from the files in `content-seed/kinds`. Do not edit: change the files, then run\n\
         `UPDATE_DOCS=1 cargo test --test kinds`.\n\n## Kinds of pages\n",
    );
    for kind in kinds.iter() {
        // Writing into a String cannot fail.
        let _ = write_kind(&mut page, kind);
    }
    page.push_str(
        "\n## Sets of records\n\nRows that belong to a page and have a life of their own.\n",
    );
    for set in kinds.record_sets() {
        let _ = write_record_set(&mut page, kinds, set);
    }
    let _ = write_all_rules(&mut page, kinds);
    let _ = write_lists(&mut page, kinds);
    page
}

fn write_kind(page: &mut String, kind: &Kind) -> std::fmt::Result {
    write_head(page, kind)?;
    let statuses: Vec<_> = kind.statuses.iter().map(|it| format!("`{}`", it.id)).collect();
    match kind.life_cycle {
        LifeCycle::None => writeln!(page, "Without a status.")?,
        LifeCycle::Page => writeln!(page, "Statuses of the life cycle all approved pages share.")?,
        LifeCycle::Own => writeln!(page, "Statuses: {}.", statuses.join(", "))?,
    }
    match kind.publish {
        Publish::AtOnce => writeln!(page, "A saved change is live at once.")?,
        Publish::Approval => writeln!(page, "A change of a released page waits for approval.")?,
    }
    if !kind.live_within.is_empty() {
        let within = kind.live_within.join("`, `");
        writeln!(page, "It is live at once within `{within}`.")?;
    }
    let sets: Vec<_> = kind.records.iter().map(|set| format!("`{}`", set.id)).collect();
    if !sets.is_empty() {
        writeln!(page, "Records: {}.", sets.join(", "))?;
    }
    if !kind.capabilities.is_empty() {
        writeln!(page, "Capabilities: {}.", kind.capabilities.join(", "))?;
    }
    write_fields(page, kind)?;
    write_rules(page, kind)
}

fn write_record_set(page: &mut String, kinds: &Kinds, set: &RecordSet) -> std::fmt::Result {
    write_head(page, set)?;
    let of: Vec<_> = kinds
        .iter()
        .filter(|kind| kind.record_set(&set.id).is_some())
        .map(|kind| format!("`{}`", kind.id))
        .collect();
    writeln!(page, "Kinds: {}.", of.join(", "))?;
    writeln!(page, "Who may write: `{}`.", set.edit.name())?;
    if let Some(per) = &set.per {
        writeln!(page, "At most one row per `{per}`.")?;
    }
    if set.append_only {
        writeln!(page, "Rows are only ever added.")?;
    }
    if let Some(field) = &set.status_field {
        let closed: Vec<_> = set.closed.iter().map(|it| format!("`{it}`")).collect();
        writeln!(page, "Status: `{field}`; done: {}.", closed.join(", "))?;
    }
    write_fields(page, set)?;
    write_rules(page, set)
}

fn write_head(page: &mut String, declaration: &Declaration) -> std::fmt::Result {
    let Declaration { id, label, hint, .. } = declaration;
    writeln!(page, "\n### {} (`{id}`)\n", label.de)?;
    let hint = if hint.en.is_empty() { String::new() } else { format!(" · {}", cell(&hint.en)) };
    writeln!(page, "{}{hint}\n", label.en)
}

fn write_fields(page: &mut String, declaration: &Declaration) -> std::fmt::Result {
    writeln!(page, "\n| Field | German | English | Type | Required from | Source |")?;
    writeln!(page, "| --- | --- | --- | --- | --- | --- |")?;
    declaration.fields.iter().try_for_each(|field| write_field(page, field))
}

fn write_rules(page: &mut String, declaration: &Declaration) -> std::fmt::Result {
    if declaration.rules.is_empty() {
        return Ok(());
    }
    writeln!(page, "\n| Rule | Level | From | Asks | Says | Source |")?;
    writeln!(page, "| --- | --- | --- | --- | --- | --- |")?;
    for rule in &declaration.rules {
        let (level, from) = (level_of(rule), from_of(rule));
        let (asks, says) = (cell(&asks(rule)), cell(&rule.message.en));
        let source = cell(rule.source.as_deref().unwrap_or_default());
        writeln!(page, "| {} | {level} | {from} | {asks} | {says} | {source} |", rule.id)?;
    }
    Ok(())
}

/// The rules that papers number, in the order of their numbers.
fn write_all_rules(page: &mut String, kinds: &Kinds) -> std::fmt::Result {
    let of_kinds = kinds.iter().flat_map(|it| it.rules.iter().map(move |rule| (&*it.id, rule)));
    let of_sets = kinds.record_sets();
    let of_sets = of_sets.flat_map(|it| it.rules.iter().map(move |rule| (&*it.id, rule)));
    let of_all = kinds.rules().iter().map(|rule| ("", rule));
    let all = of_kinds.chain(of_sets).chain(of_all);
    let mut numbered: Vec<_> =
        all.filter_map(|(of, rule)| Some((number_of(&rule.id)?, rule, of))).collect();
    numbered.sort_by_key(|(number, rule, of)| (*number, rule.id.clone(), (*of).to_owned()));

    writeln!(page, "\n## Rules by number\n")?;
    writeln!(
        page,
        "An error keeps from saving, a gate from reaching a status, a hint is only said. A rule that \
         bites later waits for an act; a rule checked by a capability is more than values can tell.\n"
    )?;
    writeln!(page, "| Rule | Of | Level | From | Says | Source | Bites |")?;
    writeln!(page, "| --- | --- | --- | --- | --- | --- | --- |")?;
    for (_, rule, of) in numbered {
        let of = if of.is_empty() { "all pages".to_owned() } else { format!("`{of}`") };
        let (id, level, from, bites) = (&rule.id, level_of(rule), from_of(rule), bites(rule));
        let (says, source) = (cell(&rule.message.en), rule.source.as_deref().unwrap_or_default());
        let source = cell(source);
        writeln!(page, "| {id} | {of} | {level} | {from} | {says} | {source} | {bites} |")?;
    }
    Ok(())
}

/// 12 and "b" for `R12b-goal`; rules without a number stay with their kind.
fn number_of(id: &str) -> Option<(u32, &str)> {
    let rest = id.split('-').next()?.strip_prefix('R')?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (number, letter) = rest.split_at_checked(digits)?;
    Some((number.parse().ok()?, letter))
}

fn level_of(rule: &Rule) -> String {
    let level = rule.level.name();
    if rule.hint_unless.is_empty() { level.to_owned() } else { format!("{level}, else hint") }
}

fn from_of(rule: &Rule) -> String {
    if rule.from.is_empty() { "always".to_owned() } else { rule.from.join(", ") }
}

fn bites(rule: &Rule) -> String {
    match (&rule.form, rule.bites) {
        (RuleForm::Named { check, .. }, Some(act)) if act.is_here() => {
            format!("with the act `{}` (`{check}`)", act.name())
        }
        (RuleForm::Named { check, .. }, Some(act)) => {
            format!("later, with the act `{}` (`{check}`)", act.name())
        }
        (RuleForm::Named { check, .. }, None) => format!("checked by `{check}`"),
        (_, Some(act)) => format!("later, with the act `{}`", act.name()),
        (_, None) if rule.level == Level::Gate => "with the status".to_owned(),
        (_, None) => "when saving".to_owned(),
    }
}

fn asks(rule: &Rule) -> String {
    let mut asks = match &rule.form {
        RuleForm::Required { field } => format!("`{field}` is filled"),
        RuleForm::Count { field, min, max } => match (min, max) {
            (Some(min), Some(max)) => format!("`{field}` has {min} to {max} entries"),
            (Some(min), None) => format!("`{field}` has at least {min}"),
            (None, Some(max)) => format!("`{field}` has at most {max}"),
            (None, None) => format!("`{field}` has any number"),
        },
        RuleForm::Order { first, second } => format!("`{first}` is not after `{second}`"),
        RuleForm::Unique { field } => format!("`{field}` occurs once"),
        RuleForm::NotEqual { field, other } => format!("`{field}` differs from `{other}`"),
        RuleForm::NotOneOf { field, values } => format!("`{field}` is not {}", any_of(values)),
        RuleForm::MemberOf { field, other } => format!("`{field}` is among `{other}`"),
        RuleForm::Acyclic { field } => format!("`{field}` does not lead back"),
        RuleForm::Named { check, .. } => format!("checked by `{check}`"),
    };
    for (word, conditions) in
        [("where", &rule.when), ("unless", &rule.unless), ("a hint unless", &rule.hint_unless)]
    {
        if !conditions.is_empty() {
            let told: Vec<_> = conditions.iter().map(told).collect();
            // Writing into a String cannot fail.
            let _ = write!(asks, ", {word} {}", told.join(" and "));
        }
    }
    if let Some(act) = rule.bites {
        let _ = write!(asks, "; bites with the act `{}`", act.name());
    }
    asks
}

fn told(condition: &Condition) -> String {
    match condition {
        Condition::Filled { field } => format!("`{field}` is filled"),
        Condition::Empty { field } => format!("`{field}` is empty"),
        Condition::Is { field, values } => format!("`{field}` is {}", any_of(values)),
        Condition::Pillar { values } => format!("the pillar is {}", any_of(values)),
        Condition::Status { values } => format!("the status is {}", any_of(values)),
    }
}

fn any_of(values: &[String]) -> String {
    values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(" or ")
}

fn write_field(page: &mut String, field: &Field) -> std::fmt::Result {
    let from = field.required_from.as_deref().unwrap_or_default();
    let required = if field.required { "always" } else { from };
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
            "### Gute Praxis (`practice`)",
            "Records: `adoption`, `comment`.",
            "### Übernahme (`adoption`)",
            "At most one row per `district`.",
            "| `state` | Stand | State | choice of `adoption_state` | always |  |",
            "| `summary` | Kurzfassung | Summary | text, at most 60 characters | in_abstimmung | B 4.2.2 |",
            "| `statements.text` | Aussage | Statement | text | each row | |",
            "| R12b | gate | freigegeben | `statements.basis` is filled, where \
             `statements.is_minimum` is `ja` | A minimum needs a basis. | E Gl. |",
            "| R12b | `practice` | gate | freigegeben | A minimum needs a basis. | E Gl. | with the status |",
            "### `districts` (register)",
            "- `altes` Altes · Old one (retired)",
        ] {
            assert!(page.contains(row), "{row}");
        }
        assert_eq!(page, kinds_md(&kinds()));
    }
}
