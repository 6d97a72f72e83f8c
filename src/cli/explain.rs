//! `gen explain`: what a code means, at length.
//!
//! It reads no site: the pages are part of the program, and the same in every folder.

use super::Exit;
use super::args::{Common, Format};
use super::report::{result, talk};
use crate::diag::{Code, Profile, Severity, codes};
use serde_json::{Map, Value, json};
use std::fmt::Write;

pub(super) fn run(common: &Common, code: Option<&str>) -> Exit {
    let Some(text) = code else {
        match common.message_format {
            Format::Json => codes::ALL.iter().for_each(|code| result(&Value::Object(facts(code)).to_string())),
            _ => result(&table()),
        }
        return Exit::Fine;
    };
    let code = match find(text) {
        Ok(code) => code,
        Err(exit) => return exit,
    };
    match common.message_format {
        Format::Json => {
            let mut facts = facts(code);
            facts.insert("text".to_owned(), json!(code.page()));
            result(&Value::Object(facts).to_string());
        }
        _ => result(&code.page()),
    }
    Exit::Fine
}

/// The code of an id or name, or words about what was meant.
pub(super) fn find(text: &str) -> Result<&'static Code, Exit> {
    Code::find(text).ok_or_else(|| {
        let near = Code::nearest(text).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        talk(&format!("error: there is no check `{text}`{near}\n  `gen explain` lists all of them"));
        Exit::Usage
    })
}

/// What the table of codes says of one.
fn facts(code: &Code) -> Map<String, Value> {
    let severities: Map<String, Value> =
        Profile::ALL.into_iter().map(|profile| (profile.word().to_owned(), json!(code.severity(profile).map(Severity::word)))).collect();
    let facts = [
        ("type", json!("code")),
        ("id", json!(code.id)),
        ("name", json!(code.name)),
        ("severities", Value::Object(severities)),
        ("fixed", json!(code.fixed)),
        ("why", json!(code.why)),
    ];
    facts.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// All codes with their severities by profile, section by section.
fn table() -> String {
    let width = codes::ALL.iter().map(|code| code.name.len()).max().unwrap_or_default();
    let [draft, publish, strict] = Profile::ALL.map(Profile::word);
    let mut table = format!("{:5}  {:width$}  {draft:7}  {publish:7}  {strict}\n", "code", "name");
    for section in codes::SECTIONS {
        write!(table, "\n{}\n", section.title).expect("text grows");
        for code in section.codes {
            let [draft, publish, strict] = Profile::ALL.map(|profile| code.severity(profile).map_or("-", Severity::word));
            writeln!(table, "{}  {:width$}  {draft:7}  {publish:7}  {strict}", code.id, code.name).expect("text grows");
        }
    }
    table + "\n`gen explain CODE` explains one of them."
}
