//! Addresses on the page: the ids of headings.
//!
//! In: a finished tree. Out: an id for each heading, unique among them and the ids that directives give.

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::body::{Body, Form, UseKind};
use super::builder::Pointer;
use super::item::Slice;
use crate::diag::codes::DUPLICATE_ANCHOR;
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{Location, Span};

/// The body with an id for each heading.
pub(super) fn name_headings(mut body: Body, text: &str, pointer: Pointer, diagnostics: &mut Diagnostics) -> Body {
    if body.headings.is_empty() && body.directives.is_empty() {
        return body;
    }
    let mut taken = explicit_ids(&body, text, pointer, diagnostics);
    let mut repeats: FxHashMap<String, u32> = FxHashMap::default();
    let mut ids = String::new();
    let mut headings = std::mem::take(&mut body.headings);
    for heading in headings.iter_mut().filter(|heading| !heading.explicit) {
        let base = slug(&body.plain_text(text, heading.content()));
        let mut id = base.clone();
        while taken.contains(&id) {
            let count = repeats.entry(base.clone()).or_default();
            *count += 1;
            id = format!("{base}-{count}");
        }
        let start = body.arena.len() + ids.len();
        ids.push_str(&id);
        heading.id = Slice::arena(start..start + id.len());
        taken.insert(id);
    }
    body.headings = headings;
    if !ids.is_empty() {
        body.arena = (std::mem::take(&mut body.arena).into_string() + &ids).into();
    }
    body
}

/// Who gave an id: where, and by which directive if it was not a heading.
type Giver<'a> = (Span, Option<&'a str>);

/// The ids that headings and directives are given, each with who gave it first. The same id in two directives of one name is left to those
/// who know whether it is one record shown twice.
fn explicit_ids(body: &Body, text: &str, pointer: Pointer, diagnostics: &mut Diagnostics) -> FxHashSet<String> {
    let headings = body.headings.iter().filter(|heading| heading.explicit).map(|heading| (heading.id, heading.span, None));
    let directives = body.uses.iter().filter_map(|found| {
        let UseKind::Directive(index) = found.kind else { return None };
        let directive = &body.directives[index as usize];
        // A leaf shows what is defined elsewhere.
        let id = body.attribute(text, directive, "id").filter(|_| directive.form != Form::Leaf)?;
        Some((id.value, found.span, Some(body.get(text, directive.name))))
    });
    let mut given: Vec<_> = headings.chain(directives).collect();
    given.sort_by_key(|(_, span, _)| *span);
    let mut first: FxHashMap<&str, Giver> = FxHashMap::default();
    for (slice, whole, name) in given {
        let id = body.get(text, slice);
        let span = body.span(slice, whole);
        match first.get(id) {
            Some((_, other)) if name.is_some() && *other == name => {}
            Some((other, _)) => {
                let report = Diagnostic::at(&DUPLICATE_ANCHOR, pointer.file, span, format!("the id `{id}` is given twice on this page"));
                let report = report.also(Location { file: pointer.file, span: *other }, "first given here");
                diagnostics.push(report.help("give one of them another id"));
            }
            None => {
                first.insert(id, (span, name));
            }
        }
    }
    first.into_keys().map(str::to_owned).collect()
}

/// An id from the words of a heading: lower case, letters and digits of all scripts, everything else one `-`. It begins with a letter,
/// since HTML checkers and style sheets ask for that.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.nfc().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() || (is_combining_mark(character) && !slug.is_empty()) {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    match slug.chars().next() {
        None => "section".to_owned(),
        Some(first) if first.is_alphabetic() => slug.to_owned(),
        Some(_) => format!("s-{slug}"),
    }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn ids_keep_all_scripts_and_begin_with_a_letter() {
        assert_eq!(slug("Who — said: what?"), "who-said-what");
        assert_eq!(slug("Запорожская АЭС (2025)"), "запорожская-аэс-2025");
        assert_eq!(slug("Cafe\u{301}"), "caf\u{e9}");
        assert_eq!(slug("हिन्दी"), "हिन्दी");
        assert_eq!(slug("2025: a year"), "s-2025-a-year");
        assert_eq!(slug("?!"), "section");
    }
}
