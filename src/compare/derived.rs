//! What follows from the records and is another thing now: the status of a claim, the state of an issue, a stance.

use super::Side;
use super::matching::Pairs;
use super::telling::Said;
use crate::derive::Stances;
use crate::graph::RecordId;
use crate::schema::Schema;

/// Something that follows and changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DerivedChange {
    /// `status`, `state`, `stance`, or `account` for a stance by others' account.
    pub what: &'static str,
    /// Whose stance.
    pub of: Option<String>,
    /// What it was, in the words of the vocabulary.
    pub was: String,
    /// What it is.
    pub now: String,
}

/// The status of a claim of a kind that cannot be true.
const NO_STATUS: &str = "none";

/// What is printed where nobody wrote a stance.
const SILENCE: &str = "no stated position found";

/// What changed of a record that stood in both revisions.
pub(super) fn changes(old: Side, new: Side, pairs: &Pairs, was: RecordId, now: RecordId) -> Vec<DerivedChange> {
    let mut found = Vec::new();
    // A word that readers see in another form now is the same word.
    let mut push = |what, of: Option<String>, was: Said, now: Said| {
        if was.key != now.key {
            found.push(DerivedChange { what, of, was: was.words, now: now.words });
        }
    };
    let status = |side: Side, id: RecordId| {
        let verdict = side.derived.statuses.get(&id)?.verdict;
        Some(verdict.map_or_else(|| Said::plain(NO_STATUS), |verdict| label(side.records.schema, "claim_status", verdict.word())))
    };
    if let (Some(was), Some(now)) = (status(old, was), status(new, now)) {
        push("status", None, was, now);
    }
    let state = |side: Side, id: RecordId| Some(label(side.records.schema, "issue_state", side.derived.states.get(&id)?.word()));
    if let (Some(was), Some(now)) = (state(old, was), state(new, now)) {
        push("state", None, was, now);
    }
    let none = Vec::new();
    let (before, after) = (old.derived.positions.get(&was).unwrap_or(&none), new.derived.positions.get(&now).unwrap_or(&none));
    let name = |side: Side, stances: &Stances| side.records.title(stances.actor).to_string();
    for stances in after {
        let earlier = before.iter().find(|earlier| pairs.of_old[earlier.actor.0 as usize] == Some(stances.actor));
        for (what, pick) in KINDS {
            let was = said(old, earlier.and_then(pick));
            push(what, Some(name(new, stances)), was, said(new, pick(stances)));
        }
    }
    let is_gone = |earlier: &&Stances| !after.iter().any(|stances| pairs.of_old[earlier.actor.0 as usize] == Some(stances.actor));
    for earlier in before.iter().filter(is_gone) {
        for (what, pick) in KINDS {
            push(what, Some(name(old, earlier)), said(old, pick(earlier)), Said::plain(SILENCE));
        }
    }
    found
}

type Pick = fn(&Stances) -> Option<RecordId>;

/// Own words and others' account are two things.
const KINDS: [(&str, Pick); 2] = [("stance", |stances| stances.own), ("account", |stances| stances.account)];

fn said(side: Side, position: Option<RecordId>) -> Said {
    let stance = position.and_then(|id| side.records.position(id).stance);
    stance.map_or_else(|| Said::plain(SILENCE), |stance| Said { key: stance.word.to_owned(), words: stance.label.to_owned() })
}

impl DerivedChange {
    /// Whether something stood there before that is now another.
    pub(super) fn is_turn(&self) -> bool {
        self.was != SILENCE && self.now != SILENCE && self.was != NO_STATUS
    }
}

fn label(schema: &Schema, vocabulary: &str, word: &str) -> Said {
    let found = schema.vocabularies.iter().find(|known| known.name == vocabulary);
    let words = found.and_then(|known| known.words.iter().find(|(name, _)| name == word)).map_or(word, |(_, label)| label);
    Said { key: word.to_owned(), words: words.to_owned() }
}
