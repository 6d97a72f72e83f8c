//! A diagnostic as programs read it, one object a line: byte offsets from 0, lines and columns from 1, columns in characters.

use super::places::region;
use crate::diag::{Diagnostic, Place};
use crate::source::{Location, Sources};
use serde_json::{Value, json};

pub(in crate::cli) fn json_of(problem: &Diagnostic, sources: &Sources) -> Value {
    let place = |at: Location, label: &str| {
        let region = region(at, sources);
        let [from, to] = region.characters;
        json!({
            "file": region.file, "start": region.bytes.start, "end": region.bytes.end, "line": from.line, "column": from.column,
            "end_line": to.line, "end_column": to.column, "label": label,
        })
    };
    let primary = match &problem.place {
        Place::Text(label) => place(label.at, &label.text),
        Place::Path(path) => json!({ "file": path }),
        Place::Run => Value::Null,
    };
    let edit = |edit: &crate::diag::Edit| {
        let region = region(edit.at, sources);
        json!({ "file": region.file, "start": region.bytes.start, "end": region.bytes.end, "text": edit.text })
    };
    let fix = problem.offered().map(|fix| json!({ "title": fix.title, "edits": fix.edits.iter().map(edit).collect::<Vec<_>>() }));
    json!({
        "type": "diagnostic",
        "code": problem.code.id,
        "name": problem.code.name,
        "severity": problem.severity().word(),
        "message": &*problem.message,
        "place": primary,
        "also": problem.secondary.iter().map(|label| place(label.at, &label.text)).collect::<Vec<_>>(),
        "help": problem.help,
        "fix": fix,
        "pages": problem.pages(),
    })
}
