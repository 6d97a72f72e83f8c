//! JSON Schema (draft 2020-12) of the fields of a kind, for editors.

use super::{Field, Fieldset, Kind, Schema, Type};
use serde_json::{Map, Value, json};

/// The schema of the front matter of a kind's files, or of a table of its rows.
pub fn json_schema(schema: &Schema, kind: &Kind, table: bool) -> Value {
    let record = object(schema, &kind.fields, !table && kind.page == super::Page::Own);
    let body = if table { json!({ "type": "object", "additionalProperties": record }) } else { record };
    let mut whole = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": if table { format!("Table of {}", kind.plural.to_lowercase()) } else { kind.label.clone() },
    });
    if let (Some(whole), Value::Object(body)) = (whole.as_object_mut(), body) {
        whole.extend(body);
    }
    whole
}

fn object(schema: &Schema, set: &Fieldset, titled: bool) -> Value {
    let mut properties = Map::new();
    let mut required: Vec<&str> = set.iter().filter(|(_, field)| field.required).map(|(_, field)| field.name.as_str()).collect();
    if titled && !required.contains(&"title") {
        required.push("title");
    }
    for (_, field) in set.iter() {
        let value = values(schema, field);
        for alias in &field.aliases {
            properties.insert(alias.clone(), value.clone());
        }
        properties.insert(field.name.clone(), value);
    }
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn values(schema: &Schema, field: &Field) -> Value {
    let one = value(schema, field);
    let list = matches!(field.holds, Type::Records(_));
    let mut whole = match (field.many, list) {
        (true, true) => json!({ "type": "array", "items": one }),
        // A value alone is read as a list of one.
        (true, false) => json!({ "anyOf": [{ "type": "array", "items": one }, one] }),
        (false, _) => one,
    };
    if let Some(whole) = whole.as_object_mut().filter(|_| !field.help.is_empty()) {
        whole.insert("description".to_owned(), Value::from(field.help.as_str()));
    }
    whole
}

fn value(schema: &Schema, field: &Field) -> Value {
    let scalar = json!({ "type": ["string", "number", "boolean"] });
    match &field.holds {
        Type::Text | Type::Markdown => match field.max {
            Some(max) => json!({ "type": ["string", "number", "boolean"], "maxLength": max }),
            None => scalar,
        },
        Type::Integer | Type::Number => {
            let name = if field.holds == Type::Integer { "integer" } else { "number" };
            match field.range {
                Some((min, max)) => json!({ "type": name, "minimum": min, "maximum": max }),
                None => json!({ "type": name }),
            }
        }
        Type::Boolean => json!({ "type": "boolean" }),
        Type::Date => json!({ "type": ["string", "integer"], "examples": ["2026-01-31", "2026-01~", "unknown"] }),
        Type::Url => json!({ "type": "string", "format": "uri", "pattern": "^https?://" }),
        Type::Path | Type::Language | Type::Zone => json!({ "type": "string" }),
        Type::Word(vocabulary) => {
            let words: Vec<&str> = schema.vocabulary(*vocabulary).words.iter().map(|(word, _)| word.as_str()).collect();
            json!({ "enum": words })
        }
        Type::Reference(_) | Type::ReferenceOrText(_) => json!({ "type": ["string", "integer"] }),
        Type::Group(group) => {
            let group = schema.group(*group);
            let whole = object(schema, &group.fields, false);
            if group.short.is_some() { json!({ "anyOf": [whole, { "type": ["string", "integer"] }] }) } else { whole }
        }
        Type::Records(kind) => {
            let mut whole = object(schema, &schema.kind(*kind).fields, false);
            whole["properties"]["id"] = json!({ "type": "string", "description": "An id of its own, if another record refers to it." });
            whole
        }
        Type::TextMap => json!({ "type": "object", "additionalProperties": scalar }),
        Type::WordMap(_, vocabulary) => {
            let words: Vec<&str> = schema.vocabulary(*vocabulary).words.iter().map(|(word, _)| word.as_str()).collect();
            json!({ "type": "object", "additionalProperties": { "enum": words } })
        }
        Type::Any => json!({}),
    }
}
