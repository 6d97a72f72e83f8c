//! Who changed their position: was, is, when, on whose word.

use super::Place;
use crate::view::atoms::{Pagination, Position};
use crate::view::pages::Head;
use serde::Serialize;

/// `position-changes.html`
#[derive(Clone, Debug, Serialize)]
pub struct PositionChangesPage {
    /// Title, address, way here.
    pub head: Head,
    /// The headline.
    pub title: String,
    /// The changes of this page, newest first.
    pub changes: Vec<ChangeOfPosition>,
    /// How many there are in all.
    pub total: usize,
    /// The pages of the list.
    pub pagination: Option<Pagination>,
}

/// A newer position in own words with another stance.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeOfPosition {
    /// Before.
    pub was: Position,
    /// After: whose, on what, since when, from where.
    pub is: Position,
}

pub(super) fn changes(place: &Place) -> PositionChangesPage {
    let view = place.view;
    let change = |at: usize| {
        let (was, is) = view.derived.position_changes()[at];
        ChangeOfPosition { was: view.position(was), is: view.position(is) }
    };
    let title = place.overview.title();
    PositionChangesPage {
        head: place.head(title, "Who changed their position in their own words: what it was, what it is, since when."),
        title: title.to_owned(),
        changes: place.here().map(change).collect(),
        total: place.all().len(),
        pagination: place.pagination(),
    }
}
