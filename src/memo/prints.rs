//! What a site answers now, as fingerprints.
//!
//! In: a planned site and a question that some page asked, perhaps in an earlier run. Out: a number that is the same as long as the answer
//! is. Numbers of records, places of texts and the order of maps never enter one: they change without any answer changing.

use crate::derive::{Lapse, Link, Stances};
use crate::draft::Origin;
use crate::fields::{Fields, Value};
use crate::graph::{Edge, RecordId, Target, UseTarget};
use crate::pipeline::Site;
use crate::recorder::{Aspect, Question};
use crate::view::{Entries, Facts, Machine, Overview, Slice, Subject};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

/// A fingerprint of an answer.
pub type Print = u64;

/// The field that is a question of its own.
const TITLE: &str = "title";

/// The answer to a question about what is not there any more.
const GONE: Print = 0;

/// Fingerprints of what a site answers.
pub struct Prints<'s> {
    site: &'s Site,
    /// What each record is (kind, id, owner, story), by its number.
    names: Vec<Print>,
    by_name: FxHashMap<Print, RecordId>,
    overviews: OnceLock<FxHashMap<String, (Overview, &'s [usize])>>,
}

impl<'s> Prints<'s> {
    /// Names the records of a site.
    pub fn new(site: &'s Site) -> Prints<'s> {
        let graph = &site.graph;
        let mut names: Vec<Print> = Vec::with_capacity(graph.len());
        for at in 0..graph.len() {
            let id = RecordId(at as u32);
            let mut hasher = FxHasher::default();
            // An owner stands before its parts.
            let owner = graph.owner(id).map(|owner| names[owner.0 as usize]);
            (graph.kind(id), graph.key(id), graph.story(id), owner).hash(&mut hasher);
            names.push(hasher.finish().max(1));
        }
        let by_name = names.iter().enumerate().map(|(at, name)| (*name, RecordId(at as u32))).collect();
        Prints { site, names, by_name, overviews: OnceLock::new() }
    }

    /// What a record is called from one run to the next.
    pub fn name(&self, id: RecordId) -> Print {
        self.names[id.0 as usize]
    }

    /// What people call a record.
    pub fn words(&self, id: RecordId) -> String {
        self.site.view().stable_id(id)
    }

    /// The record of a name, if it is there.
    pub fn record(&self, name: Print) -> Option<RecordId> {
        self.by_name.get(&name).copied()
    }

    /// What a page shows.
    pub fn subject(&self, subject: &Subject) -> Print {
        let mut hasher = FxHasher::default();
        std::mem::discriminant(subject).hash(&mut hasher);
        match subject {
            Subject::Story(story, text) => (story, text.map(|id| self.name(id))).hash(&mut hasher),
            Subject::Section(id) | Subject::Record(id) | Subject::Embed(id) | Subject::Redirect(id) => self.name(*id).hash(&mut hasher),
            Subject::Index(kind, story, number) => (kind, story, number).hash(&mut hasher),
            Subject::Folder(folder, number) => (folder, number).hash(&mut hasher),
            Subject::Rest(id, list, number) => (self.name(*id), list, number).hash(&mut hasher),
            Subject::Overview(overview, story, number) => (self.overview(*overview), story, number).hash(&mut hasher),
            Subject::Catalogue | Subject::NotFound => {}
            Subject::Machine(machine) => self.machine(machine, &mut hasher),
        }
        hasher.finish()
    }

    fn machine(&self, machine: &Machine, hasher: &mut FxHasher) {
        std::mem::discriminant(machine).hash(hasher);
        match machine {
            Machine::Feed(slice) | Machine::JsonFeed(slice) | Machine::Calendar(slice) => match slice {
                Slice::Story(story) => story.hash(hasher),
                Slice::Record(id) => self.name(*id).hash(hasher),
            },
            Machine::Oembed(id) => self.name(*id).hash(hasher),
            // Its path says which.
            Machine::Data(_) => {}
            Machine::Llms | Machine::Sitemap | Machine::Robots | Machine::Headers | Machine::Redirects => {}
        }
    }

    fn overview(&self, overview: Overview) -> (&'static str, Option<Print>) {
        let of = match overview {
            Overview::OfIssue(id) | Overview::OfActor(id) => Some(self.name(id)),
            _ => None,
        };
        (overview.name(), of)
    }

    /// The answer to a question about the record of a name.
    pub fn about(&self, name: Print, aspect: Aspect) -> Print {
        self.record(name).map_or(GONE, |id| self.about_record(id, aspect))
    }

    /// The answer to a question about a record.
    pub fn about_record(&self, id: RecordId, aspect: Aspect) -> Print {
        let mut hasher = FxHasher::default();
        let Site { graph, derived, plan, .. } = self.site;
        match aspect {
            Aspect::Record => self.fields_of(id, &mut hasher),
            Aspect::Title => graph.title(id).hash(&mut hasher),
            Aspect::Texts => self.texts(id, &mut hasher),
            Aspect::To => self.edges(graph.to(id), |edge| edge.from, &mut hasher),
            Aspect::From => self.edges(graph.from(id), |edge| edge.to, &mut hasher),
            Aspect::Parts => self.records(graph.parts(id), &mut hasher),
            Aspect::Place => (plan.address(id), plan.card(id)).hash(&mut hasher),
            Aspect::Lists => self.lists(id, &mut hasher),
            Aspect::Status => derived.statuses.get(&id).hash(&mut hasher),
            Aspect::State => self.state(id, &mut hasher),
            Aspect::Positions => self.stances(derived.positions.get(&id).map(Vec::as_slice).unwrap_or_default(), &mut hasher),
            Aspect::Events => {
                let timeline = &derived.timeline;
                for slice in [&timeline.of_issue, &timeline.of_actor] {
                    self.records(slice.get(&id).map(Vec::as_slice).unwrap_or_default(), &mut hasher);
                }
            }
            Aspect::Changes => self.records(derived.changes_of.get(&id).map(Vec::as_slice).unwrap_or_default(), &mut hasher),
            Aspect::Numbers => self.records(derived.equal_numbers.get(&id).map(Vec::as_slice).unwrap_or_default(), &mut hasher),
            Aspect::Gaps => Facts::new(derived, None).gaps(id).for_each(|sort| (sort as u8).hash(&mut hasher)),
        }
        // One that is gone has no answer that could be taken for this.
        hasher.finish().max(1)
    }

    /// The answer to another question.
    pub fn of(&self, question: &Question) -> Print {
        let mut hasher = FxHasher::default();
        let Site { graph, derived, plan, schema, marks, .. } = self.site;
        match question {
            Question::All => self.names.hash(&mut hasher),
            Question::OfKind(kind) => self.records(graph.of_kind(*kind), &mut hasher),
            Question::Find(kind, id) => graph.find(*kind, id).map(|id| self.name(id)).hash(&mut hasher),
            Question::Today => derived.today.hash(&mut hasher),
            Question::Timeline => self.records(&derived.timeline.events, &mut hasher),
            Question::Upcoming => self.records(&derived.timeline.upcoming, &mut hasher),
            Question::Held => {
                let mut held: Vec<Print> = derived.positions.keys().map(|id| self.name(*id)).collect();
                held.sort_unstable();
                held.hash(&mut hasher);
            }
            Question::PositionChanges => {
                derived.position_changes.iter().for_each(|(was, is)| (self.name(*was), self.name(*is)).hash(&mut hasher));
            }
            Question::Changes => self.records(&derived.changes, &mut hasher),
            Question::Unknowns => {
                for unknown in &derived.unknowns {
                    (unknown.sort as u8, self.name(unknown.record), unknown.count, &unknown.fields).hash(&mut hasher);
                }
            }
            Question::Dependencies => self.links(&derived.dependencies.links, &mut hasher),
            Question::Listing(kind, story) => match plan.listing.get(&(*kind, story.to_string())) {
                Some(listed) => self.records(listed, &mut hasher),
                None => return GONE,
            },
            Question::HasList(kind, story) => plan.listing.contains_key(&(*kind, story.to_string())).hash(&mut hasher),
            Question::Stories => plan.stories.hash(&mut hasher),
            Question::Section(folder) => plan.sections.get(&**folder).map(|id| self.name(*id)).hash(&mut hasher),
            Question::Folder(folder) => self.records(plan.folders.get(&**folder).map(Vec::as_slice).unwrap_or_default(), &mut hasher),
            Question::Overview(address) => match self.overviews().get(&**address) {
                Some((Overview::Positions | Overview::OfIssue(_) | Overview::OfActor(_), list)) => {
                    list.iter().for_each(|at| self.names[*at].hash(&mut hasher));
                }
                Some((_, list)) => list.hash(&mut hasher),
                None => return GONE,
            },
            Question::HasOverview(address) => self.overviews().contains_key(&**address).hash(&mut hasher),
            Question::Pages => {
                plan.pages.iter().for_each(|page| (&page.path, self.subject(&page.subject)).hash(&mut hasher));
                plan.files.iter().for_each(|file| file.path.hash(&mut hasher));
            }
            Question::Known(address) => plan.knows(address).hash(&mut hasher),
            Question::File(path) => plan.file(path).hash(&mut hasher),
            Question::Nav => self.site.view().navigation().hash(&mut hasher),
            Question::Asset(path) => marks.get(path.trim_start_matches('/')).hash(&mut hasher),
            Question::Count(kind) => schema.find_kind(kind).map(|kind| graph.of_kind(kind).len()).hash(&mut hasher),
            Question::Template(names) => self.site.theme().print(names).hash(&mut hasher),
        }
        hasher.finish().max(1)
    }

    /// What needs what. All else that is known of it follows from the links and from the order of the records in them.
    fn links(&self, links: &[Link], hasher: &mut FxHasher) {
        let mut named: Vec<RecordId> = Vec::new();
        for Link { id, holder, nth, sort, to, asserted_by, source, doubts, lapse } in links {
            (id.0, nth).hash(hasher);
            format!("{sort:?} {doubts:?}").hash(hasher);
            let accepted = match lapse {
                Some(Lapse::Accepted(position)) => Some(*position),
                Some(Lapse::Ended) | None => None,
            };
            (lapse.is_some(), accepted.is_some(), asserted_by.is_some(), source.is_some()).hash(hasher);
            let start = named.len();
            named.push(*holder);
            named.extend(to.iter().chain(asserted_by).chain(source).copied().chain(accepted));
            self.records(&named[start..], hasher);
        }
        named.sort_unstable();
        named.dedup();
        self.records(&named, hasher);
    }

    fn records(&self, ids: &[RecordId], hasher: &mut FxHasher) {
        ids.len().hash(hasher);
        ids.iter().for_each(|id| self.name(*id).hash(hasher));
    }

    fn edges(&self, edges: &[Edge], end: impl Fn(&Edge) -> RecordId, hasher: &mut FxHasher) {
        edges.len().hash(hasher);
        for edge in edges {
            // Kinds and fields keep their numbers as long as the schema is the same, and a memo is of one schema.
            (self.name(end(edge)), edge.via).hash(hasher);
        }
    }

    fn fields_of(&self, id: RecordId, hasher: &mut FxHasher) {
        let record = self.site.graph.get(id);
        record.has_text.hash(hasher);
        match record.origin {
            Origin::File => 0_u8.hash(hasher),
            Origin::Section => 1_u8.hash(hasher),
            Origin::Row => 2_u8.hash(hasher),
            Origin::Part(field) => (3_u8, field).hash(hasher),
            Origin::Inline(prose, at) => (4_u8, prose, at).hash(hasher),
        }
        let set = &self.site.schema.kind(record.kind).fields;
        for slot in record.fields.iter().filter(|slot| set.get(slot.field).name != TITLE) {
            slot.field.hash(hasher);
            self.value(&slot.value, hasher);
        }
    }

    fn fields(&self, fields: &Fields<Target>, hasher: &mut FxHasher) {
        for slot in fields.iter() {
            slot.field.hash(hasher);
            self.value(&slot.value, hasher);
        }
        u32::MAX.hash(hasher);
    }

    fn value(&self, value: &Value<Target>, hasher: &mut FxHasher) {
        std::mem::discriminant(value).hash(hasher);
        match value {
            Value::Unknown => {}
            Value::Text(text) => text.hash(hasher),
            // Which text it is: what stands in it is a question of its own.
            Value::Markdown(at) => at.hash(hasher),
            Value::Integer(number) => number.hash(hasher),
            Value::Number(number) => number.written.hash(hasher),
            Value::Boolean(truth) => truth.hash(hasher),
            Value::Date(date) => date.edtf().hash(hasher),
            Value::Word(at) => at.hash(hasher),
            Value::Reference(target) => self.target(target, hasher),
            Value::List(items) => {
                items.len().hash(hasher);
                items.iter().for_each(|item| self.value(&item.value, hasher));
            }
            Value::Group(fields) => self.fields(fields, hasher),
            Value::TextMap(map) => map.iter().for_each(|(key, _, text)| (key, text).hash(hasher)),
            Value::WordMap(map) => {
                for (target, _, word) in map {
                    self.target(target, hasher);
                    word.hash(hasher);
                }
            }
            Value::Any(node) => node.to_json().to_string().hash(hasher),
        }
    }

    fn target(&self, target: &Target, hasher: &mut FxHasher) {
        match target {
            Target::Record(id) => self.name(*id).hash(hasher),
            Target::Text(text) => (1_u8, text).hash(hasher),
            Target::Missing(text) => (2_u8, text).hash(hasher),
        }
    }

    fn texts(&self, id: RecordId, hasher: &mut FxHasher) {
        let texts = self.site.graph.texts(id);
        texts.len().hash(hasher);
        for text in texts {
            // The whole file of a main text, with its front matter: whoever shows a sentence of it shows its title too.
            text.prose.text.hash(hasher);
            for target in &text.targets {
                std::mem::discriminant(target).hash(hasher);
                match target {
                    UseTarget::Record(id, anchor) => (self.name(*id), anchor).hash(hasher),
                    UseTarget::Named(id) => self.name(*id).hash(hasher),
                    UseTarget::Sources(ids) => self.records(ids, hasher),
                    UseTarget::File(path) => path.hash(hasher),
                    UseTarget::Directive(shown, named) => {
                        shown.map(|id| self.name(id)).hash(hasher);
                        named.iter().for_each(|(key, id)| (key, self.name(*id)).hash(hasher));
                    }
                    UseTarget::Address | UseTarget::Missing => {}
                }
            }
        }
    }

    fn lists(&self, id: RecordId, hasher: &mut FxHasher) {
        for list in self.site.plan.long.get(&id).into_iter().flatten() {
            (&list.id, &list.title).hash(hasher);
            match &list.entries {
                Entries::Records(ids) => self.records(ids, hasher),
                Entries::Mentions(edges) => self.edges(edges, |edge| edge.from, hasher),
            }
        }
    }

    fn state(&self, id: RecordId, hasher: &mut FxHasher) {
        let derived = &self.site.derived;
        derived.states.get(&id).map(|state| state.word()).hash(hasher);
        derived.dependencies.stuck_firmly.contains_key(&id).hash(hasher);
        match derived.dependencies.stuck.get(&id) {
            Some(stuck) => {
                std::mem::discriminant(stuck).hash(hasher);
                self.records(stuck.on(), hasher);
            }
            None => GONE.hash(hasher),
        }
    }

    fn stances(&self, stances: &[Stances], hasher: &mut FxHasher) {
        for of_actor in stances {
            let now = of_actor.own.into_iter().chain(of_actor.account);
            let changed = of_actor.change().into_iter().flat_map(|(was, is)| [was, is]);
            let ids: Vec<RecordId> = std::iter::once(of_actor.actor).chain(now).chain(changed).collect();
            (of_actor.own.is_some(), of_actor.account.is_some()).hash(hasher);
            self.records(&ids, hasher);
            self.records(&of_actor.own_history, hasher);
            self.records(&of_actor.account_history, hasher);
        }
    }

    fn overviews(&self) -> &FxHashMap<String, (Overview, &'s [usize])> {
        self.overviews.get_or_init(|| {
            let records = self.site.records();
            let lists = self.site.plan.overviews.iter();
            lists.map(|((overview, story), list)| (overview.address(records, story), (*overview, list.as_slice()))).collect()
        })
    }
}
