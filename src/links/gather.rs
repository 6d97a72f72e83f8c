//! Every address of a site that leads out of it, once, with all places where it stands.
//!
//! In: records, settings and texts. Out: addresses in order, each with its places in order. It asks nobody.
//!
//! An address is what a host is asked for: without the part behind `#`, without a name and password, and in the form that browsers give
//! it, so that `HTTPS://Example.org` and `https://example.org/#top` are one. Addresses of the site itself are left out: whether they lead
//! somewhere is seen on its pages, not on the web, where they may not be yet.

use crate::config::{Config, Pattern};
use crate::graph::{RecordId, Text};
use crate::model::{Purpose, Records};
use crate::node::{Node, Value};
use crate::parse::markdown::{Destination, UseKind};
use crate::source::{FileId, Location, Sources, Span};
use std::collections::BTreeMap;
use url::Url;

/// A place where an address stands.
#[derive(Clone, Debug)]
pub(super) struct Place<'s> {
    /// The characters; of the address itself where they can be told.
    pub at: Location,
    /// As it is written there.
    pub written: &'s str,
    /// The record it stands in.
    pub record: Option<RecordId>,
    /// What it is there for.
    pub purpose: Purpose<'s>,
}

/// The addresses of a site.
#[derive(Debug, Default)]
pub(super) struct Addresses<'s> {
    /// Those that can be asked.
    pub asked: BTreeMap<String, Vec<Place<'s>>>,
    /// What is written like an address of the web and is none, by how it is written.
    pub broken: BTreeMap<&'s str, Vec<Place<'s>>>,
}

/// The form in which an address is asked, if it is one of the web.
pub(super) fn asked(written: &str) -> Option<Url> {
    let written = written.trim();
    let whole = if written.starts_with("//") { &format!("https:{written}") } else { written };
    clean(Url::parse(whole).ok()?)
}

/// The same without what no host should be asked for.
pub(super) fn clean(mut url: Url) -> Option<Url> {
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return None;
    }
    url.set_fragment(None);
    // Both are only refused where there is no host.
    let _ = (url.set_username(""), url.set_password(None));
    Some(url)
}

/// Gathers the addresses of a site.
pub(super) fn gather<'s>(records: Records<'s>, config: &'s Config, sources: &'s Sources) -> Addresses<'s> {
    let mut found = Found { config, sources, addresses: Addresses::default() };
    for (id, record) in records.graph.iter() {
        for address in records.addresses(id) {
            found.add(record.file, address.span, address.written, Some(id), address.purpose);
        }
        for text in records.graph.texts(id) {
            found.text(id, record.file, text);
        }
    }
    for entry in config.nav.iter().flatten() {
        found.add(config.file, entry.span, &entry.url, None, Purpose::Link);
    }
    found.add(config.file, config.license_span, &config.license, None, Purpose::Link);
    if let Some(extra) = &config.extra {
        found.values(extra);
    }
    let mut addresses = found.addresses;
    for places in addresses.asked.values_mut().chain(addresses.broken.values_mut()) {
        places.sort_by(|a, b| (&sources.get(a.at.file).path, a.at.span).cmp(&(&sources.get(b.at.file).path, b.at.span)));
        // The text of a block is also that of the record it makes.
        places.dedup_by(|later, first| later.at == first.at);
    }
    addresses
}

struct Found<'s> {
    config: &'s Config,
    sources: &'s Sources,
    addresses: Addresses<'s>,
}

impl<'s> Found<'s> {
    fn text(&mut self, id: RecordId, file: FileId, text: &'s Text) {
        let (body, source) = (&text.prose.body, &*text.prose.text);
        for place in body.uses() {
            let (UseKind::Link { dest, .. } | UseKind::Image { dest, .. }) = place.kind else { continue };
            self.add(file, body.span(dest, place.span), body.get(source, dest), Some(id), Purpose::Link);
        }
    }

    /// The texts of the site's own settings that are addresses as a whole.
    fn values(&mut self, node: &'s Node) {
        match &node.value {
            Value::Text(text) => self.add(self.config.file, node.span, text, None, Purpose::Link),
            Value::List(items) => items.iter().for_each(|item| self.values(item)),
            Value::Map(entries) => entries.iter().for_each(|entry| self.values(&entry.node)),
            Value::Null | Value::Bool { .. } | Value::Int { .. } | Value::Float { .. } | Value::Date(_) => {}
        }
    }

    fn add(&mut self, file: FileId, span: Span, written: &'s str, record: Option<RecordId>, purpose: Purpose<'s>) {
        let Destination::External(written) = Destination::of(written) else { return };
        let start = written.get(..8).unwrap_or(written).to_ascii_lowercase();
        if !["http://", "https://", "//"].iter().any(|known| start.starts_with(known)) {
            return;
        }
        let text = &self.sources.get(file).text;
        let at = Location { file, span: narrow(text, span, written) };
        let place = Place { at, written, record, purpose };
        match asked(written) {
            None => self.addresses.broken.entry(written).or_default().push(place),
            Some(url) if self.is_left_out(url.as_str()) => {}
            Some(url) => self.addresses.asked.entry(url.into()).or_default().push(place),
        }
    }

    fn is_left_out(&self, address: &str) -> bool {
        let base = &self.config.base_url;
        let is_own = !base.origin.is_empty()
            && address
                .strip_prefix(&base.origin)
                .is_some_and(|path| path.starts_with(&base.path) || path == base.path.trim_end_matches('/'));
        is_own || self.config.links.skip.iter().any(|pattern: &Pattern| pattern.matches(address))
    }
}

/// The characters of an address in a stretch of text that holds it (a quoted value, a text in a field), if it stands there once.
fn narrow(text: &str, span: Span, written: &str) -> Span {
    let Some(stretch) = text.get(span.range()) else { return span };
    let goes_on =
        |at: usize| stretch[at + written.len()..].chars().next().is_some_and(|next| next.is_alphanumeric() || "/?&=%-_~".contains(next));
    let mut places = stretch.match_indices(written).map(|(at, _)| at).filter(|at| !goes_on(*at));
    match (places.next(), places.next()) {
        (Some(at), None) => Span::new(at, at + written.len()).shifted(span.start as usize),
        _ => span,
    }
}

#[cfg(test)]
mod tests {
    use super::{asked, narrow};
    use crate::source::Span;

    #[test]
    fn an_address_is_asked_in_one_form() {
        let check = |written: &str| asked(written).map(String::from);
        for same in [
            "https://example.org",
            "HTTPS://Example.org/#top",
            "//example.org/",
            "https://me:secret@example.org/",
            "https://example.org:443/",
        ] {
            assert_eq!(check(same).as_deref(), Some("https://example.org/"), "{same}");
        }
        assert_eq!(check("http://bücher.example/ä?q=ö").as_deref(), Some("http://xn--bcher-kva.example/%C3%A4?q=%C3%B6"));
        for none in ["https://", "http://[", "mailto:a@b.org", "file:///etc/passwd", "https://a b.org/"] {
            assert_eq!(check(none), None, "{none}");
        }
    }

    #[test]
    fn a_place_is_as_exact_as_it_can_be() {
        let check = |stretch: &str, written: &str| {
            let text = format!("ä: {stretch}");
            let span = narrow(&text, Span::new(4, text.len()), written);
            text[span.range()].to_owned()
        };
        assert_eq!(check("\"https://a.org/x\"", "https://a.org/x"), "https://a.org/x");
        assert_eq!(check("[b](https://a.org/x/y) <https://a.org/x>", "https://a.org/x"), "https://a.org/x");
        assert_eq!(check("https://a.org/ https://a.org/", "https://a.org/"), "https://a.org/ https://a.org/");
        assert_eq!(check("\"https:\\/\\/a.org\"", "https://a.org"), "\"https:\\/\\/a.org\"");
    }
}
