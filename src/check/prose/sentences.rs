//! Where sentences and quotations begin and end.

use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// The stretches between quotation marks, without the marks, in order. A mark that is never closed opens nothing.
pub(super) fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, letter) in text.char_indices() {
        open = match (open, closing(letter)) {
            (Some((start, close)), _) if letter == close && start < at => {
                found.push(start..at);
                None
            }
            (None, Some(close)) => Some((at + letter.len_utf8(), close)),
            (open, _) => open,
        };
    }
    found
}

/// The mark that closes what a mark opens. Single marks are left out: most of them are apostrophes.
fn closing(open: char) -> Option<char> {
    Some(match open {
        '“' => '”',
        '„' => '“',
        '«' => '»',
        '»' => '«',
        '"' => '"',
        '「' => '」',
        _ => return None,
    })
}

/// The sentences of a text by the rules of Unicode, but none ends behind an initial, an abbreviation, or inside a quotation.
pub(super) fn sentences(text: &str, quotations: &[Range<usize>], is_abbreviation: &dyn Fn(&str) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (start, sentence) in text.split_sentence_bound_indices() {
        let end = start + sentence.len();
        let is_broken = |before: &Range<usize>| {
            let before = &text[before.clone()];
            ends_open(before, is_abbreviation) || quotations.iter().any(|quotation| quotation.start < start && start < quotation.end)
        };
        match found.last_mut() {
            Some(before) if is_broken(before) => before.end = end,
            _ => found.push(start..end),
        }
    }
    for sentence in &mut found {
        let inner = &text[sentence.clone()];
        let start = sentence.start + (inner.len() - inner.trim_start().len());
        *sentence = start..start + inner.trim().len();
    }
    found.retain(|sentence| !sentence.is_empty());
    found
}

fn ends_open(text: &str, is_abbreviation: &dyn Fn(&str) -> bool) -> bool {
    let Some(before) = text.trim_end().strip_suffix('.') else { return false };
    let start =
        before.rfind(|c: char| !c.is_alphanumeric() && c != '.').map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let word = &before[start..];
    let is_initial = word.rsplit('.').next().is_some_and(|last| last.chars().count() == 1 && last.starts_with(char::is_uppercase));
    is_initial || is_abbreviation(&word.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text, &quotations(text), &|word| word == "mr").into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        assert_eq!(split("One. Two! Three?"), ["One.", "Two!", "Three?"]);
        assert_eq!(split("Mr. Smith left the U.S. Army. He slept."), ["Mr. Smith left the U.S. Army.", "He slept."]);
        assert_eq!(split("“Stop. Now,” she said. He did."), ["“Stop. Now,” she said.", "He did."]);
        assert_eq!(split("It grew by 1.5 metres. Then it fell."), ["It grew by 1.5 metres.", "Then it fell."]);
        assert!(split("  ").is_empty());
    }

    #[test]
    fn quotations_stand_between_marks_that_belong_together() {
        let text = "“one” and \"two\" but “three";
        assert_eq!(quotations(text).into_iter().map(|range| &text[range]).collect::<Vec<_>>(), ["one", "two"]);
        let german = "Er sagte „nein“ und ging.";
        assert_eq!(quotations(german).into_iter().map(|range| &german[range]).collect::<Vec<_>>(), ["nein"]);
    }
}
