//! A record that somebody was to look at again by a day that is past.

use crate::check::{Findings, Site};
use crate::diag::codes::STALE_PAGE;

/// Whoever changed it or looked at it on that day or later has done so.
pub(super) fn run(site: Site, findings: &mut Findings) {
    let records = site.records;
    for (id, _) in records.graph.iter().filter(|(id, _)| site.is_live(*id)) {
        let Some(due) = records.review_by(id).filter(|due| due.is_past(site.derived.today)) else { continue };
        let looked = [records.reviewed_on(id), records.updated(id)].into_iter().flatten();
        if looked.into_iter().any(|day| !day.is_before(due)) {
            continue;
        }
        let message = format!("`{}` was to be looked at again by {}", site.short_name(id), due.edtf());
        let problem = site.found(&STALE_PAGE, id, &["review_by"], message);
        findings.add(id, problem.help("look at it, then write the day into `reviewed_on` and the next one into `review_by`"));
    }
}
