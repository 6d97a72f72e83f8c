//! Makes the passages of a text from its tree.

use super::Reading;
use super::passage::{Block, Mark, Passage, Piece, What};
use crate::graph::{RecordId, Text, UseTarget};
use crate::model::Records;
use crate::parse::markdown::{Form, Item, Tag, UseKind};
use crate::source::Span;
use std::ops::Range;

/// Reads all texts of a record: its running texts, and the lines of its front matter that readers read as sentences.
pub(in crate::check) fn read<'g>(records: Records<'g>, id: RecordId, is_abbreviation: &dyn Fn(&str) -> bool) -> Vec<Reading<'g>> {
    let owner = records.get(id);
    let texts = records.graph.texts(id).iter().map(|text| {
        let mut reader =
            Reader { records, text, passages: Vec::new(), current: Passage::default(), open: Vec::new(), quotes: 0, inside: Vec::new() };
        reader.read();
        let detached = text.prose.body.detached();
        Reading { record: id, owner, passages: reader.passages, is_running: true, detached }
    });
    let line = |(span, text): (Span, &str)| {
        let passage = Passage::line(text);
        Reading { record: id, owner, passages: vec![passage], is_running: false, detached: Some(span) }
    };
    let mut readings: Vec<Reading> = texts.chain(records.lines(id).map(line)).collect();
    for reading in &mut readings {
        for passage in &mut reading.passages {
            passage.finish(is_abbreviation);
        }
    }
    readings
}

struct Reader<'g> {
    records: Records<'g>,
    text: &'g Text,
    passages: Vec<Passage>,
    current: Passage,
    /// Marks that are open: the use and where its words begin.
    open: Vec<(u32, usize)>,
    /// How many block quotations are open.
    quotes: usize,
    /// The records of the directives that are open as blocks.
    inside: Vec<Option<RecordId>>,
}

impl Reader<'_> {
    fn read(&mut self) {
        let body = &self.text.prose.body;
        let items = body.items();
        let mut at = 0;
        while at < items.len() {
            match items[at] {
                Item::Text(slice) => match slice.in_source() {
                    Some(range) => self.exact(range),
                    None => self.made(body.get(&self.text.prose.text, slice), None),
                },
                Item::Code(slice) | Item::Math(slice) | Item::DisplayMath(slice) => {
                    let start = self.current.text.len();
                    self.made(body.get(&self.text.prose.text, slice), slice.in_source());
                    self.mark(start, What::Code);
                }
                Item::Char(letter) => self.made(letter.encode_utf8(&mut [0; 4]), None),
                Item::SoftBreak | Item::HardBreak => self.made(" ", None),
                Item::Rule => self.flush(),
                Item::Html(_) | Item::HtmlBlock(_) | Item::Task(_) | Item::Mark(_) => {}
                Item::Use(index) => self.bare(index),
                Item::Start(Tag::CodeBlock(_)) => at = self.end_of(at),
                Item::Start(Tag::Use(index)) => {
                    let used = body.uses()[index as usize].kind;
                    if matches!(used, UseKind::Image { .. }) {
                        at = self.end_of(at);
                    } else {
                        self.open_use(index);
                    }
                }
                Item::Start(tag) => self.open_tag(tag),
                Item::End(opening) => {
                    if let Item::Start(tag) = items[opening as usize] {
                        self.close(tag);
                    }
                }
            }
            at += 1;
        }
        self.flush();
    }

    fn end_of(&self, start: usize) -> usize {
        let ends = |item: &Item| matches!(item, Item::End(opening) if *opening as usize == start);
        let items = self.text.prose.body.items();
        items[start..].iter().position(ends).map_or(items.len(), |at| start + at)
    }

    fn open_tag(&mut self, tag: Tag) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => return,
            Tag::Quote => {
                self.flush();
                self.quotes += 1;
            }
            _ => self.flush(),
        }
        self.current.block = match tag {
            Tag::Heading(_) => Block::Heading,
            Tag::HeadCell(_) | Tag::Cell(_) | Tag::Term => Block::Cell,
            _ => Block::Text,
        };
    }

    fn open_use(&mut self, index: u32) {
        let body = &self.text.prose.body;
        match body.directive(index as usize) {
            Some(directive) if directive.form != Form::Inline => {
                self.flush();
                self.inside.push(self.shown(index));
            }
            _ => self.open.push((index, self.current.text.len())),
        }
    }

    fn close(&mut self, tag: Tag) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {}
            Tag::Use(index) => match self.open.last().copied() {
                Some((open, start)) if open == index => {
                    self.open.pop();
                    if let Some(what) = self.what(index) {
                        self.mark(start, what);
                    }
                }
                _ if matches!(self.text.prose.body.uses()[index as usize].kind, UseKind::Image { .. }) => {}
                _ => {
                    self.flush();
                    self.inside.pop();
                }
            },
            Tag::Quote => {
                self.flush();
                self.quotes -= 1;
            }
            _ => self.flush(),
        }
    }

    /// A use without words of its own.
    fn bare(&mut self, index: u32) {
        let body = &self.text.prose.body;
        let used = &body.uses()[index as usize];
        let start = self.current.text.len();
        if let UseKind::Wiki { target, .. } = used.kind {
            let written = body.get(&self.text.prose.text, target);
            let words = self.records.reference_words(self.text, index as usize).unwrap_or(written);
            self.made(words, Some(used.span.range()));
        }
        if let Some(what) = self.what(index) {
            self.mark(start, what);
        }
    }

    fn what(&self, index: u32) -> Option<What> {
        let used = &self.text.prose.body.uses()[index as usize];
        Some(match (&self.text.targets[index as usize], used.kind) {
            (UseTarget::Record(to, _) | UseTarget::Named(to), _) => What::Reference(*to),
            (UseTarget::Sources(_), _) => What::Citation,
            (_, UseKind::Directive(_)) => What::Directive(self.shown(index)),
            (_, UseKind::Link { .. }) => What::Link,
            _ => return None,
        })
    }

    fn shown(&self, index: u32) -> Option<RecordId> {
        match &self.text.targets[index as usize] {
            UseTarget::Directive(record, _) => *record,
            _ => None,
        }
    }

    fn mark(&mut self, start: usize, what: What) {
        self.current.marks.push(Mark { range: start..self.current.text.len(), what });
    }

    /// Text that stands in the source as it is.
    fn exact(&mut self, source: Range<usize>) {
        let start = self.current.text.len();
        self.current.text.push_str(&self.text.prose.text[source.clone()]);
        self.current.pieces.push(Piece { start, source, exact: true });
    }

    /// Text that the source says in another way, there or behind what was read last.
    fn made(&mut self, text: &str, source: Option<Range<usize>>) {
        if text.is_empty() {
            return;
        }
        let start = self.current.text.len();
        let source = source.unwrap_or_else(|| {
            let from = self.current.pieces.last().map_or(0, |piece| piece.source.end);
            let whole = &self.text.prose.text[from.min(self.text.prose.text.len())..];
            from..from + written(whole, text)
        });
        self.current.text.push_str(text);
        self.current.pieces.push(Piece { start, source, exact: false });
    }

    fn flush(&mut self) {
        let mut passage = std::mem::take(&mut self.current);
        // Marks do not reach over the end of a block.
        self.open.clear();
        if passage.text.trim().is_empty() {
            return;
        }
        passage.is_quoted = self.quotes > 0;
        passage.inside = self.inside.last().copied();
        self.passages.push(passage);
    }
}

/// How many bytes of the source stand for a character that is written there in another way.
fn written(source: &str, text: &str) -> usize {
    let first = source.chars().next();
    match first {
        Some('&') => source.find(';').map_or(1, |at| at + 1),
        Some('-') => source.len() - source.trim_start_matches('-').len(),
        Some('.') if source.starts_with("...") => 3,
        Some('\\') => 1 + source[1..].chars().next().map_or(0, char::len_utf8),
        Some('\r') if text == " " => 1 + usize::from(source[1..].starts_with('\n')),
        Some(first) => first.len_utf8(),
        None => 0,
    }
}
