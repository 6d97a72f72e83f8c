//! Decides which pages there are.
//!
//! In: the graph, what follows from it and the configuration. Out: the pages in the order of their paths, and the address of every record.
//! Nothing is rendered here.

use super::data;
use super::lists::{self, RecordList};
use super::outputs;
use super::overviews;
use super::past::Past;
use super::plan::{FileOrigin, Machine, Plan, PlannedFile, PlannedPage, Subject, Twin, is_inside, page_address};
use crate::config::Config;
use crate::derive::Derived;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::draft::Origin;
use crate::emit::Addresses;
use crate::graph::RecordId;
use crate::model::Records;
use crate::scan::{Asset, Home, Text};
use crate::schema::{KindId, Page};
use crate::source::Location;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// What planning needs.
#[derive(Clone, Copy)]
pub struct Site<'s> {
    /// The records.
    pub records: Records<'s>,
    /// What follows from them.
    pub derived: &'s Derived,
    /// The settings.
    pub config: &'s Config,
    /// The texts of the inventory.
    pub texts: &'s [Text],
    /// The files to copy.
    pub assets: &'s [Asset],
    /// Files of the embedded theme: the path each has in the output and its name in the theme; the site's own go before them.
    pub embedded: &'s [(String, String)],
}

/// The outputs that are there once: their switch, their address and what they are.
const OTHERS: [(&str, &str, Subject); 6] = [
    ("not_found", "/404.html", Subject::NotFound),
    ("sitemap", "/sitemap.xml", Subject::Machine(Machine::Sitemap)),
    ("robots", "/robots.txt", Subject::Machine(Machine::Robots)),
    ("headers", "/_headers", Subject::Machine(Machine::Headers)),
    ("redirects", "/_redirects", Subject::Machine(Machine::Redirects)),
    ("llms", "/llms.txt", Subject::Machine(Machine::Llms)),
];

/// Who writes what lies in the folder of the copies.
const COPIES: &str = "the copies of earlier days (`gen build --as-of`)";

/// Plans the site, or a copy of it, and reports every two pages that would write one file.
pub fn plan(site: Site, past: Option<Past>) -> (Plan, Diagnostics) {
    // A copy of an earlier day is for people who follow a link to it: old addresses and programs go to the current site.
    let is_copy = past.is_some();
    let base = past.as_ref().map_or_else(|| site.config.base_url.path.clone(), Past::base);
    let mut plan = Plan { base, addresses: vec![None; site.records.graph.len()], past, ..Plan::default() };
    plan.twins = Twin::ALL.into_iter().filter(|twin| site.config.wants(twin.output()) && !is_copy).collect();
    let mut planner = Planner { site, taken: Addresses::new(), problems: Diagnostics::new() };
    planner.reserve();
    planner.stories(&mut plan);
    planner.listings(&mut plan);
    planner.records(&mut plan);
    planner.indexes(&mut plan);
    planner.folders(&mut plan);
    planner.rest(&mut plan);
    planner.overviews(&mut plan);
    if !is_copy {
        planner.others(&mut plan);
        planner.old_addresses(&mut plan);
    }
    planner.files(&mut plan);
    plan.pages.sort_by(|a, b| a.path.cmp(&b.path));
    plan.files.sort_by(|a, b| a.path.cmp(&b.path));
    plan.urls = plan.addresses.iter().map(|address| address.as_deref().map(|address| plan.href(address).into())).collect();
    let files = plan.files.iter().map(|file| format!("/{}", file.path));
    let catalogue = plan.pages.iter().filter(|page| page.subject == Subject::Catalogue);
    let companions = catalogue.flat_map(|page| plan.twins(page).iter().map(|twin| format!("/{}", twin.path(&page.path))));
    plan.known = plan.pages.iter().map(|page| page.address.clone()).chain(files).chain(companions).collect();
    (plan, planner.problems)
}

/// Who writes a file, for the message when two do.
#[derive(Clone, Debug)]
struct Owner {
    what: String,
    at: Option<Location>,
    path: Option<String>,
    /// Whether twins stand beside it.
    has_twins: bool,
}

struct Planner<'s> {
    site: Site<'s>,
    taken: Addresses<Owner>,
    problems: Diagnostics,
}

impl Planner<'_> {
    /// Adds a page unless its file is taken.
    fn page(&mut self, plan: &mut Plan, address: String, subject: Subject, what: String, at: Option<Location>) -> bool {
        let inside = address.trim_start_matches('/');
        let path = if inside.is_empty() || inside.ends_with('/') { format!("{inside}index.html") } else { inside.to_owned() };
        let page = PlannedPage { path, address, subject };
        let twins = plan.twins(&page);
        let owner = Owner { what, at, path: None, has_twins: page.subject.has_twins() && !twins.is_empty() };
        // The twins of a page take no places of their own, which would be two more for every page: whoever comes later asks for them.
        for twin in twins {
            let path = twin.path(&page.path);
            if let Some(first) = self.taken.owner(&path).map(|claim| claim.owner.clone()) {
                self.clash(&path, &first, &Owner { what: twin.of(&owner.what), ..owner.clone() });
            }
        }
        if !self.claim(&page.path, owner) {
            return false;
        }
        plan.pages.push(page);
        true
    }

    fn claim(&mut self, path: &str, owner: Owner) -> bool {
        for twin in Twin::ALL {
            let page = twin.page(path).and_then(|page| self.taken.owner(&page)).map(|claim| claim.owner.clone());
            if let Some(page) = page.filter(|page| page.has_twins && self.site.config.wants(twin.output())) {
                self.clash(path, &Owner { what: twin.of(&page.what), ..page }, &owner);
                return false;
            }
        }
        let second = owner.clone();
        let Err(first) = self.taken.claim(path, owner) else { return true };
        let first = first.owner.clone();
        // Two records of one kind and id were reported as that.
        if first.what != second.what {
            self.clash(path, &first, &second);
        }
        false
    }

    fn clash(&mut self, path: &str, first: &Owner, second: &Owner) {
        let message = format!("{} and {} would both be written to `{path}`", first.what, second.what);
        let place = second.at.or(first.at);
        let help = if first.what == COPIES {
            "no address of a site begins with `/as-of/`: give it another name, or a `slug` of its own"
        } else {
            "give one of them another name, or a `slug` of its own"
        };
        let mut problem = match (place, &second.path) {
            (Some(at), _) => Diagnostic::at(&codes::ADDRESS_TAKEN, at.file, at.span, message),
            (None, Some(file)) => Diagnostic::in_path(&codes::ADDRESS_TAKEN, file.clone(), message),
            (None, None) => Diagnostic::of_run(&codes::ADDRESS_TAKEN, message),
        };
        if let Some(other) = first.at.filter(|other| Some(*other) != place) {
            problem = problem.also(other, "the other one");
        }
        self.problems.push(problem.help(help));
    }

    /// Keeps the folder of the copies of earlier days free.
    fn reserve(&mut self) {
        self.claim(Addresses::<Owner>::COPIES, Owner { what: COPIES.to_owned(), at: None, path: None, has_twins: false });
    }

    fn what(&self, id: RecordId) -> String {
        let record = self.site.records.get(id);
        format!("the {} `{}`", self.site.records.schema.kind(record.kind).label.to_lowercase(), record.id)
    }

    fn stories(&mut self, plan: &mut Plan) {
        let records = self.site.records;
        let page = records.kinds.page;
        let mut stories: Vec<String> = records
            .graph
            .iter()
            // A claim in the text of an ordinary page makes its section no story.
            .filter(|(_, record)| record.kind != page && record.owner.is_none() && !record.story.is_empty())
            .map(|(_, record)| record.story.to_string())
            .collect();
        stories.push(String::new());
        stories.sort_unstable();
        stories.dedup();
        plan.stories = stories;
        for id in records.graph.of_kind(page) {
            let record = records.get(*id);
            if record.origin == Origin::Section {
                let folder = if &*record.id == "index" { String::new() } else { record.id.to_string() };
                plan.sections.insert(folder, *id);
            }
        }
        for story in plan.stories.clone() {
            let text = plan.sections.get(&story).copied();
            let address = if story.is_empty() { "/".to_owned() } else { format!("/{story}/") };
            let at = text.map(|id| records.get(id).location());
            if let Some(id) = text {
                plan.addresses[id.0 as usize] = Some(address.clone());
            }
            let what = if story.is_empty() { "the home page".to_owned() } else { format!("the story `{story}`") };
            self.page(plan, address, Subject::Story(story, text), what, at);
        }
    }

    fn listings(&self, plan: &mut Plan) {
        for (kind, declaration) in self.site.records.schema.iter() {
            if declaration.folder.is_none() || declaration.ordinary {
                continue;
            }
            let all = lists::in_order(self.site.records, self.site.derived, kind);
            for story in &plan.stories {
                let inside = |id: &&RecordId| story.is_empty() || is_inside(&self.site.records.get(**id).story, story);
                let of_story: Vec<RecordId> = all.iter().filter(inside).copied().collect();
                if !of_story.is_empty() && self.site.config.wants(&declaration.path) {
                    plan.listing.insert((kind, story.clone()), of_story);
                }
            }
        }
    }

    fn records(&mut self, plan: &mut Plan) {
        let records = self.site.records;
        let indexes: FxHashSet<String> =
            plan.listing.keys().map(|(kind, story)| index_folder(&records.schema.kind(*kind).folder, story)).collect();
        for (id, record) in records.graph.iter() {
            let kind = records.schema.kind(record.kind);
            if record.owner.is_some() || plan.addresses[id.0 as usize].is_some() {
                continue;
            }
            let folder = record.origin == Origin::Section;
            // The text of a kind's list is shown there, not on a page of its own.
            if folder && indexes.contains(&*record.id) {
                continue;
            }
            if kind.page == Page::Anchor {
                continue;
            }
            let own = records
                .fields(id)
                .text("slug")
                .map_or_else(|| record.id.rsplit('/').next().unwrap_or(&record.id).to_owned(), crate::parse::slug);
            let address = if kind.ordinary {
                let above = record.id.rsplit_once('/').map_or(String::new(), |(above, _)| format!("{above}/"));
                format!("/{above}{own}/")
            } else {
                format!("/{}/{own}/", kind.path)
            };
            let subject = if folder { Subject::Section(id) } else { Subject::Record(id) };
            let what = self.what(id);
            if self.page(plan, address.clone(), subject, what, Some(record.location())) {
                plan.addresses[id.0 as usize] = Some(address);
            }
        }
    }

    fn indexes(&mut self, plan: &mut Plan) {
        let records = self.site.records;
        let size = self.site.config.paginate;
        let mut listing: Vec<((KindId, String), Vec<RecordId>)> =
            plan.listing.iter().map(|(key, ids)| (key.clone(), ids.clone())).collect();
        listing.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        for ((kind, story), ids) in listing {
            let declaration = records.schema.kind(kind);
            let top = if story.is_empty() { format!("/{}/", declaration.path) } else { format!("/{story}/{}/", declaration.path) };
            let text = plan.sections.get(&index_folder(&declaration.folder, &story)).copied();
            if let Some(text) = text {
                plan.addresses[text.0 as usize] = Some(top.clone());
            }
            for number in 1..=ids.len().div_ceil(size).max(1) {
                let what = format!("the list of {}", declaration.plural.to_lowercase());
                self.page(
                    plan,
                    page_address(&top, number),
                    Subject::Index(kind, story.clone(), number),
                    what,
                    text.map(|id| records.get(id).location()),
                );
            }
            if !story.is_empty() || declaration.page == Page::Own {
                continue;
            }
            for (at, id) in ids.iter().enumerate().filter(|(_, id)| records.get(**id).owner.is_none()) {
                plan.addresses[id.0 as usize] = Some(format!("{}#{}", page_address(&top, at / size + 1), records.get(*id).id));
            }
        }
        // Parts and records in a text are found on the page of their outermost owner; owners stand before their parts.
        for (id, record) in records.graph.iter().filter(|(_, record)| record.owner.is_some()) {
            let host = records.graph.host(id);
            let page = plan.addresses[host.0 as usize].as_deref().and_then(|address| address.split('#').next());
            plan.addresses[id.0 as usize] = page.map(|page| format!("{page}#{}", record.id));
        }
    }

    /// Lists every ordinary page on the page of the nearest folder above it that has one: nothing else may lead there.
    fn folders(&mut self, plan: &mut Plan) {
        let records = self.site.records;
        let mut folders: BTreeMap<String, Vec<RecordId>> = BTreeMap::new();
        for id in records.graph.of_kind(records.kinds.page) {
            let record = records.get(*id);
            let is_story = plan.stories.iter().any(|story| *story == *record.id);
            if record.owner.is_none()
                && plan.addresses[id.0 as usize].is_some()
                && !is_story
                && !self.is_list_text(plan, *id)
                && &*record.id != "index"
            {
                folders.entry(listed_in(plan, &record.id).to_owned()).or_default().push(*id);
            }
        }
        let weight = |id: &RecordId| (records.weight(*id).is_none(), records.weight(*id));
        for (folder, pages) in &mut folders {
            pages.sort_by_cached_key(|id| {
                (weight(id), std::cmp::Reverse(records.fields(*id).sort_key("date")), records.get(*id).title.to_lowercase(), *id)
            });
            let top = if folder.is_empty() { "/".to_owned() } else { format!("/{folder}/") };
            for number in 2..=pages.len().div_ceil(self.site.config.paginate) {
                let what = format!("the pages of `{top}`");
                self.page(plan, page_address(&top, number), Subject::Folder(folder.clone(), number), what, None);
            }
        }
        plan.folders = folders.into_iter().collect();
    }

    /// Whether a section is the text of a kind's list; without entries there is no list, and it is a section like others.
    fn is_list_text(&self, plan: &Plan, id: RecordId) -> bool {
        let record = self.site.records.get(id);
        let (story, last) = record.id.rsplit_once('/').unwrap_or(("", &record.id));
        let listed = |kind| plan.listing.contains_key(&(kind, story.to_owned()));
        record.origin == Origin::Section && self.site.records.schema.kind_of_folder(last).is_some_and(listed)
    }

    fn rest(&mut self, plan: &mut Plan) {
        let records = self.site.records;
        let size = self.site.config.paginate;
        let may_be_long = |page: &PlannedPage| {
            let Subject::Record(id) = page.subject else { return None };
            let slice = self.site.derived.timeline.of_issue.get(&id).map_or(0, Vec::len);
            // Nothing on a page can be longer than what refers to it.
            (records.graph.to(id).len().max(slice) > size).then(|| (id, page.address.clone()))
        };
        let candidates: Vec<(RecordId, String)> = plan.pages.iter().filter_map(may_be_long).collect();
        for (id, address) in candidates {
            let all: Vec<RecordList> = lists::of_record(records, self.site.derived, id);
            for list in all.iter().filter(|list| list.len() > size) {
                let top = format!("{address}{}/", list.id);
                for number in 1..=list.len().div_ceil(size) {
                    let what = format!("the list `{}` of {}", list.id, self.what(id));
                    self.page(
                        plan,
                        page_address(&top, number),
                        Subject::Rest(id, list.id.clone(), number),
                        what,
                        Some(records.get(id).location()),
                    );
                }
            }
            plan.long.insert(id, all);
        }
    }

    fn overviews(&mut self, plan: &mut Plan) {
        for (overview, story, pages) in overviews::planned(self.site, plan) {
            let top = overview.address(self.site.records, &story);
            for number in 1..=pages {
                let subject = Subject::Overview(overview, story.clone(), number);
                self.page(plan, page_address(&top, number), subject, format!("the overview `{top}`"), None);
            }
        }
    }

    fn others(&mut self, plan: &mut Plan) {
        let config = self.site.config;
        let fixed = OTHERS.into_iter().map(|(name, address, subject)| (name, address.to_owned(), subject));
        let others: Vec<_> = fixed.chain(outputs::planned(self.site, plan)).collect();
        // A file in static/ of the same name is the author's own version and goes before ours.
        let own: FxHashSet<&str> = self
            .site
            .assets
            .iter()
            .filter_map(|asset| match &asset.home {
                Home::At(path) => Some(path.as_str()),
                Home::Beside(..) => None,
            })
            .collect();
        // Feeds, calendars, the sitemap and what other sites are told need whole addresses.
        let whole = !config.base_url.origin.is_empty();
        self.data(plan);
        for (name, address, subject) in others {
            let possible = match &subject {
                Subject::Machine(machine) => {
                    whole || matches!(machine, Machine::Robots | Machine::Headers | Machine::Redirects | Machine::Llms)
                }
                _ => true,
            };
            if config.wants(name) && possible && !own.contains(&address[1..]) {
                let what = format!("`{}`", &address[1..]);
                let card = if let Subject::Embed(id) = &subject { Some((*id, self.site.records.get(*id).location())) } else { None };
                let at = card.map(|(_, at)| at);
                if self.page(plan, address.clone(), subject, what, at)
                    && let Some((id, _)) = card
                {
                    plan.cards.insert(id, address);
                }
            }
        }
    }

    /// Whole kinds to download, and the page that leads to them.
    fn data(&mut self, plan: &mut Plan) {
        if !self.site.config.wants("data") {
            return;
        }
        let what = |address: &str| format!("the data at `{address}` (which `[outputs] data = false` leaves out)");
        self.page(plan, "/data/".to_owned(), Subject::Catalogue, what("/data/"), None);
        for companion in ["data/index.json", "data/SHA256SUMS"] {
            self.claim(companion, Owner { what: what(companion), at: None, path: None, has_twins: false });
        }
        for file in data::planned(self.site.records) {
            let address = format!("/data/{}", file.name(self.site.records.schema));
            let what = what(&address);
            self.page(plan, address, Subject::Machine(Machine::Data(file)), what, None);
        }
    }

    fn old_addresses(&mut self, plan: &mut Plan) {
        let records = self.site.records;
        for (id, record) in records.graph.iter() {
            let fields = records.fields(id);
            let moved = fields.texts("redirect_from").chain(fields.texts("aliases").filter(|alias| alias.starts_with('/')));
            for old in moved {
                if plan.addresses[id.0 as usize].is_none() {
                    continue;
                }
                let inside = old.trim_start_matches('/');
                let last = inside.rsplit('/').next().unwrap_or_default();
                let address = if last.is_empty() || last.contains('.') { format!("/{inside}") } else { format!("/{inside}/") };
                self.page(plan, address, Subject::Redirect(id), format!("the old address of {}", self.what(id)), Some(record.location()));
            }
        }
    }

    fn files(&mut self, plan: &mut Plan) {
        let mut last: FxHashMap<String, (FileOrigin, Option<String>)> = FxHashMap::default();
        let mut order = Vec::new();
        for (path, name) in self.site.embedded {
            order.push(path.clone());
            last.insert(path.clone(), (FileOrigin::Embedded(name.clone()), None));
        }
        for asset in self.site.assets {
            let to = match &asset.home {
                Home::At(path) => path.clone(),
                Home::Beside(text, name) => {
                    let text = &self.site.texts[*text];
                    // A page that is a draft, or broken, takes its files with it.
                    let Some(folder) = self.folder_of(plan, text) else { continue };
                    format!("{folder}{name}")
                }
            };
            // The author's own version of an output that a copy does not have.
            if plan.past.is_some() && (OTHERS.iter().any(|(_, address, _)| address[1..] == *to) || outputs::is_named(&to)) {
                continue;
            }
            if let Some(inside) = asset.path.strip_prefix("content/") {
                plan.copied.insert(inside.to_owned(), format!("/{to}"));
            }
            if last.insert(to.clone(), (FileOrigin::Site(asset.path.clone()), Some(asset.path.clone()))).is_none() {
                order.push(to);
            }
        }
        for path in order {
            let (from, file) = last.remove(&path).expect("each path is listed once");
            let what = file.as_ref().map_or_else(|| format!("the theme's `{path}`"), |file| format!("the file `{file}`"));
            if self.claim(&path, Owner { what, at: None, path: file, has_twins: false }) {
                plan.files.push(PlannedFile { path, from });
            }
        }
    }

    /// The folder of the output in which a text's page lies, with a slash at the end unless it is the top.
    fn folder_of(&self, plan: &Plan, text: &Text) -> Option<String> {
        let records = self.site.records;
        let kind = match text.role {
            crate::scan::Role::Record(kind) => kind,
            _ => records.kinds.page,
        };
        let id = records.graph.find(kind, &text.id)?;
        let address = plan.addresses[id.0 as usize].as_deref()?;
        Some(address.split('#').next().unwrap_or(address).trim_start_matches('/').to_owned())
    }
}

/// The folder on whose page an ordinary page or a section is listed: the nearest above it that has a page.
fn listed_in<'i>(plan: &Plan, id: &'i str) -> &'i str {
    let has_page = |folder: &str| plan.sections.contains_key(folder) || plan.stories.iter().any(|story| story == folder);
    let mut folder = id;
    loop {
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        if folder.is_empty() || has_page(folder) {
            return folder;
        }
    }
}

/// The folder of `content/` in which the files of a kind lie.
fn index_folder(folder: &Option<String>, story: &str) -> String {
    let folder = folder.as_deref().unwrap_or_default();
    if story.is_empty() { folder.to_owned() } else { format!("{story}/{folder}") }
}
