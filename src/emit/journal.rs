//! The journal: what remains to be done once a publication is decided.
//!
//! In: a stage of finished files and the list of steps. Out: the new site in the output. Each step can be done twice, so a journal whose
//! process died is finished by doing all of it again. It decides nothing: which steps and in which order is `publish`'s.

use super::addresses::is_inside;
use super::manifest::{self, Manifest};
use super::order;
use super::output::Output;
use super::tree::{Ground, Tree, parent};
use crate::diag::{Diagnostic, codes};
use crate::world::writer::{self, Done, Failed, Standing, Writer};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The journal's name in the stage. While a stage has none, the old site stands and the stage is rubbish.
const NAME: &str = "journal";

/// The folders made in the output before the journal; they go again if there never is one.
const FOLDERS: &str = "folders";

/// Raised when the form changes.
const HEAD: &str = "gen-journal 1";

/// What is to be done.
#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
pub(super) enum Journal {
    /// `site` in the stage becomes the output. The output holds these dot files and nothing else; they move into `site` first.
    Whole { carry: Vec<String> },
    /// The output stays and is changed file by file.
    Pieces(Pieces),
}

/// Steps, in the order in which the fields stand and their entries within them.
#[derive(Debug, Default, Serialize, Deserialize, PartialEq, Eq)]
pub(super) struct Pieces {
    /// Old files that stand in the way of new ones: a file where a folder is needed, or the other way round.
    pub(super) clear: Vec<String>,
    pub(super) moves: Vec<Move>,
    pub(super) removals: Vec<String>,
    /// Last: until then the old manifest stands, and with it the claim to every file that is to go.
    pub(super) manifest: Option<Move>,
}

/// A finished file goes to its address.
#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
pub(super) struct Move {
    /// Its number in the stage; without one it lies in `site` under its address.
    pub(super) from: Option<u64>,
    pub(super) to: String,
    /// What it must be, since the disk may have lost it together with the power.
    pub(super) hash: String,
}

/// A stage beside an output, with or without a journal.
#[derive(Debug)]
pub(super) struct Site<'a> {
    pub(super) writer: &'a Writer,
    pub(super) output: &'a Output,
    pub(super) stage: &'a Path,
    /// Whether every step waits for the disk, so that not even a power failure leaves half a file.
    pub(super) durable: bool,
}

/// Finishes or removes what a dead process left. Needs the output's lock. Says whether a publication was finished.
pub(super) fn settle(writer: &Writer, output: &Output, durable: bool) -> Result<bool, Diagnostic> {
    let mut finished = false;
    for stage in output.stages() {
        let site = Site { writer, output, stage: &stage, durable };
        let failed = |failure| output.failed(failure);
        match writer::standing(&stage).map_err(failed)? {
            None => {}
            Some(Standing::Folder) if writer::standing(&stage.join(NAME)).map_err(failed)?.is_some() => {
                let journal = site.read()?;
                site.finish(&journal).map_err(failed)?;
                finished = true;
            }
            Some(Standing::Folder) => site.abandon().map_err(failed)?,
            // Not a stage of ours, but where ours must go. Only the link or file itself goes, never what a link leads to.
            Some(Standing::Link | Standing::File(_) | Standing::Other) => drop(writer.remove_file(&stage).map_err(failed)?),
        }
    }
    Ok(finished)
}

/// Whether a publication was interrupted, or is under way.
pub(super) fn is_open(output: &Output) -> bool {
    output.stages().iter().any(|stage| writer::standing(stage).is_ok_and(|standing| standing.is_some()))
}

impl Site<'_> {
    /// The publication is decided: from here on it is finished, by this process or by the next.
    pub(super) fn decide(&self, journal: &Journal) -> Done<()> {
        let body = serde_json::to_string(journal).expect("a journal is lists of text");
        let text = format!("{HEAD} {}\n{body}\n", blake3::hash(body.as_bytes()).to_hex());
        if self.durable {
            self.writer.sync(self.stage)?;
        }
        self.writer.replace(&self.stage.join(NAME), text.as_bytes())?;
        if self.durable { self.writer.sync(self.stage) } else { Ok(()) }
    }

    /// Does what the journal says and removes the stage.
    pub(super) fn finish(&self, journal: &Journal) -> Done<()> {
        self.carry_out(journal)?;
        if self.durable {
            self.writer.sync(&self.output.folder)?;
        }
        self.writer.remove_file(&self.stage.join(NAME))?;
        self.writer.remove_tree(self.stage)
    }

    fn carry_out(&self, journal: &Journal) -> Done<()> {
        match journal {
            Journal::Whole { carry } => self.put_whole(carry),
            Journal::Pieces(pieces) => self.put_pieces(pieces, &self.output.folder),
        }
    }

    /// Makes folders in the output before anything is decided: a disk that is full shall say so now. They go again in `abandon`.
    /// Where old files still stand in the way, folders have to wait for `finish`.
    pub(super) fn prepare<'f>(&self, tree: &Tree, files: impl Iterator<Item = &'f str> + Clone) -> Done<()> {
        let mut missing = BTreeSet::new();
        for file in files.clone() {
            let mut folder = parent(file);
            while tree.ground(folder)? == Ground::Absent && missing.insert(folder) {
                folder = parent(folder);
            }
        }
        if !missing.is_empty() {
            let list = serde_json::to_vec(&missing).expect("text is JSON");
            self.writer.create(&self.stage.join(FOLDERS), &list)?;
        }
        for file in files {
            if !matches!(tree.ground_of(file)?, Ground::File(_) | Ground::Link(_)) {
                tree.make_for(file, self.writer)?;
            }
        }
        Ok(())
    }

    /// Removes a stage whose journal was never begun.
    pub(super) fn abandon(&self) -> Done<()> {
        // One that was decided and not begun: gone before its files, or a death here would leave a journal that seems half done.
        self.writer.remove_file(&self.stage.join(NAME))?;
        let list = writer::read(&self.stage.join(FOLDERS))?.unwrap_or_default();
        // A list that is cut short was cut before the first folder was made.
        let folders: Vec<String> = serde_json::from_slice(&list).unwrap_or_default();
        for folder in folders.iter().rev().filter(|folder| is_inside(folder)) {
            self.writer.remove_empty_folder(&self.output.folder.join(folder))?;
        }
        self.writer.remove_tree(self.stage)
    }

    /// The folder in which a whole new site grows, and in which the old one lies after an exchange.
    pub(super) fn whole(&self) -> PathBuf {
        self.stage.join("site")
    }

    /// Where a finished file waits.
    pub(super) fn waiting(&self, from: Option<u64>, to: &str) -> PathBuf {
        match from {
            Some(number) => self.stage.join(number.to_string()),
            None => self.whole().join(to),
        }
    }

    fn put_whole(&self, carry: &[String]) -> Done<()> {
        let (whole, folder) = (self.whole(), &self.output.folder);
        if writer::standing(&whole)?.is_none() {
            return Ok(());
        }
        let carried = carry.iter().try_for_each(|name| self.carry(name, folder, &whole));
        if carried.and_then(|()| self.writer.rename(&whole, folder)).is_ok() {
            return Ok(());
        }
        // Somebody put a file there, or the system will not let this folder go: then what is in it is changed and not the folder.
        carry.iter().try_for_each(|name| self.carry(name, &whole, folder))?;
        let journal = Journal::Pieces(Pieces::of_whole(&self.read_manifest()?));
        self.decide(&journal)?;
        self.carry_out(&journal)
    }

    fn carry(&self, name: &str, from: &Path, to: &Path) -> Done<()> {
        let (from, to) = (from.join(name), to.join(name));
        match (writer::standing(&from)?, writer::standing(&to)?) {
            (Some(_), None) => self.writer.rename(&from, &to),
            _ => Ok(()),
        }
    }

    /// Makes a folder that holds the old site hold the new one.
    pub(super) fn put_pieces(&self, pieces: &Pieces, folder: &Path) -> Done<()> {
        self.remove(&pieces.clear, folder)?;
        // Not the tree that was asked before: what is cleared has changed the ground.
        let tree = Tree::new(folder.to_owned());
        // One after another: on two threads ext4 was measured to take twice as long, and tmpfs no less.
        for step in &pieces.moves {
            self.put(step, &tree)?;
        }
        self.remove(&pieces.removals, folder)?;
        pieces.manifest.iter().try_for_each(|manifest| self.put(manifest, &tree))
    }

    fn put(&self, step: &Move, tree: &Tree) -> Done<()> {
        let waiting = self.waiting(step.from, &step.to);
        tree.make_for(&step.to, self.writer)?;
        match self.writer.rename(&waiting, &tree.at(&step.to)) {
            // Done before the process died.
            Err(failure) if failure.error.kind() == ErrorKind::NotFound && writer::standing(&waiting)?.is_none() => Ok(()),
            done => done,
        }
    }

    fn remove(&self, files: &[String], folder: &Path) -> Done<()> {
        let tree = Tree::new(folder.to_owned());
        let mut folders = BTreeSet::new();
        for file in files {
            // Where a folder or a link was put in its place, the file is gone and what is there is not ours.
            let is_file = matches!(writer::standing(&tree.at(file))?, Some(Standing::File(_) | Standing::Link));
            if tree.ground_of(file)? == Ground::Folder {
                if is_file {
                    self.writer.remove_file(&tree.at(file))?;
                }
                folders.insert(parent(file));
            }
        }
        folders.iter().rev().try_for_each(|folder| self.writer.remove_empty_folders(&tree.at(folder), tree.top()))
    }

    /// Reads a journal that another process wrote and looks whether all it needs is there and whole.
    fn read(&self) -> Result<Journal, Diagnostic> {
        let bytes = writer::read(&self.stage.join(NAME)).map_err(|failure| self.output.failed(failure))?.unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let journal = text.split_once('\n').and_then(|(head, body)| {
            let body = body.strip_suffix('\n')?;
            (head == format!("{HEAD} {}", blake3::hash(body.as_bytes()).to_hex())).then(|| serde_json::from_str(body).ok())?
        });
        let damaged = |what: String| {
            let shown = (self.output.shown(&self.output.folder), self.output.shown(self.stage));
            let message = format!("the publication to `{}` was interrupted and cannot be finished: {what}", shown.0);
            let help = format!("remove `{}` and build with `--verify`, which compares every file", shown.1);
            Diagnostic::of_run(&codes::JOURNAL_DAMAGED, message).help(help)
        };
        let journal: Journal = journal.ok_or_else(|| damaged("its journal is damaged".to_owned()))?;
        if !journal.is_inside() {
            return Err(damaged("its journal leads out of the output".to_owned()));
        }
        match self.lost(&journal).map_err(|failure| self.output.failed(failure))? {
            Some(path) => Err(damaged(format!("the new `{path}` is not what was written"))),
            None => Ok(journal),
        }
    }

    /// The first file of a stage that is not what its journal says. Files that are not there have been put in place already.
    fn lost(&self, journal: &Journal) -> Done<Option<String>> {
        let of_whole;
        let pieces = match journal {
            Journal::Pieces(pieces) => pieces,
            Journal::Whole { .. } if writer::standing(&self.whole())?.is_none() => return Ok(None),
            Journal::Whole { .. } => {
                of_whole = Pieces::of_whole(&self.read_manifest()?);
                &of_whole
            }
        };
        for step in pieces.moves.iter().chain(&pieces.manifest) {
            let waiting = self.waiting(step.from, &step.to);
            let is_whole = match writer::standing(&waiting)? {
                None => true,
                Some(Standing::File(_)) => writer::hash(&waiting)?.0.to_hex().as_str() == step.hash,
                Some(Standing::Folder | Standing::Link | Standing::Other) => false,
            };
            if !is_whole {
                return Ok(Some(step.to.clone()));
            }
        }
        Ok(None)
    }

    fn read_manifest(&self) -> Done<(Manifest, blake3::Hash)> {
        let path = self.whole().join(manifest::NAME);
        let bytes = writer::read(&path)?.unwrap_or_default();
        let manifest = Manifest::read(&bytes).ok_or_else(|| Failed { path, error: io::Error::other("damaged") })?;
        Ok((manifest, blake3::hash(&bytes)))
    }
}

impl Journal {
    /// Whether it stays in the output. Anyone can put a journal beside a folder: a clone of somebody's repository may bring one.
    fn is_inside(&self) -> bool {
        match self {
            Journal::Whole { carry } => carry.iter().all(|name| is_inside(name) && name.starts_with('.') && !name.contains('/')),
            Journal::Pieces(pieces) => pieces.addresses().all(is_inside),
        }
    }
}

impl Pieces {
    /// The steps that put a whole new site in place file by file.
    pub(super) fn of_whole((manifest, hash): &(Manifest, blake3::Hash)) -> Pieces {
        let step = |to: &str, hash: &blake3::Hash| Move { from: None, to: to.to_owned(), hash: hash.to_hex().to_string() };
        let mut moves: Vec<Move> = manifest.files.iter().map(|file| step(&file.path, &file.hash)).collect();
        moves.sort_by_cached_key(|step| (order::rank(&step.to, true), step.to.clone()));
        Pieces { moves, manifest: Some(step(manifest::NAME, hash)), ..Pieces::default() }
    }

    /// The same steps once their files lie in a whole new site.
    pub(super) fn out_of_whole(mut self) -> Pieces {
        self.moves.iter_mut().chain(&mut self.manifest).for_each(|step| step.from = None);
        self
    }

    /// The addresses at which something changes.
    pub(super) fn addresses(&self) -> impl Iterator<Item = &str> {
        let moves = self.moves.iter().chain(&self.manifest).map(|step| &step.to);
        self.clear.iter().chain(&self.removals).chain(moves).map(String::as_str)
    }
}
