//! Makes pages, one after the other: what a worker of a build, a check or a preview holds.
//!
//! In: a planned site and the places of pages in its plan. Out: each page with its twins, what went wrong, and, if asked for, what was asked
//! of the site on the way. It writes nothing.

use crate::answers::Answers;
use crate::diag::Diagnostic;
use crate::doors::{Doors, Notes};
use crate::pipeline::Site;
use crate::recorder::Asked;
use crate::render::{Catalogue, Desk, Engine, markdown, prose};
use crate::view::{self, DataFile, Page, PlannedPage, TextBuilder, Twin};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

/// What a worker takes at a time, of texts or pages. Few: a page may cost a hundred times another, and none should wait for the last piece.
pub(crate) const PIECE: usize = 32;

/// One file that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Path in the output.
    pub path: String,
    /// What it holds.
    pub body: Body,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// This.
    Text(String),
    /// What `Maker::write` writes: all records of a kind are more than should be held at once.
    Data(DataFile),
}

/// A page as it was made.
pub(crate) enum Made {
    /// Of a template, and of this data.
    Page(String, Box<view::Data>),
    /// Without a template.
    Plain(String),
    /// Piece by piece, when it is written.
    Data(DataFile),
}

impl Made {
    /// Its text, if it is not written piece by piece.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Made::Page(text, _) | Made::Plain(text) => Some(text),
            Made::Data(_) => None,
        }
    }
}

/// Makes the pages of a site. It takes longer to make than a page, and makes one page at a time.
pub struct Maker {
    doors: Doors,
    engine: Arc<Engine>,
}

impl Maker {
    /// A maker of pages of a site.
    pub fn new(site: &Arc<Site>, notes: Notes) -> Maker {
        let doors = Doors::new(site, notes);
        let catalogue: Arc<dyn Catalogue> = Arc::new(Answers::new(doors.clone()));
        let engine = Arc::new(site.theme().engine(&catalogue));
        // The engine's functions read the site through the same doors: it must not hold itself.
        let shown_by = Arc::downgrade(&engine);
        doors.shelf().show_with(Box::new(move |card| shown_by.upgrade()?.shown("card", "of", card)));
        Maker { engine, doors }
    }

    /// Makes the page at a place of the plan, and its twins behind it; what went wrong leaves its part of the page empty.
    pub fn page(&self, at: usize) -> (Vec<Output>, Vec<Diagnostic>) {
        let planned = &self.doors.site().plan.pages[at];
        let (made, problems) = self.made(planned);
        let output = |path: String, text: String| Output { path, body: Body::Text(text) };
        let (text, data) = match made {
            Made::Plain(text) => return (vec![output(planned.path.clone(), text)], problems),
            Made::Data(file) => return (vec![Output { path: planned.path.clone(), body: Body::Data(file) }], problems),
            Made::Page(text, data) => (text, data),
        };
        let view = self.doors.view();
        let twins = self.doors.site().plan.twins(planned).iter().map(|twin| {
            let twin_text = match twin {
                Twin::Json => view.twin(planned, &data),
                Twin::Markdown => markdown(&text),
                Twin::Sums => view.sums(&data),
            };
            output(twin.path(&planned.path), twin_text)
        });
        let twins: Vec<Output> = twins.collect();
        (std::iter::once(output(planned.path.clone(), text)).chain(twins).collect(), problems)
    }

    /// Makes a page by itself.
    pub(crate) fn made(&self, planned: &PlannedPage) -> (Made, Vec<Diagnostic>) {
        let site = self.doors.site();
        let problems = RefCell::new(Vec::new());
        let desk = Desk { engine: &self.engine, page: &planned.path, sources: &site.sources, raw_html: site.config.markdown.raw_html };
        let write = |body: &_, text: &str, filled: &[_]| prose(body, text, filled, desk, &mut problems.borrow_mut());
        let view = self.doors.view();
        let made = view.page(planned, &mut TextBuilder::new(view, site.theme().directives(), &write));
        let mut problems = problems.into_inner();
        let (names, data) = match made {
            Page::Plain(text) => return (Made::Plain(text), problems),
            Page::Data(file) => return (Made::Data(file), problems),
            Page::Templated(names, data) => (names, data),
        };
        let text = self.engine.render(&names, site.constants(), &data, &planned.path, &site.sources).unwrap_or_else(|problem| {
            problems.push(problem);
            String::new()
        });
        (Made::Page(text, data), problems)
    }

    /// Writes what a file holds, the same bytes each time.
    pub fn write(&self, body: &Body, out: &mut dyn io::Write) -> io::Result<()> {
        match body {
            Body::Text(text) => out.write_all(text.as_bytes()),
            Body::Data(file) => self.doors.view().write_data(*file, out),
        }
    }

    /// What was asked of the site since the last time this was called.
    pub(crate) fn asked(&self) -> Asked {
        self.doors.asked()
    }
}

/// Does something with pages, by their places in the plan, in parallel and with a maker; results stand in their order.
pub(crate) fn with_makers<T: Send>(site: &Arc<Site>, notes: Notes, pages: &[usize], work: &(dyn Fn(usize, &Maker) -> T + Sync)) -> Vec<T> {
    // There are no more makers than workers.
    let idle: Mutex<Vec<Maker>> = Mutex::default();
    let idle = || idle.lock().unwrap_or_else(PoisonError::into_inner);
    let of_piece = |piece: &[usize]| {
        let maker = idle().pop();
        let maker = maker.unwrap_or_else(|| Maker::new(site, notes));
        let done: Vec<(usize, T)> = piece.iter().map(|place| (*place, work(pages[*place], &maker))).collect();
        idle().push(maker);
        done
    };
    let order = order_of_work(&site.plan.pages, pages);
    let done: Vec<Vec<(usize, T)>> = order.par_chunks(PIECE).with_max_len(1).map(of_piece).collect();
    let mut done: Vec<(usize, T)> = done.into_iter().flatten().collect();
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, done)| done).collect()
}

/// The order in which pages are made, as places in `pages`. Those of lists come last, and beside each other what stands equally far down in
/// its list: most lists go by date, so that these pages show the same records, whose cards a worker then makes once (`view::Shelf`).
fn order_of_work(planned: &[PlannedPage], pages: &[usize]) -> Vec<usize> {
    let lists: Vec<Option<(&str, usize)>> = pages.iter().map(|at| planned[*at].place_in_list()).collect();
    let mut lengths: FxHashMap<&str, usize> = FxHashMap::default();
    for (list, number) in lists.iter().flatten() {
        let length = lengths.entry(list).or_default();
        *length = (*length).max(*number);
    }
    let depth = |place: &usize| lists[*place].map_or(0, |(list, number)| number * 1000 / lengths[list]);
    let mut order: Vec<usize> = (0..pages.len()).collect();
    order.sort_by_cached_key(depth);
    order
}
