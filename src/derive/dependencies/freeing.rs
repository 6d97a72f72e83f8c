//! The smallest sets of links whose removal frees something (MODEL §3).
//!
//! In: the net as it stands, and what is to be freed. Out: the sets of at most three links of which no part would do, the first ten by
//! size and then by id. Nothing is guessed: every set was tried with the same fixpoint that says what is stuck.
//!
//! The search is that for hitting sets: as long as the wanted thing is stuck there is a set of links that alone hold it (a *hold*: a way to
//! a refusal, or a circle), and whatever frees it must remove one of these. So only links of a hold are branched on, level by level.

use super::cycles::cycles;
use super::deadlocks::Standing;
use super::net::{Need, NeedSort, Net, Thing};
use super::{Freeing, LinkId, Unsearched};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// Links in one set.
const LARGEST: usize = 3;

/// Sets that are kept for one thing.
const KEPT: usize = 10;

/// Steps for the search of one thing; enough for every net of some twenty links, whatever its shape.
const STEPS: usize = 2_000_000;

/// Steps for all searches of things together: where thousands are stuck, each gets less. Which get an answer so depends on the site as a
/// whole, and neither on the machine nor on the order of the search.
const ALL_STEPS: usize = 40_000_000;

/// Steps for the search of what frees everything.
const STEPS_TOGETHER: usize = 10_000_000;

/// What would free each of the stuck things, in their order.
pub(super) fn each(standing: &Standing) -> Vec<Freeing> {
    let stuck: Vec<Thing> = (0..standing.net.len() as Thing).filter(|thing| standing.stuck[*thing as usize]).collect();
    let steps = STEPS.min(ALL_STEPS / stuck.len().max(1));
    let one = |thing: &Thing| match hold_of(standing, &[*thing], steps) {
        Some(net) => Search { net: &net, wanted: &[0], steps }.sets(),
        None => Freeing { unsearched: Some(Unsearched::TooLarge), ..Freeing::default() },
    };
    stuck.par_iter().map(one).collect()
}

/// What would free all of them together.
pub(super) fn together(standing: &Standing) -> Freeing {
    let stuck: Vec<Thing> = (0..standing.net.len() as Thing).filter(|thing| standing.stuck[*thing as usize]).collect();
    let wanted: Vec<Thing> = (0..stuck.len() as Thing).collect();
    if wanted.is_empty() {
        return Freeing::default();
    }
    match hold_of(standing, &stuck, STEPS_TOGETHER) {
        Some(net) => Search { net: &net, wanted: &wanted, steps: STEPS_TOGETHER }.sets(),
        None => Freeing { unsearched: Some(Unsearched::TooLarge), ..Freeing::default() },
    }
}

/// All that can hold some things: they and what they wait for, with their unmet needs; the wanted stand first. Nothing if it is too much
/// to search. A need that is met stays met whatever is removed, so it is left out.
fn hold_of(standing: &Standing, wanted: &[Thing], steps: usize) -> Option<Net> {
    let mut things: Vec<Thing> = wanted.to_vec();
    let mut places: FxHashMap<Thing, Thing> = wanted.iter().enumerate().map(|(at, thing)| (*thing, at as Thing)).collect();
    let mut needs = Vec::new();
    let (mut at, mut spent) = (0, 0);
    while at < things.len() {
        for own in standing.net.own(things[at]).filter(|own| standing.unmet[*own]) {
            let need = &standing.net.needs[own];
            spent += 1 + need.to.len();
            // One pass over it must be affordable more than a few times.
            if spent > steps / 8 {
                return None;
            }
            let mut to = Vec::with_capacity(need.to.len());
            for end in need.to.iter().filter(|end| standing.stuck[**end as usize]) {
                to.push(*places.entry(*end).or_insert_with(|| {
                    things.push(*end);
                    things.len() as Thing - 1
                }));
            }
            needs.push(Need { holder: at as Thing, to, ..*need });
        }
        at += 1;
    }
    Some(Net::new(things.len(), needs))
}

struct Search<'n> {
    net: &'n Net,
    wanted: &'n [Thing],
    steps: usize,
}

impl Search<'_> {
    fn sets(&self) -> Freeing {
        let mut left = self.steps;
        let mut found: Vec<Vec<LinkId>> = Vec::new();
        // Sets that do not free it, with what is stuck without their links.
        let mut open: Vec<(Vec<LinkId>, Vec<bool>)> = vec![(Vec::new(), self.net.stuck(|_| true))];
        for size in 1..=LARGEST {
            let mut candidates: BTreeSet<Vec<LinkId>> = BTreeSet::new();
            for (removed, stuck) in &open {
                if !spend(&mut left, 4 * self.net.weight()) {
                    return cut(found, Unsearched::TooLarge);
                }
                for link in self.hold(removed, stuck) {
                    let mut larger = removed.clone();
                    larger.push(link);
                    larger.sort_unstable();
                    if !found.iter().any(|set| set.iter().all(|link| larger.contains(link))) {
                        candidates.insert(larger);
                    }
                }
            }
            open.clear();
            let mut of_this_size = Vec::new();
            for removed in candidates {
                if !spend(&mut left, self.net.weight()) {
                    // Candidates come in order, so these are the first.
                    found.extend(of_this_size);
                    return cut(found, Unsearched::TooLarge);
                }
                let stuck = self.net.stuck(|link| !removed.contains(&link));
                if !self.wanted.iter().any(|thing| stuck[*thing as usize]) {
                    of_this_size.push(removed);
                } else if size < LARGEST {
                    open.push((removed, stuck));
                }
                // What follows could only stand behind these.
                if found.len() + of_this_size.len() > KEPT {
                    break;
                }
            }
            found.extend(of_this_size);
            if found.len() > KEPT {
                break;
            }
        }
        let unsearched = found.is_empty().then_some(Unsearched::NeedsMore);
        match unsearched {
            Some(reason) => cut(found, reason),
            None => Freeing { more: found.len() > KEPT, sets: found.into_iter().take(KEPT).collect(), unsearched: None },
        }
    }

    /// Links, in order, that alone hold one of the wanted things although some were removed.
    fn hold(&self, removed: &[LinkId], stuck: &[bool]) -> Vec<LinkId> {
        let counts = |link: LinkId| !removed.contains(&link);
        let unmet = self.net.unmet(stuck, counts);
        let refused = self.ways_to_refusals(&unmet);
        let held = self.wanted.iter().copied().filter(|thing| stuck[*thing as usize]);
        let nearest = held.clone().filter_map(|thing| refused.get(&thing).map(|(cost, _)| (*cost, thing))).min();
        let start = match nearest {
            Some((_, thing)) => thing,
            // Nothing that is wanted is held by a refusal alone. Where everything is wanted, a cycle is a smaller hold than the way to it.
            None if self.wanted.len() > 1 => {
                let all = (0..self.net.len() as Thing).collect();
                let first = cycles(self.net, all, counts).into_iter().next();
                first.map_or_else(|| self.wanted[0], |cycle| cycle[0])
            }
            None => self.wanted[0],
        };
        let mut links = BTreeSet::new();
        let (mut seen, mut pending) = (BTreeSet::from([start]), vec![start]);
        while let Some(thing) = pending.pop() {
            let any = || self.net.own(thing).find(|at| unmet[*at]).map(|at| (at, None));
            let by_refusal = refused.get(&thing).map(|(_, way)| *way);
            let (at, to) = by_refusal.or_else(any).expect("a stuck thing has an unmet need");
            let need = &self.net.needs[at];
            links.insert(need.link);
            let first = || need.to.iter().copied().find(|to| stuck[*to as usize]);
            let ends = match need.sort {
                NeedSort::Refusal => Vec::new(),
                NeedSort::All => to.or_else(first).into_iter().collect(),
                NeedSort::Any => need.to.clone(),
            };
            pending.extend(ends.into_iter().filter(|end| seen.insert(*end)));
        }
        links.into_iter().collect()
    }

    /// For each thing that refusals alone hold, the fewest links that do it (links that serve two ways counted twice), and the first step:
    /// which need, and to which of its ends. Things leave the heap by their cost, so each is settled once (Knuth's form of Dijkstra's).
    fn ways_to_refusals(&self, unmet: &[bool]) -> FxHashMap<Thing, (usize, (usize, Option<Thing>))> {
        let mut settled = FxHashMap::default();
        let mut heap = BinaryHeap::new();
        // Of each any-of, how many ways are not settled yet, and what the settled ones cost.
        let mut choices: FxHashMap<usize, (usize, usize)> = FxHashMap::default();
        for (at, need) in self.net.needs.iter().enumerate().filter(|(at, _)| unmet[*at]) {
            match need.sort {
                NeedSort::Refusal => heap.push(Reverse((1, need.holder, at, None))),
                NeedSort::Any => {
                    choices.insert(at, (need.to.len(), 1));
                }
                NeedSort::All => {}
            }
        }
        while let Some(Reverse((cost, thing, by, to))) = heap.pop() {
            if settled.contains_key(&thing) {
                continue;
            }
            settled.insert(thing, (cost, (by, to)));
            for at in self.net.waiting(thing).iter().map(|at| *at as usize).filter(|at| unmet[*at]) {
                let need = &self.net.needs[at];
                match choices.get_mut(&at) {
                    None => heap.push(Reverse((cost + 1, need.holder, at, Some(thing)))),
                    Some((left, sum)) => {
                        (*left, *sum) = (*left - 1, *sum + cost);
                        if *left == 0 {
                            heap.push(Reverse((*sum, need.holder, at, None)));
                        }
                    }
                }
            }
        }
        settled
    }
}

/// What was found before the search ended without all answers.
fn cut(found: Vec<Vec<LinkId>>, reason: Unsearched) -> Freeing {
    Freeing { sets: found, more: false, unsearched: Some(reason) }
}

fn spend(left: &mut usize, steps: usize) -> bool {
    let enough = *left >= steps;
    *left = left.saturating_sub(steps);
    enough
}
