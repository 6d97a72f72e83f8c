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
use crate::node::{Entry, Node, csv, toml, yaml};
use crate::scan::{Form, Role, Text, sound_id};
use crate::schema::{KindId, Page, Schema, with_article};
use crate::source::{FileId, SourceFile, Span};
use fields::{Decoder, Written};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// Reads a file of the inventory.
pub fn parse(text: &Text, source: &SourceFile, file: FileId, schema: &Schema, options: &markdown::Options) -> (Vec<Draft>, Diagnostics) {
    let written = if matches!(text.role, Role::Table(_, Form::Csv)) { Written::Flat } else { Written::Typed };
    let decoder = Decoder { schema, markdown: options, file, story: Arc::clone(&text.story), written, problems: Diagnostics::new() };
    match &text.role {
        Role::Record(kind) => document(decoder, *kind, Origin::File, text, source),
        Role::Page => document(decoder, schema.page_kind(), Origin::File, text, source),
        Role::Section => document(decoder, schema.page_kind(), Origin::Section, text, source),
        Role::Table(kind, form) => table(decoder, *kind, *form, source),
    }
}

/// A file with front matter and text.
fn document(mut decoder: Decoder, kind: KindId, origin: Origin, text: &Text, source: &SourceFile) -> (Vec<Draft>, Diagnostics) {
    let (parts, problem) = front_matter::split(&source.text, decoder.file);
    decoder.problems.extend(problem);
    let Some(parts) = parts else { return (Vec::new(), decoder.problems) };
    let (node, problems) = match parts.form {
        front_matter::Form::Yaml => yaml::parse(&source.text, parts.fields.clone(), decoder.file),
        front_matter::Form::Toml => toml::parse(&source.text, parts.fields.clone(), decoder.file, &codes::TOML_SYNTAX),
    };
    let readable = problems.is_empty();
    decoder.problems.extend(problems);
    let entries = decoder.map_or_nothing(&node, "the front matter", "`key: value`");
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
    if title.is_none() && readable && decoder.schema.kind(kind).page == Page::Own {
        let label = with_article(&decoder.schema.kind(kind).label.to_lowercase());
        let problem = Diagnostic::at(&codes::MISSING_FIELD, decoder.file, span, format!("{label} needs `title`"));
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
fn table(mut decoder: Decoder, kind: KindId, form: Form, source: &SourceFile) -> (Vec<Draft>, Diagnostics) {
    let all = 0..source.text.len();
    let (node, problems) = match form {
        Form::Yaml => yaml::parse(&source.text, all, decoder.file),
        Form::Toml => toml::parse(&source.text, all, decoder.file, &codes::TOML_SYNTAX),
        Form::Csv => csv::parse(&source.text, all, decoder.file),
    };
    let readable = problems.is_empty();
    decoder.problems.extend(problems);
    let rows = decoder.map_or_nothing(&node, "a table of records", "`id: {…}`");
    let mut drafts = Vec::with_capacity(rows.len());
    for Entry { key, node } in rows {
        if let Err(why) = sound_id(&key.text) {
            let problem = Diagnostic::at(&codes::BAD_ID, decoder.file, key.span, format!("`{}` cannot be an id: {why}", key.text));
            decoder.problems.push(problem.help(format!("rename it, for example to `{}`", slug(&key.text))));
            continue;
        }
        let entries = decoder.map_or_nothing(node, "a row", "`key: value`");
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
    finish(decoder, drafts)
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
    fn map_or_nothing<'n>(&mut self, node: &'n Node, what: &str, form: &str) -> &'n [Entry] {
        if node.as_map().is_none() && !node.is_null() {
            let message = format!("{what} must be a map of keys and values, but this is {}", node.kind());
            let problem = Diagnostic::at(&codes::WRONG_TYPE, self.file, node.span, message);
            self.problems.push(problem.help(format!("write each entry as {form} on a line of its own")));
        }
        node.entries()
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
