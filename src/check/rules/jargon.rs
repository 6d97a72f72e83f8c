//! A term of the glossary that a text uses without leading there where it first stands.

use super::Texts;
use crate::check::Findings;
use crate::check::desk::Desk;
use crate::check::lexicon::Phrases;
use crate::check::prose::{Block, What};
use crate::diag::Diagnostic;
use crate::diag::codes::JARGON;

pub(super) fn run(desk: &Desk, texts: Texts, findings: &mut Findings) {
    let records = desk.site.records;
    let Some(first) = texts.readings.first() else { return };
    if records.get(first.record).kind == records.kinds.term {
        return;
    }
    for term in &desk.terms {
        let refers = |what: &What| matches!(what, What::Reference(id) if *id == term.record);
        let used = texts.readings.iter().filter(|reading| reading.is_running).flat_map(|reading| {
            let own = reading.passages.iter().filter(|passage| passage.is_own_voice() && passage.block != Block::Heading);
            own.flat_map(move |passage| passage.find(&term.phrases, &(0..passage.text.len())).map(move |found| (reading, passage, found)))
        });
        let mut used = used.filter(|(_, passage, found)| {
            let bytes = passage.bytes(found.clone());
            !passage.is_quotation(&bytes) && !passage.is_set_apart(&bytes)
        });
        let Some((reading, passage, found)) = used.next() else { continue };
        let bytes = passage.bytes(found);
        // Any link on the words counts: they lead on, if not to the glossary.
        if passage.marks.iter().any(|mark| mark.range.start <= bytes.start && bytes.end <= mark.range.end) {
            continue;
        }
        let before = reading.passages.iter().take_while(|other| !std::ptr::eq(*other, passage));
        let is_met =
            before.chain([passage]).flat_map(|passage| &passage.marks).any(|mark| refers(&mark.what) && mark.range.end <= bytes.start);
        if is_met {
            continue;
        }
        let (at, word) = (reading.place(passage, bytes.clone()), &passage.text[bytes]);
        let id = &records.get(term.record).id;
        let problem = Diagnostic::at(&JARGON, at.file, at.span, format!("`{word}` is explained in the glossary, and nothing leads there"))
            .help(format!("refer to it where it first stands: `[[term:{id}|{word}]]`"));
        findings.add(reading.record, problem);
    }
}

/// A term of the glossary by its names.
pub(in crate::check) struct Term {
    record: crate::graph::RecordId,
    phrases: Phrases,
}

/// The terms of a site. Words of one letter name nothing.
pub(in crate::check) fn terms(records: crate::model::Records) -> Vec<Term> {
    let of = |id: &crate::graph::RecordId| {
        let names = std::iter::once(records.title(*id)).chain(records.aliases(*id));
        Term { record: *id, phrases: Phrases::of(names.filter(|name| name.chars().count() > 1)) }
    };
    records.graph.of_kind(records.kinds.term).iter().map(of).collect()
}
