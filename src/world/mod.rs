//! The only door to files, clock, environment and other hosts.
//!
//! In: paths from the root of the site, with forward slashes. Out: listings in a stated order and bytes. Writing has its own door beside
//! it (`writer`), used by `emit` and by the verbs that write sources, and so has the web (`web`), used by `links`. Everything else in the
//! program is a pure function of what came through here.

mod disk;
mod git;
mod internet;
mod listed;
mod memory;
pub mod web;
pub mod writer;

pub use disk::DiskWorld;
pub use git::{GitFailure, GitWorld};
pub use internet::Internet;
pub use listed::ListedWorld;
pub use memory::MemoryWorld;

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sort {
    /// A regular file.
    File(Stamp),
    /// A folder.
    Folder,
    /// A symbolic link whose target lies outside the site, is missing, or leads in a circle.
    BadLink(String),
    /// Neither file nor folder: a pipe, a socket, a device.
    Other,
    /// Something the system would not show; its own words.
    Unreadable(String),
}

/// What is known of a file without reading it. As long as it is the same, so is the file, unless somebody sets the clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Its size in bytes.
    pub len: u64,
    /// Its times, in worlds that have some.
    pub times: Option<Times>,
}

/// When a file was changed, and which one it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// When its bytes were changed: nanoseconds since 1970. Anybody may set it.
    pub modified: i64,
    /// When anything of it was changed, its times too.
    pub changed: i64,
    /// Its number on the disk.
    pub inode: u64,
}

impl Stamp {
    /// A file of so many bytes, of which no time is known.
    pub fn of_size(len: u64) -> Stamp {
        Stamp { len, times: None }
    }

    /// Whether the file was left alone for long enough before a moment (in seconds since 1970) that a change after it has other times: file
    /// systems count in steps, of which none is longer than two seconds.
    pub fn is_settled(self, moment: i64) -> bool {
        self.times.is_some_and(|times| times.changed.max(times.modified).div_euclid(1_000_000_000) + 2 < moment)
    }
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
