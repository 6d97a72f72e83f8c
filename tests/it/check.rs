//! What an editor who never tires says: every file of `tests/check` is a small site and the exact words it gets from `gen check`.
//!
//! A case is a comment, the files of a site, and last what is printed. A section `-- only --` names the codes that the case is about; without
//! one everything is shown. `-- profile --` holds `draft` or `strict`, where it is not `publish`. What must stay silent is a case whose
//! name holds `stays-silent` and that prints nothing. Files below `old/` are the site as it was, those below `both/` stand in both; then what
//! `gen check --since v1` finds is told, too. `UPDATE=1 cargo test --test it check` writes the last part anew; read the difference
//! before you keep it.

#![expect(clippy::disallowed_methods, reason = "a test reads its cases and is told what to do")]

use super::site::{files, world};
use explain::check::Policy;
use explain::cli::report;
use explain::diag::{Diagnostic, Profile, Severity, codes};
use explain::links::ASKED;
use explain::pipeline::{self, Overrides, Site};
use explain::world::DiskWorld;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of the section that holds what is printed.
const SAID: &str = "stderr";

#[test]
fn an_editor_says_exactly_this() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = String::new();
    for path in cases() {
        let text = fs::read_to_string(&path).expect("cases are UTF-8");
        let (site, expected) = split(&text);
        let printed = said(site);
        let name = path.file_name().expect("a case is a file").to_string_lossy().into_owned();
        if name.contains("stays-silent") && !printed.is_empty() {
            writeln!(wrong, "=== {name} must stay silent and says\n{printed}").expect("text grows");
        } else if printed != expected && update {
            fs::write(&path, format!("{site}-- {SAID} --\n{printed}")).expect("cases can be written");
        } else if printed != expected {
            writeln!(wrong, "=== {name}: expected\n{expected}\n=== {name}: printed\n{printed}").expect("text grows");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}\nif that is meant: UPDATE=1 cargo test --test it check");
}

/// A rule that cannot be shown to stay silent will cry wolf.
#[test]
fn every_rule_has_a_case_that_fires_and_one_that_stays_silent() {
    let texts: Vec<(String, String)> = cases()
        .into_iter()
        .map(|path| {
            (
                path.file_stem().expect("a case is a file").to_string_lossy().into_owned(),
                fs::read_to_string(&path).expect("cases are UTF-8"),
            )
        })
        .collect();
    let rules = codes::ALL.iter().filter(|code| matches!(&code.id[1..3], "10" | "11" | "12" | "13" | "14" | "15"));
    let is_silent =
        |name: &str, case: &(String, String)| case.0.contains("stays-silent") && case.1.contains(&format!("-- only --\n{name}\n"));
    let missing: Vec<String> = rules
        .filter(|code| {
            let fires = texts.iter().any(|(_, text)| split(text).1.contains(&format!("[{}]", code.id)));
            !fires || !texts.iter().any(|case| is_silent(code.name, case))
        })
        .map(|code| format!("{} {}", code.id, code.name))
        .collect();
    assert!(missing.is_empty(), "no case in tests/check fires and none stays silent for {missing:?}");
}

/// What a strict editor finds in an article about the talks that was written without care; the names are those of `reference/explainers.md`.
#[test]
fn a_careless_article_is_not_let_pass() {
    let (site, problems) = checked("tests/check/sites/careless", Profile::Publish);
    let found: BTreeSet<&str> = problems.iter().map(|problem| problem.code.name).collect();
    let asked = [
        "contested-as-fact",
        "proxy-attribution",
        "quote-no-speaker",
        "quote-drift",
        "factive-verb",
        "loose-group",
        "loaded-term",
        "assessment-undated",
        "one-sided",
        "figure-conflict",
        "event-no-outcome",
        "claim-unsourced",
    ];
    let missed: Vec<&str> = asked.into_iter().filter(|name| !found.contains(name)).collect();
    assert!(missed.is_empty(), "{missed:?} is not found");
    let wrong: Vec<&str> = found.iter().copied().filter(|name| name.starts_with("unknown-")).collect();
    assert!(wrong.is_empty(), "the article is careless and not broken: {wrong:?}");
    held("careless", &printed(&problems, &site));
}

/// Twenty pages about other things, by somebody who wrote with care and knew no rule.
#[test]
fn clean_prose_is_let_pass() {
    let (site, problems) = checked("tests/check/sites/clean", Profile::Publish);
    assert!(site.sources.iter().filter(|(_, file)| file.path.ends_with(".md")).count() >= 20, "there are twenty pages");
    assert!(problems.len() <= 1, "{} false alarms\n{}", problems.len(), printed(&problems, &site));
}

/// A whole story with its records, as a careful desk would publish it: nothing stands in the way of publishing it.
#[test]
fn a_careful_story_is_let_pass() {
    let (site, problems) = checked("tests/check/sites/clean-story", Profile::Publish);
    let told: Vec<Diagnostic> = problems.into_iter().filter(|problem| problem.severity() != Severity::Hint).collect();
    assert!(told.is_empty(), "{}", printed(&told, &site));
}

/// The site of this repository, with every exception allowed by name and reason.
#[test]
fn our_own_site_is_checked_strictly() {
    let (site, problems) = checked(".", Profile::Strict);
    let errors: Vec<Diagnostic> = problems.into_iter().filter(|problem| problem.severity() == Severity::Error).collect();
    assert!(errors.is_empty(), "{}", printed(&errors, &site));
}

/// Rules run side by side, and what they find is told in one order.
#[test]
fn the_same_is_said_each_time() {
    let once = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be had");
        pool.install(|| {
            let (site, problems) = checked("tests/check/sites/careless", Profile::Strict);
            printed(&problems, &site)
        })
    };
    let first = once(1);
    for threads in [2, 3, 8] {
        assert_eq!(once(threads), first);
    }
}

/// Checks a site on disk.
fn checked(folder: &str, profile: Profile) -> (Arc<Site>, Vec<Diagnostic>) {
    let world = DiskWorld::new(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    let (site, planned) = pipeline::plan(&world, &Overrides::default());
    let policy = Policy { profile, levels: site.config.check.levels.clone() };
    let problems = pipeline::check(&site, planned, None, &policy);
    let problems = pipeline::without_debt(&world, &site, problems, &policy, &ASKED).new;
    (site, problems)
}

/// Holds what is printed of a site to the file beside it.
fn held(name: &str, printed: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/check/sites/{name}.stderr"));
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, printed).expect("it can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == printed, "{} differs from what is printed now:\n{printed}", path.display());
}

fn printed(problems: &[Diagnostic], site: &Site) -> String {
    let mut printed = String::new();
    for problem in problems {
        writeln!(printed, "{}\n", report::plain(problem, &site.sources)).expect("text grows");
    }
    printed
}

pub(crate) fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check");
    let entries = fs::read_dir(folder).expect("the cases are there").map(|entry| entry.expect("the cases are there").path());
    let mut cases: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|ending| ending == "txt")).collect();
    cases.sort();
    cases
}

/// The site of a case, and what it is said to print.
fn split(case: &str) -> (&str, &str) {
    let line = format!("-- {SAID} --\n");
    case.split_once(&line).unwrap_or((case, ""))
}

/// Paths and texts.
type Files = Vec<(String, String)>;

/// The files of the earlier site (below `old/` and `both/`) and of the later one.
fn revisions(files: Files) -> (Files, Files) {
    let (mut old, mut new) = (Files::new(), Files::new());
    for (path, text) in files {
        match path.split_once('/') {
            Some(("old", path)) => old.push((path.to_owned(), text)),
            Some(("both", path)) => {
                old.push((path.to_owned(), text.clone()));
                new.push((path.to_owned(), text));
            }
            _ => new.push((path, text)),
        }
    }
    (old, new)
}

/// What a check prints of a site.
fn said(case: &str) -> String {
    let mut files = files(case);
    let mut take = |name: &str| files.iter().position(|(path, _)| path == name).map(|at| files.remove(at).1);
    let only = take("only");
    let profile = take("profile");
    let profile = match profile.as_deref().map(str::trim) {
        None => Profile::Publish,
        Some(word) => Profile::ALL.into_iter().find(|profile| profile.word() == word).expect("a profile has one of three names"),
    };
    let (old, new) = revisions(files);
    let later = world(&new);
    let (site, mut planned) = pipeline::plan(&later, &Overrides::default());
    if !old.is_empty() {
        let (earlier, _) = pipeline::plan(&world(&old), &Overrides::default());
        let compared = pipeline::compare(&earlier, &site, "v1");
        planned.extend(compared.unannounced.into_iter().chain(compared.deadlocks));
    }
    let policy = Policy { profile, levels: site.config.check.levels.clone() };
    let problems = pipeline::check(&site, planned, None, &policy);
    let problems = pipeline::without_debt(&later, &site, problems, &policy, &ASKED).new;
    let is_meant = |problem: &&Diagnostic| only.as_ref().is_none_or(|only| only.lines().any(|name| name == problem.code.name));
    let meant: Vec<Diagnostic> = problems.iter().filter(is_meant).cloned().collect();
    printed(&meant, &site)
}
