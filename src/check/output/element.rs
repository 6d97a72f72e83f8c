//! What a tag says that checks ask about.
//!
//! In: a tag. Out: the attributes that name an element, hide it, or lead somewhere, read in one pass.

use crate::html::{Tag, decoded};
use std::borrow::Cow;

/// An attribute that leads somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead<'h> {
    /// One address.
    One(&'h str),
    /// Addresses with their sizes, separated by commas.
    Several(&'h str),
}

/// The attributes of a tag, as far as checks ask about them.
#[derive(Clone, Debug, Default)]
pub(super) struct Element<'h> {
    pub(super) id: Option<&'h str>,
    pub(super) alt: Option<&'h str>,
    pub(super) role: Option<&'h str>,
    pub(super) details: Option<&'h str>,
    pub(super) content: Option<&'h str>,
    pub(super) meaning: Option<&'h str>,
    pub(super) kind: Option<&'h str>,
    pub(super) class: Option<&'h str>,
    pub(super) href: Option<&'h str>,
    /// Whether attributes alone give it a name.
    pub(super) named: bool,
    /// Whether it is kept from those who listen, or from everybody.
    pub(super) hidden: bool,
    /// Whether it has a value of its own, as buttons of forms have.
    pub(super) has_value: bool,
    /// Whether it names a host and no address to follow.
    pub(super) is_hint: bool,
    pub(super) leads: Vec<Lead<'h>>,
}

impl<'h> Element<'h> {
    pub(super) fn of(name: &str, tag: Tag<'h>) -> Element<'h> {
        let mut element = Element::default();
        for (key, value) in tag.attributes() {
            let folded;
            let key = if key.bytes().any(|byte| byte.is_ascii_uppercase()) {
                folded = key.to_ascii_lowercase();
                folded.as_str()
            } else {
                key
            };
            element.take(name, key, value);
        }
        element
    }

    fn take(&mut self, name: &str, key: &str, value: &'h str) {
        match key {
            "id" => self.id = Some(value),
            "name" if name == "a" => self.id = self.id.or(Some(value)),
            "name" | "property" | "http-equiv" if name == "meta" => self.meaning = Some(value),
            "content" => self.content = Some(value),
            "alt" => self.alt = Some(value),
            "role" => self.role = Some(value),
            "class" => self.class = Some(value),
            "type" => self.kind = Some(value),
            "value" => self.has_value = !value.is_empty(),
            "aria-label" | "aria-labelledby" | "title" => self.named |= !is_blank(value),
            "aria-details" => self.details = Some(value),
            "aria-hidden" => self.hidden |= value.eq_ignore_ascii_case("true"),
            "hidden" => self.hidden = true,
            "rel" => self.is_hint = ["preconnect", "dns-prefetch"].iter().any(|hint| value.eq_ignore_ascii_case(hint)),
            "href" | "xlink:href" => {
                self.href = Some(value);
                if name != "base" {
                    self.leads.push(Lead::One(value));
                }
            }
            "src" | "poster" | "action" | "formaction" => self.leads.push(Lead::One(value)),
            "data" if name == "object" => self.leads.push(Lead::One(value)),
            "srcset" | "imagesrcset" => self.leads.push(Lead::Several(value)),
            _ => {}
        }
    }

    /// Whether it is there for the eye alone, by its own word.
    pub(super) fn is_decoration(&self) -> bool {
        self.hidden || self.role.is_some_and(|role| matches!(role, "presentation" | "none"))
    }

    /// The addresses it leads to, entities decoded.
    pub(super) fn addresses(&self) -> impl Iterator<Item = Cow<'h, str>> + '_ {
        let refreshed = self.refreshed().map(Cow::Borrowed);
        let shared = self.meaning.filter(|meaning| matches!(*meaning, "og:url" | "og:image" | "og:image:url" | "twitter:image"));
        let shared = shared.and(self.content).map(Cow::Borrowed);
        let leads = self.leads.iter().filter(|_| !self.is_hint).flat_map(|lead| {
            let (one, several) = match lead {
                Lead::One(address) => (Some(*address), ""),
                Lead::Several(list) => (None, *list),
            };
            one.into_iter().chain(candidates(several)).map(decoded)
        });
        leads.chain(refreshed).chain(shared)
    }

    /// Where a page sends its reader on to.
    pub(super) fn refreshed(&self) -> Option<&'h str> {
        self.meaning.filter(|meaning| meaning.eq_ignore_ascii_case("refresh"))?;
        let (_, address) = self.content?.split_once([';', ','])?;
        let address = address.trim();
        let address = match address.get(..4) {
            Some(start) if start.eq_ignore_ascii_case("url=") => &address[4..],
            _ => address,
        };
        Some(address.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'')).filter(|address| !address.is_empty())
    }
}

/// The addresses of a `srcset`. Commas may stand in an address, but not at its end.
fn candidates(list: &str) -> impl Iterator<Item = &str> {
    let mut rest = list;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (address, behind) = rest.split_at(end);
        let whole = address.trim_end_matches(',');
        rest = if whole.len() < address.len() { behind } else { behind.split_once(',').map_or("", |(_, behind)| behind) };
        Some(whole)
    })
}

/// Whether nobody hears words: there are none, or only blanks.
pub(super) fn is_blank(text: &str) -> bool {
    let trimmed = text.trim_ascii();
    trimmed.is_empty()
        || (trimmed.starts_with(['&', '\u{a0}', '\u{200b}', '\u{feff}']) && {
            decoded(trimmed).chars().all(|c| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{ad}' | '\u{feff}'))
        })
}

/// What of an element is kept for messages: more would be the page itself.
const SHOWN: usize = 400;

/// An element from its tag to its end, or as much of it as is shown; `written` begins with the tag.
pub(super) fn outer(written: &str) -> &str {
    let name = written.get(1..).unwrap_or_default();
    let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
    let shown = &written[..written.floor_char_boundary(SHOWN)];
    let is_end = |at: &usize| shown[at + 2..].get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
    let end = shown.match_indices("</").map(|(at, _)| at).find(is_end).and_then(|at| Some(at + shown[at..].find('>')? + 1));
    end.map_or(shown, |end| &shown[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::{Piece, Pieces};

    fn element(html: &str) -> Element<'_> {
        match Pieces::of(html).next() {
            Some(Piece::Open(tag)) => Element::of(tag.name, tag),
            other => panic!("a tag, and not {other:?}"),
        }
    }

    #[test]
    fn a_tag_says_where_it_leads() {
        let check = |html: &str, expected: &[&str]| {
            assert_eq!(element(html).addresses().collect::<Vec<_>>(), expected, "{html}");
        };
        check("<a href='/a/?x&amp;y'>", &["/a/?x&y"]);
        check("<img src=/a.png srcset='/a,b.png 1x, /c.png 2x,/d.png'>", &["/a.png", "/a,b.png", "/c.png", "/d.png"]);
        check("<video poster=/p.png src=/v.mp4>", &["/p.png", "/v.mp4"]);
        check("<meta http-equiv=Refresh content='0; URL=\"/new/\"'>", &["/new/"]);
        check("<meta property=og:image content=/card.png>", &["/card.png"]);
        check("<link rel=preconnect href=https://fonts.org/>", &[]);
        check("<base href=/x/>", &[]);
    }

    #[test]
    fn an_element_ends_with_its_own_end() {
        assert_eq!(outer("<a href='/'><b>x</b></a> y</a>"), "<a href='/'><b>x</b></a>");
        assert_eq!(outer("<br> y"), "<br> y");
    }

    #[test]
    fn a_tag_says_whether_it_is_heard() {
        assert!(element("<a aria-label=x>").named && !element("<a aria-label=' '>").named);
        assert!(element("<svg aria-hidden=true>").hidden && !element("<svg aria-hidden=false>").hidden);
        assert!(is_blank(" \n&nbsp;&#8203;") && !is_blank("&amp;"));
    }
}
