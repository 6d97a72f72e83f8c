//! The pages of records: what all have, and what each built-in kind has of its own.

use crate::view::atoms::{
    Attribution, Claim, Dependency, Event, Fact, Figure, Link, List, Mention, Name, Point, Position, Quote, StanceGroup, Update, When, Word,
};
use crate::view::pages::{Embed, Head, Text};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

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
#[derive(Clone, Debug)]
pub struct RecordPage {
    /// Title, address, way here.
    pub head: Head,
    /// The record.
    pub record: Record,
    /// Its text.
    pub text: Text,
    /// What its kind has beside that; the field of its name is there for built-in kinds with a template of their own.
    pub own: Own,
}

// By hand: what serde makes of a flattened field is slow, and there is one of these for every record.
impl Serialize for RecordPage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut page = serializer.serialize_struct("RecordPage", 4)?;
        page.serialize_field("head", &self.head)?;
        page.serialize_field("record", &self.record)?;
        page.serialize_field("text", &self.text)?;
        match &self.own {
            Own::Actor(own) => page.serialize_field("actor", own)?,
            Own::Issue(own) => page.serialize_field("issue", own)?,
            Own::Event(own) => page.serialize_field("event", own)?,
            Own::Claim(own) => page.serialize_field("claim", own)?,
            Own::Document(own) => page.serialize_field("document", own)?,
            Own::Source(own) => page.serialize_field("source", own)?,
            Own::Other(own) => page.serialize_field("other", own)?,
        }
        page.end()
    }
}

/// What a built-in kind's page has of its own; in the template it is `page.actor`, `page.issue` and so on.
#[derive(Clone, Debug)]
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
