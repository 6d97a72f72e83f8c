//! A quotation of which nobody can check that the words were said.

use super::quoted;
use crate::check::{Findings, Site};
use crate::diag::codes::QUOTE_NO_SOURCE;

/// The source of the occasion is one of the words too; `unknown` is an answer.
pub(super) fn run(site: Site, findings: &mut Findings) {
    let records = site.records;
    for id in site.live(records.kinds.quote) {
        if records.is_sourced(id) || records.quote(id).event.is_some_and(|event| records.is_sourced(event)) {
            continue;
        }
        let problem = site.found(&QUOTE_NO_SOURCE, id, &["text"], format!("{} has no source", quoted(site, id)));
        findings.add(id, problem.help("give the `source` in which it stands, or `source: unknown` if nobody knows"));
    }
}
