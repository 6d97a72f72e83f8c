//! A page that is read and leads nowhere.

use crate::check::{Findings, Site};
use crate::diag::codes::DEAD_END;
use crate::draft::Origin;
use crate::graph::{RecordId, Text, UseTarget};
use crate::parse::markdown::{Form, UseKind};
use crate::schema::Page;

/// Pages with a text of their own. Sections list what is in them; what others refer to lists these, but for ordinary pages, where the text
/// is what matters.
pub(super) fn run(site: Site, findings: &mut Findings) {
    let records = site.records;
    // Where there are pages of background alone, each is reached by the navigation, and none speaks of a record that it should lead to.
    let has_records = records.graph.iter().any(|(_, record)| !records.schema.kind(record.kind).ordinary);
    for (id, record) in records.graph.iter() {
        let kind = records.schema.kind(record.kind);
        let is_read = records.graph.text(id).is_some_and(|text| !text.prose.body.is_empty());
        if kind.page != Page::Own || record.owner.is_some() || record.origin == Origin::Section || !is_read || !site.is_live(id) {
            continue;
        }
        let is_referred_to = || records.graph.to(id).iter().any(|edge| records.graph.host(edge.from) != id);
        let is_fine = if kind.ordinary { !has_records } else { is_referred_to() };
        if leads_on(site, id) || is_fine {
            continue;
        }
        let problem = site.found(&DEAD_END, id, &["title"], format!("`{}` leads nowhere", site.short_name(id)));
        findings.add(id, problem.help("refer to the records it speaks of, or to where readers may go next"));
    }
}

fn leads_on(site: Site, id: RecordId) -> bool {
    let records = site.records;
    let own: Vec<RecordId> = std::iter::once(id).chain(records.graph.parts(id).iter().copied()).collect();
    let refers = |own: &RecordId| records.graph.from(*own).iter().any(|edge| records.graph.host(edge.to) != id);
    own.iter().any(refers) || records.has_address(id) || records.graph.texts(id).iter().any(has_link)
}

/// Whether a text leads to another file or address, or shows what was computed from other records.
fn has_link(text: &Text) -> bool {
    let (body, source) = (&text.prose.body, &*text.prose.text);
    body.uses().iter().zip(&text.targets).enumerate().any(|(at, (used, target))| match (used.kind, target) {
        (UseKind::Link { .. }, UseTarget::File(_)) => true,
        (UseKind::Link { dest, .. }, UseTarget::Address) => !body.get(source, dest).starts_with('#'),
        (UseKind::Directive(_), UseTarget::Directive(..)) => body.directive(at).is_some_and(|directive| directive.form == Form::Leaf),
        _ => false,
    })
}
