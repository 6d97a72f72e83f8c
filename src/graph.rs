//! The records of a site and how they are related, in both directions. Nothing here can dangle, and nothing changes once it is built.
//!
//! In: what `resolve` made of the drafts. Out: read methods only. It knows no page, no address and no template.

use crate::date::{Date, SortKey, Zone};
use crate::draft::Origin;
use crate::draft::Prose;
use crate::fields::{Fields, Value};
use crate::schema::{FieldId, KindId, Schema};
use crate::source::{FileId, Location, Span};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A record, by its place in the graph. Records stand in the order of the inventory, parts behind their owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId(pub u32);

/// What a reference in a field leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A record.
    Record(RecordId),
    /// Words, where the field may hold words.
    Text(Box<str>),
    /// Nothing: reported already, and shown as what was written.
    Missing(Box<str>),
}

/// What a use in running text leads to; one for each use, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UseTarget {
    /// A record, and a place on its page.
    Record(RecordId, Option<Box<str>>),
    /// A record that is named and not linked: the place on its page is not there yet.
    Named(RecordId),
    /// Sources that are cited together.
    Sources(Vec<RecordId>),
    /// A file beside the page or elsewhere in `content/`, by its path there, and what follows `#`.
    File(Box<str>),
    /// An address that is given as such: external, root-relative or a place on the same page.
    Address,
    /// A directive: the record it makes or shows, and the records its attributes name (attribute, record).
    Directive(Option<RecordId>, Vec<(Box<str>, RecordId)>),
    /// Nothing: reported already, or a place that is not there yet.
    Missing,
}

/// A relation, by the field that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Relation {
    /// The kind of the record that holds the reference.
    pub kind: KindId,
    /// Its field.
    pub field: FieldId,
    /// The field of the group, if the reference stands in one.
    pub inner: Option<FieldId>,
}

/// By what a record refers to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Via {
    /// A field; the number tells which entry of a list.
    Field(Relation, u32),
    /// A reference or link in running text: which prose, which use.
    Prose(u16, u32),
    /// A citation in running text.
    Citation(u16, u32),
    /// A directive in running text.
    Directive(u16, u32),
}

/// One reference from a record to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// Where it leads.
    pub to: RecordId,
    /// Where it stands.
    pub from: RecordId,
    /// By what.
    pub via: Via,
}

/// Running text with everything in it looked up.
#[derive(Clone, Debug)]
pub struct Text {
    /// The parsed text.
    pub prose: Prose,
    /// What its uses lead to.
    pub targets: Vec<UseTarget>,
}

/// One record.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its kind.
    pub kind: KindId,
    /// Its id, unique in its kind.
    pub id: Box<str>,
    /// What readers call it.
    pub title: Box<str>,
    /// The file it was written in.
    pub file: FileId,
    /// The characters to point at when it is meant as a whole.
    pub span: Span,
    /// How it was written.
    pub origin: Origin,
    /// The record it is part of, or in whose text it stands.
    pub owner: Option<RecordId>,
    /// The folder of its story, from `content/`.
    pub story: Arc<str>,
    /// Its fields.
    pub fields: Fields<Target>,
    /// Its running texts: the main one first, if it has one.
    pub texts: Vec<Text>,
    /// Whether the first text is its main one.
    pub has_text: bool,
}

impl Record {
    /// Where it was written.
    pub fn location(&self) -> Location {
        Location { file: self.file, span: self.span }
    }

    /// Its main text.
    pub fn text(&self) -> Option<&Text> {
        self.texts.first().filter(|_| self.has_text)
    }
}

/// The graph of a site.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    records: Vec<Record>,
    /// Sorted by target, then by where they stand, so that the references to a record lie together.
    incoming: Vec<Edge>,
    incoming_starts: Vec<u32>,
    outgoing: Vec<Edge>,
    outgoing_starts: Vec<u32>,
    of_kind: Vec<Vec<RecordId>>,
    ids: FxHashMap<(KindId, Box<str>), RecordId>,
    parts: Vec<Vec<RecordId>>,
    /// Whether each record is only a title; empty where none is.
    later: Vec<bool>,
}

impl Graph {
    /// Builds the graph from records in order and all references between them.
    pub fn new(records: Vec<Record>, edges: Vec<Edge>, kinds: usize) -> Graph {
        Graph::as_known(records, edges, kinds, Vec::new())
    }

    /// The same where some records are not known yet (`later`, by number; empty if all are). Of those the graph holds the title and the kind,
    /// for whatever names them: they are in no list, are nobody's part, and no reference leads to or from them.
    pub fn as_known(records: Vec<Record>, edges: Vec<Edge>, kinds: usize, later: Vec<bool>) -> Graph {
        let is_later = |id: RecordId| later.get(id.0 as usize).copied().unwrap_or(false);
        let mut outgoing = edges;
        // Records were bound in order, so there is little to sort: a stable sort sees that.
        outgoing.sort_by_key(|edge| (edge.from, edge.via, edge.to));
        outgoing.dedup();
        let outgoing_starts = starts(&outgoing, records.len(), |edge| edge.from);
        let incoming_starts = starts(&outgoing, records.len(), |edge| edge.to);
        let incoming = by_target(&outgoing, &incoming_starts);
        let mut of_kind = vec![Vec::new(); kinds];
        let mut parts = vec![Vec::new(); records.len()];
        let mut ids = FxHashMap::default();
        for (at, record) in records.iter().enumerate() {
            let id = RecordId(at as u32);
            ids.insert((record.kind, record.id.clone()), id);
            if is_later(id) {
                continue;
            }
            of_kind[record.kind.0 as usize].push(id);
            if let Some(owner) = record.owner {
                parts[owner.0 as usize].push(id);
            }
        }
        Graph { records, incoming, incoming_starts, outgoing, outgoing_starts, of_kind, ids, parts, later }
    }

    /// All records and all references, given away.
    pub fn into_parts(self) -> (Vec<Record>, Vec<Edge>) {
        (self.records, self.outgoing)
    }

    /// A record.
    pub fn get(&self, id: RecordId) -> &Record {
        &self.records[id.0 as usize]
    }

    /// All known records with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (RecordId, &Record)> {
        self.records.iter().enumerate().map(|(at, record)| (RecordId(at as u32), record)).filter(|(id, _)| !self.is_later(*id))
    }

    /// Whether a record is not known yet on the day the graph is of: there is a title, and nothing else to show.
    pub fn is_later(&self, id: RecordId) -> bool {
        self.later.get(id.0 as usize).copied().unwrap_or(false)
    }

    /// The records that are not known yet, in order.
    pub fn later(&self) -> impl Iterator<Item = RecordId> {
        self.later.iter().enumerate().filter(|(_, is_later)| **is_later).map(|(at, _)| RecordId(at as u32))
    }

    /// How many records there are, with those that are not known yet: all numbers are below this.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The records of a kind, in order.
    pub fn of_kind(&self, kind: KindId) -> &[RecordId] {
        &self.of_kind[kind.0 as usize]
    }

    /// The record of a kind and id, known yet or not.
    pub fn find(&self, kind: KindId, id: &str) -> Option<RecordId> {
        self.ids.get(&(kind, id.into())).copied()
    }

    /// What belongs to a record: entries of its lists and records in its text.
    pub fn parts(&self, id: RecordId) -> &[RecordId] {
        &self.parts[id.0 as usize]
    }

    /// The references to a record, sorted by where they stand.
    pub fn to(&self, id: RecordId) -> &[Edge] {
        &self.incoming[self.incoming_starts[id.0 as usize] as usize..self.incoming_starts[id.0 as usize + 1] as usize]
    }

    /// The references in a record.
    pub fn from(&self, id: RecordId) -> &[Edge] {
        &self.outgoing[self.outgoing_starts[id.0 as usize] as usize..self.outgoing_starts[id.0 as usize + 1] as usize]
    }

    /// The record on whose page this one is shown: itself, or its outermost owner.
    pub fn host(&self, mut id: RecordId) -> RecordId {
        while let Some(owner) = self.get(id).owner {
            id = owner;
        }
        id
    }
}

/// The edges by where they lead, those to one record in the order in which they stand: each goes to the next free place of its target.
fn by_target(edges: &[Edge], starts: &[u32]) -> Vec<Edge> {
    let mut next = starts.to_vec();
    let mut sorted = edges.to_vec();
    for edge in edges {
        let place = &mut next[edge.to.0 as usize];
        sorted[*place as usize] = *edge;
        *place += 1;
    }
    sorted
}

fn starts(edges: &[Edge], records: usize, end: impl Fn(&Edge) -> RecordId) -> Vec<u32> {
    let mut starts = vec![0u32; records + 1];
    for edge in edges {
        starts[end(edge).0 as usize + 1] += 1;
    }
    for at in 0..records {
        starts[at + 1] += starts[at];
    }
    starts
}

/// Reads the fields of a record, or of a group in it, by name. The names stand in `model`, in one place per kind.
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
