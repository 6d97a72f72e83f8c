//! Lists of a kind, and the rest of lists that are too long for their record's page.

use super::atoms::{Card, Link, Pagination};
use super::build::View;
use super::lists::{Entries, capitalised};
use super::overviews::Overview;
use super::pages::{Entry, Group, IndexPage};
use super::plan::{page_address, top_of};
use super::text::TextBuilder;
use crate::graph::{RecordId, Via};
use crate::ready::Ready;
use crate::schema::KindId;

impl<'v> View<'v> {
    /// A page of the list of a kind in a story.
    pub fn index_page(self, kind: KindId, story: &str, number: usize, address: &str, text: &mut TextBuilder<'v>) -> IndexPage {
        let declaration = self.records.schema.kind(kind);
        let ids = self.plan.listing(kind, story).unwrap_or_default();
        let folder = declaration.folder.as_deref().unwrap_or_default();
        let section = self.plan.section(&if story.is_empty() { folder.to_owned() } else { format!("{story}/{folder}") });
        let title = section.map_or_else(|| declaration.plural.clone(), |id| self.records.title(id).to_string());
        let summary = section.and_then(|id| self.records.summary(id)).map(str::to_owned);
        let mut main = section.filter(|_| number == 1).map(|id| text.main(id)).unwrap_or_default();
        let size = self.config.paginate;
        let of_page: Vec<RecordId> = ids.iter().skip((number - 1) * size).take(size).copied().collect();
        let groups = self.groups(kind, &of_page, text);
        main.cited = text.cited();
        let mut way = vec![self.home()];
        way.extend(self.plan.section(story).filter(|_| !story.is_empty()).map(|id| self.link(id)));
        let pages = ids.len().div_ceil(size).max(1);
        let head = self.head(&numbered(&title, number, pages), summary.as_deref().unwrap_or_default(), address, way);
        let pagination = self.pagination(top_of(address, number), number, pages, ids.len());
        let corrections = self.overview_url(Overview::Corrections, story).filter(|_| kind == self.records.kinds.update);
        let kind = declaration.name.clone();
        IndexPage { head, title, kind, summary, text: main, of: None, total: ids.len(), groups, corrections, pagination }
    }

    /// The address of the list of a kind in a story, if there is one.
    pub fn list_url(self, kind: KindId, story: &str) -> Option<String> {
        let path = &self.records.schema.kind(kind).path;
        let top = if story.is_empty() { format!("/{path}/") } else { format!("/{story}/{path}/") };
        self.plan.has_list(kind, story).then(|| self.plan.href(&top))
    }

    /// A page of the rest of a list.
    pub fn rest_page(self, of: RecordId, list: &str, number: usize, address: &str, text: &mut TextBuilder<'v>) -> IndexPage {
        let lists = self.lists(of);
        let list = lists.iter().find(|known| known.id == list).expect("the rest of a list is planned from that list");
        let size = self.config.paginate;
        let (from, pages) = ((number - 1) * size, list.len().div_ceil(size).max(1));
        let groups = match &list.entries {
            Entries::Records(ids) => {
                let of_page: Vec<RecordId> = ids.iter().skip(from).take(size).copied().collect();
                let kind = of_page.first().map_or(self.records.kinds.page, |id| self.records.kind(*id));
                vec![self.group(kind, None, &of_page, text)]
            }
            Entries::Mentions(edges) => {
                let mentions = edges.iter().skip(from).take(size).map(|edge| self.mention(edge)).collect();
                vec![Group { mentions, ..Group::default() }]
            }
        };
        let title = format!("{}: {}", self.records.title(of), list.title.to_lowercase());
        let mut way = self.way_to(of);
        way.push(self.link(of));
        let head = self.head(&numbered(&title, number, pages), "", address, way);
        let pagination = self.pagination(top_of(address, number), number, pages, list.len());
        let text = super::pages::Text::default();
        IndexPage {
            head,
            title,
            kind: String::new(),
            summary: None,
            text,
            of: Some(self.link(of)),
            total: list.len(),
            groups,
            corrections: None,
            pagination,
        }
    }

    /// A page, after the first, of the ordinary pages in a folder.
    pub fn folder_page(self, folder: &str, number: usize, address: &str) -> IndexPage {
        let ids = self.plan.folder(folder);
        let size = self.config.paginate;
        let pages = ids.len().div_ceil(size).max(1);
        let section = self.plan.section(folder);
        let title = section.map_or_else(|| self.config.title.clone(), |id| self.records.title(id).to_string());
        let cards = ids.iter().skip((number - 1) * size).take(size).map(|id| self.listed(*id)).collect();
        let mut way = vec![self.home()];
        way.extend(section.filter(|_| !folder.is_empty()).map(|id| self.link(id)));
        let head = self.head(&numbered(&title, number, pages), "", address, way);
        let groups = vec![Group { cards, ..Group::default() }];
        let pagination = self.pagination(top_of(address, number), number, pages, ids.len());
        let text = super::pages::Text::default();
        IndexPage {
            head,
            title,
            kind: String::new(),
            summary: None,
            text,
            of: section.map(|id| self.link(id)),
            total: ids.len(),
            groups,
            corrections: None,
            pagination,
        }
    }

    /// The pages of a list, if there are several.
    pub fn pagination(self, top: &str, number: usize, pages: usize, total: usize) -> Option<Pagination> {
        let at = |page: usize| self.plan.href(&page_address(top, page));
        (pages > 1).then(|| Pagination {
            page: number,
            pages,
            total,
            previous: (number > 1).then(|| at(number - 1)),
            next: (number < pages).then(|| at(number + 1)),
            all: shown(number, pages).into_iter().map(|page| (page, at(page))).collect(),
        })
    }

    /// Entries by the heading they stand under; the list is in that order already.
    fn groups(self, kind: KindId, ids: &[RecordId], text: &mut TextBuilder<'v>) -> Vec<Group> {
        let mut groups: Vec<(Option<String>, Vec<RecordId>)> = Vec::new();
        for id in ids {
            let title = self.group_title(kind, *id);
            match groups.last_mut().filter(|(known, _)| *known == title) {
                Some((_, members)) => members.push(*id),
                None => groups.push((title, vec![*id])),
            }
        }
        groups.into_iter().map(|(title, members)| self.group(kind, title, &members, text)).collect()
    }

    fn group_title(self, kind: KindId, id: RecordId) -> Option<String> {
        let kinds = self.records.kinds;
        if kind == kinds.claim {
            let verdict = self.derived.status(id).and_then(|status| status.verdict);
            Some(verdict.map_or_else(
                || "Not a matter of true or false".to_owned(),
                |verdict| capitalised(&self.labelled("claim_status", verdict.word()).label),
            ))
        } else if kind == kinds.actor {
            self.records.actor(id).kind.map(|kind| kind.label.to_owned())
        } else if kind == kinds.quote {
            Some(self.records.quote(id).by.map_or_else(|| "Speaker unknown".to_owned(), |by| self.records.title(by).to_string()))
        } else {
            None
        }
    }

    fn group(self, kind: KindId, title: Option<String>, ids: &[RecordId], text: &mut TextBuilder<'v>) -> Group {
        let kinds = self.records.kinds;
        let mut group = Group { title, ..Group::default() };
        if kind == kinds.claim {
            group.claims = ids.iter().map(|id| self.claim(*id)).collect();
        } else if kind == kinds.source {
            group.sources = ids.iter().map(|id| self.source(*id)).collect();
        } else if kind == kinds.figure {
            group.figures = ids.iter().map(|id| self.figure(*id)).collect();
        } else if kind == kinds.quote {
            group.quotes = ids.iter().map(|id| self.quote(*id)).collect();
        } else if kind == kinds.update {
            group.updates = ids.iter().map(|id| self.update(*id)).collect();
        } else if self.records.schema.kind(kind).page == crate::schema::Page::Anchor && self.records.schema.kind(kind).folder.is_some() {
            group.entries = ids.iter().map(|id| self.entry(*id, text)).collect();
        } else if group.title.is_some() && kind == kinds.actor {
            // The heading says the kind of actor already.
            group.cards = ids.iter().map(|id| Ready::of(&Card { detail: None, ..self.card(*id) })).collect();
        } else {
            group.cards = ids.iter().map(|id| self.listed(*id)).collect();
        }
        group
    }

    fn entry(self, id: RecordId, text: &mut TextBuilder<'v>) -> Entry {
        let records = self.records;
        let kinds = records.kinds;
        let record = records.get(id);
        let fields = records.fields(id);
        let mut links: Vec<(String, Vec<Link>)> = Vec::new();
        let mut add = |label: &str, found: Vec<Link>| {
            if !found.is_empty() {
                links.push((label.to_owned(), found));
            }
        };
        let mut detail = None;
        if record.kind == kinds.place {
            let place = records.place(id);
            detail = place.kind.map(|kind| kind.label.to_owned());
            add("Part of", self.links(place.part_of));
            add("Contested", self.links(fields.records("contested")));
        }
        add("See", self.links(fields.records("see")));
        add("About", self.links(records.about(id)));
        add("Sources", self.links(fields.records("sources")));
        let spoken = |edge: &&crate::graph::Edge| !matches!(edge.via, Via::Citation(..));
        let mut from: Vec<RecordId> = records.graph.to(id).iter().filter(spoken).map(|edge| records.graph.host(edge.from)).collect();
        from.dedup();
        Entry {
            anchor: record.id.to_string(),
            embed: self.card_url(id),
            title: self.records.title(id).to_owned(),
            detail,
            summary: records.summary(id).map(str::to_owned),
            html: text.main(id).html,
            links,
            facts: self.facts(id, text),
            mentions: from.into_iter().filter(|other| *other != id).take(5).map(|id| self.link(id)).collect(),
        }
    }
}

/// A title with the number of the page, where there are several.
pub(super) fn numbered(title: &str, number: usize, pages: usize) -> String {
    if pages > 1 { format!("{title}, page {number} of {pages}") } else { title.to_owned() }
}

/// The numbers a long row of pages shows: the first, the last, and those near this one.
fn shown(number: usize, pages: usize) -> Vec<usize> {
    let near = number.saturating_sub(2).max(1)..=(number + 2).min(pages);
    let mut shown: Vec<usize> = [1].into_iter().chain(near).chain([pages]).collect();
    shown.dedup();
    shown
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_row_of_pages_shows_its_ends_and_what_is_near() {
        for pages in 1..12_usize {
            for number in 1..=pages {
                let all: Vec<usize> = (1..=pages).filter(|page| *page == 1 || *page == pages || page.abs_diff(number) <= 2).collect();
                assert_eq!(shown(number, pages), all, "{number} of {pages}");
            }
        }
    }
}
