//! TOML as a tree of values with their places.
//!
//! In: a whole file and the part of it that is TOML (a front matter, a table, a configuration). Out: the tree and everything that is wrong
//! with it: the parser goes on behind an error.
//! The entries of a map stand in the order of the file, whatever the order of the headers.

mod mistakes;

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{DEPTH_LIMIT, Entry, Key, Node, Value, line_at, too_deep};
use crate::diag::{Code, Diagnostics};
use crate::source::{FileId, Span};
use mistakes::{deep_key, explain};

/// Reads the part `range` of the file's `text`; spans count bytes of the whole file. Syntax errors get the code `syntax`: a configuration has
/// another one than a page. The root is always a map.
pub fn parse(text: &str, range: Range<usize>, file: FileId, syntax: &'static Code) -> (Node, Diagnostics) {
    let part = &text[range.clone()];
    let mut diagnostics = Diagnostics::new();
    // The parser bounds brackets but not dotted keys, and a tree that is too deep ends the program when it is dropped.
    if let Some(key) = deep_key(part) {
        let span = Span::new(range.start + key.start, range.start + key.end);
        diagnostics.push(too_deep(file, span));
        return (Node::empty_map(Span::new(range.start, range.start)), diagnostics);
    }
    let masked = without_stray_lines(part, |error| diagnostics.extend(explain(text, &range, file, syntax, error)));
    let (table, errors) = DeTable::parse_recoverable(&masked);
    // What the parser makes of the rest of a line that it could not read is nobody's mistake.
    let line = |error: &toml::de::Error| line_at(text, range.start + error.span().map_or(0, |span| span.start)).start;
    let is_rest = |error: &toml::de::Error| error.message().starts_with("unexpected key or value");
    let broken: Vec<usize> = errors.iter().filter(|error| !is_rest(error)).map(line).collect();
    for error in errors.iter().filter(|error| !is_rest(error) || !broken.contains(&line(error))) {
        diagnostics.extend(explain(text, &range, file, syntax, error));
    }
    let mut reader = Reader { part, base: range.start, too_deep: None };
    let entries = reader.entries(table.get_ref(), 1);
    if let Some(span) = reader.too_deep {
        diagnostics.push(too_deep(file, span));
    }
    (Node { span: super::trimmed(text, range), value: Value::Map(entries) }, diagnostics)
}

/// The text with lines that are no `key = value` blanked: the parser reports one and drops all that follows it. Every place stays.
fn without_stray_lines(part: &str, mut report: impl FnMut(&toml::de::Error)) -> Cow<'_, str> {
    let mut masked = Cow::Borrowed(part);
    // Each round goes through the whole text; somebody with more of them has other worries first.
    for _ in 0..8 {
        let (_, errors) = DeTable::parse_recoverable(&masked);
        let mut lines = Vec::new();
        for error in errors.iter().filter(|error| error.message().starts_with("key with no value")) {
            let Some(place) = error.span() else { continue };
            let line = line_at(part, place.start);
            if line.start < line.end && !part[line.start..place.start.max(line.start)].contains(['=', '{', '[', '"', '\'']) {
                report(error);
                lines.push(line);
            }
        }
        if lines.is_empty() {
            break;
        }
        for line in lines {
            let blank = " ".repeat(line.len());
            masked.to_mut().replace_range(line, &blank);
        }
    }
    masked
}

struct Reader<'a> {
    part: &'a str,
    base: usize,
    /// The first value that is nested too deep; it and its like are left out.
    too_deep: Option<Span>,
}

impl Reader<'_> {
    fn entries(&mut self, table: &DeTable<'_>, depth: usize) -> Vec<Entry> {
        let mut entries = Vec::with_capacity(table.len());
        for (key, value) in table.iter() {
            let key_span = self.span(key.span());
            // What an error left without a key has no place in the tree.
            if key_span.start == key_span.end {
                continue;
            }
            if let Some(node) = self.node(value, depth) {
                entries.push(Entry { key: Key { text: key.get_ref().as_ref().into(), span: key_span }, node });
            }
        }
        // The parser sorts by name.
        entries.sort_by_key(|entry| entry.key.span);
        entries
    }

    fn node(&mut self, value: &Spanned<DeValue<'_>>, depth: usize) -> Option<Node> {
        let span = self.span(value.span());
        if depth > DEPTH_LIMIT {
            self.too_deep.get_or_insert(span);
            return None;
        }
        let written = &self.part[value.span()];
        let value = match value.get_ref() {
            DeValue::String(text) => Value::Text(text.as_ref().into()),
            DeValue::Integer(number) => whole_number(number, written),
            DeValue::Float(number) => decimal_number(number.as_str(), written),
            DeValue::Boolean(value) => Value::Bool { value: *value, written: written.into() },
            DeValue::Datetime(_) => Value::Date(written.into()),
            DeValue::Array(items) => Value::List(items.iter().filter_map(|item| self.node(item, depth + 1)).collect()),
            DeValue::Table(table) => Value::Map(self.entries(table, depth + 1)),
        };
        Some(Node { span, value })
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.base + range.start, self.base + range.end)
    }
}

/// A whole number, or the nearest that holds it if it does not fit 64 bits.
fn whole_number(number: &toml::de::DeInteger<'_>, written: &str) -> Value {
    match i64::from_str_radix(number.as_str(), number.radix()) {
        Ok(value) => Value::Int { value, written: written.into() },
        Err(_) => decimal_number(number.as_str(), written),
    }
}

/// A number that is finite, or text: no field holds `inf` or `nan`.
fn decimal_number(digits: &str, written: &str) -> Value {
    match digits.parse::<f64>() {
        Ok(value) if value.is_finite() => Value::Float { value, written: written.into() },
        _ => Value::Text(written.into()),
    }
}

#[cfg(test)]
mod tests;
