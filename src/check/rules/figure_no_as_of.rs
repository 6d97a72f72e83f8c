//! A number that holds for no time.

use crate::check::{Findings, Site};
use crate::diag::codes::FIGURE_NO_AS_OF;
use crate::graph::RecordId;
use crate::model::When;

/// How far figures are followed to those they were computed from.
const STEPS: usize = 8;

/// A figure of speech measures nothing at any time; `unknown` is an answer.
pub(super) fn run(site: Site, findings: &mut Findings) {
    for id in site.live(site.records.kinds.figure) {
        if site.records.figure(id).rhetorical || is_dated(site, id, STEPS) {
            continue;
        }
        let problem = site.found(&FIGURE_NO_AS_OF, id, &["value", "min", "max"], format!("`{}` has no date", site.short_name(id)));
        findings.add(id, problem.help("give `as_of` or `period`: the day or time for which it holds, or `unknown` if nobody knows"));
    }
}

/// A number also has a date if it belongs to an event that has one, or was computed from numbers that do.
fn is_dated(site: Site, id: RecordId, steps: usize) -> bool {
    let records = site.records;
    let figure = records.figure(id);
    if !matches!(figure.as_of, When::Absent) {
        return true;
    }
    let host = records.graph.host(id);
    let is_event = |id: &RecordId| records.get(*id).kind == records.kinds.event;
    let mut events = records.about(id).chain([host]).filter(is_event);
    let parts = &figure.derived_from;
    events.any(|event| !matches!(records.event(event).date, When::Absent))
        || (steps > 0 && !parts.is_empty() && parts.iter().all(|part| is_dated(site, *part, steps - 1)))
}
