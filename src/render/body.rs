//! HTML of a body.
//!
//! In: a parsed body, its source, and somebody who knows where its references lead. Out: HTML. This is the hottest loop of a build: items
//! are read once, in order, and written straight into one string. It looks nothing up and decides nothing about records.

use std::borrow::Cow;

use super::math;
use crate::parse::markdown::{Body, Item, Slice, Tag};

mod elements;
mod raw;

/// What a body needs to know from outside. Each question names a use of the body by its index.
pub trait Fill {
    /// Where a wiki reference leads and what it is called.
    fn wiki(&mut self, use_index: usize) -> Reference<'_>;

    /// Where a link leads; nothing makes it text.
    fn link(&mut self, use_index: usize) -> Option<LinkOut<'_>>;

    /// Where an image lies; nothing leaves its alternative text.
    fn image(&mut self, use_index: usize) -> Option<ImageOut<'_>>;

    /// Writes a citation.
    fn cite(&mut self, use_index: usize, out: &mut String);

    /// Writes a directive; `inner` is its content as HTML, phrases for an inline directive or a leaf, blocks for a container.
    fn directive(&mut self, use_index: usize, inner: &str, out: &mut String);
}

/// What a wiki reference becomes: `<a href="…" class="ref ref-KIND">`, or plain text.
#[derive(Clone, Debug, Default)]
pub struct Reference<'a> {
    /// The page or anchor; nothing while there is none that readers could see.
    pub href: Option<Cow<'a, str>>,
    /// What to call it where the author gave no label.
    pub title: Cow<'a, str>,
    /// The kind of what it leads to, for a class; may be empty.
    pub kind: Cow<'a, str>,
    /// More attributes, in order; the names are the caller's own.
    pub attributes: Vec<(&'static str, Cow<'a, str>)>,
}

/// What a link becomes.
#[derive(Clone, Debug, Default)]
pub struct LinkOut<'a> {
    /// The address. One that could run code is not written, whatever the caller says.
    pub href: Cow<'a, str>,
    /// Whether it leaves the site.
    pub external: bool,
}

/// What an image becomes.
#[derive(Clone, Debug, Default)]
pub struct ImageOut<'a> {
    /// The address.
    pub src: Cow<'a, str>,
    /// Width and height in pixels, so that the page does not jump while it loads.
    pub size: Option<(u32, u32)>,
}

/// How a body is written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RenderOptions {
    /// The level of the body's `#`: 2 under a page's title, the only `<h1>`; 1 for a body that uses no `#`, whose `##` then stay `<h2>`.
    pub min_heading: u8,
    /// Whether raw HTML is written, sanitised; else it is escaped.
    pub raw_html: bool,
    /// The words that are not the author's, in the language of the page.
    pub words: Words,
}

impl Default for RenderOptions {
    fn default() -> RenderOptions {
        RenderOptions { min_heading: 2, raw_html: false, words: Words::default() }
    }
}

/// The words a body needs that are not its author's.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Words {
    /// Titles of the alerts, in the order of [`Alert`].
    pub alerts: [Cow<'static, str>; 5],
    /// The heading of the footnotes.
    pub footnotes: Cow<'static, str>,
    /// A footnote's mark, before its number.
    pub footnote: Cow<'static, str>,
    /// The way back from a footnote, before its number.
    pub back: Cow<'static, str>,
    /// A table, before its number.
    pub table: Cow<'static, str>,
    /// A ticked task.
    pub done: Cow<'static, str>,
    /// A task that is not ticked.
    pub open: Cow<'static, str>,
}

impl Default for Words {
    fn default() -> Words {
        Words {
            alerts: ["Note", "Tip", "Important", "Warning", "Caution"].map(Cow::Borrowed),
            footnotes: "Footnotes".into(),
            footnote: "Footnote".into(),
            back: "Back to reference".into(),
            table: "Table".into(),
            done: "done".into(),
            open: "not done".into(),
        }
    }
}

/// The HTML of a body; `text` is what it was parsed from.
pub fn render(body: &Body, text: &str, fill: &mut dyn Fill, options: &RenderOptions) -> String {
    let mut out = String::with_capacity(body.items().len() * 24);
    render_into(body, text, fill, options, &mut out);
    out
}

/// The same, behind what `out` already holds.
pub fn render_into(body: &Body, text: &str, fill: &mut dyn Fill, options: &RenderOptions, out: &mut String) {
    let mut writer = Writer {
        body,
        text,
        fill,
        options,
        out: std::mem::take(out),
        outer: Vec::new(),
        spare: Vec::new(),
        tables: 0,
        marks: Vec::new(),
        links: Vec::new(),
        elements: Vec::new(),
        tags: Vec::new(),
    };
    writer.items(0..body.items().len());
    writer.footnotes();
    *out = writer.out;
}

/// Writes text for the inside of an element.
pub fn escape(text: &str, out: &mut String) {
    escape_bytes::<false>(text, out);
}

/// Writes text for the inside of a double-quoted attribute.
pub fn escape_attribute(text: &str, out: &mut String) {
    escape_bytes::<true>(text, out);
}

/// Which bytes are not written as they are: 1 in text and attributes, 2 in attributes.
const SPECIAL: [u8; 256] = {
    let mut special = [0; 256];
    let mut control = 0;
    while control < 32 {
        special[control] = 1;
        control += 1;
    }
    special[b'\t' as usize] = 0;
    special[b'\n' as usize] = 0;
    special[b'\r' as usize] = 1;
    special[b'&' as usize] = 1;
    special[b'<' as usize] = 1;
    special[b'>' as usize] = 1;
    special[b'"' as usize] = 2;
    special
};

fn escape_bytes<const ATTRIBUTE: bool>(text: &str, out: &mut String) {
    let mask = if ATTRIBUTE { 3 } else { 1 };
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        if SPECIAL[byte as usize] & mask == 0 {
            continue;
        }
        out.push_str(&text[written..at]);
        out.push_str(match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            0 => "\u{fffd}",
            // Control characters cannot stand in HTML; a carriage return is followed by the line feed that counts.
            _ => "",
        });
        written = at + 1;
    }
    out.push_str(&text[written..]);
}

struct Writer<'a> {
    body: &'a Body,
    text: &'a str,
    fill: &'a mut dyn Fill,
    options: &'a RenderOptions,
    out: String,
    /// What was written before the directives that are open, outermost first.
    outer: Vec<String>,
    /// Empty strings, to be used again.
    spare: Vec<String>,
    tables: u32,
    /// How many marks of each footnote have been written.
    marks: Vec<u32>,
    /// For each link and labelled reference that is open, whether it has an `<a>`.
    links: Vec<bool>,
    /// The items that start what is open; only where raw HTML is written.
    elements: Vec<u32>,
    /// Raw HTML elements that are open.
    tags: Vec<raw::OpenTag>,
}

impl<'a> Writer<'a> {
    fn items(&mut self, range: std::ops::Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            at = self.item(at);
        }
    }

    fn get(&self, slice: Slice) -> &'a str {
        self.body.get(self.text, slice)
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// Begins a block on a line of its own: in an item of a list it may follow text.
    fn block(&mut self, open: &str) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.push("\n");
        }
        self.push(open);
    }

    /// Writes an item and gives the index of the next one to be written.
    fn item(&mut self, at: usize) -> usize {
        match self.body.items()[at] {
            Item::Text(slice) => escape(self.get(slice), &mut self.out),
            Item::Char(character) => escape(character.encode_utf8(&mut [0; 4]), &mut self.out),
            Item::Code(slice) => {
                self.push("<code>");
                escape(self.get(slice), &mut self.out);
                self.push("</code>");
            }
            Item::Math(slice) => math::write(self.get(slice), false, &mut self.out),
            Item::DisplayMath(slice) => math::write(self.get(slice), true, &mut self.out),
            Item::Html(slice) => self.inline_html(slice, at),
            Item::HtmlBlock(slice) => self.html_block(slice),
            Item::SoftBreak => self.push("\n"),
            Item::HardBreak => self.push("<br>\n"),
            Item::Rule => self.push("<hr>\n"),
            Item::Task(done) => self.task(done),
            Item::Mark(index) => self.mark(index),
            Item::Use(index) => self.bare_use(index),
            Item::Start(tag) => return self.start(tag, at),
            Item::End(start) => self.end(start, at),
        }
        at + 1
    }

    fn start(&mut self, tag: Tag, at: usize) -> usize {
        if self.options.raw_html {
            self.elements.push(at as u32);
        }
        match tag {
            Tag::Paragraph => self.push("<p>"),
            Tag::Heading(index) => self.heading(index),
            Tag::Quote => self.block("<blockquote>\n"),
            Tag::Alert(alert) => self.alert(alert),
            Tag::CodeBlock(language) => return self.code_block(language, at),
            Tag::List => self.block("<ul>\n"),
            Tag::Numbered(1) => self.block("<ol>\n"),
            Tag::Numbered(first) => {
                self.block("<ol start=\"");
                self.number(first);
                self.push("\">\n");
            }
            Tag::Entry => self.entry(at),
            Tag::Definitions => self.push("<dl>\n"),
            Tag::Term => self.push("<dt>"),
            Tag::Definition => self.push("<dd>"),
            // Written at the end; here reading goes on at its end.
            Tag::Footnote(index) => return self.body.footnotes()[index as usize].content().end,
            Tag::Table => self.table(),
            Tag::TableHead => self.push("<thead>\n<tr>"),
            Tag::TableRow => self.push("<tr>"),
            Tag::HeadCell(align) => self.head_cell(align, at),
            Tag::Cell(align) => self.cell("<td", align),
            Tag::Emphasis => self.push("<em>"),
            Tag::Strong => self.push("<strong>"),
            Tag::Strikethrough => self.push("<del>"),
            Tag::Use(index) => return self.start_use(index, at),
        }
        at + 1
    }

    fn end(&mut self, start: u32, at: usize) {
        if self.options.raw_html {
            self.close_raw_inside(start);
        }
        let Item::Start(tag) = self.body.items()[start as usize] else { return };
        match tag {
            Tag::Paragraph => self.push("</p>\n"),
            Tag::Heading(index) => {
                let level = self.level(self.body.headings()[index as usize].level);
                self.push("</h");
                self.number(level);
                self.push(">\n");
            }
            Tag::Quote => self.push("</blockquote>\n"),
            Tag::Alert(_) => self.push("</div>\n"),
            Tag::List => self.push("</ul>\n"),
            Tag::Numbered(_) => self.push("</ol>\n"),
            Tag::Entry => self.push("</li>\n"),
            Tag::Definitions => self.push("</dl>\n"),
            Tag::Term => self.push("</dt>\n"),
            Tag::Definition => self.push("</dd>\n"),
            // Both are written by their start.
            Tag::Footnote(_) | Tag::CodeBlock(_) => {}
            Tag::Table => self.end_table(at),
            Tag::TableHead => self.end_table_head(at),
            Tag::TableRow => self.push("</tr>\n"),
            Tag::HeadCell(_) => self.push(if at == start as usize + 1 { "</td>" } else { "</th>" }),
            Tag::Cell(_) => self.push("</td>"),
            Tag::Emphasis => self.push("</em>"),
            Tag::Strong => self.push("</strong>"),
            Tag::Strikethrough => self.push("</del>"),
            Tag::Use(index) => self.end_use(index),
        }
    }
}

#[cfg(test)]
mod tests;
