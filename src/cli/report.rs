//! Prints diagnostics and results: with source frames for people, as JSON lines for programs.

use super::args::{Color, Common, Format};
use crate::diag::{Diagnostic, Label, Place, Severity};
use crate::source::{Sources, line_column};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::{Value, json};
use std::io::{IsTerminal, Write};

/// Prints in the way the command line asks for.
pub(super) struct Reporter {
    format: Format,
    renderer: Renderer,
}

impl Reporter {
    pub(super) fn new(common: &Common) -> Reporter {
        let colours = match common.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => std::io::stderr().is_terminal() && !is_set("NO_COLOR"),
        };
        Reporter { format: common.message_format, renderer: if colours { Renderer::styled() } else { Renderer::plain() } }
    }

    /// Prints diagnostics in the order given.
    pub(super) fn problems(&self, problems: &[Diagnostic], sources: &Sources) {
        for problem in problems {
            match self.format {
                Format::Human => talk(&format!("{}\n", human(problem, sources, &self.renderer))),
                Format::Json => talk(&json_of(problem, sources).to_string()),
            }
        }
    }
}

/// A line on standard error. That nobody listens any more is no reason to stop.
pub(super) fn talk(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// A result on standard output.
pub(super) fn result(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{}", text.trim_end_matches('\n'));
}

/// "1 file", "3 files".
pub(super) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

#[expect(clippy::disallowed_methods, reason = "a convention of terminals, not an input of the site")]
fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}

/// A diagnostic as people read it where there are no colours; open to tests, which hold every word of it.
pub fn plain(problem: &Diagnostic, sources: &Sources) -> String {
    human(problem, sources, &Renderer::plain())
}

/// A diagnostic as people read it.
fn human(problem: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let level = match problem.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::HELP.with_name("hint"),
    };
    let title = level.primary_title(&*problem.message).id(problem.code.id);
    let mut group = match &problem.place {
        Place::Text(primary) => {
            let mut group = Group::with_title(title);
            let file = sources.get(primary.at.file);
            let mut snippet =
                Snippet::source(&*file.text).path(&*file.path).fold(true).annotation(mark(primary, AnnotationKind::Primary, &file.text));
            for label in problem.secondary.iter().filter(|label| label.at.file == primary.at.file) {
                snippet = snippet.annotation(mark(label, AnnotationKind::Context, &file.text));
            }
            group = group.element(snippet);
            for label in problem.secondary.iter().filter(|label| label.at.file != primary.at.file) {
                let other = sources.get(label.at.file);
                group = group.element(Snippet::source(&*other.text).path(&*other.path).fold(true).annotation(mark(
                    label,
                    AnnotationKind::Context,
                    &other.text,
                )));
            }
            group
        }
        Place::Path(path) => Group::with_title(title).element(annotate_snippets::Origin::path(path.as_str())),
        Place::Run => Group::with_title(title),
    };
    for help in &problem.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let seen = seen_on(problem.pages());
    if let Some(seen) = &seen {
        group = group.element(Level::NOTE.message(seen.as_str()));
    }
    renderer.render(&[group])
}

/// On which pages a mistake shows, for the author who wants to look at one.
fn seen_on(pages: &[String]) -> Option<String> {
    match pages {
        [] => None,
        [page] => Some(format!("on the page `{page}`")),
        [page, other] => Some(format!("on the pages `{page}` and `{other}`")),
        [page, others @ ..] => Some(format!("on the page `{page}` and {} others", others.len())),
    }
}

fn mark<'l>(label: &'l Label, kind: AnnotationKind, text: &str) -> annotate_snippets::Annotation<'l> {
    let span = label.at.span.range();
    // A span may stand behind the last character, where a file ends too early.
    let start = span.start.min(text.len());
    let annotation = kind.span(start..span.end.clamp(start, text.len()));
    if label.text.is_empty() { annotation } else { annotation.label(label.text.as_str()) }
}

/// A diagnostic as programs read it: byte offsets from 0, lines and columns from 1, columns in characters.
pub(super) fn json_of(problem: &Diagnostic, sources: &Sources) -> Value {
    let place = |label: &Label| {
        let file = sources.get(label.at.file);
        let (start, end) = (label.at.span.start as usize, label.at.span.end as usize);
        let (from, to) = (line_column(&file.text, start), line_column(&file.text, end));
        json!({
            "file": &*file.path, "start": start, "end": end, "line": from.line, "column": from.column,
            "end_line": to.line, "end_column": to.column, "label": label.text,
        })
    };
    let primary = match &problem.place {
        Place::Text(label) => place(label),
        Place::Path(path) => json!({ "file": path }),
        Place::Run => Value::Null,
    };
    json!({
        "type": "diagnostic",
        "code": problem.code.id,
        "name": problem.code.name,
        "severity": problem.severity().word(),
        "message": &*problem.message,
        "place": primary,
        "also": problem.secondary.iter().map(place).collect::<Vec<_>>(),
        "help": problem.help,
        "pages": problem.pages(),
    })
}
