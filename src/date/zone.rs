//! Time zones by their IANA names, from the database inside the program, so that a build does not depend on the machine's.

use std::fmt;

use jiff::civil::DateTime;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::{Day, EPOCH, Time};

/// A time zone of the database.
#[derive(Clone, Debug)]
pub struct Zone {
    name: String,
    zone: TimeZone,
}

/// A name that no zone has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownZone {
    /// As it was written.
    pub written: String,
    /// Names that were probably meant, the best first; often none.
    pub nearest: Vec<String>,
}

impl Zone {
    /// The zone with an IANA name such as `America/New_York`. Letters may be of either case.
    pub fn named(name: &str) -> Result<Zone, UnknownZone> {
        match TimeZoneDatabase::bundled().get(name) {
            Ok(zone) => {
                let name = zone.iana_name().unwrap_or(name).to_owned();
                Ok(Zone { name, zone })
            }
            Err(_) => Err(UnknownZone { written: name.to_owned(), nearest: nearest(name) }),
        }
    }

    /// The IANA name in its own spelling.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What readers call the zone: the city of its name. `None` for names without a city (`UTC`, `Etc/GMT+5`).
    pub fn city(&self) -> Option<String> {
        let (area, city) = self.name.rsplit_once('/')?;
        (area != "Etc").then(|| city.replace('_', " "))
    }

    /// The moment, in seconds since 1970-01-01 UTC, at which clocks there show this. What a change of clocks leaves out is read with the
    /// offset before it, and what comes twice is taken the first time.
    pub(super) fn instant(&self, day: Day, time: Time) -> Option<i64> {
        let moment = self.zone.to_ambiguous_timestamp(civil(day, time)?).compatible().ok()?;
        Some(moment.as_second())
    }

    /// The calendar day there at a moment, in seconds since 1970-01-01 UTC; none beyond the calendar's years.
    pub fn day_at(&self, instant: i64) -> Option<Day> {
        let local = instant.checked_add(i64::from(self.offset_minutes(instant)?) * 60)?;
        Some(EPOCH.plus(i32::try_from(local.div_euclid(86_400)).ok()?))
    }

    /// How far clocks there are ahead of UTC at a moment, in minutes.
    pub(super) fn offset_minutes(&self, instant: i64) -> Option<i32> {
        let moment = jiff::Timestamp::from_second(instant).ok()?;
        Some(self.zone.to_offset(moment).seconds() / 60)
    }
}

impl UnknownZone {
    /// "Did you mean", if something was.
    pub fn help(&self) -> Option<String> {
        let names: Vec<_> = self.nearest.iter().map(|name| format!("`{name}`")).collect();
        (!names.is_empty()).then(|| format!("did you mean {}?", names.join(" or ")))
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Zone) -> bool {
        self.name == other.name
    }
}

impl Eq for Zone {}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// All names of zones, sorted.
pub fn zone_names() -> Vec<String> {
    let mut names: Vec<_> = TimeZoneDatabase::bundled().available().map(|name| name.to_string()).collect();
    names.sort_unstable();
    names
}

/// Zones that are called by this city, else the name that is spelled most like it.
fn nearest(written: &str) -> Vec<String> {
    let plain = |name: &str| name.to_lowercase().replace([' ', '-'], "_");
    let wanted = plain(written);
    let city = wanted.rsplit('/').next().unwrap_or(&wanted);
    let names = zone_names();
    let named: Vec<_> = names.iter().filter(|name| plain(name).rsplit('/').next() == Some(city)).cloned().collect();
    if !named.is_empty() {
        return named;
    }
    crate::diag::nearest(written, names.iter().map(String::as_str)).map(str::to_owned).into_iter().collect()
}

fn civil(day: Day, time: Time) -> Option<DateTime> {
    let (year, month, day) = day.parts();
    let part = |number: u8| i8::try_from(number).ok();
    DateTime::new(i16::try_from(year).ok()?, part(month)?, part(day)?, part(time.hour)?, part(time.minute)?, part(time.second)?, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_known_by_its_name_and_a_near_miss_by_its_city() {
        let zone = Zone::named("america/new_york").expect("the zone exists");
        assert_eq!((zone.name(), zone.city().as_deref()), ("America/New_York", Some("New York")));
        assert_eq!(Zone::named("UTC").expect("UTC exists").city(), None);
        assert_eq!(Zone::named("New York").expect_err("a city is no zone").help().as_deref(), Some("did you mean `America/New_York`?"));
        assert_eq!(Zone::named("Europe/Kyv").expect_err("a slip").nearest, ["Europe/Kyiv"]);
        assert_eq!(Zone::named("Nowhere at all").expect_err("no zone").nearest, [""; 0]);
        assert!(zone_names().len() > 400);
    }

    #[test]
    fn a_change_of_clocks_is_read_the_compatible_way() {
        let zone = Zone::named("Europe/Berlin").expect("the zone exists");
        let at = |day: &str, hour: u8| zone.instant(Day::parse(day).expect("a day"), Time { hour, minute: 30, second: 0, offset: None });
        // In the gap of spring 02:30 is what clocks would have shown: 03:30, which is 01:30 UTC.
        assert_eq!(at("2025-03-30", 2), at("2025-03-30", 3));
        // In the fold of autumn 02:30 comes twice; the first is still summer time, 00:30 UTC.
        let first = at("2025-10-26", 2).expect("the time exists");
        assert_eq!(first.rem_euclid(86_400), 30 * 60);
        assert_eq!(zone.offset_minutes(first), Some(120));
    }
}
