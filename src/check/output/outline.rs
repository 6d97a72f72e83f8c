//! The headings of a page: who hears a page jumps from one to the next.
//!
//! In: headings in their order. Out: what is wrong with their levels. A page has one `<h1>`, which comes first, and no level is left out on the
//! way down.

use super::element::outer;
use super::{Problem, Trace};
use crate::diag::codes::HEADING_SKIP;

/// The headings read so far.
#[derive(Default)]
pub(super) struct Outline<'p> {
    first: Option<(u8, &'p str, Option<&'p str>)>,
    last: u8,
    ones: u32,
}

impl<'p> Outline<'p> {
    /// Takes a heading: its level, what stands from its tag on, and its id.
    pub(super) fn heading(&mut self, level: u8, written: &'p str, id: Option<&'p str>, problems: &mut Vec<Problem>) {
        let trace = || Trace::Heading(id.unwrap_or_default().into(), outer(written).into());
        self.ones += u32::from(level == 1);
        if level == 1 && self.ones > 1 {
            problems.push(Problem {
                code: &HEADING_SKIP,
                message: "a page has a second heading of level 1".to_owned(),
                help: vec!["keep `<h1>` for the title of the page, and begin its parts with `<h2>`".to_owned()],
                trace: trace(),
            });
        }
        if self.first.is_none() {
            self.first = Some((level, written, id));
        } else if level > self.last + 1 {
            problems.push(Problem {
                code: &HEADING_SKIP,
                message: format!("a heading of level {level} follows one of level {}", self.last),
                help: vec![format!("make it a heading of level {}, and change its size in the style sheet", self.last + 1)],
                trace: trace(),
            });
        }
        self.last = level;
    }

    /// What can be said when all headings are known.
    pub(super) fn end(self, problems: &mut Vec<Problem>) {
        let problem = |message: String, help: &str, trace| Problem { code: &HEADING_SKIP, message, help: vec![help.to_owned()], trace };
        match self.first {
            _ if self.ones == 0 => {
                let trace = Trace::Nothing;
                problems.push(problem(
                    "a page has no heading of level 1".to_owned(),
                    "give it an `<h1>` that says what it is about",
                    trace,
                ));
            }
            Some((level, written, id)) if level > 1 => {
                let trace = Trace::Heading(id.unwrap_or_default().into(), outer(written).into());
                let message = format!("the first heading of a page is of level {level}");
                problems.push(problem(message, "let the `<h1>` come first, or make this no heading", trace));
            }
            Some(_) | None => {}
        }
    }
}
