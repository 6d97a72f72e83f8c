//! The page of a document: its points, who accepts which, and the versions side by side.

use super::build::View;
use super::lists;
use super::pages::{Acceptance, AcceptanceRow, DocumentPage, Version, VersionCell, VersionRow, Versions};
use crate::derive;
use crate::graph::RecordId;

/// More versions than this are not read side by side: the newest are shown.
const VERSIONS: usize = 6;

/// What a document's page has of its own.
pub(super) fn page(view: View, id: RecordId) -> DocumentPage {
    let records = view.records;
    let document = records.document(id);
    let fields = records.fields(id);
    let points: Vec<RecordId> = derive::points(records, id).collect();
    DocumentPage {
        kind: document.kind.map_or_else(|| view.labelled("document_kind", "draft"), |kind| view.word(kind)),
        version: document.version.map(str::to_owned),
        when: view.given(document.date),
        stage: document.stage.map(|stage| view.word(stage)),
        disclosed: document.disclosed.map(|disclosed| view.word(disclosed)),
        authors: view.links(fields.records("authors")),
        parties: view.links(fields.records("parties")),
        third_parties: view.links(fields.records("third_parties")),
        supersedes: document.supersedes.map(|other| view.link(other)),
        replaced_by: lists::by_field(records, id, records.kinds.document, "supersedes").into_iter().next().map(|other| view.link(other)),
        points_total: document.points_total,
        points_known: derive::disclosed(records, id),
        undisclosed: derive::undisclosed(records, id),
        acceptance: acceptance(view, &points),
        points: points.into_iter().map(|point| view.point(point)).collect(),
        versions: versions(view, id),
    }
}

fn acceptance(view: View, points: &[RecordId]) -> Option<Acceptance> {
    let records = view.records;
    let of_points: Vec<_> = points.iter().map(|point| records.point(*point)).collect();
    let mut actors: Vec<RecordId> = of_points.iter().flat_map(|point| point.positions.iter().map(|(actor, _)| *actor)).collect();
    actors.sort_by_cached_key(|actor| (records.title(*actor).to_lowercase(), *actor));
    actors.dedup();
    let row = |(id, point): (&RecordId, &crate::model::Point)| AcceptanceRow {
        point: view.link(*id),
        status: point.status.map_or_else(|| view.labelled("point_status", "undisclosed"), |status| view.word(status)),
        stances: actors
            .iter()
            .map(|actor| point.positions.iter().find(|(other, _)| other == actor).map(|(_, stance)| view.word(*stance)))
            .collect(),
    };
    let rows = points.iter().zip(&of_points).map(row).collect();
    (!actors.is_empty()).then(|| Acceptance { actors: view.links(actors.iter().copied()), rows })
}

fn versions(view: View, here: RecordId) -> Option<Versions> {
    let records = view.records;
    let all = derive::versions(records, here);
    let shown = &all[all.len().saturating_sub(VERSIONS)..];
    let lines = derive::side_by_side(records, shown);
    if shown.len() < 2 || lines.is_empty() {
        return None;
    }
    let version = |id: &RecordId| {
        let document = records.document(*id);
        let undisclosed = document.points_total.map(|total| total - derive::disclosed(records, *id) as i64);
        Version {
            link: view.link(*id),
            version: document.version.map(str::to_owned),
            when: view.given(document.date),
            stage: document.stage.map(|stage| view.word(stage)),
            here: *id == here,
            undisclosed: undisclosed.filter(|count| *count > 0),
        }
    };
    let row = |line: &derive::PointLine| {
        let newest = line.iter().rev().flatten().next().copied().expect("a line is made for a point");
        let title = records.title(newest).to_string();
        let cell = |point: &RecordId| {
            let read = records.point(*point);
            VersionCell {
                title: Some(records.title(*point).to_string()).filter(|other| *other != title),
                url: view.plan.url(*point),
                status: read.status.map_or_else(|| view.labelled("point_status", "undisclosed"), |status| view.word(status)),
                says: read.says.map(str::to_owned),
            }
        };
        let cells = line.iter().map(|point| point.as_ref().map(cell)).collect();
        VersionRow { n: records.point(newest).n.map(str::to_owned), title, cells }
    };
    Some(Versions { columns: shown.iter().map(version).collect(), rows: lines.iter().map(row).collect() })
}
