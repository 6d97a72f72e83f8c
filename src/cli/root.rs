//! Which site a command is about.

use super::Exit;
use super::args::Common;
use super::report::talk;
use crate::world::DiskWorld;
use std::path::{Path, PathBuf};

/// A site on disk.
pub(super) struct Root {
    /// Its folder, absolute.
    pub(super) folder: PathBuf,
    /// Its configuration, from that folder.
    pub(super) config: String,
    /// The door to it.
    pub(super) world: DiskWorld,
}

/// Finds the site: named, or the nearest folder above that holds a configuration. Without one it is here, and the build says what is missing.
pub(super) fn find(common: &Common) -> Result<Root, Exit> {
    let here = current()?;
    let config = common.config.as_ref().map(|config| here.join(config));
    let folder = match (&common.root, &config) {
        (Some(root), _) => here.join(root),
        (None, Some(config)) => config.parent().map_or_else(|| here.clone(), Path::to_path_buf),
        (None, None) => here.ancestors().find(|folder| folder.join("gen.toml").is_file()).unwrap_or(&here).to_path_buf(),
    };
    if !folder.is_dir() {
        talk(&format!("error: there is no folder `{}`", folder.display()));
        return Err(Exit::Usage);
    }
    let config = match &config {
        None => "gen.toml".to_owned(),
        Some(config) => config.strip_prefix(&folder).unwrap_or(config).to_string_lossy().into_owned(),
    };
    let world = DiskWorld::new(&folder);
    Ok(Root { folder, config, world })
}

/// The folder the command was called in.
#[expect(clippy::disallowed_methods, reason = "paths on the command line are meant from here")]
pub(super) fn current() -> Result<PathBuf, Exit> {
    std::env::current_dir().map_err(|error| {
        talk(&format!("error: the current folder cannot be read: {error}"));
        Exit::Machine
    })
}

/// The home folder, which must never be an output.
#[expect(clippy::disallowed_methods, reason = "a guard of the output folder, not an input of the site")]
pub(super) fn home() -> Option<PathBuf> {
    std::env::var_os("HOME").map(PathBuf::from).filter(|home| home.is_absolute())
}
