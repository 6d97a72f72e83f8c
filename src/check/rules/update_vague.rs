//! A note to readers that does not say what changed.

use crate::check::{Findings, Site};
use crate::derive::is_told;
use crate::diag::codes::UPDATE_VAGUE;
use unicode_segmentation::UnicodeSegmentation;

/// Fewer words than these say nothing.
const FEWEST: usize = 4;

/// Words of which a note may hold any number and still say nothing.
const EMPTY: &[&str] = &[
    "a",
    "added",
    "an",
    "and",
    "article",
    "been",
    "bits",
    "change",
    "changed",
    "changes",
    "content",
    "corrected",
    "correction",
    "corrections",
    "data",
    "details",
    "edit",
    "edited",
    "edits",
    "entries",
    "entry",
    "error",
    "errors",
    "explainer",
    "few",
    "fix",
    "fixed",
    "fixes",
    "has",
    "have",
    "improved",
    "improvement",
    "improvements",
    "in",
    "info",
    "information",
    "it",
    "its",
    "latest",
    "made",
    "minor",
    "mistake",
    "mistakes",
    "more",
    "new",
    "news",
    "of",
    "on",
    "page",
    "pages",
    "record",
    "records",
    "revised",
    "revision",
    "section",
    "several",
    "small",
    "some",
    "text",
    "the",
    "things",
    "this",
    "to",
    "today",
    "tweaked",
    "tweaks",
    "typo",
    "typos",
    "update",
    "updated",
    "updates",
    "various",
    "was",
    "we",
    "were",
    "with",
    "wording",
];

/// Tidy-ups are not told to readers, and a correction says what stood there and what stands there now.
pub(super) fn run(site: Site, findings: &mut Findings) {
    let records = site.records;
    for id in site.live(records.kinds.update).filter(|id| is_told(records, *id)) {
        let update = records.update(id);
        if update.correction.is_some() || !is_vague(update.note) {
            continue;
        }
        let problem = site.found(&UPDATE_VAGUE, id, &["note"], "the note does not say what changed");
        findings.add(id, problem.help("say in a sentence what readers knew before and what they know now"));
    }
}

fn is_vague(note: &str) -> bool {
    let words: Vec<String> = note.unicode_words().map(str::to_lowercase).collect();
    // Where words are not set apart, each character is counted as one, and four of them may be a sentence.
    words.len() < FEWEST || words.iter().all(|word| EMPTY.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_vague_by_its_words() {
        for note in ["Updated.", "Minor edits made", "The page has been updated with the latest information.", "", "Новые данные."]
        {
            assert!(is_vague(note), "{note}");
        }
        for note in ["The court ruled on Monday.", "The new bridge opened.", "会談は延期された。", "Суд отложил слушание дела."]
        {
            assert!(!is_vague(note), "{note}");
        }
    }
}
