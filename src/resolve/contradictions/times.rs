//! Times without a zone, and what ends before it starts.

use super::Check;
use crate::date::{Date, Zone};
use crate::diag::{Diagnostic, codes};
use crate::fields::{Fields, Value};
use crate::graph::{Reader, Target};
use crate::source::{Location, Span};

impl<'g> Check<'g> {
    /// Every time needs a zone, in the groups of a record as in itself.
    pub(super) fn times(&mut self, fields: Reader<'g>) {
        if fields.value("tz").is_some() {
            return;
        }
        let mut bare = Vec::new();
        bare_times(&self.record.fields, &mut bare);
        let Some((first, others)) = bare.split_first() else { return };
        let file = self.record.file;
        let mut problem = Diagnostic::at(&codes::TIME_WITHOUT_ZONE, file, *first, "a time needs the zone it is meant in");
        for span in others {
            problem = problem.also(Location { file, span: *span }, "and this one");
        }
        let offset = "write the time with its offset, such as `15:00+01:00`";
        let help = match self.records.schema.kind(self.record.kind).fields.find("tz").is_some() {
            true => format!("add `tz: Europe/Paris`, the IANA name of the zone of the place, or {offset}"),
            false => offset.to_owned(),
        };
        self.found.push(problem.help(help));
    }

    /// Two dates of one record or group, the first of which cannot be the later one.
    pub(super) fn order(&mut self, fields: Reader<'g>, from: &str, to: &str) {
        let (Some(start), Some(end)) = (fields.date(from), fields.date(to)) else { return };
        if !is_certainly_before(end, start, self.records.zone(self.id).as_ref()) {
            return;
        }
        let span = fields.span(to).unwrap_or(self.record.span);
        let message = format!("`{to}` lies before `{from}`");
        let mut problem = Diagnostic::at(&codes::END_BEFORE_START, self.record.file, span, message);
        if let Some(span) = fields.span(from) {
            problem = problem.also(Location { file: self.record.file, span }, "the start");
        }
        self.found.push(problem.help("swap the two, or correct one of them"));
    }
}

/// Whether no reading of the two lets the first be as late as the second.
fn is_certainly_before(first: &Date, second: &Date, zone: Option<&Zone>) -> bool {
    if first.has_time() && second.has_time() {
        // A clock that says its zone cannot be compared with one that does not.
        let comparable = zone.is_some() || first.needs_zone() == second.needs_zone();
        return comparable && first.sort_key(zone) < second.sort_key(zone);
    }
    // A day of one zone may be the next one in another.
    let own_offset = |date: &Date| date.time().is_some_and(|time| time.offset.is_some());
    let slack = i32::from(own_offset(first) || own_offset(second));
    matches!((first.latest(), second.earliest()), (Some(last), Some(begin)) if last.plus(slack) < begin)
}

/// Where times without a zone stand, in the order in which they were written.
fn bare_times(fields: &Fields<Target>, found: &mut Vec<Span>) {
    fn look(value: &Value<Target>, span: Span, found: &mut Vec<Span>) {
        match value {
            Value::Date(date) if date.needs_zone() => found.push(span),
            Value::Group(fields) => bare_times(fields, found),
            other => other.items().for_each(|item| look(&item.value, item.span, found)),
        }
    }
    for slot in fields.iter() {
        look(&slot.value, slot.span, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_certainly_before_is_before() {
        let zone = Zone::named("Europe/Kyiv").ok();
        let check = |first: &str, second: &str, zone: Option<&Zone>| {
            let date = |text: &str| Date::parse(text).unwrap_or_else(|_| panic!("`{text}` is a date"));
            is_certainly_before(&date(first), &date(second), zone)
        };
        // Half past midnight in Kyiv is an hour and a half before midnight in London.
        assert!(!check("2025-12-28T23:00Z", "2025-12-29T00:30+02:00", None));
        assert!(check("2025-12-28T22:00Z", "2025-12-29T00:30+02:00", None));
        assert!(check("2025-12-28T14:00", "2025-12-28T15:00", zone.as_ref()));
        assert!(check("2025-12-28T14:00", "2025-12-28T15:00", None));
        assert!(check("2025-12-28T12:30Z", "2025-12-28T15:00", zone.as_ref()));
        assert!(!check("2025-12-28T12:30Z", "2025-12-28T15:00", None));
        // A day beside a time: in the zone of the place it is that day, with an offset of its own perhaps the next.
        assert!(check("2025-12-28", "2025-12-29T00:30", zone.as_ref()));
        assert!(!check("2025-12-28", "2025-12-29T00:30Z", None));
        assert!(check("2025-12-27", "2025-12-29T00:30Z", None));
        assert!(check("2025-12-28", "2025-12-29", None));
        // Loose dates are before each other only if their ends are.
        assert!(!check("2025-12", "2025-12-29", None));
        assert!(check("2025-11", "2025-12-01", None));
        assert!(!check("2025-12-28/..", "2026-01-29", None));
        assert!(!check("2025-12-28", "../2025-01-01", None));
    }
}
