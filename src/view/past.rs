//! What a copy of the site as it was known on an earlier day has of its own: its folder, its banner, and the way to the current site.
//!
//! In: the day, and the plan of the current site. Out: what its pages say about that. Which records such a copy holds was decided before;
//! which pages it leaves out is said in `plan`.

use super::build::View;
use super::pages::AsOf;
use super::plan::Plan;
use crate::date::{Date, Day};
use crate::emit::Addresses;
use crate::graph::Graph;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// The day of a copy, and the site it is a copy of.
#[derive(Clone, Debug)]
pub struct Past {
    day: Day,
    current: Arc<Plan>,
    /// Where the current site shows what the copy does not know.
    later: FxHashSet<String>,
}

impl Past {
    /// A copy of a day; the graph is the one of that day.
    pub fn of(day: Day, current: Plan, graph: &Graph) -> Past {
        let later = graph.later().filter_map(|id| current.address(id)).map(str::to_owned).collect();
        Past { day, current: Arc::new(current), later }
    }

    /// The path before every address of the copy.
    pub(super) fn base(&self) -> String {
        self.current.href(&folder(self.day))
    }
}

/// The folder of a copy in the output.
fn folder(day: Day) -> String {
    format!("{}/{day}/", Addresses::<()>::COPIES)
}

impl Plan {
    /// The folder of the output that holds the copies: builds of other days fill it.
    pub const COPIES: &str = Addresses::<()>::COPIES;

    /// The day of which the site is a copy; none for the current site.
    pub fn day(&self) -> Option<Day> {
        self.past.as_ref().map(|past| past.day)
    }

    /// Whether an address, with or without a place, is one of the current site that was not known on the day of the copy.
    pub fn is_later(&self, address: &str) -> bool {
        let Some(past) = &self.past else { return false };
        let decoded = percent_encoding::percent_decode_str(address).decode_utf8_lossy();
        let path = decoded.split(['?', '#']).next().unwrap_or(&decoded);
        let place = decoded.split_once('#').map(|(_, place)| format!("{path}#{place}"));
        place.is_some_and(|place| past.later.contains(&place)) || (past.current.knows(path) && !self.knows(path))
    }

    /// An address as it is written in pages for what the current site has.
    pub fn current(&self, address: &str) -> String {
        self.past.as_ref().map_or_else(|| self.href(address), |past| past.current.href(address))
    }
}

impl View<'_> {
    /// The banner of a page of a copy: its day, and the same page of the current site, or its home where it has none.
    pub(super) fn as_of(self, address: &str) -> Option<AsOf> {
        let past = self.plan.of_copy().past.as_ref()?;
        let address = if past.current.knows(address) { address } else { "/" };
        Some(AsOf { when: self.date(&Date::on(past.day), None), url: self.plan.of_copy().current(address) })
    }

    /// The whole address of a page on the current site: what search engines and others shall keep.
    pub(super) fn canonical(self, address: &str) -> Option<String> {
        let origin = &self.config.base_url.origin;
        let is_current = self.plan.of_copy().past.as_ref().is_none_or(|past| past.current.knows(address));
        (!origin.is_empty() && is_current).then(|| format!("{origin}{}", self.plan.of_copy().current(address)))
    }
}
