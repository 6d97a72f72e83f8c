//! Looks up what running text refers to: wiki references, citations, links, images and directives.

use super::{Binder, Found};
use crate::diag::{Diagnostic, codes};
use crate::draft::{Prose, Reference};
use crate::fields::Value;
use crate::graph::{Edge, RecordId, Target, Text, UseTarget, Via};
use crate::parse::markdown::{Body, Destination, Directive, Form, UseKind};
use crate::schema::{KindId, Schema};
use crate::source::{Location, Span};

/// Directives whose content `view` computes, and the attributes they take beside references named after a kind.
pub const COMPUTED: [(&str, &[&str]); 5] =
    [("timeline", &["limit"]), ("positions", &[]), ("upcoming", &["limit"]), ("questions", &["limit"]), ("changes", &["limit"])];

/// What a directive is, by its name and form.
pub enum Shape {
    /// It makes a record of this kind.
    Makes(KindId),
    /// It shows a record of this kind.
    Shows(KindId),
    /// Its content is computed from the graph.
    Computed(&'static [&'static str]),
    /// The theme has a component of this name.
    Plain,
    /// Nobody knows it.
    Unknown,
}

/// Tells what a directive is.
pub fn shape(schema: &Schema, directives: &super::Directives, body: &Body, text: &str, directive: &Directive) -> Shape {
    let name = body.get(text, directive.name);
    if let Some((_, attributes)) = COMPUTED.iter().find(|(known, _)| *known == name) {
        return Shape::Computed(attributes);
    }
    if let Some(kind) = crate::parse::makes(schema, body, text, directive) {
        return Shape::Makes(kind);
    }
    match schema.find_kind(name) {
        Some(kind) if directive.form == Form::Leaf || body.attribute(text, directive, "ref").is_some() => Shape::Shows(kind),
        _ if directives.contains_key(name) => Shape::Plain,
        _ => Shape::Unknown,
    }
}

impl Binder<'_> {
    pub(super) fn text(&self, at: u16, prose: Prose, found: &mut Found) -> Text {
        let targets = (0..prose.body.uses().len()).map(|use_index| self.use_target(at, &prose, use_index, found)).collect();
        Text { prose, targets }
    }

    fn use_target(&self, at: u16, prose: &Prose, use_index: usize, found: &mut Found) -> UseTarget {
        let (body, text) = (&prose.body, &*prose.text);
        let place = body.uses()[use_index];
        let span = place.span;
        match place.kind {
            UseKind::Wiki { .. } => self.wiki(at, body, text, use_index, span, found),
            UseKind::Cite { .. } => {
                let mut sources = Vec::new();
                for citation in body.citations(use_index) {
                    let reference = Reference::read(body.get(text, citation.id));
                    let wanted: Vec<KindId> = self.site.schema.find_kind("source").into_iter().collect();
                    let span = body.span(citation.id, span);
                    if let Some(to) = self.reference(&reference, &wanted, span, found) {
                        found.edges.push(Edge { to, from: found.id, via: Via::Citation(at, use_index as u32) });
                        sources.push(to);
                    }
                }
                UseTarget::Sources(sources)
            }
            UseKind::Link { dest, .. } | UseKind::Image { dest, .. } => {
                let written = body.get(text, dest);
                let span = body.span(dest, span);
                match Destination::of(written) {
                    Destination::External(_) | Destination::Root { .. } => UseTarget::Address,
                    Destination::Anchor(anchor) => {
                        let known =
                            body.headings().iter().any(|heading| body.get(text, heading.id) == anchor) || has_id(body, text, anchor);
                        if !known && !anchor.is_empty() {
                            let ids: Vec<&str> = body.headings().iter().map(|heading| body.get(text, heading.id)).collect();
                            let problem =
                                Diagnostic::at(&codes::BROKEN_ANCHOR, found.file, span, format!("this page has no place `#{anchor}`"));
                            found.problems.push(problem.help_if(near_place(anchor, &ids)).help(known_places(&ids)));
                        }
                        UseTarget::Address
                    }
                    Destination::Content { path, anchor } => self.file(at, use_index, path, anchor, span, found),
                    Destination::Relative { path, anchor } => match self.beside(found, path) {
                        Some(path) => self.file(at, use_index, &path, anchor, span, found),
                        None => self.broken(path, span, found),
                    },
                }
            }
            UseKind::Directive(_) => self.directive(at, body, text, use_index, span, found),
        }
    }

    fn wiki(&self, at: u16, body: &Body, text: &str, use_index: usize, span: Span, found: &mut Found) -> UseTarget {
        let Some(wiki) = body.wiki(text, use_index) else { return UseTarget::Missing };
        let get = |slice| body.get(text, slice).trim();
        let anchor = wiki.anchor.map(get).filter(|anchor| !anchor.is_empty());
        // A title may hold a colon: what stands before it counts only if it is a kind.
        let kind = wiki.kind.map(get).filter(|kind| self.site.schema.find_kind(kind).is_some());
        let name = if kind.is_some() { get(wiki.id) } else { get(wiki.name) };
        if name.is_empty() && anchor.is_some() {
            return UseTarget::Record(found.id, anchor.map(Into::into));
        }
        let reference = Reference { kind: kind.map(Into::into), name: name.into() };
        let exact = body.span(if kind.is_some() { wiki.id } else { wiki.name }, span);
        match self.reference(&reference, &[], exact, found) {
            Some(to) => {
                found.edges.push(Edge { to, from: found.id, via: Via::Prose(at, use_index as u32) });
                UseTarget::Record(to, anchor.map(Into::into))
            }
            None => UseTarget::Missing,
        }
    }

    fn reference(&self, reference: &Reference, kinds: &[KindId], span: Span, found: &mut Found) -> Option<crate::graph::RecordId> {
        match self.names.find(reference, kinds, self.site.schema) {
            Ok(to) => Some(to),
            Err(failure) => {
                let at = Location { file: found.file, span };
                found.problems.push(self.names.explain(&failure, reference, kinds, self.site.schema, at));
                None
            }
        }
    }

    /// A path counted from the folder of the file, as a path from `content/`; none if it leads out of it.
    fn beside(&self, found: &Found, path: &str) -> Option<String> {
        let own = self.site.folders.get(&found.file).map_or("", |folder| folder.as_str());
        let mut parts: Vec<&str> = own.split('/').filter(|part| !part.is_empty()).collect();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(parts.join("/"))
    }

    fn file(&self, at: u16, use_index: usize, path: &str, anchor: Option<&str>, span: Span, found: &mut Found) -> UseTarget {
        let decoded = path.replace("%20", " ");
        match self.site.files.get(&decoded) {
            Some(Some(key)) => match self.names.exact(key) {
                Some(to) => {
                    found.edges.push(Edge { to, from: found.id, via: Via::Prose(at, use_index as u32) });
                    UseTarget::Record(to, anchor.map(Into::into))
                }
                None => {
                    let reference = Reference { kind: None, name: key.id.clone() };
                    let _ = self.reference(&reference, &[key.kind], span, found);
                    UseTarget::Missing
                }
            },
            Some(None) => UseTarget::File(decoded.into()),
            None => self.broken(&decoded, span, found),
        }
    }

    /// The path of a file that a field names from its own, as `@/path`; a file that is not there is reported.
    pub(super) fn file_beside(&self, path: &str, span: Span, found: &mut Found) -> Value<Target> {
        let inside = path.strip_prefix("@/").map(str::to_owned).or_else(|| self.beside(found, path));
        match inside.as_deref().map(|inside| (inside, self.site.files.get(inside))) {
            Some((inside, Some(None))) => Value::Text(format!("@/{inside}").into()),
            Some((inside, _)) => {
                self.broken(inside, span, found);
                Value::Unknown
            }
            None => {
                self.broken(path, span, found);
                Value::Unknown
            }
        }
    }

    fn broken(&self, path: &str, span: Span, found: &mut Found) -> UseTarget {
        let problem = Diagnostic::at(&codes::BROKEN_LINK, found.file, span, format!("there is no file `{path}` in content/"));
        // Nobody who asks for a picture means a text.
        let ending = |path: &str| path.rsplit_once('.').map(|(_, ending)| ending.to_owned());
        let mut known: Vec<&str> = self.site.files.keys().map(String::as_str).filter(|other| ending(other) == ending(path)).collect();
        known.sort_unstable();
        let near = crate::diag::nearest(path, known.iter().copied()).map(str::to_owned);
        let same_name = || {
            let name = path.rsplit('/').next().unwrap_or(path);
            known.iter().find(|other| other.rsplit('/').next() == Some(name)).map(|other| (*other).to_owned())
        };
        let help = near.or_else(same_name).map(|near| format!("did you mean `@/{near}`?"));
        found.problems.push(problem.help_if(help).help("write the path from this file, or from content/ as `@/folder/name.md`"));
        UseTarget::Missing
    }

    fn directive(&self, at: u16, body: &Body, text: &str, use_index: usize, span: Span, found: &mut Found) -> UseTarget {
        let schema = self.site.schema;
        let directive = body.directive(use_index).expect("the use is a directive");
        let name = body.get(text, directive.name);
        let name_span = body.span(directive.name, span);
        let shape = shape(schema, self.site.directives, body, text, directive);
        let mut named = Vec::new();
        let mut shown = None;
        for attribute in body.attributes(directive) {
            let key = body.get(text, attribute.key);
            let value = body.get(text, attribute.value);
            let reference = |kind: KindId, found: &mut Found| {
                let to = self.reference(&Reference::read(value), &[kind], attribute.value_span, found);
                if let Some(to) = to {
                    found.edges.push(Edge { to, from: found.id, via: Via::Directive(at, use_index as u32) });
                }
                to
            };
            match &shape {
                // Decoded as the fields of the record it makes.
                Shape::Makes(_) | Shape::Unknown => {}
                Shape::Shows(kind) if key == "ref" || (key == "id" && directive.form == Form::Leaf) => shown = reference(*kind, found),
                Shape::Computed(_) if schema.find_kind(key).is_some() => {
                    let kind = schema.find_kind(key).expect("just found");
                    if let Some(to) = reference(kind, found) {
                        named.push((key.into(), to));
                    }
                }
                Shape::Computed(known) if known.contains(&key) => {
                    if value.parse::<usize>().is_err() {
                        let message = format!("`{key}` must be a whole number");
                        let problem = Diagnostic::at(&codes::WRONG_TYPE, found.file, attribute.value_span, message);
                        found.problems.push(problem.help(format!("write it in digits: `{key}=10`")));
                    }
                }
                Shape::Plain
                    if key == "id"
                        || key == "class"
                        || self.site.directives.get(name).is_some_and(|known| known.iter().any(|k| k == key)) => {}
                Shape::Shows(_) | Shape::Computed(_) | Shape::Plain => {
                    let known: Vec<&str> = match &shape {
                        Shape::Computed(known) => ["issue", "actor", "event"].into_iter().chain(known.iter().copied()).collect(),
                        Shape::Plain => self.site.directives[name].iter().map(String::as_str).collect(),
                        _ => vec!["ref", "id"],
                    };
                    let problem = Diagnostic::at(
                        &codes::UNKNOWN_ATTRIBUTE,
                        found.file,
                        attribute.key_span,
                        format!("`{name}` takes no attribute `{key}`"),
                    );
                    let keys = body.attributes(directive).iter().map(|other| body.get(text, other.key));
                    found.problems.push(problem.did_you_mean_key(key, &known, keys).help(format!("it takes: {}", known.join(", "))));
                }
            }
        }
        match shape {
            Shape::Makes(_) => UseTarget::Directive(self.names.inline(found.id, at, use_index as u32), named),
            Shape::Shows(kind) => {
                let asked = body.attributes(directive).iter().any(|attribute| matches!(body.get(text, attribute.key), "ref" | "id"));
                if !asked {
                    let label = schema.kind(kind).label.to_lowercase();
                    let problem =
                        Diagnostic::at(&codes::MISSING_FIELD, found.file, span, format!("`{name}` needs the id of the {label} to show"));
                    found.problems.push(problem.help(format!("write `::{name}{{id=…}}`")));
                }
                UseTarget::Directive(shown, named)
            }
            Shape::Computed(_) | Shape::Plain => UseTarget::Directive(None, named),
            Shape::Unknown => {
                let mut known: Vec<&str> = self.site.directives.keys().map(String::as_str).collect();
                known.extend(COMPUTED.iter().map(|(name, _)| *name));
                known.extend(schema.kinds.iter().map(|kind| kind.name.as_str()));
                known.sort_unstable();
                known.dedup();
                let problem = Diagnostic::at(&codes::UNKNOWN_DIRECTIVE, found.file, name_span, format!("there is no directive `{name}`"));
                found.problems.push(problem.did_you_mean(name, known.iter().copied()).help(format!("there are: {}", known.join(", "))));
                UseTarget::Missing
            }
        }
    }
}

fn has_id(body: &Body, text: &str, id: &str) -> bool {
    let directives = (0..body.uses().len()).filter_map(|at| body.directive(at));
    let mut ids = directives.filter_map(|directive| body.attribute(text, directive, "id"));
    ids.any(|attribute| body.get(text, attribute.value) == id)
}

fn near_place(anchor: &str, ids: &[&str]) -> Option<String> {
    crate::diag::nearest(anchor, ids.iter().copied()).map(|near| format!("did you mean `#{near}`?"))
}

/// The characters that name a place on another page.
fn written_anchor(prose: &Prose, use_index: usize) -> Span {
    let (body, text) = (&prose.body, &*prose.text);
    let place = body.uses()[use_index];
    match place.kind {
        UseKind::Link { dest, .. } | UseKind::Image { dest, .. } => body.span(dest, place.span),
        UseKind::Wiki { .. } => {
            let anchor = body.wiki(text, use_index).and_then(|wiki| wiki.anchor);
            anchor.map_or(place.span, |anchor| body.span(anchor, place.span))
        }
        UseKind::Cite { .. } | UseKind::Directive(_) => place.span,
    }
}

/// Whether nothing of a record could be read, so that nobody knows its places.
fn is_unread(graph: &crate::graph::Graph, id: RecordId) -> bool {
    graph.texts(id).is_empty() && graph.get(id).fields.iter().all(|slot| matches!(slot.value, Value::Unknown))
}

fn known_places(ids: &[&str]) -> String {
    if ids.is_empty() { "it has no headings with ids".to_owned() } else { format!("it has: #{}", ids.join(", #")) }
}

/// Checks places on other pages, once all pages are known.
pub(super) fn anchors(graph: &crate::graph::Graph) -> crate::diag::Diagnostics {
    let mut problems = crate::diag::Diagnostics::new();
    for (id, record) in graph.iter() {
        for text in graph.texts(id) {
            for (use_index, target) in text.targets.iter().enumerate() {
                let UseTarget::Record(to, Some(anchor)) = target else { continue };
                let host = graph.host(*to);
                let mut places: Vec<&str> = Vec::new();
                for own in graph.texts(host) {
                    places.extend(own.prose.body.headings().iter().map(|heading| own.prose.body.get(&own.prose.text, heading.id)));
                }
                places.extend(graph.parts(host).iter().map(|part| &*graph.get(*part).id));
                if !places.contains(&&**anchor) && !is_unread(graph, host) {
                    let span = written_anchor(&text.prose, use_index);
                    let message = format!("the page of `{}` has no place `#{anchor}`", graph.get(host).id);
                    let problem = Diagnostic::at(&codes::BROKEN_ANCHOR, record.file, span, message);
                    problems.push(problem.help_if(near_place(anchor, &places)).help(known_places(&places)));
                }
            }
        }
    }
    problems
}
