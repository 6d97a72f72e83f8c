//! Where events lie on a line of time: places in a drawing, for the template to draw.
//!
//! Few events are marks, each as wide as its date is loose; many are bars that count them. What has no place on the line (open or unknown
//! dates) is counted and said. The list beside the drawing says the same in words.

use crate::date::{self, Date, Day};
use serde::Serialize;

/// Measures of the drawing, in its own units.
const WIDTH: i64 = 960;
const MARGIN: i64 = 16;
const LANE: i64 = 18;
const TICKS: i64 = 26;
const MARK: i64 = 10;
const BARS: i64 = 90;

/// More events than this are counted in bars.
const MARKS: usize = 80;
const LANES: usize = 8;
/// More stretches than this are joined to longer ones.
const STRETCHES: i32 = 60;

/// A line of time.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Axis {
    /// Width of the drawing.
    pub width: i64,
    /// Height of the drawing.
    pub height: i64,
    /// The height of the line from the top.
    pub line: i64,
    /// In words, where it begins and ends.
    pub from: String,
    /// See there.
    pub to: String,
    /// How many events are on it.
    pub shown: usize,
    /// How many have no place on it.
    pub left_out: usize,
    /// Names of stretches of time.
    pub ticks: Vec<Tick>,
    /// Events, if they are few.
    pub marks: Vec<Mark>,
    /// How many there are in each stretch, if they are many.
    pub bars: Vec<Bar>,
}

/// The beginning of a stretch of time.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Tick {
    /// From the left.
    pub x: i64,
    /// Its words.
    pub label: String,
}

/// An event.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Mark {
    /// From the left.
    pub x: i64,
    /// Its middle from the top.
    pub y: i64,
    /// All the days it may be; 0 for a day that is known.
    pub width: i64,
    /// The word of its status.
    pub status: String,
}

/// Events of one stretch.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Bar {
    /// From the left.
    pub x: i64,
    /// Its width.
    pub width: i64,
    /// Its height over the line.
    pub height: i64,
    /// How many events.
    pub count: usize,
}

/// A unit in which time is divided: so many months.
const UNITS: [i32; 7] = [1, 3, 12, 60, 120, 600, 1200];

/// Puts events on a line; nothing where fewer than two have a place on it.
pub(super) fn axis<'d>(events: impl Iterator<Item = (Option<&'d Date>, Option<&'d str>)>, language: &str) -> Option<Axis> {
    let mut placed: Vec<(Day, Day, &str)> = Vec::new();
    let mut left_out = 0;
    for (date, status) in events {
        match date.and_then(|date| date.earliest().zip(date.latest())) {
            Some((first, last)) => placed.push((first, last, status.unwrap_or_default())),
            None => left_out += 1,
        }
    }
    let first = placed.iter().map(|(first, ..)| *first).min()?;
    let last = placed.iter().map(|(_, last, _)| *last).max()?;
    if placed.len() < 2 || first == last {
        return None;
    }
    let months = |day: Day| day.year() * 12 + i32::from(day.month()) - 1;
    let unit = UNITS.into_iter().find(|unit| (months(last) - months(first)) / unit < STRETCHES).unwrap_or(UNITS[UNITS.len() - 1]);
    // A short story is drawn over its own days, a longer one over whole units, so that bars are of one width.
    let is_counted = placed.len() > MARKS;
    let begin = if is_counted { first_of(months(first).div_euclid(unit) * unit)? } else { first };
    let end = if is_counted { first_of((months(last).div_euclid(unit) + 1) * unit)? } else { last.plus(1) };
    let days = i64::from(begin.days_until(end)).max(1);
    let x = |day: Day| MARGIN + i64::from(begin.days_until(day)) * (WIDTH - 2 * MARGIN) / days;
    let words = |day: Day| date::words(&Date::on(day), language);
    let (marks, lanes) = if is_counted { (Vec::new(), 0) } else { marks(&placed, &x) };
    let above = if is_counted { BARS } else { lanes * LANE + MARK };
    let stretches: Vec<i32> = (months(begin).div_euclid(unit)..=months(end).div_euclid(unit)).map(|at| at * unit).collect();
    let ticks = ticks(&stretches, unit, begin, end, &x);
    let bars = if is_counted { bars(&placed, &stretches, unit, &months, &x) } else { Vec::new() };
    let axis = Axis {
        width: WIDTH,
        height: above + TICKS,
        line: above,
        from: words(first),
        to: words(last),
        shown: placed.len(),
        left_out,
        ticks,
        marks,
        bars,
    };
    Some(axis)
}

/// The first day of a month counted from year 0.
fn first_of(month: i32) -> Option<Day> {
    Day::new(month.div_euclid(12), month.rem_euclid(12) as u8 + 1, 1)
}

/// Marks in as few lanes as keep them apart; the last lane takes what is left. Says how many lanes.
fn marks(placed: &[(Day, Day, &str)], x: &dyn Fn(Day) -> i64) -> (Vec<Mark>, i64) {
    let mut ends: Vec<i64> = Vec::new();
    let mut found = Vec::new();
    for (first, last, status) in placed {
        let (from, to) = (x(*first), x(last.plus(1)));
        let width = if first == last { 0 } else { (to - from).max(MARK) };
        let free = ends.iter().position(|end| *end + 4 <= from);
        let lane = match free {
            Some(lane) => lane,
            None if ends.len() < LANES => {
                ends.push(0);
                ends.len() - 1
            }
            None => LANES - 1,
        };
        ends[lane] = ends[lane].max(from + width.max(MARK));
        found.push((lane, from, width, (*status).to_owned()));
    }
    let lanes = ends.len() as i64;
    let mark = |(lane, x, width, status): (usize, i64, i64, String)| Mark { x, y: (lanes - lane as i64) * LANE - LANE / 2, width, status };
    (found.into_iter().map(mark).collect(), lanes)
}

/// A name for every so many stretches that eight names are enough.
fn ticks(stretches: &[i32], unit: i32, begin: Day, end: Day, x: &dyn Fn(Day) -> i64) -> Vec<Tick> {
    let step = stretches.len().div_ceil(8).max(1);
    let label = |month: i32| {
        let year = month.div_euclid(12);
        if unit >= 12 { year.to_string() } else { format!("{year}-{:02}", month.rem_euclid(12) + 1) }
    };
    let named = stretches.iter().step_by(step).filter_map(|month| {
        let day = first_of(*month)?.max(begin);
        // A name at the very end would be cut off.
        (day < end && x(day) < WIDTH - 90).then(|| Tick { x: x(day), label: label(*month) })
    });
    named.collect()
}

fn bars(placed: &[(Day, Day, &str)], stretches: &[i32], unit: i32, months: &dyn Fn(Day) -> i32, x: &dyn Fn(Day) -> i64) -> Vec<Bar> {
    let mut counts = vec![0usize; stretches.len()];
    for (first, ..) in placed {
        // Counted where it may begin, as the list sorts it.
        let at = months(*first).div_euclid(unit) - stretches[0].div_euclid(unit);
        counts[at as usize] += 1;
    }
    let most = counts.iter().copied().max().unwrap_or(1).max(1);
    let bar = |(month, count): (&i32, &usize)| {
        let (from, to) = (x(first_of(*month)?), x(first_of(*month + unit)?));
        let height = (*count as i64 * (BARS - 10) / most as i64).max(2);
        Some(Bar { x: from, width: (to - from - 1).max(1), height, count: *count })
    };
    stretches.iter().zip(&counts).filter(|(_, count)| **count > 0).filter_map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::{Axis, axis};
    use crate::date::Date;

    fn of(dates: &[&str]) -> Option<Axis> {
        let dates: Vec<Date> = dates.iter().map(|date| Date::parse(date).expect("a date")).collect();
        axis(dates.iter().map(|date| (Some(date), Some("completed"))), "en")
    }

    #[test]
    fn a_day_is_a_point_and_a_loose_date_is_as_wide_as_it_is_loose() {
        let axis = of(&["2025-12-01", "2025-12", "2025-12-31"]).expect("a line");
        let widths: Vec<i64> = axis.marks.iter().map(|mark| mark.width).collect();
        assert_eq!(widths, [0, 928, 0]);
        assert_eq!((axis.from.as_str(), axis.to.as_str()), ("1 December 2025", "31 December 2025"));
        assert!(axis.marks.iter().all(|mark| mark.x >= 0 && mark.x + mark.width <= axis.width));
    }

    #[test]
    fn what_has_no_place_on_the_line_is_counted() {
        let axis = of(&["2025-12-01", "2025-12-05/..", "2025-12-31"]).expect("a line");
        assert_eq!((axis.shown, axis.left_out, axis.marks.len()), (2, 1, 2));
    }

    #[test]
    fn one_event_and_one_day_are_no_line() {
        assert_eq!(of(&["2025-12-01"]), None);
        assert_eq!(of(&["2025-12-01", "2025-12-01"]), None);
        assert_eq!(of(&["../2025-12-01", "2025-12-01/.."]), None);
    }

    #[test]
    fn many_events_are_bars_that_add_up() {
        let dates: Vec<String> = (0..500).map(|n| format!("{}-{:02}-{:02}", 1990 + n % 30, 1 + n % 12, 1 + n % 28)).collect();
        let axis = of(&dates.iter().map(String::as_str).collect::<Vec<_>>()).expect("a line");
        assert!(axis.marks.is_empty());
        assert_eq!(axis.bars.iter().map(|bar| bar.count).sum::<usize>(), 500);
        assert!(axis.bars.iter().all(|bar| bar.x >= 0 && bar.x + bar.width <= axis.width && bar.height <= axis.line));
    }
}
