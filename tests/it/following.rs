//! What programs and other sites take from a site: feeds and calendars read by readers that are not ours, cards and how they are embedded.

use crate::reading::addresses;
use crate::site::{files, pages, planned, world};
use calcard::icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty};
use explain::pipeline::{Overrides, Site, plan};
use explain::world::DiskWorld;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

type Pages = BTreeMap<String, String>;

/// How much was read, so that a test can see that it read something.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub entries: usize,
    pub events: usize,
    pub cards: usize,
}

/// Reads every feed, calendar and card of a site; says what is wrong with the first that is.
pub(crate) fn all_can_be_read(site: &Arc<Site>, pages: &Pages) -> Result<Seen, String> {
    let mut seen = Seen::default();
    for (path, text) in pages {
        let name = path.rsplit('/').next().unwrap_or(path);
        match name {
            "atom.xml" => seen.entries += feeds(site, pages, path, text)?,
            "calendar.ics" => seen.events += calendar(site, path, text)?,
            "index.html" if path.starts_with("embed/") => {
                card(site, pages, path, text)?;
                seen.cards += 1;
            }
            _ => {}
        }
    }
    Ok(seen)
}

/// An Atom feed and the JSON Feed beside it say the same.
fn feeds(site: &Site, pages: &Pages, path: &str, text: &str) -> Result<usize, String> {
    let read = |path: &str, text: &str| feed_rs::parser::parse(text.as_bytes()).map_err(|error| format!("{path}: {error}"));
    let json = path.replace("atom.xml", "feed.json");
    let (atom, json) = (read(path, text)?, read(&json, &pages[&json])?);
    let ids = |feed: &feed_rs::model::Feed| feed.entries.iter().map(|entry| entry.id.clone()).collect::<Vec<_>>();
    if ids(&atom) != ids(&json) {
        return Err(format!("{path} and its twin differ"));
    }
    if ids(&atom).iter().collect::<BTreeSet<_>>().len() != atom.entries.len() || atom.entries.len() > site.config.feed_limit {
        return Err(format!("{path} holds an entry twice, or too many"));
    }
    let dated = |entry: &feed_rs::model::Entry| entry.updated.is_some() && !entry.links.is_empty() && entry.title.is_some();
    if atom.updated.is_none() || !atom.entries.iter().all(dated) {
        return Err(format!("{path}: an entry lacks date, title or link"));
    }
    Ok(atom.entries.len())
}

/// A calendar keeps to the lines of its standard and holds events with exact days only.
fn calendar(site: &Site, path: &str, text: &str) -> Result<usize, String> {
    let lines: Vec<&str> = text.strip_suffix("\r\n").ok_or_else(|| format!("{path} ends inside a line"))?.split("\r\n").collect();
    if let Some(line) = lines.iter().find(|line| line.len() > 75 || line.contains(['\r', '\n'])) {
        return Err(format!("{path}: a line is too long or holds a line end: {line:?}"));
    }
    let read = ICalendar::parse(text).map_err(|error| format!("{path}: {error:?}"))?;
    let of_type = |wanted: &ICalendarComponentType| {
        read.components.iter().filter(|component| component.component_type == *wanted).collect::<Vec<_>>()
    };
    let events = of_type(&ICalendarComponentType::VEvent);
    if events.is_empty() || of_type(&ICalendarComponentType::VCalendar).len() != 1 {
        return Err(format!("{path} is no calendar with an event"));
    }
    let records = site.records();
    let exact: BTreeSet<&str> = (site.graph.of_kind(records.kinds.event).iter())
        .filter(|id| records.event(**id).date.known().is_some_and(|date| date.exact_days().is_some()))
        .map(|id| &*site.graph.get(*id).id)
        .collect();
    let mut known = BTreeSet::new();
    for event in &events {
        let uid = event.property(&ICalendarProperty::Uid).and_then(|uid| uid.values.first()?.as_text()).unwrap_or_default();
        let id = uid.strip_prefix("event-").and_then(|rest| rest.rsplit_once('@')).map_or("", |(id, _)| id);
        if !exact.contains(id) || !known.insert(id) {
            return Err(format!("{path}: `{uid}` is twice, or has no exact day"));
        }
        for needed in [ICalendarProperty::Dtstart, ICalendarProperty::Dtstamp, ICalendarProperty::Summary, ICalendarProperty::Sequence] {
            if event.property(&needed).is_none() {
                return Err(format!("{path}: `{uid}` lacks {needed:?}"));
            }
        }
    }
    Ok(events.len())
}

/// A card stands alone and may be shown anywhere; what programs are told of it holds.
fn card(site: &Site, pages: &Pages, path: &str, text: &str) -> Result<(), String> {
    let origin = &site.config.base_url.origin;
    let wrong = |what: &str| Err(format!("{path}: {what}"));
    if text.contains("<script") || text.contains("style=") || !text.contains("<base target=\"_top\">") {
        return wrong("it has a script or a style of its own, or keeps readers in the frame");
    }
    if !text.contains("content=\"noindex\"") || !text.contains("default-src 'none'; style-src 'self'") || text.contains("frame-ancestors") {
        return wrong("it may be found by search engines, or may not be shown in a frame");
    }
    if !text.contains("As recorded here on ") && !text.contains("Date of the last change not recorded") {
        return wrong("it does not say how old it is");
    }
    if text.len() > 40_000 {
        return wrong("it is too large");
    }
    if origin.is_empty() {
        return Ok(());
    }
    let told: serde_json::Value =
        serde_json::from_str(&pages[&path.replace("index.html", "oembed.json")]).map_err(|error| format!("{path}: {error}"))?;
    let html = told["html"].as_str().unwrap_or_default();
    let here = format!("{origin}{}", site.plan.href(&format!("/{}", path.trim_end_matches("index.html"))));
    let is_form = told["version"] == "1.0" && told["type"] == "rich" && told["width"].is_u64() && told["height"].is_u64();
    if !is_form || addresses(html) != [here] || html.matches('<').count() != 2 {
        return wrong("what programs are told of it is wrong");
    }
    Ok(())
}

fn small(text: &str) -> (Arc<Site>, Pages) {
    let planned = planned(&world(&files(text)), &Overrides::default());
    assert!(planned.problems.is_empty(), "{:?}", planned.problems);
    let pages = pages(&planned.site);
    (planned.site, pages)
}

#[test]
fn feeds_calendars_and_cards_of_whole_sites_can_be_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in [root.to_owned(), root.join("tests/sites/harbour-strike")] {
        let (site, problems) = plan(&DiskWorld::new(&folder), &Overrides::default());
        assert!(problems.is_empty(), "{:?}", problems.sorted(&site.sources));
        let seen = all_can_be_read(&site, &pages(&site)).expect("all can");
        assert!(seen.entries > 5 && seen.events > 10 && seen.cards > 30, "{}: only {seen:?}", folder.display());
    }
}

/// Words that mean something in one of the formats.
const AWKWARD: &str = "-- gen.toml --\ntitle = \"A, b; <c> & \\\"d\\\" \\\\e 🕊\"\nbase_url = \"https://example.org:8080/a/b/\"\n\
    description = \"One, two; \\\\ three\"\ntoday = 2026-01-15\n\
    -- content/places.yaml --\np: {title: \"P, q; r\", geo: {lat: 54.5, lon: -25}}\n\
    -- content/actors/a.md --\n---\ntitle: \"\\\"A\\\" & <b>\"\nkind: person\n---\n\
    -- content/events/e.md --\n---\ntitle: \"Talks, again; 🕊 \\\\ & <b>: a title that is longer than what one line of a calendar may hold 老虎老虎老虎老虎\"\n\
    summary: \"Line one\\nline two\\twith a tab\"\ntype: call\ndate: 2026-01-10\nstatus: scheduled\nplace: p\nparticipants: [a]\n---\n\
    -- content/updates/u.md --\n---\ndate: 2026-01-02\nkind: correction\nrecords: [a, e]\nnote: \"N & <b> ]]> \\\"q\\\"\"\nwas: \"<x>\"\nnow: \"&y;\"\nwhy: W.\n---\n";

#[test]
fn awkward_words_come_through_as_they_were_written() {
    let (site, pages) = small(AWKWARD);
    all_can_be_read(&site, &pages).expect("all can be read");
    let calendar = ICalendar::parse(&pages["actors/a/calendar.ics"]).expect("a calendar");
    let event = calendar.components.iter().find(|component| component.component_type == ICalendarComponentType::VEvent).expect("an event");
    let text = |property| event.property(&property).and_then(|entry| entry.values.first()?.as_text()).unwrap_or_default().to_owned();
    assert!(text(ICalendarProperty::Summary).starts_with("Talks, again; 🕊 \\ & <b>: a title"), "{}", text(ICalendarProperty::Summary));
    assert!(text(ICalendarProperty::Summary).ends_with("老虎老虎老虎老虎"));
    assert!(text(ICalendarProperty::Description).starts_with("Line one\nline two\twith a tab\nWhen: 10 January 2026"));
    assert_eq!(text(ICalendarProperty::Location), "P, q; r");
    assert_eq!(text(ICalendarProperty::Uid), "event-e@example.org:8080/a/b");
    assert!(pages["actors/a/calendar.ics"].contains("GEO:54.5;-25\r\n"));
    for name in ["actors/a/atom.xml", "actors/a/feed.json", "atom.xml"] {
        let feed = feed_rs::parser::parse(pages[name].as_bytes()).expect("a feed");
        let entry = &feed.entries[0];
        assert_eq!(entry.id, "https://example.org:8080/a/b/changes/#u");
        assert_eq!(entry.summary.as_ref().map(|summary| summary.content.as_str()), Some("N & <b> ]]> \"q\""), "{name}");
        let body = entry.content.as_ref().and_then(|content| content.body.clone()).unwrap_or_default();
        assert!(body.contains("It said: <x>\n\nIt says: &y;\n\nWhy: W.\n\nDate: 2 January 2026"), "{name}: {body}");
    }
    let html = serde_json::from_str::<serde_json::Value>(&pages["embed/actors/a/oembed.json"]).expect("JSON")["html"].clone();
    assert!(html.as_str().is_some_and(|html| html.contains("title=\"&quot;A&quot; &amp; &lt;b&gt; · A, b;")), "{html}");
}

#[test]
fn an_event_keeps_its_identity_when_title_and_date_change_and_counts_what_readers_were_told() {
    let uid_and_sequence = |text: &str| {
        let (_, pages) = small(text);
        let line = |name: &str| pages["calendar.ics"].lines().find(|line| line.starts_with(name)).expect(name).to_owned();
        (line("UID:"), line("SEQUENCE:"))
    };
    let event = |title: &str, date: &str| {
        format!("-- content/events/e.md --\n---\ntitle: {title}\ntype: call\ndate: {date}\nstatus: scheduled\n---\n")
    };
    let update = |id: &str, kind: &str| {
        format!("-- content/updates/{id}.md --\n---\ndate: 2026-01-0{}\nkind: {kind}\nrecords: [e]\nnote: N.\n---\n", id.len())
    };
    let before = uid_and_sequence(&event("Old", "2026-02-01"));
    let after = uid_and_sequence(&(event("New", "2026-03-01") + &update("u", "status_change") + &update("uu", "tidy_up")));
    assert_eq!(before, ("UID:event-e@example.org".to_owned(), "SEQUENCE:0".to_owned()));
    assert_eq!(after, ("UID:event-e@example.org".to_owned(), "SEQUENCE:1".to_owned()));
}

#[test]
fn a_file_of_the_site_goes_before_a_feed_a_calendar_and_llms() {
    let own = "-- static/llms.txt --\nmine\n-- static/calendar.ics --\nmine\n-- static/actors/a/atom.xml --\nmine\n";
    let (site, pages) = small(&format!("{AWKWARD}{own}"));
    for path in ["llms.txt", "calendar.ics", "actors/a/atom.xml"] {
        assert!(!pages.contains_key(path) && site.plan.files.iter().any(|file| file.path == path), "{path}");
    }
    assert!(pages.contains_key("actors/a/feed.json") && pages.contains_key("actors/a/calendar.ics"));
}
