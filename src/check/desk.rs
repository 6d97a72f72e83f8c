//! What the rules about running text look things up in, made once for a site, and the questions they share.

use super::Site;
use super::contested::{Contested, Measure, Repeated};
use super::lexicon::Lexicon;
use super::names::Names;
use super::prose::{Passage, Reading, What};
use super::rules::{Spellings, Term, terms};
use crate::graph::RecordId;
use std::ops::Range;

/// Everything a rule about running text knows beside the text.
pub(super) struct Desk<'s> {
    /// The site.
    pub(super) site: Site<'s>,
    /// The words of its language.
    pub(super) lexicon: Lexicon,
    /// The names of its actors.
    pub(super) names: Names,
    /// Its contested claims.
    pub(super) contested: Contested,
    /// The terms of its glossary.
    pub(super) terms: Vec<Term>,
    /// How its names are spelt.
    pub(super) spellings: Spellings,
}

impl<'s> Desk<'s> {
    /// A desk for a site.
    pub(super) fn of(site: Site<'s>) -> Desk<'s> {
        let lexicon = Lexicon::of(&site.config.language, &site.config.check);
        let names = Names::of(site.records);
        let contested = Contested::of(site.records, site.derived, &lexicon, &names);
        let spellings = Spellings::of(site.records, &site.config.check.names);
        Desk { site, lexicon, names, contested, terms: terms(site.records), spellings }
    }

    /// The actors that some bytes of a passage name or refer to, with their words.
    pub(super) fn mentions(&self, passage: &Passage, range: &Range<usize>) -> Vec<(RecordId, Range<usize>)> {
        self.names.mentions(passage, range, self.site.records)
    }

    /// Whether some texts of a record tell of somebody who acts in the story. What does not is background, where words in quotation marks are
    /// terms and `experts` are nobody's witnesses.
    pub(super) fn is_coverage(&self, readings: &[Reading]) -> bool {
        let kinds = self.site.records.kinds;
        let is_told_of =
            |id: RecordId| [kinds.actor, kinds.issue, kinds.event, kinds.claim, kinds.document].contains(&self.site.records.get(id).kind);
        let Some(first) = readings.first() else { return false };
        is_told_of(first.record)
            || readings.iter().flat_map(|reading| &reading.passages).any(|passage| {
                let is_referred = passage.marks.iter().any(|mark| match mark.what {
                    What::Reference(id) => is_told_of(id),
                    What::Directive(Some(_)) => true,
                    _ => false,
                });
                is_referred || (0..passage.words.len()).any(|at| self.names.at(passage, at).is_some())
            })
    }

    /// Whether some bytes of a passage say whose words or views they tell, at a word that `counts`.
    pub(super) fn is_attributed(&self, passage: &Passage, range: &Range<usize>, counts: impl Fn(usize) -> bool) -> bool {
        let lists = ["reporting", "attributing"].map(|list| self.lexicon.list(list));
        let outside = |found: Range<usize>| counts(found.start) && !passage.is_quotation(&passage.bytes(found));
        lists.into_iter().any(|list| passage.find(list, range).any(outside))
    }

    /// Whether some bytes leave open whether it is so, at a word that `counts`.
    pub(super) fn is_hedged(&self, passage: &Passage, range: &Range<usize>, counts: impl Fn(usize) -> bool) -> bool {
        passage.text[range.clone()].ends_with('?') || passage.find(self.lexicon.list("hedges"), range).any(|found| counts(found.start))
    }

    /// The contested claims that some words repeat.
    pub(super) fn repeated(&self, passage: &Passage, words: Range<usize>, measure: Measure) -> Vec<Repeated> {
        self.contested.repeated(passage, words, measure, &self.lexicon, &self.names, self.site.records)
    }
}
