//! The pages of the site's content: stories, records, their lists, and overviews.
//!
//! In: the records and what follows from them. Out: their pages in the plan, and the address of every record.

use super::Planner;
use crate::draft::Origin;
use crate::graph::RecordId;
use crate::schema::{KindId, Page};
use crate::view::asked::Facts;
use crate::view::lists::RecordList;
use crate::view::plan::{Plan, PlannedPage, Subject, is_inside, page_address};
use crate::view::{lists, overviews};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

impl Planner<'_> {
    pub(super) fn stories(&mut self, plan: &mut Plan) {
        let records = self.site.records;
        let page = records.kinds.page;
        let mut stories: Vec<String> = records
            .graph
            .iter()
            // A claim in the text of an ordinary page makes its section no story.
            .filter(|(_, record)| record.kind != page && record.owner.is_none() && !record.story.is_empty())
            .map(|(_, record)| record.story.to_string())
            .collect();
        stories.push(String::new());
        stories.sort_unstable();
        stories.dedup();
        plan.stories = stories;
        for id in records.graph.of_kind(page) {
            let record = records.get(*id);
            if record.origin == Origin::Section {
                let folder = if &*record.id == "index" { String::new() } else { record.id.to_string() };
                plan.sections.insert(folder, *id);
            }
        }
        for story in plan.stories.clone() {
            let text = plan.sections.get(&story).copied();
            let address = if story.is_empty() { "/".to_owned() } else { format!("/{story}/") };
            let at = text.map(|id| records.get(id).location());
            if let Some(id) = text {
                plan.addresses[id.0 as usize] = Some(address.clone());
            }
            let what = if story.is_empty() { "the home page".to_owned() } else { format!("the story `{story}`") };
            self.page(plan, address, Subject::Story(story, text), what, at);
        }
    }

    pub(super) fn listings(&self, plan: &mut Plan) {
        for (kind, declaration) in self.site.records.schema.iter() {
            if declaration.folder.is_none() || declaration.ordinary {
                continue;
            }
            let all = lists::in_order(self.site.records, Facts::new(self.site.derived, None), kind);
            for story in &plan.stories {
                let inside = |id: &&RecordId| story.is_empty() || is_inside(&self.site.records.get(**id).story, story);
                let of_story: Vec<RecordId> = all.iter().filter(inside).copied().collect();
                if !of_story.is_empty() && self.site.config.wants(&declaration.path) {
                    plan.listing.insert((kind, story.clone()), of_story);
                }
            }
        }
    }

    pub(super) fn records(&mut self, plan: &mut Plan) {
        let records = self.site.records;
        let indexes: FxHashSet<String> =
            plan.listing.keys().map(|(kind, story)| index_folder(&records.schema.kind(*kind).folder, story)).collect();
        for (id, record) in records.graph.iter() {
            let kind = records.schema.kind(record.kind);
            if record.owner.is_some() || plan.addresses[id.0 as usize].is_some() {
                continue;
            }
            let folder = record.origin == Origin::Section;
            // The text of a kind's list is shown there, not on a page of its own.
            if folder && indexes.contains(&*record.id) {
                continue;
            }
            if kind.page == Page::Anchor {
                continue;
            }
            let own = records
                .fields(id)
                .text("slug")
                .map_or_else(|| record.id.rsplit('/').next().unwrap_or(&record.id).to_owned(), crate::parse::slug);
            let address = if kind.ordinary {
                let above = record.id.rsplit_once('/').map_or(String::new(), |(above, _)| format!("{above}/"));
                format!("/{above}{own}/")
            } else {
                format!("/{}/{own}/", kind.path)
            };
            let subject = if folder { Subject::Section(id) } else { Subject::Record(id) };
            let what = self.what(id);
            if self.page(plan, address.clone(), subject, what, Some(record.location())) {
                plan.addresses[id.0 as usize] = Some(address);
            }
        }
    }

    pub(super) fn indexes(&mut self, plan: &mut Plan) {
        let records = self.site.records;
        let size = self.site.config.paginate;
        let mut listing: Vec<((KindId, String), Vec<RecordId>)> =
            plan.listing.iter().map(|(key, ids)| (key.clone(), ids.clone())).collect();
        listing.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        for ((kind, story), ids) in listing {
            let declaration = records.schema.kind(kind);
            let top = if story.is_empty() { format!("/{}/", declaration.path) } else { format!("/{story}/{}/", declaration.path) };
            let text = plan.sections.get(&index_folder(&declaration.folder, &story)).copied();
            if let Some(text) = text {
                plan.addresses[text.0 as usize] = Some(top.clone());
            }
            for number in 1..=ids.len().div_ceil(size).max(1) {
                let what = format!("the list of {}", declaration.plural.to_lowercase());
                self.page(
                    plan,
                    page_address(&top, number),
                    Subject::Index(kind, story.clone(), number),
                    what,
                    text.map(|id| records.get(id).location()),
                );
            }
            if !story.is_empty() || declaration.page == Page::Own {
                continue;
            }
            for (at, id) in ids.iter().enumerate().filter(|(_, id)| records.get(**id).owner.is_none()) {
                plan.addresses[id.0 as usize] = Some(format!("{}#{}", page_address(&top, at / size + 1), records.graph.key(*id)));
            }
        }
        // Parts and records in a text are found on the page of their outermost owner; owners stand before their parts.
        for (id, record) in records.graph.iter().filter(|(_, record)| record.owner.is_some()) {
            let host = records.graph.host(id);
            let page = plan.addresses[host.0 as usize].as_deref().and_then(|address| address.split('#').next());
            plan.addresses[id.0 as usize] = page.map(|page| format!("{page}#{}", record.id));
        }
    }

    /// Lists every ordinary page on the page of the nearest folder above it that has one: nothing else may lead there.
    pub(super) fn folders(&mut self, plan: &mut Plan) {
        let records = self.site.records;
        let mut folders: BTreeMap<String, Vec<RecordId>> = BTreeMap::new();
        for id in records.graph.of_kind(records.kinds.page) {
            let record = records.get(*id);
            let is_story = plan.stories.iter().any(|story| *story == *record.id);
            if record.owner.is_none()
                && plan.addresses[id.0 as usize].is_some()
                && !is_story
                && !self.is_list_text(plan, *id)
                && &*record.id != "index"
            {
                folders.entry(listed_in(plan, &record.id).to_owned()).or_default().push(*id);
            }
        }
        let weight = |id: &RecordId| (records.weight(*id).is_none(), records.weight(*id));
        for (folder, pages) in &mut folders {
            pages.sort_by_cached_key(|id| {
                (weight(id), std::cmp::Reverse(records.fields(*id).sort_key("date")), records.title(*id).to_lowercase(), *id)
            });
            let top = if folder.is_empty() { "/".to_owned() } else { format!("/{folder}/") };
            for number in 2..=pages.len().div_ceil(self.site.config.paginate) {
                let what = format!("the pages of `{top}`");
                self.page(plan, page_address(&top, number), Subject::Folder(folder.clone(), number), what, None);
            }
        }
        plan.folders = folders.into_iter().collect();
    }

    /// Whether a section is the text of a kind's list; without entries there is no list, and it is a section like others.
    fn is_list_text(&self, plan: &Plan, id: RecordId) -> bool {
        let record = self.site.records.get(id);
        let (story, last) = record.id.rsplit_once('/').unwrap_or(("", &record.id));
        let listed = |kind| plan.listing.contains_key(&(kind, story.to_owned()));
        record.origin == Origin::Section && self.site.records.schema.kind_of_folder(last).is_some_and(listed)
    }

    pub(super) fn rest(&mut self, plan: &mut Plan) {
        let records = self.site.records;
        let size = self.site.config.paginate;
        let may_be_long = |page: &PlannedPage| {
            let Subject::Record(id) = page.subject else { return None };
            let slice = self.site.derived.timeline.of_issue.get(&id).map_or(0, Vec::len);
            // Nothing on a page can be longer than what refers to it.
            (records.graph.to(id).len().max(slice) > size).then(|| (id, page.address.clone()))
        };
        let candidates: Vec<(RecordId, String)> = plan.pages.iter().filter_map(may_be_long).collect();
        for (id, address) in candidates {
            let all: Vec<RecordList> = lists::of_record(records, Facts::new(self.site.derived, None), id);
            for list in all.iter().filter(|list| list.len() > size) {
                let top = format!("{address}{}/", list.id);
                for number in 1..=list.len().div_ceil(size) {
                    let what = format!("the list `{}` of {}", list.id, self.what(id));
                    self.page(
                        plan,
                        page_address(&top, number),
                        Subject::Rest(id, list.id.clone(), number),
                        what,
                        Some(records.get(id).location()),
                    );
                }
            }
            plan.long.insert(id, all);
        }
    }

    pub(super) fn overviews(&mut self, plan: &mut Plan) {
        for (overview, story, pages) in overviews::planned(self.site, plan) {
            let top = overview.address(self.site.records, &story);
            for number in 1..=pages {
                let subject = Subject::Overview(overview, story.clone(), number);
                self.page(plan, page_address(&top, number), subject, format!("the overview `{top}`"), None);
            }
        }
    }
}

/// The folder on whose page an ordinary page or a section is listed: the nearest above it that has a page.
fn listed_in<'i>(plan: &Plan, id: &'i str) -> &'i str {
    let has_page = |folder: &str| plan.sections.contains_key(folder) || plan.stories.iter().any(|story| story == folder);
    let mut folder = id;
    loop {
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        if folder.is_empty() || has_page(folder) {
            return folder;
        }
    }
}

/// The folder of `content/` in which the files of a kind lie.
fn index_folder(folder: &Option<String>, story: &str) -> String {
    let folder = folder.as_deref().unwrap_or_default();
    if story.is_empty() { folder.to_owned() } else { format!("{story}/{folder}") }
}
