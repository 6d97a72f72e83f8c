//! Writes Markdown block by block: paragraphs, headings, lists and quotations in one another.
//!
//! In: words and marks as they come. Out: CommonMark with GFM tables, in which every character of the words means itself.

use std::borrow::Cow;

/// What blocks stand in.
#[derive(Clone, Debug)]
struct Container {
    /// What its first line begins with, until that line is written.
    marker: Option<String>,
    /// What every other line begins with.
    prefix: String,
}

/// A list that is open.
#[derive(Clone, Copy, Debug)]
struct List {
    /// The number of the next item, if they have numbers.
    number: Option<u64>,
    /// Whether nothing was written in it.
    fresh: bool,
}

/// Markdown as it grows.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    out: String,
    /// The words of the block that is open.
    line: String,
    heading: usize,
    containers: Vec<Container>,
    lists: Vec<List>,
    /// Whether a blank line must stand before the next block.
    gap: bool,
    /// Whether the last line is blank.
    blank: bool,
    /// The rows of a table that is open; its last cell is the line.
    table: Option<Vec<Vec<String>>>,
}

impl Blocks {
    /// The whole text.
    pub(super) fn finish(mut self) -> String {
        self.end_table();
        self.end_block();
        self.out
    }

    /// Words, with white space as HTML reads it and everything escaped that Markdown would take for a mark.
    pub(super) fn words(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut written = 0;
        for (at, byte) in bytes.iter().enumerate() {
            if byte.is_ascii_whitespace() {
                self.line.push_str(&text[written..at]);
                written = at + 1;
                if !matches!(self.line.as_bytes().last(), None | Some(b' ' | b'\n')) {
                    self.line.push(' ');
                }
            } else if byte.is_ascii_punctuation() && means_something(text, at, self.table.is_some()) {
                self.line.push_str(&text[written..at]);
                self.line.push('\\');
                written = at;
            }
        }
        self.line.push_str(&text[written..]);
    }

    /// Something that is Markdown already.
    pub(super) fn mark(&mut self, mark: &str) {
        self.line.push_str(mark);
    }

    /// The length of the block that is open, to come back to with `wrap`.
    pub(super) fn place(&self) -> usize {
        self.line.len()
    }

    /// Whether the block that is open holds any words.
    pub(super) fn has_words(&self) -> bool {
        !self.line.trim_end().is_empty()
    }

    /// Puts marks around the words since a place; blanks stay outside. Nothing happens where there are no words or the block has ended.
    pub(super) fn wrap(&mut self, since: usize, before: &str, behind: &str) {
        let Some(words) = self.line.get(since..) else { return };
        let inside = words.trim();
        if inside.is_empty() {
            return;
        }
        let start = since + words.len() - words.trim_start().len();
        let end = start + inside.len();
        self.line.insert_str(end, behind);
        self.line.insert_str(start, before);
    }

    /// A break inside a block.
    pub(super) fn line_break(&mut self) {
        if self.table.is_some() {
            self.part();
        } else if self.has_words() {
            let end = self.line.trim_end().len();
            self.line.truncate(end);
            self.line.push_str("\\\n");
        }
    }

    /// Begins the next part of a row of short facts.
    pub(super) fn part(&mut self) {
        let end = self.line.trim_end().len();
        self.line.truncate(end);
        if end > 0 && !self.line.ends_with(['·', ':']) {
            self.line.push_str(" ·");
        }
        if end > 0 {
            self.line.push(' ');
        }
    }

    /// Begins a heading.
    pub(super) fn heading(&mut self, level: usize) {
        self.end_block();
        self.heading = level;
    }

    /// Ends the block that is open and writes it. In a table there are only cells: the next words follow in the same.
    pub(super) fn end_block(&mut self) {
        if self.table.is_some() {
            if self.has_words() {
                self.part();
            }
            return;
        }
        let line = std::mem::take(&mut self.line);
        let heading = std::mem::take(&mut self.heading);
        // A break at the end of a block breaks nothing.
        let mut text = line.trim_matches(' ');
        while let Some(before) = text.strip_suffix("\\\n") {
            text = before.trim_end();
        }
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        self.gap();
        for (at, line) in text.lines().enumerate() {
            let start = if at == 0 && heading > 0 { format!("{} ", "#".repeat(heading)) } else { String::new() };
            let line = if start.is_empty() { guarded(line) } else { Cow::Borrowed(line) };
            self.write(&format!("{start}{line}"));
        }
        self.gap = true;
    }

    /// A line between two parts of a text.
    pub(super) fn rule(&mut self) {
        self.end_block();
        if self.table.is_none() {
            self.gap();
            self.write("---");
            self.gap = true;
        }
    }

    /// Lines that stand as they are.
    pub(super) fn code(&mut self, language: &str, code: &str) {
        if self.table.is_some() {
            self.words(code);
            return;
        }
        self.end_block();
        self.gap();
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        self.write(&format!("{fence}{language}"));
        code.trim_end_matches('\n').split('\n').for_each(|line| self.write(line));
        self.write(&fence);
        self.gap = true;
    }

    /// Begins a quotation.
    pub(super) fn quote(&mut self) {
        self.end_block();
        self.gap();
        self.containers.push(Container { marker: None, prefix: "> ".to_owned() });
    }

    /// Begins a list, numbered from a number if there is one.
    pub(super) fn list(&mut self, number: Option<u64>) {
        self.end_block();
        self.lists.push(List { number, fresh: true });
    }

    /// Begins an item of the list.
    pub(super) fn item(&mut self, number: Option<u64>) {
        self.end_block();
        let (mut marker, mut fresh) = ("- ".to_owned(), true);
        if let Some(list) = self.lists.last_mut() {
            if let Some(next) = number.or(list.number).filter(|_| list.number.is_some()) {
                marker = format!("{next}. ");
                list.number = Some(next.saturating_add(1));
            }
            fresh = std::mem::replace(&mut list.fresh, false);
        }
        if fresh {
            self.gap();
        }
        self.gap = false;
        let prefix = " ".repeat(marker.len());
        self.containers.push(Container { marker: Some(marker), prefix });
    }

    /// Ends the innermost quotation or item.
    pub(super) fn end_container(&mut self) {
        self.end_block();
        self.containers.pop();
        self.gap = !self.out.is_empty();
    }

    /// Ends the list.
    pub(super) fn end_list(&mut self) {
        self.end_block();
        self.lists.pop();
        self.gap = !self.out.is_empty();
    }

    /// Begins a table; one in another is read as words of its cell.
    pub(super) fn table(&mut self) {
        if self.table.is_none() {
            self.end_block();
            self.table = Some(Vec::new());
        }
    }

    /// Whether a table is open.
    pub(super) fn in_table(&self) -> bool {
        self.table.is_some()
    }

    /// Begins a row of the table.
    pub(super) fn row(&mut self) {
        self.cell();
        if let Some(rows) = &mut self.table {
            rows.push(Vec::new());
        }
    }

    /// Begins a cell of the table, or what stands before one: a cell that nothing ended ends here.
    pub(super) fn cell(&mut self) {
        if self.has_words() {
            self.end_cell();
        }
    }

    /// Ends a cell of the table.
    pub(super) fn end_cell(&mut self) {
        let Some(rows) = &mut self.table else { return self.end_block() };
        let line = std::mem::take(&mut self.line);
        if let Some(row) = rows.last_mut() {
            row.push(line.trim().trim_end_matches('·').trim_end().replace('\n', " "));
        }
    }

    /// Writes the table: its first row is the header.
    pub(super) fn end_table(&mut self) {
        let Some(mut rows) = self.table.take() else { return };
        self.line.clear();
        rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        if columns == 0 {
            return;
        }
        self.gap();
        for (at, row) in rows.iter().enumerate() {
            let cells = (0..columns).map(|at| row.get(at).map_or("", String::as_str));
            let line: String = cells.map(|cell| format!(" {cell} |")).collect();
            self.write(&format!("|{line}"));
            if at == 0 {
                self.write(&format!("|{}", " --- |".repeat(columns)));
            }
        }
        self.gap = true;
    }

    /// A blank line, if the last block wants one and something else follows in the same place.
    fn gap(&mut self) {
        let waits = self.containers.iter().any(|container| container.marker.is_some());
        if std::mem::take(&mut self.gap) && !waits && !self.blank {
            self.blank = true;
            let prefix: String = self.containers.iter().map(|container| container.prefix.as_str()).collect();
            self.out.push_str(prefix.trim_end());
            self.out.push('\n');
        }
    }

    fn write(&mut self, line: &str) {
        self.blank = false;
        let start = self.out.len();
        for container in &mut self.containers {
            match container.marker.take() {
                Some(marker) => self.out.push_str(&marker),
                None => self.out.push_str(&container.prefix),
            }
        }
        self.out.push_str(line);
        let end = start + self.out[start..].trim_end().len();
        self.out.truncate(end);
        self.out.push('\n');
    }
}

/// A line that would begin a heading, a quotation, a list or a fence, so that it does not.
fn guarded(line: &str) -> Cow<'_, str> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let behind = &line.as_bytes()[digits..];
    let numbered = (1..=9).contains(&digits) && matches!(behind, [b'.' | b')'] | [b'.' | b')', b' ', ..]);
    if numbered {
        return Cow::Owned(format!("{}\\{}", &line[..digits], &line[digits..]));
    }
    let is_mark = line.starts_with(['#', '>', '+', '=', '~', '|']) || line.starts_with("- ") || line.starts_with("--") || line == "-";
    if is_mark && !line.starts_with("~~") { Cow::Owned(format!("\\{line}")) } else { Cow::Borrowed(line) }
}

/// Whether Markdown would take the character at a place of some words for a mark.
fn means_something(text: &str, at: usize, in_table: bool) -> bool {
    let bytes = text.as_bytes();
    let alone = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    match bytes[at] {
        b'\\' | b'*' | b'`' | b'[' | b']' | b'<' => true,
        // Inside a word it marks nothing.
        b'_' => alone(at.checked_sub(1)) || alone(at.checked_add(1)),
        b'|' => in_table,
        b'~' => bytes.get(at + 1) == Some(&b'~'),
        // What looks like an entity would be read as one.
        b'&' => {
            let name = bytes[at + 1..].iter().take(32).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count();
            name > 0 && bytes.get(at + 1 + name) == Some(&b';')
        }
        _ => false,
    }
}
