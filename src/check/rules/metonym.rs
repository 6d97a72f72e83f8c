//! A capital that speaks, and that no actor has for a name.

use super::Texts;
use crate::check::Findings;
use crate::check::desk::Desk;
use crate::check::lexicon::Words;
use crate::check::prose::{Passage, What};
use crate::diag::Diagnostic;
use crate::diag::codes::METONYM;
use std::ops::Range;

pub(super) fn run(desk: &Desk, texts: Texts, findings: &mut Findings) {
    if !texts.is_coverage {
        return;
    }
    let capitals = desk.lexicon.list("capitals");
    for reading in texts.readings {
        for passage in reading.passages.iter().filter(|passage| passage.is_own_voice()) {
            for city in passage.find(capitals, &(0..passage.text.len())) {
                let bytes = passage.bytes(city.clone());
                let is_known = desk.names.at(passage, city.start).is_some_and(|(_, length)| length >= city.len());
                if is_known || !passage.is_name(city.start) || !speaks(desk, passage, &city) || is_set_apart(passage, &bytes) {
                    continue;
                }
                let (at, name) = (reading.place(passage, bytes.clone()), &passage.text[bytes]);
                let problem = Diagnostic::at(
                    &METONYM,
                    at.file,
                    at.span,
                    format!("`{name}` stands for somebody who speaks, and no actor has that name"),
                );
                findings.add(reading.record, problem.help(format!("name the government or office, or give its actor `aliases: [{name}]`")));
            }
        }
    }
}

fn is_set_apart(passage: &Passage, bytes: &Range<usize>) -> bool {
    let is_reference = |mark: &crate::check::prose::Mark| {
        matches!(mark.what, What::Reference(_)) && mark.range.start < bytes.end && bytes.start < mark.range.end
    };
    passage.is_quotation(bytes) || passage.is_set_apart(bytes) || passage.marks.iter().any(is_reference)
}

/// Whether a verb of somebody who speaks follows, and the city is no place where something happens.
fn speaks(desk: &Desk, passage: &Passage, city: &Range<usize>) -> bool {
    const AT: [&str; 12] = ["in", "at", "from", "to", "near", "of", "for", "outside", "around", "through", "via", "between"];
    if city.start > 0 && AT.contains(&passage.word(city.start - 1)) {
        return false;
    }
    let (verbs, between) = (desk.lexicon.list("group_verbs"), desk.lexicon.list("between"));
    let mut at = city.end;
    for _ in 0..3 {
        if !passage.follows(at) {
            return false;
        }
        if verbs.at(passage, at).is_some() {
            return true;
        }
        match between.at(passage, at) {
            Some(length) => at += length,
            None => return false,
        }
    }
    false
}
