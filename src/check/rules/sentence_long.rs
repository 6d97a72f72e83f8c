//! Sentences with more words than the site allows itself (`[check.limits]`).

use super::Texts;
use crate::check::Findings;
use crate::check::desk::Desk;
use crate::check::prose::Block;
use crate::diag::Diagnostic;
use crate::diag::codes::SENTENCE_LONG;

pub(super) fn run(desk: &Desk, texts: Texts, findings: &mut Findings) {
    let limit = desk.site.config.check.sentence;
    for reading in texts.readings.iter().filter(|reading| reading.is_running) {
        for passage in reading.passages.iter().filter(|passage| passage.is_own_voice() && passage.block == Block::Text) {
            for sentence in &passage.sentences {
                let words = passage.words_in(sentence);
                if words.len() > limit {
                    let at = reading.place(passage, passage.bytes(words.clone()));
                    let problem = Diagnostic::at(&SENTENCE_LONG, at.file, at.span, format!("this sentence has {} words", words.len()));
                    findings.add(reading.record, problem.help(format!("make two of it; {limit} are the limit of this site")));
                }
            }
        }
    }
}
