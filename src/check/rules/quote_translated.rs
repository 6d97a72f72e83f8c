//! A quotation in translation, without the words that were said.

use super::quoted;
use crate::check::{Findings, Site};
use crate::diag::Diagnostic;
use crate::diag::codes::QUOTE_TRANSLATED;
use crate::graph::RecordId;
use crate::model::Quote;

/// Words are translated if somebody translated them, if they were said in another language than they are printed in, or if all that they are
/// taken from is in another one. A quotation in the language of its speaker is none, whatever the language of the site.
pub(super) fn run(site: Site, findings: &mut Findings) {
    for id in site.live(site.records.kinds.quote) {
        let quote = site.records.quote(id);
        if quote.original.is_some() {
            continue;
        }
        if let Some(problem) = translated(site, id, &quote) {
            findings.add(id, problem.help("give the words as they were said in `original`, and their language in `original_lang`"));
        }
    }
}

fn translated(site: Site, id: RecordId, quote: &Quote) -> Option<Diagnostic> {
    let printed = language(quote.lang.unwrap_or(&site.config.language));
    let found = |fields: &[&str], why: String| {
        site.found(&QUOTE_TRANSLATED, id, fields, format!("{} is a translation, and the original is not given", quoted(site, id)))
            .label(why)
    };
    if quote.translator.is_some() {
        return Some(found(&["translator"], "somebody translated it".to_owned()));
    }
    if let Some(said) = quote.original_lang {
        return (!language(said).eq_ignore_ascii_case(printed))
            .then(|| found(&["original_lang"], format!("said in `{said}`, printed in `{printed}`")));
    }
    let sources: Vec<_> = site.records.sources(id).collect();
    let languages: Vec<&str> = sources.iter().filter_map(|source| site.records.source(*source).lang).collect();
    let is_other = |tag: &&str| !MANY.contains(&language(tag)) && !language(tag).eq_ignore_ascii_case(printed);
    let all_are_other = !languages.is_empty() && languages.len() == sources.len() && languages.iter().all(is_other);
    all_are_other.then(|| found(&["source", "sources"], format!("this is in `{}`, the words are in `{printed}`", languages[0])))
}

/// Tags that name no one language.
const MANY: [&str; 4] = ["mul", "und", "zxx", "mis"];

/// The language of a tag, without script and region.
fn language(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}
