//! What is not known, computed from what is empty (MODEL §3).

use super::{Stances, Status, Verdict};
use crate::date::Day;
use crate::graph::RecordId;
use crate::model::{Records, When};
use rustc_hash::FxHashMap;

/// What sort of gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// An event that is over and whose outcome is not written down.
    Outcome,
    /// Points of a document that nobody has published.
    Points,
    /// A planned event whose date is past.
    Overdue,
    /// A question on which nobody has a recorded position.
    Question,
    /// A claim that rests on one party's word, or on nobody's.
    Claim,
    /// A figure, position, assessment or quotation without date or source.
    Undated,
}

/// One gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What sort.
    pub sort: Sort,
    /// In which record.
    pub record: RecordId,
    /// How many, where it is a number of points.
    pub count: Option<i64>,
}

/// Lists the gaps, the heaviest sorts first, each in the order of the inventory.
pub fn unknowns(
    records: Records,
    statuses: &FxHashMap<RecordId, Status>,
    positions: &FxHashMap<RecordId, Vec<Stances>>,
    today: Day,
) -> Vec<Unknown> {
    let kinds = records.kinds;
    let mut found = Vec::new();
    let mut add = |sort: Sort, record: RecordId, count: Option<i64>| found.push(Unknown { sort, record, count });
    for id in records.graph.of_kind(kinds.event) {
        let event = records.event(*id);
        let status = event.status.map_or("", |status| status.word);
        if status == "completed" && !event.has_outcome {
            add(Sort::Outcome, *id, None);
        }
        if matches!(status, "tentative" | "scheduled" | "under_way") && event.date.known().is_some_and(|date| date.is_past(today)) {
            add(Sort::Overdue, *id, None);
        }
    }
    for id in records.graph.of_kind(kinds.document) {
        if let Some(count) = undisclosed(records, *id).filter(|count| *count > 0) {
            add(Sort::Points, *id, Some(count));
        }
    }
    for id in records.graph.of_kind(kinds.issue) {
        if records.question(*id).is_some() && !positions.contains_key(id) {
            add(Sort::Question, *id, None);
        }
    }
    for id in records.graph.of_kind(kinds.claim) {
        let verdict = statuses.get(id).and_then(|status| status.verdict);
        if matches!(verdict, Some(Verdict::SingleParty | Verdict::Unreviewed)) {
            add(Sort::Claim, *id, None);
        }
        let loose = |assessment: &crate::model::Assessment| open(assessment.date, assessment.source);
        if records.claim(*id).assessments.iter().any(loose) {
            add(Sort::Undated, *id, None);
        }
    }
    for id in records.graph.of_kind(kinds.figure) {
        let figure = records.figure(*id);
        if open(figure.as_of, figure.source) {
            add(Sort::Undated, *id, None);
        }
    }
    for id in records.graph.of_kind(kinds.position) {
        let position = records.position(*id);
        if open(position.date, position.source) {
            add(Sort::Undated, *id, None);
        }
    }
    for id in records.graph.of_kind(kinds.quote) {
        let quote = records.quote(*id);
        if open(quote.date, quote.source) {
            add(Sort::Undated, *id, None);
        }
    }
    found.sort_by_key(|unknown| (unknown.sort, unknown.record));
    found
}

fn open(date: When, source: Option<RecordId>) -> bool {
    date.known().is_none() || source.is_none()
}

/// Whether a document is history: another one replaced it.
pub fn is_replaced(records: Records, document: RecordId) -> bool {
    let replaces = |from: RecordId| records.get(from).kind == records.kinds.document && records.document(from).supersedes == Some(document);
    records.superseded_by(document).is_some() || records.graph.to(document).iter().any(|edge| replaces(edge.from))
}

/// How many points of a current document nobody has published; nothing for one whose total is not known or that was replaced.
pub fn undisclosed(records: Records, document: RecordId) -> Option<i64> {
    let kinds = records.kinds;
    let total = records.document(document).points_total.filter(|_| !is_replaced(records, document))?;
    let points = records.graph.parts(document).iter().filter(|part| records.get(**part).kind == kinds.point);
    let known = points.filter(|part| records.point(**part).status.is_some_and(|status| status.word != "undisclosed")).count();
    Some(total - known as i64)
}
