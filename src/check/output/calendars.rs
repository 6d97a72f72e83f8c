//! Calendars, as the programs of readers read them (RFC 5545).
//!
//! In: the text of a calendar. Out: what makes programs refuse it: lines that are too long or end wrongly, components that are not closed,
//! properties that are missing, doubled or cannot be read.

use super::{Problem, Trace};
use crate::diag::codes::ICS_INVALID;
use crate::source::Span;
use rustc_hash::FxHashSet;

/// The longest line in bytes, without its end.
const LONGEST: usize = 75;

/// A component that is open.
struct Component {
    name: String,
    span: Span,
    properties: Vec<String>,
    start: Option<String>,
    end: Option<String>,
    uid: Option<(String, Span)>,
}

struct Calendar {
    problems: Vec<Problem>,
    open: Vec<Component>,
    uids: FxHashSet<String>,
    calendars: usize,
}

/// Reads a calendar.
pub(super) fn read(text: &str) -> Vec<Problem> {
    let mut calendar = Calendar { problems: Vec::new(), open: Vec::new(), uids: FxHashSet::default(), calendars: 0 };
    let mut at = 0;
    let mut unfolded = String::new();
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\r', '\n']);
        let span = Span::new(at, at + bare.len());
        if !line.ends_with("\r\n") {
            calendar.wrong(
                "a line of this calendar does not end with CR LF",
                "end every line with a carriage return and a line feed",
                span,
            );
        }
        if bare.len() > LONGEST {
            calendar.wrong("a line of this calendar is longer than 75 bytes", "break it, and begin what follows with a blank", span);
        }
        at += line.len();
        match bare.strip_prefix([' ', '\t']) {
            Some(rest) if !unfolded.is_empty() => unfolded.push_str(rest),
            _ => {
                calendar.line(&unfolded, Span::new(from, span.start as usize));
                unfolded = bare.to_owned();
                from = span.start as usize;
            }
        }
    }
    calendar.line(&unfolded, Span::new(from, text.len()));
    calendar.end(text.len());
    calendar.problems
}

impl Calendar {
    /// Each mistake once: who writes one line wrongly writes all of them so.
    fn wrong(&mut self, message: impl Into<String>, help: &str, span: Span) {
        let message = message.into();
        if !self.problems.iter().any(|known| known.message == message) {
            self.problems.push(Problem { code: &ICS_INVALID, message, help: vec![help.to_owned()], trace: Trace::Here(span) });
        }
    }

    fn line(&mut self, line: &str, span: Span) {
        if line.is_empty() {
            return;
        }
        let span = Span::new(span.start as usize, span.start as usize + line.len().min((span.end - span.start) as usize));
        let Some((name, value)) = property(line) else {
            self.wrong("a line of this calendar is no property", "write it as `NAME:value`", span);
            return;
        };
        let (bare, parameters) = name.split_once(';').unwrap_or((name, ""));
        let bare = bare.to_ascii_uppercase();
        match &*bare {
            "BEGIN" => {
                let component = value.trim().to_ascii_uppercase();
                if self.open.is_empty() {
                    self.calendars += 1;
                    if component != "VCALENDAR" {
                        self.wrong("this calendar does not begin with `BEGIN:VCALENDAR`", "put everything into one `VCALENDAR`", span);
                    }
                }
                self.open.push(Component { name: component, span, properties: Vec::new(), start: None, end: None, uid: None });
            }
            "END" => self.close(&value.trim().to_ascii_uppercase(), span),
            _ => self.property(&bare, parameters, value, span),
        }
    }

    fn property(&mut self, name: &str, parameters: &str, value: &str, span: Span) {
        let Some(component) = self.open.last_mut() else {
            self.wrong(
                "something in this calendar stands outside of it",
                "put everything between `BEGIN:VCALENDAR` and `END:VCALENDAR`",
                span,
            );
            return;
        };
        component.properties.push(name.to_owned());
        let is_once = matches!(name, "UID" | "DTSTAMP" | "DTSTART" | "DTEND" | "DURATION" | "SUMMARY" | "STATUS" | "PRODID" | "VERSION");
        let count = component.properties.iter().filter(|known| *known == name).count();
        match name {
            "DTSTART" => component.start = Some(value.to_owned()),
            "DTEND" => component.end = Some(value.to_owned()),
            "UID" => component.uid = Some((value.to_owned(), span)),
            _ => {}
        }
        if is_once && count == 2 {
            self.wrong(format!("something in this calendar has two `{name}`"), "keep one of them", span);
        }
        match name {
            "DTSTAMP" if !is_moment(value) || !value.ends_with('Z') => {
                self.wrong(format!("`DTSTAMP` cannot be `{value}`"), "write a moment in UTC, such as `20260115T100000Z`", span);
            }
            "DTSTART" | "DTEND" | "LAST-MODIFIED" | "CREATED" => {
                let is_day = parameters.to_ascii_uppercase().split(';').any(|parameter| parameter == "VALUE=DATE");
                if if is_day { !is_date(value) } else { !is_moment(value) } {
                    let help = "write `20260115T100000Z`, or `;VALUE=DATE:20260115` for a whole day";
                    self.wrong(format!("`{name}` cannot be `{value}`"), help, span);
                }
            }
            "VERSION" if value != "2.0" => self.wrong(format!("`VERSION` cannot be `{value}`"), "write `VERSION:2.0`", span),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, span: Span) {
        let Some(component) = self.open.pop_if(|open| open.name == name) else {
            self.wrong(format!("`END:{name}` ends nothing"), "let every `END` follow its `BEGIN`", span);
            return;
        };
        let has = |name: &str| component.properties.iter().any(|known| known == name);
        let needed: &[&str] = match name {
            "VCALENDAR" => &["PRODID", "VERSION"],
            "VEVENT" => &["UID", "DTSTAMP", "DTSTART"],
            "VTODO" | "VJOURNAL" => &["UID", "DTSTAMP"],
            _ => &[],
        };
        for missing in needed.iter().filter(|needed| !has(needed)) {
            self.wrong(
                format!("a `{name}` of this calendar has no `{missing}`"),
                "add it: programs refuse calendars without",
                component.span,
            );
        }
        // An entry that moves one occurrence of another has the name of that one.
        let is_own = name == "VEVENT" && !has("RECURRENCE-ID");
        let twice = component.uid.clone().filter(|(uid, _)| is_own && !self.uids.insert(uid.clone()));
        if let Some((uid, span)) = twice {
            self.wrong(format!("two entries of this calendar have the `UID` `{uid}`"), "give each entry one of its own", span);
        }
        if has("DTEND") && has("DURATION") {
            self.wrong("an entry of this calendar has both `DTEND` and `DURATION`", "keep one of them", component.span);
        }
        if let (Some(start), Some(end)) = (&component.start, &component.end)
            && start.len() == end.len()
            && end < start
        {
            self.wrong("an entry of this calendar ends before it starts", "put `DTSTART` before `DTEND`", component.span);
        }
    }

    fn end(&mut self, length: usize) {
        let end = Span::new(length, length);
        if let Some(component) = self.open.last() {
            let (message, span) = (format!("`BEGIN:{}` is never closed", component.name), component.span);
            self.wrong(message, "let every `BEGIN` have its `END`", span);
        }
        if self.calendars == 0 {
            self.wrong("this file is no calendar", "begin it with `BEGIN:VCALENDAR`", end);
        }
    }
}

/// A line as the name with its parameters, and the value: what stands before and behind the first colon outside of quotes.
fn property(line: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let colon = line.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b':' && !quoted
    })?;
    let name = line[..colon].split(';').next().unwrap_or_default();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_name.then_some((&line[..colon], &line[colon + 1..]))
}

fn is_date(text: &str) -> bool {
    let part = |range: std::ops::Range<usize>| text.get(range).and_then(|digits| digits.parse::<u8>().ok()).unwrap_or(0);
    text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) && (1..=12).contains(&part(4..6)) && (1..=31).contains(&part(6..8))
}

fn is_moment(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return false };
    let time = time.strip_suffix('Z').unwrap_or(time);
    let part = |range: std::ops::Range<usize>| time.get(range).and_then(|digits| digits.parse::<u8>().ok()).unwrap_or(99);
    let is_time = time.len() == 6 && time.bytes().all(|byte| byte.is_ascii_digit());
    is_date(date) && is_time && part(0..2) < 24 && part(2..4) < 60 && part(4..6) <= 60
}

#[cfg(test)]
mod tests {
    use super::read;

    const WHOLE: &str = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:gen\nBEGIN:VEVENT\nUID:a@b\nDTSTAMP:20260115T100000Z\nDTSTART;VALUE=DATE:20260116\n\
                         SUMMARY:long\n  words\nEND:VEVENT\nEND:VCALENDAR\n";

    fn said(text: &str) -> Vec<String> {
        read(&text.replace('\n', "\r\n")).into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn a_calendar_that_programs_read_is_let_be() {
        assert_eq!(said(WHOLE), Vec::<String>::new());
    }

    #[test]
    fn each_mistake_is_told() {
        let check = |from: &str, to: &str, expected: &str| {
            let told = said(&WHOLE.replace(from, to));
            assert!(told.iter().any(|message| message.contains(expected)), "{from} as {to}: {told:?}");
        };
        check("UID:a@b\n", "", "has no `UID`");
        check("DTSTAMP:20260115T100000Z", "DTSTAMP:20260115T100000", "`DTSTAMP` cannot be");
        check("VALUE=DATE:20260116", "VALUE=DATE:20261301", "`DTSTART` cannot be");
        check("DTSTART;VALUE=DATE:20260116\n", "DTSTART:20260116\n", "`DTSTART` cannot be");
        check("END:VEVENT\n", "", "ends nothing");
        check("END:VCALENDAR\n", "", "never closed");
        check("VERSION:2.0", "VERSION:3", "`VERSION` cannot be");
        check("SUMMARY:long", "SUMMARY", "is no property");
        check("SUMMARY:long\n", "SUMMARY:long\nSUMMARY:other\n", "two `SUMMARY`");
        check("SUMMARY:long", &format!("SUMMARY:{}", "x".repeat(70)), "longer than 75");
        check("UID:a@b\n", "UID:a@b\nDTEND;VALUE=DATE:20260101\n", "ends before it starts");
        let event = WHOLE.split_once("BEGIN:VEVENT").map_or("", |(_, rest)| rest).replace("END:VCALENDAR\n", "");
        check("END:VEVENT\n", &format!("END:VEVENT\nBEGIN:VEVENT{event}"), "two entries");
        check(WHOLE, "words\n", "is no property");
        check(WHOLE, "", "is no calendar");
        assert!(read(WHOLE)[0].message.contains("CR LF"));
    }
}
