//! The pages of stories, sections and lists, and those of addresses that lead elsewhere or nowhere.

use crate::ready::Ready;
use crate::view::atoms::{Card, Claim, Event, Fact, Figure, Link, Mention, Pagination, Question, Quote, Source, Update, When, Word};
use crate::view::pages::{Head, Text};
use serde::Serialize;

/// `home.html`: the explainer, or one story of several.
#[derive(Clone, Debug, Serialize)]
pub struct StoryPage {
    /// Title, address, way here.
    pub head: Head,
    /// The headline.
    pub title: String,
    /// One line.
    pub summary: Option<String>,
    /// A few short points.
    pub bullets: Vec<String>,
    /// The narrative.
    pub text: Text,
    /// When it was last changed.
    pub updated: Option<When>,
    /// When somebody must look again.
    pub review_by: Option<When>,
    /// Whether that day is past.
    pub stale: bool,
    /// The issues with their state: the state of play.
    pub state: Vec<StateOfPlay>,
    /// The next dates.
    pub upcoming: Vec<Event>,
    /// The five latest changes.
    pub changes: Vec<Update>,
    /// Open questions, at most a dozen.
    pub questions: Vec<Question>,
    /// How many there are in all.
    pub questions_total: usize,
    /// The address of all of them.
    pub questions_more: Option<String>,
    /// The address of who stands where.
    pub positions: Option<String>,
    /// The address of everything that happened.
    pub timeline: Option<String>,
    /// Overviews and lists of records: title, number, address.
    pub lists: Vec<ListLink>,
    /// Stories of the site, on its home, if there are several.
    pub stories: Vec<Card>,
    /// Ordinary pages and sections below this one.
    pub pages: Vec<Card>,
    /// The address of the rest of them, if not all are here.
    pub pages_more: Option<String>,
}

/// The state of one issue.
#[derive(Clone, Debug, Serialize)]
pub struct StateOfPlay {
    /// The issue.
    pub issue: Link,
    /// Its question or summary.
    pub question: Option<String>,
    /// Its state.
    pub state: Word,
    /// Why, in a sentence.
    pub because: Option<String>,
    /// Current positions by stance: how many hold it in own words, how many by account only.
    pub stances: Vec<(Word, usize, usize)>,
}

/// A list of records.
#[derive(Clone, Debug, Serialize)]
pub struct ListLink {
    /// "Actors"
    pub title: String,
    /// How many.
    pub count: usize,
    /// Where.
    pub url: String,
}

/// `index.html`, `KIND-index.html`: the list of a kind, of a part of a record's page, or of a section.
#[derive(Clone, Debug, Serialize)]
pub struct IndexPage {
    /// Title, address, way here.
    pub head: Head,
    /// The headline.
    pub title: String,
    /// The name of the kind; empty for lists of several kinds.
    pub kind: String,
    /// One line.
    pub summary: Option<String>,
    /// The text of the list's `_index.md`; on the first page only.
    pub text: Text,
    /// The record whose list it is, for the rest of a list on a record's page.
    pub of: Option<Link>,
    /// How many entries there are in all.
    pub total: usize,
    /// The entries of this page, by group; one group without a title if they are not grouped.
    pub groups: Vec<Group>,
    /// The address of the corrections, on the list of changes.
    pub corrections: Option<String>,
    /// The pages of the list.
    pub pagination: Option<Pagination>,
}

/// Entries under one heading. Exactly one of the lists is filled, by what is listed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Group {
    /// Its heading, if there are several groups.
    pub title: Option<String>,
    /// Records with pages of their own: a [`Card`] each.
    pub cards: Vec<Ready>,
    /// Claims with their answers.
    pub claims: Vec<Claim>,
    /// Sources.
    pub sources: Vec<Source>,
    /// Figures.
    pub figures: Vec<Figure>,
    /// Quotations.
    pub quotes: Vec<Quote>,
    /// Places, terms and records of other kinds without pages: name, kind, text, each with its anchor.
    pub entries: Vec<Entry>,
    /// Updates.
    pub updates: Vec<Update>,
    /// Places where a record is spoken of.
    pub mentions: Vec<Mention>,
}

/// A record without a page of its own, in the list of its kind.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// Its place on the page (an HTML id).
    pub anchor: String,
    /// The address of its card for other sites.
    pub embed: Option<String>,
    /// Its name.
    pub title: String,
    /// What sort, if the kind has sorts.
    pub detail: Option<String>,
    /// Its one line or definition.
    pub summary: Option<String>,
    /// Its text.
    pub html: String,
    /// The larger place, where to read on, what it is about: label and links.
    pub links: Vec<(String, Vec<Link>)>,
    /// Fields that the site adds.
    pub facts: Vec<Fact>,
    /// Where it is spoken of, at most five pages.
    pub mentions: Vec<Link>,
}

/// `404.html`
#[derive(Clone, Debug, Serialize)]
pub struct NotFoundPage {
    /// Title, address, way here.
    pub head: Head,
    /// Lists of records.
    pub lists: Vec<ListLink>,
}

/// `redirect.html`: an old address.
#[derive(Clone, Debug, Serialize)]
pub struct RedirectPage {
    /// Title, address, way here.
    pub head: Head,
    /// The new address.
    pub to: Link,
}
