//! Something newer on the same subject, of which a record that was looked at does not know.

use crate::check::{Findings, Site};
use crate::date::Date;
use crate::derive::is_told;
use crate::diag::codes::TOUCHED_BY_NEWER;
use crate::graph::{RecordId, Via};
use crate::source::Location;

/// Something newer.
struct Newer<'s> {
    date: &'s Date,
    at: Location,
    what: String,
}

/// Only records that say when somebody last looked at them. An entry of updates that names one is a look, too.
pub(super) fn run(site: Site, findings: &mut Findings) {
    let records = site.records;
    for (id, record) in records.graph.iter().filter(|(id, _)| site.is_live(*id)) {
        let Some(looked) = records.looked_at(id) else { continue };
        let told = fields_to(site, id).filter(|from| records.get(*from).kind == records.kinds.update && is_told(records, *from));
        let told = told.filter_map(|update| records.update(update).date.known());
        let looked = told.chain([looked]).max_by_key(|date| date.sort_key(None)).expect("the day of the look is one of them");
        let is_newer = |newer: &Newer| looked.is_before(newer.date) && !newer.date.is_future(site.derived.today);
        let mut newer: Vec<Newer> = about(site, id).into_iter().filter(is_newer).collect();
        newer.sort_by_key(|newer| (newer.date.sort_key(None), newer.at));
        let Some(newest) = newer.pop() else { continue };
        let message = format!("`{}` was last looked at on {}, and there is something newer", site.short_name(id), looked.edtf());
        let problem = site.found(&TOUCHED_BY_NEWER, id, &["reviewed_on", "updated"], message).also(newest.at, newest.what);
        let problem = if newer.is_empty() { problem } else { problem.help(format!("and {} more since then", newer.len())) };
        let field = if record.kind == records.kinds.page { "`updated`" } else { "`reviewed_on`" };
        findings.add(id, problem.help(format!("see whether it still holds, then write the day into {field}")));
    }
}

/// The records with a field that leads to this one, each once.
fn fields_to(site: Site, id: RecordId) -> impl Iterator<Item = RecordId> {
    let mut from: Vec<RecordId> =
        site.records.graph.to(id).iter().filter(|edge| matches!(edge.via, Via::Field(..))).map(|edge| edge.from).collect();
    from.dedup();
    from.into_iter()
}

/// What is said about a record: events, claims, quotations, figures and documents about it, positions on it, answers to it and findings on it.
/// About a page, whatever is about the issues that it is about.
fn about<'s>(site: Site<'s>, id: RecordId) -> Vec<Newer<'s>> {
    let records = site.records;
    let kinds = records.kinds;
    let kind = records.get(id).kind;
    let tells = [kinds.event, kinds.claim, kinds.quote, kinds.figure, kinds.document];
    // Who or what somebody is does not change with each word about them: where a review is due, events are.
    let lasts = [kinds.actor, kinds.place, kinds.term, kinds.source].contains(&kind);
    let tells = if lasts { &tells[..1] } else { &tells[..] };
    if lasts && records.reviewed_on(id).is_none() {
        return Vec::new();
    }
    let is_about = |from: &RecordId, subject: RecordId| {
        let other = records.get(*from).kind;
        (tells.contains(&other) && records.about(*from).any(|about| about == subject))
            || (other == kinds.position && records.position(*from).issue == Some(subject))
    };
    let mut subjects = vec![id];
    if kind == kinds.page {
        subjects.extend(records.about(id).filter(|about| records.get(*about).kind == kinds.issue));
    }
    let mut others: Vec<RecordId> =
        subjects.iter().flat_map(|subject| fields_to(site, *subject).filter(|from| is_about(from, *subject))).collect();
    others.sort_unstable();
    others.dedup();
    // What stands in its own text was written with it.
    others.retain(|other| site.is_live(*other) && (records.get(*other).kind == kinds.position || records.graph.host(*other) != id));
    let mut found: Vec<Newer> = others.into_iter().flat_map(|other| days(site, other)).collect();
    if kind == kinds.claim {
        let claim = records.claim(id);
        let file = records.get(id).file;
        let answers = claim.responses.iter().map(|response| (response.date, response.at, "an answer"));
        let assessments = claim.assessments.iter().map(|assessment| (assessment.date, assessment.at, "a finding"));
        found.extend(answers.chain(assessments).filter_map(|(date, span, what)| {
            let date = date.known()?;
            Some(Newer { date, at: Location { file, span }, what: format!("{what} of {}", date.edtf()) })
        }));
    }
    found
}

/// The days of a record: when it happened or was said, and when the site heard of it.
fn days<'s>(site: Site<'s>, id: RecordId) -> impl Iterator<Item = Newer<'s>> {
    let records = site.records;
    let kind = records.get(id).kind;
    let happened = if kind == records.kinds.figure { records.figure(id).as_of.known() } else { records.date_of(id).known() };
    let label = records.schema.kind(kind).label.to_lowercase();
    let newer =
        move |(date, how): (_, &str)| Newer { date, at: records.get(id).location(), what: format!("{label} {how} {}", Date::edtf(date)) };
    [happened.map(|date| (date, "of")), records.recorded_on(id).map(|date| (date, "recorded on"))].into_iter().flatten().map(newer)
}
