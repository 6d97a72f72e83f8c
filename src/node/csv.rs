//! CSV tables as a tree of values with their places.
//!
//! In: a table: a header row with an `id` column, then a row for each record. Out: a map from id to a map from column to text, and
//! what is wrong. An empty cell is absent.
//! It reads the form of RFC 4180 itself, since every cell needs its place and an unclosed quote has to be an error; the `csv` crate is what the
//! tests compare it with. It does not split the cells of list fields.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{Entry, Key, Node, Value, trimmed};
use crate::diag::codes::{CSV_SYNTAX, DUPLICATE_KEY};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{FileId, Location, Span};

/// The column that names the records.
const ID: &str = "id";

/// Reads the part `range` of the file's `text` as a table; spans count bytes of the whole file. The root is always a map, without the column
/// `id`.
pub fn parse(text: &str, range: Range<usize>, file: FileId) -> (Node, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let span = trimmed(text, range.clone());
    let mut rows = rows(&text[..range.end], range.start, file, &mut diagnostics).into_iter();
    let Some(header) = rows.next() else {
        let diagnostic =
            Diagnostic::at(&CSV_SYNTAX, file, span, "the table has no header row").help("name the columns in the first row, `id` first");
        diagnostics.push(diagnostic);
        return (Node::empty_map(span), diagnostics);
    };
    let Some((columns, id)) = columns(header, file, &mut diagnostics) else { return (Node::empty_map(span), diagnostics) };
    let mut first: FxHashMap<Box<str>, Span> = FxHashMap::default();
    let mut records = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(record) = record(row, &columns, id, file, &mut diagnostics) else { continue };
        if let Some(span) = first.get(&record.key.text) {
            let message = format!("two rows have the id `{}`", record.key.text);
            let diagnostic = Diagnostic::at(&DUPLICATE_KEY, file, record.key.span, message)
                .also(Location { file, span: *span }, "first written here")
                .help("give one of them another id");
            diagnostics.push(diagnostic);
            continue;
        }
        first.insert(record.key.text.clone(), record.key.span);
        records.push(record);
    }
    (Node { span, value: Value::Map(records) }, diagnostics)
}

/// A cell: its text without quotes, and its written characters with them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cell {
    text: Box<str>,
    span: Span,
}

/// The names of the columns and the number of the one that holds the ids.
fn columns(header: Vec<Cell>, file: FileId, diagnostics: &mut Diagnostics) -> Option<(Vec<Cell>, usize)> {
    let all = Span { start: header.first()?.span.start, end: header.last()?.span.end };
    for (number, cell) in header.iter().enumerate() {
        if let Some(earlier) = header[..number].iter().find(|earlier| earlier.text == cell.text && !cell.text.is_empty()) {
            let diagnostic = Diagnostic::at(&DUPLICATE_KEY, file, cell.span, format!("two columns are called `{}`", cell.text))
                .also(Location { file, span: earlier.span }, "first written here")
                .help("keep one of the two");
            diagnostics.push(diagnostic);
        }
    }
    let id = header.iter().position(|cell| &*cell.text == ID);
    if id.is_none() {
        let other = [';', '\t'].into_iter().find(|c| header.len() == 1 && header[0].text.contains(*c));
        let help = match other {
            Some(';') => "separate the cells with commas, not with semicolons",
            Some(_) => "separate the cells with commas, not with tabs",
            None => "add a column `id` whose cells name the records",
        };
        diagnostics.push(Diagnostic::at(&CSV_SYNTAX, file, all, "the table has no column `id`").help(help));
    }
    Some((header, id?))
}

/// One row as an entry of the table.
fn record(row: Vec<Cell>, columns: &[Cell], id: usize, file: FileId, diagnostics: &mut Diagnostics) -> Option<Entry> {
    let span = Span { start: row.first()?.span.start, end: row.last()?.span.end };
    if row.len() != columns.len() {
        let message = format!("this row has {}, the header has {}", count(row.len()), columns.len());
        let mut diagnostic = Diagnostic::at(&CSV_SYNTAX, file, span, message);
        diagnostic = match row.len() > columns.len() {
            true => diagnostic.help("put a cell that holds a comma in double quotes"),
            false => diagnostic.help("leave a cell without a value empty, but keep its comma"),
        };
        diagnostics.push(diagnostic);
    }
    let key = match row.get(id) {
        Some(cell) if !cell.text.is_empty() => Key { text: cell.text.clone(), span: cell.span },
        Some(_) | None => {
            // A row that is too short has been reported.
            if row.len() > id {
                let diagnostic = Diagnostic::at(&CSV_SYNTAX, file, span, "this row has no id").help("write a name in its column `id`");
                diagnostics.push(diagnostic);
            }
            return None;
        }
    };
    let mut entries: Vec<Entry> = Vec::with_capacity(columns.len() - 1);
    for (number, (column, cell)) in columns.iter().zip(row).enumerate() {
        let repeated = entries.iter().any(|entry| entry.key.text == column.text);
        if number == id || cell.text.is_empty() || repeated {
            continue;
        }
        if column.text.is_empty() {
            let diagnostic = Diagnostic::at(&CSV_SYNTAX, file, cell.span, "this cell stands in a column without a name")
                .also(Location { file, span: column.span }, "its name is missing here")
                .help("name the column in the first row, or empty the cell");
            diagnostics.push(diagnostic);
            continue;
        }
        // The key's place is the cell too: that is what an author would change about this record.
        let key = Key { text: column.text.clone(), span: column.span };
        entries.push(Entry { key, node: Node { span: cell.span, value: Value::Text(cell.text) } });
    }
    Some(Entry { key, node: Node { span, value: Value::Map(entries) } })
}

fn count(cells: usize) -> String {
    if cells == 1 { "1 cell".to_owned() } else { format!("{cells} cells") }
}

/// All rows from byte `start` on with at least one character in them.
fn rows(text: &str, start: usize, file: FileId, diagnostics: &mut Diagnostics) -> Vec<Vec<Cell>> {
    let bytes = text.as_bytes();
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut at = start;
    while at < bytes.len() {
        let cell = if bytes[at] == b'"' { quoted_cell(text, at, file, diagnostics) } else { plain_cell(text, at, file, diagnostics) };
        at = end_of_cell(text, cell.span.end as usize);
        row.push(cell);
        if bytes.get(at) == Some(&b',') {
            at += 1;
            if at < bytes.len() {
                continue;
            }
            row.push(Cell { text: "".into(), span: Span::new(at, at) });
        }
        at += if bytes[at.min(bytes.len())..].starts_with(b"\r\n") { 2 } else { 1 };
        let row = std::mem::take(&mut row);
        if row.len() > 1 || row.iter().any(|cell: &Cell| cell.span.start < cell.span.end) {
            rows.push(row);
        }
    }
    if !row.is_empty() {
        rows.push(row);
    }
    rows
}

/// The cell that begins at `start`, without the blanks around it, which people put there to line their columns up.
fn plain_cell(text: &str, start: usize, file: FileId, diagnostics: &mut Diagnostics) -> Cell {
    let span = trimmed(text, start..end_of_cell(text, start));
    let written = &text[span.range()];
    if written.starts_with('"') {
        let quote = Span::new(span.start as usize, span.start as usize + 1);
        let diagnostic = Diagnostic::at(&CSV_SYNTAX, file, quote, "a quote that opens behind a blank is no quote");
        diagnostics.push(diagnostic.help("remove the blank before it"));
    }
    Cell { text: written.into(), span }
}

/// Where the comma or the line end after byte `at` is.
fn end_of_cell(text: &str, at: usize) -> usize {
    text[at..].find([',', '\n', '\r']).map_or(text.len(), |found| at + found)
}

/// The cell whose opening quote is at `start`. Text behind the closing quote is reported and skipped.
fn quoted_cell(text: &str, start: usize, file: FileId, diagnostics: &mut Diagnostics) -> Cell {
    let mut value = String::new();
    let mut at = start + 1;
    loop {
        let Some(found) = text[at..].find('"') else {
            let diagnostic = Diagnostic::at(&CSV_SYNTAX, file, Span::new(start, start + 1), "the `\"` that is opened here is never closed")
                .help("write `\"` at the end of the cell");
            diagnostics.push(diagnostic);
            value.push_str(&text[at..]);
            return Cell { text: value.into(), span: Span::new(start, text.len()) };
        };
        value.push_str(&text[at..at + found]);
        at += found + 1;
        if !text[at..].starts_with('"') {
            break;
        }
        value.push('"');
        at += 1;
    }
    let rest = trimmed(text, at..end_of_cell(text, at));
    if rest.start < rest.end {
        let diagnostic = Diagnostic::at(&CSV_SYNTAX, file, rest, "more text after the closing quote")
            .help("put the whole cell in quotes, with `\"\"` for a quote inside it");
        diagnostics.push(diagnostic);
    }
    Cell { text: value.into(), span: Span::new(start, at) }
}

#[cfg(test)]
mod tests;
