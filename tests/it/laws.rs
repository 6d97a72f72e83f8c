//! What holds for every site: the laws of DESIGN §6 and §7, on a whole site on disk and on random small ones.
//!
//! `GEN_LONG=1` tries many more of the random ones.

use crate::following::all_can_be_read;
use crate::random::{Small, small};
use crate::reading::{addresses, places};
use crate::site::{pages, planned};
use crate::twins::{no_word_of_a_verdict, twins_make_nothing_up};
use explain::config::BaseUrl;
use explain::emit::{self, Report, Target};
use explain::memo::Memory;
use explain::pipeline::{self, Overrides, Site, plan};
use explain::view::{PlannedPage, Subject};
use explain::world::{DiskWorld, MemoryWorld, World};
use proptest::prelude::{ProptestConfig, TestCaseError, prop_assert, proptest};
use proptest::test_runner::FileFailurePersistence;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// All files below a folder.
pub(crate) fn files_in(folder: &Path) -> Files {
    let mut found = Files::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
                found.insert(name, std::fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

pub(crate) fn harbour() -> Files {
    files_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/harbour-strike"))
}

/// Writes a site to a folder of its own; the order in which files are made is the order in which many file systems list them.
pub(crate) fn on_disk<'f>(files: impl Iterator<Item = (&'f String, &'f Vec<u8>)>) -> TempDir {
    let folder = tempfile::Builder::new().prefix("laws-of-gen-").tempdir().expect("a folder");
    for (name, bytes) in files {
        let path = folder.path().join("site").join(name);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
    folder
}

/// A target as the command line makes it.
pub(crate) fn target(folder: &Path) -> Target {
    let root = folder.join("site");
    Target {
        output: folder.join("public"),
        work: root.join(".gen"),
        not_around: vec![root.clone()],
        not_inside_or_around: ["content", "themes", "templates", "static", "schema", "gen.toml"].map(|name| root.join(name)).to_vec(),
        generator: "gen of the laws".to_owned(),
        today: "2026-05-12".to_owned(),
        ..Target::default()
    }
}

pub(crate) fn built(folder: &Path) -> Report {
    let world = DiskWorld::new(&folder.join("site"));
    let (site, problems) = plan(&world, &Overrides::default());
    assert!(problems.is_empty(), "{:?}", problems.sorted(&site.sources));
    let built = pipeline::build(&world, &site, target(folder), Memory::None, &|| ());
    built.unwrap_or_else(|problems| panic!("{:?}", problems.sorted(&site.sources))).0.report
}

pub(crate) fn output(folder: &Path) -> Files {
    files_in(&folder.join("public"))
}

/// Says which files differ, and not how: a page is long.
pub(crate) fn same(one: &Files, other: &Files) {
    let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let differing: Vec<_> = names.into_iter().filter(|name| one.get(*name) != other.get(*name)).collect();
    assert!(differing.is_empty(), "these differ: {differing:?}");
}

#[test]
fn a_second_build_writes_nothing() {
    let folder = on_disk(harbour().iter());
    let first = built(folder.path());
    assert!(first.written > 100 && first.unchanged == 0, "{first:?}");
    let before = output(folder.path());
    let second = built(folder.path());
    assert_eq!((second.written, second.removed, second.unchanged), (0, 0, first.written));
    same(&before, &output(folder.path()));
}

#[test]
fn an_edit_writes_what_it_changes_and_its_undoing_brings_everything_back() {
    let folder = on_disk(harbour().iter());
    built(folder.path());
    let before = output(folder.path());
    let text = folder.path().join("site/content/guide/reading-a-ruling/index.md");
    let was = std::fs::read(&text).expect("a text");
    std::fs::write(&text, [was.as_slice(), b"\nOne sentence more.\n"].concat()).expect("a text");
    // The page and its twins; the file of all pages, and the three that tell its sum.
    assert_eq!(built(folder.path()).written, 7);
    std::fs::remove_file(folder.path().join("site/content/actors/port-watch.md")).expect("a text");
    let (_, problems) = plan(&DiskWorld::new(&folder.path().join("site")), &Overrides::default());
    assert!(problems.has_errors(), "claims refer to it");
    std::fs::write(folder.path().join("site/content/actors/port-watch.md"), &harbour()["content/actors/port-watch.md"]).expect("a text");
    std::fs::write(&text, was).expect("a text");
    built(folder.path());
    same(&before, &output(folder.path()));
}

#[test]
fn threads_folders_and_the_order_of_files_change_no_byte() {
    let files = harbour();
    let one = on_disk(files.iter());
    let threads = |number: usize| rayon::ThreadPoolBuilder::new().num_threads(number).build().expect("threads");
    threads(1).install(|| built(one.path()));
    let other = on_disk(files.iter().rev());
    threads(2).install(|| built(other.path()));
    same(&output(one.path()), &output(other.path()));
}

#[test]
fn no_path_of_this_machine_and_no_clock_gets_into_the_output() {
    let folder = on_disk(harbour().iter());
    built(folder.path());
    let zone = explain::date::Zone::named("UTC").expect("UTC is a zone");
    let clock = zone.day_at(DiskWorld::new(folder.path()).clock()).expect("the clock shows a day").to_string();
    for (name, bytes) in output(folder.path()) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("laws-of-gen-"), "{name} holds the path of the site");
        assert!(!text.contains(&clock), "{name} holds the day on which this test ran");
    }
}

#[test]
fn the_clock_matters_only_where_nobody_names_a_day() {
    let text = "-- content/events/e.md --\n---\ntitle: E\ntype: call\ndate: 2026-01-20\nstatus: scheduled\n---\n\
                -- content/updates/u.md --\n---\ndate: unknown\nkind: new_information\nrecords: [e]\nnote: N.\n---\n";
    let made = |clock: &str, config: &str, epoch: Option<&str>| {
        let mut world = MemoryWorld::new(clock).with("gen.toml", config);
        if let Some(epoch) = epoch {
            world = world.with_variable("SOURCE_DATE_EPOCH", epoch);
        }
        for (path, text) in crate::site::files(text) {
            world = world.with(&path, text);
        }
        pages(&planned(&world, &Overrides::default()).site)
    };
    let fixed = "title = \"T\"\nbase_url = \"https://example.org/\"\ntoday = 2026-01-15\n";
    let free = "title = \"T\"\nbase_url = \"https://example.org/\"\n";
    assert_eq!(made("2001-01-01", fixed, None), made("2031-01-01", fixed, None));
    assert_eq!(made("2001-01-01", free, Some("1768435200")), made("2031-01-01", free, Some("1768435200")));
    assert_ne!(made("2026-01-15", free, None), made("2026-01-21", free, None), "the event is past then");
}

#[test]
fn what_somebody_else_put_there_stays() {
    let folder = on_disk(harbour().iter());
    built(folder.path());
    let public = folder.path().join("public");
    for name in ["CNAME", ".git/HEAD", "actors/notes.txt"] {
        let path = public.join(name);
        std::fs::create_dir_all(path.parent().expect("below")).expect("a folder");
        std::fs::write(path, "mine").expect("a file");
    }
    built(folder.path());
    std::fs::write(public.join("about/index.html"), "changed by hand").expect("a file");
    let cleaned = emit::clean(&target(folder.path())).unwrap_or_else(|problems| panic!("{problems:?}"));
    assert_eq!(cleaned.kept, ["about/index.html"]);
    let left: Vec<String> = output(folder.path()).into_keys().collect();
    assert_eq!(left, [".git/HEAD", "CNAME", "about/index.html", "actors/notes.txt"]);
}

#[test]
fn every_link_of_a_whole_site_leads_somewhere() {
    let world = harbour().into_iter().fold(MemoryWorld::new("2026-01-01"), |world, (path, bytes)| world.with(&path, bytes));
    let site = planned(&world, &Overrides::default()).site;
    let pages = pages(&site);
    let checked = links_lead_somewhere(&site, None, &pages).expect("all do");
    assert!(checked > 2000, "only {checked} links were seen");
    let (stances, statuses) = nothing_is_made_up(&site, &pages).expect("nothing is");
    assert!(stances > 30 && statuses > 5, "only {stances} stances and {statuses} statuses were seen");
}

#[test]
fn no_feed_calendar_card_or_text_of_a_whole_site_makes_anything_up() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in [root.to_owned(), root.join("tests/sites/harbour-strike")] {
        let (site, _) = plan(&DiskWorld::new(&folder), &Overrides::default());
        let (stances, statuses) = twins_make_nothing_up(&site, &pages(&site)).expect("nothing is");
        assert!(stances > 20 && statuses > 3, "{}: only {stances} stances and {statuses} statuses were seen", folder.display());
    }
}

pub(crate) fn random_sites() -> ProptestConfig {
    let long = std::env::var_os("GEN_LONG").is_some();
    ProptestConfig {
        cases: if long { 2000 } else { 48 },
        max_shrink_iters: 400,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(random_sites())]

    #[test]
    fn random_sites_are_whole_and_make_nothing_up(small in small()) {
        check(&small)?;
    }
}

fn check(small: &Small) -> Result<(), TestCaseError> {
    let world = small.files().iter().fold(MemoryWorld::new("2026-01-15"), |world, (path, text)| world.with(path, text.as_str()));
    let planned = planned(&world, &Overrides { drafts: small.drafts, ..Overrides::default() });
    let errors: Vec<_> = planned.problems.iter().filter(|p| p.code.id.starts_with('E')).map(|p| (p.code.id, &p.message)).collect();
    prop_assert!(errors.is_empty(), "{errors:?}\n{}", small.text());
    let pages = pages(&planned.site);
    let whole = links_lead_somewhere(&planned.site, None, &pages)
        .and_then(|_| nothing_is_made_up(&planned.site, &pages))
        .and_then(|_| crate::data::is_sound(&planned.site, &pages))
        .and_then(|_| twins_make_nothing_up(&planned.site, &pages))
        .and_then(|_| no_word_of_a_verdict(&planned.site, &pages))
        .and_then(|_| all_can_be_read(&planned.site, &pages));
    prop_assert!(whole.is_ok(), "{}\n{}", whole.unwrap_err(), small.text());
    Ok(())
}

/// Follows every link inside the site, places on pages included; says how many there were, or which is broken. A copy of an earlier day may
/// also lead to pages of the current site.
pub(crate) fn links_lead_somewhere(site: &Arc<Site>, current: Option<&Site>, pages: &BTreeMap<String, String>) -> Result<usize, String> {
    let base = BaseUrl { path: site.plan.href("/"), ..site.config.base_url.clone() };
    let is_current = |address: &str| {
        let inside = address.strip_prefix(site.config.base_url.path.as_str()).map(|inside| format!("/{}", decoded(inside)));
        current.zip(inside).is_some_and(|(current, inside)| current.plan.knows(&inside))
    };
    let files: BTreeSet<&str> = site.plan.files.iter().map(|file| file.path.as_str()).chain(pages.keys().map(String::as_str)).collect();
    let ids: BTreeMap<&str, BTreeSet<String>> = pages
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, page)| (path.as_str(), places(page).into_iter().collect()))
        .collect();
    let mut seen = 0;
    let mut leads: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (path, page) in pages.iter().filter(|(path, _)| path.ends_with(".html")) {
        let all = places(page);
        let unique: BTreeSet<&String> = all.iter().collect();
        if all.len() != unique.len() {
            return Err(format!("{path} has two places of one name: {all:?}"));
        }
        for written in addresses(page) {
            // Another site may share our host.
            let whole = format!("{}{}", base.origin, base.path);
            let address = written.strip_prefix(base.origin.as_str()).filter(|_| written.starts_with(&whole)).unwrap_or(&written);
            if address.contains("://") || address.starts_with("mailto:") {
                continue;
            }
            let (address, place) = address.split_once('#').map_or((address, None), |(address, place)| (address, Some(decoded(place))));
            let address = address.split('?').next().unwrap_or_default();
            let file = if address.is_empty() {
                path.clone()
            } else {
                let Some(inside) = address.strip_prefix(base.path.as_str()) else {
                    if is_current(address) {
                        continue;
                    }
                    return Err(format!("{path} leads out of the base path: {written}"));
                };
                let inside = decoded(inside);
                if inside.is_empty() || inside.ends_with('/') { format!("{inside}index.html") } else { inside }
            };
            if !files.contains(file.as_str()) {
                return Err(format!("{path} leads to nothing: {written}"));
            }
            if let Some(place) = place.filter(|place| !ids.get(file.as_str()).is_some_and(|ids| ids.contains(place))) {
                return Err(format!("{path} leads to no place `{place}`: {written}"));
            }
            seen += 1;
            leads.entry(path).or_default().insert(file);
        }
    }
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut next = vec!["index.html"];
    while let Some(path) = next.pop() {
        if reached.insert(path) {
            next.extend(leads.get(path).into_iter().flatten().map(String::as_str));
        }
    }
    let is_read = |page: &&PlannedPage| !matches!(page.subject, Subject::Redirect(_) | Subject::NotFound) && page.path.ends_with(".html");
    match site.plan.pages.iter().filter(is_read).find(|page| !reached.contains(page.path.as_str())) {
        Some(orphan) => Err(format!("nothing leads to {}", orphan.path)),
        None => Ok(seen),
    }
}

fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let [first, tail @ ..] = rest {
        let hex =
            (*first == b'%').then(|| std::str::from_utf8(tail.get(..2)?).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok())).flatten();
        bytes.push(hex.unwrap_or(*first));
        rest = if hex.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).expect("an address is text")
}

/// No stance of anybody without a position, and no verdict on a claim that nobody answered, assessed or set. Says how many of each were seen.
fn nothing_is_made_up(site: &Arc<Site>, pages: &BTreeMap<String, String>) -> Result<(usize, usize), String> {
    let records = site.records();
    let kinds = records.kinds;
    let url = |id| site.plan.url(id).expect("records with a page have an address").to_owned();
    let held: BTreeSet<(String, String)> = site
        .graph
        .of_kind(kinds.position)
        .iter()
        .filter_map(|id| Some((url(records.position(*id).actor?), url(records.position(*id).issue?))))
        .collect();
    let (actors, issues) = (site.plan.href("/actors/"), site.plan.href("/issues/"));
    let mut stances = 0;
    let mut holds = |actor: &str, issue: &str, page: &str| {
        stances += 1;
        if held.contains(&(actor.to_owned(), issue.to_owned())) {
            Ok(())
        } else {
            Err(format!("{page}: no position of {actor} on {issue}"))
        }
    };
    for planned in &site.plan.pages {
        let page = &pages[&planned.path];
        let here = site.plan.href(&planned.address);
        // The sections of an actor and of an issue on who stands where.
        for section in between(page, "id=\"part_positions\"", "</section>") {
            for other in addresses(section) {
                if here.starts_with(&actors) && other.starts_with(&issues) && !other.contains('#') {
                    holds(&here, &other, &planned.path)?;
                } else if here.starts_with(&issues) && other.starts_with(&actors) {
                    holds(&other, &here, &planned.path)?;
                }
            }
        }
        // Tables of positions: a row an actor, in each cell that holds a stance the issue, or the issue beside the actor.
        for row in between(page, "<tr><th scope=\"row\">", "</tr>").into_iter().filter(|_| page.contains("class=\"matrix\"")) {
            let all = addresses(row);
            let actor = all.iter().find(|other| other.starts_with(&actors)).ok_or_else(|| format!("{}: a row of nobody", planned.path))?;
            let beside = addresses(&row[..row.find("</th>").unwrap_or(0)]);
            for cell in between(row, "<td", "</td>").into_iter().filter(|cell| cell.contains(" s-")) {
                let in_cell = addresses(cell);
                let issue = in_cell.iter().chain(&beside).find(|other| other.starts_with(&issues) && !other.contains('#'));
                holds(actor, issue.ok_or_else(|| format!("{}: a stance on nothing", planned.path))?, &planned.path)?;
            }
        }
        for block in between(page, "Who stands where: ", "</div>") {
            let all = addresses(block);
            for actor in all.iter().filter(|other| other.starts_with(&actors)) {
                holds(actor, &all[0], &planned.path)?;
            }
        }
    }
    let mut statuses = 0;
    for id in site.graph.of_kind(kinds.claim) {
        let claim = records.claim(*id);
        let tested = claim.responses.iter().any(|response| response.stance.is_some_and(|stance| stance.word != "declines"));
        if tested || !claim.assessments.is_empty() || claim.verdict.is_some() {
            continue;
        }
        let url = url(*id);
        let tag = format!("\" href=\"{url}\"");
        for (path, page) in pages {
            let cards = between(page, &format!("<a class=\"name\" href=\"{url}\""), "</li>");
            let tags = page.match_indices(&tag).map(|(at, _)| &page[page[..at].rfind("<a").unwrap_or(at)..at]);
            let own = if site.plan.href(&format!("/{}", path.trim_end_matches("index.html"))) == url {
                between(page, "<dt>Status</dt>", "</dd>")
            } else {
                Vec::new()
            };
            for part in cards.into_iter().chain(tags).chain(own) {
                for word in between(part, " s-", "\"").into_iter().chain(part.rsplit_once(" s-").map(|(_, word)| word)) {
                    let word = word.split(['"', ' ']).next().unwrap_or_default();
                    statuses += 1;
                    if !["single_party", "unreviewed", "no-status"].contains(&word) {
                        return Err(format!("{path}: `{word}` for {url}, which nobody answered"));
                    }
                }
            }
        }
    }
    let (told, judged) = crate::data::nothing_is_made_up(site, pages)?;
    Ok((stances + told, statuses + judged))
}

/// What stands between two pieces of text, each time the first occurs.
pub(crate) fn between<'t>(text: &'t str, start: &str, end: &str) -> Vec<&'t str> {
    text.match_indices(start)
        .map(|(at, _)| {
            let rest = &text[at + start.len()..];
            &rest[..rest.find(end).unwrap_or(rest.len())]
        })
        .collect()
}
