//! The doors through which a view sees what was derived and what was planned: each read is noted by the recorder of its worker, if it has one.
//!
//! In: `Derived` and `Plan`. Out: the same, one answer at a time. What depends on the configuration alone (whole addresses, the base path,
//! which twins there are) is no question: a site with other settings asks anew for everything.

use super::lists::RecordList;
use super::overviews::Overview;
use super::plan::{Plan, PlannedFile, PlannedPage, Twin};
use crate::date::Day;
use crate::derive::{Dependencies, Derived, Stances, State, Status, Stuck, Unknown, UnknownSort};
use crate::graph::RecordId;
use crate::model::Records;
use crate::recorder::{Aspect, Question, Recorder};
use crate::schema::KindId;

/// What was derived.
#[derive(Clone, Copy)]
pub struct Facts<'v> {
    derived: &'v Derived,
    recorder: Option<&'v Recorder>,
}

/// What was planned.
#[derive(Clone, Copy)]
pub struct Places<'v> {
    plan: &'v Plan,
    recorder: Option<&'v Recorder>,
}

impl<'v> Facts<'v> {
    /// A door to what was derived.
    pub fn new(derived: &'v Derived, recorder: Option<&'v Recorder>) -> Facts<'v> {
        Facts { derived, recorder }
    }

    fn of(self, id: RecordId, aspect: Aspect) -> &'v Derived {
        if let Some(recorder) = self.recorder {
            recorder.note(id.0, aspect);
        }
        self.derived
    }

    fn all(self, question: Question) -> &'v Derived {
        if let Some(recorder) = self.recorder {
            recorder.ask(question);
        }
        self.derived
    }

    /// The day the site is built for.
    pub fn today(self) -> Day {
        self.all(Question::Today).today
    }

    /// All events by their first moment.
    pub fn events(self) -> &'v [RecordId] {
        &self.all(Question::Timeline).timeline.events
    }

    /// Planned events that are not past, in order.
    pub fn upcoming(self) -> &'v [RecordId] {
        &self.all(Question::Upcoming).timeline.upcoming
    }

    /// The events of an issue.
    pub fn events_of_issue(self, id: RecordId) -> &'v [RecordId] {
        self.of(id, Aspect::Events).timeline.of_issue.get(&id).map(Vec::as_slice).unwrap_or_default()
    }

    /// The events of an actor.
    pub fn events_of_actor(self, id: RecordId) -> &'v [RecordId] {
        self.of(id, Aspect::Events).timeline.of_actor.get(&id).map(Vec::as_slice).unwrap_or_default()
    }

    /// Who stands where on an issue.
    pub fn positions(self, issue: RecordId) -> &'v [Stances] {
        self.of(issue, Aspect::Positions).positions.get(&issue).map(Vec::as_slice).unwrap_or_default()
    }

    /// The issues on which somebody has a position, in no order.
    pub fn held(self) -> impl Iterator<Item = RecordId> + 'v {
        self.all(Question::Held).positions.keys().copied()
    }

    /// Changes of position, newest first: was, is.
    pub fn position_changes(self) -> &'v [(RecordId, RecordId)] {
        &self.all(Question::PositionChanges).position_changes
    }

    /// The status of a claim.
    pub fn status(self, claim: RecordId) -> Option<&'v Status> {
        self.of(claim, Aspect::Status).statuses.get(&claim)
    }

    /// The state of an issue.
    pub fn state(self, issue: RecordId) -> Option<State> {
        self.of(issue, Aspect::State).states.get(&issue).copied()
    }

    /// Why something is stuck, if it is.
    pub fn stuck(self, id: RecordId) -> Option<&'v Stuck> {
        self.of(id, Aspect::State).dependencies.stuck.get(&id)
    }

    /// Whether something is stuck even without the weak links.
    pub fn is_stuck_firmly(self, id: RecordId) -> bool {
        self.of(id, Aspect::State).dependencies.stuck_firmly.contains_key(&id)
    }

    /// Everything about what needs what.
    pub fn dependencies(self) -> &'v Dependencies {
        &self.all(Question::Dependencies).dependencies
    }

    /// Figures with the same number that measure something else.
    pub fn equal_numbers(self, figure: RecordId) -> &'v [RecordId] {
        self.of(figure, Aspect::Numbers).equal_numbers.get(&figure).map(Vec::as_slice).unwrap_or_default()
    }

    /// Updates that readers are told of, newest first.
    pub fn changes(self) -> &'v [RecordId] {
        &self.all(Question::Changes).changes
    }

    /// Those that concern an actor or issue.
    pub fn changes_of(self, id: RecordId) -> &'v [RecordId] {
        self.of(id, Aspect::Changes).changes_of.get(&id).map(Vec::as_slice).unwrap_or_default()
    }

    /// What is not known.
    pub fn unknowns(self) -> &'v [Unknown] {
        &self.all(Question::Unknowns).unknowns
    }

    /// The sorts of what is not known of a record.
    pub fn gaps(self, id: RecordId) -> impl Iterator<Item = UnknownSort> + 'v {
        // They are listed by sort, then by record.
        let all = &self.of(id, Aspect::Gaps).unknowns;
        let is_of = move |sort: &UnknownSort| all.binary_search_by_key(&(*sort, id), |unknown| (unknown.sort, unknown.record)).is_ok();
        UnknownSort::ALL.into_iter().filter(is_of)
    }
}

impl<'v> Places<'v> {
    /// A door to what was planned.
    pub fn new(plan: &'v Plan, recorder: Option<&'v Recorder>) -> Places<'v> {
        Places { plan, recorder }
    }

    fn of(self, id: RecordId, aspect: Aspect) -> &'v Plan {
        if let Some(recorder) = self.recorder {
            recorder.note(id.0, aspect);
        }
        self.plan
    }

    fn all(self, question: impl FnOnce() -> Question) -> &'v Plan {
        if let Some(recorder) = self.recorder {
            recorder.ask(question());
        }
        self.plan
    }

    /// An address as it is written in pages: base path first, every byte that is not safe encoded.
    pub fn href(self, address: &str) -> String {
        self.plan.href(address)
    }

    /// Where a record is found, ready to be written in a page.
    pub fn url(self, id: RecordId) -> Option<String> {
        self.url_as_planned(id).map(str::to_owned)
    }

    /// The same, lent.
    pub fn url_as_planned(self, id: RecordId) -> Option<&'v str> {
        self.of(id, Aspect::Place).url(id)
    }

    /// The same, not encoded and without the base path.
    pub fn address(self, id: RecordId) -> Option<&'v str> {
        self.of(id, Aspect::Place).address(id)
    }

    /// Where the card of a record is found, from the root of the site.
    pub fn card(self, id: RecordId) -> Option<&'v str> {
        self.of(id, Aspect::Place).card(id)
    }

    /// The lists of a record's page, if one of them is long.
    pub fn long(self, id: RecordId) -> Option<&'v [RecordList]> {
        self.of(id, Aspect::Lists).long.get(&id).map(Vec::as_slice)
    }

    /// Where a file of `content/` is found.
    pub fn file(self, path: &str) -> Option<String> {
        self.all(|| Question::File(path.into())).file(path)
    }

    /// Whether something is found at an address from the root of the site.
    pub fn knows(self, address: &str) -> bool {
        self.all(|| Question::Known(address.into())).knows(address)
    }

    /// Where a file with this name is found beside the page at an address, ready to be written, if there is one.
    pub fn beside(self, address: &str, name: &str) -> Option<String> {
        let beside = format!("{address}{name}");
        self.knows(&beside).then(|| self.href(&beside))
    }

    /// The records of a kind in a story, in the order of their list; none if it has no list there.
    pub fn listing(self, kind: KindId, story: &str) -> Option<&'v [RecordId]> {
        self.all(|| Question::Listing(kind, story.into())).listing.get(&(kind, story.to_owned())).map(Vec::as_slice)
    }

    /// Whether a kind has a list in a story.
    pub fn has_list(self, kind: KindId, story: &str) -> bool {
        self.all(|| Question::HasList(kind, story.into())).listing.contains_key(&(kind, story.to_owned()))
    }

    /// The stories: folders that hold folders of kinds; the whole site (empty) first.
    pub fn stories(self) -> &'v [String] {
        &self.all(|| Question::Stories).stories
    }

    /// The text of a section, by its folder.
    pub fn section(self, folder: &str) -> Option<RecordId> {
        self.all(|| Question::Section(folder.into())).sections.get(folder).copied()
    }

    /// The ordinary pages and sections that are listed on the page of a folder, in order.
    pub fn folder(self, folder: &str) -> &'v [RecordId] {
        self.all(|| Question::Folder(folder.into())).folders.get(folder).map(Vec::as_slice).unwrap_or_default()
    }

    /// What an overview of a story lists, if it is planned: places in what was derived, or numbers of records.
    pub fn overview(self, records: Records, overview: Overview, story: &str) -> Option<&'v [usize]> {
        let asked = || Question::Overview(overview.address(records, story).into());
        self.all(asked).overviews.get(&(overview, story.to_owned())).map(Vec::as_slice)
    }

    /// Whether an overview of a story is planned.
    pub fn has_overview(self, records: Records, overview: Overview, story: &str) -> bool {
        let asked = || Question::HasOverview(overview.address(records, story).into());
        self.all(asked).overviews.contains_key(&(overview, story.to_owned()))
    }

    /// All pages, sorted by path.
    pub fn pages(self) -> &'v [PlannedPage] {
        &self.all(|| Question::Pages).pages
    }

    /// All files to copy, sorted by path.
    pub fn files(self) -> &'v [PlannedFile] {
        &self.all(|| Question::Pages).files
    }

    /// Whether any record has a card.
    pub fn has_cards(self) -> bool {
        !self.all(|| Question::Pages).cards.is_empty()
    }

    /// The twins that stand beside every page of content.
    pub fn twins(self) -> &'v [Twin] {
        &self.plan.twins
    }

    /// Whether a record belongs to a story; everything belongs to the whole site (empty).
    pub fn is_inside(self, records: Records, id: RecordId, story: &str) -> bool {
        self.plan.is_inside(records, id, story)
    }

    /// The whole plan, for copies of earlier days, whose pages are made anew each time.
    pub(super) fn of_copy(self) -> &'v Plan {
        self.plan
    }
}
