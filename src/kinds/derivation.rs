//! Says of a declaration whatever decides how values are taken apart into facts, names and
//! searchable text. Takes nothing apart itself; that is done in `facts`.

use serde_json::Value;
use serde_json::json;

use super::Declaration;
use super::FieldType;
use super::Role;

/// A text that differs where the same values would give other facts, names or searchable text.
/// Help, limits, rules and the order of fields are not in it.
pub fn derivation(declaration: &Declaration) -> String {
    let fields = declaration.fields.iter().map(|field| {
        let columns = field
            .columns()
            .iter()
            .map(|column| json!([column.id, of_type(&column.r#type, field.weight), column.was]));
        let role = field.role.map(Role::name);
        let of_type = of_type(&field.r#type, field.weight);
        let columns = columns.collect::<Vec<_>>();
        json!([field.id, of_type, columns, role, field.weight, field.was])
    });
    let mut fields: Vec<String> = fields.map(|it| it.to_string()).collect();
    fields.sort();
    fields.join("\n")
}

fn of_type(field_type: &FieldType, weight: f32) -> Value {
    // The words of choices are searched, their ids are what is counted and filtered by.
    let choices = field_type.choices().filter(|_| weight > 0.0).map(|list| {
        list.items.iter().map(|it| json!([it.id, it.label.de, it.also])).collect::<Vec<_>>()
    });
    json!([field_type.name(), choices])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::Kinds;
    use crate::kinds::samples;

    fn after(change: impl Fn(&str) -> String) -> bool {
        let before = derivation(&samples::practice());
        let files: Vec<(String, String)> =
            samples::files().iter().map(|(name, text)| (name.to_owned(), change(text))).collect();
        let (kinds, _) = Kinds::parse(&files.into_iter().collect());
        derivation(kinds.get("practice").unwrap()) != before
    }

    #[test]
    fn another_word_of_a_choice_makes_a_difference_and_help_makes_none() {
        assert!(!after(str::to_owned));
        assert!(!after(|text| text.replace("life_cycle", "# words in between\nlife_cycle")));
        assert!(after(|text| text.replace("type = \"text\"", "type = \"markdown\"")));
        assert!(after(|text| text.replace("Instrument", "Werkzeug")));
    }
}
