//! A record that no reader comes to.

use crate::check::{Findings, Site};
use crate::diag::codes::ORPHAN;
use crate::graph::{RecordId, Via};
use crate::schema::Page;

/// Records with pages of their own to which nothing leads. What a record is about, or whose it is, lists it on its own page, and so it is
/// found from there; only a source is found by nothing but what rests on it. Events are found by time.
pub(super) fn run(site: Site, findings: &mut Findings) {
    let records = site.records;
    for (id, record) in records.graph.iter() {
        let kind = records.schema.kind(record.kind);
        let is_page = kind.page == Page::Own && !kind.ordinary && record.kind != records.kinds.event;
        if !is_page || record.owner.is_some() || !site.is_live(id) || is_found(site, id) {
            continue;
        }
        let message = format!("nothing leads to the {} `{}`", kind.label.to_lowercase(), site.short_name(id));
        let problem = site.found(&ORPHAN, id, &["title"], message);
        let help = if record.kind == records.kinds.source {
            "cite it where something rests on it, or take it out"
        } else {
            "refer to it where it matters, or say in `about` what it belongs to"
        };
        findings.add(id, problem.help(help));
    }
}

fn is_found(site: Site, id: RecordId) -> bool {
    let records = site.records;
    let is_elsewhere = |other: RecordId| records.graph.host(other) != id;
    let is_source = |other: RecordId| records.get(other).kind == records.kinds.source;
    let lists = |own: RecordId| {
        let fields = records.graph.from(own).iter().filter(|edge| matches!(edge.via, Via::Field(..)));
        !is_source(id) && fields.map(|edge| edge.to).any(|to| is_elsewhere(to) && !is_source(to))
    };
    let own = std::iter::once(id).chain(records.graph.parts(id).iter().copied());
    own.into_iter().any(|own| records.graph.to(own).iter().any(|edge| is_elsewhere(edge.from)) || lists(own))
}
