//! A verb that says that something is true, before a claim that is contested.

use super::Texts;
use crate::check::Findings;
use crate::check::contested::Measure;
use crate::check::desk::Desk;
use crate::check::prose::{Passage, What};
use crate::diag::Diagnostic;
use crate::diag::codes::FACTIVE_VERB;
use crate::graph::RecordId;
use std::ops::Range;

pub(super) fn run(desk: &Desk, texts: Texts, findings: &mut Findings) {
    let verbs = desk.lexicon.list("factive");
    for reading in texts.readings {
        for passage in reading.passages.iter().filter(|passage| passage.is_own_voice()) {
            for sentence in &passage.sentences {
                for verb in passage.find(verbs, sentence) {
                    let bytes = passage.bytes(verb.clone());
                    let Some(claim) = claim_behind(desk, passage, bytes.end..sentence.end).filter(|_| !passage.is_quotation(&bytes)) else {
                        continue;
                    };
                    let (at, word) = (reading.place(passage, bytes.clone()), &passage.text[bytes]);
                    let id = &desk.site.records.get(claim).id;
                    let problem =
                        Diagnostic::at(&FACTIVE_VERB, at.file, at.span, format!("`{word}` says that it is true, and that is contested"))
                            .also(desk.site.place(claim, &["statement"]), format!("the claim `{id}`"))
                            .help("write `said`, `claimed` or another verb that leaves it open");
                    findings.add(reading.record, problem);
                }
            }
        }
    }
}

/// The contested claim that the rest of a sentence marks, refers to, or says again.
fn claim_behind(desk: &Desk, passage: &Passage, rest: Range<usize>) -> Option<RecordId> {
    let marked = passage.marks.iter().filter(|mark| rest.start <= mark.range.start && mark.range.end <= rest.end);
    let marked = marked.filter_map(|mark| match mark.what {
        What::Reference(id) | What::Directive(Some(id)) => desk.contested.verdict(id).map(|_| id),
        _ => None,
    });
    let said = || desk.repeated(passage, passage.words_in(&rest), Measure::Half).into_iter().map(|repeated| repeated.claim).next();
    marked.into_iter().next().or_else(said)
}
