//! The acts that give what stands a second place, and let two places trade.
//!
//! In: what stands, and where it shall stand as well. Out: the same there, without copying a byte of a file.

use super::{Done, Writer, failed};
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, lchown, symlink};
use std::path::Path;

impl Writer {
    /// Lets two files or folders trade their names in one step: nobody finds either name missing.
    pub fn exchange(&self, one: &Path, other: &Path) -> Done<()> {
        self.act(other)?;
        exchange(one, other).map_err(failed(other))
    }

    /// Gives a file a second name on the same file system: not a byte is copied, and what is written to one is written to both.
    pub fn link(&self, from: &Path, to: &Path) -> Done<()> {
        self.act(to)?;
        fs::hard_link(from, to).map_err(failed(to))
    }

    /// Makes a symbolic link that leads where another one says.
    pub fn copy_link(&self, from: &Path, to: &Path) -> Done<()> {
        self.act(to)?;
        let copied = fs::read_link(from).and_then(|leads_to| symlink(leads_to, to));
        copied.and_then(|()| own_like(&fs::symlink_metadata(from)?, to)).map_err(failed(to))
    }

    /// Makes a folder with the rights and the owner of another.
    pub fn make_folder_like(&self, model: &Path, path: &Path) -> Done<()> {
        self.act(path)?;
        let made = fs::metadata(model).and_then(|model| {
            // Never wider than the model, not even for a moment; the mask of the process may have taken too much away.
            DirBuilder::new().mode(model.mode() & 0o7777).create(path)?;
            own_like(&model, path)?;
            fs::set_permissions(path, model.permissions())
        });
        made.map_err(failed(path))
    }
}

/// Who may not give things away is refused only where that would be needed.
fn own_like(model: &fs::Metadata, path: &Path) -> io::Result<()> {
    let found = fs::symlink_metadata(path)?;
    if (found.uid(), found.gid()) == (model.uid(), model.gid()) {
        return Ok(());
    }
    lchown(path, Some(model.uid()), Some(model.gid()))
}

#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(rustix::io::Errno::NOSYS.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("the system gives temporary folders")
    }

    #[test]
    fn a_folder_made_like_another_has_its_rights_whatever_the_mask() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder();
        for mode in [0o700, 0o2777] {
            let [model, path] = ["model", "path"].map(|name| folder.path().join(format!("{name}{mode}")));
            fs::create_dir(&model).expect("writable");
            fs::set_permissions(&model, fs::Permissions::from_mode(mode)).expect("ours");
            Writer::default().make_folder_like(&model, &path).expect("writable");
            assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o7777, mode);
        }
    }

    #[test]
    fn a_copied_link_says_the_same_and_leads_nowhere_as_well() {
        let folder = folder();
        let [from, to] = ["from", "to"].map(|name| folder.path().join(name));
        symlink("../nowhere", &from).expect("writable");
        Writer::default().copy_link(&from, &to).expect("writable");
        assert_eq!(fs::read_link(&to).expect("a link"), Path::new("../nowhere"));
    }

    #[test]
    fn what_the_system_cannot_do_is_told_from_what_failed() {
        let folder = folder();
        let [one, inside] = ["one", "one/inside"].map(|name| folder.path().join(name));
        fs::create_dir_all(&inside).expect("writable");
        assert!(Writer::default().exchange(&one, &inside).expect_err("a folder in itself").is_refusal());
        assert!(!Writer::default().create(&inside, b"x").expect_err("a folder is there").is_refusal());
    }
}
