//! Footnotes: marks, texts and numbers.
//!
//! In: the marks and definitions that the parser saw. Out: footnotes by index, numbered by their use; a mark without a footnote is
//! reported.

use std::ops::Range;

use super::body::Footnote;
use super::builder::{Builder, Open};
use super::item::{Item, Tag};
use crate::diag::codes::{DUPLICATE_ANCHOR, UNDEFINED_FOOTNOTE};

impl Builder<'_> {
    fn footnote_index(&mut self, label: &str) -> u32 {
        let next = self.grow.footnotes.len() as u32;
        let index = *self.footnote_names.entry(label.to_lowercase()).or_insert(next);
        if index == next {
            self.grow.footnotes.push(Footnote::default());
        }
        index
    }

    /// A mark that refers to a footnote.
    pub(super) fn footnote_mark(&mut self, label: &str) {
        let index = self.footnote_index(label);
        let inside = self.open.iter().rev().find_map(|open| match open {
            Open::Element { item } => match self.grow.items[*item as usize] {
                Item::Start(Tag::Footnote(outer)) => Some(outer),
                _ => None,
            },
            _ => None,
        });
        self.footnote_marks.push((index, inside));
        self.grow.items.push(Item::Mark(index));
    }

    /// The start of a footnote's text.
    pub(super) fn footnote(&mut self, label: &str, range: Range<usize>) -> Tag {
        let index = self.footnote_index(label);
        let here = self.grow.items.len() as u32 + 1;
        let known = &mut self.grow.footnotes[index as usize];
        if known.content == (0, 0) {
            known.content = (here, here);
            return Tag::Footnote(index);
        }
        let length = self.text[range.clone()].find(']').map_or(range.len(), |end| end + 1);
        let report = self.report(&DUPLICATE_ANCHOR, range.start..range.start + length, format!("the footnote `{label}` is written twice"));
        self.diagnostics.push(report.help("give one of them another label"));
        // Nothing refers to this one, so it is never shown.
        self.grow.footnotes.push(Footnote::default());
        Tag::Footnote(self.grow.footnotes.len() as u32 - 1)
    }

    /// `[^x]` that is text, because there is no such footnote.
    pub(super) fn undefined_footnote(&mut self, at: usize) {
        let rest = &self.text[at..self.limit];
        let Some(label) = rest.strip_prefix("[^") else { return };
        let Some(end) = label.find(|character: char| character.is_whitespace() || matches!(character, '[' | ']')) else { return };
        let escapes = self.text.as_bytes()[..at].iter().rev().take_while(|byte| **byte == b'\\').count();
        if end == 0 || !label[end..].starts_with(']') || escapes % 2 == 1 {
            return;
        }
        let message = format!("there is no footnote `{}`", &label[..end]);
        let report = self.report(&UNDEFINED_FOOTNOTE, at..at + end + 3, message);
        self.diagnostics
            .push(report.help(format!("write `[^{}]: …` in a paragraph of its own, or `\\[` where a bracket is meant", &label[..end])));
    }
}

/// Numbers footnotes in the order of their first mark. A mark counts only if it is shown: in the text, or in a footnote with a number.
pub(super) fn number(footnotes: &mut [Footnote], marks: &[(u32, Option<u32>)]) {
    let mut inside: Vec<Vec<u32>> = vec![Vec::new(); footnotes.len()];
    let mut shown = Vec::new();
    for (footnote, outer) in marks {
        match outer {
            None => shown.push(*footnote),
            Some(outer) => inside[*outer as usize].push(*footnote),
        }
    }
    let mut number = 0;
    let mut next = 0;
    while let Some(footnote) = shown.get(next).copied() {
        next += 1;
        let known = &mut footnotes[footnote as usize];
        known.marks += 1;
        if known.number == 0 {
            number += 1;
            known.number = number;
            shown.append(&mut inside[footnote as usize]);
        }
    }
}
