//! Where a new address can be written in the place of the old one without anybody looking.
//!
//! In: a place, the old address and the new one. Out: the edit, or nothing. It is careful: a wrong address that is written by itself is worse
//! than an old one that still leads there.

use super::gather::Place;
use crate::diag::Edit;
use crate::source::Sources;
use url::Url;

/// Characters that mean something in YAML, CSV, TOML or Markdown where an address may stand without quotes.
const SPECIAL: &str = ",;|[]{}<>\"'`\\*";

/// Parts of a path behind which pages stand that hosts send everybody to whose page they do not have or do not show.
const NO_PAGES: [&str; 9] = ["404", "error", "not-found", "notfound", "login", "signin", "sign-in", "consent", "unavailable"];

/// The edit that writes the new address at a place.
pub(super) fn edit(place: &Place, address: &str, to: &str, sources: &Sources) -> Option<Edit> {
    let here = sources.get(place.at.file).text.get(place.at.span.range())?;
    // A value that was put together from escapes, a reference whose address stands elsewhere: only the author knows where to write.
    if here != place.written || is_elsewhere(address, to) || has_name(place.written) {
        return None;
    }
    let text = match place.written.split_once('#') {
        Some((_, part)) => format!("{to}#{part}"),
        None => to.to_owned(),
    };
    let is_plain = !to.contains(|c: char| SPECIAL.contains(c) || c.is_whitespace()) && !to.ends_with(':') && has_even_brackets(to);
    is_plain.then_some(Edit { at: place.at, text })
}

/// Whether a host seems to send to another page than the one that was asked for: to its first page, or to one that stands for many.
pub(super) fn is_elsewhere(address: &str, to: &str) -> bool {
    let (Ok(from), Ok(to)) = (Url::parse(address), Url::parse(to)) else { return true };
    let is_first = |url: &Url| url.path() == "/" && url.query().is_none();
    let has = |url: &Url, part: &str| {
        let ends = |name: &str| name.split('.').next().is_some_and(|name| name.eq_ignore_ascii_case(part));
        url.path_segments().is_some_and(|mut parts| parts.any(ends))
    };
    (is_first(&to) && !is_first(&from)) || NO_PAGES.iter().any(|part| has(&to, part) && !has(&from, part))
}

/// Whether an address holds a name or password of a reader, which a new one would lose.
fn has_name(written: &str) -> bool {
    Url::parse(written).is_ok_and(|url| !url.username().is_empty() || url.password().is_some())
}

/// Whether round brackets open and close as Markdown wants them inside a destination.
fn has_even_brackets(text: &str) -> bool {
    let mut open = 0;
    for character in text.chars() {
        match character {
            '(' => open += 1,
            ')' if open == 0 => return false,
            ')' => open -= 1,
            _ => {}
        }
    }
    open == 0
}

#[cfg(test)]
mod tests {
    use super::{has_even_brackets, is_elsewhere};

    #[test]
    fn a_way_to_the_first_page_is_not_the_way_to_the_page() {
        for (from, to) in [
            ("https://a.org/2019/story", "https://a.org/"),
            ("https://a.org/story", "https://b.org"),
            ("https://a.org/story", "https://a.org/login?next=/story"),
            ("https://a.org/story", "https://a.org/en/404.html"),
        ] {
            assert!(is_elsewhere(from, to), "{from} {to}");
        }
        for (from, to) in [
            ("http://a.org/", "https://a.org/"),
            ("http://a.org/story", "https://www.a.org/story/"),
            ("http://a.org/login", "https://a.org/login"),
            ("http://a.org/?p=1", "https://a.org/stories/1"),
        ] {
            assert!(!is_elsewhere(from, to), "{from} {to}");
        }
    }

    #[test]
    fn brackets_are_even_if_each_closes_what_is_open() {
        assert!(has_even_brackets("https://a.org/b_(c)") && has_even_brackets("https://a.org/"));
        assert!(!has_even_brackets("https://a.org/b)(") && !has_even_brackets("https://a.org/b("));
    }
}
