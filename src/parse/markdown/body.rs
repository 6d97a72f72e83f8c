//! The tree of a Markdown text with all that it needs from outside, as compact as the text itself.
//!
//! In: what the builder found. Out: items in reading order, uses of the outside world, headings, footnotes and allowances, all by index.
//! It holds no HTML and no lifetimes: text that stands in the source unchanged is a pair of offsets, the rest lies in one arena.

use serde::{Deserialize, Serialize};
use std::ops::Range;

use super::item::{Item, Slice};
use crate::source::Span;

/// A place where the text needs something from outside of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    /// Its characters in the source; of a container only the line that opens it.
    pub span: Span,
    /// The item that is it or starts it.
    pub item: u32,
    /// What it needs.
    pub kind: UseKind,
}

/// What a use needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UseKind {
    /// `[[target]]` or `[[target|label]]`; see [`Body::wiki`].
    Wiki {
        /// Everything before the `|`.
        target: Slice,
        /// Whether it has words of its own.
        labelled: bool,
    },
    /// `[@id, locator; @id]`; see [`Body::citations`].
    Cite {
        /// The first of its citations.
        first: u32,
        /// How many there are.
        count: u32,
    },
    /// `[text](dest)` or `<https://…>`; see [`super::Destination`].
    Link {
        /// The destination as written.
        dest: Slice,
        /// The number of its title, see [`Body::title`].
        title: u32,
    },
    /// `![alt](dest)`.
    Image {
        /// The destination as written.
        dest: Slice,
        /// The number of its title, see [`Body::title`].
        title: u32,
    },
    /// A directive; see [`Body::directive`].
    Directive(u32),
}

/// Stands in `title` where there is none.
pub(super) const NO_TITLE: u32 = u32::MAX;

/// The parts of a wiki reference's target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WikiTarget {
    /// Everything that was written.
    pub whole: Slice,
    /// What stands before the first colon, if that can be the name of a kind. A title may hold a colon too: where this is no kind, `name` is.
    pub kind: Option<Slice>,
    /// What stands after the kind and before the anchor.
    pub id: Slice,
    /// `whole` without the anchor: what to look up where `kind` is no kind.
    pub name: Slice,
    /// What stands after the first `#`.
    pub anchor: Option<Slice>,
}

/// One source of a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// The id of the source.
    pub id: Slice,
    /// The place in it, possibly empty.
    pub locator: Slice,
}

/// How a directive is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Form {
    /// `:name[text]{…}` in a line.
    Inline,
    /// `::name{…}` alone on its line.
    Leaf,
    /// `:::name{…}` to `:::`.
    Container,
}

/// A directive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directive {
    /// How it is written.
    pub form: Form,
    /// Its name.
    pub name: Slice,
    /// First and one past the last of its attributes.
    pub(super) attributes: (u32, u32),
    /// First and one past the last item between its start and its end.
    pub(super) content: (u32, u32),
    /// One past the last use in its content; the first is the one after its own.
    pub(super) uses_end: u32,
}

impl Directive {
    /// The items of its content.
    pub fn content(&self) -> Range<usize> {
        self.content.0 as usize..self.content.1 as usize
    }
}

/// One `key=value` of a directive. `#x` is `id=x`, `.x` is `class=x`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// The key.
    pub key: Slice,
    /// The value without its quotes.
    pub value: Slice,
    /// The characters of the key.
    pub key_span: Span,
    /// The characters of the value, with its quotes.
    pub value_span: Span,
}

/// A heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// Whether the author gave the id.
    pub explicit: bool,
    /// Its address on the page.
    pub id: Slice,
    /// Its characters.
    pub span: Span,
    /// First and one past the last item of its text.
    pub(super) content: (u32, u32),
}

impl Heading {
    /// The items of its text.
    pub fn content(&self) -> Range<usize> {
        self.content.0 as usize..self.content.1 as usize
    }
}

/// A footnote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footnote {
    /// Its number on the page, from 1 in the order of first use; 0 if nothing that is shown refers to it.
    pub number: u32,
    /// How many marks that are shown refer to it.
    pub marks: u32,
    /// First and one past the last item of its text.
    pub(super) content: (u32, u32),
}

impl Footnote {
    /// The items of its text.
    pub fn content(&self) -> Range<usize> {
        self.content.0 as usize..self.content.1 as usize
    }
}

/// `<!-- allow CODE: reason -->`: the author accepts a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// The code as written.
    pub code: Slice,
    /// The reason, empty where none was given.
    pub reason: Slice,
    /// The whole comment.
    pub span: Span,
    /// The characters of the code; of the whole field, where the text was decoded from one.
    pub code_span: Span,
    /// The item that follows it.
    pub item: u32,
}

/// The tree of one Markdown text. Indices in it are always valid in it; slices are of the text it was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    pub(super) items: Box<[Item]>,
    pub(super) uses: Box<[Use]>,
    pub(super) directives: Box<[Directive]>,
    pub(super) attributes: Box<[Attribute]>,
    pub(super) citations: Box<[Citation]>,
    pub(super) titles: Box<[Slice]>,
    pub(super) headings: Box<[Heading]>,
    pub(super) footnotes: Box<[Footnote]>,
    pub(super) allowances: Box<[Allowance]>,
    pub(super) arena: Box<str>,
    /// Where everything is said to be if the text is not a stretch of a file.
    pub(super) detached: Option<Span>,
}

impl Body {
    /// Whether nothing would be shown.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Everything in reading order.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The uses in the order in which they begin in the text.
    pub fn uses(&self) -> &[Use] {
        &self.uses
    }

    /// The headings in order: the table of contents.
    pub fn headings(&self) -> &[Heading] {
        &self.headings
    }

    /// The footnotes in the order in which they are defined.
    pub fn footnotes(&self) -> &[Footnote] {
        &self.footnotes
    }

    /// The allowances in order.
    pub fn allowances(&self) -> &[Allowance] {
        &self.allowances
    }

    /// The characters of a slice; `text` is what the body was parsed from.
    pub fn get<'a>(&'a self, text: &'a str, slice: Slice) -> &'a str {
        slice.of(text, &self.arena)
    }

    /// The nearest place in the file to a slice that belongs to something at `whole`.
    pub fn span(&self, slice: Slice, whole: Span) -> Span {
        match (self.detached, slice.in_source()) {
            (Some(at), _) => at,
            (None, Some(range)) => Span::new(range.start, range.end),
            (None, None) => whole,
        }
    }

    /// Where everything is said to be, if the text is not a stretch of a file.
    pub fn detached(&self) -> Option<Span> {
        self.detached
    }

    /// The directive of a use, if it is one.
    pub fn directive(&self, use_index: usize) -> Option<&Directive> {
        match self.uses[use_index].kind {
            UseKind::Directive(index) => Some(&self.directives[index as usize]),
            UseKind::Wiki { .. } | UseKind::Cite { .. } | UseKind::Link { .. } | UseKind::Image { .. } => None,
        }
    }

    /// The attributes of a directive in the order in which they are written, each key once.
    pub fn attributes(&self, directive: &Directive) -> &[Attribute] {
        &self.attributes[directive.attributes.0 as usize..directive.attributes.1 as usize]
    }

    /// The attribute of a directive with this key.
    pub fn attribute(&self, text: &str, directive: &Directive, key: &str) -> Option<&Attribute> {
        self.attributes(directive).iter().find(|attribute| self.get(text, attribute.key) == key)
    }

    /// The target of a use in its parts, if it is a wiki reference.
    pub fn wiki(&self, text: &str, use_index: usize) -> Option<WikiTarget> {
        let UseKind::Wiki { target, .. } = self.uses[use_index].kind else { return None };
        let whole = self.get(text, target);
        let end = whole.find('#').unwrap_or(whole.len());
        let anchor = whole.get(end + 1..).map(|_| target.part(end + 1..whole.len()));
        let name = &whole[..end];
        let colon = name.find(':').filter(|colon| {
            let kind = &name.as_bytes()[..*colon];
            let word = kind.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
            word && !kind.is_empty() && !name[colon + 1..].starts_with(char::is_whitespace)
        });
        let id = colon.map_or(0, |colon| colon + 1);
        Some(WikiTarget {
            whole: target,
            kind: colon.map(|colon| target.part(0..colon)),
            id: target.part(id..end),
            name: target.part(0..end),
            anchor,
        })
    }

    /// The citations of a use, in order; none if it is something else.
    pub fn citations(&self, use_index: usize) -> &[Citation] {
        match self.uses[use_index].kind {
            UseKind::Cite { first, count } => &self.citations[first as usize..(first + count) as usize],
            UseKind::Wiki { .. } | UseKind::Link { .. } | UseKind::Image { .. } | UseKind::Directive(_) => &[],
        }
    }

    /// The title of a link or image, if it has one.
    pub fn title<'a>(&'a self, text: &'a str, use_index: usize) -> Option<&'a str> {
        match self.uses[use_index].kind {
            UseKind::Link { title, .. } | UseKind::Image { title, .. } if title != NO_TITLE => {
                Some(self.get(text, self.titles[title as usize]))
            }
            UseKind::Link { .. } | UseKind::Image { .. } => None,
            UseKind::Wiki { .. } | UseKind::Cite { .. } | UseKind::Directive(_) => None,
        }
    }

    /// The uses that stand in the content of a use; none unless it is a directive.
    pub fn uses_inside(&self, use_index: usize) -> Range<usize> {
        let first = use_index + 1;
        first..self.directive(use_index).map_or(first, |directive| directive.uses_end as usize)
    }

    /// For each use the innermost directive in whose content it stands.
    pub fn nesting(&self) -> Vec<Option<usize>> {
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut nesting = Vec::with_capacity(self.uses.len());
        for index in 0..self.uses.len() {
            while open.last().is_some_and(|(_, end)| *end <= index) {
                open.pop();
            }
            nesting.push(open.last().map(|(outer, _)| *outer));
            open.push((index, self.uses_inside(index).end));
        }
        nesting
    }

    /// The bytes it takes in memory, besides the text.
    pub fn memory(&self) -> usize {
        size_of::<Body>()
            + size_of_val(&*self.items)
            + size_of_val(&*self.uses)
            + size_of_val(&*self.directives)
            + size_of_val(&*self.attributes)
            + size_of_val(&*self.citations)
            + size_of_val(&*self.titles)
            + size_of_val(&*self.headings)
            + size_of_val(&*self.footnotes)
            + size_of_val(&*self.allowances)
            + self.arena.len()
    }
}

#[cfg(test)]
mod tests {
    use super::super::item::Item;
    use super::Use;

    #[test]
    fn items_and_uses_stay_small() {
        assert!(size_of::<Item>() <= 12, "{}", size_of::<Item>());
        assert!(size_of::<Use>() <= 28, "{}", size_of::<Use>());
    }
}
