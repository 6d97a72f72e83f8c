//! Which part of an output a publication is of: the site, or one of the copies of earlier days that lie in it.
//!
//! In: the part, and paths from its top or from the top of the output. Out: the path in the output, and whose a file is. The parts share a
//! manifest, and each publication carries over what the manifest says of the others.

use super::addresses::{Addresses, fold};
use std::borrow::Cow;

/// A part of the output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// The site itself: everything but the copies.
    #[default]
    Site,
    /// The copy of a day, written as `2025-12-27`: a folder of that name in the folder of the copies.
    Copy(String),
}

impl Scope {
    /// The folder of this part, from the top of the output; empty for the site.
    pub fn folder(&self) -> String {
        match self {
            Scope::Site => String::new(),
            Scope::Copy(day) => format!("{}/{day}", Addresses::<()>::COPIES),
        }
    }

    /// The path in the output of a file of this part.
    pub(super) fn place<'p>(&self, path: &'p str) -> Cow<'p, str> {
        match self {
            Scope::Site => Cow::Borrowed(path),
            Scope::Copy(_) => Cow::Owned(format!("{}/{path}", self.folder())),
        }
    }

    /// Whether a file of the output, by its path there, is of this part.
    pub(super) fn owns(&self, path: &str) -> bool {
        match (self, copy(path)) {
            (Scope::Site, found) => found.is_none(),
            (Scope::Copy(day), found) => found.is_some_and(|(other, _)| other == day),
        }
    }

    /// Whether this part may have a file at a path in the output. No system may take a page of the site for one of a copy.
    pub(super) fn may_hold(&self, path: &str) -> bool {
        match self {
            Scope::Site => fold(path.split('/').next().unwrap_or(path)) != Addresses::<()>::COPIES,
            Scope::Copy(_) => self.owns(path),
        }
    }
}

/// The path from the top of the part that a file is of.
pub(super) fn inside(path: &str) -> &str {
    copy(path).map_or(path, |(_, inside)| inside)
}

/// The day of the copy that a file is of, and its path in that copy; none for a file of the site.
fn copy(path: &str) -> Option<(&str, &str)> {
    let (day, inside) = path.strip_prefix(Addresses::<()>::COPIES)?.strip_prefix('/')?.split_once('/')?;
    is_day(day).then_some((day, inside))
}

/// Whether a name has the form of a day. What else lies in the folder of the copies is no copy.
fn is_day(name: &str) -> bool {
    name.len() == 10 && name.bytes().enumerate().all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_of_one_part() {
        let copy = Scope::Copy("2025-12-27".to_owned());
        for (path, is_of_copy) in [
            ("index.html", false),
            ("as-of/index.html", false),
            ("as-of/2025-12-27", false),
            ("as-of/2025-12-277/x", false),
            ("as-of/notes-2025/x", false),
            ("as-of/2025-12-27/x", true),
            ("as-of/2025-12-27/as-of/2025-12-27/x", true),
        ] {
            assert_eq!((copy.owns(path), Scope::Site.owns(path)), (is_of_copy, !is_of_copy), "{path}");
        }
        assert!(!copy.owns("as-of/2025-12-26/x") && !Scope::Site.owns("as-of/2025-12-26/x"));
        assert_eq!((copy.place("a/b"), Scope::Site.place("a/b")), ("as-of/2025-12-27/a/b".into(), "a/b".into()));
        assert_eq!((inside("as-of/2025-12-27/index.html"), inside("a/index.html")), ("index.html", "a/index.html"));
    }

    #[test]
    fn the_site_has_no_file_among_the_copies() {
        for (path, may) in [("as-of", false), ("As-Of/x", false), ("as-of/2025-12-27/x", false), ("as-of.html", true), ("a/as-of/x", true)]
        {
            assert_eq!(Scope::Site.may_hold(path), may, "{path}");
        }
        assert!(!Scope::Copy("../..".to_owned()).may_hold("as-of/../../x"));
    }
}
