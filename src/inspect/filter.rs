//! Records of a kind chosen by their story and by what their fields hold.
//!
//! A condition is looked up in the record as it is published, so that `gen list --where` and the JSON of a record speak of the same things.

use crate::diag::nearest;
use crate::graph::RecordId;
use crate::pipeline::Site;
use crate::schema::{Fieldset, KindId, Type};
use serde_json::Value;

/// Which records are wanted; all, if it says nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Those of a story, by its folder.
    pub story: Option<String>,
    /// Those in which each of these fields (`kind`, `roles.of`, `derived.status.word`) holds the value, alone or among others.
    pub conditions: Vec<(String, String)>,
}

/// What a condition may name beside the fields of the kind.
const BESIDE: [&str; 6] = ["title", "summary", "story", "belongs_to", "derived", "unpublished"];

/// The records of a kind that a filter lets through, in the order of the graph.
pub(crate) fn select(site: &Site, kind: KindId, filter: &Filter) -> Result<Vec<RecordId>, String> {
    if let Some(story) = filter.story.as_deref().filter(|story| !site.plan.stories.iter().any(|known| known == story)) {
        let stories: Vec<&str> = site.plan.stories.iter().map(String::as_str).filter(|known| !known.is_empty()).collect();
        let known =
            if stories.is_empty() { "this site has no stories".to_owned() } else { format!("the stories are: {}", stories.join(", ")) };
        return Err(format!("there is no story `{story}`\n  {known}"));
    }
    let set = &site.schema.kind(kind).fields;
    let conditions = filter.conditions.iter().map(|(path, value)| Ok((canonical(site, set, path)?, value.as_str())));
    let conditions: Vec<(Vec<String>, &str)> = conditions.collect::<Result<_, String>>()?;
    let is_wanted = |id: &RecordId| {
        let is_inside = filter.story.as_deref().is_none_or(|story| site.plan.is_inside(site.records(), *id, story));
        is_inside && (conditions.is_empty() || holds(site, *id, &conditions))
    };
    Ok(site.graph.of_kind(kind).iter().copied().filter(is_wanted).collect())
}

/// The parts of a path, the first of them by the name of its field.
fn canonical(site: &Site, set: &Fieldset, path: &str) -> Result<Vec<String>, String> {
    let mut parts: Vec<String> = path.split('.').map(str::to_owned).collect();
    let first = parts[0].as_str();
    match set.find(first).map(|id| set.get(id)) {
        Some(field) => {
            if let Type::Records(kind) = field.holds {
                let name = &site.schema.kind(kind).name;
                return Err(format!("`{first}` holds records of their own\n  list them with `gen list {name}`"));
            }
            parts[0].clone_from(&field.name);
            Ok(parts)
        }
        None if BESIDE.contains(&first) => Ok(parts),
        None => {
            let near = nearest(first, set.spellings().chain(BESIDE)).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            Err(format!("there is no field `{first}`{near}"))
        }
    }
}

fn holds(site: &Site, id: RecordId, conditions: &[(Vec<String>, &str)]) -> bool {
    let record: Value = serde_json::from_str(&site.view().record_data(id)).expect("a record is written as JSON");
    conditions.iter().all(|(path, value)| {
        let top = [&record["fields"], &record, &record["unpublished"]].into_iter().find(|part| part.get(&path[0]).is_some());
        top.is_some_and(|top| is_at(site, top, path, value))
    })
}

fn is_at(site: &Site, value: &Value, path: &[String], wanted: &str) -> bool {
    match (value, path) {
        (Value::Array(items), _) => items.iter().any(|item| is_at(site, item, path, wanted)),
        (Value::Object(object), [first, rest @ ..]) => object.get(first).is_some_and(|inner| is_at(site, inner, rest, wanted)),
        (Value::String(text), []) => {
            // A reference may be named without its kind.
            let id = text.split_once(':').filter(|(kind, _)| site.schema.find_kind(kind).is_some()).map(|(_, id)| id);
            text == wanted || id == Some(wanted)
        }
        (Value::Number(number), []) => number.to_string() == wanted,
        (Value::Bool(truth), []) => wanted == if *truth { "true" } else { "false" },
        (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_), _) => false,
    }
}
