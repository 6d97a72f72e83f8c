//! What is stuck, why, and what would free it: on small sites, and on the explainer about the talks.

use crate::site::{files, pages, planned, world};
use explain::derive::{Chain, Deadlock, Dependencies, Lapse, LinkId, Root, Unsearched};
use explain::graph::RecordId;
use explain::model::{Doubt, LinkSort};
use explain::pipeline::{Overrides, Site, plan};
use explain::world::DiskWorld;
use std::path::Path;
use std::sync::Arc;

/// A site of one actor and issues that are given by id and front matter.
fn issues(issues: &[(&str, &str)]) -> Arc<Site> {
    let mut text = String::new();
    for actor in ["anna", "bert"] {
        text += &format!("-- content/actors/{actor}.md --\n---\ntitle: {actor}\nkind: person\n---\n");
    }
    for (id, fields) in issues {
        text += &format!("-- content/issues/{id}.md --\n---\ntitle: {id}\n{fields}\n---\n");
    }
    let planned = planned(&world(&files(&text)), &Overrides::default());
    assert!(planned.problems.is_empty(), "{:?}", planned.problems);
    planned.site
}

const FIRM: &str = "asserted_by: anna, basis: on_record";

fn needs(others: &str) -> String {
    format!("requires: [{{all_of: [{others}], {FIRM}}}]")
}

fn needs_one(others: &str) -> String {
    format!("requires: [{{any_of: [{others}], {FIRM}}}]")
}

fn refused() -> String {
    format!("blocks: [{{by: anna, {FIRM}}}]")
}

fn id(site: &Site, record: RecordId) -> &str {
    &site.graph.get(record).id
}

/// A link as `holder > other`.
fn link(site: &Site, link: LinkId) -> String {
    let link = site.derived.dependencies.link(link);
    let to: Vec<&str> = link.to.iter().map(|to| id(site, *to)).collect();
    format!("{} > {}", id(site, link.holder), to.join("|"))
}

fn links(site: &Site, all: &[LinkId]) -> Vec<String> {
    all.iter().map(|one| link(site, *one)).collect()
}

fn chain(site: &Site, chain: &Chain) -> String {
    let steps = chain.steps.iter().map(|step| id(site, step.thing));
    steps.chain([id(site, chain.end)]).collect::<Vec<_>>().join(" > ")
}

/// The sets that free a thing.
fn freeing(site: &Site, of: &str) -> Vec<Vec<String>> {
    let record = site.graph.find(site.records().kinds.issue, of).expect("the issue exists");
    let thing = site.derived.dependencies.thing(record).expect("it is stuck");
    thing.freeing.sets.iter().map(|set| links(site, set)).collect()
}

fn stuck(site: &Site) -> Vec<&str> {
    site.derived.dependencies.things.iter().map(|thing| id(site, thing.id)).collect()
}

fn deadlocks(site: &Site) -> &[Deadlock] {
    &site.derived.dependencies.deadlocks
}

#[test]
fn a_chain_ends_at_what_is_refused() {
    let site = issues(&[("a", &needs("b")), ("b", &needs("c")), ("c", &refused()), ("d", "summary: Apart.")]);
    let [deadlock] = deadlocks(&site) else { panic!("one deadlock: {:?}", deadlocks(&site)) };
    let Root::Refused { thing, refusals } = &deadlock.root else { panic!("a refusal is no cycle") };
    assert_eq!((id(&site, *thing), links(&site, refusals)), ("c", vec!["c > anna".to_owned()]));
    assert_eq!(deadlock.chains.iter().map(|one| chain(&site, one)).collect::<Vec<_>>(), ["a > b > c"]);
    assert_eq!(deadlock.waiting.iter().map(|thing| id(&site, *thing)).collect::<Vec<_>>(), ["b", "a"]);
    assert!(deadlock.stands_firmly && deadlock.weakest.is_empty() && deadlock.also_weak.is_empty());
    assert_eq!(stuck(&site), ["a", "b", "c"]);
    // Three equally small sets: cutting the chain anywhere, or lifting the refusal.
    assert_eq!(freeing(&site, "a"), [["a > b"], ["b > c"], ["c > anna"]]);
    assert_eq!(links(&site, &site.derived.dependencies.together.sets[0]), ["c > anna"]);
}

#[test]
fn a_cycle_is_told_in_its_order_and_what_waits_for_it() {
    let site = issues(&[("a", &needs("c")), ("b", &needs("a")), ("c", &needs("b")), ("z", &needs("b"))]);
    let [deadlock] = deadlocks(&site) else { panic!("one deadlock: {:?}", deadlocks(&site)) };
    let Root::Cycle { members, round, links: own } = &deadlock.root else { panic!("nobody refuses anything") };
    assert_eq!(members.iter().map(|thing| id(&site, *thing)).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(chain(&site, round), "a > c > b > a");
    assert_eq!(own.len(), 3);
    assert_eq!(deadlock.chains.iter().map(|one| chain(&site, one)).collect::<Vec<_>>(), ["z > b"]);
    // The way in is no way to free the circle itself.
    assert_eq!(site.derived.dependencies.together.sets.len(), 3);
    assert_eq!(freeing(&site, "z").len(), 4);
}

#[test]
fn one_way_out_of_a_choice_is_enough() {
    let site = issues(&[("a", &needs_one("b, c")), ("b", &refused()), ("c", "summary: Free.")]);
    assert_eq!(stuck(&site), ["b"]);
    let site = issues(&[("a", &needs_one("b, c")), ("b", &refused()), ("c", &refused())]);
    assert_eq!(stuck(&site), ["a", "b", "c"]);
    // It belongs to both deadlocks, and lifting one refusal is enough for it but not for all.
    assert_eq!(site.derived.dependencies.things[0].deadlocks, [0, 1]);
    assert_eq!(freeing(&site, "a"), [["a > b|c"], ["b > anna"], ["c > anna"]]);
    assert_eq!(links(&site, &site.derived.dependencies.together.sets[0]), ["b > anna", "c > anna"]);
}

#[test]
fn a_withdrawn_refusal_frees_what_waited() {
    let accepted = "positions: [{actor: anna, stance: accepts, date: 2026-01-10, basis: on_record}]";
    let since = format!("blocks: [{{by: anna, {FIRM}, as_of: 2026-01-01}}]");
    let site = issues(&[("a", &needs("b")), ("b", &format!("{since}\n{accepted}"))]);
    assert!(stuck(&site).is_empty() && deadlocks(&site).is_empty());
    let refusal = site.derived.dependencies.links.iter().find(|link| link.sort == LinkSort::Blocked).expect("it is still listed");
    assert!(matches!(refusal.lapse, Some(Lapse::Accepted(_))));
    assert_eq!(site.derived.dependencies.summary.lapsed, 1);

    // Somebody else's account of the same acceptance lifts nothing.
    let told = accepted.replace("on_record", "attributed_by_other");
    let site = issues(&[("a", &needs("b")), ("b", &format!("{since}\n{told}"))]);
    assert_eq!(stuck(&site), ["a", "b"]);

    let site = issues(&[("a", &needs("b")), ("b", &format!("blocks: [{{by: anna, {FIRM}, until: 2026-01-14}}]"))]);
    assert!(stuck(&site).is_empty());
    assert_eq!(site.derived.dependencies.links[1].lapse, Some(Lapse::Ended));
}

#[test]
fn two_deadlocks_are_told_apart() {
    let site = issues(&[("a", &needs("b")), ("b", &refused()), ("x", &needs("y")), ("y", &needs("x"))]);
    let roots: Vec<bool> = deadlocks(&site).iter().map(|one| matches!(one.root, Root::Refused { .. })).collect();
    assert_eq!(roots, [true, false]);
    let numbers = site.derived.dependencies.summary;
    assert_eq!((numbers.refused, numbers.cycles, numbers.stuck), (1, 1, 4));
    assert_eq!(site.derived.dependencies.things.iter().map(|thing| thing.deadlocks.clone()).collect::<Vec<_>>(), [[0], [0], [1], [1]]);
    // Together two links must go: the refusal, and either side of the circle.
    let together: Vec<_> = site.derived.dependencies.together.sets.iter().map(|set| links(&site, set)).collect();
    assert_eq!(together, [["b > anna", "x > y"], ["b > anna", "y > x"]]);
}

#[test]
fn a_refusal_by_anothers_word_does_not_stand_without_it() {
    let told = "blocks: [{by: anna, asserted_by: bert, basis: attributed_by_other}]";
    let site = issues(&[("a", &needs("b")), ("b", told)]);
    let [deadlock] = deadlocks(&site) else { panic!("one deadlock: {:?}", deadlocks(&site)) };
    assert!(!deadlock.stands_firmly);
    assert_eq!(links(&site, &deadlock.weakest), ["b > anna"]);
    assert_eq!(site.derived.dependencies.link(deadlock.weakest[0]).doubts, [Doubt::NotOwnWords]);
    assert!(site.derived.dependencies.things.iter().all(|thing| !thing.firmly));
    assert_eq!(site.derived.dependencies.summary.stuck_firmly, 0);
}

#[test]
fn what_is_needed_but_needs_nothing_holds_up_nothing() {
    let site = issues(&[("a", &needs("b, c")), ("b", "summary: Free."), ("c", &needs("anna")), ("e", &refused())]);
    assert_eq!(stuck(&site), ["e"]);
    assert_eq!(site.derived.dependencies.summary.links, 3);
}

#[test]
fn a_site_without_dependencies_has_none() {
    let site = issues(&[("a", "summary: Alone.")]);
    let Dependencies { links, things, deadlocks, together, .. } = &site.derived.dependencies;
    assert!(links.is_empty() && things.is_empty() && deadlocks.is_empty() && together.sets.is_empty());
    assert_eq!(together.unsearched, None);
}

#[test]
fn more_than_three_refusals_are_looked_at_apart() {
    let refused = refused();
    let leaves = ["b", "c", "d", "e"].map(|leaf| (leaf, refused.as_str()));
    let needs = needs("b, c, d, e");
    let site = issues(&[&[("a", needs.as_str())], leaves.as_slice()].concat());
    let Dependencies { things, together, .. } = &site.derived.dependencies;
    // The first needs all four; its one link is still the smallest way to free it.
    assert_eq!(freeing(&site, "a"), [["a > b|c|d|e"]]);
    assert_eq!(things[0].deadlocks, [0, 1, 2, 3]);
    assert_eq!((together.sets.len(), together.unsearched), (0, Some(Unsearched::NeedsMore)));
}

#[test]
fn every_sort_of_link_is_listed_and_only_some_make_stuck() {
    let site = issues(&[
        (
            "a",
            "contradicts: [b]\nalternative_to: [b]\nenables: [b]\nfollows: [{to: b, asserted_by: anna, basis: on_record, strength: implied}]",
        ),
        ("b", &refused()),
    ]);
    let sorts: Vec<LinkSort> = site.derived.dependencies.links.iter().map(|link| link.sort).collect();
    assert_eq!(sorts, [LinkSort::Contradicts, LinkSort::Alternative, LinkSort::Enables, LinkSort::Follows, LinkSort::Blocked]);
    assert_eq!(stuck(&site), ["b"]);
    let follows = &site.derived.dependencies.links[3];
    assert_eq!(follows.doubts, [Doubt::Implied]);
    assert_eq!(follows.written(site.records()).strength.map(|strength| strength.word), Some("implied"));
}

#[test]
fn too_many_things_are_told_and_not_drawn() {
    let drawn = |count: usize| {
        let ids: Vec<String> = (0..count).map(|at| format!("i{at:02}")).collect();
        let fields: Vec<String> = ids.iter().skip(1).map(|next| needs(next)).chain(["summary: The last.".to_owned()]).collect();
        let all: Vec<(&str, &str)> = ids.iter().map(String::as_str).zip(fields.iter().map(String::as_str)).collect();
        let page = pages(&issues(&all)).remove("dependencies/index.html").expect("there are dependencies");
        (page.contains("<svg width"), page.contains("There is no drawing: with 61 things"), page.matches("id=\"link_issue_").count())
    };
    assert_eq!(drawn(60), (true, false, 50));
    assert_eq!(drawn(61), (false, true, 50));
}

#[test]
fn the_talks_are_held_by_a_refused_truce_and_by_two_weak_links() {
    let (site, _) = plan(&DiskWorld::new(Path::new(env!("CARGO_MANIFEST_DIR"))), &Overrides::default());
    let (records, dependencies) = (site.records(), &site.derived.dependencies);
    let [deadlock] = deadlocks(&site) else { panic!("one deadlock: {:?}", deadlocks(&site)) };
    let Root::Refused { thing, refusals } = &deadlock.root else { panic!("a blocked prerequisite, and no cycle") };
    assert_eq!(id(&site, *thing), "temporary-ceasefire");
    assert_eq!(links(&site, refusals), ["temporary-ceasefire > russia", "temporary-ceasefire > united-states"]);
    assert_eq!(deadlock.chains.iter().map(|one| chain(&site, one)).collect::<Vec<_>>(), ["p-signing > referendum > temporary-ceasefire"]);
    assert_eq!(stuck(&site), ["p-signing", "donbas-control", "referendum", "temporary-ceasefire"]);

    // The mandate is the article's inference, the American refusal the Kremlin's word; Russia's own refusal stands without both.
    assert_eq!(links(&site, &deadlock.weakest), ["p-signing > referendum", "temporary-ceasefire > united-states"]);
    let [mandate, american] = deadlock.weakest.as_slice() else { panic!("two weakest links") };
    assert_eq!(dependencies.link(*mandate).doubts, [Doubt::NotOwnWords, Doubt::Implied, Doubt::NobodyAsserts]);
    assert_eq!(dependencies.link(*mandate).written(records).basis.map(|basis| basis.word), Some("inferred"));
    assert_eq!(dependencies.link(*american).doubts, [Doubt::NotOwnWords]);
    assert_eq!(links(&site, &deadlock.also_weak), ["p-signing > donbas-control", "donbas-control > referendum"]);
    assert!(deadlock.stands_firmly);
    let firm: Vec<&str> = dependencies.things.iter().filter(|thing| thing.firmly).map(|thing| id(&site, thing.id)).collect();
    assert_eq!(firm, ["referendum", "temporary-ceasefire"]);

    // A vote without a truce would free the signing; so would both refusals lifted.
    let signing = &dependencies.things[0].freeing;
    let sets: Vec<Vec<String>> = signing.sets.iter().map(|set| links(&site, set)).collect();
    assert_eq!(sets[0], ["referendum > temporary-ceasefire"]);
    assert!(sets.contains(&vec!["temporary-ceasefire > russia".to_owned(), "temporary-ceasefire > united-states".to_owned()]));
    assert_eq!(signing.unsearched, None);
    let together: Vec<Vec<String>> = dependencies.together.sets.iter().map(|set| links(&site, set)).collect();
    assert_eq!(together, [["temporary-ceasefire > russia", "temporary-ceasefire > united-states"]]);
    assert!(dependencies.links.iter().any(|link| link.sort == LinkSort::Follows && id(&site, link.holder) == "e-trump-post"));
}
