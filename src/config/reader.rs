//! Reads tables of settings: checks their keys against the declaration, and their values one by one.
//!
//! In: a table of the tree of values, with what is declared for it. Out: values, and every problem in them at its exact characters.

use super::settings::{Holds, Others, Table};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::node::Node;
use crate::source::{FileId, Span};

/// Reads tables, and keeps what is wrong with them.
pub(super) struct Reader {
    /// The configuration.
    pub(super) file: FileId,
    /// What was wrong.
    pub(super) problems: Diagnostics,
    /// The addresses of the lists of kinds, each an output of its own.
    pub(super) lists: Vec<String>,
}

impl Reader {
    pub(super) fn new(file: FileId, problems: Diagnostics) -> Reader {
        Reader { file, problems, lists: Vec::new() }
    }

    /// A table in a table, if it is written, with its unknown keys reported.
    pub(super) fn table<'n>(&mut self, above: Table<'n>, key: &str) -> Option<Table<'n>> {
        let Holds::Table(settings, others) = above.setting(key).holds else { panic!("`{key}` is declared as a table") };
        let node = above.get(key)?;
        if node.as_map().is_none() {
            let help = format!("write `[{key}]` on a line of its own, and its settings below");
            self.wrong(node.span, format!("`{key}` must be a table, but this is {}", node.kind()), &help);
            return None;
        }
        let table = Table::new(node, settings);
        self.known(table, others);
        Some(table)
    }

    /// The groups of settings in a list, if it is written, each with its unknown keys reported.
    pub(super) fn entries<'n>(&mut self, table: Table<'n>, key: &str, form: &str) -> Option<Vec<Table<'n>>> {
        let Holds::Entries(settings) = table.setting(key).holds else { panic!("`{key}` is declared as a list of groups") };
        let node = table.get(key)?;
        let Some(items) = node.as_list() else {
            self.wrong(node.span, format!("`{key}` must be a list, but this is {}", node.kind()), form);
            return Some(Vec::new());
        };
        let items: Vec<Table> = items.iter().map(|item| Table::new(item, settings)).collect();
        items.iter().for_each(|item| self.known(*item, Others::None));
        Some(items)
    }

    pub(super) fn known(&mut self, table: Table, others: Others) {
        let lists: &[String] = match others {
            Others::None => &[],
            Others::Lists => &self.lists,
            Others::Any | Others::Texts | Others::Declarations => return,
        };
        let mut known: Vec<&str> = table.keys().collect();
        known.extend(lists.iter().map(String::as_str));
        for entry in table.node.entries().iter().filter(|entry| !known.contains(&&*entry.key.text)) {
            let problem = Diagnostic::at(&codes::CONFIG_KEY, self.file, entry.key.span, format!("unknown setting `{}`", entry.key.text));
            let help = format!("known here: {}", known.join(", "));
            self.problems.push(
                problem.did_you_mean_key(&entry.key.text, &known, table.node.entries().iter().map(|other| &*other.key.text)).help(help),
            );
        }
    }

    pub(super) fn text(&mut self, table: Table, key: &str) -> Option<String> {
        self.text_of(key, table.get(key)?)
    }

    pub(super) fn text_of(&mut self, key: &str, value: &Node) -> Option<String> {
        let text = value.as_text().map(str::to_owned);
        if text.is_none() {
            self.wrong(value.span, format!("`{key}` must be text, but this is {}", value.kind()), "put it in quotes");
        }
        text
    }

    /// The texts of a list, with their places.
    pub(super) fn texts(&mut self, table: Table, key: &str) -> Vec<(Span, String)> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let Some(items) = value.as_list() else {
            self.wrong(value.span, format!("`{key}` must be a list, but this is {}", value.kind()), "write it as `[\"…\", \"…\"]`");
            return Vec::new();
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            match item.as_text() {
                Some(text) => texts.push((item.span, text.to_owned())),
                None => self.wrong(item.span, format!("`{key}` holds texts, but this is {}", item.kind()), "put it in quotes"),
            }
        }
        texts
    }

    pub(super) fn checked<T>(&mut self, table: Table, key: &str, target: &mut T, read: impl Fn(&str) -> Option<T>, expected: &str) {
        let Some(value) = table.get(key) else { return };
        match value.written().and_then(read) {
            Some(read) => *target = read,
            None => {
                let shown = value.written().map_or_else(|| value.kind().to_owned(), |written| format!("`{written}`"));
                self.wrong(value.span, format!("`{key}` cannot be {shown}"), &format!("write {expected}"));
            }
        }
    }

    pub(super) fn count(&mut self, table: Table, key: &str, target: &mut usize) {
        let Some(value) = table.get(key) else { return };
        match value.as_int().and_then(|number| usize::try_from(number).ok()).filter(|number| *number > 0) {
            Some(number) => *target = number,
            None => self.wrong(value.span, format!("`{key}` must be a whole number above 0"), "write it in digits, without quotes"),
        }
    }

    /// A whole number between the bounds that are declared for it.
    pub(super) fn number(&mut self, table: Table, key: &str, mut take: impl FnMut(usize)) {
        let Holds::Number(least, most) = table.setting(key).holds else { panic!("`{key}` is declared as a number with bounds") };
        let Some(value) = table.get(key) else { return };
        match value.as_int().and_then(|number| usize::try_from(number).ok()).filter(|number| (least..=most).contains(number)) {
            Some(number) => take(number),
            None => self.wrong(
                value.span,
                format!("`{key}` must be a whole number from {least} to {most}"),
                "write it in digits, without quotes",
            ),
        }
    }

    pub(super) fn truth(&mut self, table: Table, key: &str, target: &mut bool) {
        if let Some(value) = table.get(key) {
            self.truth_of(key, value, target);
        }
    }

    pub(super) fn truth_of(&mut self, key: &str, value: &Node, target: &mut bool) {
        match value.as_bool() {
            Some(truth) => *target = truth,
            None => {
                let message = format!("`{key}` must be `true` or `false`, but this is {}", value.kind());
                self.wrong(value.span, message, "write the word without quotes");
            }
        }
    }

    pub(super) fn wrong(&mut self, span: Span, message: String, help: &str) {
        self.problems.push(Diagnostic::at(&codes::CONFIG_VALUE, self.file, span, message).help(help));
    }
}
