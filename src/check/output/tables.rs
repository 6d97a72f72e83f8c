//! Tables, which need headings for their rows or columns.
//!
//! In: the cells of each table. Out: tables in which no heading says anything. Which cells a heading is for need not be said where a table is
//! simple, so a missing `scope` is no mistake. Tables that only lay out (`role="presentation"`) hold no data.

use super::{Problem, Trace};
use crate::diag::codes::TABLE_NO_HEADER;

struct Open<'p> {
    depth: usize,
    cells: bool,
    headed: bool,
    in_heading: bool,
    tag: &'p str,
}

/// The tables that are open.
#[derive(Default)]
pub(super) struct Tables<'p> {
    open: Vec<Open<'p>>,
}

impl<'p> Tables<'p> {
    pub(super) fn open(&mut self, depth: usize, tag: &'p str) {
        self.open.push(Open { depth, cells: false, headed: false, in_heading: false, tag });
    }

    /// A cell begins.
    pub(super) fn cell(&mut self, heading: bool, named: bool) {
        if let Some(table) = self.open.last_mut() {
            table.cells |= !heading;
            table.in_heading = heading;
            table.headed |= heading && named;
        }
    }

    /// Words that are heard.
    pub(super) fn words(&mut self) {
        if let Some(table) = self.open.last_mut() {
            table.headed |= table.in_heading;
        }
    }

    pub(super) fn close(&mut self, depth: usize, problems: &mut Vec<Problem>) {
        let Some(table) = self.open.pop_if(|table| table.depth == depth) else { return };
        if table.cells && !table.headed {
            problems.push(Problem {
                code: &TABLE_NO_HEADER,
                message: "a table has no headings".to_owned(),
                help: vec!["write the cells that say what a row or a column is about as `<th>`".to_owned()],
                trace: Trace::Element(table.tag.into()),
            });
        }
    }
}
