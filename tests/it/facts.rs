//! The explainer about the talks holds every fact of the fact sheet, and no more.

use explain::pipeline::{Overrides, plan};
use explain::world::DiskWorld;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_actor_issue_event_claim_document_and_source_has_its_own_page() {
    let (site, problems) = plan(&DiskWorld::new(root()), &Overrides::default());
    assert!(problems.is_empty(), "{:?}", problems.sorted(&site.sources));
    let list = include_str!("../facts/ids.txt");
    assert!(list.lines().count() >= 70, "the list of ids is cut short");
    for line in list.lines() {
        let (kind, id) = line.split_once(' ').expect("a line is a kind and an id");
        let kind = site.schema.find_kind(kind).expect("the kind exists");
        let record = site.graph.find(kind, id).unwrap_or_else(|| panic!("no record {line}"));
        let address = format!("/{}/{id}/", site.schema.kind(kind).path);
        assert_eq!(site.plan.address(record), Some(address.as_str()));
        assert!(site.plan.pages.iter().any(|page| page.address == address), "no page for {line}");
    }
    for (kind, declaration) in
        site.schema.iter().filter(|(_, kind)| ["actor", "issue", "event", "claim", "document", "source"].contains(&kind.name.as_str()))
    {
        for id in site.graph.of_kind(kind) {
            let line = format!("{} {}", declaration.name, site.graph.get(*id).id);
            let inline = site.graph.get(*id).owner.is_some();
            assert!(inline || list.lines().any(|known| known == line), "`{line}` is not on the fact sheet");
        }
    }
}

#[test]
fn no_point_of_the_plan_was_invented() {
    let (site, _) = plan(&DiskWorld::new(root()), &Overrides::default());
    let records = site.records();
    let document = site.graph.find(records.kinds.document, "twenty-point-plan").expect("the plan is a record");
    let points: Vec<&str> = site
        .graph
        .parts(document)
        .iter()
        .filter(|id| site.graph.get(**id).kind == records.kinds.point)
        .map(|id| &*site.graph.get(*id).id)
        .collect();
    let issues: Vec<_> =
        points.iter().map(|id| records.point(site.graph.find(records.kinds.point, id).expect("a part is a record")).issue).collect();
    let known = ["free-economic-zone", "security-guarantees", "znpp-control"].map(|issue| site.graph.find(records.kinds.issue, issue));
    assert_eq!(points.len(), 3, "the fact sheet knows three points: {points:?}");
    assert!(known.iter().all(|issue| issue.is_some() && issues.contains(issue)));
    assert_eq!(records.document(document).points_total, Some(20));
}

#[test]
fn the_american_view_of_a_truce_reads_as_the_kremlins_account() {
    let (site, _) = plan(&DiskWorld::new(root()), &Overrides::default());
    let records = site.records();
    let issue = site.graph.find(records.kinds.issue, "temporary-ceasefire").expect("the truce is an issue");
    let actor = site.graph.find(records.kinds.actor, "united-states").expect("the United States are an actor");
    let stances = site.derived.positions[&issue].iter().find(|stances| stances.actor == actor).expect("a position is recorded");
    assert_eq!(stances.own, None, "no American statement is on the fact sheet");
    let account = records.position(stances.account.expect("the Kremlin's account is recorded"));
    assert_eq!(account.basis.map(|basis| basis.word), Some("attributed_by_other"));
}
