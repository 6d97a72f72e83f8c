//! A dependency of which nobody says on whose word it stands.

use crate::check::{Findings, Site};
use crate::diag::Diagnostic;
use crate::diag::codes::DEPENDENCY_UNSOURCED;
use crate::model::{LinkSort, Word};

/// Links that stand today. Own words have their speaker in the record, and what is said to be inferred is the editors' own. The order of
/// things in time is nobody's word.
pub(super) fn run(site: Site, findings: &mut Findings) {
    let records = site.records;
    for link in site.derived.dependencies.links.iter().filter(|link| link.lapse.is_none()) {
        let written = link.written(records);
        let is_owned = written.basis.is_some_and(|basis| Word::is_own_words(basis) || basis.word == "inferred");
        if written.is_attributed || is_owned || records.is_sourced(link.holder) || !site.is_live(link.holder) {
            continue;
        }
        let message = match link.sort {
            LinkSort::Blocked => format!("nothing says on whose word `{}` is refused", site.name(link.holder)),
            LinkSort::AllOf | LinkSort::AnyOf => format!("nothing says on whose word `{}` needs this", site.name(link.holder)),
            LinkSort::Contradicts => format!("nothing says on whose word `{}` contradicts this", site.name(link.holder)),
            LinkSort::Alternative => format!("nothing says on whose word `{}` could replace this", site.name(link.holder)),
            LinkSort::Enables => format!("nothing says on whose word `{}` would make this possible", site.name(link.holder)),
            LinkSort::Follows => continue,
        };
        let problem = Diagnostic::at(&DEPENDENCY_UNSOURCED, records.get(link.holder).file, written.at, message);
        findings.add(link.holder, problem.help("give `asserted_by` or `source`, or `basis: inferred` if it is your own conclusion"));
    }
}
