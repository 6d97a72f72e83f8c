//! The records as they were known on an earlier day.
//!
//! In: the graph of the site as it is, which was checked, and a day. Out: the graph of that day. What was not known then keeps its title, for
//! the sentences and fields that name it, and nothing leads there. It reports nothing: what is wrong with a site is wrong with it today. When
//! what became known is `model`'s to say.

use crate::date::Day;
use crate::draft::Origin;
use crate::fields::{Fields, Item, Slot, Value};
use crate::graph::{Edge, Graph, Record, RecordId, Relation, Target, Text, UseTarget, Via, Whole};
use crate::model::{NotYet, Records};
use crate::parse::markdown::{Destination, Form, UseKind};
use crate::schema::{FieldId, Schema};
use rustc_hash::{FxHashMap, FxHashSet};

/// The graph of what was known on a day.
pub fn as_known(graph: Graph, schema: &Schema, day: Day) -> Graph {
    let past = Past::of(&graph, schema, day);
    let places = places(&graph, &past.later);
    let (records, edges) = graph.into_parts();
    let edges = edges.iter().filter_map(|edge| past.edge(*edge)).collect();
    let mut records: Vec<Whole> = records.into_iter().enumerate().map(|(at, whole)| past.record(RecordId(at as u32), whole)).collect();
    let hosts: Vec<RecordId> = (0..records.len()).map(|at| host(&records, RecordId(at as u32))).collect();
    for (whole, here) in records.iter_mut().zip(&hosts) {
        whole.texts.iter_mut().for_each(|text| unlink(text, *here, &hosts, &places));
    }
    Graph::as_known(records, edges, schema.kinds.len(), past.later)
}

/// What of a graph was not known.
#[derive(Default)]
struct Past {
    later: Vec<bool>,
    /// Parts of the fields of known records.
    not_yet: FxHashMap<RecordId, Vec<NotYet>>,
    /// Uses in the texts of known records that are not shown: those in a field that is left out, and in a block that makes a record.
    unused: FxHashSet<(RecordId, u16, u32)>,
}

impl Past {
    fn of(graph: &Graph, schema: &Schema, day: Day) -> Past {
        let records = Records::new(graph, schema);
        let mut past = Past { later: vec![false; graph.len()], ..Past::default() };
        // An owner stands before its parts: what is said of it here is known when they are asked.
        for (id, record) in graph.iter() {
            let owner_is_later = record.owner.is_some_and(|owner| past.is_later(owner) || past.is_unused(owner, record.origin));
            if owner_is_later || records.known_since(id).is_some_and(|date| date.is_future(day)) {
                past.later[id.0 as usize] = true;
                past.leave_out_block(graph, record);
            } else {
                let not_yet = records.not_yet(id, day);
                for field in not_yet.iter().filter_map(NotYet::whole) {
                    past.leave_out_text(graph, id, record, field);
                }
                past.not_yet.insert(id, not_yet);
            }
        }
        for (id, _) in graph.iter().filter(|(id, _)| !past.later[id.0 as usize]) {
            let leading = records.leading(id, |to| past.later[to.0 as usize]).map(NotYet::Field);
            past.not_yet.entry(id).or_default().extend(leading);
        }
        past.not_yet.retain(|_, parts| !parts.is_empty());
        past
    }

    fn is_later(&self, id: RecordId) -> bool {
        self.later[id.0 as usize]
    }

    fn is_unused(&self, owner: RecordId, origin: Origin) -> bool {
        matches!(origin, Origin::Inline(prose, at) if self.unused.contains(&(owner, prose, at)))
    }

    /// A block that makes a record goes with it, and with all that is written in it; a phrase stays as the words it is.
    fn leave_out_block(&mut self, graph: &Graph, record: &Record) {
        let (Some(owner), Origin::Inline(prose, at)) = (record.owner, record.origin) else { return };
        let body = &graph.texts(owner)[prose as usize].prose.body;
        if body.directive(at as usize).is_some_and(|directive| directive.form != Form::Inline) {
            self.unused.extend(body.uses_inside(at as usize).map(|inside| (owner, prose, inside as u32)));
        }
    }

    fn leave_out_text(&mut self, graph: &Graph, id: RecordId, record: &Record, field: FieldId) {
        if let Some(Value::Markdown(prose)) = record.fields.get(field) {
            let uses = graph.texts(id)[*prose as usize].targets.len();
            self.unused.extend((0..uses).map(|at| (id, *prose, at as u32)));
        }
    }

    /// A reference of that day, with the number that its entry has then; none if it was not known.
    fn edge(&self, edge: Edge) -> Option<Edge> {
        let is_used = |prose, at| !self.unused.contains(&(edge.from, prose, at));
        if self.is_later(edge.from) || self.is_later(edge.to) {
            return None;
        }
        let via = match edge.via {
            Via::Prose(prose, at) | Via::Citation(prose, at) | Via::Directive(prose, at) => is_used(prose, at).then_some(edge.via),
            Via::Field(relation, entry) => {
                let not_yet = self.not_yet.get(&edge.from).map(Vec::as_slice).unwrap_or_default();
                if let Some(field) = not_yet.iter().find_map(|part| part.before(relation.field, entry, relation.inner)) {
                    return Some(Edge { via: Via::Field(Relation { field, inner: None, ..relation }, 0), ..edge });
                }
                let is_gone = |part: &NotYet| part.whole() == Some(relation.field) || *part == NotYet::Entry(relation.field, entry);
                let before = |part: &&NotYet| matches!(part, NotYet::Entry(field, at) if *field == relation.field && *at < entry);
                (!not_yet.iter().any(is_gone)).then(|| Via::Field(relation, entry - not_yet.iter().filter(before).count() as u32))
            }
        };
        via.map(|via| Edge { via, ..edge })
    }

    fn record(&self, id: RecordId, whole: Whole) -> Whole {
        let Whole { record, title, texts } = whole;
        if self.is_later(id) {
            return Whole { record: Record { fields: Fields::default(), has_text: false, ..record }, title, texts: Vec::new() };
        }
        let record = match self.not_yet.get(&id) {
            Some(not_yet) => Record { fields: kept(record.fields, not_yet), ..record },
            None => record,
        };
        Whole { record, title, texts }
    }
}

impl NotYet {
    /// The field that is left out as a whole.
    fn whole(&self) -> Option<FieldId> {
        match self {
            NotYet::Field(field) => Some(*field),
            NotYet::Entry(..) | NotYet::Instead(..) | NotYet::Before(..) => None,
        }
    }

    /// Where a field of an entry stood in the record itself.
    fn before(&self, list: FieldId, entry: u32, inner: Option<FieldId>) -> Option<FieldId> {
        match self {
            NotYet::Before(other, at, places) if (*other, *at) == (list, entry) => {
                places.iter().find(|(field, _)| Some(*field) == inner).map(|(_, place)| *place)
            }
            _ => None,
        }
    }
}

fn kept(fields: Fields<Target>, not_yet: &[NotYet]) -> Fields<Target> {
    let (mut kept, mut before) = (Fields::default(), Vec::new());
    for mut slot in fields.into_slots() {
        if not_yet.contains(&NotYet::Field(slot.field)) {
            continue;
        }
        let field = slot.field;
        let instead = |part: &NotYet| match part {
            NotYet::Instead(other, word) if *other == field => Some(Value::Word(*word)),
            _ => None,
        };
        slot.value = match (not_yet.iter().find_map(instead), slot.value) {
            (Some(word), _) => word,
            (None, Value::List(items)) => {
                for (at, item) in items.iter().enumerate() {
                    let Value::Group(entry) = &item.value else { continue };
                    for inner in entry.iter() {
                        let place = not_yet.iter().find_map(|part| part.before(field, at as u32, Some(inner.field)));
                        before.extend(place.map(|field| Slot { field, ..inner.clone() }));
                    }
                }
                let entries: Vec<Item<Target>> =
                    numbered(items).filter(|(at, _)| !not_yet.contains(&NotYet::Entry(field, *at))).map(|(_, item)| item).collect();
                if entries.is_empty() {
                    continue;
                }
                Value::List(entries)
            }
            (None, value) => value,
        };
        kept.push(slot);
    }
    before.into_iter().for_each(|slot| kept.push(slot));
    kept
}

fn numbered(items: Vec<Item<Target>>) -> impl Iterator<Item = (u32, Item<Target>)> {
    items.into_iter().enumerate().map(|(at, item)| (at as u32, item))
}

/// The places on pages where something stands that is not known yet.
fn places(graph: &Graph, later: &[bool]) -> FxHashSet<(RecordId, Box<str>)> {
    let parts = graph.iter().filter(|(id, record)| later[id.0 as usize] && record.owner.is_some());
    parts.map(|(id, record)| (graph.host(id), record.id.clone())).collect()
}

fn host(records: &[Whole], mut id: RecordId) -> RecordId {
    while let Some(owner) = records[id.0 as usize].record.owner {
        id = owner;
    }
    id
}

/// A link to a place where something stands that is not known yet becomes the words it has.
fn unlink(text: &mut Text, here: RecordId, hosts: &[RecordId], places: &FxHashSet<(RecordId, Box<str>)>) {
    let (body, source) = (&text.prose.body, &*text.prose.text);
    let is_place = |page: RecordId, anchor: &str| places.contains(&(page, anchor.into()));
    for (at, target) in text.targets.iter_mut().enumerate() {
        let unlinked = match (&*target, body.uses()[at].kind) {
            (UseTarget::Record(to, Some(anchor)), _) => is_place(hosts[to.0 as usize], anchor).then_some(UseTarget::Named(*to)),
            (UseTarget::Address, UseKind::Link { dest, .. }) => match Destination::of(body.get(source, dest)) {
                Destination::Anchor(anchor) => is_place(here, anchor).then_some(UseTarget::Missing),
                _ => None,
            },
            _ => None,
        };
        if let Some(unlinked) = unlinked {
            *target = unlinked;
        }
    }
}
