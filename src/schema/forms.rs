//! What a declaration of kinds may hold, as data: the keys that reading knows, and the JSON Schema of `schema/*.toml` and `[schema]`.

use serde_json::{Map, Value, json};

/// A key of a declaration.
pub(super) struct Key {
    pub(super) name: &'static str,
    holds: Holds,
    help: &'static str,
}

enum Holds {
    Text,
    Truth,
    Texts,
    Whole,
    Range,
    Page,
    Type,
    Words,
    Fields,
    Groups,
    Kinds,
}

const fn key(name: &'static str, holds: Holds, help: &'static str) -> Key {
    Key { name, holds, help }
}

/// At the top.
pub(super) const TOP: [Key; 5] = [
    key("vocabulary", Holds::Words, "Vocabularies: words, each with the words readers see. A built-in one takes more words."),
    key("common", Holds::Fields, "Fields that every record may carry."),
    key("asserted", Holds::Fields, "Fields that every asserted thing may carry."),
    key("group", Holds::Groups, "Groups of fields inside a record."),
    key("kind", Holds::Kinds, "Kinds of records. A built-in one takes more fields."),
];

/// Of a kind.
pub(super) const KIND: [Key; 11] = [
    key("title_from", Holds::Texts, "The fields that make a title where none is given; `a|b` is the first of them that is filled."),
    key("label", Holds::Text, "What readers call one of it."),
    key("plural", Holds::Text, "What readers call several."),
    key("folder", Holds::Text, "The folder of its files and the name of its tables."),
    key("path", Holds::Text, "The first part of its addresses."),
    key("page", Holds::Page, "Where its records are shown."),
    key("inline", Holds::Text, "The field that the words of a directive fill."),
    key("ordinary", Holds::Truth, "Whether it is the kind of ordinary pages."),
    key("asserted", Holds::Truth, "Whether it takes basis, source and as_of."),
    key("schema_org", Holds::Text, "The schema.org type of its records."),
    key("fields", Holds::Fields, "Its fields."),
];

/// Of a field.
pub(super) const FIELD: [Key; 10] = [
    key("type", Holds::Type, "What it holds."),
    key("many", Holds::Truth, "Whether it holds a list; one value alone is read as a list of one."),
    key("required", Holds::Truth, "Whether the build stops without it."),
    key("aliases", Holds::Texts, "Other spellings that are read as this field."),
    key("help", Holds::Text, "What to write there, in a sentence."),
    key("inverse", Holds::Text, "For references: what the other side calls the relation."),
    key("tree", Holds::Truth, "For references: whether following them must come to an end."),
    key("max", Holds::Whole, "Characters at most."),
    key("range", Holds::Range, "For numbers: the smallest and the largest."),
    key("short", Holds::Truth, "In a group: whether a value alone stands for this field."),
];

/// The types of fields.
pub(super) const TYPES: &str = "text, markdown, integer, number, boolean, date, url, path, language, zone, word:VOCABULARY, ref:KIND, \
                                ref:*, ref-or-text:KIND, group:NAME, records:KIND, map:text, map:KIND=VOCABULARY, any";

/// The JSON Schema of a declaration, without its envelope.
pub fn declarations() -> Value {
    object(&TOP, &[])
}

fn object(keys: &[Key], required: &[&str]) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), described(value(&key.holds), key.help))).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn described(mut value: Value, help: &str) -> Value {
    value["description"] = Value::from(help);
    value
}

fn named(value: &Value) -> Value {
    json!({ "type": "object", "additionalProperties": value })
}

fn value(holds: &Holds) -> Value {
    match holds {
        Holds::Text => json!({ "type": "string" }),
        Holds::Truth => json!({ "type": "boolean" }),
        Holds::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Holds::Whole => json!({ "type": "integer", "minimum": 1 }),
        Holds::Range => json!({ "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2 }),
        Holds::Page => json!({
            "enum": ["own", "anchor"],
            "enumDescriptions": ["Each on a page of its own.", "As a place on the page of the list, or of the record it belongs to."],
        }),
        Holds::Type => {
            let pattern = |written: &str| written.split_once(':').map_or_else(|| written.to_owned(), |(name, _)| format!("{name}:.+"));
            let mut patterns: Vec<String> = TYPES.split(", ").map(pattern).collect();
            patterns.dedup();
            let examples: Vec<&str> = TYPES.split(", ").collect();
            json!({ "type": "string", "pattern": format!("^({})$", patterns.join("|")), "examples": examples })
        }
        Holds::Words => named(&named(&json!({ "type": "string" }))),
        Holds::Fields => named(&object(&FIELD, &["type"])),
        Holds::Groups => {
            let mut group = named(&object(&FIELD, &["type"]));
            group["properties"] = json!({ "asserted": { "type": "boolean", "description": "Whether it takes basis, source and as_of." } });
            named(&group)
        }
        Holds::Kinds => named(&object(&KIND, &[])),
    }
}
