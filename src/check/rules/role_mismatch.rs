//! Somebody who takes part in an event in an office that was not theirs on that day.

use crate::check::{Findings, Site};
use crate::date::Date;
use crate::diag::Diagnostic;
use crate::diag::codes::ROLE_MISMATCH;
use crate::graph::RecordId;
use crate::model::{Participant, Role, When};
use crate::source::Location;

/// Only offices that the actor's record has under the same name, and only days that are outside for certain.
pub(super) fn run(site: Site, findings: &mut Findings) {
    let records = site.records;
    for event in site.live(records.kinds.event) {
        for participant in records.participants(event) {
            if let Some(problem) = mismatch(site, event, &participant) {
                findings.add(event, problem.help("correct the role here or its dates there, or add the office they held on that day"));
            }
        }
    }
}

fn mismatch(site: Site, event: RecordId, participant: &Participant) -> Option<Diagnostic> {
    let records = site.records;
    let (actor, named) = (participant.actor?, participant.role?.trim().to_lowercase());
    let (first, last) = (records.event(event).date.known()?, records.event(event).end.known());
    let roles = records.actor(actor).roles;
    let mut held: Vec<&Role> = roles.iter().filter(|role| role.title.trim().to_lowercase() == named).collect();
    held.retain(|role| !role.title.is_empty());
    // The last one is the nearest to what the author may have meant.
    let role = held.last()?;
    if held.iter().any(|role| !excludes(role, first, last.unwrap_or(first))) {
        return None;
    }
    let message = format!("`{}` was not `{}` on {}", site.name(actor), role.title, first.edtf());
    let at = Location { file: records.get(actor).file, span: role.at };
    Some(Diagnostic::at(&ROLE_MISMATCH, records.get(event).file, participant.at, message).also(at, held_when(role)))
}

fn excludes(role: &Role, first: &Date, last: &Date) -> bool {
    role.from.known().is_some_and(|from| last.is_before(from)) || role.to.known().is_some_and(|to| to.is_before(first))
}

fn held_when(role: &Role) -> String {
    let day = |date: When| date.known().map(|date| date.edtf().to_owned());
    match (day(role.from), day(role.to)) {
        (Some(from), Some(to)) => format!("held from {from} to {to}"),
        (Some(from), None) => format!("held from {from}"),
        (None, Some(to)) => format!("held to {to}"),
        (None, None) => String::new(),
    }
}
