//! Since when something is known: what a copy of the site as it was on an earlier day holds and what it does not (MODEL §1, "As of D").
//!
//! In: a record and a day. Out: the date since which it is known, and those of its fields that say what was only known later. Every rule
//! about what was known when stands here; that nothing leads to what was not known is `resolve`'s.
//!
//! - A record is known since it was `recorded`, else `created`, else, for what has happened, since its `date`, else always.
//! - Its own date is `date` (or `as_of`, for what is said without one: points, figures). The date of an event counts once it has happened: a plan
//!   is known before its day. A source has none: when it was `published` is not when it happened, and what rests on it keeps its source.
//! - Responses, assessments, requests for a reply, and earlier values of a figure are known since their date; dependencies since `as_of`.
//! - A figure is known since the first of its values; until a newer one, it has the one that was known last.
//! - A status or state that the editors set is known since `reviewed_on`. Days of editing (`updated`, `reviewed_on`, `accessed`) are not
//!   shown before they came.
//! - An event that was recorded before its day was planned then: it is `scheduled`, and has no outcome.
//!
//! A loose date counts by its first day: only what is certainly later was not known. A date that is unknown says nothing about when something
//! became known. All other fields are shown as they are written today: nobody wrote down what stood there before.

use super::Records;
use crate::date::{Date, Day};
use crate::graph::{Reader, RecordId};
use crate::schema::{FieldId, Type};

/// What of a record's fields was not known on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotYet {
    /// A field.
    Field(FieldId),
    /// An entry of a list, by its place in it.
    Entry(FieldId, u32),
    /// The word of a field: another one, by its place in the vocabulary, held on that day.
    Instead(FieldId, u16),
    /// What the record has in an entry of a list, by its place, stood in the fields of the record itself: fields of the entry, and where each
    /// stood.
    Before(FieldId, u32, Vec<(FieldId, FieldId)>),
}

/// The fields that say for when a value of a figure holds.
const MEASURED: [&str; 2] = ["as_of", "period"];

/// Groups in a record that are known since a day of their own, and the fields that name it.
const GROUPS: [(&str, &[&str]); 10] = [
    ("responses", &["date", "as_of"]),
    ("assessments", &["date", "as_of"]),
    ("reply_sought", &["date"]),
    ("history", &MEASURED),
    ("requires", &["as_of"]),
    ("blocks", &["as_of"]),
    ("contradicts", &["as_of"]),
    ("alternative_to", &["as_of"]),
    ("enables", &["as_of"]),
    ("follows", &["as_of"]),
];

/// What a new value of a figure replaces beside the fields that its earlier values have.
const OF_VALUE: [&str; 2] = ["margin", "approx"];

/// Days on which somebody worked on the record.
const EDITED: [&str; 3] = ["updated", "reviewed_on", "accessed"];

/// Fields that say nothing until what they lead to is known: the record is not replaced yet, and has no words of a quotation to show.
const LEADING: [&str; 2] = ["superseded_by", "quote"];

impl<'g> Records<'g> {
    /// The date since which a record by itself is known; none for what always was. A part is known no earlier than its owner.
    pub fn known_since(self, id: RecordId) -> Option<&'g Date> {
        let fields = self.fields(id);
        let kind = self.get(id).kind;
        let own = || {
            if kind == self.kinds.event {
                fields.date("date").filter(|_| has_happened(fields))
            } else if kind == self.kinds.figure {
                let values = fields.groups("history").map(|group| first(group, &MEASURED)).chain([fields.date("as_of")]);
                // None stands before all: a value without a date was always known.
                values.min_by_key(|date| date.map(|date| date.sort_key(None))).flatten()
            } else {
                first(fields, &["date", "as_of"])
            }
        };
        first(fields, &["recorded", "created"]).or_else(own)
    }

    /// What of a known record's fields was not known on a day.
    pub fn not_yet(self, id: RecordId, day: Day) -> Vec<NotYet> {
        let fields = self.fields(id);
        let kind = self.get(id).kind;
        let field = |name: &str| fields.field(name).filter(|_| fields.value(name).is_some()).map(NotYet::Field);
        let is_later = |name: &str| fields.date(name).is_some_and(|date| date.is_future(day));
        let mut found: Vec<NotYet> = EDITED.iter().filter(|name| is_later(name)).filter_map(|name| field(name)).collect();
        for (name, dates) in GROUPS {
            found.extend(later_groups(fields, name, dates, day));
        }
        // The day on which the editors decided is the field that is left out above.
        if is_later("reviewed_on") && kind == self.kinds.claim {
            found.extend(["status", "status_reason"].into_iter().filter_map(field));
        }
        if is_later("reviewed_on") && kind == self.kinds.issue {
            found.extend(["state", "state_reason"].into_iter().filter_map(field));
        }
        if kind == self.kinds.figure && is_later("as_of") {
            found.extend(self.earlier_value(fields, day));
        }
        if kind == self.kinds.event && is_later("date") && has_happened(fields) {
            found.extend(field("outcome"));
            found.extend(self.word("status", fields, "scheduled"));
        }
        found
    }

    /// Fields of a record that say nothing as long as a record they lead to is not known.
    pub fn leading(self, id: RecordId, is_later: impl Fn(RecordId) -> bool) -> impl Iterator<Item = FieldId> {
        let fields = self.fields(id);
        LEADING.into_iter().filter(move |name| fields.record(name).is_some_and(&is_later)).filter_map(move |name| fields.field(name))
    }

    /// Puts the last value of a figure that was known in the place of the one that was not; nothing if there is none.
    fn earlier_value(self, fields: Reader<'g>, day: Day) -> Vec<NotYet> {
        let list = fields.field("history").expect("figures have earlier values");
        let set = &self.schema.kind(self.kinds.figure).fields;
        let Type::Group(group) = set.get(list).holds else { return Vec::new() };
        let is_known = |(_, group): &(usize, Reader)| !first(*group, &MEASURED).is_some_and(|date| date.is_future(day));
        let known = fields.groups("history").enumerate().filter(is_known);
        let Some((at, _)) = known.max_by_key(|(at, group)| (first(*group, &MEASURED).map(|date| date.sort_key(None)), *at)) else {
            return Vec::new();
        };
        let inner = self.schema.group(group).fields.iter();
        let places: Vec<(FieldId, FieldId)> = inner.filter_map(|(inner, field)| Some((inner, set.find(&field.name)?))).collect();
        let replaced = places.iter().map(|(_, outer)| *outer).chain(OF_VALUE.iter().filter_map(|name| set.find(name)));
        let mut found: Vec<NotYet> = replaced.map(NotYet::Field).collect();
        found.extend([NotYet::Entry(list, at as u32), NotYet::Before(list, at as u32, places)]);
        found
    }

    fn word(self, name: &str, fields: Reader<'g>, word: &str) -> Option<NotYet> {
        let field = fields.field(name)?;
        match self.schema.kind(self.kinds.event).fields.get(field).holds {
            Type::Word(vocabulary) => Some(NotYet::Instead(field, self.schema.vocabulary(vocabulary).position(word)?)),
            _ => None,
        }
    }
}

/// Whether an event is more than a plan. One that is unconfirmed is said to have happened; one that was called off never did.
fn has_happened(fields: Reader) -> bool {
    matches!(fields.word("status"), Some("completed" | "under_way" | "unconfirmed"))
}

/// The first of these fields that holds a date.
fn first<'g>(fields: Reader<'g>, names: &[&str]) -> Option<&'g Date> {
    names.iter().find_map(|name| fields.date(name))
}

fn later_groups(fields: Reader, name: &str, dates: &[&str], day: Day) -> Vec<NotYet> {
    let Some(field) = fields.field(name) else { return Vec::new() };
    let is_list = fields.value(name).is_some_and(|value| value.items().next().is_some());
    let is_later = |(_, group): &(usize, Reader)| first(*group, dates).is_some_and(|date| date.is_future(day));
    let later = fields.groups(name).enumerate().filter(is_later);
    later.map(|(at, _)| if is_list { NotYet::Entry(field, at as u32) } else { NotYet::Field(field) }).collect()
}
