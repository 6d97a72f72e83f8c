//! Where a reference stands: its exact characters in the source.

use crate::fields::{Fields, Value};
use crate::graph::{Edge, Graph, RecordId, Target, Via};
use crate::source::{Location, Span};

/// The characters of a reference; of one that cannot be told apart from its record those of the record.
pub(super) fn of(graph: &Graph, edge: &Edge) -> Location {
    let record = graph.get(edge.from);
    let span = match edge.via {
        Via::Field(relation, number) => record.fields.slot(relation.field).and_then(|slot| match &slot.value {
            Value::List(items) => items.get(number as usize).and_then(|item| find(&item.value, item.span, edge.to)),
            value => find(value, slot.span, edge.to),
        }),
        Via::Prose(text, at) | Via::Citation(text, at) | Via::Directive(text, at) => {
            let uses = graph.texts(edge.from).get(text as usize).map(|text| text.prose.body.uses());
            uses.and_then(|uses| uses.get(at as usize)).map(|found| found.span)
        }
    };
    Location { file: record.file, span: span.unwrap_or(record.span) }
}

/// The first reference to a record in a value.
fn find(value: &Value<Target>, span: Span, to: RecordId) -> Option<Span> {
    let is_it = |target: &Target| *target == Target::Record(to);
    match value {
        Value::Reference(target) => is_it(target).then_some(span),
        Value::List(items) => items.iter().find_map(|item| find(&item.value, item.span, to)),
        Value::Group(fields) => in_group(fields, to),
        Value::WordMap(words) => words.iter().find(|(target, ..)| is_it(target)).map(|(_, span, _)| *span),
        Value::Unknown
        | Value::Text(_)
        | Value::Markdown(_)
        | Value::Integer(_)
        | Value::Number(_)
        | Value::Boolean(_)
        | Value::Date(_)
        | Value::Word(_)
        | Value::TextMap(_)
        | Value::Any(_) => None,
    }
}

fn in_group(fields: &Fields<Target>, to: RecordId) -> Option<Span> {
    fields.iter().find_map(|slot| find(&slot.value, slot.span, to))
}
