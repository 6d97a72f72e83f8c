//! Which claim a verdict on a page is about.
//!
//! In: elements as they begin and end, the claims and other pages that are linked in them, and words that are verdicts. Out: verdicts with
//! the claim they are about. An entry that links to one claim is about it; one that links to something else is about that; what stands in
//! no entry is about the record whose page it is.

use super::verdicts::Tried;
use crate::graph::RecordId;

/// Bytes of text beyond which an element is no entry but a part of a page.
const ENTRY: usize = 1500;

/// How an element holds what is said about one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hold {
    /// An entry of a list or table: it is about what it links to.
    Entry,
    /// A box that may be an entry: it is, if it links to a claim.
    Box,
}

struct Scope<'p> {
    depth: usize,
    hold: Hold,
    start: usize,
    claim: Option<Tried>,
    several: bool,
    others: bool,
    /// Whether it holds the title of the page, so that it is the page.
    whole: bool,
    verdicts: Vec<Spoken<'p>>,
}

/// A verdict: as it is written, and the bare word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spoken<'p> {
    pub(super) written: &'p str,
    pub(super) verdict: String,
}

/// The elements that are open and may hold what is said about one thing.
#[derive(Default)]
pub(super) struct Scopes<'p> {
    open: Vec<Scope<'p>>,
    bytes: usize,
    told: Vec<(Option<RecordId>, Spoken<'p>)>,
}

impl<'p> Scopes<'p> {
    /// An element begins; `claim` is the claim whose place it is.
    pub(super) fn open(&mut self, depth: usize, name: &str, claim: Option<Tried>) {
        let hold = match name {
            "li" | "tr" | "article" => Hold::Entry,
            "div" | "p" | "dd" | "td" | "section" | "figure" | "blockquote" | "aside" | "details" => Hold::Box,
            _ if claim.is_some() => Hold::Box,
            _ => return,
        };
        let (start, several) = (self.bytes, false);
        self.open.push(Scope { depth, hold, start, claim, several, others: false, whole: false, verdicts: Vec::new() });
    }

    /// A link to a claim.
    pub(super) fn claim(&mut self, claim: Tried) {
        for scope in &mut self.open {
            scope.several |= scope.claim.is_some_and(|known| known != claim);
            scope.claim.get_or_insert(claim);
        }
    }

    /// A link to another page that is no claim's.
    pub(super) fn other(&mut self) {
        if let Some(scope) = self.open.iter_mut().rev().find(|scope| scope.hold == Hold::Entry) {
            scope.others = true;
        }
    }

    /// The title of the page.
    pub(super) fn title(&mut self) {
        for scope in &mut self.open {
            scope.whole = true;
        }
    }

    /// Words of the page.
    pub(super) fn words(&mut self, bytes: usize) {
        self.bytes += bytes;
    }

    /// A verdict.
    pub(super) fn verdict(&mut self, spoken: Spoken<'p>) {
        match self.open.last_mut() {
            Some(scope) => scope.verdicts.push(spoken),
            None => self.told.push((None, spoken)),
        }
    }

    /// An element ends.
    pub(super) fn close(&mut self, depth: usize) {
        let Some(scope) = self.open.pop_if(|scope| scope.depth == depth) else { return };
        if scope.verdicts.is_empty() {
            return;
        }
        let is_part = scope.whole || self.bytes - scope.start > ENTRY;
        let about = match scope.claim {
            Some(_) if scope.several && !is_part => return,
            Some(claim) if !is_part && !scope.several => Some(claim),
            Some(_) | None => None,
        };
        if about.is_none() && scope.hold == Hold::Entry && scope.others && !is_part {
            return;
        }
        match (about, self.open.last_mut()) {
            (Some(claim), _) => self.told.extend(scope.verdicts.into_iter().map(|spoken| (Some(claim.record), spoken))),
            (None, Some(around)) => around.verdicts.extend(scope.verdicts),
            (None, None) => self.told.extend(scope.verdicts.into_iter().map(|spoken| (None, spoken))),
        }
    }

    /// All verdicts, with the claim they are about; nothing stands for the record whose page it is.
    pub(super) fn end(mut self) -> Vec<(Option<RecordId>, Spoken<'p>)> {
        while let Some(scope) = self.open.last() {
            self.close(scope.depth);
        }
        self.told
    }
}
