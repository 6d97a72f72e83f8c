//! Splits a file into its fields and its text.

use crate::diag::{Diagnostic, codes};
use crate::source::{FileId, Span};
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
        _ => {
            let end = text[first.clone()].trim_end().len();
            let problem =
                Diagnostic::at(&codes::MISSING_FRONT_MATTER, file, Span::new(0, end), "the file does not start with front matter")
                    .help("start the file with a line `---`, then fields such as `title: …`, then another line `---`");
            return (None, Some(problem));
        }
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
    let problem = Diagnostic::at(&codes::UNCLOSED_FRONT_MATTER, file, Span::new(0, 3), "the front matter is not closed")
        .label("opened here")
        .help(format!("close it with a line `{fence}` before the text begins"));
    (None, Some(problem))
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
