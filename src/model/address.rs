//! Addresses elsewhere that the fields of records hold.
//!
//! In: a record and the schema. Out: every value of a field of the type `url`, in groups and lists, too, and what it is there for. Which
//! addresses are asked, and what follows from their answers, is decided elsewhere.

use super::Records;
use crate::fields::{Fields, Value};
use crate::graph::{RecordId, Target};
use crate::schema::{Fieldset, Type};
use crate::source::Span;

/// An address in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address<'g> {
    /// As it is written.
    pub written: &'g str,
    /// Where.
    pub span: Span,
    /// What it is there for.
    pub purpose: Purpose<'g>,
}

/// What an address is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose<'g> {
    /// A way on for readers.
    Link,
    /// The page that a source is, with the copy that was made of it and the sum of the bytes that were read, and where that stands.
    Source {
        /// The address of the copy.
        copy: Option<&'g str>,
        /// The sum in hexadecimal digits.
        sum: Option<(&'g str, Span)>,
    },
    /// The copy of a source that was made to stay.
    Copy,
}

impl<'g> Records<'g> {
    /// The addresses in the fields of a record, in the order in which they are written.
    pub fn addresses(self, id: RecordId) -> Vec<Address<'g>> {
        let record = self.get(id);
        let mut found = Vec::new();
        self.addresses_in(&self.schema.kind(record.kind).fields, &record.fields, &mut found);
        if record.kind == self.kinds.source {
            let fields = self.fields(id);
            for address in &mut found {
                if fields.span("url") == Some(address.span) {
                    address.purpose =
                        Purpose::Source { copy: fields.text("archive_url"), sum: fields.text("sha256").zip(fields.span("sha256")) };
                } else if fields.span("archive_url") == Some(address.span) {
                    address.purpose = Purpose::Copy;
                }
            }
        }
        found
    }

    fn addresses_in(self, set: &Fieldset, fields: &'g Fields<Target>, found: &mut Vec<Address<'g>>) {
        for slot in fields.iter() {
            let items = slot.value.items().map(|item| (&item.value, item.span));
            for (value, span) in [(&slot.value, slot.span)].into_iter().chain(items) {
                match (&set.get(slot.field).holds, value) {
                    (Type::Url, Value::Text(written)) => found.push(Address { written, span, purpose: Purpose::Link }),
                    (Type::Group(group), Value::Group(inner)) => self.addresses_in(&self.schema.group(*group).fields, inner, found),
                    _ => {}
                }
            }
        }
    }

    /// Whether a source is a post on a network whose posts are deleted and changed.
    pub fn is_post(self, id: RecordId) -> bool {
        self.get(id).kind == self.kinds.source && self.fields(id).word("type") == Some("social_post")
    }
}
