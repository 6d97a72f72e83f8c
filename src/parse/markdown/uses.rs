//! Links, images, wiki references and citations.
//!
//! In: what the parser took for a link. Out: uses, with their targets as slices of the source; addresses that may not be followed are
//! reported. Where a target is, nobody knows here.

use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType};

use super::body::{Citation, NO_TITLE, Use, UseKind};
use super::builder::{Builder, Open};
use super::item::{Item, Slice, Tag};
use super::links;
use super::mask::Masked;
use crate::diag::codes::BAD_URL;

impl Builder<'_> {
    /// A link of any form, wiki references and citations among them.
    pub(super) fn link(&mut self, link_type: LinkType, dest: &CowStr, title: &CowStr, range: Range<usize>, masked: &Masked) {
        match link_type {
            LinkType::WikiLink { has_pothole } => self.wiki(has_pothole, dest, range, masked),
            LinkType::ShortcutUnknown | LinkType::CollapsedUnknown | LinkType::ReferenceUnknown => self.citation_link(range),
            LinkType::Email => {
                let dest = self.keep(&format!("mailto:{dest}"));
                self.open_use(UseKind::Link { dest, title: NO_TITLE }, range);
            }
            LinkType::Inline | LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut | LinkType::Autolink => {
                let (safe, at) = (links::is_safe_link(dest), range.clone());
                let (dest_slice, title) = (self.slice(dest, masked), self.title(title, masked));
                self.open_use(UseKind::Link { dest: dest_slice, title }, range);
                if !safe {
                    let message = format!("a link cannot lead to `{}:`", links::refused_scheme(dest));
                    let report = self.report(&BAD_URL, dest_slice.in_source().unwrap_or(at), message);
                    self.diagnostics.push(report.help("use an address with https, http, mailto or tel, or a path of this site"));
                }
            }
        }
    }

    /// An image, or what only looks like one.
    pub(super) fn image(&mut self, link_type: LinkType, dest: &CowStr, title: &CowStr, range: Range<usize>, masked: &Masked) {
        match link_type {
            // `No![[putin]]` and `No![@isw]` are exclamations; there are no images of this form.
            LinkType::WikiLink { .. } | LinkType::ShortcutUnknown | LinkType::CollapsedUnknown | LinkType::ReferenceUnknown => {
                self.push_text(range.start..range.start + 1);
                self.link(link_type, dest, title, range.start + 1..range.end, masked);
            }
            LinkType::Inline | LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut | LinkType::Autolink | LinkType::Email => {
                let (safe, at) = (links::is_safe_image(dest), range.clone());
                let (dest_slice, title) = (self.slice(dest, masked), self.title(title, masked));
                self.open_use(UseKind::Image { dest: dest_slice, title }, range);
                if !safe {
                    let message = format!("an image cannot come from `{}:`", links::refused_scheme(dest));
                    let report = self.report(&BAD_URL, dest_slice.in_source().unwrap_or(at), message);
                    self.diagnostics.push(report.help("use an address with https or http, or a path of this site"));
                }
            }
        }
    }

    fn title(&mut self, title: &CowStr, masked: &Masked) -> u32 {
        if title.is_empty() {
            return NO_TITLE;
        }
        let slice = self.slice(title, masked);
        self.grow.titles.push(slice);
        self.grow.titles.len() as u32 - 1
    }

    fn wiki(&mut self, labelled: bool, dest: &CowStr, range: Range<usize>, masked: &Masked) {
        let slice = self.slice(dest, masked);
        // In a table the `|` is written `\|`.
        let written = if labelled { dest.strip_suffix('\\').unwrap_or(dest) } else { dest };
        let start = written.len() - written.trim_start().len();
        let mut target = slice.part(start..start + written.trim().len());
        if written.contains(['\n', '\r']) {
            let words: Vec<&str> = written.split_whitespace().filter(|word| *word != ">").collect();
            target = self.keep(&words.join(" "));
        }
        if labelled {
            self.open_use(UseKind::Wiki { target, labelled }, range);
        } else {
            let index = self.push_use(UseKind::Wiki { target, labelled }, range);
            self.grow.items.push(Item::Use(index));
            self.open.push(Open::Swallow);
        }
    }

    /// `[@a]`, `[@a][]`, `[@a][@b]` or `[text][@b]`.
    fn citation_link(&mut self, range: Range<usize>) {
        let source = &self.text[range.clone()];
        let source = source.strip_suffix("[]").unwrap_or(source);
        let end = range.start + source.len() - 1;
        match source.rfind('[').filter(|second| *second > 0) {
            None => {
                self.cite(range.clone(), std::iter::once(range.start + 1..end));
                self.open.push(Open::Swallow);
            }
            Some(second) => {
                let inner = range.start + second + 1..end;
                let first = range.start + 1..range.start + second - 1;
                if links::is_citation(&self.text[first.clone()]) {
                    self.cite(range, [first, inner]);
                    self.open.push(Open::Swallow);
                } else {
                    self.push_text(range.start..range.start + 1);
                    self.open.push(Open::Bracketed { citation: inner });
                }
            }
        }
    }

    /// One citation, from the text in one or two pairs of brackets.
    pub(super) fn cite(&mut self, range: Range<usize>, inners: impl IntoIterator<Item = Range<usize>>) {
        let first = self.grow.citations.len() as u32;
        for inner in inners {
            for (id, locator) in links::citations(self.text, inner) {
                self.grow.citations.push(Citation { id: Slice::source(id), locator: Slice::source(locator) });
            }
        }
        let count = self.grow.citations.len() as u32 - first;
        let index = self.push_use(UseKind::Cite { first, count }, range);
        self.grow.items.push(Item::Use(index));
    }

    fn open_use(&mut self, kind: UseKind, range: Range<usize>) {
        let index = self.push_use(kind, range);
        self.open_element(Tag::Use(index));
    }

    /// Adds a use that the next item is or starts.
    pub(super) fn push_use(&mut self, kind: UseKind, range: Range<usize>) -> u32 {
        let span = self.span(range);
        self.grow.uses.push(Use { span, item: self.grow.items.len() as u32, kind });
        self.grow.uses.len() as u32 - 1
    }
}
