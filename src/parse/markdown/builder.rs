//! From the events of the Markdown parser to items.
//!
//! In: the masked text and its marks. Out: a body and diagnostics. Directives, raw HTML and addresses on the page have files of their own
//! (`directives`, `html`, `anchors`); this one holds the state they share and everything that is plain Markdown.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, Parser};
use rustc_hash::FxHashMap;

use super::body::{Allowance, Attribute, Body, Citation, Directive, Footnote, Heading, Use, UseKind};
use super::elements::Columns;
use super::item::{Item, Slice, Tag};
use super::mask::{Masked, Stretch, mask};
use super::{MAX_DEPTH, Options, anchors, footnotes, links};
use crate::diag::codes::{Code, NESTED_TOO_DEEP};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{FileId, Location, Span};

/// Where diagnostics point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pointer {
    pub(super) file: FileId,
    /// The one place of everything, if the text is not a stretch of a file.
    pub(super) detached: Option<Span>,
}

/// What is open, innermost last.
#[derive(Debug)]
pub(super) enum Open {
    /// An element the parser opened.
    Element { item: u32 },
    /// An element the parser opened and the tree leaves out.
    Silent,
    /// Lines of raw HTML, which are collected.
    Html,
    /// An element that is left out with everything in it.
    Swallow,
    /// `[text][@id]`: text in brackets, then the citation that stands here.
    Bracketed { citation: Range<usize> },
    /// An inline directive whose colon and bracket stand here.
    Inline { item: u32, opening: Range<usize> },
    /// A container directive whose first line stands here.
    Container { item: u32, line: Range<usize> },
}

/// A body while it grows.
#[derive(Default)]
pub(super) struct Growing {
    pub(super) items: Vec<Item>,
    pub(super) uses: Vec<Use>,
    pub(super) directives: Vec<Directive>,
    pub(super) attributes: Vec<Attribute>,
    pub(super) citations: Vec<Citation>,
    pub(super) titles: Vec<Slice>,
    pub(super) headings: Vec<Heading>,
    pub(super) footnotes: Vec<Footnote>,
    pub(super) allowances: Vec<Allowance>,
    pub(super) arena: String,
}

pub(super) struct Builder<'t> {
    pub(super) text: &'t str,
    pub(super) limit: usize,
    pub(super) pointer: Pointer,
    pub(super) options: Options,
    pub(super) grow: Growing,
    pub(super) open: Vec<Open>,
    /// How many entries of `open` belong to what surrounds the label that is being read.
    pub(super) floor: usize,
    pub(super) diagnostics: Diagnostics,
    /// Uses that turned out to be text; taken out at the end, since others refer to uses by index.
    pub(super) dissolved: Vec<u32>,
    pub(super) html_lines: Vec<Range<usize>>,
    /// How many items there were when the last block began, and in which such block raw HTML was reported.
    pub(super) block: usize,
    pub(super) html_reported: Option<usize>,
    pub(super) footnote_names: FxHashMap<String, u32>,
    /// Each footnote mark, with the footnote it stands in.
    pub(super) footnote_marks: Vec<(u32, Option<u32>)>,
    pub(super) columns: Columns,
    pub(super) in_code: bool,
    pub(super) in_label: bool,
    too_deep: Option<usize>,
}

/// Builds the body of `text[range]`.
pub(super) fn build(text: &str, range: Range<usize>, pointer: Pointer, options: Options) -> (Body, Diagnostics) {
    let mut builder = Builder {
        text,
        limit: range.end,
        pointer,
        options,
        grow: Growing::default(),
        open: Vec::new(),
        floor: 0,
        diagnostics: Diagnostics::new(),
        dissolved: Vec::new(),
        html_lines: Vec::new(),
        block: 0,
        html_reported: None,
        footnote_names: FxHashMap::default(),
        footnote_marks: Vec::new(),
        columns: Columns::default(),
        in_code: false,
        in_label: false,
        too_deep: None,
    };
    // About two items for each mark of syntax; a guess that spares most texts a second allocation.
    builder.grow.items.reserve(range.len() / 24);
    builder.walk(range.clone(), Stretch::Blocks);
    builder.close_down_to(0);
    if let Some(at) = builder.too_deep {
        return builder.plain(range, at);
    }
    builder.finish()
}

/// Lets pulldown-cmark report `[@id]` as a link.
#[expect(clippy::needless_pass_by_value, reason = "the parser gives its callback the link")]
fn citation<'i>(link: BrokenLink<'i>) -> Option<(CowStr<'i>, CowStr<'i>)> {
    links::is_citation(&link.reference).then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
}

impl Builder<'_> {
    /// Reads the events of a stretch.
    pub(super) fn walk(&mut self, range: Range<usize>, stretch: Stretch) {
        let syntax = self.options.syntax();
        let masked = mask(self.text, range, stretch, syntax);
        let parser = Parser::new_with_broken_link_callback(&masked.text, syntax, Some(citation));
        for (event, range) in parser.into_offset_iter() {
            self.event(event, range.start + masked.base..range.end + masked.base, &masked);
            self.check_depth(range.start + masked.base);
            if self.too_deep.is_some() {
                return;
            }
        }
    }

    /// Notes where the nesting goes too deep.
    pub(super) fn check_depth(&mut self, at: usize) {
        if self.open.len() > MAX_DEPTH {
            self.too_deep.get_or_insert(at);
        }
    }

    fn event(&mut self, event: Event, range: Range<usize>, masked: &Masked) {
        match event {
            Event::Start(_) | Event::End(_) | Event::Html(_) => {}
            // In raw HTML the parser writes indentation as text of its own.
            _ if matches!(self.open.last(), Some(Open::Swallow | Open::Html)) => return,
            _ => {}
        }
        match event {
            Event::Start(tag) => self.start(tag, range, masked),
            Event::End(_) => self.end(),
            Event::Text(text) => match self.slice(&text, masked) {
                Slice::EMPTY => {}
                slice => match slice.in_source() {
                    Some(range) => self.text(range, masked),
                    None => self.owned_text(&text, slice),
                },
            },
            Event::Code(code) => {
                let slice = self.code(&code, range, masked);
                self.grow.items.push(Item::Code(slice));
            }
            Event::InlineMath(formula) => {
                let slice = self.formula(&formula, range, masked);
                self.grow.items.push(Item::Math(slice));
            }
            Event::DisplayMath(formula) => {
                let slice = self.formula(&formula, range, masked);
                self.grow.items.push(Item::DisplayMath(slice));
            }
            Event::Html(_) => self.html_lines.push(range),
            Event::InlineHtml(_) => self.inline_html(range),
            Event::FootnoteReference(label) => self.footnote_mark(&label),
            Event::SoftBreak => self.grow.items.push(Item::SoftBreak),
            Event::HardBreak => self.grow.items.push(Item::HardBreak),
            Event::Rule => self.rule(range, masked),
            Event::TaskListMarker(ticked) => self.grow.items.push(Item::Task(ticked)),
        }
    }

    pub(super) fn open_element(&mut self, tag: Tag) {
        self.open.push(Open::Element { item: self.grow.items.len() as u32 });
        self.grow.items.push(Item::Start(tag));
    }

    /// Closes the innermost element of the parser and what the author left open in it.
    fn end(&mut self) {
        while self.open.len() > self.floor {
            if self.close_innermost() {
                return;
            }
        }
        debug_assert!(false, "the parser ended an element that it had not begun");
    }

    /// Closes everything above a depth, at the end of a text.
    pub(super) fn close_down_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            self.close_innermost();
        }
    }

    /// Closes what is innermost; says whether the parser had opened it.
    fn close_innermost(&mut self) -> bool {
        match self.open.pop() {
            Some(Open::Inline { item, opening }) => {
                self.dissolve_unclosed(item, opening);
                return false;
            }
            Some(Open::Container { item, line }) => {
                self.unclosed_container(item, line);
                return false;
            }
            Some(Open::Element { item }) => self.end_element(item),
            Some(Open::Html) => self.html_block(),
            Some(Open::Silent | Open::Swallow) | None => {}
            Some(Open::Bracketed { citation }) => {
                self.push_text(citation.start - 2..citation.start - 1);
                self.cite(citation.start - 1..citation.end + 1, std::iter::once(citation));
            }
        }
        true
    }

    fn end_element(&mut self, item: u32) {
        let start = item as usize;
        let length = self.grow.items.len();
        let content = (item + 1, length as u32);
        let empty = length == start + 1;
        let Item::Start(tag) = self.grow.items[start] else { return };
        match tag {
            // Neither an empty paragraph (all of it was a comment) nor an empty heading is worth a reader's time.
            Tag::Paragraph if empty => return self.grow.items.truncate(start),
            Tag::Heading(index) if empty => {
                self.grow.headings.truncate(index as usize);
                return self.grow.items.truncate(start);
            }
            Tag::Heading(index) => self.grow.headings[index as usize].content = content,
            Tag::Footnote(index) => self.grow.footnotes[index as usize].content = content,
            Tag::CodeBlock(_) => self.in_code = false,
            Tag::Use(index) if empty => {
                // `[[x|]]` is `[[x]]`.
                if let UseKind::Wiki { labelled, .. } = &mut self.grow.uses[index as usize].kind {
                    *labelled = false;
                    self.grow.items[start] = Item::Use(index);
                    return;
                }
            }
            _ => {}
        }
        self.grow.items.push(Item::End(item));
    }

    /// Text of the source, with the directives in it.
    fn text(&mut self, range: Range<usize>, masked: &Masked) {
        if self.in_code {
            return self.push_text(range);
        }
        if self.text.as_bytes()[range.start] == b'[' {
            self.undefined_footnote(range.start);
        }
        let mut at = range.start;
        let mut next = masked.marks.partition_point(|mark| mark.start < range.start);
        while let Some(mark) = masked.marks.get(next).filter(|mark| mark.start < range.end) {
            next += 1;
            if mark.start >= at {
                self.push_text(at..mark.start);
                at = self.mark(*mark);
            }
        }
        self.push_text(at..range.end);
    }

    /// Adds text of the source, in one item with the text directly before it.
    pub(super) fn push_text(&mut self, range: Range<usize>) {
        if range.start >= range.end {
            return;
        }
        if let Some(Item::Text(last)) = self.grow.items.last_mut()
            && last.in_source().is_some_and(|last| last.end == range.start)
        {
            *last = last.up_to(range.end);
            return;
        }
        self.grow.items.push(Item::Text(Slice::source(range)));
    }

    fn owned_text(&mut self, text: &str, slice: Slice) {
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(only), None) => {
                self.grow.arena.truncate(self.grow.arena.len() - text.len());
                self.grow.items.push(Item::Char(only));
            }
            _ => self.grow.items.push(Item::Text(slice)),
        }
    }

    /// What the parser said, as a slice: of the source where it points into the masked text, else of the arena.
    pub(super) fn slice(&mut self, said: &CowStr, masked: &Masked) -> Slice {
        if said.is_empty() {
            return Slice::EMPTY;
        }
        if let CowStr::Borrowed(said) = said {
            let offset = (said.as_ptr() as usize).wrapping_sub(masked.text.as_ptr() as usize);
            if offset.checked_add(said.len()).is_some_and(|end| end <= masked.text.len()) {
                let start = masked.base + offset;
                return Slice::source(start..start + said.len());
            }
        }
        self.keep(said)
    }

    /// A text that does not stand in the source.
    pub(super) fn keep(&mut self, text: &str) -> Slice {
        let start = self.grow.arena.len();
        self.grow.arena.push_str(text);
        Slice::arena(start..self.grow.arena.len())
    }

    /// A place for a message or a use.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        self.pointer.detached.unwrap_or_else(|| Span::new(range.start, range.end))
    }

    /// The same with its file.
    pub(super) fn location(&self, range: Range<usize>) -> Location {
        Location { file: self.pointer.file, span: self.span(range) }
    }

    /// A diagnostic at some characters.
    pub(super) fn report(&self, code: &'static Code, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::at(code, self.pointer.file, self.span(range), message)
    }

    /// What is left of a text that nests too deeply: its characters.
    fn plain(mut self, range: Range<usize>, at: usize) -> (Body, Diagnostics) {
        let source = &self.text[range.clone()];
        let start = range.start + (source.len() - source.trim_start().len());
        let text = Slice::source(start..start + source.trim().len());
        self.grow = Growing { items: vec![Item::Start(Tag::Paragraph), Item::Text(text), Item::End(0)], ..Growing::default() };
        let length = self.text[at..range.end].chars().next().map_or(0, char::len_utf8);
        let message = format!("more than {MAX_DEPTH} elements inside each other");
        let report = self.report(&NESTED_TOO_DEEP, at..at + length, message);
        let diagnostics = std::iter::once(report.help("take some of the lists, quotations or directives apart")).collect();
        (self.grow.freeze(self.pointer), diagnostics)
    }

    fn finish(mut self) -> (Body, Diagnostics) {
        if !self.dissolved.is_empty() {
            self.take_out_dissolved();
        }
        footnotes::number(&mut self.grow.footnotes, &self.footnote_marks);
        let body = self.grow.freeze(self.pointer);
        let body = anchors::name_headings(body, self.text, self.pointer, &mut self.diagnostics);
        (body, self.diagnostics)
    }
}

impl Growing {
    fn freeze(self, pointer: Pointer) -> Body {
        Body {
            items: self.items.into(),
            uses: self.uses.into(),
            directives: self.directives.into(),
            attributes: self.attributes.into(),
            citations: self.citations.into(),
            titles: self.titles.into(),
            headings: self.headings.into(),
            footnotes: self.footnotes.into(),
            allowances: self.allowances.into(),
            arena: self.arena.into(),
            detached: pointer.detached,
        }
    }
}
