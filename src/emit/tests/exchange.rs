//! What an exchange promises beyond what every publication does: one site or the other at any moment, and the journal where it cannot be.

use super::*;
use std::os::unix::fs::PermissionsExt;

fn exchange(root: &Root, files: &Files) -> Report {
    publish(Target { way: Way::Exchange, ..root.target() }, files, Writer::default()).expect("published")
}

fn inode(root: &Root, path: &str) -> u64 {
    fs::symlink_metadata(root.path(path)).expect("there").ino()
}

#[test]
fn an_exchange_puts_a_new_folder_in_place_and_writes_only_what_differs() {
    let root = Root::new();
    let old = site(&[("index.html", "home"), ("old/index.html", "old"), ("same.html", "same"), ("a", "file"), ("b/c", "x")]);
    let new = site(&[("index.html", "news"), ("new/index.html", "new"), ("same.html", "same"), ("a/index.html", "folder"), ("b", "file")]);
    assert_eq!(exchange(&root, &old), Report { written: 5, unchanged: 0, removed: 0, total: 5 });
    let before = (inode(&root, "public"), inode(&root, "public/same.html"));
    assert_eq!(exchange(&root, &new), Report { written: 4, unchanged: 1, removed: 3, total: 5 });
    let after = (inode(&root, "public"), inode(&root, "public/same.html"));
    assert_eq!((before.0 == after.0, before.1 == after.1), (false, true));
    assert_eq!((root.public(), root.names()), (new.clone(), vec![".gen".to_owned(), "public".to_owned()]));
    assert!(!root.path("public/old").exists());
    assert_eq!(fs::metadata(root.path("public/same.html")).expect("there").nlink(), 1);
    assert_eq!(exchange(&root, &new), Report { written: 0, unchanged: 5, removed: 0, total: 5 });
    assert_eq!(inode(&root, "public"), after.0);
}

#[test]
fn both_ways_lead_to_the_same_bytes() {
    let (old, new) = linked_sites();
    let (one, other) = (Root::new(), Root::new());
    for files in [&old, &new, &old] {
        one.publish(files);
        let target = Target { way: Way::Exchange, durable: true, ..other.target() };
        publish(target, files, Writer::default()).expect("published");
        let manifest = |root: &Root| fs::read_to_string(root.path("public/.gen-manifest.json")).expect("there");
        assert_eq!((one.public(), manifest(&one)), (other.public(), manifest(&other)));
        assert!(!has_empty_folder(&other.path("public")));
    }
}

#[test]
fn what_others_put_into_the_output_survives_an_exchange_as_it_is() {
    let root = Root::new();
    exchange(&root, &site(&[("index.html", "home"), ("mixed/ours.html", "ours")]));
    root.write("public/CNAME", "example.org");
    root.write("public/.git/HEAD", "ref");
    root.write("public/mixed/theirs.html", "theirs");
    root.write("elsewhere/precious", "x");
    fs::create_dir(root.path("public/empty")).expect("writable");
    symlink("../elsewhere", root.path("public/folder-link")).expect("writable");
    symlink("nowhere", root.path("public/.dangling")).expect("writable");
    fs::set_permissions(root.path("public/.git"), fs::Permissions::from_mode(0o700)).expect("ours");
    let theirs = ["public/CNAME", "public/.git/HEAD", "public/mixed/theirs.html"].map(|path| inode(&root, path));
    exchange(&root, &site(&[("index.html", "news")]));
    assert_eq!(["public/CNAME", "public/.git/HEAD", "public/mixed/theirs.html"].map(|path| inode(&root, path)), theirs);
    assert_eq!(fs::read_link(root.path("public/folder-link")).expect("a link"), Path::new("../elsewhere"));
    assert_eq!(fs::read_link(root.path("public/.dangling")).expect("a link"), Path::new("nowhere"));
    assert_eq!(fs::metadata(root.path("public/.git")).expect("there").permissions().mode() & 0o777, 0o700);
    assert!(root.path("public/empty").is_dir() && root.path("elsewhere/precious").exists());
    assert_eq!(fs::read_to_string(root.path("public/index.html")).expect("there"), "news");
    assert!(!root.path("public/mixed/ours.html").exists());
}

#[test]
fn an_exchange_refuses_the_files_of_others_and_takes_them_over_when_asked() {
    let root = Root::new();
    root.write("public/CNAME", "example.org");
    root.write("public/index.html", "mine");
    let files = site(&[("index.html", "home")]);
    let target = Target { way: Way::Exchange, ..root.target() };
    refused(publish(target.clone(), &files, Writer::default()), "E0603", "`index.html`");
    assert_eq!((root.public()["index.html"].as_str(), root.names()), ("mine", vec![".gen".to_owned(), "public".to_owned()]));
    publish(Target { adopt: true, ..target }, &files, Writer::default()).expect("taken over");
    assert_eq!(root.public(), site(&[("CNAME", "example.org"), ("index.html", "home")]));
}

/// Nothing but the exchange itself changes what readers find, so that what they find between any two acts is all they can ever find.
#[test]
fn killed_at_any_act_of_an_exchange_exactly_one_of_the_sites_stands_at_once() {
    let (one, other) = linked_sites();
    for (old, new) in [(&one, &other), (&other, &one), (&one, &site(&[]))] {
        let (mut before, mut after) = (0, 0);
        at_every_act(Way::Exchange, Trouble::Death, old, new, |root, _, moment| {
            let stands = ours(root, true, moment);
            assert!(stands == *old || stands == *new, "{moment}: {stands:?}");
            assert!(!has_empty_folder(&root.path("public")), "{moment}");
            recover(&root.target()).expect("recovered");
            assert_eq!(
                (ours(root, true, moment), root.names()),
                (stands.clone(), vec![".gen".to_owned(), "public".to_owned()]),
                "{moment}"
            );
            *(if stands == *old { &mut before } else { &mut after }) += 1;
            let report = exchange(root, new);
            assert_eq!((report.written + report.removed == 0, ours(root, true, moment)), (stands == *new, new.clone()), "{moment}");
        });
        assert!(before > old.len() && after > 0, "{before} before and {after} after");
    }
}

#[test]
fn killed_at_any_act_after_a_refused_exchange_the_journal_is_finished() {
    let (old, new) = linked_sites();
    for act in 0.. {
        let root = Root::new();
        root.publish(&old);
        fifo(&root, "public/pipe");
        let (writer, acts) = Fault::writer(act, Trouble::Death);
        let _ = publish(Target { way: Way::Exchange, ..root.target() }, &new, writer);
        recover(&root.target()).expect("recovered");
        fs::remove_file(root.path("public/pipe")).expect("still there");
        let stands = root.public();
        assert!(stands == old || stands == new, "act {act}: {stands:?}");
        if acts.load(std::sync::atomic::Ordering::Relaxed) <= act {
            return;
        }
    }
}

#[test]
fn a_full_disk_leaves_the_old_site_until_the_exchange_and_the_new_one_after_it() {
    let (old, new) = linked_sites();
    at_every_act(Way::Exchange, Trouble::FullDisk, &old, &new, |root, outcome, moment| {
        let stands = ours(root, true, moment);
        // Only cleaning up can fail after the exchange; it is tried once more, and the error told.
        assert!(stands == old || stands == new, "{moment}: {stands:?}");
        assert_eq!(root.names(), [".gen", "public"], "{moment}");
        let diagnostic = outcome.expect_err(moment);
        assert_eq!((diagnostic.code.id, diagnostic.message.contains("no storage space")), ("E0605", true), "{}", diagnostic.message);
        assert!(!diagnostic.message.contains("gen-stage/site"), "{moment}: {}", diagnostic.message);
    });
}

#[test]
fn what_the_system_refuses_is_done_by_the_journal() {
    let (old, new) = linked_sites();
    let mut by_journal = 0;
    for act in 0.. {
        let root = Root::new();
        root.publish(&old);
        root.write("public/CNAME", "example.org");
        let folder = inode(&root, "public");
        let (writer, acts) = Fault::writer(act, Trouble::Refusal);
        let outcome = publish(Target { way: Way::Exchange, ..root.target() }, &new, writer);
        if acts.load(std::sync::atomic::Ordering::Relaxed) <= act {
            break;
        }
        let mut stands = root.public();
        assert_eq!(stands.remove("CNAME").as_deref(), Some("example.org"), "act {act}");
        assert_eq!(root.names(), [".gen", "public"], "act {act}");
        assert!(stands == new || stands == old && outcome.is_err(), "act {act}: {stands:?}");
        if outcome.is_ok() {
            assert_eq!((inode(&root, "public"), has_empty_folder(&root.path("public"))), (folder, false), "act {act}");
            by_journal += 1;
        }
    }
    // A link for each file with the manifest and `CNAME`, the folders `public`, `a`, `a/old`, `a/same`, `a/x`, and the exchange itself.
    assert_eq!(by_journal, old.len() + 2 + 5 + 1);
}

fn fifo(root: &Root, path: &str) {
    use rustix::fs::{CWD, FileType, mknodat};
    mknodat(CWD, root.path(path), FileType::Fifo, 0o644.into(), 0).expect("pipes are allowed");
}

#[test]
fn an_output_that_cannot_be_doubled_is_published_by_the_journal() {
    let root = Root::new();
    root.publish(&site(&[("index.html", "home"), ("a/index.html", "a")]));
    fifo(&root, "public/a/pipe");
    let folder = inode(&root, "public");
    let report = exchange(&root, &site(&[("index.html", "news"), ("new.html", "new")]));
    assert_eq!((report, inode(&root, "public")), (Report { written: 2, unchanged: 0, removed: 1, total: 2 }, folder));
    assert!(root.path("public/a/pipe").exists() && root.path("public/new.html").exists() && !root.path("public/a/index.html").exists());
    assert_eq!(root.names(), [".gen", "public"]);
}

/// An exchange that has just happened: the old site lies in the stage.
fn exchanged(root: &Root, stage: &str, check: impl FnOnce(&journal::Site<'_>)) {
    let target = root.target();
    let (writer, output) = (Writer::default(), Output::of(&target).expect("allowed"));
    check(&journal::Site { writer: &writer, output: &output, stage: &root.path(stage), durable: false });
}

#[test]
fn a_stage_in_the_output_is_not_exchanged_with_it() {
    let root = Root::new();
    root.publish(&site(&[("index.html", "home")]));
    root.write("public/.gen-stage/0", "news");
    exchanged(&root, "public/.gen-stage", |site| {
        let remain = site.exchange(journal::Pieces::default()).expect("nothing was tried");
        assert_eq!(remain, Some(journal::Pieces::default()));
    });
    assert!(!root.path("public/.gen-stage/site").exists());
}

#[test]
fn what_others_put_into_the_output_during_an_exchange_is_moved_over() {
    let root = Root::new();
    root.write("public/CNAME", "shared");
    fs::create_dir_all(root.path(".public.gen-stage/site")).expect("writable");
    fs::hard_link(root.path("public/CNAME"), root.path(".public.gen-stage/site/CNAME")).expect("writable");
    root.write("public/index.html", "news");
    root.write(".public.gen-stage/site/index.html", "home");
    root.write(".public.gen-stage/site/gone/index.html", "gone");
    root.write(".public.gen-stage/site/gone/theirs.txt", "arrived");
    root.write("public/edited.txt", "before");
    root.write(".public.gen-stage/site/edited.txt", "after");
    exchanged(&root, ".public.gen-stage", |site| {
        site.keep_arrivals(Path::new(""), &["index.html", "gone/index.html"].map(Path::new).into_iter().collect()).expect("kept");
    });
    let expected = [("CNAME", "shared"), ("edited.txt", "after"), ("gone/theirs.txt", "arrived"), ("index.html", "news")];
    assert_eq!(root.public(), site(&expected));
}
