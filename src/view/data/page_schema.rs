//! JSON Schema (draft 2020-12) of `index.json` beside a page: `/data/page.schema.json`.
//!
//! It holds the frame. What the fields of a record are, the schema of its kind says (`/data/KIND.schema.json`).

use crate::schema::DATE;
use serde_json::{Value, json};

/// The schema; `id` is the address at which it is published.
pub(super) fn page_schema(id: &str) -> Value {
    let text = || json!({ "type": "string" });
    let count = || json!({ "type": "integer", "minimum": 0 });
    let name = || json!({ "type": "string", "pattern": "^[a-z0-9_]+:.", "description": "The stable id of a record, kind:id." });
    let names = || json!({ "type": "array", "items": { "type": "string", "pattern": "^[a-z0-9_]+:." } });
    let list = |of: &str| json!({ "type": "array", "items": { "$ref": format!("#/$defs/{of}") } });
    let only = |key: &str| json!({ "required": [key] });
    let pages = || json!({ "total": count(), "page": count(), "pages": count(), "previous": text(), "next": text() });
    let with = |more: Value| {
        let mut all = pages();
        if let (Some(all), Value::Object(more)) = (all.as_object_mut(), more) {
            all.extend(more);
        }
        json!({ "type": "object", "properties": all, "required": ["total"], "additionalProperties": false })
    };
    let section = json!({
        "folder": text(), "record": { "$ref": "#/$defs/record" }, "pages": list("entry"), "pages_more": text(),
        "issues": list("entry"), "upcoming": list("entry"), "changes": list("entry"), "lists": list("listed"),
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": id,
        "title": "The data of a page",
        "type": "object",
        "properties": {
            "$schema": text(),
            "id": { "type": "string", "description": "The canonical address of the page; without an origin its address on this host." },
            "url": text(),
            "type": { "enum": ["record", "list", "overview", "story", "section"] },
            "title": text(),
            "description": text(),
            "language": text(),
            "updated": { "type": "string", "pattern": DATE },
            "breadcrumbs": { "type": "array", "items": {
                "type": "object",
                "properties": { "title": text(), "url": text() },
                "required": ["title"],
                "additionalProperties": false,
            } },
            "record": { "$ref": "#/$defs/record" },
            "list": with(json!({
                "kind": text(), "story": text(), "of": name(), "name": text(), "entries": list("entry"), "mentions": list("mention"),
            })),
            "overview": with(json!({
                "name": text(), "story": text(), "only": name(), "entries": list("entry"), "issues": list("entry"),
                "stances": list("stance"), "changes": list("change"), "unknowns": list("unknown"),
                "deadlocks": list("deadlock"), "links": list("link"),
            })),
            "story": { "type": "object", "properties": section, "additionalProperties": false },
            "section": { "type": "object", "properties": section, "additionalProperties": false },
        },
        "required": ["id", "url", "type", "title", "language"],
        "oneOf": [only("record"), only("list"), only("overview"), only("story"), only("section")],
        "additionalProperties": false,
        "$defs": {
            "record": {
                "type": "object",
                "properties": {
                    "id": name(), "kind": text(), "url": text(), "title": text(), "summary": text(), "story": text(), "belongs_to": name(),
                    "fields": { "type": "object", "description": "See the schema of the kind." },
                    "text": text(),
                    "derived": { "type": "object", "description": "See the schema of the kind." },
                    "references": { "type": "object", "properties": { "to": list("reference"), "from": list("reference") }, "additionalProperties": false },
                    "parts": list("record"),
                },
                "required": ["id", "kind", "title", "fields"],
                "additionalProperties": false,
            },
            "reference": {
                "type": "object",
                "properties": { "id": name(), "by": text() },
                "required": ["id", "by"],
                "additionalProperties": false,
            },
            "entry": {
                "type": "object",
                "properties": {
                    "id": name(), "kind": text(), "title": text(), "url": text(), "summary": text(),
                    "date": { "type": "string", "pattern": DATE },
                    "status": text(),
                },
                "required": ["id", "kind", "title"],
                "additionalProperties": false,
            },
            "mention": {
                "type": "object",
                "properties": { "id": name(), "url": text(), "sentence": text() },
                "required": ["id", "sentence"],
                "additionalProperties": false,
            },
            "listed": {
                "type": "object",
                "properties": { "title": text(), "total": count(), "url": text() },
                "required": ["title", "total", "url"],
                "additionalProperties": false,
            },
            "unknown": {
                "type": "object",
                "properties": { "sort": text(), "record": name(), "text": text(), "url": text() },
                "required": ["sort", "record", "text"],
                "additionalProperties": false,
            },
            "deadlock": {
                "type": "object",
                "properties": {
                    "sort": { "enum": ["refused", "cycle"] }, "thing": name(), "by": names(), "members": names(), "waiting": names(),
                    "more_waiting": { "const": true },
                    "firm": { "type": "boolean", "description": "Whether it stands without the weak links too." },
                },
                "required": ["sort", "firm"],
                "oneOf": [only("thing"), only("members")],
                "additionalProperties": false,
            },
            "link": {
                "type": "object",
                "properties": {
                    "from": name(), "sort": text(), "to": names(), "asserted_by": name(), "source": name(), "basis": text(), "strength": text(),
                    "as_of": { "type": "string", "pattern": DATE }, "until": { "type": "string", "pattern": DATE },
                    "doubts": { "type": "array", "items": { "enum": ["not_own_words", "implied", "nobody_asserts"] } },
                    "lapsed": { "enum": ["ended", "accepted"] },
                    "lapsed_by": name(),
                },
                "required": ["from", "sort", "to"],
                "additionalProperties": false,
            },
            "stance": {
                "type": "object",
                "properties": {
                    "actor": name(), "issue": name(), "own": { "$ref": "#/$defs/position" }, "account": { "$ref": "#/$defs/position" },
                    "changed": {
                        "type": "object",
                        "properties": { "was": { "$ref": "#/$defs/position" }, "is": { "$ref": "#/$defs/position" } },
                        "required": ["was", "is"],
                        "additionalProperties": false,
                    },
                },
                "required": ["actor", "issue"],
                "anyOf": [only("own"), only("account")],
                "additionalProperties": false,
            },
            "change": {
                "type": "object",
                "properties": { "actor": name(), "issue": name(), "was": { "$ref": "#/$defs/position" }, "is": { "$ref": "#/$defs/position" } },
                "required": ["was", "is"],
                "additionalProperties": false,
            },
            "position": {
                "type": "object",
                "properties": {
                    "position": name(), "stance": text(), "says": text(), "date": { "type": "string", "pattern": DATE }, "basis": text(),
                    "condition": text(), "source": name(),
                },
                "required": ["position"],
                "additionalProperties": false,
            },
        },
    })
}
