//! Whole kinds as files: a record a line (NDJSON), and a row a record (CSV).
//!
//! Records are written one after the other into whatever takes bytes, so that nothing but the file itself is ever held.

use super::json::Json;
use super::{derived, fields, name, record};
use crate::graph::RecordId;
use crate::schema::{Field, KindId, Type, is_in_data};
use crate::view::build::View;
use crate::view::lists;
use std::io::{self, Write};

/// The columns that every table has before those of its fields. A field of the same name is called `fields.NAME`.
pub(super) const COLUMNS: [&str; 5] = ["id", "title", "url", "story", "belongs_to"];

/// The last column of every table: what follows from the record, as JSON.
pub(super) const DERIVED: &str = "derived";

/// The records of a kind that are published as data, in the order of its list.
pub(super) fn records(view: View, kind: KindId) -> Vec<RecordId> {
    let all = match view.plan.listing(kind, "") {
        Some(listed) => listed.to_vec(),
        None => lists::in_order(view.records, view.derived, kind),
    };
    all.into_iter().filter(|id| record::is_told(view.records, *id)).collect()
}

/// A record a line.
pub(super) fn ndjson(view: View, ids: &[RecordId], out: &mut dyn Write) -> io::Result<()> {
    let mut json = Json::default();
    for id in ids {
        json.clear();
        json.object(|object| record::write(view, *id, object));
        json.line_end();
        out.write_all(json.bytes())?;
    }
    Ok(())
}

/// A header, then a row a record, by RFC 4180.
pub(super) fn csv(view: View, kind: KindId, ids: &[RecordId], out: &mut dyn Write) -> io::Result<()> {
    let mut rows = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    let columns: Vec<&Field> =
        view.records.schema.kind(kind).fields.iter().map(|(_, field)| field).filter(|field| is_column(field)).collect();
    for column in COLUMNS {
        rows.write_field(column)?;
    }
    for field in &columns {
        let is_taken = COLUMNS.contains(&field.name.as_str()) || field.name == DERIVED;
        rows.write_field(if is_taken { format!("fields.{}", field.name) } else { field.name.clone() })?;
    }
    rows.write_field(DERIVED)?;
    rows.write_record(None::<&[u8]>)?;
    let mut json = Json::default();
    for id in ids {
        let record = view.records.get(*id);
        rows.write_field(name(view.records, *id).to_string())?;
        rows.write_field(view.records.title(*id))?;
        rows.write_field(view.address_of(*id).map_or_else(String::new, |address| address.to_string()))?;
        rows.write_field(&*record.story)?;
        rows.write_field(record.owner.map_or_else(String::new, |owner| name(view.records, owner).to_string()))?;
        for field in &columns {
            rows.write_field(fields::cell(view, *id, field, &mut json))?;
        }
        json.clear();
        json.object(|object| derived::write(view, *id, object));
        rows.write_field(if json.bytes() == b"{}" { b"" } else { json.bytes() })?;
        rows.write_record(None::<&[u8]>)?;
    }
    rows.flush()
}

/// Lists of parts have files of their own.
fn is_column(field: &Field) -> bool {
    (is_in_data(field) || field.name == "summary") && !matches!(field.holds, Type::Records(_))
}
