//! What follows from the records: one pure function a file.
//!
//! In: the graph and the day the site is built for. Out: one `Derived`, which views read. No address, no template, no clock, no disk.

mod backlinks;
mod changes;
mod dependencies;
mod documents;
mod figures;
mod positions;
mod recorded;
mod status;
mod timeline;
mod unknowns;

pub use backlinks::{Mention, mentions};
pub use changes::{changes, changes_of, is_told, told};
pub use dependencies::{
    Chain, Deadlock, Dependencies, Freeing, Lapse, Link, LinkId, Root, Step, Stuck, StuckThing, Summary, Unsearched, dependencies,
};
pub use documents::{PointLine, points, side_by_side, versions};
pub use figures::equal_numbers;
pub use positions::{Stances, position_changes, positions};
pub use recorded::recorded;
pub use status::{Status, Verdict, status};
pub use timeline::{Timeline, is_upcoming, timeline};
pub use unknowns::{Sort as UnknownSort, Unknown, disclosed, is_replaced, undisclosed, unknowns};

use crate::date::Day;
use crate::graph::RecordId;
use crate::model::Records;
use rustc_hash::FxHashMap;

/// The state of an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing else holds.
    Open,
    /// The newest change is towards acceptance.
    Narrowing,
    /// All who speak for themselves accept.
    Agreed,
    /// It is stuck.
    Deadlocked,
}

impl State {
    /// The word of the vocabulary `issue_state`.
    pub fn word(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Narrowing => "narrowing",
            State::Agreed => "agreed",
            State::Deadlocked => "deadlocked",
        }
    }
}

/// Everything that follows.
#[derive(Clone, Debug)]
pub struct Derived {
    /// The day the site is built for.
    pub today: Day,
    /// Events in the order of time, with the slices of issues and actors.
    pub timeline: Timeline,
    /// Who stands where, by issue.
    pub positions: FxHashMap<RecordId, Vec<Stances>>,
    /// Changes of position, newest first: was, is.
    pub position_changes: Vec<(RecordId, RecordId)>,
    /// The status of every claim.
    pub statuses: FxHashMap<RecordId, Status>,
    /// What needs what, and what is stuck.
    pub dependencies: Dependencies,
    /// The state of every issue.
    pub states: FxHashMap<RecordId, State>,
    /// Figures with the same number that measure something else, by figure.
    pub equal_numbers: FxHashMap<RecordId, Vec<RecordId>>,
    /// Updates that readers are told of, newest first.
    pub changes: Vec<RecordId>,
    /// The same by actor and issue they concern.
    pub changes_of: FxHashMap<RecordId, Vec<RecordId>>,
    /// What is not known.
    pub unknowns: Vec<Unknown>,
}

/// Derives everything; the timeline, which asks for nothing else, beside the rest.
pub fn derive(records: Records, today: Day) -> Derived {
    let (timeline, derived) = rayon::join(|| timeline(records, today), || but_timeline(records, today));
    Derived { timeline, ..derived }
}

fn but_timeline(records: Records, today: Day) -> Derived {
    let positions = positions(records);
    let statuses: FxHashMap<RecordId, Status> =
        records.graph.of_kind(records.kinds.claim).iter().map(|id| (*id, status(records, &records.claim(*id)))).collect();
    let dependencies = dependencies(records, &positions, today);
    let states =
        records.graph.of_kind(records.kinds.issue).iter().map(|id| (*id, state(records, *id, &positions, &dependencies))).collect();
    let unknowns = unknowns(records, &statuses, &positions, today);
    let timeline = Timeline::default();
    let position_changes = position_changes(records, &positions);
    let changes = changes(records);
    let changes_of = changes_of(records, &changes);
    Derived {
        today,
        timeline,
        positions,
        position_changes,
        statuses,
        dependencies,
        states,
        equal_numbers: equal_numbers(records),
        changes,
        changes_of,
        unknowns,
    }
}

fn state(records: Records, issue: RecordId, positions: &FxHashMap<RecordId, Vec<Stances>>, dependencies: &Dependencies) -> State {
    if let Some((state, _)) = records.state_override(issue) {
        return match state.word {
            "narrowing" => State::Narrowing,
            "agreed" => State::Agreed,
            "deadlocked" => State::Deadlocked,
            _ => State::Open,
        };
    }
    if dependencies.stuck.contains_key(&issue) {
        return State::Deadlocked;
    }
    let stances = positions.get(&issue).map(Vec::as_slice).unwrap_or_default();
    let own: Vec<&str> = stances.iter().filter_map(|stances| records.position(stances.own?).stance).map(|stance| stance.word).collect();
    if own.len() >= 2 && own.iter().all(|stance| *stance == "accepts") {
        return State::Agreed;
    }
    // The newest change on the issue decides, whoever made it; saying the same again is no change.
    let changes = stances.iter().filter_map(Stances::change);
    match changes.max_by_key(|(_, is)| records.fields(*is).sort_key("date")) {
        Some((was, is)) if acceptance(records, is) > acceptance(records, was) => State::Narrowing,
        _ => State::Open,
    }
}

/// How far a position accepts: in full, on a condition, or not. The other stances have no order of their own.
fn acceptance(records: Records, position: RecordId) -> u8 {
    match records.position(position).stance.map(|stance| stance.word) {
        Some("accepts") => 2,
        Some("accepts_if") => 1,
        _ => 0,
    }
}
