//! Dates in words: as exact as they were written and no more.
//!
//! In: a date and a language tag. Out: text for readers, or the ISO form in a language without words here, since wrong words would be worse.

use std::fmt::Write as _;

use edtf_core::{DateField, Interval, IntervalEndpoint};

use super::language::{Language, language};
use super::{Date, Day, Form, Precision, Time, Zone, instant, precision};

/// The date in words of its own precision ("about January 2026"); without a zone, and in ISO form in a language that has no words here.
pub fn words(date: &Date, language_tag: &str) -> String {
    language(language_tag).and_then(|language| in_language(date, language)).unwrap_or_else(|| date.edtf().to_owned())
}

/// The same with the place whose clocks are meant and the time in UTC: "28 December 2025, 15:00 (New York; 20:00 UTC)".
pub fn words_with_zone(date: &Date, language_tag: &str, zone: Option<&Zone>) -> String {
    let said = words(date, language_tag);
    let Form::Moment(day, time) = date.form else { return said };
    let Some((utc_day, hour, minute)) = date.utc(zone) else { return said };
    let offset = time.offset.or_else(|| zone?.offset_minutes(instant(day, time, zone)));
    let place = match time.offset {
        Some(_) => None,
        None => zone.and_then(Zone::city),
    };
    if place.is_none() && offset == Some(0) {
        // The ISO form says `Z` itself.
        return if said.ends_with('Z') { said } else { format!("{said} UTC") };
    }
    let place = place.unwrap_or_else(|| offset_words(offset.unwrap_or(0)));
    let utc = if utc_day == day {
        format!("{hour:02}:{minute:02} UTC")
    } else {
        let utc_date = Date::new(Form::Moment(utc_day, Time { hour, minute, second: 0, offset: None }));
        format!("{} UTC", words(&utc_date, language_tag))
    };
    format!("{said} ({place}; {utc})")
}

/// `None` for years that words here do not cover.
fn in_language(date: &Date, language: &Language) -> Option<String> {
    match &date.form {
        Form::Single(single) => qualified(single, language),
        Form::Moment(day, time) => {
            let clock = if time.second == 0 {
                format!("{:02}:{:02}", time.hour, time.minute)
            } else {
                format!("{:02}:{:02}:{:02}", time.hour, time.minute, time.second)
            };
            Some(language.moment.replace("{}", &day_words(*day, language)?).replace("{t}", &clock))
        }
        Form::Stretch(interval) => stretch(interval, language),
    }
}

fn stretch(interval: &Interval, language: &Language) -> Option<String> {
    use IntervalEndpoint::{Date as Dated, Open, Unknown};
    let one = |pattern: &str, date| Some(pattern.replace("{}", &qualified(date, language)?));
    match (&interval.start, &interval.end) {
        (Dated(start), Dated(end)) if start == end => qualified(start, language),
        (Dated(start), Dated(end)) => match together(start, end, language) {
            Some(words) => Some(words),
            None => Some(language.stretch.replace("{z}", &qualified(end, language)?).replace("{}", &qualified(start, language)?)),
        },
        (Dated(start), Open) => one(language.since, start),
        (Dated(start), Unknown) => one(language.unknown_end, start),
        (Open, Dated(end)) => one(language.until, end),
        (Unknown, Dated(end)) => one(language.unknown_start, end),
        // The parser refuses an interval without a date, and the other ends are level 2.
        _ => None,
    }
}

/// Two plain dates that share a year or a month, without saying it twice.
fn together(start: &edtf_core::Date, end: &edtf_core::Date, language: &Language) -> Option<String> {
    let plain = |date: &edtf_core::Date| !date.is_approximate() && !date.is_uncertain() && !date.has_unspecified();
    let known = precision(start);
    if !plain(start) || !plain(end) || known != precision(end) {
        return None;
    }
    let (y, z) = (year(start)?, year(end)?);
    let same_year = y == z;
    let (m, n) = (month_name(start, language), month_name(end, language));
    let (d, e) = (start.day.and_then(DateField::value), end.day.and_then(DateField::value));
    let pattern = match known {
        Precision::Year => language.years.replace("{z}", &z.to_string()),
        Precision::Month if same_year => language.months_of_year.replace("{n}", n?),
        Precision::Day if same_year && m == n => language.days_of_month.replace("{e}", &e?.to_string()),
        Precision::Day if same_year => language.days_of_year.replace("{e}", &e?.to_string()).replace("{n}", n?),
        Precision::Day | Precision::Month | Precision::Season | Precision::Years | Precision::Interval | Precision::Time => return None,
    };
    let pattern = pattern.replace("{y}", &y.to_string());
    let pattern = if let Some(m) = m { pattern.replace("{m}", m) } else { pattern };
    Some(if let Some(d) = d { pattern.replace("{d}", &d.to_string()) } else { pattern })
}

/// One date with what is said about its certainty.
fn qualified(date: &edtf_core::Date, language: &Language) -> Option<String> {
    let mut words = single(date, language)?;
    if date.is_approximate() {
        words = language.about.replace("{}", &words);
    }
    if date.is_uncertain() {
        words = language.probably.replace("{}", &words);
    }
    Some(words)
}

fn single(date: &edtf_core::Date, language: &Language) -> Option<String> {
    if precision(date) == Precision::Years {
        // Level 1 leaves open the last digit or the last two.
        let Bounds { first, last } = years(date)?;
        let pattern = if last - first == 9 { language.decade } else { language.century };
        return Some(pattern.replace("{y}", &first.to_string()).replace("{z}", &last.to_string()));
    }
    let y = year(date)?;
    let year_words = y.to_string();
    let month_words = |m: &str| language.month.replace("{m}", m).replace("{y}", &year_words);
    match (precision(date), date.month, date.day) {
        (Precision::Day, Some(month), Some(day)) => day_words(Day::new(y, month.value()?, day.value()?)?, language),
        (Precision::Season, Some(season), _) => {
            let name = language.seasons.get(usize::from(season.value()?.checked_sub(21)?))?;
            let pattern = if season.value() == Some(24) { language.winter } else { language.season };
            Some(pattern.replace("{m}", name).replace("{y}", &year_words).replace("{z}", &format!("{:02}", (y + 1) % 100)))
        }
        (Precision::Month, _, None) => Some(month_words(month_name(date, language)?)),
        (Precision::Month, _, Some(_)) => Some(language.some_day.replace("{}", &month_words(month_name(date, language)?))),
        (_, Some(_), None) => Some(language.some_month.replace("{}", &year_words)),
        (_, Some(_), Some(_)) => Some(language.some_day.replace("{}", &year_words)),
        (_, None, _) => Some(year_words),
    }
}

fn day_words(day: Day, language: &Language) -> Option<String> {
    let (year, month, day) = day.parts();
    let name = language.months.get(usize::from(month) - 1)?;
    (year > 0).then(|| in_pattern(language.day, i32::from(day), name, year))
}

/// A pattern of a day with its three places filled, in one pass: pages are full of days.
fn in_pattern(pattern: &str, day: i32, month: &str, year: i32) -> String {
    let mut words = String::with_capacity(pattern.len() + month.len());
    let mut rest = pattern;
    while let Some((before, place)) = rest.split_once('{') {
        words.push_str(before);
        let (place, behind) = place.split_once('}').expect("the patterns of a language close their places");
        // Writing to a string cannot fail.
        let _ = match place {
            "d" => write!(words, "{day}"),
            "y" => write!(words, "{year}"),
            "m" => words.write_str(month),
            other => unreachable!("a pattern of a day has no place `{other}`"),
        };
        rest = behind;
    }
    words.push_str(rest);
    words
}

fn month_name(date: &edtf_core::Date, language: &Language) -> Option<&'static str> {
    language.months.get(usize::from(date.month?.value()?.checked_sub(1)?)).copied()
}

/// The year, if it is one of our era: before it, the year 0 and the way to count would have to be explained.
fn year(date: &edtf_core::Date) -> Option<i32> {
    date.year.value().and_then(|year| i32::try_from(year).ok()).filter(|year| *year > 0)
}

struct Bounds {
    first: i32,
    last: i32,
}

fn years(date: &edtf_core::Date) -> Option<Bounds> {
    let whole = Date::new(Form::Single(*date));
    Some(Bounds { first: whole.earliest?.year(), last: whole.latest?.year() }).filter(|bounds| bounds.first > 0)
}

/// `UTC+5:30`, with a real minus sign.
fn offset_words(minutes: i32) -> String {
    let sign = if minutes < 0 { '−' } else { '+' };
    match (minutes.abs() / 60, minutes.abs() % 60) {
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
    }
}
