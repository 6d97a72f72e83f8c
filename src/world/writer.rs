//! The only door for writing.
//!
//! In: absolute paths and bytes. Out: changed files, or what failed with the path it failed at. Beside each act of writing stand the few
//! looks that it depends on (what stands there, who else writes), because they must see the disk and not a world in memory.
//! It decides nothing: what may be written where, and in which order, is its callers' business.
#![allow(clippy::disallowed_methods, reason = "this is the door for writing")]

mod doubles;
#[cfg(test)]
mod fault;

#[cfg(test)]
pub(crate) use fault::{Fault, Trouble};

use std::ffi::{OsStr, OsString};
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// What the file system refused, and where.
#[derive(Debug)]
pub struct Failed {
    /// The file or folder.
    pub path: PathBuf,
    /// The system's words.
    pub error: io::Error,
}

impl Failed {
    /// Whether the system cannot or may not do this at this place, so that only another way leads on. A full disk is none of these.
    pub fn is_refusal(&self) -> bool {
        use rustix::io::Errno;
        match Errno::from_io_error(&self.error) {
            Some(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP | Errno::XDEV | Errno::MLINK | Errno::NAMETOOLONG) => true,
            // The last of these: somebody is at work there, and has just taken away what was found.
            Some(Errno::PERM | Errno::ACCESS | Errno::BUSY | Errno::NOENT) => true,
            _ => false,
        }
    }
}

/// The result of one act.
pub type Done<T> = Result<T, Failed>;

/// What stands at a path itself; a symbolic link is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A regular file of this many bytes.
    File(u64),
    /// A folder.
    Folder,
    /// A symbolic link, wherever it leads.
    Link,
    /// A pipe, a socket, a device.
    Other,
}

/// Which file or folder it is, whatever path leads to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    device: u64,
    inode: u64,
}

/// An exclusive lock, held until it is dropped; the system frees it when the process dies.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    /// Holds the lock by being open.
    _file: File,
}

/// Why a lock was not given.
#[derive(Debug)]
pub enum Locked {
    /// Another process holds it, by its id where that could be read.
    Held(Option<u32>),
    /// The lock file itself could not be made.
    Failed(Failed),
}

/// Writes. The real one has no state; in tests it can fail at a chosen act.
#[derive(Debug, Default)]
pub struct Writer {
    #[cfg(test)]
    fault: Option<Fault>,
}

impl Writer {
    /// Writes a file that must not exist yet.
    pub fn create(&self, path: &Path, bytes: &[u8]) -> Done<()> {
        let allowed = self.act(path);
        #[cfg(test)]
        let bytes = if allowed.is_err() { self.torn(bytes) } else { Some(bytes) };
        #[cfg(test)]
        let Some(bytes) = bytes else { return allowed };
        let written = new_file(path).and_then(|mut file| file.write_all(bytes));
        allowed.and(written.map_err(failed(path)))
    }

    /// Writes a file that must not exist yet, piece by piece.
    pub fn make(&self, path: &Path, make: &dyn Fn(&mut dyn Write) -> io::Result<()>) -> Done<()> {
        self.act(path)?;
        let written = new_file(path).map(io::BufWriter::new).and_then(|mut file| make(&mut file).and_then(|()| file.flush()));
        written.map_err(failed(path))
    }

    /// Copies the bytes of a regular file to one that must not exist yet, with the rights of a new file and not those of the original.
    pub fn copy(&self, from: &Path, to: &Path) -> Done<()> {
        self.act(to)?;
        let mut source = open_regular(from)?;
        let mut copy = new_file(to).map_err(failed(to))?;
        // Between two files this is `copy_file_range`: no bytes pass through the process, and file systems that can share blocks do.
        io::copy(&mut source, &mut copy).map(drop).map_err(failed(to))
    }

    /// Puts a file in place of whatever file is there, in one step: readers see the old bytes or the new ones.
    pub fn replace(&self, path: &Path, bytes: &[u8]) -> Done<()> {
        self.replace_with(path, bytes, None)
    }

    /// The same with rights of its own; without, it gets those of a new file.
    fn replace_with(&self, path: &Path, bytes: &[u8], rights: Option<fs::Permissions>) -> Done<()> {
        let fresh = fresh_name(path);
        // A process that had our number may have died here.
        self.remove_file(&fresh)?;
        let created = self.create(&fresh, bytes).and_then(|()| match rights {
            Some(rights) => fs::set_permissions(&fresh, rights).map_err(failed(&fresh)),
            None => Ok(()),
        });
        created.and_then(|()| self.rename(&fresh, path)).inspect_err(|_| {
            // The error at hand says what is wrong; that a rest could not be removed either adds nothing.
            let _ = self.remove_file(&fresh);
        })
    }

    /// Gives a file or folder another name on the same file system, replacing a file or an empty folder that has it.
    pub fn rename(&self, from: &Path, to: &Path) -> Done<()> {
        self.act(to)?;
        fs::rename(from, to).map_err(failed(to))
    }

    /// Removes a file or a link (never what the link leads to); says whether there was one.
    pub fn remove_file(&self, path: &Path) -> Done<bool> {
        self.act(path)?;
        absent_is_false(path, fs::remove_file(path))
    }

    /// Makes a folder in one that exists; says whether it was not there before.
    pub fn make_folder(&self, path: &Path) -> Done<bool> {
        self.act(path)?;
        match DirBuilder::new().mode(0o755).create(path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(Failed { path: path.to_owned(), error }),
        }
    }

    /// Makes a folder and those above it that are missing; gives the topmost that was made.
    pub fn make_folders(&self, path: &Path) -> Done<Option<PathBuf>> {
        let missing: Vec<&Path> = path.ancestors().take_while(|folder| fs::metadata(folder).is_err()).collect();
        for folder in missing.iter().rev() {
            self.make_folder(folder)?;
        }
        Ok(missing.last().map(|top| top.to_path_buf()))
    }

    /// Removes a folder if it is empty; says whether it did.
    pub fn remove_empty_folder(&self, path: &Path) -> Done<bool> {
        self.act(path)?;
        match fs::remove_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(false),
            done => absent_is_false(path, done),
        }
    }

    /// Removes the empty folders from `path` upward, never `top` itself or anything outside it.
    pub fn remove_empty_folders(&self, path: &Path, top: &Path) -> Done<()> {
        for folder in path.ancestors().take_while(|folder| *folder != top && folder.starts_with(top)) {
            if !self.remove_empty_folder(folder)? {
                break;
            }
        }
        Ok(())
    }

    /// Removes a folder with all it holds; of a link only the link.
    pub fn remove_tree(&self, path: &Path) -> Done<()> {
        self.act(path)?;
        match standing(path)? {
            Some(Standing::Folder) => fs::remove_dir_all(path).map_err(failed(path)),
            Some(_) => fs::remove_file(path).map_err(failed(path)),
            None => Ok(()),
        }
    }

    /// Waits until all that was written below a folder has reached the disk.
    pub fn sync(&self, folder: &Path) -> Done<()> {
        self.act(folder)?;
        sync(folder).map_err(failed(folder))
    }

    /// Takes a lock without waiting. The file holds the process id while the lock is held and is gone afterwards.
    pub fn lock(&self, path: &Path) -> Result<Lock, Locked> {
        let refused = |error| Locked::Failed(Failed { path: path.to_owned(), error });
        // Each round but the last met a holder who was just leaving; as many in a row as this are a crowd, and a crowd is a lock held.
        for _ in 0..16 {
            let options = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o644).open(path);
            let mut file = options.map_err(refused)?;
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => return Err(Locked::Held(holder(&mut file))),
                Err(TryLockError::Error(error)) => return Err(refused(error)),
                Ok(()) => {}
            }
            let ours = file.metadata().map_err(refused)?;
            // The holder before us may have removed the file between our opening and our locking it.
            if fs::symlink_metadata(path).is_ok_and(|there| (there.dev(), there.ino()) == (ours.dev(), ours.ino())) {
                file.set_len(0).and_then(|()| write!(file, "{}", std::process::id())).map_err(refused)?;
                return Ok(Lock { path: path.to_owned(), _file: file });
            }
        }
        Err(Locked::Held(None))
    }

    fn act(&self, path: &Path) -> Done<()> {
        #[cfg(test)]
        if let Some(fault) = &self.fault {
            return fault.act().map_err(failed(path));
        }
        let _ = path;
        Ok(())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Before the file closes, so that nobody can lock a file that is about to go without noticing (see `Writer::lock`).
        // A lock file that stays because of an error locks nobody out.
        let _ = fs::remove_file(&self.path);
    }
}

/// Writes a source file whole or not at all: beside its place, then over it. Its folders are made; a file that was there keeps its rights.
pub fn save(path: &Path, bytes: &[u8]) -> Done<()> {
    let writer = Writer::default();
    if let Some(folder) = path.parent() {
        writer.make_folders(folder)?;
    }
    let rights = fs::metadata(path).ok().map(|found| found.permissions());
    writer.replace_with(path, bytes, rights)
}

/// What stands at a path, if anything does.
pub fn standing(path: &Path) -> Done<Option<Standing>> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(standing_of(&found))),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(Failed { path: path.to_owned(), error }),
    }
}

/// What lies in a folder, sorted by name.
pub fn list(folder: &Path) -> Done<Vec<(OsString, Standing)>> {
    let entry = |entry: io::Result<fs::DirEntry>| entry.and_then(|entry| Ok((entry.file_name(), standing_of(&entry.metadata()?))));
    let entries = fs::read_dir(folder).and_then(|entries| entries.map(entry).collect::<io::Result<Vec<_>>>());
    let mut entries = entries.map_err(failed(folder))?;
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(entries)
}

/// The bytes of a regular file, if it is there.
pub fn read(path: &Path) -> Done<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    match open_regular(path) {
        Ok(mut file) => file.read_to_end(&mut bytes).map(|_| Some(bytes)).map_err(failed(path)),
        Err(refused) if refused.error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(refused) => Err(refused),
    }
}

/// The hash and the size of a regular file, read in parts.
pub fn hash(path: &Path) -> Done<(blake3::Hash, u64)> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(open_regular(path)?).map_err(failed(path))?;
    Ok((hasher.finalize(), hasher.count()))
}

/// The size of a file and the time of its last change: enough to notice that somebody is writing to it.
pub fn state(path: &Path) -> Done<(u64, i64, i64)> {
    let found = fs::metadata(path).map_err(failed(path))?;
    Ok((found.len(), found.mtime(), found.mtime_nsec()))
}

/// Which file or folder a path leads to, links followed; nothing where it leads nowhere.
pub fn identity(path: &Path) -> Option<Identity> {
    fs::metadata(path).ok().map(|found| Identity { device: found.dev(), inode: found.ino() })
}

/// The path without links and dots, as far as it exists; the rest is added as it is written.
pub fn resolve(path: &Path) -> PathBuf {
    let mut rest: Vec<&OsStr> = Vec::new();
    let mut known = path;
    let mut resolved = loop {
        match (fs::canonicalize(known), known.parent()) {
            (Ok(resolved), _) => break resolved,
            (Err(_), Some(parent)) => {
                // A path that ends in `..` has no file name.
                rest.push(known.file_name().unwrap_or(OsStr::new("..")));
                known = parent;
            }
            (Err(_), None) => break known.to_owned(),
        }
    };
    for name in rest.into_iter().rev() {
        if name == ".." {
            resolved.pop();
        } else {
            resolved.push(name);
        }
    }
    resolved
}

/// Whether a file can be renamed from one folder into the other: the same file system, and the same mount of it.
pub fn same_mount(one: &Path, other: &Path) -> bool {
    let device = |path: &Path| identity(path).map(|identity| identity.device);
    device(one).is_some() && device(one) == device(other) && mount(one) == mount(other)
}

/// Asks whether this process may add and remove entries of a folder.
pub fn may_write(folder: &Path) -> Done<()> {
    use rustix::fs::Access;
    rustix::fs::access(folder, Access::WRITE_OK | Access::EXEC_OK).map_err(|error| failed(folder)(error.into()))
}

fn standing_of(found: &fs::Metadata) -> Standing {
    match found.file_type() {
        sort if sort.is_file() => Standing::File(found.len()),
        sort if sort.is_dir() => Standing::Folder,
        sort if sort.is_symlink() => Standing::Link,
        _ => Standing::Other,
    }
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> Failed + '_ {
    move |error| Failed { path: path.to_owned(), error }
}

fn absent_is_false(path: &Path, done: io::Result<()>) -> Done<bool> {
    match done {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Failed { path: path.to_owned(), error }),
    }
}

fn new_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o644).open(path)
}

/// Looked at before it is opened: opening a pipe waits for someone to write to it.
fn open_regular(path: &Path) -> Done<File> {
    let found = fs::metadata(path).map_err(failed(path))?;
    if !found.is_file() {
        return Err(Failed { path: path.to_owned(), error: io::Error::other("not a regular file") });
    }
    File::open(path).map_err(failed(path))
}

fn fresh_name(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().expect("a file that is replaced has a name"));
    name.push(format!(".{}.gen-new", std::process::id()));
    path.with_file_name(name)
}

fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(target_os = "linux")]
fn mount(path: &Path) -> Option<u64> {
    use rustix::fs::{AtFlags, CWD, StatxFlags, statx};
    let found = statx(CWD, path, AtFlags::empty(), StatxFlags::MNT_ID).ok()?;
    // Kernels before 5.8 do not fill it in; then the device decides alone.
    StatxFlags::from_bits_retain(found.stx_mask).contains(StatxFlags::MNT_ID).then_some(found.stx_mnt_id)
}

#[cfg(not(target_os = "linux"))]
fn mount(_: &Path) -> Option<u64> {
    None
}

/// One call for the whole file system: it is far cheaper than one for each of ten thousand files.
#[cfg(target_os = "linux")]
fn sync(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

#[cfg(not(target_os = "linux"))]
fn sync(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        match standing_of(&entry.metadata()?) {
            Standing::Folder => sync(&entry.path())?,
            Standing::File(_) => File::open(entry.path())?.sync_all()?,
            Standing::Link | Standing::Other => {}
        }
    }
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("the system gives temporary folders")
    }

    #[test]
    fn a_second_lock_is_refused_with_the_process_that_holds_the_first() {
        let folder = folder();
        let path = folder.path().join("lock");
        let lock = Writer::default().lock(&path).expect("nobody holds it");
        match Writer::default().lock(&path) {
            Err(Locked::Held(by)) => assert_eq!(by, Some(std::process::id())),
            other => panic!("{other:?}"),
        }
        drop(lock);
        assert_eq!(standing(&path).expect("readable"), None);
        Writer::default().lock(&path).expect("nobody holds it any more");
    }

    #[test]
    fn a_lock_file_left_by_a_dead_process_locks_nobody_out() {
        let folder = folder();
        let path = folder.path().join("lock");
        Writer::default().create(&path, b"1").expect("writable");
        Writer::default().lock(&path).expect("a file is not a lock");
    }

    #[test]
    fn a_copy_has_the_rights_of_a_new_file() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder();
        let [from, to] = ["from", "to"].map(|name| folder.path().join(name));
        fs::write(&from, "x").expect("writable");
        fs::set_permissions(&from, fs::Permissions::from_mode(0o777)).expect("ours");
        Writer::default().copy(&from, &to).expect("writable");
        assert_eq!(fs::metadata(&to).expect("there").permissions().mode() & 0o133, 0);
    }

    #[test]
    fn a_source_that_is_saved_keeps_its_rights() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder();
        let path = folder.path().join("private.md");
        fs::write(&path, "x").expect("writable");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("ours");
        save(&path, b"y").expect("writable");
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read(&path).expect("there"), b"y");
    }

    #[test]
    fn a_pipe_is_refused_and_not_waited_for() {
        let folder = folder();
        let pipe = folder.path().join("pipe");
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, 0o644.into(), 0).expect("pipes are allowed");
        assert!(hash(&pipe).is_err() && read(&pipe).is_err());
    }

    #[test]
    fn a_path_is_resolved_as_far_as_it_exists() {
        let folder = folder();
        let real = fs::canonicalize(folder.path()).expect("there");
        fs::create_dir(real.join("real")).expect("writable");
        std::os::unix::fs::symlink("real", real.join("link")).expect("writable");
        assert_eq!(resolve(&real.join("link/new/../other")), real.join("real/other"));
    }
}
