//! A theme: its templates, the directives it can show, and the functions its templates may call.
//!
//! In: the texts of all templates, a site's own over the theme's. Out: an engine that renders a page from its data.

use super::mistakes;
use super::prints::Prints;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::ready::Ready;
use crate::resolve::Directives;
use crate::source::{FileId, Sources};
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::io::{self, Write};
use std::sync::Arc;
use tera::{ComponentArgType, Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

/// A template and the file it is in.
#[derive(Clone, Debug)]
pub struct TemplateFile {
    /// The name it is known by: its path below `templates/`.
    pub name: String,
    /// Its file.
    pub file: FileId,
}

/// What template functions may ask of the site. Everything they answer is plain data.
pub trait Catalogue: Send + Sync {
    /// The entries of the navigation, as they are seen from the page at the address `here`.
    fn nav(&self, here: &str) -> Vec<NavItem<'_>>;
    /// An address with the base path before it.
    fn url(&self, path: &str) -> String;
    /// The address of a file of `static/`, with a mark that changes when its content does.
    fn asset(&self, path: &str) -> Option<String>;
    /// How many records of a kind there are.
    fn count(&self, kind: &str) -> Option<usize>;
    /// What other pages show of a record.
    fn record(&self, kind: &str, id: &str) -> Option<serde_json::Value>;
    /// The first records of a kind in the order of its list.
    fn records(&self, kind: &str, limit: usize) -> Option<serde_json::Value>;
    /// Is told what is rendered: the names of the templates of which the first that there is was taken, one behind the other with `|`
    /// between them, or the name of a component behind `<`.
    fn uses(&self, templates: &str);
}

/// An entry of the navigation.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct NavItem<'n> {
    /// Its words.
    pub title: &'n str,
    /// Its address.
    pub url: &'n str,
    /// Whether the page belongs to it.
    pub current: bool,
}

/// A theme whose templates fit together.
#[derive(Clone)]
pub struct Theme {
    tera: Tera,
    files: FxHashMap<String, FileId>,
    directives: Directives,
    prints: Prints,
}

/// A theme that can answer its functions.
pub struct Engine {
    tera: Tera,
    files: FxHashMap<String, FileId>,
    catalogue: Arc<dyn Catalogue>,
}

/// The beginning of the names of components that show directives.
const DIRECTIVE: &str = "directive_";

impl Theme {
    /// Compiles the templates; a later one of the same name replaces an earlier one.
    pub fn load(templates: &[TemplateFile], sources: &Sources) -> (Theme, Diagnostics) {
        let mut last: FxHashMap<&str, FileId> = FxHashMap::default();
        for template in templates {
            last.insert(&template.name, template.file);
        }
        let mut problems = Diagnostics::new();
        let mut names: Vec<&str> = last.keys().copied().collect();
        names.sort_unstable();
        let files: FxHashMap<String, FileId> = last.iter().map(|(name, file)| ((*name).to_owned(), *file)).collect();
        let tera = loop {
            let mut tera = Tera::new();
            tera.autoescape_on(vec![".html", ".xml"]);
            tera.set_escape_fn(escape);
            register(&mut tera, &None);
            let texts = names.iter().map(|name| (*name, sources.get(last[name]).text.to_string()));
            match tera.add_raw_templates(texts) {
                Ok(()) => break tera,
                Err(error) => {
                    // Once a template is left out, others may miss it: only broken syntax is a finding of its own then.
                    if problems.is_empty() || matches!(error.kind(), ErrorKind::SyntaxError(_)) {
                        problems.extend(mistakes::of_theme(&error, &files, sources));
                    }
                    let (before, broken) = (names.len(), mistakes::templates_of(&error));
                    names.retain(|name| !broken.iter().any(|broken| broken == name));
                    if names.len() == before {
                        break Tera::new();
                    }
                }
            }
        };
        let directives = directives(&tera);
        let prints = Prints::of(&files, sources);
        (Theme { tera, files, directives, prints }, problems)
    }

    /// The directives it can show, each with the attributes it takes.
    pub fn directives(&self) -> &Directives {
        &self.directives
    }

    /// The names of its templates, sorted.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.files.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    /// An engine whose functions are answered by a catalogue.
    pub fn engine(&self, catalogue: &Arc<dyn Catalogue>) -> Engine {
        let mut tera = self.tera.clone();
        register(&mut tera, &Some(Arc::clone(catalogue)));
        Engine { tera, files: self.files.clone(), catalogue: Arc::clone(catalogue) }
    }

    /// What was rendered (see [`Catalogue::uses`]), with all that it is made of, as a number that changes with any of it.
    pub fn print(&self, templates: &str) -> u64 {
        match templates.strip_prefix('<') {
            Some(component) => self.prints.of_component(component),
            None => self.prints.of_template(templates.split('|').find(|name| self.tera.contains_template(name)).unwrap_or_default()),
        }
    }
}

impl Engine {
    /// Renders a page with the first of `names` that the theme has. `page` names the page in a diagnostic.
    pub fn render(
        &self,
        names: &[String],
        site: &Value,
        data: &impl Serialize,
        page: &str,
        sources: &Sources,
    ) -> Result<String, Diagnostic> {
        self.catalogue.uses(&names.join("|"));
        let Some(name) = names.iter().find(|name| self.tera.contains_template(name)) else {
            let message = format!("the theme has no template `{}`", names.join("` or `"));
            let help = "add it to the theme, or extend the default theme with `extends = \"default\"` in its theme.toml";
            return Err(Diagnostic::of_run(&codes::TEMPLATE_RENDER, message).help(help).on_page(page));
        };
        let mut context = Context::new();
        context.insert_value("site", site.clone());
        context.insert("page", data);
        self.tera.render(name, &context).map_err(|error| mistakes::of_page(&error, &self.files, sources, page))
    }

    /// Renders a component; `body` is HTML.
    pub fn component(
        &self,
        name: &str,
        arguments: &[(String, serde_json::Value)],
        body: &str,
        page: &str,
        sources: &Sources,
    ) -> Result<String, Diagnostic> {
        self.catalogue.uses(&format!("<{name}"));
        let mut context = Context::new();
        let known = self.tera.get_component_definition(name);
        for (key, value) in arguments {
            // A site's own version of a component may take less than it is offered.
            if known.as_ref().is_none_or(|known| known.rest_param().is_some() || known.args().iter().any(|arg| arg.name() == key)) {
                context.insert(key.clone(), value);
            }
        }
        // Also without content: `{{ body }}` is then nothing, and no mistake of whoever wrote the component.
        self.tera.render_component(name, &context, Some(body), true).map_err(|error| mistakes::of_page(&error, &self.files, sources, page))
    }

    /// What a component makes of one value; nothing if it takes more than that from whoever calls it, or if it fails: it will again where a
    /// template calls it, and be told there.
    pub fn shown(&self, component: &str, argument: &str, value: &Ready) -> Option<String> {
        let known = self.tera.get_component_definition(component)?;
        if known.args().iter().any(|arg| arg.name() != argument && (arg.is_required() || arg.is_implicit())) {
            return None;
        }
        self.catalogue.uses(&format!("<{component}"));
        let mut context = Context::new();
        context.insert_value(argument.to_owned(), value.value().clone());
        self.tera.render_component(component, &context, None, true).ok()
    }

    /// The arguments of a component from the attributes of a directive, in the types it declares.
    pub fn arguments(&self, name: &str, attributes: &[(String, String)]) -> Vec<(String, serde_json::Value)> {
        let known = self.tera.get_component_definition(name);
        let typed = |key: &str, text: &str| {
            let of_type =
                known.as_ref().and_then(|known| known.args().iter().find(|arg| arg.name() == key)).and_then(tera::ComponentArg::arg_type);
            let number = text.parse::<serde_json::Number>().map(serde_json::Value::Number);
            match of_type {
                Some(ComponentArgType::Bool) => serde_json::Value::Bool(text == "true" || text == "yes"),
                Some(ComponentArgType::Integer | ComponentArgType::Float | ComponentArgType::Number) => {
                    number.unwrap_or_else(|_| text.into())
                }
                _ => text.into(),
            }
        };
        attributes.iter().map(|(key, text)| (key.clone(), typed(key, text))).collect()
    }
}

/// What Tera's own function writes, in runs: that one makes a call for every byte.
fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity: &[u8] = match byte {
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            b'"' => b"&quot;",
            b'\'' => b"&#39;",
            _ => continue,
        };
        out.write_all(&text.as_bytes()[written..at])?;
        out.write_all(entity)?;
        written = at + 1;
    }
    out.write_all(&text.as_bytes()[written..])
}

fn directives(tera: &Tera) -> Directives {
    let mut directives = Directives::default();
    for component in tera.get_component_names() {
        let Some(name) = component.strip_prefix(DIRECTIVE) else { continue };
        let Some(definition) = tera.get_component_definition(component) else { continue };
        let attributes: Vec<String> =
            definition.args().iter().filter(|arg| arg.name() != "body").map(|arg| arg.name().to_owned()).collect();
        directives.insert(name.to_owned(), attributes.clone());
        directives.insert(name.replace('_', "-"), attributes);
    }
    directives
}

/// Registers the functions; without a catalogue only their names, which templates are checked against when they are compiled.
fn register(tera: &mut Tera, catalogue: &Option<Arc<dyn Catalogue>>) {
    let ask = catalogue.clone();
    tera.register_function("nav", move |arguments: Kwargs, _: &State| -> TeraResult<Value> {
        let here: &str = arguments.get("here")?.unwrap_or_default();
        Ok(answered(&ask)?.nav(here)).and_then(|nav| Value::try_from_serializable(&nav))
    });
    let ask = catalogue.clone();
    tera.register_function("url", move |arguments: Kwargs, _: &State| -> TeraResult<String> {
        let path: &str = arguments.must_get("path")?;
        Ok(answered(&ask)?.url(path))
    });
    let ask = catalogue.clone();
    tera.register_function("asset", move |arguments: Kwargs, _: &State| -> TeraResult<String> {
        let path: &str = arguments.must_get("path")?;
        answered(&ask)?.asset(path).ok_or_else(|| tera::Error::message(format!("there is no file `static/{path}`")))
    });
    let ask = catalogue.clone();
    tera.register_function("count", move |arguments: Kwargs, _: &State| -> TeraResult<u64> {
        let kind: &str = arguments.must_get("kind")?;
        answered(&ask)?.count(kind).map(|count| count as u64).ok_or_else(|| no_kind(kind))
    });
    let ask = catalogue.clone();
    tera.register_function("record", move |arguments: Kwargs, _: &State| -> TeraResult<Value> {
        let (kind, id): (&str, &str) = (arguments.must_get("kind")?, arguments.must_get("id")?);
        match answered(&ask)?.record(kind, id) {
            Some(card) => Value::try_from_serializable(&card),
            None => Err(tera::Error::message(format!("there is no record `{kind}:{id}`"))),
        }
    });
    let ask = catalogue.clone();
    tera.register_function("records", move |arguments: Kwargs, _: &State| -> TeraResult<Value> {
        let kind: &str = arguments.must_get("kind")?;
        let limit: u64 = arguments.get("limit")?.unwrap_or(50);
        match answered(&ask)?.records(kind, limit as usize) {
            Some(cards) => Value::try_from_serializable(&cards),
            None => Err(no_kind(kind)),
        }
    });
}

fn answered(catalogue: &Option<Arc<dyn Catalogue>>) -> TeraResult<&dyn Catalogue> {
    catalogue.as_deref().ok_or_else(|| tera::Error::message("no site to ask yet"))
}

fn no_kind(kind: &str) -> tera::Error {
    tera::Error::message(format!("there is no kind `{kind}`"))
}
