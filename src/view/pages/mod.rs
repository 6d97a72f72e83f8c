//! For each sort of page, exactly the data its template may see: `page` in the template is one of these.
//!
//! Here is what every page has. `records` holds the pages of records, `lists` those of stories, sections and lists, `cards` what other sites
//! show. The pages of what was computed are declared where they are made, in `overviews` and `data`.

mod cards;
mod lists;
mod records;

pub use cards::*;
pub use lists::*;
pub use records::*;

use super::atoms::{Heading, Link, When};
use super::linked::HtmlJson;
use serde::Serialize;

/// What every page has: `page.head`.
#[derive(Clone, Debug, Serialize)]
pub struct Head {
    /// For the `<title>` element, the site's title not included.
    pub title: String,
    /// For search engines.
    pub description: String,
    /// The whole address on the current site, for `<link rel=canonical>`; none where the site has no origin or the page is no address of its
    /// own (404).
    pub canonical: Option<String>,
    /// The address on this host.
    pub url: String,
    /// The way from home to here, home first, this page not included.
    pub breadcrumbs: Vec<Link>,
    /// Whether search engines should leave it alone (404, redirects, cards, copies of earlier days).
    pub noindex: bool,
    /// In a copy of the site as it was known on an earlier day: which day, and where the current page is. Shown above everything.
    pub as_of: Option<AsOf>,
    /// The page in the words of schema.org, safe to print with `| safe` and to be printed by `base.html` alone.
    pub json_ld: Option<HtmlJson>,
    /// The day of its last change, for search engines; none if it is not known or no exact day.
    pub updated: Option<String>,
    /// The feed of what it is about, if it has one of its own.
    pub feed: Option<String>,
    /// The calendar of what it is about.
    pub calendar: Option<String>,
    /// The same in other forms, for `<link rel=alternate>`: feeds, a calendar, its words, the way to embed it.
    pub alternates: Vec<Alternate>,
}

/// What every page of a copy of an earlier day says first.
#[derive(Clone, Debug, Serialize)]
pub struct AsOf {
    /// The day.
    pub when: When,
    /// The page of the current site, or its home.
    pub url: String,
}

/// Another form of a page.
#[derive(Clone, Debug, Serialize)]
pub struct Alternate {
    /// Its MIME type.
    pub mime: String,
    /// What it is.
    pub title: String,
    /// Where it is.
    pub url: String,
}

/// Running text with what belongs to it: `page.text`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Text {
    /// Rendered Markdown (print it with `| safe`); empty if there is none.
    pub html: String,
    /// Its headings.
    pub toc: Vec<Heading>,
    /// The sources it cites, in the order of their numbers. The HTML refers to them as `#source_N`; headings never have such ids.
    pub cited: Vec<Cited>,
}

/// A source in the list at the end of a page.
#[derive(Clone, Debug, Serialize)]
pub struct Cited {
    /// Its number; its entry must have the id `source_N`.
    pub n: usize,
    /// Its page.
    pub link: Link,
    /// Publisher, author, date, type and access, as far as known, in one line.
    pub detail: String,
    /// Where it is.
    pub url: Option<String>,
    /// A copy that will stay.
    pub archive_url: Option<String>,
    /// The ids of the places that cite it (`cite_N_M`), for the links back.
    pub places: Vec<String>,
}

/// What `site` is in every template: constants of the configuration.
#[derive(Clone, Debug, Serialize)]
pub struct Site {
    /// Its title.
    pub title: String,
    /// One or two sentences.
    pub description: String,
    /// Its language.
    pub language: String,
    /// ltr or rtl.
    pub dir: String,
    /// Who publishes it.
    pub publisher: String,
    /// The address of home on this host.
    pub home: String,
    /// The address of the feed, if it has one.
    pub feed: Option<String>,
    /// The address of the sitemap, if it has one.
    pub sitemap: Option<String>,
    /// The address of what there is to download, if it is offered.
    pub data: Option<String>,
    /// `gen 0.1.0`, for the generator meta tag.
    pub generator: String,
}
