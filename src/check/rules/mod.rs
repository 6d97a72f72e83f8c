//! The rules, a file each, and the tables that run them.

mod anonymous_only;
mod assessment_stale;
mod assessment_undated;
mod claim_unsourced;
mod contested_as_fact;
mod dead_end;
mod dependency_unsourced;
mod derived_mismatch;
mod dup_alias;
mod event_no_outcome;
mod event_overdue;
mod factive_verb;
mod figure_conflict;
mod figure_no_as_of;
mod figure_no_source;
mod jargon;
mod loaded_term;
mod loose_group;
mod metonym;
mod names_inconsistent;
mod no_archive;
mod one_sided;
mod orphan;
mod proxy_attribution;
mod quote_drift;
mod quote_elided;
mod quote_no_date;
mod quote_no_source;
mod quote_no_speaker;
mod quote_translated;
mod rhetorical_number;
mod role_in_text;
mod role_mismatch;
mod sentence_long;
mod stale_page;
mod summary_long;
mod tense_conflict;
mod touched_by_newer;
mod update_vague;

use super::desk::Desk;
use super::prose::Reading;
use super::{Findings, Site};
use crate::diag::{Code, codes};
use crate::graph::RecordId;

pub(super) use jargon::{Term, terms};
pub(super) use names_inconsistent::Spellings;
pub(super) use quote_drift::{Printing, compare as compare_printings, printings};

/// A rule about records.
pub(super) struct Rule {
    /// What it reports.
    pub code: &'static Code,
    /// Looks at a whole site.
    pub run: fn(Site, &mut Findings),
}

/// A rule about running text.
pub(super) struct TextRule {
    /// What it reports.
    pub code: &'static Code,
    /// Looks at the texts of a record.
    pub run: fn(&Desk, Texts, &mut Findings),
}

/// The texts of one record.
#[derive(Clone, Copy)]
pub(super) struct Texts<'t> {
    /// Its running texts and its lines.
    pub readings: &'t [Reading<'t>],
    /// Whether they tell of somebody who acts in the story; see [`Desk::is_coverage`].
    pub is_coverage: bool,
}

/// The rules about records, in the order of their codes.
pub(super) static RECORDS: &[Rule] = &[
    Rule { code: &codes::QUOTE_NO_DATE, run: quote_no_date::run },
    Rule { code: &codes::QUOTE_NO_SOURCE, run: quote_no_source::run },
    Rule { code: &codes::QUOTE_ELIDED, run: quote_elided::run },
    Rule { code: &codes::QUOTE_TRANSLATED, run: quote_translated::run },
    Rule { code: &codes::CLAIM_UNSOURCED, run: claim_unsourced::run },
    Rule { code: &codes::PROXY_ATTRIBUTION, run: proxy_attribution::run },
    Rule { code: &codes::ONE_SIDED, run: one_sided::run },
    Rule { code: &codes::ASSESSMENT_UNDATED, run: assessment_undated::run },
    Rule { code: &codes::ASSESSMENT_STALE, run: assessment_stale::run },
    Rule { code: &codes::ANONYMOUS_ONLY, run: anonymous_only::run },
    Rule { code: &codes::DEPENDENCY_UNSOURCED, run: dependency_unsourced::run },
    Rule { code: &codes::FIGURE_NO_AS_OF, run: figure_no_as_of::run },
    Rule { code: &codes::FIGURE_NO_SOURCE, run: figure_no_source::run },
    Rule { code: &codes::FIGURE_CONFLICT, run: figure_conflict::run },
    Rule { code: &codes::DERIVED_MISMATCH, run: derived_mismatch::run },
    Rule { code: &codes::RHETORICAL_NUMBER, run: rhetorical_number::run },
    Rule { code: &codes::LOOSE_GROUP, run: loose_group::records },
    Rule { code: &codes::ROLE_MISMATCH, run: role_mismatch::run },
    Rule { code: &codes::EVENT_OVERDUE, run: event_overdue::run },
    Rule { code: &codes::EVENT_NO_OUTCOME, run: event_no_outcome::run },
    Rule { code: &codes::STALE_PAGE, run: stale_page::run },
    Rule { code: &codes::TOUCHED_BY_NEWER, run: touched_by_newer::run },
    Rule { code: &codes::DUP_ALIAS, run: dup_alias::run },
    Rule { code: &codes::ORPHAN, run: orphan::run },
    Rule { code: &codes::DEAD_END, run: dead_end::run },
    Rule { code: &codes::UPDATE_VAGUE, run: update_vague::run },
    Rule { code: &codes::SUMMARY_LONG, run: summary_long::run },
    Rule { code: &codes::NO_ARCHIVE, run: no_archive::run },
];

/// The rules about running text, in the order of their codes. Printings of quotations are gathered from all texts and compared in the end.
pub(super) static TEXTS: &[TextRule] = &[
    TextRule { code: &codes::QUOTE_NO_SPEAKER, run: quote_no_speaker::run },
    TextRule { code: &codes::CONTESTED_AS_FACT, run: contested_as_fact::run },
    TextRule { code: &codes::FACTIVE_VERB, run: factive_verb::run },
    TextRule { code: &codes::LOOSE_GROUP, run: loose_group::run },
    TextRule { code: &codes::METONYM, run: metonym::run },
    TextRule { code: &codes::LOADED_TERM, run: loaded_term::run },
    TextRule { code: &codes::ROLE_IN_TEXT, run: role_in_text::run },
    TextRule { code: &codes::TENSE_CONFLICT, run: tense_conflict::run },
    TextRule { code: &codes::NAMES_INCONSISTENT, run: names_inconsistent::run },
    TextRule { code: &codes::SENTENCE_LONG, run: sentence_long::run },
    TextRule { code: &codes::JARGON, run: jargon::run },
];

/// A quotation in a message: by its speaker, whom readers know it by.
fn quoted(site: Site, quote: RecordId) -> String {
    match site.records.quote(quote).by {
        Some(by) => format!("a quotation of `{}`", site.name(by)),
        None => "a quotation".to_owned(),
    }
}

/// Names in a row, as a sentence has them.
fn in_a_row(names: &[String]) -> String {
    match names {
        [one] => one.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
        [] => String::new(),
    }
}
