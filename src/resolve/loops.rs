//! Chains that come back to their start: parents, larger bodies, newer versions.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::graph::{Graph, RecordId, Via};
use crate::schema::Schema;

/// Follows every field that is declared a tree and reports each circle once, at its first record.
pub(super) fn check(graph: &Graph, schema: &Schema) -> Diagnostics {
    let mut problems = Diagnostics::new();
    for (kind_id, kind) in schema.iter() {
        if graph.of_kind(kind_id).is_empty() {
            continue;
        }
        for (field, declaration) in kind.fields.iter().filter(|(_, field)| field.tree) {
            let above = |id: RecordId| {
                let edges = graph.from(id).iter();
                edges
                    .filter(|edge| matches!(edge.via, Via::Field(relation, _) if relation.field == field))
                    .map(|edge| edge.to)
                    .find(|to| graph.get(*to).kind == kind_id)
            };
            // 0 unseen, otherwise the number of the walk that saw it: a circle is met in the walk that entered it.
            let mut seen = vec![0u32; graph.len()];
            for (walk, start) in graph.of_kind(kind_id).iter().enumerate() {
                let walk = walk as u32 + 1;
                let mut at = *start;
                let met = loop {
                    match seen[at.0 as usize] {
                        0 => seen[at.0 as usize] = walk,
                        other if other == walk => break Some(at),
                        _ => break None,
                    }
                    match above(at) {
                        Some(next) => at = next,
                        None => break None,
                    }
                };
                if let Some(met) = met {
                    problems.push(circle(graph, met, &declaration.name, field, &above));
                }
            }
        }
    }
    problems
}

fn circle(
    graph: &Graph,
    met: RecordId,
    name: &str,
    field: crate::schema::FieldId,
    above: &dyn Fn(RecordId) -> Option<RecordId>,
) -> Diagnostic {
    let mut members = vec![met];
    while let Some(next) = above(*members.last().expect("it starts with one")).filter(|next| *next != met) {
        members.push(next);
    }
    // Each stands before its parent, and the circle begins with the first in order.
    let first = members.iter().enumerate().min_by_key(|(_, id)| **id).map_or(0, |(at, _)| at);
    members.rotate_left(first);
    let place = |id: RecordId| graph.get(id).fields.slot(field).map_or(graph.get(id).span, |slot| slot.span);
    let first = graph.get(members[0]);
    let (code, message) = if members.len() == 1 {
        (&codes::SELF_REFERENCE, format!("the `{name}` of `{0}` is `{0}` itself", first.id))
    } else {
        let chain: Vec<String> = members.iter().chain(&members[..1]).map(|id| format!("`{}`", graph.get(*id).id)).collect();
        (&codes::LOOP, format!("`{name}` leads in a circle: {}", chain.join(", ")))
    };
    let mut problem = Diagnostic::at(code, first.file, place(members[0]), message);
    for other in &members[1..] {
        let record = graph.get(*other);
        problem = problem.also(crate::source::Location { file: record.file, span: place(*other) }, "and here");
    }
    problem.help(match members.as_slice() {
        [_] => format!("name another record, or take `{name}` out"),
        _ => format!("take `{name}` out of one of them"),
    })
}
