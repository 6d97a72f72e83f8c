//! Where the blocks of a body lie in the source.
//!
//! In: a body and an item. Out: the block that stands there, and its stretch of the source. A tree keeps no span for its blocks: they are
//! asked for seldom, and follow from the texts and uses inside.

use std::ops::Range;

use super::body::Body;
use super::item::{Item, Tag};
use crate::source::Span;

impl Body {
    /// The block in whose running text an item stands, or else the block that begins there; nothing at the end of a text.
    pub fn block_at(&self, item: usize) -> Option<Range<usize>> {
        let is_block = |tag: Tag| tag.is_block(&self.uses, &self.directives);
        let mut open: Vec<usize> = Vec::new();
        for (at, before) in self.items[..item.min(self.items.len())].iter().enumerate() {
            match before {
                Item::Start(tag) if is_block(*tag) => open.push(at),
                Item::End(start) if open.last() == Some(&(*start as usize)) => {
                    open.pop();
                }
                _ => {}
            }
        }
        let starts_block = matches!(self.items.get(item), Some(Item::Start(tag)) if is_block(*tag));
        // Inside a block that holds other blocks, what follows is the one that is meant.
        let start = match (open.last(), starts_block) {
            (_, true) => item,
            (Some(start), false) if !matches!(self.items.get(item), Some(Item::End(end)) if *end as usize == *start && self.holds_blocks(*start)) => {
                *start
            }
            _ => return None,
        };
        Some(start..self.end_of(start))
    }

    /// The stretch of the source from the first to the last character of some items; nothing if they have none of their own there.
    pub fn extent(&self, items: Range<usize>) -> Option<Span> {
        if let Some(at) = self.detached {
            return Some(at);
        }
        let mut found: Option<Range<usize>> = None;
        let mut add = |range: Range<usize>| {
            let found = found.get_or_insert(range.clone());
            *found = found.start.min(range.start)..found.end.max(range.end);
        };
        for item in &self.items[items.clone()] {
            match item {
                Item::Text(slice)
                | Item::Code(slice)
                | Item::Math(slice)
                | Item::DisplayMath(slice)
                | Item::Html(slice)
                | Item::HtmlBlock(slice) => {
                    if let Some(range) = slice.in_source() {
                        add(range);
                    }
                }
                Item::Use(index) | Item::Start(Tag::Use(index)) => add(self.uses[*index as usize].span.range()),
                _ => {}
            }
        }
        found.map(|range| Span::new(range.start, range.end))
    }

    fn holds_blocks(&self, start: usize) -> bool {
        let is_block = |item: &Item| matches!(item, Item::Start(tag) if tag.is_block(&self.uses, &self.directives));
        self.items[start + 1..self.end_of(start)].iter().any(is_block)
    }

    /// One past the last item of the element that starts at an item.
    fn end_of(&self, start: usize) -> usize {
        let ends = |item: &Item| matches!(item, Item::End(opening) if *opening as usize == start);
        self.items[start..].iter().position(ends).map_or(self.items.len(), |at| start + at + 1)
    }
}
