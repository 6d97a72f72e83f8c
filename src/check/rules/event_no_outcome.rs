//! An event that is over and whose outcome is not written down.

use crate::check::{Findings, Site};
use crate::derive::UnknownSort;
use crate::diag::codes::EVENT_NO_OUTCOME;

/// What is listed under /unknowns/ for readers is told here to the author.
pub(super) fn run(site: Site, findings: &mut Findings) {
    for gap in site.derived.unknowns.iter().filter(|gap| gap.sort == UnknownSort::Outcome) {
        let name = site.name(gap.record);
        let problem = site.found(&EVENT_NO_OUTCOME, gap.record, &["status"], format!("`{name}` is over, and nothing says what came of it"));
        let help = "write `outcome: …`, or `outcome: unknown` if nobody has said";
        findings.add(gap.record, problem.help(help));
    }
}
