//! Puts right what can be put right without changing what a text says.
//!
//! In: diagnostics in order and the sources they point into. Out: files with the offered edits and not one byte beside them, each written whole.
//! Edits that meet others wait for the next run; a file that is no longer as it was read is left alone.

use super::Exit;
use super::args::Common;
use super::report::{counted, result, talk};
use super::root::Root;
use crate::diag::{Diagnostic, Edit, Fix};
use crate::source::{FileId, MARK, SourceFile, Sources};
use crate::world::writer;
use serde_json::json;
use similar::TextDiff;
use std::collections::{BTreeMap, BTreeSet};

/// The edits that a run makes.
#[derive(Debug, Default)]
pub(super) struct Edits<'d> {
    /// By file, in order of place; none meets another.
    by_file: BTreeMap<FileId, Vec<&'d Edit>>,
    /// The fixes that they make, one for each problem that they put right.
    fixes: Vec<&'d Fix>,
    /// How many wait, because they would change the same characters.
    waiting: usize,
}

impl<'d> Edits<'d> {
    /// The edits that diagnostics offer, the first ones first. A fix is made whole or not at all.
    pub(super) fn of(problems: &'d [Diagnostic]) -> Edits<'d> {
        let mut edits = Edits::default();
        for fix in problems.iter().filter_map(Diagnostic::offered).filter(|fix| !fix.edits.is_empty()) {
            // The same edit may put two problems right.
            let is_made = |edit: &Edit| edits.by_file.get(&edit.at.file).is_some_and(|made| made.contains(&edit));
            let meets = |edit: &Edit| {
                let made = edits.by_file.get(&edit.at.file).into_iter().flatten();
                made.into_iter().any(|made| made.at.span.start <= edit.at.span.end && edit.at.span.start <= made.at.span.end)
            };
            if fix.edits.iter().all(is_made) {
                edits.fixes.push(fix);
            } else if fix.edits.iter().any(meets) {
                edits.waiting += 1;
            } else {
                edits.fixes.push(fix);
                for edit in &fix.edits {
                    let made = edits.by_file.entry(edit.at.file).or_default();
                    made.push(edit);
                    made.sort_by_key(|edit| edit.at.span);
                }
            }
        }
        edits
    }

    /// How many problems are put right where these files are written.
    fn put_right(&self, written: &BTreeSet<FileId>) -> usize {
        self.fixes.iter().filter(|fix| fix.edits.iter().all(|edit| written.contains(&edit.at.file))).count()
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

/// The files that the offered edits change, by path, as they would stand on disk; open to tests, which hold what fixes promise.
pub fn applied(problems: &[Diagnostic], sources: &Sources) -> Vec<(String, String)> {
    let edits = Edits::of(problems);
    let file = |file: &FileId| {
        let source = sources.get(*file);
        (source.path.to_string(), on_disk(source, &edits.applied(*file, &source.text)))
    };
    edits.by_file.keys().map(file).collect()
}

/// Makes the edits, or shows what they would change. Says what became of them.
pub(super) fn run(common: &Common, root: &Root, problems: &[Diagnostic], sources: &Sources, dry_run: bool) -> Exit {
    let edits = Edits::of(problems);
    let (mut written, mut exit) = (BTreeSet::new(), Exit::Fine);
    for file in edits.by_file.keys() {
        let source = sources.get(*file);
        let [old, new] = [source.text.to_string(), edits.applied(*file, &source.text)].map(|text| on_disk(source, &text));
        if dry_run {
            show(common, source, &old, &new);
            written.insert(*file);
            continue;
        }
        let path = root.folder.join(&*source.path);
        let as_read = writer::read(&path).ok().flatten().is_some_and(|bytes| bytes == old.as_bytes());
        if !as_read {
            talk(&format!("error: `{}` changed while it was looked at, and was left alone\n  run `gen check --fix` again", source.path));
            exit = exit.max(Exit::Machine);
            continue;
        }
        // A link is followed: the file that it leads to is the one to change.
        match writer::save(&writer::resolve(&path), new.as_bytes()) {
            Ok(()) => {
                written.insert(*file);
            }
            Err(failed) => {
                talk(&format!("error: `{}` cannot be written: {}", source.path, failed.error));
                exit = Exit::Machine;
            }
        }
    }
    summary(common, &edits, &written, dry_run);
    exit
}

/// A text as it stands in its file.
fn on_disk(source: &SourceFile, text: &str) -> String {
    if source.marked { format!("{MARK}{text}") } else { text.to_owned() }
}

/// What would change in a file, in the form that `patch` and `git apply` read.
fn show(common: &Common, source: &SourceFile, old: &str, new: &str) {
    // Readers of differences take a name to end at the first space, unless a tab ends it.
    let end = if source.path.contains(' ') { "\t" } else { "" };
    let diff = TextDiff::from_lines(old, new);
    let text = diff.unified_diff().header(&format!("a/{}{end}", source.path), &format!("b/{}{end}", source.path)).to_string();
    if common.is_json() {
        result(&json!({ "type": "difference", "file": &*source.path, "text": text }).to_string());
    } else {
        result(&text);
    }
}

fn summary(common: &Common, edits: &Edits, written: &BTreeSet<FileId>, dry_run: bool) {
    let (problems, files) = (edits.put_right(written), written.len());
    if common.is_json() {
        let summary = json!({ "type": "fixed", "problems": problems, "waiting": edits.waiting, "files": files, "dry_run": dry_run });
        result(&summary.to_string());
    } else if common.talks() && !common.quiet {
        let waiting = match edits.waiting {
            0 => String::new(),
            1 => "; 1 other for the next run, since it changes the same characters".to_owned(),
            waiting => format!("; {waiting} others for the next run, since they change the same characters"),
        };
        let (problems, files) = (counted(problems, "problem"), counted(files, "file"));
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
        assert_eq!((edits.fixes.len(), edits.waiting), (3, 1));
        assert_eq!(edits.applied(FileId(1), text), text);
        assert_eq!(edits.put_right(&BTreeSet::from([FileId(0)])), 3);
        assert_eq!(edits.put_right(&BTreeSet::new()), 0, "nothing is put right in a file that could not be written");
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
