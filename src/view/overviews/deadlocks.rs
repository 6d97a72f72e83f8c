//! A deadlock on the page of what depends on what: what it is, what waits for it, on whose word, what would free it.
//!
//! In: a deadlock as it was derived. Out: its sentences and links, none of its lists longer than can be read.

use super::Overview;
use super::dependencies::{LinkEntry, TOLD, label};
use super::ways::Ways;
use crate::derive::{Chain, Deadlock, LinkId, Root, Step};
use crate::graph::RecordId;
use crate::view::atoms::Link;
use crate::view::build::{View, listed};
use crate::view::plan::page_address;
use serde::Serialize;

/// A deadlock.
#[derive(Clone, Debug, Serialize)]
pub struct DeadlockEntry {
    /// Its place on the page (an HTML id).
    pub anchor: String,
    /// `refused` or `cycle`.
    pub sort: String,
    /// What readers call it.
    pub sort_label: String,
    /// What sort of deadlock that is, in a sentence.
    pub sort_note: String,
    /// What is refused, or the things on the cycle.
    pub roots: Vec<Link>,
    /// How many more things are on the cycle than `roots` names.
    pub more_roots: usize,
    /// Who refuses, or what holds the cycle.
    pub held_by: Vec<LinkEntry>,
    /// How many more links hold it.
    pub more_held_by: usize,
    /// The way round.
    pub round: Option<ChainEntry>,
    /// What waits for it, from the outermost inwards.
    pub chains: Vec<ChainEntry>,
    /// How many more outermost things wait for it.
    pub more_chains: usize,
    /// On whose word it stands, in a sentence.
    pub verdict: String,
    /// The weakest links.
    pub weakest: Vec<LinkEntry>,
    /// Other weak links over which things wait for it.
    pub also_weak: Vec<LinkEntry>,
    /// How many more weak links there are.
    pub more_weak: usize,
    /// What would free the outermost things, or the root if nothing waits.
    pub ways: Vec<Ways>,
    /// What would free the other things behind it.
    pub other_ways: Vec<Ways>,
    /// How many things are stuck behind it that are not told of here; none if nobody counted.
    pub more_waiting: Option<usize>,
    /// Whether even more wait than were looked for.
    pub uncounted: bool,
}

/// A chain.
#[derive(Clone, Debug, Serialize)]
pub struct ChainEntry {
    /// Its steps from the outermost inwards.
    pub steps: Vec<StepEntry>,
    /// What it ends at.
    pub end: Link,
    /// What is so at its end: "refused by Russia".
    pub end_note: String,
}

/// A step of a chain.
#[derive(Clone, Debug, Serialize)]
pub struct StepEntry {
    /// What waits.
    pub thing: Link,
    /// Its word: "needs".
    pub label: String,
    /// Whether its link is weak.
    pub weak: bool,
    /// How many steps are left out behind it.
    pub left_out: usize,
}

impl View<'_> {
    /// A deadlock.
    pub(super) fn deadlock(self, deadlock: &Deadlock) -> DeadlockEntry {
        let dependencies = self.derived.dependencies();
        let (roots, held_by, round) = match &deadlock.root {
            Root::Refused { thing, refusals } => (vec![*thing], refusals, None),
            Root::Cycle { members, links, round } => (members.clone(), links, Some(round)),
        };
        let refused = round.is_none();
        let entries = |links: &[LinkId]| links.iter().take(TOLD).map(|id| self.link_entry(*id)).collect::<Vec<_>>();
        let told: Vec<RecordId> = match deadlock.chains.as_slice() {
            [] => roots.iter().take(1).copied().collect(),
            chains => chains.iter().filter_map(|chain| chain.steps.first()).map(|step| step.thing).collect(),
        };
        let others: Vec<RecordId> = deadlock.waiting.iter().rev().chain(&roots).copied().filter(|id| !told.contains(id)).collect();
        let ways = |ids: &[RecordId]| ids.iter().take(TOLD).filter_map(|id| self.ways(*id)).collect::<Vec<Ways>>();
        let end_note = match &deadlock.root {
            Root::Refused { refusals, .. } => {
                let by = refusals.iter().flat_map(|id| &dependencies.link(*id).to).map(|id| self.records.title(*id).to_string());
                format!("refused by {}", listed(&by.collect::<Vec<_>>()))
            }
            Root::Cycle { .. } => "which stands on the cycle".to_owned(),
        };
        let chain = |chain: &Chain| self.chain(chain, &end_note);
        let left = others.len().saturating_sub(TOLD);
        DeadlockEntry {
            anchor: self.deadlock_anchor(deadlock),
            sort: if refused { "refused" } else { "cycle" }.to_owned(),
            sort_label: if refused { "Refused prerequisite" } else { "Cycle" }.to_owned(),
            sort_note: if refused {
                "What is needed first is refused: a blocked prerequisite. This is no circle: it ends where the refusal ends.".to_owned()
            } else {
                "Each of these needs another of them and has no other way. It ends only if one of the links below goes.".to_owned()
            },
            roots: self.links(roots.iter().take(TOLD).copied()),
            more_roots: roots.len().saturating_sub(TOLD),
            held_by: entries(held_by),
            more_held_by: held_by.len().saturating_sub(TOLD),
            round: round.map(|round| self.chain(round, "where it began")),
            chains: deadlock.chains.iter().map(chain).collect(),
            more_chains: deadlock.outermost.saturating_sub(deadlock.chains.len()),
            verdict: self.on_whose_word(deadlock),
            weakest: entries(&deadlock.weakest),
            also_weak: entries(&deadlock.also_weak),
            more_weak: deadlock.weakest.len().saturating_sub(TOLD) + deadlock.also_weak.len().saturating_sub(TOLD),
            ways: ways(&told),
            other_ways: ways(&others),
            more_waiting: (left > 0 || deadlock.more_waiting).then_some(left),
            uncounted: deadlock.more_waiting,
        }
    }

    fn chain(self, chain: &Chain, end_note: &str) -> ChainEntry {
        // What is left out stands in the middle of the steps that are told.
        let gap = chain.steps.len() / 2;
        let step = |(at, step): (usize, &Step)| {
            let link = self.derived.dependencies().link(step.link);
            StepEntry {
                thing: self.link(step.thing),
                label: label(link.sort).to_owned(),
                weak: link.is_weak(),
                left_out: if at + 1 == gap { chain.left_out } else { 0 },
            }
        };
        ChainEntry { steps: chain.steps.iter().enumerate().map(step).collect(), end: self.link(chain.end), end_note: end_note.to_owned() }
    }

    /// On whose word a deadlock stands.
    fn on_whose_word(self, deadlock: &Deadlock) -> String {
        if !deadlock.stands_firmly {
            return "Without the weak links it is no deadlock.".to_owned();
        }
        let dependencies = self.derived.dependencies();
        let is_firm = |id: &RecordId| dependencies.thing(*id).is_some_and(|thing| thing.firmly);
        let loose: Vec<String> =
            deadlock.waiting.iter().rev().filter(|id| !is_firm(id)).map(|id| self.records.title(*id).to_string()).collect();
        let stands = "It stands even without the weak links.";
        match loose.len() {
            0 => stands.to_owned(),
            1..=5 => format!("{stands} But only over weak links does it hold up {}.", listed(&loose)),
            count => format!("{stands} But {count} of the things that wait for it do so only over weak links."),
        }
    }

    /// The address at which the first deadlock of a thing is told, on the page of the whole site: there deadlocks stand in their order.
    pub fn deadlock_url(self, id: RecordId) -> Option<String> {
        let dependencies = self.derived.dependencies();
        let at = *dependencies.thing(id)?.deadlocks.first()?;
        self.overview_url(Overview::Dependencies, "")?;
        let top = Overview::Dependencies.address(self.records, "");
        let page = self.plan.href(&page_address(&top, at / self.config.paginate + 1));
        Some(format!("{page}#{}", self.deadlock_anchor(&dependencies.deadlocks[at])))
    }

    /// The place of a deadlock on its page.
    fn deadlock_anchor(self, deadlock: &Deadlock) -> String {
        let (sort, root) = match &deadlock.root {
            Root::Refused { thing, .. } => ("refused", *thing),
            Root::Cycle { members, .. } => ("cycle", members[0]),
        };
        let record = self.records.get(root);
        format!("{sort}_{}_{}", self.records.schema.kind(record.kind).name, record.id.replace('/', "_"))
    }
}
