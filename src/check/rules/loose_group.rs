//! A group that speaks or wants something, and that nobody can count.

use super::Texts;
use crate::check::desk::Desk;
use crate::check::prose::{Passage, What};
use crate::check::{Findings, Site};
use crate::diag::Diagnostic;
use crate::diag::codes::LOOSE_GROUP;
use crate::graph::RecordId;
use std::ops::Range;

/// Groups among the actors whose members nobody knows.
pub(super) fn records(site: Site, findings: &mut Findings) {
    for id in site.records.graph.of_kind(site.records.kinds.actor) {
        let is_group = site.records.actor(*id).kind.is_some_and(|kind| matches!(kind.word, "unnamed_group" | "coalition"));
        if is_group && is_loose(site, *id) {
            let problem = site.found(&LOOSE_GROUP, *id, &["kind"], format!("nobody can tell who belongs to `{}`", site.name(*id)));
            findings.add(*id, problem.help("list its `members`, or give their `count`"));
        }
    }
}

fn is_loose(site: Site, actor: RecordId) -> bool {
    let group = site.records.actor(actor);
    let is_joined = || site.records.graph.to(actor).iter().any(|edge| site.records.actor_belongs(edge.from, actor));
    group.members.is_empty() && group.count.is_none() && !is_joined()
}

/// Words for groups that do what only somebody can do.
pub(super) fn run(desk: &Desk, texts: Texts, findings: &mut Findings) {
    if !texts.is_coverage {
        return;
    }
    let groups = desk.lexicon.list("groups");
    for reading in texts.readings {
        for passage in reading.passages.iter().filter(|passage| passage.is_own_voice()) {
            for group in passage.find(groups, &(0..passage.text.len())) {
                let bytes = passage.bytes(group.clone());
                // What is the name of an actor is told of at that actor.
                let is_actor = group.clone().any(|at| desk.names.at(passage, at).is_some_and(|(_, length)| length >= group.end - at));
                if is_actor || !acts(desk, passage, &group) || is_known(passage, &group, &bytes) || passage.is_quotation(&bytes) {
                    continue;
                }
                let at = reading.place(passage, bytes.clone());
                let message = format!("nobody can tell who `{}` are", &passage.text[bytes]);
                let problem = Diagnostic::at(&LOOSE_GROUP, at.file, at.span, message);
                let help = "name them, say how many there are, or refer to an actor with `members` or a `count`";
                findings.add(reading.record, problem.help(help));
            }
        }
    }
}

/// Whether a group says or wants something: a verb follows it, or `according to` stands before it.
fn acts(desk: &Desk, passage: &Passage, group: &Range<usize>) -> bool {
    let (verbs, between) = (desk.lexicon.list("group_verbs"), desk.lexicon.list("between"));
    let mut at = group.end;
    for _ in 0..4 {
        if verbs.at(passage, at).is_some() {
            return true;
        }
        match between.at(passage, at) {
            Some(length) => at += length,
            None => break,
        }
    }
    let attributing = desk.lexicon.list("attributing");
    (group.start.saturating_sub(4)..group.start)
        .any(|at| attributing.at(passage, at).is_some_and(|length| at + length <= group.start && at + length + 2 > group.start))
}

/// Whether the group is told of more closely: by a reference, by a number, or by whose it is.
fn is_known(passage: &Passage, group: &Range<usize>, bytes: &Range<usize>) -> bool {
    let is_reference = passage
        .marks
        .iter()
        .any(|mark| matches!(mark.what, What::Reference(_)) && mark.range.start < bytes.end && bytes.start < mark.range.end);
    const NUMBERS: [&str; 11] = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let counted = |at: usize| {
        let word = passage.word(at);
        word.starts_with(|c: char| c.is_ascii_digit()) || NUMBERS.contains(&word)
    };
    is_reference || (group.start.saturating_sub(3)..group.start).any(counted)
}
