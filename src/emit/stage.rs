//! A publication in the making: files are compared with what stands, and those that differ wait beside the output.
//!
//! In: the files of the new site, from many threads at once, as bytes or as files to copy. Out: the files of the next manifest, each
//! with where it is. Nothing that anybody reads is touched here; that is `publish`'s.

use super::addresses::is_inside;
use super::journal::{self, Site};
use super::manifest::{self, Manifest};
use super::output::{self, Output};
use super::tree::{Ground, Sharded, Tree};
use super::{Target, publish};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::world::writer::{self, Done, Failed, Lock, Standing, Writer};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

/// A file up to this size is read once and kept; a larger one is hashed and copied in parts.
const SMALL: u64 = 64 * 1024;

/// A publication that has not been made yet. Dropped, it leaves the site as it was.
#[derive(Debug)]
pub struct Stage {
    pub(super) target: Target,
    pub(super) output: Output,
    pub(super) writer: Writer,
    /// What the last publication left in the output.
    pub(super) old: Standard,
    /// Whether nothing stands in the output but perhaps dot files.
    is_new: bool,
    /// What stands in the output, as far as anybody asked.
    pub(super) tree: Tree,
    pub(super) files: Sharded<Placed>,
    /// Made at the first difference, so that a build that changes nothing writes nothing.
    room: OnceLock<Room>,
    number: AtomicU64,
    /// The first failure; a publication that lacks a file is never made.
    failed: Mutex<Option<Diagnostic>>,
    /// From here on the stage belongs to the journal and is not removed, or went with an exchange.
    pub(super) is_decided: bool,
    /// The topmost folder above the output that was made for it.
    made: Option<PathBuf>,
    locks: Vec<Lock>,
}

/// The manifest that stands in the output.
#[derive(Debug, Default)]
pub(super) struct Standard {
    pub(super) manifest: Manifest,
    pub(super) hash: Option<blake3::Hash>,
}

/// Where finished files wait.
#[derive(Debug)]
pub(super) struct Room {
    pub(super) folder: PathBuf,
    /// The new site where it grows as a whole, to be renamed into place.
    pub(super) whole: Option<Tree>,
}

/// A file of the new site.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) hash: blake3::Hash,
    pub(super) size: u64,
    pub(super) state: State,
    /// What stands at its address without being ours.
    pub(super) clash: Option<Clash>,
}

/// Where a file of the new site is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// In the output, from the last publication or as somebody else's file with the same bytes.
    Unchanged,
    /// In the stage, under its number.
    Numbered(u64),
    /// In the stage, in the site that grows as a whole.
    InWhole,
}

/// What stands in the way of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clash {
    /// A file that is not ours: `--adopt` takes it over.
    File,
    /// A folder at its address, or a file where it needs a folder: all right if all of it is ours and goes.
    Shape,
}

/// Opens an output for a publication.
pub(super) fn open(target: Target, writer: Writer) -> Result<Stage, Diagnostic> {
    let output = Output::of(&target)?;
    let failed = |failure| output.failed(failure);
    let locked = |locked| output.locked(locked);
    writer.make_folders(&target.work).map_err(failed)?;
    let work = writer.lock(&target.work.join("lock")).map_err(locked)?;
    let made = writer.make_folders(output.above()).map_err(failed)?;
    let locks = vec![work, output.lock(&writer).map_err(locked)?];
    journal::settle(&writer, &output, target.durable)?;
    let old = Standard::of(&output.folder).map_err(failed)?;
    let is_new = old.hash.is_none() && publish::dot_files(&output.folder).map_err(failed)?.is_some();
    Ok(Stage {
        tree: Tree::new(output.folder.clone()),
        target,
        output,
        writer,
        old,
        is_new,
        files: Sharded::default(),
        room: OnceLock::new(),
        number: AtomicU64::new(0),
        failed: Mutex::new(None),
        is_decided: false,
        made,
        locks,
    })
}

impl Stage {
    /// Adds a file of the new site, and gives the beginning of the hash of its bytes. The path is from the top of the site, with forward
    /// slashes.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<u64, Diagnostic> {
        let (hash, size) = (blake3::hash(bytes), bytes.len() as u64);
        self.place(path, hash, size, |file| self.writer.create(file, bytes).map(|()| (hash, size)))?;
        Ok(beginning(&hash))
    }

    /// Adds files of the new site that are as the last publication left them, known by the beginnings of their hashes. If one of them is not
    /// there, or is another one, none is added: then they must be made.
    pub fn keeps(&self, paths: &[String], hashes: &[u64]) -> bool {
        let find = |(path, hash): (&String, &u64)| {
            let path = self.target.scope.place(path).into_owned();
            let listed = self.old.manifest.get(&path).filter(|listed| beginning(&listed.hash) == *hash)?;
            let placed = Placed { hash: listed.hash, size: listed.size, state: State::Unchanged, clash: None };
            matches!(self.compare(&path, &listed.hash, listed.size), Ok((true, None))).then_some((path, placed))
        };
        let found: Option<Vec<_>> = paths.iter().zip(hashes).map(find).collect();
        let Some(found) = found.filter(|found| found.len() == paths.len() && paths.len() == hashes.len()) else { return false };
        for (path, placed) in found {
            self.files.of(&path).insert(path.as_str().into(), placed);
        }
        true
    }

    /// Adds a file of the new site that is too large to be held: `make` writes it piece by piece, the same bytes each time it is asked.
    /// It is asked once for their hash, and again if they are not what stands.
    pub fn make(&self, path: &str, make: &dyn Fn(&mut dyn Write) -> io::Result<()>) -> Result<u64, Diagnostic> {
        let mut hasher = blake3::Hasher::new();
        make(&mut hasher).expect("a hasher takes all bytes");
        let (hash, size) = (hasher.finalize(), hasher.count());
        self.place(path, hash, size, |file| self.writer.make(file, make).map(|()| (hash, size)))?;
        Ok(beginning(&hash))
    }

    /// Adds a file of the new site that is the same as one elsewhere.
    pub fn copy(&self, path: &str, from: &Path) -> Result<(), Diagnostic> {
        let unreadable = |failure| self.remember(self.output.unreadable(failure));
        let before = writer::state(from).map_err(unreadable)?;
        if before.0 <= SMALL {
            return match writer::read(from).map_err(unreadable)? {
                Some(bytes) => self.put(path, &bytes).map(|_| ()),
                None => Err(unreadable(Failed { path: from.to_owned(), error: ErrorKind::NotFound.into() })),
            };
        }
        let (hash, size) = writer::hash(from).map_err(unreadable)?;
        self.place(path, hash, size, |file| {
            self.writer.copy(from, file)?;
            // Somebody may have written to it between the hash and the copy; what counts is what we have.
            if writer::state(from)? == before { Ok((hash, size)) } else { writer::hash(file) }
        })
    }

    /// Makes the publication: all of it, or none.
    pub fn publish(self) -> Result<super::Report, Diagnostics> {
        publish::publish(self).map_err(super::one)
    }

    fn place(
        &self,
        path: &str,
        hash: blake3::Hash,
        size: u64,
        write: impl FnOnce(&Path) -> Done<(blake3::Hash, u64)>,
    ) -> Result<(), Diagnostic> {
        let path = &*self.target.scope.place(path);
        let placed = self.placed(path, hash, size, write).map_err(|diagnostic| self.remember(diagnostic))?;
        match self.files.of(path).insert(path.into(), placed) {
            None => Ok(()),
            Some(_) => Err(self.remember(taken(path))),
        }
    }

    fn placed(
        &self,
        path: &str,
        hash: blake3::Hash,
        size: u64,
        write: impl FnOnce(&Path) -> Done<(blake3::Hash, u64)>,
    ) -> Result<Placed, Diagnostic> {
        let top = path.split('/').next().unwrap_or(path);
        if !is_inside(path) || !self.target.scope.may_hold(path) || matches!(top, manifest::NAME | ".gen-stage" | ".gen-lock") {
            return Err(Diagnostic::in_path(&codes::ADDRESS_TAKEN, path, format!("`{path}` is not an address that a page can have")));
        }
        // An author knows the address, not the place where the file waits.
        let failed = |failure: Failed| self.output.failed(Failed { path: self.tree.at(path), ..failure });
        let is_blank = self.is_new && self.room().map_err(failed)?.whole.is_some();
        let (is_same, clash) = if is_blank { (false, None) } else { self.compare(path, &hash, size)? };
        if is_same {
            return Ok(Placed { hash, size, state: State::Unchanged, clash });
        }
        let room = self.room().map_err(failed)?;
        let (state, file) = match &room.whole {
            Some(whole) => {
                whole.make_for(path, &self.writer).map_err(failed)?;
                (State::InWhole, whole.at(path))
            }
            None => {
                let number = self.next_number();
                (State::Numbered(number), self.site(&room.folder).waiting(Some(number), path))
            }
        };
        match write(&file) {
            Ok((hash, size)) => Ok(Placed { hash, size, state, clash }),
            Err(failure) if failure.error.kind() == ErrorKind::AlreadyExists => Err(taken(path)),
            Err(failure) => Err(failed(failure)),
        }
    }

    /// Whether a file stands in the output already, and what else stands in its way.
    pub(super) fn compare(&self, path: &str, hash: &blake3::Hash, size: u64) -> Result<(bool, Option<Clash>), Diagnostic> {
        let failed = |failure| self.output.failed(failure);
        match self.tree.ground_of(path).map_err(failed)? {
            Ground::Folder => {}
            Ground::Absent => return Ok((false, None)),
            Ground::File(_) => return Ok((false, Some(Clash::Shape))),
            Ground::Link(link) => {
                let message = format!("`{path}` would be written through the link `{link}` in the output folder");
                return Err(Diagnostic::of_run(&codes::OUTPUT_REFUSED, message).help(format!("remove `{link}` or make it a folder")));
            }
        }
        let file = self.tree.at(path);
        let standing = writer::standing(&file).map_err(failed)?;
        let has_bytes = || Ok(standing == Some(Standing::File(size)) && writer::hash(&file).map_err(failed)?.0 == *hash);
        match (standing, self.old.manifest.get(path)) {
            (None, _) => Ok((false, None)),
            (Some(Standing::Folder), _) => Ok((false, Some(Clash::Shape))),
            (Some(_), Some(listed)) if listed.hash != *hash => Ok((false, None)),
            (Some(_), Some(_)) if self.target.verify => Ok((has_bytes()?, None)),
            // The size is looked at and not the bytes: reading the whole site to write nothing is what `verify` is for.
            (Some(standing), Some(_)) => Ok((standing == Standing::File(size), None)),
            // The same bytes are no loss to anybody, whoever wrote them.
            (Some(_), None) if has_bytes()? => Ok((true, None)),
            (Some(_), None) => Ok((false, Some(Clash::File))),
        }
    }

    /// Where finished files wait; made now if it is not there.
    pub(super) fn room(&self) -> Done<&Room> {
        if let Some(room) = self.room.get() {
            return Ok(room);
        }
        // The lock that is there anyway also keeps two threads from making the room at once.
        let _one_at_a_time = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(room) = self.room.get() {
            return Ok(room);
        }
        let room = self.make_room()?;
        Ok(self.room.get_or_init(|| room))
    }

    fn make_room(&self) -> Done<Room> {
        let [beside, inside] = self.output.stages();
        let folder = &self.output.folder;
        let stands = writer::standing(folder)?.is_some();
        if !stands || writer::same_mount(folder, self.output.above()) {
            match self.writer.make_folder(&beside) {
                Ok(_) if self.is_new => {
                    let whole = Tree::blank(beside.join("site"));
                    return Ok(Room { folder: beside, whole: Some(whole) });
                }
                Ok(_) => return Ok(Room { folder: beside, whole: None }),
                Err(failure) if stands && output::is_forbidden(&failure) => {}
                Err(failure) => return Err(failure),
            }
        }
        self.writer.make_folder(&inside)?;
        Ok(Room { folder: inside, whole: None })
    }

    /// A name in the stage that no other file has.
    pub(super) fn next_number(&self) -> u64 {
        self.number.fetch_add(1, Ordering::Relaxed)
    }

    pub(super) fn site<'a>(&'a self, stage: &'a Path) -> Site<'a> {
        Site { writer: &self.writer, output: &self.output, stage, durable: self.target.durable }
    }

    /// The first failure, if there was one.
    pub(super) fn failure(&self) -> Option<Diagnostic> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn remember(&self, diagnostic: Diagnostic) -> Diagnostic {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| diagnostic.clone());
        diagnostic
    }
}

/// What is enough of a hash to know a file by that is listed with the whole of it.
fn beginning(hash: &blake3::Hash) -> u64 {
    let bytes = hash.as_bytes();
    u64::from_le_bytes(std::array::from_fn(|at| bytes[at]))
}

impl Drop for Stage {
    fn drop(&mut self) {
        if self.is_decided {
            return;
        }
        // Whatever cannot be removed now, the next command removes: `journal::settle`.
        if let Some(room) = self.room.get() {
            let _ = self.site(&room.folder).abandon();
        }
        self.locks.clear();
        if let Some(made) = &self.made {
            let _ = self.writer.remove_empty_folders(self.output.above(), made.parent().unwrap_or(made));
        }
    }
}

impl Standard {
    /// The manifest of an output. One that is damaged claims nothing: without it every file is somebody's.
    pub(super) fn of(folder: &Path) -> Done<Standard> {
        let path = folder.join(manifest::NAME);
        let bytes = match writer::standing(&path)? {
            Some(Standing::File(_)) => writer::read(&path)?,
            Some(Standing::Folder | Standing::Link | Standing::Other) | None => None,
        };
        Ok(match bytes {
            Some(bytes) => Standard { manifest: Manifest::read(&bytes).unwrap_or_default(), hash: Some(blake3::hash(&bytes)) },
            None => Standard::default(),
        })
    }
}

/// The planner finds clashes before anything is rendered; this is for what it could not see, and for file systems of other opinion.
pub(super) fn taken(path: &str) -> Diagnostic {
    Diagnostic::in_path(&codes::ADDRESS_TAKEN, path, format!("two files of the site have the address `{path}`"))
}
