//! What stood in the texts of the last run, as drafts, with the texts themselves: one large file is read sooner than many small ones.
//!
//! In: texts of the inventory, and drafts where they had to be parsed. Out: source and drafts of a text that is as it was. A file of the memo
//! holds a run of neighbours; where a run begins depends on the path of its first text alone, so that a new text changes one run.

use super::{Store, file};
use crate::draft::Draft;
use crate::scan::Text;
use crate::source::{FileId, SourceFile};
use crate::world::Stamp;
use crate::world::writer::{self, Writer};
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use serde::{Deserialize, Serialize, Serializer};
use std::hash::{Hash, Hasher};
use std::ops::Range;

/// Texts of a run, on average.
const RUN: u64 = 64;

/// The texts of a site in runs.
pub(crate) fn runs(texts: &[Text]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = 0;
    for at in 1..=texts.len() {
        if at == texts.len() || print(&texts[at].path).is_multiple_of(RUN) {
            runs.push(start..at);
            start = at;
        }
    }
    runs
}

fn print(path: &str) -> u64 {
    let mut hasher = FxHasher::default();
    path.hash(&mut hasher);
    hasher.finish()
}

/// One text of the last run.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Entry<'b> {
    path: &'b str,
    /// What its path made of it.
    role: u64,
    stamp: Stamp,
    /// Whether any change after this was written has another stamp.
    settled: bool,
    marked: bool,
    text: &'b str,
    #[serde(serialize_with = "as_they_are")]
    drafts: &'b [u8],
}

/// Writes bytes in one go, as they are read.
fn as_they_are<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

/// The bytes of a run.
pub(crate) struct Drafts {
    bytes: Vec<u8>,
}

impl Drafts {
    /// The run that began with a text, if it was written by the same `gen` with the same model.
    pub(crate) fn recall(store: &Store, settings: u64, first: &str) -> Option<Drafts> {
        file::bytes(&store.run(print(first)), settings).map(|bytes| Drafts { bytes })
    }
}

/// A run as it is read.
pub(crate) struct Run<'b> {
    before: FxHashMap<&'b str, (Entry<'b>, &'b [u8])>,
    /// The entries of the next memo.
    next: Vec<u8>,
    now: i64,
    /// How many entries stay as they are.
    same: usize,
    others: usize,
}

impl<'b> Run<'b> {
    /// Begins a run at a moment, in seconds since 1970.
    pub(crate) fn new(before: Option<&'b Drafts>, now: i64) -> Run<'b> {
        let mut entries = FxHashMap::default();
        let mut rest = before.map(|drafts| file::payload_of(&drafts.bytes)).unwrap_or_default();
        while let Ok((entry, behind)) = postcard::take_from_bytes::<Entry<'b>>(rest) {
            entries.insert(entry.path, (entry, &rest[..rest.len() - behind.len()]));
            rest = behind;
        }
        Run { before: entries, next: vec![0; file::HEAD], now, same: 0, others: 0 }
    }

    fn entry(&self, text: &Text) -> Option<(Entry<'b>, &'b [u8])> {
        self.before.get(text.path.as_str()).copied().filter(|(entry, _)| entry.role == role(text))
    }

    /// A text that need not be read, since nothing of its file changed.
    pub(crate) fn unread(&mut self, text: &Text, file: FileId) -> Option<(SourceFile, Vec<Draft>)> {
        let (entry, bytes) = self.entry(text).filter(|(entry, _)| entry.settled && entry.stamp == text.stamp)?;
        let source = SourceFile::kept(text.path.as_str(), entry.text, entry.marked);
        let drafts = drafts(&entry, text, &source, file)?;
        self.next.extend_from_slice(bytes);
        self.same += 1;
        Some((source, drafts))
    }

    /// The drafts of a text that was read and is what it was.
    pub(crate) fn unchanged(&mut self, text: &Text, source: &SourceFile, file: FileId) -> Option<Vec<Draft>> {
        let (entry, _) = self.entry(text)?;
        if entry.marked != source.marked || *entry.text != *source.text {
            return None;
        }
        let drafts = drafts(&entry, text, source, file)?;
        self.push(&Entry { stamp: text.stamp, settled: text.stamp.is_settled(self.now), ..entry });
        Some(drafts)
    }

    /// A text that was parsed.
    pub(crate) fn parsed(&mut self, text: &Text, source: &SourceFile, drafts: &[Draft]) {
        let Ok(drafts) = postcard::to_stdvec(drafts) else { return };
        self.push(&Entry {
            path: &text.path,
            role: role(text),
            stamp: text.stamp,
            settled: text.stamp.is_settled(self.now),
            marked: source.marked,
            text: &source.text,
            drafts: &drafts,
        });
    }

    fn push(&mut self, entry: &Entry) {
        let before = std::mem::take(&mut self.next);
        let length = before.len();
        // Text and bytes can always be written down.
        self.next = postcard::to_extend(entry, before).unwrap_or_default();
        debug_assert!(self.next.len() > length);
        self.others += 1;
    }

    /// Leaves the run for the next build, if it is another one.
    pub(crate) fn remember(self, store: &Store, settings: u64, first: &str) {
        if self.others > 0 || self.same != self.before.len() {
            file::write_bytes(&store.run(print(first)), settings, self.next);
        }
    }
}

fn drafts(entry: &Entry, text: &Text, source: &SourceFile, file: FileId) -> Option<Vec<Draft>> {
    let mut drafts: Vec<Draft> = postcard::from_bytes(entry.drafts).ok()?;
    drafts.iter_mut().for_each(|draft| draft.put(file, &text.story, &source.text));
    Some(drafts)
}

/// What its path makes of a text.
fn role(text: &Text) -> u64 {
    let mut hasher = FxHasher::default();
    (&text.role, &text.id, &*text.story).hash(&mut hasher);
    hasher.finish()
}

/// Removes the runs that begin with none of these texts.
pub(crate) fn forget_others<'p>(store: &Store, firsts: impl Iterator<Item = &'p str>) {
    let known: FxHashSet<std::ffi::OsString> =
        firsts.filter_map(|first| store.run(print(first)).file_name().map(ToOwned::to_owned)).collect();
    let Ok(found) = writer::list(&store.runs()) else { return };
    for (name, _) in found.iter().filter(|(name, _)| !known.contains(name)) {
        let _ = Writer::default().remove_file(&store.runs().join(name));
    }
}
