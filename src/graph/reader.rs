//! Reads the fields of a record, or of a group in it, by name.
//!
//! In: decoded fields and their declaration. Out: values in the types that `model` asks for; what is not filled, or not of that type, is
//! nothing. The names stand in `model`, in one place per kind.

use super::{Record, RecordId, Target};
use crate::date::{Date, SortKey, Zone};
use crate::fields::{Fields, Value};
use crate::schema::{FieldId, Schema};
use crate::source::Span;

/// Reads the fields of a record or a group.
#[derive(Clone, Copy)]
pub struct Reader<'g> {
    set: &'g crate::schema::Fieldset,
    fields: &'g Fields<Target>,
    schema: &'g Schema,
    at: Span,
}

impl<'g> Reader<'g> {
    /// A reader of a record's fields.
    pub fn of(record: &'g Record, schema: &'g Schema) -> Reader<'g> {
        Reader { set: &schema.kind(record.kind).fields, fields: &record.fields, schema, at: record.span }
    }

    /// The characters to point at: of the first of these fields that is filled, else of the record or group as a whole.
    pub fn place(self, names: &[&str]) -> Span {
        names.iter().find_map(|name| self.span(name)).unwrap_or(self.at)
    }

    /// The value of a field, if the kind has it and it is filled.
    pub fn value(self, name: &str) -> Option<&'g Value<Target>> {
        self.fields.get(self.set.find(name)?)
    }

    /// Which field it is, if the kind has it.
    pub fn field(self, name: &str) -> Option<FieldId> {
        self.set.find(name)
    }

    /// The characters of a field's value.
    pub fn span(self, name: &str) -> Option<Span> {
        self.fields.slot(self.set.find(name)?).map(|slot| slot.span)
    }

    /// Whether a field says that nobody knows.
    pub fn is_unknown(self, name: &str) -> bool {
        matches!(self.value(name), Some(Value::Unknown))
    }

    /// The fields that say so, each once: their names, and of those in a group the name of the field that holds the group.
    pub fn unknown_fields(self) -> Vec<(Option<&'g str>, &'g str)> {
        let mut found = Vec::new();
        for slot in self.fields.iter() {
            let outer = self.set.get(slot.field);
            let mut inside = |fields: &'g Fields<Target>| {
                if let crate::schema::Type::Group(group) = outer.holds {
                    let set = &self.schema.group(group).fields;
                    let unknown = fields.iter().filter(|slot| matches!(slot.value, Value::Unknown));
                    found.extend(unknown.map(|slot| (Some(outer.name.as_str()), set.get(slot.field).name.as_str())));
                }
            };
            match &slot.value {
                Value::Unknown => found.push((None, outer.name.as_str())),
                Value::Group(fields) => inside(fields),
                Value::List(items) => {
                    for item in items {
                        if let Value::Group(fields) = &item.value {
                            inside(fields);
                        }
                    }
                }
                _ => {}
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The text of a field.
    pub fn text(self, name: &str) -> Option<&'g str> {
        match self.value(name)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The texts of a field that holds many.
    pub fn texts(self, name: &str) -> impl Iterator<Item = &'g str> {
        self.text_items(name).map(|(_, text)| text)
    }

    /// The same, each with its characters.
    pub fn text_items(self, name: &str) -> impl Iterator<Item = (Span, &'g str)> {
        self.value(name).into_iter().flat_map(Value::items).filter_map(|item| match &item.value {
            Value::Text(text) => Some((item.span, &**text)),
            _ => None,
        })
    }

    /// Whether one of these fields is filled, be it with `unknown`: then their author has given an answer.
    pub fn is_answered(self, names: &[&str]) -> bool {
        names.iter().filter_map(|name| self.value(name)).any(|value| !matches!(value, Value::List(items) if items.is_empty()))
    }

    /// The date of a field.
    pub fn date(self, name: &str) -> Option<&'g Date> {
        match self.value(name)? {
            Value::Date(date) => Some(date),
            _ => None,
        }
    }

    /// The word of a field, as it is written in sources.
    pub fn word(self, name: &str) -> Option<&'g str> {
        self.word_and_label(name).map(|(word, _)| word)
    }

    /// The word of a field and the words readers see for it.
    pub fn word_and_label(self, name: &str) -> Option<(&'g str, &'g str)> {
        let field = self.set.find(name)?;
        let Value::Word(at) = self.fields.get(field)? else { return None };
        let crate::schema::Type::Word(vocabulary) = self.set.get(field).holds else { return None };
        let (word, label) = &self.schema.vocabulary(vocabulary).words[*at as usize];
        Some((word, label))
    }

    /// The record a field refers to.
    pub fn record(self, name: &str) -> Option<RecordId> {
        match self.target(name)? {
            Target::Record(id) => Some(*id),
            Target::Text(_) | Target::Missing(_) => None,
        }
    }

    /// What a field refers to, words included.
    pub fn target(self, name: &str) -> Option<&'g Target> {
        match self.value(name)? {
            Value::Reference(target) => Some(target),
            _ => None,
        }
    }

    /// The records a field refers to that holds many.
    pub fn records(self, name: &str) -> impl Iterator<Item = RecordId> + 'g {
        self.value(name).into_iter().flat_map(Value::items).filter_map(|item| match &item.value {
            Value::Reference(Target::Record(id)) => Some(*id),
            _ => None,
        })
    }

    /// Readers of the groups in a field that holds one or many.
    pub fn groups(self, name: &str) -> impl Iterator<Item = Reader<'g>> + 'g {
        let field = self.set.find(name);
        let group = field.and_then(|field| match self.set.get(field).holds {
            crate::schema::Type::Group(id) => Some(&self.schema.group(id).fields),
            _ => None,
        });
        let schema = self.schema;
        let value = self.value(name);
        let whole = self.span(name).unwrap_or(self.at);
        let single = value.into_iter().filter_map(move |value| match value {
            Value::Group(fields) => Some((whole, fields)),
            _ => None,
        });
        let many = value.into_iter().flat_map(Value::items).filter_map(|item| match &item.value {
            Value::Group(fields) => Some((item.span, fields)),
            _ => None,
        });
        single.chain(many).filter_map(move |(at, fields)| group.map(|set| Reader { set, fields, schema, at }))
    }

    /// The whole number of a field.
    pub fn integer(self, name: &str) -> Option<i64> {
        match self.value(name)? {
            Value::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// The number of a field, for comparing, and as it was written.
    pub fn number(self, name: &str) -> Option<(f64, &'g str)> {
        match self.value(name)? {
            Value::Number(number) => Some((number.value, &number.written)),
            _ => None,
        }
    }

    /// Whether a field says yes.
    pub fn is_true(self, name: &str) -> bool {
        matches!(self.value(name), Some(Value::Boolean(true)))
    }

    /// Words by record.
    pub fn word_map(self, name: &str) -> impl Iterator<Item = (RecordId, &'g str, &'g str)> {
        let vocabulary = self.set.find(name).and_then(|field| match &self.set.get(field).holds {
            crate::schema::Type::WordMap(_, id) => Some(self.schema.vocabulary(*id)),
            _ => None,
        });
        let map: &[(Target, Span, u16)] = match self.value(name) {
            Some(Value::WordMap(map)) => map,
            _ => &[],
        };
        map.iter().filter_map(move |(target, _, word)| {
            let (word, label) = &vocabulary?.words[*word as usize];
            match target {
                Target::Record(id) => Some((*id, word.as_str(), label.as_str())),
                Target::Text(_) | Target::Missing(_) => None,
            }
        })
    }

    /// Texts by key.
    pub fn text_map(self, name: &str) -> impl Iterator<Item = (&'g str, &'g str)> {
        self.text_entries(name).map(|(key, _, text)| (key, text))
    }

    /// Texts by key, with the characters of each key.
    pub fn text_entries(self, name: &str) -> impl Iterator<Item = (&'g str, Span, &'g str)> {
        let map: &[(Box<str>, Span, Box<str>)] = match self.value(name) {
            Some(Value::TextMap(map)) => map,
            _ => &[],
        };
        map.iter().map(|(key, span, text)| (&**key, *span, &**text))
    }

    /// The zone of the record's times: its own, or none.
    pub fn zone(self) -> Option<Zone> {
        self.text("tz").and_then(|name| Zone::named(name).ok())
    }

    /// How a date field sorts: by its first moment in UTC, then less precise first; nothing or unknown sorts last.
    pub fn sort_key(self, name: &str) -> Option<SortKey> {
        self.date(name).map(|date| date.sort_key(self.zone().as_ref()))
    }
}
