//! The words of a contested claim in the voice of the site, with nobody who says them.

use super::Texts;
use crate::check::Findings;
use crate::check::contested::{Measure, Repeated};
use crate::check::desk::Desk;
use crate::check::prose::{Block, Passage, Reading, What};
use crate::derive::Verdict;
use crate::diag::Diagnostic;
use crate::diag::codes::CONTESTED_AS_FACT;
use crate::graph::RecordId;
use std::ops::Range;

pub(super) fn run(desk: &Desk, texts: Texts, findings: &mut Findings) {
    for reading in texts.readings {
        let passages = reading.passages.iter().filter(|passage| passage.is_own_voice() && passage.block != Block::Heading);
        for passage in passages {
            for sentence in &passage.sentences {
                for repeated in desk.repeated(passage, passage.words_in(sentence), Measure::Whole) {
                    if is_flat(desk, reading, passage, sentence, &repeated) {
                        findings.add(reading.record, problem(desk, reading, passage, &repeated));
                    }
                }
            }
        }
    }
}

/// Whether nothing in a sentence says whose word it is: no claim that is marked or referred to, nobody who says it, no doubt.
fn is_flat(desk: &Desk, reading: &Reading, passage: &Passage, sentence: &Range<usize>, repeated: &Repeated) -> bool {
    let counts = |word: usize| !repeated.words.contains(&word);
    let inside = passage.marks.iter().filter(|mark| sentence.start <= mark.range.start && mark.range.end <= sentence.end);
    // A link on one word of it leaves the rest a plain statement.
    let covers = |range: &Range<usize>| {
        repeated.words.iter().filter(|word| range.contains(&passage.words[**word].start)).count() * 2 >= repeated.words.len()
    };
    let is_marked = inside
        .clone()
        .any(|mark| matches!(mark.what, What::Reference(id) | What::Directive(Some(id)) if id == repeated.claim) && covers(&mark.range));
    let is_own = |claim: RecordId| reading.record == claim || desk.site.records.graph.host(claim) == reading.record && !reading.is_running;
    !is_marked && !is_own(repeated.claim) && !desk.is_attributed(passage, sentence, counts) && !desk.is_hedged(passage, sentence, counts)
}

fn problem(desk: &Desk, reading: &Reading, passage: &Passage, repeated: &Repeated) -> Diagnostic {
    let records = desk.site.records;
    let words = passage.bytes(repeated.words[0]..repeated.words[repeated.words.len() - 1] + 1);
    let at = reading.place(passage, words);
    let claimant = records.claim(repeated.claim).claimant.map(|actor| desk.site.name(actor));
    let verdict = desk.contested.verdict(repeated.claim);
    let message = match (verdict, claimant) {
        (Some(Verdict::SingleParty), Some(claimant)) => format!("this is told as a fact, and only {claimant} says so"),
        (Some(Verdict::Disputed), Some(claimant)) => format!("this is told as a fact, and {claimant} says so while others dispute it"),
        (Some(Verdict::NotSupported | Verdict::PartlySupported), Some(claimant)) => {
            format!("this is told as a fact, and {claimant} says so while assessments do not bear it out")
        }
        _ => "this is told as a fact, and nobody has established it".to_owned(),
    };
    let id = &records.get(repeated.claim).id;
    let who = claimant.map_or_else(|| "say whose word it is".to_owned(), |claimant| format!("say whose word it is (“{claimant} says …”)"));
    Diagnostic::at(&CONTESTED_AS_FACT, at.file, at.span, message)
        .also(desk.site.place(repeated.claim, &["statement"]), format!("the claim `{id}`"))
        .help(format!("{who}, or refer to the claim: `[[claim:{id}|…]]`"))
}
