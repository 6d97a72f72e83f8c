//! Where in the sources a problem of a page comes from.
//!
//! In: what is known of the problem (an address, a tag, words), and the record whose page it is. Out: the characters of the text, of the
//! configuration or of a template that caused it. Where two templates can have written a tag, neither is named.

use super::pattern::{Fit, fits};
use super::{Site, Trace};
use crate::draft::Origin;
use crate::graph::RecordId;
use crate::html::{Piece, Pieces, Tag};
use crate::parse::markdown::{Item, UseKind};
use crate::source::{FileId, Location, Span};
use std::collections::BTreeMap;

/// Where a problem comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origins {
    /// From the text of the record whose page it is.
    Text(Location),
    /// From the configuration or from a template.
    Shared(Location),
    /// From something that is meant: there is no problem.
    Meant,
    Unknown,
}

/// The sources in which places are looked for.
pub(super) struct Places<'s> {
    site: Site<'s>,
    /// The site's own templates, and those of its theme.
    own: Vec<FileId>,
    theme: Vec<FileId>,
}

impl<'s> Places<'s> {
    pub(super) fn new(site: Site<'s>) -> Places<'s> {
        let is_own = |path: &str| path.starts_with("templates/");
        // A theme in the site lies over the embedded one: of two templates of one name only the later is used.
        let mut names: BTreeMap<(bool, &str), FileId> = BTreeMap::new();
        for (file, source) in site.sources.iter().filter(|(_, source)| source.path.ends_with(".html")) {
            if let Some((_, name)) = source.path.split_once("templates/").filter(|(before, _)| before.is_empty() || before.ends_with('/')) {
                names.insert((is_own(&source.path), name), file);
            }
        }
        let of = |wanted: bool| names.iter().filter(|((own, _), _)| *own == wanted).map(|(_, file)| *file).collect();
        Places { site, own: of(true), theme: of(false) }
    }

    /// Looks for the origin of a problem on the page of a record.
    pub(super) fn find(&self, record: Option<RecordId>, trace: &Trace) -> Origins {
        if let Some(at) = record.and_then(|record| self.in_text(record, trace)) {
            let written = &self.site.sources.get(at.file).text[at.span.range()];
            let is_meant = matches!(trace, Trace::Image(..)) && is_silent(written) && written.starts_with('<');
            return if is_meant { Origins::Meant } else { Origins::Text(at) };
        }
        if let Trace::Image(address, tag) = trace {
            if self.is_meant(tag) {
                return Origins::Meant;
            }
            // A list shows the texts of others.
            let name = address.rsplit('/').next().unwrap_or_default();
            let mut records = self.site.records.graph.iter().map(|(id, _)| id);
            if let Some(at) = records.find_map(|id| self.image(id, name)) {
                return Origins::Text(at);
            }
        }
        let shared = match trace {
            Trace::Address(address, tag) => self.address(address, tag),
            Trace::Image(_, element) | Trace::Element(element) | Trace::Heading(_, element) => self.element(element, &|_| true),
            Trace::Words(words) => self.words(words),
            Trace::Printed(written, bare) => self.printed(written).or_else(|| self.printed(bare)),
            Trace::Here(_) | Trace::Nothing => None,
        };
        shared.map_or(Origins::Unknown, Origins::Shared)
    }

    fn in_text(&self, record: RecordId, trace: &Trace) -> Option<Location> {
        let whole = self.site.records.get(record);
        let source = &self.site.sources.get(whole.file).text;
        let at = |span| Location { file: whole.file, span };
        // A row of a table stands between others.
        let is_own = matches!(whole.origin, Origin::File | Origin::Section);
        match trace {
            Trace::Address(address, _) => token(source, address).filter(|_| is_own).map(at),
            Trace::Image(address, _) => {
                let name = address.rsplit('/').next().filter(|name| !name.is_empty())?;
                if let Some(span) = raw_image(source, name).filter(|_| self.site.config.markdown.raw_html && is_own) {
                    return Some(at(span));
                }
                // An address in a field, such as that of a portrait; one in a text that has words of its own is not to blame.
                let is_field = is_own && !source.contains("![") && !source.contains("<img");
                self.image(record, name).or_else(|| token(source, name).filter(|_| is_field).map(at))
            }
            Trace::Heading(id, _) => self.site.records.graph.texts(record).iter().find_map(|text| {
                let body = &text.prose.body;
                let heading = body.headings().iter().find(|heading| !id.is_empty() && body.get(&text.prose.text, heading.id) == &**id)?;
                Some(at(heading.span))
            }),
            // Where a site allows HTML, it may stand in the text as it stands in the page.
            Trace::Element(element) if self.site.config.markdown.raw_html && is_own => {
                let tag = &element[..element.find('>').map_or(element.len(), |end| end + 1)];
                places(source, tag).next().map(at)
            }
            Trace::Element(_) | Trace::Words(_) | Trace::Printed(..) | Trace::Here(_) | Trace::Nothing => None,
        }
    }

    /// An image of a text without a word of its own, by the name of its file.
    fn image(&self, record: RecordId, name: &str) -> Option<Location> {
        let whole = self.site.records.get(record);
        self.site.records.graph.texts(record).iter().find_map(|text| {
            let body = &text.prose.body;
            body.uses().iter().find_map(|place| {
                let UseKind::Image { dest, .. } = place.kind else { return None };
                let written = percent_encoding::percent_decode_str(body.get(&text.prose.text, dest)).decode_utf8_lossy();
                let asked = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
                let is_silent = matches!(body.items().get(place.item as usize + 1), Some(Item::End(_)));
                (is_silent && written.rsplit('/').next() == Some(&*asked)).then_some(Location { file: whole.file, span: place.span })
            })
        })
    }

    /// An address: as the configuration or a template has it, or as a template makes it of a part.
    fn address(&self, address: &str, tag: &str) -> Option<Location> {
        let base = self.site.config.base_url.path.trim_end_matches('/');
        let inside = address.strip_prefix(base).filter(|inside| inside.starts_with('/') && !base.is_empty());
        let written = [Some(address), inside];
        let config = self.site.config.file;
        for address in written.into_iter().flatten() {
            if let Some(span) = quoted(&self.site.sources.get(config).text, address) {
                return Some(Location { file: config, span });
            }
            for file in self.own.iter().chain(&self.theme).copied() {
                if let Some(span) = quoted(&self.site.sources.get(file).text, address) {
                    return Some(Location { file, span });
                }
            }
        }
        // A tag whose address is all open can have written any: its template is not to blame.
        let begins = |text: &str| {
            (2..=address.len())
                .rev()
                .filter(|end| address.is_char_boundary(*end))
                .any(|end| text.contains(&format!("=\"{}{{", &address[..end])))
        };
        self.element(tag, &begins)
    }

    /// The one place of the templates that surely wrote an element; `counts` says which can be meant.
    fn element(&self, element: &str, counts: &dyn Fn(&str) -> bool) -> Option<Location> {
        let name = |text: &str, fit: &Fit| counts(&text[fit.span.range()]);
        [&self.own, &self.theme].into_iter().find_map(|files| {
            let mut found: Vec<(usize, Location)> = Vec::new();
            for file in files.iter().copied() {
                let text = &self.site.sources.get(file).text;
                let fitting = fits(text, element).into_iter().filter(|fit| name(text, fit));
                found.extend(fitting.map(|fit| (fit.common, Location { file, span: fit.span })));
            }
            let best = found.iter().map(|(common, _)| *common).max()?;
            let mut best = found.into_iter().filter(|(common, _)| *common == best);
            let first = best.next()?;
            best.next().is_none().then_some(first.1)
        })
    }

    /// Whether an image without words is meant to have none: its template or its author wrote so, and did not only leave a place open.
    fn is_meant(&self, tag: &str) -> bool {
        let wrote = |file: &FileId| {
            let text = &self.site.sources.get(*file).text;
            let written = |fit: &Fit| &text[fit.span.range()];
            fits(text, tag).iter().any(|fit| written(fit).contains("alt=\"\"") || written(fit).contains("alt=''"))
        };
        is_silent(tag) && self.own.iter().chain(&self.theme).any(wrote)
    }

    /// Words that a template prints: between tags, or in quotes in an expression.
    fn printed(&self, words: &str) -> Option<Location> {
        self.own.iter().chain(&self.theme).copied().find_map(|file| {
            let text = &self.site.sources.get(file).text;
            let span = places(text, words).find(|span| {
                let (before, behind) = (text[..span.range().start].trim_end(), text[span.range().end..].trim_start());
                before.ends_with(['"', '\'', '>', '}']) && behind.starts_with(['"', '\'', '<', '{'])
            })?;
            Some(Location { file, span })
        })
    }

    /// The first of several ways to write something that a template holds.
    fn words(&self, ways: &[String]) -> Option<Location> {
        [&self.own, &self.theme].into_iter().find_map(|files| {
            ways.iter().find_map(|words| {
                files.iter().copied().find_map(|file| {
                    let start = self.site.sources.get(file).text.find(&**words)?;
                    Some(Location { file, span: Span::new(start, start + words.len()) })
                })
            })
        })
    }
}

/// The first image of this name that a text holds as HTML.
fn raw_image(text: &str, name: &str) -> Option<Span> {
    let mut tags = places(text, "<img").filter_map(|span| {
        let end = text[span.range().start..].find('>')? + 1;
        Some(Span::new(span.range().start, span.range().start + end))
    });
    tags.find(|span| text[span.range()].contains(name))
}

/// Whether a tag says that it has no words.
fn is_silent(tag: &str) -> bool {
    let has_none = |tag: Tag| tag.attributes().any(|(key, value)| key.eq_ignore_ascii_case("alt") && value.is_empty());
    Pieces::of(tag).any(|piece| matches!(piece, Piece::Open(tag) if has_none(tag)))
}

/// The first place of an address that stands in quotes, alone or in a list with others.
fn quoted(text: &str, address: &str) -> Option<Span> {
    places(text, address).find(|span| {
        let (before, behind) = (&text[..span.range().start], &text[span.range().end..]);
        before.ends_with(['"', '\'', ' ', ',', '=', '\n']) && behind.starts_with(['"', '\'', ' ', ',', '\n'])
    })
}

/// The first place of an address that is no part of a longer one.
fn token(text: &str, address: &str) -> Option<Span> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '#' | '%');
    places(text, address).find(|span| {
        let range = span.range();
        !text[..range.start].ends_with(|c: char| is_part(c) && c != '/') && !text[range.end..].starts_with(is_part)
    })
}

fn places(text: &str, words: &str) -> impl Iterator<Item = Span> {
    let words = if words.is_empty() { None } else { Some(words) };
    words.into_iter().flat_map(|words| text.match_indices(words).map(move |(at, _)| Span::new(at, at + words.len())))
}
