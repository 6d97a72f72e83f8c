//! What the addresses of links and citations say.
//!
//! In: destinations and citations as written. Out: their parts, and whether an address may ever be followed. It resolves nothing.

use std::ops::Range;

/// Where a link leads, by its form alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination<'a> {
    /// An address with a scheme, or one that begins with `//`.
    External(&'a str),
    /// `@/path.md#anchor`: a file of the content folder.
    Content {
        /// The path below the content folder.
        path: &'a str,
        /// What follows the `#`.
        anchor: Option<&'a str>,
    },
    /// `../x.md#anchor`: counted from the file the link stands in.
    Relative {
        /// The path.
        path: &'a str,
        /// What follows the `#`.
        anchor: Option<&'a str>,
    },
    /// `/x/#anchor`: counted from the root of the site.
    Root {
        /// The path with its leading slash.
        path: &'a str,
        /// What follows the `#`.
        anchor: Option<&'a str>,
    },
    /// `#anchor`: on the same page.
    Anchor(&'a str),
}

impl<'a> Destination<'a> {
    /// Reads a destination as written.
    pub fn of(dest: &'a str) -> Destination<'a> {
        let dest = dest.trim();
        if dest.starts_with("//") || scheme(dest).is_some() {
            return Destination::External(dest);
        }
        let (path, anchor) = match dest.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor)),
            None => (dest, None),
        };
        match (path, anchor) {
            ("", Some(anchor)) => Destination::Anchor(anchor),
            _ if path.starts_with("@/") => Destination::Content { path: &path[2..], anchor },
            _ if path.starts_with('/') => Destination::Root { path, anchor },
            _ => Destination::Relative { path, anchor },
        }
    }
}

/// The scheme of an address as a browser would read it: it ignores spaces and control characters. Nothing for a relative address.
fn scheme(dest: &str) -> Option<String> {
    let mut scheme = String::new();
    for character in dest.chars().filter(|character| !character.is_whitespace() && !character.is_control()) {
        match character {
            ':' => return Some(scheme),
            '/' | '?' | '#' => return None,
            other => scheme.extend(other.to_lowercase()),
        }
    }
    None
}

/// Whether a link may lead there: http, https, mailto, tel, or relative.
pub fn is_safe_link(dest: &str) -> bool {
    scheme(dest).is_none_or(|scheme| matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel"))
}

/// Whether an image may come from there: http, https, or relative.
pub fn is_safe_image(dest: &str) -> bool {
    scheme(dest).is_none_or(|scheme| matches!(scheme.as_str(), "http" | "https"))
}

/// A destination that was refused, for a message: its scheme.
pub(super) fn refused_scheme(dest: &str) -> String {
    scheme(dest).unwrap_or_default()
}

/// Whether a bracket's text is a citation: `@` and the first letter or digit of an id.
pub(super) fn is_citation(inner: &str) -> bool {
    inner.strip_prefix('@').is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
}

/// The id and the locator of each source in `text[inner]`, as ranges of the text. What does not begin with `@` belongs to the locator before it.
pub(super) fn citations(text: &str, inner: Range<usize>) -> Vec<(Range<usize>, Range<usize>)> {
    let mut found: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let mut start = inner.start;
    for piece in text[inner].split(';') {
        let piece_start = start;
        start += piece.len() + 1;
        let trimmed = piece.trim();
        let at = piece_start + (piece.len() - piece.trim_start().len());
        if is_citation(trimmed) {
            let length = trimmed[1..].find(|character: char| character == ',' || character.is_whitespace()).unwrap_or(trimmed.len() - 1);
            let id = at + 1..at + 1 + length;
            let rest = &trimmed[1 + length..];
            let rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
            let end = at + trimmed.len();
            found.push((id, end - rest.len()..end));
        } else if let Some((_, locator)) = found.last_mut().filter(|_| !trimmed.is_empty()) {
            let first = if locator.start == locator.end { at } else { locator.start };
            *locator = first..at + trimmed.len();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_told_apart_by_their_form() {
        assert_eq!(Destination::of("https://x.org/#a"), Destination::External("https://x.org/#a"));
        assert_eq!(Destination::of("@/actors/putin.md#a"), Destination::Content { path: "actors/putin.md", anchor: Some("a") });
        assert_eq!(Destination::of("../x.md"), Destination::Relative { path: "../x.md", anchor: None });
        assert_eq!(Destination::of("/x/#"), Destination::Root { path: "/x/", anchor: Some("") });
        assert_eq!(Destination::of("#a"), Destination::Anchor("a"));
        assert_eq!(Destination::of(""), Destination::Relative { path: "", anchor: None });
    }

    #[test]
    fn schemes_that_run_code_are_refused_however_they_are_written() {
        for bad in [
            "javascript:x",
            "JaVaScRiPt:x",
            " java\nscript:x",
            "\u{1}javascript:x",
            "java\u{200b}script:x",
            "data:x",
            "vbscript:x",
            "file:///x",
        ] {
            assert!(!is_safe_link(bad), "{bad:?}");
        }
        for good in ["https://x", "HTTP://x", "mailto:a@b", "tel:1", "a/b:c", "?a:b", "#a:b", "x.md"] {
            assert!(is_safe_link(good), "{good:?}");
        }
        assert!(!is_safe_image("mailto:a@b") && is_safe_image("a.jpg"));
    }

    #[test]
    fn citations_have_ids_and_locators() {
        let check = |inner: &str, expected: &[(&str, &str)]| {
            let text = format!("é[{inner}]");
            let found = citations(&text, 3..3 + inner.len());
            assert_eq!(found.iter().map(|(id, at)| (&text[id.clone()], &text[at.clone()])).collect::<Vec<_>>(), expected);
        };
        check("@isw-report", &[("isw-report", "")]);
        check("@isw-report, map 3", &[("isw-report", "map 3")]);
        check("@a; @b p. 2 ; see the map; @ c", &[("a", ""), ("b", "p. 2 ; see the map; @ c")]);
    }
}
