//! What needs what, what is stuck, in which deadlock, and what would free it (MODEL §3).
//!
//! In: the records, who stands where, and today. Out: one `Dependencies`, complete enough to be printed in sentences. No page, no word.
//!
//! A thing is free if no refusal stands against it, all that it needs is free, and of every choice one way is free. Everything that the
//! smallest such set does not hold is stuck: refused, waiting for something stuck, or going round in a circle. `net` computes that and
//! nothing else; `deadlocks` says why, `cycles` which circles are real, `freeing` what would change it.

mod cycles;
mod deadlocks;
mod freeing;
mod links;
mod net;

#[cfg(test)]
mod tests;

use super::Stances;
use crate::date::Day;
use crate::graph::RecordId;
use crate::model::{self, Doubt, LinkSort, Records};
use deadlocks::Standing;
use net::{Need, NeedSort, Net, Thing};
use rustc_hash::FxHashMap;

/// A link, by its place in `Dependencies::links`: links stand in the order of the records that hold them, so this order is the order of id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LinkId(pub u32);

/// Why a link no longer counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lapse {
    /// Its `until` lies before today.
    Ended,
    /// The party that refused has since accepted, in its own words: the position that says so.
    Accepted(RecordId),
}

/// A link between records, of any sort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its place among all links.
    pub id: LinkId,
    /// The record that holds it: which depends, is refused, contradicts.
    pub holder: RecordId,
    /// Its place among the links of that record, which with the record's id names it from build to build.
    pub nth: u32,
    /// What sort.
    pub sort: LinkSort,
    /// The others.
    pub to: Vec<RecordId>,
    /// Who says so.
    pub asserted_by: Option<RecordId>,
    /// Where it is written.
    pub source: Option<RecordId>,
    /// Why it is weak; nothing, if it is not.
    pub doubts: Vec<Doubt>,
    /// Why it no longer counts, if so.
    pub lapse: Option<Lapse>,
}

impl Link {
    /// Whether it rests on less than somebody's own, stated words.
    pub fn is_weak(&self) -> bool {
        !self.doubts.is_empty()
    }

    /// The link as its record holds it, with basis, strength and dates.
    pub fn written<'g>(&self, records: Records<'g>) -> model::Link<'g> {
        let all = records.links(self.holder).into_iter().chain(records.order(self.holder));
        all.into_iter().nth(self.nth as usize).expect("a link is counted among those of its record")
    }
}

/// Why something is stuck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stuck {
    /// Somebody refuses it: who.
    Refused(Vec<RecordId>),
    /// It needs something that is stuck: what.
    Waits(Vec<RecordId>),
    /// It needs, over other things, itself.
    Circle,
}

impl Stuck {
    /// On whom or what.
    pub fn on(&self) -> &[RecordId] {
        match self {
            Stuck::Refused(on) | Stuck::Waits(on) => on,
            Stuck::Circle => &[],
        }
    }
}

/// One step of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What waits.
    pub thing: RecordId,
    /// The link by which it waits for the thing of the next step.
    pub link: LinkId,
}

/// Things that wait for each other, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// From the outermost inwards.
    pub steps: Vec<Step>,
    /// How many steps are missing in the middle of `steps`, since nobody would read them.
    pub left_out: usize,
    /// What the last step waits for.
    pub end: RecordId,
}

/// What makes a deadlock one, and by what it is known: each root is reported once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Root {
    /// Something is refused.
    Refused {
        /// What.
        thing: RecordId,
        /// The refusals that stand, each a link with who refuses.
        refusals: Vec<LinkId>,
    },
    /// Things need each other and have no way out, whatever else becomes free.
    Cycle {
        /// All of them, in order of id.
        members: Vec<RecordId>,
        /// The links among them that hold it.
        links: Vec<LinkId>,
        /// A shortest way from the first member back to itself.
        round: Chain,
    },
}

/// A reason why things are stuck, with all that is stuck behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadlock {
    /// What it is.
    pub root: Root,
    /// A shortest chain from each outermost thing that waits, in order of id, at most five. None, if nothing waits for the root.
    pub chains: Vec<Chain>,
    /// How many outermost things wait: those that nothing else waits for.
    pub outermost: usize,
    /// The things that are stuck behind the root, nearest first, at most a thousand. Behind another deadlock they may be stuck too.
    pub waiting: Vec<RecordId>,
    /// Whether more wait than those.
    pub more_waiting: bool,
    /// Whether it stands without the weak links.
    pub stands_firmly: bool,
    /// The weak links at its root and in its chains: those on which the account of it rests.
    pub weakest: Vec<LinkId>,
    /// The other weak links over which things wait for it.
    pub also_weak: Vec<LinkId>,
}

/// Why not all sets were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsearched {
    /// No three links are enough.
    NeedsMore,
    /// Too many links hold it for all combinations to be tried.
    TooLarge,
}

/// What would free something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Freeing {
    /// Sets of links whose removal frees it and of which no part does: by size, then in order of id, at most ten of at most three links.
    pub sets: Vec<Vec<LinkId>>,
    /// Whether there are more such sets.
    pub more: bool,
    /// Why combinations (beyond `sets`) were not computed, if so: then each of its deadlocks has to be looked at apart.
    pub unsearched: Option<Unsearched>,
}

/// Something that is stuck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StuckThing {
    /// What.
    pub id: RecordId,
    /// Whether it is stuck even without the weak links.
    pub firmly: bool,
    /// In which deadlocks, by their places in `Dependencies::deadlocks`: the first ten.
    pub deadlocks: Vec<usize>,
    /// Whether it is in more than those.
    pub more_deadlocks: bool,
    /// What would free it.
    pub freeing: Freeing,
}

/// The whole in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Links that count.
    pub links: usize,
    /// Of these, the weak ones.
    pub weak: usize,
    /// Links that have lapsed.
    pub lapsed: usize,
    /// Things that are stuck.
    pub stuck: usize,
    /// Things that are stuck even without the weak links.
    pub stuck_firmly: usize,
    /// Deadlocks whose root is refused.
    pub refused: usize,
    /// Deadlocks that go round in a circle.
    pub cycles: usize,
    /// Deadlocks that stand without the weak links.
    pub firm_deadlocks: usize,
}

/// What needs what.
#[derive(Clone, Debug, Default)]
pub struct Dependencies {
    /// All links of all sorts, lapsed ones too, in the order of the records that hold them.
    pub links: Vec<Link>,
    /// What is stuck with all links, and why.
    pub stuck: FxHashMap<RecordId, Stuck>,
    /// What is stuck even without the weak links.
    pub stuck_firmly: FxHashMap<RecordId, Stuck>,
    /// The deadlocks, in the order of their roots.
    pub deadlocks: Vec<Deadlock>,
    /// What is stuck, in order of id.
    pub things: Vec<StuckThing>,
    /// What would free everything at once.
    pub together: Freeing,
    /// The whole in numbers.
    pub summary: Summary,
}

impl Dependencies {
    /// A link.
    pub fn link(&self, id: LinkId) -> &Link {
        &self.links[id.0 as usize]
    }

    /// Something that is stuck, with what would free it.
    pub fn thing(&self, id: RecordId) -> Option<&StuckThing> {
        self.things.binary_search_by_key(&id, |thing| thing.id).ok().map(|at| &self.things[at])
    }
}

/// Works out what is stuck on a day, and why.
pub fn dependencies(records: Records, positions: &FxHashMap<RecordId, Vec<Stances>>, today: Day) -> Dependencies {
    let links = links::links(records, positions, today);
    let (things, net) = needs(&links, |id| records.graph.is_later(id));
    let is_weak = |link: LinkId| links[link.0 as usize].is_weak();
    let stuck = net.stuck(|_| true);
    let stuck_firmly = net.stuck(|link| !is_weak(link));
    let unmet = net.unmet(&stuck, |_| true);
    let standing = Standing { net: &net, things: &things, stuck: &stuck, unmet: &unmet };
    let ((deadlocks, membership), (freeing, together)) = rayon::join(
        || deadlocks::deadlocks(&standing, &is_weak),
        || rayon::join(|| freeing::each(&standing), || freeing::together(&standing)),
    );
    let stuck_ones = (0..things.len()).filter(|at| stuck[*at]);
    let stuck_things = stuck_ones.zip(freeing).map(|(at, freeing)| {
        let (named, more_deadlocks) = &membership[at];
        let deadlocks = named.iter().map(|at| *at as usize).collect();
        StuckThing { id: things[at], firmly: stuck_firmly[at], deadlocks, more_deadlocks: *more_deadlocks, freeing }
    });
    let stuck_things: Vec<StuckThing> = stuck_things.collect();
    let standing_links = || links.iter().filter(|link| link.lapse.is_none());
    let is_refused = |deadlock: &&Deadlock| matches!(deadlock.root, Root::Refused { .. });
    let refused = deadlocks.iter().filter(is_refused).count();
    let summary = Summary {
        links: standing_links().count(),
        weak: standing_links().filter(|link| link.is_weak()).count(),
        lapsed: links.len() - standing_links().count(),
        stuck: stuck_things.len(),
        stuck_firmly: stuck_things.iter().filter(|thing| thing.firmly).count(),
        refused,
        cycles: deadlocks.len() - refused,
        firm_deadlocks: deadlocks.iter().filter(|deadlock| deadlock.stands_firmly).count(),
    };
    let firm_unmet = net.unmet(&stuck_firmly, |link| !is_weak(link));
    let firm = Standing { net: &net, things: &things, stuck: &stuck_firmly, unmet: &firm_unmet };
    Dependencies {
        stuck: reasons(&standing, &links),
        stuck_firmly: reasons(&firm, &links),
        links,
        deadlocks,
        things: stuck_things,
        together,
        summary,
    }
}

/// The net of all links that count and can make something stuck. Its things are the records that hold one; everything else needs nothing.
fn needs(links: &[Link], is_later: impl Fn(RecordId) -> bool) -> (Vec<RecordId>, Net) {
    let binding = |link: &&Link| link.lapse.is_none() && matches!(link.sort, LinkSort::AllOf | LinkSort::AnyOf | LinkSort::Blocked);
    let mut things: Vec<RecordId> = links.iter().filter(binding).map(|link| link.holder).collect();
    things.dedup();
    let places: FxHashMap<RecordId, Thing> = things.iter().enumerate().map(|(at, id)| (*id, at as Thing)).collect();
    let need = |link: &Link| {
        let sort = match link.sort {
            LinkSort::AllOf => NeedSort::All,
            LinkSort::AnyOf => NeedSort::Any,
            _ => NeedSort::Refusal,
        };
        let mut to: Vec<Thing> = match sort {
            NeedSort::All | NeedSort::Any => link.to.iter().filter_map(|to| places.get(to).copied()).collect(),
            NeedSort::Refusal => Vec::new(),
        };
        // As of a day: a choice that nobody knew of then is no way out, unless nobody knew of any.
        let known = link.to.iter().filter(|to| !is_later(**to)).count();
        let way_out = to.len() < known || known == 0;
        to.sort_unstable();
        to.dedup();
        Need { link: link.id, holder: places[&link.holder], sort, to, way_out }
    };
    let needs = links.iter().filter(binding).map(need).collect();
    let net = Net::new(things.len(), needs);
    (things, net)
}

/// Why each thing is stuck.
fn reasons(standing: &Standing, links: &[Link]) -> FxHashMap<RecordId, Stuck> {
    let net = standing.net;
    let leads = leading_to_refusal(standing);
    let reason = |thing: Thing| {
        let unmet = || net.own(thing).filter(|at| standing.unmet[*at]).map(|at| &net.needs[at]);
        let refusals = unmet().filter(|need| need.sort == NeedSort::Refusal);
        let refused: Vec<RecordId> = refusals.flat_map(|need| links[need.link.0 as usize].to.iter().copied()).collect();
        if !refused.is_empty() {
            return Stuck::Refused(refused);
        }
        let mut waits: Vec<RecordId> =
            unmet().flat_map(|need| &need.to).filter(|to| standing.stuck[**to as usize]).map(|to| standing.things[*to as usize]).collect();
        waits.sort_unstable();
        waits.dedup();
        if leads[thing as usize] { Stuck::Waits(waits) } else { Stuck::Circle }
    };
    let stuck = (0..net.len() as Thing).filter(|thing| standing.stuck[*thing as usize]);
    stuck.map(|thing| (standing.things[thing as usize], reason(thing))).collect()
}

/// From which things a chain of unmet needs ends at a refusal; from the others it can only go round. Walked from the refusals back, once.
fn leading_to_refusal(standing: &Standing) -> Vec<bool> {
    let net = standing.net;
    let refusals = net.needs.iter().zip(standing.unmet).filter(|(need, unmet)| **unmet && need.sort == NeedSort::Refusal);
    let mut pending: Vec<Thing> = refusals.map(|(need, _)| need.holder).collect();
    let mut leads = vec![false; net.len()];
    while let Some(thing) = pending.pop() {
        if !std::mem::replace(&mut leads[thing as usize], true) {
            pending.extend(net.waiting(thing).iter().filter(|at| standing.unmet[**at as usize]).map(|at| net.needs[*at as usize].holder));
        }
    }
    leads
}
