//! A world whose folders are looked at once.
//!
//! In: a world, and the folders that will be asked for. Out: the same world; what lies in those folders and below is what lay there when they
//! were looked at, so that whoever compares and whoever reads speak of one moment.

use super::{Found, Sort, Unreadable, World};
use std::path::PathBuf;

/// A world with some of its listings.
pub struct ListedWorld<'w> {
    world: &'w dyn World,
    /// Each folder with its listing.
    lists: Vec<(&'static str, Vec<Found>)>,
}

impl<'w> ListedWorld<'w> {
    /// Looks at the folders.
    pub fn new(world: &'w dyn World, folders: &[&'static str]) -> ListedWorld<'w> {
        ListedWorld { world, lists: folders.iter().map(|folder| (*folder, world.list(folder))).collect() }
    }

    /// Everything that was found.
    pub fn found(&self) -> impl Iterator<Item = &Found> {
        self.lists.iter().flat_map(|(_, found)| found)
    }
}

impl World for ListedWorld<'_> {
    fn list(&self, folder: &str) -> Vec<Found> {
        let is_in = |top: &str| folder == top || folder.strip_prefix(top).is_some_and(|rest| rest.starts_with('/'));
        let Some((top, found)) = self.lists.iter().find(|(top, _)| is_in(top)) else { return self.world.list(folder) };
        if folder == *top {
            return found.clone();
        }
        let before = format!("{folder}/");
        let start = found.partition_point(|entry| *entry.path < *before);
        let inside = found[start..].iter().take_while(|entry| entry.path.starts_with(&before));
        let itself = found.iter().find(|entry| entry.path == folder && matches!(entry.sort, Sort::BadLink(_)));
        itself.into_iter().chain(inside).cloned().collect()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        self.world.read(path)
    }

    fn has_file(&self, path: &str) -> bool {
        self.world.has_file(path)
    }

    fn locate(&self, path: &str) -> Option<PathBuf> {
        self.world.locate(path)
    }

    fn clock(&self) -> i64 {
        self.world.clock()
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.world.variable(name)
    }
}

#[cfg(test)]
mod tests {
    use super::ListedWorld;
    use crate::world::{MemoryWorld, World};

    #[test]
    fn a_folder_below_one_that_was_looked_at_is_listed_as_the_world_would() {
        let mut world = MemoryWorld::new("2026-01-15");
        for path in ["themes/a/templates/x.html", "themes/a-b/templates/y.html", "themes/a/theme.toml", "content/z.md", "other/o"] {
            world = world.with(path, "");
        }
        let listed = ListedWorld::new(&world, &["content", "themes"]);
        for folder in ["content", "themes", "themes/a", "themes/a/templates", "themes/a-b", "themes/none", "other", "theme"] {
            assert_eq!(listed.list(folder), world.list(folder), "{folder}");
        }
    }
}
