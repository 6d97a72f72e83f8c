//! A summary that does not fit where summaries stand.

use crate::check::{Findings, Site};
use crate::diag::codes::SUMMARY_LONG;

/// The summary of a term is its definition, and as long as that has to be.
pub(super) fn run(site: Site, findings: &mut Findings) {
    let most = site.config.check.summary;
    let records = site.records;
    for (id, record) in records.graph.iter().filter(|(id, record)| record.kind != records.kinds.term && site.is_live(*id)) {
        let length = records.summary(id).map_or(0, |summary| summary.trim().chars().count());
        if length <= most {
            continue;
        }
        let kind = records.schema.kind(record.kind).label.to_lowercase();
        let message =
            format!("the summary of the {kind} `{}` has {length} characters, {} more than fit", site.short_name(id), length - most);
        let problem = site.found(&SUMMARY_LONG, id, &["summary"], message);
        findings.add(id, problem.help("say it in one line, and the rest in the text"));
    }
}
