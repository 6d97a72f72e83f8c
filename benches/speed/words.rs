//! Made-up words, the same on every machine and every day.
//!
//! In: a number to begin with. Out: titles, sentences, dates. It knows no record.

/// The story lasts from the first day of the first year to the last of the last.
pub(crate) const FIRST_YEAR: u64 = 2017;
pub(crate) const YEARS: u64 = 9;

/// SplitMix64: small, and the same everywhere.
pub(crate) struct Dice(u64);

impl Dice {
    /// Each record has dice of its own, so that a larger corpus begins like a smaller one.
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x2545_F491_4F6C_DD1D))
    }

    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.throw() % end
    }

    pub(crate) fn of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len() as u64) as usize]
    }

    /// Different numbers: neighbours of the first, at random distances.
    pub(crate) fn distinct<const N: usize>(&mut self, end: u64) -> [u64; N] {
        let step = end / N as u64;
        let first = self.below(end);
        std::array::from_fn(|at| (first + at as u64 * step + if at == 0 { 0 } else { self.below(step) }) % end)
    }

    /// One in twelve is known by its month only, one in twelve by the hour.
    pub(crate) fn date(&mut self) -> String {
        let (year, month, day) = (FIRST_YEAR + self.below(YEARS), 1 + self.below(12), 1 + self.below(28));
        match self.below(12) {
            0 => format!("{year}-{month:02}"),
            1 => format!("{year}-{month:02}-{day:02}T{:02}:30Z", self.below(24)),
            _ => format!("{year}-{month:02}-{day:02}"),
        }
    }

    /// At least so many words, so that it ends with a noun.
    pub(crate) fn sentence(&mut self, words: usize) -> String {
        let mut sentence = String::from("The");
        for at in 1..words | 3 {
            let word = match at % 4 {
                0 => "the",
                1 => self.of(ADJECTIVES),
                2 => self.of(NOUNS),
                _ => self.of(VERBS),
            };
            sentence.push(' ');
            sentence.push_str(word);
        }
        sentence.push('.');
        sentence
    }

    pub(crate) fn paragraph(&mut self, sentences: usize) -> String {
        let all: Vec<String> = (0..sentences)
            .map(|_| {
                let words = 8 + self.below(11) as usize;
                self.sentence(words)
            })
            .collect();
        all.join(" ")
    }
}

pub(crate) const ADJECTIVES: &[&str] = &[
    "quiet", "northern", "early", "joint", "open", "second", "wooden", "broad", "steady", "distant", "narrow", "common", "late", "western",
    "plain", "shared", "annual", "coastal", "former", "local",
];

pub(crate) const BODIES: &[&str] = &[
    "council",
    "harbour board",
    "delegation",
    "survey",
    "committee",
    "assembly",
    "office",
    "guild",
    "commission",
    "panel",
    "bureau",
    "union",
];

pub(crate) const NOUNS: &[&str] = &[
    "quay",
    "ledger",
    "lighthouse",
    "channel",
    "map",
    "timber",
    "bridge",
    "ferry",
    "tariff",
    "island",
    "market",
    "schedule",
    "pier",
    "warehouse",
    "boundary",
    "licence",
    "register",
    "tide",
    "signal",
    "anchorage",
    "road",
    "canal",
    "rate",
    "draft",
    "mooring",
    "crane",
    "depot",
    "light",
    "chart",
    "buoy",
    "cargo",
    "lock",
    "meadow",
    "archive",
    "basin",
    "storm",
    "notice",
    "fleet",
    "rope",
    "inlet",
];

pub(crate) const VERBS: &[&str] = &[
    "measures",
    "describes",
    "opens",
    "compares",
    "moves",
    "counts",
    "reviews",
    "repairs",
    "names",
    "lists",
    "follows",
    "marks",
    "visits",
    "records",
    "answers",
    "extends",
    "keeps",
    "divides",
    "joins",
    "studies",
];
