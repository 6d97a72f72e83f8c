//! The place a site goes to: found, judged, locked.
//!
//! In: the folder somebody asked for and the folders that must not come to harm. Out: an output that may be written to, or the reason why
//! not. What stands in it is not looked at here.

use super::Target;
use crate::diag::{Diagnostic, codes};
use crate::world::words;
use crate::world::writer::{self, Failed, Identity, Lock, Locked, Standing, Writer};
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A folder that may be written to: no source lies in it, and it lies in none.
#[derive(Debug)]
pub(super) struct Output {
    /// Without links, so that the folder beside it is on the same disk.
    pub(super) folder: PathBuf,
    /// The site's root, so that messages can name paths as the author does.
    root: PathBuf,
}

impl Output {
    /// The place a target names, not judged yet: good for looking, not for writing.
    pub(super) fn seen(target: &Target) -> Output {
        let root = writer::resolve(target.work.parent().unwrap_or(Path::new("/")));
        Output { folder: writer::resolve(&target.output), root }
    }

    /// Judges the output of a target by path and by inode, since links, mounts and letter case give one folder many names.
    pub(super) fn of(target: &Target) -> Result<Output, Diagnostic> {
        let output = Output::seen(target);
        let refused = |reason: &str| {
            let shown = output.shown(&output.folder);
            let message = format!("`{shown}` cannot be the output folder: it {reason}");
            Diagnostic::of_run(&codes::OUTPUT_REFUSED, message).help("choose a folder that is for the site alone, such as `public`")
        };
        if output.folder.parent().is_none() {
            return Err(refused("is the root of the file system"));
        }
        match writer::standing(&output.folder).map_err(|failure| output.failed(failure))? {
            None | Some(Standing::Folder) => {}
            Some(Standing::File(_)) => return Err(refused("is a file")),
            Some(Standing::Link) => return Err(refused("is a link that leads nowhere")),
            Some(Standing::Other) => return Err(refused("is neither a folder nor a file")),
        }
        let place = Place::of(output.folder.clone());
        let around = target.not_around.iter().map(|path| (path, false));
        let inside_or_around = target.not_inside_or_around.iter().chain([&target.work]).map(|path| (path, true));
        for (path, inside_too) in around.chain(inside_or_around) {
            let other = Place::of(writer::resolve(path));
            let shown = output.shown(&other.path);
            match (place.lies_in(&other), other.lies_in(&place)) {
                (true, true) if other.path == output.root => return Err(refused("is the folder of the site itself")),
                (true, true) if inside_too => return Err(refused("is used by the site itself")),
                (true, true) => return Err(refused("is the home folder or the top of a repository")),
                (true, false) if inside_too => return Err(refused(&format!("lies in `{shown}`"))),
                (false, true) => return Err(refused(&format!("holds `{shown}`"))),
                (true | false, false) => {}
            }
        }
        Ok(output)
    }

    /// Keeps other builds out of this folder, whichever site they are of.
    pub(super) fn lock(&self, writer: &Writer) -> Result<Lock, Locked> {
        match writer.lock(&self.beside("lock")) {
            // Someone may be allowed to write to the folder and not beside it; so are all others then who build as that user.
            Err(Locked::Failed(failure)) if is_forbidden(&failure) => writer.lock(&self.folder.join(".gen-lock")),
            lock => lock,
        }
    }

    /// Words for a lock that was not given.
    pub(super) fn locked(&self, locked: Locked) -> Diagnostic {
        let by = match locked {
            Locked::Failed(failure) => return self.failed(failure),
            Locked::Held(by) => by.map_or(String::new(), |process| format!(" (process {process})")),
        };
        let message = format!("another build{by} is at work on `{}`", self.shown(&self.folder));
        Diagnostic::of_run(&codes::OUTPUT_LOCKED, message).help("wait until it has finished, or stop it")
    }

    /// The two places where a publication in progress can lie: beside the output, or in it where beside it is another disk or not ours.
    pub(super) fn stages(&self) -> [PathBuf; 2] {
        [self.beside("stage"), self.folder.join(".gen-stage")]
    }

    /// A path as the author would write it.
    pub(super) fn shown(&self, path: &Path) -> String {
        match path.strip_prefix(&self.root) {
            Ok(inside) if inside.as_os_str().is_empty() => ".".to_owned(),
            Ok(inside) => inside.display().to_string(),
            Err(_) => path.display().to_string(),
        }
    }

    /// Words for what the file system refused.
    pub(super) fn failed(&self, failure: Failed) -> Diagnostic {
        let Failed { path, error } = failure;
        let help = match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Some("make room on the disk and build again"),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Some("allow writing there, or choose another output folder"),
            ErrorKind::InvalidFilename => Some("give the page a shorter address: no part of one may be longer than 255 bytes"),
            ErrorKind::NotADirectory => Some("a file stands where a folder is needed: move it away, or choose another output folder"),
            _ => None,
        };
        let message = format!("cannot write `{}`: {}", self.shown(&path), words(&error));
        Diagnostic::of_run(&codes::WRITE_FAILED, message).help_if(help.map(str::to_owned))
    }

    /// Words for a file of the site that cannot be copied.
    pub(super) fn unreadable(&self, failure: Failed) -> Diagnostic {
        let Failed { path, error } = failure;
        let shown = self.shown(&path);
        let message = format!("cannot read `{shown}`: {}", words(&error));
        Diagnostic::in_path(&codes::UNREADABLE, shown, message).help("make it readable, or remove it")
    }

    /// The folder that the output lies in.
    pub(super) fn above(&self) -> &Path {
        self.folder.parent().unwrap_or(&self.folder)
    }

    fn beside(&self, what: &str) -> PathBuf {
        let mut name = OsString::from(".");
        // Only the root folder has no name, and that is never written to: `of` refuses it.
        name.push(self.folder.file_name().unwrap_or_default());
        name.push(format!(".gen-{what}"));
        self.above().join(name)
    }
}

/// Whether an error says that this process may not write at a place, which it may elsewhere.
pub(super) fn is_forbidden(failure: &Failed) -> bool {
    matches!(failure.error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
}

/// A resolved path with the inodes of all folders it lies in, itself first.
struct Place {
    path: PathBuf,
    identities: Vec<Option<Identity>>,
}

impl Place {
    fn of(path: PathBuf) -> Place {
        let identities = path.ancestors().map(writer::identity).collect();
        Place { path, identities }
    }

    /// Whether this is the other place or lies in it.
    fn lies_in(&self, other: &Place) -> bool {
        let other_itself = other.identities[0];
        self.path.starts_with(&other.path) || (other_itself.is_some() && self.identities.contains(&other_itself))
    }
}
