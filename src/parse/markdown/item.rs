//! The items of a tree, in the order in which a reader meets them.
//!
//! Each is twelve bytes: what it is, and an index or a pair of offsets. What an index means is the body's business.

use serde::{Deserialize, Serialize};
use std::ops::Range;

use super::body::{Directive, Form, Use, UseKind};

/// Some text of a body: a stretch of the source, or of the body's own arena where the source says it differently (an entity, an escape).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Slice {
    start: u32,
    end: u32,
}

/// Set in the start of a slice that lies in the arena. Source files are shorter than 2 GB (`[limits]`).
const ARENA: u32 = 1 << 31;

impl Slice {
    /// No text.
    pub(super) const EMPTY: Slice = Slice { start: 0, end: 0 };

    /// The bytes `range` of the source.
    pub(super) fn source(range: Range<usize>) -> Slice {
        debug_assert!(range.start <= range.end && range.end < ARENA as usize);
        Slice { start: range.start as u32, end: range.end as u32 }
    }

    /// The bytes `range` of the arena.
    pub(super) fn arena(range: Range<usize>) -> Slice {
        Slice { start: range.start as u32 | ARENA, end: range.end as u32 }
    }

    /// How many bytes there are in it.
    pub fn len(self) -> usize {
        (self.end - (self.start & !ARENA)) as usize
    }

    /// Whether there are no bytes in it.
    pub fn is_empty(self) -> bool {
        self.start & !ARENA == self.end
    }

    /// The place in the source, unless the text lies in the arena.
    pub fn in_source(self) -> Option<Range<usize>> {
        (self.start & ARENA == 0).then_some(self.start as usize..self.end as usize)
    }

    /// The characters.
    pub(super) fn of<'a>(self, text: &'a str, arena: &'a str) -> &'a str {
        let (start, end) = ((self.start & !ARENA) as usize, self.end as usize);
        if self.start & ARENA == 0 { &text[start..end] } else { &arena[start..end] }
    }

    /// The part of it at these bytes, counted from its start.
    pub(super) fn part(self, range: Range<usize>) -> Slice {
        Slice { start: self.start + range.start as u32, end: (self.start & !ARENA) + range.end as u32 }
    }

    /// The same slice made longer by what follows it in the source.
    pub(super) fn up_to(self, end: usize) -> Slice {
        Slice { start: self.start, end: end as u32 }
    }
}

/// One step in reading a body. Elements that hold others have a `Start` and an `End` around them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Item {
    /// Running text.
    Text(Slice),
    /// One character that the source writes in another way: an entity, a typographic quote.
    Char(char),
    /// Code in a line of text.
    Code(Slice),
    /// A formula in a line of text.
    Math(Slice),
    /// A formula on lines of its own.
    DisplayMath(Slice),
    /// One tag of raw HTML in a line of text; only where the site allows it.
    Html(Slice),
    /// Lines of raw HTML; only where the site allows it.
    HtmlBlock(Slice),
    /// A line end that means a space.
    SoftBreak,
    /// A line end that is kept.
    HardBreak,
    /// A thematic break.
    Rule,
    /// The box of a task, ticked or not; the first thing in its list item.
    Task(bool),
    /// A mark that refers to the footnote of this index.
    Mark(u32),
    /// A use without content of its own: a wiki reference without label, a citation.
    Use(u32),
    /// An element begins.
    Start(Tag),
    /// The element ends whose `Start` is the item of this index.
    End(u32),
}

/// An element that holds other items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tag {
    /// A paragraph.
    Paragraph,
    /// The heading of this index.
    Heading(u32),
    /// A block quotation.
    Quote,
    /// A quotation that GitHub calls an alert.
    Alert(Alert),
    /// A code block and the language it names, possibly empty.
    CodeBlock(Slice),
    /// A list with bullets.
    List,
    /// A numbered list and its first number.
    Numbered(u32),
    /// An item of either list.
    Entry,
    /// A list of terms and definitions.
    Definitions,
    /// A term of such a list.
    Term,
    /// A definition of such a list.
    Definition,
    /// The text of the footnote of this index.
    Footnote(u32),
    /// A table.
    Table,
    /// The head of a table: one row.
    TableHead,
    /// A row in the body of a table.
    TableRow,
    /// A cell in the head of a table.
    HeadCell(Align),
    /// A cell in the body of a table.
    Cell(Align),
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Text that no longer holds.
    Strikethrough,
    /// A wiki reference with a label, a link, an image (its items are the alternative text) or a directive: the use of this index.
    Use(u32),
}

impl Tag {
    /// Whether it is a block: something that ends a sentence.
    pub(super) fn is_block(self, uses: &[Use], directives: &[Directive]) -> bool {
        match self {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => false,
            Tag::Use(index) => match uses[index as usize].kind {
                UseKind::Directive(directive) => directives[directive as usize].form != Form::Inline,
                UseKind::Wiki { .. } | UseKind::Cite { .. } | UseKind::Link { .. } | UseKind::Image { .. } => false,
            },
            Tag::Paragraph
            | Tag::Heading(_)
            | Tag::Quote
            | Tag::Alert(_)
            | Tag::CodeBlock(_)
            | Tag::List
            | Tag::Numbered(_)
            | Tag::Entry
            | Tag::Definitions
            | Tag::Term
            | Tag::Definition
            | Tag::Footnote(_)
            | Tag::Table
            | Tag::TableHead
            | Tag::TableRow
            | Tag::HeadCell(_)
            | Tag::Cell(_) => true,
        }
    }
}

/// The five alerts GitHub knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Alert {
    /// `[!NOTE]`
    Note,
    /// `[!TIP]`
    Tip,
    /// `[!IMPORTANT]`
    Important,
    /// `[!WARNING]`
    Warning,
    /// `[!CAUTION]`
    Caution,
}

/// Where the text of a table column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Align {
    /// Nothing was said.
    Default,
    /// At the start of the line in scripts that run to the right.
    Left,
    /// In the middle.
    Center,
    /// At the end of the line in scripts that run to the right.
    Right,
}
