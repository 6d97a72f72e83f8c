//! Pages of what was computed over all records, as data.

use super::json::Object;
use super::{dependencies, derived, list, name};
use crate::graph::RecordId;
use crate::view::build::View;
use crate::view::overviews::Overview;

/// Writes what a page of an overview lists.
pub(super) fn write(view: View, overview: Overview, story: &str, number: usize, object: &mut Object) {
    let size = view.config.paginate;
    let all: &[usize] = view.plan.overview(view.records, overview, story).unwrap_or_default();
    let here = all.iter().skip((number - 1) * size).take(size).copied();
    let derived = view.derived;
    object.put("name", overview.name());
    let top = overview.address(view.records, story);
    let pagination = view.pagination(&top, number, all.len().div_ceil(size).max(1), all.len());
    list::pages(view, all.len(), pagination.as_ref(), object);
    match overview {
        Overview::Positions => positions(view, story, all, here, object),
        Overview::OfIssue(issue) => {
            object.shown("only", name(view.records, issue));
            let pairs = here.map(|actor| (RecordId(actor as u32), issue));
            stances(view, pairs, object);
        }
        Overview::OfActor(actor) => {
            object.shown("only", name(view.records, actor));
            let pairs = here.map(|issue| (actor, RecordId(issue as u32)));
            stances(view, pairs, object);
        }
        Overview::PositionChanges => object.list("changes", here, |json, at| {
            let (was, is) = derived.position_changes()[at];
            json.object(|object| {
                let position = view.records.position(is);
                for (key, id) in [("actor", position.actor), ("issue", position.issue)] {
                    if let Some(id) = id {
                        object.shown(key, name(view.records, id));
                    }
                }
                derived::change(view, was, is, object);
            });
        }),
        Overview::Dependencies => dependencies::write(view, here, object),
        Overview::Timeline => object.list("entries", here, |json, at| list::entry(view, derived.events()[at], json)),
        Overview::Upcoming => object.list("entries", here, |json, at| list::entry(view, derived.upcoming()[at], json)),
        Overview::Corrections => object.list("entries", here, |json, at| list::entry(view, derived.changes()[at], json)),
        Overview::Unknowns => object.list("unknowns", here, |json, at| {
            let unknown = &derived.unknowns()[at];
            let question = view.question(unknown);
            json.object(|object| {
                object.put("sort", unknown.sort.word());
                object.shown("record", name(view.records, unknown.record));
                object.put("text", &question.text);
                if let Some(address) = view.address_of(unknown.record) {
                    object.shown("url", address);
                }
            });
        }),
    }
}

/// The whole table where it stays in one piece; else the issues, each of which has a table of its own.
fn positions(view: View, story: &str, all: &[usize], here: impl Iterator<Item = usize>, object: &mut Object) {
    let records = view.records;
    let id = |number: &usize| RecordId(*number as u32);
    if all.first().is_some_and(|first| records.get(id(first)).kind == records.kinds.issue) {
        object.list("issues", here, |json, issue| list::entry(view, RecordId(issue as u32), json));
        return;
    }
    let pairs = all.iter().map(id).flat_map(|actor| {
        let inside = derived::of_actor(view, actor).into_iter().filter(|(issue, _)| view.plan.is_inside(records, *issue, story));
        inside.map(|(issue, _)| (actor, issue)).collect::<Vec<_>>()
    });
    stances(view, pairs, object);
}

/// Only pairs that have a position record: the others are silent, and silence is no stance.
fn stances(view: View, pairs: impl Iterator<Item = (RecordId, RecordId)>, object: &mut Object) {
    let known = pairs.filter_map(|(actor, issue)| {
        let stances = view.derived.positions(issue).iter().find(|stances| stances.actor == actor)?;
        Some((issue, stances)).filter(|(_, stances)| derived::is_current(stances))
    });
    object.list("stances", known, |json, (issue, stances)| derived::stance(view, issue, stances, json));
}
