//! Prepares running text: for each use in it, exactly what the renderer has to write there. The renderer never sees the graph.

use super::atoms::Heading;
use super::build::View;
use super::pages::{Cited, Text};
use crate::derive;
use crate::graph::{self, RecordId, UseTarget};
use crate::model::When;
use crate::parse::markdown::{Body, Destination, Directive, Form, UseKind};
use crate::resolve::{Directives, Shape, shape};
use serde::Serialize;
use serde_json::Value;

/// What is written at a use.
#[derive(Clone, Debug, Default)]
pub enum Filled {
    /// Nothing: the use was reported, or its target is not shown.
    #[default]
    Nothing,
    /// A reference to a record: its title, address and kind.
    Reference(String, Option<String>, String),
    /// A link: its address, and whether it leaves the site.
    Link(String, bool),
    /// An image: its address.
    Image(String),
    /// Sources that are cited together.
    Cite(Vec<Cite>),
    /// A component with its arguments.
    Component(String, Vec<(String, Value)>),
    /// A component of the site's own, whose arguments are the attributes as they were written.
    Plain(String, Vec<(String, String)>),
    /// Its content as a link.
    Wrapped(String),
    /// It would show what is not known yet: its content instead, or these words if it has none, in the form of the directive.
    Later(String, Form),
    /// Not its content, which is somebody's words that are not known yet, but a remark that says so.
    Omitted(&'static str),
    /// Its content, which is somebody's words, in quotation marks.
    Quoted,
}

/// A source where it is cited.
#[derive(Clone, Debug)]
pub struct Cite {
    /// Its number on the page, and which of its places this is; none for a source that is not known yet, which is named where it is cited.
    pub number: Option<(usize, usize)>,
    /// Its title.
    pub title: String,
    /// Where in the source.
    pub locator: String,
}

/// Stands where somebody's words would be that are not known yet: the sentence before may lead to them.
const NOT_YET: &str = "Not known on this day.";

/// Renders a body with its uses filled in; given by the pipeline.
pub type Write<'w> = dyn Fn(&Body, &str, &[Filled]) -> String + 'w;

/// Fills the texts of one page. Sources are numbered in the order in which the page cites them.
pub struct TextBuilder<'v> {
    view: View<'v>,
    directives: &'v Directives,
    write: &'v Write<'v>,
    cited: Vec<(RecordId, Vec<String>)>,
    /// The record whose text is filled: a reference to it would lead nowhere.
    here: Option<RecordId>,
}

impl<'v> TextBuilder<'v> {
    /// Begins a page.
    pub fn new(view: View<'v>, directives: &'v Directives, write: &'v Write<'v>) -> TextBuilder<'v> {
        TextBuilder { view, directives, write, cited: Vec::new(), here: None }
    }

    /// The main text of a record, with its table of contents.
    pub fn main(&mut self, id: RecordId) -> Text {
        let Some(text) = self.view.records.graph.text(id) else { return Text::default() };
        self.here = Some(id);
        let html = self.html(text);
        let body = &text.prose.body;
        let label = |at: usize| self.view.records.reference_words(text, at).map(str::to_owned);
        let heading = |heading: &crate::parse::markdown::Heading| Heading {
            level: (heading.level + 1 - self.top(body)).clamp(2, 6),
            id: body.get(&text.prose.text, heading.id).to_owned(),
            title: body.plain_text_with(&text.prose.text, heading.content(), &label),
        };
        Text { html, toc: body.headings().iter().map(heading).collect(), cited: Vec::new() }
    }

    /// By how much less than one level headings move down: a text whose highest heading is `##` already leaves room for the title.
    fn top(&self, body: &Body) -> u8 {
        u8::from(body.headings().iter().all(|heading| heading.level > 1))
    }

    /// One of a record's texts.
    pub fn field(&mut self, id: RecordId, at: u16) -> String {
        self.view.records.graph.texts(id).get(at as usize).map_or_else(String::new, |text| self.html(text))
    }

    /// The list of sources cited so far.
    pub fn cited(&mut self) -> Vec<Cited> {
        let cited = std::mem::take(&mut self.cited);
        cited.into_iter().enumerate().map(|(at, (id, places))| self.source(at + 1, id, places)).collect()
    }

    fn source(&self, n: usize, id: RecordId, places: Vec<String>) -> Cited {
        let view = self.view;
        let source = view.records.source(id);
        let mut detail = Vec::new();
        for target in [source.author, source.publisher].into_iter().flatten() {
            detail.push(view.target(target).title);
        }
        match source.published {
            When::Known(date) => detail.push(view.date(date, None).text),
            When::Unknown => detail.push("date of publication unknown".to_owned()),
            When::Absent => {}
        }
        detail.extend(source.kind.map(|kind| kind.label.to_lowercase()));
        detail.extend(source.access.map(|access| access.label.to_owned()));
        Cited {
            n,
            link: view.link(id),
            detail: detail.join(", "),
            url: source.url.map(str::to_owned),
            archive_url: source.archive_url.map(str::to_owned),
            places,
        }
    }

    fn html(&mut self, text: &graph::Text) -> String {
        let filled: Vec<Filled> = (0..text.targets.len()).map(|at| self.filled(text, at)).collect();
        (self.write)(&text.prose.body, &text.prose.text, &filled)
    }

    fn filled(&mut self, text: &graph::Text, at: usize) -> Filled {
        let (body, source) = (&text.prose.body, &*text.prose.text);
        let view = self.view;
        let place = body.uses()[at];
        match (&text.targets[at], place.kind) {
            (UseTarget::Missing, _) => Filled::Nothing,
            (UseTarget::Record(to, anchor), UseKind::Link { .. } | UseKind::Image { .. }) => {
                self.address(*to, anchor.as_deref()).map_or(Filled::Nothing, |href| Filled::Link(href, false))
            }
            (UseTarget::Record(to, anchor), _) => {
                let kind = view.records.schema.kind(view.records.kind(*to)).name.clone();
                let words = view.records.reference_words(text, at).unwrap_or_else(|| view.records.title(*to));
                Filled::Reference(words.to_owned(), self.address(*to, anchor.as_deref()), kind)
            }
            (UseTarget::Named(to), UseKind::Wiki { .. }) => {
                let words = view.records.reference_words(text, at).unwrap_or_else(|| view.records.title(*to));
                Filled::Reference(words.to_owned(), None, view.link(*to).kind)
            }
            (UseTarget::Named(_), _) => Filled::Nothing,
            (UseTarget::Sources(sources), _) => self.cite(body, source, at, sources),
            (UseTarget::File(path), UseKind::Image { .. }) => view.plan.file(path).map_or(Filled::Nothing, Filled::Image),
            (UseTarget::File(path), _) => view.plan.file(path).map_or(Filled::Nothing, |href| Filled::Link(href, false)),
            (UseTarget::Address, UseKind::Link { dest, .. } | UseKind::Image { dest, .. })
                if view.plan.of_copy().is_later(body.get(source, dest)) =>
            {
                Filled::Nothing
            }
            (UseTarget::Address, UseKind::Link { dest, .. }) => {
                let (href, external) = self.written(body.get(source, dest));
                Filled::Link(href, external)
            }
            (UseTarget::Address, UseKind::Image { dest, .. }) => Filled::Image(self.written(body.get(source, dest)).0),
            (UseTarget::Address, _) => Filled::Nothing,
            (UseTarget::Directive(made, named), _) => {
                let directive = body.directive(at).expect("only directives lead to directives");
                self.directive(body, source, directive, *made, named)
            }
        }
    }

    fn address(&self, to: RecordId, anchor: Option<&str>) -> Option<String> {
        if self.here == Some(to) && anchor.is_none() {
            return None;
        }
        let address = self.view.plan.address(to)?;
        Some(match anchor {
            Some(anchor) => self.view.plan.href(&format!("{}#{anchor}", address.split('#').next().unwrap_or(address))),
            None => self.view.plan.href(address),
        })
    }

    fn written(&self, dest: &str) -> (String, bool) {
        match Destination::of(dest) {
            Destination::External(address) => (address.to_owned(), true),
            Destination::Root { path, anchor } => {
                let mut href = self.view.plan.href(path);
                if let Some(anchor) = anchor {
                    href = format!("{href}#{anchor}");
                }
                (href, false)
            }
            Destination::Anchor(anchor) => (format!("#{anchor}"), false),
            Destination::Content { path, .. } | Destination::Relative { path, .. } => (path.to_owned(), false),
        }
    }

    fn cite(&mut self, body: &Body, source: &str, at: usize, sources: &[RecordId]) -> Filled {
        let citations = body.citations(at);
        let mut cites = Vec::new();
        for (id, citation) in sources.iter().zip(citations) {
            let (title, locator) = (self.view.records.title(*id).to_string(), body.get(source, citation.locator).to_owned());
            if self.view.records.graph.is_later(*id) {
                cites.push(Cite { number: None, title, locator });
                continue;
            }
            let n = self.cited.iter().position(|(known, _)| known == id).unwrap_or_else(|| {
                self.cited.push((*id, Vec::new()));
                self.cited.len() - 1
            });
            let places = &mut self.cited[n].1;
            places.push(format!("cite_{}_{}", n + 1, places.len() + 1));
            let m = places.len();
            cites.push(Cite { number: Some((n + 1, m)), title, locator });
        }
        Filled::Cite(cites)
    }

    fn directive(
        &self,
        body: &Body,
        source: &str,
        directive: &Directive,
        shown: Option<RecordId>,
        named: &[(Box<str>, RecordId)],
    ) -> Filled {
        let view = self.view;
        let name = body.get(source, directive.name);
        let attribute = |key: &str| body.attribute(source, directive, key).map(|attribute| body.get(source, attribute.value));
        let limit = attribute("limit").and_then(|limit| limit.parse().ok()).unwrap_or(view.config.paginate).min(view.config.paginate);
        let reference = |key: &str| named.iter().find(|(name, _)| &**name == key).map(|(_, id)| *id);
        let is_later = |id: &RecordId| view.records.graph.is_later(*id);
        match shape(view.records.schema, self.directives, body, source, directive) {
            Shape::Makes(_) if shown.as_ref().is_some_and(is_later) && directive.form != Form::Inline => Filled::Omitted(NOT_YET),
            Shape::Makes(_) | Shape::Shows(_) if shown.as_ref().is_some_and(is_later) => self.later(shown, directive.form),
            Shape::Computed(_) if named.iter().any(|(_, id)| is_later(id)) => {
                self.later(named.iter().map(|(_, id)| *id).find(is_later), Form::Leaf)
            }
            Shape::Makes(_) => shown.map_or(Filled::Nothing, |id| self.record(id, directive.form, true)),
            Shape::Shows(_) => shown.map_or(Filled::Nothing, |id| self.record(id, directive.form, false)),
            Shape::Computed(_) => self.computed(name, limit, &reference),
            Shape::Plain => {
                let attributes =
                    body.attributes(directive).iter().map(|a| (body.get(source, a.key).to_owned(), body.get(source, a.value).to_owned()));
                Filled::Plain(component(name), attributes.collect())
            }
            Shape::Unknown => Filled::Nothing,
        }
    }

    /// What stands where a record would be shown that is not known yet: the author's words, else its title. A claim, a quotation and a
    /// position have somebody's words for a title, which on a line of their own would be nobody's.
    fn later(&self, id: Option<RecordId>, form: Form) -> Filled {
        let kinds = self.view.records.kinds;
        let Some(id) = id else { return Filled::Nothing };
        let kind = self.view.records.kind(id);
        match form {
            Form::Inline if kind == kinds.quote => Filled::Quoted,
            Form::Inline => Filled::Nothing,
            Form::Leaf | Form::Container if [kinds.claim, kinds.quote, kinds.position].contains(&kind) => {
                Filled::Later(NOT_YET.to_owned(), form)
            }
            Form::Leaf | Form::Container => Filled::Later(self.view.records.title(id).to_owned(), form),
        }
    }

    fn record(&self, id: RecordId, form: Form, here: bool) -> Filled {
        let view = self.view;
        let kinds = view.records.kinds;
        let record = view.records.get(id);
        let name = &view.records.schema.kind(record.kind).name;
        let value = if record.kind == kinds.claim {
            json(&view.claim(id))
        } else if record.kind == kinds.quote {
            json(&view.quote(id))
        } else if record.kind == kinds.figure {
            json(&view.figure(id))
        } else if record.kind == kinds.position {
            json(&view.position(id))
        } else if form == Form::Inline {
            return view.plan.url(id).map_or(Filled::Nothing, Filled::Wrapped);
        } else {
            let own = component(name);
            let component = if self.directives.contains_key(name) { own } else { "directive_record".to_owned() };
            return Filled::Component(component, vec![("card".to_owned(), json(&view.card(id)))]);
        };
        if form == Form::Inline {
            Filled::Component(format!("inline_{name}"), vec![(name.clone(), value), ("here".to_owned(), Value::Bool(here))])
        } else {
            Filled::Component(component(name), vec![(name.clone(), value), ("here".to_owned(), Value::Bool(here))])
        }
    }

    fn computed(&self, name: &str, limit: usize, reference: &dyn Fn(&str) -> Option<RecordId>) -> Filled {
        let view = self.view;
        let derived = view.derived;
        let (argument, value) = match name {
            "timeline" => {
                let events = match (reference("issue"), reference("actor")) {
                    (Some(issue), _) => derived.events_of_issue(issue),
                    (None, Some(actor)) => derived.events_of_actor(actor),
                    (None, None) => derived.events(),
                };
                ("events", json(&events.iter().take(limit).map(|id| view.event(*id)).collect::<Vec<_>>()))
            }
            "upcoming" => ("events", json(&derived.upcoming().iter().take(limit).map(|id| view.event(*id)).collect::<Vec<_>>())),
            "questions" => {
                ("questions", json(&derived.unknowns().iter().take(limit).map(|unknown| view.question(unknown)).collect::<Vec<_>>()))
            }
            "changes" => ("updates", json(&derived.changes().iter().take(limit).map(|id| view.update(*id)).collect::<Vec<_>>())),
            _ => {
                let Some(issue) = reference("issue") else { return Filled::Nothing };
                let groups = json(&view.stance_groups(issue));
                return Filled::Component(
                    component(name),
                    vec![("issue".to_owned(), json(&view.link(issue))), ("groups".to_owned(), groups)],
                );
            }
        };
        Filled::Component(component(name), vec![(argument.to_owned(), value)])
    }
}

impl View<'_> {
    /// Current positions on an issue by stance, own words before accounts; stances in the order of the vocabulary.
    pub fn stance_groups(self, issue: RecordId) -> Vec<super::atoms::StanceGroup> {
        let stances: &[derive::Stances] = self.derived.positions(issue);
        let mut current: Vec<RecordId> = stances.iter().filter_map(|stances| stances.own).collect();
        current.extend(stances.iter().filter_map(|stances| stances.account));
        let vocabulary = self.records.schema.vocabularies.iter().find(|vocabulary| vocabulary.name == "stance");
        let mut groups = Vec::new();
        for (word, label) in vocabulary.map(|vocabulary| vocabulary.words.as_slice()).unwrap_or_default() {
            let of_word = |id: &&RecordId| self.records.position(**id).stance.is_some_and(|stance| stance.word == word);
            let positions: Vec<_> = current.iter().filter(of_word).map(|id| self.position(*id)).collect();
            if !positions.is_empty() {
                groups
                    .push(super::atoms::StanceGroup { stance: super::atoms::Word { word: word.clone(), label: label.clone() }, positions });
            }
        }
        groups
    }
}

/// The component of a directive.
pub fn component(directive: &str) -> String {
    format!("directive_{}", directive.replace('-', "_"))
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("views are plain data, which JSON can hold")
}
