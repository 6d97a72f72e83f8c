//! Updates that readers are told of.

use crate::graph::RecordId;
use crate::model::Records;

/// All updates but tidy-ups, newest first.
pub fn changes(records: Records) -> Vec<RecordId> {
    told(records, records.graph.of_kind(records.kinds.update))
}

/// The same of some updates only, in the same order.
pub fn told(records: Records, updates: &[RecordId]) -> Vec<RecordId> {
    let is_told = |id: &&RecordId| records.update(**id).kind.is_none_or(|kind| kind.word != "tidy_up");
    let mut updates: Vec<RecordId> = updates.iter().filter(is_told).copied().collect();
    updates.sort_by_cached_key(|id| (std::cmp::Reverse(records.fields(*id).sort_key("date")), records.get(*id).id.clone()));
    updates
}
