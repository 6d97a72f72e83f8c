//! JSON Schema (draft 2020-12) of the records of a kind as they are published: `/data/KIND.schema.json`.
//!
//! From the same declaration as the schema for authors; but here values are decoded: one value for one field, references as `kind:id`.

use super::{Field, Fieldset, Kind, Schema, Type};
use serde_json::{Map, Value, json};

/// Fields that say how the site is made and nothing about the world, and those that stand outside `fields` in every record.
const LEFT_OUT: [&str; 7] = ["lint_allow", "template", "slug", "weight", "draft", "title", "summary"];

/// `unknown`, or EDTF of levels 0 and 1: a date, a moment, or an interval.
pub const DATE: &str = "^(unknown|-?[0-9X]{4}(-[0-9X]{2}(-[0-9X]{2})?)?[?~%]?|-?[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?\
                       |(-?[0-9X]{4}(-[0-9X]{2}(-[0-9X]{2})?)?[?~%]?|\\.\\.)?/(-?[0-9X]{4}(-[0-9X]{2}(-[0-9X]{2})?)?[?~%]?|\\.\\.)?)$";

/// Whether a field is among the published fields of a record.
pub fn is_in_data(field: &Field) -> bool {
    !LEFT_OUT.contains(&field.name.as_str())
}

/// The schema of one line of a kind's NDJSON; `id` is the address at which the schema is published.
pub fn record_schema(schema: &Schema, kind: &Kind, id: &str) -> Value {
    let words = |name: &str| -> Vec<&str> {
        let found = schema.vocabularies.iter().find(|vocabulary| vocabulary.name == name);
        found.map(|found| found.words.iter().map(|(word, _)| word.as_str()).collect()).unwrap_or_default()
    };
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": id,
        "title": kind.label,
        "type": "object",
        "properties": {
            "id": { "type": "string", "pattern": format!("^{}:.", kind.name), "description": "The stable id." },
            "kind": { "const": kind.name },
            "url": { "type": "string", "description": "Where readers find it." },
            "title": { "type": "string" },
            "summary": { "type": "string", "description": "One line." },
            "story": { "type": "string", "description": "The folder of its story; left out for what belongs to the whole site." },
            "belongs_to": reference("The record in which it is written."),
            "fields": fields(schema, &kind.fields, true),
            "text": { "type": "string", "description": "Its text, as plain words." },
            "derived": { "$ref": "#/$defs/derived" },
            "references": {
                "type": "object",
                "properties": { "to": { "$ref": "#/$defs/references" }, "from": { "$ref": "#/$defs/references" } },
                "additionalProperties": false,
                "description": "What it refers to, and what refers to it.",
            },
            "parts": {
                "type": "array",
                "items": { "type": "object", "required": ["id", "kind", "title", "fields"] },
                "description": "Records that are written in it, each in the form of its own kind.",
            },
        },
        "required": ["id", "kind", "title", "fields"],
        "additionalProperties": false,
        "$defs": {
            "references": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "id": reference("The other record."),
                        "by": { "type": "string", "description": "The field (`roles.of`), or (text), (citation), (directive)." },
                    },
                    "required": ["id", "by"],
                    "additionalProperties": false,
                },
            },
            "derived": derived(&words("claim_status"), &words("issue_state")),
            "stance": stance(),
            "position": position(&words("stance"), &words("basis")),
        },
    })
}

/// What follows from a record. Whatever is not there does not follow.
fn derived(statuses: &[&str], states: &[&str]) -> Value {
    let truth = |description: &str| json!({ "const": true, "description": description });
    json!({
        "type": "object",
        "properties": {
            "status": {
                "type": "object",
                "properties": {
                    "word": { "enum": statuses },
                    "because": { "type": "string" },
                    "denied": truth("Another party denies it, in whole or in part."),
                    "set_by_editors": truth("The editors decided; their reason and date stand beside it."),
                    "reason": { "type": "string" },
                    "reviewed_on": { "type": "string", "pattern": DATE },
                },
                "required": ["word", "because"],
                "additionalProperties": false,
                "description": "Of a claim that can be true or false.",
            },
            "state": {
                "type": "object",
                "properties": { "word": { "enum": states }, "because": { "type": "string" }, "set_by_editors": truth("The editors decided.") },
                "required": ["word"],
                "additionalProperties": false,
                "description": "Of an issue.",
            },
            "stances": { "type": "array", "items": { "$ref": "#/$defs/stance" }, "description": "Who stands where; a pair that is not here has no position on record." },
            "stuck": {
                "type": "object",
                "properties": {
                    "why": { "enum": ["refused", "waits", "circle"] },
                    "on": { "type": "array", "items": reference("Who refuses, or what it waits for.") },
                    "firm": { "type": "boolean", "description": "Whether it is stuck without the weak links too." },
                },
                "required": ["why", "firm"],
                "additionalProperties": false,
            },
            "upcoming": truth("Planned, and not past."),
            "undisclosed": { "type": "integer", "description": "How many points nobody has published." },
            "replaced": truth("Another document took its place."),
            "stale": truth("Somebody had to look at it again by a day that is past."),
            "unknown": { "type": "array", "items": { "enum": ["outcome", "points", "overdue", "question", "claim", "stated", "undated", "unsourced"] } },
        },
        "additionalProperties": false,
    })
}

fn stance() -> Value {
    let position = json!({ "$ref": "#/$defs/position" });
    json!({
        "type": "object",
        "properties": {
            "actor": reference("Whose."),
            "issue": reference("On what."),
            "own": { "$ref": "#/$defs/position", "description": "In its own words." },
            "account": { "$ref": "#/$defs/position", "description": "By others' account." },
            "changed": { "type": "object", "properties": { "was": position, "is": position }, "required": ["was", "is"], "additionalProperties": false },
        },
        "required": ["actor", "issue"],
        "anyOf": [{ "required": ["own"] }, { "required": ["account"] }],
        "additionalProperties": false,
    })
}

fn position(stances: &[&str], bases: &[&str]) -> Value {
    json!({
        "type": "object",
        "properties": {
            "position": reference("The position record."),
            "stance": { "enum": stances },
            "says": { "type": "string" },
            "date": { "type": "string", "pattern": DATE },
            "basis": { "enum": bases },
            "condition": { "type": "string" },
            "source": reference("Where it is written."),
        },
        "required": ["position"],
        "additionalProperties": false,
    })
}

fn reference(description: &str) -> Value {
    json!({ "type": "string", "pattern": "^[a-z0-9_]+:.", "description": description })
}

/// No field is required here: what an author has to write may still be unknown to a reader of an older form.
fn fields(schema: &Schema, set: &Fieldset, of_record: bool) -> Value {
    let is_field = |field: &Field| !of_record || is_in_data(field) && !matches!(field.holds, Type::Records(_));
    let properties: Map<String, Value> =
        set.iter().filter(|(_, field)| is_field(field)).map(|(_, field)| (field.name.clone(), values(schema, field))).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

fn values(schema: &Schema, field: &Field) -> Value {
    let one = value(schema, field);
    let mut whole = if field.many { json!({ "type": "array", "items": one }) } else { one };
    if let Some(whole) = whole.as_object_mut().filter(|_| !field.help.is_empty()) {
        whole.insert("description".to_owned(), Value::from(field.help.as_str()));
    }
    whole
}

fn value(schema: &Schema, field: &Field) -> Value {
    let words = |at: super::VocabularyId| -> Vec<&str> { schema.vocabulary(at).words.iter().map(|(word, _)| word.as_str()).collect() };
    match &field.holds {
        Type::Text | Type::Markdown | Type::Path | Type::Zone => json!({ "type": "string" }),
        Type::Language => json!({ "type": "string", "examples": ["en", "unknown"] }),
        Type::Url => json!({ "type": "string", "pattern": "^https?://" }),
        Type::Integer => json!({ "type": "integer" }),
        Type::Number => json!({ "type": "number" }),
        Type::Boolean => json!({ "type": "boolean" }),
        Type::Date => json!({
            "type": "string",
            "pattern": DATE,
            "examples": ["2026-01-31", "2026-01~", "2026-01-10/2026-01-20", "unknown"],
        }),
        Type::Word(vocabulary) => json!({ "enum": words(*vocabulary) }),
        Type::Reference(kinds) if kinds.is_empty() => json!({ "type": "string", "pattern": "^([a-z0-9_]+:.|unknown$)" }),
        Type::Reference(kinds) => {
            let names: Vec<&str> = kinds.iter().map(|kind| schema.kind(*kind).name.as_str()).collect();
            json!({ "type": "string", "pattern": format!("^(({}):.|unknown$)", names.join("|")) })
        }
        Type::ReferenceOrText(_) => json!({ "type": "string" }),
        Type::Group(group) => fields(schema, &schema.group(*group).fields, false),
        // Parts stand beside the fields, each as a record.
        Type::Records(_) => json!(false),
        Type::TextMap => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        Type::WordMap(_, vocabulary) => json!({ "type": "object", "additionalProperties": { "enum": words(*vocabulary) } }),
        Type::Any => json!({}),
    }
}
