//! The values of a record's fields, decoded against the schema.
//!
//! `R` is what a reference is: text that nobody has looked up yet in a draft, a target that cannot dangle in a record.

use crate::date::Date;
use crate::node::Node;
use crate::schema::FieldId;
use crate::source::Span;
use serde::{Deserialize, Serialize};

/// The filled fields of a record or group, in the order in which they were written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Fields<R> {
    slots: Vec<Slot<R>>,
}

/// One filled field.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Slot<R> {
    /// Which field of the set.
    pub field: FieldId,
    /// The characters of the value.
    pub span: Span,
    /// The value.
    pub value: Value<R>,
}

/// One entry of a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Item<R> {
    /// The characters of the entry.
    pub span: Span,
    /// The entry.
    pub value: Value<R>,
}

/// A number together with the way it was written, so that `1.10` stays `1.10`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Number {
    /// For comparing.
    pub value: f64,
    /// For printing.
    pub written: Box<str>,
}

/// A decoded value. Fields that hold many always hold a `List`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Value<R> {
    /// The author says that nobody knows.
    Unknown,
    /// Plain text, a path, an address, a language tag or the name of a zone.
    Text(Box<str>),
    /// Markdown: which of the record's proses.
    Markdown(u16),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(Number),
    /// Yes or no.
    Boolean(bool),
    /// A date.
    Date(Box<Date>),
    /// A word, by its place in the vocabulary.
    Word(u16),
    /// A reference.
    Reference(R),
    /// Several values.
    List(Vec<Item<R>>),
    /// A group of fields.
    Group(Fields<R>),
    /// Text by key.
    TextMap(Vec<(Box<str>, Span, Box<str>)>),
    /// Words by record.
    WordMap(Vec<(R, Span, u16)>),
    /// Values of the site's own.
    Any(Box<Node>),
}

impl<R> Default for Fields<R> {
    fn default() -> Self {
        Fields { slots: Vec::new() }
    }
}

impl<R> Fields<R> {
    /// Adds a field behind the others.
    pub fn push(&mut self, slot: Slot<R>) {
        self.slots.push(slot);
    }

    /// The value of a field, if it is filled.
    pub fn get(&self, field: FieldId) -> Option<&Value<R>> {
        self.slot(field).map(|slot| &slot.value)
    }

    /// A field with the characters it was written in.
    pub fn slot(&self, field: FieldId) -> Option<&Slot<R>> {
        self.slots.iter().find(|slot| slot.field == field)
    }

    /// All filled fields in the order in which they were written.
    pub fn iter(&self) -> impl Iterator<Item = &Slot<R>> {
        self.slots.iter()
    }

    /// The filled fields, given away.
    pub fn into_slots(self) -> Vec<Slot<R>> {
        self.slots
    }
}

impl<R> Fields<R> {
    /// The bytes they take in memory.
    pub fn memory(&self) -> usize {
        self.slots.capacity() * size_of::<Slot<R>>() + self.slots.iter().map(|slot| slot.value.memory()).sum::<usize>()
    }
}

impl<R> Value<R> {
    /// The bytes it takes in memory beside itself, without those of names that a reference is written with.
    fn memory(&self) -> usize {
        match self {
            Value::Text(text) => text.len(),
            Value::Number(number) => number.written.len(),
            Value::Date(date) => size_of::<Date>() + date.edtf().len(),
            Value::List(items) => items.capacity() * size_of::<Item<R>>() + items.iter().map(|item| item.value.memory()).sum::<usize>(),
            Value::Group(fields) => fields.memory(),
            Value::TextMap(map) => {
                map.capacity() * size_of::<(Box<str>, Span, Box<str>)>()
                    + map.iter().map(|(key, _, text)| key.len() + text.len()).sum::<usize>()
            }
            Value::WordMap(map) => map.capacity() * size_of::<(R, Span, u16)>(),
            Value::Any(node) => node.to_json().to_string().len(),
            Value::Unknown | Value::Markdown(_) | Value::Integer(_) | Value::Boolean(_) | Value::Word(_) | Value::Reference(_) => 0,
        }
    }

    /// The values of a field that may hold many.
    pub fn items(&self) -> impl Iterator<Item = &Item<R>> {
        let items: &[Item<R>] = match self {
            Value::List(items) => items,
            _ => &[],
        };
        items.iter()
    }
}
