//! Feeds of what readers are told has changed, as Atom and as JSON Feed: of the site, of each story, of each actor and issue.
//!
//! In: a slice of the updates. Out: the text of a feed, newest entry first. Dates are those of the updates and never of the build.

use super::build::{View, listed};
use super::plan::Slice;
use crate::date::Date;
use crate::graph::RecordId;
use atom_syndication::{Category, Content, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use serde_json::{Value, json};

/// What stands where a format demands an instant and nobody knows one: a reader that sorts by it puts the entry last, and its text says
/// that the date is not known.
const NO_DATE: &str = "1970-01-01T00:00:00Z";

/// An update as both formats need it.
struct Item {
    id: String,
    url: String,
    title: String,
    /// What sort of change: as sources write it.
    kind: String,
    note: String,
    /// The note with what else there is to say, the date in words among it.
    text: String,
    /// Its first instant, as RFC 3339 writes it.
    instant: Option<String>,
}

impl<'v> View<'v> {
    /// An address with the host before it.
    pub(super) fn whole(self, href: &str) -> String {
        format!("{}{href}", self.config.base_url.origin)
    }

    /// The address of the page to which a feed or calendar belongs, from the root of the site.
    pub(super) fn home_of(self, slice: &Slice) -> String {
        match slice {
            Slice::Story(story) if story.is_empty() => "/".to_owned(),
            Slice::Story(story) => format!("/{story}/"),
            Slice::Record(id) => self.plan.address(*id).unwrap_or("/").to_owned(),
        }
    }

    /// What a feed or calendar is called.
    pub(super) fn title_of(self, slice: &Slice) -> String {
        let of_site = |title: &str| format!("{title} · {}", self.config.title);
        match slice {
            Slice::Story(story) if story.is_empty() => self.config.title.clone(),
            Slice::Story(story) => of_site(&self.story_title(story)),
            Slice::Record(id) => of_site(self.records.title(*id)),
        }
    }

    /// The updates of a slice, newest first: of an actor or issue those that concern it (`derive::changes_of`), of a story those that lie in
    /// it or name a record of it.
    fn told_in(self, slice: &Slice) -> Vec<RecordId> {
        let limit = self.config.feed_limit;
        match slice {
            Slice::Story(story) => {
                let inside = |id: RecordId| self.plan.is_inside(self.records, id, story);
                let told =
                    self.derived.changes().iter().filter(|id| inside(**id) || self.records.update(**id).records.into_iter().any(inside));
                told.take(limit).copied().collect()
            }
            Slice::Record(id) => self.derived.changes_of(*id).iter().take(limit).copied().collect(),
        }
    }

    fn item(self, id: RecordId, home: &str) -> Item {
        let update = self.update(id);
        let titles: Vec<String> = update.records.iter().map(|record| record.title.clone()).collect();
        let title = if titles.is_empty() { update.kind.label.clone() } else { format!("{}: {}", update.kind.label, short(&titles)) };
        let mut lines = vec![update.note.clone()];
        let told = [("It said", &update.was), ("It says", &update.now), ("Why", &update.why)];
        lines.extend(told.into_iter().filter_map(|(label, words)| Some(format!("{label}: {}", words.as_ref()?))));
        lines.push(format!("Date: {}", update.when.text));
        if !titles.is_empty() {
            lines.push(format!("Concerns: {}", listed(&titles)));
        }
        Item {
            // Not the address: on which page of the list an update stands changes with every new one.
            id: self.whole(&self.plan.href(&format!("/changes/#{}", update.anchor))),
            url: update.url.as_ref().map_or_else(|| home.to_owned(), |url| self.whole(url)),
            title,
            kind: update.kind.word,
            note: update.note,
            text: lines.join("\n\n"),
            instant: self.records.update(id).date.known().and_then(instant),
        }
    }

    /// A slice of the changes as Atom.
    pub fn feed(self, slice: &Slice) -> String {
        let top = self.home_of(slice);
        let home = self.whole(&self.plan.href(&top));
        let items: Vec<Item> = self.told_in(slice).into_iter().map(|id| self.item(id, &home)).collect();
        let newest = items.iter().filter_map(|item| item.instant.as_deref()).max().unwrap_or(NO_DATE);
        let link =
            |href: String, rel: &str, mime: &str| Link { href, rel: rel.to_owned(), mime_type: Some(mime.to_owned()), ..Link::default() };
        let entry = |item: &Item| Entry {
            title: Text::plain(item.title.clone()),
            id: item.id.clone(),
            updated: stamp(item.instant.as_deref().unwrap_or(NO_DATE)),
            links: vec![link(item.url.clone(), "alternate", "text/html")],
            categories: vec![Category { term: item.kind.clone(), ..Category::default() }],
            summary: Some(Text::plain(item.note.clone())),
            content: Some(Content { value: Some(item.text.clone()), content_type: Some("text".to_owned()), ..Content::default() }),
            ..Entry::default()
        };
        let own = self.whole(&self.plan.href(&format!("{top}atom.xml")));
        Feed {
            title: Text::plain(self.title_of(slice)),
            subtitle: (!self.config.description.is_empty()).then(|| Text::plain(self.config.description.clone())),
            id: home.clone(),
            updated: stamp(newest),
            authors: vec![Person { name: self.config.voice().to_owned(), ..Person::default() }],
            generator: Some(Generator { value: "gen".to_owned(), uri: None, version: Some(env!("CARGO_PKG_VERSION").to_owned()) }),
            lang: Some(self.config.language.clone()),
            links: vec![link(home, "alternate", "text/html"), link(own, "self", "application/atom+xml")],
            entries: items.iter().map(entry).collect(),
            ..Feed::default()
        }
        .to_string()
    }

    /// The same as JSON Feed 1.1, where an entry needs no instant: one without a date has none.
    pub fn json_feed(self, slice: &Slice) -> String {
        let top = self.home_of(slice);
        let home = self.whole(&self.plan.href(&top));
        let item = |id: RecordId| {
            let item = self.item(id, &home);
            let mut entry = json!({ "id": item.id, "url": item.url, "title": item.title, "summary": item.note, "content_text": item.text });
            if let Some(instant) = item.instant {
                entry["date_published"] = instant.into();
            }
            entry["tags"] = json!([item.kind]);
            entry
        };
        let mut feed = json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.title_of(slice),
            "home_page_url": home,
            "feed_url": self.whole(&self.plan.href(&format!("{top}feed.json"))),
        });
        if !self.config.description.is_empty() {
            feed["description"] = self.config.description.as_str().into();
        }
        feed["language"] = self.config.language.as_str().into();
        feed["authors"] = json!([{ "name": self.config.voice() }]);
        feed["items"] = self.told_in(slice).into_iter().map(item).collect::<Vec<Value>>().into();
        feed.to_string()
    }
}

/// The first titles of many.
fn short(titles: &[String]) -> String {
    match titles.len() {
        0..=3 => titles.join(", "),
        more => format!("{} and {} more", titles[..3].join(", "), more - 3),
    }
}

/// The first instant of a date as RFC 3339 writes it: midnight UTC of its first day, unless it says a time. Nothing for years that the
/// format does not have.
fn instant(date: &Date) -> Option<String> {
    let (day, hour, minute) = date.utc(None).or_else(|| Some((date.earliest().or_else(|| date.latest())?, 0, 0)))?;
    (1..=9999).contains(&day.year()).then(|| format!("{day}T{hour:02}:{minute:02}:00Z"))
}

fn stamp(instant: &str) -> FixedDateTime {
    instant.parse().expect("a day of the years 1 to 9999 with a time and `Z` is a date and time of RFC 3339")
}
