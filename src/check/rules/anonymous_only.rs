//! Something that rests on unnamed people alone, and nobody says why they are not named.

use crate::check::{Findings, Site};
use crate::diag::codes::ANONYMOUS_ONLY;
use crate::graph::{RecordId, Via};
use crate::model::Word;

/// What somebody else supports, or a second source, does not rest on them alone.
pub(super) fn run(site: Site, findings: &mut Findings) {
    let records = site.records;
    for (id, _) in records.graph.iter() {
        if records.basis(id).is_none_or(|basis| basis.word != "anonymous") || !site.is_live(id) {
            continue;
        }
        let sources: Vec<RecordId> = records.sources(id).collect();
        if sources.iter().any(|source| *source != sources[0])
            || sources.iter().any(|source| records.source(*source).anonymity_reason.is_some())
            || is_supported(site, id)
        {
            continue;
        }
        let message = format!("{} rests on unnamed people alone", called(site, id));
        let problem = site.found(&ANONYMOUS_ONLY, id, &["basis"], message);
        let problem = match sources.first() {
            Some(source) => problem
                .also(records.get(*source).location(), "this source does not say why they are not named")
                .help("say so in `anonymity_reason` of the source, or give a second source"),
            None => problem.help("give the `source` that speaks with them, and say in its `anonymity_reason` why they are not named"),
        };
        findings.add(id, problem);
    }
}

fn called(site: Site, id: RecordId) -> String {
    let (records, kind) = (site.records, site.records.get(id).kind);
    if kind == records.kinds.quote {
        return super::quoted(site, id);
    }
    match Some(id).filter(|_| kind == records.kinds.position).and_then(|id| records.position(id).actor) {
        Some(actor) => format!("a position of `{}`", site.name(actor)),
        None => format!("the {} `{}`", records.schema.kind(kind).label.to_lowercase(), site.short_name(id)),
    }
}

/// Whether anybody who is named says the same, or looked into it.
fn is_supported(site: Site, id: RecordId) -> bool {
    let records = site.records;
    let kinds = records.kinds;
    let kind = records.get(id).kind;
    let is_named = |basis: Option<Word>| basis.is_none_or(|basis| basis.word != "anonymous");
    if kind == kinds.claim {
        let claim = records.claim(id);
        let supports = |stance: Option<Word>| stance.is_some_and(|stance| matches!(stance.word, "confirms" | "partly"));
        return claim.assessments.iter().any(|assessment| is_named(assessment.basis))
            || claim.responses.iter().any(|response| supports(response.stance) && is_named(response.basis));
    }
    if kind == kinds.position {
        let position = records.position(id);
        let stances = position.issue.and_then(|issue| site.derived.positions.get(&issue)).map(Vec::as_slice).unwrap_or_default();
        let of_actor = stances.iter().filter(|stances| Some(stances.actor) == position.actor);
        let others = of_actor.flat_map(|stances| stances.own_history.iter().chain(&stances.account_history));
        return others
            .copied()
            .any(|other| other != id && site.is_live(other) && records.basis(other).is_some() && is_named(records.basis(other)));
    }
    if kind == kinds.event {
        let spoken =
            records.graph.to(id).iter().filter(|edge| matches!(edge.via, Via::Field(..)) && records.get(edge.from).kind == kinds.quote);
        return spoken.map(|edge| edge.from).any(|quote| records.basis(quote).is_some_and(Word::is_own_words));
    }
    false
}
