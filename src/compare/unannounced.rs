//! Claims, figures and quotations that changed their meaning, or went, without a word to readers.

use super::fields::FieldChange;
use super::{Change, Difference, Sort};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::model::{Bearing, bearing, is_answered_for};

/// Reports each changed field at its new value, and each record that is gone at its old file.
pub(super) fn check(change: Change) -> Diagnostics {
    let answered = change.differences.iter().filter(|difference| is_answered_for(&difference.kind) && !change.is_told(difference));
    answered.flat_map(|difference| problems(change, difference)).collect()
}

/// The fields of a published record that say something else about its subject. What was empty or unknown before misled nobody.
pub(super) fn changed_meaning(difference: &Difference) -> impl Iterator<Item = &FieldChange> {
    let was_known = |change: &&FieldChange| change.was.as_ref().is_some_and(|was| was != "unknown");
    let fields = if is_answered_for(&difference.kind) { difference.fields.as_slice() } else { &[] };
    fields.iter().filter(was_known).filter(|change| bearing(&difference.kind, &change.field) == Bearing::Meaning)
}

fn problems(change: Change, difference: &Difference) -> Vec<Diagnostic> {
    let since = change.since;
    let (label, id) = (difference.label.to_lowercase(), &difference.id);
    let Some(now) = difference.records.1 else {
        if difference.sort != Sort::Removed {
            return Vec::new();
        }
        let message = format!("the {label} `{id}` was taken out since {since} without an entry in updates");
        let problem = Diagnostic::in_path(&codes::REMOVED_SILENTLY, &*difference.file, message);
        return vec![
            problem
                .help(format!("it said: {}", super::texts::excerpts("", &difference.title).1))
                .help("write an entry whose `was` quotes it, or bring it back and say by what it was replaced: `superseded_by: …`"),
        ];
    };
    let record = change.new.records.get(now);
    let named = &change.pairs.new_keys[change.named(now).0 as usize];
    let report = |field: &FieldChange| {
        let name = field.name();
        let (was, is) = field.excerpts();
        let was = was.unwrap_or_default();
        let (message, help) = match is {
            Some(is) => (format!("the `{name}` of `{id}` changed since {since}"), format!("it was “{was}”, and is “{is}”")),
            None => (format!("the `{name}` of `{id}` was taken out since {since}"), format!("it was “{was}”")),
        };
        let span = field.span.unwrap_or(record.span);
        let problem = Diagnostic::at(&codes::CHANGED_SILENTLY, record.file, span, format!("{message} without an entry in updates"));
        problem.help(help).help(format!("write an entry that names `{named}`, or let `gen changes --since {since} --write` draft it"))
    };
    changed_meaning(difference).map(report).collect()
}
