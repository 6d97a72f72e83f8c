//! `[links]`: how addresses elsewhere are checked.
//!
//! In: the table of the configuration. Out: settings that cannot be wrong. What is asked and told is `links`' business.

use super::reader::Reader;
use super::settings::{Holds, Setting, Table};
use std::time::Duration;

/// The settings of the check of addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    /// How long one answer may take.
    pub timeout: Duration,
    /// How long a host is left alone between two questions.
    pub pace: Duration,
    /// How often a question is repeated that got no clear answer.
    pub retries: usize,
    /// For how many days an address that answered is not asked again.
    pub cache_days: usize,
    /// How many hosts are asked at the same time.
    pub parallel: usize,
    /// Addresses that are not asked.
    pub skip: Vec<Pattern>,
}

impl Default for Links {
    fn default() -> Links {
        Links { timeout: Duration::from_secs(20), pace: Duration::from_secs(1), retries: 2, cache_days: 7, parallel: 4, skip: Vec::new() }
    }
}

/// A pattern of addresses, in which `*` stands for any characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(String);

impl Pattern {
    /// Reads a pattern; it must be able to match an address.
    pub fn parse(text: &str) -> Option<Pattern> {
        let can_match = ["http://", "https://", "*"].iter().any(|start| text.starts_with(start));
        (can_match && !text.contains(char::is_whitespace)).then(|| Pattern(text.to_owned()))
    }

    /// Whether an address is meant.
    pub fn matches(&self, address: &str) -> bool {
        let Some((start, rest)) = self.0.split_once('*') else { return address == self.0 };
        let Some(mut left) = address.strip_prefix(start) else { return false };
        let (middle, end) = rest.rsplit_once('*').map_or((None, rest), |(middle, end)| (Some(middle), end));
        for piece in middle.into_iter().flat_map(|middle| middle.split('*')) {
            match left.find(piece) {
                Some(at) => left = &left[at + piece.len()..],
                None => return false,
            }
        }
        left.ends_with(end)
    }
}

/// The settings of the table. The bounds keep slips of the pen out: without a pause, a second try or a memory one can live, without time one
/// cannot.
pub(super) const SETTINGS: &[Setting] = &[
    Setting::new("timeout_seconds", Holds::Number(1, 600), "60", "How long one answer may take; half of it for connecting.").usually("20"),
    Setting::new("pace_ms", Holds::Number(0, 600_000), "5_000", "The pause between two questions to one host.").usually("1_000"),
    Setting::new("retries", Holds::Number(0, 10), "5", "How often a question without a clear answer is repeated.").usually("2"),
    Setting::new(
        "cache_days",
        Holds::Number(0, 3_650),
        "30",
        "For how many days an answer holds; one that is bad news at most one day, a new address at most seven.",
    )
    .usually("7"),
    Setting::new("parallel", Holds::Number(1, 64), "8", "How many hosts are asked at once.").usually("4"),
    Setting::new(
        "skip",
        Holds::Texts,
        r#"["https://intranet.example.org/*"]"#,
        "Addresses that are not asked; `*` stands for any characters.",
    ),
];

impl Reader {
    pub(super) fn links(&mut self, table: Table, links: &mut Links) {
        self.number(table, "timeout_seconds", |seconds| links.timeout = Duration::from_secs(seconds as u64));
        self.number(table, "pace_ms", |pause| links.pace = Duration::from_millis(pause as u64));
        self.number(table, "retries", |retries| links.retries = retries);
        self.number(table, "cache_days", |days| links.cache_days = days);
        self.number(table, "parallel", |hosts| links.parallel = hosts);
        for (span, text) in self.texts(table, "skip") {
            match Pattern::parse(&text) {
                Some(pattern) => links.skip.push(pattern),
                None => self.wrong(
                    span,
                    format!("`skip` cannot hold `{text}`"),
                    "write an address, with `*` for any characters: `https://example.org/*`",
                ),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn a_star_stands_for_any_characters() {
        let check = |pattern: &str, address: &str| Pattern::parse(pattern).expect("a pattern").matches(address);
        assert!(check("https://a.org/*", "https://a.org/") && check("https://a.org/*", "https://a.org/b/c"));
        assert!(check("https://a.org/x", "https://a.org/x") && !check("https://a.org/x", "https://a.org/xy"));
        assert!(check("https://*.a.org/*/x*", "https://b.a.org/1/x") && !check("https://*.a.org/*/x*", "https://b.a.org/1/y"));
        assert!(check("*.pdf", "http://a.org/b.pdf") && !check("*.pdf", "http://a.org/b.pdf.html"));
        assert!(check("*", "http://a.org/"));
        // One star cannot cover what two ends share.
        assert!(!check("https://a.org/ab*ba", "https://a.org/aba"));
        for bad in ["", "a.org", "ftp://a.org/*", "https://a b/"] {
            assert_eq!(Pattern::parse(bad), None, "{bad}");
        }
    }
}
