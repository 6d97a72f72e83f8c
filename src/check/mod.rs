//! The editor that never tires: what is weak or wrong in a site that can be built.
//!
//! In: the records, what follows from them, and the settings of the site. Out: findings, and what a site lets be told of them (`judge`).
//! A rule is a file in `rules/` and a line in one of the two tables there. It writes nothing, and decides nothing about pages.

mod allowances;
mod baseline;
mod contested;
mod desk;
mod finding;
mod judge;
mod lexicon;
mod names;
mod numbers;
pub mod output;
mod prose;
mod rules;

pub use baseline::{Baseline, Rest};
pub use finding::{Finding, Findings};
pub use judge::{Policy, judge};

use crate::config::Config;
use crate::derive::Derived;
use crate::diag::{Code, Diagnostic, codes};
use crate::graph::RecordId;
use crate::model::Records;
use crate::schema::KindId;
use crate::source::{Location, Sources};
use desk::Desk;
use rayon::prelude::*;

/// What a rule sees of a site.
#[derive(Clone, Copy)]
pub struct Site<'s> {
    /// The records.
    pub records: Records<'s>,
    /// What follows from them.
    pub derived: &'s Derived,
    /// The texts they were written in.
    pub sources: &'s Sources,
    /// The settings.
    pub config: &'s Config,
}

impl<'s> Site<'s> {
    /// The characters to point at in a record: of the first of these fields that is filled, else those of the record as a whole.
    pub fn place(self, record: RecordId, fields: &[&str]) -> Location {
        Location { file: self.records.get(record).file, span: self.records.fields(record).place(fields) }
    }

    /// A finding at the first of these fields of a record that is filled, or at the record.
    pub fn found(self, code: &'static Code, record: RecordId, fields: &[&str], message: impl Into<String>) -> Diagnostic {
        let at = self.place(record, fields);
        Diagnostic::at(code, at.file, at.span, message)
    }

    /// What readers call a record, for messages.
    pub fn name(self, record: RecordId) -> &'s str {
        self.records.title(record)
    }

    /// The same, cut after a word where it is a whole sentence, as those of claims are.
    pub fn short_name(self, record: RecordId) -> String {
        const CHARACTERS: usize = 60;
        let name = self.name(record).trim();
        let Some((end, _)) = name.char_indices().nth(CHARACTERS) else { return name.to_owned() };
        let cut = name[..end].rfind(char::is_whitespace).unwrap_or(end);
        format!("{} …", name[..cut].trim_end_matches([',', ';', ':', ' ']))
    }

    /// The records of a kind that no other one has replaced, in order.
    pub fn live(self, kind: KindId) -> impl Iterator<Item = RecordId> {
        self.records.graph.of_kind(kind).iter().copied().filter(move |id| self.is_live(*id))
    }

    /// Whether no other record has replaced this one. What was replaced is history, and nobody is asked to complete it.
    pub fn is_live(self, record: RecordId) -> bool {
        self.records.superseded_by(record).is_none()
    }
}

/// Runs the rules about records and about running text.
pub fn check(site: Site) -> Findings {
    let (mut findings, of_texts) = rayon::join(|| records(site), || texts(site));
    findings.extend(of_texts);
    findings
}

fn records(site: Site) -> Findings {
    let mut findings = Findings::default();
    for rule in rules::RECORDS {
        (rule.run)(site, &mut findings);
    }
    findings
}

/// Reads every text once, for all rules.
fn texts(site: Site) -> Findings {
    let desk = Desk::of(site);
    let ids: Vec<RecordId> = site.records.graph.iter().map(|(id, _)| id).collect();
    let read = |id: &RecordId| {
        let mut findings = Findings::default();
        let readings = prose::read(site.records, *id, &|word| desk.lexicon.is_abbreviation(word));
        if readings.is_empty() {
            return (findings, Vec::new());
        }
        let texts = rules::Texts { readings: &readings, is_coverage: desk.is_coverage(&readings) };
        for rule in rules::TEXTS {
            (rule.run)(&desk, texts, &mut findings);
        }
        (findings, rules::printings(&desk, texts))
    };
    let found: Vec<(Findings, Vec<rules::Printing>)> = ids.par_iter().map(read).collect();
    let mut findings = Findings::default();
    let mut printings = Vec::new();
    for (of_record, printed) in found {
        findings.extend(of_record);
        printings.extend(printed);
    }
    rules::compare_printings(&desk, printings, &mut findings);
    findings
}

/// A word about entries of the baseline that no longer occur.
pub fn stale(config: &Config, gone: usize, policy: &Policy) -> Option<Diagnostic> {
    let (path, _) = config.check.baseline.as_ref().filter(|_| gone > 0)?;
    let severity = policy.severity(&codes::BASELINE_STALE)?;
    let message =
        if gone == 1 { "1 known problem is no longer there".to_owned() } else { format!("{gone} known problems are no longer there") };
    let problem = Diagnostic::in_path(&codes::BASELINE_STALE, path.as_str(), message);
    Some(problem.help("write it anew with `gen check --write-baseline`, so that they cannot come back unseen").judged(severity))
}

/// The codes that planning a site can report and that a site can allow.
pub fn planned() -> impl Iterator<Item = &'static Code> {
    [&codes::RAW_HTML, &codes::POSITION_CLASH, &codes::SAME_NUMBER, &codes::OWN_ASSESSMENT, &codes::UNUSED_TEMPLATE].into_iter()
}

/// The codes that [`check`] can report.
pub fn asked() -> impl Iterator<Item = &'static Code> {
    let of_records = rules::RECORDS.iter().map(|rule| rule.code);
    of_records.chain(rules::TEXTS.iter().map(|rule| rule.code)).chain([&codes::QUOTE_DRIFT])
}
