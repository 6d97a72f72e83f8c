//! A name that two records answer to, so that the next reference by it is ambiguous.

use super::in_a_row;
use crate::check::{Findings, Site};
use crate::derive::is_replaced;
use crate::diag::Diagnostic;
use crate::diag::codes::DUP_ALIAS;
use crate::graph::RecordId;
use crate::source::{Location, Span};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// One record that answers to a name, and where it says so.
#[derive(Clone, Copy)]
struct Bearer<'s> {
    id: RecordId,
    at: Location,
    written: &'s str,
}

/// Names without regard to case, each with those who bear it.
type Bearers<'s> = BTreeMap<String, Vec<Bearer<'s>>>;

/// Aliases come before titles, and an id before both: what a tier before decides is no doubt.
pub(super) fn run(site: Site, findings: &mut Findings) {
    let records = site.records;
    let (mut aliases, mut titles) = (Bearers::new(), Bearers::new());
    let mut ids: FxHashSet<&str> = FxHashSet::default();
    for (id, record) in records.graph.iter() {
        ids.insert(&record.id);
        if !is_current(site, id) {
            continue;
        }
        let bearer = |span: Span, written| Bearer { id, at: Location { file: record.file, span }, written };
        for (span, alias) in records.alias_places(id) {
            aliases.entry(alias.to_lowercase()).or_default().push(bearer(span, alias));
        }
        if let Some(title) = records.own_title(id).filter(|_| is_named_by_title(site, id)) {
            titles.entry(title.to_lowercase()).or_default().push(bearer(site.place(id, &["title"]).span, title));
        }
    }
    titles.retain(|name, _| !aliases.contains_key(name));
    for bearers in aliases.values().chain(titles.values()) {
        if !bearers.iter().any(|bearer| ids.contains(bearer.written)) {
            report(site, bearers, findings);
        }
    }
}

/// What another record or version replaced is meant by nobody who writes today.
fn is_current(site: Site, id: RecordId) -> bool {
    site.is_live(id) && !(site.records.get(id).kind == site.records.kinds.document && is_replaced(site.records, id))
}

/// Whether a title of this kind is a name. Those of pages, entries of lists, quotations, figures, sources and updates are captions.
fn is_named_by_title(site: Site, id: RecordId) -> bool {
    let record = site.records.get(id);
    let kinds = site.records.kinds;
    let is_caption = [kinds.page, kinds.quote, kinds.figure, kinds.source, kinds.update].contains(&record.kind);
    record.owner.is_none() && !is_caption
}

fn report(site: Site, bearers: &[Bearer], findings: &mut Findings) {
    let records = site.records;
    let kind = |bearer: &Bearer| records.get(bearer.id).kind;
    let Some(other) = bearers.iter().find(|bearer| bearer.id != bearers[0].id) else { return };
    // Meetings that are held again and again have one title, and a date that tells them apart.
    if bearers.iter().all(|bearer| kind(bearer) == records.kinds.event && records.own_title(bearer.id) == Some(bearer.written)) {
        return;
    }
    // Whose ids are one, too, are told apart by their kinds wherever they are named.
    if bearers.iter().all(|bearer| records.get(bearer.id).id == records.get(other.id).id) {
        return;
    }
    let mut all: Vec<RecordId> = bearers.iter().map(|bearer| bearer.id).collect();
    all.dedup();
    let message = format!("{} records answer to `{}`", all.len(), other.written.trim());
    let mut problem = Diagnostic::at(&DUP_ALIAS, other.at.file, other.at.span, message);
    for bearer in bearers.iter().filter(|bearer| bearer.id != other.id) {
        problem = problem.also(bearer.at, "and this one");
    }
    let ways: Vec<String> =
        all.iter().map(|id| format!("`{}:{}`", records.schema.kind(records.get(*id).kind).name, records.get(*id).id)).collect();
    let problem = problem.help("leave the name to one of them");
    findings.add(other.id, problem.help(format!("or write {} wherever one is meant, and allow this with that reason", in_a_row(&ways))));
}
