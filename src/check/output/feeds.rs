//! Feeds, as the programs of readers read them: Atom (RFC 4287) and JSON Feed 1.1.
//!
//! In: the text of a feed. Out: what makes programs refuse it or lose entries, and links of it that lead nowhere.

use super::targets::Way;
use super::{File, Outputs, Problem, Trace};
use crate::diag::codes::{FEED_INVALID, PAGE_LINK};
use crate::source::Span;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rustc_hash::FxHashSet;
use serde_json::Value;

/// The name space of Atom.
const ATOM: &str = "http://www.w3.org/2005/Atom";

fn wrong(message: impl Into<String>, help: &str, span: Span) -> Problem {
    Problem { code: &FEED_INVALID, message: message.into(), help: vec![help.to_owned()], trace: Trace::Here(span) }
}

/// A feed or an entry of it, as far as it was read.
#[derive(Default)]
struct Thing {
    start: usize,
    id: Option<String>,
    title: bool,
    updated: bool,
    author: bool,
    own: bool,
    alternate: bool,
    content: bool,
}

struct Feed<'f> {
    outputs: &'f Outputs<'f>,
    path: &'f str,
    problems: Vec<Problem>,
    ids: FxHashSet<String>,
    feed: Thing,
    entry: Option<Thing>,
    entries: usize,
    authorless: Option<Span>,
}

/// Reads an Atom feed.
pub(super) fn atom(outputs: &Outputs, file: File) -> Vec<Problem> {
    let mut reader = Reader::from_str(file.text);
    let mut feed = Feed {
        outputs,
        path: file.path,
        problems: Vec::new(),
        ids: FxHashSet::default(),
        feed: Thing::default(),
        entry: None,
        entries: 0,
        authorless: None,
    };
    let mut open: Vec<String> = Vec::new();
    let (mut text, mut from) = (String::new(), 0);
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader.read_event();
        let span = Span::new(start.min(file.text.len()), (reader.buffer_position() as usize).min(file.text.len()));
        match event {
            Err(error) => {
                feed.problems.push(wrong(format!("this feed is no XML: {error}"), "escape `&` and `<`, and close every element", span));
                return feed.problems;
            }
            Ok(Event::Eof) => break,
            Ok(Event::Start(element)) => {
                text.clear();
                from = span.end;
                feed.start(&element, open.len(), span);
                open.push(element.local_name().as_ref().to_owned());
            }
            Ok(Event::Empty(element)) => {
                feed.start(&element, open.len(), span);
                if open.len() == 1 && element.local_name().as_ref() == "entry" {
                    feed.end_entry();
                }
            }
            Ok(Event::Text(words)) => text.push_str(&words),
            Ok(Event::CData(words)) => text.push_str(&words),
            Ok(Event::GeneralRef(name)) => {
                text.push('&');
                text.push_str(&name);
                text.push(';');
            }
            Ok(Event::End(_)) => {
                let name = open.pop().unwrap_or_default();
                feed.end(
                    &name,
                    open.len(),
                    crate::html::decoded(text.trim()).into_owned(),
                    Span { start: from.min(span.start), end: span.start },
                );
                text.clear();
            }
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
        }
    }
    if !open.is_empty() {
        let end = Span::new(file.text.len(), file.text.len());
        feed.problems.push(wrong("this feed is no XML: it ends inside an element", "close every element", end));
        return feed.problems;
    }
    feed.end_feed()
}

impl Feed<'_> {
    fn start(&mut self, element: &BytesStart, depth: usize, span: Span) {
        let name = element.local_name();
        let value = |key: &str| {
            let attribute = element.try_get_attribute(key).ok()??;
            Some(crate::html::decoded(&attribute.value).into_owned())
        };
        match (depth, name.as_ref()) {
            (0, "feed") => {
                let space = element.attributes().filter_map(Result::ok).any(|attribute| *attribute.value == *ATOM);
                if !space {
                    let help = "write `<feed xmlns=\"http://www.w3.org/2005/Atom\">`";
                    self.problems.push(wrong("this feed does not say that it is Atom", help, span));
                }
            }
            (0, _) => {
                self.problems.push(wrong(
                    "this file is no Atom feed",
                    "begin it with `<feed xmlns=\"http://www.w3.org/2005/Atom\">`",
                    span,
                ));
            }
            (1, "entry") => self.entry = Some(Thing { start: span.start as usize, ..Thing::default() }),
            (1 | 2, "link") => {
                let href = value("href");
                let rel = value("rel").unwrap_or_else(|| "alternate".to_owned());
                let thing = if depth == 1 { &mut self.feed } else { self.entry.get_or_insert_default() };
                thing.own |= rel == "self";
                thing.alternate |= rel == "alternate";
                match href {
                    None => self.problems.push(wrong("a link of this feed has no address", "add `href=\"…\"`", span)),
                    Some(href) => self.follow(&href, span),
                }
            }
            _ => {}
        }
    }

    fn follow(&mut self, href: &str, span: Span) {
        if let Way::Nowhere | Way::Astray(_) = self.outputs.targets.follow(self.path, href) {
            let message = format!("there is nothing at `{href}` in this site");
            self.problems.push(Problem { code: &PAGE_LINK, message, help: Vec::new(), trace: Trace::Here(span) });
        }
    }

    fn end(&mut self, name: &str, depth: usize, text: String, span: Span) {
        if depth == 1 && name == "entry" {
            self.end_entry();
            return;
        }
        let thing = match (depth, &mut self.entry) {
            (1, _) => &mut self.feed,
            (2, Some(entry)) => entry,
            _ => return,
        };
        match name {
            "id" => {
                if thing.id.is_some() {
                    self.problems.push(wrong("something in this feed has two ids", "keep one `<id>`", span));
                } else if !text.contains(':') {
                    self.problems.push(wrong(
                        format!("the id `{text}` is no whole address"),
                        "write it with its scheme, such as `https:`",
                        span,
                    ));
                }
                thing.id = Some(text);
            }
            "title" => thing.title = true,
            "author" => thing.author = true,
            "content" | "summary" => thing.content = true,
            "updated" | "published" => {
                thing.updated |= name == "updated";
                if !is_instant(&text) {
                    let help = "write it as RFC 3339 has it, such as `2026-01-15T10:00:00Z`";
                    self.problems.push(wrong(format!("the date `{text}` of this feed is no instant"), help, span));
                }
            }
            _ => {}
        }
    }

    fn end_entry(&mut self) {
        let Some(entry) = self.entry.take() else { return };
        let at = Span::new(entry.start, entry.start + "<entry".len());
        self.entries += 1;
        for (there, name) in [(entry.id.is_some(), "id"), (entry.title, "title"), (entry.updated, "updated")] {
            if !there {
                self.problems.push(wrong(
                    format!("an entry of this feed has no `<{name}>`"),
                    "add it: readers’ programs refuse feeds without",
                    at,
                ));
            }
        }
        if !entry.alternate && !entry.content {
            self.problems.push(wrong("an entry of this feed has neither a link nor content", "add `<link href=\"…\"/>`", at));
        }
        if !entry.author {
            self.authorless.get_or_insert(at);
        }
        if let Some(id) = entry.id.filter(|id| !self.ids.insert(id.clone())) {
            self.problems.push(wrong(format!("two entries of this feed have the id `{id}`"), "give each entry an id of its own", at));
        }
    }

    fn end_feed(mut self) -> Vec<Problem> {
        let top = Span::default();
        let feed = &self.feed;
        let needed =
            [(feed.id.is_some(), "`<id>`"), (feed.title, "`<title>`"), (feed.updated, "`<updated>`"), (feed.own, "link to itself")];
        for (_, name) in needed.into_iter().filter(|(there, _)| !there) {
            self.problems.push(wrong(format!("this feed has no {name}"), "add it: readers’ programs refuse feeds without", top));
        }
        if let Some(at) = self.authorless.filter(|_| !self.feed.author) {
            self.problems.push(wrong("an entry of this feed has no author", "add `<author>` to the entry or to the feed", at));
        }
        self.problems
    }
}

/// Reads a JSON Feed.
pub(super) fn json(outputs: &Outputs, file: File) -> Vec<Problem> {
    let top = Span::default();
    let value: Value = match serde_json::from_str(file.text) {
        Ok(value) => value,
        Err(error) => {
            let line: usize = file.text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
            let at = (line + error.column().saturating_sub(1)).min(file.text.len());
            let at = file.text.floor_char_boundary(at);
            return vec![wrong("this feed is no JSON", "put commas, quotes and brackets right", Span::new(at, at))];
        }
    };
    let mut problems = Vec::new();
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    if !text(&value, "version").is_some_and(|version| version.starts_with("https://jsonfeed.org/version/1")) {
        let help = "write `\"version\": \"https://jsonfeed.org/version/1.1\"`";
        problems.push(wrong("this feed does not say that it is a JSON Feed", help, top));
    }
    if text(&value, "title").is_none() {
        problems.push(wrong("this feed has no `title`", "add it: readers’ programs refuse feeds without", top));
    }
    let Some(items) = value.get("items").and_then(Value::as_array) else {
        problems.push(wrong("this feed has no `items`", "add a list, empty if there is nothing to tell", top));
        return problems;
    };
    let follow = |address: Option<String>, problems: &mut Vec<Problem>| {
        let Some(address) = address else { return };
        if let Way::Nowhere | Way::Astray(_) = outputs.targets.follow(file.path, &address) {
            let message = format!("there is nothing at `{address}` in this site");
            problems.push(Problem { code: &PAGE_LINK, message, help: Vec::new(), trace: Trace::Here(at(file.text, &address)) });
        }
    };
    for key in ["home_page_url", "feed_url", "icon", "favicon"] {
        follow(text(&value, key), &mut problems);
    }
    let mut ids = FxHashSet::default();
    for item in items {
        let id = item.get("id").map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned)).filter(|id| !id.is_empty());
        let place = id.as_deref().map_or(top, |id| at(file.text, id));
        match &id {
            None => problems.push(wrong("an item of this feed has no `id`", "give each item an id of its own", place)),
            Some(id) if !ids.insert(id.clone()) => {
                problems.push(wrong(format!("two items of this feed have the id `{id}`"), "give each item an id of its own", place));
            }
            Some(_) => {}
        }
        if text(item, "content_text").is_none() && text(item, "content_html").is_none() {
            problems.push(wrong("an item of this feed has no content", "add `content_text` or `content_html`", place));
        }
        for key in ["date_published", "date_modified"] {
            if let Some(date) = text(item, key).filter(|date| !is_instant(date)) {
                let help = "write it as RFC 3339 has it, such as `2026-01-15T10:00:00Z`";
                problems.push(wrong(format!("the date `{date}` of this feed is no instant"), help, at(file.text, &date)));
            }
        }
        for key in ["url", "image"] {
            follow(text(item, key), &mut problems);
        }
    }
    problems
}

/// The first place of words in a text of JSON.
fn at(text: &str, words: &str) -> Span {
    let written = Value::from(words).to_string();
    text.find(&written).map_or(Span::default(), |at| Span::new(at, at + written.len()))
}

/// Whether a text is an instant as RFC 3339 writes it.
fn is_instant(text: &str) -> bool {
    text.contains('T') && text.parse::<jiff::Timestamp>().is_ok()
}
