//! What a field holds, in words: for the editors' hints and for the reference of fields.

use super::{Field, KindId, Schema, Type};

/// What stands behind the key of a field: "the id of an actor", "a list of dates".
pub fn in_words(schema: &Schema, field: &Field) -> String {
    let (one, several) = match &field.holds {
        Type::Text => ("text".to_owned(), "texts".to_owned()),
        Type::Markdown => ("Markdown".to_owned(), "Markdown texts".to_owned()),
        Type::Integer => ("a whole number".to_owned(), "whole numbers".to_owned()),
        Type::Number => ("a number".to_owned(), "numbers".to_owned()),
        Type::Boolean => ("`true` or `false`".to_owned(), "`true` or `false`".to_owned()),
        Type::Date => ("a date".to_owned(), "dates".to_owned()),
        Type::Url => ("an address (https://…)".to_owned(), "addresses (https://…)".to_owned()),
        Type::Path => ("a path".to_owned(), "paths".to_owned()),
        Type::Language => ("a language tag".to_owned(), "language tags".to_owned()),
        Type::Zone => ("a time zone".to_owned(), "time zones".to_owned()),
        Type::Word(vocabulary) => {
            let name = &schema.vocabulary(*vocabulary).name;
            (format!("a word of `{name}`"), format!("words of `{name}`"))
        }
        Type::Reference(kinds) => {
            let kinds = references(schema, kinds);
            (format!("the id of {kinds}"), format!("ids, each of {kinds}"))
        }
        Type::ReferenceOrText(kinds) => {
            let kinds = references(schema, kinds);
            (format!("the id of {kinds}, or words"), format!("ids, each of {kinds}, or words"))
        }
        Type::Group(group) => {
            let name = &schema.group(*group).name;
            (format!("a group `{name}`"), format!("groups `{name}`"))
        }
        Type::Records(kind) => {
            let plural = schema.kind(*kind).plural.to_lowercase();
            return format!("a list of {plural}, each with the fields of its kind");
        }
        Type::TextMap => ("texts by key".to_owned(), "texts by key".to_owned()),
        Type::WordMap(kinds, vocabulary) => {
            let text = format!("a word of `{}` by the id of {}", schema.vocabulary(*vocabulary).name, references(schema, kinds));
            (text.clone(), text)
        }
        Type::Any => ("anything".to_owned(), "anything".to_owned()),
    };
    let whole = if field.many { format!("a list of {several}") } else { one };
    match (field.max, field.range) {
        (Some(max), _) => format!("{whole}, {max} characters at most"),
        (None, Some((min, max))) => format!("{whole} from {min} to {max}"),
        (None, None) => whole,
    }
}

fn references(schema: &Schema, kinds: &[KindId]) -> String {
    if kinds.is_empty() { "a record of any kind".to_owned() } else { schema.kinds_in_words(kinds) }
}

/// What to write there, and what it holds.
pub(super) fn described(schema: &Schema, field: &Field) -> String {
    let holds = in_words(schema, field);
    let mut letters = holds.chars();
    let holds: String = letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
    let inverse = field.inverse.as_ref().map_or_else(String::new, |inverse| format!(" The other side lists it under “{inverse}”."));
    let help = if field.help.is_empty() { String::new() } else { format!("{} ", field.help) };
    format!("{help}{holds}.{inverse}")
}
