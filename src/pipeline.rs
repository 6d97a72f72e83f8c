//! The whole program on one screen.
//!
//! `plan` reads the world and decides what pages there are; `Site::page` makes one of them; `build` makes all and publishes. Every stage
//! returns a value and its diagnostics; none prints, none exits.

use crate::answers::{self, Answers};
use crate::check::{self, Finding, Findings, Policy, Rest, output};
use crate::compare::{self, Comparison};
use crate::config::{BaseUrl, Config};
use crate::date::Day;
use crate::derive::{Derived, derive};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::draft::Draft;
use crate::emit::{self, Report};
use crate::graph::{Graph, RecordId};
use crate::inspect::{self, Filter, Inspection};
use crate::links;
use crate::load;
use crate::model::Records;
use crate::parse::parse;
use crate::render::{Catalogue, Desk, Engine, Theme, markdown, prose};
use crate::resolve::{as_known, resolve};
use crate::scan::{Inventory, Text, scan};
use crate::schema::{KindId, Schema, builtin};
use crate::source::{FileId, Sources};
use crate::theme;
use crate::view::{self, DataFile, FileOrigin, Page, Past, Plan, PlannedPage, TextBuilder, Twin, View};
use crate::world::World;
use crate::world::web::Web;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

/// What a worker takes at a time, of texts or pages. Few: a page may cost a hundred times another, and none should wait for the last piece.
const PIECE: usize = 32;

/// One file that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Path in the output.
    pub path: String,
    /// What it holds.
    pub body: Body,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// This.
    Text(String),
    /// What `Site::write` writes: all records of a kind are more than should be held at once.
    Data(DataFile),
}

/// What the command line decides over the configuration.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// The path of the configuration, from the root of the site.
    pub config: Option<String>,
    /// Another base address.
    pub base_url: Option<BaseUrl>,
    /// The day the site is built for.
    pub today: Option<Day>,
    /// Whether drafts are part of the site.
    pub drafts: bool,
    /// The day of which a copy is built: the site as it was known then.
    pub as_of: Option<Day>,
}

/// A site that is understood: every page is known, none is made.
pub struct Site {
    /// Every text that was read.
    pub sources: Sources,
    /// The settings.
    pub config: Config,
    /// The model.
    pub schema: Schema,
    /// The records.
    pub graph: Graph,
    /// What follows from them.
    pub derived: Derived,
    /// The pages.
    pub plan: Plan,
    /// The day it is; of a copy of an earlier day another than it is built for.
    pub today: Day,
    pub(crate) marks: FxHashMap<String, String>,
    /// Copied files that a check reads, by their paths in the output.
    beside: Vec<(String, FileId)>,
    /// Whether planning it found no error, so that its pages can be made.
    sound: bool,
    theme: Theme,
    constants: tera::Value,
}

/// Reads a site and plans its pages. With errors among the diagnostics the site may be looked at but not published.
pub fn plan(world: &dyn World, overrides: &Overrides) -> (Arc<Site>, Diagnostics) {
    let mut problems = Diagnostics::new();
    let mut sources = Sources::default();
    let mut schema = builtin();

    let config = load::config(world, overrides, &mut sources, &mut schema, &mut problems);
    let today = load::today(world, overrides, &config);
    let layers = theme::files(world, &config, &mut sources, &mut problems);
    let (inventory, found) = scan(world, &schema, layers.folder(), config.largest);
    problems.extend(found);
    let theme = load::theme(world, &layers, &inventory, &mut sources, &mut problems);
    let drafts = read(world, &inventory, &schema, &config, &mut sources, &mut problems);

    let links = load::links(&inventory, &schema, &sources);
    let (graph, found) = resolve(drafts, links.site(&schema, theme.directives(), &config, overrides.drafts));
    problems.extend(found);

    let embedded = layers.embedded_static();
    let (texts, assets) = (&inventory.texts, &inventory.assets);
    let lay_out = |graph: &Graph, today: Day, past: Option<Past>| {
        let records = Records::new(graph, &schema);
        let derived = derive(records, today);
        let (plan, found) =
            view::plan(view::Site { records, derived: &derived, config: &config, texts, assets, embedded: &embedded }, past);
        (derived, plan, found)
    };
    let (derived, plan, found) = lay_out(&graph, today, None);
    problems.extend(found);
    problems.extend(view::check_links(&graph, &plan));
    problems.extend(view::check_templates(Records::new(&graph, &schema), &theme.names()));
    let (graph, derived, plan) = match overrides.as_of {
        None => (graph, derived, plan),
        Some(day) => {
            let graph = as_known(graph, &schema, day);
            let past = Past::of(day, plan, &graph);
            // What is wrong with the site was found in all of it; a part of it can only repeat that.
            let (derived, plan, _) = lay_out(&graph, day, Some(past));
            (graph, derived, plan)
        }
    };
    let marks = answers::marks(world, &plan);
    let constants = answers::constants(&config, &plan);
    let beside = load::beside(world, &plan, &mut sources);
    let sound = !problems.has_errors();
    (Arc::new(Site { sources, config, schema, graph, derived, plan, today, marks, beside, sound, theme, constants }), problems)
}

/// The model of a site alone, for verbs that read no content, and the texts that its diagnostics point into.
pub fn model(world: &dyn World, config: &str) -> (Schema, Sources, Diagnostics) {
    let (mut problems, mut sources, mut schema) = (Diagnostics::new(), Sources::default(), builtin());
    let overrides = Overrides { config: Some(config.to_owned()), ..Overrides::default() };
    load::config(world, &overrides, &mut sources, &mut schema, &mut problems);
    (schema, sources, problems)
}

/// Looks a planned site over like an editor, and judges what was found with what planning it found, and with what was found `elsewhere` if
/// addresses were checked, in order. Pages are read if they can be made. Nothing is written.
pub fn check(site: &Arc<Site>, planned: Diagnostics, elsewhere: Option<Findings>, policy: &Policy) -> Vec<Diagnostic> {
    let outside = if elsewhere.is_some() { &links::ASKED[..] } else { &[] };
    let (of_pages, unmade) = if site.sound { read_pages(site) } else { (Findings::default(), Diagnostics::new()) };
    let on_pages = if site.sound { &output::CODES[..] } else { &[] };
    let asked: Vec<_> = check::asked().chain(check::planned()).chain(outside.iter().chain(on_pages).copied()).collect();
    let of_sources = check::check(site.checked()).into_iter().chain(elsewhere.into_iter().flatten());
    let findings = as_findings(planned).chain(as_findings(unmade)).chain(of_sources).chain(of_pages);
    links::together(check::judge(site.records(), findings, policy, &asked)).sorted(&site.sources)
}

/// Asks other hosts whether the addresses to which a planned site sends its readers lead somewhere. `done` is called for each that was
/// asked, with how many there are. Nothing is written: what to remember for the next time is given back.
pub fn external(world: &dyn World, web: &dyn Web, site: &Site, done: &(dyn Fn(usize) + Sync)) -> links::Checked {
    let memory = world.read(links::MEMORY).ok();
    links::check(links::Asked { site: site.checked(), memory: memory.as_deref(), now: world.clock() }, web, done)
}

/// Judges what planning a site found, by what the site allows itself.
pub fn judge(site: &Site, planned: Diagnostics, policy: &Policy) -> Diagnostics {
    let asked: Vec<_> = check::planned().collect();
    check::judge(site.records(), as_findings(planned), policy, &asked)
}

/// Takes known debt out of the findings of a check, if the site keeps a record of it. What was not asked for may still be owed.
pub fn without_debt(world: &dyn World, site: &Site, problems: Vec<Diagnostic>, policy: &Policy, not_asked: &[&Code]) -> Rest {
    match load::baseline(world, &site.config) {
        Ok(Some(baseline)) => {
            // What stands in the way of making pages says nothing of what was owed on them.
            let unread = if site.sound { &[] } else { &output::CODES[..] };
            let not_asked: Vec<&Code> = not_asked.iter().chain(unread).copied().collect();
            let mut rest = baseline.rest(problems, &site.sources, &not_asked);
            rest.new.extend(check::stale(&site.config, rest.gone, policy));
            rest
        }
        Ok(None) => Rest { new: problems, known: 0, gone: 0 },
        Err(problem) => {
            let mut problems: Diagnostics = problems.into_iter().collect();
            problems.push(problem);
            Rest { new: problems.sorted(&site.sources), known: 0, gone: 0 }
        }
    }
}

fn as_findings(planned: Diagnostics) -> impl Iterator<Item = Finding> {
    planned.into_iter().map(|diagnostic| Finding { record: None, diagnostic })
}

/// Makes every page and reads it, and tells what is wrong with them and what went wrong in making them.
fn read_pages(site: &Arc<Site>) -> (Findings, Diagnostics) {
    let paths: Vec<String> = site.plan.paths().collect();
    let address = |id| site.plan.address(id).map(str::to_owned);
    let known = output::Known { paths: &paths, apart: Plan::COPIES, beside: &site.beside, address: &address };
    let outputs = output::Outputs::new(site.checked(), known);
    let pages: Vec<usize> = (0..site.plan.pages.len()).filter(|at| output::Outputs::are_read(&site.plan.pages[*at].path)).collect();
    let read: Vec<(output::Facts, Vec<Diagnostic>)> = with_engines(site, &pages, &|at, engine| {
        let planned = &site.plan.pages[at];
        let (made, problems) = site.made(planned, engine);
        let file = |text| output::File { path: &planned.path, record: planned.subject.record(), source: None, text };
        // Of a page that could not be made nothing more is said.
        let text = made.text().filter(|text| !text.is_empty());
        (text.map(|text| outputs.read(file(text))).unwrap_or_default(), problems)
    });
    let (mut facts, mut problems) = (Vec::with_capacity(read.len()), Diagnostics::new());
    for (of_page, found) in read {
        facts.push(of_page);
        problems.extend(found);
    }
    (outputs.tell(facts), problems)
}

/// Compares a site with an earlier revision of itself, which is called `since`.
pub fn compare(old: &Site, new: &Site, since: &str) -> Comparison {
    compare::compare(old.side(), new.side(), since)
}

/// What a record holds, who points at it, and which pages show it.
pub fn inspect(site: &Arc<Site>, written: &str) -> Result<Inspection, Diagnostic> {
    inspect::inspect(site, written)
}

/// The records of a kind that a filter lets through, in their order; or why the filter cannot be meant.
pub fn select(site: &Site, kind: KindId, filter: &Filter) -> Result<Vec<RecordId>, String> {
    inspect::select(site, kind, filter)
}

/// Reads and parses all texts, in parallel; results stand in the order of the inventory.
fn read(
    world: &dyn World,
    inventory: &Inventory,
    schema: &Schema,
    config: &Config,
    sources: &mut Sources,
    problems: &mut Diagnostics,
) -> Vec<Draft> {
    let files = load::texts(world, inventory, sources, problems);
    let sources = &*sources;
    let one = |(text, loaded): (&Text, &load::Loaded)| {
        let (drafts, problems) = parse(text, sources.get(loaded.file), loaded.file, schema, &config.markdown);
        (drafts, if loaded.whole { problems } else { Diagnostics::new() })
    };
    let parsed: Vec<(Vec<Draft>, Diagnostics)> = inventory.texts.par_iter().zip(&files).with_max_len(PIECE).map(one).collect();
    let mut drafts = Vec::with_capacity(parsed.len());
    for (found, wrong) in parsed {
        drafts.extend(found);
        problems.extend(wrong);
    }
    drafts
}

impl Site {
    /// The records, readable by kind.
    pub fn records(&self) -> Records<'_> {
        Records::new(&self.graph, &self.schema)
    }

    /// What an editor looks at.
    fn checked(&self) -> check::Site<'_> {
        check::Site { records: self.records(), derived: &self.derived, sources: &self.sources, config: &self.config }
    }

    /// The records and what follows from them, to be put beside those of another revision.
    fn side(&self) -> compare::Side<'_> {
        compare::Side { records: self.records(), derived: &self.derived, sources: &self.sources }
    }

    /// Everything a page is made from.
    pub fn view(&self) -> View<'_> {
        View { records: self.records(), derived: &self.derived, plan: &self.plan, config: &self.config }
    }

    /// An engine whose templates are answered from this site; one a worker.
    pub fn engine(self: &Arc<Self>) -> Engine {
        let catalogue: Arc<dyn Catalogue> = Arc::new(Answers::new(Arc::clone(self)));
        self.theme.engine(&catalogue)
    }

    /// Makes the page at a place of the plan, and its twins behind it; what went wrong leaves its part of the page empty.
    pub fn page(&self, at: usize, engine: &Engine) -> (Vec<Output>, Vec<Diagnostic>) {
        let planned = &self.plan.pages[at];
        let (made, problems) = self.made(planned, engine);
        let output = |path: String, text: String| Output { path, body: Body::Text(text) };
        let (text, data) = match made {
            Made::Plain(text) => return (vec![output(planned.path.clone(), text)], problems),
            Made::Data(file) => return (vec![Output { path: planned.path.clone(), body: Body::Data(file) }], problems),
            Made::Page(text, data) => (text, data),
        };
        let view = self.view();
        let twins = self.plan.twins(planned).iter().map(|twin| {
            let twin_text = match twin {
                Twin::Json => view.twin(planned, &data),
                Twin::Markdown => markdown(&text),
                Twin::Sums => view.sums(&data),
            };
            output(twin.path(&planned.path), twin_text)
        });
        let twins: Vec<Output> = twins.collect();
        (std::iter::once(output(planned.path.clone(), text)).chain(twins).collect(), problems)
    }

    /// Makes a page by itself.
    fn made(&self, planned: &PlannedPage, engine: &Engine) -> (Made, Vec<Diagnostic>) {
        let problems = RefCell::new(Vec::new());
        let desk = Desk { engine, page: &planned.path, sources: &self.sources, raw_html: self.config.markdown.raw_html };
        let write = |body: &_, text: &str, filled: &[_]| prose(body, text, filled, desk, &mut problems.borrow_mut());
        let view = self.view();
        let made = view.page(planned, &mut TextBuilder::new(view, self.theme.directives(), &write));
        let mut problems = problems.into_inner();
        let (names, data) = match made {
            Page::Plain(text) => return (Made::Plain(text), problems),
            Page::Data(file) => return (Made::Data(file), problems),
            Page::Templated(names, data) => (names, data),
        };
        let text = engine.render(&names, &self.constants, &data, &planned.path, &self.sources).unwrap_or_else(|problem| {
            problems.push(problem);
            String::new()
        });
        (Made::Page(text, data), problems)
    }

    /// Writes what a file holds, the same bytes each time.
    pub fn write(&self, body: &Body, out: &mut dyn io::Write) -> io::Result<()> {
        match body {
            Body::Text(text) => out.write_all(text.as_bytes()),
            Body::Data(file) => self.view().write_data(*file, out),
        }
    }
}

/// A page as it was made.
enum Made {
    /// Of a template, and of this data.
    Page(String, Box<view::Data>),
    /// Without a template.
    Plain(String),
    /// Piece by piece, when it is written.
    Data(DataFile),
}

impl Made {
    fn text(&self) -> Option<&str> {
        match self {
            Made::Page(text, _) | Made::Plain(text) => Some(text),
            Made::Data(_) => None,
        }
    }
}

/// Does something with pages, by their places in the plan, in parallel and with an engine; results stand in their order.
fn with_engines<T: Send>(site: &Arc<Site>, pages: &[usize], work: &(dyn Fn(usize, &Engine) -> T + Sync)) -> Vec<T> {
    // An engine takes longer to make than a page, and serves one page at a time: there are no more of them than workers.
    let idle: Mutex<Vec<Engine>> = Mutex::default();
    let idle = || idle.lock().unwrap_or_else(PoisonError::into_inner);
    let of_piece = |piece: &[usize]| {
        let engine = idle().pop();
        let engine = engine.unwrap_or_else(|| site.engine());
        let done: Vec<T> = piece.iter().map(|at| work(*at, &engine)).collect();
        idle().push(engine);
        done
    };
    let done: Vec<Vec<T>> = pages.par_chunks(PIECE).with_max_len(1).map(of_piece).collect();
    done.into_iter().flatten().collect()
}

/// Makes all pages and publishes them. With errors nothing is published and the site that stands stays as it is.
pub fn build(
    world: &dyn World,
    site: &Arc<Site>,
    target: emit::Target,
    made: &(dyn Fn() + Sync),
) -> Result<(Report, Diagnostics), Diagnostics> {
    let stage = emit::open(target)?;
    let pages: Vec<usize> = (0..site.plan.pages.len()).collect();
    let found: Vec<Diagnostics> = with_engines(site, &pages, &|at, engine| {
        let (outputs, found) = site.page(at, engine);
        let unwritten = outputs.iter().filter_map(|output| put(site, &stage, output).err());
        made();
        found.into_iter().chain(unwritten).collect()
    });
    let copied: Vec<Diagnostic> = site.plan.files.par_iter().filter_map(|file| copy(world, &stage, file).err()).collect();
    let problems: Diagnostics = found.into_iter().flatten().chain(copied).collect();
    if problems.has_errors() {
        return Err(problems);
    }
    Ok((stage.publish()?, problems))
}

fn put(site: &Site, stage: &emit::Stage, output: &Output) -> Result<(), Diagnostic> {
    match &output.body {
        Body::Text(text) => stage.put(&output.path, text.as_bytes()),
        body @ Body::Data(_) => stage.make(&output.path, &|out| site.write(body, out)),
    }
}

fn copy(world: &dyn World, stage: &emit::Stage, file: &view::PlannedFile) -> Result<(), Diagnostic> {
    match &file.from {
        FileOrigin::Embedded(name) => stage.put(&file.path, &theme::file(name)),
        FileOrigin::Site(path) => match world.locate(path) {
            Some(from) => stage.copy(&file.path, &from),
            None => stage.put(&file.path, &world.read(path).unwrap_or_default()),
        },
    }
}
