//! A stance that is known only from what another party says of it.

use crate::check::{Findings, Site};
use crate::derive::Stances;
use crate::diag::codes::PROXY_ATTRIBUTION;
use crate::graph::RecordId;

/// Own words of anybody who speaks for the actor count as its own.
pub(super) fn run(site: Site, findings: &mut Findings) {
    let records = site.records;
    for issue in site.live(records.kinds.issue) {
        let stances = site.derived.positions.get(&issue).map(Vec::as_slice).unwrap_or_default();
        let speaks = |side: RecordId| stances.iter().any(|stances| stances.own.is_some() && records.side(stances.actor) == side);
        for of_actor in stances.iter().filter(|stances| !speaks(records.side(stances.actor))) {
            if let Some(account) = of_actor.account {
                report(site, issue, of_actor, account, findings);
            }
        }
    }
}

fn report(site: Site, issue: RecordId, stances: &Stances, account: RecordId, findings: &mut Findings) {
    let records = site.records;
    let position = records.position(account);
    if position.basis.is_none_or(|basis| basis.word != "attributed_by_other") {
        return;
    }
    let (actor, issue) = (site.name(stances.actor), site.name(issue));
    let speaker = position.quote.and_then(|quote| records.quote(quote).by).filter(|by| records.side(*by) != records.side(stances.actor));
    let source = position.source.filter(|_| speaker.is_none());
    let label = speaker.map(|by| format!("`{}` says so", site.name(by))).or(source.map(|id| format!("from `{}`", site.short_name(id))));
    let message = format!("the stance of `{actor}` on `{issue}` is known only from another party");
    let problem = site.found(&PROXY_ATTRIBUTION, account, &["basis"], message).label(label.unwrap_or_default());
    let problem = problem.help("look for their own words, and record them as a position with the basis `on_record`");
    findings.add(account, problem.help("if there is nothing, tell readers so, and allow this with that reason"));
}
