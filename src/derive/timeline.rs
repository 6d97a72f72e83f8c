//! Events in the order of time, and the slices of issues and actors (MODEL §3).

use crate::date::Day;
use crate::graph::{RecordId, Via};
use crate::model::Records;
use rustc_hash::FxHashMap;

/// Events in order.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// All events by their first moment, less precise first; those without a date last.
    pub events: Vec<RecordId>,
    /// Planned events that are not past, in order.
    pub upcoming: Vec<RecordId>,
    /// The events of an issue: about it, or mentioning it.
    pub of_issue: FxHashMap<RecordId, Vec<RecordId>>,
    /// The events of an actor: taking part, or represented.
    pub of_actor: FxHashMap<RecordId, Vec<RecordId>>,
}

/// Sorts the events and cuts the slices.
pub fn timeline(records: Records, today: Day) -> Timeline {
    let kinds = records.kinds;
    let mut events = records.graph.of_kind(kinds.event).to_vec();
    events.sort_by_cached_key(|id| {
        let key = records.fields(*id).sort_key("date");
        (key.is_none(), key, records.graph.key(*id))
    });
    let mut timeline = Timeline::default();
    for id in &events {
        for issue in issues_of(records, *id) {
            timeline.of_issue.entry(issue).or_default().push(*id);
        }
        for actor in actors_of(records, *id) {
            timeline.of_actor.entry(actor).or_default().push(*id);
        }
        if is_upcoming(records, *id, today) {
            timeline.upcoming.push(*id);
        }
    }
    timeline.events = events;
    timeline
}

/// The issues in whose slice an event stands: those it is about, or mentions; each once.
pub(super) fn issues_of(records: Records, event: RecordId) -> Vec<RecordId> {
    let edges = records.graph.from(event).iter();
    let mentioned = edges.filter(|edge| matches!(edge.via, Via::Prose(..) | Via::Directive(..))).map(|edge| edge.to);
    let mut issues: Vec<RecordId> = records.about(event).chain(mentioned).filter(|to| records.kind(*to) == records.kinds.issue).collect();
    issues.sort_unstable();
    issues.dedup();
    issues
}

/// The actors in whose slice an event stands: those that take part, or are represented; each once.
pub(super) fn actors_of(records: Records, event: RecordId) -> Vec<RecordId> {
    let mut actors: Vec<RecordId> = records.participants(event).flat_map(|p| [p.actor, p.on_behalf_of]).flatten().collect();
    actors.sort_unstable();
    actors.dedup();
    actors
}

/// Whether an event is planned and not past.
pub fn is_upcoming(records: Records, id: RecordId, today: Day) -> bool {
    let event = records.event(id);
    let planned = event.status.is_some_and(|status| matches!(status.word, "tentative" | "scheduled" | "postponed" | "under_way"));
    planned && !event.date.known().is_some_and(|date| date.is_past(today))
}
