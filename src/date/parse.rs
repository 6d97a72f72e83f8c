//! From what an author wrote to a date, or to an error that says what to write.

use edtf_core::{Edtf, ParseError};

use super::slips::{is_part, level_two_help, meant};
use super::{Date, Day, Form, Time, Zone, days_in_month};

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    /// The byte of the text where it goes wrong.
    pub at: usize,
    /// A headline, lower case and without a final stop.
    pub message: String,
    /// What to write, if that can be told.
    pub help: Option<String>,
    /// The date that the whole text says in another form, where that loses nothing.
    pub instead: Option<String>,
}

const FORMS: &str = "write a date as `2025-12-28`, `2025-12` or `2025`, with `~` behind it if it is approximate";

pub(super) fn parse(written: &str) -> Result<Date, DateError> {
    let text = written.trim();
    let offset = written.len() - written.trim_start().len();
    read(text).map_err(|error| {
        let mut error = DateError { at: offset + error.at.min(text.len()), ..error };
        if let Some(date) = meant(text).filter(|date| read(date).is_ok()) {
            let words = if is_part(text) { ", and these words as `date_text`" } else { "" };
            error.help = Some(format!("write `{date}`{words}"));
            error.instead = Some(date).filter(|_| words.is_empty());
        }
        error
    })
}

fn read(text: &str) -> Result<Date, DateError> {
    // Most dates are one day, which is its own canonical form and both its bounds.
    if let Some(day) = Day::parse(text)
        && let Ok(Edtf::Date(date)) = Edtf::parse(text)
    {
        return Ok(Date { edtf: text.into(), form: Form::Single(date), earliest: Some(day), latest: Some(day) });
    }
    if text.is_empty() {
        return Err(error(0, "a date is missing").with_help(FORMS));
    }
    if let Some((day, time)) = split_time(text) {
        return moment(day, time, day.len() + 1);
    }
    if let Some(error) = impossible_in(text) {
        return Err(error);
    }
    match Edtf::parse(text) {
        Ok(parsed) if parsed.level() == 2 || has_long_year(text) => {
            Err(error(0, format!("`{}` is more than a date here can say", shown(text))).with_help(level_two_help(text)))
        }
        Ok(Edtf::Date(date)) => Ok(Date::new(Form::Single(date))),
        Ok(Edtf::Interval(interval)) => Ok(Date::new(Form::Stretch(interval))),
        // Sets are level 2; times were split off, and whatever else holds a `T` has no day that is one.
        Ok(Edtf::Set(_) | Edtf::DateTime(_)) => Err(error(0, format!("`{}` is not a date", shown(text))).with_help(FORMS)),
        Err(refused) => Err(explain(text, refused)),
    }
}

/// A full date and the time behind it, if the text has that form.
fn split_time(text: &str) -> Option<(&str, &str)> {
    let (day, rest) = text.split_at_checked(10)?;
    let shape = day.bytes().enumerate().all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    let time = rest.strip_prefix(['T', 't', ' '])?;
    (shape && time.starts_with(|c: char| c.is_ascii_digit())).then_some((day, time))
}

fn moment(day: &str, written: &str, at: usize) -> Result<Date, DateError> {
    let exact = match impossible_in(day) {
        Some(error) => return Err(error),
        None => Day::parse(day).ok_or_else(|| error(0, format!("`{day}` is not a day")))?,
    };
    // The slash of a zone's name is none between two dates.
    if let Some(slash) =
        written.find('/').filter(|slash| !written[..*slash].ends_with(|c: char| c.is_alphabetic() && !c.eq_ignore_ascii_case(&'z')))
    {
        let help = "write the start as `date` and the end as `end`";
        return Err(error(at + slash, "an interval cannot have times").with_help(help));
    }
    if let Some(mark) = written.find(['~', '?', '%']) {
        let help = format!("write `{day}{}`, and the time in `date_text`", &written[mark..=mark]);
        return Err(error(at + mark, "a time cannot be approximate or uncertain").with_help(help));
    }
    let clock = written.find(['Z', 'z', '+', '-', ' ', '[']).unwrap_or(written.len());
    let (clock, zone) = written.split_at(clock);
    let offset = match zone {
        "" => None,
        "Z" | "z" => Some(0),
        zone => Some(offset_minutes(zone).ok_or_else(|| {
            let zone = zone.trim_matches([' ', '[', ']']);
            let known = Zone::named(zone).ok().filter(|zone| zone.city().is_some());
            let name = known.as_ref().map_or("Europe/Kyiv", Zone::name);
            let help = format!("write `{day}T{}` and the zone as `tz: {name}`", shown(clock));
            error(at + clock.len(), format!("`{}` is not a zone that a date can hold", shown(zone))).with_help(help)
        })?),
    };
    let mut parts =
        clock.split(':').map(|part| (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?);
    let (Some(Some(hour)), Some(Some(minute)), second, None) = (parts.next(), parts.next(), parts.next().unwrap_or(Some(0)), parts.next())
    else {
        return Err(error(at, format!("`{}` is not a time", shown(clock))).with_help("write hours and minutes as `15:00`"));
    };
    let Some(second) = second else {
        return Err(error(at, format!("`{}` is not a time", shown(clock))).with_help("write hours, minutes and seconds as `15:00:00`"));
    };
    if hour > 23 || minute > 59 || second > 59 {
        let midnight = (hour == 24 && minute == 0 && second == 0).then(|| format!("write `{}T00:00`", exact.plus(1)));
        return Err(DateError { help: midnight, ..error(at, format!("there is no time `{clock}`")) });
    }
    Ok(Date::new(Form::Moment(exact, Time { hour, minute, second, offset })))
}

/// `+02:00`, `+0200` or `+02` in minutes; no zone is further than 14 hours away.
fn offset_minutes(zone: &str) -> Option<i32> {
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let digits: String = zone.strip_prefix(['+', '-'])?.split(':').collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) || !matches!(digits.len(), 2 | 4) {
        return None;
    }
    let hours: i32 = digits[..2].parse().ok()?;
    let minutes: i32 = if digits.len() == 4 { digits[2..].parse().ok()? } else { 0 };
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= 14 * 60).then_some(sign * total)
}

/// A month or a day that no calendar has, in any part of the text that has the form of a date.
fn impossible_in(text: &str) -> Option<DateError> {
    let mut start = 0;
    for part in text.split('/') {
        if let Some(error) = impossible(part.trim_end_matches(['~', '?', '%'])) {
            return Some(DateError { at: start + error.at, ..error });
        }
        start += part.len() + 1;
    }
    None
}

fn impossible(date: &str) -> Option<DateError> {
    let mut parts = date.split('-');
    let (year, month, day) = (number(parts.next()?, 4)?, number(parts.next()?, 2)?, parts.next());
    if parts.next().is_some() {
        return None;
    }
    let Some(day) = day else {
        // 21 to 24 are seasons; 25 to 41 are groupings of level 2, which has its own message.
        let valid = (1..=12).contains(&month) || (21..=41).contains(&month);
        let help = "months go from 01 to 12, and 21 to 24 are spring, summer, autumn and winter";
        return (!valid).then(|| error(5, format!("there is no month {month:02}")).with_help(help));
    };
    let day = number(day, 2)?;
    let length = days_in_month(i32::from(year), u8::try_from(month).ok()?);
    if length == 0 {
        let swapped = u8::try_from(day).is_ok_and(|m| u16::from(days_in_month(i32::from(year), m)) >= month && month > 0);
        let help = if swapped { format!("did you mean `{year:04}-{day:02}-{month:02}`?") } else { "months go from 01 to 12".to_owned() };
        return Some(error(5, format!("there is no month {month:02}")).with_help(help));
    }
    let valid = (1..=u16::from(length)).contains(&day);
    let help = format!("that month goes from `{year:04}-{month:02}-01` to `{year:04}-{month:02}-{length:02}`");
    (!valid).then(|| error(8, format!("there is no day {year:04}-{month:02}-{day:02}")).with_help(help))
}

fn number(digits: &str, length: usize) -> Option<u16> {
    (digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok())?
}

/// Years of more than four digits are for geology.
fn has_long_year(text: &str) -> bool {
    text.contains('Y')
}

/// The library's refusal in words for authors.
fn explain(text: &str, refused: ParseError) -> DateError {
    if refused.message.contains("precedes") {
        let swapped = text.split_once('/').map(|(start, end)| format!("write `{end}/{start}`"));
        return DateError { help: swapped, ..error(refused.offset, "the interval ends before it starts") };
    }
    if refused.message.contains("at least one dated") {
        return error(0, "an interval needs a date at one end").with_help("write `2025-12/..` or `../2025-12`");
    }
    let at = (0..=refused.offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    error(at, format!("`{}` is not a date", shown(text))).with_help(FORMS)
}

/// Enough of a text to name it in a message.
fn shown(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let short: String = line.chars().take(40).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

fn error(at: usize, message: impl Into<String>) -> DateError {
    DateError { at, message: message.into(), help: None, instead: None }
}

impl DateError {
    fn with_help(self, help: impl Into<String>) -> DateError {
        DateError { help: Some(help.into()), ..self }
    }
}
