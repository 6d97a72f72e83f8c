//! The floor program (`benches/floor.rs`): the least that any generator of this kind has to do.

use super::{Generator, Program, generator, numbered};
use crate::Result;
use crate::corpus::{Corpus, List};
use std::io;
use std::path::{Path, PathBuf};

/// It is built by whoever starts the measurement: a cargo inside a run of cargo would build everything anew.
#[derive(Default)]
pub(crate) struct Floor {
    pub(crate) program: Option<PathBuf>,
}

impl Generator for Floor {
    fn name(&self) -> &'static str {
        "floor program"
    }

    fn install(&self, _home: &Path) -> Result<Program> {
        let path = self.program.clone().ok_or("build it by `cargo bench --bench floor --no-run`, and name it by `--floor`")?;
        Ok(Program { path, arguments: ["content", "public"].map(str::to_owned).to_vec(), version: String::new() })
    }

    /// The same files as for `gen`.
    fn write(&self, site: &Path, corpus: Corpus) -> io::Result<()> {
        generator::records(site, corpus)
    }

    fn list_pages(&self, list: List, entries: usize) -> Vec<String> {
        numbered(list, entries, |folder, page| format!("{folder}/page/{page}/index.html"))
    }

    fn feed(&self) -> &'static str {
        "feed.xml"
    }

    fn note(&self) -> &'static str {
        "reads, parses, renders and writes, and checks nothing"
    }
}
