//! That a build which remembers does what is needed and no more, seen in what it counts and in the pages that it made.

use crate::cli::{folder, gen_in};
use crate::laws::Files;
use crate::warm_edits::marked;
use crate::warm_sites::{FERRY, WELL, written};
use crate::warm_standing::{How, Outcome, Standing};
use explain::memo::Why;
use std::collections::BTreeSet;
use std::path::Path;

fn standing(text: &str) -> Standing {
    let site = Standing::new(&written(text));
    let built = site.build(How::Warm, site.public(), None);
    assert!(built.built.is_some(), "{:?}", built.said);
    site
}

/// What was done, with the output before it and after it.
struct Done {
    before: Files,
    after: Files,
    outcome: Outcome,
}

impl Done {
    /// Writes a file and builds.
    fn of(standing: &mut Standing, path: &str, text: &str) -> Done {
        let before = standing.output();
        let mut files = standing.files.clone();
        files.insert(path.to_owned(), text.as_bytes().to_vec());
        standing.write(files, false);
        let outcome = standing.build(How::Planned, standing.public(), None);
        assert!(outcome.built.is_some(), "{path}: {:?}", outcome.said);
        Done { before, after: standing.output(), outcome }
    }

    /// The page and its twins.
    fn with_twins(page: &str) -> Vec<String> {
        let twins = page.strip_suffix("html").into_iter().flat_map(|stem| [format!("{stem}json"), format!("{stem}md")]);
        twins.chain([page.to_owned()]).collect()
    }

    fn is_changed(&self, page: &str) -> bool {
        Done::with_twins(page).iter().any(|name| self.before.get(name) != self.after.get(name))
    }

    /// Whether the page or a twin of it holds a word, before or after.
    fn holds(&self, page: &str, word: &str) -> bool {
        let texts = Done::with_twins(page).into_iter().flat_map(|name| [&self.before, &self.after].map(|files| files.get(&name)));
        // Calendars break their lines anywhere.
        texts.flatten().any(|bytes| String::from_utf8_lossy(bytes).replace("\r\n ", "").contains(word))
    }

    /// Pages that were made and would not have had to be, as far as `is_needed` can tell, each with why it was made.
    fn needless(&self, is_needed: impl Fn(&str) -> bool) -> Vec<String> {
        let needless = self.outcome.made().into_iter().filter(|(page, _)| !self.is_changed(page) && !is_needed(page));
        needless.map(|(page, why)| format!("{page}: {why}")).collect()
    }
}

fn text_of(files: &Files, path: &str) -> String {
    String::from_utf8(files[path].clone()).expect("it is text")
}

#[test]
fn a_second_build_reads_parses_and_makes_nothing() {
    for text in [FERRY, WELL] {
        let site = standing(text);
        let second = site.build(How::Planned, site.public(), None);
        assert_eq!((second.rendered(), second.texts), (0, (0, 0)));
        assert!(second.built.is_some_and(|built| built.why.iter().all(|why| matches!(why, Why::Same(_)))));
        assert!(site.build(How::Warm, site.public(), None).was_skipped);
    }
}

#[test]
fn files_that_were_changed_a_moment_ago_are_read_and_not_parsed() {
    let mut site = Standing::new(&written(WELL));
    // However long it takes to get here, the files are younger than what is remembered of them.
    site.ahead = -3600;
    site.build(How::Planned, site.public(), None);
    let texts = site.files.keys().filter(|path| path.starts_with("content/") && !path.ends_with(".svg")).count();
    let second = site.build(How::Planned, site.public(), None);
    assert_eq!((second.rendered(), second.texts), (0, (texts, 0)));
}

#[test]
fn an_edited_text_is_parsed_alone_and_makes_only_the_pages_that_read_it() {
    let mut site = standing(FERRY);
    for (path, address) in [
        ("content/actors/council.md", "actors/council/"),
        ("content/north/issues/fare-rise.md", "issues/fare-rise/"),
        ("content/notes/first.md", "notes/first/"),
        ("content/south/_index.md", "south/"),
        ("content/south/documents/plan-2.md", "documents/plan-2/"),
    ] {
        let text = format!("{}\nQuokka hops.\n", text_of(&site.files, path));
        let done = Done::of(&mut site, path, &text);
        assert_eq!(done.outcome.texts, (1, 1), "{path}");
        assert!(done.is_changed(&format!("{address}index.html")), "{path}");
        let reads_it = |page: &str| done.holds(page, address);
        let needless = done.needless(reads_it);
        assert!(needless.is_empty(), "{path}: {needless:#?}");
        let is_of_text = |why: &Why| matches!(why, Why::Changed(what) if what.starts_with("the text of "));
        assert!(done.outcome.made().iter().all(|(_, why)| is_of_text(why)), "{path}: {:?}", done.outcome.made());
    }
}

/// Whose title which pages ask for without showing it: they know whole cards where they show a part of them, or a link with words of its
/// own. It costs a page made in vain.
const NOT_SHOWN: [(&str, &[&str]); 8] = [
    ("content/actors/council.md", &["embed/issues/fare-rise/index.html", "index.html"]),
    ("content/actors/ferryco.md", &["embed/issues/fare-rise/index.html", "index.html"]),
    ("content/actors/inspector.md", &["claims/c-toll/index.html"]),
    ("content/actors/riders.md", &["embed/issues/fare-rise/index.html", "embed/quotes/q-toll/index.html", "index.html"]),
    (
        "content/north/issues/night-boat.md",
        &[
            "north/positions/changes/index.html",
            "north/positions/index.html",
            "positions/actors/riders/index.html",
            "positions/changes/index.html",
            "positions/index.html",
            "positions/issues/fare-rise/page/2/index.html",
        ],
    ),
    ("content/actors/mayor.md", &["actors/smith/index.html"]),
    ("content/actors/smith.md", &["index.html"]),
    ("*.md", &["data/pages.schema.json"]),
];

#[test]
fn an_edited_title_makes_only_the_pages_that_hold_it() {
    let mut needless = Vec::new();
    let few = if std::env::var_os("GEN_LONG").is_some() { 1 } else { 8 };
    for text in [FERRY, WELL] {
        let mut site = standing(text);
        let paths: Vec<String> = site.files.keys().filter(|path| path.ends_with(".md")).cloned().collect();
        for path in paths.iter().skip(2).step_by(few) {
            let text = text_of(&site.files, path);
            let Some(line) = text.lines().find(|line| line.starts_with("title: ")) else { continue };
            // It keeps its place in lists by title.
            let title = line["title: ".len()..].to_owned();
            let done = Done::of(&mut site, path, &text.replacen(line, &format!("{line}quokka"), 1));
            let is_known = |page: &str| NOT_SHOWN.iter().any(|(of, pages)| (of == path || *of == "*.md") && pages.contains(&page));
            needless
                .extend(done.needless(|page| done.holds(page, &title) || is_known(page)).into_iter().map(|page| format!("{path}: {page}")));
        }
    }
    assert!(needless.is_empty(), "{needless:#?}");
}

/// Whether a page asks for more of all records than it shows: what hosts read of the whole site, the form of a kind's data, what is not
/// known, and the front pages.
fn is_about_all(page: &str) -> bool {
    let ends = ["_headers", "_redirects", "robots.txt", ".schema.json"];
    ends.iter().any(|end| page.ends_with(end))
        || page.contains("unknowns/")
        || ["index.html", "north/index.html", "south/index.html"].contains(&page)
}

#[test]
fn a_new_record_makes_no_page_that_does_not_change_but_those_about_all_records() {
    let mut site = standing(FERRY);
    let mut needless = Vec::new();
    for (path, fields) in [
        ("content/actors/quokka.md", "kind: person\n"),
        ("content/north/events/quokka-day.md", "type: other\ndate: 2026-02-01\nstatus: completed\n"),
        ("content/claims/c-quokka.md", "kind: factual\nstatement: It hops.\n"),
        ("content/guide/quokka.md", ""),
        ("content/issues/quokkas.md", ""),
    ] {
        let done = Done::of(&mut site, path, &format!("---\ntitle: Quokka {}\n{fields}---\n", path.len()));
        needless.extend(done.needless(is_about_all).into_iter().map(|page| format!("{path}: {page}")));
    }
    assert!(needless.is_empty(), "{needless:#?}");
}

#[test]
fn an_edited_template_makes_only_the_pages_that_use_it() {
    let mut site = standing(FERRY);
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
    for (name, number) in [("document.html", 1), ("timeline.html", 2), ("404.html", 3), ("page.html", 4)] {
        let text = std::fs::read_to_string(theme.join(name)).expect("the theme has it");
        let done = Done::of(&mut site, &format!("templates/{name}"), &marked(&text, number));
        let made: BTreeSet<&str> =
            done.outcome.made().into_iter().map(|(page, _)| page).filter(|page| !page.starts_with("data/")).collect();
        let mark = format!("<!--n{number}-->");
        let uses: BTreeSet<&str> = done.outcome.pages.iter().map(String::as_str).filter(|page| done.holds(page, &mark)).collect();
        assert!(!uses.is_empty() && made == uses, "{name}: made {made:?}, used by {uses:?}");
        assert_eq!(done.outcome.texts, (0, 0));
    }
    let path = "templates/components/directive_tide.html";
    let text = marked(&text_of(&site.files, path), 1);
    let done = Done::of(&mut site, path, &text);
    let made: Vec<&str> = done.outcome.made().into_iter().map(|(page, _)| page).collect();
    assert_eq!(made, ["notes/second/index.html"]);
}

#[test]
fn threads_change_neither_what_is_made_nor_any_byte() {
    let mut sites = [1, 4].map(|threads| {
        let mut site = standing(FERRY);
        site.threads = Some(threads);
        site
    });
    for (path, from, to) in [
        ("content/actors/council.md", "Towncouncil", "Village council"),
        ("content/north/claims.toml", "The boats sail empty.", "The boats sail full."),
        ("gen.toml", "paginate = 2", "paginate = 3"),
        ("content/sources.yaml", "Morningpaper", "Eveningpaper"),
    ] {
        let [one, four] = sites.each_mut().map(|site| {
            let text = text_of(&site.files, path);
            assert!(text.contains(from), "{path}");
            Done::of(site, path, &text.replace(from, to))
        });
        let why = |done: &Done| done.outcome.built.as_ref().map(|built| built.why.clone());
        assert_eq!((&one.outcome.pages, why(&one)), (&four.outcome.pages, why(&four)), "{path}");
        assert!(one.after == four.after, "{path}");
    }
}

#[test]
fn a_build_says_why_it_made_a_page_and_why_not() {
    let config = ("gen.toml", "title = \"T\"\nbase_url = \"https://example.org/\"\ntoday = 2026-01-15\n");
    let anna = ("content/actors/anna.md", "---\ntitle: Anna\nkind: person\n---\nShe waits.\n");
    let bert = ("content/actors/bert.md", "---\ntitle: Bert\nkind: person\n---\nHe knows [[anna]].\n");
    let site = folder(&[config, anna, bert]);
    let explained = |page: Option<&str>| {
        let run = gen_in(site.path(), &[&["build", "--quiet", "--explain"], page.as_slice()].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        (run.out, run.err)
    };
    let (first, _) = explained(Some("/actors/bert/"));
    assert_eq!(first, "actors/bert/index.html: made: the last build knew nothing of it\n");
    std::fs::write(site.path().join(anna.0), anna.1.replace("waits", "waits no more")).expect("a file");
    let (made, _) = explained(None);
    assert!(made.lines().any(|line| line == "actors/anna/index.html: made: the text of `actor:anna` changed"), "{made}");
    assert!(made.lines().all(|line| !line.starts_with("actors/bert/")), "{made}");
    let (kept, _) = explained(Some("actors/bert/index.html"));
    let answers = kept
        .strip_prefix("actors/bert/index.html: reused: all ")
        .and_then(|rest| rest.strip_suffix(" answers to what it asks are as they were\n"));
    assert!(answers.is_some_and(|answers| answers.parse::<usize>().is_ok_and(|answers| answers > 5)), "{kept}");
    std::fs::remove_file(site.path().join("public/actors/bert/index.html")).expect("it is there");
    let (again, _) = explained(Some("/actors/bert/"));
    assert_eq!(again, "actors/bert/index.html: made: the file in the output is not the one that was written\n");
    let (nothing, said) = explained(None);
    assert_eq!((nothing.as_str(), said.as_str()), ("", "no page was made\n"));
    let (nothing, said) = explained(Some("/nowhere/"));
    assert_eq!((nothing.as_str(), said.as_str()), ("", "there is no page `/nowhere/`\n"));
}
