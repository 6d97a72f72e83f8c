//! Pages of what was computed over all records: who stands where, what changed, what happened, what comes, what blocks what, what nobody
//! knows, what was corrected. Each is made for the whole site and once for every story that has something to show.
//!
//! In: the graph and what follows from it. Out: which of these pages there are, and the data of each. One file a page.

mod axis;
mod corrections;
mod deadlocks;
mod dependencies;
mod drawing;
mod matrix;
mod positions;
mod timeline;
mod unknowns;
mod ways;

pub use axis::{Axis, Bar, Mark, Tick};
pub use corrections::CorrectionsPage;
pub use deadlocks::{ChainEntry, DeadlockEntry, StepEntry};
pub use dependencies::{DependenciesPage, LinkEntry, LinkGroup};
pub use drawing::{Drawing, Line, Sort as LineSort, Station, Words};
pub use matrix::{Cell, Column, MatrixPage, Row};
pub use positions::{ChangeOfPosition, PositionChangesPage};
pub use timeline::{Month, TimelinePage, UpcomingPage};
pub use unknowns::{Gaps, UnknownsPage};
pub use ways::{Cut, Ways};

use super::build::View;
use super::index::numbered;
use super::pages::Head;
use super::plan::Plan;
use super::planner::Site;
use crate::graph::RecordId;
use crate::model::Records;
use crate::schema::KindId;
use serde::Serialize;

/// Which of these pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Overview {
    /// Who stands where on what.
    Positions,
    /// The same on one issue.
    OfIssue(RecordId),
    /// The same of one actor.
    OfActor(RecordId),
    /// Who changed their position.
    PositionChanges,
    /// What happened and is planned.
    Timeline,
    /// What is planned.
    Upcoming,
    /// What depends on what, and what is stuck.
    Dependencies,
    /// What is not known.
    Unknowns,
    /// What was wrong here and was put right.
    Corrections,
}

/// The data of one of these pages.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum OverviewPage {
    /// `positions.html`
    Positions(Box<MatrixPage>),
    /// `position-changes.html`
    PositionChanges(PositionChangesPage),
    /// `timeline.html`
    Timeline(TimelinePage),
    /// `upcoming.html`
    Upcoming(UpcomingPage),
    /// `dependencies.html`
    Dependencies(Box<DependenciesPage>),
    /// `unknowns.html`
    Unknowns(UnknownsPage),
    /// `corrections.html`
    Corrections(CorrectionsPage),
}

impl OverviewPage {
    /// What every page has.
    pub fn head(&self) -> &Head {
        match self {
            OverviewPage::Positions(page) => &page.head,
            OverviewPage::PositionChanges(page) => &page.head,
            OverviewPage::Timeline(page) => &page.head,
            OverviewPage::Upcoming(page) => &page.head,
            OverviewPage::Unknowns(page) => &page.head,
            OverviewPage::Corrections(page) => &page.head,
            OverviewPage::Dependencies(page) => &page.head,
        }
    }

    pub(super) fn head_mut(&mut self) -> &mut Head {
        match self {
            OverviewPage::Positions(page) => &mut page.head,
            OverviewPage::PositionChanges(page) => &mut page.head,
            OverviewPage::Timeline(page) => &mut page.head,
            OverviewPage::Upcoming(page) => &mut page.head,
            OverviewPage::Unknowns(page) => &mut page.head,
            OverviewPage::Corrections(page) => &mut page.head,
            OverviewPage::Dependencies(page) => &mut page.head,
        }
    }
}

/// Those that stand for themselves in the lists of a story, in this order.
const TOPS: [Overview; 7] = [
    Overview::Positions,
    Overview::PositionChanges,
    Overview::Timeline,
    Overview::Upcoming,
    Overview::Dependencies,
    Overview::Unknowns,
    Overview::Corrections,
];

impl Overview {
    /// Its name: of its template, among the outputs that can be switched off, and in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Overview::Positions | Overview::OfIssue(_) | Overview::OfActor(_) => "positions",
            Overview::PositionChanges => "position-changes",
            Overview::Timeline => "timeline",
            Overview::Upcoming => "upcoming",
            Overview::Dependencies => "dependencies",
            Overview::Unknowns => "unknowns",
            Overview::Corrections => "corrections",
        }
    }

    /// What readers call it.
    pub fn title(self) -> &'static str {
        match self {
            Overview::Positions | Overview::OfIssue(_) | Overview::OfActor(_) => "Who stands where",
            Overview::PositionChanges => "Changes of position",
            Overview::Timeline => "Timeline",
            Overview::Upcoming => "Next dates",
            Overview::Dependencies => "What depends on what",
            Overview::Unknowns => "What is not known",
            Overview::Corrections => "Corrections",
        }
    }

    /// The address of its first page in a story (the whole site, if empty).
    pub fn address(self, records: Records, story: &str) -> String {
        let top = if story.is_empty() { "/".to_owned() } else { format!("/{story}/") };
        match self {
            Overview::OfIssue(id) => format!("{top}positions/issues/{}/", records.graph.key(id)),
            Overview::OfActor(id) => format!("{top}positions/actors/{}/", records.graph.key(id)),
            Overview::PositionChanges => format!("{top}positions/changes/"),
            _ => format!("{top}{}/", self.name()),
        }
    }

    /// The page it is a part of, for the way there.
    fn above(self) -> Option<Overview> {
        matches!(self, Overview::OfIssue(_) | Overview::OfActor(_) | Overview::PositionChanges).then_some(Overview::Positions)
    }
}

/// Which of these pages there are, with their numbers of pages. What each shows is put into the plan, by its place in what was derived.
pub(super) fn planned(site: Site, plan: &mut Plan) -> Vec<(Overview, String, usize)> {
    let records = site.records;
    let size = site.config.paginate;
    let mut found = Vec::new();
    for story in plan.stories.clone() {
        let inside = |id: RecordId| plan.is_inside(records, id, &story);
        let mut lists: Vec<(Overview, Vec<usize>)> = vec![
            (Overview::PositionChanges, places(&site.derived.position_changes, |(_, is)| inside(*is))),
            (Overview::Timeline, places(&site.derived.timeline.events, |id| inside(*id))),
            (Overview::Upcoming, places(&site.derived.timeline.upcoming, |id| inside(*id))),
            (Overview::Dependencies, dependencies::entries(site, plan, &story)),
            (Overview::Unknowns, places(&site.derived.unknowns, |unknown| inside(unknown.record))),
            (Overview::Corrections, places(&site.derived.changes, |id| inside(*id) && records.is_correction(*id))),
        ];
        let kinds = records.kinds;
        let has = |kinds: &[KindId]| kinds.iter().any(|kind| records.graph.of_kind(*kind).iter().any(|id| inside(*id)));
        let has_positions = has(&[kinds.position]);
        // An empty list is worth a page where the list could have entries: that there are none is then the answer.
        let worth = |overview: &Overview| match overview {
            Overview::PositionChanges => has_positions,
            // Most stories have no dependencies: a page that says so would tell nobody anything.
            Overview::Dependencies => false,
            Overview::Timeline | Overview::Upcoming => has(&[kinds.event]),
            Overview::Corrections => has(&[kinds.update]),
            _ => has(&[kinds.issue, kinds.event, kinds.claim, kinds.document, kinds.figure, kinds.quote, kinds.position]),
        };
        lists.retain(|(overview, list)| site.config.wants(overview.name()) && (!list.is_empty() || worth(overview)));
        for (overview, list) in lists {
            found.push((overview, story.clone(), list.len().div_ceil(size).max(1)));
            plan.overviews.insert((overview, story.clone()), list);
        }
        if has_positions && site.config.wants(Overview::Positions.name()) {
            found.extend(matrix::planned(site, plan, &story));
        }
    }
    found
}

fn places<T>(all: &[T], is_in: impl Fn(&T) -> bool) -> Vec<usize> {
    all.iter().enumerate().filter(|(_, entry)| is_in(entry)).map(|(at, _)| at).collect()
}

impl<'v> View<'v> {
    /// The data of one of these pages.
    pub fn overview_page(self, overview: Overview, story: &str, number: usize, address: &str) -> OverviewPage {
        let place = Place { view: self, overview, story, number, address };
        match overview {
            Overview::Positions | Overview::OfIssue(_) | Overview::OfActor(_) => OverviewPage::Positions(Box::new(matrix::page(&place))),
            Overview::PositionChanges => OverviewPage::PositionChanges(positions::changes(&place)),
            Overview::Timeline => OverviewPage::Timeline(timeline::timeline(&place)),
            Overview::Upcoming => OverviewPage::Upcoming(timeline::upcoming(&place)),
            Overview::Dependencies => OverviewPage::Dependencies(Box::new(dependencies::page(&place))),
            Overview::Unknowns => OverviewPage::Unknowns(unknowns::page(&place)),
            Overview::Corrections => OverviewPage::Corrections(corrections::page(&place)),
        }
    }

    /// Those of a story that there are: title, how many entries, address. Empty ones that another of them leads to are left out.
    pub fn overview_links(self, story: &str) -> Vec<super::pages::ListLink> {
        let planned = |overview: &&Overview| {
            let list = self.plan.overview(self.records, **overview, story);
            list.is_some_and(|list| !list.is_empty() || !matches!(overview, Overview::Upcoming | Overview::PositionChanges))
        };
        let link = |overview: &Overview| super::pages::ListLink {
            title: overview.title().to_owned(),
            count: self.plan.overview(self.records, *overview, story).map_or(0, <[usize]>::len),
            url: self.plan.href(&overview.address(self.records, story)),
        };
        TOPS.iter().filter(planned).map(link).collect()
    }

    /// The address of one of these pages, if there is one.
    pub fn overview_url(self, overview: Overview, story: &str) -> Option<String> {
        let planned = self.plan.has_overview(self.records, overview, story);
        planned.then(|| self.plan.href(&overview.address(self.records, story)))
    }
}

/// One page of an overview: which, of which story, and where.
struct Place<'v, 'p> {
    view: View<'v>,
    overview: Overview,
    story: &'p str,
    number: usize,
    address: &'p str,
}

impl<'v> Place<'v, '_> {
    /// The places of the entries of the whole list, in order.
    fn all(&self) -> &'v [usize] {
        self.view.plan.overview(self.view.records, self.overview, self.story).unwrap_or_default()
    }

    /// Those of this page.
    fn here(&self) -> impl Iterator<Item = usize> + 'v {
        let size = self.view.config.paginate;
        self.all().iter().skip((self.number - 1) * size).take(size).copied()
    }

    fn pages(&self) -> usize {
        self.all().len().div_ceil(self.view.config.paginate).max(1)
    }

    fn pagination(&self) -> Option<super::atoms::Pagination> {
        let top = self.overview.address(self.view.records, self.story);
        self.view.pagination(&top, self.number, self.pages(), self.all().len())
    }

    /// The head of the page; `title` with the number of the page, where there are several.
    fn head(&self, title: &str, description: &str) -> Head {
        let view = self.view;
        let mut way = vec![view.home()];
        way.extend(view.plan.section(self.story).filter(|_| !self.story.is_empty()).map(|id| view.link(id)));
        if let Some(above) = self.overview.above()
            && let Some(url) = view.overview_url(above, self.story)
        {
            way.push(super::atoms::Link { title: above.title().to_owned(), url: Some(url), kind: String::new() });
        }
        let mut head = view.head(&numbered(title, self.number, self.pages()), description, self.address, way);
        if matches!(self.overview, Overview::Timeline | Overview::Upcoming) {
            let top = if self.story.is_empty() { "/".to_owned() } else { format!("/{}/", self.story) };
            head.calendar = view.plan.beside(&top, "calendar.ics");
        }
        head
    }
}
