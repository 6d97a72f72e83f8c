//! `gen`, as this package has built it: once with what other generators write, and once with all that it can.

use super::{Generator, Program, address, articles, numbered, put, said, skeleton};
use crate::Result;
use crate::corpus::{ACTORS, Article, Corpus, ISSUES, List, PAGINATE, actor_title, issue_title};
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

/// What it writes beside the pages.
pub(crate) enum Gen {
    /// What other generators write.
    Alike,
    /// Cards, twins of every page, feeds of records, data, overviews.
    Everything,
}

impl Generator for Gen {
    fn name(&self) -> &'static str {
        match self {
            Gen::Alike => "gen",
            Gen::Everything => "gen, everything on",
        }
    }

    fn install(&self, _home: &Path) -> Result<Program> {
        let path = env!("CARGO_BIN_EXE_gen");
        let version = said(Command::new(path).arg("--version"))?;
        let arguments = ["build", "--message-format", "json"].map(str::to_owned).to_vec();
        Ok(Program { path: path.into(), arguments, version: version.trim_start_matches("gen ").to_owned() })
    }

    fn write(&self, site: &Path, corpus: Corpus) -> io::Result<()> {
        let settings = match self {
            Gen::Alike => "gen.toml",
            Gen::Everything => "everything.toml",
        };
        put(site, "gen.toml", &fs::read_to_string(skeleton("gen").join(settings))?)?;
        records(site, corpus)
    }

    fn is_tried_on_disk(&self) -> bool {
        matches!(self, Gen::Alike)
    }

    fn kept(&self) -> &'static [&'static str] {
        &[".gen"]
    }

    /// The page of a record holds the first entries. A longer list has pages of its own behind it, which begin with these once more.
    fn list_pages(&self, list: List, entries: usize) -> Vec<String> {
        let own = match list {
            List::All => return numbered(list, entries, |folder, page| format!("{folder}/page/{page}/index.html")),
            List::Actor(_) => "events",
            List::Issue(_) => "timeline",
        };
        let mut pages = numbered(list, entries, |folder, page| format!("{folder}/{own}/page/{page}/index.html"));
        if entries > PAGINATE {
            pages.push(pages[0].replace("index.html", &format!("{own}/index.html")));
        }
        pages
    }

    fn feed(&self) -> &'static str {
        "atom.xml"
    }
}

/// Entries of the feed.
const NEWEST: usize = 20;

/// The content of the site.
pub(super) fn records(site: &Path, corpus: Corpus) -> io::Result<()> {
    put(site, "content/_index.md", "---\ntitle: The harbour talks\n---\n[All events](/events/).\n")?;
    for (actor, title) in (0..ACTORS).map(|actor| (actor, actor_title(actor))) {
        put(site, &format!("content/actors/actor-{actor}.md"), &format!("---\ntitle: {title}\nkind: public_body\n---\n"))?;
    }
    for (issue, title) in (0..ISSUES).map(|issue| (issue, issue_title(issue))) {
        put(site, &format!("content/issues/issue-{issue}.md"), &format!("---\ntitle: {title}\n---\n"))?;
    }
    // Its feed tells of changes, not of records: the newest articles have been added.
    let mut articles_by_day: Vec<(String, usize)> = (0..corpus.articles).map(|number| (corpus.article(number).day, number)).collect();
    articles_by_day.sort_unstable();
    let mut updates = String::new();
    for (day, number) in articles_by_day.into_iter().rev().take(NEWEST) {
        let title = corpus.article(number).title;
        let _ = write!(
            updates,
            "update-{number}:\n  date: {day}\n  kind: new_information\n  records: [event-{number}]\n  note: \"{title}: added.\"\n"
        );
    }
    put(site, "content/updates.yaml", &updates)?;
    articles(site, corpus, above, address)
}

fn above(article: &Article) -> String {
    let mut text =
        format!("---\ntitle: {}\ntype: {}\ndate: {}\nstatus: completed\nparticipants:\n", article.title, article.kind, article.day);
    for actor in article.actors {
        let _ = writeln!(text, "  - actor: actor-{actor}");
    }
    let [first, second] = article.issues;
    let _ = writeln!(text, "about: [issue-{first}, issue-{second}]\n---");
    text
}
