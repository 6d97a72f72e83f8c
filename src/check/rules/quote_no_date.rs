//! A quotation of which nobody can tell when it was said.

use super::quoted;
use crate::check::{Findings, Site};
use crate::diag::codes::QUOTE_NO_DATE;
use crate::model::When;

/// The occasion dates the words; `unknown` is an answer.
pub(super) fn run(site: Site, findings: &mut Findings) {
    let records = site.records;
    for id in site.live(records.kinds.quote) {
        let quote = records.quote(id);
        let of_event = quote.event.map_or(When::Absent, |event| records.event(event).date);
        if [quote.date, quote.as_of, of_event].into_iter().any(|date| !matches!(date, When::Absent)) {
            continue;
        }
        let problem = site.found(&QUOTE_NO_DATE, id, &["text"], format!("{} has no date", quoted(site, id)));
        findings.add(id, problem.help("give `date`, or the `event` at which it was said, or `date: unknown` if nobody knows"));
    }
}
