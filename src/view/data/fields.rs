//! The fields of a record as they were written, with every reference looked up: in JSON, and as cells of a table.
//!
//! Words stay words, dates EDTF, numbers their digits. A reference is the `kind:id` of its record, or the words that stand there.

use super::json::{Json, Object};
use super::name;
use crate::fields::{Fields, Value};
use crate::graph::{RecordId, Target};
use crate::schema::{Field, Fieldset, Type, is_in_data};
use crate::view::build::View;

/// What is written where the author says that nobody knows.
pub(super) const UNKNOWN: &str = "unknown";

/// Writes the filled fields of a record, in the order in which they were written.
pub(super) fn write(view: View, id: RecordId, object: &mut Object) {
    write_those(view, id, object, is_in_data);
}

/// Writes those that are for its authors alone: they say how the site is made, and nothing about the world.
pub(super) fn write_unpublished(view: View, id: RecordId, object: &mut Object) {
    // The title and the summary stand beside the fields.
    write_those(view, id, object, |field| !is_in_data(field) && !["title", "summary"].contains(&field.name.as_str()));
}

fn write_those(view: View, id: RecordId, object: &mut Object, wanted: impl Fn(&Field) -> bool) {
    let record = view.records.get(id);
    let set = &view.records.schema.kind(record.kind).fields;
    let own = Owner { view, id };
    for slot in record.fields.iter() {
        let field = set.get(slot.field);
        if wanted(field) {
            own.value(field, &slot.value, object.key(&field.name));
        }
    }
}

/// A field of a record as the cell of a table; empty if it is not filled.
pub(super) fn cell(view: View, id: RecordId, field: &Field, json: &mut Json) -> String {
    let record = view.records.get(id);
    let set = &view.records.schema.kind(record.kind).fields;
    let value = set.find(&field.name).and_then(|at| record.fields.get(at));
    value.map_or_else(String::new, |value| Owner { view, id }.cell(field, value, json))
}

/// Whose fields are written.
#[derive(Clone, Copy)]
struct Owner<'v> {
    view: View<'v>,
    id: RecordId,
}

impl Owner<'_> {
    fn value(self, field: &Field, value: &Value<Target>, json: &mut Json) {
        let schema = self.view.records.schema;
        match value {
            Value::Unknown => json.value(UNKNOWN),
            Value::Text(text) => json.value(&**text),
            Value::Markdown(at) => json.value(&self.words(*at)),
            Value::Integer(number) => json.value(number),
            Value::Number(number) => json.number(&number.written, number.value),
            Value::Boolean(truth) => json.value(truth),
            Value::Date(date) => json.value(date.edtf()),
            Value::Word(at) => json.value(self.word(field, *at)),
            Value::Reference(target) => self.target(target, json),
            Value::List(items) => json.list(items, |json, item| self.value(field, &item.value, json)),
            Value::Group(fields) => {
                if let Type::Group(group) = field.holds {
                    json.object(|object| self.group(&schema.group(group).fields, fields, object));
                }
            }
            Value::TextMap(map) => json.object(|object| map.iter().for_each(|(key, _, text)| object.put(key, &**text))),
            Value::WordMap(map) => json.object(|object| {
                for (target, _, at) in map {
                    object.put(&self.key(target), self.word(field, *at));
                }
            }),
            Value::Any(node) => json.value(&node.to_json()),
        }
    }

    fn group(self, set: &Fieldset, fields: &Fields<Target>, object: &mut Object) {
        for slot in fields.iter() {
            let field = set.get(slot.field);
            self.value(field, &slot.value, object.key(&field.name));
        }
    }

    fn words(self, at: u16) -> String {
        let text = &self.view.records.graph.texts(self.id)[at as usize];
        self.view.words_of(text)
    }

    fn word<'s>(self, field: &Field, at: u16) -> &'s str
    where
        Self: 's,
    {
        match &field.holds {
            Type::Word(vocabulary) | Type::WordMap(_, vocabulary) => &self.view.records.schema.vocabulary(*vocabulary).words[at as usize].0,
            _ => unreachable!("only fields of a vocabulary hold its words"),
        }
    }

    fn target(self, target: &Target, json: &mut Json) {
        match target {
            Target::Record(id) => json.shown(name(self.view.records, *id)),
            Target::Text(text) | Target::Missing(text) => json.value(&**text),
        }
    }

    fn key(self, target: &Target) -> String {
        match target {
            Target::Record(id) => name(self.view.records, *id).to_string(),
            Target::Text(text) | Target::Missing(text) => text.to_string(),
        }
    }

    /// Plain values as they are, several of them joined by `; `; groups and maps as JSON.
    fn cell(self, field: &Field, value: &Value<Target>, json: &mut Json) -> String {
        let is_plain = |value: &Value<Target>| {
            !matches!(value, Value::Group(_) | Value::TextMap(_) | Value::WordMap(_) | Value::Any(_) | Value::List(_))
        };
        match value {
            Value::Unknown => UNKNOWN.to_owned(),
            Value::Text(text) => text.to_string(),
            Value::Markdown(at) => self.words(*at),
            Value::Integer(number) => number.to_string(),
            Value::Number(number) => number.written.replace('_', ""),
            Value::Boolean(truth) => truth.to_string(),
            Value::Date(date) => date.edtf().to_owned(),
            Value::Word(at) => self.word(field, *at).to_owned(),
            Value::Reference(target) => self.key(target),
            Value::List(items) if items.iter().all(|item| is_plain(&item.value)) => {
                items.iter().map(|item| self.cell(field, &item.value, json)).collect::<Vec<_>>().join("; ")
            }
            Value::List(_) | Value::Group(_) | Value::TextMap(_) | Value::WordMap(_) | Value::Any(_) => {
                json.clear();
                self.value(field, value, json);
                String::from_utf8_lossy(json.bytes()).into_owned()
            }
        }
    }
}
