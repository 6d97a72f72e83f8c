//! Known debt: what an old site has and is not told of, so that only new problems fail.
//!
//! In: the findings of a run, or the file in which those of an earlier one were kept. Out: the file, or what is new. An entry is known by its
//! code, its file and the characters it marks, never by a line, so that it stays known while the text around it moves. What makes a page
//! wrong is never kept.

use crate::diag::{Code, Diagnostic, Place, codes};
use crate::source::Sources;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The first line of the file: what it is, and how it is written.
const HEAD: &str = "{\"gen-baseline\":1}";

/// How many characters of what is marked are kept.
const KEPT: usize = 120;

/// Known findings, and how often each is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline(BTreeMap<Known, usize>);

/// What one finding is known by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Known {
    file: String,
    code: String,
    text: String,
}

/// A line of the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    file: String,
    code: String,
    text: String,
    count: usize,
}

/// What is left of the findings of a run without those that are known.
pub struct Rest {
    /// What is new.
    pub new: Vec<Diagnostic>,
    /// How many were known.
    pub known: usize,
    /// How many entries no longer occur.
    pub gone: usize,
}

impl Baseline {
    /// The findings of a run, to be kept. What cannot be allowed is left out.
    pub fn of(problems: &[Diagnostic], sources: &Sources) -> Baseline {
        let mut baseline = Baseline::default();
        for problem in problems.iter().filter(|problem| !problem.code.fixed && !std::ptr::eq(problem.code, &codes::BASELINE_STALE)) {
            *baseline.0.entry(Known::of(problem, sources)).or_default() += 1;
        }
        baseline
    }

    /// How many findings it holds.
    pub fn len(&self) -> usize {
        self.0.values().sum()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its file: a line for each finding, in order, so that a comparison of two of them reads well.
    pub fn text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        for (known, count) in &self.0 {
            let line = Line { file: known.file.clone(), code: known.code.clone(), text: known.text.clone(), count: *count };
            text.push_str(&serde_json::to_string(&line).expect("a line of texts and a number is JSON"));
            text.push('\n');
        }
        text
    }

    /// Reads such a file; the number of the first line that cannot be read, and why, if there is one.
    pub fn parse(text: &str) -> Result<Baseline, (usize, String)> {
        let mut lines = text.lines().enumerate();
        match lines.next() {
            Some((_, HEAD)) => {}
            _ => return Err((1, format!("a baseline begins with `{HEAD}`"))),
        }
        let mut baseline = Baseline::default();
        for (at, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            let line: Line = serde_json::from_str(line).map_err(|_| (at + 1, "it is no entry of a baseline".to_owned()))?;
            let code = Code::find(&line.code).map_or(line.code, |code| code.name.to_owned());
            *baseline.0.entry(Known { file: line.file, code, text: line.text }).or_default() += line.count;
        }
        Ok(baseline)
    }

    /// Takes what is known out of the findings of a run; of findings that are known by the same, the first ones. Of codes that were not
    /// asked for nobody knows what is gone.
    pub fn rest(mut self, problems: Vec<Diagnostic>, sources: &Sources, not_asked: &[&Code]) -> Rest {
        let mut known = 0;
        let mut new = Vec::with_capacity(problems.len());
        for problem in problems {
            let left = self.0.get_mut(&Known::of(&problem, sources)).filter(|left| **left > 0 && !problem.code.fixed);
            match left {
                Some(left) => {
                    *left -= 1;
                    known += 1;
                }
                None => new.push(problem),
            }
        }
        let was_asked = |known: &Known| !not_asked.iter().any(|code| code.name == known.code);
        Rest { new, known, gone: self.0.iter().filter(|(known, _)| was_asked(known)).map(|(_, left)| left).sum() }
    }
}

impl Known {
    fn of(problem: &Diagnostic, sources: &Sources) -> Known {
        let (file, text) = match &problem.place {
            Place::Text(label) => {
                let file = sources.get(label.at.file);
                (file.path.to_string(), file.text.get(label.at.span.range()).unwrap_or_default())
            }
            Place::Path(path) => (path.clone(), &*problem.message),
            Place::Run => (String::new(), &*problem.message),
        };
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Known { file, code: problem.code.name.to_owned(), text: words.chars().take(KEPT).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::codes::{BASELINE_STALE, QUOTE_DRIFT, UNKNOWN_REFERENCE};
    use crate::source::{FileId, SourceFile, Span};

    fn sources(text: &str) -> Sources {
        Sources::new(vec![SourceFile::new("content/a.md", text)])
    }

    fn drift(start: usize, end: usize) -> Diagnostic {
        Diagnostic::at(&QUOTE_DRIFT, FileId(0), Span::new(start, end), "differs")
    }

    #[test]
    fn debt_stays_known_while_its_text_moves_and_one_more_of_it_is_new() {
        let old = sources("a bold word, twice: bold");
        let baseline = Baseline::of(&[drift(2, 6), drift(20, 24)], &old);
        let read = Baseline::parse(&baseline.text()).expect("what was written can be read");
        assert_eq!(read, baseline);
        let new = sources("moved: a bold word, bold, bold, and big");
        let rest = read.rest(vec![drift(9, 13), drift(20, 24), drift(26, 30), drift(36, 39)], &new, &[]);
        assert_eq!((rest.new.len(), rest.known, rest.gone), (2, 2, 0));
        let rest = baseline.clone().rest(vec![drift(9, 13)], &new, &[&QUOTE_DRIFT]);
        assert_eq!((rest.new.len(), rest.known, rest.gone), (0, 1, 0));
        let rest = baseline.rest(vec![drift(9, 13)], &new, &[]);
        assert_eq!((rest.new.len(), rest.known, rest.gone), (0, 1, 1));
    }

    #[test]
    fn what_makes_a_page_wrong_is_never_known() {
        let sources = sources("a bold word");
        let wrong = Diagnostic::at(&UNKNOWN_REFERENCE, FileId(0), Span::new(2, 6), "unknown");
        assert!(Baseline::of(&[wrong.clone(), Diagnostic::of_run(&BASELINE_STALE, "old")], &sources).is_empty());
        let text = format!("{HEAD}\n{}\n", r#"{"file":"content/a.md","code":"unknown-reference","text":"bold","count":1}"#);
        let rest = Baseline::parse(&text).expect("it can be read").rest(vec![wrong], &sources, &[]);
        assert_eq!((rest.new.len(), rest.known), (1, 0));
    }

    #[test]
    fn what_is_no_baseline_is_refused_with_its_line() {
        assert_eq!(Baseline::parse("").map_err(|(line, _)| line), Err(1));
        assert_eq!(Baseline::parse("{}").map_err(|(line, _)| line), Err(1));
        assert_eq!(Baseline::parse(&format!("{HEAD}\n\n{{\"file\":1}}")).map_err(|(line, _)| line), Err(3));
    }
}
