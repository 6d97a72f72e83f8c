//! What was wrong here and was put right.

use super::{Overview, Place};
use crate::view::atoms::{Pagination, Update};
use crate::view::pages::Head;
use serde::Serialize;

/// `corrections.html`
#[derive(Clone, Debug, Serialize)]
pub struct CorrectionsPage {
    /// Title, address, way here.
    pub head: Head,
    /// The headline.
    pub title: String,
    /// The corrections of this page, newest first.
    pub corrections: Vec<Update>,
    /// How many there are in all.
    pub total: usize,
    /// The address of all changes.
    pub changes: Option<String>,
    /// The pages of the list.
    pub pagination: Option<Pagination>,
}

pub(super) fn page(place: &Place) -> CorrectionsPage {
    let view = place.view;
    let title = Overview::Corrections.title();
    let update = view.records.kinds.update;
    CorrectionsPage {
        head: place.head(title, "What was wrong here, what stands there now, and how the mistake was made or found."),
        title: title.to_owned(),
        corrections: place.here().map(|at| view.update(view.derived.changes()[at])).collect(),
        total: place.all().len(),
        changes: view.list_url(update, place.story),
        pagination: place.pagination(),
    }
}
