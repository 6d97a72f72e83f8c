//! What is not known, by sort, each entry leading to its record.

use super::{Overview, Place};
use crate::derive::{Unknown, UnknownSort};
use crate::view::atoms::{Pagination, Question};
use crate::view::pages::Head;
use serde::Serialize;

/// `unknowns.html`
#[derive(Clone, Debug, Serialize)]
pub struct UnknownsPage {
    /// Title, address, way here.
    pub head: Head,
    /// The headline.
    pub title: String,
    /// The gaps of this page, by sort.
    pub groups: Vec<Gaps>,
    /// How many there are in all.
    pub total: usize,
    /// The pages of the list.
    pub pagination: Option<Pagination>,
}

/// Gaps of one sort.
#[derive(Clone, Debug, Serialize)]
pub struct Gaps {
    /// The word of the sort (`outcome`).
    pub sort: String,
    /// Its heading.
    pub title: String,
    /// How many there are of this sort in all.
    pub total: usize,
    /// The gaps.
    pub questions: Vec<Question>,
}

pub(super) fn page(place: &Place) -> UnknownsPage {
    let view = place.view;
    let all = place.all();
    let unknown = |at: usize| -> &Unknown { &view.derived.unknowns()[at] };
    let here: Vec<usize> = place.here().collect();
    // Gaps stand in the order of their sorts: the ends of one are found without looking at all of them, which every page would do.
    let total = |sort: UnknownSort| {
        let before = all.partition_point(|at| unknown(*at).sort < sort);
        all[before..].partition_point(|at| unknown(*at).sort == sort)
    };
    let gaps = |chunk: &[usize]| {
        let sort = unknown(chunk[0]).sort;
        Gaps {
            sort: sort.word().to_owned(),
            title: heading(sort).to_owned(),
            total: total(sort),
            questions: chunk.iter().map(|at| view.question(unknown(*at))).collect(),
        }
    };
    let title = Overview::Unknowns.title();
    UnknownsPage {
        head: place.head(
            title,
            "Open questions, undisclosed points, missing outcomes, dates and sources, and claims that rest on one party’s word.",
        ),
        title: title.to_owned(),
        groups: here.chunk_by(|a, b| unknown(*a).sort == unknown(*b).sort).map(gaps).collect(),
        total: all.len(),
        pagination: place.pagination(),
    }
}

fn heading(sort: UnknownSort) -> &'static str {
    match sort {
        UnknownSort::Outcome => "Outcomes that are not reported",
        UnknownSort::Points => "Points that nobody has published",
        UnknownSort::Overdue => "Planned, and past its date",
        UnknownSort::Question => "Questions on which nobody has a recorded position",
        UnknownSort::Claim => "Claims that nobody but one party vouches for",
        UnknownSort::Stated => "Said to be unknown",
        UnknownSort::Undated => "Without a date",
        UnknownSort::Unsourced => "Without a source",
    }
}
