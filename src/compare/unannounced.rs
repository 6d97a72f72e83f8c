//! Claims, figures and quotations that changed their meaning, or went, without a word to readers.
//!
//! In: the differences. Out: what each of them said and says, and a diagnostic for what no new entry of `updates/` tells.

use super::fields::FieldChange;
use super::{Change, Difference, Sort, texts};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::graph::RecordId;
use crate::model::{Bearing, Records, bearing, is_answered_for, is_number};
use crate::source::Span;

/// Reports each changed statement at its new place, and each record that is gone at its old file.
pub(super) fn check(change: Change) -> Diagnostics {
    let answered = change.differences.iter().filter(|difference| is_answered_for(&difference.kind) && !change.is_told(difference));
    answered.flat_map(|difference| problems(change, difference)).collect()
}

/// One thing that a published record said of its subject and no longer says.
pub(super) struct Statement {
    /// The field, or `number` where the several fields of one changed together.
    pub(super) name: String,
    /// What it said.
    pub(super) was: String,
    /// What it says, if anything.
    pub(super) now: Option<String>,
    span: Option<Span>,
}

/// What a published claim, figure or quotation no longer says. What was empty or unknown before misled nobody.
pub(super) fn statements(change: Change, difference: &Difference) -> Vec<Statement> {
    let (Some(was), Some(now)) = difference.records else { return Vec::new() };
    if !is_answered_for(&difference.kind) {
        return Vec::new();
    }
    let means = |field: &&FieldChange| bearing(&difference.kind, &field.field) == Bearing::Meaning;
    let is_figure = change.new.records.get(now).kind == change.new.records.kinds.figure;
    let (numbers, others): (Vec<&FieldChange>, Vec<&FieldChange>) =
        difference.fields.iter().filter(means).partition(|field| is_figure && is_number(&field.field));
    let mut found = Vec::new();
    if let Some(first) = numbers.first() {
        let name = if numbers.len() == 1 { first.field.clone() } else { "number".to_owned() };
        let (was, now) = (number(change.old.records, was), number(change.new.records, now));
        found.push(Statement { name, was, now: Some(now), span: numbers.iter().find_map(|field| field.span) });
    }
    let known = others.into_iter().filter_map(|field| Some((field, field.was.clone().filter(|was| was != "unknown")?)));
    found.extend(known.map(|(field, was)| Statement { name: field.name(), was, now: field.now.clone(), span: field.span }));
    found
}

/// The number of a figure as it is said: "about 60 to 75 minutes".
pub(super) fn number(records: Records, id: RecordId) -> String {
    let figure = records.figure(id);
    let number = match (figure.value, figure.min, figure.max) {
        (Some((_, value)), ..) => value.to_owned(),
        (None, Some((_, min)), Some((_, max))) => format!("{min} to {max}"),
        (None, min, max) => min.or(max).map_or_else(String::new, |(_, end)| end.to_owned()),
    };
    let about = if figure.approx { "about " } else { "" };
    format!("{about}{number} {}", figure.unit.unwrap_or_default()).trim_end().to_owned()
}

/// What a record said that is gone: its number, or its words.
pub(super) fn gone(old: Records, difference: &Difference) -> String {
    match difference.records.0 {
        Some(was) if old.get(was).kind == old.kinds.figure => format!("{}: {}", difference.title, number(old, was)),
        Some(was) if old.get(was).kind == old.kinds.claim => old.claim(was).statement.to_owned(),
        Some(was) if old.get(was).kind == old.kinds.quote => old.quote(was).text.to_owned(),
        _ => difference.title.clone(),
    }
}

fn problems(change: Change, difference: &Difference) -> Vec<Diagnostic> {
    let (since, id) = (change.since, &difference.id);
    let Some(now) = difference.records.1 else {
        if difference.sort != Sort::Removed {
            return Vec::new();
        }
        let message = format!("the {} `{id}` was taken out since {since} without an entry in updates", difference.label.to_lowercase());
        let problem = Diagnostic::in_path(&codes::REMOVED_SILENTLY, &*difference.file, message);
        return vec![
            problem
                .help(format!("it said: {}", texts::excerpts("", &gone(change.old.records, difference)).1))
                .help("write an entry whose `was` quotes it, or bring it back and say by what it was replaced: `superseded_by: …`"),
        ];
    };
    let record = change.new.records.get(now);
    let named = &change.pairs.new_keys[change.named(now).0 as usize];
    let report = |statement: &Statement| {
        let (message, help) = match &statement.now {
            Some(now) => {
                let (was, now) = texts::excerpts(&statement.was, now);
                (format!("the `{}` of `{id}` changed since {since}", statement.name), format!("it was “{was}”, and is “{now}”"))
            }
            None => (format!("the `{}` of `{id}` was taken out since {since}", statement.name), format!("it was “{}”", statement.was)),
        };
        let span = statement.span.unwrap_or(record.span);
        let problem = Diagnostic::at(&codes::CHANGED_SILENTLY, record.file, span, format!("{message} without an entry in updates"));
        problem.help(help).help(format!("write an entry that names `{named}`, or let `gen changes --since {since} --write` draft it"))
    };
    statements(change, difference).iter().map(report).collect()
}
