//! For each sort of page, exactly the data its template may see: `page` in the template is one of these.

use super::atoms::{
    Attribution, Card, Claim, Dependency, Event, Fact, Figure, Heading, Link, List, Mention, Name, Pagination, Point, Position, Question,
    Quote, Source, StanceGroup, Update, When, Word,
};
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

/// How a record is shown on other sites: `page.record.embed`.
#[derive(Clone, Debug, Serialize)]
pub struct Embed {
    /// The address of its card.
    pub url: String,
    /// HTML that shows the card in a frame; none on a site without a host.
    pub snippet: Option<String>,
}

/// `embed.html`: one record, small enough to stand in another site.
#[derive(Clone, Debug, Serialize)]
pub struct EmbedPage {
    /// Title, address, and the address of the record as the canonical one.
    pub head: Head,
    /// The record.
    pub link: Link,
    /// What readers call its kind.
    pub kind_label: String,
    /// What sort of it, if the kind has sorts.
    pub detail: Option<String>,
    /// Its one line.
    pub summary: Option<String>,
    /// Whether it is a draft, in a build that holds drafts.
    pub draft: bool,
    /// The record that replaces it.
    pub superseded_by: Option<Link>,
    /// Its status: of an issue, an event, a document.
    pub status: Option<Word>,
    /// Why, in a sentence.
    pub because: Option<String>,
    /// Its date.
    pub when: Option<When>,
    /// A claim, with at most five answers and assessments each.
    pub claim: Option<Claim>,
    /// How many answers and assessments are left out.
    pub claim_more: usize,
    /// A figure.
    pub figure: Option<Figure>,
    /// A quotation.
    pub quote: Option<Quote>,
    /// Current positions on an issue by stance: how many hold it in own words, how many by account only.
    pub stances: Vec<(Word, usize, usize)>,
    /// What else there is to know, by label.
    pub rows: Vec<(String, Vec<Link>)>,
    /// The newest day on which something of it was written down; none if none is known.
    pub recorded: Option<When>,
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

/// What every record's page has, whatever its kind: `page.record`.
#[derive(Clone, Debug, Serialize)]
pub struct Record {
    /// The name of its kind.
    pub kind: String,
    /// What readers call its kind.
    pub kind_label: String,
    /// Its id.
    pub id: String,
    /// The headline.
    pub title: String,
    /// Its one line.
    pub summary: Option<String>,
    /// A few short points.
    pub bullets: Vec<String>,
    /// Its name in other languages.
    pub names: Vec<Name>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Basis, source and date, for kinds that assert something.
    pub attribution: Option<Attribution>,
    /// Sources of the record as a whole.
    pub sources: Vec<Link>,
    /// What it is about.
    pub about: Vec<Link>,
    /// Whether it is a draft, in a build that holds drafts: shown at the top.
    pub draft: bool,
    /// The record that replaces it: shown at the top.
    pub superseded_by: Option<Link>,
    /// When it was last changed.
    pub updated: Option<When>,
    /// When somebody last looked at it.
    pub reviewed_on: Option<When>,
    /// When somebody must look again.
    pub review_by: Option<When>,
    /// Whether that day is past.
    pub stale: bool,
    /// Addresses of the same thing elsewhere.
    pub same_as: Vec<String>,
    /// Fields that the site adds, and built-in ones that need no place of their own.
    pub facts: Vec<Fact>,
    /// Values of the site's own, from `extra`.
    pub extra: serde_json::Value,
    /// Relations that the site adds, seen from the other side.
    pub relations: Vec<List>,
    /// Changes that concern it, newest first.
    pub changes: Vec<Update>,
    /// Where it is spoken of.
    pub mentions: Vec<Mention>,
    /// How many places there are in all.
    pub mentions_total: usize,
    /// The address of all of them, if not all are here.
    pub mentions_more: Option<String>,
    /// How it is shown on other sites, if it has a card.
    pub embed: Option<Embed>,
}

/// `record.html`, and the base of all others: any kind.
#[derive(Clone, Debug, Serialize)]
pub struct RecordPage {
    /// Title, address, way here.
    pub head: Head,
    /// The record.
    pub record: Record,
    /// Its text.
    pub text: Text,
    /// What its kind has beside that; the field of its name is there for built-in kinds with a template of their own.
    #[serde(flatten)]
    pub own: Own,
}

/// What a built-in kind's page has of its own; in the template it is `page.actor`, `page.issue` and so on.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Own {
    /// `actor.html`
    Actor(Box<ActorPage>),
    /// `issue.html`
    Issue(Box<IssuePage>),
    /// `event.html`
    Event(Box<EventPage>),
    /// `claim.html`
    Claim(Box<ClaimPage>),
    /// `document.html`
    Document(Box<DocumentPage>),
    /// `source.html`
    Source(Box<SourcePage>),
    /// `record.html` (kinds a site adds) and `page.html`
    Other(OtherPage),
}

/// Of an actor.
#[derive(Clone, Debug, Serialize)]
pub struct ActorPage {
    /// What sort of actor.
    pub kind: Word,
    /// Offices, newest first.
    pub roles: Vec<Role>,
    /// Organisations it belongs to.
    pub member_of: Vec<Membership>,
    /// Who belongs to it, where that is listed.
    pub members: List,
    /// How many, where they are only counted.
    pub count: Option<i64>,
    /// For whom it speaks.
    pub speaks_for: Option<Link>,
    /// Who speaks for it.
    pub spokespeople: Vec<Link>,
    /// The larger body.
    pub part_of: Option<Link>,
    /// Its parts.
    pub parts: Vec<Link>,
    /// Its picture.
    pub portrait: Option<Portrait>,
    /// Where it stands, issue by issue.
    pub stances: Vec<Stance>,
    /// The address of the table of all of them.
    pub stances_more: Option<String>,
    /// Claims it made, with their status.
    pub claims: List,
    /// What it answered to others' claims.
    pub responses: List,
    /// Its words.
    pub quotes: Vec<Quote>,
    /// How many there are in all, and the address of all of them, if not all are here.
    pub quotes_total: usize,
    /// See there.
    pub quotes_more: Option<String>,
    /// Events it took part in.
    pub events: List,
    /// Documents it wrote, is bound by, or guarantees.
    pub documents: List,
    /// Figures it gave.
    pub figures: List,
}

/// An office.
#[derive(Clone, Debug, Serialize)]
pub struct Role {
    /// Its name.
    pub title: String,
    /// Where.
    pub of: Option<Link>,
    /// Since when; none if nobody wrote it.
    pub from: Option<When>,
    /// Until when.
    pub to: Option<When>,
    /// Where it is written.
    pub source: Option<Link>,
}

/// Belonging to an organisation.
#[derive(Clone, Debug, Serialize)]
pub struct Membership {
    /// The organisation.
    pub org: Link,
    /// Since when.
    pub from: Option<When>,
    /// Until when.
    pub to: Option<When>,
}

/// A picture.
#[derive(Clone, Debug, Serialize)]
pub struct Portrait {
    /// Its address.
    pub src: String,
    /// What it shows.
    pub alt: String,
    /// Who made it.
    pub credit: Option<String>,
}

/// Where an actor stands on one issue. Own words and others' accounts are kept apart and must look different.
#[derive(Clone, Debug, Serialize)]
pub struct Stance {
    /// The issue.
    pub issue: Link,
    /// In its own words.
    pub own: Option<Position>,
    /// By others' account.
    pub account: Option<Position>,
    /// The last change in its own words: was, is, when.
    pub change: Option<Change>,
}

/// A change of stance.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// Before.
    pub was: Word,
    /// After.
    pub is: Word,
    /// Since when.
    pub when: When,
}

/// Of an issue.
#[derive(Clone, Debug, Serialize)]
pub struct IssuePage {
    /// The question in dispute.
    pub question: Option<String>,
    /// Its state.
    pub state: Word,
    /// Why: the editors' reason, or what it waits for, in a sentence.
    pub state_because: Option<String>,
    /// Where the deadlock it is in is told, with what would free it.
    pub deadlock: Option<String>,
    /// The larger issue.
    pub parent: Option<Link>,
    /// Its parts.
    pub parts: Vec<Link>,
    /// Current positions, grouped by stance. Empty: print "no stated position found".
    pub positions: Vec<StanceGroup>,
    /// The address of the table of all who have a record.
    pub positions_more: Option<String>,
    /// Positions that were replaced, newest first.
    pub earlier: Vec<Position>,
    /// What it needs, what refuses it, and its other links; with what needs it (`needed_for`).
    pub dependencies: Vec<Dependency>,
    /// Points of documents on it.
    pub points: Vec<Point>,
    /// How many points there are in all, and the address of all of them.
    pub points_total: usize,
    /// See there.
    pub points_more: Option<String>,
    /// Claims about it.
    pub claims: List,
    /// Figures about it.
    pub figures: Vec<Figure>,
    /// How many figures there are in all, and the address of all of them.
    pub figures_total: usize,
    /// See there.
    pub figures_more: Option<String>,
    /// Quotations about it.
    pub quotes: Vec<Quote>,
    /// How many quotations there are in all, and the address of all of them.
    pub quotes_total: usize,
    /// See there.
    pub quotes_more: Option<String>,
    /// What happened and is planned, in order.
    pub timeline: Vec<Event>,
    /// How many events there are in all, and the address of all of them.
    pub timeline_total: usize,
    /// See there.
    pub timeline_more: Option<String>,
    /// Next dates.
    pub upcoming: Vec<Event>,
    /// Codes of other vocabularies.
    pub codes: Vec<String>,
}

/// Of an event.
#[derive(Clone, Debug, Serialize)]
pub struct EventPage {
    /// Kind, status, date, place.
    pub event: Event,
    /// When it ended.
    pub end: Option<When>,
    /// How long, in words.
    pub duration: Option<String>,
    /// Who took part.
    pub participants: Vec<Participant>,
    /// What came of it, rendered; none if nobody wrote it.
    pub outcome: Option<String>,
    /// Whether it is over and its outcome is not written down: say so.
    pub outcome_missing: bool,
    /// Events that led to it.
    pub follows: Vec<Link>,
    /// Events it led to.
    pub followed_by: Vec<Link>,
    /// The larger event.
    pub part_of: Option<Link>,
    /// Its parts.
    pub parts: Vec<Link>,
    /// What it needs, what refuses it; with what needs it.
    pub dependencies: Vec<Dependency>,
    /// What was said there.
    pub quotes: Vec<Quote>,
    /// How many quotations there are in all, and the address of all of them.
    pub quotes_total: usize,
    /// See there.
    pub quotes_more: Option<String>,
    /// Whether it is planned and its date is past.
    pub overdue: bool,
}

/// Somebody at an event.
#[derive(Clone, Debug, Serialize)]
pub struct Participant {
    /// Who.
    pub actor: Link,
    /// In what role.
    pub role: Option<String>,
    /// For whom.
    pub on_behalf_of: Option<Link>,
}

/// Of a claim.
#[derive(Clone, Debug, Serialize)]
pub struct ClaimPage {
    /// The claim with its answers.
    pub claim: Claim,
    /// The statement or post in which it was made.
    pub made_in: Option<Link>,
    /// The place it is about.
    pub place: Option<Link>,
    /// Whether the other side was asked, in a sentence.
    pub reply_sought: Option<String>,
}

/// Of a document.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentPage {
    /// What sort of document.
    pub kind: Word,
    /// Which version.
    pub version: Option<String>,
    /// Its date.
    pub when: Option<When>,
    /// How far it has come.
    pub stage: Option<Word>,
    /// How much is public.
    pub disclosed: Option<Word>,
    /// Who wrote it.
    pub authors: Vec<Link>,
    /// Who is bound by it.
    pub parties: Vec<Link>,
    /// Who guarantees or witnesses it.
    pub third_parties: Vec<Link>,
    /// The version before it.
    pub supersedes: Option<Link>,
    /// The version after it.
    pub replaced_by: Option<Link>,
    /// How many points it is said to have.
    pub points_total: Option<i64>,
    /// How many are known.
    pub points_known: usize,
    /// How many nobody has published.
    pub undisclosed: Option<i64>,
    /// Known points.
    pub points: Vec<Point>,
    /// Who accepts which point, if that is recorded of any.
    pub acceptance: Option<Acceptance>,
    /// The points of all versions side by side, if there are several.
    pub versions: Option<Versions>,
}

/// Stances by point and actor.
#[derive(Clone, Debug, Serialize)]
pub struct Acceptance {
    /// The actors, in the order of their names.
    pub actors: Vec<Link>,
    /// The points.
    pub rows: Vec<AcceptanceRow>,
}

/// Who stands where on one point.
#[derive(Clone, Debug, Serialize)]
pub struct AcceptanceRow {
    /// The point.
    pub point: Link,
    /// How far it has come.
    pub status: Word,
    /// A stance for each actor; none: "no stated position found".
    pub stances: Vec<Option<Word>>,
}

/// Versions of a document.
#[derive(Clone, Debug, Serialize)]
pub struct Versions {
    /// The versions, oldest first.
    pub columns: Vec<Version>,
    /// Their points.
    pub rows: Vec<VersionRow>,
}

/// One version.
#[derive(Clone, Debug, Serialize)]
pub struct Version {
    /// The document.
    pub link: Link,
    /// Which version.
    pub version: Option<String>,
    /// Its date.
    pub when: Option<When>,
    /// How far it has come.
    pub stage: Option<Word>,
    /// Whether this page is about it.
    pub here: bool,
    /// How many of its points nobody has published.
    pub undisclosed: Option<i64>,
}

/// One point over the versions.
#[derive(Clone, Debug, Serialize)]
pub struct VersionRow {
    /// What it is about, as the newest version that has it says.
    pub title: String,
    /// Its number there.
    pub n: Option<String>,
    /// The point in each version; none where it is not listed.
    pub cells: Vec<Option<VersionCell>>,
}

/// A point in one version.
#[derive(Clone, Debug, Serialize)]
pub struct VersionCell {
    /// Its title there, if it has another one than in the newest version.
    pub title: Option<String>,
    /// Its place.
    pub url: Option<String>,
    /// How far it has come.
    pub status: Word,
    /// In a sentence.
    pub says: Option<String>,
}

/// Of a source.
#[derive(Clone, Debug, Serialize)]
pub struct SourcePage {
    /// Who published it; a link without an address for words; "unknown" said in words.
    pub publisher: Option<Link>,
    /// Who wrote it.
    pub author: Option<Link>,
    /// Where it is.
    pub url: Option<String>,
    /// A copy that will stay.
    pub archive_url: Option<String>,
    /// When it was published.
    pub published: Option<When>,
    /// When it was read.
    pub accessed: Option<When>,
    /// What sort of source.
    pub kind: Option<Word>,
    /// On the record or not.
    pub access: Option<Word>,
    /// Why it is not named.
    pub anonymity_reason: Option<String>,
    /// How far it can be relied on.
    pub reliability_note: Option<String>,
    /// What it cannot tell.
    pub limits: Option<String>,
    /// Its language.
    pub lang: Option<String>,
    /// Where it is used, by kind of record.
    pub used: Vec<List>,
}

/// Of an ordinary page or a kind that a site adds.
#[derive(Clone, Debug, Serialize)]
pub struct OtherPage {
    /// Its date; of a kind that a site adds it is one of the facts.
    pub when: Option<When>,
}

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
    /// Records with pages of their own.
    pub cards: Vec<Card>,
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
