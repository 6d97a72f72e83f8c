//! Typed readings of records: the one place where field names of the built-in kinds stand.
//!
//! In: the graph and the schema. Out: small structs that `derive` and `view` work with. It decides nothing.

mod address;
mod assertion;
mod kinds;
mod known;
mod meaning;

pub use address::{Address, Purpose};
pub use assertion::{Assessment, Claim, Document, Doubt, Link, LinkSort, Point, Position, Response, Word};
pub use kinds::{Actor, Event, Figure, Kinds, Measurement, Participant, Place, Quote, Role, Source, Update};
pub use known::NotYet;
pub use meaning::{BODY, Bearing, bearing, is_answered_for, is_news, is_number};

use crate::date::{Date, Zone};
use crate::graph::{Graph, Reader, Record, RecordId, Text, UseTarget};
use crate::schema::{KindId, Schema, Type};
use crate::source::Span;

/// The records of a site, readable by kind.
#[derive(Clone, Copy, Debug)]
pub struct Records<'g> {
    /// The records and their relations.
    pub graph: &'g Graph,
    /// What their fields are.
    pub schema: &'g Schema,
    /// The built-in kinds.
    pub kinds: Kinds,
}

/// A date field: given, said to be unknown, or not filled.
#[derive(Clone, Copy, Debug)]
pub enum When<'g> {
    /// A date.
    Known(&'g Date),
    /// The author says that nobody knows.
    Unknown,
    /// Nothing was written.
    Absent,
}

impl<'g> When<'g> {
    /// The date, if there is one.
    pub fn known(self) -> Option<&'g Date> {
        match self {
            When::Known(date) => Some(date),
            When::Unknown | When::Absent => None,
        }
    }

    fn read(fields: Reader<'g>, name: &str) -> When<'g> {
        match fields.date(name) {
            Some(date) => When::Known(date),
            None if fields.is_unknown(name) => When::Unknown,
            None => When::Absent,
        }
    }
}

impl<'g> Records<'g> {
    /// Reads the records of a graph.
    pub fn new(graph: &'g Graph, schema: &'g Schema) -> Records<'g> {
        Records { graph, schema, kinds: Kinds::of(schema) }
    }

    /// A record.
    pub fn get(self, id: RecordId) -> &'g Record {
        self.graph.get(id)
    }

    /// What readers call a record.
    pub fn title(self, id: RecordId) -> &'g str {
        self.graph.title(id)
    }

    /// The kind of a record.
    pub fn kind(self, id: RecordId) -> KindId {
        self.graph.kind(id)
    }

    /// The fields of a record.
    pub fn fields(self, id: RecordId) -> Reader<'g> {
        Reader::of(self.graph.get(id), self.schema)
    }

    /// The one line that stands for a record, if it has one.
    pub fn summary(self, id: RecordId) -> Option<&'g str> {
        self.fields(id).text("summary")
    }

    /// What readers see of a reference without words of its own: the title of a record that is named by its id; the alias or title that the
    /// author wrote, as it was written, since a sentence about Kyiv is not one about Ukraine.
    pub fn reference_words(self, text: &'g Text, use_index: usize) -> Option<&'g str> {
        let (UseTarget::Record(to, _) | UseTarget::Named(to)) = &text.targets[use_index] else { return None };
        let (title, key) = (|| self.graph.title(*to), self.graph.key(*to));
        let (body, source) = (&text.prose.body, &*text.prose.text);
        let wiki = body.wiki(source, use_index)?;
        let (named, whole) = (body.get(source, wiki.id).trim(), body.get(source, wiki.name).trim());
        let is_id = |name: &str| name == key || key.rsplit('/').next() == Some(name);
        if is_id(named) || is_id(whole) || whole.is_empty() {
            return Some(title());
        }
        // `actor:Kyiv` names the kind for us and not for readers.
        let is_kind = wiki.kind.is_some_and(|kind| self.schema.find_kind(body.get(source, kind)).is_some());
        Some(if is_kind { named } else { whole })
    }

    /// The day that a record tells of.
    pub fn date_of(self, id: RecordId) -> When<'g> {
        When::read(self.fields(id), "date")
    }

    /// The lines of a record that readers read as sentences, beside its running texts, with their places.
    pub fn lines(self, id: RecordId) -> impl Iterator<Item = (Span, &'g str)> {
        let fields = self.fields(id);
        let line = |name: &str| fields.span(name).zip(fields.text(name));
        // The title of a page is its headline; that of a record is its name.
        let headline = line("title").filter(|_| self.get(id).kind == self.kinds.page);
        headline.into_iter().chain(line("summary")).chain(fields.text_items("bullets"))
    }

    /// The record that replaces this one.
    pub fn superseded_by(self, id: RecordId) -> Option<RecordId> {
        self.fields(id).record("superseded_by")
    }

    /// Whose side an actor is on: the one it speaks for, at the end of the chain.
    pub fn side(self, mut actor: RecordId) -> RecordId {
        // A circle of actors that speak for each other is an error of its own; here it must only come to an end.
        for _ in 0..16 {
            match self.fields(actor).record("speaks_for") {
                Some(next) if next != actor => actor = next,
                _ => break,
            }
        }
        actor
    }

    /// The other names of a record, old addresses not among them.
    pub fn aliases(self, id: RecordId) -> impl Iterator<Item = &'g str> {
        self.fields(id).texts("aliases").filter(|alias| !alias.starts_with('/'))
    }

    /// The same, each with its characters.
    pub fn alias_places(self, id: RecordId) -> impl Iterator<Item = (Span, &'g str)> {
        self.fields(id).text_items("aliases").filter(|(_, alias)| !alias.starts_with('/'))
    }

    /// The title of a record as its author wrote it; nothing where it is made of other fields.
    pub fn own_title(self, id: RecordId) -> Option<&'g str> {
        self.fields(id).text("title")
    }

    /// On whose word we know what a record says.
    pub fn basis(self, id: RecordId) -> Option<Word<'g>> {
        Word::read(self.fields(id), "basis")
    }

    /// The sources of a record: its own, and those of the record as a whole.
    pub fn sources(self, id: RecordId) -> impl Iterator<Item = RecordId> + 'g {
        let fields = self.fields(id);
        ["source", "where"].into_iter().filter_map(move |name| fields.record(name)).chain(fields.records("sources"))
    }

    /// Whether a record says where it is written, or that nobody knows.
    pub fn is_sourced(self, id: RecordId) -> bool {
        self.fields(id).is_answered(&["source", "sources", "where"])
    }

    /// What a record is about.
    pub fn about(self, id: RecordId) -> impl Iterator<Item = RecordId> + 'g {
        self.fields(id).records("about")
    }

    /// The question of an issue.
    pub fn question(self, id: RecordId) -> Option<&'g str> {
        self.fields(id).text("question")
    }

    /// The larger issue of an issue.
    pub fn parent(self, id: RecordId) -> Option<RecordId> {
        self.fields(id).record("parent")
    }

    /// Whether an update puts a mistake right.
    pub fn is_correction(self, id: RecordId) -> bool {
        self.fields(id).word("kind") == Some("correction")
    }

    /// The day by which somebody must look at a record again.
    pub fn review_by(self, id: RecordId) -> Option<&'g Date> {
        self.fields(id).date("review_by")
    }

    /// The day on which somebody last looked at it.
    pub fn reviewed_on(self, id: RecordId) -> Option<&'g Date> {
        self.fields(id).date("reviewed_on")
    }

    /// When a record was last changed, or made.
    pub fn updated(self, id: RecordId) -> Option<&'g Date> {
        let fields = self.fields(id);
        fields.date("updated").or_else(|| fields.date("created"))
    }

    /// The newest day on which somebody is said to have looked at a record or changed it.
    pub fn looked_at(self, id: RecordId) -> Option<&'g Date> {
        let fields = self.fields(id);
        ["updated", "reviewed_on"].into_iter().filter_map(|name| fields.date(name)).max_by_key(|date| date.sort_key(None))
    }

    /// The day on which the site heard of what a record says.
    pub fn recorded_on(self, id: RecordId) -> Option<&'g Date> {
        self.fields(id).date("recorded")
    }

    /// The days on which something of a record was written down, looked at again, or changed.
    pub fn written_on(self, id: RecordId) -> impl Iterator<Item = &'g Date> {
        let fields = self.fields(id);
        ["updated", "reviewed_on", "created", "recorded"].into_iter().filter_map(move |name| fields.date(name))
    }

    /// Whether one of its fields is an address that a reader can follow.
    pub fn has_address(self, id: RecordId) -> bool {
        let record = self.graph.get(id);
        let fields = &self.schema.kind(record.kind).fields;
        record.fields.iter().any(|slot| matches!(fields.get(slot.field).holds, Type::Url))
    }

    /// The place of a record among its like, as its author wants it.
    pub fn weight(self, id: RecordId) -> Option<i64> {
        self.fields(id).integer("weight")
    }

    /// The zone in which a record's times are meant.
    pub fn zone(self, id: RecordId) -> Option<Zone> {
        self.fields(id).zone()
    }

    /// The checks that do not apply to a record, by id or name, where each is written, and why.
    pub fn allowances(self, id: RecordId) -> impl Iterator<Item = (&'g str, Span, &'g str)> {
        self.fields(id).text_entries("lint_allow")
    }

    /// The state of an issue as its editors override it, and why.
    pub fn state_override(self, id: RecordId) -> Option<(Word<'g>, Option<&'g str>)> {
        let fields = self.fields(id);
        Word::read(fields, "state").map(|state| (state, fields.text("state_reason")))
    }
}
