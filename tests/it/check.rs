//! What an editor who never tires says: every file of `tests/check` is a small site and the exact words it gets from `gen check`.
//!
//! A case is a comment, the files of a site, and last what is printed. A section `-- only --` names the codes that the case is about; without
//! one everything is shown. `-- profile --` holds `draft` or `strict`, where it is not `publish`. What must stay silent is a case whose
//! name holds `stays-silent` and that prints nothing. `UPDATE=1 cargo test --test it check` writes the last part anew; read the difference
//! before you keep it.

#![expect(clippy::disallowed_methods, reason = "a test reads its cases and is told what to do")]

use super::site::{files, world};
use explain::check::Policy;
use explain::cli::report;
use explain::diag::{Diagnostic, Profile, codes};
use explain::pipeline::{self, Overrides};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

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
    let world = world(&files);
    let (site, planned) = pipeline::plan(&world, &Overrides::default());
    let policy = Policy { profile, levels: site.config.check.levels.clone() };
    let problems = pipeline::check(&site, planned, &policy);
    let problems = pipeline::without_debt(&world, &site, problems, &policy).new;
    let is_meant = |problem: &&Diagnostic| only.as_ref().is_none_or(|only| only.lines().any(|name| name == problem.code.name));
    let mut printed = String::new();
    for problem in problems.iter().filter(is_meant) {
        writeln!(printed, "{}\n", report::plain(problem, &site.sources)).expect("text grows");
    }
    printed
}
