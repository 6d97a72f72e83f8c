//! Addresses of a site: which are possible, and who has which.
//!
//! In: paths from the top of the output, with forward slashes. Out: the claim, or the one who came first.
//! It knows no pages and no disk; what is said about a clash is the planner's to say, who knows both parties.

use rustc_hash::FxHashMap;
use std::path::{Component, Path};
use unicode_normalization::UnicodeNormalization;

/// Who writes which file. Two addresses are one if any usual file system takes them for one: whatever the case and the Unicode form.
#[derive(Clone, Debug)]
pub struct Addresses<O> {
    claims: Vec<Claim<O>>,
    files: FxHashMap<String, u32>,
    /// Each folder by the first claim inside it.
    folders: FxHashMap<String, u32>,
}

/// An address as its owner wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim<O> {
    /// From the top of the output, with forward slashes.
    pub path: String,
    /// Who writes it.
    pub owner: O,
}

impl<O> Default for Addresses<O> {
    fn default() -> Addresses<O> {
        Addresses { claims: Vec::new(), files: FxHashMap::default(), folders: FxHashMap::default() }
    }
}

impl<O> Addresses<O> {
    /// The folder of the copies of earlier days, one folder a day: no page of the site itself can be there.
    pub const COPIES: &str = "as-of";

    /// Nothing is taken.
    pub fn new() -> Addresses<O> {
        Addresses::default()
    }

    /// Takes a path for an owner, or gives the first claim that stands in its way: of the same file, of a file where this one needs a
    /// folder, or of a file in a folder where this one would stand.
    pub fn claim(&mut self, path: &str, owner: O) -> Result<(), &Claim<O>> {
        let key = fold(path);
        let above = || key.match_indices('/').map(|(at, _)| &key[..at]);
        let taken = self.files.get(&key).or_else(|| self.folders.get(&key));
        if let Some(first) = taken.or_else(|| above().find_map(|folder| self.files.get(folder))) {
            return Err(&self.claims[*first as usize]);
        }
        let number = self.claims.len() as u32;
        for folder in above() {
            if !self.folders.contains_key(folder) {
                self.folders.insert(folder.to_owned(), number);
            }
        }
        self.files.insert(key, number);
        self.claims.push(Claim { path: path.to_owned(), owner });
        Ok(())
    }

    /// Who writes the file that a path leads to, by the same rule.
    pub fn owner(&self, path: &str) -> Option<&Claim<O>> {
        self.files.get(&fold(path)).map(|number| &self.claims[*number as usize])
    }

    /// All claims in the order in which they were made.
    pub fn iter(&self) -> impl Iterator<Item = &Claim<O>> {
        self.claims.iter()
    }
}

/// One text for all paths that some file system takes for one: composed, case folded.
pub fn fold(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    // Up and down again is full case folding but for a few letters: `ß` and `ss` become one, and so do the sigmas.
    path.nfc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect()
}

/// Whether a path stays inside the output and can be written on this system: no empty part, no `.` or `..`, no root, no drive.
pub(super) fn is_inside(path: &str) -> bool {
    let is_name = |component: Component<'_>| matches!(component, Component::Normal(_));
    let parts = path.split('/').count();
    !path.contains('\0')
        && Path::new(path).components().filter(|part| is_name(*part)).count() == parts
        && !path.split('/').any(is_empty_or_dots)
}

fn is_empty_or_dots(part: &str) -> bool {
    matches!(part, "" | "." | "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn clash(first: &str, second: &str) {
        let mut addresses = Addresses::new();
        assert_eq!(addresses.claim(first, 1), Ok(()));
        assert_eq!(addresses.claim(second, 2), Err(&Claim { path: first.to_owned(), owner: 1 }));
    }

    #[test]
    fn two_claims_of_one_file_clash_whatever_their_case_and_unicode_form() {
        clash("about/index.html", "about/index.html");
        clash("About/index.html", "about/INDEX.html");
        clash("caf\u{e9}.html", "cafe\u{301}.html");
        clash("КИЇВ.html", "київ.html");
        clash("STRASSE.html", "straße.html");
        clash("ΟΔΟΣ.html", "οδος.html");
    }

    #[test]
    fn a_file_and_a_folder_of_one_name_clash_in_either_order() {
        clash("a", "A/b");
        clash("a/b/c", "a/B");
    }

    #[test]
    fn neighbours_do_not_clash() {
        let mut addresses = Addresses::new();
        for path in ["a.html", "a/b.html", "a/c.html", "ab", "a-b/c"] {
            assert_eq!(addresses.claim(path, path), Ok(()));
        }
        assert_eq!(addresses.owner("A/B.html").map(|claim| claim.owner), Some("a/b.html"));
        assert_eq!(addresses.owner("a"), None);
    }

    #[test]
    fn only_plain_paths_lie_inside() {
        for path in ["a", "a/b.html", "..a/b..", "дія/index.html", ".well-known/x", "a\\b"] {
            assert!(is_inside(path), "{path}");
        }
        for path in ["", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", "a/.", "../a", "a\0b"] {
            assert!(!is_inside(path), "{path}");
        }
    }
}
