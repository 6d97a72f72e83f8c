//! A number that nobody can check.

use crate::check::{Findings, Site};
use crate::diag::codes::FIGURE_NO_SOURCE;
use crate::graph::RecordId;

/// How far figures are followed to those they were computed from.
const STEPS: usize = 8;

/// What was computed from numbers with sources has theirs; `unknown` is an answer.
pub(super) fn run(site: Site, findings: &mut Findings) {
    for id in site.live(site.records.kinds.figure) {
        if is_sourced(site, id, STEPS) {
            continue;
        }
        let problem = site.found(&FIGURE_NO_SOURCE, id, &["value", "min", "max"], format!("`{}` has no source", site.short_name(id)));
        let help = "give the `source` in which it stands, the figures it is `derived_from`, or `source: unknown` if nobody knows";
        findings.add(id, problem.help(help));
    }
}

fn is_sourced(site: Site, id: RecordId, steps: usize) -> bool {
    let parts = site.records.figure(id).derived_from;
    site.records.is_sourced(id) || (steps > 0 && !parts.is_empty() && parts.iter().all(|part| is_sourced(site, *part, steps - 1)))
}
