//! Eleventy, from npm, with what `benches/eleventy/package-lock.json` names. Lists of actors and issues are cut by its configuration.

use super::{Generator, Program, address, articles, copy, numbered, put, said, skeleton, yaml};
use crate::Result;
use crate::corpus::{ACTORS, Corpus, ISSUES, List, actor_title, issue_title};
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

pub(crate) struct Eleventy;

impl Generator for Eleventy {
    fn name(&self) -> &'static str {
        "Eleventy"
    }

    fn install(&self, home: &Path) -> Result<Program> {
        let home = home.join("eleventy");
        let script = home.join("node_modules/@11ty/eleventy/cmd.cjs");
        if !script.exists() {
            fs::create_dir_all(&home)?;
            for file in ["package.json", "package-lock.json"] {
                fs::copy(skeleton("eleventy").join(file), home.join(file))?;
            }
            said(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--silent"]).current_dir(&home))?;
        }
        let script = script.to_string_lossy().into_owned();
        let version = said(Command::new("node").args([&script, "--version"]))?;
        Ok(Program { path: "node".into(), arguments: vec![script, "--quiet".to_owned()], version })
    }

    fn write(&self, site: &Path, corpus: Corpus) -> io::Result<()> {
        copy(&skeleton("eleventy/site"), site)?;
        let actors = (0..ACTORS).map(|actor| (format!("actor-{actor}"), actor_title(actor)));
        let issues = (0..ISSUES).map(|issue| (format!("issue-{issue}"), issue_title(issue)));
        let titles: serde_json::Map<_, _> = actors.chain(issues).map(|(id, title)| (id, title.into())).collect();
        put(site, "_data/titles.json", &serde_json::Value::from(titles).to_string())?;
        articles(site, corpus, yaml, address)
    }

    fn output(&self) -> &'static str {
        "_site"
    }

    fn list_pages(&self, list: List, entries: usize) -> Vec<String> {
        numbered(list, entries, |folder, page| format!("{folder}/page/{page}/index.html"))
    }

    fn feed(&self) -> &'static str {
        "feed.xml"
    }

    fn is_tried_on_disk(&self) -> bool {
        false
    }

    fn at_most(&self) -> usize {
        10_000
    }
}
