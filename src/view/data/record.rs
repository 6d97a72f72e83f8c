//! One record as data: the same form on its page, in lists of whole kinds, and inside the record it belongs to.

use super::json::Object;
use super::{derived, fields, name};
use crate::graph::{Edge, RecordId, Via};
use crate::model::Records;
use crate::view::build::View;
use rustc_hash::FxHashSet;
use std::fmt;

/// Writes a record.
pub(super) fn write(view: View, id: RecordId, object: &mut Object) {
    let records = view.records;
    let record = records.get(id);
    object.shown("id", name(records, id));
    object.put("kind", &records.schema.kind(record.kind).name);
    if let Some(address) = view.address_of(id) {
        object.shown("url", address);
    }
    object.put("title", records.title(id));
    object.maybe("summary", records.summary(id));
    object.text("story", &record.story);
    if let Some(owner) = record.owner {
        object.shown("belongs_to", name(records, owner));
    }
    object.object("fields", |object| fields::write(view, id, object));
    if let Some(text) = records.graph.text(id) {
        object.text("text", &view.words_of(text));
    }
    object.some_object("derived", |object| derived::write(view, id, object));
    object.some_object("references", |object| references(records, id, object));
    object.some("parts", records.graph.parts(id), |json, part| json.object(|object| write(view, *part, object)));
}

/// What the record refers to, and what refers to it, each with the field or the part of the text that says so.
fn references(records: Records, id: RecordId, object: &mut Object) {
    let mut seen = FxHashSet::default();
    let to = records.graph.from(id).iter().map(|edge| (edge.to, By::of(edge)));
    object.some("to", to.filter(|reference| seen.insert(*reference)), |json, (to, by)| {
        json.object(|object| reference(records, to, by, object));
    });
    // Those of one record stand together, and of those the ones of one field.
    let mut last = None;
    let from = records.graph.to(id).iter().filter(|edge| is_told(records, edge.from)).map(|edge| (edge.from, By::of(edge)));
    object.some("from", from.filter(|reference| last.replace(*reference) != Some(*reference)), |json, (from, by)| {
        json.object(|object| reference(records, from, by, object));
    });
}

fn reference(records: Records, other: RecordId, by: By, object: &mut Object) {
    object.shown("id", name(records, other));
    object.shown("by", ByName { records, by });
}

/// By what one record refers to another, as programs read it: a field (`roles.of`), or a part of the text.
pub(super) fn by(records: Records<'_>, edge: &Edge) -> impl fmt::Display {
    ByName { records, by: By::of(edge) }
}

struct ByName<'v> {
    records: Records<'v>,
    by: By,
}

impl fmt::Display for ByName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let relation = match self.by {
            By::Field(relation) => relation,
            By::Text => return f.write_str("(text)"),
            By::Citation => return f.write_str("(citation)"),
            By::Directive => return f.write_str("(directive)"),
        };
        let field = self.records.schema.kind(relation.kind).fields.get(relation.field);
        f.write_str(&field.name)?;
        match (relation.inner, &field.holds) {
            (Some(inner), crate::schema::Type::Group(group)) => write!(f, ".{}", self.records.schema.group(*group).fields.get(inner).name),
            _ => Ok(()),
        }
    }
}

/// By what one record refers to another; which entry of a list or which sentence makes no other reference of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum By {
    Field(crate::graph::Relation),
    Text,
    Citation,
    Directive,
}

impl By {
    fn of(edge: &Edge) -> By {
        match edge.via {
            Via::Field(relation, _) => By::Field(relation),
            Via::Prose(..) => By::Text,
            Via::Citation(..) => By::Citation,
            Via::Directive(..) => By::Directive,
        }
    }
}

/// Tidy-ups are silent: readers are not told of them, and programs neither.
pub(super) fn is_told(records: Records, id: RecordId) -> bool {
    records.kind(id) != records.kinds.update || records.update(id).kind.is_none_or(|kind| kind.word != "tidy_up")
}
