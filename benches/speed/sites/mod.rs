//! The generators that are measured beside each other: how each is installed, how it wants the corpus written, and where it puts what.
//!
//! In: the corpus. Out: the sources of a site that says the same in each generator's own way. What is the same for all articles lies as
//! files in `benches/NAME/`.

mod blades;
mod eleventy;
mod floor;
mod generator;
mod hugo;

pub(crate) use blades::Blades;
pub(crate) use eleventy::Eleventy;
pub(crate) use floor::Floor;
pub(crate) use generator::Gen;
pub(crate) use hugo::Hugo;

use crate::Result;
use crate::corpus::{Article, Corpus, List, PAGINATE, Target};
use rayon::prelude::*;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One that makes a site of the corpus.
pub(crate) trait Generator: Sync {
    fn name(&self) -> &'static str;

    /// Installs what is missing below `home`, and says what runs.
    fn install(&self, home: &Path) -> Result<Program>;

    /// Writes the sources of the site into an empty folder.
    fn write(&self, site: &Path, corpus: Corpus) -> io::Result<()>;

    /// Where it writes, from the folder of the site.
    fn output(&self) -> &'static str {
        "public"
    }

    /// What else it leaves between builds, from the folder of the site.
    fn kept(&self) -> &'static [&'static str] {
        &[]
    }

    /// The page of an article, in the output.
    fn page(&self, article: usize) -> String {
        format!("events/event-{article}/index.html")
    }

    /// The pages of a list with so many entries, in the output.
    fn list_pages(&self, list: List, entries: usize) -> Vec<String>;

    fn feed(&self) -> &'static str;

    /// What somebody should know who reads its row.
    fn note(&self) -> &'static str {
        ""
    }

    /// The arguments with which it serves the folder of a site at a port; none if it has no server.
    fn server(&self, _port: u16) -> Option<Vec<String>> {
        None
    }

    /// Whether it is also measured on a disk.
    fn is_tried_on_disk(&self) -> bool {
        true
    }

    /// How many articles it is given at most: past that one build takes longer than all others together.
    fn at_most(&self) -> usize {
        usize::MAX
    }
}

/// What runs, and its version.
pub(crate) struct Program {
    pub(crate) path: PathBuf,
    pub(crate) arguments: Vec<String>,
    pub(crate) version: String,
}

impl Program {
    /// A command in the folder of a site.
    pub(crate) fn command(&self, arguments: &[String], site: &Path) -> Command {
        let mut command = Command::new(&self.path);
        command.args(arguments).current_dir(site);
        command
    }
}

/// The folder of what is the same for all articles.
fn skeleton(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("benches").join(name)
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() { copy(&entry.path(), &target)? } else { fs::copy(entry.path(), target).map(drop)? }
    }
    Ok(())
}

fn put(site: &Path, path: &str, text: &str) -> io::Result<()> {
    let path = site.join(path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

/// Writes each article to a file in `content/events/`: what `above` writes, and the text.
fn articles(
    site: &Path,
    corpus: Corpus,
    above: impl Fn(&Article) -> String + Sync,
    address: impl Fn(Target) -> String + Sync,
) -> io::Result<()> {
    let folder = site.join("content/events");
    fs::create_dir_all(&folder)?;
    (0..corpus.articles).into_par_iter().try_for_each(|number| {
        let text = above(&corpus.article(number)) + &corpus.text(number, &address);
        fs::write(folder.join(format!("event-{number}.md")), text)
    })
}

/// Addresses that end with a slash, as most generators make them.
fn address(target: Target) -> String {
    match target {
        Target::Article(number) => format!("/events/event-{number}/"),
        Target::Actor(number) => format!("/actors/actor-{number}/"),
        Target::Issue(number) => format!("/issues/issue-{number}/"),
    }
}

/// The front matter that Hugo and Eleventy read.
fn yaml(article: &Article) -> String {
    let mut text = format!("---\ntitle: {}\ndate: {}\n", article.title, article.day);
    let [first, second, third] = article.actors;
    let _ = writeln!(text, "actors: [actor-{first}, actor-{second}, actor-{third}]");
    let [first, second] = article.issues;
    let _ = writeln!(text, "issues: [issue-{first}, issue-{second}]\n---");
    text
}

/// The folder of a list in the output of most generators.
fn folder(list: List) -> String {
    match list {
        List::All => "events".to_owned(),
        List::Actor(number) => format!("actors/actor-{number}"),
        List::Issue(number) => format!("issues/issue-{number}"),
    }
}

/// The pages of a list where the first stands in its folder and the others below it by their numbers.
fn numbered(list: List, entries: usize, other: impl Fn(&str, usize) -> String) -> Vec<String> {
    let folder = folder(list);
    (1..=entries.div_ceil(PAGINATE).max(1))
        .map(|page| if page == 1 { format!("{folder}/index.html") } else { other(&folder, page) })
        .collect()
}

/// What a command printed, or why it failed.
fn said(command: &mut Command) -> Result<String> {
    let output = command.output().map_err(|error| format!("`{}`: {error}", command.get_program().to_string_lossy()))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if output.status.success() {
        return Ok(text(&output.stdout));
    }
    let last = text(&output.stderr).lines().last().unwrap_or("no message").to_owned();
    Err(format!("`{}` failed: {last}", command.get_program().to_string_lossy()).into())
}
