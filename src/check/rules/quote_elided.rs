//! A quotation from which words were left out, without a way to the whole of it.

use super::quoted;
use crate::check::{Findings, Site};
use crate::diag::Diagnostic;
use crate::diag::codes::QUOTE_ELIDED;
use crate::source::{Location, Span};

/// How people write that something was left out, the longest first.
const MARKS: [&str; 6] = ["[...]", "[…]", "(...)", "(…)", "...", "…"];

/// Points at the mark itself.
pub(super) fn run(site: Site, findings: &mut Findings) {
    for id in site.live(site.records.kinds.quote) {
        let quote = site.records.quote(id);
        let Some(mark) = MARKS.into_iter().find(|mark| quote.text.contains(mark)) else { continue };
        if quote.context_url.is_some() || quote.original.is_some() {
            continue;
        }
        let at = within(site, site.place(id, &["text"]), mark);
        let problem = Diagnostic::at(&QUOTE_ELIDED, at.file, at.span, format!("{} leaves something out", quoted(site, id)));
        findings.add(id, problem.help("give `context_url`, where the whole of it can be read, or the whole in `original`"));
    }
}

/// Where some characters first stand in a place; the place itself, if they are written in another way there.
fn within(site: Site, place: Location, characters: &str) -> Location {
    let text = &site.sources.get(place.file).text;
    let found = text.get(place.span.range()).and_then(|text| text.find(characters));
    let span = found.map_or(place.span, |at| Span::new(at, at + characters.len()).shifted(place.span.start as usize));
    Location { span, ..place }
}
