//! A passage: a run of text that a reader reads without a break, such as a paragraph, a heading or the cell of a table.

use crate::check::lexicon::{Phrases, Words};
use crate::graph::RecordId;
use crate::source::Span;
use std::ops::Range;

/// A run of text.
#[derive(Clone, Debug, Default)]
pub(in crate::check) struct Passage {
    /// Its words as a reader sees them.
    pub(in crate::check) text: String,
    /// The same in small letters, byte for byte in the same places.
    lower: String,
    /// What it is.
    pub(in crate::check) block: Block,
    /// Whether it stands in a block quotation.
    pub(in crate::check) is_quoted: bool,
    /// The record of the innermost directive it stands in, such as a claim in a `:::claim` block.
    pub(in crate::check) inside: Option<Option<RecordId>>,
    /// Bytes of its words, in order.
    pub(in crate::check) words: Vec<Range<usize>>,
    /// Bytes of its sentences, in order.
    pub(in crate::check) sentences: Vec<Range<usize>>,
    /// Bytes between quotation marks, without the marks.
    pub(in crate::check) quotations: Vec<Range<usize>>,
    /// What its words are beside words, in the order in which they end.
    pub(in crate::check) marks: Vec<Mark>,
    pub(super) pieces: Vec<Piece>,
}

/// What sort of block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::check) enum Block {
    /// A paragraph, an item of a list, a footnote.
    #[default]
    Text,
    /// A heading.
    Heading,
    /// The cell of a table, or the term of a definition.
    Cell,
    /// A line of the front matter: a summary, a short point.
    Line,
}

/// Some bytes of a passage that are more than words.
#[derive(Clone, Debug)]
pub(in crate::check) struct Mark {
    /// The bytes; none for what stands between two words.
    pub(in crate::check) range: Range<usize>,
    /// What they are.
    pub(in crate::check) what: What,
}

/// What marked words are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::check) enum What {
    /// A reference to a record.
    Reference(RecordId),
    /// A link to elsewhere.
    Link,
    /// Code or a formula.
    Code,
    /// A directive in the line, and the record that it makes or shows.
    Directive(Option<RecordId>),
    /// A citation.
    Citation,
}

/// Where some bytes of a passage come from.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// The first byte in the passage.
    pub(in crate::check) start: usize,
    /// The bytes in the source.
    pub(in crate::check) source: Range<usize>,
    /// Whether they are the same, byte for byte.
    pub(in crate::check) exact: bool,
}

impl Passage {
    /// A text that stands in no body: its words are known, and no place in a source.
    pub(in crate::check) fn of(text: &str) -> Passage {
        let mut passage = Passage::line(text);
        passage.finish(&|_| false);
        passage
    }

    /// A line of the front matter, to be finished.
    pub(super) fn line(text: &str) -> Passage {
        Passage { text: text.to_owned(), block: Block::Line, ..Passage::default() }
    }

    /// Works out words, sentences and quotations, once the text is complete.
    pub(super) fn finish(&mut self, is_abbreviation: &dyn Fn(&str) -> bool) {
        self.lower = lowered(&self.text);
        let words = unicode_segmentation::UnicodeSegmentation::unicode_word_indices(&*self.text);
        self.words = words.map(|(at, word)| at..at + word.len()).collect();
        self.quotations = super::sentences::quotations(&self.text);
        self.sentences = super::sentences::sentences(&self.text, &self.quotations, is_abbreviation);
    }

    /// The bytes of the source from which some bytes of the passage come, or the nearest to them.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let piece = |at: usize| {
            let next = self.pieces.partition_point(|piece| piece.start <= at);
            self.pieces.get(next.saturating_sub(1))
        };
        let (Some(first), Some(last)) = (piece(range.start), piece(range.end.saturating_sub(1).max(range.start))) else {
            return Span::default();
        };
        let start = if first.exact { first.source.start + (range.start - first.start) } else { first.source.start };
        let end = if last.exact { last.source.start + (range.end - last.start) } else { last.source.end };
        let start = start.min(first.source.end);
        Span::new(start, end.clamp(start, last.source.end.max(start)))
    }

    /// The word at a place, in small letters.
    pub(in crate::check) fn word(&self, at: usize) -> &str {
        &self.lower[self.words[at].clone()]
    }

    /// The words that begin in some bytes, by their places.
    pub(in crate::check) fn words_in(&self, range: &Range<usize>) -> Range<usize> {
        let first = self.words.partition_point(|word| word.start < range.start);
        first..self.words.partition_point(|word| word.start < range.end).max(first)
    }

    /// The bytes from the first to the last of some words.
    pub(in crate::check) fn bytes(&self, words: Range<usize>) -> Range<usize> {
        match (self.words.get(words.start), words.end.checked_sub(1).and_then(|last| self.words.get(last))) {
            (Some(first), Some(last)) => first.start..last.end.max(first.end),
            _ => 0..0,
        }
    }

    /// The sentence in which a byte stands.
    pub(in crate::check) fn sentence_at(&self, at: usize) -> Range<usize> {
        let found = self.sentences.iter().find(|sentence| at < sentence.end);
        found.or(self.sentences.last()).cloned().unwrap_or(0..self.text.len())
    }

    /// Whether some bytes stand between quotation marks or in a block quotation.
    pub(in crate::check) fn is_quotation(&self, range: &Range<usize>) -> bool {
        self.is_quoted || self.quotations.iter().any(|quotation| quotation.start <= range.start && range.end <= quotation.end)
    }

    /// Whether some bytes are marked as code, or as what a directive in the line makes or shows.
    pub(in crate::check) fn is_set_apart(&self, range: &Range<usize>) -> bool {
        let covers = |mark: &&Mark| mark.range.start <= range.start && range.end <= mark.range.end;
        self.marks.iter().filter(covers).any(|mark| matches!(mark.what, What::Code | What::Directive(_)))
    }

    /// Whether it is read as the site's own words: not a quotation, and not the content of a directive.
    pub(in crate::check) fn is_own_voice(&self) -> bool {
        !self.is_quoted && self.inside.is_none()
    }

    /// The words in some bytes at which a phrase of a list stands, one after the other.
    pub(in crate::check) fn find<'p>(&'p self, phrases: &'p Phrases, range: &Range<usize>) -> impl Iterator<Item = Range<usize>> + use<'p> {
        let words = self.words_in(range);
        let (mut at, end) = (words.start, words.end);
        std::iter::from_fn(move || {
            while at < end {
                let found = phrases.at(self, at).map(|length| at..at + length).filter(|found| found.end <= end);
                at = found.as_ref().map_or(at + 1, |found| found.end);
                if found.is_some() {
                    return found;
                }
            }
            None
        })
    }

    /// Whether a phrase of a list stands in some bytes.
    pub(in crate::check) fn holds(&self, phrases: &Phrases, range: &Range<usize>) -> bool {
        self.find(phrases, range).next().is_some()
    }

    /// What lies between two words that follow each other is nothing but space and hyphens.
    fn is_joined(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return true };
        self.text[self.words[before].end..self.words[at].start]
            .chars()
            .all(|c| c.is_whitespace() || matches!(c, '-' | '\u{2011}' | '\u{2013}'))
    }
}

impl Words for Passage {
    fn lower(&self, at: usize) -> Option<&str> {
        self.words.get(at).map(|word| &self.lower[word.clone()])
    }

    fn is_name(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| self.text[word.clone()].starts_with(char::is_uppercase))
    }

    fn follows(&self, at: usize) -> bool {
        self.is_joined(at)
    }
}

/// Small letters in the same bytes: a letter whose small form takes another number of bytes stays as it is.
fn lowered(text: &str) -> String {
    let mut lower = String::with_capacity(text.len());
    for letter in text.chars() {
        let mut small = letter.to_lowercase();
        match (small.next(), small.next()) {
            (Some(small), None) if small.len_utf8() == letter.len_utf8() => lower.push(small),
            _ => lower.push(letter),
        }
    }
    lower
}
