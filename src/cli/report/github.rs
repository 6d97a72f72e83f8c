//! A diagnostic as a command of GitHub's workflows, which shows it beside the line of a pull request.
//!
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>. What would end a value is escaped as the toolkit of GitHub
//! reads it: `%`, line ends, and in properties also `:` and `,`.

use super::places::{file, primary};
use crate::diag::{Diagnostic, Severity};
use crate::source::Sources;

pub(super) fn annotation(problem: &Diagnostic, sources: &Sources) -> String {
    let command = match problem.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "notice",
    };
    let mut properties = Vec::new();
    if let Some(path) = file(problem, sources) {
        properties.push(format!("file={}", property(path)));
    }
    if let Some(region) = primary(problem, sources) {
        let [from, to] = region.characters;
        properties.push(format!("line={},endLine={}", from.line, to.line));
        // Columns are for one line only: GitHub refuses them where there are more.
        if from.line == to.line {
            properties.push(format!("col={},endColumn={}", from.column, to.column.max(from.column)));
        }
    }
    properties.push(format!("title={}", property(&format!("{} {}", problem.code.id, problem.code.name))));
    let help = problem.help.iter().map(|help| format!("\n{help}"));
    let message: String = std::iter::once(problem.message.to_string()).chain(help).collect();
    format!("::{command} {}::{}", properties.join(","), data(&message))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
