//! What a site allows itself: `lint_allow` in a record, and `<!-- allow CODE: reason -->` in running text.
//!
//! In: the records. Out: each allowance with what it covers, and what is wrong with it. Which of them were needed is `judge`'s to say.

use super::finding::Finding;
use crate::diag::{Code, Diagnostic, Place, codes};
use crate::draft::Origin;
use crate::graph::{Graph, RecordId};
use crate::model::Records;
use crate::source::{FileId, Location, Span};

/// One allowance.
#[derive(Clone, Debug)]
pub(super) struct Allowance {
    /// What is allowed.
    pub code: &'static Code,
    /// Where it is written.
    pub at: Location,
    /// The record that allows it.
    pub record: RecordId,
    covers: Covers,
}

/// What an allowance covers.
#[derive(Clone, Debug)]
enum Covers {
    /// A record and all that is part of it; with the whole file where it has one of its own.
    Record(Option<FileId>),
    /// A stretch of running text.
    Block(FileId, Span),
}

impl Allowance {
    /// Whether it covers a finding of its code.
    pub(super) fn covers(&self, finding: &Finding, graph: &Graph) -> bool {
        let at = match &finding.diagnostic.place {
            Place::Text(label) => Some(label.at),
            Place::Path(_) | Place::Run => None,
        };
        match (&self.covers, finding.record) {
            (Covers::Record(_), Some(record)) => is_part_of(record, self.record, graph),
            (Covers::Record(file), None) => file.is_some() && at.map(|at| at.file) == *file,
            (Covers::Block(file, span), _) => {
                at.is_some_and(|at| at.file == *file && span.start <= at.span.start && at.span.end <= span.end)
            }
        }
    }
}

fn is_part_of(mut record: RecordId, whole: RecordId, graph: &Graph) -> bool {
    loop {
        if record == whole {
            return true;
        }
        match graph.get(record).owner {
            Some(owner) => record = owner,
            None => return false,
        }
    }
}

/// Every allowance of a site in the order in which they are written, and what is wrong with some.
pub(super) fn collect(records: Records) -> (Vec<Allowance>, Vec<Diagnostic>) {
    let mut collected = Collected::default();
    for (id, record) in records.graph.iter() {
        let file = matches!(record.origin, Origin::File | Origin::Section).then_some(record.file);
        for (code, span, reason) in records.allowances(id) {
            let at = Location { file: record.file, span };
            collected.add(id, Written { code, reason, code_at: at, at }, Covers::Record(file));
        }
        for text in records.graph.texts(id) {
            let body = &text.prose.body;
            for allowance in body.allowances() {
                let block = body.block_at(allowance.item as usize).and_then(|items| body.extent(items)).unwrap_or(allowance.span);
                let whole = Span { start: block.start.min(allowance.span.start), end: block.end.max(allowance.span.end) };
                let get = |slice| body.get(&text.prose.text, slice);
                let place = |span| Location { file: record.file, span };
                let written = Written {
                    code: get(allowance.code),
                    reason: get(allowance.reason),
                    code_at: place(allowance.code_span),
                    at: place(allowance.span),
                };
                collected.add(id, written, Covers::Block(record.file, whole));
            }
        }
    }
    (collected.allowances, collected.problems)
}

/// An allowance as it was written.
#[derive(Clone, Copy)]
struct Written<'t> {
    code: &'t str,
    reason: &'t str,
    code_at: Location,
    at: Location,
}

#[derive(Default)]
struct Collected {
    allowances: Vec<Allowance>,
    problems: Vec<Diagnostic>,
}

impl Collected {
    fn add(&mut self, record: RecordId, written: Written, covers: Covers) {
        let Location { file, span } = written.code_at;
        let Some(code) = Code::find(written.code) else {
            let problem = Diagnostic::at(&codes::ALLOWANCE_UNKNOWN, file, span, format!("there is no check `{}`", written.code));
            let near = Code::nearest(written.code);
            let help = near.map(|near| format!("did you mean `{near}`?"));
            self.problems.push(problem.help_if(help).help("`gen explain` lists all of them"));
            return;
        };
        if code.fixed {
            let message = format!("`{}` makes a page wrong and cannot be allowed", code.name);
            let problem = Diagnostic::at(&codes::ALLOWANCE_REFUSED, file, span, message);
            self.problems.push(problem.help(format!("put it right; `gen explain {}` says how", code.id)));
            return;
        }
        if written.reason.trim().is_empty() {
            let message = format!("nothing says why `{}` is allowed here", code.name);
            let problem = Diagnostic::at(&codes::ALLOWANCE_NO_REASON, file, span, message);
            self.problems.push(problem.help("write the reason behind the colon, for whoever reads this in a year"));
            return;
        }
        self.allowances.push(Allowance { code, at: written.at, record, covers });
    }
}
