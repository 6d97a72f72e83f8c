//! A planned event whose day is past.

use crate::check::{Findings, Site};
use crate::derive::UnknownSort;
use crate::diag::codes::EVENT_OVERDUE;
use crate::graph::RecordId;

/// Events that are over within a day of their start.
const OF_A_DAY: [&str; 6] = ["call", "statement", "announcement", "vote", "signing", "leak"];

/// What is under way since a day goes on until its end is known, unless it is of a sort that does not last.
pub(super) fn run(site: Site, findings: &mut Findings) {
    let gaps = site.derived.unknowns.iter().filter(|gap| gap.sort == UnknownSort::Overdue && site.is_live(gap.record));
    for id in gaps.map(|gap| gap.record).filter(|id| is_over(site, *id)) {
        let event = site.records.event(id);
        let status = event.status.map_or("planned", |status| status.label);
        let message = format!("`{}` is still {status}, and its day is past", site.name(id));
        let place: &[&str] = if event.end.known().is_some() { &["end"] } else { &["date"] };
        let problem = site.found(&EVENT_OVERDUE, id, place, message).also(site.place(id, &["status"]), "says so");
        findings.add(id, problem.help("write what became of it: `completed` with an `outcome`, `postponed`, `cancelled`, or a new `date`"));
    }
}

fn is_over(site: Site, id: RecordId) -> bool {
    let event = site.records.event(id);
    if let Some(end) = event.end.known() {
        return end.is_past(site.derived.today);
    }
    let lasts = event.kind.is_none_or(|kind| !OF_A_DAY.contains(&kind.word));
    let is_day = event.date.known().is_some_and(|date| date.exact_day().is_some());
    !(event.status.is_some_and(|status| status.word == "under_way") && is_day && lasts)
}
