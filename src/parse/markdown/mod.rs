//! Markdown with references, citations and directives, from text to tree.
//!
//! In: the text of a file and the stretch of it that is Markdown. Out: a [`Body`] and what is wrong with the text. Parsing never fails: a
//! mistake is reported and its characters stay text. It resolves nothing, knows no page and no template, and makes no HTML.
//!
//! The parser's work is done by pulldown-cmark. What it does not know is hidden from it byte for byte (`mask`) and comes back while its
//! events are read (`builder`), so every offset is one of the source.

use std::ops::Range;

use pulldown_cmark::Options as Syntax;

use crate::diag::Diagnostics;
use crate::source::{FileId, Location};

mod anchors;
mod attributes;
mod body;
mod builder;
mod directives;
mod elements;
mod extent;
mod fences;
mod footnotes;
mod formula;
mod html;
mod item;
mod links;
mod mask;
mod plain;
mod uses;

pub use body::{Allowance, Attribute, Body, Citation, Directive, Footnote, Form, Heading, Use, UseKind, WikiTarget};
pub use formula::check_formula;
pub use item::{Alert, Align, Item, Slice, Tag};
pub use links::{Destination, is_safe_image, is_safe_link};
pub use plain::Label;

/// What a site turns on and off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    /// Whether `$…$` is a formula.
    pub math: bool,
    /// Whether raw HTML is kept, to be sanitised when it is rendered.
    pub raw_html: bool,
    /// Whether straight quotes, `--` and `...` become typographic.
    pub smart_punctuation: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options { math: false, raw_html: false, smart_punctuation: true }
    }
}

impl Options {
    fn syntax(self) -> Syntax {
        let mut syntax = Syntax::ENABLE_TABLES
            | Syntax::ENABLE_FOOTNOTES
            | Syntax::ENABLE_STRIKETHROUGH
            | Syntax::ENABLE_TASKLISTS
            | Syntax::ENABLE_HEADING_ATTRIBUTES
            | Syntax::ENABLE_GFM
            | Syntax::ENABLE_DEFINITION_LIST
            | Syntax::ENABLE_WIKILINKS;
        syntax.set(Syntax::ENABLE_MATH, self.math);
        syntax.set(Syntax::ENABLE_SMART_PUNCTUATION, self.smart_punctuation);
        syntax
    }
}

/// How many elements may stand inside each other.
pub const MAX_DEPTH: usize = 100;

/// Parses the bytes `body` of the file `text`. All places are places in the file.
pub fn parse(text: &str, body: Range<usize>, file: FileId, options: &Options) -> (Body, Diagnostics) {
    builder::build(text, body, builder::Pointer { file, detached: None }, *options)
}

/// Parses a text that was decoded from somewhere else, such as the value of a field. Everything is said to be at `at`.
pub fn parse_detached(text: &str, at: Location, options: &Options) -> (Body, Diagnostics) {
    builder::build(text, 0..text.len(), builder::Pointer { file: at.file, detached: Some(at.span) }, *options)
}

#[cfg(test)]
mod tests;
