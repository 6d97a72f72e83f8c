//! The home page of the site and of each of its stories, sections, and the pages for addresses that lead elsewhere or nowhere.

use super::atoms::{Card, Link, Question};
use super::build::View;
use super::lists::capitalised;
use super::overviews::Overview;
use super::pages::{ListLink, NotFoundPage, RedirectPage, StateOfPlay, StoryPage};
use super::plan::page_address;
use super::text::TextBuilder;
use crate::graph::RecordId;
use crate::schema::{KindId, Page};

/// Entries of each list on a home page.
pub(super) const NEXT_DATES: usize = 10;
pub(super) const LATEST_CHANGES: usize = 5;
const QUESTIONS: usize = 12;

impl<'v> View<'v> {
    /// The home page of the site (`story` is empty) or of a story.
    pub fn story_page(self, story: &str, section: Option<RecordId>, address: &str, text: &mut TextBuilder<'v>) -> StoryPage {
        let mut page = self.section_page(story, section, address, text);
        let records = self.records;
        let inside = |id: RecordId| self.plan.is_inside(records, id, story);
        let derived = self.derived;
        let issues = self.plan.listing(records.kinds.issue, story).unwrap_or_default();
        page.state = issues.iter().take(self.config.paginate).map(|id| self.state_of_play(*id)).collect();
        page.upcoming = derived.upcoming().iter().filter(|id| inside(**id)).take(NEXT_DATES).map(|id| self.event(*id)).collect();
        page.changes = derived.changes().iter().filter(|id| inside(**id)).take(LATEST_CHANGES).map(|id| self.update(*id)).collect();
        // Open questions are those somebody could answer: what is merely undated is not listed here.
        let open: Vec<_> = derived
            .unknowns()
            .iter()
            .filter(|unknown| inside(unknown.record) && unknown.sort < crate::derive::UnknownSort::Claim)
            .collect();
        page.questions = open.iter().take(QUESTIONS).map(|unknown| self.question(unknown)).collect::<Vec<Question>>();
        page.questions_total = open.len();
        page.questions_more = self.overview_url(Overview::Unknowns, story);
        page.positions = self.overview_url(Overview::Positions, story);
        page.timeline = self.overview_url(Overview::Timeline, story);
        page.lists = self.overview_links(story);
        page.lists.extend(self.list_links(story));
        if story.is_empty() {
            page.stories = self
                .plan
                .stories()
                .iter()
                .filter(|story| !story.is_empty())
                .map(|story| self.plan.section(story).map_or_else(|| self.story_card(story), |id| self.card(id)))
                .collect();
        }
        page
    }

    /// A section that is no story.
    pub fn section_page(self, folder: &str, section: Option<RecordId>, address: &str, text: &mut TextBuilder<'v>) -> StoryPage {
        let records = self.records;
        let title = match section {
            Some(id) => records.title(id).to_string(),
            None if folder.is_empty() => self.config.title.clone(),
            None => folder_title(folder),
        };
        let summary = section.and_then(|id| records.summary(id)).map(str::to_owned);
        let mut main = section.map(|id| text.main(id)).unwrap_or_default();
        main.cited = text.cited();
        let way = match section {
            Some(id) if !folder.is_empty() => self.way_to(id),
            _ => Vec::new(),
        };
        let mut head = self.head(&title, summary.as_deref().unwrap_or_default(), address, way);
        head.updated = section.and_then(|id| self.changed_on(id));
        let review_by = section.and_then(|id| records.review_by(id));
        StoryPage {
            head,
            title,
            summary,
            bullets: section.map(|id| records.fields(id).texts("bullets").map(str::to_owned).collect()).unwrap_or_default(),
            text: main,
            updated: section.and_then(|id| records.updated(id)).map(|date| self.date(date, None)),
            review_by: review_by.map(|date| self.date(date, None)),
            stale: review_by.is_some_and(|date| date.is_past(self.derived.today())),
            state: Vec::new(),
            upcoming: Vec::new(),
            changes: Vec::new(),
            questions: Vec::new(),
            questions_total: 0,
            questions_more: None,
            positions: None,
            timeline: None,
            lists: Vec::new(),
            stories: Vec::new(),
            pages: self.pages_in(folder).iter().take(self.config.paginate).map(|id| self.card(*id)).collect(),
            pages_more: (self.pages_in(folder).len() > self.config.paginate).then(|| self.plan.href(&page_address(address, 2))),
        }
    }

    /// The ordinary pages and sections that are listed on the page of a folder.
    fn pages_in(self, folder: &str) -> &'v [RecordId] {
        self.plan.folder(folder)
    }

    /// What a story is called: by its text, else by its folder.
    pub(super) fn story_title(self, story: &str) -> String {
        self.plan.section(story).map_or_else(|| folder_title(story), |id| self.records.title(id).to_string())
    }

    /// What the home page shows of a story that has no text.
    fn story_card(self, story: &str) -> Card {
        let link = Link { title: folder_title(story), url: Some(self.plan.href(&format!("/{story}/"))), kind: String::new() };
        Card { link, kind_label: String::new(), summary: None, when: None, by: None, status: None, detail: None, html: None }
    }

    fn state_of_play(self, issue: RecordId) -> StateOfPlay {
        let records = self.records;
        let state = self.derived.state(issue).map_or("open", |state| state.word());
        StateOfPlay {
            issue: self.link(issue),
            question: records.question(issue).or_else(|| records.summary(issue)).map(str::to_owned),
            state: self.labelled("issue_state", state),
            because: self.because(issue),
            stances: self.stance_counts(issue),
        }
    }

    /// The current positions on an issue by stance: how many hold it in own words, how many by account only.
    pub(super) fn stance_counts(self, issue: RecordId) -> Vec<(super::atoms::Word, usize, usize)> {
        let counted = |group: super::atoms::StanceGroup| {
            let own = group.positions.iter().filter(|p| p.attribution.basis.as_ref().is_some_and(|basis| basis.own)).count();
            let all = group.positions.len();
            (group.stance, own, all - own)
        };
        self.stance_groups(issue).into_iter().map(counted).collect()
    }

    /// The lists of kinds in a story, in the order of the schema.
    pub fn list_links(self, story: &str) -> Vec<ListLink> {
        let mut lists = Vec::new();
        for (kind, declaration) in self.records.schema.iter() {
            if let Some(ids) = self.plan.listing(kind, story) {
                let address = if story.is_empty() { format!("/{}/", declaration.path) } else { format!("/{story}/{}/", declaration.path) };
                lists.push(ListLink { title: declaration.plural.clone(), count: ids.len(), url: self.plan.href(&address) });
            }
        }
        lists
    }

    /// The page for addresses that lead nowhere.
    pub fn not_found_page(self, address: &str) -> NotFoundPage {
        let mut head = self.head("Page not found", "", address, Vec::new());
        head.noindex = true;
        head.canonical = None;
        NotFoundPage { head, lists: self.list_links("") }
    }

    /// An old address.
    pub fn redirect_page(self, to: RecordId, address: &str) -> RedirectPage {
        let to = self.link(to);
        let mut head = self.head(&to.title, "", address, Vec::new());
        head.noindex = true;
        head.canonical =
            to.url.as_ref().filter(|_| !self.config.base_url.origin.is_empty()).map(|url| format!("{}{url}", self.config.base_url.origin));
        RedirectPage { head, to }
    }

    /// The entries of the navigation: the site's own, or the overviews and lists that readers look for, and the pages beside home.
    pub fn navigation(self) -> Vec<(String, String)> {
        if let Some(nav) = &self.config.nav {
            let href = |url: &str| if url.starts_with('/') { self.plan.href(url) } else { url.to_owned() };
            // What was not known yet is not led to.
            return nav
                .iter()
                .filter(|entry| !self.plan.of_copy().is_later(&entry.url))
                .map(|entry| (entry.title.clone(), href(&entry.url)))
                .collect();
        }
        let kinds = self.records.kinds;
        let mut entries = Vec::new();
        let list = |kind: KindId| Some((self.records.schema.kind(kind).plural.clone(), self.list_url(kind, "")?));
        let overview = |which: Overview| Some((which.title().to_owned(), self.overview_url(which, "")?));
        // What most readers come for stands first; events are found in the timeline.
        let first = [kinds.issue, kinds.actor];
        let last = [kinds.source, kinds.term, kinds.update];
        entries.extend(overview(Overview::Positions));
        entries.extend(first.into_iter().filter_map(list));
        entries.extend(overview(Overview::Timeline).or_else(|| list(kinds.event)));
        let between = self.records.schema.iter().filter(|(kind, declaration)| {
            declaration.page == Page::Own && *kind != kinds.event && !first.contains(kind) && !last.contains(kind)
        });
        entries.extend(between.filter_map(|(kind, _)| list(kind)));
        entries.extend(overview(Overview::Dependencies));
        entries.extend(overview(Overview::Unknowns));
        entries.extend(last.into_iter().filter_map(list));
        let beside = self.pages_in("").iter().copied();
        entries.extend(beside.take(4).filter_map(|id| Some((self.records.title(id).to_string(), self.plan.url(id)?))));
        entries
    }
}

/// The name of a folder that has no text to take a title from.
fn folder_title(folder: &str) -> String {
    capitalised(&folder.rsplit('/').next().unwrap_or(folder).replace(['-', '_'], " "))
}
