//! Writes running text: asks nobody, reads what the view has filled in.

use super::body::{self, Fill, ImageOut, LinkOut, Reference, RenderOptions, escape};
use super::theme::Engine;
use crate::diag::Diagnostic;
use crate::parse::markdown::{Body, Form};
use crate::source::Sources;
use crate::view::{Cite, Filled};
use std::borrow::Cow;
use std::fmt::Write as _;

/// For which page running text is written, and with what.
#[derive(Clone, Copy)]
pub struct Desk<'d> {
    /// Renders the components of directives.
    pub engine: &'d Engine,
    /// The path of the page, for diagnostics.
    pub page: &'d str,
    /// The texts that diagnostics point into.
    pub sources: &'d Sources,
    /// Whether raw HTML is written, sanitised.
    pub raw_html: bool,
}

/// Renders a body whose uses are filled in; what components fail at is added to `problems`.
pub fn prose(body: &Body, text: &str, filled: &[Filled], desk: Desk, problems: &mut Vec<Diagnostic>) -> String {
    // A text whose highest heading is `##` already leaves room for the title.
    let room = body.headings().iter().all(|heading| heading.level > 1);
    let options = RenderOptions { min_heading: if room { 1 } else { 2 }, raw_html: desk.raw_html, ..RenderOptions::default() };
    let mut writer = Writer { filled, desk, problems };
    body::render(body, text, &mut writer, &options)
}

struct Writer<'w> {
    filled: &'w [Filled],
    desk: Desk<'w>,
    problems: &'w mut Vec<Diagnostic>,
}

impl Fill for Writer<'_> {
    fn wiki(&mut self, use_index: usize) -> Reference<'_> {
        match &self.filled[use_index] {
            Filled::Reference(title, href, kind) => Reference {
                href: href.as_deref().map(Cow::Borrowed),
                title: Cow::Borrowed(title),
                kind: Cow::Borrowed(kind),
                attributes: Vec::new(),
            },
            _ => Reference::default(),
        }
    }

    fn link(&mut self, use_index: usize) -> Option<LinkOut<'_>> {
        match &self.filled[use_index] {
            Filled::Link(href, external) => Some(LinkOut { href: Cow::Borrowed(href), external: *external }),
            _ => None,
        }
    }

    fn image(&mut self, use_index: usize) -> Option<ImageOut<'_>> {
        match &self.filled[use_index] {
            Filled::Image(src) => Some(ImageOut { src: Cow::Borrowed(src), size: None }),
            _ => None,
        }
    }

    fn cite(&mut self, use_index: usize, out: &mut String) {
        let Filled::Cite(cites) = &self.filled[use_index] else { return };
        // A number at the beginning of a line has lost what it belongs to.
        out.truncate(out.trim_end_matches([' ', '\n']).len());
        for Cite { number, title, locator } in cites {
            let title = escaped(title);
            let place = if locator.is_empty() { String::new() } else { format!(", {}", escaped(locator)) };
            // Writing to a string cannot fail.
            let _ = match number {
                Some((n, m)) => write!(
                    out,
                    "<sup class=\"cite\" id=\"cite_{n}_{m}\"><a href=\"#source_{n}\" aria-label=\"Source {n}{place}: {title}\">[{n}{place}]</a></sup>"
                ),
                None => write!(out, " [{title}{place}]"),
            };
        }
    }

    fn directive(&mut self, use_index: usize, inner: &str, out: &mut String) {
        let rendered = match &self.filled[use_index] {
            Filled::Component(name, arguments) => self.desk.engine.component(name, arguments, inner, self.desk.page, self.desk.sources),
            Filled::Plain(name, attributes) => {
                let arguments = self.desk.engine.arguments(name, attributes);
                self.desk.engine.component(name, &arguments, inner, self.desk.page, self.desk.sources)
            }
            Filled::Wrapped(href) => Ok(format!("<a class=\"ref\" href=\"{}\">{inner}</a>", escaped(href))),
            Filled::Later(words, form) => Ok(match inner.trim() {
                "" => format!("<p>{}</p>", escaped(words)),
                phrases if *form == Form::Leaf => format!("<p>{phrases}</p>"),
                blocks => blocks.to_owned(),
            }),
            Filled::Omitted(remark) => Ok(format!("<p class=\"unknown\">{}</p>", escaped(remark))),
            Filled::Quoted => Ok(format!("<q>{inner}</q>")),
            _ => Ok(inner.to_owned()),
        };
        match rendered {
            Ok(html) => out.push_str(html.trim()),
            Err(problem) => self.problems.push(problem),
        }
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(text, &mut out);
    out
}
