//! Reads HTML piece by piece, well formed or not.
//!
//! In: text. Out: an iterator over words and tags that always ends and never fails. It builds no tree, and knows of elements only which have
//! no end and which hold no tags.

use std::borrow::Cow;

/// A piece of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'h> {
    /// Words, with their entities as they were written.
    Text(&'h str),
    /// The beginning of an element.
    Open(Tag<'h>),
    /// The end of an element, by its name.
    Close(&'h str),
}

/// The beginning of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag<'h> {
    /// Its name.
    pub name: &'h str,
    /// All of it, as it is written.
    pub written: &'h str,
    attributes: &'h str,
    /// Whether it closes itself.
    pub closed: bool,
}

/// The pieces of a text, in order.
pub struct Pieces<'h> {
    rest: &'h str,
}

impl<'h> Pieces<'h> {
    /// Reads a text from its beginning.
    pub fn of(html: &'h str) -> Pieces<'h> {
        Pieces { rest: html }
    }

    /// Leaves out everything up to the end of an element that was just opened, and that end; elements of its name inside it are counted.
    pub fn leave_out(&mut self, name: &str) {
        let mut depth = 1;
        while depth > 0 {
            match self.next() {
                Some(Piece::Open(tag)) if tag.name == name && !tag.closed => depth += 1,
                Some(Piece::Close(closed)) if closed == name => depth -= 1,
                Some(_) => {}
                None => return,
            }
        }
    }

    /// What was not read yet.
    pub fn rest(&self) -> &'h str {
        self.rest
    }

    /// The text of an element that was just opened and holds no tags, such as a script; its end is read too.
    pub fn raw(&mut self, name: &str) -> &'h str {
        let is_end = |at: usize| {
            let behind = &self.rest.as_bytes()[at + 2..];
            behind.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
                && behind.get(name.len()).is_none_or(|byte| matches!(byte, b'>' | b'/') || byte.is_ascii_whitespace())
        };
        let end = self.rest.match_indices("</").map(|(at, _)| at).find(|at| is_end(*at)).unwrap_or(self.rest.len());
        let text = self.take(end);
        let tag = self.rest.find('>').map_or(self.rest.len(), |at| at + 1);
        self.take(tag);
        text
    }

    fn take(&mut self, bytes: usize) -> &'h str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        taken
    }
}

impl<'h> Iterator for Pieces<'h> {
    type Item = Piece<'h>;

    fn next(&mut self) -> Option<Piece<'h>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let bytes = self.rest.as_bytes();
            if bytes[0] != b'<' {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                return Some(Piece::Text(self.take(end)));
            }
            match bytes.get(1) {
                Some(b'!') if self.rest.starts_with("<!--") => {
                    let end = self.rest[4..].find("-->").map_or(self.rest.len(), |at| at + 7);
                    self.take(end);
                }
                Some(b'!' | b'?') => {
                    let end = self.rest.find('>').map_or(self.rest.len(), |at| at + 1);
                    self.take(end);
                }
                Some(b'/') if bytes.get(2).is_some_and(u8::is_ascii_alphabetic) => {
                    let end = self.rest.find('>').map_or(self.rest.len(), |at| at + 1);
                    let inside = self.take(end)[2..].trim_end_matches('>');
                    return Some(Piece::Close(inside.split(|c: char| c.is_ascii_whitespace() || c == '/').next().unwrap_or(inside)));
                }
                Some(first) if first.is_ascii_alphabetic() => {
                    let end = end_of_tag(bytes);
                    let written = self.take(end);
                    let inside = written[1..].trim_end_matches('>');
                    // `<a href=/x/>` ends with a value, and closes nothing.
                    let before = inside.strip_suffix('/');
                    let closed =
                        before.is_some_and(|before| before.ends_with(['"', '\'', '/']) || !before.contains('=') || ends_blank(before));
                    let inside = if closed { inside.trim_end_matches('/') } else { inside };
                    let name = inside.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(inside.len());
                    return Some(Piece::Open(Tag { name: &inside[..name], written, attributes: &inside[name..], closed }));
                }
                // A lone `<` is a character like others.
                _ => return Some(Piece::Text(self.take(1))),
            }
        }
    }
}

/// Whether no end follows an element.
pub fn is_empty(name: &str) -> bool {
    matches!(name, "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "source" | "track" | "wbr")
}

/// Whether an element holds text without tags.
pub fn is_raw(name: &str) -> bool {
    matches!(name, "script" | "style" | "textarea" | "title")
}

fn ends_blank(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_whitespace())
}

/// Where a tag ends: behind the first `>` that stands in no quotes, or at the end of the text.
fn end_of_tag(bytes: &[u8]) -> usize {
    let mut quote = None;
    for (at, byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(*byte),
            (None, b'>') => return at + 1,
            (Some(open), _) if open == *byte => quote = None,
            _ => {}
        }
    }
    bytes.len()
}

impl<'h> Tag<'h> {
    /// The attributes, each with its value as it was written; one without a value has an empty one.
    pub fn attributes(self) -> impl Iterator<Item = (&'h str, &'h str)> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end = rest.bytes().position(|byte| byte == b'=' || byte.is_ascii_whitespace()).unwrap_or(rest.len());
            let (name, behind) = rest.split_at(end);
            let Some(value) = behind.trim_ascii_start().strip_prefix('=') else {
                rest = behind;
                return Some((name, ""));
            };
            let value = value.trim_ascii_start();
            let quote = value.bytes().next().filter(|byte| matches!(byte, b'"' | b'\''));
            let (value, ends) = match quote {
                Some(quote) => (&value[1..], value.bytes().skip(1).position(|byte| byte == quote)),
                None => (value, value.bytes().position(|byte| byte.is_ascii_whitespace())),
            };
            let end = ends.unwrap_or(value.len());
            rest = value.get(end + usize::from(quote.is_some())..).unwrap_or_default();
            Some((name, &value[..end]))
        })
    }

    /// The value of an attribute.
    pub fn get(self, name: &str) -> Option<Cow<'h, str>> {
        self.attributes().find(|(known, _)| *known == name).map(|(_, value)| decoded(value))
    }

    /// Whether the attribute is there, with or without a value.
    pub fn has(self, name: &str) -> bool {
        self.attributes().any(|(known, _)| known == name)
    }

    /// What it is for: its classes.
    pub fn classes(self) -> Classes<'h> {
        Classes(self.attributes().find(|(name, _)| *name == "class").map_or("", |(_, value)| value))
    }
}

/// The classes of an element.
#[derive(Clone, Copy, Debug)]
pub struct Classes<'h>(&'h str);

impl Classes<'_> {
    /// Whether one of these is among them.
    pub fn hold(self, wanted: &[&str]) -> bool {
        !self.0.is_empty() && self.0.split_ascii_whitespace().any(|class| wanted.contains(&class))
    }
}

/// Words with the entities that we write as the characters they mean; others stay as they are, since Markdown knows them too.
pub fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = rest.find(';').filter(|end| *end <= 10).map(|end| &rest[1..end]);
        let meant = entity.and_then(|entity| match entity {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some('\u{a0}'),
            _ => {
                let digits = entity.strip_prefix('#')?;
                let code = match digits.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => digits.parse().ok()?,
                };
                char::from_u32(code).filter(|c| *c != '\0')
            }
        });
        match (meant, entity) {
            (Some(c), Some(entity)) => {
                out.push(c);
                rest = &rest[entity.len() + 2..];
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_piece_by_piece_whatever_it_holds() {
        let read = |html: &str| {
            let pieces = Pieces::of(html).map(|piece| match piece {
                Piece::Text(text) => format!("'{text}'"),
                Piece::Open(tag) => format!("<{}{}>", tag.name, if tag.closed { "/" } else { "" }),
                Piece::Close(name) => format!("</{name}>"),
            });
            pieces.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(read("<!DOCTYPE html><p class=\"a>b\">x <!-- <b> --><br/>y</p >"), "<p> 'x ' <br/> 'y' </p>");
        assert_eq!(read("1 < 2 <"), "'1 ' '<' ' 2 ' '<'");
        assert_eq!(read("<a href=\"x"), "<a>");
        assert_eq!(read("<a href=/x/>b</a><img src=x /><hr/>"), "<a> 'b' </a> <img/> <hr/>");
        assert_eq!(read("<!-- never closed"), "");
    }

    #[test]
    fn attributes_and_entities_are_read() {
        let Some(Piece::Open(tag)) = Pieces::of("<a data-href=\"no\" href=\"/x?a=1&amp;b\" class=\"one two\" hidden>").next() else {
            panic!("a tag")
        };
        assert_eq!(tag.get("href").as_deref(), Some("/x?a=1&b"));
        assert!(tag.classes().hold(&["two"]) && !tag.classes().hold(&["tw"]) && tag.has("hidden") && !tag.has("hid"));
        let Some(Piece::Open(tag)) = Pieces::of("<a hidden href = /x/ title = 'a b'>").next() else { panic!("a tag") };
        assert_eq!(tag.attributes().collect::<Vec<_>>(), [("hidden", ""), ("href", "/x/"), ("title", "a b")]);
        assert_eq!(decoded("&lt;&#39;&#x4e;&hellip;&;&"), "<'N&hellip;&;&");
    }

    #[test]
    fn a_script_holds_no_tags() {
        let mut pieces = Pieces::of("<script>if (a < b) '</p>'</SCRIPT ><p>");
        pieces.next();
        assert_eq!(pieces.raw("script"), "if (a < b) '</p>'");
        assert_eq!(pieces.rest(), "<p>");
        assert_eq!(Pieces::of("never closed </scripts>").raw("script"), "never closed </scripts>");
    }
}
