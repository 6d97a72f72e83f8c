//! JSON Schema of what authors write, for editors: the fields at the top of a kind's files, and the rows of its tables.
//!
//! In: the declaration that also decodes the fields. Out: a schema of draft 07, which the YAML and TOML servers of editors read, and in
//! which nothing stands that draft 2020-12 reads in another way. It asks for less than the parser where a pattern cannot say it: whatever
//! builds is valid, and typical slips are not.

use super::words::described;
use super::{Field, Fieldset, Kind, Schema, Type, VocabularyId};
use serde_json::{Map, Value, json};

/// The draft that every schema for editors names.
pub const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// `unknown`, or a date as authors may write it; wider than what is published, since times come without seconds and with blanks.
const DATE: &str = "^\\s*(unknown|[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2})?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?\
                    |-?[0-9X]{4}(-[0-9X]{2}(-[0-9X]{2})?)?[?~%]?\
                    |(-?[0-9X]{4}(-[0-9X]{2}(-[0-9X]{2})?)?[?~%]?|\\.\\.)?/(-?[0-9X]{4}(-[0-9X]{2}(-[0-9X]{2})?)?[?~%]?|\\.\\.)?)\\s*$";

/// Text of one line: what has no quotes may look like something else.
const SCALAR: [&str; 3] = ["string", "number", "boolean"];

/// The schema of the fields of a kind's files, or of a table of its rows.
pub fn json_schema(schema: &Schema, kind: &Kind, table: bool) -> Value {
    let record = object(schema, &kind.fields, !table && kind.page == super::Page::Own);
    let body = if table {
        // A row with nothing in it is a record with an id.
        let is_bare = kind.fields.iter().all(|(_, field)| !field.required);
        let row = if is_bare { or_empty(record) } else { record };
        json!({ "type": "object", "propertyNames": { "pattern": "^[^\\s.:/][^\\s:/]*$" }, "additionalProperties": row })
    } else {
        record
    };
    let title = if table { format!("Table of {}", kind.plural.to_lowercase()) } else { kind.label.clone() };
    let mut whole = json!({ "$schema": DRAFT, "title": title });
    if let (Some(whole), Value::Object(body)) = (whole.as_object_mut(), body) {
        whole.extend(body);
    }
    whole
}

fn object(schema: &Schema, set: &Fieldset, titled: bool) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut either = Vec::new();
    for (id, field) in set.iter() {
        let is_required = field.required || (titled && field.name == "title");
        let value = filled(schema, field, is_required);
        // A spelling may belong to another field by now.
        let aliases: Vec<&String> = field.aliases.iter().filter(|alias| set.find(alias) == Some(id)).collect();
        for alias in &aliases {
            let mut value = value.clone();
            value["description"] = Value::from(format!("Another spelling of `{}`. {}", field.name, field.help));
            value["doNotSuggest"] = Value::from(true);
            properties.insert((*alias).clone(), value);
        }
        if is_required && aliases.is_empty() {
            required.push(field.name.as_str());
        } else if is_required {
            let ways: Vec<Value> = std::iter::once(&field.name).chain(aliases).map(|name| json!({ "required": [name] })).collect();
            either.push(json!({ "anyOf": ways }));
        }
        properties.insert(field.name.clone(), value);
    }
    let mut whole = json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false });
    if !either.is_empty() {
        whole["allOf"] = Value::from(either);
    }
    whole
}

/// The schema of what stands behind the key of a field, with what to write there in words.
fn filled(schema: &Schema, field: &Field, required: bool) -> Value {
    let one = value(schema, field);
    let mut whole = match (field.many || matches!(field.holds, Type::Records(_)), &field.holds) {
        (true, Type::Records(_)) => json!({ "type": "array", "items": or_empty(one) }),
        // A value alone is read as a list of one.
        (true, _) => json!({ "anyOf": [{ "type": "array", "items": or_empty(one.clone()) }, one] }),
        (false, _) => one,
    };
    if !required {
        whole = or_empty(whole);
    }
    whole["description"] = Value::from(described(schema, field));
    if let Type::Word(vocabulary) | Type::WordMap(_, vocabulary) = &field.holds {
        let words = schema.vocabulary(*vocabulary).words.iter().map(|(word, label)| format!("\n- `{word}`: {label}"));
        whole["markdownDescription"] = Value::from(format!("{}\n{}", described(schema, field), words.collect::<String>()));
    }
    whole
}

/// The same, or nothing: a key without a value is no mistake where the field may be left out.
fn or_empty(mut value: Value) -> Value {
    let empty = json!({ "type": "null" });
    if let Some(ways) = value.get_mut("anyOf").and_then(Value::as_array_mut) {
        ways.push(empty);
    } else if let Some(words) = value.get_mut("enum").and_then(Value::as_array_mut) {
        words.push(Value::Null);
        if let Some(labels) = value.get_mut("enumDescriptions").and_then(Value::as_array_mut) {
            labels.push(Value::from("not filled"));
        }
    } else if let Some(sort) = value.get_mut("type") {
        let sorts = match sort.take() {
            Value::Array(sorts) => sorts,
            one => vec![one],
        };
        *sort = sorts.into_iter().chain([Value::from("null")]).collect();
    }
    value
}

fn value(schema: &Schema, field: &Field) -> Value {
    match &field.holds {
        Type::Text | Type::Markdown => match field.max {
            Some(max) => json!({ "type": SCALAR, "maxLength": max }),
            None => json!({ "type": SCALAR }),
        },
        Type::Integer | Type::Number => {
            let name = if field.holds == Type::Integer { "integer" } else { "number" };
            match field.range {
                Some((min, max)) => json!({ "type": name, "minimum": min, "maximum": max }),
                None => json!({ "type": name }),
            }
        }
        Type::Boolean => json!({ "type": "boolean" }),
        Type::Date => date(),
        Type::Url => slip(
            json!({ "type": "string", "pattern": "^\\s*https?://[^/\\s]\\S*\\s*$" }),
            "Write an address that starts with https:// or http://.",
        ),
        Type::Path => json!({ "type": "string", "pattern": "^[^\\\\?#]*$" }),
        Type::Language => json!({
            "type": "string",
            "pattern": "^\\s*([A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*|unknown)\\s*$",
            "examples": ["en", "uk", "zh-Hant", "unknown"],
        }),
        Type::Zone => json!({ "type": "string", "examples": ["Europe/Kyiv", "America/New_York", "UTC"] }),
        Type::Word(vocabulary) => words(schema, *vocabulary),
        Type::Reference(_) => slip(json!({ "type": SCALAR, "pattern": "^\\s*[^\\[@\\s]" }), "Write the id alone, without brackets."),
        Type::ReferenceOrText(_) => {
            slip(json!({ "type": SCALAR, "pattern": "^\\s*[^\\[@\\s]" }), "Write the id alone, without brackets, or words.")
        }
        Type::Group(group) => {
            let group = schema.group(*group);
            let whole = object(schema, &group.fields, false);
            match group.short {
                Some(short) => json!({ "anyOf": [whole, value(schema, group.fields.get(short))] }),
                None => whole,
            }
        }
        Type::Records(kind) => {
            let mut whole = object(schema, &schema.kind(*kind).fields, false);
            whole["properties"]["id"] = json!({ "type": SCALAR, "description": "An id of its own, if another record refers to it." });
            whole
        }
        Type::TextMap => json!({ "type": "object", "additionalProperties": { "type": SCALAR } }),
        Type::WordMap(_, vocabulary) => json!({ "type": "object", "additionalProperties": words(schema, *vocabulary) }),
        Type::Any => json!({}),
    }
}

/// What an editor should say instead of the pattern.
fn slip(mut value: Value, help: &str) -> Value {
    value["patternErrorMessage"] = Value::from(help);
    value
}

/// A date in quotes or without. To some TOML servers a date without quotes is no text unless the format says so.
fn date() -> Value {
    let text = slip(
        json!({ "type": "string", "pattern": DATE, "examples": ["2026-01-31", "2026-01", "2026", "2026-01~", "2026-01-31T15:00", "2026-01-10/2026-01-20", "unknown"] }),
        "Write 2026-01-31, 2026-01, 2026, 2026-01~ (about), or unknown.",
    );
    let native = ["date", "date-time-local", "date-time"].map(|format| json!({ "type": "string", "format": format, "pattern": DATE }));
    let ways: Vec<Value> = [text, json!({ "type": "integer", "minimum": 1000, "maximum": 9999 })].into_iter().chain(native).collect();
    json!({ "anyOf": ways })
}

/// The words of a vocabulary with the words readers see. A word without quotes may be a number to YAML.
fn words(schema: &Schema, vocabulary: VocabularyId) -> Value {
    let mut words = Vec::new();
    let mut labels = Vec::new();
    for (word, label) in &schema.vocabulary(vocabulary).words {
        let bare: Option<Value> = serde_json::from_str(word).ok().filter(|value: &Value| value.is_number() || value.is_boolean());
        for value in [Some(Value::from(word.as_str())), bare].into_iter().flatten() {
            words.push(value);
            labels.push(label.as_str());
        }
    }
    json!({ "enum": words, "enumDescriptions": labels })
}
