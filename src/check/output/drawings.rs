//! Drawings, which need to stand in words too.
//!
//! In: drawings (`<svg>` that is not hidden and is no picture in a link), and the tables and lists around them. Out: drawings whose content
//! stands nowhere else. It does where a table or list stands in the same figure or in the same section with a heading, or where
//! `aria-details` names the element that says the same. A list in a caption is the key to a drawing and not its content.

use super::{Problem, Trace};
use crate::diag::codes::GRAPH_NO_TABLE;

struct Area<'p> {
    depth: usize,
    /// Whether a table or list stands in it.
    told: bool,
    /// Whether it has a heading: drawings belong to it, and not to what is around it.
    headed: bool,
    drawings: Vec<&'p str>,
}

/// The figures and sections that are open, and what was drawn outside of all.
#[derive(Default)]
pub(super) struct Drawings<'p> {
    areas: Vec<Area<'p>>,
    /// Drawings that say where their content stands, by the ids they name.
    elsewhere: Vec<(&'p str, &'p str)>,
    caption: Option<usize>,
    drawing: Option<usize>,
}

impl<'p> Drawings<'p> {
    /// A figure or a section begins.
    pub(super) fn area(&mut self, depth: usize) {
        self.areas.push(Area { depth, told: false, headed: false, drawings: Vec::new() });
    }

    /// The caption of a figure begins.
    pub(super) fn caption(&mut self, depth: usize) {
        self.caption = Some(depth);
    }

    /// A heading: the innermost section is its.
    pub(super) fn heading(&mut self) {
        if let Some(area) = self.areas.last_mut() {
            area.headed = true;
        }
    }

    /// A table or list.
    pub(super) fn told(&mut self, is_table: bool) {
        if self.drawing.is_none() && (self.caption.is_none() || is_table) {
            for area in &mut self.areas {
                area.told = true;
            }
        }
    }

    /// A drawing begins, one in another not counted.
    pub(super) fn draw(&mut self, depth: usize, tag: &'p str, details: Option<&'p str>, problems: &mut Vec<Problem>) {
        if self.drawing.is_some() {
            return;
        }
        self.drawing = Some(depth);
        match (details, self.areas.last_mut()) {
            (Some(ids), _) => self.elsewhere.push((ids, tag)),
            (None, Some(area)) => area.drawings.push(tag),
            (None, None) => problems.push(untold(tag)),
        }
    }

    /// An element ends.
    pub(super) fn close(&mut self, depth: usize, problems: &mut Vec<Problem>) {
        if self.drawing == Some(depth) {
            self.drawing = None;
        }
        if self.caption == Some(depth) {
            self.caption = None;
        }
        let Some(area) = self.areas.pop_if(|area| area.depth == depth) else { return };
        if area.told || area.drawings.is_empty() {
            return;
        }
        match self.areas.last_mut().filter(|_| !area.headed) {
            Some(around) => around.drawings.extend(area.drawings),
            None => problems.extend(area.drawings.into_iter().map(untold)),
        }
    }

    /// What can be said when all ids are known.
    pub(super) fn end(self, has_id: impl Fn(&str) -> bool, problems: &mut Vec<Problem>) {
        let told = |ids: &str| ids.split_ascii_whitespace().any(&has_id);
        problems.extend(self.elsewhere.into_iter().filter(|(ids, _)| !told(ids)).map(|(_, tag)| untold(tag)));
    }
}

fn untold(tag: &str) -> Problem {
    Problem {
        code: &GRAPH_NO_TABLE,
        message: "a drawing stands nowhere in words".to_owned(),
        help: vec![
            "put a table or a list that says the same into its figure or section, or name its id in `aria-details`".to_owned(),
            "if it only decorates, hide it with `aria-hidden=\"true\"`".to_owned(),
        ],
        trace: Trace::Element(tag.into()),
    }
}
