//! What changed between two revisions: every file of `tests/changes` is two small sites and what is said of their differences.
//!
//! A case is a comment, the files of the later site, those of the earlier one below `old/`, those of both below `both/`, and last what
//! `gen changes` says. `UPDATE=1 cargo test --test it changes` writes that last part anew; read the difference before you keep it.
//! What needs a real repository stands below in Rust.

use super::site::{files, planned, world};
use explain::cli::changes::in_words;
use explain::cli::report;
use explain::pipeline::{Overrides, compare};
use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

const SAID: &str = "-- said --\n";

#[test]
fn every_difference_is_told_so() {
    let update = std::env::var_os("UPDATE").is_some();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/changes");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder).expect("there are cases").map(|entry| entry.expect("readable").path()).collect();
    cases.sort();
    assert!(!cases.is_empty());
    let mut wrong = String::new();
    for path in cases {
        let text = fs::read_to_string(&path).expect("cases are UTF-8");
        let (sites, expected) = text.split_once(SAID).unwrap_or((&text, ""));
        let said = said(sites);
        if said == expected {
            continue;
        }
        if update {
            fs::write(&path, format!("{sites}{SAID}{said}")).expect("cases can be written");
        } else {
            write!(wrong, "== {}\n{said}\n", path.display()).expect("text grows");
        }
    }
    assert!(wrong.is_empty(), "this is said (UPDATE=1 writes it):\n{wrong}");
}

/// What is said of the differences of a case: records, problems, drafts.
fn said(case: &str) -> String {
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for (path, text) in files(case) {
        match path.split_once('/') {
            Some(("old", path)) => old.push((path.to_owned(), text)),
            Some(("both", path)) => {
                old.push((path.to_owned(), text.clone()));
                new.push((path.to_owned(), text));
            }
            _ => new.push((path, text)),
        }
    }
    let (old, new) = (planned(&world(&old), &Overrides::default()), planned(&world(&new), &Overrides::default()));
    let problems: Vec<_> = old.problems.iter().chain(&new.problems).map(|problem| (problem.code.id, &problem.message)).collect();
    assert!(problems.is_empty(), "both sites of a case are sound: {problems:?}\n{case}");
    let compared = compare(&old.site, &new.site, "v1");
    let mut said = String::new();
    for difference in compared.differences.iter().filter(|difference| !difference.with_owner) {
        writeln!(said, "{}", in_words(difference)).expect("text grows");
    }
    for problem in compared.unannounced.sorted(&new.site.sources) {
        writeln!(said, "{}", report::plain(&problem, &new.site.sources)).expect("text grows");
    }
    for entry in &compared.entries {
        writeln!(said, "draft of {}\n{}", entry.path, entry.text.trim_end()).expect("text grows");
    }
    said
}

/// A site in a repository of its own, in a folder that goes away with it.
struct Repository {
    folder: tempfile::TempDir,
    /// The folder of the site in the repository.
    site: PathBuf,
}

impl Repository {
    /// Commits a site in the folder `below` of a new repository.
    fn new(below: &str, text: &str) -> Repository {
        let folder = tempfile::tempdir().expect("the system gives temporary folders");
        let site = folder.path().join(below);
        let repository = Repository { folder, site };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.add("-- gen.toml --\ntitle = \"Test\"\nbase_url = \"https://example.org/\"\ntoday = 2026-01-15\n");
        repository.add(text);
        repository.commit();
        repository
    }

    fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        git.current_dir(self.folder.path()).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env_remove("GIT_DIR");
        git.args(["-c", "user.name=A. Tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false"]).args(arguments);
        let output = git.output().expect("git is there");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "A revision"]);
    }

    fn add(&self, text: &str) {
        for (path, text) in files(text) {
            let path = self.site.join(path);
            fs::create_dir_all(path.parent().expect("below the site")).expect("writable");
            fs::write(path, text).expect("writable");
        }
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.site.join(path)).expect("it was written")
    }

    /// Exit code, standard output, standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        run_in(&self.site, arguments, &[])
    }
}

fn run_in(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> (i32, String, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_gen"));
    program.current_dir(folder).args(arguments).env("HOME", "/nonexistent").env_remove("SOURCE_DATE_EPOCH");
    program.envs(environment.iter().copied());
    let output = program.output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes text");
    (output.status.code().expect("it ends by itself"), text(output.stdout), text(output.stderr))
}

const CALL: &str = "\
-- content/figures.yaml --
call:
  title: Length of the call
  value: 60
  unit: minutes
  of: The call
  as_of: 2026-01-02
";

#[test]
fn a_correction_is_drafted_built_with_its_reason_and_then_all_is_told() {
    let repository = Repository::new("", CALL);
    assert_eq!(repository.run(&["changes", "--since", "HEAD"]), (0, "nothing changed since HEAD\n".to_owned(), String::new()));

    repository.add(&CALL.replace("60", "75"));
    let (code, out, err) = repository.run(&["changes", "--since", "main", "--write"]);
    let path = "content/updates/2026-01-15-correction.md";
    assert_eq!(code, 1);
    assert!(err.contains("error[E0901]: the `value` of `call` changed since main without an entry in updates"), "{err}");
    assert!(out.ends_with(&format!("wrote {path}\n")), "{out}");

    // Nobody can forget the reason.
    let (code, _, err) = repository.run(&["build"]);
    assert!(code == 1 && err.contains("a correction needs `why`"), "{err}");
    let draft = repository.read(path);
    fs::write(repository.site.join(path), draft.replace("why:\n", "why: The minutes were misread.\n")).expect("writable");
    assert_eq!(repository.run(&["build"]).0, 0);
    let page = repository.read("public/corrections/index.html");
    assert!(page.contains("60 minutes") && page.contains("75 minutes"), "{page}");

    let (code, out, err) = repository.run(&["changes", "--since", "HEAD"]);
    assert!(code == 0 && err.is_empty() && !out.contains("draft of"), "{out}{err}");
}

#[test]
fn all_other_drafts_build_as_they_are() {
    let text = "\
-- content/issues/truce.md --
---
title: Truce
question: For how long?
positions:
  - actor: anna
    stance: rejects
    date: 2026-01-01
    basis: on_record
---
-- content/actors/anna.md --
---
title: Anna
kind: person
---
-- content/about.md --
---
title: About
about: truce
---
Who writes this.
";
    let repository = Repository::new("", text);
    let newer = "    stance: accepts\n    date: 2026-01-02\n    basis: on_record\n---";
    repository
        .add(&text.replace("---\n-- content/actors", &format!("  - actor: anna\n{newer}\n-- content/actors")).replace("Who", "All who"));
    repository
        .add("-- content/events/call.md --\n---\ntitle: \"A \\\"call\\\": two\"\ntype: call\ndate: 2026-01-02\nstatus: completed\noutcome: unknown\n---\n");
    let (code, out, err) = repository.run(&["changes", "--since", "HEAD", "--write"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    for kind in ["status-change", "new-information", "clarification"] {
        assert!(out.contains(&format!("wrote content/updates/2026-01-15-{kind}.md")), "{out}");
    }
    let (code, _, err) = repository.run(&["build", "--strict"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let page = repository.read("public/changes/index.html");
    assert!(page.contains("Anna on “Truce”: was “rejects”, is “accepts”.") && page.contains("event “A &quot;call&quot;: two”"), "{page}");
}

#[test]
fn a_file_that_is_there_is_not_overwritten() {
    let repository = Repository::new("", CALL);
    repository.add(&CALL.replace("60", "75"));
    let mine = "---\ndraft: true\n---\nmine\n";
    let path = "content/updates/2026-01-15-correction.md";
    repository.add(&format!(
        "-- {path} --\n{}",
        mine.replace("draft: true", "draft: true\ndate: 2026-01-15\nkind: tidy_up\nrecords: [call]\nnote: x")
    ));
    let before = repository.read(path);
    let (code, out, err) = repository.run(&["changes", "--since", "HEAD", "--write"]);
    assert_eq!(code, 1);
    assert!(err.ends_with(&format!("error: `{path}` is there already\n")) && !out.contains("wrote"), "{err}{out}");
    assert_eq!(repository.read(path), before);
}

#[test]
fn programs_get_one_object_for_each_change_and_each_draft() {
    let repository = Repository::new("", CALL);
    repository.add(&CALL.replace("60", "75"));
    repository.add("-- content/about.md --\n---\ntitle: About\n---\n");
    let (code, out, err) = repository.run(&["changes", "--since", "HEAD", "--message-format", "json"]);
    assert_eq!(code, 1);
    let objects: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).expect("a line is an object")).collect();
    let sorts: Vec<_> = objects.iter().map(|object| (object["type"].as_str(), object["change"].as_str(), object["id"].as_str())).collect();
    assert_eq!(
        sorts,
        [
            (Some("change"), Some("added"), Some("about")),
            (Some("change"), Some("changed"), Some("call")),
            (Some("entry"), None, None),
            (Some("entry"), None, None)
        ]
    );
    assert_eq!(
        objects[1]["fields"][0],
        serde_json::json!({"field": "value", "entry": null, "entry_field": null, "was": "60", "now": "75"})
    );
    assert_eq!(objects[2]["records"], serde_json::json!(["figure:call"]));
    let problem: Value = serde_json::from_str(&err).expect("one problem");
    assert_eq!((problem["code"].as_str(), problem["place"]["line"].as_u64()), (Some("E0901"), Some(3)));
}

#[test]
fn a_site_below_its_repository_is_compared_with_itself_alone() {
    let repository = Repository::new("sites/one", CALL);
    fs::write(repository.folder.path().join("notes.md"), "not of this site").expect("writable");
    repository.add(&CALL.replace("60", "75"));
    let (_, out, _) = repository.run(&["changes", "--since", "HEAD"]);
    assert!(
        out.starts_with("figure `call` (Length of the call): changed  content/figures.yaml:1\n  value\n    was 60\n    now 75\n\n"),
        "{out}"
    );
    // A hook runs with variables that lead elsewhere.
    let (_, hooked, _) = run_in(&repository.site, &["changes", "--since", "HEAD"], &[("GIT_DIR", "/nonexistent"), ("GIT_PREFIX", "x/")]);
    assert_eq!(hooked, out);
}

#[test]
fn a_site_that_was_not_there_yet_is_all_new() {
    let repository = Repository::new("site", CALL);
    let later = repository.folder.path().join("later");
    fs::create_dir(&later).expect("writable");
    for (path, text) in files(&format!("-- gen.toml --\ntitle = \"Later\"\ntoday = 2026-01-15\n{CALL}").replace("content/", "")) {
        let path = if path == "gen.toml" { later.join(path) } else { later.join("content").join(path) };
        fs::create_dir_all(path.parent().expect("below the site")).expect("writable");
        fs::write(path, text).expect("writable");
    }
    let (code, out, err) = run_in(&later, &["changes", "--since", "HEAD"], &[]);
    assert_eq!((code, err.as_str()), (0, "HEAD has 1 error of its own; what can be read of it is compared\n"));
    assert!(out.starts_with("figure `call` (Length of the call): new"), "{out}");
}

#[test]
fn links_inside_the_site_are_followed_and_other_repositories_are_not() {
    let repository = Repository::new("", CALL);
    repository.add("-- texts/about.md --\n---\ntitle: About\n---\nOne.\n-- content/parts/one.md --\n---\ntitle: One\n---\n");
    symlink("../texts/about.md", repository.site.join("content/about.md")).expect("links are allowed");
    symlink("parts", repository.site.join("content/again")).expect("links are allowed");
    repository.commit();
    assert_eq!(repository.run(&["changes", "--since", "HEAD"]), (0, "nothing changed since HEAD\n".to_owned(), String::new()));

    repository.add("-- texts/about.md --\n---\ntitle: About\n---\nTwo.\n");
    let (_, out, _) = repository.run(&["changes", "--since", "HEAD"]);
    assert!(out.contains("page `about` (About): changed  content/about.md:2\n  (text)\n    was One.\n    now Two.\n"), "{out}");

    // A commit of another repository, as a submodule leaves it, and links that lead out and in a circle.
    let module = format!("160000,{},content/module", "1".repeat(40));
    repository.git(&["update-index", "--add", "--cacheinfo", &module]);
    symlink("..", repository.site.join("content/circle")).expect("links are allowed");
    symlink("/etc/hostname", repository.site.join("content/out.md")).expect("links are allowed");
    repository.git(&["add", "content/circle", "content/out.md"]);
    repository.git(&["commit", "--quiet", "--message", "Links"]);
    fs::remove_file(repository.site.join("content/circle")).expect("there");
    fs::remove_file(repository.site.join("content/out.md")).expect("there");
    let (code, _, err) = repository.run(&["changes", "--since", "HEAD"]);
    assert_eq!((code, err.as_str()), (0, "HEAD has 3 errors of its own; what can be read of it is compared\n"));
}

#[test]
fn errors_of_the_old_revision_are_told_and_errors_of_the_new_one_stop() {
    let broken = CALL.replace("as_of: 2026-01-02", "as_of: soon");
    let repository = Repository::new("", &broken);
    repository.add(CALL);
    let (code, out, err) = repository.run(&["changes", "--since", "HEAD"]);
    assert_eq!((code, err.as_str()), (0, "HEAD has 1 error of its own; what can be read of it is compared\n"));
    assert!(out.contains("as_of\n    was unknown\n    now 2026-01-02"), "{out}");

    repository.commit();
    repository.add(&broken);
    let (code, out, err) = repository.run(&["changes", "--since", "HEAD"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("[E0211]") && err.ends_with("nothing was compared\n"), "{err}");
}

#[test]
fn what_git_cannot_do_is_said() {
    let repository = Repository::new("", CALL);
    for (revision, expected) in [
        ("--since=no-such-tag", "error: there is no revision `no-such-tag`\n"),
        ("--since=HEAD:content", "error: there is no revision `HEAD:content`\n"),
        ("--since=--all", "error: `--all` is not the name of a revision\n"),
        ("--since=", "error: `` is not the name of a revision\n"),
    ] {
        let (code, out, err) = repository.run(&["changes", revision]);
        assert_eq!((code, out.as_str()), (2, ""), "{revision}");
        assert!(err.starts_with(expected), "{err}");
    }
    let folder = tempfile::tempdir().expect("the system gives temporary folders");
    fs::write(folder.path().join("gen.toml"), "title = \"Test\"\n").expect("writable");
    let (code, _, err) = run_in(folder.path(), &["changes", "--since", "HEAD"], &[]);
    assert!(code == 4 && err.starts_with("error: the site lies in no git repository"), "{err}");
    let (code, _, err) = run_in(&repository.site, &["changes", "--since", "HEAD"], &[("PATH", "/nonexistent")]);
    assert!(code == 4 && err.starts_with("error: there is no program `git` here"), "{err}");
}

#[test]
fn a_check_since_a_revision_tells_what_readers_were_not_told() {
    let issue = "-- content/issues/toll.md --\n---\ntitle: The toll\nquestion: Who pays?\n---\n-- content/actors/council.md --\n---\ntitle: Council\nkind: public_body\n---\n";
    let repository = Repository::new("", &format!("{CALL}{issue}"));
    let check = |since: &str| repository.run(&["check", "--since", since, "--message-format", "json"]);
    let codes = |printed: &str| -> Vec<String> {
        let of = |line: &str| serde_json::from_str::<Value>(line).expect("a line is an object")["code"].as_str().map(str::to_owned);
        printed.lines().filter_map(of).filter(|code| ["E0901", "I1110", "I1111"].contains(&code.as_str())).collect()
    };
    let (_, out, err) = check("HEAD");
    assert!(codes(&format!("{out}{err}")).is_empty(), "{out}{err}");

    let blocks = "blocks: [{by: council, asserted_by: council, basis: on_record, strength: stated}]\n---\n-- content/actors";
    repository.add(&format!("{}{}", CALL.replace("60", "75"), issue.replacen("---\n-- content/actors", blocks, 1)));
    let (code, out, err) = check("HEAD");
    assert_eq!((code, codes(&format!("{out}{err}"))), (1, vec!["E0901".to_owned(), "I1110".to_owned()]), "{out}{err}");

    let (code, out, err) = check("no-such-tag");
    assert!(code == 2 && out.is_empty() && err.starts_with("error: there is no revision `no-such-tag`"), "{out}{err}");
    repository.add(&CALL.replace("as_of: 2026-01-02", "as_of: soon"));
    let (code, out, err) = check("HEAD");
    assert!(code == 1 && format!("{out}{err}").contains("E0211") && codes(&format!("{out}{err}")).is_empty(), "{out}{err}");
}
