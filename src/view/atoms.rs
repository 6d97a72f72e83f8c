//! The small things that every page is made of. Templates print them; nothing in them is left to decide.

use crate::ready::Ready;
use serde::Serialize;

/// A link to a record or page; without an address it is only named.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Link {
    /// Its words.
    pub title: String,
    /// Its address.
    pub url: Option<String>,
    /// The name of its kind (`actor`).
    pub kind: String,
}

/// A date as readers see it.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct When {
    /// In words, as precise as it is known: "early January 2026", "date unknown".
    pub text: String,
    /// For `<time datetime>`, where HTML can say it.
    pub machine: Option<String>,
    /// Whether it is less than an exact day or moment.
    pub loose: bool,
    /// Whether nobody knows.
    pub unknown: bool,
}

/// A word of a vocabulary: `word` for class names, `label` for readers.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Word {
    /// As sources write it.
    pub word: String,
    /// As readers see it.
    pub label: String,
}

/// On whose word something is known.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Basis {
    /// As sources write it.
    pub word: String,
    /// As readers see it.
    pub label: String,
    /// Whether it is the party's own words; everything else is somebody's account and must look like it.
    pub own: bool,
}

/// Basis, source and date of an assertion.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Attribution {
    /// On whose word.
    pub basis: Option<Basis>,
    /// Where it is written.
    pub source: Option<Link>,
    /// For which date.
    pub as_of: Option<When>,
}

/// One entry of a list: what other pages show of a record.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Card {
    /// The record.
    pub link: Link,
    /// What a reader calls its kind ("Actor").
    pub kind_label: String,
    /// Its one line.
    pub summary: Option<String>,
    /// Its date.
    pub when: Option<When>,
    /// Who said or did it.
    pub by: Option<Link>,
    /// Its status: of a claim, an event, an issue, a document, a point; the kind of an actor has none.
    pub status: Option<Word>,
    /// A few words more: the kind of an actor or event, the type of a source, the value of a figure.
    pub detail: Option<String>,
    /// What the component `card` makes of it, where that is made once for many pages; where it is empty the template calls the component.
    pub html: Option<String>,
}

/// A list on a record's page: at most a page of entries and the way to the rest.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct List {
    /// Its place on the page (`claims`), also part of the address of the rest.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Its entries, in order: a [`Card`] each.
    pub cards: Vec<Ready>,
    /// How many there are in all.
    pub total: usize,
    /// The address of the whole list, if not all are here.
    pub more: Option<String>,
}

/// Where a record is spoken of.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Mention {
    /// The page that speaks of it.
    pub from: Link,
    /// What a reader calls the page's kind.
    pub kind_label: String,
    /// The sentence, as plain text.
    pub sentence: String,
}

/// Somebody's stand on an issue.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Position {
    /// Its place on the page of the issue (an HTML id); empty where the text of that page is its place.
    pub anchor: String,
    /// Its address.
    pub url: Option<String>,
    /// Whose.
    pub actor: Option<Link>,
    /// On which issue.
    pub issue: Option<Link>,
    /// In one word.
    pub stance: Word,
    /// In a sentence.
    pub says: Option<String>,
    /// Since when; unknown if nobody wrote it.
    pub when: When,
    /// On whose word.
    pub attribution: Attribution,
    /// On what condition.
    pub condition: Option<Link>,
    /// The words they used.
    pub quote: Option<String>,
}

/// Positions with one stance.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct StanceGroup {
    /// The stance.
    pub stance: Word,
    /// Who holds it, own words before accounts.
    pub positions: Vec<Position>,
}

/// A dependency as its record states it.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Dependency {
    /// all_of, any_of, blocked, contradicts, alternative, enables, follows; or needed_for: the other way round.
    pub sort: String,
    /// What stands before the links: "needs", "needs one of", "refused by", …
    pub label: String,
    /// The others.
    pub to: Vec<Link>,
    /// Who says so.
    pub asserted_by: Option<Link>,
    /// On whose word.
    pub attribution: Attribution,
    /// Stated, implied or legal.
    pub strength: Option<Word>,
    /// Whether it rests on less than somebody's own, stated words.
    pub weak: bool,
}

/// A quotation.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Quote {
    /// Its place on its page (an HTML id).
    pub anchor: String,
    /// Its own address.
    pub url: Option<String>,
    /// The address of its card for other sites.
    pub embed: Option<String>,
    /// The words.
    pub text: String,
    /// Their language, if not the site's.
    pub lang: Option<String>,
    /// Who said them; none if nobody knows.
    pub by: Option<Link>,
    /// The speaker's office on that day.
    pub role: Option<String>,
    /// When.
    pub when: When,
    /// On what occasion.
    pub event: Option<Link>,
    /// To whom.
    pub to: Option<Link>,
    /// Who translated them.
    pub translator: Option<Link>,
    /// Where the whole of it can be read.
    pub context_url: Option<String>,
    /// The original words.
    pub original: Option<String>,
    /// Their language.
    pub original_lang: Option<String>,
    /// What a careful reader should know.
    pub note: Option<String>,
    /// On whose word.
    pub attribution: Attribution,
}

/// A number with what it measures.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Figure {
    /// Its place on its page (an HTML id).
    pub anchor: String,
    /// Its own address.
    pub url: Option<String>,
    /// The address of its card for other sites.
    pub embed: Option<String>,
    /// Its name.
    pub title: String,
    /// The number or range with its unit, ready to print ("about 90 % of Donbas", "50–55 % of urban area").
    pub value: String,
    /// What is measured.
    pub of: String,
    /// The date or period for which it holds; unknown if nobody wrote it.
    pub when: When,
    /// Who gives it.
    pub by: Option<Link>,
    /// How it was measured, and its limits.
    pub method_note: Option<String>,
    /// Whether it is a figure of speech.
    pub rhetorical: bool,
    /// The margin of error with its unit.
    pub margin: Option<String>,
    /// Figures it was computed from.
    pub derived_from: Vec<Link>,
    /// Others with the same number that measure something else: the figure, and what it measures.
    pub not_the_same: Vec<(Link, String)>,
    /// Earlier values, as written: value, date, source.
    pub history: Vec<(String, When, Option<Link>)>,
    /// On whose word.
    pub attribution: Attribution,
}

/// A source in the list of sources.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Source {
    /// The source.
    pub link: Link,
    /// Its one line.
    pub summary: Option<String>,
    /// What sort of source.
    pub kind: Option<Word>,
    /// On the record or not.
    pub access: Option<Word>,
    /// Who published it; none if nobody wrote it.
    pub publisher: Option<Link>,
    /// When it was published.
    pub published: Option<When>,
    /// Where it is.
    pub url: Option<String>,
    /// A copy that will stay.
    pub archive_url: Option<String>,
    /// How many records and texts rest on it.
    pub uses: usize,
}

/// A point of a document.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Point {
    /// Its place on the page of its document (an HTML id).
    pub anchor: String,
    /// Its number, if known.
    pub n: Option<String>,
    /// What it is about.
    pub title: String,
    /// Its document.
    pub document: Link,
    /// The issue it would settle.
    pub issue: Option<Link>,
    /// How far it has come.
    pub status: Word,
    /// Stance by actor.
    pub positions: Vec<(Link, Word)>,
    /// In a sentence.
    pub says: Option<String>,
    /// How far it goes, from 0 to 3.
    pub depth: Option<i64>,
    /// On whose word.
    pub attribution: Attribution,
    /// What it depends on.
    pub dependencies: Vec<Dependency>,
}

/// The status of a claim.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Status {
    /// As sources write it.
    pub word: String,
    /// As readers see it.
    pub label: String,
    /// What it rests on, in a sentence: "One party says so; nobody else is recorded."
    pub because: String,
    /// Whether another party denies it.
    pub denied: bool,
    /// The editors' reason, if they set it themselves.
    pub reason: Option<String>,
    /// When they did.
    pub reviewed_on: Option<When>,
}

/// An answer to a claim, or an assessment of it.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Answer {
    /// Who.
    pub by: Option<Link>,
    /// Confirms, denies …; or the finding.
    pub word: Word,
    /// In a sentence.
    pub says: Option<String>,
    /// How it was found, and its limits.
    pub method_note: Option<String>,
    /// When; unknown if nobody wrote it.
    pub when: When,
    /// On whose word.
    pub attribution: Attribution,
}

/// A claim as far as a block in a text shows it.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Claim {
    /// Its place on its page (an HTML id).
    pub anchor: String,
    /// Its own address.
    pub url: Option<String>,
    /// The address of its card for other sites.
    pub embed: Option<String>,
    /// Its name.
    pub title: String,
    /// What is claimed.
    pub statement: String,
    /// Whether it can be true at all.
    pub kind: Word,
    /// Who claims it; none if nobody is named.
    pub claimant: Option<Link>,
    /// When.
    pub when: When,
    /// On whose word we know that it is claimed.
    pub attribution: Attribution,
    /// Its status; none for kinds that cannot be true.
    pub status: Option<Status>,
    /// Answers.
    pub responses: Vec<Answer>,
    /// Findings of independent parties.
    pub assessments: Vec<Answer>,
}

/// An event in a list or timeline.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Event {
    /// The event.
    pub link: Link,
    /// Its one line.
    pub summary: Option<String>,
    /// When.
    pub when: When,
    /// The same moment in UTC, where a time is given and the words of `when` are the author's.
    pub utc: Option<String>,
    /// What sort of event.
    pub kind: Word,
    /// Planned, over, called off.
    pub status: Word,
    /// Where.
    pub place: Option<Link>,
}

/// Something not known.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Question {
    /// outcome, points, overdue, question, claim, undated
    pub sort: String,
    /// In a sentence: "The outcome is not reported."
    pub text: String,
    /// Where.
    pub link: Link,
}

/// A change that readers are told of.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Update {
    /// Its place on its page (an HTML id).
    pub anchor: String,
    /// Its own address.
    pub url: Option<String>,
    /// When.
    pub when: When,
    /// What sort of change.
    pub kind: Word,
    /// What readers should know.
    pub note: String,
    /// What changed.
    pub records: Vec<Link>,
    /// A correction: what stood there.
    pub was: Option<String>,
    /// A correction: what stands there now.
    pub now: Option<String>,
    /// A correction: why.
    pub why: Option<String>,
    /// A correction: since when the mistake stood there.
    pub first_published: Option<When>,
}

/// A labelled value of a field that has no place of its own on the page: fields that a site adds.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Fact {
    /// What it is called.
    pub label: String,
    /// Its values.
    pub values: Vec<Link>,
    /// Rendered Markdown, for Markdown fields.
    pub html: Option<String>,
}

/// An entry of the table of contents.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// Its place on the page.
    pub id: String,
    /// Its words.
    pub title: String,
}

/// One page of a list that is spread over several.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Pagination {
    /// This page, from 1.
    pub page: usize,
    /// How many there are.
    pub pages: usize,
    /// How many entries there are in all.
    pub total: usize,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// All pages: number and address.
    pub all: Vec<(usize, String)>,
}

/// A name in another language.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Name {
    /// Its language.
    pub lang: String,
    /// ltr or rtl.
    pub dir: String,
    /// The name.
    pub text: String,
}
