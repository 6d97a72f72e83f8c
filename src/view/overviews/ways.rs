//! What would free something: sets of links that would have to go, in words.
//!
//! In: what was derived about freeing. Out: alternatives, and what is said where not all of them were computed.

use crate::derive::{Deadlock, Freeing, LinkId, Root, Unsearched};
use crate::graph::RecordId;
use crate::model::LinkSort;
use crate::view::atoms::Link;
use crate::view::build::View;
use serde::Serialize;

/// What would free something.
#[derive(Clone, Debug, Serialize)]
pub struct Ways {
    /// What; nothing, if everything that is stuck is meant.
    pub of: Option<Link>,
    /// Whether it is stuck even without the weak links.
    pub firmly: bool,
    /// Alternatives, the smallest first: all links of one would have to go.
    pub sets: Vec<Vec<Cut>>,
    /// What has to be said of what is missing in `sets`.
    pub note: Option<String>,
    /// The deadlocks to be looked at apart, where combinations were not computed.
    pub apart: Vec<Link>,
    /// Whether there are more deadlocks than those.
    pub more_apart: bool,
}

/// What the removal of one link would mean: "the vote – no longer needs – a truce".
#[derive(Clone, Debug, Serialize)]
pub struct Cut {
    /// Who or what.
    pub before: Vec<Link>,
    /// Would do what.
    pub words: String,
    /// To what.
    pub after: Vec<Link>,
    /// Whether the link is weak.
    pub weak: bool,
}

/// Deadlocks that are named where everything is looked at apart.
const APART: usize = 10;

impl View<'_> {
    /// What would free a thing that is stuck.
    pub(super) fn ways(self, id: RecordId) -> Option<Ways> {
        let dependencies = self.derived.dependencies();
        let thing = dependencies.thing(id)?;
        let deadlocks = thing.deadlocks.iter().map(|at| &dependencies.deadlocks[*at]);
        let (apart, more_apart) = self.apart(&thing.freeing, deadlocks, thing.more_deadlocks);
        Some(Ways {
            of: Some(self.link(id)),
            firmly: thing.firmly,
            sets: self.sets(&thing.freeing),
            note: note(&thing.freeing),
            apart,
            more_apart,
        })
    }

    /// What would free everything that is stuck.
    pub(super) fn ways_together(self) -> Ways {
        let dependencies = self.derived.dependencies();
        let more = dependencies.deadlocks.len() > APART;
        let (apart, more_apart) = self.apart(&dependencies.together, dependencies.deadlocks.iter().take(APART), more);
        let (sets, note) = (self.sets(&dependencies.together), note(&dependencies.together));
        Ways { of: None, firmly: dependencies.summary.stuck_firmly > 0, sets, note, apart, more_apart }
    }

    /// What removing a link would mean.
    fn cut(self, id: LinkId) -> Cut {
        let link = self.derived.dependencies().link(id);
        let (holder, others) = (vec![self.link(link.holder)], self.links(link.to.iter().copied()));
        let (before, words, after) = match link.sort {
            LinkSort::Blocked => (others, "no longer refuses", holder),
            LinkSort::AnyOf => (holder, "no longer needs any of", others),
            _ => (holder, "no longer needs", others),
        };
        Cut { before, words: words.to_owned(), after, weak: link.is_weak() }
    }

    fn sets(self, freeing: &Freeing) -> Vec<Vec<Cut>> {
        freeing.sets.iter().map(|set| set.iter().map(|link| self.cut(*link)).collect()).collect()
    }

    fn apart<'d>(self, freeing: &Freeing, deadlocks: impl Iterator<Item = &'d Deadlock>, more: bool) -> (Vec<Link>, bool) {
        if freeing.unsearched.is_none() || !freeing.sets.is_empty() {
            return (Vec::new(), false);
        }
        let link = |deadlock: &Deadlock| match &deadlock.root {
            Root::Refused { thing, .. } => self.link(*thing),
            Root::Cycle { members, .. } => self.link(members[0]),
        };
        (deadlocks.map(link).collect(), more)
    }
}

fn note(freeing: &Freeing) -> Option<String> {
    let words = match (freeing.unsearched, freeing.sets.is_empty()) {
        (None, _) if freeing.more => "There are more ways; these are the first ten of the smallest.",
        (None, _) => return None,
        (Some(Unsearched::NeedsMore), _) => {
            "No three links are enough; larger combinations were not computed. Each of these stands in the way:"
        }
        (Some(Unsearched::TooLarge), true) => "Too much holds it for combinations to be computed. Each of these stands in the way:",
        (Some(Unsearched::TooLarge), false) => "Larger combinations were not computed.",
    };
    Some(words.to_owned())
}
