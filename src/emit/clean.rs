//! Taking a site away again.
//!
//! In: an output with a manifest. Out: the same folder without what is ours. Files that somebody changed since are theirs now and stay.

use super::Target;
use super::journal;
use super::manifest::{self, Manifest};
use super::output::Output;
use super::tree::{Ground, Tree, parent};
use crate::diag::{Diagnostic, codes};
use crate::world::writer::{self, Done, Standing, Writer};
use std::collections::BTreeSet;

/// What `clean` did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// How many files went.
    pub removed: usize,
    /// Files of the manifest that stay because their content is no longer ours, by their path in the output.
    pub kept: Vec<String>,
}

pub(super) fn clean(target: &Target, writer: &Writer) -> Result<Cleaned, Diagnostic> {
    let output = Output::of(target)?;
    let failed = |failure| output.failed(failure);
    let locked = |locked| output.locked(locked);
    let _work = match writer::standing(&target.work).map_err(failed)? {
        Some(Standing::Folder) => Some(writer.lock(&target.work.join("lock")).map_err(locked)?),
        _ => None,
    };
    let mut cleaned = Cleaned::default();
    if writer::standing(&output.folder).map_err(failed)?.is_some() || journal::is_open(&output) {
        let _output = output.lock(writer).map_err(locked)?;
        journal::settle(writer, &output, target.durable)?;
        if let Some(manifest) = manifest_of(&output)? {
            cleaned = remove(&output, &manifest, writer).map_err(failed)?;
        }
    }
    writer.remove_tree(&target.work).map_err(failed)?;
    Ok(cleaned)
}

fn manifest_of(output: &Output) -> Result<Option<Manifest>, Diagnostic> {
    let path = output.folder.join(manifest::NAME);
    if writer::standing(&path).map_err(|failure| output.failed(failure))?.is_none() {
        return Ok(None);
    }
    let bytes = writer::read(&path).ok().flatten();
    let manifest = bytes.and_then(|bytes| Manifest::read(&bytes));
    let damaged = || {
        let message = format!("`{}` is damaged, so nothing says which files are from this site", output.shown(&path));
        Diagnostic::of_run(&codes::OUTPUT_FOREIGN, message).help("remove the files of the site by hand")
    };
    manifest.map(Some).ok_or_else(damaged)
}

fn remove(output: &Output, manifest: &Manifest, writer: &Writer) -> Done<Cleaned> {
    let tree = Tree::new(output.folder.clone());
    let mut cleaned = Cleaned::default();
    let mut folders = BTreeSet::from([""]);
    for file in &manifest.files {
        let at = tree.at(&file.path);
        if tree.ground_of(&file.path)? != Ground::Folder {
            continue;
        }
        folders.insert(parent(&file.path));
        match writer::standing(&at)? {
            None => {}
            Some(Standing::File(size)) if size == file.size && writer::hash(&at)?.0 == file.hash => {
                writer.remove_file(&at)?;
                cleaned.removed += 1;
            }
            Some(_) => cleaned.kept.push(file.path.clone()),
        }
    }
    // After the files: who dies before this can clean again.
    writer.remove_file(&tree.at(manifest::NAME))?;
    for folder in folders.iter().rev() {
        writer.remove_empty_folders(&tree.at(folder), tree.top())?;
    }
    Ok(cleaned)
}
