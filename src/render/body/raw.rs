//! Raw HTML, for sites that allow it: sanitised, and never able to break what is around it.
//!
//! In: what the author wrote, block by block or tag by tag. Out: elements from an allow-list, closed where the element around them ends.

#![expect(clippy::disallowed_types, reason = "ammonia takes its lists as sets; nothing walks them")]

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::Builder;

use super::{Writer, escape};
use crate::parse::markdown::Slice;

/// A raw element that is open.
pub(super) struct OpenTag {
    name: String,
    /// The item that opened it.
    item: u32,
}

/// What may stand in a line: elements that hold phrases and cannot nest a link in a link.
const PHRASES: [&str; 24] = [
    "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span",
    "strong", "sub", "sup", "var", "wbr",
];

static BLOCK: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = sanitizer();
    // The page's title is its only `<h1>`.
    builder.rm_tags(["h1"]);
    builder
});

static PHRASE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = sanitizer();
    builder.tags(HashSet::from(PHRASES));
    builder
});

fn sanitizer() -> Builder<'static> {
    let mut builder = Builder::default();
    builder.url_schemes(HashSet::from(["http", "https", "mailto", "tel"])).add_generic_attributes(["class", "dir"]);
    builder
}

impl Writer<'_> {
    /// A block for itself: an element cannot begin in one block and end in another.
    pub(super) fn html_block(&mut self, slice: Slice) {
        let html = self.get(slice);
        if self.options.raw_html {
            let clean = BLOCK.clean(html).to_string();
            self.push(clean.trim());
            self.push("\n");
        } else {
            self.push("<p>");
            escape(html.trim(), &mut self.out);
            self.push("</p>\n");
        }
    }

    /// A single tag. The sanitiser is shown the opening tag alone and closes it; the end it wrote is kept for later.
    pub(super) fn inline_html(&mut self, slice: Slice, at: usize) {
        let html = self.get(slice);
        if !self.options.raw_html {
            return escape(html, &mut self.out);
        }
        if let Some(name) = html.strip_prefix("</") {
            return self.close_raw(name.trim_end_matches('>').trim());
        }
        let clean = PHRASE.clean(html).to_string();
        let name: String = clean.chars().skip(1).take_while(char::is_ascii_alphanumeric).collect();
        match clean.strip_suffix(&format!("</{name}>")) {
            Some(open) if !name.is_empty() && clean.starts_with('<') => {
                self.push(open);
                self.tags.push(OpenTag { name, item: at as u32 });
            }
            // A void element, or nothing.
            _ => self.push(&clean),
        }
    }

    /// Closes the innermost raw element of this name that was opened in the same element of the text.
    fn close_raw(&mut self, name: &str) {
        let inside = self.elements.last().copied();
        let here = |tag: &OpenTag| inside.is_none_or(|inside| tag.item > inside);
        let found = self.tags.iter().rposition(|tag| tag.name.eq_ignore_ascii_case(name));
        if let Some(found) = found.filter(|found| here(&self.tags[*found])) {
            self.close_raw_down_to(found);
        }
    }

    /// Closes what was opened since the item `start`.
    pub(super) fn close_raw_inside(&mut self, start: u32) {
        self.elements.pop();
        let first = self.tags.partition_point(|tag| tag.item <= start);
        self.close_raw_down_to(first);
    }

    fn close_raw_down_to(&mut self, length: usize) {
        while self.tags.len() > length {
            if let Some(tag) = self.tags.pop() {
                self.push("</");
                self.push(&tag.name);
                self.push(">");
            }
        }
    }
}
