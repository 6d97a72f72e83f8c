//! The exchange: a new site takes the place of the old one in one step.
//!
//! In: a stage of finished files, and the pieces in which the new site differs from the one that stands. Out: the new site in the output;
//! or the pieces again, where the system cannot do this, for the journal, which needs nothing but renames. Up to that step nobody can see
//! anything of it, and after it there is nothing left to do: who dies here leaves the old site or the new one, and a stage that is rubbish.
//! It never writes into a file of the new site: the old one has the same files.

use super::journal::{Pieces, Site};
use crate::world::writer::{self, Done, Failed, Standing};
use rustc_hash::FxHashSet;
use std::path::{Path, PathBuf};

impl Site<'_> {
    /// Puts the new site in place; gives back what remains to be done where it could not.
    pub(super) fn exchange(&self, pieces: Pieces) -> Done<Option<Pieces>> {
        let (site, folder) = (self.whole(), &self.output.folder);
        // Of two folders, one in the other, neither can take the other's place.
        if self.stage.starts_with(folder) || !self.has_doubled(folder, &site).map_err(|failure| self.seen(failure))? {
            return Ok(Some(pieces));
        }
        self.put_pieces(&pieces, &site).map_err(|failure| self.seen(failure))?;
        if self.durable {
            self.writer.sync(self.stage)?;
        }
        match self.writer.exchange(&site, folder) {
            Ok(()) => {}
            Err(failure) if failure.is_refusal() => return Ok(Some(pieces.out_of_whole())),
            Err(failure) => return Err(failure),
        }
        self.keep_arrivals(Path::new(""), &pieces.addresses().map(Path::new).collect())?;
        if self.durable {
            self.writer.sync(folder)?;
        }
        self.writer.remove_tree(self.stage)?;
        Ok(None)
    }

    /// Makes the double of a folder, if the system lets us.
    fn has_doubled(&self, from: &Path, to: &Path) -> Done<bool> {
        match self.double(from, to) {
            Err(failure) if failure.is_refusal() => Ok(false),
            done => done,
        }
    }

    /// Makes the double of a folder: its files under second names, the folders and links in it anew. Says whether nothing had to be left out.
    fn double(&self, from: &Path, to: &Path) -> Done<bool> {
        // Where we may not write, the double could not be filled, and the old folder not be removed.
        writer::may_write(from)?;
        self.writer.make_folder_like(from, to)?;
        for (name, standing) in writer::list(from)? {
            let (inside, double) = (from.join(&name), to.join(&name));
            match standing {
                Standing::File(_) => self.writer.link(&inside, &double)?,
                Standing::Link => self.writer.copy_link(&inside, &double)?,
                // What is mounted there would go with the old tree, and then be emptied with it.
                Standing::Folder if writer::same_mount(from, &inside) => {
                    if !self.double(&inside, &double)? {
                        return Ok(false);
                    }
                }
                Standing::Folder | Standing::Other => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Moves over what others have put into the old folder while its double was made: it is not ours to remove. In the old folder, a file
    /// that is not the very one that the new folder has came later, except at addresses where the publication changed something.
    pub(super) fn keep_arrivals(&self, folder: &Path, changed: &FxHashSet<&Path>) -> Done<()> {
        for (name, standing) in writer::list(&self.whole().join(folder))? {
            let path = folder.join(name);
            let (old, new) = (self.whole().join(&path), self.output.folder.join(&path));
            match (standing, writer::standing(&new)?) {
                (Standing::Folder, _) => self.keep_arrivals(&path, changed)?,
                _ if changed.contains(&*path) => {}
                (Standing::File(_), Some(Standing::File(_))) if writer::identity(&old) == writer::identity(&new) => {}
                (Standing::Link, Some(Standing::Link)) => {}
                // A page of the new site became a folder there; both cannot be.
                (_, Some(Standing::Folder)) => {}
                (Standing::File(_) | Standing::Link | Standing::Other, _) => {
                    self.writer.make_folders(new.parent().unwrap_or(&self.output.folder))?;
                    self.writer.rename(&old, &new)?;
                }
            }
        }
        Ok(())
    }

    /// An author knows the address, not the place where the site grows.
    fn seen(&self, failure: Failed) -> Failed {
        let path: Option<PathBuf> =
            failure.path.strip_prefix(self.whole()).ok().map(|inside| self.output.folder.iter().chain(inside).collect());
        Failed { path: path.unwrap_or(failure.path), error: failure.error }
    }
}
