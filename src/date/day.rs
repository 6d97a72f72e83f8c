//! Calendar days as numbers: comparing, counting, writing.
//!
//! The calendar is the Gregorian one at all times, as in EDTF. It does not know zones: a day is a name, not a stretch of time.

use std::fmt;

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(
    /// Days since 1970-01-01.
    i32,
);

impl Day {
    /// 1970-01-01.
    pub(super) const fn epoch() -> Day {
        Day(0)
    }

    /// The day of a year from -9999 to 9999, a month from 1 and a day from 1, if there is such a day.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Day> {
        if !(-9999..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=days_in_month(year, month)).contains(&day) {
            return None;
        }
        // The year begins in March, so that the leap day is its last: the count of days before a month then follows one line.
        let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let before_year = 365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400);
        let before_month = (153 * i32::from(m) + 2) / 5;
        Some(Day(before_year + before_month + i32::from(day) - 1 - EPOCH))
    }

    /// Year, month from 1 and day from 1.
    pub fn parts(self) -> (i32, u8, u8) {
        let days = self.0 + EPOCH;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let january_or_february = month >= 10;
        let year = era * 400 + year_of_era + i32::from(january_or_february);
        (year, (if january_or_february { month - 9 } else { month + 3 }) as u8, day as u8)
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.parts().0
    }

    /// The month, from 1.
    pub fn month(self) -> u8 {
        self.parts().1
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u8 {
        self.parts().2
    }

    /// Days since 1970-01-01.
    pub fn number(self) -> i32 {
        self.0
    }

    /// The day that lies `days` later (or earlier, if negative).
    pub fn plus(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }

    /// How many days later `other` is.
    pub fn days_until(self, other: Day) -> i32 {
        other.0 - self.0
    }

    /// Reads `2025-12-28`, and nothing looser: for options and settings.
    pub fn parse(text: &str) -> Option<Day> {
        let (year, rest) = text.split_at_checked(4)?;
        let (month, day) = rest.strip_prefix('-')?.split_once('-')?;
        let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
            return None;
        }
        Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }
}

/// The number of 1970-01-01 among days counted from the first of March of the year 0.
const EPOCH: i32 = 719_468;

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        let sign = if year < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}-{month:02}-{day:02}", year.abs())
    }
}

/// How many days a month has; 0 for what is no month.
pub fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_eight_centuries_has_its_number_and_its_name() {
        let mut number = Day::new(1599, 12, 31).expect("a day").number();
        for year in 1600..2400 {
            for month in 1..=12 {
                for day in 1..=days_in_month(year, month) {
                    let found = Day::new(year, month, day).expect("the calendar has this day");
                    number += 1;
                    assert_eq!((found.number(), found.parts()), (number, (year, month, day)));
                }
            }
        }
        assert_eq!(Day::new(1970, 1, 1).map(Day::number), Some(0));
        assert_eq!(Day::new(-44, 3, 15).map(|day| day.to_string()), Some("-0044-03-15".to_owned()));
    }

    #[test]
    fn only_a_full_date_is_a_day() {
        assert_eq!(Day::parse("2025-12-28").map(|day| day.to_string()), Some("2025-12-28".to_owned()));
        for text in ["2025-12", "2025-02-29", "2025-1-05", "2025-12-28T10:00", "", "é025-12-28", "+025-12-28", "2025-00-01"] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
        let eve = Day::parse("2025-12-31").expect("a day");
        assert_eq!(eve.plus(1).to_string(), "2026-01-01");
        assert_eq!(eve.days_until(eve.plus(-30)), -30);
    }
}
