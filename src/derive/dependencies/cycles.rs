//! Real cycles: things that hold each other up whatever else becomes free.
//!
//! In: a net. Out: its strongly connected sets in which every thing needs another of the set and has no way out. Refusals are not looked
//! at: a thing on a cycle may be refused as well, and is then in two deadlocks.

use super::LinkId;
use super::net::{Net, Thing};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// The cycles among some things (sorted), each sorted, in the order of their first things.
///
/// An any-of counts only while all its ways lead back into the set; which ways those are depends on the set. So the sets are refined until
/// nothing changes: cut into strongly connected parts, take out what becomes free once all outside is, cut again.
pub(super) fn cycles(net: &Net, things: Vec<Thing>, counts: impl Fn(LinkId) -> bool) -> Vec<Vec<Thing>> {
    let mut found = Vec::new();
    let mut pending = vec![things];
    while let Some(things) = pending.pop() {
        let inside = net.among(&things, &counts);
        let stuck = inside.stuck(|_| true);
        let left: Vec<Thing> = things.iter().zip(&stuck).filter(|(_, stuck)| **stuck).map(|(thing, _)| *thing).collect();
        if left.len() < things.len() {
            if !left.is_empty() {
                pending.push(left);
            }
            continue;
        }
        let parts = connected(&inside);
        if let [_] = parts.as_slice() {
            found.push(things);
        } else {
            pending.extend(parts.into_iter().filter(|part| part.len() > 1 || is_own_need(&inside, part[0])).map(|part| {
                let mut part: Vec<Thing> = part.into_iter().map(|at| things[at as usize]).collect();
                part.sort_unstable();
                part
            }));
        }
    }
    found.sort_unstable();
    found
}

/// The shortest way from the first of a cycle back to itself: each thing with the need (by its place in `net`) that leads to the next.
pub(super) fn round(net: &Net, cycle: &[Thing], counts: impl Fn(LinkId) -> bool) -> Vec<(Thing, LinkId)> {
    let inside = net.among(cycle, counts);
    let mut before: FxHashMap<Thing, (Thing, LinkId)> = FxHashMap::default();
    let mut queue = VecDeque::from([0]);
    'search: while let Some(thing) = queue.pop_front() {
        for need in &inside.needs[inside.own(thing)] {
            for to in &need.to {
                if !before.contains_key(to) {
                    before.insert(*to, (thing, need.link));
                    queue.push_back(*to);
                }
                if *to == 0 {
                    break 'search;
                }
            }
        }
    }
    let mut steps = Vec::new();
    let mut at = 0;
    // A cycle is strongly connected, so the search came back to its start.
    while let Some((thing, link)) = before.get(&at) {
        steps.push((cycle[*thing as usize], *link));
        at = *thing;
        if at == 0 {
            break;
        }
    }
    steps.reverse();
    steps
}

fn is_own_need(net: &Net, thing: Thing) -> bool {
    net.needs[net.own(thing)].iter().any(|need| need.to.contains(&thing))
}

/// The strongly connected parts of a net by all its needs, each after those it leads to (Tarjan, with a stack of its own: a chain may be
/// longer than the machine's stack is deep).
pub(super) fn connected(net: &Net) -> Vec<Vec<Thing>> {
    const UNSEEN: u32 = u32::MAX;
    let ends: Vec<Vec<Thing>> =
        (0..net.len() as Thing).map(|thing| net.needs[net.own(thing)].iter().flat_map(|need| need.to.iter().copied()).collect()).collect();
    let mut number = vec![UNSEEN; net.len()];
    let mut lowest = vec![0; net.len()];
    let mut is_open = vec![false; net.len()];
    let (mut open, mut parts, mut count) = (Vec::new(), Vec::new(), 0);
    for start in 0..net.len() as Thing {
        if number[start as usize] != UNSEEN {
            continue;
        }
        // A thing, and which of its ends is next.
        let mut path: Vec<(Thing, usize)> = vec![(start, 0)];
        while let Some((thing, next)) = path.pop() {
            let here = thing as usize;
            if next == 0 {
                (number[here], lowest[here]) = (count, count);
                count += 1;
                open.push(thing);
                is_open[here] = true;
            } else {
                let entered = ends[here][next - 1] as usize;
                if is_open[entered] {
                    lowest[here] = lowest[here].min(lowest[entered]);
                }
            }
            if let Some(to) = ends[here].get(next) {
                path.push((thing, next + 1));
                if number[*to as usize] == UNSEEN {
                    path.push((*to, 0));
                }
            } else if lowest[here] == number[here] {
                let from = open.iter().rposition(|other| *other == thing).expect("a thing is open until its part is closed");
                let part = open.split_off(from);
                part.iter().for_each(|thing| is_open[*thing as usize] = false);
                parts.push(part);
            }
        }
    }
    parts
}
