//! Dates as authors know them: exact, loose, open, with or without a time.
//!
//! In: EDTF of levels 0 and 1, and times without seconds. Out: a date that knows its days, sorts, and prints as exactly as it was written and
//! no more exactly. An unknown date (`unknown`) is the caller's, and so is the clock: today is an argument.

mod day;
mod parse;
mod slips;
mod words;
mod language;
mod zone;

use std::cmp::Reverse;
use std::fmt;
use std::hash::{Hash, Hasher};

use edtf_core::{Bound, Edtf, Interval, IntervalEndpoint};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use day::{Day, days_in_month};
pub use parse::DateError;
pub use words::{words, words_with_zone};
pub use zone::{UnknownZone, Zone, zone_names};

/// A day, a month, a year, a season, a stretch of them, or a moment; each possibly approximate or uncertain.
#[derive(Clone, Debug)]
pub struct Date {
    edtf: Box<str>,
    form: Form,
    earliest: Option<Day>,
    latest: Option<Day>,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    Single(edtf_core::Date),
    Moment(Day, Time),
    Stretch(Interval),
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// Minutes ahead of UTC, if the date says so itself (`Z`, `+02:00`).
    pub offset: Option<i32>,
}

/// How much of a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Precision {
    /// Some years with a common beginning: `199X`.
    Years,
    /// From one date to another, or open at an end.
    Interval,
    /// One year.
    Year,
    /// One season.
    Season,
    /// One month.
    Month,
    /// One day.
    Day,
    /// A time on a day.
    Time,
}

/// The place of a date in a list. Ordered by earliest instant (none before all), then less precise first, so that a year stands before its
/// first month and that before its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SortKey {
    instant: i64,
    /// How many days it may be; an open end is more than any number.
    width: Reverse<u32>,
    /// Whether the day is certain and exact.
    exact: bool,
    /// Whether there is a time.
    timed: bool,
}

impl SortKey {
    /// Behind every date: the place of what has none.
    pub const LAST: SortKey = SortKey { instant: i64::MAX, width: Reverse(0), exact: true, timed: true };
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.edtf.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let edtf = <&str>::deserialize(deserializer)?;
        Date::parse(edtf).map_err(|_| serde::de::Error::custom("no date"))
    }
}

impl Date {
    /// Reads what an author wrote.
    pub fn parse(text: &str) -> Result<Date, DateError> {
        parse::parse(text)
    }

    /// One exact day.
    pub fn on(day: Day) -> Date {
        // A day prints as EDTF, which the tests hold.
        Date::parse(&day.to_string()).expect("a day is a date")
    }

    fn new(form: Form) -> Date {
        let (edtf, bounds) = match form {
            Form::Moment(day, time) => {
                let edtf = format!("{day}T{time}").into();
                return Date { edtf, form, earliest: Some(day), latest: Some(day) };
            }
            Form::Single(date) => (Edtf::Date(date).to_string(), Edtf::Date(date).bounds()),
            Form::Stretch(interval) => (Edtf::Interval(interval).to_string(), Edtf::Interval(interval).bounds()),
        };
        let day = |bound: Bound| match bound {
            Bound::Date(date) => Day::new(i32::try_from(date.year).ok()?, date.month, date.day),
            Bound::NegativeInfinity | Bound::PositiveInfinity | Bound::Unknown => None,
        };
        Date { edtf: edtf.into(), form, earliest: day(bounds.earliest), latest: day(bounds.latest) }
    }

    /// The date in canonical EDTF; a time always with its seconds, which strict readers of EDTF want.
    pub fn edtf(&self) -> &str {
        &self.edtf
    }

    /// The first day it may be; `None` if it is open or unknown at its start.
    pub fn earliest(&self) -> Option<Day> {
        self.earliest
    }

    /// The last day it may be; `None` if it is open or unknown at its end.
    pub fn latest(&self) -> Option<Day> {
        self.latest
    }

    /// The time, if there is one.
    pub fn time(&self) -> Option<Time> {
        match self.form {
            Form::Moment(_, time) => Some(time),
            Form::Single(_) | Form::Stretch(_) => None,
        }
    }

    /// Whether there is a time.
    pub fn has_time(&self) -> bool {
        self.time().is_some()
    }

    /// Whether it has a time but does not say in which zone.
    pub fn needs_zone(&self) -> bool {
        self.time().is_some_and(|time| time.offset.is_none())
    }

    /// The day, if it is one exact day or a moment of one.
    pub fn exact_day(&self) -> Option<Day> {
        if self.is_loose() { None } else { self.earliest }
    }

    /// The first and the last day, if both are exact: of a day, a moment, or a stretch between two days.
    pub fn exact_days(&self) -> Option<(Day, Day)> {
        let is_day = |date: &edtf_core::Date| precision(date) == Precision::Day && !date.is_approximate() && !date.is_uncertain();
        let is_exact = match &self.form {
            Form::Moment(..) => true,
            Form::Single(date) => is_day(date),
            Form::Stretch(interval) => [&interval.start, &interval.end].into_iter().all(|end| endpoint(end).is_some_and(is_day)),
        };
        self.earliest.zip(self.latest).filter(|_| is_exact)
    }

    /// Whether it is anything else than one exact day or moment.
    pub fn is_loose(&self) -> bool {
        match &self.form {
            Form::Moment(..) => false,
            Form::Single(date) => self.precision() != Precision::Day || date.is_approximate() || date.is_uncertain(),
            Form::Stretch(_) => true,
        }
    }

    /// Whether it is said to be approximate (`~`, `%`), at either end.
    pub fn is_approximate(&self) -> bool {
        self.singles().any(edtf_core::Date::is_approximate)
    }

    /// Whether it is said to be uncertain (`?`, `%`), at either end.
    pub fn is_uncertain(&self) -> bool {
        self.singles().any(edtf_core::Date::is_uncertain)
    }

    /// How much of it is known: `2025-12-XX` is a month, `2025-XX` a year.
    pub fn precision(&self) -> Precision {
        match &self.form {
            Form::Moment(..) => Precision::Time,
            Form::Stretch(_) => Precision::Interval,
            Form::Single(date) => precision(date),
        }
    }

    /// Whether all of it lies before `today`.
    pub fn is_past(&self, today: Day) -> bool {
        self.latest.is_some_and(|latest| latest < today)
    }

    /// Whether all of it lies after `today`.
    pub fn is_future(&self, today: Day) -> bool {
        self.earliest.is_some_and(|earliest| earliest > today)
    }

    /// Whether it lies before another for certain: loose dates that overlap prove nothing.
    pub fn is_before(&self, other: &Date) -> bool {
        match (self.latest, other.earliest) {
            (Some(last), Some(first)) if last == first && self.has_time() && other.has_time() => {
                self.sort_key(None).instant < other.sort_key(None).instant
            }
            (Some(last), Some(first)) => last < first,
            (None, _) | (_, None) => false,
        }
    }

    /// Its place in a list. Without a zone, and for what has no time of its own zone, clocks are read as UTC.
    pub fn sort_key(&self, zone: Option<&Zone>) -> SortKey {
        let instant = self.earliest.map_or(i64::MIN, |day| instant(day, self.time().unwrap_or(MIDNIGHT), zone));
        let width = match (self.earliest, self.latest) {
            (Some(earliest), Some(latest)) => u32::try_from(earliest.days_until(latest)).unwrap_or(0),
            _ => u32::MAX,
        };
        let exact = !self.is_approximate() && !self.is_uncertain();
        SortKey { instant, width: Reverse(width), exact, timed: self.has_time() }
    }

    /// Day, hour and minute in UTC; `None` without a time, or if neither the date nor the caller knows the zone.
    pub fn utc(&self, zone: Option<&Zone>) -> Option<(Day, u8, u8)> {
        let Form::Moment(day, time) = self.form else { return None };
        if time.offset.is_none() && zone.is_none() {
            return None;
        }
        let minutes = instant(day, time, zone).div_euclid(60);
        let day = EPOCH.plus(i32::try_from(minutes.div_euclid(24 * 60)).ok()?);
        let minute_of_day = minutes.rem_euclid(24 * 60);
        Some((day, (minute_of_day / 60) as u8, (minute_of_day % 60) as u8))
    }

    fn singles(&self) -> impl Iterator<Item = &edtf_core::Date> {
        let (first, second) = match &self.form {
            Form::Moment(..) => (None, None),
            Form::Single(date) => (Some(date), None),
            Form::Stretch(interval) => (endpoint(&interval.start), endpoint(&interval.end)),
        };
        first.into_iter().chain(second)
    }
}

/// The value for `<time datetime>`: a year, a month, a day, or a time with its offset. `None` for what HTML cannot say; such a date goes
/// without the attribute rather than with one that claims more than is known.
pub fn machine(date: &Date, zone: Option<&Zone>) -> Option<String> {
    match &date.form {
        Form::Stretch(_) => None,
        Form::Single(single) => {
            let plain = !single.is_approximate() && !single.is_uncertain() && !single.has_unspecified();
            let sayable = plain && precision(single) != Precision::Season && single.year.value().is_some_and(|year| year > 0);
            sayable.then(|| date.edtf.to_string())
        }
        Form::Moment(day, time) => {
            let offset = time.offset.or_else(|| zone?.offset_minutes(instant(*day, *time, zone)));
            (day.year() > 0).then(|| format!("{day}T{}", Time { offset, ..*time }))
        }
    }
}

/// The same canonical text is the same date.
impl PartialEq for Date {
    fn eq(&self, other: &Date) -> bool {
        self.edtf == other.edtf
    }
}

impl Eq for Date {}

impl Hash for Date {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.edtf.hash(state);
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.edtf)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}:{:02}", self.hour, self.minute, self.second)?;
        match self.offset {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        }
    }
}

const MIDNIGHT: Time = Time { hour: 0, minute: 0, second: 0, offset: None };

const EPOCH: Day = Day::epoch();

/// Seconds since 1970-01-01 UTC; the date's own offset wins over the zone.
fn instant(day: Day, time: Time, zone: Option<&Zone>) -> i64 {
    let as_utc = i64::from(day.number()) * 86_400 + i64::from(time.hour) * 3_600 + i64::from(time.minute) * 60 + i64::from(time.second);
    match (time.offset, zone) {
        (Some(minutes), _) => as_utc - i64::from(minutes) * 60,
        // Beyond the years that jiff counts there are no zones either.
        (None, Some(zone)) => zone.instant(day, time).unwrap_or(as_utc),
        (None, None) => as_utc,
    }
}

fn endpoint(end: &IntervalEndpoint) -> Option<&edtf_core::Date> {
    match end {
        IntervalEndpoint::Date(date) => Some(date),
        // The last two are level 2 and never parsed.
        IntervalEndpoint::Open | IntervalEndpoint::Unknown | IntervalEndpoint::OnOrBefore(_) | IntervalEndpoint::OnOrAfter(_) => None,
    }
}

fn precision(date: &edtf_core::Date) -> Precision {
    if date.year.has_unspecified() {
        return Precision::Years;
    }
    match date.month {
        None => Precision::Year,
        Some(month) if month.has_unspecified() => Precision::Year,
        Some(month) if month.value() > Some(12) => Precision::Season,
        Some(_) if date.day.is_some_and(|day| !day.has_unspecified()) => Precision::Day,
        Some(_) => Precision::Month,
    }
}

#[cfg(test)]
mod tests;
