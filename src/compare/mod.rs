//! Two revisions of a site beside each other: what changed, what readers were not told of, and drafts of the entries that tell them.
//!
//! In: the records of both and what follows from them. Out: differences record by record in the order of the files, diagnostics for claims,
//! figures and quotations that changed without a word, and entries for `updates/` that nobody has written yet. It reads and writes nothing.

mod deadlocks;
mod derived;
mod entries;
mod fields;
mod matching;
mod telling;
mod texts;
mod unannounced;

pub use derived::DerivedChange;
pub use entries::Entry;
pub use fields::FieldChange;

use crate::derive::Derived;
use crate::diag::Diagnostics;
use crate::graph::RecordId;
use crate::model::{Records, Update};
use crate::source::{Location, Sources};
use matching::{Pairs, is_counted, pairs};
use telling::Teller;

/// One revision.
#[derive(Clone, Copy)]
pub struct Side<'s> {
    /// The records.
    pub records: Records<'s>,
    /// What follows from them.
    pub derived: &'s Derived,
    /// The texts they were written in.
    pub sources: &'s Sources,
}

/// What happened to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sort {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another id; this was the old one. Its fields may have changed too.
    Renamed(String),
    /// It says something else.
    Changed,
}

/// One record that is not as it was.
#[derive(Clone, Debug)]
pub struct Difference {
    /// What happened.
    pub sort: Sort,
    /// The name of its kind.
    pub kind: String,
    /// What readers call its kind.
    pub label: String,
    /// Its id; the old one of what is gone.
    pub id: String,
    /// What readers call it.
    pub title: String,
    /// The file it stands in, or stood in.
    pub file: String,
    /// The line there.
    pub line: usize,
    /// Fields that say something else.
    pub fields: Vec<FieldChange>,
    /// What follows and changed.
    pub derived: Vec<DerivedChange>,
    /// Whether it came or went with the record it is part of.
    pub with_owner: bool,
    /// The record in the old revision and in the new.
    records: (Option<RecordId>, Option<RecordId>),
}

/// All that differs between two revisions.
#[derive(Debug, Default)]
pub struct Comparison {
    /// Record by record: the new revision's in its order, then what is gone.
    pub differences: Vec<Difference>,
    /// Published claims, figures and quotations that changed without a word.
    pub unannounced: Diagnostics,
    /// What can be solved in one of the two and not in the other, and no entry tells.
    pub deadlocks: Diagnostics,
    /// Entries that would tell readers, for what no entry names yet.
    pub entries: Vec<Entry>,
}

/// Compares two revisions; `since` is what the older one is called.
pub fn compare(old: Side, new: Side, since: &str) -> Comparison {
    let pairs = pairs(old.records, new.records);
    let before = Teller { records: old.records, keys: &pairs.old_keys };
    let after = Teller { records: new.records, keys: &pairs.new_keys };
    let mut differences = Vec::new();
    for (id, record) in new.records.graph.iter() {
        let Some(was) = pairs.of_new[id.0 as usize] else {
            let with_owner = record.owner.is_some_and(|owner| pairs.of_new[owner.0 as usize].is_none());
            differences.push(Difference { with_owner, ..difference(new, id, Sort::Added, (None, Some(id))) });
            continue;
        };
        let fields = fields::changes(&before.tell(was), &after.tell(id));
        let derived = derived::changes(old, new, &pairs, was, id);
        let old_id = &old.records.get(was).id;
        let is_renamed = *old_id != record.id && !is_counted(new.records.graph, id);
        if is_renamed || !fields.is_empty() || !derived.is_empty() {
            let sort = if is_renamed { Sort::Renamed(old_id.to_string()) } else { Sort::Changed };
            differences.push(Difference { fields, derived, ..difference(new, id, sort, (Some(was), Some(id))) });
        }
    }
    for (id, record) in old.records.graph.iter().filter(|(id, _)| pairs.of_old[id.0 as usize].is_none()) {
        let with_owner = record.owner.is_some_and(|owner| pairs.of_old[owner.0 as usize].is_none());
        differences.push(Difference { with_owner, ..difference(old, id, Sort::Removed, (Some(id), None)) });
    }
    let change = Change { old, new, pairs: &pairs, differences: &differences, since };
    let (unannounced, deadlocks, entries) = (unannounced::check(change), deadlocks::check(change), entries::drafts(change));
    Comparison { differences, unannounced, deadlocks, entries }
}

/// Everything that is known of a change, for the two that judge it.
#[derive(Clone, Copy)]
struct Change<'s> {
    old: Side<'s>,
    new: Side<'s>,
    pairs: &'s Pairs,
    differences: &'s [Difference],
    since: &'s str,
}

impl<'s> Change<'s> {
    /// The record that an entry about this one names: itself; what it stands in, if nobody gave it an id; the issue, if it is a position.
    fn named(self, id: RecordId) -> RecordId {
        let graph = self.new.records.graph;
        if is_counted(graph, id) || self.is_position(id) { graph.host(id) } else { id }
    }

    /// The entries of `updates/` that are new since the old revision.
    fn news(self) -> impl Iterator<Item = Update<'s>> {
        let records = self.new.records;
        let is_new = move |id: &&RecordId| self.pairs.of_new[id.0 as usize].is_none();
        records.graph.of_kind(records.kinds.update).iter().filter(is_new).map(move |id| records.update(*id))
    }

    /// Whether one of them names a record, or what its words stand in.
    fn is_in_news(self, id: RecordId) -> bool {
        let names = [id, self.named(id)];
        self.news().any(|entry| entry.records.iter().any(|named| names.contains(named)))
    }

    fn is_position(self, id: RecordId) -> bool {
        self.new.records.get(id).kind == self.new.records.kinds.position
    }

    /// Whether an entry of `updates/` that is new since the old revision tells of a difference: names the record or what its words stand
    /// in, or quotes what is gone.
    fn is_told(self, difference: &Difference) -> bool {
        match difference.records {
            (_, Some(id)) => self.is_in_news(id),
            (Some(was), None) => {
                let (key, title) = (self.old.records.graph.key(was), self.old.records.title(was));
                let words = unannounced::gone(self.old.records, difference);
                let quotes = |text: &str| [key, title, &*words].iter().any(|part| text.contains(part));
                self.news().any(|entry| quotes(entry.note) || entry.correction.is_some_and(|(was, ..)| quotes(was)))
            }
            (None, None) => false,
        }
    }
}

fn difference(side: Side, id: RecordId, sort: Sort, records: (Option<RecordId>, Option<RecordId>)) -> Difference {
    let record = side.records.get(id);
    let kind = side.records.schema.kind(record.kind);
    let (file, line) = place(side.sources, record.location());
    Difference {
        sort,
        kind: kind.name.clone(),
        label: kind.label.clone(),
        id: record.id.to_string(),
        title: side.records.title(id).to_owned(),
        file,
        line,
        fields: Vec::new(),
        derived: Vec::new(),
        with_owner: false,
        records,
    }
}

fn place(sources: &Sources, at: Location) -> (String, usize) {
    let file = sources.get(at.file);
    (file.path.to_string(), file.line_column(at.span.start as usize).line)
}
