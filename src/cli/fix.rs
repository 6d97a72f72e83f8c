//! Puts right what can be put right without changing what a text says.
//!
//! In: diagnostics in order and the sources they point into. Out: files with the offered edits and not one byte beside them, each written whole.
//! Edits that meet others wait for the next run; a file that is no longer as it was read is left alone.

use super::Exit;
use super::args::Common;
use super::report::{counted, result, talk};
use super::root::Root;
use crate::diag::{Diagnostic, Edit};
use crate::source::{FileId, MARK, Sources};
use crate::world::writer;
use serde_json::json;
use similar::TextDiff;
use std::collections::BTreeMap;

/// The edits that a run makes.
#[derive(Debug, Default)]
pub(super) struct Edits<'d> {
    /// By file, in order of place; none meets another.
    by_file: BTreeMap<FileId, Vec<&'d Edit>>,
    /// How many problems they put right.
    fixed: usize,
    /// How many wait, because they would change the same characters.
    waiting: usize,
}

impl<'d> Edits<'d> {
    /// The edits that diagnostics offer, the first ones first. A fix is made whole or not at all.
    pub(super) fn of(problems: &'d [Diagnostic]) -> Edits<'d> {
        let mut edits = Edits::default();
        for fix in problems.iter().filter_map(Diagnostic::offered) {
            // The same edit may put two problems right.
            let is_made = |edit: &Edit| edits.by_file.get(&edit.at.file).is_some_and(|made| made.contains(&edit));
            let meets = |edit: &Edit| {
                let made = edits.by_file.get(&edit.at.file).into_iter().flatten();
                made.into_iter().any(|made| made.at.span.start <= edit.at.span.end && edit.at.span.start <= made.at.span.end)
            };
            if fix.edits.iter().all(is_made) {
                edits.fixed += 1;
            } else if fix.edits.iter().any(meets) {
                edits.waiting += 1;
            } else {
                edits.fixed += 1;
                for edit in &fix.edits {
                    let made = edits.by_file.entry(edit.at.file).or_default();
                    made.push(edit);
                    made.sort_by_key(|edit| edit.at.span);
                }
            }
        }
        edits
    }

    /// The text of a file with its edits.
    pub(super) fn applied(&self, file: FileId, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for edit in self.by_file.get(&file).into_iter().flatten() {
            let range = edit.at.span.range();
            out.push_str(&text[at..range.start]);
            out.push_str(&edit.text);
            at = range.end;
        }
        out.push_str(&text[at..]);
        out
    }
}

/// Makes the edits, or shows what they would change. Says what became of them.
pub(super) fn run(common: &Common, root: &Root, problems: &[Diagnostic], sources: &Sources, dry_run: bool) -> Exit {
    let edits = Edits::of(problems);
    let (mut written, mut exit) = (0, Exit::Fine);
    for file in edits.by_file.keys() {
        let source = sources.get(*file);
        let new = edits.applied(*file, &source.text);
        if dry_run {
            let diff = TextDiff::from_lines(&*source.text, &*new);
            let header = diff.unified_diff().header(&format!("a/{}", source.path), &format!("b/{}", source.path)).to_string();
            result(&header);
            continue;
        }
        let path = root.folder.join(&*source.path);
        let mark = if source.marked { MARK.to_string() } else { String::new() };
        let as_read = writer::read(&path).ok().flatten().is_some_and(|bytes| bytes == format!("{mark}{}", source.text).as_bytes());
        if !as_read {
            talk(&format!("error: `{}` changed while it was looked at, and was left alone\n  run `gen check --fix` again", source.path));
            exit = exit.max(Exit::Machine);
            continue;
        }
        // A link is followed: the file that it leads to is the one to change.
        match writer::save(&writer::resolve(&path), format!("{mark}{new}").as_bytes()) {
            Ok(()) => written += 1,
            Err(failed) => {
                talk(&format!("error: `{}` cannot be written: {}", source.path, failed.error));
                exit = Exit::Machine;
            }
        }
    }
    summary(common, &edits, written, dry_run);
    exit
}

fn summary(common: &Common, edits: &Edits, written: usize, dry_run: bool) {
    if common.is_json() {
        let summary = json!({ "type": "fixed", "problems": edits.fixed, "waiting": edits.waiting, "files": written, "dry_run": dry_run });
        result(&summary.to_string());
    } else if common.talks() && !common.quiet {
        let waiting = match edits.waiting {
            0 => String::new(),
            waiting => {
                format!("; {} for the next run, since they change the same characters", counted(waiting, "fix").replace("fixs", "fixes"))
            }
        };
        let files = counted(edits.by_file.len(), "file");
        let problems = counted(edits.fixed, "problem");
        talk(&if dry_run {
            format!("{problems} in {files} would be put right{waiting}")
        } else {
            format!("{problems} put right in {files}{waiting}")
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::codes::UNKNOWN_KEY;
    use crate::source::{Location, Span};

    fn problem(edits: &[(usize, usize, &str)]) -> Diagnostic {
        let edits = edits
            .iter()
            .map(|(start, end, text)| Edit { at: Location { file: FileId(0), span: Span::new(*start, *end) }, text: (*text).to_owned() });
        Diagnostic::at(&UNKNOWN_KEY, FileId(0), Span::new(0, 1), "so").fix("fix", edits.collect())
    }

    #[test]
    fn edits_change_nothing_beside_them_and_never_meet() {
        let text = "one two\r\nthree 😀 four";
        let problems = [problem(&[(0, 3, "1")]), problem(&[(4, 7, "2"), (20, 24, "4")]), problem(&[(5, 6, "x")]), problem(&[(0, 3, "1")])];
        let edits = Edits::of(&problems);
        assert_eq!(edits.applied(FileId(0), text), "1 2\r\nthree 😀 4");
        assert_eq!((edits.fixed, edits.waiting), (3, 1));
        assert_eq!(edits.applied(FileId(1), text), text);
    }

    proptest::proptest! {
        #[test]
        fn what_no_edit_covers_stays_byte_for_byte(places in proptest::collection::vec((0..40usize, 0..6usize), 0..8)) {
            let text: String = ('a'..='z').chain('A'..='Z').collect();
            let problems: Vec<Diagnostic> = places.iter().map(|(start, length)| problem(&[(*start, start + length, "_")])).collect();
            let edits = Edits::of(&problems);
            let made = edits.by_file.get(&FileId(0)).cloned().unwrap_or_default();
            let kept: String = text.char_indices().filter(|(at, _)| !made.iter().any(|edit| edit.at.span.range().contains(at))).map(|(_, c)| c).collect();
            proptest::prop_assert_eq!(edits.applied(FileId(0), &text).replace('_', ""), kept);
        }
    }
}
