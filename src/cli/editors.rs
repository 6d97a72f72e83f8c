//! What editors need to know a site: JSON Schemas, and the files that make VS Code use them and show problems.
//!
//! In: the model of a site. Out: paths and texts; whoever writes them decides what may be overwritten.

use crate::config;
use crate::schema::{DRAFT, Schema, declarations, json_schema};
use serde_json::{Map, Value, json};

/// Where the schemas lie, from the root of a site.
pub(super) const FOLDER: &str = ".vscode/schemas";

/// The name of the schema of gen.toml. No kind can have a hyphen in its name, so no schema of one is called so.
pub(super) const SETTINGS: &str = "gen-toml";

/// All schemas by name: of the settings, of declarations, of each kind's files, and of each kind's tables.
pub(super) fn schemas(schema: &Schema) -> Vec<(String, Value)> {
    let mut own = declarations();
    own["$schema"] = Value::from(DRAFT);
    own["title"] = Value::from("Kinds, fields and words of a site (schema/*.toml)");
    let mut all = vec![(SETTINGS.to_owned(), config::json_schema(schema)), ("schema-toml".to_owned(), own)];
    for (_, kind) in schema.iter() {
        all.push((kind.name.clone(), json_schema(schema, kind, false)));
        if kind.folder.is_some() {
            all.push((format!("{}-table", kind.name), json_schema(schema, kind, true)));
        }
    }
    all
}

/// The name of the file of a schema.
pub(super) fn file(name: &str) -> String {
    format!("{name}.schema.json")
}

/// A text that people may read and change.
pub(super) fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("JSON can be printed") + "\n"
}

/// The settings, recommendations and tasks of VS Code, by their paths from the root of a site.
pub(super) fn vscode(schema: &Schema) -> Vec<(&'static str, String)> {
    let recommended = json!({ "recommendations": ["redhat.vscode-yaml", "tombi-toml.tombi"] });
    vec![
        (SETTINGS_FILE, pretty(&json!({ "yaml.schemas": associations(schema) }))),
        (".vscode/extensions.json", pretty(&recommended)),
        (".vscode/tasks.json", pretty(&tasks())),
    ]
}

/// Where VS Code keeps which schema belongs to which files.
pub(super) const SETTINGS_FILE: &str = ".vscode/settings.json";

/// Which tables belong to which schema. A table lies in `content/` or in the folder of a story.
pub(super) fn associations(schema: &Schema) -> Map<String, Value> {
    let tables = schema.iter().filter_map(|(_, kind)| Some((&kind.name, kind.folder.as_ref()?)));
    let association = |(name, folder): (&String, &String)| {
        let files = ["yaml", "yml"].iter().flat_map(|ending| ["content/", "content/**/"].map(|top| format!("{top}{folder}.{ending}")));
        (format!("./{FOLDER}/{}", file(&format!("{name}-table"))), files.collect::<Value>())
    };
    tables.map(association).collect()
}

/// Runs `gen` and marks its problems at their characters: `path:line:column: severity[CODE] message`, or without a place in the file.
fn tasks() -> Value {
    let matcher =
        |pattern: Value| json!({ "owner": "gen", "source": "gen", "fileLocation": ["relative", "${workspaceFolder}"], "pattern": pattern });
    let placed = json!({
        "regexp": "^([^:\\s][^:]*):(\\d+):(\\d+): (error|warning|hint)\\[(\\w+)\\]:? (.*)$",
        "file": 1, "line": 2, "column": 3, "severity": 4, "code": 5, "message": 6,
    });
    let whole = json!({
        "regexp": "^([^:\\s][^:]*): (error|warning|hint)\\[(\\w+)\\]:? (.*)$",
        "kind": "file", "file": 1, "severity": 2, "code": 3, "message": 4,
    });
    let task = |verb: &str, group: &str| {
        json!({
            "label": format!("gen {verb}"),
            "type": "process",
            "command": "gen",
            "args": [verb, "--message-format", "short"],
            "group": { "kind": group, "isDefault": true },
            "presentation": { "reveal": "silent", "clear": true },
            "problemMatcher": [matcher(placed.clone()), matcher(whole.clone())],
        })
    };
    json!({ "version": "2.0.0", "tasks": [task("check", "test"), task("build", "build")] })
}
