//! Updates that readers are told of, and whom each concerns.

use super::timeline::{actors_of, issues_of};
use crate::graph::RecordId;
use crate::model::Records;
use rustc_hash::FxHashMap;

/// All updates but tidy-ups, newest first.
pub fn changes(records: Records) -> Vec<RecordId> {
    told(records, records.graph.of_kind(records.kinds.update))
}

/// The same of some updates only, in the same order.
pub fn told(records: Records, updates: &[RecordId]) -> Vec<RecordId> {
    let mut updates: Vec<RecordId> = updates.iter().filter(|id| is_told(records, **id)).copied().collect();
    updates.sort_by_cached_key(|id| (std::cmp::Reverse(records.fields(*id).sort_key("date")), records.graph.key(*id)));
    updates
}

/// Whether readers are told of an update: of all but tidy-ups.
pub fn is_told(records: Records, update: RecordId) -> bool {
    records.update(update).kind.is_none_or(|kind| kind.word != "tidy_up")
}

/// The updates that concern each actor and issue, in the order of `changes`.
pub fn changes_of(records: Records, changes: &[RecordId]) -> FxHashMap<RecordId, Vec<RecordId>> {
    let kinds = records.kinds;
    let mut found: FxHashMap<RecordId, Vec<RecordId>> = FxHashMap::default();
    for update in changes {
        let mut concerned: Vec<RecordId> = records.update(*update).records.iter().flat_map(|id| concerned(records, *id)).collect();
        concerned.retain(|id| [kinds.actor, kinds.issue].contains(&records.kind(*id)));
        concerned.sort_unstable();
        concerned.dedup();
        for id in concerned {
            found.entry(id).or_default().push(*update);
        }
    }
    found
}

/// Whom and what a change of a record concerns: the record itself and what it is about; of a claim who made or
/// answered it, of a quotation the speaker, of a figure who gives it, of a position its actor and issue, of an event the actors and issues
/// in whose timeline it stands, of a document who wrote, signed or guarantees it and the issues of its points, of a point its issue and
/// whoever its document concerns. Not: who is merely mentioned, who assessed, and what waits for it.
fn concerned(records: Records, id: RecordId) -> Vec<RecordId> {
    let kinds = records.kinds;
    let kind = records.kind(id);
    let mut found = vec![id];
    found.extend(records.about(id));
    if kind == kinds.claim {
        let claim = records.claim(id);
        found.extend(claim.claimant);
        found.extend(claim.responses.iter().filter_map(|response| response.by));
    } else if kind == kinds.quote {
        found.extend(records.quote(id).by);
    } else if kind == kinds.figure {
        found.extend(records.figure(id).by);
    } else if kind == kinds.position {
        let position = records.position(id);
        found.extend([position.actor, position.issue].into_iter().flatten());
    } else if kind == kinds.event {
        found.extend(actors_of(records, id));
        found.extend(issues_of(records, id));
    } else if kind == kinds.document {
        found.extend(records.signatories(id));
        found.extend(super::points(records, id).filter_map(|point| records.point(point).issue));
    } else if kind == kinds.point {
        found.extend(records.point(id).issue);
        let document = records.graph.host(id);
        found.extend(records.signatories(document).chain(records.about(document)));
    }
    found
}
