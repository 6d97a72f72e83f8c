//! Blades, from its crate. Actors and issues are taxonomies; their keys are all the names they have.

use super::{Generator, Program, articles, copy, numbered, said, skeleton};
use crate::Result;
use crate::corpus::{Article, Corpus, List, PAGINATE, Target};
use std::io;
use std::path::Path;
use std::process::Command;

const VERSION: &str = "0.6.0";

pub(crate) struct Blades;

impl Generator for Blades {
    fn name(&self) -> &'static str {
        "Blades"
    }

    fn install(&self, home: &Path) -> Result<Program> {
        let home = home.join("blades");
        let path = home.join("bin/blades");
        if !path.exists() {
            let mut cargo = Command::new(env!("CARGO"));
            cargo.args(["install", "--quiet", "--locked", "blades", "--version", VERSION, "--root"]).arg(&home);
            said(cargo.arg("--target-dir").arg(home.join("target")))?;
        }
        Ok(Program { path, arguments: vec!["build".to_owned()], version: VERSION.to_owned() })
    }

    fn write(&self, site: &Path, corpus: Corpus) -> io::Result<()> {
        copy(&skeleton("blades"), site)?;
        articles(site, corpus, toml, address)
    }

    fn kept(&self) -> &'static [&'static str] {
        &[".blades"]
    }

    fn page(&self, article: usize) -> String {
        format!("events/event-{article}.html")
    }

    /// It writes the first page a second time, under its number.
    fn list_pages(&self, list: List, entries: usize) -> Vec<String> {
        let mut pages = numbered(list, entries, |folder, page| format!("{folder}/{page}.html"));
        if entries > PAGINATE {
            pages.push(pages[0].replace("index.html", "1.html"));
        }
        pages
    }

    fn feed(&self) -> &'static str {
        "rss.xml"
    }

    fn note(&self) -> &'static str {
        "has no titles for actors and issues, and its feed holds every article"
    }
}

fn toml(article: &Article) -> String {
    let [one, two, three] = article.actors;
    let [first, second] = article.issues;
    format!(
        "+++\ntitle = \"{}\"\ndate = {}\n\n[taxonomies]\nactors = [\"actor-{one}\", \"actor-{two}\", \"actor-{three}\"]\n\
         issues = [\"issue-{first}\", \"issue-{second}\"]\n+++\n",
        article.title, article.day
    )
}

fn address(target: Target) -> String {
    match target {
        Target::Article(number) => format!("/events/event-{number}.html"),
        Target::Actor(_) | Target::Issue(_) => super::address(target),
    }
}
