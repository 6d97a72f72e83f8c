//! Putting a site where people read it.
//!
//! In: the files of a finished site, in any order and from many threads, and the folder they go to. Out: exactly that site in that folder,
//! in one step or in an order that readers do not notice, and a manifest of what is ours. Killed at any moment, the old site stands or the
//! next command finishes the new one. It never sees a record, a page or a template, and never removes a file that it did not write.
//!
//! The way of a publication: `output` judges and locks the folder, `stage` compares and keeps what differs, `publish` decides the steps,
//! `journal` does them one by one, or `exchange` all in one.

mod addresses;
mod clean;
mod exchange;
mod journal;
mod manifest;
mod order;
mod output;
mod publish;
mod scope;
mod stage;
mod tree;

#[cfg(test)]
mod tests;

pub use addresses::{Addresses, Claim, fold};
pub use clean::Cleaned;
pub use scope::Scope;
pub use stage::Stage;

use crate::diag::{Diagnostic, Diagnostics};
use crate::world::writer::{self, Locked, Writer};
use output::Output;
use rayon::prelude::*;
use std::path::PathBuf;

/// How a new site takes the place of one that stands. The first site comes whole either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// File by file, at the cost of what changed. A reader can meet both sites for a moment, and no page that leads to a missing file.
    #[default]
    Journal,
    /// The whole folder in one step, at the cost of a link for every file that stands; by the journal where the system cannot do it.
    /// The output is another folder each time: who holds the old one open (a server started in it, a container it is mounted into)
    /// is left with a folder that is removed.
    Exchange,
}

/// Where a site goes and what must not come to harm. All paths are absolute.
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// The output folder; it need not exist.
    pub output: PathBuf,
    /// The site's `.gen`, for the lock. Never an output itself. Its parent is the site's root, from which messages name paths.
    pub work: PathBuf,
    /// Folders that the output may lie in, and must not be or hold: the site's root, the home, the top of the Git repository.
    pub not_around: Vec<PathBuf>,
    /// Folders and files that the output must not be, hold, or lie in: content, themes, templates, static files, schema, configuration.
    pub not_inside_or_around: Vec<PathBuf>,
    /// Which part of the output this is: the rest of it stays, and stays listed.
    pub scope: Scope,
    /// How a new site takes the place of the old one.
    pub way: Way,
    /// Take over files of others that stand where the site has its own.
    pub adopt: bool,
    /// Compare the bytes of files that seem unchanged, and so repair what was changed by hand.
    pub verify: bool,
    /// Wait for the disk, so that even a power failure leaves the old site or the new one.
    pub durable: bool,
    /// Name and version of this program, for the manifest.
    pub generator: String,
    /// The day the site is built for, for the manifest. That of a copy is not asked: it says it in its address.
    pub today: String,
}

/// What a publication changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// New and changed files.
    pub written: usize,
    /// Files that stood there already.
    pub unchanged: usize,
    /// Files of the last publication that are gone.
    pub removed: usize,
    /// All files of the site or copy now, without the manifest.
    pub total: usize,
}

/// Opens an output for a publication: judges it, locks it, and finishes what a dead process left.
pub fn open(target: Target) -> Result<Stage, Diagnostics> {
    stage::open(target, Writer::default()).map_err(one)
}

/// Finishes a publication whose process died; `gen build` does this first, and `gen clean` as a part of its work. Says whether there
/// was one. It writes nothing when there was none, and leaves alone what another process is at work on.
pub fn recover(target: &Target) -> Result<bool, Diagnostics> {
    finish_interrupted(target, &Writer::default()).map_err(one)
}

/// Whether a site stands in an output.
pub fn stands(target: &Target) -> bool {
    writer::standing(&target.output.join(manifest::NAME)).is_ok_and(|found| found.is_some())
}

/// The hash of the manifest of an output, if a site stands there.
pub fn manifest(target: &Target) -> Option<blake3::Hash> {
    writer::hash(&target.output.join(manifest::NAME)).ok().map(|(hash, _)| hash)
}

/// How many files of the site itself stand in an output, if its manifest is the one of this hash and every file that it lists is there.
pub fn stands_as(target: &Target, hash: &[u8; 32]) -> Option<usize> {
    let bytes = writer::read(&target.output.join(manifest::NAME)).ok()??;
    if blake3::hash(&bytes) != *hash {
        return None;
    }
    let files = manifest::Manifest::read(&bytes)?.files;
    let is_there = |file: &manifest::Listed| matches!(writer::standing(&target.output.join(&file.path)), Ok(Some(writer::Standing::File(size))) if size == file.size);
    let all_there = files.par_iter().with_min_len(256).all(is_there);
    all_there.then(|| files.iter().filter(|file| Scope::Site.owns(&file.path)).count())
}

/// Removes the site from its output, and `.gen`.
pub fn clean(target: &Target) -> Result<Cleaned, Diagnostics> {
    clean::clean(target, &Writer::default()).map_err(one)
}

fn finish_interrupted(target: &Target, writer: &Writer) -> Result<bool, Diagnostic> {
    if !journal::is_open(&Output::seen(target)) {
        return Ok(false);
    }
    let output = Output::of(target)?;
    match output.lock(writer) {
        Ok(_lock) => journal::settle(writer, &output, target.durable),
        Err(Locked::Held(_)) => Ok(false),
        Err(locked) => Err(output.locked(locked)),
    }
}

/// The first trouble with a disk is the last: what would follow from it helps nobody.
fn one(diagnostic: Diagnostic) -> Diagnostics {
    Diagnostics::from_iter([diagnostic])
}
