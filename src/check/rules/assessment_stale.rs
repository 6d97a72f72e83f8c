//! A finding that is older than what was last said about its claim.

use crate::check::{Findings, Site};
use crate::date::Date;
use crate::diag::Diagnostic;
use crate::diag::codes::ASSESSMENT_STALE;
use crate::graph::RecordId;
use crate::model::{Assessment, Claim};
use crate::source::{Location, Span};

/// Only the newest finding counts, and only where the days prove it. A verdict of the editors after what was said last makes it good.
pub(super) fn run(site: Site, findings: &mut Findings) {
    for id in site.live(site.records.kinds.claim) {
        let claim = site.records.claim(id);
        if let Some(problem) = stale(site, id, &claim) {
            findings.add(id, problem.help("look for a newer finding; if there is none, say in `method_note` what this one could not know"));
        }
    }
}

fn stale(site: Site, id: RecordId, claim: &Claim) -> Option<Diagnostic> {
    // One without a date may be the newest.
    let dated: Option<Vec<(&Assessment, &Date)>> =
        claim.assessments.iter().map(|assessment| Some((assessment, assessment.as_of.known().or(assessment.date.known())?))).collect();
    let (assessment, found) = dated?.into_iter().max_by_key(|(_, date)| (date.latest(), date.sort_key(None)))?;
    let (said, at, what) = last_said(site, id, claim, assessment)?;
    let is_reviewed = claim.verdict.is_some_and(|(.., reviewed)| reviewed.is_some_and(|day| !day.is_before(said)));
    if !found.is_before(said) || is_reviewed {
        return None;
    }
    let file = site.records.get(id).file;
    let by = assessment.by.map_or_else(|| "the newest assessment".to_owned(), |by| format!("the assessment by `{}`", site.name(by)));
    let message = format!("{by} of {} did not know what was said on {}", found.edtf(), said.edtf());
    Some(Diagnostic::at(&ASSESSMENT_STALE, file, assessment.at, message).also(Location { file, span: at }, what))
}

/// The newest of the claim itself and of the answers that deny it: who confirms or declines asks no new question of the finding, and neither
/// does who denies what was not borne out.
fn last_said<'c>(site: Site, id: RecordId, claim: &Claim<'c>, found: &Assessment) -> Option<(&'c Date, Span, String)> {
    let claimed = claim.date.known().map(|date| (date, site.place(id, &["date"]).span, "claimed then".to_owned()));
    let is_refuted = found.finding.is_some_and(|finding| finding.word == "not_supported");
    let answers = claim.responses.iter().filter_map(|response| {
        let stance = response.stance.filter(|stance| stance.word == "denies" && !is_refuted)?;
        let by = response.by.map_or_else(String::new, |by| format!("`{}` ", site.name(by)));
        Some((response.date.known()?, response.at, format!("{by}{} it on {}", stance.label, response.date.known()?.edtf())))
    });
    claimed.into_iter().chain(answers).max_by_key(|(date, ..)| date.sort_key(None))
}
