//! The JSON Schemas for editors against everything that authors write in the tests: what builds is valid, and typical slips are not.

use crate::site::{files, planned, world};
use explain::config;
use explain::diag::{Severity, codes};
use explain::node::{toml, yaml};
use explain::pipeline::{Overrides, Site};
use explain::scan::{Form, Role, scan};
use explain::schema::{DRAFT, Schema, builtin, declarations, json_schema};
use explain::source::FileId;
use explain::world::{DiskWorld, MemoryWorld, World};
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

const NEWEST: &str = "https://json-schema.org/draft/2020-12/schema";

/// A schema is one by its own draft and by the newest, and says the same in both.
struct Both {
    own: Validator,
    newest: Validator,
}

impl Both {
    fn of(schema: &Value) -> Both {
        assert_eq!(schema["$schema"], DRAFT);
        let mut newest = schema.clone();
        newest["$schema"] = Value::from(NEWEST);
        for schema in [schema, &newest] {
            jsonschema::meta::validate(schema).unwrap_or_else(|error| panic!("{}: {error}", schema["title"]));
        }
        let validator = |schema| jsonschema::validator_for(schema).expect("a schema that is one can be compiled");
        Both { own: validator(schema), newest: validator(&newest) }
    }

    /// What is wrong with a value, first of all.
    fn wrong(&self, value: &Value) -> Option<String> {
        let wrong = |validator: &Validator| {
            validator.iter_errors(value).next().map(|error| format!("{error} at {} in {value}", error.instance_path()))
        };
        let (own, newest) = (wrong(&self.own), wrong(&self.newest));
        assert_eq!(own.is_some(), newest.is_some(), "the drafts differ: {own:?} {newest:?}");
        own
    }
}

fn as_json(text: &str, form: Form) -> Option<Value> {
    let (node, problems) = match form {
        Form::Yaml => yaml::parse(text, 0..text.len(), FileId(0)),
        Form::Toml => toml::parse(text, 0..text.len(), FileId(0), &codes::TOML_SYNTAX),
        Form::Csv => return None,
    };
    assert!(problems.is_empty(), "what builds is readable: {text}");
    Some(node.to_json())
}

/// The fields at the top of a file.
fn front_matter(text: &str) -> Option<Value> {
    let text = text.replace("\r\n", "\n");
    let form = if text.starts_with("+++") { Form::Toml } else { Form::Yaml };
    let line = &text[..3];
    let rest = text[3..].split_once('\n')?.1;
    let end = if rest.starts_with(line) { 0 } else { rest.find(&format!("\n{line}"))? + 1 };
    as_json(&rest[..end], form)
}

/// How many texts were looked at, so that the test cannot hold because it saw none.
fn check(name: &str, world: &dyn World, site: &Site, problems: bool, wrong: &mut Vec<String>) -> usize {
    if problems {
        return 0;
    }
    let settings = String::from_utf8(world.read("gen.toml").expect("a site has settings")).expect("settings are text");
    let said = Both::of(&config::json_schema(&site.schema)).wrong(&as_json(&settings, Form::Toml).expect("TOML has a form"));
    wrong.extend(said.map(|said| format!("{name} gen.toml: {said}")));
    let mut known: BTreeMap<(u16, bool), Both> = BTreeMap::new();
    let mut seen = 0;
    for text in scan(world, &site.schema, None, site.config.largest).0.texts {
        let source = String::from_utf8(world.read(&text.path).expect("it was read before")).expect("it is text");
        let (kind, table, value) = match text.role {
            Role::Record(kind) => (kind, false, front_matter(&source)),
            Role::Page | Role::Section => (site.schema.page_kind(), false, front_matter(&source)),
            Role::Table(kind, form) => (kind, true, as_json(&source, form)),
        };
        let Some(value) = value.filter(|value| !value.is_null()) else { continue };
        let schema = known.entry((kind.0, table)).or_insert_with(|| Both::of(&json_schema(&site.schema, site.schema.kind(kind), table)));
        wrong.extend(schema.wrong(&value).map(|said| format!("{name} {}: {said}", text.path)));
        seen += 1;
    }
    seen
}

#[test]
fn what_builds_is_valid_in_an_editor() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for folder in ["tests/ui", "tests/cases"] {
        let mut cases: Vec<_> = std::fs::read_dir(top.join(folder)).expect("cases").map(|entry| entry.expect("a case").path()).collect();
        cases.sort();
        for path in cases {
            let text = std::fs::read_to_string(&path).expect("cases are text");
            let sources: Vec<_> = files(&text).into_iter().filter(|(path, _)| path.contains(['/', '.']) && !path.contains(' ')).collect();
            let world = world(&sources);
            let found = planned(&world, &Overrides::default());
            let errors = found.problems.iter().any(|problem| problem.severity() == Severity::Error);
            seen += check(&path.file_name().expect("a file").to_string_lossy(), &world, &found.site, errors, &mut wrong);
        }
    }
    for folder in [".", "tests/sites/harbour-strike"] {
        let world = DiskWorld::new(&top.join(folder));
        let (site, problems) = explain::pipeline::plan(&world, &Overrides::default());
        seen += check(folder, &world, &site, problems.has_errors(), &mut wrong);
    }
    assert!(wrong.is_empty(), "{} texts build and are called wrong\n{}", wrong.len(), wrong.join("\n"));
    assert!(seen > 400, "{seen} texts were seen");
}

fn of(schema: &Schema, kind: &str, table: bool) -> Both {
    Both::of(&json_schema(schema, schema.kind(schema.find_kind(kind).expect("a kind")), table))
}

#[test]
fn typical_slips_are_seen_in_an_editor() {
    let schema = builtin();
    let slips = [
        ("actor", "title: Anna"),
        ("actor", "title: Anna\nkind: persn"),
        ("actor", "title: Anna\nkind:"),
        ("actor", "title: Anna\nkind: Person"),
        ("actor", "kind: person"),
        ("actor", "title: [Anna, B]\nkind: person"),
        ("actor", "titel: Anna\ntitle: Anna\nkind: person"),
        ("actor", "title: Anna\nkind: person\nspeaks_for: [[kyiv]]"),
        ("actor", "title: Anna\nkind: person\nspeaks_for: '[[kyiv]]'"),
        ("actor", "title: Anna\nkind: person\ncount: many"),
        ("actor", "title: Anna\nkind: person\ncount: -1"),
        ("actor", "title: Anna\nkind: person\nroles: [{of: kyiv}]"),
        ("actor", "title: Anna\nkind: person\nroles: [{title: Mayor, since: 2020}]"),
        ("actor", "title: Anna\nkind: person\ndraft: yes"),
        ("actor", "title: Anna\nkind: person\nsame_as: example.org"),
        ("event", "title: E\ntype: call\nstatus: completed\ndate: 31.01.2026"),
        ("event", "title: E\ntype: call\nstatus: completed\ndate: January 2026"),
        ("event", "title: E\ntype: call\nstatus: completed\ndate: 2026-1-5"),
        ("issue", "title: I\npositions: {actor: anna, stance: accepts}"),
        ("issue", "title: I\npositions: [{actor: anna}]"),
        ("issue", "title: I\npositions: [{stance: accepts}]"),
        ("issue", "title: I\npositions: [{actor: anna, stance: yes}]"),
        ("document", "title: D\nkind: draft\npoints: [{title: P, status: signed, depth: 4}]"),
        ("claim", "title: C\nkind: factual\nstatement: S\nlang: English"),
    ];
    for (kind, text) in slips {
        let value = as_json(text, Form::Yaml).expect("YAML has a form");
        assert!(of(&schema, kind, false).wrong(&value).is_some(), "{kind}: {text}");
    }
    let rows = of(&schema, "source", true);
    for text in ["a: {url: example.org}", "a: {titel: x}", "a: text", "- a", "a b: {title: x}"] {
        assert!(rows.wrong(&as_json(text, Form::Yaml).expect("YAML has a form")).is_some(), "{text}");
    }
    let settings = Both::of(&config::json_schema(&schema));
    for text in [
        "titel = 'x'",
        "title = 3",
        "title = 'x'\nbase_url = 'example.org'",
        "title = 'x'\npublish = 'now'",
        "title = 'x'\ntoday = 'soon'",
        "title = 'x'\n[outputs]\nfeeed = true",
        "title = 'x'\n[outputs]\npaginate = 0",
        "title = 'x'\n[nav]\nitems = [{ title = 'About' }]",
        "title = 'x'\n[schema.kind.ruling.fields]\ncourt = { help = 'x' }",
        "title = 'x'\n[schema.kind.ruling.fields]\ncourt = { type = 'txt' }",
    ] {
        assert!(settings.wrong(&as_json(text, Form::Toml).expect("TOML has a form")).is_some(), "{text}");
    }
}

#[test]
fn what_is_not_known_yet_is_no_slip() {
    let schema = builtin();
    for (kind, text) in [
        ("actor", "title: Anna\nkind: person\nspeaks_for:\nsummary: \"\"\nroles: []\naliases: One\nextra: {a: [1]}"),
        ("issue", "title: I\nstate:\npositions:\n  - by: anna\n    stance: accepts\n    src: 2026\n    date: 2026"),
        ("event", "title: 2026\ntype: call\nstatus: unconfirmed\ndate: unknown\nparticipants: [anna, {actor: ben, role: guest}]"),
    ] {
        let value = as_json(text, Form::Yaml).expect("YAML has a form");
        assert_eq!(of(&schema, kind, false).wrong(&value), None, "{kind}: {text}");
    }
    let one = |date: &str| json!({ "title": "E", "type": "call", "status": "completed", "date": date });
    let event = of(&schema, "event", false);
    for date in [
        "2026",
        "2026-01~",
        "2026-24",
        "2025-XX-XX",
        "19XX",
        "2025-12-28T15:00:09Z",
        "2025-12-28 15:00",
        "2025/..",
        "../2025-12",
        "/2025",
        "-0043",
        "2024~/2025",
    ] {
        explain::date::Date::parse(date).expect(date);
        assert_eq!(event.wrong(&one(date)), None);
    }
}

#[test]
fn declarations_of_a_site_are_valid_and_their_slips_are_not() {
    let mut schema = declarations();
    schema["$schema"] = Value::from(DRAFT);
    let both = Both::of(&schema);
    let built_in = include_str!("../../src/schema/explainer.toml");
    assert_eq!(both.wrong(&as_json(built_in, Form::Toml).expect("TOML has a form")), None);
    for text in
        ["[kinds.x]", "[kind.x]\nlable = 'X'", "[kind.x]\npage = 'both'", "[kind.x.fields.a]\ntype = 'word'", "[vocabulary.v]\na = 1"]
    {
        assert!(both.wrong(&as_json(text, Form::Toml).expect("TOML has a form")).is_some(), "{text}");
    }
}

#[test]
fn words_that_look_like_numbers_are_words() {
    let world = MemoryWorld::new("2026-01-15").with(
        "gen.toml",
        "title = 'T'\n[schema.vocabulary.grade]\n1 = 'one'\n2b = 'two'\n[schema.kind.actor.fields]\ngrade = { type = 'word:grade' }\n",
    );
    let (site, _) = explain::pipeline::plan(&world, &Overrides::default());
    let actor = of(&site.schema, "actor", false);
    for grade in [json!(1), json!("1"), json!("2b")] {
        assert_eq!(actor.wrong(&json!({ "title": "A", "kind": "person", "grade": grade })), None);
    }
    assert!(actor.wrong(&json!({ "title": "A", "kind": "person", "grade": 2 })).is_some());
}
