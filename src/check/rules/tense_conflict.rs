//! Text that still expects an event that is over.

use super::Texts;
use crate::check::Findings;
use crate::check::desk::Desk;
use crate::check::prose::{Passage, Reading, What};
use crate::diag::Diagnostic;
use crate::diag::codes::TENSE_CONFLICT;
use crate::graph::RecordId;
use std::ops::Range;

pub(super) fn run(desk: &Desk, texts: Texts, findings: &mut Findings) {
    let future = desk.lexicon.list("future");
    for reading in texts.readings {
        for passage in reading.passages.iter().filter(|passage| passage.is_own_voice()) {
            for sentence in &passage.sentences {
                let events = past_events(desk, passage, sentence);
                let own = is_over(desk, reading.record)
                    .then_some(reading.record)
                    .filter(|_| events.is_empty() && !names_another(desk, reading, passage, sentence));
                for found in passage.find(future, sentence) {
                    // The event has to be what the verb is about: it stands right before it, or the text is the event's own.
                    let subject =
                        events.iter().find(|(_, words)| words.end <= found.start && found.start <= words.end + 3).map(|(id, _)| *id);
                    if let Some(event) = subject.or(own) {
                        tell(desk, reading, passage, found, event, findings);
                    }
                }
                for (event, words) in &events {
                    let upcoming = desk.lexicon.list("upcoming");
                    let before = (words.start.saturating_sub(2)..words.start).find(|at| upcoming.at(passage, *at).is_some());
                    if let Some(at) = before {
                        tell(desk, reading, passage, at..at + 1, *event, findings);
                    }
                }
            }
        }
    }
}

fn is_over(desk: &Desk, id: RecordId) -> bool {
    let records = desk.site.records;
    if records.get(id).kind != records.kinds.event {
        return false;
    }
    let event = records.event(id);
    event.status.is_some_and(|status| matches!(status.word, "completed" | "cancelled"))
        && event.date.known().is_none_or(|date| !date.is_future(desk.site.derived.today))
}

fn past_events(desk: &Desk, passage: &Passage, sentence: &Range<usize>) -> Vec<(RecordId, Range<usize>)> {
    let inside = passage.marks.iter().filter(|mark| sentence.start <= mark.range.start && mark.range.end <= sentence.end);
    let event = inside.filter_map(|mark| match mark.what {
        What::Reference(id) if is_over(desk, id) => Some((id, passage.words_in(&mark.range))),
        _ => None,
    });
    event.collect()
}

/// Whether a sentence in the text of an event tells of another event.
fn names_another(desk: &Desk, reading: &Reading, passage: &Passage, sentence: &Range<usize>) -> bool {
    let records = desk.site.records;
    let inside = passage.marks.iter().filter(|mark| sentence.start <= mark.range.start && mark.range.end <= sentence.end);
    inside
        .into_iter()
        .any(|mark| matches!(mark.what, What::Reference(id) if id != reading.record && records.get(id).kind == records.kinds.event))
}

fn tell(desk: &Desk, reading: &Reading, passage: &Passage, words: Range<usize>, event: RecordId, findings: &mut Findings) {
    let bytes = passage.bytes(words);
    if passage.is_quotation(&bytes) {
        return;
    }
    let (at, written) = (reading.place(passage, bytes.clone()), &passage.text[bytes]);
    let message = format!("`{written}` expects `{}`, which is over", desk.site.name(event));
    let problem =
        Diagnostic::at(&TENSE_CONFLICT, at.file, at.span, message).also(desk.site.place(event, &["status"]), "over by its own record");
    findings.add(reading.record, problem.help("tell it as what has happened, or correct the status of the event"));
}
