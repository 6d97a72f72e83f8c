//! A body as plain text: summaries, the words of an inline record, the sentence a reference stands in.
//!
//! In: a body and its source. Out: strings without any markup. Citations, footnotes and raw HTML leave no trace in them.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::body::{Body, UseKind};
use super::item::{Item, Tag};

/// About how many characters of a sentence are kept.
const SENTENCE: usize = 300;

/// How many bytes of text are looked at on each side of a use; more than a sentence that is kept whole can have. Without a bound, a page
/// that is one paragraph would be read once for each of its references.
const AROUND: usize = 4 * SENTENCE;

/// Gives a wiki reference without label its words, by the index of its use; without an answer it shows its target.
pub type Label<'a> = &'a dyn Fn(usize) -> Option<String>;

impl Body {
    /// The items of `range` as plain text in one line.
    pub fn plain_text(&self, text: &str, range: Range<usize>) -> String {
        self.plain_text_with(text, range, &|_| None)
    }

    /// The same with the caller's words for wiki references without label.
    pub fn plain_text_with(&self, text: &str, range: Range<usize>, label: Label) -> String {
        let mut plain = Plain { body: self, text, label, out: String::new(), wanted: None, found: 0..0 };
        plain.read(range);
        plain.out.truncate(plain.out.trim_end().len());
        plain.out
    }

    /// The sentence in which a use stands, at most about 300 characters of it.
    pub fn sentence(&self, text: &str, use_index: usize, label: Label) -> String {
        let item = self.uses[use_index].item as usize;
        let mut plain = Plain { body: self, text, label, out: String::new(), wanted: Some(item), found: 0..0 };
        plain.read(self.block_around(item));
        let found = plain.found.clone();
        let sentence = sentence_at(&plain.out, found.start);
        let found = found.start.max(sentence.start)..found.end.clamp(sentence.start, sentence.end);
        shortened(&plain.out, sentence, found)
    }

    /// How many words a reader reads.
    pub fn word_count(&self, text: &str) -> usize {
        let plain = self.plain_text(text, 0..self.items.len());
        let ideograms = plain.chars().filter(|character| matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')).count();
        let words = plain.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
        words.filter(|word| !word.chars().any(|character| matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'))).count()
            + ideograms
    }

    /// The run of inline items around an item, without the blocks beside it and not much longer than is needed.
    fn block_around(&self, item: usize) -> Range<usize> {
        let is_block = |tag: Tag| tag.is_block(&self.uses, &self.directives);
        if matches!(self.items[item], Item::Start(tag) if is_block(tag)) {
            // A container or leaf: it has no sentence but its own.
            return self.directive_range(item);
        }
        let length = |item: Item| match item {
            Item::Text(slice) | Item::Code(slice) | Item::Math(slice) | Item::DisplayMath(slice) => slice.len(),
            _ => 1,
        };
        let mut start = item;
        let mut room = AROUND;
        while start > 0 && room > 0 {
            room = room.saturating_sub(length(self.items[start - 1]));
            match self.items[start - 1] {
                Item::Start(tag) if is_block(tag) => break,
                Item::End(opening) => match self.items[opening as usize] {
                    Item::Start(tag) if is_block(tag) => break,
                    _ => start = opening as usize,
                },
                _ => start -= 1,
            }
        }
        let mut end = item;
        let mut room = AROUND;
        while let Some(next) = self.items.get(end).filter(|_| room > 0) {
            room = room.saturating_sub(length(*next));
            match next {
                Item::Start(tag) if is_block(*tag) => break,
                Item::End(opening) if matches!(self.items[*opening as usize], Item::Start(tag) if is_block(tag)) => break,
                _ => end += 1,
            }
        }
        start..end
    }

    fn directive_range(&self, item: usize) -> Range<usize> {
        match self.items[item] {
            Item::Start(Tag::Use(index)) => {
                self.directive(index as usize).map_or(item..item, |directive| item..directive.content().end + 1)
            }
            _ => item..item,
        }
    }
}

struct Plain<'a> {
    body: &'a Body,
    text: &'a str,
    label: Label<'a>,
    out: String,
    /// The item whose place in the text is wanted, and that place.
    wanted: Option<usize>,
    found: Range<usize>,
}

impl Plain<'_> {
    fn read(&mut self, range: Range<usize>) {
        let mut at = range.start;
        let mut wanted_end = usize::MAX;
        while at < range.end {
            if self.wanted == Some(at) {
                self.found = self.out.len()..self.out.len();
                wanted_end = at;
            }
            let item = self.body.items[at];
            match item {
                Item::Text(slice) | Item::Code(slice) | Item::Math(slice) | Item::DisplayMath(slice) => {
                    self.push(self.body.get(self.text, slice));
                }
                Item::Char(character) => self.out.push(character),
                Item::SoftBreak | Item::HardBreak | Item::Rule => self.space(),
                Item::Html(_) | Item::HtmlBlock(_) | Item::Task(_) | Item::Mark(_) => {}
                Item::Use(index) => self.bare(index as usize),
                Item::Start(Tag::Footnote(index)) if at > range.start => at = self.body.footnotes[index as usize].content().end,
                Item::Start(tag) => self.separate(tag),
                Item::End(opening) => {
                    if let Item::Start(tag) = self.body.items[opening as usize] {
                        self.separate(tag);
                    }
                    if self.wanted == Some(opening as usize) {
                        wanted_end = at;
                    }
                }
            }
            if wanted_end == at {
                self.found.end = self.out.len().max(self.found.start);
            }
            at += 1;
        }
    }

    /// Text in one line: a code block has several.
    fn push(&mut self, text: &str) {
        if !text.contains(['\n', '\r']) {
            return self.out.push_str(text);
        }
        for (index, line) in text.lines().enumerate() {
            if index > 0 {
                self.space();
            }
            self.out.push_str(line.trim());
        }
        self.space();
    }

    fn space(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with(' ') {
            self.out.push(' ');
        }
    }

    fn separate(&mut self, tag: Tag) {
        if tag.is_block(&self.body.uses, &self.body.directives) {
            self.space();
        }
    }

    fn bare(&mut self, index: usize) {
        match self.body.uses[index].kind {
            UseKind::Wiki { target, .. } => match (self.label)(index) {
                Some(label) => self.out.push_str(&label),
                None => {
                    let id = self.body.wiki(self.text, index).map_or(target, |target| target.id);
                    self.push(self.body.get(self.text, id));
                }
            },
            // `war [@a].` is `war.`
            UseKind::Cite { .. } => self.out.truncate(self.out.trim_end().len()),
            UseKind::Link { .. } | UseKind::Image { .. } | UseKind::Directive(_) => {}
        }
    }
}

/// The sentence around a byte of a text, without the spaces around it.
///
/// Most sentences stand between two plain ends and hold nothing that could end one: they are found without asking Unicode about each letter.
fn sentence_at(text: &str, at: usize) -> Range<usize> {
    let start = (0..=at.min(text.len())).rev().find(|start| *start == 0 || is_plain_start(text, *start)).unwrap_or(0);
    let end = (at + 1..text.len()).find(|end| is_plain_start(text, *end)).unwrap_or(text.len());
    let inside = text[start..end].trim_end_matches(' ');
    let inside = inside.strip_suffix(['.', '!', '?']).unwrap_or(inside);
    let is_plain = |byte: u8| byte == b' ' || (byte.is_ascii_graphic() && !matches!(byte, b'.' | b'!' | b'?'));
    if at < end && inside.bytes().all(is_plain) { trimmed(text, start..end) } else { sentence_by_unicode(text, start, at) }
}

/// Whether a sentence begins here whatever else the text holds: behind a stop and a space, with a capital letter (rule SB11 of UAX 29).
fn is_plain_start(text: &str, start: usize) -> bool {
    let Some([before @ .., stop, b' ', first]) = text.as_bytes().get(..=start) else { return false };
    matches!(stop, b'.' | b'!' | b'?') && first.is_ascii_uppercase() && !ends_with_initial(&text[..=before.len()])
}

/// The same by the rules of Unicode; a sentence begins at `from`.
fn sentence_by_unicode(text: &str, from: usize, at: usize) -> Range<usize> {
    let mut found = from..from;
    for (start, sentence) in text[from..].split_sentence_bound_indices() {
        let (start, end) = (from + start, from + start + sentence.len());
        // A boundary behind an initial is none: `U.S. President`, `J. Smith`.
        found = if ends_with_initial(&text[found.clone()]) { found.start..end } else { start..end };
        if at < end && !ends_with_initial(&text[found.clone()]) {
            break;
        }
    }
    trimmed(text, found)
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let sentence = &text[range.clone()];
    let start = range.start + (sentence.len() - sentence.trim_start().len());
    start..start + sentence.trim().len()
}

fn ends_with_initial(sentence: &str) -> bool {
    let mut characters = sentence.trim_end().chars().rev();
    let stop = characters.next() == Some('.');
    let letter = characters.next().is_some_and(char::is_uppercase);
    stop && letter && characters.next().is_none_or(|before| !before.is_alphanumeric())
}

/// The sentence, or as much of it around `kept` as fits, cut between words.
fn shortened(text: &str, sentence: Range<usize>, kept: Range<usize>) -> String {
    if text[sentence.clone()].chars().count() <= SENTENCE {
        return text[sentence].to_owned();
    }
    let before =
        text[sentence.start..kept.start].char_indices().rev().nth(SENTENCE / 2).map_or(sentence.start, |(at, _)| sentence.start + at);
    let start = match before == sentence.start {
        true => before,
        false => text[before..kept.start].find(' ').map_or(kept.start, |space| before + space + 1),
    };
    let after = text[start..sentence.end].char_indices().nth(SENTENCE).map_or(sentence.end, |(at, _)| start + at);
    let end = match after == sentence.end {
        true => after,
        false => text[start..after].rfind(' ').map_or(after, |space| start + space),
    };
    let mut out = String::new();
    if start > sentence.start {
        out.push('…');
    }
    out.push_str(text[start..end].trim());
    if end < sentence.end {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_quick_way_to_a_sentence_finds_the_same_as_unicode(pieces in prop::collection::vec(0..24usize, 0..24)) {
            const PIECES: [&str; 24] = [
                "A", "b", "Word", "word", "1", " ", " ", " ", ". ", ". ", "! ", "?", ".", "J.", "U.S.", ",", "\"", ")", "\u{e9}", "\u{301}", "\u{2026}",
                "\u{3002}", "\n", "\u{a0}",
            ];
            let text: String = pieces.iter().map(|piece| PIECES[*piece]).collect();
            for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                prop_assert_eq!(sentence_at(&text, at), sentence_by_unicode(&text, 0, at), "{} in {:?}", at, text);
            }
        }
    }
}
