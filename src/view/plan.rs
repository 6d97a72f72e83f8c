//! Which pages there are, and at which address each record is found.
//!
//! Made by the planner, asked by every view. It knows addresses and no content.

use super::data::DataFile;
use super::lists::RecordList;
use super::overviews::Overview;
use super::past::Past;
use crate::graph::RecordId;
use crate::model::Records;
use crate::schema::KindId;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use rustc_hash::{FxHashMap, FxHashSet};

/// What a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The site or one of its stories: its folder, and its text if it has one.
    Story(String, Option<RecordId>),
    /// A section that is no story.
    Section(RecordId),
    /// A record.
    Record(RecordId),
    /// A page of the list of a kind, in a story (the whole site, if empty).
    Index(KindId, String, usize),
    /// A page, after the first, of the ordinary pages in a folder.
    Folder(String, usize),
    /// A page of a list that is too long for the page of its record: which list.
    Rest(RecordId, String, usize),
    /// A page of what was computed over all records of a story (the whole site, if empty).
    Overview(Overview, String, usize),
    /// What there is to download: a page for readers, a catalogue for programs, and the sums of all files.
    Catalogue,
    /// A record as other sites show it in a frame.
    Embed(RecordId),
    /// An address that leads elsewhere.
    Redirect(RecordId),
    /// The page for addresses that lead nowhere.
    NotFound,
    /// A file that is made for programs and has no page.
    Machine(Machine),
}

impl Subject {
    /// Whether the page is one of the site's content, which has twins for programs beside it.
    pub fn has_twins(&self) -> bool {
        match self {
            Subject::Story(..)
            | Subject::Section(_)
            | Subject::Record(_)
            | Subject::Index(..)
            | Subject::Folder(..)
            | Subject::Rest(..)
            | Subject::Overview(..) => true,
            Subject::Catalogue | Subject::Embed(_) | Subject::Redirect(_) | Subject::NotFound | Subject::Machine(_) => false,
        }
    }
}

impl Subject {
    /// The record whose page it is, or to which its file belongs.
    pub fn record(&self) -> Option<RecordId> {
        match self {
            Subject::Story(_, text) => *text,
            Subject::Section(id) | Subject::Record(id) | Subject::Rest(id, ..) | Subject::Embed(id) | Subject::Redirect(id) => Some(*id),
            Subject::Machine(machine) => match machine {
                Machine::Feed(Slice::Record(id)) | Machine::JsonFeed(Slice::Record(id)) | Machine::Calendar(Slice::Record(id)) => Some(*id),
                Machine::Oembed(id) => Some(*id),
                Machine::Feed(Slice::Story(_)) | Machine::JsonFeed(Slice::Story(_)) | Machine::Calendar(Slice::Story(_)) => None,
                Machine::Llms | Machine::Sitemap | Machine::Robots | Machine::Headers | Machine::Redirects | Machine::Data(_) => None,
            },
            Subject::Index(..) | Subject::Folder(..) | Subject::Overview(..) | Subject::Catalogue | Subject::NotFound => None,
        }
    }
}

/// A file for programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Machine {
    /// An Atom feed.
    Feed(Slice),
    /// The same as JSON Feed.
    JsonFeed(Slice),
    /// An iCalendar.
    Calendar(Slice),
    /// How a record is put into another site, for programs that ask by oEmbed.
    Oembed(RecordId),
    /// llms.txt
    Llms,
    /// The sitemap.
    Sitemap,
    /// robots.txt
    Robots,
    /// `_headers` for hosts that read it.
    Headers,
    /// `_redirects` for hosts that read it.
    Redirects,
    /// Records of a kind, or what describes them.
    Data(DataFile),
}

/// What a feed or a calendar holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slice {
    /// Everything in a story (the whole site, if empty).
    Story(String),
    /// What concerns an actor or an issue.
    Record(RecordId),
}

/// A form of a page for programs, in a file beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Twin {
    /// Its data.
    Json,
    /// Its words.
    Markdown,
    /// The sums of the files it leads to.
    Sums,
}

impl Twin {
    /// Those that stand beside every page of content.
    pub const ALL: [Twin; 2] = [Twin::Json, Twin::Markdown];

    /// Its name among the outputs that `[outputs]` can switch off.
    pub fn output(self) -> &'static str {
        match self {
            Twin::Json => "json",
            Twin::Markdown => "markdown",
            Twin::Sums => "data",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Twin::Json => ".json",
            Twin::Markdown => ".md",
            Twin::Sums => "SHA256SUMS",
        }
    }

    /// Where it lies in the output, beside the page at `path`.
    pub fn path(self, path: &str) -> String {
        match self {
            Twin::Sums => format!("{}{}", path.strip_suffix("index.html").unwrap_or(path), self.ending()),
            Twin::Json | Twin::Markdown => format!("{}{}", path.strip_suffix(".html").unwrap_or(path), self.ending()),
        }
    }

    /// The page beside which it would lie at `path`.
    pub(super) fn page(self, path: &str) -> Option<String> {
        let page = if self == Twin::Sums { "index.html" } else { ".html" };
        path.strip_suffix(self.ending()).map(|stem| format!("{stem}{page}"))
    }

    /// What it is called in a message.
    pub(super) fn of(self, page: &str) -> String {
        format!("the {} twin of {page}", self.output())
    }
}

/// One page of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedPage {
    /// Path in the output.
    pub path: String,
    /// Address from the root of the site, without the base path, not yet encoded.
    pub address: String,
    /// What it shows.
    pub subject: Subject,
}

impl PlannedPage {
    /// If it is a page of a list: the address of the list's first page, and which page it is.
    pub fn place_in_list(&self) -> Option<(&str, usize)> {
        match self.subject {
            Subject::Index(.., number) | Subject::Folder(_, number) | Subject::Rest(.., number) | Subject::Overview(.., number) => {
                Some((top_of(&self.address, number), number))
            }
            _ => None,
        }
    }
}

/// One file that is copied to the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedFile {
    /// Path in the output.
    pub path: String,
    /// Where it comes from: its path from the root of the site; for a file of the embedded theme its name there.
    pub from: FileOrigin,
}

/// Where a copied file comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileOrigin {
    /// A file of the site.
    Site(String),
    /// A file of the theme that is part of the program.
    Embedded(String),
}

/// The records of a kind in a story, in the order of their list.
pub(super) type Listing = FxHashMap<(KindId, String), Vec<RecordId>>;

/// All pages and addresses.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Pages, sorted by path.
    pub pages: Vec<PlannedPage>,
    /// Files to copy, sorted by path.
    pub files: Vec<PlannedFile>,
    /// The twins that stand beside every page of content.
    pub twins: Vec<Twin>,
    /// The address of each record, with its place on the page; none for records that are shown nowhere.
    pub(super) addresses: Vec<Option<String>>,
    /// The same, ready to be written: an address is encoded once, and written in every list that holds its record.
    pub(super) urls: Vec<Option<Box<str>>>,
    /// Where the file at this path of `content/` is found.
    pub(super) copied: FxHashMap<String, String>,
    /// All addresses of the output, to check links that are written as such.
    pub(super) known: FxHashSet<String>,
    /// The order of every list of a kind.
    pub listing: Listing,
    /// The stories: folders that hold folders of kinds; the whole site (empty) first.
    pub stories: Vec<String>,
    /// The text of each section, by its folder.
    pub sections: FxHashMap<String, RecordId>,
    /// The ordinary pages and sections that are listed on the page of each folder, in order.
    pub folders: FxHashMap<String, Vec<RecordId>>,
    /// Lists that are too long for their record's page.
    pub long: FxHashMap<RecordId, Vec<RecordList>>,
    /// What each overview of a story lists: places in what was derived, or numbers of records.
    pub overviews: FxHashMap<(Overview, String), Vec<usize>>,
    /// The addresses of the cards of records.
    pub(super) cards: FxHashMap<RecordId, String>,
    /// The path before every address.
    pub(super) base: String,
    /// Of which day it is a copy, and of what site; none for the current site.
    pub(super) past: Option<Past>,
}

const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'%')
    .add(b'[')
    .add(b']')
    .add(b'^')
    .add(b'|')
    .add(b'\\');

impl Plan {
    /// An address as it is written in pages: base path first, every byte that is not safe encoded.
    pub fn href(&self, address: &str) -> String {
        let (path, place) = address.split_once('#').map_or((address, None), |(path, place)| (path, Some(place)));
        let mut href = format!("{}{}", self.base, utf8_percent_encode(path.trim_start_matches('/'), PATH));
        if let Some(place) = place {
            href.push('#');
            href.extend(utf8_percent_encode(place, PATH));
        }
        href
    }

    /// Where a record is found, ready to be written in a page.
    pub fn url(&self, id: RecordId) -> Option<&str> {
        self.urls[id.0 as usize].as_deref()
    }

    /// The same, not encoded and without the base path.
    pub fn address(&self, id: RecordId) -> Option<&str> {
        self.addresses[id.0 as usize].as_deref()
    }

    /// Where a file of `content/` is found.
    pub fn file(&self, path: &str) -> Option<String> {
        self.copied.get(path).map(|address| self.href(address))
    }

    /// Where a file with this name is found beside the page at an address, ready to be written, if there is one.
    pub fn beside(&self, address: &str, name: &str) -> Option<String> {
        let beside = format!("{address}{name}");
        self.knows(&beside).then(|| self.href(&beside))
    }

    /// Where the card of a record is found, from the root of the site.
    pub fn card(&self, id: RecordId) -> Option<&str> {
        self.cards.get(&id).map(String::as_str)
    }

    /// Whether something is found at an address from the root of the site.
    pub fn knows(&self, address: &str) -> bool {
        let has_twin = |twin: &Twin| {
            let page = address.strip_prefix('/').and_then(|path| twin.page(path));
            let place = page.and_then(|page| self.pages.binary_search_by(|known| known.path.cmp(&page)).ok());
            place.is_some_and(|place| self.pages[place].subject.has_twins())
        };
        self.known.contains(address) || self.twins.iter().any(has_twin)
    }

    /// Whether a record belongs to a story; everything belongs to the whole site (empty).
    pub fn is_inside(&self, records: Records, id: RecordId, story: &str) -> bool {
        story.is_empty() || is_inside(records.graph.story(records.graph.host(id)), story)
    }

    /// The twins of a page.
    pub fn twins(&self, page: &PlannedPage) -> &[Twin] {
        match page.subject {
            Subject::Catalogue => &[Twin::Json, Twin::Sums],
            _ if page.subject.has_twins() => &self.twins,
            _ => &[],
        }
    }

    /// The paths of the files of a page: its own, and those of its twins.
    pub fn outputs(&self, page: &PlannedPage) -> Vec<String> {
        let twins = self.twins(page).iter().map(|twin| twin.path(&page.path));
        std::iter::once(page.path.clone()).chain(twins).collect()
    }

    /// The paths of everything that is written: pages, their twins and copied files.
    pub fn paths(&self) -> impl Iterator<Item = String> {
        self.pages.iter().flat_map(|page| self.outputs(page)).chain(self.files.iter().map(|file| file.path.clone()))
    }

    /// All addresses, for suggestions.
    pub fn known(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(String::as_str)
    }
}

/// The address of a page of a list.
pub(super) fn page_address(top: &str, number: usize) -> String {
    if number == 1 { top.to_owned() } else { format!("{top}page/{number}/") }
}

/// The address of the first page of a list, from that of one of its pages.
pub(super) fn top_of(address: &str, number: usize) -> &str {
    if number == 1 { address } else { address.strip_suffix(&format!("page/{number}/")).unwrap_or(address) }
}

/// Whether a story is another one, or lies in it.
pub(super) fn is_inside(story: &str, folder: &str) -> bool {
    story == folder || story.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}
