use proptest::prelude::*;

use super::*;

fn date(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day was written")
}

fn zone(name: &str) -> Zone {
    Zone::named(name).expect("the zone exists")
}

/// What is wrong and what to do, in one line.
fn refused(text: &str) -> String {
    let error = Date::parse(text).expect_err(text);
    format!("{} {} ({})", error.at, error.message, error.help.unwrap_or_default())
}

#[test]
fn what_authors_write_is_read() {
    let cases = [
        ("2026", "2026", "2026-01-01", "2026-12-31"),
        ("2026-01", "2026-01", "2026-01-01", "2026-01-31"),
        ("2026-01-05", "2026-01-05", "2026-01-05", "2026-01-05"),
        (" 2026-01~ ", "2026-01~", "2026-01-01", "2026-01-31"),
        ("2026-01-05?", "2026-01-05?", "2026-01-05", "2026-01-05"),
        ("2026%", "2026%", "2026-01-01", "2026-12-31"),
        ("2026-22", "2026-22", "2026-06-01", "2026-08-31"),
        ("2026-24", "2026-24", "2026-12-01", "2027-02-28"),
        ("2025-12-XX", "2025-12-XX", "2025-12-01", "2025-12-31"),
        ("2025-XX", "2025-XX", "2025-01-01", "2025-12-31"),
        ("19XX", "19XX", "1900-01-01", "1999-12-31"),
        ("202X", "202X", "2020-01-01", "2029-12-31"),
        ("2025-12-27/2026-01", "2025-12-27/2026-01", "2025-12-27", "2026-01-31"),
        ("../2026", "../2026", "", "2026-12-31"),
        ("2026/..", "2026/..", "2026-01-01", ""),
        ("/2026", "/2026", "", "2026-12-31"),
        ("2025-12-28T15:00", "2025-12-28T15:00:00", "2025-12-28", "2025-12-28"),
        ("2025-12-28 15:00:09", "2025-12-28T15:00:09", "2025-12-28", "2025-12-28"),
        ("2025-12-28t15:00z", "2025-12-28T15:00:00Z", "2025-12-28", "2025-12-28"),
        ("2025-12-28T15:00-05", "2025-12-28T15:00:00-05:00", "2025-12-28", "2025-12-28"),
        ("2025-12-28T15:00+0530", "2025-12-28T15:00:00+05:30", "2025-12-28", "2025-12-28"),
    ];
    for (text, edtf, earliest, latest) in cases {
        let date = date(text);
        assert_eq!((date.edtf(), date.earliest(), date.latest()), (edtf, Day::parse(earliest), Day::parse(latest)), "{text}");
    }
}

#[test]
fn impossible_dates_and_slips_are_told_with_what_to_write() {
    let cases = [
        ("2025-02-30", "8 there is no day 2025-02-30 (that month goes from `2025-02-01` to `2025-02-28`)"),
        ("2025-13-01", "5 there is no month 13 (did you mean `2025-01-13`?)"),
        ("2025-13", "5 there is no month 13 (months go from 01 to 12, and 21 to 24 are spring, summer, autumn and winter)"),
        ("2025-13-40", "5 there is no month 13 (months go from 01 to 12)"),
        ("2025-12-01/2025-12-32", "19 there is no day 2025-12-32 (that month goes from `2025-12-01` to `2025-12-31`)"),
        ("2025-12-28/2025-12-27", "11 the interval ends before it starts (write `2025-12-27/2025-12-28`)"),
        ("2025-12-28T24:00", "11 there is no time `24:00` (write `2025-12-29T00:00`)"),
        ("2025-12-28T15:00~", "16 a time cannot be approximate or uncertain (write `2025-12-28~`, and the time in `date_text`)"),
        ("2025-12-28T15:00/2025-12-28T16:00", "16 an interval cannot have times (write the start as `date` and the end as `end`)"),
        (
            "2025-12-28T15:00 EST",
            "16 `EST` is not a zone that a date can hold (write `2025-12-28T15:00` and the zone as `tz: Europe/Kyiv`)",
        ),
        (
            "2025-12-28T15:00 America/New_York",
            "16 `America/New_York` is not a zone that a date can hold (write `2025-12-28T15:00` and the zone as `tz: America/New_York`)",
        ),
        ("early January 2026", "5 `early January 2026` is not a date (write `2026-01`, and these words as `date_text`)"),
        ("2025-12-28T9:00", "11 `9:00` is not a time (write `2025-12-28T09:00`)"),
        ("", "0 a date is missing (write a date as `2025-12-28`, `2025-12` or `2025`, with `~` behind it if it is approximate)"),
        ("soon", "0 `soon` is not a date (write a date as `2025-12-28`, `2025-12` or `2025`, with `~` behind it if it is approximate)"),
        ("2025-12-XX/2026-01", "0 `2025-12-XX/2026-01` is more than a date here can say (leave the part with `X` away: `2025-12/2026-01`)"),
        (
            "2004-06~-11",
            "0 `2004-06~-11` is more than a date here can say (put `~`, `?` or `%` at the end, where it stands for the whole date)",
        ),
        (
            "[2025,2026]",
            "0 `[2025,2026]` is more than a date here can say (write one date, or an interval such as `2025-12-27/2025-12-28`)",
        ),
        (
            "2025-33",
            "0 `2025-33` is more than a date here can say (only 21 to 24 (spring, summer, autumn, winter) may stand in place of the month)",
        ),
        ("XXXX", "0 `XXXX` is more than a date here can say (write `unknown` if not even the year is known)"),
    ];
    let wrong: Vec<_> = cases.iter().filter(|(text, expected)| refused(text) != *expected).map(|(text, _)| (text, refused(text))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_date_in_another_form_is_proposed_where_there_is_one_answer() {
    let cases = [
        ("28.12.2025", "2025-12-28"),
        ("5.1.2026", "2026-01-05"),
        ("12/28/2025", "2025-12-28"),
        ("28/12/2025", "2025-12-28"),
        ("5/5/2025", "2025-05-05"),
        ("12/2025", "2025-12"),
        ("2025/12/28", "2025-12-28"),
        ("2025-1-5", "2025-01-05"),
        ("2025-1", "2025-01"),
        ("20251228", "2025-12-28"),
        ("28 December 2025", "2025-12-28"),
        ("December 28, 2025", "2025-12-28"),
        ("Sunday, 28th of Dec. 2025", "2025-12-28"),
        ("Sept 2025", "2025-09"),
        ("winter 2025", "2025-24"),
        ("about January 2026", "2026-01~"),
        ("since 2022", "2022/.."),
        ("..2025", "../2025"),
        ("2025..", "2025/.."),
        ("1990s", "199X"),
        ("2025-12-27 – 2025-12-28", "2025-12-27/2025-12-28"),
        ("27 December 2025 to 3 January 2026", "2025-12-27/2026-01-03"),
        ("2025-12-27/28", "2025-12-27/2025-12-28"),
        ("2025-12-27/12-28", "2025-12-27/2025-12-28"),
        ("28.12.2025 9:30", "2025-12-28T09:30"),
        ("2025‑12‑28", "2025-12-28"),
    ];
    let help = |text: &str| Date::parse(text).expect_err(text).help.unwrap_or_default();
    let wrong: Vec<_> =
        cases.iter().filter(|(text, iso)| help(text) != format!("write `{iso}`")).map(|(text, _)| (text, help(text))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    for ambiguous in ["01/05/2025", "5 6 2025", "28 December"] {
        assert!(!help(ambiguous).starts_with("write `20"), "{ambiguous}: {}", help(ambiguous));
    }
}

#[test]
fn words_are_as_exact_as_the_date() {
    let cases = [
        ("2025-12-28", "28 December 2025"),
        ("2025-12", "December 2025"),
        ("2025", "2025"),
        ("2026-01~", "about January 2026"),
        ("2025-12-28?", "probably 28 December 2025"),
        ("2025%", "probably about 2025"),
        ("2026-21", "spring 2026"),
        ("2026-24", "winter 2026–27"),
        ("1999-24", "winter 1999–00"),
        ("2025-12-XX", "some day in December 2025"),
        ("2025-XX-XX", "some day in 2025"),
        ("2025-XX", "some month in 2025"),
        ("202X", "the 2020s"),
        ("19XX", "between 1900 and 1999"),
        ("2025-12-27/2025-12-28", "27–28 December 2025"),
        ("2025-11-27/2025-12-03", "27 November – 3 December 2025"),
        ("2025-12-27/2026-01-03", "27 December 2025 – 3 January 2026"),
        ("2025-11/2025-12", "November–December 2025"),
        ("2025-11/2026-02", "November 2025 – February 2026"),
        ("2024/2025", "2024–2025"),
        ("2024~/2025", "about 2024 – 2025"),
        ("2025-12-28/2025-12-28", "28 December 2025"),
        ("2025/..", "since 2025"),
        ("../2025-12", "until December 2025"),
        ("2025/", "from 2025 to an unknown date"),
        ("/2025", "from an unknown date to 2025"),
        ("2025-12-28T15:00", "28 December 2025, 15:00"),
        ("2025-12-28T15:00:09Z", "28 December 2025, 15:00:09"),
        ("0476", "476"),
        ("-0043", "-0043"),
    ];
    let wrong: Vec<_> = cases
        .iter()
        .map(|(text, expected)| (*text, *expected, words(&date(text), "en-GB")))
        .filter(|(_, expected, found)| expected != found)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(words(&date("2025-12-28"), "tlh"), "2025-12-28", "no words are better than wrong words");
}

#[test]
fn a_time_is_told_at_its_place_and_in_utc() {
    let new_york = zone("America/New_York");
    let told = |text: &str, zone: Option<&Zone>| words_with_zone(&date(text), "en", zone);
    assert_eq!(told("2025-12-28T15:00", Some(&new_york)), "28 December 2025, 15:00 (New York; 20:00 UTC)");
    assert_eq!(told("2025-12-28T20:00", Some(&new_york)), "28 December 2025, 20:00 (New York; 29 December 2025, 01:00 UTC)");
    assert_eq!(told("2025-12-28T15:00+05:30", Some(&new_york)), "28 December 2025, 15:00 (UTC+5:30; 09:30 UTC)");
    assert_eq!(told("2025-12-28T15:00-05:00", None), "28 December 2025, 15:00 (UTC−5; 20:00 UTC)");
    assert_eq!(told("2025-12-28T15:00Z", None), "28 December 2025, 15:00 UTC");
    assert_eq!(told("2025-12-28T15:00", Some(&zone("UTC"))), "28 December 2025, 15:00 UTC");
    assert_eq!(told("2025-12-28T15:00", None), "28 December 2025, 15:00");
    assert_eq!(told("2025-12-28", Some(&new_york)), "28 December 2025");
    assert_eq!(date("2025-12-28T15:00").utc(Some(&new_york)), Some((day("2025-12-28"), 20, 0)));
    assert_eq!(date("2025-12-28T01:30+02:00").utc(None), Some((day("2025-12-27"), 23, 30)));
    assert_eq!(date("2025-12-28T15:00").utc(None), None);
    assert!(date("2025-12-28T15:00").needs_zone() && !date("2025-12-28T15:00Z").needs_zone());
}

#[test]
fn html_is_told_only_what_it_can_say() {
    let kyiv = zone("Europe/Kyiv");
    let cases = [
        ("2025", Some("2025")),
        ("2025-12", Some("2025-12")),
        ("2025-12-28", Some("2025-12-28")),
        ("2025-07-01T15:00", Some("2025-07-01T15:00:00+03:00")),
        ("2025-07-01T15:00Z", Some("2025-07-01T15:00:00Z")),
        ("2025-12~", None),
        ("2025-12-28?", None),
        ("2025-22", None),
        ("2025-12-XX", None),
        ("19XX", None),
        ("2025/2026", None),
        ("-0043", None),
        ("0000", None),
    ];
    for (text, value) in cases {
        assert_eq!(machine(&date(text), Some(&kyiv)).as_deref(), value, "{text}");
    }
    assert_eq!(machine(&date("2025-07-01T15:00"), None).as_deref(), Some("2025-07-01T15:00:00"));
}

#[test]
fn earlier_comes_first_and_then_less_precise() {
    let sorted = [
        "../2024",
        "20XX",
        "2024-12",
        "2025/..",
        "2025/2026",
        "2025",
        "2025-01",
        "2025-01-01~",
        "2025-01-01",
        "2025-01-01T00:00",
        "2025-01-01T00:01",
        "2025-01-02",
        "2025-22",
        "2025-12-28T15:00",
    ];
    let mut shuffled: Vec<_> = sorted.iter().rev().map(|text| date(text)).collect();
    shuffled.sort_by_key(|date| date.sort_key(None));
    assert_eq!(shuffled.iter().map(Date::edtf).collect::<Vec<_>>(), sorted.map(|text| date(text).edtf().to_owned()));
    let (new_york, kyiv) = (zone("America/New_York"), zone("Europe/Kyiv"));
    let key = |text: &str, zone| date(text).sort_key(Some(zone));
    assert!(key("2025-12-28T15:00", &kyiv) < key("2025-12-28T09:00", &new_york), "13:00 UTC is before 14:00 UTC");
    assert!(key("9999-12-31T23:59", &new_york) < SortKey::LAST);
}

#[test]
fn past_and_future_are_said_only_of_what_is_wholly_so() {
    let today = day("2025-12-29");
    let case = |text: &str| (date(text).is_past(today), date(text).is_future(today));
    assert_eq!(case("2025-12-28T23:00"), (true, false));
    assert_eq!(case("2025-12-29"), (false, false));
    assert_eq!(case("2025-12"), (false, false));
    assert_eq!(case("2026-01~"), (false, true));
    assert_eq!(case("2025-01/.."), (false, false));
    assert_eq!(case("../2025-11"), (true, false));
}

#[test]
fn only_one_day_or_moment_is_not_loose() {
    for exact in ["2025-12-28", "2025-12-28T15:00"] {
        assert!(!date(exact).is_loose() && date(exact).exact_day() == Some(day("2025-12-28")), "{exact}");
    }
    for loose in ["2025", "2025-12", "2025-12-28~", "2025-12-28?", "2025-12-XX", "2025-12-28/2025-12-28", "2025-22"] {
        assert!(date(loose).is_loose() && date(loose).exact_day().is_none(), "{loose}");
    }
    assert_eq!(date("2025-12-XX").precision(), Precision::Month);
    assert_eq!(date("2025-XX").precision(), Precision::Year);
    assert_eq!(Date::on(day("2025-12-28")), date("2025-12-28"));
}

/// Text that looks enough like a date.
fn datish() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "2025", "-", "12", "28", "02", "XX", "X", "/", "..", "~", "?", "%", "T", " ", "15:00", ":30", "Z", "+02:00", "December", " to ",
        "about ", ".", "é", "–", "{", "[", ",", "Y", "E", "S", "24", "0s", "1", "th",
    ]);
    prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat())
}

/// Dates that are read.
fn valid() -> impl Strategy<Value = Date> {
    let single = (1i32..3000, 1u8..=12, 1u8..=28, 0u8..6).prop_map(|(y, m, d, form)| match form {
        0 => format!("{y:04}"),
        1 => format!("{y:04}-{m:02}"),
        2 => format!("{y:04}-{m:02}-{d:02}"),
        3 => format!("{y:04}-{:02}", 21 + m % 4),
        4 => format!("{y:04}-{m:02}-XX"),
        _ => format!("{y:04}-{m:02}-{d:02}T{:02}:{d:02}", m + 7),
    });
    (single.clone(), single, 0u8..6).prop_map(|(a, b, form)| {
        let text = match form {
            0 => format!("{a}~"),
            1 => format!("{a}?"),
            2 => format!("{a}/{b}"),
            3 => format!("../{a}"),
            4 => format!("{a}/.."),
            _ => a.clone(),
        };
        Date::parse(&text).or_else(|_| Date::parse(&a)).expect("the first part alone is a date")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_date_or_told_why_not(text in prop_oneof![datish(), any::<String>()]) {
        match Date::parse(&text) {
            Ok(date) => {
                let again = Date::parse(date.edtf());
                prop_assert_eq!(again.as_ref().ok(), Some(&date));
                prop_assert!(!words(&date, "en").is_empty());
            }
            Err(error) => {
                prop_assert!(text.is_char_boundary(error.at), "{:?} in {:?}", error, text);
                // What is proposed has to be right.
                let proposal = error.help.as_deref().and_then(|help| help.strip_prefix("write `")).and_then(|help| help.strip_suffix('`'));
                if let Some(proposal) = proposal.filter(|proposal| !proposal.contains('`')) {
                    prop_assert!(Date::parse(proposal).is_ok(), "{:?} for {:?}", proposal, text);
                }
            }
        }
    }

    #[test]
    fn sorting_agrees_with_the_earliest_day(one in valid(), other in valid()) {
        if one.earliest() < other.earliest() {
            prop_assert!(one.sort_key(None) < other.sort_key(None), "{} and {}", one, other);
        }
        if one.earliest().is_some() && one.earliest() == other.earliest() && one.time().is_none() && other.time().is_none() && one.latest() > other.latest() && other.latest().is_some() {
            prop_assert!(one.sort_key(None) < other.sort_key(None), "{} is less precise than {}", one, other);
        }
        prop_assert!(one.latest().is_none() || one.earliest() <= one.latest());
    }
}

#[test]
fn only_exact_days_and_stretches_between_them_have_exact_ends() {
    let ends = |text: &str| date(text).exact_days().map(|(first, last)| format!("{first} {last}"));
    for (text, expected) in [
        ("2026-01-10", "2026-01-10 2026-01-10"),
        ("2026-01-10T15:00Z", "2026-01-10 2026-01-10"),
        ("2026-01-10/2026-01-12", "2026-01-10 2026-01-12"),
    ] {
        assert_eq!(ends(text).as_deref(), Some(expected), "{text}");
    }
    for loose in [
        "2026-01",
        "2026",
        "2026-22",
        "2026-01-10~",
        "2026-01-10?",
        "2026-01-XX",
        "2026-01/2026-02",
        "2026-01-10/..",
        "2026-01-10/2026-01-12~",
    ] {
        assert_eq!(ends(loose), None, "{loose}");
    }
}
