//! Source texts and places in them.
//!
//! In: the bytes of a file as `world` read them. Out: text with an identity, a content hash, and spans that every diagnostic points with.
//! It does not read files and does not know what a file means.

use serde::{Deserialize, Serialize};
use std::sync::{Arc, OnceLock};

/// The number of a source file, given in the order of the inventory, so that it is the same on every run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileId(pub u32);

/// A range of bytes in one file, on character boundaries, end exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets. Files are limited to 4 GB long before this (`[limits]`).
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end as u32 }
    }

    /// The span as a range that can index text.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The same span in a text of which this one's text is a part that starts at byte `by`.
    pub fn shifted(self, by: usize) -> Span {
        Span { start: self.start + by as u32, end: self.end + by as u32 }
    }
}

/// A span and the file it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// The bytes in it.
    pub span: Span,
}

/// One text file of the site.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path from the site's root, with forward slashes on every system.
    pub path: Arc<str>,
    /// The whole text, without a byte order mark.
    pub text: Arc<str>,
    /// Whether the file on disk begins with a byte order mark.
    pub marked: bool,
    /// Where its lines begin, once somebody asked: a table of ten thousand rows may have as many mistakes.
    lines: OnceLock<Box<[u32]>>,
}

impl SourceFile {
    /// A text without a byte order mark.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> SourceFile {
        SourceFile { path: path.into(), text: text.into(), marked: false, lines: OnceLock::new() }
    }

    /// A text as it stands on disk; a byte order mark at its start is no part of it.
    pub fn read(path: impl Into<Arc<str>>, text: &str) -> SourceFile {
        let rest = text.strip_prefix(MARK);
        SourceFile { path: path.into(), text: rest.unwrap_or(text).into(), marked: rest.is_some(), lines: OnceLock::new() }
    }

    /// A text that was read before.
    pub fn kept(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>, marked: bool) -> SourceFile {
        SourceFile { marked, ..SourceFile::new(path, text) }
    }

    /// How many bytes of the file on disk stand before the text.
    pub fn skipped(&self) -> usize {
        if self.marked { MARK.len_utf8() } else { 0 }
    }

    /// The line of a byte offset, from 1, and the offset at which it begins; an offset past the end counts as the end.
    pub fn line(&self, offset: usize) -> (usize, usize) {
        let behind_feeds = || self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at as u32 + 1);
        let lines = self.lines.get_or_init(|| std::iter::once(0).chain(behind_feeds()).collect());
        let line = lines.partition_point(|start| *start as usize <= offset.min(self.text.len()));
        (line, lines[line - 1] as usize)
    }

    /// The line and column of a byte offset; an offset past the end counts as the end.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let (line, start) = self.line(offset);
        let before = &self.text.as_bytes()[start..offset.min(self.text.len())];
        // Continuation bytes are not characters of their own.
        LineColumn { line, column: before.iter().filter(|byte| **byte & 0xC0 != 0x80).count() + 1 }
    }
}

/// The byte order mark, which some editors put in front of a text.
pub const MARK: char = '\u{feff}';

/// All text files of a run, in the order of the inventory.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// The sources in the order that gives them their ids.
    pub fn new(files: Vec<SourceFile>) -> Sources {
        Sources { files }
    }

    /// The file of an id of this run.
    pub fn get(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Every file with its id.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(index as u32), file))
    }

    /// Adds a file behind the others and gives its id.
    pub fn push(&mut self, file: SourceFile) -> FileId {
        self.files.push(file);
        FileId(self.files.len() as u32 - 1)
    }
}

/// A position as people count it: both from 1, the column in characters (Unicode scalar values).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_line_feeds() {
        let text = "a\r\nbé😀x\n";
        let at = text.find('x').expect("the text holds an x");
        let source = SourceFile::new("a.md", text);
        assert_eq!(source.line_column(at), LineColumn { line: 2, column: 4 });
        assert_eq!(source.line_column(999), LineColumn { line: 3, column: 1 });
        assert_eq!(SourceFile::new("a.md", "").line_column(0), LineColumn { line: 1, column: 1 });
    }
}
