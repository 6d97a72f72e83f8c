//! Problems that more than one reader of pages finds, in their words.

use super::scopes::Spoken;
use super::{Problem, Trace};
use crate::diag::codes::{DEFAULT_STATUS, PAGE_ANCHOR, PAGE_ID_TWICE};

/// An address with a place that is not there.
pub(super) fn missing_place(address: &str, tag: &str) -> Problem {
    Problem {
        code: &PAGE_ANCHOR,
        message: format!("`{address}` leads to a place that is not there"),
        help: vec!["give the element that is meant this id, or link to the page alone".to_owned()],
        trace: Trace::Address(address.into(), tag.into()),
    }
}

/// A verdict that nobody reached.
pub(super) fn nobodys(spoken: &Spoken) -> Problem {
    let written = spoken.written;
    // Behind `Status:` or alone.
    let start = written.len().saturating_sub(spoken.verdict.len());
    let bare = written.get(start..).filter(|bare| bare.to_lowercase() == spoken.verdict).unwrap_or(written);
    Problem {
        code: &DEFAULT_STATUS,
        message: format!("`{written}` is shown as the verdict on a claim that has none"),
        help: vec!["show a status only where there is one, and else say in words that there is none".to_owned()],
        trace: Trace::Printed(written.into(), bare.into()),
    }
}

/// An id on two elements.
pub(super) fn id_twice(id: &str) -> Problem {
    Problem {
        code: &PAGE_ID_TWICE,
        message: format!("the id `{id}` stands twice on one page"),
        help: vec!["give one of the two elements another id".to_owned()],
        trace: Trace::Words(vec![format!("id=\"{id}\""), format!("id='{id}'"), format!("id={id}")]),
    }
}
