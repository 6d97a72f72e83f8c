//! The words of a page as Markdown, for readers and programs that want no markup.
//!
//! In: a finished page. Out: what stands in its main part, under a block of front matter that says which page of which site it is. It reads
//! the page and nothing else, so that it says what readers see: no view can put into it what is on no page. Links are whole where the page
//! names its own address. Drawings, navigation, and what only helps the eye are left out.

mod blocks;

use crate::html::{Piece, Pieces, Tag, decoded, is_empty};
use blocks::Blocks;
use std::borrow::Cow;
use std::fmt::Write;

/// Classes of what only helps the eye or the hand: a cell's repeated heading, links back to a citation, the key to shapes, drawings, the
/// table of contents, how to embed.
const LEFT_OUT: [&str; 9] = ["of", "silence", "only", "back", "key", "axis", "toc", "embed", "footnote-back"];

/// Whether an element holds nothing to read.
fn is_silent(name: &str) -> bool {
    matches!(name, "svg" | "script" | "style" | "template" | "head" | "title" | "iframe" | "object" | "select")
}

/// The main part of a page as Markdown.
pub fn markdown(page: &str) -> String {
    let mut pieces = Pieces::of(page);
    let head = Head::read(&mut pieces);
    let mut pieces = if head.main { pieces } else { Pieces::of(page) };
    let mut writer = Writer { head: &head, blocks: Blocks::default(), open: Vec::new() };
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Text(text) => writer.text(text),
            Piece::Open(tag) => writer.open(tag, &mut pieces),
            Piece::Close("main") if head.main => break,
            Piece::Close(name) => writer.close(name),
        }
    }
    let mut out = head.front_matter();
    out.push_str(&writer.blocks.finish());
    out
}

/// What the page says of itself.
#[derive(Default)]
struct Head<'p> {
    title: Cow<'p, str>,
    site: Cow<'p, str>,
    updated: Cow<'p, str>,
    canonical: Cow<'p, str>,
    /// Whether it has a main part; a piece of a page is read whole.
    main: bool,
}

impl<'p> Head<'p> {
    /// Reads up to the main part.
    fn read(pieces: &mut Pieces<'p>) -> Head<'p> {
        let mut head = Head::default();
        for piece in pieces {
            let Piece::Open(tag) = piece else { continue };
            match tag.name {
                "main" => {
                    head.main = true;
                    break;
                }
                "link" if tag.get("rel").as_deref() == Some("canonical") => head.canonical = tag.get("href").unwrap_or_default(),
                "meta" => {
                    let content = || tag.get("content").unwrap_or_default();
                    match tag.get("property").as_deref() {
                        Some("og:title") => head.title = content(),
                        Some("og:site_name") => head.site = content(),
                        Some("article:modified_time") => head.updated = content(),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        head
    }

    fn front_matter(&self) -> String {
        let mut out = String::new();
        for (key, value) in [("title", &self.title), ("site", &self.site), ("url", &self.canonical), ("updated", &self.updated)] {
            if !value.is_empty() {
                // A JSON string is a YAML string too.
                let value = serde_json::Value::from(&**value);
                writeln!(out, "{key}: {value}").expect("a String takes everything");
            }
        }
        if out.is_empty() { out } else { format!("---\n{out}---\n\n") }
    }

    /// A link that works wherever the text is read, if the page says where it stands itself.
    fn whole<'a>(&self, href: &'a str) -> Cow<'a, str> {
        let has_scheme = href.find(':').is_some_and(|colon| !href[..colon].contains(['/', '?', '#']));
        if has_scheme || href.starts_with("//") || self.canonical.is_empty() {
            return Cow::Borrowed(href);
        }
        let origin = self.canonical.find("://").map_or(0, |at| at + 3);
        let host = self.canonical[origin..].find('/').map_or(self.canonical.len(), |at| origin + at);
        Cow::Owned(match href.strip_prefix('/') {
            Some(path) => format!("{}/{path}", &self.canonical[..host]),
            None => format!("{}{href}", self.canonical),
        })
    }
}

/// An element that is open, with what its end will do.
struct Open<'p> {
    name: &'p str,
    end: End,
    /// Whether its children are parts of a row of short facts.
    row: bool,
}

enum End {
    Nothing,
    /// The block ends.
    Block,
    /// The words since a place are a name, and the block ends.
    Name(usize),
    /// Marks around the words since a place.
    Wrap(usize, &'static str),
    /// The words since a place become a link.
    Link(usize, String),
    Container,
    List,
    Cell,
    Table,
}

struct Writer<'p, 'h> {
    head: &'h Head<'p>,
    blocks: Blocks,
    open: Vec<Open<'p>>,
}

impl<'p> Writer<'p, '_> {
    fn text(&mut self, text: &str) {
        self.blocks.words(&decoded(text));
    }

    fn open(&mut self, tag: Tag<'p>, pieces: &mut Pieces<'p>) {
        let name = tag.name;
        if is_empty(name) {
            self.empty(tag);
            return;
        }
        let classes = tag.classes();
        let is_navigation = name == "nav" && !classes.hold(&["pages"]);
        let is_bookmark = name == "a" && tag.get("rel").as_deref() == Some("bookmark");
        if is_silent(name) || is_navigation || classes.hold(&LEFT_OUT) || tag.has("hidden") || is_bookmark {
            if !tag.closed {
                pieces.leave_out(name);
            }
            return;
        }
        if self.open.last().is_some_and(|parent| parent.row) && self.blocks.has_words() {
            self.blocks.part();
        }
        let place = self.blocks.place();
        let mut row = false;
        let end = match name {
            "pre" => return self.preformatted(tag, pieces),
            "math" => return self.formula(tag, pieces),
            "code" => return self.code(pieces),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.blocks.heading(usize::from(name.as_bytes()[1] - b'0'));
                End::Block
            }
            "a" => match tag.get("href") {
                Some(href) => End::Link(place, self.head.whole(&href).into_owned()),
                None => End::Nothing,
            },
            "strong" | "b" => End::Wrap(place, "**"),
            "em" | "i" | "cite" | "dfn" => End::Wrap(place, "*"),
            "del" | "s" => End::Wrap(place, "~~"),
            "q" => End::Wrap(place, "\""),
            "span" if classes.hold(&["mark", "shape", "label"]) => End::Wrap(place, "**"),
            "span" if classes.hold(&["count"]) => End::Wrap(place, "("),
            // In a cell of a table there are no blocks: what would be one is a part of its words.
            "ul" | "ol" | "dl" | "li" | "dt" | "dd" | "blockquote" | "aside" if self.blocks.in_table() => {
                self.blocks.end_block();
                End::Block
            }
            "ul" | "dl" => self.list(None),
            "ol" => self.list(Some(tag.get("start").and_then(|start| start.parse().ok()).unwrap_or(1))),
            "li" => {
                self.blocks.item(tag.get("value").and_then(|value| value.parse().ok()));
                End::Container
            }
            "dt" => {
                self.end_last("dd");
                self.end_last("term");
                self.blocks.item(None);
                self.open.push(Open { name: "term", end: End::Container, row: false });
                End::Wrap(self.blocks.place(), "**")
            }
            "dd" => End::Block,
            "summary" | "p" if name == "summary" || classes.hold(&["label", "alert-title"]) => {
                self.blocks.end_block();
                End::Name(self.blocks.place())
            }
            "blockquote" | "aside" => self.quote(),
            "div" if classes.hold(&["alert"]) => self.quote(),
            "table" if !self.blocks.in_table() => {
                self.blocks.table();
                End::Table
            }
            "tr" => {
                self.blocks.row();
                End::Nothing
            }
            "td" | "th" => {
                self.blocks.cell();
                End::Cell
            }
            "p" | "div" | "section" | "article" | "header" | "footer" | "figure" | "figcaption" | "details" | "main" | "address"
            | "hgroup" | "nav" | "table" | "caption" | "fieldset" | "form" => {
                self.blocks.end_block();
                row = classes.hold(&["meta"]);
                End::Block
            }
            _ => End::Nothing,
        };
        self.open.push(Open { name, end, row });
        if tag.closed {
            self.close(name);
        }
    }

    fn list(&mut self, number: Option<u64>) -> End {
        self.blocks.list(number);
        End::List
    }

    fn quote(&mut self) -> End {
        self.blocks.quote();
        End::Container
    }

    /// An element that no end follows.
    fn empty(&mut self, tag: Tag) {
        match tag.name {
            "br" => self.blocks.line_break(),
            "hr" => self.blocks.rule(),
            "img" => {
                let place = self.blocks.place();
                self.blocks.words(&tag.get("alt").unwrap_or_default());
                let address = self.head.whole(&tag.get("src").unwrap_or_default()).into_owned();
                self.blocks.wrap(place, "![", &format!("]({})", destination(&address)));
            }
            "input" if tag.get("type").as_deref() == Some("checkbox") => {
                self.blocks.mark(if tag.has("checked") { "[x] " } else { "[ ] " });
            }
            _ => {}
        }
    }

    /// Ends the innermost element of a name, and with it what was left open inside; an end of nothing is none.
    fn close(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else { return };
        while self.open.len() > at {
            let Some(open) = self.open.pop() else { return };
            self.end(open.end);
        }
        if name == "dt" {
            self.blocks.mark(": ");
        }
    }

    /// Ends a term or its description, if it is the innermost element that is open.
    fn end_last(&mut self, name: &str) {
        if self.open.last().is_some_and(|open| open.name == name)
            && let Some(open) = self.open.pop()
        {
            self.end(open.end);
        }
    }

    fn end(&mut self, end: End) {
        match end {
            End::Nothing => {}
            End::Block => self.blocks.end_block(),
            End::Name(place) => {
                self.blocks.wrap(place, "**", "**");
                self.blocks.end_block();
            }
            End::Wrap(place, "(") => self.blocks.wrap(place, "(", ")"),
            End::Wrap(place, "\"") => self.blocks.wrap(place, "“", "”"),
            End::Wrap(place, mark) => self.blocks.wrap(place, mark, mark),
            End::Link(place, href) => self.blocks.wrap(place, "[", &format!("]({})", destination(&href))),
            End::Container => self.blocks.end_container(),
            End::List => self.blocks.end_list(),
            End::Cell => self.blocks.end_cell(),
            End::Table => self.blocks.end_table(),
        }
    }

    /// Code in a sentence.
    fn code(&mut self, pieces: &mut Pieces<'p>) {
        let code = inside(pieces, "code");
        let code = code.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        if code.is_empty() {
            return;
        }
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest + 1);
        let blank = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
        let code = if self.blocks.in_table() { code.replace('|', "\\|") } else { code };
        self.blocks.mark(&format!("{fence}{blank}{code}{blank}{fence}"));
    }

    /// A block of code, with its language where the page names it.
    fn preformatted(&mut self, tag: Tag<'p>, pieces: &mut Pieces<'p>) {
        if tag.closed {
            return;
        }
        let mut language = String::new();
        let mut code = String::new();
        for piece in pieces.by_ref() {
            match piece {
                Piece::Text(text) => code.push_str(&decoded(text)),
                Piece::Open(tag) if tag.name == "code" => {
                    let class = tag.get("class").unwrap_or_default();
                    let named = class.split_ascii_whitespace().find_map(|class| class.strip_prefix("language-"));
                    language = named.unwrap_or_default().chars().filter(|c| c.is_ascii_alphanumeric() || "+-#.".contains(*c)).collect();
                }
                Piece::Close("pre") => break,
                Piece::Open(_) | Piece::Close(_) => {}
            }
        }
        self.blocks.code(&language, &code);
    }

    /// A formula: as its author wrote it, where the page keeps that, else its signs.
    fn formula(&mut self, tag: Tag<'p>, pieces: &mut Pieces<'p>) {
        let signs = if tag.closed { String::new() } else { inside(pieces, "math") };
        match tag.get("data-tex") {
            Some(written) => {
                let fence = if tag.get("display").as_deref() == Some("block") { "$$" } else { "$" };
                let written = written.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
                let written = if self.blocks.in_table() { written.replace('|', "\\|") } else { written };
                self.blocks.mark(&format!("{fence}{written}{fence}"));
            }
            None => self.blocks.words(&signs.split_ascii_whitespace().collect::<String>()),
        }
    }
}

/// The words up to the end of an element.
fn inside(pieces: &mut Pieces, name: &str) -> String {
    let mut words = String::new();
    for piece in pieces.by_ref() {
        match piece {
            Piece::Text(text) => words.push_str(&decoded(text)),
            Piece::Close(closed) if closed == name => break,
            Piece::Open(_) | Piece::Close(_) => {}
        }
    }
    words
}

/// An address as Markdown writes it.
fn destination(address: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte > b' ' && byte != 0x7f && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'\\' | b'|');
    if !address.is_empty() && address.bytes().all(is_plain) {
        return Cow::Borrowed(address);
    }
    let mut out = String::with_capacity(address.len() + 8);
    for c in address.chars() {
        match u8::try_from(c) {
            Ok(byte) if c.is_ascii() && !is_plain(byte) => write!(out, "%{byte:02X}").expect("a String takes everything"),
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests;
