//! The elements of plain Markdown.
//!
//! In: what the parser begins. Out: the items that stand for it. What needs the outside world is in `uses`.

use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Tag as Theirs};

use super::body::Heading;
use super::builder::{Builder, Open};
use super::check_formula;
use super::item::{Alert, Align, Slice, Tag};
use super::mask::Masked;
use crate::diag::codes::{BAD_ATTRIBUTES, BAD_MATH};

/// The columns of the table that is being read, and where in it the next cell stands.
#[derive(Default)]
pub(super) struct Columns {
    aligns: Vec<Align>,
    next: usize,
    in_head: bool,
}

impl Builder<'_> {
    /// The parser begins an element.
    pub(super) fn start(&mut self, tag: Theirs, range: Range<usize>, masked: &Masked) {
        if matches!(self.open.last(), Some(Open::Swallow)) {
            self.open.push(Open::Swallow);
            return;
        }
        let tag = match tag {
            // The label of a leaf is read as if it were a paragraph.
            Theirs::Paragraph if self.in_label => return self.open.push(Open::Silent),
            Theirs::Paragraph => Tag::Paragraph,
            Theirs::Heading { level, id, classes, attrs } => {
                if !classes.is_empty() || !attrs.is_empty() {
                    let message = "a heading can only be given an id";
                    let report =
                        self.report(&BAD_ATTRIBUTES, range.clone(), message).help("write `{#id}` behind the heading, and nothing else");
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
                self.columns.aligns = columns.into_iter().map(align).collect();
                Tag::Table
            }
            Theirs::TableHead => {
                (self.columns.in_head, self.columns.next) = (true, 0);
                Tag::TableHead
            }
            Theirs::TableRow => {
                (self.columns.in_head, self.columns.next) = (false, 0);
                Tag::TableRow
            }
            Theirs::TableCell => {
                let align = self.columns.aligns.get(self.columns.next).copied().unwrap_or(Align::Default);
                self.columns.next += 1;
                if self.columns.in_head { Tag::HeadCell(align) } else { Tag::Cell(align) }
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

    /// Code in a line. Where the parser had to join lines it joined masked ones, so they are joined again.
    pub(super) fn code(&mut self, said: &CowStr, range: Range<usize>, masked: &Masked) -> Slice {
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

    /// A formula, which must be one that can be set.
    pub(super) fn formula(&mut self, said: &CowStr, range: Range<usize>, masked: &Masked) -> Slice {
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
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None => Align::Default,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}
