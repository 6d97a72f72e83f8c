//! What stands beside the pages of content: files for programs, the page for addresses that lead nowhere, old addresses, copied files.
//!
//! In: the plan with all pages of content, and the settings. Out: the rest of the plan. A file of the site's own goes before ours.

use super::{Owner, Planner};
use crate::scan::{Home, Text};
use crate::view::plan::{FileOrigin, Machine, Plan, PlannedFile, Subject};
use crate::view::{data, outputs};
use rustc_hash::{FxHashMap, FxHashSet};

/// The outputs that are there once: their switch, their address and what they are.
const OTHERS: [(&str, &str, Subject); 6] = [
    ("not_found", "/404.html", Subject::NotFound),
    ("sitemap", "/sitemap.xml", Subject::Machine(Machine::Sitemap)),
    ("robots", "/robots.txt", Subject::Machine(Machine::Robots)),
    ("headers", "/_headers", Subject::Machine(Machine::Headers)),
    ("redirects", "/_redirects", Subject::Machine(Machine::Redirects)),
    ("llms", "/llms.txt", Subject::Machine(Machine::Llms)),
];

impl Planner<'_> {
    pub(super) fn others(&mut self, plan: &mut Plan) {
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
    pub(super) fn data(&mut self, plan: &mut Plan) {
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

    pub(super) fn old_addresses(&mut self, plan: &mut Plan) {
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

    pub(super) fn files(&mut self, plan: &mut Plan) {
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
