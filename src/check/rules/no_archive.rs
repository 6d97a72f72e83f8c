//! A post on a network, and no copy of it.

use crate::check::{Findings, Site};
use crate::diag::codes::NO_ARCHIVE;

pub(super) fn run(site: Site, findings: &mut Findings) {
    let records = site.records;
    for id in records.graph.of_kind(records.kinds.source).iter().copied().filter(|id| records.is_post(*id)) {
        if records.source(id).archive_url.is_some() {
            continue;
        }
        let problem = site.found(&NO_ARCHIVE, id, &["url", "type"], format!("the post `{}` has no archived copy", site.name(id)));
        findings
            .add(id, problem.help("have a copy made, such as at `https://web.archive.org/save`, and write its address in `archive_url`"));
    }
}
