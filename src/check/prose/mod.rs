//! Running text as an editor reads it: passages with their sentences and words, what is quoted, who and what is referred to.
//!
//! In: the tree of a text and what its uses lead to. Out: [`Reading`]s, whose every byte knows its place in the source. It judges nothing.

mod passage;
mod reader;
mod sentences;

pub(in crate::check) use passage::{Block, Mark, Passage, What};
pub(in crate::check) use reader::read;

use crate::graph::{Record, RecordId};
use crate::source::{Location, Span};
use std::ops::Range;

/// One text of a record, or one of its lines in front matter.
pub(in crate::check) struct Reading<'g> {
    /// Whose text it is.
    pub(in crate::check) record: RecordId,
    /// The same.
    pub(in crate::check) owner: &'g Record,
    /// Its passages in order.
    pub(in crate::check) passages: Vec<Passage>,
    /// Whether its passages are one text that a reader reads through, and not a line that stands alone.
    pub(in crate::check) is_running: bool,
    /// Where all of it is said to be, if it was decoded from a field.
    pub(in crate::check) detached: Option<Span>,
}

impl Reading<'_> {
    /// The place in the source of some bytes of a passage.
    pub(in crate::check) fn place(&self, passage: &Passage, range: Range<usize>) -> Location {
        Location { file: self.owner.file, span: self.detached.unwrap_or_else(|| passage.span(range)) }
    }
}
