//! Every link of the site as an entry with an identity: how weak it is, and whether it has lapsed.
//!
//! In: the records, who stands where, and today. Out: links in the order of the records that hold them. What is stuck is not asked here.

use super::super::Stances;
use super::{Lapse, Link, LinkId};
use crate::date::{Date, Day};
use crate::graph::RecordId;
use crate::model::{self, LinkSort, Records};
use rustc_hash::FxHashMap;

/// Collects the links of all issues, events and points.
///
/// What an event `follows` is among them: the field says that the earlier event led to this one, which is more than the order of their
/// dates. It is asserted with the event and by nobody else, so it never counts as weak, and it makes nothing stuck.
pub(super) fn links(records: Records, positions: &FxHashMap<RecordId, Vec<Stances>>, today: Day) -> Vec<Link> {
    let kinds = records.kinds;
    let mut holders: Vec<RecordId> =
        [kinds.issue, kinds.event, kinds.point].into_iter().flat_map(|kind| records.graph.of_kind(kind)).copied().collect();
    holders.sort_unstable();
    let mut links = Vec::new();
    for holder in holders {
        let asserted = records.links(holder).into_iter().map(|link| (link.doubts(), link));
        let order = records.order(holder).into_iter().map(|link| (Vec::new(), link));
        for (nth, (doubts, written)) in asserted.chain(order).enumerate() {
            let lapse = lapse(records, holder, &written, positions, today);
            let model::Link { sort, to, asserted_by, source, .. } = written;
            let id = LinkId(links.len() as u32);
            links.push(Link { id, holder, nth: nth as u32, sort, to, asserted_by, source, doubts, lapse });
        }
    }
    links
}

/// Every link lapses at its end, a refusal also when the same party later accepts the issue in its own words.
fn lapse(
    records: Records,
    holder: RecordId,
    link: &model::Link,
    positions: &FxHashMap<RecordId, Vec<Stances>>,
    today: Day,
) -> Option<Lapse> {
    if link.until.known().is_some_and(|until| until.is_past(today)) {
        return Some(Lapse::Ended);
    }
    if link.sort != LinkSort::Blocked {
        return None;
    }
    let since = link.as_of.known();
    let stances = positions.get(&holder).map(Vec::as_slice).unwrap_or_default();
    let lifts = |id: &RecordId| {
        let position = records.position(*id);
        let accepts = position.stance.is_some_and(|stance| stance.word == "accepts");
        position.date.known().is_some_and(|date| accepts && since.is_none_or(|since| is_after(date, since)))
    };
    let of_the_party = stances.iter().filter(|stances| link.to.contains(&stances.actor));
    // A refusal without a date gives way only to what the party says now.
    let lifted = |stances: &Stances| match since {
        Some(_) => stances.own_history.iter().copied().find(lifts),
        None => stances.own.filter(lifts),
    };
    of_the_party.filter_map(lifted).next().map(Lapse::Accepted)
}

/// Whether one date lies after another for certain: loose dates that overlap prove nothing.
fn is_after(date: &Date, since: &Date) -> bool {
    match (date.earliest(), since.latest()) {
        (Some(first), Some(last)) if first == last && date.has_time() && since.has_time() => date.sort_key(None) > since.sort_key(None),
        (Some(first), Some(last)) => first > last,
        (None, _) | (_, None) => false,
    }
}
