//! Claims that are contested or rest on one party's word, and where a text repeats them.
//!
//! In: the claims with their derived status. Out: for some words of a passage, the claim whose words they are. Words are compared by their
//! stems, by what says the same, and names by whom they name. It is built to miss rather than to cry wolf: a sentence that shares fewer than
//! about two thirds of a claim's words is not one that repeats it.

use super::lexicon::Lexicon;
use super::names::Names;
use super::prose::{Passage, What};
use crate::derive::{Derived, Verdict};
use crate::graph::RecordId;
use crate::model::Records;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::ops::Range;

/// The contested claims of a site.
pub(super) struct Contested {
    claims: Vec<Terms>,
    by_term: FxHashMap<String, Vec<(u32, u32)>>,
    by_record: FxHashMap<RecordId, Verdict>,
}

/// The words of a claim, each once.
struct Terms {
    id: RecordId,
    /// Whether each of them names somebody.
    names: Vec<bool>,
    /// How many words there are in the claim.
    words: usize,
    is_negated: bool,
}

/// Where a claim is repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repeated {
    /// The claim.
    pub(super) claim: RecordId,
    /// The words of the passage that are its words, in order.
    pub(super) words: Vec<usize>,
}

/// How much of a claim must be said again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    /// About two thirds of its words: enough to be read as the claim itself.
    Whole,
    /// Half of them: enough behind a verb that points at it.
    Half,
}

impl Measure {
    /// How many of a number of words; nothing where so few words prove nothing.
    fn needed(self, of: usize) -> Option<usize> {
        match (self, of) {
            (_, 0 | 1) => None,
            (_, 2) => Some(2),
            (Measure::Whole, _) => Some((of * 13).div_ceil(20).max(3)),
            (Measure::Half, _) => Some(of.div_ceil(2).max(2)),
        }
    }
}

/// Whether a claim of this status must not be told as a fact.
pub(super) fn is_contested(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::SingleParty | Verdict::Unreviewed | Verdict::Disputed | Verdict::PartlySupported | Verdict::NotSupported)
}

impl Contested {
    /// The contested claims among all claims.
    pub(super) fn of(records: Records, derived: &Derived, lexicon: &Lexicon, names: &Names) -> Contested {
        let mut contested = Contested { claims: Vec::new(), by_term: FxHashMap::default(), by_record: FxHashMap::default() };
        for id in records.graph.of_kind(records.kinds.claim) {
            let Some(verdict) = derived.statuses.get(id).and_then(|status| status.verdict).filter(|verdict| is_contested(*verdict)) else {
                continue;
            };
            contested.by_record.insert(*id, verdict);
            let passage = Passage::of(records.claim(*id).statement);
            let mut terms = Terms {
                id: *id,
                names: Vec::new(),
                words: passage.words.len(),
                is_negated: is_negated(&passage, 0..passage.words.len(), lexicon),
            };
            let number = contested.claims.len() as u32;
            for term in terms_of(&passage, 0..passage.words.len(), lexicon, names, records).into_iter().flatten() {
                let of_term = contested.by_term.entry(term.clone()).or_default();
                if !of_term.iter().any(|(claim, _)| *claim == number) {
                    of_term.push((number, terms.names.len() as u32));
                    terms.names.push(term.starts_with('#'));
                }
            }
            contested.claims.push(terms);
        }
        contested
    }

    /// The status of a claim, if it is contested.
    pub(super) fn verdict(&self, claim: RecordId) -> Option<Verdict> {
        self.by_record.get(&claim).copied()
    }

    /// The claims that some words of a passage repeat in the voice of the text itself, in the order of the claims.
    pub(super) fn repeated(
        &self,
        passage: &Passage,
        words: Range<usize>,
        measure: Measure,
        lexicon: &Lexicon,
        names: &Names,
        records: Records,
    ) -> Vec<Repeated> {
        if self.claims.is_empty() {
            return Vec::new();
        }
        let mut hits: BTreeMap<u32, Vec<(usize, u32)>> = BTreeMap::new();
        for (offset, term) in terms_of(passage, words.clone(), lexicon, names, records).into_iter().enumerate() {
            let at = words.start + offset;
            let Some(known) = term.and_then(|term| self.by_term.get(&term)) else { continue };
            if passage.is_quotation(&passage.words[at]) || passage.is_set_apart(&passage.words[at]) {
                continue;
            }
            for (claim, term) in known {
                hits.entry(*claim).or_default().push((at, *term));
            }
        }
        let found = hits.into_iter().filter_map(|(number, hits)| {
            let claim = &self.claims[number as usize];
            let places = claim.said_in(&hits, measure)?;
            let whole = *places.first()?..*places.last()? + 1;
            // To say the contrary is to repeat somebody else's claim.
            (is_negated(passage, whole.start.saturating_sub(2)..whole.end, lexicon) == claim.is_negated)
                .then_some(Repeated { claim: claim.id, words: places })
        });
        found.collect()
    }
}

impl Terms {
    /// The places of the words that say enough of the claim close together; nothing if too little is said.
    fn said_in(&self, hits: &[(usize, u32)], measure: Measure) -> Option<Vec<usize>> {
        let needed = measure.needed(self.names.len())?;
        let room = if self.names.len() == 2 { 5 } else { 2 * self.words + 6 };
        for (from, (start, _)) in hits.iter().enumerate() {
            let mut terms: Vec<u32> = Vec::new();
            let mut places: Vec<usize> = Vec::new();
            for (at, term) in hits[from..].iter().take_while(|(at, _)| *at < start + room) {
                if !terms.contains(term) {
                    terms.push(*term);
                    places.push(*at);
                }
            }
            let plain = |terms: &mut dyn Iterator<Item = usize>| terms.filter(|term| !self.names[*term]).count();
            let all = plain(&mut (0..self.names.len()));
            // Two names alone say nothing about what the one did to the other.
            if terms.len() >= needed && plain(&mut terms.iter().map(|term| *term as usize)) >= all.min(2) {
                return Some(places);
            }
        }
        None
    }
}

/// What each of some words is compared by: nothing for words that say nothing, `#` and a number for the first word of a name.
fn terms_of(passage: &Passage, words: Range<usize>, lexicon: &Lexicon, names: &Names, records: Records) -> Vec<Option<String>> {
    let mut terms: Vec<Option<String>> = words.clone().map(|at| lexicon.meaning(passage.word(at))).collect();
    let mentions = names.mentions(passage, &passage.bytes(words.clone()), records);
    let referred = passage.marks.iter().filter_map(|mark| match mark.what {
        What::Reference(id) if records.get(id).kind != records.kinds.claim => Some((id, passage.words_in(&mark.range))),
        _ => None,
    });
    for (id, of_name) in mentions.into_iter().chain(referred) {
        for (offset, at) in of_name.filter(|at| words.contains(at)).enumerate() {
            terms[at - words.start] = (offset == 0).then(|| format!("#{}", id.0));
        }
    }
    terms
}

fn is_negated(passage: &Passage, words: Range<usize>, lexicon: &Lexicon) -> bool {
    let negations = lexicon.list("negations");
    words.filter(|at| *at < passage.words.len() && negations.at(passage, *at).is_some()).count() % 2 == 1
}
