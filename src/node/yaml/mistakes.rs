//! What a YAML syntax error means to the one who made it.
//!
//! In: the parser's words and where it stopped. Out: a diagnostic on the characters to change, which are often not those where the parser gave
//! up, with what to write instead. The parser's words are only a hint to the kind of mistake; unknown ones are passed on.

use std::ops::Range;

use crate::diag::Diagnostic;
use crate::diag::codes::YAML_SYNTAX;
use crate::node::{character_at, line_at, too_deep, trimmed};
use crate::source::{FileId, Location, Span};

/// Where the parser stopped.
pub(super) struct Scene<'a> {
    /// The whole file.
    pub(super) text: &'a str,
    /// The part that is YAML.
    pub(super) range: Range<usize>,
    /// The file.
    pub(super) file: FileId,
    /// The innermost `[` or `{` that is still open.
    pub(super) open_bracket: Option<usize>,
    /// The last scalar that was read.
    pub(super) last_scalar: Option<Span>,
}

/// The diagnostic for an error that the parser describes as `info` and places at byte `at`.
pub(super) fn explain(scene: &Scene<'_>, info: &str, at: usize) -> Diagnostic {
    let says = |words: &str| info.contains(words);
    if says("recursion limit") {
        return too_deep(scene.file, character_at(scene.text, at));
    }
    if let Some(tabs) = scene.tabs(info, at) {
        return scene.error(tabs, "a tab where YAML wants spaces").help("indent with spaces, two for each level");
    }
    if let Some(diagnostic) = scene.unclosed_bracket(at) {
        return diagnostic;
    }
    let here = character_at(scene.text, at);
    if says("mapping values are not allowed") || (says("expected ','") && scene.text[at..].starts_with(':')) {
        scene.stray_colon(at)
    } else if says("simple key") {
        scene.no_colon(at)
    } else if says("unexpected end of stream") || says("invalid indentation in quoted scalar") || says("document indicator") {
        scene.unclosed_quote(at)
    } else if says("invalid trailing content") {
        scene.after_quote(at)
    } else if says("unexpected character") && scene.text[at..].starts_with('@') {
        let word = scene.word(at);
        let name = &scene.text[word.range()];
        let help = format!("write the id alone, `{}`, or put the value in quotes if it is a name", &name[1..]);
        scene.error(word, "a value cannot begin with `@`").help(help)
    } else if says("unexpected character") {
        let message = format!("a value cannot begin with `{}`", &scene.text[here.range()]);
        scene.error(here, message).help(scene.in_quotes(at))
    } else if says("unknown anchor") || says("anchor or alias") {
        let word = scene.word(at);
        let message = format!("nothing is named by `{}`", &scene.text[word.range()]);
        scene.error(word, message).help(scene.in_quotes(at))
    } else if says("tag") || says("the handle wasn't declared") {
        let word = scene.word(at);
        scene.error(word, "a value cannot begin with `!`").help(scene.in_quotes(at))
    } else if says("block sequence entries are not allowed") {
        scene.error(here, "a list cannot begin on the line of its key").help("put every `- item` on a line of its own below the key")
    } else if says("misplaced bracket") {
        let message = format!("this `{}` closes nothing", &scene.text[here.range()]);
        scene.error(here, message).help("remove it, or put the value in quotes if the bracket belongs to the text")
    } else if says("block mapping") || says("block collection") || says("invalid indentation") {
        let line = trimmed(scene.text, at..line_at(scene.text, at).end.max(at));
        scene
            .error(line, "the indentation of this line fits nothing above it")
            .help("begin the line in the same column as the other lines of its group")
    } else if says("unknown escape") || says("hexadecimal") || says("Unicode character escape") {
        scene.bad_escape(at)
    } else if says("block scalar") {
        scene
            .error(here, "the text after `|` or `>` cannot be read")
            .help("begin the text on the line below, every line indented by the same number of spaces")
    } else if says("expected ','") {
        let diagnostic = scene
            .error(here, "a `,` or the closing bracket is missing before this")
            .help("write it there, or put the value in quotes if this belongs to the text");
        scene.with_bracket(diagnostic)
    } else if says("expected node content") {
        scene.error(here, "a value is missing before this").help("write the value, or remove what is too much")
    } else {
        scene
            .error(here, format!("this is not valid YAML: {}", lower(info)))
            .help("put the value in quotes if it holds signs such as `:`, `#`, `-` or `[`")
    }
}

impl Scene<'_> {
    fn error(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::at(&YAML_SYNTAX, self.file, span, message)
    }

    /// The tabs that are in the way, if that is what is wrong.
    fn tabs(&self, info: &str, at: usize) -> Option<Span> {
        let before = &self.text[self.range.start..at];
        let run = before.len() - before.trim_end_matches('\t').len();
        let blames_space = info.contains("valid YAML whitespace") || info.split([' ', ',']).any(|word| matches!(word, "tab" | "tabs"));
        if run > 0 && (blames_space || before.trim_end_matches('\t').ends_with('\n')) {
            return Some(Span::new(at - run, at));
        }
        if !blames_space {
            return None;
        }
        // The scanner may blame the start of the value that a tab interrupts.
        let from = line_at(self.text, at).start.max(self.range.start);
        let mut line_start = from;
        for line in self.text[from..self.range.end].split_inclusive('\n') {
            let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
            if let Some(tab) = indent.find('\t') {
                return Some(Span::new(line_start + tab, line_start + indent.len()));
            }
            line_start += line.len();
        }
        None
    }

    /// The innermost bracket, if the error comes of its not being closed.
    fn unclosed_bracket(&self, at: usize) -> Option<Diagnostic> {
        let open = self.open_bracket?;
        let begun = line_at(self.text, open);
        let stopped = line_at(self.text, at);
        let indent = |line: &Range<usize>| {
            let line = &self.text[line.clone()];
            line.len() - line.trim_start().len()
        };
        let at_end = self.text[at..self.range.end].trim().is_empty();
        let outside =
            stopped.start > begun.start && indent(&stopped) <= indent(&begun) && !self.text[stopped].trim_start().starts_with([']', '}']);
        if !at_end && !outside {
            return None;
        }
        // An anchor or a tag may stand in front of the bracket.
        let open = open + self.text[open..at.max(open)].find(['[', '{'])?;
        let (bracket, close) = if self.text[open..].starts_with('[') { ('[', ']') } else { ('{', '}') };
        let message = format!("the `{bracket}` that is opened here is never closed");
        Some(self.error(Span::new(open, open + 1), message).help(format!("write `{close}` behind the last item")))
    }

    fn with_bracket(&self, diagnostic: Diagnostic) -> Diagnostic {
        match self.open_bracket {
            Some(open) => diagnostic.also(Location { file: self.file, span: character_at(self.text, open) }, "opened here"),
            None => diagnostic,
        }
    }

    /// A colon where the line already has its key.
    fn stray_colon(&self, at: usize) -> Diagnostic {
        let colon = character_at(self.text, at);
        let line = line_at(self.text, at);
        let Some(scalar) = self.last_scalar.filter(|scalar| scalar.end as usize <= at) else {
            return self.error(colon, "a `:` without a key before it");
        };
        let (start, end) = (scalar.start as usize, scalar.end as usize);
        if start >= line.start && !self.text[end..at].trim().is_empty() {
            return self.error(colon, "a `:` without a key before it").help(self.in_quotes(at));
        }
        if start >= line.start {
            let value = trimmed(self.text, start..line.end.min(self.range.end).max(start));
            let quoted = quoted(&self.text[value.range()]);
            return self.error(colon, "a `: ` inside a value without quotes").help(format!("put the value in quotes: `{quoted}`"));
        }
        // The scalar runs over several lines: the last one was meant to be a key of its own.
        let key = trimmed(self.text, line.start..at);
        let first = line_at(self.text, start);
        if trimmed(self.text, first.clone()).start as usize == start {
            return self.line_without_colon(first);
        }
        let name = &self.text[key.range()];
        self.error(key, format!("`{name}` is indented deeper than the field above it, so it continues that field's value"))
            .help("begin it in the same column as the other fields")
    }

    /// A line that should be `key: value`.
    fn no_colon(&self, at: usize) -> Diagnostic {
        let before = self.text[self.range.start..at].trim_end();
        let mut line = line_at(self.text, self.range.start + before.len());
        line.start = line.start.max(self.range.start);
        line.end = line.end.min(self.range.end);
        self.line_without_colon(line)
    }

    fn line_without_colon(&self, line: Range<usize>) -> Diagnostic {
        let span = trimmed(self.text, line);
        let written = &self.text[span.range()];
        if let Some(colon) = written.find(':').filter(|colon| *colon > 0 && *colon + 1 < written.len()) {
            let (key, value) = (&written[..colon], &written[colon + 1..]);
            let span = Span::new(span.start as usize + colon, span.start as usize + colon + 1);
            return self.error(span, "no space after the `:`").help(format!("write `{key}: {}`", value.trim_start()));
        }
        self.error(span, "this line is not `key: value`")
            .help("write a `:` and a space behind the key, or indent the line if it continues the value above")
    }

    fn unclosed_quote(&self, at: usize) -> Diagnostic {
        // The place may include an anchor or a tag before the quote.
        let quote = at + self.text[at..self.range.end.max(at)].find(['"', '\'']).unwrap_or(0);
        let span = character_at(self.text, quote);
        let mark = &self.text[span.range()];
        self.error(span, format!("the `{mark}` that is opened here is never closed"))
            .help(format!("write `{mark}` at the end of the value, or remove this one"))
    }

    fn after_quote(&self, at: usize) -> Diagnostic {
        let rest = trimmed(self.text, at..line_at(self.text, at).end.max(at));
        let before = self.text[self.range.start..at].trim_end();
        let help = if before.ends_with('\'') {
            "write an apostrophe twice inside single quotes, or put the value in double quotes"
        } else {
            "put the whole value in one pair of quotes, with `\\\"` for a quote inside it"
        };
        self.error(rest, "more text after the closing quote").help(help)
    }

    fn bad_escape(&self, at: usize) -> Diagnostic {
        let text = &self.text[at..self.range.end.max(at)];
        let mut escapes = text.match_indices('\\').peekable();
        while let Some((found, _)) = escapes.next() {
            let next = text[found + 1..].chars().next();
            match next {
                Some('\\') => {
                    // The second half of `\\` begins no escape.
                    escapes.next();
                }
                Some(c) if !"0abt\tnvfre \"/N_LPxuU\n\r".contains(c) => {
                    let span = Span::new(at + found, at + found + 1 + c.len_utf8());
                    let message = format!("`\\{c}` means nothing inside double quotes");
                    return self.error(span, message).help("write `\\\\` for a backslash, or use single quotes");
                }
                Some(_) | None => {}
            }
        }
        self.error(character_at(self.text, at), "an escape in this text cannot be read")
            .help("write `\\\\` for a backslash, or use single quotes")
    }

    /// Advice to quote what stands from `at` to the end of its line.
    fn in_quotes(&self, at: usize) -> String {
        let line = line_at(self.text, at);
        let value = trimmed(self.text, at..line.end.min(self.range.end).max(at));
        match self.open_bracket {
            Some(_) => "put the value in quotes if this belongs to the text".to_owned(),
            None => format!("put the value in quotes: `{}`", quoted(&self.text[value.range()])),
        }
    }

    fn word(&self, at: usize) -> Span {
        let rest = &self.text[at..self.range.end.max(at)];
        Span::new(at, at + rest.find(|c: char| c.is_whitespace() || ",]}".contains(c)).unwrap_or(rest.len()))
    }
}

/// A value in the quotes that need the fewest changes.
fn quoted(value: &str) -> String {
    if !value.contains(['"', '\\']) { format!("\"{value}\"") } else { format!("'{}'", value.replace('\'', "''")) }
}

fn lower(info: &str) -> String {
    let mut characters = info.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}
