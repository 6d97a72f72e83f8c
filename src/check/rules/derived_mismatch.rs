//! A total that is not what its parts make.

use super::in_a_row;
use crate::check::numbers::{Stretch, is_percent, is_whole, plain};
use crate::check::{Findings, Site};
use crate::derive::{disclosed, is_replaced, points};
use crate::diag::codes::DERIVED_MISMATCH;
use crate::graph::RecordId;
use crate::model::{Figure, Word};

/// How many parts are added with both signs; there are two ways for each.
const SIGNED: usize = 6;

pub(super) fn run(site: Site, findings: &mut Findings) {
    figures(site, findings);
    documents(site, findings);
    actors(site, findings);
}

/// Figures computed from others in the same unit that are neither sum nor difference nor average nor range of them.
fn figures(site: Site, findings: &mut Findings) {
    let records = site.records;
    for id in site.live(records.kinds.figure) {
        let figure = records.figure(id);
        let parts: Vec<Figure> = figure.derived_from.iter().map(|part| records.figure(*part)).collect();
        let unit = figure.unit.map(plain);
        if parts.is_empty() || parts.iter().any(|part| part.unit.map(plain) != unit) {
            continue;
        }
        let stretches: Option<Vec<Stretch>> = parts.iter().map(Stretch::of).collect();
        let (Some(whole), Some(stretches)) = (Stretch::of(&figure), stretches) else { continue };
        if is_made_of(&figure, whole, &parts, &stretches) {
            continue;
        }
        let names: Vec<String> = figure.derived_from.iter().map(|part| format!("`{}`", site.short_name(*part))).collect();
        let message = format!("`{}` does not follow from {}", site.short_name(id), in_a_row(&names));
        let mut problem = site.found(&DERIVED_MISMATCH, id, &["value", "min", "max"], message);
        for part in &figure.derived_from {
            problem = problem.also(site.place(*part, &["value", "min", "max"]), "a part");
        }
        let problem = problem.help("it is no sum, difference or average of them: check the numbers");
        findings.add(id, problem.help("if it was computed in another way, say how in `method_note`, and allow this with that reason"));
    }
}

fn is_made_of(figure: &Figure, whole: Stretch, parts: &[Figure], stretches: &[Stretch]) -> bool {
    // Each part that was rounded, and the whole, may be off by half.
    let is_rounded = is_percent(figure.unit) && parts.iter().chain([figure]).all(is_whole);
    let slack = if is_rounded { 0.5 * (parts.len() as f64 + 1.0) } else { 0.0 };
    let fits = |made: Stretch| made.widened(slack).meets(whole);
    let zero = Stretch { low: 0.0, high: 0.0 };
    let sum = stretches.iter().fold(zero, |sum, part| sum.plus(*part));
    let around = stretches.iter().skip(1).fold(stretches[0], |around, part| around.around(*part));
    let hundred = Stretch { low: 100.0, high: 100.0 };
    // With a note, what lies between the parts is an average of its own kind, and of one part nobody can tell.
    let is_explained = figure.method_note.is_some() && (parts.len() == 1 || fits(around));
    is_explained
        || fits(sum)
        || fits(sum.divided(parts.len() as f64))
        || (figure.value.is_none() && fits(around))
        || (is_percent(figure.unit) && fits(hundred.minus(sum)))
        || signed(stretches).into_iter().any(fits)
}

/// The parts, each added or taken away.
fn signed(parts: &[Stretch]) -> Vec<Stretch> {
    if parts.len() > SIGNED {
        return Vec::new();
    }
    parts.iter().fold(vec![Stretch { low: 0.0, high: 0.0 }], |made, part| {
        made.iter().flat_map(|so_far| [so_far.plus(*part), so_far.minus(*part)]).collect()
    })
}

/// Documents that are said to be public in full and have points that are not listed, or to be secret and have points in their own words.
fn documents(site: Site, findings: &mut Findings) {
    let records = site.records;
    for id in site.live(records.kinds.document).filter(|id| !is_replaced(records, *id)) {
        let document = records.document(id);
        let (known, name) = (disclosed(records, id), site.name(id));
        let is_own = |point: &RecordId| {
            let point = records.point(*point);
            let is_leaked = point.source.map(|source| records.source(source)).is_some_and(|source| {
                let is_leak = source.kind.is_some_and(|kind| kind.word == "leak");
                is_leak || source.access.is_some_and(|access| access.word != "on_record")
            });
            point.status.is_some_and(|status| status.word != "undisclosed") && point.basis.map_or(!is_leaked, Word::is_own_words)
        };
        match (document.disclosed.map(|word| word.word), document.points_total) {
            (Some("full"), Some(total)) if (known as i64) < total => {
                let message = format!("`{name}` is public in full, and lists {known} of its {total} points");
                let problem = site.found(&DERIVED_MISMATCH, id, &["disclosed"], message).also(site.place(id, &["points_total"]), "so many");
                findings.add(id, problem.help("list the other points, or write `disclosed: part`"));
            }
            (Some("none"), _) => {
                if let Some(point) = points(records, id).find(is_own) {
                    let message = format!("`{name}` is not public, and points of it are known");
                    let problem = site.found(&DERIVED_MISMATCH, id, &["disclosed"], message);
                    let problem = problem.also(records.get(point).location(), "known, and not by somebody's account");
                    findings.add(id, problem.help("write `disclosed: part`, or give the points a `basis` that says who told of them"));
                }
            }
            _ => {}
        }
    }
}

/// Groups that have more members than they are said to have.
fn actors(site: Site, findings: &mut Findings) {
    let records = site.records;
    for id in site.live(records.kinds.actor) {
        let actor = records.actor(id);
        let mut members = actor.members.clone();
        members.sort_unstable();
        members.dedup();
        let Some(count) = actor.count.filter(|count| members.len() as i64 > *count) else { continue };
        let message = format!("`{}` has more members than its `count` of {count}: {}", site.name(id), members.len());
        let problem = site.found(&DERIVED_MISMATCH, id, &["count"], message).also(site.place(id, &["members"]), "listed here");
        findings.add(id, problem.help("correct `count`, or take out who is no member"));
    }
}
