//! The folders of a tree that files are put into.
//!
//! In: folders by their path from the top, asked for by many threads. Out: what stands there, asked of the disk once for each folder;
//! folders that are missing are made. It is what keeps writing from following links out of the output.

use crate::world::writer::{self, Done, Failed, Standing, Writer};
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::BuildHasher;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Maps by path for many threads at once: each shard has its own lock.
#[derive(Debug)]
pub(super) struct Sharded<V>([Mutex<FxHashMap<Box<str>, V>>; 16]);

/// What stands where a folder is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// A folder, and folders all the way up.
    Folder,
    /// Nothing yet.
    Absent,
    /// A file, at this path from the top: the folder itself or one above it.
    File(Box<str>),
    /// A symbolic link, at this path from the top. It may lead anywhere, so nothing is written through it.
    Link(Box<str>),
}

/// A folder and what is known of the folders below it.
#[derive(Debug)]
pub(super) struct Tree {
    top: PathBuf,
    /// Whether there is nothing below the top but what was made here, so that the disk need not be asked.
    is_blank: bool,
    known: Sharded<Ground>,
}

impl Tree {
    /// A tree that stands.
    pub(super) fn new(top: PathBuf) -> Tree {
        Tree { top, is_blank: false, known: Sharded::default() }
    }

    /// A tree that is not there yet.
    pub(super) fn blank(top: PathBuf) -> Tree {
        Tree { is_blank: true, ..Tree::new(top) }
    }

    /// What stands where the folder of a file is needed.
    pub(super) fn ground_of(&self, file: &str) -> Done<Ground> {
        self.ground(parent(file))
    }

    /// What stands where a folder is needed; the empty path is the top.
    pub(super) fn ground(&self, folder: &str) -> Done<Ground> {
        if let Some(ground) = self.known.of(folder).get(folder) {
            return Ok(ground.clone());
        }
        let above = if folder.is_empty() { Ground::Folder } else { self.ground(parent(folder))? };
        let ground = match above {
            Ground::Folder if self.is_blank => Ground::Absent,
            Ground::Folder => match writer::standing(&self.top.join(folder))? {
                Some(Standing::Folder) => Ground::Folder,
                None => Ground::Absent,
                Some(Standing::Link) => Ground::Link(folder.into()),
                Some(Standing::File(_) | Standing::Other) => Ground::File(folder.into()),
            },
            Ground::Absent | Ground::File(_) | Ground::Link(_) => above,
        };
        self.known.of(folder).insert(folder.into(), ground.clone());
        Ok(ground)
    }

    /// Makes the folder of a file and those above it where they are missing.
    pub(super) fn make_for(&self, file: &str, writer: &Writer) -> Done<()> {
        self.make(parent(file), writer)
    }

    fn make(&self, folder: &str, writer: &Writer) -> Done<()> {
        match self.ground(folder)? {
            Ground::Folder => return Ok(()),
            Ground::Absent if folder.is_empty() => drop(writer.make_folders(&self.top)?),
            Ground::Absent => {
                self.make(parent(folder), writer)?;
                // That another thread was quicker is as good.
                writer.make_folder(&self.top.join(folder))?;
            }
            Ground::File(path) => return Err(Failed { path: self.at(&path), error: io::ErrorKind::NotADirectory.into() }),
            Ground::Link(path) => return Err(Failed { path: self.at(&path), error: io::Error::other("a link where a folder is needed") }),
        }
        self.known.of(folder).insert(folder.into(), Ground::Folder);
        Ok(())
    }

    /// The file or folder of a path.
    pub(super) fn at(&self, path: &str) -> PathBuf {
        self.top.join(path)
    }

    pub(super) fn top(&self) -> &Path {
        &self.top
    }
}

impl<V> Default for Sharded<V> {
    fn default() -> Sharded<V> {
        Sharded(Default::default())
    }
}

impl<V> Sharded<V> {
    /// The shard that holds a path. Nothing that can panic runs while it is held, so a poisoned one is as good as new.
    pub(super) fn of(&self, path: &str) -> MutexGuard<'_, FxHashMap<Box<str>, V>> {
        // The upper bits: the maps inside use the lower ones, and would crowd if all their keys shared them.
        let shard = (FxBuildHasher.hash_one(path) >> 40) as usize % self.0.len();
        self.0[shard].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything, sorted by path.
    pub(super) fn into_sorted(self) -> Vec<(Box<str>, V)> {
        let shards = self.0.into_iter().flat_map(|shard| shard.into_inner().unwrap_or_else(PoisonError::into_inner));
        let mut all: Vec<_> = shards.collect();
        all.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        all
    }
}

/// The folder of a path, empty for the top.
pub(super) fn parent(path: &str) -> &str {
    path.rfind('/').map_or("", |slash| &path[..slash])
}
