//! What an author meant who wrote a date in another way.
//!
//! Only where there is one answer: `01/05/2025` is a day in January to some and in May to others, so nothing is proposed for it.
//! Whoever asks still has to check that the proposal is a date.

use super::Day;

/// The date in the form that is read here, if the text says one unambiguously.
pub(super) fn meant(text: &str) -> Option<String> {
    // Nobody writes a date at this length, and the readers below call themselves.
    if text.len() > 60 {
        return None;
    }
    let text = text.replace(['\u{2010}', '\u{2011}', '\u{2012}', '\u{2212}'], "-").replace(['\u{2013}', '\u{2014}'], " – ");
    for (separator, prefix) in
        [(" – ", ""), (" - ", ""), (" to ", ""), (" until ", ""), (" to ", "from "), (" – ", "from "), (" and ", "between ")]
    {
        let stretch = text.strip_prefix(prefix).and_then(|rest| rest.split_once(separator));
        if let Some((start, end)) = stretch {
            return Some(format!("{}/{}", single(start.trim())?, single(end.trim())?));
        }
    }
    if let Some((start, end)) = text.split_once('/').filter(|(_, end)| !end.contains('/')) {
        return stretch_with_short_end(start, end);
    }
    single(&text)
}

/// Whether the text names a part of a month or year, which only words can say.
pub(super) fn is_part(text: &str) -> bool {
    prefixed(text, &PARTS).is_some()
}

const PARTS: [&str; 6] = ["early ", "mid-", "mid ", "late ", "beginning of ", "end of "];

/// Why a form of level 2 is refused, and what says nearly the same.
pub(super) fn level_two_help(text: &str) -> String {
    if text.starts_with(['[', '{']) {
        "write one date, or an interval such as `2025-12-27/2025-12-28`".to_owned()
    } else if text.contains('Y') {
        "write a year of four digits".to_owned()
    } else if text.starts_with("XXXX") {
        "write `unknown` if not even the year is known".to_owned()
    } else if text.contains('X') && text.contains('/') {
        "leave the part with `X` away: `2025-12/2026-01`".to_owned()
    } else if text.contains('X') {
        "only `2025-12-XX`, `2025-XX`, `202X` and `20XX` may hold an `X`".to_owned()
    } else if text.contains(['~', '?', '%']) {
        "put `~`, `?` or `%` at the end, where it stands for the whole date".to_owned()
    } else {
        "only 21 to 24 (spring, summer, autumn, winter) may stand in place of the month".to_owned()
    }
}

fn single(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_suffix('.').filter(|rest| !rest.ends_with('.')).unwrap_or(text);
    if let Some(rest) = prefixed(text, &["about ", "around ", "circa ", "ca. ", "ca ", "c. ", "approximately ", "approx. ", "~ "]) {
        return single(rest).filter(|date| !date.contains(['T', '~'])).map(|date| format!("{date}~"));
    }
    if let Some(rest) = prefixed(text, &["since ", "from ", "after "]) {
        return single(rest).filter(|date| !date.contains(['T', '/'])).map(|date| format!("{date}/.."));
    }
    if let Some(rest) = prefixed(text, &["until ", "till ", "before ", ".."]) {
        return single(rest).filter(|date| !date.contains(['T', '/'])).map(|date| format!("../{date}"));
    }
    if let Some(rest) = prefixed(text, &PARTS) {
        return single(rest).filter(|date| date.len() == 7 || date.len() == 4);
    }
    if let Some(rest) = text.strip_suffix("..") {
        return single(rest).map(|date| format!("{date}/.."));
    }
    if let Some(decade) = text.strip_suffix("0s").filter(|decade| decade.len() == 3 && decade.bytes().all(|b| b.is_ascii_digit())) {
        return Some(format!("{decade}X"));
    }
    if is_iso(text) {
        return Some(text.to_owned());
    }
    with_time(text).or_else(|| by_numbers(text)).or_else(|| by_words(text))
}

fn prefixed<'a>(text: &'a str, prefixes: &[&str]) -> Option<&'a str> {
    let strip =
        |prefix: &&str| text.get(..prefix.len()).filter(|start| start.eq_ignore_ascii_case(prefix)).map(|start| &text[start.len()..]);
    prefixes.iter().find_map(strip)
}

/// Whether this is already a plain year, month or day.
fn is_iso(text: &str) -> bool {
    matches!(text.len(), 4 | 7 | 10)
        && text.bytes().enumerate().all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() })
}

/// `2025-12-28T9:00` and `28.12.2025 15:00`.
fn with_time(text: &str) -> Option<String> {
    let (day, time) = text.rsplit_once(['T', ' ']).filter(|(_, time)| time.contains(':'))?;
    let day = single(day.trim().trim_end_matches(',')).filter(|day| day.len() == 10 && is_iso(day))?;
    let (hour, rest) = time.split_once(':')?;
    let hour: u8 = hour.parse().ok()?;
    Some(format!("{day}T{hour:02}:{rest}"))
}

/// Digits with points, slashes or hyphens between them, or none.
fn by_numbers(text: &str) -> Option<String> {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return day(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?);
    }
    let separator = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '.' | '/' | '-'))?;
    let written: Vec<&str> = text.split(separator).map(str::trim).collect();
    let number = |at: usize| written.get(at).filter(|part| part.bytes().all(|b| b.is_ascii_digit()))?.parse::<u16>().ok();
    let is_year = |at: usize| written.get(at).is_some_and(|part| part.len() == 4);
    match written.len() {
        2 if is_year(0) => month(number(0)?, number(1)?),
        2 if is_year(1) => month(number(1)?, number(0)?),
        3 if is_year(0) => day(number(0)?, number(1)?, number(2)?),
        3 if is_year(2) => {
            let (first, second, year) = (number(0)?, number(1)?, number(2)?);
            let day_first = day(year, second, first);
            // With points the day always stands first; with slashes Americans put the month there.
            let month_first = if separator == '.' { None } else { day(year, first, second) };
            match (day_first, month_first) {
                (Some(one), Some(other)) => (one == other).then_some(one),
                (one, other) => one.or(other),
            }
        }
        _ => None,
    }
}

/// `28 December 2025`, `Dec 28, 2025`, `28th of December 2025`, `December 2025`, `winter 2025`.
fn by_words(text: &str) -> Option<String> {
    let words = text
        .split([' ', ',', '.'])
        .filter(|word| !word.is_empty() && !word.eq_ignore_ascii_case("of") && !word.eq_ignore_ascii_case("the"));
    let (mut year, mut named, mut number) = (None, None, None);
    for word in words {
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
        let (slot, value) = match (digits.parse::<u16>(), month_or_season(word)) {
            (Ok(value), _) if digits.len() == 4 => (&mut year, value),
            (Ok(value), _) => (&mut number, value),
            (Err(_), Some(month)) => (&mut named, month),
            (Err(_), None) if WEEKDAYS.iter().any(|day| word.eq_ignore_ascii_case(day)) => continue,
            (Err(_), None) => return None,
        };
        if slot.replace(value).is_some() {
            return None;
        }
    }
    match (year?, named?, number) {
        (year, named, None) => Some(format!("{year:04}-{named:02}")),
        (year, named, Some(number)) => day(year, named, number),
    }
}

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The number of an English month or season, also cut short to three or four letters.
fn month_or_season(word: &str) -> Option<u16> {
    let lower = word.to_ascii_lowercase();
    let names = super::language::english().months;
    let month = names.iter().position(|name| {
        let name = name.to_ascii_lowercase();
        name == lower || matches!(lower.len(), 3 | 4) && name.starts_with(&lower)
    });
    match (month, lower.as_str()) {
        (Some(month), _) => Some(month as u16 + 1),
        (None, "spring") => Some(21),
        (None, "summer") => Some(22),
        (None, "autumn" | "fall") => Some(23),
        (None, "winter") => Some(24),
        (None, _) => None,
    }
}

/// `2025-12-27/28` and `2025-12/2026-1`.
fn stretch_with_short_end(start: &str, end: &str) -> Option<String> {
    let (start, end) = (start.trim(), end.trim());
    // Of `12/2025` and the like only the numbers know what they mean.
    if let Some(month) = by_numbers(&format!("{start}/{end}")) {
        return Some(month);
    }
    let start = single(start)?;
    if matches!(end.len(), 1 | 2) && start.len() > end.len() && end.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(format!("{start}/{}{end:0>2}", &start[..start.len() - 2]));
    }
    if end.len() == 5 && start.len() == 10 && end.as_bytes()[2] == b'-' {
        return Some(format!("{start}/{}{end}", &start[..5]));
    }
    Some(format!("{start}/{}", single(end)?))
}

fn month(year: u16, month: u16) -> Option<String> {
    (1..=12).contains(&month).then(|| format!("{year:04}-{month:02}"))
}

fn day(year: u16, month: u16, day: u16) -> Option<String> {
    let day = Day::new(i32::from(year), u8::try_from(month).ok()?, u8::try_from(day).ok()?)?;
    Some(day.to_string())
}
