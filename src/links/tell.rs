//! What an author is told of addresses.
//!
//! In: places and what became of the address that stands there. Out: findings, one a place, so that each record can allow its own; and, once
//! it is known what is told, one diagnostic an address (`together`).

use super::gather::Place;
use super::outcome::{Outcome, State, Sum};
use super::rewrite::{edit, is_elsewhere};
use crate::check::Finding;
use crate::diag::{Code, Diagnostic, Diagnostics, Place as Shown, codes};
use crate::model::Purpose;
use crate::source::{Location, Sources};
use std::collections::BTreeMap;

/// The codes that only asking other hosts can report.
pub const ASKED: [&Code; 6] =
    [&codes::DEAD_LINK, &codes::MOVED_LINK, &codes::BLOCKED_LINK, &codes::ARCHIVE_MISSING, &codes::DRIFTED, &codes::UNCHECKED_LINK];

/// Says what became of an address at one of its places. `copy` tells what became of the copy of a source.
pub(super) fn tell(
    address: &str,
    place: &Place,
    outcome: &Outcome,
    copy: &dyn Fn(&str) -> Option<State>,
    sources: &Sources,
) -> Vec<Finding> {
    let mut told = Vec::new();
    let at = |code, message: String| {
        let problem = Diagnostic::at(code, place.at.file, place.at.span, message);
        let is_on_the_way = outcome.at != address && !matches!(outcome.state, State::Moved { .. });
        if is_on_the_way { problem.label(format!("leads on to `{}`", outcome.at)) } else { problem }
    };
    match &outcome.state {
        State::Alive => {}
        State::Moved { to } => {
            let problem = at(&codes::MOVED_LINK, format!("`{address}` has moved to `{to}`"));
            let problem = match edit(place, address, to, sources) {
                Some(edit) => {
                    problem.fix(format!("write `{to}`"), vec![edit]).help("write the new address, while the old one still leads there")
                }
                None if is_elsewhere(address, to) => problem.help("see what is there now: it does not look like the same page"),
                None => problem.help("write the new address, while the old one still leads there"),
            };
            told.push(problem);
        }
        State::Dead { why } if place.purpose == Purpose::Copy => {
            let problem = at(&codes::ARCHIVE_MISSING, format!("the archived copy `{address}` is dead: {why}"));
            told.push(problem.help("have another copy made while the page is there, and write its address in `archive_url`"));
        }
        State::Dead { why } => {
            let problem = at(&codes::DEAD_LINK, format!("`{address}` is dead: {why}"));
            told.push(problem.help(of_dead(address, place.purpose, copy)));
        }
        State::Blocked { why } => {
            let problem = at(&codes::BLOCKED_LINK, format!("`{address}` does not answer programs: {why}"));
            told.push(problem.help("look at it in a browser; `skip` in `[links]` of gen.toml leaves it out"));
        }
        State::Unclear { why } => {
            let problem = at(&codes::UNCHECKED_LINK, format!("`{address}` could not be checked: {why}"));
            told.push(problem.help("check again later, or look at it in a browser"));
        }
    }
    if let (Purpose::Source { sum: Some((read, span)), .. }, Some(now)) = (place.purpose, &outcome.sum) {
        let sum = Location { file: place.at.file, span };
        match now {
            Sum::Of(now) if !now.eq_ignore_ascii_case(read.trim()) => {
                let problem = at(&codes::DRIFTED, format!("`{address}` no longer holds the bytes that were read"));
                let problem = problem.also(sum, "the sum of what was read").help("see whether it still says what you say it does");
                told.push(problem.help(format!("if so, write `{now}` as its `sha256` and the day in `accessed`")));
            }
            Sum::Of(_) => {}
            Sum::TooLong => {
                let problem = at(&codes::UNCHECKED_LINK, format!("`{address}` is too large to be compared with its `sha256`"));
                told.push(problem.also(sum, "the sum of what was read").help("compare it with `sha256sum`"));
            }
        }
    }
    told.into_iter().map(|diagnostic| Finding { record: place.record, diagnostic }).collect()
}

/// What is written like an address of the web and is none.
pub(super) fn tell_broken(written: &str, place: &Place) -> Finding {
    let message = format!("`{written}` is dead: it is no address that a browser opens");
    let diagnostic = Diagnostic::at(&codes::DEAD_LINK, place.at.file, place.at.span, message);
    Finding { record: place.record, diagnostic: diagnostic.help("write it as your browser shows it") }
}

fn of_dead(address: &str, purpose: Purpose, copy: &dyn Fn(&str) -> Option<State>) -> String {
    match purpose {
        Purpose::Source { copy: Some(archived), .. } => match copy(archived) {
            Some(State::Alive | State::Moved { .. }) => {
                format!("readers still find the archived copy `{archived}`; write where the page went, if it went somewhere")
            }
            Some(State::Dead { .. }) => "its archived copy is dead, too: look for another, or for another source".to_owned(),
            Some(State::Blocked { .. } | State::Unclear { .. }) | None => {
                format!("see whether the archived copy `{archived}` is there, or write where the page went")
            }
        },
        Purpose::Source { copy: None, .. } => {
            format!("look for a copy, such as at `https://web.archive.org/web/*/{address}`, and write its address in `archive_url`")
        }
        Purpose::Link | Purpose::Copy => {
            format!("write where the page went, or the address of a copy, such as from `https://web.archive.org/web/*/{address}`")
        }
    }
}

/// The same diagnostics, those of one address made one: at its first place, with the others beside it. They are expected in the order of the
/// places of each address, as they were found.
pub fn together(told: Diagnostics) -> Diagnostics {
    let mut all: Vec<Diagnostic> = Vec::with_capacity(told.len());
    let mut first: BTreeMap<(&str, Box<str>), usize> = BTreeMap::new();
    for problem in told {
        if !ASKED.contains(&problem.code) {
            all.push(problem);
            continue;
        }
        match first.get(&(problem.code.id, problem.message.clone())) {
            None => {
                first.insert((problem.code.id, problem.message.clone()), all.len());
                all.push(problem);
            }
            Some(at) => {
                let one = all[*at].clone();
                all[*at] = joined(one, problem);
            }
        }
    }
    all.into_iter().collect()
}

fn joined(mut one: Diagnostic, other: Diagnostic) -> Diagnostic {
    let edits = other.offered().map(|fix| fix.edits.clone());
    if let Some(edits) = edits {
        let (title, before) = one.offered().map_or_else(|| (None, Vec::new()), |fix| (Some(fix.title.clone()), fix.edits.clone()));
        let title = title.or_else(|| other.offered().map(|fix| fix.title.clone())).unwrap_or_default();
        one = one.fix(title, before.into_iter().chain(edits).collect());
    }
    if let Shown::Text(label) = &other.place {
        one = one.also(label.at, "and here");
    }
    one.secondary.extend(other.secondary);
    for help in other.help {
        if !one.help.contains(&help) {
            one.help.push(help);
        }
    }
    one
}
