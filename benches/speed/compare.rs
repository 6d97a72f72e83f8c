//! One corpus, made by each generator: from nothing on a RAM disk and on a disk, and once more with nothing changed.
//!
//! In: generators that are installed, and a corpus. Out: a row for each. What `gen` does after an edit is measured in `edits`, on the same
//! site, before it is removed.

use crate::Result;
use crate::complete::{self, Found};
use crate::corpus::Corpus;
use crate::edits::{self, Edited};
use crate::measure::{self, Spent};
use crate::places::Places;
use crate::sites::{Gen, Generator, Program};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// A generator, and its program or the reason why it is missing.
pub(crate) struct Contender {
    pub(crate) generator: Box<dyn Generator>,
    pub(crate) program: std::result::Result<Program, String>,
}

/// All generators with one corpus.
pub(crate) struct Size {
    pub(crate) articles: usize,
    pub(crate) rows: Vec<Row>,
    pub(crate) edited: Vec<Edited>,
}

/// What one generator did.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) outcome: std::result::Result<Figures, String>,
}

pub(crate) struct Figures {
    pub(crate) found: Found,
    pub(crate) cold: Spent,
    /// The same command once more.
    pub(crate) again: Spent,
    /// From nothing, on a disk.
    pub(crate) disk: Option<Spent>,
}

impl Size {
    pub(crate) fn figures(&self, name: &str) -> Option<&Figures> {
        self.rows.iter().find(|row| row.name == name).and_then(|row| row.outcome.as_ref().ok())
    }

    pub(crate) fn edited(&self, name: &str) -> Option<&Edited> {
        self.edited.iter().find(|edited| edited.name == name)
    }
}

/// How long files rest before they are measured: `gen` takes none for unchanged whose time is within two seconds of what it remembers.
const REST: Duration = Duration::from_millis(2_500);

pub(crate) fn compare(contenders: &[Contender], places: &Places, corpus: Corpus) -> Size {
    let mut size = Size { articles: corpus.articles, rows: Vec::new(), edited: Vec::new() };
    for Contender { generator, program } in contenders {
        let generator = &**generator;
        let outcome = match program {
            Err(reason) => Err(format!("not installed: {reason}")),
            Ok(_) if corpus.articles > generator.at_most() => Err(format!("not tried with more than {} articles", generator.at_most())),
            Ok(program) => {
                crate::progress(&format!("{} articles, {}", corpus.articles, generator.name()));
                let edited = (generator.name() == Gen::Alike.name()).then_some(&mut size.edited);
                measure(generator, program, places, corpus, edited).map_err(|error| error.to_string())
            }
        };
        size.rows.push(Row { name: generator.name(), outcome });
    }
    size
}

fn measure(
    generator: &dyn Generator,
    program: &Program,
    places: &Places,
    corpus: Corpus,
    edited: Option<&mut Vec<Edited>>,
) -> Result<Figures> {
    let site = places.fresh(&places.memory)?;
    generator.write(&site, corpus)?;
    std::thread::sleep(REST);
    let mut found = None;
    let mut again = Vec::new();
    let cold = measure::repeat(|_| {
        let cold = cold(generator, program, &site)?;
        if found.is_none() {
            found = Some(complete::look(generator, &site.join(generator.output()), corpus)?);
        }
        again.push(measure::run(&mut program.command(&program.arguments, &site))?.succeeded()?.spent);
        Ok(cold)
    })?;
    if let Some(edited) = edited {
        *edited = edits::measure(generator, program, &site, corpus)?;
    }
    fs::remove_dir_all(&site)?;
    let disk = generator.is_tried_on_disk().then(|| on_disk(generator, program, places, corpus)).transpose()?;
    let found = found.ok_or("nothing was built")?;
    Ok(Figures { found, cold, again: measure::median(&again), disk })
}

fn on_disk(generator: &dyn Generator, program: &Program, places: &Places, corpus: Corpus) -> Result<Spent> {
    let site = places.fresh(&places.disk)?;
    generator.write(&site, corpus)?;
    let spent = measure::repeat(|_| {
        // What was written before is on its way to the disk; this run shall not wait for it.
        Command::new("sync").status()?;
        cold(generator, program, &site)
    });
    fs::remove_dir_all(&site)?;
    spent
}

/// A build from nothing.
fn cold(generator: &dyn Generator, program: &Program, site: &Path) -> Result<Spent> {
    clear(generator, site)?;
    Ok(measure::run(&mut program.command(&program.arguments, site))?.succeeded()?.spent)
}

/// Removes all that a build left.
pub(crate) fn clear(generator: &dyn Generator, site: &Path) -> Result<()> {
    for left in generator.kept().iter().chain([&generator.output()]) {
        let left = site.join(left);
        if left.is_dir() {
            fs::remove_dir_all(left)?;
        } else if left.exists() {
            fs::remove_file(left)?;
        }
    }
    Ok(())
}
