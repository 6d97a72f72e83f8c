//! The pages of `docs/codes`: each code has one, its head is what the table of codes says, and its examples are what they say they are.
//!
//! A page shows a site that is wrong and the same site put right. A fence that names a path, such as `md content/about.md`, is a file of that
//! site. What "Right" does not repeat is as it was in "Wrong"; `md content/old.md -> content/new.md` is a file that has another name there.

use super::site::world;
use explain::check::Policy;
use explain::cli::report;
use explain::diag::codes::ALL;
use explain::diag::{Code, Diagnostic, Diagnostics, Label, Place, Profile, Severity};
use explain::doors::Notes;
use explain::maker::Maker;
use explain::pipeline::{self, Overrides};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Codes that no site in memory has, and why; the examples of their pages are there to be read.
const NOT_IN_MEMORY: [(&str, &[&str]); 6] = [
    ("bytes that are no text, rights, pipes and links are a disk's", &["E0101", "E0102", "E0103", "E0104"]),
    ("it is about an output folder, or the memo", &["E0602", "E0603", "E0604", "E0605", "E0606", "E0607"]),
    ("its lines end as a block in Markdown cannot", &["E1613"]),
    ("it is about a folder that is no site", &["E0701"]),
    ("it compares with an earlier revision", &["E0901", "E0902", "I1110", "I1111"]),
    ("it asks servers elsewhere, or compares with an answer that is kept", &["W1701", "I1702", "I1703", "W1705", "W1706", "I1707"]),
];

/// The headings of a page, in order.
const PARTS: [&str; 4] = ["Wrong", "Right", "What to do", "To allow it"];

#[test]
fn each_code_has_a_page_and_each_page_a_code() {
    let entries = std::fs::read_dir(docs().join("codes")).expect("the pages are there");
    let pages: BTreeSet<String> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name is UTF-8")).collect();
    let name = |code: &Code| format!("{}.md", code.id);
    let codes: BTreeSet<String> = ALL.iter().map(|code| name(code)).collect();
    let missing: Vec<String> = explained().map(name).filter(|page| !pages.contains(page)).collect();
    let strange: Vec<_> = pages.difference(&codes).collect();
    assert!(missing.is_empty() && strange.is_empty(), "docs/codes lacks {missing:?} and has {strange:?}, which are no codes");
}

#[test]
fn the_program_holds_the_pages_as_they_are() {
    for code in explained() {
        assert!(code.page() == page(code), "docs/codes/{}.md is not what the program holds: touch src/diag/pages.rs", code.id);
    }
}

#[test]
fn the_head_of_a_page_is_what_the_table_says() {
    let mut wrong = String::new();
    for code in explained() {
        let head = format!("# {}: {}\n\n{}\n\n*Severity: {}*\n\n## Wrong\n\n", code.id, code.name, code.why, severity(code));
        let page = page(code);
        if !page.starts_with(&head) {
            writeln!(wrong, "docs/codes/{}.md must begin with\n{head}", code.id).expect("text grows");
        }
        let parts: Vec<String> = Page::read(&page).parts;
        if parts != PARTS {
            writeln!(wrong, "docs/codes/{}.md has the parts {parts:?}, not {PARTS:?}", code.id).expect("text grows");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn a_page_says_how_its_code_is_allowed_or_that_it_cannot_be() {
    for code in explained() {
        let page = page(code);
        let (_, how) = page.split_once("\n## To allow it\n\n").expect("the part is there");
        if code.fixed {
            assert!(how.starts_with("It cannot be allowed"), "{}: {how}", code.id);
        } else {
            assert!(how.contains(&format!("[check] allow = [\"{}\"]", code.name)), "{}: {how}", code.id);
        }
    }
}

#[test]
fn what_is_shown_as_wrong_is_found_and_what_is_shown_as_right_is_not() {
    let tried: Vec<&Code> = explained().filter(|code| !is_of_a_disk(code)).collect();
    let wrong: Vec<String> = tried.par_iter().flat_map_iter(|code| tried_out(code)).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

#[test]
fn each_way_to_allow_a_code_that_its_page_shows_works() {
    let tried: Vec<&Code> = explained().filter(|code| !code.fixed && !is_of_a_disk(code)).collect();
    let wrong: Vec<String> = tried.par_iter().flat_map_iter(|code| told_all_the_same(code)).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

#[test]
fn what_cannot_be_tried_out_names_no_paths() {
    for (reason, ids) in NOT_IN_MEMORY {
        let codes = ids.iter().map(|id| Code::find(id).expect("the list in this file names codes"));
        for code in codes {
            let Page { before, after, .. } = Page::read(&page(code));
            assert!(before.is_empty() && after.is_empty(), "docs/codes/{}.md names paths, but {reason}", code.id);
        }
    }
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

fn page(code: &Code) -> String {
    std::fs::read_to_string(docs().join(format!("codes/{}.md", code.id))).expect("each code has its page")
}

fn explained() -> impl Iterator<Item = &'static Code> {
    ALL.iter().copied()
}

fn is_of_a_disk(code: &Code) -> bool {
    NOT_IN_MEMORY.iter().any(|(_, ids)| ids.contains(&code.id))
}

/// What is not as the page of a code says, when its examples are tried out.
fn tried_out(code: &Code) -> Vec<String> {
    let Page { before, after, .. } = Page::read(&page(code));
    let at = format!("docs/codes/{}.md", code.id);
    if before.is_empty() || after.is_empty() {
        return vec![format!("{at}: no fence names a path under \"Wrong\", or none under \"Right\"")];
    }
    let told = found(&before);
    let mut wrong = Vec::new();
    let is_found = told.iter().any(|told| told.code == code);
    // An example shows one mistake: whoever tries it out must not meet another one first.
    let is_all = told.iter().all(|told| !told.code.fixed || told.code == code);
    if !is_found || !is_all {
        let what = if is_found { "is not all that is wrong" } else { "is not found" };
        let told: String = told.iter().map(|told| format!("\n{}\n", told.words)).collect();
        wrong.push(format!("{at}: `{}` {what} under \"Wrong\", where this is told:{told}", code.name));
    }
    let left = found(&after).into_iter().filter(|told| told.code.fixed || told.code == code);
    wrong.extend(left.map(|told| format!("{at}: this is told of what stands under \"Right\":\n{}", told.words)));
    wrong
}

/// What is told of the wrong example although it is allowed as the page shows.
fn told_all_the_same(code: &Code) -> Vec<String> {
    let text = page(code);
    let (_, how) = text.split_once("\n## To allow it\n\n").expect("the part is there");
    let ways = how.lines().filter_map(|line| line.strip_prefix("- ")?.split_once('`')?.1.strip_suffix('`'));
    let before = Page::read(&text).before;
    let mut wrong = Vec::new();
    for way in ways {
        // A comment is for running text, and leaves fields as they are.
        // What stands in a template or in the configuration is on pages of no record, and is allowed by the site alone.
        let can_cover = |told: &Told| told.in_content || way.starts_with("[check] ");
        let covers = |told: &Told| told.code == code && can_cover(told) && (told.in_text || !is_comment(way));
        let is_refused = |told: &Told| told.code.fixed && told.code.name.starts_with("allowance-");
        let told = found(&allowed(&before, way)).into_iter().filter(|told| covers(told) || is_refused(told));
        wrong.extend(told.map(|told| format!("docs/codes/{}.md: with `{way}` this is told all the same:\n{}", code.id, told.words)));
    }
    wrong
}

/// A site that takes a way to allow something wherever it can stand: in its settings, in each record, or before each block of text.
fn allowed(files: &BTreeMap<String, String>, way: &str) -> BTreeMap<String, String> {
    let mut files = files.clone();
    if let Some(setting) = way.strip_prefix("[check] ") {
        let config =
            files.entry("gen.toml".to_owned()).or_insert_with(|| "title = \"Test\"\nbase_url = \"https://example.org/\"\n".to_owned());
        write!(config, "\n[check]\n{setting}\n").expect("text grows");
        return files;
    }
    for (path, text) in &mut files {
        if path.ends_with(".md") {
            let (fields, body) = text.split_at(front_matter(text));
            *text = match fields.strip_suffix("---\n") {
                Some(fields) if !is_comment(way) => format!("{fields}{way}\n---\n{body}"),
                _ => format!("{fields}{way}\n\n{}", body.replace("\n\n", &format!("\n\n{way}\n\n"))),
            };
        } else if path.ends_with(".yaml") && !is_comment(way) {
            let row = |line: &str| match line.starts_with(' ') {
                true => format!("{line}\n"),
                false => format!("{line}\n  {way}\n"),
            };
            *text = text.lines().map(row).collect();
        }
    }
    files
}

fn is_comment(way: &str) -> bool {
    way.starts_with("<!--")
}

/// How long the front matter of a text is, with the line that closes it.
fn front_matter(text: &str) -> usize {
    text.find("\n---\n").map_or(0, |at| at + "\n---\n".len())
}

/// How bad a code is, as its page says it.
fn severity(code: &Code) -> String {
    if code.fixed {
        return "error, in every profile. It cannot be allowed.".to_owned();
    }
    let parts = Profile::ALL.map(|profile| format!("{} {}", profile.word(), code.severity(profile).map_or("not told", Severity::word)));
    format!("{}.", parts.join(", "))
}

/// What the page of a code holds for a test.
#[derive(Default)]
struct Page {
    /// Its headings of the second level.
    parts: Vec<String>,
    /// The files of the site that is wrong.
    before: BTreeMap<String, String>,
    /// The files of the same site put right; none where the page shows none.
    after: BTreeMap<String, String>,
}

impl Page {
    fn read(text: &str) -> Page {
        let mut page = Page::default();
        let (mut in_heading, mut fence) = (false, None);
        for event in Parser::new(text) {
            match event {
                Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => {
                    in_heading = true;
                    page.parts.push(String::new());
                }
                Event::End(TagEnd::Heading(_)) => in_heading = false,
                Event::Text(words) if in_heading => page.parts.last_mut().expect("a heading was begun").push_str(&words),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    fence = info.split_once(' ').map(|(_, path)| (path.to_owned(), String::new()));
                }
                Event::Text(words) => fence.iter_mut().for_each(|(_, text)| text.push_str(&words)),
                Event::End(TagEnd::CodeBlock) => fence.take().into_iter().for_each(|(path, text)| page.add(&path, text)),
                _ => {}
            }
        }
        page
    }

    /// Adds a file to the site of the part that is being read.
    fn add(&mut self, path: &str, text: String) {
        match self.parts.last().map(String::as_str) {
            Some("Wrong") => {
                self.before.insert(path.to_owned(), text);
            }
            Some("Right") => {
                if self.after.is_empty() {
                    self.after.clone_from(&self.before);
                }
                let (old, path) = path.split_once(" -> ").unwrap_or((path, path));
                self.after.remove(old);
                self.after.insert(path.to_owned(), text);
            }
            _ => {}
        }
    }
}

/// What is told of a site.
struct Told {
    code: &'static Code,
    words: String,
    /// Whether it points into running text, and not at a field.
    in_text: bool,
    /// Whether it stands in the content, or is told at a page as a whole.
    in_content: bool,
}

/// What is told of a site: what planning and checking it find, and, where that lets pages be made, what making them finds.
fn found(files: &BTreeMap<String, String>) -> Vec<Told> {
    let files: Vec<(String, String)> = files.iter().map(|(path, text)| (path.clone(), text.clone())).collect();
    let world = world(&files);
    let (site, problems) = pipeline::plan(&world, &Overrides::default());
    let makes_pages = !problems.has_errors();
    let policy = Policy { profile: Profile::Publish, levels: site.config.check.levels.clone() };
    let problems = pipeline::check(&site, problems, None, &policy);
    let mut problems: Vec<Diagnostic> = pipeline::without_debt(&world, &site, problems, &policy, &explain::links::ASKED).new;
    if makes_pages {
        let maker = Maker::new(&site, Notes::None);
        let made: Diagnostics = (0..site.plan.pages.len()).flat_map(|at| maker.page(at).1).collect();
        problems.extend(made.sorted(&site.sources));
    }
    let in_text = |problem: &Diagnostic| match &problem.place {
        Place::Text(Label { at, .. }) => {
            let file = site.sources.get(at.file);
            file.path.ends_with(".md") && at.span.range().start >= front_matter(&file.text)
        }
        Place::Path(_) | Place::Run => false,
    };
    let in_content = |problem: &Diagnostic| match &problem.place {
        Place::Text(Label { at, .. }) => site.sources.get(at.file).path.starts_with("content/"),
        Place::Path(_) | Place::Run => true,
    };
    let told = |problem: &Diagnostic| Told {
        in_content: in_content(problem),
        code: problem.code,
        words: report::plain(problem, &site.sources),
        in_text: in_text(problem),
    };
    problems.iter().map(told).collect()
}

#[test]
fn pages_are_read_as_they_are_meant() {
    let text =
        "# X\n## Wrong\n```md a.md\none\n```\n```sh\nno file\n```\n```md b c.md\ntwo\n```\n## Right\n```md b c.md -> b.md\nthree\n```\n";
    let page = Page::read(text);
    let files = |files: &BTreeMap<String, String>| files.iter().map(|(path, text)| format!("{path}: {text}")).collect::<String>();
    assert_eq!(page.parts, ["Wrong", "Right"]);
    assert_eq!(files(&page.before), "a.md: one\nb c.md: two\n");
    assert_eq!(files(&page.after), "a.md: one\nb.md: three\n");
}
