//! The names by which running text speaks of actors without referring to them.
//!
//! In: titles and aliases. Out: whose name stands at a word of a text. A person is also known by the last word of their name.

use super::lexicon::Words;
use super::prose::{Passage, What};
use crate::graph::RecordId;
use crate::model::Records;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Actors by the first word of their names.
pub(super) struct Names {
    by_word: FxHashMap<String, Vec<Name>>,
}

struct Name {
    words: Vec<String>,
    actor: RecordId,
}

impl Names {
    /// The names of all actors.
    pub(super) fn of(records: Records) -> Names {
        let mut names = Names { by_word: FxHashMap::default() };
        let actors = records.graph.of_kind(records.kinds.actor);
        for id in actors {
            names.add(records.title(*id), *id);
            for alias in records.aliases(*id) {
                names.add(alias, *id);
            }
        }
        // Of two people of one family name neither is meant for certain.
        let mut families: FxHashMap<String, Option<RecordId>> = FxHashMap::default();
        for id in actors.iter().filter(|id| records.actor(**id).kind.is_some_and(|kind| kind.word == "person")) {
            if let Some((_, last)) = records.title(*id).rsplit_once([' ', '-']).filter(|(_, last)| last.chars().count() > 2) {
                families.entry(last.to_owned()).and_modify(|id| *id = None).or_insert(Some(*id));
            }
        }
        let mut families: Vec<(String, RecordId)> = families.into_iter().filter_map(|(name, id)| Some((name, id?))).collect();
        families.sort_unstable_by_key(|(_, id)| *id);
        for (name, id) in families {
            names.add(&name, id);
        }
        names
    }

    fn add(&mut self, name: &str, actor: RecordId) {
        let words: Vec<String> = unicode_segmentation::UnicodeSegmentation::unicode_words(name).map(str::to_lowercase).collect();
        if let Some(first) = words.first() {
            let of_word = self.by_word.entry(first.clone()).or_default();
            if !of_word.iter().any(|known| known.words == words) {
                of_word.push(Name { words, actor });
            }
        }
    }

    /// The actor whose name stands at a word, and how many words it takes; the longest name counts.
    pub(super) fn at(&self, text: &impl Words, at: usize) -> Option<(RecordId, usize)> {
        let fits = |name: &&Name| name.words.iter().enumerate().all(|(offset, word)| text.lower(at + offset) == Some(word));
        let known = text.lower(at).and_then(|first| self.by_word.get(first)).filter(|_| text.is_name(at))?;
        known.iter().filter(fits).max_by_key(|name| name.words.len()).map(|name| (name.actor, name.words.len()))
    }

    /// The actors that some bytes of a passage name or refer to, with the words by which they do.
    pub(super) fn mentions(&self, passage: &Passage, range: &Range<usize>, records: Records) -> Vec<(RecordId, Range<usize>)> {
        let is_actor = |id: RecordId| records.get(id).kind == records.kinds.actor;
        let inside = passage.marks.iter().filter(|mark| range.start <= mark.range.start && mark.range.end <= range.end);
        let mut found: Vec<(RecordId, Range<usize>)> = inside
            .filter_map(|mark| match mark.what {
                What::Reference(id) if is_actor(id) => Some((id, passage.words_in(&mark.range))),
                _ => None,
            })
            .collect();
        let words = passage.words_in(range);
        let mut at = words.start;
        while at < words.end {
            match self.at(passage, at) {
                Some((actor, length)) if !found.iter().any(|(_, words)| words.contains(&at)) => {
                    found.push((actor, at..at + length));
                    at += length;
                }
                _ => at += 1,
            }
        }
        found.sort_by_key(|(_, words)| words.start);
        found
    }
}
