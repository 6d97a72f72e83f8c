//! Who stands where: actors down, issues across, own words and others' accounts side by side in each cell.
//!
//! Past 30 actors or 20 issues nobody can read it as one table: then the first page leads to one table for each issue. Each issue and each
//! actor has a page of its own, so that a plain link is the filter. An actor is listed if it has a record; a pair without one says so.

use super::{Overview, Place};
use crate::derive::Stances;
use crate::graph::RecordId;
use crate::model::Records;
use crate::view::asked::Facts;
use crate::view::atoms::{Link, Pagination, Position};
use crate::view::pages::{Change, Head, ListLink};
use crate::view::plan::Plan;
use crate::view::planner::Site;
use rustc_hash::FxHashMap;
use serde::Serialize;

/// The largest table that stays in one piece.
const ACTORS: usize = 30;
const ISSUES: usize = 20;

/// `positions.html`
#[derive(Clone, Debug, Serialize)]
pub struct MatrixPage {
    /// Title, address, way here.
    pub head: Head,
    /// The headline.
    pub title: String,
    /// The issue or actor to which the table is cut.
    pub only: Option<Link>,
    /// The address of the uncut table.
    pub all: Option<String>,
    /// The issues, in the order of their list.
    pub columns: Vec<Column>,
    /// The actors that have a record, in the order of their list.
    pub rows: Vec<Row>,
    /// In place of a table that would be too large: the issues, how many actors have a record on each, and the address of its table.
    pub parts: Vec<ListLink>,
    /// The address of the changes of position.
    pub changes: Option<String>,
    /// The pages of the list.
    pub pagination: Option<Pagination>,
}

/// An issue.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// The issue.
    pub issue: Link,
    /// The address of the table of this issue alone.
    pub only: String,
}

/// An actor.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The actor.
    pub actor: Link,
    /// The address of the table of this actor alone.
    pub only: String,
    /// A cell for each column.
    pub cells: Vec<Cell>,
    /// The issues of this table on which it has no record.
    pub silent: Vec<Link>,
}

/// What is known of an actor's stand on an issue. Neither own words nor an account: "no stated position found".
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
    /// The issue.
    pub issue: Link,
    /// In its own words.
    pub own: Option<Position>,
    /// By others' account.
    pub account: Option<Position>,
    /// The last change in its own words.
    pub change: Option<Change>,
}

/// The pages of the matrix of a story: what each lists is put into the plan, records by their numbers.
pub(super) fn planned(site: Site, plan: &mut Plan, story: &str) -> Vec<(Overview, String, usize)> {
    let records = site.records;
    let size = site.config.paginate;
    let issues = issues_in(records, Facts::new(site.derived, None), &|id| plan.is_inside(records, id, story));
    let mut pairs: Vec<(RecordId, RecordId)> = Vec::new();
    for issue in &issues {
        let current = site.derived.positions[issue].iter().filter(is_current);
        pairs.extend(current.map(|stances| (stances.actor, *issue)));
    }
    let mut actors: Vec<RecordId> = pairs.iter().map(|(actor, _)| *actor).collect();
    actors.sort_by_cached_key(|id| order_of_actor(site, *id));
    actors.dedup();
    let place: FxHashMap<RecordId, usize> = actors.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut found = Vec::new();
    let mut add = |plan: &mut Plan, overview: Overview, list: Vec<usize>, pages: usize| {
        found.push((overview, story.to_owned(), pages));
        plan.overviews.insert((overview, story.to_owned()), list);
    };
    // A cut is made once: the site's first page and a story's lead to the same one.
    if story.is_empty() {
        let mut of_issue: FxHashMap<RecordId, Vec<RecordId>> = FxHashMap::default();
        let mut of_actor: FxHashMap<RecordId, Vec<RecordId>> = FxHashMap::default();
        for (actor, issue) in &pairs {
            of_issue.entry(*issue).or_default().push(*actor);
            of_actor.entry(*actor).or_default().push(*issue);
        }
        for issue in &issues {
            let mut list: Vec<RecordId> = of_issue.remove(issue).unwrap_or_default();
            list.sort_by_key(|actor| place[actor]);
            let pages = list.len().div_ceil(size).max(1);
            add(plan, Overview::OfIssue(*issue), list.iter().map(|id| id.0 as usize).collect(), pages);
        }
        for actor in &actors {
            let list: Vec<usize> = of_actor.remove(actor).unwrap_or_default().iter().map(|id| id.0 as usize).collect();
            let pages = list.len().div_ceil(size).max(1);
            add(plan, Overview::OfActor(*actor), list, pages);
        }
    }
    let is_large = actors.len() > ACTORS || issues.len() > ISSUES;
    let pages = if is_large { issues.len().div_ceil(size).max(1) } else { 1 };
    // A large one lists its issues, a small one its actors.
    let list = if is_large { &issues } else { &actors };
    let list = list.iter().map(|id| id.0 as usize).collect();
    add(plan, Overview::Positions, list, pages);
    found
}

/// The issues of a story on which somebody has a position that holds, as their authors want them, then by name.
fn issues_in(records: Records, derived: Facts, is_inside: &dyn Fn(RecordId) -> bool) -> Vec<RecordId> {
    let has_current = |id: &RecordId| derived.positions(*id).iter().any(|stances| is_current(&stances));
    let mut issues: Vec<RecordId> = derived.held().filter(|id| is_inside(*id) && has_current(id)).collect();
    issues.sort_by_cached_key(|id| (records.weight(*id).is_none(), records.weight(*id), records.title(*id).to_lowercase(), *id));
    issues
}

fn is_current(stances: &&Stances) -> bool {
    stances.own.is_some() || stances.account.is_some()
}

/// As in the list of actors: by what sort they are, then as their authors want it, then by name.
fn order_of_actor(site: Site, id: RecordId) -> impl Ord + use<> {
    let records = site.records;
    let words = records.schema.vocabularies.iter().find(|vocabulary| vocabulary.name == "actor_kind");
    let sort = records.actor(id).kind.and_then(|kind| words?.position(kind.word));
    (sort, records.weight(id).is_none(), records.weight(id), records.title(id).to_lowercase(), id)
}

pub(super) fn page(place: &Place) -> MatrixPage {
    let view = place.view;
    let records = view.records;
    let listed: Vec<RecordId> = place.all().iter().map(|number| RecordId(*number as u32)).collect();
    let here: Vec<RecordId> = place.here().map(|number| RecordId(number as u32)).collect();
    let (actors, issues, parts, only): (Vec<RecordId>, Vec<RecordId>, Vec<RecordId>, Option<RecordId>) = match place.overview {
        Overview::OfIssue(issue) => (here, vec![issue], Vec::new(), Some(issue)),
        Overview::OfActor(actor) => (vec![actor], here, Vec::new(), Some(actor)),
        _ if listed.first().is_some_and(|id| records.kind(*id) == records.kinds.issue) => (Vec::new(), Vec::new(), here, None),
        _ => {
            let issues = issues_in(records, view.derived, &|id| view.plan.is_inside(records, id, place.story));
            (listed, issues, Vec::new(), None)
        }
    };
    let cut = |overview: Overview| view.plan.href(&overview.address(records, ""));
    let columns: Vec<Column> =
        issues.iter().map(|issue| Column { issue: view.link(*issue), only: cut(Overview::OfIssue(*issue)) }).collect();
    let row = |actor: &RecordId| {
        let cells: Vec<Cell> = issues.iter().map(|issue| cell(place, *actor, *issue)).collect();
        let silent = cells.iter().filter(|cell| cell.own.is_none() && cell.account.is_none()).map(|cell| cell.issue.clone()).collect();
        Row { actor: view.link(*actor), only: cut(Overview::OfActor(*actor)), cells, silent }
    };
    let part = |issue: &RecordId| ListLink {
        title: records.title(*issue).to_string(),
        count: view.derived.positions(*issue).iter().filter(is_current).count(),
        url: cut(Overview::OfIssue(*issue)),
    };
    let title = match place.overview {
        Overview::OfIssue(issue) => format!("Positions on {}", records.title(issue)),
        Overview::OfActor(actor) => format!("Positions of {}", records.title(actor)),
        _ => place.overview.title().to_owned(),
    };
    MatrixPage {
        head: place.head(&title, "Positions of the actors on the issues, each with its date, source and basis."),
        title,
        only: only.map(|only| view.link(only)),
        all: only.and_then(|_| view.overview_url(Overview::Positions, place.story)),
        columns,
        rows: actors.iter().map(row).collect(),
        parts: parts.iter().map(part).collect(),
        changes: view.overview_url(Overview::PositionChanges, place.story),
        pagination: if parts.is_empty() && only.is_none() { None } else { place.pagination() },
    }
}

fn cell(place: &Place, actor: RecordId, issue: RecordId) -> Cell {
    let view = place.view;
    let stances = view.derived.positions(issue).iter().find(|stances| stances.actor == actor);
    Cell {
        issue: view.link(issue),
        own: stances.and_then(|stances| stances.own).map(|id| view.position(id)),
        account: stances.and_then(|stances| stances.account).map(|id| view.position(id)),
        change: stances.and_then(|stances| view.change(stances)),
    }
}
