//! YAML as a tree of values with their places.
//!
//! In: a whole file and the part of it that is YAML (a front matter, a table). Out: the tree and what is wrong with it; after a syntax error
//! the tree holds what was read up to there, since YAML cannot be read on behind one.
//! Scalars follow the core schema, so `no` and `on` are text. Merge keys (`<<`) are ordinary keys, and tags other than `!!str` mean nothing here.

mod mistakes;
mod positions;
mod scalar;

use std::ops::{ControlFlow, Range};

use rustc_hash::FxHashMap;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};

use super::{DEPTH_LIMIT, Entry, Key, Node, Value, character_at, too_deep, trimmed};
use crate::diag::codes::{DUPLICATE_KEY, NESTED_TOO_DEEP, YAML_SYNTAX};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{FileId, Location, Span};
use mistakes::{Scene, explain};
use positions::Positions;
use scalar::meaning;

/// How many values aliases may add to one text; a few lines could otherwise ask for billions.
pub const COPY_LIMIT: usize = 100_000;

/// Reads the part `range` of the file's `text`; spans count bytes of the whole file. An empty part is [`Value::Null`].
pub fn parse(text: &str, range: Range<usize>, file: FileId) -> (Node, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let mut yaml = &text[range.clone()];
    // The parser takes a NUL for the end of its input, and the rest of the file would silently be lost.
    if let Some(at) = yaml.find('\0') {
        let span = Span::new(range.start + at, range.start + at + 1);
        diagnostics.push(Diagnostic::at(&YAML_SYNTAX, file, span, "a NUL character in the text").help("remove the character"));
        yaml = &yaml[..at];
    }
    // Directives change nothing that matters here, and the parser loses count of its characters behind one.
    if let Some(line) = directive(yaml) {
        let span = Span::new(range.start + line.start, range.start + line.end);
        let diagnostic = Diagnostic::at(&YAML_SYNTAX, file, span, "a line that begins with `%` has no meaning here");
        diagnostics.push(diagnostic.help("remove the line, or put a value that begins with `%` in quotes"));
        return (Node { span: Span::new(range.start, range.start), value: Value::Null }, diagnostics);
    }
    let mut builder = Builder {
        text,
        range: range.start..range.start + yaml.len(),
        file,
        positions: Positions::new(yaml),
        frames: Vec::new(),
        anchors: FxHashMap::default(),
        copies: 0,
        root: None,
        last_end: range.start,
        last_scalar: None,
        documents: 0,
        diagnostics,
    };
    let mut parser = Parser::new_from_str(yaml);
    while let Some(event) = parser.next_event() {
        let flow = match event {
            Ok((event, span)) => builder.take(event, span),
            Err(error) => builder.stop_at(error.info(), error.marker()),
        };
        if flow.is_break() {
            break;
        }
    }
    builder.finish()
}

/// The first line that is neither blank nor a comment, if it begins with `%`.
fn directive(yaml: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in yaml.split_inclusive(['\n', '\r']) {
        if line.starts_with('%') {
            return Some(start..start + line.trim_end().len());
        }
        if !line.trim_start().is_empty() && !line.trim_start().starts_with('#') {
            return None;
        }
        start += line.len();
    }
    None
}

/// A list or map that is still open.
struct Frame {
    start: usize,
    /// Whether it stands in brackets.
    flow: bool,
    /// The anchor's number, 0 without one.
    anchor: usize,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, key: Pending },
}

/// What a map waits for.
enum Pending {
    Key,
    Value(Key),
    /// The value of a key that was refused; it is read and dropped.
    Refused,
}

/// A value that an alias can ask for, with its size and depth.
struct Anchored {
    node: Node,
    count: usize,
    depth: usize,
}

struct Builder<'a> {
    text: &'a str,
    range: Range<usize>,
    file: FileId,
    positions: Positions<'a>,
    frames: Vec<Frame>,
    anchors: FxHashMap<usize, Anchored>,
    /// Values copied so far, for aliases and to have them ready for aliases.
    copies: usize,
    root: Option<Node>,
    /// Where the last written character lies that belongs to a value: a block ends there.
    last_end: usize,
    last_scalar: Option<Span>,
    documents: usize,
    diagnostics: Diagnostics,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: saphyr_parser::Span) -> ControlFlow<()> {
        let (start, end) = (self.byte(span.start), self.byte(span.end).max(self.byte(span.start)));
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => ControlFlow::Continue(()),
            Event::DocumentStart(_) => self.document(start),
            Event::Alias(id) => self.alias(id, Span::new(start, end)),
            Event::Scalar(written, style, anchor, tag) => self.scalar(&written, style, anchor, tag.as_deref(), start..end),
            Event::SequenceStart(anchor, tag) => {
                self.refuse_tag(tag.as_deref(), start);
                let flow = self.text[..end].ends_with('[') && end > start;
                let start = if flow { start } else { self.dash(start) };
                self.open(Frame { start, flow, anchor, content: Content::List(Vec::new()) })
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_tag(tag.as_deref(), start);
                let flow = self.text[..end].ends_with('{') && end > start;
                self.open(Frame { start, flow, anchor, content: Content::Map { entries: Vec::new(), key: Pending::Key } })
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let flow = self.frames.last().is_some_and(|frame| frame.flow);
                if flow {
                    self.last_end = end;
                }
                self.close()
            }
        }
    }

    fn document(&mut self, start: usize) -> ControlFlow<()> {
        self.documents += 1;
        if self.documents == 1 {
            return ControlFlow::Continue(());
        }
        let line = super::line_at(self.text, start);
        let diagnostic = Diagnostic::at(&YAML_SYNTAX, self.file, trimmed(self.text, line), "a second YAML document begins here")
            .help("remove the line, or put the text into a file of its own");
        self.diagnostics.push(diagnostic);
        ControlFlow::Break(())
    }

    fn open(&mut self, frame: Frame) -> ControlFlow<()> {
        if self.frames.len() >= DEPTH_LIMIT {
            return self.too_deep(character_at(self.text, frame.start));
        }
        self.last_end = self.last_end.max(frame.start);
        self.frames.push(frame);
        ControlFlow::Continue(())
    }

    fn close(&mut self) -> ControlFlow<()> {
        let Some(frame) = self.frames.pop() else { return ControlFlow::Continue(()) };
        let span = Span::new(frame.start, self.last_end.max(frame.start));
        let value = match frame.content {
            Content::List(items) => Value::List(items),
            Content::Map { entries, .. } => Value::Map(unique(entries, self.file, &mut self.diagnostics)),
        };
        self.attach(Node { span, value }, frame.anchor)
    }

    fn scalar(&mut self, written: &str, style: ScalarStyle, anchor: usize, tag: Option<&Tag>, range: Range<usize>) -> ControlFlow<()> {
        let plain = style == ScalarStyle::Plain;
        let is_text = tag.is_some_and(|tag| tag.is_yaml_core_schema() && tag.suffix == "str");
        if !is_text {
            self.refuse_tag(tag, range.start);
        }
        let span = if plain && written.is_empty() && anchor == 0 && tag.is_none() {
            let at = self.place_of_nothing(range.start);
            Span::new(at, at)
        } else {
            trimmed(self.text, range)
        };
        self.last_end = self.last_end.max(span.end as usize);
        self.last_scalar = Some(span);
        if let Some(Content::Map { key: key @ Pending::Key, .. }) = self.frames.last_mut().map(|frame| &mut frame.content) {
            *key = Pending::Value(Key { text: written.into(), span });
            if anchor != 0 {
                self.remember(anchor, &Node { span, value: Value::Text(written.into()) });
            }
            return ControlFlow::Continue(());
        }
        let value = if plain && !is_text { meaning(written) } else { Value::Text(written.into()) };
        self.attach(Node { span, value }, anchor)
    }

    fn alias(&mut self, id: usize, span: Span) -> ControlFlow<()> {
        self.last_end = self.last_end.max(span.end as usize);
        let Some(anchored) = self.anchors.get(&id) else {
            let diagnostic = Diagnostic::at(&YAML_SYNTAX, self.file, span, "an alias inside the value it stands for")
                .help("write the value out where it is needed");
            self.diagnostics.push(diagnostic);
            return ControlFlow::Break(());
        };
        if self.frames.len() + anchored.depth > DEPTH_LIMIT {
            return self.too_deep(span);
        }
        self.copies += anchored.count;
        if self.copies > COPY_LIMIT {
            let message = format!("aliases add more than {COPY_LIMIT} values");
            self.diagnostics.push(Diagnostic::at(&NESTED_TOO_DEEP, self.file, span, message).help("write the values out"));
            return ControlFlow::Break(());
        }
        // The copy stands where the alias is written; what is in it keeps the places where it can be corrected.
        let node = Node { span, value: anchored.node.value.clone() };
        self.attach(node, 0)
    }

    /// Puts a finished value into what is open.
    fn attach(&mut self, node: Node, anchor: usize) -> ControlFlow<()> {
        if anchor != 0 {
            self.remember(anchor, &node);
        }
        let Some(frame) = self.frames.last_mut() else {
            // Only the first document is kept, so there is one root.
            self.root.get_or_insert(node);
            return ControlFlow::Continue(());
        };
        match &mut frame.content {
            Content::List(items) => items.push(node),
            Content::Map { entries, key } => match std::mem::replace(key, Pending::Key) {
                Pending::Value(key) => entries.push(Entry { key, node }),
                Pending::Refused => {}
                Pending::Key => match node.written() {
                    Some(written) => *key = Pending::Value(Key { text: written.into(), span: node.span }),
                    None => {
                        *key = Pending::Refused;
                        let message = format!("{} cannot be a key", node.kind());
                        let diagnostic = Diagnostic::at(&YAML_SYNTAX, self.file, node.span, message)
                            .help("put the text in quotes if its brackets belong to it");
                        self.diagnostics.push(diagnostic);
                    }
                },
            },
        }
        ControlFlow::Continue(())
    }

    fn remember(&mut self, anchor: usize, node: &Node) {
        let (count, depth) = size(node);
        self.copies += count;
        // Beyond the budget nothing is kept; the alias that asks for it is told so.
        if self.copies <= COPY_LIMIT {
            self.anchors.insert(anchor, Anchored { node: node.clone(), count, depth });
        } else {
            self.anchors.insert(anchor, Anchored { node: Node { span: node.span, value: Value::Null }, count: COPY_LIMIT, depth });
        }
    }

    fn too_deep(&mut self, span: Span) -> ControlFlow<()> {
        self.diagnostics.push(too_deep(self.file, span));
        ControlFlow::Break(())
    }

    fn refuse_tag(&mut self, tag: Option<&Tag>, start: usize) {
        let Some(tag) = tag else { return };
        let rest = &self.text[start..];
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let message = format!("the tag `{}` has no meaning here", &rest[..length]);
        // `!` alone says "text", and so does `!!str`, which never comes here.
        if tag.handle.is_empty() && tag.suffix == "!" {
            return;
        }
        let diagnostic = Diagnostic::at(&YAML_SYNTAX, self.file, Span::new(start, start + length), message)
            .help("remove it, or put the whole value in quotes if the `!` belongs to the text");
        self.diagnostics.push(diagnostic);
    }

    fn stop_at(&mut self, info: &str, marker: &Marker) -> ControlFlow<()> {
        let scene = Scene {
            text: self.text,
            range: self.range.clone(),
            file: self.file,
            open_bracket: self.frames.iter().rev().find(|frame| frame.flow).map(|frame| frame.start),
            last_scalar: self.last_scalar,
        };
        let diagnostic = explain(&scene, info, self.byte(*marker));
        self.diagnostics.push(diagnostic);
        ControlFlow::Break(())
    }

    fn finish(mut self) -> (Node, Diagnostics) {
        while !self.frames.is_empty() {
            // A key whose value was not reached is dropped with its frame.
            let _ = self.close();
        }
        let whole = Span::new(self.range.start, self.range.start);
        (self.root.unwrap_or(Node { span: whole, value: Value::Null }), self.diagnostics)
    }

    fn byte(&self, marker: Marker) -> usize {
        self.range.start + self.positions.byte(marker.index())
    }

    /// Where a value that is not there would stand: behind the colon or dash.
    fn place_of_nothing(&self, start: usize) -> usize {
        if self.text.as_bytes().get(start) == Some(&b':') {
            return start + 1;
        }
        self.range.start + self.text[self.range.start..start].trim_end().len()
    }

    /// The dash of a list that is not indented under its key: the parser places such a list behind its first dash.
    fn dash(&self, start: usize) -> usize {
        let in_map = matches!(self.frames.last().map(|frame| &frame.content), Some(Content::Map { .. }));
        let before = self.text[self.range.start..start].trim_end();
        let Some(head) = before.strip_suffix('-').filter(|_| in_map) else { return start };
        let line = head.rfind('\n').map_or(0, |at| at + 1);
        // The dash of an outer list may stand left of it: `- - a`.
        if head[line..].trim_matches([' ', '-']).is_empty() { self.range.start + head.len() } else { start }
    }
}

/// The entries with every later value of a key taken out and reported.
fn unique(mut entries: Vec<Entry>, file: FileId, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    let mut first: FxHashMap<&str, Span> = FxHashMap::default();
    let mut repeated = Vec::new();
    for (number, Entry { key, .. }) in entries.iter().enumerate() {
        let Some(span) = first.get(&*key.text) else {
            first.insert(&key.text, key.span);
            continue;
        };
        let diagnostic = Diagnostic::at(&DUPLICATE_KEY, file, key.span, format!("`{}` is written twice", key.text))
            .also(Location { file, span: *span }, "first written here")
            .help("keep one of the two");
        diagnostics.push(diagnostic);
        repeated.push(number);
    }
    let mut number = 0;
    entries.retain(|_| {
        number += 1;
        repeated.binary_search(&(number - 1)).is_err()
    });
    entries
}

/// How many values a node holds, itself included, and how many levels of lists and maps.
fn size(node: &Node) -> (usize, usize) {
    let add = |(count, depth): (usize, usize), node| {
        let (more, below) = size(node);
        (count + more, depth.max(below + 1))
    };
    match &node.value {
        Value::List(items) => items.iter().fold((1, 1), add),
        Value::Map(entries) => entries.iter().map(|entry| &entry.node).fold((1, 1), add),
        Value::Null | Value::Bool { .. } | Value::Int { .. } | Value::Float { .. } | Value::Text(_) | Value::Date(_) => (1, 0),
    }
}

#[cfg(test)]
mod tests;
