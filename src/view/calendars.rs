//! Calendars of the events of the site, of each story, of each actor and issue, as iCalendar (RFC 5545).
//!
//! In: a slice of the timeline. Out: the text of a calendar. An event stands in it if its days are exact; a month, "about", "probably", an
//! open end and an unknown date are no days, so such events are told in the words of the calendar's description. Nothing is taken from the
//! clock or from chance: what the format demands and no record says has a fixed value.

use super::build::View;
use super::plan::Slice;
use crate::date::{Date, Day};
use crate::graph::RecordId;
use crate::model::{Event, Records};
use icalendar::{Calendar, Component, Event as Entry, EventLike, Property};

/// When an event takes place, as a calendar can show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span {
    /// From one day to another, that one included.
    Days(Day, Day),
    /// From a moment (in UTC) to another, if it is known when it ends.
    Moments(Moment, Option<Moment>),
}

/// Day, hour and minute in UTC.
type Moment = (Day, u8, u8);

/// Where a calendar can show an event; nothing if its date is looser than a day.
pub(super) fn span(records: Records, id: RecordId) -> Option<Span> {
    let event = records.event(id);
    let date = event.date.known()?;
    let sayable = |day: &Day| (1..=9999).contains(&day.year());
    let (first, last) = date.exact_days().filter(|(first, last)| sayable(first) && sayable(last))?;
    let zone = records.zone(id);
    let end = event.end.known().filter(|end| end.exact_days().is_some_and(|(_, last)| sayable(&last)));
    // A day that is named as the end of something with a time makes it a matter of days.
    let last = end.and_then(Date::latest).map_or(last, |end| end.max(last));
    let moment = date.utc(zone.as_ref()).filter(|(day, ..)| sayable(day));
    match (moment, end) {
        (None, _) => Some(Span::Days(first, last)),
        (Some(_), Some(end)) if !end.has_time() && last > first => Some(Span::Days(first, last)),
        (Some(start), end) => {
            let end = end.and_then(|end| end.utc(zone.as_ref())).filter(|(day, ..)| sayable(day));
            Some(Span::Moments(start, end.filter(|end| *end > start)))
        }
    }
}

impl View<'_> {
    /// A slice of the timeline as a calendar.
    pub fn calendar(self, slice: &Slice) -> String {
        let (exact, loose): (Vec<RecordId>, Vec<RecordId>) =
            self.events_in(slice).into_iter().partition(|id| span(self.records, *id).is_some());
        let mut calendar = Calendar::empty();
        let title = self.title_of(slice);
        let page = self.whole(&self.plan.href(&self.home_of(slice)));
        let words = self.in_words(&loose, &page);
        // The crate knows no type for NAME of RFC 7986, and would not escape it.
        let mut name = Property::new("NAME", clean(&title));
        name.add_parameter("VALUE", "TEXT");
        let properties = [
            Property::new("VERSION", "2.0"),
            Property::new("PRODID", format!("-//gen//gen {}//EN", env!("CARGO_PKG_VERSION"))),
            Property::new("CALSCALE", "GREGORIAN"),
            name,
            Property::new("X-WR-CALNAME", clean(&title)),
            Property::new("DESCRIPTION", clean(&words)),
            Property::new("X-WR-CALDESC", clean(&words)),
            Property::new("URL", page),
        ];
        for property in properties {
            calendar.append_property(property);
        }
        for id in exact {
            calendar.push(self.entry_of(id));
        }
        folded(&calendar.to_string())
    }

    fn events_in(self, slice: &Slice) -> Vec<RecordId> {
        match slice {
            Slice::Story(story) => {
                self.derived.events().iter().filter(|id| self.plan.is_inside(self.records, **id, story)).copied().collect()
            }
            Slice::Record(id) => {
                let of_actor = self.records.kind(*id) == self.records.kinds.actor;
                let events = if of_actor { self.derived.events_of_actor(*id) } else { self.derived.events_of_issue(*id) };
                events.to_vec()
            }
        }
    }

    /// What the calendar is, and which events have no day in it.
    fn in_words(self, loose: &[RecordId], page: &str) -> String {
        let mut text = self.config.description.clone();
        if !loose.is_empty() {
            let shown = self.config.paginate;
            let words = |id: &RecordId| {
                let event = self.event(*id);
                format!("{} ({}; {})", event.link.title, event.when.text, event.status.label)
            };
            let mut words: Vec<String> = loose.iter().take(shown).map(words).collect();
            if loose.len() > shown {
                words.push(format!("{} more, on {page}", loose.len() - shown));
            }
            let gap = if text.is_empty() { "" } else { "\n" };
            text.push_str(&format!("{gap}Without a fixed day: {}.", words.join(" · ")));
        }
        text
    }

    fn entry_of(self, id: RecordId) -> Entry {
        let records = self.records;
        let event: Event = records.event(id);
        let shown = self.event(id);
        let mut entry = Entry::new();
        let host = self.config.base_url.origin.split("://").nth(1).unwrap_or_default();
        let base = self.config.base_url.path.trim_end_matches('/');
        entry.append_property(Property::new("UID", format!("event-{}@{host}{base}", records.graph.key(id))));
        let updates = super::lists::by_field(records, id, records.kinds.update, "records");
        let told = crate::derive::told(records, &updates);
        entry.append_property(Property::new("SEQUENCE", told.len().to_string()));
        let changed = crate::derive::recorded(records, id).and_then(Date::earliest).filter(|day| (1..=9999).contains(&day.year()));
        entry.append_property(Property::new("DTSTAMP", changed.map_or_else(|| NO_DATE.to_owned(), |day| at((day, 0, 0)))));
        if let Some(day) = changed {
            entry.append_property(Property::new("LAST-MODIFIED", at((day, 0, 0))));
        }
        let status = match event.status.map(|status| status.word) {
            Some("tentative" | "unconfirmed" | "postponed") => Some("TENTATIVE"),
            Some("scheduled" | "under_way" | "completed") => Some("CONFIRMED"),
            Some("cancelled") => Some("CANCELLED"),
            _ => None,
        };
        if let Some(status) = status {
            entry.append_property(Property::new("STATUS", status));
        }
        match span(records, id).expect("events without a span were told apart") {
            Span::Days(first, last) => {
                entry.append_property(on("DTSTART", first));
                entry.append_property(on("DTEND", last.plus(1)));
                // Nobody is busy the whole day because something happens on it.
                entry.append_property(Property::new("TRANSP", "TRANSPARENT"));
            }
            Span::Moments(start, end) => {
                entry.append_property(Property::new("DTSTART", at(start)));
                match (end, event.duration.filter(|duration| is_duration(duration))) {
                    (Some(end), _) => entry.append_property(Property::new("DTEND", at(end))),
                    (None, Some(duration)) => entry.append_property(Property::new("DURATION", duration)),
                    (None, None) => &mut entry,
                };
            }
        }
        entry.summary(&clean(&shown.link.title));
        let mut lines: Vec<String> = shown.summary.into_iter().collect();
        lines.push(format!("When: {}", shown.when.text));
        lines.extend(shown.utc);
        lines.extend(event.end.known().map(|end| format!("Until: {}", self.date(end, records.zone(id).as_ref()).text)));
        lines.push(format!("Status: {}", shown.status.label));
        entry.description(&clean(&lines.join("\n")));
        if let Some(place) = event.place {
            entry.location(&clean(records.title(place)));
            if let Some((lat, lon)) = records.place(place).geo {
                entry.append_property(Property::new("GEO", format!("{lat};{lon}")));
            }
        }
        if let Some(url) = self.plan.url(id) {
            entry.append_property(Property::new("URL", self.whole(&url)));
        }
        entry.done()
    }
}

/// What stands where the format demands an instant and no record says one.
const NO_DATE: &str = "19700101T000000Z";

fn on(name: &str, day: Day) -> Property {
    let (year, month, day) = day.parts();
    let mut property = Property::new(name, format!("{year:04}{month:02}{day:02}"));
    property.add_parameter("VALUE", "DATE");
    property
}

fn at((day, hour, minute): Moment) -> String {
    let (year, month, day) = day.parts();
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}00Z")
}

/// Whether an ISO 8601 duration is one of iCalendar too, which has no years, months or fractions.
fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (days, time) = rest.split_once('T').map_or((rest, None), |(days, time)| (days, Some(time)));
    let read = |text: &str, units: &str| {
        let mut units = units.chars();
        let mut digits = 0;
        text.chars().all(|c| {
            if c.is_ascii_digit() {
                digits += 1;
                true
            } else {
                std::mem::take(&mut digits) > 0 && units.any(|unit| unit == c)
            }
        }) && digits == 0
    };
    match time {
        None => !days.is_empty() && (read(days, "W") || read(days, "D")),
        Some(time) => !time.is_empty() && read(days, "D") && read(time, "HMS"),
    }
}

/// Lines of at most 75 bytes, with the blank that continues one (RFC 5545, 3.1). The crate folds, and forgets to count that blank.
fn folded(calendar: &str) -> String {
    const LONGEST: usize = 75;
    let mut out = String::with_capacity(calendar.len());
    for line in calendar.replace("\r\n ", "").split_terminator("\r\n") {
        let mut room = LONGEST;
        for letter in line.chars() {
            if letter.len_utf8() > room {
                out.push_str("\r\n ");
                room = LONGEST - 1;
            }
            out.push(letter);
            room -= letter.len_utf8();
        }
        out.push_str("\r\n");
    }
    out
}

/// Text without what no line of a calendar may hold; line ends as the crate escapes them.
fn clean(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn no_line_is_longer_than_75_bytes_and_nothing_is_lost() {
        let long = format!("SUMMARY:{}", "é😀x".repeat(60));
        let calendar = format!("BEGIN:VEVENT\r\n{}\r\n {}\r\nEND:VEVENT\r\n", &long[..8], &long[8..]);
        let folded = folded(&calendar);
        assert!(folded.split("\r\n").all(|line| line.len() <= 75));
        assert!(folded.split("\r\n").any(|line| line.len() > 71), "lines are filled");
        assert_eq!(folded.replace("\r\n ", ""), calendar.replace("\r\n ", ""));
    }
}
