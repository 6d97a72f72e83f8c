//! Places as programs count them.
//!
//! In: the span of a label. Out: bytes of the file on disk, lines and columns from 1. What programs mean by a column differs: the JSON lines
//! count characters (Unicode scalar values), as editors show them; SARIF says that it counts units of UTF-16, which is what its readers do.

use crate::diag::{Diagnostic, Label, Place};
use crate::source::{Location, Sources};
use std::ops::Range;

/// A place in a file.
pub(super) struct Region<'s> {
    /// The path of the file from the root of the site.
    pub file: &'s str,
    /// The bytes of the file on disk: a byte order mark at its start counts.
    pub bytes: Range<usize>,
    /// Where it begins and where it ends, by characters.
    pub characters: [Position; 2],
    /// The same by units of UTF-16.
    pub units: [Position; 2],
}

/// A line and a column, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    pub line: usize,
    pub column: usize,
}

/// The region of a location. A span that reaches past the end of its file ends there.
pub(super) fn region<'s>(at: Location, sources: &'s Sources) -> Region<'s> {
    let source = sources.get(at.file);
    let text: &str = &source.text;
    let start = (at.span.start as usize).min(text.len());
    let end = (at.span.end as usize).clamp(start, text.len());
    let position = |offset: usize, width: fn(char) -> usize| {
        let (line, from) = source.line(offset);
        Position { line, column: text[from..offset].chars().map(width).sum::<usize>() + 1 }
    };
    let both = |width: fn(char) -> usize| [position(start, width), position(end, width)];
    let skipped = source.skipped();
    Region { file: &source.path, bytes: start + skipped..end + skipped, characters: both(|_| 1), units: both(char::len_utf16) }
}

/// The region of the characters that a diagnostic marks, if it marks some.
pub(super) fn primary<'s>(problem: &Diagnostic, sources: &'s Sources) -> Option<Region<'s>> {
    match &problem.place {
        Place::Text(Label { at, .. }) => Some(region(*at, sources)),
        Place::Path(_) | Place::Run => None,
    }
}

/// The file that a diagnostic is about, if it is about one.
pub(super) fn file<'p>(problem: &'p Diagnostic, sources: &'p Sources) -> Option<&'p str> {
    match &problem.place {
        Place::Text(label) => Some(&sources.get(label.at.file).path),
        Place::Path(path) => Some(path),
        Place::Run => None,
    }
}
