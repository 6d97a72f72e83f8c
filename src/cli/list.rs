//! `gen list` and `gen schema`.

use super::args::{Common, Format};
use super::report::{result, talk};
use super::{Exit, root, settle};
use crate::diag::nearest;
use crate::pipeline::{self, Overrides};
use crate::schema::{KindId, Schema, json_schema};
use serde_json::{Map, Value, json};

pub(super) fn run(common: &Common, kind: Option<&str>, drafts: bool) -> Exit {
    let root = match root::find(common) {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    let overrides = Overrides { config: Some(root.config.clone()), drafts, ..Overrides::default() };
    let (site, problems) = pipeline::plan(&root.world, &overrides);
    let exit = settle(common, problems, &site.sources);
    let Some(name) = kind else {
        for (id, declaration) in site.schema.iter() {
            let count = site.graph.of_kind(id).len();
            match common.message_format {
                Format::Json => result(&json!({ "type": "kind", "kind": declaration.name, "count": count }).to_string()),
                _ => result(&format!("{count:>7}  {}", declaration.name)),
            }
        }
        return exit;
    };
    let Some(kind) = find(&site.schema, name) else { return Exit::Usage };
    for id in site.graph.of_kind(kind) {
        let record = site.graph.get(*id);
        let file = &site.sources.get(record.file).path;
        match common.message_format {
            Format::Json => {
                let url = site.plan.url(*id);
                result(
                    &json!({ "type": "record", "kind": name, "id": record.id, "title": record.title, "file": &**file, "url": url })
                        .to_string(),
                );
            }
            _ => result(&format!("{}\t{}\t{file}", record.id, record.title)),
        }
    }
    exit
}

/// The kind of a name, or words about what was meant.
pub(super) fn find(schema: &Schema, name: &str) -> Option<KindId> {
    let found = schema.find_kind(name);
    if found.is_none() {
        let names: Vec<&str> = schema.kinds.iter().map(|kind| kind.name.as_str()).collect();
        let near = nearest(name, names.iter().copied()).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        talk(&format!("error: there is no kind `{name}`{near}\n  the kinds are: {}", names.join(", ")));
    }
    found
}

pub(super) fn schema(common: &Common, kind: Option<&str>, table: bool) -> Exit {
    let root = match root::find(common) {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    let (schema, sources, problems) = pipeline::model(&root.world, &root.config);
    let exit = settle(common, problems, &sources);
    let print = |value: &Value| result(&serde_json::to_string_pretty(value).expect("JSON can be printed"));
    match kind {
        Some(name) => match find(&schema, name) {
            Some(kind) => print(&json_schema(&schema, schema.kind(kind), table)),
            None => return Exit::Usage,
        },
        None => {
            let mut all = Map::new();
            for (_, kind) in schema.iter() {
                all.insert(kind.name.clone(), json_schema(&schema, kind, false));
                if kind.folder.is_some() {
                    all.insert(format!("{}-table", kind.name), json_schema(&schema, kind, true));
                }
            }
            print(&Value::Object(all));
        }
    }
    exit
}
