//! The world as it is: a site in a folder on disk.

#![expect(clippy::disallowed_methods, reason = "the door for reading")]

use super::{Found, Sort, Stamp, Times, Unreadable, World, words};
use rayon::prelude::*;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// A site on disk.
#[derive(Clone, Debug)]
pub struct DiskWorld {
    root: PathBuf,
    /// The root without links, to judge where a link leads.
    real_root: PathBuf,
}

impl DiskWorld {
    /// The site whose configuration lies in `root`.
    pub fn new(root: &Path) -> DiskWorld {
        let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        DiskWorld { root: root.to_owned(), real_root }
    }

    fn sort_of(&self, entry: &walkdir::DirEntry) -> Sort {
        // Its path as text would lead nowhere.
        if entry.path().strip_prefix(&self.root).is_ok_and(|path| path.to_str().is_none()) {
            return Sort::Unreadable("its name is not UTF-8".to_owned());
        }
        if entry.path_is_symlink() {
            match entry.path().canonicalize() {
                Ok(target) if target.starts_with(&self.real_root) => {}
                Ok(target) => return Sort::BadLink(format!("leads out of the site, to `{}`", target.display())),
                Err(_) => return Sort::BadLink("leads nowhere".to_owned()),
            }
        }
        let kind = entry.file_type();
        if kind.is_dir() {
            Sort::Folder
        } else if kind.is_file() {
            // Looked at later, with all others at once.
            Sort::File(Stamp::default())
        } else {
            Sort::Other
        }
    }

    fn relative(&self, path: &Path) -> String {
        let inside = path.strip_prefix(&self.root).unwrap_or(path);
        if let Some(text) = inside.to_str().filter(|_| std::path::MAIN_SEPARATOR == '/') {
            return text.to_owned();
        }
        let parts: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        parts.join("/")
    }
}

fn stamp(found: &std::fs::Metadata) -> Stamp {
    let moment = |seconds: i64, nanoseconds: i64| seconds.saturating_mul(1_000_000_000).saturating_add(nanoseconds);
    let times = Times {
        modified: moment(found.mtime(), found.mtime_nsec()),
        changed: moment(found.ctime(), found.ctime_nsec()),
        inode: found.ino(),
    };
    Stamp { len: found.len(), times: Some(times) }
}

impl World for DiskWorld {
    fn list(&self, folder: &str) -> Vec<Found> {
        let top = self.root.join(folder);
        if !top.is_dir() {
            return Vec::new();
        }
        if top.canonicalize().is_ok_and(|target| !target.starts_with(&self.real_root)) {
            let words = format!("leads out of the site, to `{}`", top.canonicalize().unwrap_or(top).display());
            return vec![Found { path: folder.to_owned(), sort: Sort::BadLink(words) }];
        }
        let mut found = Vec::new();
        let mut walk = walkdir::WalkDir::new(&top).min_depth(1).follow_links(true).into_iter();
        while let Some(step) = walk.next() {
            match step {
                Ok(entry) => {
                    let sort = self.sort_of(&entry);
                    if matches!(sort, Sort::BadLink(_)) && entry.file_type().is_dir() {
                        walk.skip_current_dir();
                    }
                    found.push(Found { path: self.relative(entry.path()), sort });
                }
                Err(error) => {
                    let path = error.path().map_or_else(|| folder.to_owned(), |path| self.relative(path));
                    let linked = error.path().is_some_and(Path::is_symlink);
                    let words = error.io_error().map_or_else(|| "it leads in a circle".to_owned(), words);
                    let sort = if linked { Sort::BadLink("leads nowhere, or in a circle".to_owned()) } else { Sort::Unreadable(words) };
                    found.push(Found { path, sort });
                }
            }
        }
        found.par_iter_mut().with_min_len(64).for_each(|found| {
            if let Sort::File(known) = &mut found.sort {
                match std::fs::metadata(self.root.join(&found.path)) {
                    Ok(metadata) => *known = stamp(&metadata),
                    Err(error) => found.sort = Sort::Unreadable(words(&error)),
                }
            }
        });
        // Not the walk's own sorting: it sorts each folder for itself, and `a-b` must stand before `a/b` on every system.
        found.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
        found
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        std::fs::read(self.root.join(path)).map_err(|error| Unreadable(words(&error)))
    }

    fn has_file(&self, path: &str) -> bool {
        self.root.join(path).is_file()
    }

    fn locate(&self, path: &str) -> Option<PathBuf> {
        Some(self.root.join(path))
    }

    fn clock(&self) -> i64 {
        jiff::Timestamp::now().as_second()
    }

    fn variable(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }
}
