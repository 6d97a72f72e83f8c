//! Which feeds, calendars and cards there are: one feed and calendar for the site, each story, each actor and each issue; one card for every
//! record that readers can look up.
//!
//! In: the plan with the pages of all records. Out: names among the outputs that can be switched off, addresses, what is found there.

use super::calendars;
use super::plan::{Machine, Plan, Slice, Subject};
use super::planner::Site;
use crate::graph::RecordId;

/// Whether a path has the name of a feed, a calendar, or what programs are told of a card.
pub(super) fn is_named(path: &str) -> bool {
    matches!(path.rsplit('/').next(), Some("atom.xml" | "feed.json" | "calendar.ics" | "oembed.json"))
}

/// All of them, in the order of stories and records.
pub(super) fn planned(site: Site, plan: &Plan) -> Vec<(&'static str, String, Subject)> {
    let mut found = Vec::new();
    for story in &plan.stories {
        let top = if story.is_empty() { "/".to_owned() } else { format!("/{story}/") };
        let in_story = |id: &RecordId| plan.is_inside(site.records, *id, story);
        let events = site.derived.timeline.events.iter().filter(|id| in_story(id));
        beside(site, &top, &Slice::Story(story.clone()), events, &mut found);
    }
    let kinds = site.records.kinds;
    let timeline = &site.derived.timeline;
    let slices = [(kinds.actor, &timeline.of_actor), (kinds.issue, &timeline.of_issue)];
    for (kind, slices) in slices.into_iter().filter(|_| site.config.feeds_of_records) {
        for id in site.records.graph.of_kind(kind) {
            if let Some(top) = plan.addresses[id.0 as usize].as_deref() {
                let events = slices.get(id).map(Vec::as_slice).unwrap_or_default();
                beside(site, top, &Slice::Record(*id), events.iter(), &mut found);
            }
        }
    }
    cards(site, plan, &mut found);
    found
}

fn beside<'e>(
    site: Site,
    top: &str,
    slice: &Slice,
    mut events: impl Iterator<Item = &'e RecordId>,
    found: &mut Vec<(&'static str, String, Subject)>,
) {
    let mut add = |output, name: &str, machine| found.push((output, format!("{top}{name}"), Subject::Machine(machine)));
    add("feed", "atom.xml", Machine::Feed(slice.clone()));
    add("feed", "feed.json", Machine::JsonFeed(slice.clone()));
    // A calendar without an event is none by its standard.
    if events.any(|id| calendars::span(site.records, *id).is_some()) {
        add("calendar", "calendar.ics", Machine::Calendar(slice.clone()));
    }
}

/// A card for each record with a page or an entry in the list of its kind; ordinary pages and updates are no records to show elsewhere.
fn cards(site: Site, plan: &Plan, found: &mut Vec<(&'static str, String, Subject)>) {
    let kinds = site.records.kinds;
    let pages: Vec<RecordId> =
        plan.pages.iter().filter_map(|page| if let Subject::Record(id) = page.subject { Some(id) } else { None }).collect();
    let has_page: rustc_hash::FxHashSet<RecordId> = pages.into_iter().collect();
    for (kind, declaration) in site.records.schema.iter() {
        if declaration.ordinary || kind == kinds.update || declaration.folder.is_none() {
            continue;
        }
        let listed = plan.listing.contains_key(&(kind, String::new()));
        for id in site.records.graph.of_kind(kind) {
            let record = site.records.get(*id);
            let address = plan.addresses[id.0 as usize].as_deref();
            let name = if has_page.contains(id) {
                address.and_then(|address| address.trim_end_matches('/').rsplit('/').next())
            } else {
                listed.then_some(&*record.id).filter(|_| address.is_some())
            };
            if let Some(name) = name {
                let top = format!("/embed/{}/{name}/", declaration.path);
                found.push(("embed", format!("{top}oembed.json"), Subject::Machine(Machine::Oembed(*id))));
                found.push(("embed", top, Subject::Embed(*id)));
            }
        }
    }
}
