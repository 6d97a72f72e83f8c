//! For each output page, exactly the data its template may see.
//!
//! In: the graph, what follows from it, the settings. Out: a plan of all pages, and for each page a value of `pages` with the template it
//! is for. Running text comes in rendered, from a function the pipeline gives. It knows no template engine and writes nothing.

mod asked;
pub mod atoms;
mod build;
mod calendars;
mod cards;
mod data;
mod documents;
mod feeds;
mod index;
mod kinds;
mod linked;
mod links;
mod lists;
mod machines;
mod outputs;
pub mod overviews;
pub mod pages;
mod past;
mod plan;
mod planner;
mod record;
mod shelf;
mod story;
mod text;

pub use asked::{Facts, Places};
pub use build::View;
pub use data::{DataFile, DataPage, FileOfData, KindOfData};
pub use linked::HtmlJson;
pub use links::{check as check_links, check_templates};
pub use lists::{Entries, RecordList};
pub use overviews::Overview;
pub use past::Past;
pub use plan::{FileOrigin, Machine, Plan, PlannedFile, PlannedPage, Slice, Subject, Twin};
pub use planner::{Site, plan};
pub use record::direction;
pub use shelf::{Shelf, Show};
pub use text::{Cite, Filled, TextBuilder, Write, component};

use overviews::OverviewPage;
use pages::{EmbedPage, Head, IndexPage, NotFoundPage, RecordPage, RedirectPage, StoryPage};
use serde::Serialize;

/// What a page is made of.
#[derive(Clone, Debug)]
pub enum Page {
    /// Data for the first of these templates that the theme has.
    Templated(Vec<String>, Box<Data>),
    /// Bytes that need no template.
    Plain(String),
    /// A file that is written piece by piece (`View::write_data`), since it may hold all records.
    Data(DataFile),
}

/// The data of a page; `page` in its template.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Data {
    /// A record.
    Record(Box<RecordPage>),
    /// The site, a story, a section.
    Story(StoryPage),
    /// A list.
    Index(IndexPage),
    /// What was computed over all records.
    Overview(OverviewPage),
    /// What there is to download.
    Catalogue(Box<DataPage>),
    /// A record for other sites.
    Embed(Box<EmbedPage>),
    /// An address that leads nowhere.
    NotFound(NotFoundPage),
    /// An address that leads elsewhere.
    Redirect(RedirectPage),
}

impl Data {
    /// What every page has.
    pub fn head(&self) -> &Head {
        match self {
            Data::Record(page) => &page.head,
            Data::Story(page) => &page.head,
            Data::Index(page) => &page.head,
            Data::Overview(page) => page.head(),
            Data::Catalogue(page) => &page.head,
            Data::Embed(page) => &page.head,
            Data::NotFound(page) => &page.head,
            Data::Redirect(page) => &page.head,
        }
    }

    fn head_mut(&mut self) -> &mut Head {
        match self {
            Data::Record(page) => &mut page.head,
            Data::Story(page) => &mut page.head,
            Data::Index(page) => &mut page.head,
            Data::Overview(page) => page.head_mut(),
            Data::Catalogue(page) => &mut page.head,
            Data::Embed(page) => &mut page.head,
            Data::NotFound(page) => &mut page.head,
            Data::Redirect(page) => &mut page.head,
        }
    }
}

impl<'v> View<'v> {
    /// Makes a page of the plan.
    pub fn page(self, page: &PlannedPage, text: &mut TextBuilder<'v>) -> Page {
        let address = page.address.as_str();
        let templated = |names: &[&str], mut data: Data| {
            data.head_mut().json_ld = self.linked_data(page, &data);
            Page::Templated(names.iter().map(|name| (*name).to_owned()).collect(), Box::new(data))
        };
        match &page.subject {
            Subject::Story(story, section) => {
                let data = Data::Story(self.story_page(story, *section, address, text));
                let own = section.and_then(|id| self.records.fields(id).text("template"));
                templated(&own.into_iter().chain(["home.html"]).collect::<Vec<_>>(), data)
            }
            Subject::Section(id) => {
                let data = Data::Story(self.section_page(self.records.graph.key(*id), Some(*id), address, text));
                let own = self.records.fields(*id).text("template");
                templated(&own.into_iter().chain(["section.html"]).collect::<Vec<_>>(), data)
            }
            Subject::Record(id) => {
                let kind = &self.records.schema.kind(self.records.kind(*id)).name;
                let of_kind = format!("{kind}.html");
                let own = self.records.fields(*id).text("template");
                let names: Vec<&str> = own.into_iter().chain([of_kind.as_str(), "record.html"]).collect();
                templated(&names, Data::Record(Box::new(self.record_page(*id, address, text))))
            }
            Subject::Index(kind, story, number) => {
                let of_kind = format!("{}-index.html", self.records.schema.kind(*kind).name);
                templated(&[&of_kind, "index.html"], Data::Index(self.index_page(*kind, story, *number, address, text)))
            }
            Subject::Folder(folder, number) => templated(&["index.html"], Data::Index(self.folder_page(folder, *number, address))),
            Subject::Rest(of, list, number) => templated(&["index.html"], Data::Index(self.rest_page(*of, list, *number, address, text))),
            Subject::Embed(id) => templated(&["embed.html"], Data::Embed(Box::new(self.embed_page(*id, address, text)))),
            Subject::Redirect(to) => templated(&["redirect.html"], Data::Redirect(self.redirect_page(*to, address))),
            Subject::Catalogue => templated(&["data.html"], Data::Catalogue(Box::new(self.data_page(address)))),
            Subject::NotFound => templated(&["404.html"], Data::NotFound(self.not_found_page(address))),
            Subject::Overview(overview, story, number) => {
                let name = format!("{}.html", overview.name());
                templated(&[&name], Data::Overview(self.overview_page(*overview, story, *number, address)))
            }
            Subject::Machine(machine) => match machine {
                Machine::Feed(slice) => Page::Plain(self.feed(slice)),
                Machine::JsonFeed(slice) => Page::Plain(self.json_feed(slice)),
                Machine::Calendar(slice) => Page::Plain(self.calendar(slice)),
                Machine::Oembed(id) => Page::Plain(self.oembed(*id)),
                Machine::Llms => Page::Plain(self.llms()),
                Machine::Sitemap => Page::Plain(self.sitemap()),
                Machine::Robots => Page::Plain(self.robots()),
                Machine::Headers => Page::Plain(self.headers()),
                Machine::Redirects => Page::Plain(self.redirects()),
                Machine::Data(file) => Page::Data(*file),
            },
        }
    }
}
