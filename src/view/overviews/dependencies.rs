//! What depends on what: the deadlocks with what would free them, a drawing, and every link with on whose word it stands.
//!
//! In: what was derived about dependencies. Out: sentences and links, for the template to print. Deadlocks stand before links in one
//! list, so that a long list is spread over pages like any other.

use super::deadlocks::DeadlockEntry;
use super::drawing::{self, Drawing, Sort, Thing, Tie};
use super::ways::Ways;
use super::{Overview, Place};
use crate::derive::{Deadlock, Dependencies, Lapse, LinkId, Root, Stuck};
use crate::graph::RecordId;
use crate::model::{Doubt, LinkSort};
use crate::view::atoms::{Dependency, Link, Pagination, When};
use crate::view::build::{View, listed};
use crate::view::pages::Head;
use crate::view::plan::Plan;
use crate::view::planner::Site;
use serde::Serialize;

/// Entries that are told of each list inside a deadlock.
pub(super) const TOLD: usize = 10;

/// `dependencies.html`
#[derive(Clone, Debug, Serialize)]
pub struct DependenciesPage {
    /// Title, address, way here.
    pub head: Head,
    /// The headline.
    pub title: String,
    /// The whole in sentences.
    pub summary: Vec<String>,
    /// The deadlocks of this page.
    pub deadlocks: Vec<DeadlockEntry>,
    /// What would free everything that is stuck at once; on the first page of a site with more than one thing that is stuck.
    pub together: Option<Ways>,
    /// A drawing of the links that stand, on the first page.
    pub drawing: Option<Drawing>,
    /// How many things there would be in the drawing, if they are too many to be drawn.
    pub too_many: Option<usize>,
    /// The links of this page, by sort, those that lapsed last.
    pub groups: Vec<LinkGroup>,
    /// How many entries there are in all.
    pub total: usize,
    /// The pages of the list.
    pub pagination: Option<Pagination>,
}

/// Links of one sort.
#[derive(Clone, Debug, Serialize)]
pub struct LinkGroup {
    /// The word of the sort (`all_of`), or `lapsed`.
    pub sort: String,
    /// Its heading.
    pub title: String,
    /// How many there are of this sort in all.
    pub total: usize,
    /// The links.
    pub links: Vec<LinkEntry>,
}

/// A link with the record that holds it.
#[derive(Clone, Debug, Serialize)]
pub struct LinkEntry {
    /// Its place on the page (an HTML id): made of the record's id and its place among the links of that record.
    pub anchor: String,
    /// The record that holds it.
    pub holder: Link,
    /// What it says.
    pub dependency: Dependency,
    /// Until when it holds.
    pub until: Option<When>,
    /// What makes it weak, in words.
    pub doubts: Vec<String>,
    /// Why it no longer counts, in a sentence.
    pub lapsed: Option<String>,
}

/// The entries of a story: first its deadlocks, by their places; then its links, by theirs behind all deadlocks.
pub(super) fn entries(site: Site, plan: &Plan, story: &str) -> Vec<usize> {
    let dependencies = &site.derived.dependencies;
    let inside = |id: RecordId| plan.is_inside(site.records, id, story);
    let concerns = |deadlock: &Deadlock| match &deadlock.root {
        Root::Refused { thing, .. } => inside(*thing) || deadlock.waiting.iter().any(|id| inside(*id)),
        Root::Cycle { members, .. } => members.iter().chain(&deadlock.waiting).any(|id| inside(*id)),
    };
    let deadlocks = dependencies.deadlocks.iter().enumerate().filter(|(_, deadlock)| concerns(deadlock)).map(|(at, _)| at);
    let mut links: Vec<LinkId> = dependencies.links.iter().filter(|link| inside(link.holder)).map(|link| link.id).collect();
    links.sort_by_key(|id| {
        let link = dependencies.link(*id);
        (link.lapse.is_some(), link.sort, *id)
    });
    deadlocks.chain(links.into_iter().map(|id| dependencies.deadlocks.len() + id.0 as usize)).collect()
}

pub(super) fn page(place: &Place) -> DependenciesPage {
    let view = place.view;
    let dependencies = view.derived.dependencies();
    let first_link = dependencies.deadlocks.len();
    let link_of = |at: &usize| LinkId((at - first_link) as u32);
    let group_of = |at: &usize| {
        let link = dependencies.link(link_of(at));
        if link.lapse.is_some() { ("lapsed", "No longer in force") } else { (word(link.sort), heading(link.sort)) }
    };
    let (all_deadlocks, all_links) = place.all().split_at(place.all().partition_point(|at| *at < first_link));
    let here: Vec<usize> = place.here().collect();
    let (deadlocks, links) = here.split_at(here.partition_point(|at| *at < first_link));
    let group = |chunk: &[usize]| {
        let (sort, title) = group_of(&chunk[0]);
        LinkGroup {
            sort: sort.to_owned(),
            title: title.to_owned(),
            total: all_links.iter().filter(|at| group_of(at).0 == sort).count(),
            links: chunk.iter().map(|at| view.link_entry(link_of(at))).collect(),
        }
    };
    let is_first = place.number == 1;
    let standing: Vec<LinkId> = all_links.iter().map(link_of).filter(|id| dependencies.link(*id).lapse.is_none()).collect();
    let (drawn, too_many) = match is_first.then(|| view.drawing(&standing)) {
        Some(Ok(drawing)) => (drawing, None),
        Some(Err(things)) => (None, Some(things)),
        None => (None, None),
    };
    let together = is_first && place.story.is_empty() && dependencies.things.len() > 1;
    let title = Overview::Dependencies.title();
    DependenciesPage {
        head: place.head(title, "What must come first, who refuses it, what is stuck in which deadlock, and what would free it."),
        title: title.to_owned(),
        summary: if is_first { summary(place, dependencies, all_deadlocks, &standing) } else { Vec::new() },
        deadlocks: deadlocks.iter().map(|at| view.deadlock(&dependencies.deadlocks[*at])).collect(),
        together: together.then(|| view.ways_together()),
        drawing: drawn,
        too_many,
        groups: links.chunk_by(|a, b| group_of(a) == group_of(b)).map(group).collect(),
        total: place.all().len(),
        pagination: place.pagination(),
    }
}

/// The whole in sentences.
fn summary(place: &Place, dependencies: &Dependencies, deadlocks: &[usize], standing: &[LinkId]) -> Vec<String> {
    let is_refused = |at: &&usize| matches!(dependencies.deadlocks[**at].root, Root::Refused { .. });
    let refused = deadlocks.iter().filter(is_refused).count();
    let cycles = deadlocks.len() - refused;
    let records = place.view.records;
    let stuck: Vec<_> = dependencies.things.iter().filter(|thing| place.view.plan.is_inside(records, thing.id, place.story)).collect();
    let firm = stuck.iter().filter(|thing| thing.firmly).count();
    let weak = standing.iter().filter(|id| dependencies.link(**id).is_weak()).count();
    let mut sentences = Vec::new();
    if deadlocks.is_empty() {
        sentences
            .push("Nothing is stuck: no refusal stands against anything that is needed, and nothing goes round in a circle.".to_owned());
    } else {
        let sorts: Vec<String> = [(refused, "refused prerequisite", "refused prerequisites"), (cycles, "cycle", "cycles")]
            .into_iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, many)| counted(count, one, many))
            .collect();
        let verb = if stuck.len() == 1 { "is" } else { "are" };
        sentences.push(format!("{} {verb} stuck, held by {}.", counted(stuck.len(), "thing", "things"), listed(&sorts)));
        sentences.push(match firm {
            0 => "All of it rests on weak links: without them nothing would be stuck.".to_owned(),
            firm if firm == stuck.len() => "That is so even without the weak links.".to_owned(),
            firm => {
                format!("Without the weak links, {} would still be stuck.", if firm == 1 { "one".to_owned() } else { firm.to_string() })
            }
        });
    }
    let rest = if weak == 1 { "rests" } else { "rest" };
    sentences.push(format!(
        "{} stand; {weak} of them {rest} on inference, on somebody else’s account, or on nobody who is named.",
        counted(standing.len(), "link", "links")
    ));
    sentences
}

fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

impl View<'_> {
    /// A link with the record that holds it and what makes it weak.
    pub(super) fn link_entry(self, id: LinkId) -> LinkEntry {
        let link = self.derived.dependencies().link(id);
        let written = link.written(self.records);
        let record = self.records.get(link.holder);
        let kind = &self.records.schema.kind(record.kind).name;
        let mut dependency = self.dependency(&written, link.to.iter().copied(), None);
        dependency.weak = link.is_weak();
        let doubt = |doubt: &Doubt| match doubt {
            Doubt::NotOwnWords => basis_in_words(written.basis.map(|basis| (basis.word, basis.label))),
            Doubt::Implied => "implied, not stated".to_owned(),
            Doubt::NobodyAsserts => "nobody is named who asserts it".to_owned(),
        };
        let lapsed = link.lapse.map(|lapse| match lapse {
            Lapse::Ended => "Its time is over.".to_owned(),
            Lapse::Accepted(position) => {
                let position = self.records.position(position);
                let who = position.actor.map_or("the party", |actor| self.records.title(actor));
                format!("Given up: {who} has since accepted it in its own words ({}).", self.when(position.date).text)
            }
        });
        LinkEntry {
            anchor: format!("link_{kind}_{}_{}", record.id.replace('/', "_"), link.nth + 1),
            holder: self.link(link.holder),
            dependency,
            until: self.given(written.until),
            doubts: link.doubts.iter().map(doubt).collect(),
            lapsed,
        }
    }

    /// The drawing of some links, or how many things there are, if they are too many. What an event follows is left to the timeline,
    /// which draws the order of events.
    fn drawing(self, links: &[LinkId]) -> Result<Option<Drawing>, usize> {
        let dependencies = self.derived.dependencies();
        let kinds = self.records.kinds;
        let links = links.iter().map(|id| dependencies.link(*id));
        let links: Vec<_> = links.filter(|link| link.sort != LinkSort::Follows || self.records.kind(link.holder) != kinds.event).collect();
        let mut places: Vec<RecordId> = links.iter().flat_map(|link| link.to.iter().chain([&link.holder])).copied().collect();
        places.sort_unstable();
        places.dedup();
        if places.len() > drawing::MOST {
            return Err(places.len());
        }
        let thing = |id: &RecordId| {
            let record = self.records.get(*id);
            let kind = &self.records.schema.kind(record.kind).label;
            let (state, how) = match dependencies.stuck.get(id) {
                Some(Stuck::Refused(_)) => ("refused", ", refused"),
                Some(Stuck::Waits(_) | Stuck::Circle) => ("stuck", ", stuck"),
                None if record.kind == kinds.actor => ("actor", ""),
                None => ("", ""),
            };
            Thing { title: self.records.title(*id).to_owned(), url: self.plan.url(*id), note: format!("{kind}{how}"), state }
        };
        let place = |id: &RecordId| places.binary_search(id).expect("every end of a link has a place");
        let ties = links.iter().flat_map(|link| {
            let written = if link.sort == LinkSort::AllOf { "" } else { label(link.sort) };
            let (sort, weak, from) = (word(link.sort), link.is_weak(), place(&link.holder));
            link.to.iter().map(move |to| Tie { from, to: place(to), sort, label: written, weak })
        });
        let ties: Vec<Tie> = ties.collect();
        let things: Vec<Thing> = places.iter().map(thing).collect();
        Ok(drawing::drawing(&things, &ties, sorts(&ties)))
    }
}

/// The sorts of lines of a drawing, in their order.
fn sorts(ties: &[Tie]) -> Vec<Sort> {
    let occurs = |sort: &LinkSort| ties.iter().any(|tie| tie.sort == word(*sort));
    let sort = |sort: LinkSort| Sort { sort: word(sort).to_owned(), label: label(sort).to_owned() };
    SORTS.into_iter().filter(occurs).map(sort).collect()
}

const SORTS: [LinkSort; 7] = [
    LinkSort::AllOf,
    LinkSort::AnyOf,
    LinkSort::Blocked,
    LinkSort::Contradicts,
    LinkSort::Alternative,
    LinkSort::Enables,
    LinkSort::Follows,
];

fn word(sort: LinkSort) -> &'static str {
    crate::view::build::link_words(sort).0
}

pub(super) fn label(sort: LinkSort) -> &'static str {
    crate::view::build::link_words(sort).1
}

fn heading(sort: LinkSort) -> &'static str {
    match sort {
        LinkSort::AllOf => "What needs what",
        LinkSort::AnyOf => "What needs one of several",
        LinkSort::Blocked => "Who refuses what",
        LinkSort::Contradicts => "What cannot hold together",
        LinkSort::Alternative => "What could replace what",
        LinkSort::Enables => "What would make what possible",
        LinkSort::Follows => "What came after what",
    }
}

/// What a basis that is not the party's own words means for who relies on it.
fn basis_in_words(basis: Option<(&str, &str)>) -> String {
    match basis {
        None => "its basis is not stated".to_owned(),
        Some(("inferred", _)) => "inferred, said by nobody".to_owned(),
        Some(("attributed_by_other", _)) => "one party’s word about another".to_owned(),
        Some(("anonymous", _)) => "the word of people who are not named".to_owned(),
        Some(("reported", _)) => "reported, without anybody’s own words".to_owned(),
        Some((_, label)) => format!("{}, not in anybody’s own words", label.to_lowercase()),
    }
}
