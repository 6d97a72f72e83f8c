//! Publishing: what was staged becomes the site.
//!
//! In: a stage whose files are complete. Out: the site, and how much of it had to be written. Up to the journal or the exchange everything
//! can fail and leaves the old site; after it nothing is undone any more, only finished.

use super::addresses::fold;
use super::journal::{Journal, Move, Pieces};
use super::manifest::{self, Listed, Manifest};
use super::order;
use super::stage::{Clash, Placed, Room, Stage, State};
use super::tree::{Ground, parent};
use super::{Report, Scope, Way};
use crate::diag::{Diagnostic, codes};
use crate::world::writer::{self, Done, Standing};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::path::Path;

/// How many files a message names.
const NAMED: usize = 5;

/// The files of the new site, sorted by path.
type Files = [(Box<str>, Placed)];

pub(super) fn publish(mut stage: Stage) -> Result<Report, Diagnostic> {
    if let Some(failure) = stage.failure() {
        return Err(failure);
    }
    let files = std::mem::take(&mut stage.files).into_sorted();
    let gone = stage.gone(&files).map_err(|failure| stage.output.failed(failure))?;
    let written = files.iter().filter(|(_, file)| file.state != State::Unchanged).count();
    let report = Report { written, unchanged: files.len() - written, removed: gone.len(), total: files.len() };
    if let Some(path) = nested(&files) {
        return Err(super::stage::taken(path));
    }
    let manifest = stage.manifest(&files).map_err(|failure| stage.output.failed(failure))?;
    if written == 0 && gone.is_empty() && stage.old.hash == Some(blake3::hash(&manifest)) {
        return Ok(report);
    }
    let journal = match stage.journal(&files, &gone, &manifest)? {
        Journal::Pieces(pieces) if stage.target.way == Way::Exchange => match stage.exchange(pieces)? {
            Some(pieces) => Journal::Pieces(pieces),
            None => {
                stage.is_decided = true;
                return Ok(report);
            }
        },
        journal => journal,
    };
    stage.decide(&journal).map_err(|failure| stage.output.failed(failure))?;
    stage.is_decided = true;
    stage.finish(&journal).map_err(|failure| stage.output.failed(failure))?;
    Ok(report)
}

/// The dot files of an output that holds no site and nothing else; none if it does. A folder that is not there holds nothing.
pub(super) fn dot_files(folder: &Path) -> Done<Option<Vec<String>>> {
    if writer::standing(folder)?.is_none() {
        return Ok(Some(Vec::new()));
    }
    let names = writer::list(folder)?.into_iter().map(|(name, _)| name.into_string().ok());
    Ok(names.map(|name| name.filter(|name| name.starts_with('.') && name != manifest::NAME)).collect())
}

impl Stage {
    /// Our files that the new site no longer has. What was put in their place by hand is not ours.
    fn gone(&self, files: &Files) -> Done<BTreeSet<&str>> {
        let mut gone = BTreeSet::new();
        for listed in self.old.manifest.files.iter().filter(|file| self.target.scope.owns(&file.path)) {
            let path = listed.path.as_str();
            let is_kept = files.binary_search_by(|(other, _)| (**other).cmp(path)).is_ok();
            let is_ours = || match writer::standing(&self.tree.at(path))? {
                Some(Standing::File(_) | Standing::Link) => Ok(self.tree.ground_of(path)? == Ground::Folder),
                Some(Standing::Folder | Standing::Other) | None => Ok(false),
            };
            if !is_kept && is_ours()? {
                gone.insert(path);
            }
        }
        Ok(gone)
    }

    /// The new site in one step; the pieces again where that cannot be, for the journal.
    fn exchange(&self, pieces: Pieces) -> Result<Option<Pieces>, Diagnostic> {
        let failed = |failure| self.output.failed(failure);
        match self.room().map_err(failed)? {
            Room { whole: Some(_), .. } => Ok(Some(pieces)),
            Room { whole: None, folder } => self.site(folder).exchange(pieces).map_err(failed),
        }
    }

    fn decide(&self, journal: &Journal) -> Done<()> {
        let Room { whole, folder } = self.room()?;
        if let (Journal::Pieces(pieces), None) = (journal, whole) {
            self.prepare(folder, pieces)?;
        }
        self.site(folder).decide(journal)
    }

    fn finish(&self, journal: &Journal) -> Done<()> {
        self.site(&self.room()?.folder).finish(journal)
    }

    /// The manifest of the whole output: this part anew, the others as they stand. What somebody took out of them is ours no more.
    fn manifest(&self, files: &Files) -> Done<Vec<u8>> {
        let listed = |(path, file): &(Box<str>, Placed)| Listed { path: path.to_string(), hash: file.hash, size: file.size };
        let mut files: Vec<Listed> = files.iter().map(listed).collect();
        for other in self.old.manifest.files.iter().filter(|file| !self.target.scope.owns(&file.path)) {
            if matches!(writer::standing(&self.tree.at(&other.path))?, Some(Standing::File(_))) {
                files.push(other.clone());
            }
        }
        files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        let today = match self.target.scope {
            Scope::Site => &self.target.today,
            Scope::Copy(_) => &self.old.manifest.today,
        };
        Ok(Manifest { generator: self.target.generator.clone(), today: today.clone(), files }.bytes())
    }

    /// Puts the manifest on the stage and says what is to be done.
    fn journal(&self, files: &Files, gone: &BTreeSet<&str>, manifest: &[u8]) -> Result<Journal, Diagnostic> {
        let failed = |failure| self.output.failed(failure);
        match self.room().map_err(failed)? {
            Room { whole: Some(whole), .. } => {
                whole.make_for(manifest::NAME, &self.writer).map_err(failed)?;
                self.writer.create(&whole.at(manifest::NAME), manifest).map_err(failed)?;
                self.whole(files, manifest)
            }
            Room { whole: None, folder } => {
                self.refuse_clashes(files.iter().filter_map(|(path, file)| Some((&**path, file.clash?))), gone)?;
                let number = Some(self.next_number());
                let site = self.site(folder);
                self.writer.create(&site.waiting(number, manifest::NAME), manifest).map_err(failed)?;
                Ok(Journal::Pieces(self.pieces(files, gone, step(number, manifest::NAME, &blake3::hash(manifest)))))
            }
        }
    }

    /// The first site: in one step, unless its own dot files meet others that stand there.
    fn whole(&self, files: &Files, manifest: &[u8]) -> Result<Journal, Diagnostic> {
        let carry = dot_files(&self.output.folder).map_err(|failure| self.output.failed(failure))?;
        let is_met = |path: &str, names: &Vec<String>| names.iter().any(|name| path.split('/').next() == Some(name));
        let meeting = |path: &str| carry.as_ref().is_none_or(|names| is_met(path, names));
        let met: Vec<_> = files.iter().filter(|(path, _)| meeting(path)).collect();
        match carry {
            Some(carry) if met.is_empty() => Ok(Journal::Whole { carry }),
            _ => {
                let mut clashes = Vec::new();
                for (path, file) in met {
                    clashes.extend(self.compare(path, &file.hash, file.size)?.1.map(|clash| (&**path, clash)));
                }
                self.refuse_clashes(clashes.into_iter(), &BTreeSet::new())?;
                let manifest = (Manifest::read(manifest).unwrap_or_default(), blake3::hash(manifest));
                Ok(Journal::Pieces(Pieces::of_whole(&manifest)))
            }
        }
    }

    /// The next site: what differs, in an order in which no page leads to a missing file.
    fn pieces(&self, files: &Files, gone: &BTreeSet<&str>, manifest: Move) -> Pieces {
        let is_new = |path: &str| self.old.manifest.get(path).is_none();
        let mut clear = BTreeSet::new();
        if !gone.is_empty() {
            let by_fold = by_fold(gone);
            for path in files.iter().map(|(path, _)| &**path).filter(|path| is_new(path)) {
                // Where case does not count, removing the old name later would remove the new file.
                clear.extend(by_fold.get(&fold(path)));
                clear.extend(path.match_indices('/').filter_map(|(at, _)| gone.get(&path[..at])));
                let is_inside = |old: &&&str| old[path.len()..].starts_with('/');
                clear.extend(gone.range(path..).take_while(|old| old.starts_with(path)).filter(is_inside));
            }
        }
        let mut moved: Vec<_> = files.iter().filter(|(_, file)| file.state != State::Unchanged).collect();
        moved.sort_by_key(|(path, _)| order::rank(path, is_new(path)));
        let mut removals: Vec<&str> = gone.difference(&clear).copied().collect();
        removals.sort_by_key(|path| order::rank_of_removal(path));
        let number = |state| match state {
            State::Numbered(number) => Some(number),
            State::InWhole | State::Unchanged => None,
        };
        Pieces {
            clear: clear.into_iter().map(str::to_owned).collect(),
            moves: moved.into_iter().map(|(path, file)| step(number(file.state), path, &file.hash)).collect(),
            removals: removals.into_iter().map(str::to_owned).collect(),
            manifest: Some(manifest),
        }
    }

    /// Does beforehand what can fail: makes the folders, and asks whether those that change may be changed.
    fn prepare(&self, folder: &Path, pieces: &Pieces) -> Done<()> {
        let moves = pieces.moves.iter().chain(&pieces.manifest).map(|step| &*step.to);
        self.site(folder).prepare(&self.tree, moves.clone())?;
        let going = pieces.clear.iter().chain(&pieces.removals).map(String::as_str);
        let changing: BTreeSet<&str> = moves.chain(going).map(parent).collect();
        for folder in changing {
            if self.tree.ground(folder)? == Ground::Folder {
                writer::may_write(&self.tree.at(folder))?;
            }
        }
        Ok(())
    }

    /// Refuses to touch what is not ours.
    fn refuse_clashes<'f>(&self, clashes: impl Iterator<Item = (&'f str, Clash)>, gone: &BTreeSet<&str>) -> Result<(), Diagnostic> {
        let mut foreign = Vec::new();
        let by_fold = by_fold(gone);
        for (path, clash) in clashes {
            let is_ours = match clash {
                Clash::File => self.target.adopt || by_fold.get(&fold(path)).is_some_and(|old| self.is_one_file(path, old)),
                Clash::Shape => self.goes(path, gone).map_err(|failure| self.output.failed(failure))?,
            };
            if !is_ours {
                foreign.push(path);
            }
        }
        // A folder of that name could never be replaced, and a journal that needs it would never be finished.
        if let Ok(Some(Standing::Folder)) = writer::standing(&self.tree.at(manifest::NAME)) {
            foreign.push(manifest::NAME);
        }
        if foreign.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = foreign.iter().take(NAMED).map(|path| format!("`{path}`")).collect();
        let more = if foreign.len() > NAMED { format!(" and {} more", foreign.len() - NAMED) } else { String::new() };
        let shown = self.output.shown(&self.output.folder);
        let message = format!("`{shown}` holds files of others where this site has its own: {}{more}", names.join(", "));
        let help = if self.target.adopt { "move them away" } else { "move them away, or build with `--adopt` to overwrite files" };
        Err(Diagnostic::of_run(&codes::OUTPUT_FOREIGN, message).help(help))
    }

    /// Whether two paths lead to one file, as they do where case does not count.
    fn is_one_file(&self, path: &str, other: &str) -> bool {
        let identity = writer::identity(&self.tree.at(path));
        identity.is_some() && writer::identity(&self.tree.at(other)) == identity
    }

    /// Whether all that stands in the way of a file is ours and goes.
    fn goes(&self, path: &str, gone: &BTreeSet<&str>) -> Done<bool> {
        match self.tree.ground_of(path)? {
            Ground::File(above) => Ok(gone.contains(&*above)),
            Ground::Folder => self.all_goes(path, gone),
            Ground::Absent | Ground::Link(_) => Ok(false),
        }
    }

    fn all_goes(&self, path: &str, gone: &BTreeSet<&str>) -> Done<bool> {
        if writer::standing(&self.tree.at(path))? != Some(Standing::Folder) {
            return Ok(gone.contains(path));
        }
        let entries = writer::list(&self.tree.at(path))?;
        for (name, _) in &entries {
            match name.to_str() {
                Some(name) if self.all_goes(&format!("{path}/{name}"), gone)? => {}
                _ => return Ok(false),
            }
        }
        Ok(!entries.is_empty())
    }
}

/// Paths by what is the same in all their spellings.
fn by_fold<'a>(paths: &BTreeSet<&'a str>) -> FxHashMap<String, &'a str> {
    paths.iter().map(|path| (fold(path), *path)).collect()
}

/// A file that stands where another one needs a folder. The planner finds these first; here it is the last moment before a journal that
/// could never be finished.
fn nested(files: &Files) -> Option<&str> {
    let is_file = |path: &str| files.binary_search_by(|(other, _)| (**other).cmp(path)).is_ok();
    let mut written = files.iter().filter(|(_, file)| file.state != State::Unchanged);
    written.find_map(|(path, _)| path.match_indices('/').map(|(at, _)| &path[..at]).find(|above| is_file(above)))
}

fn step(from: Option<u64>, to: &str, hash: &blake3::Hash) -> Move {
    Move { from, to: to.to_owned(), hash: hash.to_hex().to_string() }
}
