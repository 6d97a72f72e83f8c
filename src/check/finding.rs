//! What a rule found, and the record it is about.

use crate::diag::Diagnostic;
use crate::graph::RecordId;

/// One finding. Whether it is told, and how loudly, is decided by [`super::judge`].
#[derive(Clone, Debug)]
pub struct Finding {
    /// The record it is about: what that one, or a record it is part of, allows is not told. Nothing where only the place is known.
    pub record: Option<RecordId>,
    /// What is wrong.
    pub diagnostic: Diagnostic,
}

/// The findings of a rule.
#[derive(Clone, Debug, Default)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// Adds one about a record.
    pub fn add(&mut self, record: RecordId, diagnostic: Diagnostic) {
        self.0.push(Finding { record: Some(record), diagnostic });
    }

    /// Adds another rule's.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Finding>) {
        self.0.extend(others);
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
