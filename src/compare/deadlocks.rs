//! What could be solved and no longer can, and what can be solved by now.
//!
//! In: what is stuck in both revisions. Out: a diagnostic for each deadlock that came or went, and for each thing that came into or out of
//! one that stayed; none for what a new entry of `updates/` names. What is gone, and what was stuck for another reason before, is no turn.

use super::{Change, Side};
use crate::derive::{Root, Stuck};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::graph::RecordId;
use crate::source::Span;
use std::collections::BTreeSet;

/// Compares what is stuck.
pub(super) fn check(change: Change) -> Diagnostics {
    come(change).into_iter().chain(gone(change)).collect()
}

fn come(change: Change) -> Vec<Diagnostic> {
    let (new, since) = (change.new, change.since);
    let was_stuck =
        |id: RecordId| change.pairs.of_new[id.0 as usize].is_some_and(|was| change.old.derived.dependencies.stuck.contains_key(&was));
    let mut turned: BTreeSet<RecordId> =
        new.derived.dependencies.things.iter().map(|thing| thing.id).filter(|id| !was_stuck(*id)).collect();
    let mut found = Vec::new();
    for deadlock in &new.derived.dependencies.deadlocks {
        let roots = roots(&deadlock.root);
        if !roots.iter().any(|root| turned.contains(root)) {
            continue;
        }
        let waiting = deadlock.waiting.iter().filter(|id| turned.remove(id)).count();
        for root in &roots {
            turned.remove(root);
        }
        if roots.iter().any(|root| change.is_in_news(*root)) {
            continue;
        }
        let (holder, at, others) = reason(new, &deadlock.root);
        let why = format!("{} {others}", if is_refused(&deadlock.root) { "refused by" } else { "waits for" });
        let message = match &roots[..] {
            [root] => format!("`{}` is deadlocked now, and was not at {since}", name(new, *root)),
            [root, ..] => format!("`{}` is part of a circle now, and was not at {since}", name(new, *root)),
            [] => unreachable!("a deadlock has a root"),
        };
        let problem = Diagnostic::at(&codes::DEADLOCK_NEW, new.records.get(holder).file, at, message).label(why);
        let problem = if waiting > 0 { problem.help(format!("behind it: {waiting} more that could be solved before")) } else { problem };
        found.push(problem.help(tell(change, roots[0])));
    }
    for id in turned.into_iter().filter(|id| !change.is_in_news(*id)) {
        let waits = match &new.derived.dependencies.stuck[&id] {
            Stuck::Refused(others) | Stuck::Waits(others) => others.first().map(|other| name(new, *other)),
            Stuck::Circle => None,
        };
        let message = format!("`{}` cannot be solved now, and could at {since}", name(new, id));
        let record = new.records.get(id);
        let problem = Diagnostic::at(&codes::DEADLOCK_NEW, record.file, record.span, message);
        let problem = problem.label(waits.map_or_else(String::new, |other| format!("waits for `{other}`")));
        found.push(problem.help(tell(change, id)));
    }
    found
}

fn gone(change: Change) -> Vec<Diagnostic> {
    let (old, new, since) = (change.old, change.new, change.since);
    let now = |was: RecordId| change.pairs.of_old[was.0 as usize].filter(|now| !new.derived.dependencies.stuck.contains_key(now));
    let mut turned: BTreeSet<RecordId> = old.derived.dependencies.things.iter().filter_map(|thing| now(thing.id)).collect();
    let mut found = Vec::new();
    for deadlock in &old.derived.dependencies.deadlocks {
        let roots: Vec<RecordId> = roots(&deadlock.root).into_iter().filter_map(now).filter(|root| turned.contains(root)).collect();
        let Some(root) = roots.first() else { continue };
        let waiting = deadlock.waiting.iter().filter_map(|id| now(*id)).filter(|id| turned.remove(id)).count();
        for root in &roots {
            turned.remove(root);
        }
        if roots.iter().any(|root| change.is_in_news(*root)) {
            continue;
        }
        let message = format!("`{}` is no longer deadlocked, and was at {since}", name(new, *root));
        let record = new.records.get(*root);
        let why = format!("{} {}", if is_refused(&deadlock.root) { "was refused by" } else { "waited for" }, reason(old, &deadlock.root).2);
        let problem = Diagnostic::at(&codes::DEADLOCK_GONE, record.file, record.span, message).label(why);
        let problem = if waiting > 0 { problem.help(format!("with it: {waiting} more that can be solved")) } else { problem };
        found.push(problem.help(tell(change, *root)));
    }
    for id in turned.into_iter().filter(|id| !change.is_in_news(*id)) {
        let record = new.records.get(id);
        let message = format!("`{}` can be solved now, and could not at {since}", name(new, id));
        found.push(Diagnostic::at(&codes::DEADLOCK_GONE, record.file, record.span, message).help(tell(change, id)));
    }
    found
}

/// What makes a deadlock one: what is refused, or everything that goes round.
fn roots(root: &Root) -> Vec<RecordId> {
    match root {
        Root::Refused { thing, .. } => vec![*thing],
        Root::Cycle { members, .. } => members.clone(),
    }
}

/// Where it is written why, and the names of those on whom it depends.
fn reason(side: Side, root: &Root) -> (RecordId, Span, String) {
    let link = match root {
        Root::Refused { refusals, .. } => refusals.first(),
        Root::Cycle { links, .. } => links.first(),
    };
    let link = side.derived.dependencies.link(*link.expect("a deadlock is held by a link"));
    let others: Vec<String> = link.to.iter().map(|to| format!("`{}`", name(side, *to))).collect();
    (link.holder, link.written(side.records).at, others.join(", "))
}

fn is_refused(root: &Root) -> bool {
    matches!(root, Root::Refused { .. })
}

fn name(side: Side<'_>, id: RecordId) -> &str {
    side.records.title(id)
}

fn tell(change: Change, id: RecordId) -> String {
    let named = &change.pairs.new_keys[change.named(id).0 as usize];
    format!("tell readers: write an entry in updates of the kind `status_change` that names `{named}`")
}
