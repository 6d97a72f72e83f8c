//! Directives come back: what was masked becomes typed items, and what does not fit together is reported.
//!
//! In: a mark, met by the builder where the parser reported text or a rule. Out: items, uses and attributes. It does not know which
//! directives there are.

use std::ops::Range;

use super::attributes;
use super::body::{Attribute, Directive, Form, UseKind};
use super::builder::{Builder, Open};
use super::fences::{self, DirectiveLine, Fault, LineKind};
use super::item::{Item, Slice, Tag};
use super::mask::{Mark, MarkKind, Masked, Stretch};
use crate::diag::codes::{BAD_ATTRIBUTES, STRAY_FENCE, UNCLOSED_DIRECTIVE};

impl Builder<'_> {
    /// A mark in running text; gives where the text goes on.
    pub(super) fn mark(&mut self, mark: Mark) -> usize {
        match mark.kind {
            MarkKind::Bracket => {}
            MarkKind::Open { close, end } => self.open_inline(&mark, close, end),
            MarkKind::Close { open } => self.close_inline(&mark, open),
            MarkKind::Unclosed => {
                let name = self.name_after(mark.start);
                let report = self.report(&UNCLOSED_DIRECTIVE, mark.start..name.end + 1, format!("`:{}[` has no `]`", &self.text[name]));
                self.diagnostics.push(report.help("close it in the same paragraph, or write `\\:` where a colon is meant"));
                self.push_text(mark.start..mark.end);
            }
            MarkKind::Line => {
                let length = self.text[mark.start..mark.end].trim_end().len();
                let message = "this line is indented too far to be a directive";
                let report = self.report(&STRAY_FENCE, mark.start..mark.start + length, message);
                self.diagnostics
                    .push(report.help("indent it as the lines around it, or put it in backquotes where the characters are meant"));
                self.push_text(mark.start..mark.start + length);
            }
        }
        mark.end
    }

    fn name_after(&self, colon: usize) -> Range<usize> {
        let length = self.text.as_bytes()[colon + 1..].iter().take_while(|byte| fences::is_name_byte(**byte)).count();
        colon + 1..colon + 1 + length
    }

    fn open_inline(&mut self, mark: &Mark, close: usize, end: usize) {
        let attributes = (end > close + 1).then_some(close + 1..end);
        if attributes.is_none() && self.text.as_bytes()[..self.limit].get(close + 1) == Some(&b'{') {
            self.open_brace(close + 1..close + 2);
        }
        let index = self.push_directive(Form::Inline, mark.start + 1..mark.end - 1, attributes, mark.start..end);
        self.open.push(Open::Inline { item: self.grow.items.len() as u32, opening: mark.start..mark.end });
        self.grow.items.push(Item::Start(Tag::Use(index)));
        self.check_depth(mark.start);
    }

    fn close_inline(&mut self, mark: &Mark, colon: usize) {
        let found = self.open[self.floor..].iter().rposition(|open| matches!(open, Open::Inline { opening, .. } if opening.start == colon));
        // Not found: what it opened was dissolved, so this is text as well.
        let Some(found) = found.map(|found| found + self.floor) else { return self.push_text(mark.start..mark.end) };
        let innermost = found + 1 == self.open.len();
        let Open::Inline { item, opening } = self.open.remove(found) else { return };
        if innermost {
            return self.end_directive(item);
        }
        let name = self.text[opening.start + 1..opening.end - 1].to_owned();
        let report = self.report(&UNCLOSED_DIRECTIVE, opening.clone(), format!("`:{name}[` ends inside emphasis that began in it"));
        let report = report.also(self.location(mark.start..mark.start + 1), "ends here");
        self.diagnostics.push(report.help("close the emphasis before the `]`"));
        self.dissolve(item, opening);
        self.push_text(mark.start..mark.end);
    }

    /// An inline directive whose `]` stands in another element.
    pub(super) fn dissolve_unclosed(&mut self, item: u32, opening: Range<usize>) {
        let name = &self.text[opening.start + 1..opening.end - 1];
        let message = format!("`:{name}[` is not closed in the element that it stands in");
        let report = self.report(&UNCLOSED_DIRECTIVE, opening.clone(), message);
        self.diagnostics.push(report.help("put its `]` into the same paragraph, cell or emphasis"));
        self.dissolve(item, opening);
    }

    /// Makes text of an opening that has become an item.
    fn dissolve(&mut self, item: u32, opening: Range<usize>) {
        if let Item::Start(Tag::Use(index)) = self.grow.items[item as usize] {
            self.dissolved.push(index);
        }
        self.grow.items[item as usize] = Item::Text(Slice::source(opening));
    }

    /// Takes dissolved uses out and numbers the others anew.
    pub(super) fn take_out_dissolved(&mut self) {
        let mut gone = vec![false; self.grow.uses.len()];
        self.dissolved.iter().for_each(|index| gone[*index as usize] = true);
        let mut renumbered = Vec::with_capacity(gone.len() + 1);
        let mut next = 0;
        for gone in &gone {
            renumbered.push(next);
            next += u32::from(!gone);
        }
        renumbered.push(next);
        let mut gone = gone.into_iter();
        self.grow.uses.retain(|_| !gone.next().unwrap_or_default());
        for item in &mut self.grow.items {
            if let Item::Use(index) | Item::Start(Tag::Use(index)) = item {
                *index = renumbered[*index as usize];
            }
        }
        for directive in &mut self.grow.directives {
            directive.uses_end = renumbered[directive.uses_end as usize];
        }
    }

    fn push_directive(&mut self, form: Form, name: Range<usize>, attributes: Option<Range<usize>>, span: Range<usize>) -> u32 {
        let attributes = attributes.map_or((0, 0), |range| self.attributes(range));
        let index = self.grow.directives.len() as u32;
        let directive = Directive { form, name: Slice::source(name), attributes, content: (0, 0), uses_end: 0 };
        self.grow.directives.push(directive);
        self.push_use(UseKind::Directive(index), span)
    }

    fn end_directive(&mut self, item: u32) {
        let content = (item + 1, self.grow.items.len() as u32);
        let uses_end = self.grow.uses.len() as u32;
        if let Item::Start(Tag::Use(index)) = self.grow.items[item as usize]
            && let UseKind::Directive(index) = self.grow.uses[index as usize].kind
        {
            let directive = &mut self.grow.directives[index as usize];
            (directive.content, directive.uses_end) = (content, uses_end);
        }
        self.grow.items.push(Item::End(item));
    }

    fn attributes(&mut self, range: Range<usize>) -> (u32, u32) {
        let text = self.text;
        let first = self.grow.attributes.len();
        let (written, mistakes) = attributes::read(text, range);
        for mistake in mistakes {
            let report = self.report(&BAD_ATTRIBUTES, mistake.range, mistake.message);
            self.diagnostics.push(report.help(mistake.help));
        }
        let mut class: Option<usize> = None;
        for attribute in written {
            if let (Some(class), "class") = (class, attribute.key) {
                let known = self.grow.attributes[class].value;
                let joined = format!("{} {}", known.of(text, &self.grow.arena), &text[attribute.inner]);
                self.grow.attributes[class].value = self.keep(&joined);
                continue;
            }
            if attribute.key == "class" {
                class = Some(self.grow.attributes.len());
            }
            let named = attribute.key_range.len() == attribute.key.len();
            let key = if named { Slice::source(attribute.key_range.clone()) } else { self.keep(attribute.key) };
            let value = match attribute.escaped {
                true => self.keep(&attributes::unescape(&text[attribute.inner])),
                false => Slice::source(attribute.inner),
            };
            let (key_span, value_span) = (self.span(attribute.key_range), self.span(attribute.value_range));
            self.grow.attributes.push(Attribute { key, value, key_span, value_span });
        }
        (first as u32, self.grow.attributes.len() as u32)
    }

    /// A rule of the parser: one of ours, if a directive line was masked there.
    pub(super) fn rule(&mut self, range: Range<usize>, masked: &Masked) {
        let next = masked.marks.partition_point(|mark| mark.start < range.start);
        let ours = masked.marks.get(next).filter(|mark| mark.kind == MarkKind::Line && mark.start < range.end);
        match ours.and_then(|mark| fences::read(self.text, mark.start, self.limit).map(|line| (mark.start, line))) {
            None => self.grow.items.push(Item::Rule),
            Some((start, line)) => self.directive_line(start, line),
        }
    }

    fn directive_line(&mut self, start: usize, line: DirectiveLine) {
        let length = self.text[start..line.end].trim_end().len();
        let range = start..start + length;
        if let Some(fault) = &line.fault {
            self.fault(fault);
        }
        match line.kind {
            LineKind::Close => self.close_container(range),
            LineKind::Open => {
                let index = self.push_directive(Form::Container, line.name, line.attributes, range.clone());
                self.open.push(Open::Container { item: self.grow.items.len() as u32, line: range });
                self.grow.items.push(Item::Start(Tag::Use(index)));
            }
            LineKind::Leaf => {
                let index = self.push_directive(Form::Leaf, line.name, line.attributes, range);
                let item = self.grow.items.len() as u32;
                self.grow.items.push(Item::Start(Tag::Use(index)));
                if let Some(label) = line.label {
                    let floor = std::mem::replace(&mut self.floor, self.open.len());
                    self.in_label = true;
                    self.walk(label.start - 1..label.end, Stretch::Label);
                    self.close_down_to(self.floor);
                    (self.in_label, self.floor) = (false, floor);
                }
                self.end_directive(item);
            }
        }
    }

    fn fault(&mut self, fault: &Fault) {
        let report = match fault {
            Fault::OpenBrace(range) => return self.open_brace(range.clone()),
            Fault::NoName(range) => {
                self.report(&BAD_ATTRIBUTES, range.clone(), "a directive without a name").help("write `:::name`, with a letter first")
            }
            Fault::OpenBracket(range) => {
                self.report(&UNCLOSED_DIRECTIVE, range.clone(), "the label has no `]`").help("close it in the same line")
            }
            Fault::Label(range) => self
                .report(&BAD_ATTRIBUTES, range.clone(), "a container takes no label")
                .help("put the text into the container, or into an attribute"),
            Fault::Trailing(range) => self
                .report(&BAD_ATTRIBUTES, range.clone(), "text behind a directive")
                .help("put it on a line of its own; attributes stand in `{…}`"),
        };
        self.diagnostics.push(report);
    }

    fn open_brace(&mut self, range: Range<usize>) {
        let report = self.report(&BAD_ATTRIBUTES, range, "the attributes have no `}`");
        self.diagnostics.push(report.help("close them before the next blank line; a quote that is not closed hides the `}`"));
    }

    fn close_container(&mut self, range: Range<usize>) {
        if let Some(Open::Container { item, .. }) = self.open.last() {
            let item = *item;
            self.open.pop();
            return self.end_directive(item);
        }
        let outer = self.open.iter().rev().find_map(|open| match open {
            Open::Container { line, .. } => Some(line.clone()),
            _ => None,
        });
        let report = match outer {
            None => {
                self.report(&STRAY_FENCE, range, "`:::` closes nothing").help("remove it, or open a directive before it with `:::name`")
            }
            Some(outer) => {
                let report = self.report(&STRAY_FENCE, range, "`:::` stands in another element than what it would close");
                report.also(self.location(outer), "opened here").help("indent it as the line that opens the directive")
            }
        };
        self.diagnostics.push(report);
    }

    /// A container that what surrounds it, or the text, ends before it is closed.
    pub(super) fn unclosed_container(&mut self, item: u32, line: Range<usize>) {
        let name = self.name_after(line.start + self.text[line.clone()].chars().take_while(|c| *c == ':').count() - 1);
        let message = format!("`:::{}` is not closed", &self.text[name]);
        let report = self.report(&UNCLOSED_DIRECTIVE, line, message);
        self.diagnostics.push(report.help("end it with a line `:::`, indented as this one"));
        self.end_directive(item);
    }
}
