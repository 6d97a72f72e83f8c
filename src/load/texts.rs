//! Reads and parses the texts of the inventory, those that changed: what the last run knew of the others is taken from the memo.
//!
//! In: the inventory and the memo. Out: the sources, their drafts in the order of the inventory, and what is wrong. Texts are read, parsed
//! and written down in runs of neighbours, each by one worker, so that no more is held of a run than its drafts.

use super::Unreadable;
use crate::config::Config;
use crate::diag::{Diagnostics, Place};
use crate::draft::Draft;
use crate::memo::{self, Drafts, Store};
use crate::parse::parse;
use crate::scan::{Inventory, Text};
use crate::schema::Schema;
use crate::source::{FileId, SourceFile, Sources};
use crate::world::World;
use rayon::prelude::*;

/// The drafts of a site, and what it took to have them.
#[derive(Default)]
pub(crate) struct Texts {
    /// The drafts, in the order of the inventory.
    pub(crate) drafts: Vec<Draft>,
    /// Files that were read.
    pub(crate) read: usize,
    /// Files that were parsed.
    pub(crate) parsed: usize,
}

/// One text: its source or why there is none, and what stands in it.
struct One {
    source: Result<SourceFile, Unreadable>,
    drafts: Vec<Draft>,
    problems: Diagnostics,
    was_read: bool,
    was_parsed: bool,
}

/// What reading a text needs.
struct Reading<'r> {
    world: &'r dyn World,
    schema: &'r Schema,
    config: &'r Config,
    store: Option<&'r Store>,
    /// What drafts depend on beside their files.
    settings: u64,
    /// The moment, in seconds since 1970.
    now: i64,
    /// The number of the first text among the sources.
    first: u32,
}

/// Reads and parses all texts.
pub(crate) fn texts(
    world: &dyn World,
    inventory: &Inventory,
    schema: &Schema,
    config: &Config,
    store: Option<&Store>,
    sources: &mut Sources,
    problems: &mut Diagnostics,
) -> Texts {
    let texts = &inventory.texts;
    let settings = super::parsing(schema, &config.markdown);
    let reading = Reading { world, schema, config, store, settings, now: world.clock(), first: sources.len() as u32 };
    let runs = memo::runs(texts);
    let read: Vec<Vec<One>> = runs.par_iter().with_max_len(1).map(|run| reading.run(&texts[run.clone()], run.start)).collect();
    if let Some(store) = store {
        memo::forget_others(store, runs.iter().map(|run| texts[run.start].path.as_str()));
    }
    let mut all = Texts::default();
    for (text, one) in texts.iter().zip(read.into_iter().flatten()) {
        all.drafts.extend(one.drafts);
        all.read += usize::from(one.was_read);
        all.parsed += usize::from(one.was_parsed);
        match one.source {
            Ok(source) => {
                sources.push(source);
                problems.extend(one.problems);
            }
            Err(unreadable) => {
                // What is missing was reported; nothing more is to be said of it.
                let problem = unreadable.report(sources);
                if !matches!(&problem.place, Place::Text(_)) {
                    sources.push(SourceFile::new(text.path.as_str(), ""));
                }
                problems.push(problem);
            }
        }
    }
    all
}

impl Reading<'_> {
    /// Neighbours in the inventory, of which the first stands at `start`.
    fn run(&self, texts: &[Text], start: usize) -> Vec<One> {
        let before = self.store.and_then(|store| Drafts::recall(store, self.settings, &texts[0].path));
        let mut kept = memo::Run::new(before.as_ref(), self.now);
        let all = texts.iter().enumerate().map(|(at, text)| self.one(text, FileId(self.first + (start + at) as u32), &mut kept)).collect();
        if let Some(store) = self.store {
            kept.remember(store, self.settings, &texts[0].path);
        }
        all
    }

    fn one(&self, text: &Text, file: FileId, run: &mut memo::Run) -> One {
        if !text.readable {
            let nothing = SourceFile::new(text.path.as_str(), "");
            let (drafts, _) = parse(text, &nothing, file, self.schema, &self.config.markdown);
            return One { source: Ok(nothing), drafts, problems: Diagnostics::new(), was_read: false, was_parsed: false };
        }
        if let Some((source, drafts)) = run.unread(text, file) {
            return One { source: Ok(source), drafts, problems: Diagnostics::new(), was_read: false, was_parsed: false };
        }
        let source = match super::text(self.world, &text.path) {
            Ok(source) => source,
            Err(unreadable) => {
                let shown = match &unreadable {
                    Unreadable::Missing(..) => SourceFile::new(text.path.as_str(), ""),
                    Unreadable::Encoding(source, _) => source.clone(),
                };
                let (drafts, _) = parse(text, &shown, file, self.schema, &self.config.markdown);
                return One { source: Err(unreadable), drafts, problems: Diagnostics::new(), was_read: true, was_parsed: true };
            }
        };
        if let Some(drafts) = run.unchanged(text, &source, file) {
            return One { source: Ok(source), drafts, problems: Diagnostics::new(), was_read: true, was_parsed: false };
        }
        let (drafts, problems) = parse(text, &source, file, self.schema, &self.config.markdown);
        // What a file has to say is said each time, so it is parsed each time.
        if self.store.is_some() && problems.is_empty() {
            run.parsed(text, &source, &drafts);
        }
        One { source: Ok(source), drafts, problems, was_read: true, was_parsed: true }
    }
}
