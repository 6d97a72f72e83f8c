//! Finished pages, read as a reader, a screen reader and a program read them.
//!
//! In: the paths of all outputs; then each output as it was made (`read`, in parallel; what it leaves is small, since a site may have a
//! hundred thousand pages). Out: findings, each with the record whose page it is (`tell`). It makes no page and knows no template engine:
//! what it says of a template it found in the page, and then looked for in the text of the template.

mod calendars;
mod colours;
mod drawings;
mod element;
mod feeds;
mod linked;
mod names;
mod outline;
mod page;
mod pattern;
mod places;
mod scopes;
mod styles;
mod tables;
mod targets;
mod telling;
mod verdicts;
mod wording;

use super::{Findings, Site};
use crate::diag::{Code, codes};
use crate::graph::RecordId;
use crate::source::{FileId, Span};
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};
use targets::Targets;
use verdicts::Verdicts;

/// The codes that it can report.
pub static CODES: [&Code; 13] = [
    &codes::PAGE_LINK,
    &codes::PAGE_ANCHOR,
    &codes::ALT_MISSING,
    &codes::HEADING_SKIP,
    &codes::TABLE_NO_HEADER,
    &codes::PAGE_ID_TWICE,
    &codes::EMPTY_LINK,
    &codes::GRAPH_NO_TABLE,
    &codes::CONTRAST,
    &codes::DEFAULT_STATUS,
    &codes::JSONLD_INVALID,
    &codes::FEED_INVALID,
    &codes::ICS_INVALID,
];

/// What planning knows of the outputs.
#[derive(Clone, Copy)]
pub struct Known<'s> {
    /// The paths of all of them.
    pub paths: &'s [String],
    /// The folder that other builds fill and keep.
    pub apart: &'s str,
    /// Copied files that are read: style sheets, feeds and calendars, each with its path in the output.
    pub beside: &'s [(String, FileId)],
    /// Where a record is found, from the root of the site, with its place on the page.
    pub address: &'s dyn Fn(RecordId) -> Option<String>,
}

/// The outputs of a site before they are read.
pub struct Outputs<'s> {
    site: Site<'s>,
    beside: &'s [(String, FileId)],
    targets: Targets<'s>,
    verdicts: Verdicts,
}

/// An output as it was made.
#[derive(Clone, Copy, Debug)]
pub struct File<'f> {
    /// Its path in the output.
    pub path: &'f str,
    /// The record whose page it is.
    pub record: Option<RecordId>,
    /// The source of which it is a copy.
    pub source: Option<FileId>,
    /// What it holds.
    pub text: &'f str,
}

/// What reading an output leaves.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    path: Box<str>,
    record: Option<RecordId>,
    source: Option<FileId>,
    /// The number of the output.
    number: Option<u32>,
    /// Marks of the ids that links can lead to, sorted; nothing for what is no page, or only leads on to another.
    ids: Option<Box<[u64]>>,
    /// Places on other pages to which it leads.
    wanted: Vec<Wanted>,
    problems: Vec<Problem>,
}

/// A place on another page to which a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wanted {
    target: u32,
    place: Box<str>,
}

/// What is wrong in an output.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Problem {
    code: &'static Code,
    /// The same on all pages that a template spoils in the same way.
    message: String,
    help: Vec<String>,
    /// What tells where it comes from.
    trace: Trace,
}

/// What tells where a problem of a page comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Trace {
    /// An address, and the tag it stands in.
    Address(Box<str>, Box<str>),
    /// An element, from its tag on; with its end, if its words matter.
    Element(Box<str>),
    /// An image, by its address and its tag.
    Image(Box<str>, Box<str>),
    /// A heading, by its id and from its tag to its end.
    Heading(Box<str>, Box<str>),
    /// Words that stand in a template as they stand in the page.
    Words(Vec<String>),
    /// Words that a template prints, whole and without what is said before them.
    Printed(Box<str>, Box<str>),
    /// Characters of the output itself.
    Here(Span),
    /// Nothing.
    Nothing,
}

impl<'s> Outputs<'s> {
    /// Takes down what can be linked to, and which claims have no verdict.
    pub fn new(site: Site<'s>, known: Known<'s>) -> Outputs<'s> {
        let records = site.records;
        let given = records.graph.iter().flat_map(|(id, _)| records.addresses(id)).map(|address| address.written);
        let targets = Targets::new(&site.config.base_url, known.paths, known.apart, given);
        let verdicts = Verdicts::new(site, &targets, known.address);
        Outputs { site, beside: known.beside, targets, verdicts }
    }

    /// Whether an output is of a sort that is read.
    pub fn are_read(path: &str) -> bool {
        Sort::of(path).is_some()
    }

    /// Reads an output.
    pub fn read(&self, file: File) -> Facts {
        let mut facts = match Sort::of(file.path) {
            Some(Sort::Page) => page::read(self, file),
            Some(Sort::Atom) => Facts { problems: feeds::atom(self, file), ..Facts::default() },
            Some(Sort::JsonFeed) => Facts { problems: feeds::json(self, file), ..Facts::default() },
            Some(Sort::Calendar) => Facts { problems: calendars::read(file.text), ..Facts::default() },
            None => Facts::default(),
        };
        facts.path = file.path.into();
        facts.record = file.record;
        facts.source = file.source;
        facts.number = self.targets.number(file.path);
        facts
    }

    /// Says what is wrong: in the pages by themselves, in what they want of each other, and in the files that are copied beside them.
    pub fn tell(&self, mut facts: Vec<Facts>) -> Findings {
        let sources = self.site.sources;
        let (styles, others): (Vec<_>, Vec<_>) = self.beside.iter().partition(|(path, _)| Sort::of(path).is_none());
        facts.extend(
            others
                .into_iter()
                .map(|(path, source)| self.read(File { path, record: None, source: Some(*source), text: &sources.get(*source).text })),
        );
        let mut findings = telling::tell(self, &facts);
        styles::check(sources, &styles, &mut findings);
        findings
    }
}

/// The sorts of outputs that are read.
enum Sort {
    Page,
    Atom,
    JsonFeed,
    Calendar,
}

impl Sort {
    fn of(path: &str) -> Option<Sort> {
        let name = path.rsplit('/').next().unwrap_or(path);
        match name {
            "atom.xml" => Some(Sort::Atom),
            "feed.json" => Some(Sort::JsonFeed),
            _ if name.ends_with(".ics") => Some(Sort::Calendar),
            _ if name.ends_with(".html") => Some(Sort::Page),
            _ => None,
        }
    }
}

/// A number that stands for a value within a run.
fn mark<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}
