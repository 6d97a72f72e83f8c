//! Who answers to which name.
//!
//! A name is looked up in tiers: exact id, then alias, then title, the last two without regard to case. The first tier with a match decides;
//! two matches in it are ambiguous.

use super::{RecordKey, Taken, duplicate};
use crate::diag::{Diagnostic, Diagnostics, codes, nearest};
use crate::draft::{Draft, Origin, Reference};
use crate::fields::{Fields, Value};
use crate::graph::{Graph, RecordId};
use crate::schema::{KindId, Schema};
use crate::source::Location;
use rustc_hash::FxHashMap;

/// Which records a name could mean; nearly always one.
type Matches = FxHashMap<Box<str>, Vec<(KindId, RecordId)>>;

/// The index of names.
pub(super) struct Names {
    ids: Matches,
    aliases: Matches,
    titles: Matches,
    left_out: FxHashMap<Box<str>, Vec<(KindId, Location)>>,
    places: Vec<(KindId, Box<str>, Location)>,
    /// The record that a directive makes: by owner, prose and use.
    inline: FxHashMap<(RecordId, u16, u32), RecordId>,
}

/// Why a name means no record.
pub(super) enum Failure {
    /// Nobody answers to it.
    Unknown,
    /// Somebody of another kind does.
    WrongKind(RecordId),
    /// Several do.
    Ambiguous(Vec<RecordId>),
    /// A draft does, and drafts are left out.
    LeftOut(Location),
    /// It names a kind that does not exist.
    UnknownKind,
}

impl Names {
    pub(super) fn index(flat: &[(Draft, Option<RecordId>)], left_out: &[Draft], schema: &Schema, problems: &mut Diagnostics) -> Names {
        let mut names = Names::empty();
        let mut taken = Taken::default();
        for (at, (draft, owner)) in flat.iter().enumerate() {
            let id = RecordId(at as u32);
            names.places.push((draft.kind, draft.id.clone(), Location { file: draft.file, span: draft.span }));
            if let (Origin::Inline(prose, use_index), Some(owner)) = (draft.origin, owner) {
                names.inline.insert((*owner, prose, use_index), id);
            }
            if !taken.insert(RecordKey { kind: draft.kind, id: draft.id.clone() }) {
                let same = |(kind, other): &&(KindId, RecordId)| *kind == draft.kind && names.places[other.0 as usize].1 == draft.id;
                let first =
                    names.ids.get(&draft.id).and_then(|all| all.iter().find(same)).map(|(_, first)| names.places[first.0 as usize].2);
                problems.push(duplicate(first.expect("what is taken was indexed"), draft, schema));
                continue;
            }
            names.answers(id, draft.origin, &draft.fields, schema);
        }
        for draft in left_out {
            let place = Location { file: draft.file, span: draft.span };
            names.left_out.entry(draft.id.clone()).or_default().push((draft.kind, place));
        }
        names
    }

    /// The same of records that were bound already.
    pub(super) fn of(graph: &Graph, schema: &Schema) -> Names {
        let mut names = Names::empty();
        for id in (0..graph.len() as u32).map(RecordId) {
            let record = graph.get(id);
            names.places.push((record.kind, record.id.clone(), record.location()));
            names.answers(id, record.origin, &record.fields, schema);
        }
        names
    }

    fn empty() -> Names {
        Names {
            ids: Matches::default(),
            aliases: Matches::default(),
            titles: Matches::default(),
            left_out: FxHashMap::default(),
            places: Vec::new(),
            inline: FxHashMap::default(),
        }
    }

    /// Enters a record, whose place was noted last, under everything it answers to.
    fn answers<R>(&mut self, id: RecordId, origin: Origin, fields: &Fields<R>, schema: &Schema) {
        let (kind_id, own, _) = self.places.last().expect("its place was noted").clone();
        let kind = schema.kind(kind_id);
        self.ids.entry(own.clone()).or_default().push((kind_id, id));
        // A page in a folder also answers to the name of its file.
        if let Some((_, stem)) = own.rsplit_once('/').filter(|_| kind.ordinary) {
            add(&mut self.aliases, stem, kind_id, id);
        }
        if let Some(Value::List(aliases)) = kind.fields.find("aliases").and_then(|field| fields.get(field)) {
            for alias in aliases {
                if let Value::Text(text) = &alias.value
                    && !text.starts_with('/')
                {
                    add(&mut self.aliases, text, kind_id, id);
                }
            }
        }
        match (kind.fields.find("title").and_then(|field| fields.get(field)), origin) {
            (Some(Value::Text(title)), _) => add(&mut self.titles, title, kind_id, id),
            // A row without a title goes by its id, in any case.
            (_, Origin::Row) => add(&mut self.titles, &own, kind_id, id),
            _ => {}
        }
    }

    /// The record that a reference means, among `kinds` (any, if empty).
    pub(super) fn find(&self, reference: &Reference, kinds: &[KindId], schema: &Schema) -> Result<RecordId, Failure> {
        let mut one = [KindId(0)];
        let wanted: &[KindId] = match &reference.kind {
            None => kinds,
            Some(name) => match schema.find_kind(name) {
                Some(kind) if kinds.is_empty() || kinds.contains(&kind) => {
                    one[0] = kind;
                    &one
                }
                Some(kind) => return Err(self.of_kind(kind, &reference.name).map_or(Failure::Unknown, Failure::WrongKind)),
                None => return Err(Failure::UnknownKind),
            },
        };
        let folded = reference.name.to_lowercase();
        for (tier, name) in [(&self.ids, &*reference.name), (&self.aliases, &*folded), (&self.titles, &*folded)] {
            let Some(all) = tier.get(name) else { continue };
            let mut fitting = all.iter().filter(|(kind, _)| wanted.is_empty() || wanted.contains(kind)).map(|(_, id)| *id);
            match (fitting.next(), fitting.next()) {
                (None, _) => {}
                (Some(id), None) => return Ok(id),
                (Some(first), Some(second)) => return Err(Failure::Ambiguous([first, second].into_iter().chain(fitting).collect())),
            }
        }
        if let Some((_, place)) =
            self.left_out.get(&reference.name).and_then(|all| all.iter().find(|(kind, _)| wanted.is_empty() || wanted.contains(kind)))
        {
            return Err(Failure::LeftOut(*place));
        }
        let other = [(&self.ids, &*reference.name), (&self.aliases, &*folded)].into_iter().find_map(|(tier, name)| tier.get(name)?.first());
        Err(other.map_or(Failure::Unknown, |(_, id)| Failure::WrongKind(*id)))
    }

    /// The record of a kind and id.
    pub(super) fn exact(&self, key: &RecordKey) -> Option<RecordId> {
        self.of_kind(key.kind, &key.id)
    }

    /// The record that a directive in the text of `owner` makes.
    pub(super) fn inline(&self, owner: RecordId, prose: u16, use_index: u32) -> Option<RecordId> {
        self.inline.get(&(owner, prose, use_index)).copied()
    }

    fn of_kind(&self, kind: KindId, name: &str) -> Option<RecordId> {
        self.ids.get(name)?.iter().find(|(other, _)| *other == kind).map(|(_, id)| *id)
    }

    /// Tells the author why a reference failed and what to write instead.
    pub(super) fn explain(&self, failure: &Failure, reference: &Reference, kinds: &[KindId], schema: &Schema, at: Location) -> Diagnostic {
        let name = &reference.name;
        match failure {
            Failure::Unknown => {
                let wanted = match &reference.kind {
                    Some(kind) => kind.replace('_', " "),
                    None => schema.kinds_in_words(kinds).split_once(' ').map_or_else(String::new, |(_, words)| words.to_owned()),
                };
                let message = format!("there is no {wanted} `{name}`");
                let of_kind: Vec<KindId> = reference.kind.as_deref().and_then(|kind| schema.find_kind(kind)).into_iter().collect();
                let kinds = if of_kind.is_empty() { kinds } else { &of_kind };
                let problem = Diagnostic::at(&codes::UNKNOWN_REFERENCE, at.file, at.span, message);
                let first = kinds.first().copied().filter(|kind| schema.kind(*kind).folder.is_some());
                let create = first.map_or("actor", |kind| &schema.kind(kind).name);
                let new = format!("create it, for example with `gen new {create} {}`", crate::parse::slug(name));
                // A title may hold a colon, but more often a kind was meant.
                let new = match name.split_once(':') {
                    Some((_, id)) if !id.starts_with(' ') => {
                        let known: Vec<&str> = schema.kinds.iter().map(|kind| kind.name.as_str()).collect();
                        format!("name a kind before the colon: {}", known.join(", "))
                    }
                    _ => new,
                };
                match self.near(name, kinds) {
                    Some(near) => problem.help(format!("did you mean `{near}`?")).help(format!("or {new}")),
                    None => problem.help(new),
                }
            }
            Failure::WrongKind(other) => {
                let (kind, id, place) = &self.places[other.0 as usize];
                let is = crate::schema::with_article(&schema.kind(*kind).label.to_lowercase());
                let message = format!("`{id}` is {is}, but this takes {}", schema.kinds_in_words(kinds));
                Diagnostic::at(&codes::WRONG_KIND, at.file, at.span, message)
                    .also(*place, "defined here")
                    .help_if(self.near(name, kinds).map(|near| format!("did you mean `{near}`?")))
                    .help(format!("write the id of {}", schema.kinds_in_words(kinds)))
            }
            Failure::Ambiguous(all) => {
                let message = format!("`{name}` could mean {} records", all.len());
                let mut problem = Diagnostic::at(&codes::AMBIGUOUS_REFERENCE, at.file, at.span, message);
                let mut ways = Vec::new();
                for other in all {
                    let (kind, id, place) = &self.places[other.0 as usize];
                    problem = problem.also(*place, "this one");
                    ways.push(format!("`{}:{id}`", schema.kind(*kind).name));
                }
                problem.help(format!("say which: {}", ways.join(" or ")))
            }
            Failure::LeftOut(place) => {
                Diagnostic::at(&codes::DRAFT_REFERENCE, at.file, at.span, format!("`{name}` is a draft and will not be published"))
                    .also(*place, "the draft")
                    .help("take `draft: true` out of it, or take the reference out, or build with `--drafts`")
            }
            Failure::UnknownKind => {
                let kind = reference.kind.as_deref().unwrap_or_default();
                let known: Vec<&str> = schema.kinds.iter().map(|kind| kind.name.as_str()).collect();
                let problem =
                    Diagnostic::at(&codes::UNKNOWN_REFERENCE, at.file, at.span, format!("there is no kind of record called `{kind}`"));
                problem.did_you_mean(kind, known.iter().copied()).help(format!("the kinds are: {}", known.join(", ")))
            }
        }
    }

    /// The nearest id, or the id of the record with the nearest alias or title.
    fn near(&self, name: &str, kinds: &[KindId]) -> Option<String> {
        // `persn:putin` asks for `putin` more than for a title of that form.
        let name = name.split_once(':').filter(|(_, id)| !id.starts_with(' ')).map_or(name, |(_, id)| id);
        let fits = |all: &[(KindId, RecordId)]| all.iter().find(|(kind, _)| kinds.is_empty() || kinds.contains(kind)).map(|(_, id)| *id);
        for tier in [&self.ids, &self.aliases, &self.titles] {
            // Sorted by distance and then by name, so the order of the map does not matter.
            let candidates = tier.iter().filter(|(_, all)| fits(all).is_some()).map(|(name, _)| &**name);
            if let Some(near) = nearest(name, candidates) {
                let id = fits(&tier[near]).expect("only fitting names were offered");
                return Some(self.places[id.0 as usize].1.to_string());
            }
        }
        None
    }
}

fn add(names: &mut Matches, name: &str, kind: KindId, id: RecordId) {
    let all = names.entry(name.to_lowercase().into()).or_default();
    // Records come one after the other: only the last of a name that thousands share can be this one.
    if all.last() != Some(&(kind, id)) {
        all.push((kind, id));
    }
}
