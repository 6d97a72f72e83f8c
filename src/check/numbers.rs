//! The numbers of figures as stretches of the number line, so that what is rounded, approximate or a range can be compared.
//!
//! In: a figure. Out: the stretch in which its number may lie. It is wide rather than narrow: two numbers that are told apart here are two.

use crate::model::{Figure, When};

/// How far an approximate number may be off, as a share of it.
const ABOUT: f64 = 0.05;

/// What computing with floating point may add to a number, as a share of it.
const NOISE: f64 = 1e-9;

/// A stretch of the number line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stretch {
    /// Its lower end.
    pub(super) low: f64,
    /// Its upper end.
    pub(super) high: f64,
}

impl Stretch {
    /// The stretch in which the number of a figure lies: a value as exactly as it is written, a range with its ends, both with their margin.
    /// Nothing where only one end of a range is given.
    pub(super) fn of(figure: &Figure) -> Option<Stretch> {
        let (low, high) = match (figure.value, figure.min, figure.max) {
            // A value that is given with its range is as wide as that.
            (_, Some(min), Some(max)) => (min, max),
            (Some(value), ..) => (value, value),
            (None, ..) => return None,
        };
        let margin = figure.margin.map_or(0.0, |(margin, _)| margin.abs());
        let about = |number: f64| if figure.approx { number.abs() * ABOUT } else { 0.0 };
        let off = |(number, written): (f64, &str)| margin + about(number).max(half_a_step(written));
        Some(Stretch { low: low.0 - off(low), high: high.0 + off(high) })
    }

    /// Whether one number can lie in both.
    pub(super) fn meets(self, other: Stretch) -> bool {
        let noise = NOISE * [self.low, self.high, other.low, other.high].into_iter().fold(1.0, |most: f64, end| most.max(end.abs()));
        self.low <= other.high + noise && other.low <= self.high + noise
    }

    /// The same, longer by so much at both ends.
    pub(super) fn widened(self, by: f64) -> Stretch {
        Stretch { low: self.low - by, high: self.high + by }
    }

    /// The stretch of a sum.
    pub(super) fn plus(self, other: Stretch) -> Stretch {
        Stretch { low: self.low + other.low, high: self.high + other.high }
    }

    /// The stretch of a difference.
    pub(super) fn minus(self, other: Stretch) -> Stretch {
        Stretch { low: self.low - other.high, high: self.high - other.low }
    }

    /// The stretch of a share.
    pub(super) fn divided(self, by: f64) -> Stretch {
        Stretch { low: self.low / by, high: self.high / by }
    }

    /// The smallest stretch that holds both.
    pub(super) fn around(self, other: Stretch) -> Stretch {
        Stretch { low: self.low.min(other.low), high: self.high.max(other.high) }
    }
}

/// Half of the last decimal place of a number, as far as it can be rounded: `4.25` is 4.245 to 4.255. A whole number may be a count and is
/// taken as it stands.
fn half_a_step(written: &str) -> f64 {
    let digits = written.split(['e', 'E']).next().unwrap_or_default();
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.chars().filter(char::is_ascii_digit).count());
    if decimals == 0 { 0.0 } else { 0.5 * 10f64.powi(-i32::try_from(decimals).unwrap_or(i32::MAX)) }
}

/// Whether a figure is written without decimal places, so that it may be rounded to whole numbers.
pub(super) fn is_whole(figure: &Figure) -> bool {
    [figure.value, figure.min, figure.max].into_iter().flatten().all(|(number, _)| number.fract() == 0.0)
}

/// Whether a unit is a share of a hundred.
pub(super) fn is_percent(unit: Option<&str>) -> bool {
    const PERCENT: [&str; 11] =
        ["%", "per cent", "percent", "pct", "prozent", "procent", "pour cent", "por ciento", "per cento", "відсотків", "процентов"];
    unit.is_some_and(|unit| PERCENT.contains(&plain(unit).as_str()))
}

/// A name as it is compared: in small letters, with single spaces, without a stop at the end.
pub(super) fn plain(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").trim_end_matches('.').to_owned()
}

/// Whether two dates may speak of one time: one that is missing may be any.
pub(super) fn may_be_one_time(one: When, other: When) -> bool {
    match (one.known(), other.known()) {
        (Some(one), Some(other)) => !one.is_before(other) && !other.is_before(one),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_as_wide_as_it_is_written() {
        assert_eq!([half_a_step("90"), half_a_step("1.5"), half_a_step("4.25"), half_a_step("1e3")], [0.0, 0.05, 0.005, 0.0]);
        let (one, other) = (Stretch { low: 1.0, high: 2.0 }, Stretch { low: 2.0, high: 3.0 });
        assert!(one.meets(other) && !one.meets(Stretch { low: 2.1, high: 3.0 }));
        assert_eq!(one.plus(other), Stretch { low: 3.0, high: 5.0 });
        assert_eq!(other.minus(one), Stretch { low: 0.0, high: 2.0 });
    }

    #[test]
    fn units_are_known_however_they_are_set() {
        assert!(is_percent(Some("Per  cent")) && is_percent(Some(" %")) && !is_percent(Some("percentage points")) && !is_percent(None));
    }
}
