//! The elements of a body that take more than a pair of tags.
//!
//! In: an item. Out: HTML that a screen reader, a keyboard and a style sheet can use.

use std::borrow::Cow;
use std::fmt::Write;

use super::super::highlight;
use super::{Reference, Writer, escape, escape_attribute};
use crate::parse::markdown::{Alert, Align, Item, Slice, Tag, UseKind, is_safe_image, is_safe_link};

impl<'a> Writer<'a> {
    pub(super) fn number(&mut self, number: u32) {
        write!(self.out, "{number}").expect("a String takes everything");
    }

    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.push(" ");
        self.push(name);
        self.push("=\"");
        escape_attribute(value, &mut self.out);
        self.push("\"");
    }

    pub(super) fn level(&self, written: u8) -> u32 {
        u32::from((written + self.options.min_heading.clamp(1, 6) - 1).min(6))
    }

    pub(super) fn heading(&mut self, index: u32) {
        let heading = self.body.headings()[index as usize];
        let level = self.level(heading.level);
        self.push("<h");
        self.number(level);
        let id = self.get(heading.id);
        self.attribute("id", id);
        self.push(">");
    }

    pub(super) fn alert(&mut self, alert: Alert) {
        let class = match alert {
            Alert::Note => "note",
            Alert::Tip => "tip",
            Alert::Important => "important",
            Alert::Warning => "warning",
            Alert::Caution => "caution",
        };
        self.push("<div class=\"alert alert-");
        self.push(class);
        self.push("\" role=\"note\">\n<p class=\"alert-title\">");
        let options = self.options;
        escape(&options.words.alerts[alert as usize], &mut self.out);
        self.push("</p>\n");
    }

    /// Writes the whole block and gives the index of what follows it.
    pub(super) fn code_block(&mut self, language: Slice, at: usize) -> usize {
        let end = self.end_of(at);
        let language = self.get(language);
        self.push("<pre tabindex=\"0\"><code");
        if !language.is_empty() {
            self.push(" class=\"language-");
            escape_attribute(language, &mut self.out);
            self.push("\"");
        }
        self.push(">");
        let lines: Vec<&str> = self.body.items()[at + 1..end].iter().filter_map(|item| self.text_of(item)).collect();
        let code = if let [whole] = *lines { Cow::Borrowed(whole) } else { Cow::Owned(lines.concat()) };
        highlight::write(&code, language, &mut self.out);
        self.push("</code></pre>\n");
        end
    }

    fn text_of(&self, item: &Item) -> Option<&'a str> {
        match item {
            Item::Text(slice) => Some(self.body.get(self.text, *slice)),
            _ => None,
        }
    }

    /// The `End` of the element that starts at an item.
    pub(super) fn end_of(&self, at: usize) -> usize {
        let items = self.body.items();
        let end = items[at..].iter().position(|item| *item == Item::End(at as u32));
        at + end.expect("every start has an end, as the builder closes what it opens")
    }

    pub(super) fn entry(&mut self, at: usize) {
        let items = self.body.items();
        let first = items.get(at + 1);
        let first = if first == Some(&Item::Start(Tag::Paragraph)) { items.get(at + 2) } else { first };
        self.push(if matches!(first, Some(Item::Task(_))) { "<li class=\"task\">" } else { "<li>" });
    }

    pub(super) fn task(&mut self, done: bool) {
        let options = self.options;
        self.push("<input type=\"checkbox\" disabled");
        if done {
            self.push(" checked");
        }
        self.attribute("aria-label", if done { &options.words.done } else { &options.words.open });
        self.push("> ");
    }

    /// A wide table scrolls by itself, so it has to be reached by keyboard; a region that can be reached needs a name.
    pub(super) fn table(&mut self) {
        self.tables += 1;
        let options = self.options;
        self.push("<section class=\"table\" tabindex=\"0\" aria-label=\"");
        escape_attribute(&options.words.table, &mut self.out);
        self.push(" ");
        self.number(self.tables);
        self.push("\">\n<table>\n");
    }

    pub(super) fn end_table_head(&mut self, at: usize) {
        let rows = matches!(self.body.items().get(at + 1), Some(Item::Start(Tag::TableRow)));
        self.push(if rows { "</tr>\n</thead>\n<tbody>\n" } else { "</tr>\n</thead>\n" });
    }

    pub(super) fn end_table(&mut self, at: usize) {
        let items = self.body.items();
        let rows = matches!(items[at - 1], Item::End(row) if items[row as usize] == Item::Start(Tag::TableRow));
        self.push(if rows { "</tbody>\n</table>\n</section>\n" } else { "</table>\n</section>\n" });
    }

    /// An empty heading cell would be announced as the heading of a column.
    pub(super) fn head_cell(&mut self, align: Align, at: usize) {
        let empty = self.body.items()[at + 1] == Item::End(at as u32);
        self.cell(if empty { "<td" } else { "<th scope=\"col\"" }, align);
    }

    pub(super) fn cell(&mut self, open: &str, align: Align) {
        self.push(open);
        self.push(match align {
            Align::Default => ">",
            Align::Left => " class=\"left\">",
            Align::Center => " class=\"center\">",
            Align::Right => " class=\"right\">",
        });
    }

    pub(super) fn bare_use(&mut self, index: u32) {
        match self.body.uses()[index as usize].kind {
            UseKind::Wiki { .. } => {
                let reference = self.fill.wiki(index as usize);
                let linked = open_reference(&reference, &mut self.out);
                escape(&reference.title, &mut self.out);
                if linked {
                    self.push("</a>");
                }
            }
            UseKind::Cite { .. } => self.fill.cite(index as usize, &mut self.out),
            UseKind::Link { .. } | UseKind::Image { .. } | UseKind::Directive(_) => {}
        }
    }

    /// Gives the index of the next item to be written.
    pub(super) fn start_use(&mut self, index: u32, at: usize) -> usize {
        let body = self.body;
        match body.uses()[index as usize].kind {
            UseKind::Wiki { .. } => {
                let reference = self.fill.wiki(index as usize);
                self.links.push(open_reference(&reference, &mut self.out));
            }
            UseKind::Link { dest, .. } => {
                let link = self.fill.link(index as usize).filter(|link| is_safe_link(&link.href));
                self.links.push(link.is_some());
                if let Some(link) = link {
                    self.out.push_str("<a href=\"");
                    escape_attribute(&link.href, &mut self.out);
                    self.out.push_str(if link.external { "\" class=\"external\" rel=\"noopener\"" } else { "\"" });
                    if let Some(title) = body.title(self.text, index as usize) {
                        self.attribute("title", title);
                    }
                    self.push(">");
                }
                if body.items()[at + 1] == Item::End(at as u32) {
                    // A link without words could not be seen or spoken.
                    escape(self.get(dest), &mut self.out);
                }
            }
            UseKind::Image { .. } => return self.image(index as usize, at),
            UseKind::Directive(_) => {
                let inner = self.spare.pop().unwrap_or_default();
                self.outer.push(std::mem::replace(&mut self.out, inner));
            }
            UseKind::Cite { .. } => {}
        }
        at + 1
    }

    pub(super) fn end_use(&mut self, index: u32) {
        match self.body.uses()[index as usize].kind {
            UseKind::Wiki { .. } | UseKind::Link { .. } => {
                if self.links.pop() == Some(true) {
                    self.push("</a>");
                }
            }
            UseKind::Directive(_) => {
                let outer = self.outer.pop().expect("a directive that ends has begun");
                let mut inner = std::mem::replace(&mut self.out, outer);
                self.fill.directive(index as usize, &inner, &mut self.out);
                inner.clear();
                self.spare.push(inner);
            }
            UseKind::Image { .. } | UseKind::Cite { .. } => {}
        }
    }

    fn image(&mut self, index: usize, at: usize) -> usize {
        let end = self.end_of(at);
        let alt = self.body.plain_text(self.text, at + 1..end);
        match self.fill.image(index).filter(|image| is_safe_image(&image.src)) {
            None => escape(&alt, &mut self.out),
            Some(image) => {
                self.out.push_str("<img src=\"");
                escape_attribute(&image.src, &mut self.out);
                self.out.push_str("\" alt=\"");
                escape_attribute(&alt, &mut self.out);
                self.out.push('"');
                if let Some((width, height)) = image.size {
                    write!(self.out, " width=\"{width}\" height=\"{height}\"").expect("a String takes everything");
                }
                if let Some(title) = self.body.title(self.text, index) {
                    self.attribute("title", title);
                }
                self.push(" loading=\"lazy\">");
            }
        }
        if self.options.raw_html {
            self.elements.pop();
        }
        end + 1
    }

    pub(super) fn mark(&mut self, index: u32) {
        self.marks.resize(self.body.footnotes().len(), 0);
        self.marks[index as usize] += 1;
        let (number, nth) = (self.body.footnotes()[index as usize].number, self.marks[index as usize]);
        let options = self.options;
        write!(self.out, "<sup class=\"footnote\"><a href=\"#fn_{number}\" id=\"").expect("a String takes everything");
        self.mark_id(number, nth);
        self.push("\" role=\"doc-noteref\" aria-label=\"");
        escape_attribute(&options.words.footnote, &mut self.out);
        write!(self.out, " {number}\">{number}</a></sup>").expect("a String takes everything");
    }

    /// With `_`, which no id made from a heading holds.
    fn mark_id(&mut self, number: u32, nth: u32) {
        match nth {
            1 => write!(self.out, "fnref_{number}"),
            _ => write!(self.out, "fnref_{number}_{nth}"),
        }
        .expect("a String takes everything");
    }

    /// The footnotes that something refers to, in the order of their numbers.
    pub(super) fn footnotes(&mut self) {
        let mut shown: Vec<_> = self.body.footnotes().iter().filter(|footnote| footnote.number > 0).collect();
        if shown.is_empty() {
            return;
        }
        shown.sort_by_key(|footnote| footnote.number);
        let words = &self.options.words;
        self.push("<section class=\"footnotes\" role=\"doc-endnotes\"");
        self.attribute("aria-label", &words.footnotes);
        self.push(">\n<ol>\n");
        for footnote in shown {
            let number = footnote.number;
            write!(self.out, "<li id=\"fn_{number}\">").expect("a String takes everything");
            self.items(footnote.content());
            let in_paragraph = self.out.ends_with("</p>\n");
            if in_paragraph {
                self.out.truncate(self.out.len() - "</p>\n".len());
            }
            for nth in 1..=footnote.marks {
                self.push(" <a href=\"#");
                self.mark_id(number, nth);
                self.push("\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"");
                escape_attribute(&words.back, &mut self.out);
                write!(self.out, " {number}").expect("a String takes everything");
                if nth > 1 {
                    write!(self.out, "-{nth}").expect("a String takes everything");
                }
                self.push("\">↩</a>");
            }
            self.push(if in_paragraph { "</p>\n</li>\n" } else { "</li>\n" });
        }
        self.push("</ol>\n</section>\n");
    }
}

/// Writes the `<a>` of a reference, if it leads somewhere; says whether it did.
fn open_reference(reference: &Reference, out: &mut String) -> bool {
    let Some(href) = reference.href.as_deref().filter(|href| is_safe_link(href)) else { return false };
    out.push_str("<a href=\"");
    escape_attribute(href, out);
    out.push_str("\" class=\"ref");
    if !reference.kind.is_empty() {
        out.push_str(" ref-");
        escape_attribute(&reference.kind, out);
    }
    out.push('"');
    for (name, value) in &reference.attributes {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape_attribute(value, out);
        out.push('"');
    }
    out.push('>');
    true
}
