//! What authors are told: every file of `tests/ui` is a small site and the exact words it gets.
//!
//! A case is a comment, the files of a site, and last what the build prints on standard error. `UPDATE=1 cargo test --test it ui` writes
//! that last part anew; read the difference before you keep it. What needs a real disk is in `ui_disk`.

#![expect(clippy::disallowed_methods, reason = "a test reads its cases and is told what to do")]

use super::site::{files, planned, world};
use explain::cli::report;
use explain::diag::codes;
use explain::doors::Notes;
use explain::maker::Maker;
use explain::pipeline::Overrides;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// The name of the section that holds what is printed.
const SAID: &str = "stderr";

#[test]
fn authors_are_told_exactly_this() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = String::new();
    for path in cases() {
        let text = fs::read_to_string(&path).expect("cases are UTF-8");
        let (site, expected) = split(&text);
        let printed = said(site);
        if printed == expected {
            continue;
        }
        if update {
            fs::write(&path, format!("{site}-- {SAID} --\n{printed}")).expect("cases can be written");
        } else {
            let name = path.file_name().expect("a case is a file").to_string_lossy();
            writeln!(wrong, "=== {name}: expected\n{expected}\n=== {name}: printed\n{printed}").expect("text grows");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}\nif that is meant: UPDATE=1 cargo test --test it ui");
}

#[test]
fn every_code_is_shown_by_a_case() {
    let printed: String = cases()
        .into_iter()
        .chain(super::check::cases())
        .chain(super::external::cases())
        .map(|path| fs::read_to_string(path).expect("cases are UTF-8"))
        .map(|text| split(&text).1.to_owned())
        .chain([include_str!("ui_disk.rs").to_owned()])
        .collect();
    let missing: Vec<String> = codes::ALL
        .iter()
        .filter(|code| !printed.contains(&format!("[{}]", code.id)))
        .map(|code| format!("{} {}", code.id, code.name))
        .collect();
    assert!(missing.is_empty(), "no case in tests/ui or ui_disk.rs shows {missing:?}");
}

pub(super) fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui");
    let entries = fs::read_dir(folder).expect("the cases are there").map(|entry| entry.expect("the cases are there").path());
    let mut cases: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|ending| ending == "txt")).collect();
    cases.sort();
    cases
}

/// The site of a case, and what it is said to print.
pub(super) fn split(case: &str) -> (&str, &str) {
    let line = format!("-- {SAID} --\n");
    case.split_once(&line).unwrap_or((case, ""))
}

/// What a build prints of a site: the plan's findings, and where those let it make pages, the pages'.
fn said(case: &str) -> String {
    let site = planned(&world(&files(case)), &Overrides::default());
    let mut problems = site.problems;
    if !problems.iter().any(|problem| problem.code.id.starts_with('E')) {
        let (maker, pages) = (Maker::new(&site.site, Notes::None), 0..site.site.plan.pages.len());
        let made: explain::diag::Diagnostics = pages.flat_map(|at| maker.page(at).1).collect();
        problems.extend(made.sorted(&site.site.sources));
    }
    let mut printed = String::new();
    for problem in &problems {
        writeln!(printed, "{}\n", report::plain(problem, &site.site.sources)).expect("text grows");
    }
    printed
}
