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
    /// A field that says itself that nobody knows.
    Stated,
    /// A figure, position, assessment or quotation without a date.
    Undated,
    /// The same without a source.
    Unsourced,
}

impl Sort {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Sort; 8] =
        [Sort::Outcome, Sort::Points, Sort::Overdue, Sort::Question, Sort::Claim, Sort::Stated, Sort::Undated, Sort::Unsourced];

    /// Its word: in class names and in data.
    pub fn word(self) -> &'static str {
        match self {
            Sort::Outcome => "outcome",
            Sort::Points => "points",
            Sort::Overdue => "overdue",
            Sort::Question => "question",
            Sort::Claim => "claim",
            Sort::Stated => "stated",
            Sort::Undated => "undated",
            Sort::Unsourced => "unsourced",
        }
    }
}

/// One gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What sort.
    pub sort: Sort,
    /// In which record.
    pub record: RecordId,
    /// How many, where it is a number of points.
    pub count: Option<i64>,
    /// Which fields, where the record says of them that nobody knows: "place", "date in responses".
    pub fields: Vec<String>,
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
    let mut add = |sort: Sort, record: RecordId, count: Option<i64>| found.push(Unknown { sort, record, count, fields: Vec::new() });
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
        let assessments = records.claim(*id).assessments;
        let gaps = assessments.iter().map(|assessment| Gaps::of(assessment.date, assessment.source));
        for sort in gaps.fold(Gaps::default(), Gaps::or).sorts() {
            add(sort, *id, None);
        }
    }
    for id in records.graph.of_kind(kinds.figure) {
        let figure = records.figure(*id);
        for sort in Gaps::of(figure.as_of, figure.source).sorts() {
            add(sort, *id, None);
        }
    }
    for id in records.graph.of_kind(kinds.position) {
        let position = records.position(*id);
        for sort in Gaps::of(position.date, position.source).sorts() {
            add(sort, *id, None);
        }
    }
    for id in records.graph.of_kind(kinds.quote) {
        let quote = records.quote(*id);
        for sort in Gaps::of(quote.date, quote.source).sorts() {
            add(sort, *id, None);
        }
    }
    found.extend(stated(records));
    found.sort_by_key(|unknown| (unknown.sort, unknown.record));
    found
}

/// What an assertion lacks.
#[derive(Clone, Copy, Default)]
struct Gaps {
    date: bool,
    source: bool,
}

impl Gaps {
    fn of(date: When, source: Option<RecordId>) -> Gaps {
        Gaps { date: date.known().is_none(), source: source.is_none() }
    }

    fn or(self, other: Gaps) -> Gaps {
        Gaps { date: self.date || other.date, source: self.source || other.source }
    }

    fn sorts(self) -> impl Iterator<Item = Sort> {
        self.date.then_some(Sort::Undated).into_iter().chain(self.source.then_some(Sort::Unsourced))
    }
}

/// Fields that say themselves that nobody knows. The dates and sources of what is listed as undated or unsourced are not told twice.
fn stated(records: Records) -> Vec<Unknown> {
    let kinds = records.kinds;
    let told = [kinds.figure, kinds.position, kinds.quote];
    let mut found = Vec::new();
    for (id, record) in records.graph.iter() {
        let is_gap = |name: &str| ["date", "as_of", "period", "source"].contains(&name);
        let is_told = |outer: Option<&str>, name: &str| match outer {
            None => told.contains(&record.kind) && is_gap(name),
            Some(outer) => record.kind == kinds.claim && outer == "assessments" && is_gap(name),
        };
        let unknown = records.fields(id).unknown_fields().into_iter().filter(|(outer, name)| !is_told(*outer, name));
        let words = |(outer, name): (Option<&str>, &str)| outer.map_or_else(|| name.to_owned(), |outer| format!("{name} in {outer}"));
        let fields: Vec<String> = unknown.map(words).collect();
        if !fields.is_empty() {
            found.push(Unknown { sort: Sort::Stated, record: id, count: None, fields });
        }
    }
    found
}

/// Whether a document is history: another one replaced it.
pub fn is_replaced(records: Records, document: RecordId) -> bool {
    let replaces = |from: RecordId| records.kind(from) == records.kinds.document && records.document(from).supersedes == Some(document);
    records.superseded_by(document).is_some() || records.graph.to(document).iter().any(|edge| replaces(edge.from))
}

/// How many points of a current document nobody has published; nothing for one whose total is not known or that was replaced.
pub fn undisclosed(records: Records, document: RecordId) -> Option<i64> {
    let total = records.document(document).points_total.filter(|_| !is_replaced(records, document))?;
    Some(total - disclosed(records, document) as i64)
}

/// How many points of a document are known.
pub fn disclosed(records: Records, document: RecordId) -> usize {
    let is_known = |point: &RecordId| records.point(*point).status.is_some_and(|status| status.word != "undisclosed");
    super::points(records, document).filter(is_known).count()
}
