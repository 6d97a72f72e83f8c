//! What is told of all that was found in the pages.
//!
//! In: the facts of all outputs. Out: findings. Links to places are held against the ids of the pages they lead to. A problem is told at the
//! characters that caused it, with the pages on which it shows; where these are not known, at the first page on which it stands.

use super::places::{Origins, Places};
use super::wording::missing_place;
use super::{Facts, Outputs, Problem, Trace, mark};
use crate::check::{Finding, Findings};
use crate::diag::{Diagnostic, codes, nearest};
use crate::source::Location;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// What is wrong in the same way on some pages.
type Group<'f> = BTreeMap<(&'static str, String, Trace), (Problem, Vec<&'f Facts>)>;

/// Tells of all problems, each at its place.
pub(super) fn tell(outputs: &Outputs, facts: &[Facts]) -> Findings {
    let mut groups: Group = BTreeMap::new();
    let wanted = missing_places(outputs, facts);
    let found = facts.iter().flat_map(|facts| facts.problems.iter().cloned().map(move |problem| (facts, problem)));
    for (facts, problem) in found.chain(wanted) {
        let key = (problem.code.id, problem.message.clone(), problem.trace.clone());
        let pages = &mut groups.entry(key).or_insert_with(|| (problem, Vec::new())).1;
        // A page may do the same thing wrong again and again.
        if pages.last().is_none_or(|last| !std::ptr::eq(*last, facts)) {
            pages.push(facts);
        }
    }
    let mut teller = Teller { outputs, places: Places::new(outputs.site), told: FxHashMap::default(), findings: Findings::default() };
    for (problem, pages) in groups.into_values() {
        teller.tell(&problem, &pages);
    }
    teller.findings
}

struct Teller<'t> {
    outputs: &'t Outputs<'t>,
    places: Places<'t>,
    /// The first that was told of an address which a template makes of parts, by code and place: each page has another.
    told: FxHashMap<(&'static str, Location), (String, Vec<String>)>,
    findings: Findings,
}

/// Links to places that the pages they lead to do not have.
fn missing_places<'f>(outputs: &Outputs, facts: &'f [Facts]) -> Vec<(&'f Facts, Problem)> {
    let mut by_number: Vec<Option<u32>> = Vec::new();
    for (at, facts) in facts.iter().enumerate() {
        if let Some(number) = facts.number.map(|number| number as usize) {
            if by_number.len() <= number {
                by_number.resize(number + 1, None);
            }
            by_number[number] = Some(at as u32);
        }
    }
    let mut missing = Vec::new();
    for page in facts {
        for wanted in &page.wanted {
            let target = by_number.get(wanted.target as usize).copied().flatten().map(|at| &facts[at as usize]);
            // What was not read, such as a drawing in a file, may have any place.
            let Some(ids) = target.and_then(|target| target.ids.as_ref()) else { continue };
            if ids.binary_search(&mark(&*wanted.place)).is_err() {
                missing.push((page, missing_place(&outputs.targets.place(wanted.target, &wanted.place), "")));
            }
        }
    }
    missing
}

impl Teller<'_> {
    fn tell(&mut self, problem: &Problem, pages: &[&Facts]) {
        let own = (problem.message.clone(), help(self.outputs, problem));
        let mut lost: Vec<&Facts> = Vec::new();
        let mut shared: Option<Origins> = None;
        for page in pages.iter().copied() {
            if let (Trace::Here(span), Some(file)) = (&problem.trace, page.source) {
                let diagnostic = at(problem, Location { file, span: *span }, &own);
                self.findings.extend([Finding { record: None, diagnostic }]);
                continue;
            }
            // Only the text of a record differs from page to page.
            let origin = match shared {
                Some(origin) if page.record.is_none() => origin,
                _ => self.places.find(page.record, &problem.trace),
            };
            let diagnostic = match origin {
                Origins::Text(place) => at(problem, place, &own),
                Origins::Shared(place) => {
                    shared = Some(origin);
                    let first = self.told.entry((problem.code.id, place)).or_insert_with(|| own.clone());
                    let words = if matches!(problem.trace, Trace::Address(..)) { &*first } else { &own };
                    at(problem, place, words).on_page(&*page.path)
                }
                Origins::Meant => continue,
                Origins::Unknown => {
                    lost.push(page);
                    continue;
                }
            };
            self.findings.extend([Finding { record: page.record, diagnostic }]);
        }
        let Some(first) = lost.first() else { return };
        for page in &lost {
            let diagnostic = with(Diagnostic::in_path(problem.code, &*first.path, own.0.as_str()), &own.1).help_if(shown(&problem.trace));
            let diagnostic = if lost.len() > 1 { diagnostic.on_page(&*page.path) } else { diagnostic };
            self.findings.extend([Finding { record: page.record, diagnostic }]);
        }
    }
}

fn at(problem: &Problem, place: Location, (message, help): &(String, Vec<String>)) -> Diagnostic {
    with(Diagnostic::at(problem.code, place.file, place.span, message.as_str()), help)
}

fn with(diagnostic: Diagnostic, help: &[String]) -> Diagnostic {
    help.iter().fold(diagnostic, |diagnostic, help| diagnostic.help(help.as_str()))
}

/// What to do, and what may have been meant.
fn help(outputs: &Outputs, problem: &Problem) -> Vec<String> {
    let mut help = problem.help.clone();
    if let (true, Trace::Address(address, _)) = (std::ptr::eq(problem.code, &codes::PAGE_LINK) && help.is_empty(), &problem.trace) {
        let asked = address.split(['?', '#']).next().unwrap_or(address);
        // Every address begins like that of the home page, so that it would be near to all.
        let home = outputs.site.config.base_url.path.as_str();
        let known: Vec<String> = outputs.targets.addresses().filter(|address| address != home).collect();
        let with_slash = format!("{asked}/");
        let near = if known.contains(&with_slash) { Some(with_slash.as_str()) } else { nearest(asked, known.iter().map(String::as_str)) };
        help.extend(near.map(|near| format!("did you mean `{near}`?")));
        help.push("write an address of this site, or put the file there: what lies in `static/` is copied as it is".to_owned());
    }
    help
}

/// The element as the page has it, for who has to look for it.
fn shown(trace: &Trace) -> Option<String> {
    let element = match trace {
        Trace::Address(_, element) | Trace::Element(element) | Trace::Image(_, element) | Trace::Heading(_, element) => element,
        Trace::Words(_) | Trace::Printed(..) | Trace::Here(_) | Trace::Nothing => return None,
    };
    let one_line = element.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = one_line.floor_char_boundary(120);
    let dots = if end < one_line.len() { "…" } else { "" };
    (!one_line.is_empty()).then(|| format!("in the page it is `{}{dots}`", &one_line[..end]))
}
