//! Whether a generator wrote all that it was asked for: a quick build that lacks pages is no result.
//!
//! In: an output, and the corpus it was made of. Out: how many articles have a page with their title, and what is wrong.

use crate::corpus::{Corpus, List};
use crate::sites::Generator;
use rayon::prelude::*;
use std::fs;
use std::io;
use std::path::Path;

/// What was found in an output.
pub(crate) struct Found {
    /// Articles whose page has their title.
    pub(crate) articles: usize,
    /// What is missing or wrong; empty if nothing is.
    pub(crate) lacks: Vec<String>,
    pub(crate) files: u64,
    pub(crate) bytes: u64,
}

/// Entries that a feed must have at least, if there are as many.
const NEWEST: usize = 20;

/// Looks up every page and every list.
pub(crate) fn look(generator: &dyn Generator, output: &Path, corpus: Corpus) -> io::Result<Found> {
    let has_title = |number: &usize| {
        let text = fs::read_to_string(output.join(generator.page(*number))).unwrap_or_default();
        heading(&text).is_some_and(|heading| heading.contains(&corpus.article(*number).title))
    };
    let articles = (0..corpus.articles).into_par_iter().filter(has_title).count();
    let mut lacks = Vec::new();
    if articles < corpus.articles {
        lacks.push(format!("{} articles", corpus.articles - articles));
    }
    let lists = corpus.lists();
    let wrong = lists.par_iter().filter(|(list, entries)| !is_listed(generator, output, *list, entries)).count();
    if wrong > 0 {
        lacks.push(format!("{wrong} of {} lists", lists.len()));
    }
    let feed = fs::read_to_string(output.join(generator.feed())).unwrap_or_default();
    if feed.matches("<entry>").count().max(feed.matches("<item>").count()) < corpus.articles.min(NEWEST) {
        lacks.push(format!("entries in `{}`", generator.feed()));
    }
    if linked(&fs::read_to_string(output.join("sitemap.xml")).unwrap_or_default()).len() < corpus.articles {
        lacks.push("articles in `sitemap.xml`".to_owned());
    }
    let (files, bytes) = size(output)?;
    Ok(Found { articles, lacks, files, bytes })
}

/// Whether all pages of a list are there, and lead to all of its articles and no others.
fn is_listed(generator: &dyn Generator, output: &Path, list: List, entries: &[usize]) -> bool {
    let pages: io::Result<Vec<String>> =
        generator.list_pages(list, entries.len()).iter().map(|page| fs::read_to_string(output.join(page))).collect();
    let Ok(pages) = pages else { return false };
    let mut found: Vec<usize> = pages.iter().flat_map(|page| linked(page)).collect();
    found.sort_unstable();
    found.dedup();
    found == entries
}

/// What stands in the first heading.
fn heading(html: &str) -> Option<&str> {
    let (_, rest) = html.split_once("<h1")?;
    rest.split_once("</h1>").map(|(heading, _)| heading)
}

/// The articles that a page leads to, each once, by their numbers.
fn linked(text: &str) -> Vec<usize> {
    let digits = |rest: &str| rest.bytes().take_while(u8::is_ascii_digit).count();
    let mut linked: Vec<usize> = text.split("/events/event-").skip(1).filter_map(|rest| rest[..digits(rest)].parse().ok()).collect();
    linked.sort_unstable();
    linked.dedup();
    linked
}

/// Files below a folder, and their bytes.
pub(crate) fn size(folder: &Path) -> io::Result<(u64, u64)> {
    let (mut files, mut bytes) = (0, 0);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (more, length) = if entry.file_type()?.is_dir() { size(&entry.path())? } else { (1, entry.metadata()?.len()) };
        files += more;
        bytes += length;
    }
    Ok((files, bytes))
}

/// Files in an output that hold some words.
pub(crate) fn holding(folder: &Path, words: &str) -> io::Result<u64> {
    let entries: Vec<fs::DirEntry> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    let in_one = |entry: &fs::DirEntry| {
        if entry.file_type()?.is_dir() {
            return holding(&entry.path(), words);
        }
        let text = fs::read(entry.path())?;
        Ok(u64::from(String::from_utf8_lossy(&text).contains(words)))
    };
    entries.par_iter().map(in_one).sum()
}
