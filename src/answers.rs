//! What templates may ask of a site beside their page.

use crate::config::Config;
use crate::doors::Doors;
use crate::pipeline::Site;
use crate::recorder::Question;
use crate::render::{Catalogue, NavItem};
use crate::view::{self, FileOrigin, Machine, Plan, Subject, direction};
use crate::world::World;
use rustc_hash::FxHashMap;
use serde_json::{Value, json};

/// Files above this size carry no mark of their content in their address: they are copied, never read.
const LARGEST_MARKED: usize = 1_000_000;

/// `site` in every template.
pub(crate) fn constants(config: &Config, plan: &Plan) -> tera::Value {
    let has = |subject: &Subject| plan.pages.iter().any(|page| page.subject == *subject);
    let site = view::pages::Site {
        title: config.title.clone(),
        description: config.description.clone(),
        language: config.language.clone(),
        dir: direction(&config.language).to_owned(),
        publisher: config.publisher.clone(),
        home: plan.href("/"),
        feed: plan.beside("/", "atom.xml"),
        sitemap: has(&Subject::Machine(Machine::Sitemap)).then(|| plan.href("/sitemap.xml")),
        data: has(&Subject::Catalogue).then(|| plan.href("/data/")),
        generator: concat!("gen ", env!("CARGO_PKG_VERSION")).to_owned(),
    };
    let mut value = serde_json::to_value(&site).expect("the constants are plain data");
    value["extra"] = config.extra.as_ref().map_or_else(|| json!({}), crate::node::Node::to_json);
    tera::Value::try_from_serializable(&value).expect("JSON is a template value")
}

/// The marks of static files: path to the first digits of the hash of their bytes.
pub(crate) fn marks(world: &dyn World, plan: &Plan) -> FxHashMap<String, String> {
    let mark = |bytes: &[u8]| blake3::hash(bytes).to_hex()[..10].to_owned();
    let mut marks = FxHashMap::default();
    for file in &plan.files {
        let found = match &file.from {
            FileOrigin::Embedded(name) => Some(mark(&crate::theme::file(name))),
            FileOrigin::Site(path) if path.starts_with("content/") => None,
            FileOrigin::Site(path) => {
                Some(world.read(path).ok().filter(|bytes| bytes.len() <= LARGEST_MARKED).map_or_else(String::new, |bytes| mark(&bytes)))
            }
        };
        if let Some(found) = found {
            marks.insert(file.path.clone(), found);
        }
    }
    marks
}

/// Answers the functions of templates from a site, through the doors of the worker that renders.
pub(crate) struct Answers {
    doors: Doors,
    nav: Vec<(String, String)>,
}

impl Answers {
    pub(crate) fn new(doors: Doors) -> Answers {
        // Made once for all pages of a worker, so it is not the first page that asks for what stands in it.
        let nav = doors.site().view().navigation();
        Answers { doors, nav }
    }

    fn ask(&self, question: impl FnOnce() -> Question) -> &Site {
        self.doors.ask(question);
        self.doors.site()
    }
}

impl Catalogue for Answers {
    fn nav(&self, here: &str) -> Vec<NavItem<'_>> {
        let home = self.ask(|| Question::Nav).plan.href("/");
        let current = |url: &str| here == url || (url != home && here.starts_with(url));
        self.nav.iter().map(|(title, url)| NavItem { title, url, current: current(url) }).collect()
    }

    fn url(&self, path: &str) -> String {
        let plan = &self.doors.site().plan;
        // A template may name what a copy of an earlier day does not have, such as the feed.
        if plan.is_later(path) { plan.current(path) } else { plan.href(path) }
    }

    fn asset(&self, path: &str) -> Option<String> {
        let site = self.ask(|| Question::Asset(path.into()));
        let mark = site.marks.get(path.trim_start_matches('/'))?;
        let url = site.plan.href(path);
        Some(if mark.is_empty() { url } else { format!("{url}?v={mark}") })
    }

    fn count(&self, kind: &str) -> Option<usize> {
        let site = self.ask(|| Question::Count(kind.into()));
        site.schema.find_kind(kind).map(|kind| site.graph.of_kind(kind).len())
    }

    fn record(&self, kind: &str, id: &str) -> Option<Value> {
        let view = self.doors.view();
        let kind = view.records.schema.find_kind(kind)?;
        let id = view.records.graph.find(kind, id)?;
        serde_json::to_value(view.card(id)).ok()
    }

    fn records(&self, kind: &str, limit: usize) -> Option<Value> {
        let view = self.doors.view();
        let kind = view.records.schema.find_kind(kind)?;
        let ids = view.plan.listing(kind, "").unwrap_or_else(|| view.records.graph.of_kind(kind));
        let cards: Vec<_> = ids.iter().take(limit).map(|id| view.card(*id)).collect();
        serde_json::to_value(cards).ok()
    }

    fn uses(&self, templates: &str) {
        self.ask(|| Question::Template(templates.into()));
    }
}
