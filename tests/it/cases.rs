//! Small sites and what their pages say: every file of `tests/cases` is one idea, its name says which.
//!
//! A case is a site as `site::files` reads it, followed by what is expected of it:
//!
//! ```text
//! -- expect actors/putin/index.html --
//! words of the page, links written as [words](address), places as {#id}
//! html: a piece of the page's source, anywhere in it
//! -- expect-not actors/putin/index.html --
//! words that must not occur
//! -- routes --
//! every planned page that is no plain output of the site and no card, one a line
//! -- files --
//! every file of the site that is copied: where it goes < where it comes from
//! -- options --
//! drafts / today = DATE / as_of = DATE / base_url = ADDRESS
//! ```
//!
//! Lines must occur in their order; white space counts as one blank. Pages that are not HTML are searched as they are.

use crate::reading::{squeezed, words};
use crate::site::{files, pages, planned, world};
use explain::config::BaseUrl;
use explain::date::Day;
use explain::pipeline::{Overrides, Site};
use explain::view::{FileOrigin, Subject};
use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn every_case_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let only = std::env::var("CASE").unwrap_or_default();
    let mut cases: Vec<_> = std::fs::read_dir(&folder).expect("there are cases").map(|entry| entry.expect("readable").path()).collect();
    cases.retain(|path| path.extension().is_some_and(|ending| ending == "txt") && path.to_string_lossy().contains(&only));
    cases.sort();
    assert!(!cases.is_empty(), "no case is called like `{only}`");
    let mut failed = Vec::new();
    for path in cases {
        let text = std::fs::read_to_string(&path).expect("a case is text");
        let wrong = check(&text);
        if !wrong.is_empty() {
            failed.push(format!("== {}\n{}", path.file_name().expect("a file").to_string_lossy(), wrong.join("\n")));
        }
    }
    assert!(failed.is_empty(), "{} cases do not hold (CASE=name runs one)\n{}", failed.len(), failed.join("\n\n"));
}

/// What does not hold.
fn check(text: &str) -> Vec<String> {
    let is_expectation = |name: &str| name.starts_with("expect") || ["routes", "files", "options"].contains(&name);
    let (expected, sources): (Vec<_>, Vec<_>) = files(text).into_iter().partition(|(name, _)| is_expectation(name));
    let options = expected.iter().find(|(name, _)| name == "options").map_or("", |(_, text)| text.as_str());
    let planned = planned(&world(&sources), &overrides(options));
    if !planned.problems.is_empty() {
        return planned
            .problems
            .iter()
            .map(|problem| format!("diagnostic: {} {} {:?}", problem.code.id, problem.message, problem.help))
            .collect();
    }
    let pages = pages(&planned.site);
    let mut wrong = Vec::new();
    for (name, text) in &expected {
        let lines = text.lines().map(squeezed).filter(|line| !line.is_empty());
        match name.split_once(' ').unwrap_or((name, "")) {
            ("expect", path) => wrong.extend(missing(&pages, path, lines)),
            ("expect-not", path) => wrong.extend(unwanted(&pages, path, lines)),
            ("routes", _) => wrong.extend(differ("routes", &lines.collect::<Vec<_>>(), &routes(&planned.site))),
            ("files", _) => wrong.extend(differ("files", &lines.collect::<Vec<_>>(), &copied(&planned.site))),
            _ => {}
        }
    }
    if expected.is_empty() {
        wrong.push("nothing is expected".to_owned());
    }
    wrong
}

fn overrides(options: &str) -> Overrides {
    let mut overrides = Overrides::default();
    for line in options.lines() {
        match line.split_once(" = ").unwrap_or((line.trim(), "")) {
            ("", _) => {}
            ("drafts", _) => overrides.drafts = true,
            ("today", day) => overrides.today = Some(Day::parse(day.trim()).expect("a day")),
            ("as_of", day) => overrides.as_of = Some(Day::parse(day.trim()).expect("a day")),
            ("base_url", address) => overrides.base_url = Some(BaseUrl::parse(address.trim()).expect("an address")),
            (other, _) => panic!("there is no option `{other}`"),
        }
    }
    overrides
}

/// A page as it is searched: its words, and its source with the white space squeezed.
fn read(pages: &BTreeMap<String, String>, path: &str) -> Result<(String, String), String> {
    let near = || pages.keys().map(String::as_str).collect::<Vec<_>>().join(" ");
    let page = pages.get(path).ok_or_else(|| format!("there is no page {path}; there are: {}", near()))?;
    let source = squeezed(page);
    Ok((if path.ends_with(".html") { words(page) } else { source.clone() }, source))
}

fn missing(pages: &BTreeMap<String, String>, path: &str, lines: impl Iterator<Item = String>) -> Vec<String> {
    let (words, source) = match read(pages, path) {
        Ok(read) => read,
        Err(no_page) => return vec![no_page],
    };
    let (mut rest, mut html) = (words.as_str(), source.as_str());
    for line in lines {
        let (hay, needle) = match line.strip_prefix("html: ") {
            Some(needle) => (&mut html, needle),
            None => (&mut rest, line.as_str()),
        };
        match hay.find(needle) {
            Some(at) => *hay = &hay[at + needle.len()..],
            None => return vec![format!("{path} lacks: {needle}\n  in what follows the line before: {hay}")],
        }
    }
    Vec::new()
}

fn unwanted(pages: &BTreeMap<String, String>, path: &str, lines: impl Iterator<Item = String>) -> Vec<String> {
    let (words, source) = match read(pages, path) {
        Ok(read) => read,
        Err(no_page) => return vec![no_page],
    };
    let occurs = |line: &String| line.strip_prefix("html: ").map_or(words.contains(line.as_str()), |needle| source.contains(needle));
    lines.filter(occurs).map(|line| format!("{path} must not hold: {line}")).collect()
}

fn differ(what: &str, expected: &[String], found: &[String]) -> Option<String> {
    (expected != found).then(|| format!("{what}: expected\n  {}\nbut found\n  {}", expected.join("\n  "), found.join("\n  ")))
}

/// The pages, without the outputs that every site has and the cards of records.
fn routes(site: &Site) -> Vec<String> {
    let of_site = |subject: &Subject| !matches!(subject, Subject::NotFound | Subject::Catalogue | Subject::Embed(_) | Subject::Machine(_));
    site.plan.pages.iter().filter(|page| of_site(&page.subject)).map(|page| page.path.clone()).collect()
}

fn copied(site: &Site) -> Vec<String> {
    let own = site.plan.files.iter().filter_map(|file| match &file.from {
        FileOrigin::Site(path) => Some(format!("{} < {path}", file.path)),
        FileOrigin::Embedded(_) => None,
    });
    own.collect()
}
