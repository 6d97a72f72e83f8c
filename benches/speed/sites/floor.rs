//! The floor program (`benches/floor.rs`): the least that any generator of this kind has to do.

use super::{Generator, Program, generator, numbered, said};
use crate::Result;
use crate::corpus::{Corpus, List};
use std::io;
use std::path::Path;
use std::process::Command;

pub(crate) struct Floor;

impl Generator for Floor {
    fn name(&self) -> &'static str {
        "floor program"
    }

    fn install(&self, _home: &Path) -> Result<Program> {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["bench", "--quiet", "--locked", "--bench", "floor", "--no-run", "--message-format", "json"]);
        let built = said(cargo.current_dir(env!("CARGO_MANIFEST_DIR")))?;
        let path = built.lines().rev().find_map(|line| {
            let message: serde_json::Value = serde_json::from_str(line).ok()?;
            (message["target"]["name"] == "floor").then(|| message["executable"].as_str().map(str::to_owned))?
        });
        let path = path.ok_or("cargo names no executable of the floor program")?;
        Ok(Program { path: path.into(), arguments: ["content", "public"].map(str::to_owned).to_vec(), version: String::new() })
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
