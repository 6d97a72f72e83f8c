//! Words that take a side, outside of quotations.

use super::Texts;
use crate::check::Findings;
use crate::check::desk::Desk;
use crate::check::prose::Passage;
use crate::diag::Diagnostic;
use crate::diag::codes::LOADED_TERM;
use std::ops::Range;

pub(super) fn run(desk: &Desk, texts: Texts, findings: &mut Findings) {
    if !texts.is_coverage {
        return;
    }
    let loaded = desk.lexicon.list("loaded");
    for reading in texts.readings {
        for passage in reading.passages.iter().filter(|passage| passage.is_own_voice()) {
            for term in passage.find(loaded, &(0..passage.text.len())) {
                let bytes = passage.bytes(term);
                if is_somebodys(passage, &bytes) {
                    continue;
                }
                let at = reading.place(passage, bytes.clone());
                let message = format!("`{}` judges in the voice of the site", &passage.text[bytes]);
                let problem = Diagnostic::at(&LOADED_TERM, at.file, at.span, message);
                findings.add(
                    reading.record,
                    problem.help("say what happened in plain words, or quote whoever uses the word and say who it is"),
                );
            }
        }
    }
}

/// Whether the words stand in a quotation or a directive; a quotation may begin in the middle of them.
fn is_somebodys(passage: &Passage, bytes: &Range<usize>) -> bool {
    let touches = |quotation: &Range<usize>| quotation.start < bytes.end && bytes.start < quotation.end;
    passage.quotations.iter().any(touches) || passage.is_set_apart(bytes)
}
