//! One source file in, its drafts out. Never fails: what is wrong becomes a diagnostic, and the rest of the file is still read.
//!
//! It knows no other file, no template, no address and no disk.

mod fields;
mod front_matter;
mod inline;
pub use inline::makes;
pub mod markdown;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::draft::{Draft, Origin, Prose};
use crate::fields::{Fields, Slot, Value};
use crate::node::{Entry, Node, csv, toml, yaml};
use crate::scan::{Form, Role, Text, sound_id};
use crate::schema::{KindId, Page, Schema, with_article};
use crate::source::{FileId, SourceFile, Span};
use fields::{Decoder, Written};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// Reads a file of the inventory.
pub fn parse(text: &Text, source: &SourceFile, file: FileId, schema: &Schema, options: &markdown::Options) -> (Vec<Draft>, Diagnostics) {
    let written = if matches!(text.role, Role::Table(_, Form::Csv)) { Written::Cells } else { Written::Typed };
    let decoder = Decoder { schema, markdown: options, file, story: Arc::clone(&text.story), written, problems: Diagnostics::new() };
    match &text.role {
        Role::Record(kind) => document(decoder, *kind, Origin::File, text, source),
        Role::Page => document(decoder, schema.page_kind(), Origin::File, text, source),
        Role::Section => document(decoder, schema.page_kind(), Origin::Section, text, source),
        Role::Table(kind, form) => table(decoder, *kind, *form, text, source),
    }
}

/// A file with front matter and text.
fn document(mut decoder: Decoder, kind: KindId, origin: Origin, text: &Text, source: &SourceFile) -> (Vec<Draft>, Diagnostics) {
    let (parts, problem) = front_matter::split(&source.text, decoder.file);
    decoder.problems.extend(problem);
    let Some(parts) = parts else { return (vec![unread(text, kind, origin, decoder.file, decoder.schema)], decoder.problems) };
    let (node, problems) = match parts.form {
        front_matter::Form::Yaml => yaml::parse(&source.text, parts.fields.clone(), decoder.file),
        front_matter::Form::Toml => toml::parse(&source.text, parts.fields.clone(), decoder.file, &codes::TOML_SYNTAX),
    };
    let readable = problems.is_empty() && (node.as_map().is_some() || node.is_null());
    decoder.problems.extend(problems);
    let entries = decoder.map_or_nothing(
        &node,
        "the front matter must be fields such as `title: …`",
        "write each as `key: value` on a line of its own",
    );
    let (body, problems) = markdown::parse(&source.text, parts.body.clone(), decoder.file, decoder.markdown);
    decoder.problems.extend(problems);
    let title = entries.iter().find(|entry| &*entry.key.text == "title");
    let span = title.map_or(Span::new(0, 3), |entry| entry.node.span);
    let has_text = !body.is_empty();
    let mut proses = Vec::new();
    if has_text {
        proses.push(Prose { body, text: Arc::clone(&source.text) });
    }
    // After a syntax error half of the fields may be unread: what is missing then is not the author's second mistake.
    let given: Vec<&str> = if readable { Vec::new() } else { decoder.schema.kind(kind).fields.spellings().collect() };
    let decoded = decoder.record(kind, &text.id, entries, span, &given, proses.len());
    // What has a page of its own has a headline there; anything else can go by its words or its id.
    let declaration = decoder.schema.kind(kind);
    let titled = declaration.fields.find("title").is_some_and(|field| decoded.fields.get(field).is_some());
    if !titled && readable && declaration.page == Page::Own {
        let label = with_article(&declaration.label.to_lowercase());
        let message = if title.is_some() { "`title` is empty".to_owned() } else { format!("{label} needs `title`") };
        let span = title.filter(|entry| entry.node.is_null()).map_or(span, |entry| entry.key.span);
        let problem = Diagnostic::at(&codes::MISSING_FIELD, decoder.file, span, message);
        decoder.problems.push(problem.help("add `title: …`, the name readers see"));
    }
    proses.extend(decoded.proses);
    let draft = Draft {
        kind,
        id: text.id.as_str().into(),
        file: decoder.file,
        span,
        origin,
        story: Arc::clone(&decoder.story),
        fields: decoded.fields,
        proses,
        has_text,
        parts: decoded.parts,
    };
    finish(decoder, vec![draft])
}

/// A table of rows.
fn table(mut decoder: Decoder, kind: KindId, form: Form, text: &Text, source: &SourceFile) -> (Vec<Draft>, Diagnostics) {
    let all = 0..source.text.len();
    let (node, problems) = match form {
        Form::Yaml => yaml::parse(&source.text, all, decoder.file),
        Form::Toml => toml::parse(&source.text, all, decoder.file, &codes::TOML_SYNTAX),
        Form::Csv => csv::parse(&source.text, all, decoder.file),
    };
    let readable = problems.is_empty();
    decoder.problems.extend(problems);
    let rows = decoder.map_or_nothing(
        &node,
        "a table must be rows such as `my-id:` with the fields below",
        "write each id as `my-id:` on a line of its own, its fields indented below",
    );
    let mut drafts = Vec::with_capacity(rows.len());
    for Entry { key, node } in rows {
        decoder.sound_id(&key.text, key.span);
        let entries = decoder.map_or_nothing(
            node,
            "a row must be fields such as `title: …`",
            "write each as `key: value` on a line of its own, indented below the id",
        );
        let readable = readable && (node.as_map().is_some() || node.is_null());
        let given: Vec<&str> = if readable { Vec::new() } else { decoder.schema.kind(kind).fields.spellings().collect() };
        let decoded = decoder.record(kind, &key.text, entries, key.span, &given, 0);
        drafts.push(Draft {
            kind,
            id: key.text.clone(),
            file: decoder.file,
            span: key.span,
            origin: Origin::Row,
            story: Arc::clone(&decoder.story),
            fields: decoded.fields,
            proses: decoded.proses,
            has_text: false,
            parts: decoded.parts,
        });
    }
    if !readable {
        let lost: Vec<&str> = rows_by_sight(&source.text, form).filter(|id| !drafts.iter().any(|draft| *draft.id == **id)).collect();
        for id in lost {
            drafts.push(Draft { id: id.into(), ..unread(text, kind, Origin::Row, decoder.file, decoder.schema) });
        }
    }
    finish(decoder, drafts)
}

/// The ids of the rows as they look to somebody who cannot read the table: after a syntax error the others are still there.
fn rows_by_sight(text: &str, form: Form) -> impl Iterator<Item = &str> {
    text.lines().filter_map(move |line| row_by_sight(line, form)).filter(|id| sound_id(id).is_ok())
}

fn row_by_sight(line: &str, form: Form) -> Option<&str> {
    let id = match form {
        Form::Yaml => line.split_once(':')?.0,
        Form::Toml => line.strip_prefix('[')?.split([']', '.']).next()?,
        Form::Csv => line.split_once(',')?.0,
    };
    Some(id.trim_matches(['"', '\'']))
}

/// Parts learn whose they are, and directives in the text become parts.
fn finish(mut decoder: Decoder, mut drafts: Vec<Draft>) -> (Vec<Draft>, Diagnostics) {
    for draft in &mut drafts {
        let found = inline::records(&mut decoder, draft);
        draft.parts.extend(found);
        inline::give_owner(decoder.schema, draft);
    }
    (drafts, decoder.problems)
}

impl Decoder<'_> {
    fn map_or_nothing<'n>(&mut self, node: &'n Node, what: &str, help: &str) -> &'n [Entry] {
        if node.as_map().is_none() && !node.is_null() {
            let problem = Diagnostic::at(&codes::WRONG_TYPE, self.file, node.span, format!("{what}, but this is {}", node.kind()));
            // To YAML a colon without a blank behind it is a letter like any other.
            let squeezed =
                node.as_text().and_then(|text| text.lines().next()?.split_once(':')).filter(|(_, value)| !value.starts_with(' '));
            self.problems.push(match squeezed {
                Some((key, value)) => problem.help(format!("write a blank behind the colon: `{key}: {value}`")),
                None => problem.help(help),
            });
        }
        node.entries()
    }
}

/// Whether a text has the form of a BCP 47 language tag: `en`, `uk`, `zh-Hant`.
pub fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    // Longer first parts are allowed but none was ever registered: whoever writes one means the name of the language.
    (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// An id that may be used in place of one that may not.
pub fn id_for(text: &str) -> String {
    let slug = slug(text);
    if sound_id(&slug).is_ok() {
        return slug;
    }
    // Too long, or a name that Windows keeps for itself.
    let short: String = slug.chars().take(40).collect();
    format!("{}-1", short.trim_end_matches('-'))
}

/// A record whose fields nobody could read. It is there, so that references to it are no mistakes of their own; all its fields count as
/// unknown, so that nobody misses one.
fn unread(text: &Text, kind: KindId, origin: Origin, file: FileId, schema: &Schema) -> Draft {
    let mut fields = Fields::default();
    for (field, _) in schema.kind(kind).fields.iter() {
        fields.push(Slot { field, span: Span::default(), value: Value::Unknown });
    }
    Draft {
        kind,
        id: text.id.as_str().into(),
        file,
        span: Span::default(),
        origin,
        story: Arc::clone(&text.story),
        fields,
        proses: Vec::new(),
        has_text: false,
        parts: Vec::new(),
    }
}

/// The id that a text would have: composed, lower-case, letters, marks and digits of any script, everything else one hyphen.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.nfc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let end = slug.trim_end_matches('-').len();
    slug.truncate(end);
    if slug.is_empty() { "untitled".to_owned() } else { slug }
}
