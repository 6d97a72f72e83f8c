//! Prints diagnostics and results, in the form that the command line asks for.
//!
//! `human` and `short` are for people, `json` for programs, `sarif` and `github` for what shows the findings of a check beside the code. Talk
//! goes to standard error; what a program reads as the result of a check (SARIF, the annotations of GitHub) to standard output.

mod github;
mod human;
mod json;
mod places;
mod sarif;
mod short;

use super::args::{Color, Common, Format};
use crate::diag::Diagnostic;
use crate::source::Sources;
use annotate_snippets::Renderer;
use std::io::{IsTerminal, Write};

pub(super) use json::json_of;

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

    /// Prints diagnostics in the order given. For SARIF they are one document, also where there are none.
    pub(super) fn problems(&self, problems: &[Diagnostic], sources: &Sources) {
        match self.format {
            Format::Human => problems.iter().for_each(|problem| talk(&format!("{}\n", human::human(problem, sources, &self.renderer)))),
            Format::Short => problems.iter().for_each(|problem| talk(&short::short(problem, sources))),
            Format::Json => problems.iter().for_each(|problem| talk(&json_of(problem, sources).to_string())),
            Format::Github => problems.iter().for_each(|problem| result(&github::annotation(problem, sources))),
            Format::Sarif => result(&sarif::document(problems, sources)),
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
    human::human(problem, sources, &Renderer::plain())
}

/// Diagnostics in each of the forms that programs read, one text each: short, JSON lines, SARIF, annotations; open to tests.
pub fn for_programs(problems: &[Diagnostic], sources: &Sources) -> [String; 4] {
    let lines = |one: &dyn Fn(&Diagnostic) -> String| problems.iter().map(|problem| one(problem) + "\n").collect();
    [
        lines(&|problem| short::short(problem, sources)),
        lines(&|problem| json_of(problem, sources).to_string()),
        sarif::document(problems, sources),
        lines(&|problem| github::annotation(problem, sources)),
    ]
}

#[cfg(test)]
mod tests;
