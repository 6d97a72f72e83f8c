//! Everything on record, for programs: `index.json` beside every page, and whole kinds under `/data/`.
//!
//! In: the records and what follows from them. Out: JSON in the form that `docs/data.md` promises and the published schemas describe, and
//! tables. A record has one form wherever it stands. What is not known is left out or says `unknown`; nothing here decides anything.

mod catalogue;
mod dependencies;
mod derived;
mod fields;
mod files;
mod json;
mod list;
mod overview;
mod page_schema;
mod record;
mod twin;

pub(in crate::view) use catalogue::planned;
pub use catalogue::{DataFile, DataPage, FileOfData, KindOfData};
pub(in crate::view) use json::{Json, Object};

use super::build::View;
use crate::graph::RecordId;
use crate::model::Records;
use std::fmt;

/// The stable id of a record: `kind:id`.
#[derive(Clone, Copy)]
pub(in crate::view) struct Name<'v> {
    kind: &'v str,
    id: &'v str,
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind, self.id)
    }
}

/// An address ready for use: with its origin, where the site has one.
#[derive(Clone, Copy)]
pub(in crate::view) struct Address<'v> {
    origin: &'v str,
    href: &'v str,
}

impl fmt::Display for Address<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.origin)?;
        f.write_str(self.href)
    }
}

/// The stable id of a record.
pub(in crate::view) fn name(records: Records<'_>, id: RecordId) -> Name<'_> {
    Name { kind: &records.schema.kind(records.kind(id)).name, id: records.graph.key(id) }
}

impl<'v> View<'v> {
    /// A record with all that its authors may want to know of it: what is published, and the fields that are for them alone.
    pub fn record_data(self, id: RecordId) -> String {
        Json::of_object(|object| {
            record::write(self, id, object);
            object.some_object("unpublished", |object| fields::write_unpublished(self, id, object));
        })
    }

    /// The stable id of a record: `kind:id`.
    pub fn stable_id(self, id: RecordId) -> String {
        name(self.records, id).to_string()
    }

    /// By what one record refers to another: a field (`roles.of`), or a part of the text.
    pub fn reference_by(self, edge: &crate::graph::Edge) -> String {
        record::by(self.records, edge).to_string()
    }

    /// An address of this site as programs elsewhere can use it.
    pub(in crate::view) fn absolute(self, href: &'v str) -> Address<'v> {
        Address { origin: &self.config.base_url.origin, href }
    }

    /// Where a record is found.
    pub(in crate::view) fn address_of(self, id: RecordId) -> Option<Address<'v>> {
        self.plan.url_as_planned(id).map(|href| self.absolute(href))
    }

    /// The words of one of a record's texts, without any markup.
    pub(in crate::view) fn words_of(self, text: &crate::graph::Text) -> String {
        let body = &text.prose.body;
        let label = |at: usize| self.records.reference_words(text, at).map(str::to_owned);
        body.plain_text_with(&text.prose.text, 0..body.items().len(), &label)
    }
}
