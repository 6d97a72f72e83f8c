//! The rules, a file each, and the tables that run them.

mod event_no_outcome;

use super::{Findings, Site};
use crate::diag::{Code, codes};

/// A rule about records.
pub(super) struct Rule {
    /// What it reports.
    pub code: &'static Code,
    /// Looks at a whole site.
    pub run: fn(Site, &mut Findings),
}

/// The rules about records, in the order of their codes.
pub(super) static RECORDS: &[Rule] = &[Rule { code: &codes::EVENT_NO_OUTCOME, run: event_no_outcome::run }];
