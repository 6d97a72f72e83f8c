//! Words for dates in every language that has them here: data, no grammar.
//!
//! A language whose dates need more than these patterns can say is better left out: its pages then show the ISO form, which is right.

/// The words of one language. Patterns hold `{d}`, `{m}` and `{y}` for day, month and year, or `{}` for a date in words.
pub(super) struct Language {
    /// The code of the language, without a region.
    pub(super) code: &'static str,
    /// Months as they stand beside a year or a day.
    pub(super) months: [&'static str; 12],
    /// Spring, summer, autumn, winter.
    pub(super) seasons: [&'static str; 4],
    /// One day.
    pub(super) day: &'static str,
    /// One month.
    pub(super) month: &'static str,
    /// A season `{m}` within one year.
    pub(super) season: &'static str,
    /// A winter, which begins in `{y}` and ends in the year whose last two digits are `{z}`.
    pub(super) winter: &'static str,
    /// Days `{d}` to `{e}` of one month.
    pub(super) days_of_month: &'static str,
    /// Months `{m}` to `{n}` of one year.
    pub(super) months_of_year: &'static str,
    /// From day `{d}` of month `{m}` to day `{e}` of month `{n}` of one year.
    pub(super) days_of_year: &'static str,
    /// Years `{y}` to `{z}`.
    pub(super) years: &'static str,
    /// From one date `{}` to another `{z}`, which have spaces in them.
    pub(super) stretch: &'static str,
    /// `~`.
    pub(super) about: &'static str,
    /// `?`.
    pub(super) probably: &'static str,
    /// `2025-12-XX`; `{}` is a month.
    pub(super) some_day: &'static str,
    /// `2025-XX`; `{}` is a year.
    pub(super) some_month: &'static str,
    /// `202X`; `{y}` is the first year.
    pub(super) decade: &'static str,
    /// `20XX`.
    pub(super) century: &'static str,
    /// `a/..`.
    pub(super) since: &'static str,
    /// `../b`.
    pub(super) until: &'static str,
    /// `a/`.
    pub(super) unknown_end: &'static str,
    /// `/b`.
    pub(super) unknown_start: &'static str,
    /// A day `{}` and a time `{t}`.
    pub(super) moment: &'static str,
}

/// English, which is also what authors' slips are read in.
pub(super) fn english() -> &'static Language {
    &ENGLISH
}

/// The words for a language tag such as `en-GB`, if there are any.
pub(super) fn language(tag: &str) -> Option<&'static Language> {
    let code = tag.split(['-', '_']).next().unwrap_or(tag);
    LANGUAGES.iter().copied().find(|language| language.code.eq_ignore_ascii_case(code))
}

static LANGUAGES: [&Language; 1] = [&ENGLISH];

static ENGLISH: Language = Language {
    code: "en",
    months: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    seasons: ["spring", "summer", "autumn", "winter"],
    day: "{d} {m} {y}",
    month: "{m} {y}",
    season: "{m} {y}",
    winter: "{m} {y}–{z}",
    days_of_month: "{d}–{e} {m} {y}",
    months_of_year: "{m}–{n} {y}",
    days_of_year: "{d} {m} – {e} {n} {y}",
    years: "{y}–{z}",
    stretch: "{} – {z}",
    about: "about {}",
    probably: "probably {}",
    some_day: "some day in {}",
    some_month: "some month in {}",
    decade: "the {y}s",
    century: "between {y} and {z}",
    since: "since {}",
    until: "until {}",
    unknown_end: "from {} to an unknown date",
    unknown_start: "from an unknown date to {}",
    moment: "{}, {t}",
};
