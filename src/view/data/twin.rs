//! `index.json` beside a page: what the page says, with stable ids.
//!
//! An envelope that every page has (id, address, type, title), and inside it the record, the list, the overview or the story.

use super::json::{Json, Object};
use super::{list, name, overview, record};
use crate::graph::RecordId;
use crate::view::atoms::Pagination;
use crate::view::build::View;
use crate::view::lists::Entries;
use crate::view::plan::{PlannedPage, Subject, page_address};
use crate::view::{Data, story};

impl View<'_> {
    /// The data of a page, for programs.
    pub fn twin(self, page: &PlannedPage, data: &Data) -> String {
        if let Data::Catalogue(page) = data {
            return self.catalogue(page);
        }
        let records = self.records;
        let head = data.head();
        Json::of_object(|object| {
            if self.config.wants("data") {
                object.shown("$schema", self.absolute(&self.plan.href("/data/page.schema.json")));
            }
            let canonical = head.canonical.as_ref().unwrap_or(&head.url);
            object.put("id", canonical);
            object.put("url", canonical);
            object.put("type", of_subject(&page.subject));
            object.put("title", &head.title);
            object.text("description", &head.description);
            object.put("language", &self.config.language);
            let text = match &page.subject {
                Subject::Story(_, text) => *text,
                Subject::Section(id) | Subject::Record(id) => Some(*id),
                _ => None,
            };
            object.maybe("updated", text.and_then(|id| records.updated(id)).map(crate::date::Date::edtf));
            object.some("breadcrumbs", &head.breadcrumbs, |json, link| {
                json.object(|object| {
                    object.put("title", &link.title);
                    if let Some(href) = &link.url {
                        object.shown("url", self.absolute(href));
                    }
                });
            });
            match &page.subject {
                Subject::Record(id) => object.object("record", |object| record::write(self, *id, object)),
                Subject::Section(id) => object.object("section", |object| self.section(records.graph.key(*id), Some(*id), object)),
                Subject::Story(folder, text) => object.object("story", |object| self.story(folder, *text, object)),
                Subject::Index(kind, story, number) => object.object("list", |object| {
                    let declaration = records.schema.kind(*kind);
                    object.put("kind", &declaration.name);
                    object.text("story", story);
                    let ids = self.plan.listing(*kind, story).unwrap_or_default();
                    self.entries(ids, *number, pagination(data), object);
                }),
                Subject::Folder(folder, number) => object.object("list", |object| {
                    let ids = self.plan.folder(folder);
                    self.entries(ids, *number, pagination(data), object);
                }),
                Subject::Rest(of, list, number) => object.object("list", |object| self.rest(*of, list, *number, pagination(data), object)),
                Subject::Overview(which, story, number) => object.object("overview", |object| {
                    overview::write(self, *which, story, *number, object);
                    object.text("story", story);
                }),
                Subject::Embed(_) | Subject::Redirect(_) | Subject::NotFound | Subject::Catalogue | Subject::Machine(_) => {}
            }
        })
    }

    fn entries(self, ids: &[RecordId], number: usize, pagination: Option<&Pagination>, object: &mut Object) {
        let size = self.config.paginate;
        list::pages(self, ids.len(), pagination, object);
        object.list("entries", ids.iter().skip((number - 1) * size).take(size), |json, id| list::entry(self, *id, json));
    }

    fn rest(self, of: RecordId, name_of_list: &str, number: usize, pagination: Option<&Pagination>, object: &mut Object) {
        let lists = self.lists(of);
        let known = lists.iter().find(|known| known.id == name_of_list).expect("the rest of a list is planned from that list");
        object.shown("of", name(self.records, of));
        object.put("name", &known.id);
        match &known.entries {
            Entries::Records(ids) => self.entries(ids, number, pagination, object),
            Entries::Mentions(edges) => {
                let size = self.config.paginate;
                list::pages(self, edges.len(), pagination, object);
                object.list("mentions", edges.iter().skip((number - 1) * size).take(size), |json, edge| {
                    let mention = crate::derive::Mention::read(self.records, edge);
                    json.object(|object| {
                        object.shown("id", name(self.records, mention.from));
                        if let Some(address) = self.address_of(edge.from) {
                            object.shown("url", address);
                        }
                        object.put("sentence", &mention.sentence);
                    });
                });
            }
        }
    }

    /// A section: its text as a record, and the pages in it.
    fn section(self, folder: &str, text: Option<RecordId>, object: &mut Object) {
        object.text("folder", folder);
        if let Some(id) = text {
            object.object("record", |object| record::write(self, id, object));
        }
        let pages = self.plan.folder(folder);
        object.some("pages", pages.iter().take(self.config.paginate), |json, id| list::entry(self, *id, json));
        if pages.len() > self.config.paginate {
            let top = if folder.is_empty() { "/".to_owned() } else { format!("/{folder}/") };
            object.shown("pages_more", self.absolute(&self.plan.href(&page_address(&top, 2))));
        }
    }

    /// The site or a story: what its home page shows, and the way to all that is on record.
    fn story(self, story: &str, text: Option<RecordId>, object: &mut Object) {
        let records = self.records;
        let inside = |id: &&RecordId| self.plan.is_inside(records, **id, story);
        self.section(story, text, object);
        let issues = self.plan.listing(records.kinds.issue, story).unwrap_or_default();
        object.some("issues", issues.iter().take(self.config.paginate), |json, id| list::entry(self, *id, json));
        let upcoming = self.derived.upcoming().iter().filter(inside).take(story::NEXT_DATES);
        object.some("upcoming", upcoming, |json, id| list::entry(self, *id, json));
        let changes = self.derived.changes().iter().filter(inside).take(story::LATEST_CHANGES);
        object.some("changes", changes, |json, id| list::entry(self, *id, json));
        let lists = self.overview_links(story).into_iter().chain(self.list_links(story));
        object.some("lists", lists, |json, list| {
            json.object(|object| {
                object.put("title", &list.title);
                object.put("total", &list.count);
                object.shown("url", self.absolute(&list.url));
            });
        });
    }
}

fn pagination(data: &Data) -> Option<&Pagination> {
    match data {
        Data::Index(page) => page.pagination.as_ref(),
        _ => None,
    }
}

fn of_subject(subject: &Subject) -> &'static str {
    match subject {
        Subject::Story(..) => "story",
        Subject::Section(_) => "section",
        Subject::Record(_) => "record",
        Subject::Index(..) | Subject::Folder(..) | Subject::Rest(..) => "list",
        Subject::Overview(..) => "overview",
        Subject::Embed(_) | Subject::Redirect(_) | Subject::NotFound | Subject::Catalogue | Subject::Machine(_) => "other",
    }
}
