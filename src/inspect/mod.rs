//! One record seen from all sides, records chosen by what they hold, and what all of them take in memory.
//!
//! In: a site that is understood, and what somebody asks for. Out: the record as data, the references to it with their places, and the pages
//! that show it. Pages are really made and read: only so is it known what a template shows. Nothing is written.

mod filter;
mod places;
mod shown;
mod weight;

pub use filter::Filter;
pub(crate) use filter::select;
pub use shown::Shown;
pub use weight::Weight;

use crate::derive::Mention;
use crate::diag::Diagnostic;
use crate::graph::{Edge, Via};
use crate::pipeline::Site;
use crate::resolve;
use crate::source::Location;
use serde_json::Value;
use std::sync::Arc;

/// All that is known of a record.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// The record in the form in which it is published, and `unpublished`: the fields that are for its authors alone.
    pub record: Value,
    /// Where it was written.
    pub place: Location,
    /// The references to it, in the order in which they stand.
    pub references: Vec<Reference>,
    /// The pages that show it, its own first.
    pub pages: Vec<Shown>,
}

/// One reference to a record.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The record in which it stands: `kind:id`.
    pub from: String,
    /// Its title.
    pub title: String,
    /// By what: a field (`roles.of`), `(text)`, `(citation)` or `(directive)`.
    pub by: String,
    /// Its characters.
    pub place: Location,
    /// The sentence, if it stands in one.
    pub sentence: Option<String>,
}

/// Looks at the record that is meant by an id, a name or a title.
pub(crate) fn inspect(site: &Arc<Site>, written: &str) -> Result<Inspection, Diagnostic> {
    let id = resolve::named(&site.graph, &site.schema, written)?;
    let view = site.view();
    let record = serde_json::from_str(&view.record_data(id)).expect("a record is written as JSON");
    let references = site.graph.to(id).iter().map(|edge| reference(site, edge)).collect();
    Ok(Inspection { record, place: site.graph.get(id).location(), references, pages: shown::pages(site, id) })
}

fn reference(site: &Site, edge: &Edge) -> Reference {
    let view = site.view();
    Reference {
        from: view.stable_id(edge.from),
        title: site.graph.title(edge.from).to_string(),
        by: view.reference_by(edge),
        place: places::of(&site.graph, edge),
        sentence: matches!(edge.via, Via::Prose(..)).then(|| Mention::read(site.records(), edge).sentence),
    }
}
