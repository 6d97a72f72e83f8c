//! What fixes promise, on every site of `tests/ui` whose author is offered some: they put right what they are offered for, make nothing worse,
//! and change nothing beside it, whatever ends the lines and whatever stands before the first one.

#![expect(clippy::disallowed_methods, reason = "a test reads its cases")]

use super::site::{Planned, files, planned, world};
use explain::cli::{fix, report};
use explain::diag::{Diagnostic, Severity};
use explain::pipeline::Overrides;
use std::fs;

type Files = Vec<(String, String)>;

fn look(files: &Files) -> Planned {
    planned(&world(files), &Overrides::default())
}

/// The files of the cases in which something is offered, with the name of each.
fn cases() -> Vec<(String, Files)> {
    let cases = super::ui::cases().into_iter().map(|path| {
        let text = fs::read_to_string(&path).expect("cases are UTF-8");
        (path.display().to_string(), files(super::ui::split(&text).0))
    });
    cases.filter(|(_, files)| look(files).problems.iter().any(|problem| problem.offered().is_some())).collect()
}

fn fixed(files: &Files, planned: &Planned) -> Files {
    let changed = fix::applied(&planned.problems, &planned.site.sources);
    let now = |(path, text): &(String, String)| {
        let new = changed.iter().find(|(name, _)| name == path).map_or(text, |(_, new)| new);
        (path.clone(), new.clone())
    };
    files.iter().map(now).collect()
}

fn errors(planned: &Planned) -> usize {
    planned.problems.iter().filter(|problem| problem.severity() == Severity::Error).count()
}

#[test]
fn a_fix_puts_right_what_it_is_offered_for_and_makes_nothing_worse() {
    let cases = cases();
    assert!(cases.len() > 5, "hardly a case offers a fix");
    for (name, files) in cases {
        let before = look(&files);
        let after = look(&fixed(&files, &before));
        let is = |one: &Diagnostic, other: &Diagnostic| one.code.id == other.code.id && one.message == other.message;
        for problem in before.problems.iter().filter(|problem| problem.offered().is_some()) {
            let left = |planned: &Planned| planned.problems.iter().filter(|other| is(problem, other)).count();
            assert!(left(&after) < left(&before), "{name}: {}", report::plain(problem, &before.site.sources));
        }
        // As many may stand where a misspelt directive hid what it lacks.
        assert!(errors(&after) <= errors(&before), "{name}");
    }
}

#[test]
fn a_fix_changes_only_the_characters_that_it_names() {
    for (name, files) in cases() {
        let before = look(&files);
        for (path, text) in fix::applied(&before.problems, &before.site.sources) {
            let mut expected = files.iter().rev().find(|(name, _)| *name == path).expect("a file of the case").1.clone();
            let edits = before.problems.iter().filter_map(Diagnostic::offered).flat_map(|fix| &fix.edits);
            let mut here: Vec<_> = edits.filter(|edit| *before.site.sources.get(edit.at.file).path == *path).collect();
            here.sort_by_key(|edit| std::cmp::Reverse(edit.at.span));
            here.dedup();
            here.iter().for_each(|edit| expected.replace_range(edit.at.span.range(), &edit.text));
            assert_eq!(text, expected, "{name}: {path}");
        }
    }
}

#[test]
fn marks_and_line_ends_stay_as_they_are() {
    let as_others_save = |files: &Files| -> Files {
        files.iter().map(|(path, text)| (path.clone(), format!("\u{feff}{}", text.trim_end_matches('\n').replace('\n', "\r\n")))).collect()
    };
    for (name, files) in cases() {
        let others = as_others_save(&files);
        assert_eq!(fixed(&others, &look(&others)), as_others_save(&fixed(&files, &look(&files))), "{name}");
    }
}

#[test]
fn a_column_is_not_renamed_since_its_right_name_may_stand_above_empty_cells() {
    let files: Files = vec![("content/actors.csv".to_owned(), "id,title,titel,kind\na,A,,person\nb,,B,persn\n".to_owned())];
    let after = fixed(&files, &look(&files));
    assert_eq!(after[0].1, files[0].1.replace("persn", "person"));
}
