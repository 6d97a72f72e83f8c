//! Decides which pages there are.
//!
//! In: the graph, what follows from it and the configuration. Out: the pages in the order of their paths, and the address of every record.
//! Nothing is rendered here.

mod beside;
mod contents;

use crate::config::Config;
use crate::derive::Derived;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::emit::Addresses;
use crate::graph::RecordId;
use crate::model::Records;
use crate::scan::{Asset, Text};
use crate::source::Location;
use crate::view::past::Past;
use crate::view::plan::{Plan, PlannedPage, Subject, Twin};

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
}
