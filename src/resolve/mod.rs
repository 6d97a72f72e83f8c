//! Binds every reference: drafts in, the graph out, and every broken reference at once.
//!
//! Three passes. Names: each draft gets its number, and ids, aliases and titles are indexed. References: fields and running texts are
//! looked up, in parallel. Contradictions: what no two records, or no two fields of one, may say together.

mod contradictions;
mod loops;
mod names;
mod past;
mod text;

pub use past::as_known;
pub use text::{COMPUTED, Shape, shape};

use crate::diag::{Diagnostic, Diagnostics, Place, codes};
use crate::draft::{Draft, Origin, Reference};
use crate::fields::{Fields, Item, Slot, Value};
use crate::graph::{Edge, Graph, Record, RecordId, Relation, Target, Via, Whole};
use crate::schema::{FieldId, Fieldset, KindId, Schema, Type};
use crate::source::{FileId, Location, Span};
use names::{Failure, Names};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// A directive that the theme can show, and the attributes it takes.
pub type Directives = FxHashMap<String, Vec<String>>;

/// What resolving needs beside the drafts.
#[derive(Clone, Copy, Debug)]
pub struct Site<'s> {
    /// The model.
    pub schema: &'s Schema,
    /// What the theme can show in running text.
    pub directives: &'s Directives,
    /// Every file of `content/` that can be linked to, by its path there: the record it holds, or nothing for a file that is copied.
    pub files: &'s FxHashMap<String, Option<RecordKey>>,
    /// The folder of each source file, from `content/`.
    pub folders: &'s FxHashMap<FileId, String>,
    /// The language in which titles made from fields are put.
    pub language: &'s str,
    /// Whether drafts are part of the site.
    pub drafts: bool,
}

/// A record before it has a number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RecordKey {
    /// Its kind.
    pub kind: KindId,
    /// Its id.
    pub id: Box<str>,
}

/// Resolves drafts, in the order of the inventory.
pub fn resolve(drafts: Vec<Draft>, site: Site) -> (Graph, Diagnostics) {
    let mut problems = Diagnostics::new();
    let mut flat = Vec::new();
    let mut left_out = Vec::new();
    for draft in drafts {
        if !site.drafts && says_draft(&draft, site.schema) {
            left_out.push(draft);
        } else {
            flatten(draft, None, &mut flat);
        }
    }
    let names = Names::index(&flat, &left_out, site.schema, &mut problems);
    let titles: Vec<Box<str>> = flat.par_iter().map(|(draft, _)| title(draft, site)).collect();
    let binder = Binder { site, names: &names };
    let bound: Vec<_> = flat
        .into_par_iter()
        .zip(titles)
        .enumerate()
        .map(|(at, ((draft, owner), title))| binder.bind(RecordId(at as u32), draft, owner, title))
        .collect();
    let mut records = Vec::with_capacity(bound.len());
    let mut edges = Vec::new();
    for (record, found, wrong) in bound {
        records.push(record);
        edges.extend(found);
        problems.extend(wrong);
    }
    let graph = Graph::new(records, edges, site.schema.kinds.len());
    problems.extend(text::anchors(&graph));
    problems.extend(loops::check(&graph, site.schema));
    problems.extend(contradictions::check(&graph, site.schema));
    (graph, problems)
}

/// The record that somebody means by an id, a name or a title: the one that a reference in a text would lead to, or why there is none.
pub fn named(graph: &Graph, schema: &Schema, written: &str) -> Result<RecordId, Diagnostic> {
    let reference = Reference::read(written);
    let names = Names::of(graph, schema);
    names.find(&reference, &[], schema).map_err(|failure| {
        let nowhere = Location { file: FileId(0), span: Span::default() };
        let mut problem = names.explain(&failure, &reference, &[], schema, nowhere);
        // It was written in no file of the site.
        problem.place = Place::Run;
        problem
    })
}

fn says_draft(draft: &Draft, schema: &Schema) -> bool {
    let field = schema.kind(draft.kind).fields.find("draft");
    field.is_some_and(|field| matches!(draft.fields.get(field), Some(Value::Boolean(true))))
}

/// An owner stands before its parts, so that numbers grow from owner to part.
fn flatten(mut draft: Draft, owner: Option<RecordId>, flat: &mut Vec<(Draft, Option<RecordId>)>) {
    let parts = std::mem::take(&mut draft.parts);
    let id = RecordId(flat.len() as u32);
    flat.push((draft, owner));
    for part in parts {
        flatten(part, Some(id), flat);
    }
}

/// What readers call a record: its title, or what its kind makes one of, or its id.
fn title(draft: &Draft, site: Site) -> Box<str> {
    let kind = site.schema.kind(draft.kind);
    let say = |name: &str| -> Option<String> {
        let field = kind.fields.find(name)?;
        match draft.fields.get(field)? {
            Value::Text(text) => Some(text.to_string()),
            Value::Word(at) => match kind.fields.get(field).holds {
                Type::Word(vocabulary) => Some(site.schema.vocabulary(vocabulary).words[*at as usize].1.clone()),
                _ => None,
            },
            Value::Date(date) => Some(crate::date::words(date, site.language)),
            _ => None,
        }
    };
    if let Some(title) = say("title") {
        return title.into();
    }
    let parts: Vec<String> = kind.title_from.iter().filter_map(|names| names.split('|').find_map(say)).collect();
    if parts.is_empty() { draft.id.clone() } else { parts.join(", ").into() }
}

/// Looks up the references of one record after the other.
struct Binder<'s> {
    site: Site<'s>,
    names: &'s Names,
}

/// What is found while one record is bound.
struct Found {
    id: RecordId,
    kind: KindId,
    file: FileId,
    edges: Vec<Edge>,
    problems: Diagnostics,
}

impl Binder<'_> {
    fn bind(&self, id: RecordId, draft: Draft, owner: Option<RecordId>, title: Box<str>) -> (Whole, Vec<Edge>, Diagnostics) {
        let schema = self.site.schema;
        let mut found = Found { id, kind: draft.kind, file: draft.file, edges: Vec::new(), problems: Diagnostics::new() };
        let fields = self.fields(draft.fields, &schema.kind(draft.kind).fields, None, &mut found);
        let proses = draft.proses.into_iter().enumerate();
        let texts = proses.map(|(at, prose)| self.text(at as u16, prose, &mut found)).collect();
        let record = Record {
            kind: draft.kind,
            id: draft.id,
            file: draft.file,
            span: draft.span,
            origin: draft.origin,
            owner,
            story: draft.story,
            fields,
            has_text: draft.has_text,
        };
        (Whole { record, title, texts }, found.edges, found.problems)
    }

    fn fields(&self, fields: Fields<Reference>, set: &Fieldset, outer: Option<FieldId>, found: &mut Found) -> Fields<Target> {
        let mut bound = Fields::default();
        for Slot { field, span, value } in fields.into_slots() {
            let relation = match outer {
                Some(outer) => Relation { kind: found.kind, field: outer, inner: Some(field) },
                None => Relation { kind: found.kind, field, inner: None },
            };
            let value = match (value, &set.get(field).holds) {
                // A picture in a group lies beside the file; old addresses are paths too, and lead nowhere any more.
                (Value::Text(path), Type::Path) if outer.is_some() && !path.starts_with('/') => self.file_beside(&path, span, found),
                (value, holds) => self.value(value, holds, span, relation, 0, found),
            };
            bound.push(Slot { field, span, value });
        }
        bound
    }

    fn value(
        &self,
        value: Value<Reference>,
        holds: &Type,
        span: Span,
        relation: Relation,
        ordinal: u32,
        found: &mut Found,
    ) -> Value<Target> {
        match value {
            Value::Reference(reference) => Value::Reference(self.target(reference, holds, span, relation, ordinal, found)),
            Value::List(items) => {
                let bind = |(at, item): (usize, Item<Reference>)| {
                    // Entries of a group keep the number of their group.
                    let ordinal = if relation.inner.is_some() { ordinal } else { at as u32 };
                    Item { span: item.span, value: self.value(item.value, holds, item.span, relation, ordinal, found) }
                };
                Value::List(items.into_iter().enumerate().map(bind).collect())
            }
            Value::Group(fields) => {
                let Type::Group(group) = holds else { unreachable!("only group fields hold groups") };
                let before = found.edges.len();
                let bound = self.fields(fields, &self.site.schema.group(*group).fields, Some(relation.field), found);
                for edge in &mut found.edges[before..] {
                    if let Via::Field(inner, _) = edge.via {
                        edge.via = Via::Field(inner, ordinal);
                    }
                }
                Value::Group(bound)
            }
            Value::WordMap(map) => {
                let Type::WordMap(kinds, _) = holds else { unreachable!("only maps of words hold words by record") };
                let keys = Type::Reference(kinds.clone());
                let bind = |(at, (reference, span, word)): (usize, (Reference, Span, u16))| {
                    (self.target(reference, &keys, span, relation, at as u32, found), span, word)
                };
                Value::WordMap(map.into_iter().enumerate().map(bind).collect())
            }
            Value::Unknown => Value::Unknown,
            Value::Text(text) => Value::Text(text),
            Value::Markdown(prose) => Value::Markdown(prose),
            Value::Integer(number) => Value::Integer(number),
            Value::Number(number) => Value::Number(number),
            Value::Boolean(truth) => Value::Boolean(truth),
            Value::Date(date) => Value::Date(date),
            Value::Word(word) => Value::Word(word),
            Value::TextMap(map) => Value::TextMap(map),
            Value::Any(node) => Value::Any(node),
        }
    }

    fn target(&self, reference: Reference, holds: &Type, span: Span, relation: Relation, ordinal: u32, found: &mut Found) -> Target {
        let (kinds, words) = match holds {
            Type::Reference(kinds) => (kinds, false),
            Type::ReferenceOrText(kinds) => (kinds, true),
            _ => unreachable!("only references refer"),
        };
        match self.names.find(&reference, kinds, self.site.schema) {
            Ok(to) => {
                found.edges.push(Edge { to, from: found.id, via: Via::Field(relation, ordinal) });
                Target::Record(to)
            }
            // Words stay words unless they could only have been meant as a reference.
            Err(Failure::Unknown) if words && reference.kind.is_none() => Target::Text(reference.name),
            Err(failure) => {
                let problem = self.names.explain(&failure, &reference, kinds, self.site.schema, Location { file: found.file, span });
                found.problems.push(problem);
                Target::Missing(reference.name)
            }
        }
    }
}

/// Reports ids that two drafts of a kind share.
fn duplicate(first: Location, second: &Draft, schema: &Schema) -> Diagnostic {
    let label = schema.kind(second.kind).label.to_lowercase();
    let problem = Diagnostic::at(
        &codes::DUPLICATE_ID,
        second.file,
        second.span,
        format!("there are two records `{}` of the kind {label}", second.id),
    );
    let help = match second.origin {
        Origin::File | Origin::Section => "rename this file, or give the other record another id; the old one can stay as an alias",
        Origin::Row => "give one of the rows another key",
        Origin::Part(_) | Origin::Inline(..) => "give one of them its own id: `id: …`, or `{#…}` in a text",
    };
    problem.also(first, "first defined here").help(help)
}

/// The set of ids that were taken, to tell a second one from a first.
type Taken = FxHashSet<RecordKey>;
