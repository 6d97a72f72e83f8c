//! Splits a file into its fields and its text.

use crate::diag::{Diagnostic, codes};
use crate::source::{FileId, Location, Span};
use std::ops::Range;

/// The form of the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Between lines of `---`.
    Yaml,
    /// Between lines of `+++`.
    Toml,
}

/// Where fields and text stand in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parts {
    /// The form of the fields.
    pub(crate) form: Form,
    /// The bytes between the fences.
    pub(crate) fields: Range<usize>,
    /// The bytes of the Markdown.
    pub(crate) body: Range<usize>,
}

/// Finds the fences. A file without them is reported and counts as text only; one without the closing fence as fields only.
pub(crate) fn split(text: &str, file: FileId) -> (Option<Parts>, Option<Diagnostic>) {
    let first = line_at(text, 0);
    let (form, fence) = match text[first.clone()].trim_end() {
        "---" => (Form::Yaml, "---"),
        "+++" => (Form::Toml, "+++"),
        _ => return (None, Some(missing(text, file))),
    };
    let start = first.end;
    let mut at = start;
    while at < text.len() {
        let line = line_at(text, at);
        if text[line.clone()].trim_end() == fence {
            return (Some(Parts { form, fields: start..line.start, body: line.end..text.len() }), None);
        }
        at = line.end;
    }
    let mut problem =
        Diagnostic::at(&codes::UNCLOSED_FRONT_MATTER, file, Span::new(0, 3), "the front matter is not closed").label("opened here");
    if let Some(nearly) = nearly(text, start, fence) {
        problem = problem.also(Location { file, span: nearly }, format!("this is not `{fence}` and closes nothing"));
    }
    (None, Some(problem.help(format!("close it with a line `{fence}` before the text begins"))))
}

/// A file that does not start with a fence, though one may stand further down.
fn missing(text: &str, file: FileId) -> Diagnostic {
    let trimmed = text.trim_start();
    let begins = text.len() - trimmed.len();
    let late = line_at(trimmed, 0);
    let (span, help) = match trimmed[late].trim_end() {
        "---" | "+++" => (Span::new(begins, begins + 3), "remove the blanks and empty lines before it"),
        line => {
            let end = begins + line.len();
            (Span::new(begins, end), "start the file with a line `---`, then fields such as `title: …`, then another line `---`")
        }
    };
    Diagnostic::at(&codes::MISSING_FRONT_MATTER, file, span, "the file does not start with front matter").help(help)
}

/// The first line behind `start` that was meant to be the closing fence: indented, or with too many or too few signs.
fn nearly(text: &str, start: usize, fence: &str) -> Option<Span> {
    let sign = &fence[..1];
    let mut at = start;
    while at < text.len() {
        let line = line_at(text, at);
        let written = text[line.clone()].trim();
        if written.len() > 1 && written.trim_matches(|c: char| sign.contains(c) || "—–".contains(c)).is_empty() {
            let from = line.start + text[line.clone()].len() - text[line].trim_start().len();
            return Some(Span::new(from, from + written.len()));
        }
        at = line.end;
    }
    None
}

/// The line that starts at a byte, its ending included.
fn line_at(text: &str, start: usize) -> Range<usize> {
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at + 1);
    start..end
}

#[cfg(test)]
mod tests {
    use super::{Form, split};
    use crate::source::FileId;

    #[test]
    fn fences_of_both_forms_and_line_endings_are_found() {
        for (text, form) in [("---\na: 1\n---\nText", Form::Yaml), ("+++\r\na = 1\r\n+++\r\nText", Form::Toml)] {
            let (parts, problem) = split(text, FileId(0));
            let parts = parts.expect("fenced");
            assert_eq!((parts.form, &text[parts.body], problem), (form, "Text", None));
        }
    }

    #[test]
    fn missing_and_unclosed_front_matter_are_told_apart() {
        for (text, id) in [("Just text", "E0201"), ("", "E0201"), ("---\na: 1\n", "E0202"), ("---", "E0202")] {
            let (parts, problem) = split(text, FileId(0));
            assert_eq!((parts, problem.map(|p| p.code.id)), (None, Some(id)), "{text:?}");
        }
    }
}
