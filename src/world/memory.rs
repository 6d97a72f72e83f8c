//! A world held in memory, for tests and for previews of text that is not saved.

use super::{Found, Sort, Stamp, Unreadable, World};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// A site whose files are a map.
#[derive(Clone, Debug, Default)]
pub struct MemoryWorld {
    files: BTreeMap<String, Vec<u8>>,
    clock: i64,
    variables: BTreeMap<String, String>,
}

impl MemoryWorld {
    /// An empty world at noon UTC of the day `clock` (`YYYY-MM-DD`); what is no day is the first of 1970.
    pub fn new(clock: &str) -> MemoryWorld {
        let noon = format!("{clock}T12:00:00Z").parse().unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        MemoryWorld { clock: noon.as_second(), ..MemoryWorld::default() }
    }

    /// The same world with one file more, or with other bytes in it.
    pub fn with(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> MemoryWorld {
        self.files.insert(path.to_owned(), bytes.into());
        self
    }

    /// The same world with an environment variable.
    pub fn with_variable(mut self, name: &str, value: &str) -> MemoryWorld {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }
}

impl World for MemoryWorld {
    fn list(&self, folder: &str) -> Vec<Found> {
        let prefix = format!("{folder}/");
        let mut found: Vec<Found> = Vec::new();
        let mut folders = BTreeSet::new();
        for (path, bytes) in self.files.iter().filter(|(path, _)| path.starts_with(&prefix)) {
            for (at, _) in path.match_indices('/').filter(|(at, _)| *at > folder.len()) {
                folders.insert(path[..at].to_owned());
            }
            found.push(Found { path: path.clone(), sort: Sort::File(Stamp::of_size(bytes.len() as u64)) });
        }
        found.extend(folders.into_iter().map(|path| Found { path, sort: Sort::Folder }));
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        self.files.get(path).cloned().ok_or_else(|| Unreadable("no such file".to_owned()))
    }

    fn has_file(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    fn locate(&self, _path: &str) -> Option<PathBuf> {
        None
    }

    fn clock(&self) -> i64 {
        self.clock
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.variables.get(name).cloned()
    }
}
