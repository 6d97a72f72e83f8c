//! What holds for a build that remembers: after any sequence of edits it leaves what a build without a memory would, and says the same.
//!
//! `GEN_LONG=1` tries thousands of sequences. One that fails is made shorter and printed with what each of its steps did.

use crate::random::{Small, small};
use crate::warm_edits::EDITS;
use crate::warm_sites::{FERRY, WELL, written};
use crate::warm_standing::{How, Standing};
use crate::warm_steps::{Step, by, step};
use explain::emit;
use proptest::collection::vec;
use proptest::prelude::{Just, ProptestConfig, Strategy, prop_assert, prop_oneof, proptest};
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{FileFailurePersistence, TestRunner};
use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

/// A site to begin with.
#[derive(Clone, Debug)]
enum Start {
    Ferry,
    Well,
    Random(Box<Small>),
}

impl Start {
    fn standing(&self) -> Standing {
        match self {
            Start::Ferry => Standing::new(&written(FERRY)),
            Start::Well => Standing::new(&written(WELL)),
            Start::Random(small) => {
                let files = small.files().into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
                let mut standing = Standing::new(&files);
                standing.overrides.drafts = small.drafts;
                standing
            }
        }
    }
}

fn start() -> impl Strategy<Value = Start> {
    prop_oneof![1 => Just(Start::Ferry), 3 => Just(Start::Well), 3 => small().prop_map(|small| Start::Random(Box::new(small)))]
}

fn sequences() -> ProptestConfig {
    let long = std::env::var_os("GEN_LONG").is_some();
    ProptestConfig {
        cases: if long { 3000 } else { 6 },
        max_shrink_iters: if long { 300 } else { 60 },
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(sequences())]

    #[test]
    fn a_warm_build_after_any_edits_is_a_clean_one(start in start(), steps in vec(step(), 1..7)) {
        let tried = tried(&start, &steps);
        prop_assert!(tried.is_ok(), "{}", tried.unwrap_err());
    }
}

fn tried(start: &Start, steps: &[Step]) -> Result<(), String> {
    let mut standing = start.standing();
    standing.check(How::Warm)?;
    steps.iter().try_for_each(|step| standing.step(step))
}

#[test]
fn a_build_that_was_killed_spoils_no_later_one() {
    let mut site = Standing::new(&written(WELL));
    site.check(How::Warm).unwrap_or_else(|wrong| panic!("{wrong}"));
    let times = if std::env::var_os("GEN_LONG").is_some() { 300 } else { 4 };
    let mut runner = TestRunner::deterministic();
    for time in 0..times {
        let chosen = (vec((select(&EDITS[..]), by()), 3), 0_u64..400).new_tree(&mut runner).expect("there is one").current();
        let (edits, milliseconds) = chosen;
        let good = site.files.clone();
        for (edit, by) in edits {
            site.edit(edit, by, false);
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_gen"));
        child.args(["build", "--quiet", "--output-dir"]).arg(site.public()).current_dir(site.site());
        child.env_remove("SOURCE_DATE_EPOCH").stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = child.spawn().expect("the program starts");
        std::thread::sleep(Duration::from_millis(milliseconds));
        child.kill().expect("it is ours");
        child.wait().expect("it ends");
        // With errors the output is what the build before left, whether it was killed or not.
        emit::recover(&site.target(site.public())).unwrap_or_else(|problems| panic!("{problems:?}"));
        site.public = site.output();
        site.check(How::Warm).unwrap_or_else(|wrong| panic!("killed after {milliseconds} ms, {time}: {wrong}"));
        if site.is_broken {
            site.write(good, false);
            site.check(How::Warm).unwrap_or_else(|wrong| panic!("mended, {time}: {wrong}"));
        }
    }
}

#[test]
fn a_folder_that_becomes_a_link_to_nothing_is_told_of() {
    let mut site = Standing::new(&written(WELL));
    let odd = site.site().join("content/odd");
    fs::create_dir(&odd).expect("a folder");
    for _ in 0..2 {
        let outcome = site.check(How::Warm).unwrap_or_else(|wrong| panic!("{wrong}"));
        assert!(outcome.said.is_empty());
    }
    fs::remove_dir(&odd).expect("it is there");
    std::os::unix::fs::symlink("/nowhere", &odd).expect("a link");
    let outcome = site.check(How::Warm).unwrap_or_else(|wrong| panic!("{wrong}"));
    assert!(outcome.said[0].contains("content/odd"), "{:?}", outcome.said);
}
