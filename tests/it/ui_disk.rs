//! What authors are told of a disk: links, pipes, locks, and outputs that must not be written to.
//!
//! The program itself is run in a folder of its own; what it prints on standard error is compared to the letter, with that folder as `SITE` and the one above it as `ABOVE`.

#![expect(clippy::disallowed_methods, reason = "a test makes the disk that the program meets")]

use super::site::files;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A small site that builds.
const GOOD: &str = r#"
-- gen.toml --
title = "Test"
today = 2026-01-15
-- content/about.md --
---
title: About
---
Who writes this.
"#;

/// A site on disk, in `site` of a folder that goes away with it, so that tests can put things beside it.
struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    fn new(text: &str) -> Site {
        let site = Site { folder: tempfile::tempdir().expect("the system gives temporary folders") };
        fs::create_dir(site.root()).expect("writable");
        site.add(text);
        site
    }

    fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().expect("there").join("site")
    }

    fn add(&self, text: &str) {
        for (path, text) in files(text) {
            self.write(&path, text.as_bytes());
        }
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("writable");
        fs::write(path, bytes).expect("writable");
    }

    /// Runs the program in the site: its exit code and what it says on standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let mut program = Command::new(env!("CARGO_BIN_EXE_gen"));
        program.args(arguments).current_dir(self.root()).env("HOME", self.folder.path().join("home")).env_remove("SOURCE_DATE_EPOCH");
        let output = program.output().expect("the program was built");
        let said = String::from_utf8(output.stderr).expect("the program speaks UTF-8");
        let above = self.folder.path().canonicalize().expect("there");
        let said = said.replace(&self.root().display().to_string(), "SITE").replace(&above.display().to_string(), "ABOVE");
        let said = said.replace(&format!("process {}", std::process::id()), "process 1234");
        (output.status.code().expect("the program ends by itself"), said)
    }

    #[track_caller]
    fn check(&self, arguments: &[&str], code: i32, expected: &str) {
        let (exit, said) = self.run(arguments);
        assert!(
            said == expected.trim_start() && exit == code,
            "exit code {exit}, expected {code}; printed\n{said}\nexpected\n{}",
            expected.trim_start()
        );
    }

    /// Every file of the output with its bytes.
    fn output(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        collect(&self.root().join("public"), &mut found);
        found
    }
}

fn collect(folder: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("there") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            collect(&path, found);
        } else {
            found.insert(path.clone(), fs::read(&path).expect("readable"));
        }
    }
}

#[test]
fn a_folder_without_a_configuration_is_no_site() {
    let site = Site::new("-- content/about.md --\n---\ntitle: About\n---\n");
    site.check(
        &["build"],
        3,
        r#"
error[E0701]: there is no `gen.toml`, so this folder is no site
--> gen.toml
 = help: go into the folder of a site, or run `gen init` to start one

nothing was written
"#,
    );
}

#[test]
fn text_that_is_not_utf_8_is_shown_with_its_first_bad_byte() {
    let site = Site::new(GOOD);
    site.write("content/actors/putin.md", b"---\ntitle: Vladimir Putin\nkind: person\n---\nCaf\xe9 and more\n");
    site.add("-- content/guide.md --\n---\ntitle: Guide\n---\n[[putin]]\n");
    site.check(
        &["build"],
        1,
        r#"
error[E0101]: this file is not UTF-8 text
 --> content/actors/putin.md:5:4
  |
5 | Caf� and more
  |    ^ the first byte that is none
  |
  = help: save it again with the encoding UTF-8

nothing was written
"#,
    );
}

#[test]
fn a_text_of_ten_megabytes_is_refused() {
    let site = Site::new(GOOD);
    site.write("content/big.md", &vec![b'x'; 10_000_000]);
    site.add("-- content/guide.md --\n---\ntitle: Guide\n---\n[[big]]\n");
    site.check(
        &["build"],
        1,
        r#"
error[E0105]: this file has 10.0 MB, the limit is 8.0 MB
--> content/big.md
 = help: split it, or raise `[limits] file_bytes` in gen.toml

nothing was written
"#,
    );
}

#[test]
fn what_is_no_text_cannot_be_read_as_one() {
    let site = Site::new(GOOD);
    fs::create_dir(site.root().join("content/folder.md")).expect("writable");
    let pipe = site.root().join("content/pipe.md");
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, 0o644.into(), 0).expect("pipes are allowed");
    site.add("-- content/guide.md --\n---\ntitle: Guide\n---\n[[folder]] and [a pipe](pipe.md)\n");
    site.check(
        &["build"],
        1,
        r#"
error[E0103]: a folder has the name of a text
--> content/folder.md
 = help: rename the folder so that it does not end in .md

error[E0103]: this is neither a file nor a folder
--> content/pipe.md
 = help: remove it from the site

nothing was written
"#,
    );
}

#[test]
fn a_link_may_not_leave_the_site() {
    let site = Site::new(GOOD);
    fs::write(site.folder.path().join("secret.md"), "---\ntitle: Secret\n---\n").expect("writable");
    fs::create_dir(site.folder.path().join("elsewhere")).expect("writable");
    for (target, link) in
        [("../../secret.md", "out.md"), ("../../elsewhere", "folder"), ("nothing.md", "nowhere.md"), ("circle.md", "circle.md")]
    {
        symlink(target, site.root().join("content").join(link)).expect("writable");
    }
    symlink("about.md", site.root().join("content/inside.md")).expect("writable");
    site.check(
        &["build"],
        1,
        r#"
error[E0104]: this symbolic link leads nowhere, or in a circle
--> content/circle.md
 = help: put the file itself into the site, or remove the link

error[E0104]: this symbolic link leads out of the site, to `ABOVE/elsewhere`
--> content/folder
 = help: put the file itself into the site, or remove the link

error[E0104]: this symbolic link leads nowhere, or in a circle
--> content/nowhere.md
 = help: put the file itself into the site, or remove the link

error[E0104]: this symbolic link leads out of the site, to `ABOVE/secret.md`
--> content/out.md
 = help: put the file itself into the site, or remove the link

4 errors
nothing was written
"#,
    );
}

#[test]
fn a_file_whose_name_is_not_utf_8_cannot_be_read() {
    let site = Site::new(GOOD);
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
    fs::write(site.root().join("content").join(name), "---\ntitle: Café\n---\n").expect("writable");
    site.check(
        &["build"],
        1,
        r#"
error[E0102]: this cannot be read: its name is not UTF-8
--> content/caf�.md
 = help: make it readable, rename it or remove it

nothing was written
"#,
    );
}

#[test]
fn an_output_that_holds_the_sources_or_lies_in_them_is_refused() {
    let site = Site::new(GOOD);
    site.check(
        &["build", "-o", "."],
        3,
        r#"
error[E0602]: `.` cannot be the output folder: it is the folder of the site itself
 |
 = help: choose a folder that is for the site alone, such as `public`

nothing was written
"#,
    );
    site.check(
        &["build", "-o", "content/out"],
        3,
        r#"
error[E0602]: `content/out` cannot be the output folder: it lies in `content`
 |
 = help: choose a folder that is for the site alone, such as `public`

nothing was written
"#,
    );
    site.check(
        &["build", "-o", "gen.toml"],
        3,
        r#"
error[E0602]: `gen.toml` cannot be the output folder: it is a file
 |
 = help: choose a folder that is for the site alone, such as `public`

nothing was written
"#,
    );
    fs::create_dir(site.folder.path().join("home")).expect("writable");
    site.check(
        &["build", "-o", "../home"],
        3,
        r#"
error[E0602]: `ABOVE/home` cannot be the output folder: it is the home folder or the top of a repository
 |
 = help: choose a folder that is for the site alone, such as `public`

nothing was written
"#,
    );
    site.check(
        &["build", "-o", ".."],
        3,
        r#"
error[E0602]: `ABOVE` cannot be the output folder: it holds `.`
 |
 = help: choose a folder that is for the site alone, such as `public`

nothing was written
"#,
    );
    site.check(
        &["clean", "-o", "/"],
        3,
        r#"
error[E0602]: `/` cannot be the output folder: it is the root of the file system
 |
 = help: choose a folder that is for the site alone, such as `public`

"#,
    );
}

#[test]
fn files_of_others_are_not_overwritten() {
    let site = Site::new(GOOD);
    site.add("-- public/index.html --\nmine\n-- public/CNAME --\nexample.org\n");
    site.check(
        &["build"],
        3,
        r#"
error[E0603]: `public` holds files of others where this site has its own: `index.html`
 |
 = help: move them away, or build with `--adopt` to overwrite files

nothing was written
"#,
    );
    assert_eq!(fs::read_to_string(site.root().join("public/index.html")).expect("there"), "mine\n");
    site.check(&["build", "--adopt"], 0, "");
    assert_eq!(fs::read_to_string(site.root().join("public/CNAME")).expect("there"), "example.org\n");
}

#[test]
fn two_builds_at_once_are_refused() {
    let site = Site::new(GOOD);
    let writer = explain::world::writer::Writer::default();
    let _lock = writer.lock(&site.root().join(".public.gen-lock")).expect("nobody holds it");
    site.check(
        &["build"],
        4,
        r#"
error[E0604]: another build (process 1234) is at work on `public`
 |
 = help: wait until it has finished, or stop it

nothing was written
"#,
    );
}

#[test]
fn verifying_tells_of_a_page_that_would_have_been_kept_wrongly() {
    let site = Site::new(GOOD);
    site.check(&["build"], 0, "");
    // The memo is made to believe that another page was written: the beginning of its hash is changed, and the sum of the memo put right.
    let page = fs::read(site.root().join("public/about/index.html")).expect("it was built");
    let beginning = u64::from_le_bytes(std::array::from_fn(|at| blake3::hash(&page).as_bytes()[at]));
    let known = postcard::to_stdvec(&beginning).expect("a number");
    let path = site.root().join(".gen/memo/pages");
    let mut memo = fs::read(&path).expect("it was left");
    let at = memo.windows(known.len()).position(|bytes| bytes == known).expect("it is noted");
    memo[at] ^= 1;
    let sum = blake3::hash(&memo[72..]);
    memo[40..72].copy_from_slice(sum.as_bytes());
    fs::write(&path, memo).expect("writable");
    site.check(
        &["build", "--verify"],
        4,
        r#"
error[E0607]: `about/index.html` would have been kept, and a clean build makes it differently
 |
 = help: what was published is right; please report this, with the last edits before it, and remove `.gen/memo`

"#,
    );
    site.check(&["build", "--verify"], 0, "");
}

#[test]
fn a_journal_that_cannot_be_read_stops_every_command_that_writes() {
    let site = Site::new(GOOD);
    site.check(&["build"], 0, "");
    site.write(".public.gen-stage/journal", b"gen-journal 1 0000\n{}\n");
    site.check(
        &["build"],
        4,
        r#"
error[E0606]: the publication to `public` was interrupted and cannot be finished: its journal is damaged
 |
 = help: remove `.public.gen-stage` and build with `--verify`, which compares every file

"#,
    );
}

#[test]
fn what_the_file_system_refuses_is_told_with_its_path() {
    let site = Site::new(GOOD);
    site.add("-- file --\n");
    site.check(
        &["build", "-o", "file/public"],
        4,
        r#"
error[E0605]: cannot write `file/.public.gen-lock`: Not a directory
 |
 = help: a file stands where a folder is needed: move it away, or choose another output folder

nothing was written
"#,
    );
}

#[test]
fn five_mistakes_at_once_are_all_told_and_leave_the_site_that_stands() {
    let site = Site::new(GOOD);
    site.check(&["build"], 0, "");
    let before = site.output();
    site.add(
        r"
-- content/about.md --
---
title: About: us
---
-- content/actors/putin.md --
---
title: Vladimir Putin
kind: persn
---
[[lavrov]]
-- content/issues/truce.md --
---
title: Truce
parent: truce
---
-- content/terms.csv --
id,summary
truce
",
    );
    site.write("content/old.md", b"\xff");
    site.check(&["build"], 1, r#"
error[E0203]: a `: ` inside a value without quotes
 --> content/about.md:2:13
  |
2 | title: About: us
  |             ^
  |
  = help: put the value in quotes: `"About: us"`

error[E0209]: `kind` cannot be `persn`
 --> content/actors/putin.md:3:7
  |
3 | kind: persn
  |       ^^^^^
  |
  = help: did you mean `person`?
  = help: it is one of: person, state, public_body, armed_force, intergovernmental, party, company, ngo, research, media, coalition, working_group, unnamed_group, other

error[E0301]: there is no record `lavrov`
 --> content/actors/putin.md:5:3
  |
5 | [[lavrov]]
  |   ^^^^^^
  |
  = help: create it, for example with `gen new actor lavrov`

error[E0503]: the `parent` of `truce` is `truce` itself
 --> content/issues/truce.md:3:9
  |
3 | parent: truce
  |         ^^^^^
  |
  = help: name another record, or take `parent` out

error[E0101]: this file is not UTF-8 text
 --> content/old.md:1:1
  |
1 | �
  | ^ the first byte that is none
  |
  = help: save it again with the encoding UTF-8

error[E0205]: this row has 1 cell, the header has 2
 --> content/terms.csv:2:1
  |
2 | truce
  | ^^^^^
  |
  = help: leave a cell without a value empty, but keep its comma

6 errors
nothing was written; the site that stands is as it was
"#);
    assert_eq!(site.output(), before);
}

#[test]
fn a_published_number_or_claim_does_not_change_without_a_word() {
    let site = Site::new(GOOD);
    site.add(
        "-- content/figures.yaml --\ncall:\n  value: 60\n  unit: minutes\n  of: The call\n-- content/claims.yaml --\npause:\n  \
         statement: There was a pause.\n  kind: factual\n",
    );
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.current_dir(site.root()).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env_remove("GIT_DIR");
        git.args(["-c", "user.name=A. Tester", "-c", "user.email=tester@example.org"]).args(arguments);
        assert!(git.output().expect("git is there").status.success(), "git {arguments:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "Published"]);
    site.add("-- content/figures.yaml --\ncall:\n  value: 75\n  unit: minutes\n  of: The call\n-- content/claims.yaml --\n");
    site.check(
        &["changes", "--since", "HEAD"],
        1,
        r#"
error[E0902]: the claim `pause` was taken out since HEAD without an entry in updates
--> content/claims.yaml
 = help: it said: There was a pause.
 = help: write an entry whose `was` quotes it, or bring it back and say by what it was replaced: `superseded_by: …`

error[E0901]: the `value` of `call` changed since HEAD without an entry in updates
 --> content/figures.yaml:2:10
  |
2 |   value: 75
  |          ^^
  |
  = help: it was “60 minutes”, and is “75 minutes”
  = help: write an entry that names `figure:call`, or let `gen changes --since HEAD --write` draft it

"#,
    );
    // What a check remembers is of the texts as they are now, whatever it compares them with.
    assert_eq!(site.run(&["check", "--since", "HEAD"]).0, 1);
    let runs = fs::read_dir(site.root().join(".gen/memo/texts")).expect("texts are remembered");
    let kept: Vec<u8> = runs.flat_map(|run| fs::read(run.expect("a run").path()).expect("a file")).collect();
    let holds = |word: &str| kept.windows(word.len()).any(|bytes| bytes == word.as_bytes());
    assert!(holds("value: 75") && !holds("value: 60"));
}
