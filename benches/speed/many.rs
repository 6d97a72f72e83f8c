//! Very many records of 100 words, by `gen` alone.
//!
//! In: how many, and a disk, since a RAM disk of that size would leave no memory to measure. Out: a table of a cold build and of one with
//! nothing changed.

use crate::Result;
use crate::complete;
use crate::corpus::Corpus;
use crate::edits::Summary;
use crate::measure;
use crate::places::Places;
use crate::sites::{Gen, Generator as _};
use std::fmt::Write as _;

pub(crate) fn measure(places: &Places, records: usize) -> Result<String> {
    let corpus = Corpus { articles: records, words: 100 };
    let program = Gen::Alike.install(&places.home)?;
    let site = places.fresh(&places.disk)?;
    crate::progress(&format!("writing {} records", corpus.articles));
    Gen::Alike.write(&site, corpus)?;
    let mut table = format!(
        "## {records} records of 100 words\n\nOn a disk; one run.\n\n\
         | | s | CPU s | peak MB | pages | written | unchanged | articles | MB written | complete |\n\
         |:--|--:|--:|--:|--:|--:|--:|--:|--:|:--|\n",
    );
    for name in ["cold", "nothing changed"] {
        crate::progress(name);
        let run = measure::run(&mut program.command(&program.arguments, &site))?.succeeded()?;
        let (spent, summary) = (run.spent, Summary::of(&run.printed)?);
        let found = complete::look(&Gen::Alike, &site.join(Gen::Alike.output()), corpus)?;
        let complete = if found.lacks.is_empty() { "yes".to_owned() } else { format!("**lacks {}**", found.lacks.join(", ")) };
        let _ = writeln!(
            table,
            "| {name} | {:.1} | {:.1} | {:.0} | {} | {} | {} | {} | {:.0} | {complete} |",
            spent.seconds,
            spent.cpu,
            spent.megabytes,
            summary.pages,
            summary.written,
            summary.unchanged,
            found.articles,
            found.bytes as f64 / 1e6
        );
    }
    Ok(table)
}
