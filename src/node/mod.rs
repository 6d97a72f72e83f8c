//! Values with their places: one tree for YAML, TOML and CSV.
//!
//! In: the text of a front matter, a table or a configuration. Out: a tree in which every key and value knows its bytes, and every syntax
//! error there is. What could be read is kept after an error, so that one run reports as much as possible.
//! It does not know any field: whether `2026` is a year, a number or a title is decided where the schema is known, which is why a scalar
//! without quotes keeps its written text.

use crate::diag::Diagnostic;
use crate::diag::codes::NESTED_TOO_DEEP;
use crate::source::{FileId, Span};
use serde::{Deserialize, Serialize};

pub mod yaml;
pub mod toml;
pub mod csv;

/// How deep lists and maps may stand in each other.
pub const DEPTH_LIMIT: usize = 64;

/// A value and its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// The written characters, quotes and brackets included; a block without brackets from its first to its last written character, a TOML
    /// table its header, and nothing (an empty span behind the colon) for a value that is not there.
    pub span: Span,
    /// What was written there.
    pub value: Value,
}

/// What a text can hold at one place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Nothing after the colon, `~` or `null`.
    Null,
    /// `true` or `false` without quotes.
    Bool {
        /// Its meaning.
        value: bool,
        /// As written (`True`).
        written: Box<str>,
    },
    /// A whole number without quotes that fits 64 bits.
    Int {
        /// Its meaning.
        value: i64,
        /// As written: `007` and `2026` may be an id and a date.
        written: Box<str>,
    },
    /// Any other number without quotes; always finite.
    Float {
        /// Its meaning.
        value: f64,
        /// As written: `1.10` may be a version.
        written: Box<str>,
    },
    /// Text, its quotes and escapes resolved.
    Text(Box<str>),
    /// A native TOML date or time, as written.
    Date(Box<str>),
    /// Values in their order.
    List(Vec<Node>),
    /// Keys and values in the order of the file; each key once, the first one wins.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// Its value.
    pub node: Node,
}

/// A key and its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// The key without quotes; numbers and truth values as written.
    pub text: Box<str>,
    /// The written characters.
    pub span: Span,
}

impl Node {
    /// A map without entries at a place.
    pub fn empty_map(span: Span) -> Node {
        Node { span, value: Value::Map(Vec::new()) }
    }

    /// The value of a key, if this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The entry of a key, if this is a map that has it.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| &*entry.key.text == key)
    }

    /// The entries of a map; none for anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            Value::Null
            | Value::Bool { .. }
            | Value::Int { .. }
            | Value::Float { .. }
            | Value::Text(_)
            | Value::Date(_)
            | Value::List(_) => &[],
        }
    }

    /// The items of a list, or `None`.
    pub fn as_list(&self) -> Option<&[Node]> {
        if let Value::List(items) = &self.value { Some(items) } else { None }
    }

    /// The entries of a map, or `None`.
    pub fn as_map(&self) -> Option<&[Entry]> {
        if let Value::Map(entries) = &self.value { Some(entries) } else { None }
    }

    /// The text, or `None`, also for numbers and dates: see [`Node::written`] for what a text field should take.
    pub fn as_text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    /// The whole number, or `None`.
    pub fn as_int(&self) -> Option<i64> {
        if let Value::Int { value, .. } = self.value { Some(value) } else { None }
    }

    /// The number, whole or not, or `None`.
    pub fn as_number(&self) -> Option<f64> {
        match self.value {
            Value::Int { value, .. } => Some(value as f64),
            Value::Float { value, .. } => Some(value),
            Value::Null | Value::Bool { .. } | Value::Text(_) | Value::Date(_) | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The truth value, or `None`.
    pub fn as_bool(&self) -> Option<bool> {
        if let Value::Bool { value, .. } = self.value { Some(value) } else { None }
    }

    /// Whether nothing was written.
    pub fn is_null(&self) -> bool {
        self.value == Value::Null
    }

    /// Any scalar as its author wrote it: text without its quotes, numbers, truth values and native dates to the letter. `None` for nothing,
    /// lists and maps. Text and date fields read this, so that `2026`, `1.10` and `007` reach them whole.
    pub fn written(&self) -> Option<&str> {
        match &self.value {
            Value::Bool { written, .. } | Value::Int { written, .. } | Value::Float { written, .. } => Some(written),
            Value::Text(text) | Value::Date(text) => Some(text),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The same as JSON, for templates; dates as text.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool { value, .. } => Json::Bool(*value),
            Value::Int { value, .. } => Json::from(*value),
            Value::Float { value, .. } => Json::from(*value),
            Value::Text(text) | Value::Date(text) => Json::from(&**text),
            Value::List(items) => Json::Array(items.iter().map(Node::to_json).collect()),
            Value::Map(entries) => Json::Object(entries.iter().map(|entry| (entry.key.text.to_string(), entry.node.to_json())).collect()),
        }
    }

    /// What this is, for messages: "expected a list, found {kind}".
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Bool { .. } => "true or false",
            Value::Int { .. } | Value::Float { .. } => "a number",
            Value::Text(_) => "text",
            Value::Date(_) => "a date",
            Value::List(_) => "a list",
            Value::Map(_) => "a group of fields",
        }
    }
}

/// What is said of nesting without end.
fn too_deep(file: FileId, span: Span) -> Diagnostic {
    Diagnostic::at(&NESTED_TOO_DEEP, file, span, format!("nested deeper than {DEPTH_LIMIT} levels"))
        .help("take out the innermost brackets or levels")
}

/// The part of `range` without white space at its ends, as a span; all of an empty or blank range is an empty span at its start.
fn trimmed(text: &str, range: std::ops::Range<usize>) -> Span {
    let part = &text[range.clone()];
    let leading = part.len() - part.trim_start().len();
    let length = part.trim().len();
    if length == 0 { Span::new(range.start, range.start) } else { Span::new(range.start + leading, range.start + leading + length) }
}

/// The line that holds byte `at`, without its line end.
fn line_at(text: &str, at: usize) -> std::ops::Range<usize> {
    let bytes = text.as_bytes();
    let at = at.min(bytes.len());
    let start = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |found| found + 1);
    let mut end = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |found| at + found);
    if end > start && bytes[end - 1] == b'\r' {
        end -= 1;
    }
    start..end.max(start)
}

/// The span of the character at byte `at`; an empty one at the end of the text.
fn character_at(text: &str, at: usize) -> Span {
    let at = at.min(text.len());
    Span::new(at, at + text[at..].chars().next().map_or(0, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_reach_text_fields_as_they_were_written() {
        let text = "a: 007\nb: 1.10\nc: True\nd: \"q\"\ne:\nf: [1]\n";
        let (node, diagnostics) = yaml::parse(text, 0..text.len(), crate::source::FileId(0));
        assert!(diagnostics.is_empty());
        let written: Vec<_> = node.entries().iter().map(|entry| entry.node.written()).collect();
        assert_eq!(written, [Some("007"), Some("1.10"), Some("True"), Some("q"), None, None]);
        assert_eq!(node.get("a").and_then(Node::as_int), Some(7));
        assert_eq!(node.get("f").map(Node::kind), Some("a list"));
    }

    #[test]
    fn a_node_stays_small() {
        assert!(size_of::<Node>() <= 40, "{}", size_of::<Node>());
    }

    #[test]
    fn a_line_has_no_line_end_and_a_blank_range_no_length() {
        assert_eq!(line_at("a\r\nbc\r\n", 4), 3..5);
        assert_eq!(line_at("a\n\nb", 2), 2..2);
        assert_eq!(line_at("a\r\n", 2), 0..1);
        assert_eq!(trimmed(" a b \n", 0..6), Span::new(1, 4));
        assert_eq!(trimmed("  \n", 1..3), Span::new(1, 1));
        assert_eq!(character_at("aé", 1), Span::new(1, 3));
    }
}
