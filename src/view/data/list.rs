//! Entries of lists as data: what other pages say of a record.

use super::json::{Json, Object};
use super::{derived, name};
use crate::graph::RecordId;
use crate::model::When;
use crate::view::atoms::Pagination;
use crate::view::build::View;

/// One entry: id, kind, title, address, line, date and status of a record.
pub(super) fn entry(view: View, id: RecordId, json: &mut Json) {
    let records = view.records;
    let record = records.get(id);
    json.object(|object| {
        object.shown("id", name(records, id));
        object.put("kind", &records.schema.kind(record.kind).name);
        object.put("title", records.title(id));
        if let Some(address) = view.address_of(id) {
            object.shown("url", address);
        }
        object.maybe("summary", records.summary(id));
        object.maybe("date", derived::date(when(view, id)));
        object.maybe("status", status(view, id));
    });
}

/// How many entries there are in all, which of the pages this is, and the way to the others.
pub(super) fn pages(view: View, total: usize, pagination: Option<&Pagination>, object: &mut Object) {
    object.put("total", &total);
    if let Some(pagination) = pagination {
        object.put("page", &pagination.page);
        object.put("pages", &pagination.pages);
        for (key, href) in [("previous", &pagination.previous), ("next", &pagination.next)] {
            if let Some(href) = href {
                object.shown(key, view.absolute(href));
            }
        }
    }
}

fn when(view: View<'_>, id: RecordId) -> When<'_> {
    let fields = view.records.fields(id);
    let name = if view.records.kind(id) == view.records.kinds.source { "published" } else { "date" };
    match fields.date(name) {
        Some(date) => When::Known(date),
        None if fields.is_unknown(name) => When::Unknown,
        None => When::Absent,
    }
}

/// In one word: how far a claim, an issue, an event, a document or a point has come; the stance of a position.
fn status(view: View<'_>, id: RecordId) -> Option<&str> {
    let records = view.records;
    let kinds = records.kinds;
    let kind = records.kind(id);
    if kind == kinds.claim {
        view.derived.status(id)?.verdict.map(crate::derive::Verdict::word)
    } else if kind == kinds.issue {
        view.derived.state(id).map(crate::derive::State::word)
    } else if kind == kinds.event {
        records.event(id).status.map(|status| status.word)
    } else if kind == kinds.document {
        records.document(id).stage.map(|stage| stage.word)
    } else if kind == kinds.point {
        records.point(id).status.map(|status| status.word)
    } else if kind == kinds.position {
        records.position(id).stance.map(|stance| stance.word)
    } else {
        None
    }
}
