//! The net against definitions that are written down word for word and far too slow for a site.

use super::cycles::cycles;
use super::deadlocks::{Standing, deadlocks};
use super::freeing;
use super::net::{Need, NeedSort, Net, Thing};
use super::{Freeing, LinkId, Root, Unsearched};
use crate::graph::RecordId;
use proptest::collection::vec;
use proptest::prelude::*;

/// A need as a test writes it: holder, sort, ends, whether there is a way out.
type Written = (Thing, NeedSort, Vec<Thing>, bool);

fn all(holder: Thing, to: &[Thing]) -> Written {
    (holder, NeedSort::All, to.to_vec(), false)
}

fn any(holder: Thing, to: &[Thing]) -> Written {
    (holder, NeedSort::Any, to.to_vec(), false)
}

fn refused(holder: Thing) -> Written {
    (holder, NeedSort::Refusal, Vec::new(), false)
}

/// A net of needs, its links numbered in the order of their holders.
fn net(things: usize, mut written: Vec<Written>) -> Net {
    written.sort_by_key(|(holder, ..)| *holder);
    let need = |(at, (holder, sort, mut to, way_out)): (usize, Written)| {
        to.sort_unstable();
        to.dedup();
        Need { link: LinkId(at as u32), holder, sort, to, way_out }
    };
    Net::new(things, written.into_iter().enumerate().map(need).collect())
}

/// What follows from a net with every link strong.
fn worked_out<T>(net: &Net, read: impl FnOnce(&Standing) -> T) -> T {
    let things: Vec<RecordId> = (0..net.len() as u32).map(RecordId).collect();
    let stuck = net.stuck(|_| true);
    let unmet = net.unmet(&stuck, |_| true);
    read(&Standing { net, things: &things, stuck: &stuck, unmet: &unmet })
}

fn sets(freeing: &Freeing) -> Vec<Vec<u32>> {
    freeing.sets.iter().map(|set| set.iter().map(|link| link.0).collect()).collect()
}

/// What is stuck, by the definition: begin with nothing free, add whatever is, until nothing is added.
fn stuck_by_definition(net: &Net, counts: impl Fn(LinkId) -> bool) -> Vec<bool> {
    let mut free = vec![false; net.len()];
    loop {
        let met = |need: &Need| match need.sort {
            _ if !counts(need.link) => true,
            NeedSort::All => need.to.iter().all(|to| free[*to as usize]),
            NeedSort::Any => need.way_out || need.to.iter().any(|to| free[*to as usize]),
            NeedSort::Refusal => false,
        };
        let next: Vec<bool> = (0..net.len() as Thing).map(|thing| net.needs[net.own(thing)].iter().all(met)).collect();
        if next == free {
            return free.into_iter().map(|free| !free).collect();
        }
        free = next;
    }
}

/// All sets of at most three links that free what is wanted, and no part of which does: every set was tried.
fn freeing_by_definition(net: &Net, wanted: &[Thing]) -> Vec<Vec<u32>> {
    let links = net.needs.len() as u32;
    let mut tried: Vec<Vec<u32>> = (0..links).map(|a| vec![a]).collect();
    tried.extend((0..links).flat_map(|a| (a + 1..links).map(move |b| vec![a, b])));
    tried.extend((0..links).flat_map(|a| (a + 1..links).flat_map(move |b| (b + 1..links).map(move |c| vec![a, b, c]))));
    let mut found: Vec<Vec<u32>> = Vec::new();
    for set in tried {
        let stuck = stuck_by_definition(net, |link| !set.contains(&link.0));
        let frees = !wanted.iter().any(|thing| stuck[*thing as usize]);
        if frees && !found.iter().any(|smaller| smaller.iter().all(|link| set.contains(link))) {
            found.push(set);
        }
    }
    found
}

/// The largest sets in which every thing leads to every other and none has a way out, refusals aside: every set was tried.
fn cycles_by_definition(net: &Net) -> Vec<Vec<Thing>> {
    let mut found: Vec<Vec<Thing>> = Vec::new();
    for bits in 1u32..1 << net.len() {
        let members: Vec<Thing> = (0..net.len() as Thing).filter(|thing| bits >> thing & 1 == 1).collect();
        let ends = |thing: Thing| -> Vec<Thing> {
            let binds = |need: &&Need| match need.sort {
                NeedSort::All => true,
                NeedSort::Any => !need.way_out && need.to.iter().all(|to| members.contains(to)),
                NeedSort::Refusal => false,
            };
            let needs = net.needs[net.own(thing)].iter().filter(binds);
            needs.flat_map(|need| need.to.iter().copied()).filter(|to| members.contains(to)).collect()
        };
        let reach = |from: Thing| {
            let mut reached: Vec<Thing> = ends(from);
            let mut at = 0;
            while at < reached.len() {
                reached.extend(ends(reached[at]).into_iter().filter(|to| !reached.contains(to)).collect::<Vec<_>>());
                at += 1;
            }
            reached
        };
        if members.iter().all(|from| members.iter().all(|to| reach(*from).contains(to))) {
            found.push(members);
        }
    }
    let is_part = |one: &Vec<Thing>, other: &Vec<Thing>| one != other && one.iter().all(|thing| other.contains(thing));
    let mut largest: Vec<Vec<Thing>> = found.iter().filter(|one| !found.iter().any(|other| is_part(one, other))).cloned().collect();
    largest.sort();
    largest
}

fn nets() -> impl Strategy<Value = Net> {
    let need = |things: u32| {
        let sort = prop_oneof![5 => Just(NeedSort::All), 3 => Just(NeedSort::Any), 2 => Just(NeedSort::Refusal)];
        (0..things, sort, vec(0..things, 1..4), prop::bool::weighted(0.1)).prop_map(|(holder, sort, to, way_out)| {
            let to = if sort == NeedSort::Refusal { Vec::new() } else { to };
            (holder, sort, to, way_out && sort == NeedSort::Any)
        })
    };
    (2u32..9).prop_flat_map(move |things| vec(need(things), 1..16).prop_map(move |written| net(things as usize, written)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_fixpoint_is_the_definition(net in nets()) {
        prop_assert_eq!(net.stuck(|_| true), stuck_by_definition(&net, |_| true));
        let odd = |link: LinkId| link.0 % 2 == 1;
        prop_assert_eq!(net.stuck(odd), stuck_by_definition(&net, odd));
    }

    #[test]
    fn cycles_are_the_largest_sets_without_a_way_out(net in nets()) {
        prop_assert_eq!(cycles(&net, (0..net.len() as Thing).collect(), |_| true), cycles_by_definition(&net));
    }

    #[test]
    fn sets_that_free_are_all_and_only_the_smallest(net in nets()) {
        let (each, together) = worked_out(&net, |standing| (freeing::each(standing), freeing::together(standing)));
        let stuck: Vec<Thing> = (0..net.len() as Thing).zip(net.stuck(|_| true)).filter(|(_, stuck)| *stuck).map(|(at, _)| at).collect();
        let wanted = stuck.iter().map(|thing| vec![*thing]).chain((!stuck.is_empty()).then(|| stuck.clone()));
        for (wanted, freeing) in wanted.zip(each.iter().chain([&together])) {
            let expected = freeing_by_definition(&net, &wanted);
            prop_assert_eq!(freeing.unsearched, expected.is_empty().then_some(Unsearched::NeedsMore));
            prop_assert_eq!(freeing.more, expected.len() > 10);
            prop_assert_eq!(sets(freeing), expected.into_iter().take(10).collect::<Vec<_>>());
        }
    }

    #[test]
    fn every_stuck_thing_is_in_a_deadlock_and_nothing_else_is(net in nets()) {
        let (deadlocks, membership) = worked_out(&net, |standing| deadlocks(standing, &|_| false));
        let stuck = net.stuck(|_| true);
        for (thing, (named, more)) in membership.iter().enumerate() {
            prop_assert_eq!(!named.is_empty(), stuck[thing]);
            prop_assert!(!more);
            let id = RecordId(thing as u32);
            for (at, deadlock) in deadlocks.iter().enumerate() {
                let is_root = match &deadlock.root {
                    Root::Refused { thing, .. } => *thing == id,
                    Root::Cycle { members, .. } => members.contains(&id),
                };
                prop_assert_eq!(named.contains(&(at as u32)), is_root || deadlock.waiting.contains(&id));
            }
        }
        prop_assert!(deadlocks.iter().all(|deadlock| deadlock.stands_firmly && deadlock.weakest.is_empty()));
    }
}

#[test]
fn nothing_is_stuck_where_nothing_is_needed() {
    let empty = net(0, Vec::new());
    let (deadlocks, each, together) =
        worked_out(&empty, |standing| (deadlocks(standing, &|_| false).0, freeing::each(standing), freeing::together(standing)));
    assert!(deadlocks.is_empty() && each.is_empty());
    assert_eq!(together, Freeing::default());
}

#[test]
fn a_long_chain_is_told_by_its_ends_and_needs_no_deep_stack() {
    const LENGTH: u32 = 20_000;
    let chain = (0..LENGTH - 1).map(|at| all(at, &[at + 1])).chain([refused(LENGTH - 1)]).collect();
    let chain = net(LENGTH as usize, chain);
    let (deadlocks, membership) = worked_out(&chain, |standing| deadlocks(standing, &|_| false));
    let [deadlock] = deadlocks.as_slice() else { panic!("one refusal, one deadlock: {}", deadlocks.len()) };
    assert!(deadlock.more_waiting && deadlock.waiting.len() == 1_000);
    assert_eq!(deadlock.chains[0].steps.len() + deadlock.chains[0].left_out, 1_000);
    assert_eq!(deadlock.chains[0].end, RecordId(LENGTH - 1));
    // The far end of the chain, which was not walked to, is in the deadlock all the same.
    assert_eq!(membership[0], (vec![0], false));
}

#[test]
fn a_ring_of_thousands_is_one_cycle() {
    const LENGTH: u32 = 5_000;
    let ring = net(LENGTH as usize, (0..LENGTH).map(|at| all(at, &[(at + 1) % LENGTH])).collect());
    let deadlocks = worked_out(&ring, |standing| deadlocks(standing, &|_| false).0);
    let [deadlock] = deadlocks.as_slice() else { panic!("one ring, one deadlock: {}", deadlocks.len()) };
    let Root::Cycle { members, round, .. } = &deadlock.root else { panic!("a ring is a cycle") };
    assert_eq!(members.len(), LENGTH as usize);
    assert_eq!(round.steps.len() + round.left_out, LENGTH as usize);
    assert!(deadlock.waiting.is_empty());
}

#[test]
fn a_choice_that_leads_back_is_a_cycle_only_without_another_way() {
    // 0 needs 1 or 2; 1 needs 0; 2 is refused. Lifting the refusal frees all: there is one deadlock, and it is no cycle.
    let with_a_way = net(3, vec![any(0, &[1, 2]), all(1, &[0]), refused(2)]);
    let found = worked_out(&with_a_way, |standing| deadlocks(standing, &|_| false).0);
    assert!(matches!(found.as_slice(), [deadlock] if matches!(deadlock.root, Root::Refused { thing: RecordId(2), .. })));
    let without = net(3, vec![any(0, &[1, 2]), all(1, &[0]), all(2, &[0])]);
    let found = worked_out(&without, |standing| deadlocks(standing, &|_| false).0);
    assert!(matches!(found.as_slice(), [deadlock] if matches!(deadlock.root, Root::Cycle { .. })));
}

#[test]
fn a_thing_on_a_cycle_may_be_refused_as_well() {
    let both = net(2, vec![all(0, &[1]), refused(0), all(1, &[0])]);
    let (found, membership) = worked_out(&both, |standing| deadlocks(standing, &|_| false));
    assert_eq!(found.len(), 2);
    assert!(membership.iter().all(|(named, more)| *named == [0, 1] && !more));
    assert_eq!(sets(&worked_out(&both, freeing::each)[0]), [vec![0, 1], vec![1, 2]]);
}

#[test]
fn four_refusals_are_more_than_three_links() {
    let refused = net(1, (0..4).map(|_| refused(0)).collect());
    let freeing = worked_out(&refused, freeing::each).remove(0);
    assert_eq!(freeing, Freeing { unsearched: Some(Unsearched::NeedsMore), ..Freeing::default() });
}

#[test]
fn what_is_too_large_to_search_says_so() {
    // Three layers of two hundred, each thing needing all of the next: too many ways for one and all the more for all.
    let layer = |layer: u32| (0..200).map(move |at| layer * 200 + at);
    let needs = [0, 1].into_iter().flat_map(|at| layer(at).map(move |thing| all(thing, &layer(at + 1).collect::<Vec<_>>())));
    let dense = net(600, needs.chain(layer(2).map(refused)).collect());
    let freeing = worked_out(&dense, freeing::each);
    assert!(freeing[0].sets.is_empty() && freeing[0].unsearched == Some(Unsearched::TooLarge));
    assert_eq!(sets(&freeing[599]), [[599]]);
}
