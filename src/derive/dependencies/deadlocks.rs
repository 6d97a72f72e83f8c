//! Deadlocks, each once: what is refused or goes round in a circle, what waits for it, over which links.
//!
//! In: the net, what is stuck in it, and which links are weak. Out: deadlocks in the order of their roots, and of each thing those it is
//! in. What would dissolve them is `freeing`'s.

use super::cycles::{connected, cycles, round};
use super::net::{NeedSort, Net, Thing};
use super::{Chain, Deadlock, LinkId, Root, Step};
use crate::graph::RecordId;
use std::collections::{BTreeSet, VecDeque};

/// How many of the things that wait are found for one deadlock, nearest first. A hub may have thousands of deadlocks and tens of thousands
/// of things that wait for it: all pairs would be neither read nor affordable.
const NEAREST: usize = 1_000;

/// How many chains are told of one deadlock.
const CHAINS: usize = 5;

/// How many steps of a chain are told; of a longer one the middle is left out.
const STEPS: usize = 32;

/// How many deadlocks are named for one thing.
pub(super) const NAMED: usize = 10;

/// The net as it stands: what is stuck, and by which needs.
pub(super) struct Standing<'n> {
    /// All needs that have not lapsed.
    pub net: &'n Net,
    /// The record that each thing is.
    pub things: &'n [RecordId],
    /// Which things are stuck.
    pub stuck: &'n [bool],
    /// Which needs are unmet; of a stuck thing at least one is.
    pub unmet: &'n [bool],
}

/// The deadlocks a thing is in: the first ten, and whether there are more.
pub(super) type Membership = (Vec<u32>, bool);

/// Finds every deadlock, and those of every thing.
pub(super) fn deadlocks(standing: &Standing, is_weak: &(dyn Fn(LinkId) -> bool + Sync)) -> (Vec<Deadlock>, Vec<Membership>) {
    let net = standing.net;
    let is_refused = |thing: &Thing| standing.unmet_of(*thing).any(|at| net.needs[at].sort == NeedSort::Refusal);
    let all: Vec<Thing> = (0..net.len() as Thing).collect();
    let refused = all.iter().copied().filter(is_refused).map(|thing| (vec![thing], true));
    let around = cycles(net, all.clone(), |_| true).into_iter().map(|cycle| (cycle, false));
    let mut roots: Vec<(Vec<Thing>, bool)> = refused.chain(around).collect();
    // By the first thing; one that is refused and stands on a cycle is refused first.
    roots.sort_by(|(one, refused), (other, too)| one[0].cmp(&other[0]).then(too.cmp(refused)));
    let is_waited_for = is_waited_for(standing);
    let mut seen = vec![0u32; net.len()];
    let found = roots.iter().enumerate().map(|(at, (root, refused))| {
        let behind = Behind::find(standing, root, &mut seen, at as u32 + 1);
        deadlock(standing, root, *refused, &behind, &is_waited_for, is_weak)
    });
    let found: Vec<Deadlock> = found.collect();
    (found, membership(standing, &roots))
}

impl Standing<'_> {
    /// The unmet needs of a thing.
    fn unmet_of(&self, thing: Thing) -> impl Iterator<Item = usize> {
        self.net.own(thing).filter(|at| self.unmet[*at])
    }
}

/// Whether some other stuck thing waits for a thing.
fn is_waited_for(standing: &Standing) -> Vec<bool> {
    let mut waited_for = vec![false; standing.net.len()];
    for (need, _) in standing.net.needs.iter().zip(standing.unmet).filter(|(_, unmet)| **unmet) {
        need.to.iter().filter(|to| **to != need.holder).for_each(|to| waited_for[*to as usize] = true);
    }
    waited_for
}

/// What waits for a root, over however many steps.
struct Behind {
    /// Nearest first, each with the need by which it waits and the thing it waits for there.
    waiting: Vec<(Thing, usize, Thing)>,
    /// Whether there are more than were looked for.
    more: bool,
    /// The needs that lead from these things to each other or to the root.
    needs: Vec<usize>,
}

impl Behind {
    /// Walks from a root to what waits for it, breadth first, so that the way back is a shortest one.
    fn find(standing: &Standing, root: &[Thing], seen: &mut [u32], walk: u32) -> Behind {
        let mut behind = Behind { waiting: Vec::new(), more: false, needs: Vec::new() };
        let mut queue: VecDeque<Thing> = root.iter().copied().collect();
        root.iter().for_each(|thing| seen[*thing as usize] = walk);
        while let Some(thing) = queue.pop_front() {
            for at in standing.net.waiting(thing).iter().map(|at| *at as usize).filter(|at| standing.unmet[*at]) {
                let holder = standing.net.needs[at].holder;
                // What the root itself waits for is no part of what waits for it.
                if root.binary_search(&holder).is_ok() {
                    continue;
                }
                let is_new = seen[holder as usize] != walk;
                if is_new && behind.waiting.len() == NEAREST {
                    behind.more = true;
                    continue;
                }
                behind.needs.push(at);
                if is_new {
                    seen[holder as usize] = walk;
                    behind.waiting.push((holder, at, thing));
                    queue.push_back(holder);
                }
            }
        }
        behind.needs.sort_unstable();
        behind.needs.dedup();
        behind
    }

    /// The things from which chains are told: those that nothing waits for; if those at the end wait for each other, the farthest.
    fn outermost(&self, waited_for: &[bool]) -> Vec<usize> {
        let mut ends: Vec<usize> = (0..self.waiting.len()).filter(|at| !waited_for[self.waiting[*at].0 as usize]).collect();
        ends.sort_by_key(|at| self.waiting[*at].0);
        if ends.is_empty() {
            ends.extend(self.waiting.len().checked_sub(1));
        }
        ends
    }
}

fn deadlock(
    standing: &Standing,
    root: &[Thing],
    refused: bool,
    behind: &Behind,
    waited_for: &[bool],
    is_weak: &(dyn Fn(LinkId) -> bool + Sync),
) -> Deadlock {
    let (net, record) = (standing.net, |thing: Thing| standing.things[thing as usize]);
    let own: Vec<LinkId> = if refused {
        standing.unmet_of(root[0]).map(|at| &net.needs[at]).filter(|need| need.sort == NeedSort::Refusal).map(|need| need.link).collect()
    } else {
        net.among(root, |_| true).needs.iter().map(|need| need.link).collect()
    };
    let stands_firmly =
        if refused { own.iter().any(|link| !is_weak(*link)) } else { !cycles(net, root.to_vec(), |link| !is_weak(link)).is_empty() };
    let outermost = behind.outermost(waited_for);
    let mut next = rustc_hash::FxHashMap::default();
    behind.waiting.iter().for_each(|(thing, at, to)| {
        next.insert(*thing, (net.needs[*at].link, *to));
    });
    let chain = |at: &usize| {
        let mut thing = behind.waiting[*at].0;
        let mut steps = Vec::new();
        while let Some((link, to)) = next.get(&thing) {
            steps.push(Step { thing: record(thing), link: *link });
            thing = *to;
        }
        shortened(steps, record(thing))
    };
    let chains: Vec<Chain> = outermost.iter().take(CHAINS).map(chain).collect();
    let steps: Vec<Step> = if refused {
        Vec::new()
    } else {
        round(net, root, |_| true).into_iter().map(|(thing, link)| Step { thing: record(thing), link }).collect()
    };
    let told: BTreeSet<LinkId> = chains.iter().flat_map(|chain| &chain.steps).map(|step| step.link).chain(own.iter().copied()).collect();
    let support: BTreeSet<LinkId> = behind.needs.iter().map(|at| net.needs[*at].link).chain(own.iter().copied()).collect();
    let (weakest, also_weak) = support.into_iter().filter(|link| is_weak(*link)).partition(|link| told.contains(link));
    Deadlock {
        root: if refused {
            Root::Refused { thing: record(root[0]), refusals: own }
        } else {
            Root::Cycle { members: root.iter().map(|thing| record(*thing)).collect(), links: own, round: shortened(steps, record(root[0])) }
        },
        chains,
        outermost: outermost.len(),
        waiting: behind.waiting.iter().map(|(thing, ..)| record(*thing)).collect(),
        more_waiting: behind.more,
        stands_firmly,
        weakest,
        also_weak,
    }
}

/// A chain without its middle, if it is too long to be read.
fn shortened(mut steps: Vec<Step>, end: RecordId) -> Chain {
    let left_out = steps.len().saturating_sub(STEPS);
    if left_out > 0 {
        steps.drain(STEPS / 2..STEPS / 2 + left_out);
    }
    Chain { steps, left_out, end }
}

/// In which deadlocks every thing is: in its own and in those of all that it waits for. Parts of the net that wait for each other are in
/// the same ones, so each part is worked out once, after those it leads to.
fn membership(standing: &Standing, roots: &[(Vec<Thing>, bool)]) -> Vec<Membership> {
    let net = standing.net;
    let unmet = net.needs.iter().zip(standing.unmet).filter(|(need, unmet)| **unmet && standing.stuck[need.holder as usize]);
    let only_stuck = |to: &Thing| standing.stuck[*to as usize];
    let needs = unmet.map(|(need, _)| super::net::Need { to: need.to.iter().copied().filter(only_stuck).collect(), ..*need });
    let waits = Net::new(net.len(), needs.collect());
    let mut of_thing: Vec<Membership> = vec![(Vec::new(), false); net.len()];
    for (at, (root, _)) in roots.iter().enumerate() {
        root.iter().for_each(|thing| of_thing[*thing as usize].0.push(at as u32));
    }
    for part in connected(&waits) {
        let ends = part.iter().flat_map(|thing| &waits.needs[waits.own(*thing)]).flat_map(|need| &need.to).chain(&part);
        let mut all: BTreeSet<u32> = BTreeSet::new();
        let mut more = false;
        for end in ends {
            let (named, more_of_it) = &of_thing[*end as usize];
            all.extend(named);
            more |= more_of_it;
        }
        let named: Vec<u32> = all.iter().copied().take(NAMED).collect();
        part.iter().for_each(|thing| of_thing[*thing as usize] = (named.clone(), more || all.len() > NAMED));
    }
    of_thing
}
