//! Where an address that stands in a page leads.
//!
//! In: the paths of all outputs, and where the site will be reached. Out: for an address as it is written the output it leads to, or that it
//! leaves the site, or that nothing is there. Queries are ignored and encoded bytes decoded; how a host treats letters of another case or a
//! missing slash is not guessed.

use crate::config::BaseUrl;
use percent_encoding::percent_decode_str;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// The last part of a path that an address leaves out.
const INDEX: &str = "index.html";

/// All that a link can lead to.
pub(super) struct Targets<'s> {
    base: &'s BaseUrl,
    paths: &'s [String],
    /// Numbers of `paths`, by address from the root of the site, without a slash in front.
    by_address: FxHashMap<&'s str, u32>,
    /// The folder of what other builds write and keep.
    apart: &'s str,
    /// Addresses at this host that records give as those of something else, such as of a source in another part of it.
    elsewhere: FxHashSet<&'s str>,
}

/// Where an address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Way<'w> {
    /// Out of the site, or to where this build writes nothing.
    Outside,
    /// To an output, by its number (none is the page itself), and to a place in it.
    Inside(Option<u32>, Option<Cow<'w, str>>),
    /// To nothing.
    Nowhere,
    /// To nothing, since the base path is missing: the address that was meant.
    Astray(String),
}

impl<'s> Targets<'s> {
    /// Takes down what can be linked to; `given` are the addresses that records give as those of something else.
    pub(super) fn new(base: &'s BaseUrl, paths: &'s [String], apart: &'s str, given: impl Iterator<Item = &'s str>) -> Targets<'s> {
        let by_address = paths.iter().enumerate().map(|(number, path)| (address_of(path), number as u32)).collect();
        let elsewhere = given.filter(|address| !base.origin.is_empty() && address.starts_with(&base.origin)).collect();
        Targets { base, paths, by_address, apart, elsewhere }
    }

    /// The address of an output as pages may write it.
    pub(super) fn address(&self, number: u32) -> String {
        format!("{}{}", self.base.path, address_of(&self.paths[number as usize]))
    }

    /// The address of a place in an output.
    pub(super) fn place(&self, number: u32, place: &str) -> String {
        format!("{}#{place}", self.address(number))
    }

    /// The number of the output at a path.
    pub(super) fn number(&self, path: &str) -> Option<u32> {
        self.by_address.get(address_of(path)).copied()
    }

    /// All addresses as pages may write them, for suggestions.
    pub(super) fn addresses(&self) -> impl Iterator<Item = String> {
        (0..self.paths.len()).map(|number| self.address(number as u32))
    }

    /// An output by its address from the root of the site, without a slash in front, with the place behind `#`.
    pub(super) fn find<'a>(&self, address: &'a str) -> Option<(u32, &'a str)> {
        let (path, place) = address.split_once('#').unwrap_or((address, ""));
        Some((self.at(path)?, place))
    }

    /// Where an address leads that stands on the page at a path.
    pub(super) fn follow<'w>(&self, page: &str, written: &'w str) -> Way<'w> {
        let written = written.trim_ascii();
        let (address, place) = written.split_once('#').map_or((written, None), |(address, place)| (address, Some(place)));
        let place = place.map(|place| percent_decode_str(place).decode_utf8_lossy());
        let address = address.split('?').next().unwrap_or(address);
        if address.is_empty() {
            return if written.starts_with('?') { Way::Outside } else { Way::Inside(None, place) };
        }
        let scheme = address.find(':').filter(|colon| !address[..*colon].contains('/'));
        let path: Cow<str> = if scheme.is_some() {
            match self.without_origin(address, &self.base.origin) {
                Some(path) => path.into(),
                None => return Way::Outside,
            }
        } else if address.starts_with("//") {
            let host = self.base.origin.find("//").map_or("", |at| &self.base.origin[at..]);
            match self.without_origin(address, host) {
                Some(path) => path.into(),
                None => return Way::Outside,
            }
        } else if address.starts_with('/') {
            address.into()
        } else {
            let folder = page.rfind('/').map_or("", |end| &page[..=end]);
            format!("{}{folder}{address}", self.base.path).into()
        };
        let path = if path.contains("/.") { straight(&path).into() } else { path };
        let Some(inside) = path.strip_prefix(&*self.base.path) else {
            if format!("{path}/") == self.base.path {
                return Way::Inside(self.at(""), place);
            }
            let forgot = scheme.is_none() && path.strip_prefix('/').is_some_and(|path| self.at(path).is_some());
            return if forgot { Way::Astray(format!("{}{}", self.base.path, &path[1..])) } else { Way::Outside };
        };
        let is_apart = inside.strip_prefix(self.apart).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        match self.at(inside) {
            Some(number) => Way::Inside(Some(number), place),
            None if is_apart || self.elsewhere.contains(written) => Way::Outside,
            None => Way::Nowhere,
        }
    }

    fn without_origin<'a>(&self, address: &'a str, origin: &str) -> Option<&'a str> {
        let start = address.get(..origin.len()).filter(|start| !origin.is_empty() && start.eq_ignore_ascii_case(origin))?;
        match &address[start.len()..] {
            "" => Some("/"),
            path => path.starts_with('/').then_some(path),
        }
    }

    fn at(&self, inside: &str) -> Option<u32> {
        let decoded = if inside.contains('%') { percent_decode_str(inside).decode_utf8_lossy() } else { inside.into() };
        self.by_address.get(&*decoded).or_else(|| self.by_address.get(address_of(&decoded))).copied()
    }
}

/// The address of the output at a path.
fn address_of(path: &str) -> &str {
    match path.strip_suffix(INDEX) {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    }
}

/// A path without `.` and `..`; above the root there is only the root.
fn straight(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let mut folder = false;
    for part in path.split('/').skip(1) {
        folder = matches!(part, "." | ".." | "");
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    if folder && parts.last().is_some_and(|last| !last.is_empty()) {
        parts.push("");
    }
    format!("/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATHS: [&str; 5] = ["index.html", "about/index.html", "claims/a/index.html", "claims/ä b/x.png", "404.html"];

    fn follow(base: &str, page: &str, written: &str) -> String {
        let base = BaseUrl::parse(base).expect("a base address");
        let paths: Vec<String> = PATHS.iter().map(|path| (*path).to_owned()).collect();
        let targets = Targets::new(&base, &paths, "as-of", ["https://e.org/other/app"].into_iter());
        match targets.follow(page, written) {
            Way::Outside => "outside".to_owned(),
            Way::Inside(number, place) => {
                let path = number.map_or("here", |number| paths[number as usize].as_str());
                place.map_or_else(|| path.to_owned(), |place| format!("{path} {place}"))
            }
            Way::Nowhere => "nowhere".to_owned(),
            Way::Astray(meant) => format!("meant {meant}"),
        }
    }

    #[test]
    fn addresses_lead_to_outputs() {
        let check =
            |written: &str, expected: &str| assert_eq!(follow("https://e.org/", "claims/a/index.html", written), expected, "{written}");
        for home in ["/", "/index.html", "https://e.org", "https://E.org/", "//e.org/", "../..", "/?a=b", "/a/../"] {
            check(home, "index.html");
        }
        for about in ["/about/", "/about/index.html", "../../about/", "https://e.org/about/?x#", "/./about/", "/about/."] {
            assert!(follow("https://e.org/", "claims/a/index.html", about).starts_with("about/index.html"), "{about}");
        }
        check("../%C3%A4%20b/x.png", "claims/ä b/x.png");
        check("#caf%C3%A9", "here café");
        check("", "here");
        check("./", "claims/a/index.html");
        check("/claims/a/#x", "claims/a/index.html x");
        for outside in [
            "https://other.org/",
            "mailto:a@b.c",
            "data:,x",
            "//other.org/",
            "https://e.organic/",
            "https://e.org/other/app",
            "/as-of/2026-01-01/x/",
            "?a",
        ] {
            check(outside, "outside");
        }
        for nowhere in ["/about", "/nothing/", "x.png", "../../../nothing", "/About/", "/as-offer/"] {
            check(nowhere, "nowhere");
        }
    }

    #[test]
    fn a_base_path_stands_before_every_address() {
        let check = |written: &str, expected: &str| assert_eq!(follow("/sub/", "about/index.html", written), expected, "{written}");
        check("/sub/claims/a/", "claims/a/index.html");
        check("/sub", "index.html");
        check("../claims/a/", "claims/a/index.html");
        check("/sub/nothing/", "nowhere");
        check("/claims/a/", "meant /sub/claims/a/");
        check("/another/site/", "outside");
        check("https://e.org/sub/nothing/", "outside");
    }
}
