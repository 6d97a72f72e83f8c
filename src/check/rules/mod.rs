//! The rules, a file each, and the tables that run them.

mod contested_as_fact;
mod event_no_outcome;
mod factive_verb;
mod jargon;
mod loaded_term;
mod loose_group;
mod metonym;
mod names_inconsistent;
mod no_archive;
mod quote_drift;
mod quote_no_speaker;
mod role_in_text;
mod sentence_long;
mod tense_conflict;

use super::desk::Desk;
use super::prose::Reading;
use super::{Findings, Site};
use crate::diag::{Code, codes};

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
    Rule { code: &codes::LOOSE_GROUP, run: loose_group::records },
    Rule { code: &codes::EVENT_NO_OUTCOME, run: event_no_outcome::run },
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
