//! The whole program on one screen.
//!
//! `plan` reads the world and decides what pages there are; `Site::page` makes one of them; `build` makes all and publishes. Every stage
//! returns a value and its diagnostics; none prints, none exits.

use crate::answers;
use crate::check::{self, Finding, Findings, Policy, Rest, output};
use crate::compare::{self, Comparison};
use crate::config::{BaseUrl, Config};
use crate::date::Day;
use crate::derive::{Derived, derive};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::doors::Notes;
use crate::emit::{self, Report};
use crate::graph::{Graph, RecordId};
use crate::inspect::{self, Filter, Inspection};
use crate::links;
use crate::load;
use crate::maker::{Body, Maker, Output, PIECE, with_makers};
use crate::memo::{self, Calendar, Checked, Inputs, Kept, Memory, Pages, Prints, Store, Told, Unchanged, Why};
use crate::model::Records;
use crate::render::Theme;
use crate::resolve::{as_known, resolve};
use crate::scan::scan;
use crate::schema::{KindId, Schema, builtin};
use crate::source::{FileId, Sources};
use crate::theme;
use crate::view::{self, Facts, FileOrigin, Past, Places, Plan, PlannedPage, View};
use crate::world::World;
use crate::world::web::Web;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::Arc;

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
    /// Where the last run left what it knew of the texts, and where this one leaves it.
    pub memo: Option<Store>,
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
    /// How many texts were read.
    pub read: usize,
    /// How many texts were parsed.
    pub parsed: usize,
    /// The day it is; of a copy of an earlier day another than it is built for.
    pub today: Day,
    pub(crate) marks: FxHashMap<String, String>,
    /// Copied files that a check reads, by their paths in the output.
    beside: Vec<(String, FileId)>,
    /// Whether planning it found no error, so that its pages can be made.
    sound: bool,
    theme: Theme,
    constants: tera::Value,
    /// What every page depends on without asking: settings, model, command line, what is the same in every template. As a fingerprint.
    pub(crate) settings: u64,
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
    let store = overrides.memo.as_ref();
    let load::Texts { drafts, read, parsed } = load::texts(world, &inventory, &schema, &config, store, &mut sources, &mut problems);

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
    let settings = load::settings(&sources, &config, overrides, &theme, &constants);
    let sound = !problems.has_errors();
    (
        Arc::new(Site {
            sources,
            config,
            schema,
            graph,
            derived,
            plan,
            read,
            parsed,
            today,
            marks,
            beside,
            sound,
            theme,
            constants,
            settings,
        }),
        problems,
    )
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
    let read: Vec<(output::Facts, Vec<Diagnostic>)> = with_makers(site, Notes::None, &pages, &|at, maker| {
        let planned = &site.plan.pages[at];
        let (made, problems) = maker.made(planned);
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
        View {
            records: self.records(),
            derived: Facts::new(&self.derived, None),
            plan: Places::new(&self.plan, None),
            config: &self.config,
            shelf: None,
        }
    }

    /// The theme.
    pub(crate) fn theme(&self) -> &Theme {
        &self.theme
    }

    /// `site` in every template.
    pub(crate) fn constants(&self) -> &tera::Value {
        &self.constants
    }
}

/// What a site holds, for people.
pub fn told(site: &Site) -> Told {
    let counted = site.schema.iter().map(|(kind, declaration)| (declaration, site.graph.of_kind(kind).len()));
    let counted = counted.filter(|(_, count)| *count > 0);
    Told {
        records: counted.map(|(kind, count)| (kind.name.clone(), kind.label.clone(), kind.plural.clone(), count)).collect(),
        pages: site.plan.pages.len(),
        files: site.plan.files.len(),
    }
}

/// What the last build left, if a build would read and write the same; with how many files stand.
pub fn unchanged(world: &dyn World, inputs: &Inputs, overrides: &Overrides, target: &emit::Target) -> Option<(Unchanged, usize)> {
    let today = |calendar: Calendar| load::today_in(world, overrides, &calendar);
    let unchanged: Unchanged = inputs.recall(world, overrides.memo.as_ref()?, &today)?;
    let files = emit::stands_as(target, &unchanged.manifest)?;
    Some((unchanged, files))
}

/// Leaves what a build made of its inputs for the next one. The build had nothing to say: what is told is not remembered.
pub fn remember(site: &Site, inputs: Inputs, store: &Store, target: &emit::Target) {
    let Some(manifest) = emit::manifest(target) else { return };
    let calendar = Calendar { timezone: &site.config.timezone, configured: site.config.today };
    inputs.remember(store, calendar, site.today, Unchanged { manifest: *manifest.as_bytes(), told: told(site) });
}

/// What the last check told, if a check would read the same, with the texts in which that stands.
pub fn checked(world: &dyn World, inputs: &Inputs, overrides: &Overrides) -> Option<(Vec<Diagnostic>, Sources)> {
    let today = |calendar: Calendar| load::today_in(world, overrides, &calendar);
    let Checked { problems, files } = inputs.recall(world, overrides.memo.as_ref()?, &today)?;
    Some((problems, load::only(world, &files)?))
}

/// Leaves what a check told for the next one. Known debt is taken out of it each time, so a site that keeps a record of it is not remembered.
pub fn remember_check(site: &Site, inputs: Inputs, store: &Store, problems: &[Diagnostic]) {
    if site.config.check.baseline.is_some() {
        return;
    }
    let calendar = Calendar { timezone: &site.config.timezone, configured: site.config.today };
    let files = problems.iter().flat_map(Diagnostic::files).collect::<std::collections::BTreeSet<_>>();
    let files = files.into_iter().map(|file| (file, site.sources.get(file).path.to_string())).collect();
    inputs.remember(store, calendar, site.today, Checked { problems: problems.to_vec(), files });
}

/// What a build did.
#[derive(Debug, Default)]
pub struct Built {
    /// What was published.
    pub report: Report,
    /// Pages that were made, twins not counted.
    pub rendered: usize,
    /// Pages that were as they would have been made.
    pub reused: usize,
    /// Questions that the pages which were made asked, each once a page.
    pub asked: usize,
    /// Different questions that are known with their answers now.
    pub questions: usize,
    /// For each page of the plan, in its order, why it was made or not.
    pub why: Vec<Why>,
}

/// Makes all pages that are not as they would be made, and publishes them. With errors nothing is published and the site that stands stays as
/// it is. Without a memory all pages are made.
pub fn build(
    world: &dyn World,
    site: &Arc<Site>,
    target: emit::Target,
    memory: Memory,
    made: &(dyn Fn() + Sync),
) -> Result<(Built, Diagnostics), Diagnostics> {
    let stage = emit::open(target)?;
    let planned = &site.plan.pages;
    let prints = Prints::new(site);
    let pages = Pages::recall(memory, site.settings, &prints);
    let is_verified = matches!(memory, Memory::Verified(_));
    let judge = |page: &PlannedPage| match pages.judge(page) {
        Why::Same(_) if is_verified => Why::Verified,
        Why::Same(answers) if stage.keeps(&site.plan.outputs(page), pages.files(page)) => Why::Same(answers),
        Why::Same(_) => Why::NotThere,
        why => why,
    };
    let why: Vec<Why> = planned.par_iter().with_min_len(PIECE).map(judge).collect();
    let (reused, stale): (Vec<usize>, Vec<usize>) = (0..planned.len()).partition(|at| matches!(why[*at], Why::Same(_)));
    reused.iter().for_each(|_| made());
    let done: Vec<(Diagnostics, Option<Kept>, Option<Diagnostic>)> = with_makers(site, Notes::Kept, &stale, &|at, maker| {
        let (outputs, found) = maker.page(at);
        let put: Vec<Result<u64, Diagnostic>> = outputs.iter().map(|output| put(maker, &stage, output)).collect();
        made();
        let asked = maker.asked();
        let files: Option<Vec<u64>> = put.iter().map(|put| put.as_ref().ok().copied()).collect();
        // What a page has to say is said each time: it is made each time.
        let page = &planned[at];
        let differs = why[at] == Why::Verified && files.as_deref().is_some_and(|files| files != pages.files(page));
        let kept = files.filter(|_| found.is_empty()).map(|files| Pages::made(at, asked, files));
        let unwritten = put.into_iter().filter_map(Result::err);
        (found.into_iter().chain(unwritten).collect(), kept, differs.then(|| memo::differs(page)))
    });
    let copied: Vec<Diagnostic> = site.plan.files.par_iter().filter_map(|file| copy(world, &stage, file).err()).collect();
    let (mut problems, mut learned, mut wrong) = (Diagnostics::from_iter(copied), Vec::with_capacity(done.len()), Vec::new());
    for (found, kept, differs) in done {
        problems.extend(found);
        learned.extend(kept);
        wrong.extend(differs);
    }
    if problems.has_errors() {
        return Err(problems);
    }
    let report = stage.publish()?;
    let asked = learned.iter().map(Kept::asked).sum();
    let questions = pages.remember(memory, planned, &reused, learned);
    // What was made is right and is published; that something else would have been kept is told nevertheless.
    problems.extend(wrong);
    Ok((Built { report, rendered: stale.len(), reused: reused.len(), asked, questions, why }, problems))
}

fn put(maker: &Maker, stage: &emit::Stage, output: &Output) -> Result<u64, Diagnostic> {
    match &output.body {
        Body::Text(text) => stage.put(&output.path, text.as_bytes()),
        body @ Body::Data(_) => stage.make(&output.path, &|out| maker.write(body, out)),
    }
}

fn copy(world: &dyn World, stage: &emit::Stage, file: &view::PlannedFile) -> Result<(), Diagnostic> {
    match &file.from {
        FileOrigin::Embedded(name) => stage.put(&file.path, &theme::file(name)).map(|_| ()),
        FileOrigin::Site(path) => match world.locate(path) {
            Some(from) => stage.copy(&file.path, &from),
            None => stage.put(&file.path, &world.read(path).unwrap_or_default()).map(|_| ()),
        },
    }
}
