//! From the events of the Markdown parser to items.
//!
//! In: the masked text and its marks. Out: a body and diagnostics. Directives, raw HTML and addresses on the page have files of their own
//! (`directives`, `html`, `anchors`); this one holds the state they share and everything that is plain Markdown.

use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Parser, Tag as Theirs};
use rustc_hash::FxHashMap;

use super::body::{
    Alert, Align, Allowance, Attribute, Body, Citation, Directive, Footnote, Heading, Item, NO_TITLE, Slice, Tag, Use, UseKind,
};
use super::mask::{Masked, Stretch, mask};
use super::{MAX_DEPTH, Options, anchors, links};
use crate::diag::codes::{BAD_ATTRIBUTES, BAD_MATH, BAD_URL, Code, DUPLICATE_ANCHOR, NESTED_TOO_DEEP, UNDEFINED_FOOTNOTE};
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
    footnote_names: FxHashMap<String, u32>,
    /// Each footnote mark, with the footnote it stands in.
    footnote_marks: Vec<(u32, Option<u32>)>,
    columns: Vec<Align>,
    column: usize,
    in_head: bool,
    in_code: bool,
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
        columns: Vec::new(),
        column: 0,
        in_head: false,
        in_code: false,
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
            if self.open.len() > MAX_DEPTH {
                self.too_deep.get_or_insert(range.start + masked.base);
            }
            if self.too_deep.is_some() {
                return;
            }
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
            Event::End(_) => self.end(range.end),
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

    fn start(&mut self, tag: Theirs, range: Range<usize>, masked: &Masked) {
        if matches!(self.open.last(), Some(Open::Swallow)) {
            self.open.push(Open::Swallow);
            return;
        }
        let tag = match tag {
            // The label of a leaf is read as if it were a paragraph.
            Theirs::Paragraph if self.floor > 0 => return self.open.push(Open::Silent),
            Theirs::Paragraph => Tag::Paragraph,
            Theirs::Heading { level, id, classes, attrs } => {
                if !classes.is_empty() || !attrs.is_empty() {
                    let message = "a heading can only be given an id";
                    let report = self.report(&BAD_ATTRIBUTES, range.clone(), message).help("write `{#id}` behind the heading, and nothing else");
                    self.diagnostics.push(report);
                }
                self.heading(level as u8, id.as_ref(), range, masked)
            }
            Theirs::BlockQuote(None) => Tag::Quote,
            Theirs::BlockQuote(Some(kind)) => Tag::Alert(match kind {
                BlockQuoteKind::Note => Alert::Note,
                BlockQuoteKind::Tip => Alert::Tip,
                BlockQuoteKind::Important => Alert::Important,
                BlockQuoteKind::Warning => Alert::Warning,
                BlockQuoteKind::Caution => Alert::Caution,
            }),
            Theirs::CodeBlock(kind) => {
                self.in_code = true;
                let info = match &kind {
                    CodeBlockKind::Indented => Slice::default(),
                    CodeBlockKind::Fenced(info) => {
                        let language = info.split([' ', '\t', ',', '{']).next().unwrap_or_default().len();
                        self.slice(info, masked).part(0..language)
                    }
                };
                Tag::CodeBlock(info)
            }
            Theirs::HtmlBlock => return self.open.push(Open::Html),
            Theirs::List(None) => Tag::List,
            Theirs::List(Some(first)) => Tag::Numbered(u32::try_from(first).unwrap_or(1)),
            Theirs::Item => Tag::Entry,
            Theirs::FootnoteDefinition(label) => self.footnote(&label, range),
            Theirs::DefinitionList => Tag::Definitions,
            Theirs::DefinitionListTitle => Tag::Term,
            Theirs::DefinitionListDefinition => Tag::Definition,
            Theirs::Table(columns) => {
                self.columns = columns.into_iter().map(align).collect();
                Tag::Table
            }
            Theirs::TableHead => {
                (self.in_head, self.column) = (true, 0);
                Tag::TableHead
            }
            Theirs::TableRow => {
                (self.in_head, self.column) = (false, 0);
                Tag::TableRow
            }
            Theirs::TableCell => {
                let align = self.columns.get(self.column).copied().unwrap_or(Align::Default);
                self.column += 1;
                if self.in_head { Tag::HeadCell(align) } else { Tag::Cell(align) }
            }
            Theirs::Emphasis => Tag::Emphasis,
            Theirs::Strong => Tag::Strong,
            Theirs::Strikethrough => Tag::Strikethrough,
            // Not turned on; if they were, their text would simply be text.
            Theirs::Superscript | Theirs::Subscript | Theirs::MetadataBlock(_) => return self.open.push(Open::Silent),
            Theirs::Link { link_type, dest_url, title, id: _ } => return self.link(link_type, &dest_url, &title, range, masked),
            Theirs::Image { link_type, dest_url, title, id: _ } => return self.image(link_type, &dest_url, &title, range, masked),
        };
        if !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough) {
            self.block = self.grow.items.len();
        }
        self.open_element(tag);
    }

    fn open_element(&mut self, tag: Tag) {
        self.open.push(Open::Element { item: self.grow.items.len() as u32 });
        self.grow.items.push(Item::Start(tag));
    }

    /// Closes the innermost element of the parser and what the author left open in it.
    fn end(&mut self, at: usize) {
        while self.open.len() > self.floor {
            match self.open.pop() {
                Some(Open::Inline { item, opening }) => self.dissolve_unclosed(item, opening),
                Some(Open::Container { item, line }) => self.unclosed_container(item, line),
                Some(Open::Element { item }) => return self.end_element(item),
                Some(Open::Html) => return self.html_block(),
                Some(Open::Silent | Open::Swallow) | None => return,
                Some(Open::Bracketed { citation }) => {
                    self.push_text(citation.start - 1..citation.start);
                    self.cite(citation.clone(), &[citation]);
                    return;
                }
            }
        }
        debug_assert!(false, "an end without a start at {at}");
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

    /// Closes everything above a depth, at the end of a text.
    pub(super) fn close_down_to(&mut self, depth: usize) {
        self.floor = depth;
        while self.open.len() > depth {
            self.end(self.limit);
        }
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
        if let Some(Item::Text(last)) = self.grow.items.last_mut() {
            if last.in_source().is_some_and(|last| last.end == range.start) {
                *last = last.up_to(range.end);
                return;
            }
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
    fn slice(&mut self, said: &CowStr, masked: &Masked) -> Slice {
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

    /// Code in a line. Where the parser had to join lines it joined masked ones, so they are joined again.
    fn code(&mut self, said: &CowStr, range: Range<usize>, masked: &Masked) -> Slice {
        let slice = self.slice(said, masked);
        if slice.in_source().is_some() || masked.marks.is_empty() && !said.contains(',') {
            return slice;
        }
        let original = self.text[range].trim_matches('`');
        let joined: Vec<&str> = original.lines().map(|line| line.trim_start_matches([' ', '\t', '>']).trim_end_matches('\r')).collect();
        let joined = joined.join(" ");
        if joined.trim().len() != said.trim().len() {
            return slice;
        }
        self.keep(joined.trim())
    }

    fn formula(&mut self, said: &CowStr, range: Range<usize>, masked: &Masked) -> Slice {
        if let Err(reason) = check_formula(said) {
            let report = self.report(&BAD_MATH, range, "this formula cannot be set").label(reason);
            self.diagnostics.push(report.help("correct the LaTeX, or write `\\$` where a dollar is meant"));
        }
        self.slice(said, masked)
    }

    fn heading(&mut self, level: u8, id: Option<&CowStr>, range: Range<usize>, masked: &Masked) -> Tag {
        let id_slice = id.map(|id| self.slice(id, masked)).unwrap_or_default();
        let length = self.text[range.clone()].trim_end().len();
        let span = self.span(range.start..range.start + length);
        let index = self.grow.headings.len() as u32;
        self.grow.headings.push(Heading { level, explicit: id.is_some(), id: id_slice, span, content: (0, 0) });
        Tag::Heading(index)
    }

    fn link(&mut self, link_type: LinkType, dest: &CowStr, title: &CowStr, range: Range<usize>, masked: &Masked) {
        match link_type {
            LinkType::WikiLink { has_pothole } => self.wiki(has_pothole, dest, range, masked),
            LinkType::ShortcutUnknown | LinkType::CollapsedUnknown | LinkType::ReferenceUnknown => self.citation_link(range),
            LinkType::Email => {
                let dest = self.keep(&format!("mailto:{dest}"));
                self.open_use(UseKind::Link { dest, title: NO_TITLE }, range);
            }
            LinkType::Inline | LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut | LinkType::Autolink => {
                let (safe, at) = (links::is_safe_link(dest), range.clone());
                let (dest_slice, title) = (self.slice(dest, masked), self.title(title, masked));
                self.open_use(UseKind::Link { dest: dest_slice, title }, range);
                if !safe {
                    let message = format!("a link cannot lead to `{}:`", links::refused_scheme(dest));
                    let report = self.report(&BAD_URL, dest_slice.in_source().unwrap_or(at), message);
                    self.diagnostics.push(report.help("use an address with https, http, mailto or tel, or a path of this site"));
                }
            }
        }
    }

    fn image(&mut self, link_type: LinkType, dest: &CowStr, title: &CowStr, range: Range<usize>, masked: &Masked) {
        match link_type {
            // `No![[putin]]` and `No![@isw]` are exclamations; there are no images of this form.
            LinkType::WikiLink { .. } | LinkType::ShortcutUnknown | LinkType::CollapsedUnknown | LinkType::ReferenceUnknown => {
                self.push_text(range.start..range.start + 1);
                self.link(link_type, dest, title, range.start + 1..range.end, masked);
            }
            LinkType::Inline | LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut | LinkType::Autolink | LinkType::Email => {
                let (safe, at) = (links::is_safe_image(dest), range.clone());
                let (dest_slice, title) = (self.slice(dest, masked), self.title(title, masked));
                self.open_use(UseKind::Image { dest: dest_slice, title }, range);
                if !safe {
                    let message = format!("an image cannot come from `{}:`", links::refused_scheme(dest));
                    let report = self.report(&BAD_URL, dest_slice.in_source().unwrap_or(at), message);
                    self.diagnostics.push(report.help("use an address with https or http, or a path of this site"));
                }
            }
        }
    }

    fn title(&mut self, title: &CowStr, masked: &Masked) -> u32 {
        if title.is_empty() {
            return NO_TITLE;
        }
        let slice = self.slice(title, masked);
        self.grow.titles.push(slice);
        self.grow.titles.len() as u32 - 1
    }

    fn wiki(&mut self, labelled: bool, dest: &CowStr, range: Range<usize>, masked: &Masked) {
        let slice = self.slice(dest, masked);
        // In a table the `|` is written `\|`.
        let written = if labelled { dest.strip_suffix('\\').unwrap_or(dest) } else { dest };
        let start = written.len() - written.trim_start().len();
        let mut target = slice.part(start..start + written.trim().len());
        if written.contains(['\n', '\r']) {
            let words: Vec<&str> = written.split_whitespace().filter(|word| *word != ">").collect();
            target = self.keep(&words.join(" "));
        }
        if labelled {
            self.open_use(UseKind::Wiki { target, labelled }, range);
        } else {
            let index = self.push_use(UseKind::Wiki { target, labelled }, range);
            self.grow.items.push(Item::Use(index));
            self.open.push(Open::Swallow);
        }
    }

    /// `[@a]`, `[@a][]`, `[@a][@b]` or `[text][@b]`.
    fn citation_link(&mut self, range: Range<usize>) {
        let source = &self.text[range.clone()];
        let source = source.strip_suffix("[]").unwrap_or(source);
        let end = range.start + source.len() - 1;
        match source.rfind('[').filter(|second| *second > 0) {
            None => {
                self.cite(range.clone(), &[range.start + 1..end]);
                self.open.push(Open::Swallow);
            }
            Some(second) => {
                let inner = range.start + second + 1..end;
                let first = range.start + 1..range.start + second - 1;
                if links::is_citation(&self.text[first.clone()]) {
                    self.cite(range, &[first, inner]);
                    self.open.push(Open::Swallow);
                } else {
                    self.push_text(range.start..range.start + 1);
                    self.open.push(Open::Bracketed { citation: inner });
                }
            }
        }
    }

    fn cite(&mut self, range: Range<usize>, inners: &[Range<usize>]) {
        let first = self.grow.citations.len() as u32;
        for inner in inners {
            for (id, locator) in links::citations(self.text, inner.clone()) {
                self.grow.citations.push(Citation { id: Slice::source(id), locator: Slice::source(locator) });
            }
        }
        let count = self.grow.citations.len() as u32 - first;
        let index = self.push_use(UseKind::Cite { first, count }, range);
        self.grow.items.push(Item::Use(index));
    }

    fn open_use(&mut self, kind: UseKind, range: Range<usize>) {
        let index = self.push_use(kind, range);
        self.open_element(Tag::Use(index));
    }

    /// Adds a use that the next item is or starts.
    pub(super) fn push_use(&mut self, kind: UseKind, range: Range<usize>) -> u32 {
        let span = self.span(range);
        self.grow.uses.push(Use { span, item: self.grow.items.len() as u32, kind });
        self.grow.uses.len() as u32 - 1
    }

    fn footnote_index(&mut self, label: &str) -> u32 {
        let next = self.grow.footnotes.len() as u32;
        let index = *self.footnote_names.entry(label.to_lowercase()).or_insert(next);
        if index == next {
            self.grow.footnotes.push(Footnote::default());
        }
        index
    }

    fn footnote_mark(&mut self, label: &str) {
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

    fn footnote(&mut self, label: &str, range: Range<usize>) -> Tag {
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
    fn undefined_footnote(&mut self, at: usize) {
        let rest = &self.text[at..self.limit];
        let Some(label) = rest.strip_prefix("[^") else { return };
        let Some(end) = label.find(|character: char| character.is_whitespace() || matches!(character, '[' | ']')) else { return };
        let escapes = self.text.as_bytes()[..at].iter().rev().take_while(|byte| **byte == b'\\').count();
        if end == 0 || !label[end..].starts_with(']') || escapes % 2 == 1 {
            return;
        }
        let message = format!("there is no footnote `{}`", &label[..end]);
        let report = self.report(&UNDEFINED_FOOTNOTE, at..at + end + 3, message);
        self.diagnostics.push(report.help(format!("write `[^{}]: …` in a paragraph of its own, or `\\[` where a bracket is meant", &label[..end])));
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
        anchors::number_footnotes(&mut self.grow.footnotes, &self.footnote_marks);
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

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None => Align::Default,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

/// Whether a formula can be set, and if not, why.
fn check_formula(formula: &str) -> Result<(), String> {
    let storage = pulldown_latex::Storage::new();
    for event in pulldown_latex::Parser::new(formula, &storage) {
        if let Err(error) = event {
            // The first line says what is wrong; the others draw a frame of their own.
            return Err(error.to_string().lines().next().unwrap_or_default().to_owned());
        }
    }
    Ok(())
}
