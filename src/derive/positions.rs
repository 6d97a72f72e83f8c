//! Who stands where on which issue, in own words and by others' account (MODEL §3).

use crate::graph::RecordId;
use crate::model::{Records, Word};
use rustc_hash::FxHashMap;

/// What is known of one actor's stand on one issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stances {
    /// Whose.
    pub actor: RecordId,
    /// The current position in own words.
    pub own: Option<RecordId>,
    /// The current position by others' account.
    pub account: Option<RecordId>,
    /// All positions in own words, oldest first.
    pub own_history: Vec<RecordId>,
    /// All positions by others' account, oldest first.
    pub account_history: Vec<RecordId>,
    /// The position before the last change of stance in own words, with the one that changed it.
    change: Option<(RecordId, RecordId)>,
}

impl Stances {
    /// The last change of stance: was, is.
    pub fn change(&self) -> Option<(RecordId, RecordId)> {
        self.change
    }
}

/// Groups the positions of every issue by actor, actors in the order in which they are first named.
pub fn positions(records: Records) -> FxHashMap<RecordId, Vec<Stances>> {
    let mut issues: FxHashMap<RecordId, Vec<Stances>> = FxHashMap::default();
    for id in records.graph.of_kind(records.kinds.position) {
        let position = records.position(*id);
        let (Some(actor), Some(issue)) = (position.actor, position.issue) else { continue };
        // What is not known yet is no issue on which somebody could be silent.
        if records.graph.is_later(issue) {
            continue;
        }
        let actors = issues.entry(issue).or_default();
        let at = actors.iter().position(|stances| stances.actor == actor).unwrap_or_else(|| {
            let empty = Stances { actor, own: None, account: None, own_history: Vec::new(), account_history: Vec::new(), change: None };
            actors.push(empty);
            actors.len() - 1
        });
        let own = position.basis.is_some_and(Word::is_own_words);
        let history = if own { &mut actors[at].own_history } else { &mut actors[at].account_history };
        history.push(*id);
    }
    let key = |id: &RecordId| records.fields(*id).sort_key("date");
    // Each list for itself; the order of the map does not matter.
    issues.values_mut().flatten().for_each(|stances| {
        // Undated first; on equal dates the later in the file stays later: the sort is stable.
        stances.own_history.sort_by_key(key);
        stances.account_history.sort_by_key(key);
        let current = |history: &[RecordId]| history.iter().rev().find(|id| records.superseded_by(**id).is_none()).copied();
        stances.own = current(&stances.own_history);
        stances.account = current(&stances.account_history);
        stances.change = changes(records, stances).pop();
    });
    issues
}

/// A change is a newer record in own words with another stance; a restatement is none. Oldest first.
fn changes(records: Records, stances: &Stances) -> Vec<(RecordId, RecordId)> {
    let dated = |id: &&RecordId| records.position(**id).date.known().is_some();
    let history: Vec<RecordId> = stances.own_history.iter().filter(dated).copied().collect();
    let changed = |pair: &&[RecordId]| records.position(pair[0]).stance.map(|s| s.word) != records.position(pair[1]).stance.map(|s| s.word);
    history.windows(2).filter(changed).map(|pair| (pair[0], pair[1])).collect()
}

/// All changes of position, newest first: was, is.
pub fn position_changes(records: Records, positions: &FxHashMap<RecordId, Vec<Stances>>) -> Vec<(RecordId, RecordId)> {
    // In the order of the graph first: the map has none of its own.
    let issues = records.graph.of_kind(records.kinds.issue).iter();
    let stances = issues.filter_map(|issue| positions.get(issue)).flatten();
    let mut found: Vec<(RecordId, RecordId)> = stances.flat_map(|stances| changes(records, stances)).collect();
    found.sort_by_cached_key(|(_, is)| (std::cmp::Reverse(records.fields(*is).sort_key("date")), *is));
    found
}
