//! What is listed where, and in which order: records only, nothing printed.

use super::asked::Facts;
use crate::derive::{self, Verdict};
use crate::draft::Origin;
use crate::graph::{Edge, RecordId, Relation, Via};
use crate::model::Records;
use crate::schema::{Field, KindId, Type};

/// A list on a record's page.
#[derive(Clone, Debug)]
pub struct RecordList {
    /// Its place on the page and its part of the address of the rest.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Its entries.
    pub entries: Entries,
}

/// The entries of a list.
#[derive(Clone, Debug)]
pub enum Entries {
    /// Records.
    Records(Vec<RecordId>),
    /// Places in running texts.
    Mentions(Vec<Edge>),
}

impl RecordList {
    /// How many entries it has.
    pub fn len(&self) -> usize {
        match &self.entries {
            Entries::Records(records) => records.len(),
            Entries::Mentions(edges) => edges.len(),
        }
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Its records; none for mentions.
    pub fn records(&self) -> &[RecordId] {
        match &self.entries {
            Entries::Records(records) => records,
            Entries::Mentions(_) => &[],
        }
    }
}

/// The records of a kind in the order of its list.
pub(super) fn in_order(records: Records, derived: Facts, kind: KindId) -> Vec<RecordId> {
    let kinds = records.kinds;
    if kind == kinds.event {
        return derived.events().to_vec();
    }
    if kind == kinds.update {
        return derived.changes().to_vec();
    }
    let mut ids = records.graph.of_kind(kind).to_vec();
    let title = |id: RecordId| (records.title(id).to_lowercase(), records.graph.key(id));
    let weight = |id: RecordId| (records.weight(id).is_none(), records.weight(id));
    if kind == kinds.claim {
        let place = |id: RecordId| {
            let verdict = derived.status(id).and_then(|status| status.verdict);
            verdict.map_or(Verdict::ALL.len(), |verdict| Verdict::ALL.iter().position(|v| *v == verdict).unwrap_or(Verdict::ALL.len()))
        };
        ids.sort_by_cached_key(|id| (place(*id), weight(*id), std::cmp::Reverse(records.fields(*id).sort_key("date")), title(*id)));
    } else if kind == kinds.quote {
        let speaker = |id: RecordId| records.quote(id).by.map(title);
        ids.sort_by_cached_key(|id| (speaker(*id).is_none(), speaker(*id), records.fields(*id).sort_key("date"), title(*id)));
    } else if kind == kinds.actor {
        let sort = |id: RecordId| {
            let words = records.schema.vocabularies.iter().find(|vocabulary| vocabulary.name == "actor_kind");
            records.actor(id).kind.and_then(|kind| words?.position(kind.word))
        };
        ids.sort_by_cached_key(|id| (sort(*id), weight(*id), title(*id)));
    } else {
        ids.sort_by_cached_key(|id| (weight(*id), title(*id)));
    }
    ids
}

/// All lists on the page of a record.
pub(super) fn of_record(records: Records, derived: Facts, id: RecordId) -> Vec<RecordList> {
    let kinds = records.kinds;
    let kind = records.kind(id);
    let mut lists = Vec::new();
    let mut add = |name: &str, title: &str, ids: Vec<RecordId>| {
        lists.push(RecordList { id: name.to_owned(), title: title.to_owned(), entries: Entries::Records(ids) });
    };
    let dated = |ids: Vec<RecordId>| newest_first(records, ids);
    if kind == kinds.actor {
        add("claims", "Claims", dated(by_field(records, id, kinds.claim, "claimant")));
        add("responses", "Responses to claims", dated(by_group(records, id, kinds.claim, "responses")));
        add("quotes", "In their words", dated(by_field(records, id, kinds.quote, "by")));
        add("events", "Events", derived.events_of_actor(id).to_vec());
        let mut documents = by_field(records, id, kinds.document, "authors");
        documents.extend(by_field(records, id, kinds.document, "parties"));
        documents.extend(by_field(records, id, kinds.document, "third_parties"));
        documents.sort_unstable();
        documents.dedup();
        add("documents", "Documents", documents);
        add("figures", "Figures", by_field(records, id, kinds.figure, "by"));
        let mut members: Vec<RecordId> = records.fields(id).records("members").collect();
        members.extend(by_group(records, id, kinds.actor, "member_of"));
        members.sort_unstable();
        members.dedup();
        add("members", "Members", members);
    } else if kind == kinds.issue {
        add("claims", "Claims", dated(by_field(records, id, kinds.claim, "about")));
        add("figures", "Figures", by_field(records, id, kinds.figure, "about"));
        add("quotes", "Quotations", dated(by_field(records, id, kinds.quote, "about")));
        add("timeline", "Timeline", derived.events_of_issue(id).to_vec());
        // Points of a document that was replaced are history, and stand on its own page.
        let mut points = by_field(records, id, kinds.point, "issue");
        points.retain(|point| !derive::is_replaced(records, records.graph.host(*point)));
        add("points", "Points of documents", points);
    } else if kind == kinds.event {
        add("quotes", "What was said", by_field(records, id, kinds.quote, "event"));
    } else if kind == kinds.source {
        uses(records, id, &mut add);
    }
    let placed: &[KindId] = if kind == kinds.issue { &[kinds.claim, kinds.figure, kinds.quote, kinds.event] } else { &[] };
    let mut about = by_shared_field(records, id, "about");
    about.retain(|from| !placed.contains(&records.kind(*from)));
    add("about", "About this", dated(about));
    add("supersedes", "Replaces", by_shared_field(records, id, "superseded_by"));
    for (relation, found) in added_relations(records, id) {
        let declaration = records.schema.kind(relation.kind);
        let (outer, inner) = fields_of(records, relation);
        let name = inner.map_or_else(|| outer.name.clone(), |inner| format!("{}-{}", outer.name, inner.name));
        let title = inner.unwrap_or(outer).inverse.as_deref().map_or_else(|| declaration.plural.clone(), capitalised);
        add(&format!("{}-{name}", declaration.path), &title, found);
    }
    lists.push(RecordList {
        id: "mentions".to_owned(),
        title: "Mentioned in".to_owned(),
        entries: Entries::Mentions(derive::mentions(records, id)),
    });
    lists
}

/// Where a source is used, by kind: the record itself, or the page on which a part or a text uses it.
fn uses(records: Records, id: RecordId, add: &mut dyn FnMut(&str, &str, Vec<RecordId>)) {
    let shown = |edge: &Edge| {
        let from = records.get(edge.from);
        if matches!(from.origin, Origin::Part(_)) && records.schema.kind(from.kind).folder.is_none() {
            records.graph.host(edge.from)
        } else {
            edge.from
        }
    };
    let used = records.graph.to(id).iter().filter(|edge| !matches!(edge.via, Via::Prose(..))).map(shown);
    let mut found: Vec<(KindId, RecordId)> = used.map(|from| (records.kind(from), from)).collect();
    found.sort_unstable();
    found.dedup();
    // The order of the numbers of kinds is that of the schema.
    for of_kind in found.chunk_by(|(kind, _), (other, _)| kind == other) {
        let declaration = records.schema.kind(of_kind[0].0);
        add(&format!("used-in-{}", declaration.path), &declaration.plural, of_kind.iter().map(|(_, from)| *from).collect());
    }
}

/// Relations that a site declares, seen from the record they lead to: those of its own kinds and fields.
fn added_relations(records: Records, id: RecordId) -> Vec<(Relation, Vec<RecordId>)> {
    let mut found: Vec<(Relation, Vec<RecordId>)> = Vec::new();
    for edge in records.graph.to(id) {
        let Via::Field(relation, _) = edge.via else { continue };
        let (outer, inner) = fields_of(records, relation);
        if !outer.added && !inner.is_some_and(|inner| inner.added) {
            continue;
        }
        match found.iter_mut().find(|(known, _)| *known == relation) {
            Some((_, ids)) => {
                if ids.last() != Some(&edge.from) {
                    ids.push(edge.from);
                }
            }
            None => found.push((relation, vec![edge.from])),
        }
    }
    found.sort_by_key(|(relation, _)| *relation);
    found
}

/// The field of a relation, and the field of the group in it that holds the reference.
fn fields_of(records: Records<'_>, relation: Relation) -> (&Field, Option<&Field>) {
    let outer = records.schema.kind(relation.kind).fields.get(relation.field);
    let inner = match (relation.inner, &outer.holds) {
        (Some(inner), Type::Group(group)) => Some(records.schema.group(*group).fields.get(inner)),
        _ => None,
    };
    (outer, inner)
}

/// Records of a kind that refer to this one by a field, in order, each once.
pub(super) fn by_field(records: Records, id: RecordId, kind: KindId, name: &str) -> Vec<RecordId> {
    referring(records, id, kind, name, false)
}

/// The same by a field of one of the groups in a field.
pub(super) fn by_group(records: Records, id: RecordId, kind: KindId, name: &str) -> Vec<RecordId> {
    referring(records, id, kind, name, true)
}

/// Records of any kind that refer to this one by a field that every kind has, in order, each once.
fn by_shared_field(records: Records, id: RecordId, name: &str) -> Vec<RecordId> {
    let is_named = |edge: &&Edge| match edge.via {
        Via::Field(relation, _) => relation.inner.is_none() && records.schema.kind(relation.kind).fields.get(relation.field).name == name,
        Via::Prose(..) | Via::Citation(..) | Via::Directive(..) => false,
    };
    let mut found: Vec<RecordId> = records.graph.to(id).iter().filter(is_named).map(|edge| edge.from).collect();
    found.dedup();
    found
}

fn referring(records: Records, id: RecordId, kind: KindId, name: &str, grouped: bool) -> Vec<RecordId> {
    let Some(field) = records.schema.kind(kind).fields.find(name) else { return Vec::new() };
    let fits = |edge: &&Edge| matches!(edge.via, Via::Field(relation, _) if relation.kind == kind && relation.field == field && relation.inner.is_some() == grouped);
    let mut found: Vec<RecordId> = records.graph.to(id).iter().filter(fits).map(|edge| edge.from).collect();
    found.dedup();
    found
}

fn newest_first(records: Records, mut ids: Vec<RecordId>) -> Vec<RecordId> {
    ids.sort_by_cached_key(|id| std::cmp::Reverse(records.fields(*id).sort_key("date")));
    ids
}

/// The first letter made a capital.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
