//! An office in front of a name, on a day on which its bearer did not hold it.

use super::Texts;
use crate::check::Findings;
use crate::check::desk::Desk;
use crate::check::prose::{Passage, Reading};
use crate::date::{Date, Day};
use crate::diag::Diagnostic;
use crate::diag::codes::ROLE_IN_TEXT;
use crate::graph::RecordId;
use crate::model::{Role, When};
use std::ops::Range;

pub(super) fn run(desk: &Desk, texts: Texts, findings: &mut Findings) {
    for reading in texts.readings {
        let Some(day) = day_of(desk, reading) else { continue };
        for passage in reading.passages.iter().filter(|passage| passage.is_own_voice()) {
            for (actor, words) in desk.mentions(passage, &(0..passage.text.len())) {
                if let Some(problem) = wrong_office(desk, reading, passage, actor, &words, day) {
                    findings.add(reading.record, problem);
                }
            }
        }
    }
}

/// The day that a text tells of: the date of its record, else today.
fn day_of(desk: &Desk, reading: &Reading) -> Option<Day> {
    match desk.site.records.date_of(reading.record) {
        When::Known(date) => date.earliest(),
        When::Unknown => None,
        When::Absent => Some(desk.site.derived.today),
    }
}

fn wrong_office(desk: &Desk, reading: &Reading, passage: &Passage, actor: RecordId, name: &Range<usize>, day: Day) -> Option<Diagnostic> {
    let roles = desk.site.records.actor(actor).roles;
    // A label may hold the office itself: `[[weber|Mayor Weber]]`.
    let window = name.start.saturating_sub(6)..name.end;
    let (role, found) = roles.iter().find_map(|role| Some((role, office(passage, &window, name, role.title)?)))?;
    let holds = |other: &Role| same(other.title, role.title) && covers(other, day);
    let before = (found.start.saturating_sub(2)..found.start).any(|at| desk.lexicon.list("former").at(passage, at).is_some());
    let bytes = passage.bytes(found);
    if before || passage.is_quotation(&bytes) || roles.iter().any(holds) {
        return None;
    }
    let at = reading.place(passage, bytes.clone());
    let message = format!("`{}` did not hold the office of `{}` on {day}", desk.site.name(actor), &passage.text[bytes]);
    let file = desk.site.records.get(actor).file;
    let problem = Diagnostic::at(&ROLE_IN_TEXT, at.file, at.span, message);
    let problem = problem.also(crate::source::Location { file, span: role.at }, "held at another time");
    Some(problem.help("name the office of that day, write `then` or `former` before it, or correct `from` and `to`"))
}

/// The words of an office that stand right before a name, or inside it.
fn office(passage: &Passage, window: &Range<usize>, name: &Range<usize>, title: &str) -> Option<Range<usize>> {
    let words: Vec<String> = unicode_segmentation::UnicodeSegmentation::unicode_words(title).map(str::to_lowercase).collect();
    if words.is_empty() {
        return None;
    }
    let stands = |at: usize| words.iter().enumerate().all(|(offset, word)| at + offset < window.end && passage.word(at + offset) == word);
    window.clone().filter(|at| at + words.len() == name.start || name.contains(at)).find(|at| stands(*at)).map(|at| at..at + words.len())
}

fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

fn covers(role: &Role, day: Day) -> bool {
    let begun = |date: &Date| date.earliest().is_none_or(|from| from <= day);
    let lasts = |date: &Date| date.latest().is_none_or(|to| day <= to);
    role.from.known().is_none_or(begun) && role.to.known().is_none_or(lasts)
}
