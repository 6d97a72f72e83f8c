//! Records written inside running text: `:claim[…]{…}`, `:::quote{…}` and their like.
//!
//! A directive named like a kind that can stand in a text makes a record of that kind, unless it shows one (`ref=`, or a leaf).

use super::fields::Decoder;
use super::fields::Written;
use super::markdown::{Body, Directive, Form};
use crate::diag::{Diagnostic, Label, Place, codes};
use crate::draft::{Draft, Origin, Prose, Reference};
use crate::fields::{Slot, Value};
use crate::node::{Entry, Key, Node, Value as Tree};
use crate::schema::{KindId, Schema, Type};
use crate::source::{Location, Span};
use std::sync::Arc;

/// The kind of record that a directive makes, if it makes one.
pub fn makes(schema: &Schema, body: &Body, text: &str, directive: &Directive) -> Option<KindId> {
    let kind = schema.find_kind(body.get(text, directive.name))?;
    let shows = directive.form == Form::Leaf || body.attribute(text, directive, "ref").is_some();
    (schema.kind(kind).inline.is_some() && !shows).then_some(kind)
}

/// The records in the running texts of a draft.
pub(super) fn records(decoder: &mut Decoder, owner: &Draft) -> Vec<Draft> {
    let mut found: Vec<Draft> = Vec::new();
    let before = std::mem::replace(&mut decoder.written, Written::Attributes);
    for (at, prose) in owner.proses.iter().enumerate() {
        for use_index in 0..prose.body.uses().len() {
            let Some(directive) = prose.body.directive(use_index) else { continue };
            let Some(kind) = makes(decoder.schema, &prose.body, &prose.text, directive) else { continue };
            let draft = record(decoder, owner, prose, use_index, kind, Origin::Inline(at as u16, use_index as u32));
            let twin = found.iter().find(|other| other.kind == draft.kind && other.id == draft.id);
            if let Some(twin) = twin {
                let first = Location { file: twin.file, span: twin.span };
                let (message, help) = match prose.body.attribute(&prose.text, directive, "id") {
                    Some(_) => (format!("the id `{}` is given twice on this page", draft.id), "give one of them another id"),
                    None => ("the same words stand twice on this page".to_owned(), "give each its own id: `{#my-id …}`"),
                };
                let problem = Diagnostic::at(&codes::DUPLICATE_ID, draft.file, draft.span, message);
                decoder.problems.push(problem.also(first, "first written here").help(help));
                continue;
            }
            found.push(draft);
        }
    }
    decoder.written = before;
    found
}

fn record(decoder: &mut Decoder, owner: &Draft, prose: &Prose, use_index: usize, kind: KindId, origin: Origin) -> Draft {
    let (body, text) = (&prose.body, &*prose.text);
    let directive = body.directive(use_index).expect("the caller found a directive here");
    let span = body.uses()[use_index].span;
    let schema = decoder.schema;
    let words = body.plain_text(text, directive.content());
    let words = words.trim();
    let mut id = None;
    let mut entries = Vec::new();
    for attribute in body.attributes(directive) {
        let value = body.get(text, attribute.value);
        match body.get(text, attribute.key) {
            "id" => {
                decoder.sound_id(value, attribute.value_span);
                id = Some(value.to_owned());
            }
            "class" => {}
            key => entries.push(Entry {
                key: Key { text: key.into(), span: attribute.key_span },
                node: Node { span: attribute.value_span, value: Tree::Text(value.into()) },
            }),
        }
    }
    let inline = schema.kind(kind).inline.as_deref().expect("only kinds with an inline field make records");
    if !words.is_empty() {
        let key = Key { text: inline.into(), span };
        entries.push(Entry { key, node: Node { span, value: Tree::Text(words.into()) } });
    }
    let set = &schema.kind(kind).fields;
    let cited = body.uses_inside(use_index).find_map(|inner| body.citations(inner).first());
    if let Some(cited) = cited.filter(|_| !entries.iter().any(|entry| set.find(&entry.key.text) == set.find("source"))) {
        let value = Tree::Text(body.get(text, cited.id).into());
        entries.push(Entry { key: Key { text: "source".into(), span }, node: Node { span: body.span(cited.id, span), value } });
    }
    let id = id.unwrap_or_else(|| {
        let hash = blake3::hash(words.as_bytes()).to_hex();
        format!("{}-{}", owner.id.replace('/', "-"), &hash[..8])
    });
    // An owner of the kind that a field of the same name wants is that field's value; and of attributes that cannot be read none is missed.
    let mut given = vec![schema.kind(owner.kind).name.as_str()];
    if is_damaged(decoder, span) {
        given.extend(schema.kind(kind).fields.spellings());
    }
    let decoded = decoder.record(kind, &id, &entries, span, &given, 0);
    Draft {
        kind,
        id: id.into(),
        file: decoder.file,
        span,
        origin,
        story: Arc::clone(&decoder.story),
        fields: decoded.fields,
        proses: decoded.proses,
        has_text: false,
        parts: decoded.parts,
    }
}

/// Whether the attributes of a directive could not be read.
fn is_damaged(decoder: &Decoder, span: Span) -> bool {
    let touches = |label: &Label| label.at.file == decoder.file && label.at.span.start <= span.end && label.at.span.end >= span.start;
    decoder
        .problems
        .iter()
        .any(|problem| *problem.code == codes::BAD_ATTRIBUTES && matches!(&problem.place, Place::Text(label) if touches(label)))
}

/// Fills the field of a part that is named like its owner's kind: a position in the file of an issue is on that issue.
pub(super) fn give_owner(schema: &Schema, owner: &mut Draft) {
    let name = &schema.kind(owner.kind).name;
    for part in &mut owner.parts {
        let set = &schema.kind(part.kind).fields;
        let Some(field) = set.find(name).filter(|field| set.get(*field).name == *name) else { continue };
        let fits = matches!(&set.get(field).holds, Type::Reference(kinds) if kinds.contains(&owner.kind));
        if fits && part.fields.get(field).is_none() {
            let reference = Reference { kind: Some(name.as_str().into()), name: owner.id.clone() };
            part.fields.push(Slot { field, span: part.span, value: Value::Reference(reference) });
        }
    }
}
