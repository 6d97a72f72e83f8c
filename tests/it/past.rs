//! Copies of earlier days: what holds of them on every site, and how they live with the site in one output.

use crate::laws::{Files, files_in, harbour, links_lead_somewhere, on_disk, output, random_sites, same, target};
use crate::random::{Small, small};
use crate::site::{Planned, pages, planned};
use explain::config::BaseUrl;
use explain::date::Day;
use explain::emit::{self, Report, Scope, Target};
use explain::memo::Memory;
use explain::pipeline::{self, Overrides, plan};
use explain::view::Subject;
use explain::world::{DiskWorld, MemoryWorld};
use proptest::prelude::{ProptestConfig, TestCaseError, prop_assert, prop_assert_eq, proptest};
use std::collections::BTreeMap;
use std::path::Path;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: random_sites().cases / 2, ..random_sites() })]

    #[test]
    fn a_copy_reports_nothing_new_and_all_its_links_lead_somewhere(small in small(), days in 0i32..40) {
        check(&small, days)?;
    }

    #[test]
    fn a_copy_of_a_day_on_which_all_was_known_is_the_site_of_that_day(small in small()) {
        check_all_known(&small)?;
    }
}

fn world(small: &Small, more_outputs: &str) -> MemoryWorld {
    let files = small.files().into_iter();
    files.fold(MemoryWorld::new("2026-01-15"), |world, (path, text)| {
        let text = if path == "gen.toml" { format!("{text}{more_outputs}") } else { text };
        world.with(&path, text.as_str())
    })
}

fn check(small: &Small, days: i32) -> Result<(), TestCaseError> {
    let world = world(small, "");
    let build = |as_of| planned(&world, &Overrides { drafts: small.drafts, as_of, ..Overrides::default() });
    let (current, copy) = (build(None), build(Some(day("2025-12-28").plus(days))));
    let said = |planned: &Planned| planned.problems.iter().map(|problem| format!("{problem:?}")).collect::<Vec<_>>();
    prop_assert_eq!(said(&current), said(&copy));
    let whole = links_lead_somewhere(&copy.site, Some(&current.site), &pages(&copy.site));
    prop_assert!(whole.is_ok(), "{}\n{}", whole.unwrap_err(), small.text());
    Ok(())
}

fn check_all_known(small: &Small) -> Result<(), TestCaseError> {
    let not_in_copies = [
        "feed",
        "calendar",
        "embed",
        "llms",
        "sitemap",
        "robots",
        "not_found",
        "headers",
        "redirects",
        "json",
        "json_ld",
        "data",
        "markdown",
    ];
    let off = not_in_copies.map(|name| format!("{name} = false\n"));
    let world = world(small, &off.concat());
    let then = day("2027-01-01");
    let with = |base_url, as_of| Overrides { drafts: small.drafts, today: Some(then), base_url, as_of, ..Overrides::default() };
    let copy = planned(&world, &with(None, Some(then))).site;
    let path = copy.plan.href("/");
    prop_assert!(path.ends_with("/as-of/2027-01-01/"));
    let site = planned(&world, &with(Some(BaseUrl { path, ..copy.config.base_url.clone() }), None)).site;
    let redirects: Vec<&str> =
        site.plan.pages.iter().filter(|page| matches!(page.subject, Subject::Redirect(_))).map(|page| page.path.as_str()).collect();
    let expected: BTreeMap<String, String> = pages(&site).into_iter().filter(|(path, _)| !redirects.contains(&path.as_str())).collect();
    let found = pages(&copy);
    prop_assert_eq!(expected.keys().collect::<Vec<_>>(), found.keys().collect::<Vec<_>>(), "{}", small.text());
    for (path, page) in &found {
        prop_assert!(page.contains("As known on <time datetime=\"2027-01-01\">") && page.contains("content=\"noindex\""), "{}", path);
        prop_assert_eq!(without_marks(&expected[path]), without_marks(page), "{}\n{}", path, small.text());
    }
    Ok(())
}

/// A page without what tells a copy from the site.
fn without_marks(page: &str) -> String {
    let banner = page.find("<aside class=\"as-of\"").map(|start| start..start + page[start..].find("</aside>").expect("it ends") + 8);
    let page = banner.map_or_else(|| page.to_owned(), |banner| format!("{}{}", &page[..banner.start], &page[banner.end..]));
    let is_mark = |line: &&str| ["\"canonical\"", "\"og:url\"", "\"noindex\""].iter().any(|mark| line.contains(mark));
    page.lines().filter(|line| !is_mark(line) && !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn whole_sites_can_be_copied_as_of_any_day() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let talks = ["content", "gen.toml"].into_iter().flat_map(|name| match top.join(name) {
        path if path.is_dir() => files_in(&path).into_iter().map(|(file, bytes)| (format!("{name}/{file}"), bytes)).collect(),
        path => vec![(name.to_owned(), std::fs::read(path).expect("a file"))],
    });
    for (files, days) in [(talks.collect::<Files>(), ["2025-12-20", "2025-12-27"]), (harbour(), ["2026-04-01", "2026-05-01"])] {
        let world = files.iter().fold(MemoryWorld::new("2026-01-01"), |world, (path, bytes)| world.with(path, bytes.as_slice()));
        let current = planned(&world, &Overrides::default());
        for text in days {
            let copy = planned(&world, &Overrides { as_of: Some(day(text)), ..Overrides::default() });
            assert_eq!((current.problems.len(), copy.problems.len()), (0, 0));
            assert!(copy.site.plan.pages.len() < current.site.plan.pages.len(), "{text}: something was not known");
            let checked = links_lead_somewhere(&copy.site, Some(&current.site), &pages(&copy.site)).expect("all do");
            assert!(checked > 500, "{text}: only {checked} links were seen");
        }
    }
}

fn build(folder: &Path, overrides: &Overrides) -> Report {
    let world = DiskWorld::new(&folder.join("site"));
    let (site, problems) = plan(&world, overrides);
    assert!(problems.is_empty(), "{:?}", problems.sorted(&site.sources));
    let scope = overrides.as_of.map_or(Scope::Site, |day| Scope::Copy(day.to_string()));
    let built = pipeline::build(&world, &site, Target { scope, ..target(folder) }, Memory::None, &|| ());
    built.unwrap_or_else(|problems| panic!("{:?}", problems.sorted(&site.sources))).0.report
}

#[test]
fn site_and_copies_are_built_into_one_output() {
    let folder = on_disk(harbour().iter());
    let (site, copy) = (Overrides::default(), Overrides { as_of: Some(day("2026-05-01")), ..Overrides::default() });
    let is_of_copy = |name: &String| name.starts_with("as-of/2026-05-01/");
    let part = |files: &Files, of_copy: bool| -> Files {
        let wanted = |(name, _): &(&String, &Vec<u8>)| is_of_copy(name) == of_copy && *name != ".gen-manifest.json";
        files.iter().filter(wanted).map(|(name, bytes)| (name.clone(), bytes.clone())).collect()
    };
    build(folder.path(), &site);
    let alone = output(folder.path());
    let first = build(folder.path(), &copy);
    let both = output(folder.path());
    same(&part(&alone, false), &part(&both, false));
    assert_eq!(part(&both, true).len(), first.written);
    let files = ["atom.xml", "feed.json", "calendar.ics", "llms.txt", "sitemap.xml", "robots.txt", "404.html", "_headers", "_redirects"];
    for absent in files.into_iter().chain(["index.json", "index.md"]) {
        assert!(!both.contains_key(&format!("as-of/2026-05-01/{absent}")), "{absent}");
    }
    assert!(!both.keys().any(|name| name.starts_with("as-of/2026-05-01/embed/")), "cards are of the current site");
    // Neither has anything to write now, in whatever order.
    for overrides in [&copy, &site, &copy] {
        let again = build(folder.path(), overrides);
        assert_eq!((again.written, again.removed), (0, 0));
        same(&both, &output(folder.path()));
    }
    // What is recorded later leaves the copy, and stays in the site.
    let text = folder.path().join("site/content/actors/port-watch.md");
    let was = std::fs::read_to_string(&text).expect("a text");
    std::fs::write(&text, was.replacen("---\n", "---\nrecorded: 2026-05-02\n", 1)).expect("a text");
    let page = "actors/port-watch/index.html";
    assert!(both.contains_key(&format!("as-of/2026-05-01/{page}")));
    assert!(build(folder.path(), &copy).removed > 0);
    let changed = output(folder.path());
    assert!(changed.contains_key(page) && !changed.contains_key(&format!("as-of/2026-05-01/{page}")));
    same(&part(&alone, false), &part(&changed, false));
    let cleaned = emit::clean(&target(folder.path())).unwrap_or_else(|problems| panic!("{problems:?}"));
    assert_eq!((cleaned.kept.len(), output(folder.path()).len()), (0, 0));
}
