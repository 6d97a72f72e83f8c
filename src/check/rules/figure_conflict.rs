//! Two numbers for one thing, and one number for two things on one page.

use crate::check::numbers::{Stretch, is_percent, is_whole, may_be_one_time, plain};
use crate::check::{Findings, Site};
use crate::diag::Diagnostic;
use crate::diag::codes::FIGURE_CONFLICT;
use crate::graph::{RecordId, Via};
use crate::model::Figure;
use crate::source::Location;
use std::collections::BTreeMap;

/// Below it one number is too common to be taken for another, unless it is a share.
const STRIKING: f64 = 10.0;

pub(super) fn run(site: Site, findings: &mut Findings) {
    two_numbers(site, findings);
    two_things(site, findings);
}

/// Figures of the same thing at the same time that cannot both hold. What two sides say each for itself is no conflict of the site's: readers
/// see whose number each is.
fn two_numbers(site: Site, findings: &mut Findings) {
    let records = site.records;
    let mut by_thing: BTreeMap<[String; 2], Vec<RecordId>> = BTreeMap::new();
    for id in site.live(records.kinds.figure) {
        let figure = records.figure(id);
        if let (Some(of), Some(unit)) = (figure.of, figure.unit) {
            by_thing.entry([plain(of), plain(unit)]).or_default().push(id);
        }
    }
    for figures in by_thing.values() {
        for (at, later) in figures.iter().enumerate() {
            let conflicts = |first: &&RecordId| cannot_both_hold(site, &records.figure(**first), &records.figure(*later));
            let Some(first) = figures[..at].iter().find(conflicts) else { continue };
            let (one, other) = (number(&records.figure(*later)), number(&records.figure(*first)));
            let of = measured(&records.figure(*later));
            let problem = site.found(&FIGURE_CONFLICT, *later, VALUE, format!("`{of}` is `{one}` here and `{other}` elsewhere"));
            let problem = problem.also(site.place(*first, VALUE), format!("{other} here"));
            let problem = problem
                .help("if the newer one replaces the other, give that one `superseded_by`, or make its number `history` of this one");
            findings.add(*later, problem.help("if both hold, say in `of`, `as_of` or `by` what tells them apart"));
        }
    }
}

fn cannot_both_hold(site: Site, one: &Figure, other: &Figure) -> bool {
    let are_two_sides = one.by.zip(other.by).is_some_and(|(one, other)| site.records.side(one) != site.records.side(other));
    let (Some(one_lies), Some(other_lies)) = (Stretch::of(one), Stretch::of(other)) else { return false };
    // 4 may be 4.2 in round numbers.
    let slack = if is_whole(one) == is_whole(other) { 0.0 } else { 0.5 };
    !are_two_sides && may_be_one_time(one.as_of, other.as_of) && !one_lies.widened(slack).meets(other_lies)
}

/// The fields that make a number.
const VALUE: &[&str] = &["value", "min", "max"];

/// What is measured, on one line.
fn measured(figure: &Figure) -> String {
    figure.of.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number with its unit, as it is said.
fn number(figure: &Figure) -> String {
    let number = match (figure.value, figure.min, figure.max) {
        (Some((_, value)), ..) => value.to_owned(),
        (None, Some((_, min)), Some((_, max))) => format!("{min} to {max}"),
        (None, min, max) => min.or(max).map_or_else(String::new, |(_, end)| end.to_owned()),
    };
    let about = if figure.approx { "about " } else { "" };
    format!("{about}{number} {}", figure.unit.unwrap_or_default()).trim_end().to_owned()
}

/// Equal numbers of different things, in the same unit, that one page shows.
fn two_things(site: Site, findings: &mut Findings) {
    let records = site.records;
    let mut pages: BTreeMap<RecordId, Vec<(RecordId, Location)>> = BTreeMap::new();
    for figure in site.live(records.kinds.figure).filter(|id| site.derived.equal_numbers.contains_key(id) && is_striking(site, *id)) {
        for (page, at) in shown(site, figure) {
            pages.entry(page).or_default().push((figure, at));
        }
    }
    for (page, shown) in &mut pages {
        shown.sort_by_key(|(figure, at)| (*at, *figure));
        for at in 1..shown.len() {
            let (figure, place) = shown[at];
            let is_other = |(other, _): &&(RecordId, Location)| are_taken_for_one(site, *other, figure);
            // The third place of one pair says nothing new.
            if shown[..at].iter().any(|(other, _)| *other == figure) {
                continue;
            }
            let Some((other, first)) = shown[..at].iter().find(is_other) else { continue };
            let of = |id: RecordId| measured(&records.figure(id));
            let message = format!("`{}` stands for two things on one page", number(&records.figure(figure)));
            let problem = Diagnostic::at(&FIGURE_CONFLICT, place.file, place.span, message).label(format!("`{}`", of(figure)));
            let problem = problem.also(*first, format!("`{}`", of(*other)));
            findings
                .add(*page, problem.help("tell them apart in the text, and allow this with that reason; or show one of them elsewhere"));
        }
    }
}

fn is_striking(site: Site, id: RecordId) -> bool {
    let figure = site.records.figure(id);
    is_percent(figure.unit) || [figure.value, figure.max, figure.min].into_iter().flatten().any(|(number, _)| number.abs() >= STRIKING)
}

/// Whether two figures show one number in one unit, and measure two things of which none is computed from the other.
fn are_taken_for_one(site: Site, one: RecordId, other: RecordId) -> bool {
    let (first, second) = (site.records.figure(one), site.records.figure(other));
    let unit = |figure: &Figure| figure.unit.map(plain);
    let is_equal = site.derived.equal_numbers.get(&other).is_some_and(|equal| equal.contains(&one))
        || site.derived.equal_numbers.get(&one).is_some_and(|equal| equal.contains(&other));
    is_equal && unit(&first) == unit(&second) && !first.derived_from.contains(&other) && !second.derived_from.contains(&one)
}

/// The pages on which a figure is read, and where on each: the one it was written in, and those whose text shows it or refers to it.
fn shown(site: Site, figure: RecordId) -> Vec<(RecordId, Location)> {
    let records = site.records;
    let mut found = Vec::new();
    if records.get(figure).owner.is_some() {
        found.push((records.graph.host(figure), records.get(figure).location()));
    }
    for edge in records.graph.to(figure) {
        let (Via::Prose(prose, at) | Via::Directive(prose, at)) = edge.via else { continue };
        let record = records.get(edge.from);
        let text = &records.graph.texts(edge.from)[prose as usize];
        let is_of_file = record.has_text && prose == 0;
        let span = text.prose.body.uses().get(at as usize).map_or(record.span, |used| used.span);
        found.push((records.graph.host(edge.from), Location { file: record.file, span: if is_of_file { span } else { record.span } }));
    }
    found
}
