//! What is said of addresses elsewhere: every file of `tests/links` is a small site, a small web, and the exact words its author gets.
//!
//! A case is a comment, the files of a site, a section `-- web --`, and last what `gen check --external` prints of the addresses. A line of
//! the web is `[HEAD|GET] ADDRESS STATUS [name: value; …] [body: …]`, or `ADDRESS WORDS` for one that does not answer: `no connection`,
//! `not reached`, `too slow`, `broken`, `not safe`. Of several lines for one address each answers once, and the last from then on. What the
//! web does not hold has no host. `UPDATE=1 cargo test --test it external` writes the last part anew; read the difference before you keep
//! it. What needs a real server stands in `following_links`.

#![expect(clippy::disallowed_methods, reason = "a test reads its cases and is told what to do")]

use super::site::{files, world};
use explain::check::Policy;
use explain::cli::report;
use explain::diag::{Diagnostic, Fix};
use explain::links::Checked;
use explain::pipeline::{self, Overrides, Site};
use explain::world::MemoryWorld;
use explain::world::web::{Answer, Ask, Bytes, Silence, Wanted, Web};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const SAID: &str = "stderr";

/// A web that answers by a script, and remembers what it was asked.
#[derive(Default)]
struct Scripted {
    lines: Vec<(Option<String>, String, Result<Answer, Silence>)>,
    used: Mutex<Vec<bool>>,
    asked: Mutex<Vec<String>>,
    waited: Mutex<Vec<Duration>>,
}

impl Scripted {
    fn read(text: &str) -> Scripted {
        let lines: Vec<_> = text.lines().filter(|line| !line.trim().is_empty()).map(line).collect();
        Scripted { used: Mutex::new(vec![false; lines.len()]), lines, ..Scripted::default() }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no test panics while it asks").clone()
    }

    fn waited(&self) -> Vec<Duration> {
        self.waited.lock().expect("no test panics while it waits").clone()
    }
}

fn line(line: &str) -> (Option<String>, String, Result<Answer, Silence>) {
    let (method, rest) = match line.split_once(' ') {
        Some((method @ ("HEAD" | "GET"), rest)) => (Some(method.to_owned()), rest),
        _ => (None, line),
    };
    let (address, rest) = rest.split_once(' ').expect("an address and what it answers");
    let (status, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let words = format!("{status} {rest}");
    let heard = match (status.parse::<u16>(), words.trim_end()) {
        (Err(_), "no connection") => Err(Silence::NoConnection("it refuses to be connected".to_owned())),
        (Err(_), "not reached") => Err(Silence::NotReached),
        (Err(_), "too slow") => Err(Silence::TooSlow),
        (Err(_), "broken") => Err(Silence::Broken("it broke off".to_owned())),
        (Err(_), "not safe") => Err(Silence::NotSafe("its certificate has expired".to_owned())),
        (Err(_), "refused") => Err(Silence::Refused),
        (Err(_), words) => panic!("`{words}` is no answer"),
        (Ok(status), _) => {
            let (headers, body) = rest.split_once("body: ").map_or((rest, None), |(headers, body)| (headers, Some(body)));
            let header = |header: &str| {
                let (name, value) = header.split_once(": ").expect("a name and a value");
                (name.trim().to_owned(), value.trim().as_bytes().to_vec())
            };
            let headers = headers.split(';').filter(|header| !header.trim().is_empty()).map(header).collect();
            let body = body.map(|body| if body == "endless" { Bytes::TooLong } else { Bytes::Whole(body.as_bytes().to_vec()) });
            Ok(Answer { status, headers, body, is_near: address.contains("127.0.0.1") })
        }
    };
    (method, address.to_owned(), heard)
}

impl Web for Scripted {
    fn ask(&self, ask: &Ask) -> Result<Answer, Silence> {
        let method = if ask.wanted == Wanted::Headers { "HEAD" } else { "GET" };
        let known = ask.known.map_or(String::new(), |known| format!(" unless {known}"));
        self.asked.lock().expect("no test panics while it asks").push(format!("{method} {}{known}", ask.address));
        let mut used = self.used.lock().expect("no test panics while it asks");
        let is_meant = |at: &usize| {
            let (only, address, _) = &self.lines[*at];
            address == ask.address && only.as_ref().is_none_or(|only| only == method)
        };
        let places: Vec<usize> = (0..self.lines.len()).filter(is_meant).collect();
        let Some(at) = places.iter().find(|at| !used[**at]).or(places.last()) else { return Err(Silence::NoHost) };
        used[*at] = true;
        let mut heard = self.lines[*at].2.clone();
        if let (Ok(answer), Wanted::Headers | Wanted::Page) = (&mut heard, ask.wanted) {
            answer.body = None;
        }
        heard
    }

    fn wait(&self, time: Duration) {
        self.waited.lock().expect("no test panics while it waits").push(time);
    }
}

#[test]
fn authors_are_told_this_of_addresses() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = String::new();
    for path in cases() {
        let text = fs::read_to_string(&path).expect("cases are UTF-8");
        let (case, expected) = text.split_once(&format!("-- {SAID} --\n")).unwrap_or((&text, ""));
        let printed = said(case);
        let name = path.file_name().expect("a case is a file").to_string_lossy().into_owned();
        if name.contains("stays-silent") && !printed.is_empty() {
            writeln!(wrong, "=== {name} must stay silent and says\n{printed}").expect("text grows");
        } else if printed != expected && update {
            fs::write(&path, format!("{case}-- {SAID} --\n{printed}")).expect("cases can be written");
        } else if printed != expected {
            writeln!(wrong, "=== {name}: expected\n{expected}\n=== {name}: printed\n{printed}").expect("text grows");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}\nif that is meant: UPDATE=1 cargo test --test it external");
}

pub(crate) fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/links");
    let entries = fs::read_dir(folder).expect("the cases are there").map(|entry| entry.expect("the cases are there").path());
    let mut cases: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|ending| ending == "txt")).collect();
    cases.sort();
    cases
}

/// What is printed of the addresses of a case, with the texts that can be written by themselves.
fn said(case: &str) -> String {
    let mut files = files(case);
    let web = files.iter().position(|(path, _)| path == "web").map(|at| files.remove(at).1).unwrap_or_default();
    let (checked, told) = checked(&world(&files), &Scripted::read(&web));
    if let Checked::Offline(hosts) = checked.0 {
        return format!("offline: {hosts}\n");
    }
    let mut printed = String::new();
    for problem in &told {
        writeln!(printed, "{}", report::plain(problem, &checked.1.sources)).expect("text grows");
        if let Some(fix) = problem.offered() {
            writeln!(printed, "  = fix: {}", written(fix, &checked.1)).expect("text grows");
        }
        printed.push('\n');
    }
    printed
}

/// The lines that a fix leaves.
fn written(fix: &Fix, site: &Site) -> String {
    let line = |edit: &explain::diag::Edit| {
        let text = &site.sources.get(edit.at.file).text;
        let span = edit.at.span.range();
        let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at);
        format!("{}{}{}", &text[start..span.start], edit.text, &text[span.end..end])
    };
    fix.edits.iter().map(line).collect::<Vec<_>>().join(" | ")
}

/// The outcome of a check with the site it was made of, and what is told of addresses.
fn checked(world: &MemoryWorld, web: &dyn Web) -> ((Checked, Arc<Site>), Vec<Diagnostic>) {
    let (site, planned) = pipeline::plan(world, &Overrides::default());
    assert!(!planned.has_errors(), "the site of a case is sound: {planned:?}");
    let mut checked = pipeline::external(world, web, &site, &|_| ());
    let findings = match &mut checked {
        Checked::Online { findings, .. } => Some(std::mem::take(findings)),
        Checked::Offline(_) => None,
    };
    let told = pipeline::check(&site, planned, findings, &Policy::default());
    let is_of_addresses = |problem: &Diagnostic| ["17", "18"].contains(&&problem.code.id[1..3]) && problem.code.name != "no-archive";
    let told = told.into_iter().filter(is_of_addresses).collect();
    ((checked, site), told)
}

/// A site with these links in its text and these settings.
fn site_of(links: &str, settings: &str) -> MemoryWorld {
    let config = format!("title = \"Test\"\nbase_url = \"https://site.example/\"\ntoday = 2026-01-15\n[links]\n{settings}\n");
    let text: Vec<String> = links.split_whitespace().map(|link| format!("<{link}>")).collect();
    let page = format!("---\ntitle: A page\n---\n{}\n", text.join(" "));
    MemoryWorld::new("2026-01-15").with("gen.toml", config).with("content/page.md", page)
}

fn memory_of(world: &MemoryWorld, web: &dyn Web) -> Option<String> {
    match checked(world, web).0.0 {
        Checked::Online { memory, .. } => memory,
        Checked::Offline(hosts) => panic!("none of {hosts} hosts answered"),
    }
}

const MEMORY: &str = ".gen/links.json";

/// The same site on another day, with what was remembered.
fn later(links: &str, day: &str, memory: &str) -> MemoryWorld {
    let page: Vec<String> = links.split_whitespace().map(|link| format!("<{link}>")).collect();
    MemoryWorld::new(day)
        .with("gen.toml", "title = \"Test\"\nbase_url = \"https://site.example/\"\ntoday = 2026-01-15\n")
        .with("content/page.md", format!("---\ntitle: A page\n---\n{}\n", page.join(" ")))
        .with(MEMORY, memory)
}

const THREE: &str = "https://a.org/alive https://a.org/moved https://a.org/dead";
const THREE_WEB: &str = "https://a.org/alive 200\nhttps://a.org/moved 301 location: /new\nhttps://a.org/new 200\nhttps://a.org/dead 404\n";

#[test]
fn an_answer_is_remembered_as_long_as_it_holds() {
    let memory = memory_of(&site_of(THREE, ""), &Scripted::read(THREE_WEB)).expect("something was learned");
    let asked = |day: &str| {
        let web = Scripted::read(THREE_WEB);
        let (_, told) = checked(&later(THREE, day, &memory), &web);
        assert_eq!(told.len(), 2, "what is remembered is told like what was just learned: {told:?}");
        let mut addresses: Vec<String> = web.asked().iter().filter_map(|asked| asked.split('/').next_back().map(str::to_owned)).collect();
        addresses.sort();
        addresses.dedup();
        addresses.join(" ")
    };
    assert_eq!(asked("2026-01-15"), "");
    assert_eq!(asked("2026-01-16"), "dead");
    assert_eq!(asked("2026-01-21"), "dead");
    assert_eq!(asked("2026-01-22"), "alive dead moved new");
    // A clock that was wrong once must not keep an address from being asked for years.
    assert_eq!(asked("2026-01-14"), "alive dead moved new");
}

#[test]
fn nothing_new_is_nothing_to_write() {
    let memory = memory_of(&site_of(THREE, ""), &Scripted::read(THREE_WEB)).expect("something was learned");
    assert_eq!(memory_of(&later(THREE, "2026-01-15", &memory), &Scripted::read(THREE_WEB)), None);
}

#[test]
fn what_was_remembered_changes_nothing_but_the_number_of_questions() {
    let memory = memory_of(&site_of(THREE, ""), &Scripted::read(THREE_WEB)).expect("something was learned");
    let web = Scripted::read(THREE_WEB);
    let told = |world: &MemoryWorld| checked(world, &web).1.iter().map(|problem| problem.message.to_string()).collect::<Vec<_>>();
    assert_eq!(told(&later(THREE, "2026-01-15", &memory)), told(&later(THREE, "2026-01-15", "")));
}

#[test]
fn a_memory_that_cannot_be_read_is_ignored() {
    let memory = memory_of(&site_of(THREE, ""), &Scripted::read(THREE_WEB)).expect("something was learned");
    let other_version = memory.replace("\"version\": 1", "\"version\": 99");
    let strange = memory.replace("https://a.org/new", "javascript:alert(1)");
    assert!(other_version != memory && strange != memory);
    for damaged in [&memory[..memory.len() / 2], "", "null", "[]", "{\"version\":1}", &other_version, &strange] {
        let again = memory_of(&later(THREE, "2026-01-15", damaged), &Scripted::read(THREE_WEB));
        assert_eq!(again.as_ref(), Some(&memory), "{damaged}");
    }
}

#[test]
fn what_nobody_could_tell_is_asked_again() {
    let memory = memory_of(&site_of("https://a.org/ https://b.org/", ""), &Scripted::read("https://a.org/ 200\nhttps://b.org/ too slow\n"));
    assert!(!memory.expect("something was learned").contains("b.org"));
}

#[test]
fn what_stands_nowhere_any_more_is_forgotten_when_it_no_longer_holds() {
    let memory = memory_of(&site_of(THREE, ""), &Scripted::read(THREE_WEB)).expect("something was learned");
    let write = |day: &str| memory_of(&later("https://b.org/", day, &memory), &Scripted::read("https://b.org/ 200\n")).expect("new");
    assert!(write("2026-01-16").contains("https://a.org/alive"));
    assert!(!write("2026-02-16").contains("https://a.org/alive"));
}

#[test]
fn offline_is_told_by_a_host_that_answered_before() {
    let memory = memory_of(&site_of("https://a.org/", ""), &Scripted::read("https://a.org/ 200\n")).expect("something was learned");
    let world = later("https://a.org/ https://gone.example/", "2026-01-16", &memory);
    let (online, told) = checked(&world, &Scripted::read("https://a.org/ 200\n"));
    assert!(matches!(online.0, Checked::Online { .. }) && told.len() == 1, "{told:?}");
    let (offline, told) = checked(&world, &Scripted::read(""));
    assert!(matches!(offline.0, Checked::Offline(1)) && told.is_empty());
}

#[test]
fn a_host_that_does_not_exist_is_asked_once() {
    let web = Scripted::read("https://a.org/ 200\n");
    let (_, told) = checked(&site_of("https://a.org/ https://gone.example/1 https://gone.example/2 https://gone.example/3", ""), &web);
    assert_eq!(web.asked().iter().filter(|asked| asked.contains("gone.example")).count(), 1);
    assert_eq!(told.iter().filter(|problem| problem.code.name == "dead-link").count(), 3);
}

#[test]
fn a_host_that_was_silent_twice_is_left_alone() {
    let slow: Vec<String> = (1..=5).map(|n| format!("https://slow.example/{n}")).collect();
    let web: String = slow.iter().map(|address| format!("{address} too slow\n")).collect();
    let web = Scripted::read(&format!("https://a.org/ 200\n{web}"));
    let (_, told) = checked(&site_of(&format!("https://a.org/ {}", slow.join(" ")), "retries = 0"), &web);
    let asked: std::collections::BTreeSet<String> =
        web.asked().iter().filter_map(|asked| Some(asked.split_once(' ')?.1.to_owned())).collect();
    assert_eq!(asked.len(), 3, "{asked:?}");
    assert_eq!(told.iter().filter(|problem| problem.code.name == "unchecked-link").count(), 5);
}

#[test]
fn a_question_without_a_clear_answer_is_repeated_after_pauses_that_double() {
    let web = Scripted::read("https://a.org/ 500\nhttps://a.org/ 502\nhttps://a.org/ 503\nhttps://a.org/ 200\n");
    let (_, told) = checked(&site_of("https://a.org/", "pace_ms = 100"), &web);
    assert!(told.is_empty(), "{told:?}");
    assert_eq!(web.asked(), ["HEAD https://a.org/", "GET https://a.org/", "GET https://a.org/", "GET https://a.org/"]);
    assert_eq!(web.waited().iter().map(Duration::as_millis).collect::<Vec<_>>(), [100, 100, 200]);
}

#[test]
fn a_host_gets_the_pause_it_asks_for_up_to_a_bound() {
    let check = |wait: &str, expected: &[u64], answers: bool| {
        let web = Scripted::read(&format!("https://a.org/ 429 retry-after: {wait}\nhttps://a.org/ 200\n"));
        let (_, told) = checked(&site_of("https://a.org/", "pace_ms = 100"), &web);
        assert_eq!(web.waited(), expected.iter().map(|seconds| Duration::from_secs(*seconds)).collect::<Vec<_>>(), "{wait}");
        assert_eq!(told.is_empty(), answers, "{wait}: {told:?}");
    };
    check("7", &[7], true);
    check("Thu, 15 Jan 2026 12:00:09 GMT", &[9], true);
    check("86400", &[], false);
    check("18446744073709551615", &[], false);
}

#[test]
fn a_host_that_wants_to_be_left_alone_is_asked_nothing_more() {
    let web = Scripted::read("https://a.org/1 429 retry-after: 9999\nhttps://a.org/2 200\n");
    let (_, told) = checked(&site_of("https://a.org/1 https://a.org/2", ""), &web);
    assert_eq!(web.asked(), ["HEAD https://a.org/1"]);
    assert_eq!(told.iter().map(|problem| problem.code.name).collect::<Vec<_>>(), ["blocked-link", "blocked-link"]);
}

#[test]
fn headers_alone_are_asked_first_and_the_page_where_they_are_refused() {
    for refusal in ["405", "501", "403", "404", "500", "broken"] {
        let web = Scripted::read(&format!("HEAD https://a.org/ {refusal}\nGET https://a.org/ 200\n"));
        let (_, told) = checked(&site_of("https://a.org/", ""), &web);
        assert_eq!((web.asked(), told.len()), (vec!["HEAD https://a.org/".to_owned(), "GET https://a.org/".to_owned()], 0), "{refusal}");
    }
    let web = Scripted::read("https://a.org/ 200\n");
    checked(&site_of("https://a.org/", ""), &web);
    assert_eq!(web.asked(), ["HEAD https://a.org/"]);
}

#[test]
fn an_address_is_asked_once_wherever_and_however_it_stands() {
    let web = Scripted::read("https://a.org/x 200\n");
    let (_, told) = checked(&site_of("https://a.org/x HTTPS://A.org/x#part https://a.org/x#other", ""), &web);
    assert_eq!((web.asked().len(), told.len()), (1, 0));
}

#[test]
fn what_is_skipped_is_not_asked() {
    let web = Scripted::read("https://a.org/ 200\n");
    let (_, told) = checked(&site_of("https://a.org/ https://b.org/x https://site.example/about/", "skip = [\"https://b.org/*\"]"), &web);
    assert_eq!((web.asked(), told.len()), (vec!["HEAD https://a.org/".to_owned()], 0));
}

#[test]
fn bytes_that_are_known_to_be_the_same_are_not_sent_again() {
    let source = |day: &str, memory: &str| {
        let sum = "185f8db32271fe25f561a6fc938b2e264306ec304eda518007d1764826381969";
        later("https://a.org/other", day, memory)
            .with("content/sources/report.md", format!("---\ntitle: A report\nurl: https://a.org/report\nsha256: {sum}\n---\n"))
    };
    let web = "https://a.org/other 200\nhttps://a.org/report 200 etag: \"v1\"; body: Hello\n";
    let memory = memory_of(&source("2026-01-15", ""), &Scripted::read(web)).expect("something was learned");
    let web = Scripted::read("https://a.org/other 200\nhttps://a.org/report 304\n");
    let (_, told) = checked(&source("2026-02-15", &memory), &web);
    assert!(told.is_empty(), "{told:?}");
    assert!(web.asked().contains(&"GET https://a.org/report unless \"v1\"".to_owned()), "{:?}", web.asked());
}

#[test]
fn the_same_web_is_told_in_the_same_words_however_many_ask() {
    let links: Vec<String> = (0..40).map(|n| format!("https://h{}.org/{n}", n % 9)).collect();
    let web: String = links.iter().enumerate().map(|(n, link)| format!("{link} {}\n", [200, 404, 403, 503][n % 4])).collect();
    let told = |parallel: usize| {
        let world = site_of(&links.join(" "), &format!("parallel = {parallel}\nretries = 0\npace_ms = 0"));
        let ((checked, site), told) = checked(&world, &Scripted::read(&web));
        let Checked::Online { memory, .. } = checked else { panic!("hosts answer") };
        (memory, told.iter().map(|problem| report::plain(problem, &site.sources)).collect::<Vec<_>>())
    };
    assert_eq!(told(1), told(7));
    assert_eq!(told(1).1.len(), 30);
}

#[test]
fn statuses_and_their_meaning_stand_in_one_table() {
    let mut found: BTreeMap<u16, Option<&str>> = BTreeMap::new();
    for status in [200, 204, 206, 400, 401, 402, 403, 404, 406, 410, 418, 429, 451, 500, 502, 503, 504, 999] {
        let web = Scripted::read(&format!("https://a.org/ {status}\n"));
        let (_, told) = checked(&site_of("https://a.org/", "retries = 0"), &web);
        found.insert(status, told.first().map(|problem| problem.code.name));
    }
    let of = |name: Option<&str>| found.iter().filter(|(_, told)| **told == name).map(|(status, _)| *status).collect::<Vec<_>>();
    assert_eq!(of(None), [200, 204, 206]);
    assert_eq!(of(Some("dead-link")), [404, 410]);
    assert_eq!(of(Some("blocked-link")), [401, 403, 429, 451, 999]);
    assert_eq!(of(Some("unchecked-link")), [400, 402, 406, 418, 500, 502, 503, 504]);
}
