//! The records of a site and how they are related, in both directions. Nothing here can dangle, and nothing changes once it is built.
//!
//! In: what `resolve` made of the drafts. Out: read methods only. It knows no page, no address and no template.

mod reader;

pub use reader::Reader;

use crate::draft::Origin;
use crate::draft::Prose;
use crate::fields::Fields;
use crate::recorder::{Aspect, Question, Recorder};
use crate::schema::{FieldId, KindId};
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

/// One record, without its title and its running texts.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its kind.
    pub kind: KindId,
    /// Its id, unique in its kind.
    pub id: Box<str>,
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
    /// Whether the first of its running texts is its main one.
    pub has_text: bool,
}

impl Record {
    /// Where it was written.
    pub fn location(&self) -> Location {
        Location { file: self.file, span: self.span }
    }
}

/// What the parts of a graph take in memory, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Footprint {
    /// The values of fields.
    pub fields: usize,
    /// The trees of running texts, with what their uses lead to.
    pub trees: usize,
    /// References in both directions.
    pub references: usize,
    /// The rest: ids, titles, owners.
    pub records: usize,
}

/// One record with what is asked for apart: others show its title more often than anything else of it, and its texts on its own page.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The rest.
    pub record: Record,
    /// What readers call it.
    pub title: Box<str>,
    /// Its running texts: the main one first, if it has one.
    pub texts: Vec<Text>,
}

/// The graph of a site: a handle, cheap to clone. One that was given a recorder notes there what is read through it.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    inner: Arc<Inner>,
    recorder: Option<Arc<Recorder>>,
}

#[derive(Debug, Default)]
struct Inner {
    records: Vec<Record>,
    /// What readers call each record.
    titles: Vec<Box<str>>,
    /// The running texts of each record: the main one first, if it has one.
    texts: Vec<Vec<Text>>,
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
    pub fn new(records: Vec<Whole>, edges: Vec<Edge>, kinds: usize) -> Graph {
        Graph::as_known(records, edges, kinds, Vec::new())
    }

    /// The same where some records are not known yet (`later`, by number; empty if all are). Of those the graph holds the title and the kind,
    /// for whatever names them: they are in no list, are nobody's part, and no reference leads to or from them.
    pub fn as_known(wholes: Vec<Whole>, edges: Vec<Edge>, kinds: usize, later: Vec<bool>) -> Graph {
        let mut records = Vec::with_capacity(wholes.len());
        let (mut titles, mut texts) = (Vec::with_capacity(wholes.len()), Vec::with_capacity(wholes.len()));
        for whole in wholes {
            records.push(whole.record);
            titles.push(whole.title);
            texts.push(whole.texts);
        }
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
        let inner = Inner { records, titles, texts, incoming, incoming_starts, outgoing, outgoing_starts, of_kind, ids, parts, later };
        Graph { inner: Arc::new(inner), recorder: None }
    }

    /// The same graph, whose reads are noted by a recorder.
    pub fn recorded(&self, recorder: &Arc<Recorder>) -> Graph {
        Graph { inner: Arc::clone(&self.inner), recorder: Some(Arc::clone(recorder)) }
    }

    /// All records and all references, given away by the only holder.
    pub fn into_parts(self) -> (Vec<Whole>, Vec<Edge>) {
        let inner = Arc::into_inner(self.inner).expect("a graph is given away before anybody else holds it");
        let parts = inner.records.into_iter().zip(inner.titles).zip(inner.texts);
        (parts.map(|((record, title), texts)| Whole { record, title, texts }).collect(), inner.outgoing)
    }

    fn note(&self, id: RecordId, aspect: Aspect) {
        if let Some(recorder) = &self.recorder {
            recorder.note(id.0, aspect);
        }
    }

    fn ask(&self, question: impl FnOnce() -> Question) {
        if let Some(recorder) = &self.recorder {
            recorder.ask(question());
        }
    }

    /// A record.
    pub fn get(&self, id: RecordId) -> &Record {
        self.note(id, Aspect::Record);
        &self.inner.records[id.0 as usize]
    }

    /// What readers call a record.
    pub fn title(&self, id: RecordId) -> &str {
        self.note(id, Aspect::Title);
        &self.inner.titles[id.0 as usize]
    }

    /// Its kind. Like its id, its owner and its story it is part of what the record is, so that whoever knows of the record knows them.
    pub fn kind(&self, id: RecordId) -> KindId {
        self.inner.records[id.0 as usize].kind
    }

    /// Its id, unique in its kind.
    pub fn key(&self, id: RecordId) -> &str {
        &self.inner.records[id.0 as usize].id
    }

    /// The folder of its story, from `content/`.
    pub fn story(&self, id: RecordId) -> &str {
        &self.inner.records[id.0 as usize].story
    }

    /// The record it is part of, or in whose text it stands.
    pub fn owner(&self, id: RecordId) -> Option<RecordId> {
        self.inner.records[id.0 as usize].owner
    }

    /// The running texts of a record: the main one first, if it has one.
    pub fn texts(&self, id: RecordId) -> &[Text] {
        self.note(id, Aspect::Texts);
        &self.inner.texts[id.0 as usize]
    }

    /// The main text of a record.
    pub fn text(&self, id: RecordId) -> Option<&Text> {
        self.texts(id).first().filter(|_| self.inner.records[id.0 as usize].has_text)
    }

    /// All known records with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (RecordId, &Record)> {
        self.ask(|| Question::All);
        (0..self.inner.records.len()).map(|at| RecordId(at as u32)).filter(|id| !self.is_later(*id)).map(|id| (id, self.get(id)))
    }

    /// Whether a record is not known yet on the day the graph is of: there is a title, and nothing else to show.
    pub fn is_later(&self, id: RecordId) -> bool {
        self.inner.later.get(id.0 as usize).copied().unwrap_or(false)
    }

    /// The records that are not known yet, in order.
    pub fn later(&self) -> impl Iterator<Item = RecordId> {
        self.inner.later.iter().enumerate().filter(|(_, is_later)| **is_later).map(|(at, _)| RecordId(at as u32))
    }

    /// How many records there are, with those that are not known yet: all numbers are below this.
    pub fn len(&self) -> usize {
        self.inner.records.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.inner.records.is_empty()
    }

    /// The records of a kind, in order.
    pub fn of_kind(&self, kind: KindId) -> &[RecordId] {
        self.ask(|| Question::OfKind(kind));
        &self.inner.of_kind[kind.0 as usize]
    }

    /// The record of a kind and id, known yet or not.
    pub fn find(&self, kind: KindId, id: &str) -> Option<RecordId> {
        self.ask(|| Question::Find(kind, id.into()));
        self.inner.ids.get(&(kind, id.into())).copied()
    }

    /// What belongs to a record: entries of its lists and records in its text.
    pub fn parts(&self, id: RecordId) -> &[RecordId] {
        self.note(id, Aspect::Parts);
        &self.inner.parts[id.0 as usize]
    }

    /// The references to a record, sorted by where they stand.
    pub fn to(&self, id: RecordId) -> &[Edge] {
        self.note(id, Aspect::To);
        let starts = &self.inner.incoming_starts;
        &self.inner.incoming[starts[id.0 as usize] as usize..starts[id.0 as usize + 1] as usize]
    }

    /// The references in a record.
    pub fn from(&self, id: RecordId) -> &[Edge] {
        self.note(id, Aspect::From);
        let starts = &self.inner.outgoing_starts;
        &self.inner.outgoing[starts[id.0 as usize] as usize..starts[id.0 as usize + 1] as usize]
    }

    /// What all of it takes in memory.
    pub fn footprint(&self) -> Footprint {
        let Inner { records, titles, texts, incoming, outgoing, .. } = &*self.inner;
        let all = || texts.iter().flatten();
        let targets: usize = all().map(|text| text.targets.capacity() * size_of::<UseTarget>()).sum();
        let names: usize = records.iter().zip(titles).map(|(record, title)| record.id.len() * 2 + title.len()).sum();
        Footprint {
            fields: records.iter().map(|record| record.fields.memory()).sum(),
            trees: all().map(|text| text.prose.body.memory()).sum::<usize>() + targets,
            references: size_of_val(&**incoming) + size_of_val(&**outgoing),
            records: records.len() * (size_of::<Record>() + size_of::<Box<str>>() + size_of::<Vec<Text>>()) + names,
        }
    }

    /// The record on whose page this one is shown: itself, or its outermost owner.
    pub fn host(&self, mut id: RecordId) -> RecordId {
        while let Some(owner) = self.owner(id) {
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
