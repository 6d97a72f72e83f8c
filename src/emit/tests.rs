//! What the room promises to those who publish and to those who read.
#![allow(clippy::disallowed_methods, reason = "tests look at the disk from outside")]

mod copies;
mod exchange;

use super::*;
use crate::world::writer::{Fault, Trouble};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::Path;

/// Files by path; a text that starts with `> ` names the links of a page.
type Files = BTreeMap<String, String>;

fn site(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// A site's root that removes itself.
struct Root(tempfile::TempDir);

impl Root {
    fn new() -> Root {
        Root(tempfile::tempdir().expect("the system gives temporary folders"))
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn target(&self) -> Target {
        Target {
            output: self.path("public"),
            work: self.path(".gen"),
            not_around: vec![self.path("")],
            not_inside_or_around: vec![self.path("content"), self.path("gen.toml")],
            generator: "gen 0.1.0".to_owned(),
            today: "2026-01-09".to_owned(),
            ..Target::default()
        }
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("inside the root")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    /// All files of the output but the manifest.
    fn public(&self) -> Files {
        let mut files = Files::new();
        collect(&self.path("public"), "", &mut files);
        files.remove(manifest::NAME);
        files
    }

    /// What stands in the root, to see that nothing was left behind.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("there");
        let mut names: Vec<_> = entries.map(|entry| entry.expect("readable").file_name().into_string().expect("UTF-8")).collect();
        names.sort();
        names
    }

    fn publish(&self, files: &Files) -> Report {
        publish(self.target(), files, Writer::default()).expect("published")
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut Files) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let entry = entry.expect("readable");
        let path = format!("{prefix}{}", entry.file_name().into_string().expect("UTF-8"));
        if entry.file_type().expect("readable").is_dir() {
            collect(&entry.path(), &format!("{path}/"), files);
        } else {
            files.insert(path, fs::read_to_string(entry.path()).expect("text"));
        }
    }
}

fn publish(target: Target, files: &Files, writer: Writer) -> Result<Report, Diagnostic> {
    let stage = stage::open(target, writer)?;
    put_and_publish(stage, files)
}

fn put_and_publish(stage: Stage, files: &Files) -> Result<Report, Diagnostic> {
    for (path, text) in files {
        stage.put(path, text.as_bytes())?;
    }
    publish::publish(stage)
}

#[track_caller]
fn refused<T: std::fmt::Debug>(outcome: Result<T, Diagnostic>, code: &str, words: &str) {
    let diagnostic = outcome.expect_err("refused");
    assert_eq!((diagnostic.code.id, diagnostic.message.contains(words)), (code, true), "{}", diagnostic.message);
}

#[test]
fn the_first_publication_carries_dot_files_over_and_leaves_nothing_beside_the_site() {
    let root = Root::new();
    root.write("public/.gitkeep", "");
    root.write("public/.git/HEAD", "ref");
    let report = root.publish(&site(&[("index.html", "home"), ("a/b/index.html", "b")]));
    assert_eq!(report, Report { written: 2, unchanged: 0, removed: 0, total: 2 });
    let expected = site(&[(".git/HEAD", "ref"), (".gitkeep", ""), ("a/b/index.html", "b"), ("index.html", "home")]);
    assert_eq!(root.public(), expected);
    assert_eq!(root.names(), [".gen", "public"]);
}

#[test]
fn folders_above_the_output_are_made_and_go_again_if_nothing_is_published() {
    let root = Root::new();
    let target = Target { output: root.path("out/of/site"), ..root.target() };
    let stage = open(target.clone()).expect("allowed");
    stage.put("index.html", b"x").expect("put");
    drop(stage);
    assert_eq!(root.names(), [".gen"]);
    publish(target, &site(&[("index.html", "x")]), Writer::default()).expect("published");
    assert!(root.path("out/of/site/index.html").exists());
}

#[test]
fn a_second_publication_of_the_same_site_writes_nothing() {
    let root = Root::new();
    let files = site(&[("index.html", "home"), ("a/index.html", "a")]);
    root.publish(&files);
    let times = || -> Vec<_> {
        let path = |path: &&str| fs::metadata(root.path(path)).expect("there");
        let all = ["public", "public/a", "public/index.html", "public/a/index.html", "public/.gen-manifest.json"];
        all.iter().map(path).map(|found| (found.ino(), found.mtime(), found.mtime_nsec(), found.ctime_nsec())).collect()
    };
    let before = times();
    assert_eq!(root.publish(&files), Report { written: 0, unchanged: 2, removed: 0, total: 2 });
    assert_eq!(times(), before);
    let report = publish(Target { today: "2026-01-10".to_owned(), ..root.target() }, &files, Writer::default()).expect("published");
    assert_eq!((report.written, times()[2] == before[2], times()[4] == before[4]), (0, true, false));
}

#[test]
fn only_what_differs_is_written_and_only_what_was_ours_is_removed() {
    let root = Root::new();
    root.publish(&site(&[("index.html", "home"), ("old/index.html", "old"), ("same.html", "same"), ("mixed/ours.html", "ours")]));
    root.write("public/CNAME", "example.org");
    root.write("public/mixed/theirs.html", "theirs");
    let same = fs::metadata(root.path("public/same.html")).expect("there").ino();
    let report = root.publish(&site(&[("index.html", "news"), ("same.html", "same"), ("new/index.html", "new")]));
    assert_eq!(report, Report { written: 2, unchanged: 1, removed: 2, total: 3 });
    let expected = [
        ("CNAME", "example.org"),
        ("index.html", "news"),
        ("mixed/theirs.html", "theirs"),
        ("new/index.html", "new"),
        ("same.html", "same"),
    ];
    assert_eq!(root.public(), site(&expected));
    assert!(!root.path("public/old").exists());
    assert_eq!(fs::metadata(root.path("public/same.html")).expect("there").ino(), same);
}

#[test]
fn a_file_that_is_missing_or_of_another_size_is_written_again_and_one_of_the_same_size_when_verifying() {
    let root = Root::new();
    let files = site(&[("a.html", "aaaa"), ("b.html", "bbbb"), ("c.html", "cccc")]);
    root.publish(&files);
    fs::remove_file(root.path("public/a.html")).expect("there");
    root.write("public/b.html", "longer than before");
    root.write("public/c.html", "xxxx");
    assert_eq!(root.publish(&files).written, 2);
    assert_eq!(root.public()["c.html"], "xxxx");
    let report = publish(Target { verify: true, ..root.target() }, &files, Writer::default()).expect("published");
    assert_eq!((report.written, root.public()), (1, files));
}

#[test]
fn a_stage_that_is_dropped_leaves_the_old_site_and_nothing_else() {
    let root = Root::new();
    let files = site(&[("index.html", "home")]);
    root.publish(&files);
    let stage = open(root.target()).expect("allowed");
    stage.put("index.html", b"news").expect("put");
    stage.put("new/index.html", b"new").expect("put");
    drop(stage);
    assert_eq!((root.public(), root.names()), (files, vec![".gen".to_owned(), "public".to_owned()]));
}

#[test]
fn files_of_others_are_refused_by_name_or_taken_over_when_asked() {
    let root = Root::new();
    root.write("public/CNAME", "example.org");
    root.write("public/index.html", "mine");
    let files = site(&[("index.html", "home"), ("a.html", "a")]);
    let target = root.target();
    refused(publish(target.clone(), &files, Writer::default()), "E0603", "`index.html`");
    assert_eq!(root.public(), site(&[("CNAME", "example.org"), ("index.html", "mine")]));
    assert_eq!(root.names(), [".gen", "public"]);
    publish(Target { adopt: true, ..target }, &files, Writer::default()).expect("taken over");
    assert_eq!(root.public(), site(&[("CNAME", "example.org"), ("a.html", "a"), ("index.html", "home")]));
}

#[test]
fn a_folder_of_others_without_a_collision_is_adopted() {
    let root = Root::new();
    root.write("public/robots.txt", "mine");
    root.write("public/same.html", "the same bytes");
    root.publish(&site(&[("index.html", "home"), ("same.html", "the same bytes")]));
    assert_eq!(root.public(), site(&[("index.html", "home"), ("robots.txt", "mine"), ("same.html", "the same bytes")]));
    root.publish(&site(&[]));
    assert_eq!(root.public(), site(&[("robots.txt", "mine")]));
}

#[test]
fn a_long_list_of_collisions_is_cut_and_counted() {
    let root = Root::new();
    let files: Files = (1..=8).map(|number| (format!("{number}.html"), "ours".to_owned())).collect();
    files.keys().for_each(|path| root.write(&format!("public/{path}"), "mine"));
    refused(publish(root.target(), &files, Writer::default()), "E0603", "`5.html` and 3 more");
}

#[test]
fn a_file_put_by_hand_where_a_new_page_comes_is_not_overwritten() {
    let root = Root::new();
    root.publish(&site(&[("index.html", "home")]));
    root.write("public/new.html", "mine");
    let files = site(&[("index.html", "home"), ("new.html", "ours")]);
    refused(publish(root.target(), &files, Writer::default()), "E0603", "`new.html`");
    assert_eq!(root.public()["new.html"], "mine");
}

#[test]
fn dot_files_of_both_sides_meet_without_loss() {
    let root = Root::new();
    root.write("public/.well-known/theirs", "theirs");
    root.publish(&site(&[(".well-known/ours", "ours"), ("index.html", "home")]));
    let expected = site(&[(".well-known/ours", "ours"), (".well-known/theirs", "theirs"), ("index.html", "home")]);
    assert_eq!((root.public(), root.names()), (expected, vec![".gen".to_owned(), "public".to_owned()]));

    let root = Root::new();
    root.write("public/.nojekyll", "mine");
    refused(publish(root.target(), &site(&[(".nojekyll", "ours")]), Writer::default()), "E0603", "`.nojekyll`");
    assert_eq!(root.public(), site(&[(".nojekyll", "mine")]));
}

#[test]
fn a_page_may_become_a_folder_and_a_folder_a_page() {
    let root = Root::new();
    let one = site(&[("a", "file"), ("b/c/index.html", "deep"), ("b/index.html", "b"), ("b-side.html", "x")]);
    let other = site(&[("a/index.html", "folder"), ("b", "file"), ("b-side.html", "x")]);
    for files in [&one, &other, &one] {
        root.publish(files);
        assert_eq!(&root.public(), files);
    }
    root.write("public/b/theirs", "theirs");
    refused(publish(Target { adopt: true, ..root.target() }, &other, Writer::default()), "E0603", "`b`");
    assert_eq!(root.public()["b/theirs"], "theirs");
}

#[test]
fn a_change_of_case_survives_where_case_does_not_count() {
    let root = Root::new();
    root.publish(&site(&[("About.html", "old")]));
    // A second name for the same file stands for a file system that ignores case.
    fs::hard_link(root.path("public/About.html"), root.path("public/about.html")).expect("writable");
    // The old name goes first: later it would take the new file with it.
    assert!(kill_with_journal(&root, &site(&[("about.html", "new")])).contains(r#""clear":["About.html"]"#));
    root.publish(&site(&[("about.html", "new")]));
    assert_eq!(root.public(), site(&[("about.html", "new")]));
}

#[test]
fn a_damaged_manifest_claims_nothing() {
    let root = Root::new();
    root.publish(&site(&[("index.html", "home"), ("old.html", "old")]));
    root.write("public/.gen-manifest.json", "{");
    root.publish(&site(&[("index.html", "home")]));
    assert_eq!(root.public(), site(&[("index.html", "home"), ("old.html", "old")]));
    root.write("public/.gen-manifest.json", "{");
    refused(publish(root.target(), &site(&[("index.html", "news")]), Writer::default()), "E0603", "`index.html`");
}

#[test]
fn nothing_is_written_or_removed_through_a_link_that_leaves_the_output() {
    let root = Root::new();
    root.publish(&site(&[("images/a.html", "a"), ("index.html", "home")]));
    fs::remove_dir_all(root.path("public/images")).expect("there");
    root.write("elsewhere/a.html", "a");
    symlink(root.path("elsewhere"), root.path("public/images")).expect("writable");
    refused(publish(root.target(), &site(&[("images/a.html", "other")]), Writer::default()), "E0602", "link `images`");
    root.publish(&site(&[("index.html", "home")]));
    assert_eq!(fs::read_to_string(root.path("elsewhere/a.html")).expect("still there"), "a");
}

#[test]
fn a_link_in_place_of_a_page_is_replaced_and_not_followed() {
    let root = Root::new();
    root.publish(&site(&[("index.html", "home")]));
    root.write("elsewhere", "home");
    fs::remove_file(root.path("public/index.html")).expect("there");
    symlink(root.path("elsewhere"), root.path("public/index.html")).expect("writable");
    root.publish(&site(&[("index.html", "news")]));
    assert_eq!(fs::read_to_string(root.path("elsewhere")).expect("still there"), "home");
    assert_eq!(root.public()["index.html"], "news");
}

#[test]
fn dangerous_outputs_are_refused() {
    let root = Root::new();
    root.write("content/a.md", "text");
    root.write("content/deep/b.md", "text");
    root.write("file", "text");
    root.write("home/site/gen.toml", "");
    symlink(root.path("content"), root.path("link")).expect("writable");
    symlink(root.path("nowhere"), root.path("dangling")).expect("writable");
    let check = |output: PathBuf, words: &str| {
        let target = Target { output, not_around: vec![root.path(""), root.path("home")], ..root.target() };
        refused(publish(target, &site(&[("index.html", "x")]), Writer::default()), "E0602", words);
    };
    check(root.path(""), "it is the folder of the site itself");
    check(PathBuf::from("/"), "the root of the file system");
    check(root.path("content"), "it is used by the site itself");
    check(root.path("content/out"), "lies in `content`");
    check(root.path("content/deep/new/out"), "lies in `content`");
    check(root.path("link"), "it is used by the site itself");
    check(root.path("link/out"), "lies in `content`");
    check(root.path("public/../content/out"), "lies in `content`");
    check(root.path("missing/../content"), "it is used by the site itself");
    check(root.path("home"), "it is the home folder");
    check(root.path(".gen"), "it is used by the site itself");
    check(root.path(".gen/out"), "lies in `.gen`");
    check(root.path("gen.toml"), "it is used by the site itself");
    check(root.path("file"), "it is a file");
    check(root.path("dangling"), "a link that leads nowhere");
    check(root.0.path().parent().expect("temporary folders lie in one").to_owned(), "holds `.`");
    assert_eq!(root.names(), ["content", "dangling", "file", "home", "link"]);
    let target = Target { output: root.path("home/public"), not_around: vec![root.path("home")], ..root.target() };
    publish(target, &site(&[("index.html", "x")]), Writer::default()).expect("beside the site is allowed");
}

#[test]
fn an_output_behind_a_link_is_published_where_the_link_leads() {
    let root = Root::new();
    fs::create_dir(root.path("real")).expect("writable");
    symlink("real", root.path("public")).expect("writable");
    for text in ["home", "news"] {
        root.publish(&site(&[("index.html", text)]));
        assert_eq!(fs::read_to_string(root.path("real/index.html")).expect("there"), text);
    }
    assert!(fs::symlink_metadata(root.path("public")).expect("there").is_symlink());
    assert_eq!(root.names(), [".gen", "public", "real"]);
}

#[test]
fn a_second_build_is_refused_at_once_with_the_process_at_work() {
    let root = Root::new();
    let stage = open(root.target()).expect("allowed");
    let words = format!("process {}", std::process::id());
    refused(stage::open(root.target(), Writer::default()), "E0604", &words);
    // Another site with the same output.
    let other = Target { work: root.path("other/.gen"), ..root.target() };
    refused(stage::open(other.clone(), Writer::default()), "E0604", &words);
    assert!(!recover(&other).expect("the other build is at work and not dead"));
    stage.put("index.html", b"x").expect("put");
    assert!(!recover(&other).expect("the other build is at work and not dead"));
    drop(stage);
    open(other).expect("free again");
}

#[test]
fn impossible_addresses_and_second_files_of_one_address_are_errors() {
    let root = Root::new();
    for path in ["", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", ".gen-manifest.json", ".gen-stage/x"] {
        let stage = open(root.target()).expect("allowed");
        refused(stage.put(path, b"x"), "E0601", &format!("`{path}`"));
        refused(publish::publish(stage), "E0601", "");
    }
    for _ in ["first", "next"] {
        let stage = open(root.target()).expect("allowed");
        stage.put("a.html", b"x").expect("put");
        refused(stage.put("a.html", b"y"), "E0601", "`a.html`");
        drop(stage);
        let stage = open(root.target()).expect("allowed");
        stage.put("x", b"x").expect("put");
        let outcome = stage.put("x/y", b"y").and_then(|_| publish::publish(stage).map(drop));
        assert!(outcome.is_err_and(|diagnostic| ["E0601", "E0605"].contains(&diagnostic.code.id)));
        root.publish(&site(&[("b.html", "b")]));
    }
}

#[test]
fn copies_are_compared_by_content_and_get_no_odd_rights() {
    let root = Root::new();
    for size in [10, 100_000] {
        root.write("static/a.bin", &"a".repeat(size));
        let publish = || {
            let stage = open(root.target()).expect("allowed");
            stage.copy("a.bin", &root.path("static/a.bin")).expect("copied");
            publish::publish(stage).expect("published").written
        };
        assert_eq!((publish(), publish()), (1, 0));
        root.write("static/a.bin", &"b".repeat(size));
        assert_eq!((publish(), root.public()["a.bin"].as_str()), (1, &*"b".repeat(size)));
    }
    let stage = open(root.target()).expect("allowed");
    refused(stage.copy("b.bin", &root.path("static/missing")), "E0102", "`static/missing`");
}

#[test]
fn many_threads_may_put_at_once() {
    let root = Root::new();
    for round in ["one", "two", "two"] {
        let stage = open(root.target()).expect("allowed");
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let stage = &stage;
                scope.spawn(move || {
                    for number in 0..50 {
                        stage.put(&format!("shared/{number}/{thread}/index.html"), round.as_bytes()).expect("put");
                    }
                });
            }
        });
        publish::publish(stage).expect("published");
        assert_eq!(root.public().values().filter(|text| *text == round).count(), 200);
    }
}

#[test]
fn the_same_site_has_the_same_bytes_whatever_the_way_it_came() {
    let (direct, detour) = (Root::new(), Root::new());
    let files = site(&[("index.html", "home"), ("a/index.html", "a"), ("дія.html", "b")]);
    direct.publish(&files);
    detour.publish(&site(&[("index.html", "other"), ("gone.html", "x")]));
    detour.publish(&files);
    let manifest = |root: &Root| fs::read_to_string(root.path("public/.gen-manifest.json")).expect("there");
    assert_eq!(manifest(&direct), manifest(&detour));
    assert!(!manifest(&direct).contains(&*direct.0.path().to_string_lossy()));
}

#[test]
fn cleaning_takes_what_is_ours_and_keeps_what_was_changed() {
    let root = Root::new();
    root.publish(&site(&[("index.html", "home"), ("a/b/index.html", "b"), ("c.html", "cccc")]));
    root.write("public/c.html", "mine");
    root.write("public/.gitkeep", "");
    let cleaned = clean(&root.target()).expect("cleaned");
    assert_eq!(cleaned, Cleaned { removed: 2, kept: vec!["c.html".to_owned()] });
    assert_eq!((root.public(), root.names()), (site(&[(".gitkeep", ""), ("c.html", "mine")]), vec!["public".to_owned()]));
    assert!(!root.path("public/a").exists() && !root.path("public/.gen-manifest.json").exists());
    assert_eq!(clean(&root.target()).expect("nothing to do"), Cleaned::default());
}

/// A page that links to others, for readers who walk from page to page.
fn linked_sites() -> (Files, Files) {
    let old = site(&[
        ("index.html", "> style.1.css a/x/index.html a/old/index.html"),
        ("a/index.html", "> a/x/index.html a/old/index.html"),
        ("a/old/index.html", "> style.1.css pic.png"),
        ("a/same/index.html", "> style.2.css"),
        ("a/x/index.html", "> style.1.css a/old/index.html"),
        ("file", "becomes a folder"),
        ("pic.png", "picture"),
        ("style.1.css", "one"),
        ("style.2.css", "two"),
    ]);
    let new = site(&[
        ("index.html", "> style.3.css a/x/index.html b/index.html b/new/index.html"),
        ("a/index.html", "> a/x/index.html b/new/index.html"),
        ("a/same/index.html", "> style.2.css"),
        ("a/x/index.html", "> style.3.css b/index.html"),
        ("b/index.html", "> b/new/index.html"),
        ("b/new/index.html", "> style.3.css"),
        ("feed.xml", "> b/new/index.html"),
        ("file/index.html", "> style.2.css"),
        ("style.2.css", "two"),
        ("style.3.css", "three"),
    ]);
    (old, new)
}

/// Runs one publication with trouble at each of its acts in turn, until there are no more acts. Files of others lie in the output.
fn at_every_act(way: Way, trouble: Trouble, old: &Files, new: &Files, mut check: impl FnMut(&Root, Result<Report, Diagnostic>, &str)) {
    for act in 0.. {
        let root = Root::new();
        root.write("public/.theirs", "theirs");
        if !old.is_empty() {
            root.publish(old);
            root.write("public/a/by-hand.txt", "by hand");
        }
        let (writer, acts) = Fault::writer(act, trouble);
        let outcome = publish(Target { way, ..root.target() }, new, writer);
        if acts.load(std::sync::atomic::Ordering::Relaxed) <= act {
            assert!(outcome.is_ok() && act > new.len());
            return;
        }
        check(&root, outcome, &format!("{trouble:?} at act {act}"));
    }
}

/// What is left of an output without the files of others.
fn ours(root: &Root, had_site: bool, moment: &str) -> Files {
    let mut files = root.public();
    // While dot files are carried over to a first site they lie in the stage; nothing is lost, and it ends with the next command.
    let theirs = files.remove(".theirs").or_else(|| fs::read_to_string(root.path(".public.gen-stage/site/.theirs")).ok());
    assert_eq!(theirs.as_deref(), Some("theirs"), "{moment}");
    if had_site {
        assert_eq!(files.remove("a/by-hand.txt").as_deref(), Some("by hand"), "{moment}");
    }
    files
}

/// A reader finds each file whole, and behind every link a file. Pages that go may lead to others that go: those can lead to each other
/// in a circle, so that no order would do.
fn walk(files: &Files, old: &Files, new: &Files, moment: &str) {
    for (path, text) in files {
        assert!([old.get(path), new.get(path)].contains(&Some(text)), "{moment}: `{path}` is `{text}`");
        let links = text.strip_prefix("> ").filter(|_| new.contains_key(path));
        for link in links.into_iter().flat_map(|links| links.split(' ')) {
            assert!(files.contains_key(link), "{moment}: `{path}` leads to `{link}`");
        }
    }
}

fn has_empty_folder(folder: &Path) -> bool {
    let entries: Vec<_> = fs::read_dir(folder).expect("there").map(|entry| entry.expect("readable").path()).collect();
    entries.is_empty() || entries.iter().any(|path| path.is_dir() && has_empty_folder(path))
}

fn killed_at_every_act(old: &Files, new: &Files) {
    at_every_act(Way::Journal, Trouble::Death, old, new, |root, _, moment| {
        walk(&ours(root, !old.is_empty(), moment), old, new, moment);
        recover(&root.target()).expect("recovered");
        let files = ours(root, !old.is_empty(), moment);
        assert!(files == *old || files == *new, "{moment}: {files:?}");
        assert!(!has_empty_folder(&root.path("public")), "{moment}");
        let names = root.names();
        assert!(names.iter().all(|name| [".gen", "public"].contains(&name.as_str())), "{moment}: {names:?}");
        let report = root.publish(new);
        assert_eq!((report.written + report.removed == 0, ours(root, !old.is_empty(), moment)), (files == *new, new.clone()), "{moment}");
    });
}

#[test]
fn killed_at_any_act_the_old_site_or_the_new_one_stands_after_the_next_command() {
    let (old, new) = linked_sites();
    killed_at_every_act(&old, &new);
    killed_at_every_act(&new, &old);
    killed_at_every_act(&old, &site(&[]));
}

#[test]
fn killed_at_any_act_a_first_publication_is_whole_or_not_there() {
    let (_, new) = linked_sites();
    killed_at_every_act(&site(&[]), &new);
    // A dot file of the site meets one that stands there, so that the site comes file by file.
    let files = site(&[(".theirs", "theirs"), ("index.html", "> a.html"), ("a.html", "a")]);
    at_every_act(Way::Journal, Trouble::Death, &site(&[]), &files, |root, _, moment| {
        recover(&root.target()).expect("recovered");
        let found = root.public();
        assert!(found == files || found == site(&[(".theirs", "theirs")]), "{moment}: {found:?}");
    });
}

#[test]
fn recovery_that_is_killed_at_any_act_is_finished_by_the_next() {
    let old = site(&[("index.html", "old"), ("gone/index.html", "gone"), ("file", "file")]);
    let new = site(&[("index.html", "new"), ("new/index.html", "new"), ("file/index.html", "folder")]);
    for killed_first in 0.. {
        let interrupted = || {
            let root = Root::new();
            root.publish(&old);
            let (writer, acts) = Fault::writer(killed_first, Trouble::Death);
            let _ = publish(root.target(), &new, writer);
            (acts.load(std::sync::atomic::Ordering::Relaxed) > killed_first).then_some(root)
        };
        let Some(root) = interrupted() else { return };
        if !root.path(".public.gen-stage/journal").exists() {
            continue;
        }
        for act in 0.. {
            let root = interrupted().expect("the same act again");
            let (writer, acts) = Fault::writer(act, Trouble::Death);
            let _ = finish_interrupted(&root.target(), &writer);
            recover(&root.target()).expect("recovered");
            assert_eq!((root.public(), root.names()), (new.clone(), vec![".gen".to_owned(), "public".to_owned()]));
            if acts.load(std::sync::atomic::Ordering::Relaxed) <= act {
                break;
            }
        }
    }
}

#[test]
fn a_full_disk_leaves_the_old_site_or_a_journal_that_the_next_command_finishes() {
    let (old, new) = linked_sites();
    for old in [old, site(&[])] {
        at_every_act(Way::Journal, Trouble::FullDisk, &old, &new, |root, outcome, moment| {
            let files = ours(root, !old.is_empty(), moment);
            walk(&files, &old, &new, moment);
            // A first site that cannot be renamed into place comes file by file instead, and cleaning up is not part of it.
            let Err(diagnostic) = outcome else {
                return assert_eq!(files, new, "{moment}");
            };
            assert_eq!(diagnostic.code.id, "E0605", "{moment}");
            assert!(diagnostic.message.contains("no storage space"), "{moment}: {}", diagnostic.message);
            let is_decided = root.path(".public.gen-stage/journal").exists();
            assert!(!is_decided || !diagnostic.message.contains("`public/b`"), "{moment}: folders are made before the journal");
            if !is_decided {
                assert!(files == old || files == new, "{moment}");
                let left = root.path(".public.gen-stage").exists();
                assert!(!left || files == new, "{moment}: a stage is left");
            }
            recover(&root.target()).expect("recovered");
            let files = ours(root, !old.is_empty(), moment);
            assert!(files == old || files == new, "{moment}");
        });
    }
}

/// Publishes and dies as soon as there is a journal; gives its text.
fn kill_with_journal(root: &Root, files: &Files) -> String {
    let journal = root.path(".public.gen-stage/journal");
    for act in 0.. {
        let _ = publish(root.target(), files, Fault::writer(act, Trouble::Death).0);
        if journal.exists() {
            break;
        }
    }
    fs::read_to_string(journal).expect("there")
}

#[test]
fn damaged_journals_and_lost_files_are_reported_and_touch_nothing() {
    let interrupted = || {
        let root = Root::new();
        root.publish(&site(&[("a.html", "a"), ("b.html", "b")]));
        kill_with_journal(&root, &site(&[("a.html", "A"), ("b.html", "B")]));
        root
    };
    let root = interrupted();
    let before = root.public();
    let journal = root.path(".public.gen-stage/journal");
    let text = fs::read_to_string(&journal).expect("there");
    fs::write(&journal, text.replace("b.html", "c.html")).expect("writable");
    refused(finish_interrupted(&root.target(), &Writer::default()), "E0606", "its journal is damaged");
    refused(stage::open(root.target(), Writer::default()), "E0606", "`public`");
    assert_eq!(root.public(), before);

    let root = interrupted();
    let before = root.public();
    fs::write(root.path(".public.gen-stage/0"), "").expect("writable");
    refused(finish_interrupted(&root.target(), &Writer::default()), "E0606", "`a.html`");
    assert_eq!(root.public(), before);
}

#[test]
fn a_journal_that_leads_out_of_the_output_is_refused() {
    let root = Root::new();
    root.write("victim", "precious");
    root.write("public/index.html", "x");
    let body = r#"{"Pieces":{"clear":[],"moves":[],"removals":["../victim"],"manifest":null}}"#;
    let head = format!("gen-journal 1 {}", blake3::hash(body.as_bytes()).to_hex());
    root.write(".public.gen-stage/journal", &format!("{head}\n{body}\n"));
    refused(finish_interrupted(&root.target(), &Writer::default()), "E0606", "leads out");
    assert!(root.path("victim").exists());
}

#[test]
fn a_stage_that_is_a_link_goes_and_what_it_leads_to_stays() {
    let root = Root::new();
    root.write("elsewhere/precious", "x");
    symlink(root.path("elsewhere"), root.path(".public.gen-stage")).expect("writable");
    root.publish(&site(&[("index.html", "home")]));
    assert_eq!(root.names(), [".gen", "elsewhere", "public"]);
    assert!(root.path("elsewhere/precious").exists());
}

#[test]
fn a_real_error_of_the_file_system_names_the_page_and_leaves_the_old_site() {
    let root = Root::new();
    let old = site(&[("index.html", "home")]);
    root.publish(&old);
    let long = format!("{}/index.html", "x".repeat(300));
    refused(publish(root.target(), &site(&[("index.html", "news"), (&long, "x")]), Writer::default()), "E0605", "public/xxx");
    assert_eq!((root.public(), root.names()), (old, vec![".gen".to_owned(), "public".to_owned()]));
}

#[test]
fn a_folder_that_may_not_be_changed_stops_the_publication_before_it_begins() {
    use std::os::unix::fs::PermissionsExt;
    if rustix::process::geteuid().is_root() {
        // Root may change every folder.
        return;
    }
    let root = Root::new();
    let old = site(&[("a.html", "a"), ("closed/index.html", "x"), ("z.html", "z")]);
    root.publish(&old);
    let rights = |mode| fs::set_permissions(root.path("public/closed"), fs::Permissions::from_mode(mode)).expect("ours");
    rights(0o555);
    let new = site(&[("a.html", "A"), ("closed/index.html", "X"), ("z.html", "Z")]);
    refused(publish(root.target(), &new, Writer::default()), "E0605", "`public/closed`");
    rights(0o755);
    assert_eq!((root.public(), root.names()), (old, vec![".gen".to_owned(), "public".to_owned()]));
}

#[test]
fn durable_publications_are_the_same_site() {
    let (old, new) = linked_sites();
    let root = Root::new();
    for files in [&old, &new, &new] {
        publish(Target { durable: true, ..root.target() }, files, Writer::default()).expect("published");
        assert_eq!(&root.public(), files);
    }
}
