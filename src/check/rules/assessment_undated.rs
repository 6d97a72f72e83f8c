//! An independent finding of which nobody can tell when it was made.

use crate::check::{Findings, Site};
use crate::diag::Diagnostic;
use crate::diag::codes::ASSESSMENT_UNDATED;
use crate::model::When;

/// `unknown` is an answer, and readers see it.
pub(super) fn run(site: Site, findings: &mut Findings) {
    let records = site.records;
    for id in site.live(records.kinds.claim) {
        let is_undated = |dates: [When; 2]| dates.into_iter().all(|date| matches!(date, When::Absent));
        for assessment in records.claim(id).assessments.iter().filter(|assessment| is_undated([assessment.date, assessment.as_of])) {
            let by = assessment.by.map_or_else(|| "an assessment".to_owned(), |by| format!("the assessment by `{}`", site.name(by)));
            let problem = Diagnostic::at(&ASSESSMENT_UNDATED, records.get(id).file, assessment.at, format!("{by} has no date"));
            findings.add(id, problem.help("give its `date`, or `date: unknown` and what is known of it in `method_note`"));
        }
    }
}
