//! What one build leaves for the next, so that work whose arguments are the same is not done again.
//!
//! In: what was asked while pages were made, and the answers of the site as it is now. Out: which pages would be the same. It holds no page:
//! the bytes are in the output. Nothing here decides what is right: a page is reused only if every question it asked has the same answer, and
//! whatever cannot be read, was written by another `gen` or belongs to other settings counts as not being there.
//!
//! `recorder` notes the questions, `prints` knows the answers, `pages` compares; `drafts` keeps what stood in the texts; `whole`
//! knows whether anything changed at all; `file` is what lies on disk.

mod drafts;
mod file;
mod pages;
mod prints;
mod whole;

#[cfg(test)]
mod tests;

pub(crate) use drafts::{Drafts, Run, forget_others, runs};
pub use pages::{Kept, Pages, Why, differs};
pub use prints::{Print, Prints};
pub use whole::{Calendar, Checked, FOLDERS, Inputs, Told, Unchanged};

use std::path::{Path, PathBuf};

/// Where the memo of a site lies.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

/// What a build does with what the last one left.
#[derive(Clone, Copy, Debug, Default)]
pub enum Memory<'m> {
    /// Nothing, and it leaves nothing.
    #[default]
    None,
    /// What has not changed is not made again.
    Used(&'m Store),
    /// Everything is made, and what would have been kept is compared with it.
    Verified(&'m Store),
}

impl<'m> Memory<'m> {
    fn store(self) -> Option<&'m Store> {
        match self {
            Memory::None => None,
            Memory::Used(store) | Memory::Verified(store) => Some(store),
        }
    }
}

impl Store {
    /// The memo in a site's `.gen`.
    pub fn new(work: &Path) -> Store {
        Store { folder: work.join("memo") }
    }

    fn pages(&self) -> PathBuf {
        self.folder.join("pages")
    }

    fn whole(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn runs(&self) -> PathBuf {
        self.folder.join("texts")
    }

    fn run(&self, number: u64) -> PathBuf {
        self.runs().join(format!("{number:016x}"))
    }
}
