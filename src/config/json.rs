//! JSON Schema of `gen.toml`, for editors, from the declaration of the settings.

use super::settings::{Holds, Others, SETTINGS, Setting};
use crate::diag::codes;
use crate::node::toml;
use crate::schema::{DRAFT, Schema, declarations};
use crate::source::FileId;
use serde_json::{Map, Value, json};

/// The schema of the configuration of a site with these kinds.
pub fn json_schema(schema: &Schema) -> Value {
    let mut whole = json!({ "$schema": DRAFT, "title": "The settings of a site (gen.toml)" });
    if let (Some(whole), Value::Object(body)) = (whole.as_object_mut(), table(SETTINGS, Others::None, schema)) {
        whole.extend(body);
    }
    whole
}

fn table(settings: &[Setting], others: Others, schema: &Schema) -> Value {
    let mut properties = Map::new();
    for setting in settings {
        properties.insert(setting.key.to_owned(), described(setting, schema));
    }
    if others == Others::Lists {
        for (_, kind) in schema.iter().filter(|(_, kind)| kind.folder.is_some()) {
            let description = format!("The list of {}.", kind.plural.to_lowercase());
            properties.entry(&kind.path).or_insert(json!({ "type": "boolean", "default": true, "description": description }));
        }
    }
    let more = match others {
        Others::None | Others::Lists | Others::Declarations => Value::from(false),
        Others::Any => Value::from(true),
        Others::Texts => json!({ "type": "string" }),
    };
    let required: Vec<&str> = settings.iter().filter(|setting| setting.required).map(|setting| setting.key).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": more })
}

fn described(setting: &Setting, schema: &Schema) -> Value {
    let mut whole = match setting.holds {
        Holds::Table(_, Others::Declarations) => declarations(),
        Holds::Table(settings, others) => table(settings, others, schema),
        Holds::Entries(settings) => json!({ "type": "array", "items": table(settings, Others::None, schema) }),
        Holds::Text | Holds::Zone | Holds::Folder => json!({ "type": "string" }),
        Holds::Base => json!({ "type": "string", "pattern": "^(https?://[^/]|/)" }),
        Holds::Web => json!({ "type": "string", "pattern": "^https?://[^/]" }),
        Holds::Language => json!({ "type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$" }),
        Holds::Day => {
            // To some TOML servers a date without quotes is no text unless the format says so.
            const PATTERN: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
            json!({ "anyOf": [{ "type": "string", "pattern": PATTERN }, { "type": "string", "format": "date", "pattern": PATTERN }] })
        }
        Holds::Truth => json!({ "type": "boolean" }),
        Holds::Count => json!({ "type": "integer", "minimum": 1 }),
        Holds::Number(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Holds::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Holds::Codes => {
            let names: Vec<&str> = codes::ALL.iter().flat_map(|code| [code.name, code.id]).collect();
            let why: Vec<&str> = codes::ALL.iter().flat_map(|code| [code.why; 2]).collect();
            let code = json!({ "type": "string", "pattern": "^[EWIewi][0-9]{4}$" });
            json!({ "type": "array", "items": { "anyOf": [{ "enum": names, "enumDescriptions": why }, code] } })
        }
        Holds::Word(words) => {
            let (words, meanings): (Vec<&str>, Vec<&str>) = words.iter().copied().unzip();
            json!({ "enum": words, "enumDescriptions": meanings })
        }
    };
    whole["description"] = Value::from(setting.help);
    if !matches!(setting.holds, Holds::Table(..)) {
        whole["examples"] = json!([written(setting.example)]);
    }
    if !setting.usual.is_empty() {
        whole["default"] = written(setting.usual);
    }
    whole
}

/// A value as it is written in TOML, as JSON.
fn written(value: &str) -> Value {
    let text = format!("value = {value}");
    let (node, problems) = toml::parse(&text, 0..text.len(), FileId(0), &codes::CONFIG_SYNTAX);
    assert!(problems.is_empty(), "the declared value `{value}` is TOML");
    node.get("value").map_or(Value::Null, crate::node::Node::to_json)
}
