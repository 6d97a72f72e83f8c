//! The order in which a standing site becomes the next one.
//!
//! In: which files are new, changed or gone. Out: a rank for each, so that a reader who follows links between two steps meets no missing
//! file: what pages need comes before them, new pages before those that lead to them, lists after what they list, and what goes, goes last.

use super::scope;

/// What a file is to the files that lead to it. Judged by its address: here nobody knows records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Styles, scripts, images, documents: pages need it and it needs no page.
    Asset,
    /// An ordinary page.
    Page,
    /// The home page, the index of a folder at the top, a feed, a sitemap, a search index: it leads to many pages.
    Listing,
}

/// Where a file that is put in place stands in the order. New lists come before changed pages: until one of those leads to them, nobody
/// knows of them, and from then on they must be there.
pub(super) fn rank(path: &str, is_new: bool) -> u8 {
    match (role(path), is_new) {
        (Role::Asset, _) => 0,
        (Role::Page, true) => 1,
        (Role::Listing, true) => 2,
        (Role::Page, false) => 3,
        (Role::Listing, false) => 4,
    }
}

/// Where a file that goes stands among those that go: the reverse, since lists lead to pages and pages need assets.
pub(super) fn rank_of_removal(path: &str) -> u8 {
    match role(path) {
        Role::Listing => 0,
        Role::Page => 1,
        Role::Asset => 2,
    }
}

fn role(path: &str) -> Role {
    let path = scope::inside(path);
    let name = path.rsplit('/').next().unwrap_or(path);
    let depth = path.matches('/').count();
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html" | "htm") if name.starts_with("index.") && depth <= 1 => Role::Listing,
        Some("html" | "htm") => Role::Page,
        Some("xml" | "atom" | "rss" | "json" | "ics" | "txt") => Role::Listing,
        _ => Role::Asset,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assets_come_first_and_changed_lists_last() {
        let mut files = [
            ("index.html", false),
            ("sitemap.xml", false),
            ("search.json", false),
            ("actors/putin/index.html", false),
            ("actors/new/index.html", true),
            ("topics/index.html", true),
            ("style.css", false),
            ("CNAME", true),
            ("as-of/2025-12-27/actors/index.html", true),
        ];
        files.sort_by_key(|(path, is_new)| (rank(path, *is_new), *path));
        let order: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
        let expected = "CNAME style.css actors/new/index.html as-of/2025-12-27/actors/index.html topics/index.html actors/putin/index.html index.html search.json sitemap.xml";
        assert_eq!(order.join(" "), expected);
    }
}
