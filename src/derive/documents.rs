//! The versions of a document, and which point of one is which point of another.

use crate::graph::{RecordId, Via};
use crate::model::Records;
use std::collections::BTreeSet;

/// The versions of a document, oldest first, itself among them: all that are joined by replacing one another.
pub fn versions(records: Records, document: RecordId) -> Vec<RecordId> {
    let kind = records.kinds.document;
    let mut found = BTreeSet::from([document]);
    let mut next = vec![document];
    while let Some(id) = next.pop() {
        let before = records.document(id).supersedes;
        let referring = records.graph.to(id).iter().filter(|edge| matches!(edge.via, Via::Field(..))).map(|edge| edge.from);
        let after = referring.filter(|from| records.kind(*from) == kind && records.document(*from).supersedes == Some(id));
        // A version that is not known yet is named, and is no version to compare with.
        let before = before.filter(|id| !records.graph.is_later(*id));
        next.extend(before.into_iter().chain(after).filter(|other| found.insert(*other)));
    }
    let mut versions: Vec<RecordId> = found.into_iter().collect();
    // A version stands behind the one it replaces, whatever their dates say.
    let steps = |id: &RecordId| std::iter::successors(Some(*id), |id| records.document(*id).supersedes).count();
    versions.sort_by_cached_key(|id| (steps(id), records.fields(*id).sort_key("date"), records.graph.key(*id)));
    versions
}

/// One point over several versions: the point in each, where it is listed.
pub type PointLine = Vec<Option<RecordId>>;

/// The points of versions side by side, in the order of the newest version that has them. Points are the same by their number, else by
/// their title; where one version numbers its points and another does not, the title decides.
pub fn side_by_side(records: Records, versions: &[RecordId]) -> Vec<PointLine> {
    let title = |id: RecordId| records.title(id).trim().to_lowercase();
    let same = |a: RecordId, b: RecordId| match (records.point(a).n, records.point(b).n) {
        (Some(a), Some(b)) => a == b,
        _ => title(a) == title(b),
    };
    let mut lines: Vec<PointLine> = Vec::new();
    for (at, version) in versions.iter().enumerate().rev() {
        for point in points(records, *version) {
            let known = lines.iter_mut().find(|line| line[at].is_none() && line.iter().flatten().any(|other| same(*other, point)));
            match known {
                Some(line) => line[at] = Some(point),
                None => {
                    let mut line = vec![None; versions.len()];
                    line[at] = Some(point);
                    lines.push(line);
                }
            }
        }
    }
    lines
}

/// The listed points of a document, in order.
pub fn points(records: Records<'_>, document: RecordId) -> impl Iterator<Item = RecordId> {
    records.graph.parts(document).iter().copied().filter(move |part| records.kind(*part) == records.kinds.point)
}
