//! Finds directives before the Markdown parser runs and hides them from it, byte for byte, so that every offset stays what it is.
//!
//! In: the source and the stretch of it that is Markdown. Out: the text for the Markdown parser and a list of what was hidden where.
//! A hidden line becomes a rule, which ends paragraphs and lists; an inline directive's `:name[` and `]{…}` become commas, which can
//! neither open nor close anything and are punctuation for emphasis, as brackets are. It decides nothing: a mark in code or in a link's
//! address is never looked up, because the parser does not report text there.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options as Syntax, Parser, Tag};
use unicode_normalization::char::is_combining_mark;

use super::attributes;
use super::fences;

/// The text as the Markdown parser shall see it.
#[derive(Debug)]
pub(super) struct Masked<'a> {
    /// As long as the stretch it stands for.
    pub(super) text: Cow<'a, str>,
    /// Where the stretch begins in the source.
    pub(super) base: usize,
    /// What was hidden, by place.
    pub(super) marks: Vec<Mark>,
}

/// Something that was hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// First byte in the source.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// What it is.
    pub(super) kind: MarkKind,
}

/// What was hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkKind {
    /// `:name[`
    Open {
        /// Where its `]` stands.
        close: usize,
        /// One past the directive.
        end: usize,
    },
    /// `]` or `]{…}`
    Close {
        /// Where the colon of its opening stands.
        open: usize,
    },
    /// The colon of a `:name[` without a `]`.
    Unclosed,
    /// A directive line, for [`fences::read`].
    Line,
    /// The bracket before a leaf's label: not part of the label.
    Bracket,
}

/// What the stretch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stretch {
    /// Lines of Markdown.
    Blocks,
    /// The label of a leaf directive with the bracket before it. Behind a hidden bracket nothing begins a block, so `1. x` stays text.
    Label,
}

/// Attributes that hold a backtick can change what is code behind them; each round settles at least one of them.
const ROUNDS: usize = 8;

/// Masks the stretch `range` of `text`.
pub(super) fn mask(text: &str, range: Range<usize>, stretch: Stretch, syntax: Syntax) -> Masked<'_> {
    let source = &text[range.clone()];
    if stretch == Stretch::Blocks && !may_hold_directives(source) {
        return Masked { text: Cow::Borrowed(source), base: range.start, marks: Vec::new() };
    }
    let mut scan = Scanner::new(text, range.clone(), stretch).run(&[]);
    if may_hold_code(source, syntax) {
        let mut protected = Vec::new();
        for _ in 0..ROUNDS {
            // In the first round nothing is known to be code, so only what cannot stand in code is hidden.
            let visible = if protected.is_empty() {
                scan.apply(source, range.start, Hide::Lines)
            } else {
                scan.apply(source, range.start, Hide::All)
            };
            let found = code(&visible, range.start, syntax);
            let settled = found == protected;
            protected = found;
            // What begins a line decides about blocks, and blocks come before code in a line: these colons stay hidden.
            let colons = std::mem::take(&mut scan.colons);
            scan = Scan { colons, ..Scanner::new(text, range.clone(), stretch).run(&protected) };
            if settled || !scan.delicate {
                break;
            }
        }
    }
    let masked = scan.apply(source, range.start, Hide::All);
    scan.marks.sort_unstable_by_key(|mark| mark.start);
    Masked { text: Cow::Owned(masked), base: range.start, marks: scan.marks }
}

/// A quick look for a colon that could begin a directive or be taken for a definition.
fn may_hold_directives(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.match_indices(':').any(|(at, _)| match bytes.get(at + 1) {
        Some(b':') => true,
        next => {
            let name = bytes[at + 1..].iter().take_while(|byte| fences::is_name_byte(**byte)).count();
            let directive = next.is_some() && bytes.get(at + 1 + name) == Some(&b'[');
            directive || line_starts(bytes, at)
        }
    })
}

/// Whether only spaces and marks of containers stand between the line's start and `at`. A guess: too often true costs only time.
fn line_starts(bytes: &[u8], at: usize) -> bool {
    let before = bytes[..at].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t'));
    matches!(before, None | Some(b'\n' | b'\r' | b'>' | b'-' | b'*' | b'+' | b'.' | b')' | b':'))
}

/// A quick look for what can make code, raw HTML or formulas.
fn may_hold_code(text: &str, syntax: Syntax) -> bool {
    // Without leaving early inside a piece, so that the compiler compares many bytes at once.
    let sign = |piece: &[u8]| piece.iter().fold(false, |found, byte| found | matches!(byte, b'`' | b'<' | b'\t' | b'~'));
    text.as_bytes().chunks(256).any(sign) || text.contains("    ") || (syntax.contains(Syntax::ENABLE_MATH) && text.contains('$'))
}

/// The stretches of code, raw HTML, formulas and autolinks, in order.
fn code(masked: &str, base: usize, syntax: Syntax) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (event, range) in Parser::new_ext(masked, syntax).into_offset_iter() {
        let is_code = match event {
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) | Event::Html(_) | Event::InlineHtml(_) => true,
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => true,
            Event::Start(Tag::Link { link_type, .. }) => matches!(link_type, LinkType::Autolink | LinkType::Email),
            _ => false,
        };
        let range = range.start + base..range.end + base;
        if is_code && ranges.last().is_none_or(|last| last.end <= range.start) {
            ranges.push(range);
        }
    }
    ranges
}

/// How much to hide.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hide {
    Lines,
    All,
}

/// The bytes that mean something to the scanner.
const STOPS: [bool; 256] = {
    let mut stops = [false; 256];
    stops[b'\\' as usize] = true;
    stops[b':' as usize] = true;
    stops[b'[' as usize] = true;
    stops[b']' as usize] = true;
    stops[b'\n' as usize] = true;
    stops[b'\r' as usize] = true;
    stops
};

struct Scanner<'a, 'p> {
    text: &'a str,
    bytes: &'a [u8],
    range: Range<usize>,
    stretch: Stretch,
    protected: &'p [Range<usize>],
    open: Vec<Bracket>,
    scan: Scan,
}

/// An open bracket: of a directive whose colon stands here, or any other.
#[derive(Clone, Copy)]
enum Bracket {
    Directive { colon: usize, after: usize },
    Other,
}

#[derive(Default)]
struct Scan {
    marks: Vec<Mark>,
    /// Colons at the start of a line that would be taken for definitions.
    colons: Vec<usize>,
    /// Whether hidden attributes hold characters that could be taken for code.
    delicate: bool,
}

impl Scan {
    fn apply(&self, source: &str, base: usize, hide: Hide) -> String {
        let mut bytes = source.as_bytes().to_vec();
        for colon in &self.colons {
            bytes[colon - base] = b',';
        }
        for mark in &self.marks {
            let hidden = &mut bytes[mark.start - base..mark.end - base];
            match mark.kind {
                MarkKind::Line => {
                    hidden.fill(b' ');
                    // Not `*` or `-`: behind a bullet of the same kind the whole line would be one rule.
                    hidden[..mark.end.min(mark.start + 3) - mark.start].fill(b'_');
                }
                MarkKind::Bracket => hidden.fill(b','),
                MarkKind::Open { .. } | MarkKind::Close { .. } if hide == Hide::All => hidden.fill(b','),
                MarkKind::Open { .. } | MarkKind::Close { .. } | MarkKind::Unclosed => {}
            }
        }
        String::from_utf8(bytes).expect("masks begin and end at ASCII characters, so they replace whole characters")
    }
}

impl<'a, 'p> Scanner<'a, 'p> {
    fn new(text: &'a str, range: Range<usize>, stretch: Stretch) -> Scanner<'a, 'p> {
        Scanner { text, bytes: &text.as_bytes()[..range.end], range, stretch, protected: &[], open: Vec::new(), scan: Scan::default() }
    }

    fn run(mut self, protected: &'p [Range<usize>]) -> Scan {
        self.protected = protected;
        let mut at = self.range.start;
        let mut line_start = true;
        if self.stretch == Stretch::Label {
            self.scan.marks.push(Mark { start: at, end: at + 1, kind: MarkKind::Bracket });
            at += 1;
            line_start = false;
        }
        while at < self.range.end {
            if line_start {
                at = self.line_start(at);
            }
            let after = self.skip_protected(at);
            let jumped = after > at;
            at = after;
            let Some(byte) = self.bytes.get(at) else { break };
            if jumped && matches!(self.bytes[at - 1], b'\n' | b'\r') {
                line_start = true;
                continue;
            }
            if !STOPS[*byte as usize] {
                line_start = false;
                at = self.next_stop(at);
                continue;
            }
            line_start = *byte == b'\n' || (*byte == b'\r' && self.bytes.get(at + 1) != Some(&b'\n'));
            at = match byte {
                b'\\' if self.bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at + 2,
                b':' => self.colon(at),
                b'[' => {
                    self.open.push(Bracket::Other);
                    at + 1
                }
                b']' => self.close(at),
                _ => at + 1,
            };
        }
        self.end_block();
        self.scan
    }

    /// The next byte that the loop looks at.
    fn next_stop(&self, from: usize) -> usize {
        let limit = self.protected.first().map_or(self.range.end, |first| first.start.max(from + 1).min(self.range.end));
        let rest = &self.bytes[from..limit];
        rest.iter().position(|byte| STOPS[*byte as usize]).map_or(limit, |stop| from + stop)
    }

    fn skip_protected(&mut self, mut at: usize) -> usize {
        while let Some(first) = self.protected.first().filter(|first| first.start <= at) {
            at = at.max(first.end);
            self.protected = &self.protected[1..];
        }
        at
    }

    /// Looks at the start of a line; gives where its text begins.
    fn line_start(&mut self, start: usize) -> usize {
        let at = self.after_prefix(start);
        if matches!(self.bytes.get(at), None | Some(b'\n' | b'\r')) {
            self.end_block();
            return at;
        }
        let protected = self.protected.iter().take_while(|range| range.start <= at).any(|range| at < range.end);
        if self.bytes[at] != b':' || protected {
            return start;
        }
        if let Some(line) = fences::read(self.text, at, self.range.end) {
            self.end_block();
            self.scan.delicate |= line.attributes.is_some_and(|range| is_delicate(&self.bytes[range]));
            self.scan.marks.push(Mark { start: at, end: line.end, kind: MarkKind::Line });
            return line.end;
        }
        let definition = matches!(self.bytes.get(at + 1), Some(b' ' | b'\t'));
        if !definition && !self.is_table_rule(at) {
            self.scan.colons.push(at);
        }
        start
    }

    /// Skips indentation and the marks of quotations, list items, definitions and footnotes.
    fn after_prefix(&self, start: usize) -> usize {
        let space = |at: usize| matches!(self.bytes.get(at), Some(b' ' | b'\t'));
        let mut at = start;
        loop {
            at += self.bytes[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            let digits = self.bytes[at..].iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
            at = match self.bytes.get(at) {
                Some(b'>') => at + 1,
                Some(b'-' | b'*' | b'+' | b':') if space(at + 1) => at + 2,
                Some(b'0'..=b'9') if matches!(self.bytes.get(at + digits), Some(b'.' | b')')) && space(at + digits + 1) => at + digits + 2,
                Some(b'[') if self.bytes.get(at + 1) == Some(&b'^') => {
                    let stop = self.bytes[at..].iter().position(|byte| matches!(byte, b']' | b'\n' | b'\r')).map(|stop| at + stop);
                    match stop {
                        Some(stop) if self.bytes[stop..].starts_with(b"]: ") => stop + 3,
                        _ => return at,
                    }
                }
                _ => return at,
            };
        }
    }

    /// Whether the line from `at` is the second line of a table, which may begin with a colon.
    fn is_table_rule(&self, at: usize) -> bool {
        let line = self.bytes[at..].iter().take_while(|byte| !matches!(byte, b'\n' | b'\r'));
        self.bytes.get(at + 1) == Some(&b'-') && line.clone().all(|byte| matches!(byte, b'-' | b':' | b'|' | b' ' | b'\t'))
    }

    /// A colon that may begin an inline directive.
    fn colon(&mut self, at: usize) -> usize {
        let name = at + 1;
        if !self.bytes.get(name).is_some_and(u8::is_ascii_alphabetic) {
            return at + 1;
        }
        let bracket = name + self.bytes[name..].iter().take_while(|byte| fences::is_name_byte(**byte)).count();
        let before = self.text[self.range.start..at].chars().next_back();
        if self.bytes.get(bracket) != Some(&b'[') || before.is_some_and(is_word) {
            return bracket;
        }
        self.open.push(Bracket::Directive { colon: at, after: bracket + 1 });
        bracket + 1
    }

    fn close(&mut self, at: usize) -> usize {
        let Some(Bracket::Directive { colon, after }) = self.open.pop() else { return at + 1 };
        let end = match self.bytes.get(at + 1) {
            Some(b'{') => attributes::end(self.text, at + 1, self.range.end).unwrap_or(at + 1),
            _ => at + 1,
        };
        self.scan.delicate |= is_delicate(&self.bytes[at..end]);
        self.scan.marks.push(Mark { start: colon, end: after, kind: MarkKind::Open { close: at, end } });
        self.scan.marks.push(Mark { start: at, end, kind: MarkKind::Close { open: colon } });
        end
    }

    fn end_block(&mut self) {
        for bracket in self.open.drain(..) {
            if let Bracket::Directive { colon, .. } = bracket {
                self.scan.marks.push(Mark { start: colon, end: colon + 1, kind: MarkKind::Unclosed });
            }
        }
    }
}

/// Whether hidden characters could be taken for code, HTML or formulas while they are visible.
fn is_delicate(hidden: &[u8]) -> bool {
    hidden.iter().any(|byte| matches!(byte, b'`' | b'<' | b'$'))
}

/// Whether a colon behind it belongs to a word, a time or a path.
fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | ':') || is_combining_mark(character)
}
