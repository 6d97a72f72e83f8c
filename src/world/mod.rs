//! The only door to files, clock, environment and other hosts.
//!
//! In: paths from the root of the site, with forward slashes. Out: listings in a stated order and bytes. Writing has its own door beside
//! it (`writer`), used by `emit` and by the verbs that write sources, and so has the web (`web`), used by `links`. Everything else in the
//! program is a pure function of what came through here.

mod disk;
mod git;
mod internet;
mod memory;
pub mod web;
pub mod writer;

pub use disk::DiskWorld;
pub use git::{GitFailure, GitWorld};
pub use internet::Internet;
pub use memory::MemoryWorld;

use std::path::PathBuf;

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A regular file of this many bytes.
    File(u64),
    /// A folder.
    Folder,
    /// A symbolic link whose target lies outside the site, is missing, or leads in a circle.
    BadLink(String),
    /// Neither file nor folder: a pipe, a socket, a device.
    Other,
    /// Something the system would not show; its own words.
    Unreadable(String),
}

/// One entry of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Path from the root of the site.
    pub path: String,
    /// What it is.
    pub sort: Sort,
}

/// Why bytes could not be had, in the system's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

/// The system's words for what it refused, without the number that it adds for programs.
pub fn words(error: &std::io::Error) -> String {
    let words = error.to_string();
    match words.find(" (os error") {
        Some(end) => words[..end].to_owned(),
        None => words,
    }
}

/// Everything a build may know of the world outside.
pub trait World: Sync {
    /// All that lies in a folder and below it, sorted by path; nothing for a folder that is not there. Links inside the site are followed.
    fn list(&self, folder: &str) -> Vec<Found>;

    /// The bytes of a file.
    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable>;

    /// Whether a regular file is there.
    fn has_file(&self, path: &str) -> bool;

    /// Where a file lies on disk, for worlds that have one: large files are copied without being read into memory.
    fn locate(&self, path: &str) -> Option<PathBuf>;

    /// The moment on the clock, in seconds since 1970-01-01 UTC.
    fn clock(&self) -> i64;

    /// An environment variable.
    fn variable(&self, name: &str) -> Option<String>;
}
