//! Which record of the old revision is which record of the new one.
//!
//! By kind and id; by an old id that became another name; and for entries of lists and records in texts that have no id of their own, by
//! what they say, since their ids are made from their words or counted.

use super::fields::{likeness, most_alike};
use super::telling::{Teller, Told};
use crate::draft::Origin;
use crate::graph::{Graph, RecordId};
use crate::model::Records;
use rustc_hash::FxHashMap;

/// Who is who.
pub(super) struct Pairs {
    /// For each record of the old revision, the one it became.
    pub(super) of_old: Vec<Option<RecordId>>,
    /// For each record of the new revision, the one it was.
    pub(super) of_new: Vec<Option<RecordId>>,
    /// The name of each old record in the new revision, or its own.
    pub(super) old_keys: Vec<String>,
    /// The name of each new record.
    pub(super) new_keys: Vec<String>,
}

impl Pairs {
    fn join(&mut self, old: RecordId, new: RecordId) {
        self.of_old[old.0 as usize] = Some(new);
        self.of_new[new.0 as usize] = Some(old);
        self.old_keys[old.0 as usize] = self.new_keys[new.0 as usize].clone();
    }

    fn is_open(&self, old: RecordId, new: RecordId) -> bool {
        self.of_old[old.0 as usize].is_none() && self.of_new[new.0 as usize].is_none()
    }
}

/// Pairs the records of two revisions; each has at most one counterpart.
pub(super) fn pairs(old: Records, new: Records) -> Pairs {
    let mut pairs = Pairs {
        of_old: vec![None; old.graph.len()],
        of_new: vec![None; new.graph.len()],
        old_keys: old.graph.iter().map(|(id, _)| key(old, id)).collect(),
        new_keys: new.graph.iter().map(|(id, _)| key(new, id)).collect(),
    };
    for (id, record) in old.graph.iter().filter(|(id, _)| !is_counted(old.graph, *id)) {
        let kind = new.schema.find_kind(&old.schema.kind(record.kind).name);
        if let Some(to) = kind.and_then(|kind| new.graph.find(kind, &record.id)).filter(|to| !is_counted(new.graph, *to)) {
            pairs.join(id, to);
        }
    }
    renamed(old, new, &mut pairs);
    for (id, _) in new.graph.iter() {
        if let Some(was) = pairs.of_new[id.0 as usize] {
            parts(old, new, (was, id), &mut pairs);
        }
    }
    moved(old, new, &mut pairs);
    pairs
}

/// Whether the id of a record is made from its words or counted: nobody gave it one.
pub(super) fn is_counted(graph: &Graph, id: RecordId) -> bool {
    let record = graph.get(id);
    let (Some(owner), Origin::Part(_) | Origin::Inline(..)) = (record.owner, record.origin) else { return false };
    let owner = graph.get(owner).id.replace('/', "-");
    record.id.strip_prefix(owner.as_str()).is_some_and(|rest| rest.starts_with('-'))
}

fn key(records: Records, id: RecordId) -> String {
    let record = records.get(id);
    format!("{}:{}", records.schema.kind(record.kind).name, record.id)
}

/// A record that answers to the id of one that is gone is that one.
fn renamed(old: Records, new: Records, pairs: &mut Pairs) {
    for (id, record) in new.graph.iter().filter(|(id, _)| !is_counted(new.graph, *id)) {
        let Some(kind) = old.schema.find_kind(&new.schema.kind(record.kind).name) else { continue };
        let was = new.aliases(id).find_map(|alias| old.graph.find(kind, alias).filter(|was| pairs.is_open(*was, id)));
        if let Some(was) = was {
            pairs.join(was, id);
        }
    }
}

/// Pairs what belongs to two records that are one.
fn parts(old: Records, new: Records, owners: (RecordId, RecordId), pairs: &mut Pairs) {
    let open = |records: Records, owner: RecordId, taken: &[Option<RecordId>]| -> Vec<RecordId> {
        let parts = records.graph.parts(owner).iter().copied();
        parts.filter(|id| taken[id.0 as usize].is_none() && is_counted(records.graph, *id)).collect()
    };
    let (was, now) = (open(old, owners.0, &pairs.of_old), open(new, owners.1, &pairs.of_new));
    if was.is_empty() || now.is_empty() {
        return;
    }
    let (old_told, new_told) = (told(old, &was, &pairs.old_keys), told(new, &now, &pairs.new_keys));
    let kind = |records: Records, id: RecordId| records.schema.kind(records.get(id).kind).name.clone();
    // Most stand where they stood; only what is left is compared with everything.
    let mut at = 0;
    let (mut left, mut come) = (Vec::new(), Vec::new());
    for (b, id) in now.iter().enumerate() {
        let same = (at..was.len()).find(|a| kind(old, was[*a]) == kind(new, *id) && old_told[*a] == new_told[b]);
        match same {
            Some(a) => {
                pairs.join(was[a], *id);
                left.extend(at..a);
                at = a + 1;
            }
            None => come.push(b),
        }
    }
    left.extend(at..was.len());
    let found = most_alike(left.len(), come.len(), |a, b| {
        let (was, now) = (was[left[a]], now[come[b]]);
        if kind(old, was) != kind(new, now) {
            return 0.0;
        }
        // A little for the same id: it settles what is equally alike.
        let same = if old.get(was).id == new.get(now).id { 0.01 } else { 0.0 };
        likeness(&old_told[left[a]], &new_told[come[b]]) + same
    });
    for (a, b) in found {
        pairs.join(was[left[a]], now[come[b]]);
    }
    // What was rewritten from end to end is still the point of that number or title.
    for id in come.into_iter().map(|b| now[b]) {
        let same = |old_id: &RecordId| old.get(*old_id).id == new.get(id).id && kind(old, *old_id) == kind(new, id);
        if let Some(same) = left.iter().map(|a| was[*a]).find(|old_id| pairs.is_open(*old_id, id) && same(old_id)) {
            pairs.join(same, id);
        }
    }
}

/// The same words on another page are the same record.
fn moved(old: Records, new: Records, pairs: &mut Pairs) {
    let open = |records: Records, taken: &[Option<RecordId>]| -> Vec<RecordId> {
        let inline = records.graph.iter().filter(|(_, record)| matches!(record.origin, Origin::Inline(..)));
        inline.map(|(id, _)| id).filter(|id| taken[id.0 as usize].is_none() && is_counted(records.graph, *id)).collect()
    };
    let (was, now) = (open(old, &pairs.of_old), open(new, &pairs.of_new));
    let (old_told, new_told) = (told(old, &was, &pairs.old_keys), told(new, &now, &pairs.new_keys));
    let mut by_title: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (a, id) in was.iter().enumerate() {
        by_title.entry(old.title(*id)).or_default().push(a);
    }
    for (b, id) in now.iter().enumerate() {
        let candidates = by_title.get(new.title(*id)).map(Vec::as_slice).unwrap_or_default();
        if let Some(a) = candidates.iter().find(|a| pairs.is_open(was[**a], *id) && old_told[**a] == new_told[b]) {
            pairs.join(was[*a], *id);
        }
    }
}

fn told(records: Records, ids: &[RecordId], keys: &[String]) -> Vec<Vec<Told>> {
    let teller = Teller { records, keys };
    ids.iter().map(|id| teller.tell(*id)).collect()
}
