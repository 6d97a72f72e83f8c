//! What happened and is planned, in order; and what is still to come.

use super::Place;
use super::axis::{Axis, axis};
use crate::date::{self, Date, Precision};
use crate::graph::RecordId;
use crate::view::atoms::{Event, Pagination};
use crate::view::lists::capitalised;
use crate::view::pages::Head;
use serde::Serialize;

/// `timeline.html`
#[derive(Clone, Debug, Serialize)]
pub struct TimelinePage {
    /// Title, address, way here.
    pub head: Head,
    /// The headline.
    pub title: String,
    /// A drawing of all events, on the first page; none where there is nothing to see in it.
    pub axis: Option<Axis>,
    /// The events of this page by month.
    pub months: Vec<Month>,
    /// How many there are in all.
    pub total: usize,
    /// The address of what is still to come.
    pub upcoming: Option<String>,
    /// The pages of the list.
    pub pagination: Option<Pagination>,
}

/// Events of one month, or of a longer time that is all that is known.
#[derive(Clone, Debug, Serialize)]
pub struct Month {
    /// "December 2025", "2025", "date unknown".
    pub title: String,
    /// The events, in order.
    pub events: Vec<Event>,
}

/// `upcoming.html`
#[derive(Clone, Debug, Serialize)]
pub struct UpcomingPage {
    /// Title, address, way here.
    pub head: Head,
    /// The headline.
    pub title: String,
    /// The events of this page, in order; those without a date last.
    pub events: Vec<Event>,
    /// How many there are in all.
    pub total: usize,
    /// The address of all events.
    pub timeline: Option<String>,
    /// The pages of the list.
    pub pagination: Option<Pagination>,
}

pub(super) fn timeline(place: &Place) -> TimelinePage {
    let view = place.view;
    let events = view.derived.events();
    let here: Vec<(String, RecordId)> = place.here().map(|at| (month(place, events[at]), events[at])).collect();
    let of_month =
        |chunk: &[(String, RecordId)]| Month { title: chunk[0].0.clone(), events: chunk.iter().map(|(_, id)| view.event(*id)).collect() };
    let dates = place.all().iter().map(|at| {
        let event = view.records.event(events[*at]);
        (event.date.known(), event.status.map(|status| status.word))
    });
    let title = place.overview.title();
    TimelinePage {
        head: place.head(title, "What happened and what is planned, in order; loose dates stay as loose as they are known."),
        title: title.to_owned(),
        axis: if place.number == 1 { axis(dates, &view.config.language) } else { None },
        months: here.chunk_by(|a, b| a.0 == b.0).map(of_month).collect(),
        total: place.all().len(),
        upcoming: view.overview_url(super::Overview::Upcoming, place.story),
        pagination: place.pagination(),
    }
}

pub(super) fn upcoming(place: &Place) -> UpcomingPage {
    let view = place.view;
    let title = place.overview.title();
    UpcomingPage {
        head: place.head(title, "What is planned: where, when by the clock there, and when in UTC."),
        title: title.to_owned(),
        events: place.here().map(|at| view.event(view.derived.upcoming()[at])).collect(),
        total: place.all().len(),
        timeline: view.overview_url(super::Overview::Timeline, place.story),
        pagination: place.pagination(),
    }
}

/// The month a date lies in; where that is not known, the date itself. An interval is found where it begins.
fn month(place: &Place, event: RecordId) -> String {
    let view = place.view;
    let event = view.records.event(event);
    let Some(date) = event.date.known() else { return capitalised(&view.when(event.date).text) };
    let words = |date: &Date| date::words(date, &view.config.language);
    let bounds = date.earliest().zip(date.latest());
    let is_known = date.precision() == Precision::Interval
        || bounds.is_some_and(|(first, last)| (first.year(), first.month()) == (last.year(), last.month()));
    let month = date.earliest().filter(|_| is_known).and_then(|day| Date::parse(&format!("{:04}-{:02}", day.year(), day.month())).ok());
    words(month.as_ref().unwrap_or(date))
}
