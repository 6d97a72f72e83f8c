//! `gen new KIND ID`: a record with its fields to fill in, from the schema.

use super::args::Common;
use super::report::{result, talk};
use super::{Exit, list, root, settle};
use crate::pipeline;
use crate::scan::sound_id;
use crate::schema::{Field, Kind, KindId, Page, Schema, Type, with_article};
use crate::world::{World, writer};

pub(super) fn run(common: &Common, kind: &str, id: &str) -> Exit {
    let root = match root::find(common) {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    let (schema, sources, problems) = pipeline::model(&root.world, &root.config);
    let exit = settle(common, problems, &sources);
    if exit != Exit::Fine {
        return exit;
    }
    let Some(found) = list::find(&schema, kind) else { return Exit::Usage };
    let kind = schema.kind(found);
    let last = id.rsplit('/').next().unwrap_or(id);
    for part in id.split('/') {
        if let Err(why) = sound_id(part) {
            talk(&format!("error: `{part}` cannot be an id: {why}\n  for example: {}", crate::parse::id_for(part)));
            return Exit::Usage;
        }
    }
    let folder = match (&kind.folder, kind.ordinary) {
        (Some(folder), _) => format!("content/{folder}"),
        (None, true) => "content".to_owned(),
        (None, false) => {
            let what = with_article(&kind.label.to_lowercase());
            talk(&format!("error: {what} is written in the record it belongs to\n  that is {}", places(&schema, found)));
            return Exit::Usage;
        }
    };
    // Where rows of the kind are kept in a table and none in a folder, another row is meant.
    let rows = format!("{folder}.yaml");
    let own_file = kind.page == Page::Own && !(root.world.has_file(&rows) && root.world.list(&folder).is_empty());
    let (path, text) = if own_file {
        (format!("{folder}/{id}.md"), format!("---\n{}---\n\n", fields(&schema, kind, last, "")))
    } else {
        let table = ["yml", "toml", "csv"].map(|ending| format!("{folder}.{ending}")).into_iter().find(|path| root.world.has_file(path));
        if let Some(table) = table {
            talk(&format!("error: the rows of this kind are in `{table}`; add one there with the key `{id}`"));
            return Exit::Usage;
        }
        let path = rows;
        let before = root.world.read(&path).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
        if before.lines().any(|line| line.trim_end_matches([':', ' ']) == id) {
            talk(&format!("error: `{path}` has a row `{id}` already"));
            return Exit::Content;
        }
        let gap = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
        (path, format!("{before}{gap}{id}:\n{}", fields(&schema, kind, last, "  ")))
    };
    if own_file && root.world.has_file(&path) {
        talk(&format!("error: `{path}` is there already"));
        return Exit::Content;
    }
    match writer::save(&root.folder.join(&path), text.as_bytes()) {
        Ok(()) => {
            if !common.quiet {
                result(&path);
            }
            Exit::Fine
        }
        Err(failed) => {
            talk(&format!("error: `{path}` cannot be written: {}", failed.error));
            Exit::Machine
        }
    }
}

/// Where records of a kind without a folder are written: in which lists, and in running text.
fn places(schema: &Schema, wanted: KindId) -> String {
    let lists = schema.iter().flat_map(|(_, kind)| {
        let fields = kind.fields.iter().filter(|(_, field)| field.holds == Type::Records(wanted));
        fields.map(|(_, field)| format!("in the list `{}` of {}", field.name, with_article(&kind.label.to_lowercase())))
    });
    let kind = schema.kind(wanted);
    let inline = kind.inline.is_some().then(|| format!("in a text as `:::{}{{…}}`", kind.name));
    lists.chain(inline).collect::<Vec<_>>().join(", or ")
}

/// Required fields filled with what may stand there while nothing is known; the others as comments with their help.
fn fields(schema: &Schema, kind: &Kind, id: &str, indent: &str) -> String {
    let mut text = String::new();
    let common: Vec<&str> = schema
        .common
        .iter()
        .map(|(_, field)| field.name.as_str())
        .filter(|name| !["title", "summary", "about", "sources"].contains(name))
        .collect();
    let title = crate::parse::slug(id).replace(['-', '_'], " ");
    let mut letters = title.chars();
    let title: String = letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
    text.push_str(&format!("{indent}title: {title}\n"));
    let own: Vec<&Field> = kind
        .fields
        .iter()
        .map(|(_, field)| field)
        .filter(|field| field.name != "title" && !common.contains(&field.name.as_str()))
        .collect();
    for field in own.iter().filter(|field| field.required) {
        text.push_str(&format!("{indent}{}: {}  # {}\n", field.name, placeholder(schema, field), hint(schema, field)));
    }
    for field in own.iter().filter(|field| !field.required) {
        // Behind a second sign, so that a field without its first is empty and not filled with its own description.
        text.push_str(&format!("{indent}# {}:  # {}\n", field.name, hint(schema, field)));
    }
    text
}

fn placeholder(schema: &Schema, field: &Field) -> String {
    let one = match &field.holds {
        Type::Date | Type::Reference(_) | Type::ReferenceOrText(_) => "unknown".to_owned(),
        Type::Word(vocabulary) => {
            // The word that claims least, where there is one.
            let words = &schema.vocabulary(*vocabulary).words;
            let least = words
                .iter()
                .find(|(word, _)| ["other", "unconfirmed", "tentative", "undisclosed", "new_information"].contains(&word.as_str()));
            least.or(words.first()).map_or_else(String::new, |(word, _)| word.clone())
        }
        Type::Integer | Type::Number => "0".to_owned(),
        Type::Boolean => "false".to_owned(),
        _ => "…".to_owned(),
    };
    if field.many { format!("[{one}]") } else { one }
}

fn hint(schema: &Schema, field: &Field) -> String {
    match &field.holds {
        Type::Word(vocabulary) => {
            let words: Vec<&str> = schema.vocabulary(*vocabulary).words.iter().map(|(word, _)| word.as_str()).collect();
            format!("{} ({})", field.help, words.join(", "))
        }
        _ => field.help.clone(),
    }
}
