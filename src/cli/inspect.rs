//! `gen inspect ID`: what a record holds, what follows from it, who points at it, and which pages show it.

use super::args::Common;
use super::report::{Reporter, result};
use super::{Exit, root, settle};
use crate::pipeline::{self, Overrides};
use crate::source::{Location, Sources};
use serde_json::{Value, json};

pub(super) fn run(common: &Common, id: &str, drafts: bool) -> Exit {
    let root = match root::find(common) {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    let plan = |drafts: bool| {
        let overrides = Overrides { config: Some(root.config.clone()), drafts, ..Overrides::default() };
        pipeline::plan(&root.world, &overrides)
    };
    let (site, problems) = plan(drafts);
    let exit = settle(common, problems, &site.sources);
    let found = match pipeline::inspect(&site, id) {
        Ok(found) => found,
        Err(problem) => {
            let is_draft = !drafts && pipeline::inspect(&plan(true).0, id).is_ok();
            let problem = if is_draft { problem.help(format!("`{id}` is a draft: add `--drafts`")) } else { problem };
            Reporter::new(common).problems(&[problem], &site.sources);
            return Exit::Usage;
        }
    };
    let at = |place: Location| Place::of(&site.sources, place);
    let place = at(found.place);
    let references = found.references.iter().map(|reference| (at(reference.place), reference));
    if common.is_json() {
        let mut whole = json!({ "type": "record" });
        if let (Some(whole), Value::Object(record)) = (whole.as_object_mut(), found.record) {
            whole.extend(record);
        }
        whole["place"] = place.json();
        let referenced = references.map(|(place, reference)| {
            let mut whole = json!({ "id": reference.from, "title": reference.title, "by": reference.by, "place": place.json() });
            if let Some(sentence) = &reference.sentence {
                whole["sentence"] = Value::from(sentence.as_str());
            }
            whole
        });
        whole["referenced"] = referenced.collect();
        whole["shown"] = found.pages.iter().map(|shown| json!({ "page": shown.page, "files": shown.files })).collect();
        result(&whole.to_string());
        return exit;
    }
    let mut lines = vec![format!("{}  {}", words(&found.record["id"]), words(&found.record["title"])), format!("  {}", place.words())];
    let about = ["summary", "url", "story", "belongs_to"].map(|key| (key, &found.record[key]));
    section(&mut lines, "", about.iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| vec![(*key).to_owned(), words(value)]));
    section(&mut lines, "fields", entries(&found.record["fields"]));
    section(&mut lines, "for authors alone", entries(&found.record["unpublished"]));
    section(&mut lines, "what follows", entries(&found.record["derived"]));
    section(&mut lines, "holds", list(&found.record["parts"], "title"));
    section(&mut lines, "refers to", list(&found.record["references"]["to"], "by"));
    let referenced = references.map(|(place, reference)| {
        let sentence = reference.sentence.as_ref().map_or(String::new(), |sentence| format!("“{sentence}”"));
        vec![place.words(), reference.from.clone(), reference.by.clone(), sentence]
    });
    section(&mut lines, "referred to by", referenced);
    section(&mut lines, "shown on", found.pages.iter().map(|shown| vec![shown.page.clone(), shown.files.join("  ")]));
    result(&lines.join("\n"));
    exit
}

/// A place as people and programs read it.
struct Place<'s> {
    file: &'s str,
    line: usize,
    column: usize,
}

impl Place<'_> {
    fn of(sources: &Sources, place: Location) -> Place<'_> {
        let file = sources.get(place.file);
        let start = file.line_column(place.span.start as usize);
        Place { file: &file.path, line: start.line, column: start.column }
    }

    fn words(&self) -> String {
        format!("{}:{}:{}", self.file, self.line, self.column)
    }

    fn json(&self) -> Value {
        json!({ "file": self.file, "line": self.line, "column": self.column })
    }
}

/// A heading and a table below it; nothing, if there is nothing to say.
fn section(lines: &mut Vec<String>, heading: &str, rows: impl IntoIterator<Item = Vec<String>>) {
    let rows: Vec<Vec<String>> = rows.into_iter().collect();
    let Some(columns) = rows.iter().map(Vec::len).max() else { return };
    if !heading.is_empty() {
        lines.extend([String::new(), heading.to_owned()]);
    }
    // A very long cell pushes its own line and not all the others.
    const WIDEST: usize = 60;
    let width = |at: usize| {
        let widths = rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count());
        widths.filter(|width| *width <= WIDEST).max().unwrap_or(WIDEST)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in &rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("  {cell:width$}"));
        lines.push(cells.collect::<String>().trim_end().to_owned());
    }
}

/// The entries of an object, each on a line; those of the objects and lists in them on lines of their own, behind the whole way to them.
fn entries(value: &Value) -> Vec<Vec<String>> {
    fn add(name: &str, value: &Value, found: &mut Vec<Vec<String>>) {
        let is_plain = |value: &Value| !value.is_object() && !value.is_array();
        match value {
            Value::Object(object) => {
                for (key, inner) in object {
                    let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                    add(&name, inner, found);
                }
            }
            Value::Array(items) if items.iter().all(is_plain) => {
                found.push(vec![name.to_owned(), items.iter().map(words).collect::<Vec<_>>().join(", ")]);
            }
            Value::Array(items) => items.iter().enumerate().for_each(|(at, item)| add(&format!("{name}[{}]", at + 1), item, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => found.push(vec![name.to_owned(), words(value)]),
        }
    }
    let mut found = Vec::new();
    if value.is_object() {
        add("", value, &mut found);
    }
    found
}

/// The ids in a list of records, each with one thing more of it.
fn list(value: &Value, key: &str) -> Vec<Vec<String>> {
    value.as_array().into_iter().flatten().map(|item| vec![words(&item["id"]), words(&item[key])]).collect()
}

fn words(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), |text| text.replace('\n', " "))
}
