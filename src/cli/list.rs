//! `gen list`: the kinds with their numbers, or the records of a kind.

use super::args::{Common, Format};
use super::report::{result, talk};
use super::{Exit, root, settle};
use crate::diag::nearest;
use crate::inspect::Filter;
use crate::pipeline::{self, Overrides};
use crate::schema::{KindId, Schema};
use serde_json::json;

pub(super) fn run(common: &Common, kind: Option<&str>, drafts: bool, story: Option<String>, conditions: &[String]) -> Exit {
    let mut filter = Filter { story, conditions: Vec::new() };
    for condition in conditions {
        let Some((field, value)) = condition.split_once('=') else {
            talk(&format!("error: `{condition}` is no condition\n  write it as FIELD=VALUE, such as kind=person"));
            return Exit::Usage;
        };
        filter.conditions.push((field.trim().to_owned(), value.trim().to_owned()));
    }
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
    let selected = match pipeline::select(&site, kind, &filter) {
        Ok(selected) => selected,
        Err(words) => {
            talk(&format!("error: {words}"));
            return Exit::Usage;
        }
    };
    for id in selected {
        let record = site.graph.get(id);
        let file = &site.sources.get(record.file).path;
        match common.message_format {
            Format::Json => {
                let url = site.plan.url(id);
                result(
                    &json!({ "type": "record", "kind": name, "id": record.id, "title": site.graph.title(id), "file": &**file, "url": url })
                        .to_string(),
                );
            }
            _ => result(&format!("{}\t{}\t{file}", record.id, site.graph.title(id))),
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
