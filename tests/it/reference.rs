//! The reference of fields, of settings and of checks, made from their declarations: what stands in `docs/` is what the program reads.
//!
//! `UPDATE=1 cargo test --test it reference` writes the files anew.

use explain::config::{Holds, Others, SETTINGS, Setting};
use explain::diag::codes::SECTIONS;
use explain::diag::{Code, Profile, Severity};
use explain::schema::{Field, Fieldset, Kind, Page, Schema, Type, builtin, in_words, with_article};
use std::fmt::Write;
use std::path::Path;

#[test]
fn the_reference_of_fields_is_current() {
    is_current("docs/fields.md", &fields(&builtin()));
}

#[test]
fn the_reference_of_settings_is_current() {
    is_current("docs/configuration.md", &settings());
}

#[test]
fn the_reference_of_checks_is_current() {
    is_current("docs/checks.md", &checks());
}

fn is_current(path: &str, made: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, made).expect("documents can be written");
        return;
    }
    let stands = std::fs::read_to_string(&file).unwrap_or_default();
    let differs = stands.lines().zip(made.lines()).find(|(stands, made)| stands != made);
    assert!(
        stands == made,
        "{path} is not what is declared, from here on: {differs:?}\nwrite it anew: UPDATE=1 cargo test --test it reference"
    );
}

fn fields(schema: &Schema) -> String {
    let mut text = "# Fields\n\nAll kinds, fields and words, made from [src/schema/explainer.toml](../src/schema/explainer.toml). Names in **bold** are \
                    required.\nHow records are written is described in [authoring.md](authoring.md), and how editors check them in \
                    [editors.md](editors.md);\n`gen schema --write` makes the same known to them, with the kinds and fields of a site's own.\n\n"
        .to_owned();
    for (_, kind) in schema.iter() {
        line(&mut text, &format!("- [{}](#{})", kind.label, anchor(&kind.label)));
    }
    line(&mut text, "- [Every record](#every-record)\n- [What is asserted](#what-is-asserted)\n- [Groups](#groups)\n- [Words](#words)");
    for (_, kind) in schema.iter() {
        of_kind(schema, kind, &mut text);
    }
    line(&mut text, "\n## Every record\n");
    table(schema, schema.common.iter().map(|(_, field)| field), &mut text);
    line(&mut text, "\n## What is asserted\n");
    table(schema, schema.asserted.iter().map(|(_, field)| field), &mut text);
    line(&mut text, "\n## Groups\n\nGroups of fields inside a record. A value alone stands for the field that is marked so.");
    for group in &schema.groups {
        line(&mut text, &format!("\n### Group `{}`\n", group.name));
        table(schema, group.fields.iter().map(|(_, field)| field).filter(|field| is_own(&schema.asserted, field)), &mut text);
        if let Some(short) = group.short {
            line(&mut text, &format!("\nA value alone is its `{}`.", group.fields.get(short).name));
        }
        if takes(&group.fields, &schema.asserted) {
            line(&mut text, "\nIt also takes the fields of [what is asserted](#what-is-asserted).");
        }
    }
    line(&mut text, "\n## Words\n\nThe words that a field may hold, each with what readers see.");
    for vocabulary in &schema.vocabularies {
        line(&mut text, &format!("\n### Words of `{}`\n", vocabulary.name));
        for (word, label) in &vocabulary.words {
            line(&mut text, &format!("- `{word}`: {label}"));
        }
    }
    text
}

fn of_kind(schema: &Schema, kind: &Kind, text: &mut String) {
    line(text, &format!("\n## {}\n", kind.label));
    let inline = kind.inline.as_ref().map(|field| format!("in a text as `:::{}`, whose words are its `{field}`", kind.name));
    let lists: Vec<String> = schema
        .iter()
        .flat_map(|(_, owner)| {
            let holds = |field: &Field| matches!(field.holds, Type::Records(inner) if std::ptr::eq(schema.kind(inner), kind));
            owner
                .fields
                .iter()
                .filter(move |(_, field)| holds(field))
                .map(|(_, field)| format!("in the list `{}` of {}", field.name, with_article(&owner.label.to_lowercase())))
        })
        .collect();
    let places: Vec<String> = match (&kind.folder, kind.ordinary) {
        (Some(folder), _) => vec![format!("in `content/{folder}/ID.md`"), format!("as a row of `content/{folder}.yaml`")],
        (None, true) => vec!["in any folder of `content/` that belongs to no kind".to_owned()],
        (None, false) => lists,
    };
    let places: Vec<String> = places.into_iter().chain(inline).collect();
    let shown = match kind.page {
        Page::Own => "It has a page of its own.",
        Page::Anchor => "It is shown on the page of its list, or of the record it is written in.",
    };
    let name = format!("Its name is `{}`. It is written {}. {shown}\n", kind.name, places.join(", or "));
    line(text, &name);
    let own = kind.fields.iter().map(|(_, field)| field).filter(|field| is_own(&schema.common, field) && is_own(&schema.asserted, field));
    table(schema, own, text);
    let shared = if takes(&kind.fields, &schema.asserted) { " and of [what is asserted](#what-is-asserted)" } else { "" };
    line(text, &format!("\nIt also takes the fields of [every record](#every-record){shared}."));
}

/// Whether a field is not one of those that others share with it.
fn is_own(shared: &Fieldset, field: &Field) -> bool {
    shared.iter().all(|(_, other)| other.name != field.name || other.help != field.help)
}

fn takes(set: &Fieldset, shared: &Fieldset) -> bool {
    shared.iter().all(|(_, field)| set.iter().any(|(_, own)| own.name == field.name && own.help == field.help))
}

fn table<'s>(schema: &Schema, fields: impl Iterator<Item = &'s Field>, text: &mut String) {
    line(text, "| Field | Holds | What to write |\n|---|---|---|");
    for field in fields {
        let name = if field.required { format!("**`{}`**", field.name) } else { format!("`{}`", field.name) };
        let aliases: String = field.aliases.iter().map(|alias| format!(", also `{alias}`")).collect();
        let mut holds = in_words(schema, field);
        let linked = match &field.holds {
            Type::Word(vocabulary) | Type::WordMap(_, vocabulary) => Some((&schema.vocabulary(*vocabulary).name, "words-of")),
            Type::Group(group) => Some((&schema.group(*group).name, "group")),
            _ => None,
        };
        if let Some((name, heading)) = linked {
            holds = holds.replace(&format!("`{name}`"), &format!("[`{name}`](#{heading}-{name})"));
        }
        if let Type::Records(kind) = field.holds {
            let kind = schema.kind(kind);
            let plural = kind.plural.to_lowercase();
            holds = holds.replace(&plural, &format!("[{plural}](#{})", anchor(&kind.label)));
        }
        let inverse = field.inverse.as_ref().map_or(String::new(), |inverse| format!(" The other side lists it under “{inverse}”."));
        line(text, &format!("| {name}{aliases} | {holds} | {}{inverse} |", field.help));
    }
}

fn settings() -> String {
    let mut text = "# Settings\n\nWhat `gen.toml` may hold, made from the declaration that reads it (`src/config/`). Only `title` is required. An \
                    unknown\nsetting is an error, with a suggestion. Editors complete and check the file with the schema that `gen init` and \
                    `gen schema\n--write` put beside it: see [editors.md](editors.md).\n\n```toml\n"
        .to_owned();
    let is_table = |setting: &&Setting| matches!(setting.holds, Holds::Table(..));
    for setting in SETTINGS.iter().filter(|setting| !is_table(setting)) {
        line(&mut text, &format!("{} = {}", setting.key, setting.example));
    }
    for setting in SETTINGS.iter().filter(is_table) {
        line(&mut text, &format!("\n[{}]\n{}", setting.key, setting.example));
    }
    line(&mut text, "```\n\n## At the top\n");
    of_table(SETTINGS, "", &mut text);
    text
}

fn of_table(settings: &[Setting], path: &str, text: &mut String) {
    line(text, "| Setting | Holds | Without it | What it decides |\n|---|---|---|---|");
    for setting in settings {
        let name = if setting.required { format!("**`{}`**", setting.key) } else { format!("`{}`", setting.key) };
        let usual = if setting.usual.is_empty() { String::new() } else { format!("`{}`", setting.usual) };
        line(text, &format!("| {name} | {} | {usual} | {} |", holds(setting, path), setting.help));
    }
    for setting in settings {
        if let Holds::Word(words) = setting.holds {
            line(text, &format!("\n`{}` is one of:\n", setting.key));
            words.iter().for_each(|(word, meaning)| line(text, &format!("- `{word}`: {meaning}")));
        }
    }
    for setting in settings {
        let inner = format!("{path}{}", setting.key);
        match setting.holds {
            Holds::Table(declared, others) => {
                line(text, &format!("\n## `[{inner}]`\n\n{}\n\n```toml\n[{inner}]\n{}\n```\n", setting.help, setting.example));
                let more = match others {
                    Others::None => None,
                    Others::Lists => Some("Beside these it takes the address of the list of each kind: `true` or `false`."),
                    Others::Any => Some("It takes any keys and values."),
                    Others::Texts => Some("It takes any keys, each with a text."),
                    Others::Declarations => Some("It is described in [authoring.md](authoring.md#your-own-kinds-fields-and-words)."),
                };
                if !declared.is_empty() {
                    of_table(declared, &format!("{inner}."), text);
                }
                let gap = if declared.is_empty() { "" } else { "\n" };
                more.iter().for_each(|more| line(text, &format!("{gap}{more}")));
            }
            Holds::Entries(declared) => {
                line(text, &format!("\nEach entry of `{}`:\n", setting.key));
                of_table(declared, &format!("{inner}."), text);
            }
            _ => {}
        }
    }
}

fn holds(setting: &Setting, path: &str) -> String {
    match setting.holds {
        Holds::Text => "text".to_owned(),
        Holds::Base => "an address such as `https://example.org/`, or a path such as `/`".to_owned(),
        Holds::Web => "an address (https://…)".to_owned(),
        Holds::Language => "a language tag".to_owned(),
        Holds::Zone => "a time zone".to_owned(),
        Holds::Day => "a day".to_owned(),
        Holds::Folder => "the name of a folder".to_owned(),
        Holds::Truth => "`true` or `false`".to_owned(),
        Holds::Count => "a whole number above 0".to_owned(),
        Holds::Number(least, most) => format!("a whole number from {least} to {most}"),
        Holds::Texts => "a list of texts".to_owned(),
        Holds::Codes => "a list of codes or names of checks".to_owned(),
        Holds::Word(_) => "a word, see below".to_owned(),
        Holds::Table(..) => format!("a table, see [`[{path}{}]`](#{})", setting.key, anchor(&format!("{path}{}", setting.key))),
        Holds::Entries(_) => "a list of groups, see below".to_owned(),
    }
}

/// The place of a heading, as readers of Markdown on the web make it.
fn anchor(heading: &str) -> String {
    heading
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

fn checks() -> String {
    let mut text = "# Checks\n\nEverything that `gen` tells, made from the table in [src/diag/codes.rs](../src/diag/codes.rs). Each code leads to its \
                    page, with an example\nthat is wrong, the same put right, what to do, and how to allow it; `gen explain CODE` prints that \
                    page.\n\nHow bad a code is depends on how much is asked: `draft` while something is being written, `publish` before it is \
                    published,\n`strict` where nothing weak may stand without a reason. What makes a page wrong is an error in all three, and \
                    cannot be\nallowed.\n\n"
        .to_owned();
    for section in SECTIONS {
        line(&mut text, &format!("- [{}](#{})", section.title, anchor(section.title)));
    }
    let [draft, publish, strict] = Profile::ALL.map(Profile::word);
    for section in SECTIONS {
        line(&mut text, &format!("\n## {}\n", section.title));
        line(&mut text, &format!("| Code | Name | {draft} | {publish} | {strict} | Why |\n|---|---|---|---|---|---|"));
        for code in section.codes {
            let [draft, publish, strict] = Profile::ALL.map(|profile| code.severity(profile).map_or("not told", Severity::word));
            let Code { id, name, why, .. } = code;
            line(&mut text, &format!("| [{id}](codes/{id}.md) | `{name}` | {draft} | {publish} | {strict} | {why} |"));
        }
    }
    text
}

fn line(text: &mut String, line: &str) {
    writeln!(text, "{line}").expect("text grows");
}
