//! All findings of a run as one document of SARIF 2.1.0, which GitHub, GitLab and editors read.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>. The document says nothing of the machine it was made on: files are named
//! from the root of the site.

use super::places::{file, region};
use crate::diag::{Diagnostic, Label, Place, Profile, Severity, codes};
use crate::source::{Location, Sources};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What files are named from.
const ROOT: &str = "SITE";

pub(super) fn document(problems: &[Diagnostic], sources: &Sources) -> String {
    let rules: Vec<Value> = codes::ALL
        .iter()
        .map(|code| {
            json!({
                "id": code.id,
                "name": code.name,
                "shortDescription": { "text": code.why },
                "fullDescription": { "text": code.why },
                "help": { "text": format!("`gen explain {}` says more: examples, what to do, and how to allow it.", code.id) },
                "defaultConfiguration": { "level": level(code.severity(Profile::Publish).unwrap_or(Severity::Hint)) },
            })
        })
        .collect();
    let mut seen = BTreeMap::new();
    let results: Vec<Value> = problems
        .iter()
        .map(|problem| {
            let known_by = fingerprint(problem, sources);
            let count: &mut usize = seen.entry(known_by.clone()).or_default();
            *count += 1;
            result(problem, &format!("{known_by}:{count}"), sources)
        })
        .collect();
    let document = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "gen", "version": VERSION, "semanticVersion": VERSION, "rules": rules } },
            "columnKind": "utf16CodeUnits",
            "originalUriBaseIds": { ROOT: { "description": { "text": "The folder of gen.toml." } } },
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&document).expect("JSON can be printed")
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    }
}

fn result(problem: &Diagnostic, known_by: &str, sources: &Sources) -> Value {
    let mut result = Map::new();
    let index = codes::ALL.iter().position(|code| std::ptr::eq(*code, problem.code)).expect("every code is in the table");
    let help = problem.help.iter().map(|help| format!("\n{help}"));
    let text: String = std::iter::once(problem.message.to_string()).chain(help).collect();
    result.insert("ruleId".to_owned(), json!(problem.code.id));
    result.insert("ruleIndex".to_owned(), json!(index));
    result.insert("level".to_owned(), json!(level(problem.severity())));
    result.insert("message".to_owned(), json!({ "text": text }));
    let location = match &problem.place {
        Place::Text(label) => Some(physical(label.at, sources)),
        Place::Path(path) => Some(json!({ "physicalLocation": { "artifactLocation": artifact(path) } })),
        Place::Run => None,
    };
    result.insert("locations".to_owned(), location.into_iter().collect());
    if !problem.secondary.is_empty() {
        let related = |label: &Label| {
            let mut location = physical(label.at, sources);
            location["message"] = json!({ "text": label.text });
            location
        };
        result.insert("relatedLocations".to_owned(), problem.secondary.iter().map(related).collect());
    }
    result.insert("partialFingerprints".to_owned(), json!({ "marked/v1": known_by }));
    if let Some(fix) = problem.offered() {
        result.insert("fixes".to_owned(), json!([{ "description": { "text": fix.title }, "artifactChanges": changes(fix, sources) }]));
    }
    Value::Object(result)
}

fn physical(at: Location, sources: &Sources) -> Value {
    let region = region(at, sources);
    json!({ "physicalLocation": { "artifactLocation": artifact(region.file), "region": span(at, sources) } })
}

fn span(at: Location, sources: &Sources) -> Value {
    let region = region(at, sources);
    let [from, to] = region.units;
    json!({
        "startLine": from.line, "startColumn": from.column, "endLine": to.line, "endColumn": to.column,
        "byteOffset": region.bytes.start, "byteLength": region.bytes.len(),
    })
}

/// The edits of a fix by file.
fn changes(fix: &crate::diag::Fix, sources: &Sources) -> Vec<Value> {
    let mut files: Vec<crate::source::FileId> = fix.edits.iter().map(|edit| edit.at.file).collect();
    files.sort_unstable();
    files.dedup();
    let change = |file: crate::source::FileId| {
        let edits = fix.edits.iter().filter(|edit| edit.at.file == file);
        let replace =
            |edit: &crate::diag::Edit| json!({ "deletedRegion": span(edit.at, sources), "insertedContent": { "text": edit.text } });
        json!({ "artifactLocation": artifact(&sources.get(file).path), "replacements": edits.map(replace).collect::<Vec<_>>() })
    };
    files.into_iter().map(change).collect()
}

/// A path as a relative reference: what cannot stand in one is written in hexadecimal. A configuration may lie outside the site.
fn artifact(path: &str) -> Value {
    const KEPT: &percent_encoding::AsciiSet =
        &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');
    let encoded = percent_encoding::utf8_percent_encode(path, KEPT).to_string();
    if path.starts_with('/') { json!({ "uri": format!("file://{encoded}") }) } else { json!({ "uri": encoded, "uriBaseId": ROOT }) }
}

/// What a finding is known by while the text around it moves: its code, its file and the characters it marks. Those that are alike in all of
/// this are told apart by a number behind it.
fn fingerprint(problem: &Diagnostic, sources: &Sources) -> String {
    let marked = match &problem.place {
        Place::Text(label) => sources.get(label.at.file).text.get(label.at.span.range()).unwrap_or_default(),
        Place::Path(_) | Place::Run => &problem.message,
    };
    let whole = format!("{}\n{}\n{marked}", problem.code.id, file(problem, sources).unwrap_or_default());
    blake3::hash(whole.as_bytes()).to_hex()[..32].to_owned()
}
