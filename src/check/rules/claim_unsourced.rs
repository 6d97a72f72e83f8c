//! A claim that could be true and that rests on nobody and nothing.

use crate::check::{Findings, Site};
use crate::diag::codes::CLAIM_UNSOURCED;

/// A finding of somebody who looked into it is something that a reader can see, too; so is `unknown`.
pub(super) fn run(site: Site, findings: &mut Findings) {
    let records = site.records;
    for id in site.live(records.kinds.claim) {
        let claim = records.claim(id);
        let is_assessed = claim.assessments.iter().any(|assessment| assessment.source.is_some());
        if !claim.can_be_true() || claim.is_attributed || is_assessed || records.is_sourced(id) {
            continue;
        }
        let message = format!("nothing says who claims `{}`, or where it is written", site.short_name(id));
        let problem = site.found(&CLAIM_UNSOURCED, id, &["statement"], message);
        findings.add(id, problem.help("give the `claimant` or the `source`; write `unknown` if readers should know that there is none"));
    }
}
