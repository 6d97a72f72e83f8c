//! What needs what, and what is stuck (MODEL §3).
//!
//! A thing is free if no refusal stands against it, all that it needs is free, and of every choice one way is free. Everything that the
//! smallest such set does not hold is stuck: refused, waiting for something stuck, or going round in a circle.

use super::Stances;
use crate::date::{Date, Day};
use crate::graph::RecordId;
use crate::model::{Link, LinkSort, Records};
use rustc_hash::FxHashMap;

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

/// What needs what.
#[derive(Clone, Debug, Default)]
pub struct Dependencies {
    /// What is stuck with all links, and why.
    pub stuck: FxHashMap<RecordId, Stuck>,
    /// What is stuck even without the weak links.
    pub stuck_firmly: FxHashMap<RecordId, Stuck>,
}

/// A dependency as the computation needs it.
struct Need {
    sort: LinkSort,
    to: Vec<RecordId>,
    weak: bool,
}

/// Computes what is stuck on a day.
pub fn dependencies(records: Records, positions: &FxHashMap<RecordId, Vec<Stances>>, today: Day) -> Dependencies {
    let kinds = records.kinds;
    let mut needs: Vec<(RecordId, Vec<Need>)> = Vec::new();
    for kind in [kinds.issue, kinds.event, kinds.point] {
        for id in records.graph.of_kind(kind) {
            let links = records.links(*id).into_iter();
            let standing = links.filter(|link| {
                matches!(link.sort, LinkSort::AllOf | LinkSort::AnyOf | LinkSort::Blocked) && !lapsed(records, *id, link, positions, today)
            });
            let own: Vec<Need> = standing.map(|link| Need { sort: link.sort, weak: link.is_weak(), to: link.to }).collect();
            if !own.is_empty() {
                needs.push((*id, own));
            }
        }
    }
    Dependencies { stuck: stuck(&needs, true), stuck_firmly: stuck(&needs, false) }
}

/// A dependency lapses at its end, a refusal also when the same party later accepts the issue in its own words.
fn lapsed(records: Records, id: RecordId, link: &Link, positions: &FxHashMap<RecordId, Vec<Stances>>, today: Day) -> bool {
    if link.until.known().is_some_and(|until| until.is_past(today)) {
        return true;
    }
    if link.sort != LinkSort::Blocked {
        return false;
    }
    let since = link.as_of.known();
    let stances = positions.get(&id).map(Vec::as_slice).unwrap_or_default();
    stances.iter().filter(|stances| link.to.contains(&stances.actor)).any(|stances| {
        let accepts = |position: &RecordId| {
            let position = records.position(*position);
            let accepts = position.stance.is_some_and(|stance| stance.word == "accepts");
            position.date.known().is_some_and(|date| accepts && since.is_none_or(|since| is_after(date, since)))
        };
        // A refusal without a date gives way only to what the party says now.
        if since.is_some() { stances.own_history.iter().any(accepts) } else { stances.own.iter().any(accepts) }
    })
}

/// Whether one date lies after another for certain: loose dates that overlap prove nothing.
fn is_after(date: &Date, since: &Date) -> bool {
    match (date.earliest(), since.latest()) {
        (Some(first), Some(last)) if first == last && date.has_time() && since.has_time() => date.sort_key(None) > since.sort_key(None),
        (Some(first), Some(last)) => first > last,
        (None, _) | (_, None) => false,
    }
}

fn stuck(needs: &[(RecordId, Vec<Need>)], with_weak: bool) -> FxHashMap<RecordId, Stuck> {
    let index: FxHashMap<RecordId, usize> = needs.iter().enumerate().map(|(at, (id, _))| (*id, at)).collect();
    let counts = |need: &&Need| with_weak || !need.weak;
    // Of each thing, how many of its needs are still open; of each need, whether it is met.
    let mut open: Vec<usize> = Vec::with_capacity(needs.len());
    let mut met: Vec<Vec<usize>> = Vec::with_capacity(needs.len());
    let mut waiting: FxHashMap<usize, Vec<(usize, usize)>> = FxHashMap::default();
    for (at, (_, own)) in needs.iter().enumerate() {
        let mut left = Vec::with_capacity(own.len());
        for (nth, need) in own.iter().enumerate() {
            let bound: Vec<usize> = need.to.iter().filter_map(|to| index.get(to).copied()).collect();
            let missing = match need.sort {
                _ if !counts(&need) => 0,
                LinkSort::AllOf => bound.len(),
                LinkSort::AnyOf => usize::from(bound.len() == need.to.len()),
                // A refusal is never met.
                _ => usize::MAX,
            };
            if missing > 0 && missing != usize::MAX {
                bound.iter().for_each(|to| waiting.entry(*to).or_default().push((at, nth)));
            }
            left.push(missing);
        }
        open.push(left.iter().filter(|missing| **missing > 0).count());
        met.push(left);
    }
    let mut free: Vec<usize> = (0..needs.len()).filter(|at| open[*at] == 0).collect();
    let mut is_free = vec![false; needs.len()];
    while let Some(at) = free.pop() {
        is_free[at] = true;
        for (waiter, nth) in waiting.get(&at).into_iter().flatten() {
            let missing = &mut met[*waiter][*nth];
            if *missing > 0 {
                *missing -= 1;
                if *missing == 0 {
                    open[*waiter] -= 1;
                    if open[*waiter] == 0 {
                        free.push(*waiter);
                    }
                }
            }
        }
    }
    let leads = leading_to_refusal(needs, &index, &is_free, &met);
    let is_stuck = |id: &RecordId| index.get(id).is_some_and(|at| !is_free[*at]);
    let reason = |at: usize| {
        let refused: Vec<RecordId> =
            needs[at].1.iter().filter(counts).filter(|need| need.sort == LinkSort::Blocked).flat_map(|need| need.to.clone()).collect();
        if !refused.is_empty() {
            return Stuck::Refused(refused);
        }
        let unmet = needs[at].1.iter().zip(&met[at]).filter(|(_, missing)| **missing > 0).map(|(need, _)| need);
        let waits: Vec<RecordId> = unmet.flat_map(|need| need.to.iter().copied()).filter(is_stuck).collect();
        if leads[at] { Stuck::Waits(waits) } else { Stuck::Circle }
    };
    (0..needs.len()).filter(|at| !is_free[*at]).map(|at| (needs[at].0, reason(at))).collect()
}

/// From which things a chain of stuck needs ends at a refusal; from the others it can only go round. Walked from the refusals back, once.
fn leading_to_refusal(
    needs: &[(RecordId, Vec<Need>)],
    index: &FxHashMap<RecordId, usize>,
    is_free: &[bool],
    met: &[Vec<usize>],
) -> Vec<bool> {
    let mut stack: Vec<usize> = Vec::new();
    let mut waiters: Vec<Vec<usize>> = vec![Vec::new(); needs.len()];
    for (at, (_, own)) in needs.iter().enumerate() {
        for (need, _) in own.iter().zip(&met[at]).filter(|(_, missing)| **missing > 0) {
            if need.sort == LinkSort::Blocked {
                stack.push(at);
            }
            need.to.iter().filter_map(|to| index.get(to).copied()).filter(|to| !is_free[*to]).for_each(|to| waiters[to].push(at));
        }
    }
    let mut leads = vec![false; needs.len()];
    while let Some(at) = stack.pop() {
        if !std::mem::replace(&mut leads[at], true) {
            stack.extend(&waiters[at]);
        }
    }
    leads
}
