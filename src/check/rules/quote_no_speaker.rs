//! Words in quotation marks, or in a block quotation, with nobody who says them.
//!
//! Quotation marks also name things: titles, terms, words that are talked about. A quotation is let pass where a word of naming stands beside
//! it, where most of its words have capital letters, and in a text that tells of nobody: there it is an example.

use super::Texts;
use crate::check::Findings;
use crate::check::desk::Desk;
use crate::check::prose::{Passage, Reading, What};
use crate::diag::Diagnostic;
use crate::diag::codes::QUOTE_NO_SPEAKER;
use std::ops::Range;

/// From how many words on a quotation is somebody's, whatever stands beside it.
const LONG: usize = 8;

pub(super) fn run(desk: &Desk, texts: Texts, findings: &mut Findings) {
    if !texts.is_coverage {
        return;
    }
    for reading in texts.readings.iter().filter(|reading| reading.is_running) {
        for (number, passage) in reading.passages.iter().enumerate().filter(|(_, passage)| passage.inside.is_none()) {
            if passage.is_quoted {
                let is_first = number.checked_sub(1).is_none_or(|before| !reading.passages[before].is_quoted);
                if is_first && !block_has_speaker(desk, reading, number) {
                    tell(reading, passage, 0..passage.text.len(), "a block quotation without a speaker", findings);
                }
                continue;
            }
            for quotation in &passage.quotations {
                if is_words(desk, passage, quotation) && !has_speaker(desk, passage, quotation) {
                    tell(reading, passage, quotation.clone(), "a quotation without a speaker", findings);
                }
            }
        }
    }
}

fn tell(reading: &Reading, passage: &Passage, bytes: Range<usize>, message: &str, findings: &mut Findings) {
    let at = reading.place(passage, bytes);
    let problem = Diagnostic::at(&QUOTE_NO_SPEAKER, at.file, at.span, message);
    findings.add(reading.record, problem.help("say in the same sentence who says it, or write `:quote[…]{by=… source=…}`"));
}

/// Whether a quotation holds what somebody said, and not the name of something.
fn is_words(desk: &Desk, passage: &Passage, quotation: &Range<usize>) -> bool {
    let words = passage.words_in(quotation);
    if words.is_empty() || passage.is_set_apart(quotation) {
        return false;
    }
    let is_marked = passage.marks.iter().any(|mark| {
        matches!(mark.what, What::Reference(_) | What::Link) && mark.range.start <= quotation.end && quotation.start <= mark.range.end
    });
    if is_marked || is_title(passage, &words) {
        return false;
    }
    if words.len() >= LONG {
        return true;
    }
    let is_charged = passage.holds(desk.lexicon.list("charged"), quotation);
    is_charged || !is_named(desk, passage, &words)
}

/// Titles of works have capital letters where sentences have none.
fn is_title(passage: &Passage, words: &Range<usize>) -> bool {
    let long: Vec<&str> =
        words.clone().map(|at| &passage.text[passage.words[at].clone()]).filter(|word| word.chars().count() > 3).collect();
    words.len() > 1 && !long.is_empty() && long.iter().filter(|word| word.starts_with(char::is_uppercase)).count() * 3 >= long.len() * 2
}

/// Whether words of naming stand beside a quotation: `what is called “a soft landing”`.
fn is_named(desk: &Desk, passage: &Passage, words: &Range<usize>) -> bool {
    let naming = desk.lexicon.list("naming");
    let near = words.start.saturating_sub(5)..(words.end + 4).min(passage.words.len());
    near.filter(|at| !words.contains(at)).any(|at| naming.at(passage, at).is_some())
}

/// Whether the sentence of a quotation, or one beside it, says who speaks. A quotation that is a sentence by itself goes on with what was
/// quoted before it, or follows a colon: that the sentence before it tells of somebody does not make the words theirs.
fn has_speaker(desk: &Desk, passage: &Passage, quotation: &Range<usize>) -> bool {
    let sentence = passage.sentence_at(quotation.start);
    let before = passage.sentences.iter().rev().find(|other| other.end <= sentence.start).cloned();
    let after = passage.sentences.iter().find(|other| sentence.end <= other.start).cloned();
    let is_outside = |words: &Range<usize>| !passage.is_quotation(&passage.bytes(words.clone()));
    let names = |range: &Range<usize>| desk.mentions(passage, range).iter().any(|(_, words)| is_outside(words));
    let attributes = |range: &Range<usize>| desk.is_attributed(passage, range, |_| true);
    let quotes = |range: &Range<usize>| passage.quotations.iter().any(|other| range.start <= other.start && other.end <= range.end);
    let is_alone = passage.words_in(&sentence).len() == passage.words_in(quotation).len();
    if names(&sentence) || attributes(&sentence) {
        return true;
    }
    let leads = |range: &Range<usize>| passage.text[range.clone()].ends_with(':') || quotes(range);
    before.is_some_and(|range| attributes(&range) && (!is_alone || leads(&range)))
        || after.is_some_and(|range| attributes(&range) && names(&range) && !is_alone)
}

/// Whether a block quotation cites or names somebody, or the passage before or behind it says who speaks.
fn block_has_speaker(desk: &Desk, reading: &Reading, first: usize) -> bool {
    let last = reading.passages[first..].iter().take_while(|passage| passage.is_quoted).count() + first;
    let cites = |passage: &Passage| {
        passage.marks.iter().any(|mark| matches!(mark.what, What::Citation | What::Reference(_) | What::Link))
            || passage.text.trim_start().starts_with(['—', '–'])
            || passage.text.contains(" — ")
            || !desk.mentions(passage, &(0..passage.text.len())).is_empty()
    };
    let tells = |passage: &Passage| {
        let whole = 0..passage.text.len();
        desk.is_attributed(passage, &whole, |_| true)
            || !desk.mentions(passage, &whole).is_empty()
            || passage.text.trim_end().ends_with(':')
    };
    let before = first.checked_sub(1).map(|at| &reading.passages[at]);
    reading.passages[first..last].iter().any(cites) || before.is_some_and(tells) || reading.passages.get(last).is_some_and(tells)
}
