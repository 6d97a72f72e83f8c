//! A diagnostic in one line, as terminals and editors make links of it: `content/a.md:3:7: error[E0301] unknown record`.

use super::places::{file, primary};
use crate::diag::Diagnostic;
use crate::source::Sources;

pub(super) fn short(problem: &Diagnostic, sources: &Sources) -> String {
    let place = match (primary(problem, sources), file(problem, sources)) {
        (Some(region), _) => {
            let [from, _] = region.characters;
            format!("{}:{}:{}: ", region.file, from.line, from.column)
        }
        (None, Some(path)) => format!("{path}: "),
        (None, None) => String::new(),
    };
    format!("{place}{}[{}] {}", problem.severity().word(), problem.code.id, one_line(&problem.message))
}

/// A message never breaks its line, whatever it quotes.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
