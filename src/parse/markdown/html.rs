//! Raw HTML and comments in Markdown.
//!
//! In: the places where the parser saw HTML. Out: text, or raw items where the site allows them; comments are dropped, and allowances in
//! them are kept. It does not sanitise: that is done where HTML is written.

use std::ops::Range;

use super::body::Allowance;
use super::builder::Builder;
use super::item::{Item, Slice, Tag};
use crate::diag::codes::RAW_HTML;

impl Builder<'_> {
    /// One tag or comment in a line of text.
    pub(super) fn inline_html(&mut self, range: Range<usize>) {
        if self.text[range.clone()].starts_with("<!--") {
            self.comment(range);
        } else if self.options.raw_html {
            self.grow.items.push(Item::Html(Slice::source(range)));
        } else {
            self.warn(range.clone());
            self.push_text(range);
        }
    }

    /// The lines collected since the parser said that a block of HTML begins.
    pub(super) fn html_block(&mut self) {
        let lines = std::mem::take(&mut self.html_lines);
        self.block = self.grow.items.len();
        let mut pieces: Vec<Range<usize>> = Vec::new();
        let mut comment: Option<usize> = None;
        for line in lines {
            let mut at = line.start;
            while at < line.end {
                let rest = &self.text[at..line.end];
                match comment {
                    Some(start) => {
                        let Some(end) = rest.find("-->") else { break };
                        at += end + 3;
                        comment = None;
                        self.comment(start..at);
                    }
                    None => {
                        let begin = rest.find("<!--").unwrap_or(rest.len());
                        pieces.push(at..at + begin);
                        at += begin;
                        comment = (begin < rest.len()).then_some(at);
                    }
                }
            }
        }
        pieces.retain(|piece| !self.text[piece.clone()].trim().is_empty());
        match self.options.raw_html {
            true => self.raw_block(&pieces),
            false => self.text_block(&pieces),
        }
    }

    fn raw_block(&mut self, pieces: &[Range<usize>]) {
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return };
        let whole = pieces.windows(2).all(|pair| pair[0].end == pair[1].start);
        let slice = if whole {
            Slice::source(first.start..last.end)
        } else {
            let text: String = pieces.iter().map(|piece| &self.text[piece.clone()]).collect();
            self.keep(&text)
        };
        self.grow.items.push(Item::HtmlBlock(slice));
    }

    fn text_block(&mut self, pieces: &[Range<usize>]) {
        let Some(first) = pieces.first() else { return };
        let start = first.start + self.text[first.clone()].find('<').unwrap_or(0);
        let line = self.text[start..first.end].trim_end();
        self.warn(start..start + line.find('>').map_or(line.len(), |end| end + 1));
        let paragraph = self.grow.items.len() as u32;
        self.grow.items.push(Item::Start(Tag::Paragraph));
        for (index, piece) in pieces.iter().enumerate() {
            if index > 0 {
                self.grow.items.push(Item::SoftBreak);
            }
            let text = &self.text[piece.clone()];
            let start = piece.start + (text.len() - text.trim_start().len());
            self.push_text(start..start + text.trim().len());
        }
        self.grow.items.push(Item::End(paragraph));
    }

    /// Once for each block: ten tags in a paragraph are one decision of its author.
    fn warn(&mut self, range: Range<usize>) {
        if self.html_reported != Some(self.block) {
            self.html_reported = Some(self.block);
            let report = self.report(&RAW_HTML, range, "raw HTML is shown as text");
            self.diagnostics.push(report.help("write it in Markdown, or allow it with `raw_html = true` under `[markdown]`"));
        }
    }

    /// `<!-- allow CODE: reason -->` is kept, any other comment is dropped.
    fn comment(&mut self, range: Range<usize>) {
        let inner = self.text[range.clone()].trim_start_matches("<!--").trim_end_matches("-->");
        let Some(rest) = inner.trim().strip_prefix("allow ") else { return };
        let rest_start = |part: &str| part.as_ptr() as usize - self.text.as_ptr() as usize;
        let slice = |part: &str| {
            let part = part.trim();
            Slice::source(rest_start(part)..rest_start(part) + part.len())
        };
        let (code, reason) = rest.split_once(':').unwrap_or((rest, ""));
        let reason = if reason.trim().is_empty() { Slice::EMPTY } else { slice(reason) };
        let code_at = rest_start(code.trim());
        let code_span = self.span(code_at..code_at + code.trim().len());
        let allowance = Allowance { code: slice(code), reason, span: self.span(range), code_span, item: self.grow.items.len() as u32 };
        self.grow.allowances.push(allowance);
    }
}
