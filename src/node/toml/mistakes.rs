//! What a TOML error means to the one who made it.
//!
//! In: one error of the parser. Out: a diagnostic in our words on the characters to change, with what to write instead.

use std::ops::Range;

use crate::diag::codes::DUPLICATE_KEY;
use crate::diag::{Code, Diagnostic};
use crate::node::{DEPTH_LIMIT, line_at, too_deep, trimmed};
use crate::source::{FileId, Location, Span};

/// The diagnostic for an error in the part `range` of `text`; `None` for what only repeats another error.
pub(super) fn explain(
    text: &str,
    range: &Range<usize>,
    file: FileId,
    syntax: &'static Code,
    error: &toml::de::Error,
) -> Option<Diagnostic> {
    let place = error.span().map_or(range.start..range.start, |span| range.start + span.start..range.start + span.end);
    let info = error.message();
    let says = |words: &str| info.contains(words);
    let line = line_at(text, place.start);
    let line = line.start.max(range.start)..line.end.min(range.end).max(line.start.max(range.start));
    if says("duplicate key") {
        return Some(duplicate(text, range, file, place));
    }
    if says("recursion depth") {
        return Some(too_deep(file, Span::new(place.start, place.end)));
    }
    // An error has to mark something: the character before, if it is about an end.
    let before = text[line.start..place.start.clamp(line.start, line.end)].trim_end();
    let visible = match before.char_indices().next_back() {
        Some((at, last)) if place.is_empty() => Span::new(line.start + at, line.start + at + last.len_utf8()),
        _ => Span::new(place.start, place.end),
    };
    let whole = trimmed(text, line.clone());
    let error = |span: Span, message: String| Diagnostic::at(syntax, file, span, message);
    let written = &text[place.clone()];
    if says("key with no value") {
        let help = match text[whole.range()].split_once(':') {
            Some((key, value)) => format!("TOML has `=` between key and value: `{} = {}`", key.trim(), quoted(value.trim())),
            None => "write `key = value`".to_owned(),
        };
        return Some(error(whole, "this line is not `key = value`".to_owned()).help(help));
    }
    if says("invalid unquoted key") {
        let colon = written.starts_with(':');
        return (!colon).then(|| {
            let key = key_at(text, &line, place.start);
            let quoted = format!("\"{}\"", &text[key.range()]);
            error(key, "a key with other characters than letters, digits, `-` and `_` needs quotes".to_owned())
                .help(format!("write `{quoted}`"))
        });
    }
    if says("string values must be quoted") {
        if written.is_empty() {
            return Some(error(visible, "a value is missing after the `=`".to_owned()).help("write a value, or remove the line"));
        }
        // The parser stops at a comma, people do not.
        let end = text[place.start..line.end].find('#').map_or(line.end, |found| place.start + found);
        let visible = if text[line.start..place.start].contains(['[', '{']) { visible } else { trimmed(text, place.start..end) };
        let written = &text[visible.range()];
        let help = match written {
            "yes" | "Yes" | "True" | "TRUE" => "write `true`".to_owned(),
            "no" | "No" | "False" | "FALSE" => "write `false`".to_owned(),
            _ => format!("put it in quotes: `{}`", quoted(written)),
        };
        return Some(error(visible, "text without quotes".to_owned()).help(help));
    }
    if says("basic string, expected") || says("literal string, expected `'") {
        // The string reaches back to its opening quote; its line is the one that has to change.
        let quote = if info.contains("literal") { '\'' } else { '"' };
        let at = if info.contains("multi-line") {
            place.start
        } else {
            text[line.start..place.start.max(line.start)].find(quote).map_or(place.start, |found| line.start + found)
        };
        let span = if at == place.start { visible } else { Span::new(at, at + 1) };
        let quotes = if info.contains("multi-line") { quote.to_string().repeat(3) } else { quote.to_string() };
        return Some(
            error(span, format!("a text that is opened with `{quotes}` is never closed")).help(format!("write `{quotes}` at its end")),
        );
    }
    if says("unclosed array") || says("unclosed inline table") {
        let (open, close) = if says("array") { ("[", "]") } else { ("{", "}") };
        return Some(error(visible, format!("a `{open}` is never closed")).help(format!("write `{close}` behind the last item")));
    }
    let expected = info.split_once(", expected ").map_or("", |(_, expected)| expected);
    let message = info.split_once(", expected ").map_or(info, |(message, _)| message).to_owned();
    let help = match expected {
        "" | "nothing" => "write `key = value`, with text in quotes".to_owned(),
        expected => format!("expected {expected}"),
    };
    Some(error(visible, message).help(help))
}

/// The first dotted key with more parts than a tree may be deep. Text that looks like one is improbable at this length.
pub(super) fn deep_key(part: &str) -> Option<Range<usize>> {
    let bytes = part.as_bytes();
    let (mut start, mut parts, mut at) = (0, 0, 0);
    while at < bytes.len() {
        let from = at;
        match bytes[at] {
            b'"' | b'\'' => {
                let quote = bytes[at];
                at += 1;
                while at < bytes.len() && bytes[at] != quote && bytes[at] != b'\n' {
                    at += 1 + usize::from(quote == b'"' && bytes[at] == b'\\');
                }
                at = (at + 1).min(bytes.len());
            }
            b' ' | b'\t' => {
                at += 1;
                continue;
            }
            b'.' if parts > 0 => {
                at += 1;
                continue;
            }
            byte if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') => {
                while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || matches!(bytes[at], b'-' | b'_')) {
                    at += 1;
                }
            }
            _ => {
                parts = 0;
                at += 1;
                continue;
            }
        }
        let joined = parts > 0 && part.as_bytes()[start..from].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t')) == Some(&b'.');
        (start, parts) = if joined { (start, parts + 1) } else { (from, 1) };
        if parts > DEPTH_LIMIT {
            return Some(start..at);
        }
    }
    None
}

/// A second value for one key; the parser does not say where the first is.
fn duplicate(text: &str, range: &Range<usize>, file: FileId, place: Range<usize>) -> Diagnostic {
    let key = &text[place.clone()];
    let span = Span::new(place.start, place.end);
    let diagnostic = Diagnostic::at(&DUPLICATE_KEY, file, span, format!("`{}` is written twice", key.trim_matches(['"', '\''])));
    let diagnostic = match first_of(text, range, &place) {
        Some(first) => diagnostic.also(Location { file, span: first }, "first written here"),
        None => diagnostic,
    };
    diagnostic.help("keep one of the two")
}

/// The earlier key or header that says the same as the line of `place` does up to there.
fn first_of(text: &str, range: &Range<usize>, place: &Range<usize>) -> Option<Span> {
    let start = line_at(text, place.start).start.max(range.start);
    let key = &text[place.clone()];
    let head = &text[start..place.start];
    if head.contains(['=', '{', ',']) {
        // Inside an inline table: the nearest one before that is followed by `=`.
        let found = head.rmatch_indices(key).find(|(at, _)| head[at + key.len()..].trim_start().starts_with('='))?;
        return Some(Span::new(start + found.0, start + found.0 + key.len()));
    }
    let same = |line: &str| -> String { line.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'')).collect() };
    let header = head.trim_start().starts_with('[');
    let wanted = same(&text[start..place.end]);
    let mut found = None;
    let mut line_start = range.start;
    for line in text[range.start..start].split_inclusive('\n') {
        let is_header = line.trim_start().starts_with('[');
        let end = if is_header { line.find(']') } else { line.find('=') };
        if is_header && !header {
            // Keys are unique within one header's part of the file.
            found = None;
        }
        if let Some(end) = end.filter(|end| is_header == header && same(&line[..*end]) == wanted) {
            let written = line[..end].trim_end();
            let name = written.rfind(['.', '[']).map_or(written.len() - written.trim_start().len(), |at| at + 1);
            found.get_or_insert(Span::new(line_start + name, line_start + written.len()));
        }
        line_start += line.len();
    }
    found
}

/// The key that begins the line, up to its `=`.
fn key_at(text: &str, line: &Range<usize>, at: usize) -> Span {
    let end = text[line.clone()].find('=').map_or(line.end, |found| line.start + found);
    if at < end { trimmed(text, line.start..end) } else { Span::new(at, at + text[at..].chars().next().map_or(0, char::len_utf8)) }
}

fn quoted(value: &str) -> String {
    if value.contains(['"', '\\']) && !value.contains('\'') {
        format!("'{value}'")
    } else {
        format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    }
}
