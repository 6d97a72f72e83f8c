//! What holds of copies of earlier days: they live with the site in one output, and neither touches the other.

use super::*;
use crate::emit::manifest::Manifest;

const DAY: &str = "2025-12-27";

fn copy_of(root: &Root, day: &str) -> Target {
    Target { scope: Scope::Copy(day.to_owned()), today: "2030-01-01".to_owned(), ..root.target() }
}

fn publish_copy(root: &Root, day: &str, files: &Files) -> Report {
    publish(copy_of(root, day), files, Writer::default()).expect("published")
}

/// The files of a copy as they lie in the output.
fn placed(day: &str, files: &Files) -> Files {
    files.iter().map(|(path, text)| (format!("as-of/{day}/{path}"), text.clone())).collect()
}

fn together(parts: &[&Files]) -> Files {
    parts.iter().flat_map(|files| files.iter()).map(|(path, text)| (path.clone(), text.clone())).collect()
}

fn manifest(root: &Root) -> Manifest {
    Manifest::read(&fs::read(root.path("public/.gen-manifest.json")).expect("there")).expect("whole")
}

fn listed(root: &Root) -> Vec<String> {
    manifest(root).files.into_iter().map(|file| file.path).collect()
}

#[test]
fn site_and_copies_live_together_and_keep_each_other() {
    let root = Root::new();
    let live = site(&[("index.html", "home"), ("old.html", "old")]);
    let copy = site(&[("index.html", "then"), ("gone/index.html", "gone")]);
    root.publish(&live);
    assert_eq!(publish_copy(&root, DAY, &copy), Report { written: 2, unchanged: 0, removed: 0, total: 2 });
    assert_eq!(root.public(), together(&[&live, &placed(DAY, &copy)]));
    assert_eq!(manifest(&root).today, "2026-01-09");

    // Again: nothing to write, not even the manifest.
    let before = fs::metadata(root.path("public/.gen-manifest.json")).expect("there").ino();
    assert_eq!(publish_copy(&root, DAY, &copy).written, 0);
    assert_eq!(fs::metadata(root.path("public/.gen-manifest.json")).expect("there").ino(), before);

    // The site goes on, and another day is copied.
    let news = site(&[("index.html", "news")]);
    assert_eq!(root.publish(&news), Report { written: 1, unchanged: 0, removed: 1, total: 1 });
    publish_copy(&root, "2025-12-20", &copy);
    // What the first copy no longer has goes, and nothing else.
    let shorter = site(&[("index.html", "then")]);
    assert_eq!(publish_copy(&root, DAY, &shorter), Report { written: 0, unchanged: 1, removed: 1, total: 1 });
    let all = together(&[&news, &placed(DAY, &shorter), &placed("2025-12-20", &copy)]);
    assert_eq!((root.public(), listed(&root)), (all.clone(), all.into_keys().collect::<Vec<_>>()));
    assert!(!root.path("public/as-of/2025-12-27/gone").exists());
    assert_eq!(root.names(), [".gen", "public"]);
}

#[test]
fn a_copy_may_come_before_the_site() {
    let root = Root::new();
    root.write("public/.git/HEAD", "ref");
    let (live, copy) = (site(&[("index.html", "home")]), site(&[("index.html", "then")]));
    publish_copy(&root, DAY, &copy);
    assert_eq!(manifest(&root).today, "");
    root.publish(&live);
    let git = site(&[(".git/HEAD", "ref")]);
    assert_eq!(root.public(), together(&[&git, &live, &placed(DAY, &copy)]));
    assert_eq!(manifest(&root).today, "2026-01-09");
    let cleaned = clean(&root.target()).expect("cleaned");
    assert_eq!((cleaned.removed, root.public(), root.path("public/as-of").exists()), (2, git, false));
}

#[test]
fn the_order_in_which_the_parts_came_does_not_show() {
    let (one, other) = (Root::new(), Root::new());
    let (live, copy) = (site(&[("index.html", "home")]), site(&[("index.html", "then")]));
    one.publish(&live);
    publish_copy(&one, DAY, &copy);
    publish_copy(&other, DAY, &copy);
    other.publish(&live);
    assert_eq!((one.public(), manifest(&one)), (other.public(), manifest(&other)));
}

#[test]
fn a_page_of_the_site_among_the_copies_is_refused() {
    let root = Root::new();
    for path in ["as-of", "as-of/index.html", "As-Of/x.html", "as-of/2025-12-27/index.html"] {
        let stage = open(root.target()).expect("allowed");
        refused(stage.put(path, b"x"), "E0601", &format!("`{path}`"));
    }
    let stage = open(copy_of(&root, "..")).expect("allowed");
    refused(stage.put("x", b"x"), "E0601", "`as-of/../x`");
}

#[test]
fn a_copy_that_somebody_removed_or_changed_is_left_to_them() {
    let root = Root::new();
    let (live, copy) = (site(&[("index.html", "home")]), site(&[("a.html", "a"), ("index.html", "then")]));
    root.publish(&live);
    publish_copy(&root, DAY, &copy);
    publish_copy(&root, "2025-12-20", &copy);
    fs::remove_dir_all(root.path("public/as-of/2025-12-20")).expect("there");
    root.write("public/as-of/2025-12-27/a.html", "changed");
    root.write("public/as-of/notes.txt", "theirs");
    root.publish(&live);
    assert_eq!(listed(&root), ["as-of/2025-12-27/a.html", "as-of/2025-12-27/index.html", "index.html"]);
    assert_eq!(clean(&root.target()).expect("cleaned").kept, ["as-of/2025-12-27/a.html"]);
    assert_eq!(root.public().keys().collect::<Vec<_>>(), ["as-of/2025-12-27/a.html", "as-of/notes.txt"]);
}

#[test]
fn files_of_others_in_the_folder_of_a_copy_are_refused_or_taken_over() {
    let root = Root::new();
    root.write("public/as-of/2025-12-27/index.html", "mine");
    root.write("public/index.html", "mine too");
    let copy = site(&[("index.html", "then")]);
    refused(publish(copy_of(&root, DAY), &copy, Writer::default()), "E0603", "`as-of/2025-12-27/index.html`");
    publish(Target { adopt: true, ..copy_of(&root, DAY) }, &copy, Writer::default()).expect("taken over");
    assert_eq!(root.public(), together(&[&site(&[("index.html", "mine too")]), &placed(DAY, &copy)]));
    assert_eq!(listed(&root), ["as-of/2025-12-27/index.html"]);
}

/// A part of an output before and after a publication, and what else is in it.
struct Change<'f> {
    scope: Scope,
    old: &'f Files,
    new: &'f Files,
    others: Files,
}

impl Change<'_> {
    fn target(&self, root: &Root) -> Target {
        Target { scope: self.scope.clone(), ..root.target() }
    }

    fn placed(&self, files: &Files) -> Files {
        files.iter().map(|(path, text)| (self.scope.place(path).into_owned(), text.clone())).collect()
    }

    /// Runs the publication with trouble at each of its acts in turn. The other parts never change, and are listed as long as they stand.
    fn at_every_act(&self, way: Way, trouble: Trouble) {
        let (old, new) = (together(&[&self.others, &self.placed(self.old)]), together(&[&self.others, &self.placed(self.new)]));
        for act in 0.. {
            let root = Root::new();
            for part in [Scope::Site, Scope::Copy(DAY.to_owned()), Scope::Copy("2025-12-20".to_owned())] {
                let of_part = |(path, _): &(&String, &String)| part.owns(path);
                let files = old.iter().filter(of_part).map(|(path, text)| (scope_inside(&part, path), text.clone())).collect();
                publish(Target { scope: part, ..root.target() }, &files, Writer::default()).expect("published");
            }
            let (writer, acts) = Fault::writer(act, trouble);
            let outcome = publish(Target { way, ..self.target(&root) }, self.new, writer);
            let moment = format!("{:?}, {way:?}, {trouble:?} at act {act}", self.scope);
            let is_over = acts.load(std::sync::atomic::Ordering::Relaxed) <= act;
            assert!(!is_over || outcome.is_ok(), "{moment}");
            let found = root.public();
            for (path, text) in &found {
                assert!([old.get(path), new.get(path)].contains(&Some(text)), "{moment}: `{path}` is `{text}`");
            }
            assert!(self.others.keys().all(|path| found.contains_key(path)), "{moment}: {:?}", found.keys());
            recover(&self.target(&root)).expect("recovered");
            let found = root.public();
            assert!(found == old || found == new, "{moment}: {:?}", found.keys());
            assert_eq!(listed(&root), found.into_keys().collect::<Vec<_>>(), "{moment}");
            publish(self.target(&root), self.new, Writer::default()).expect("published");
            assert_eq!((root.public(), listed(&root)), (new.clone(), new.keys().cloned().collect()), "{moment}");
            assert!(!has_empty_folder(&root.path("public")), "{moment}");
            assert_eq!(root.names(), [".gen", "public"], "{moment}");
            if is_over {
                assert!(act > self.new.len());
                return;
            }
        }
    }
}

fn scope_inside(part: &Scope, path: &str) -> String {
    match part {
        Scope::Site => path.to_owned(),
        Scope::Copy(_) => scope::inside(path).to_owned(),
    }
}

#[test]
fn whatever_happens_to_a_publication_the_other_parts_stand() {
    let live = site(&[("index.html", "home"), ("a/index.html", "a"), ("becomes", "file")]);
    let next = site(&[("index.html", "news"), ("becomes/index.html", "folder"), ("b/index.html", "b")]);
    let earlier = placed("2025-12-20", &site(&[("index.html", "long ago")]));
    let changes = [
        Change { scope: Scope::Site, old: &live, new: &next, others: together(&[&placed(DAY, &live), &earlier]) },
        Change { scope: Scope::Copy(DAY.to_owned()), old: &live, new: &next, others: together(&[&live, &earlier]) },
        Change { scope: Scope::Copy(DAY.to_owned()), old: &live, new: &site(&[]), others: together(&[&live, &earlier]) },
        Change { scope: Scope::Copy(DAY.to_owned()), old: &live, new: &next, others: earlier.clone() },
    ];
    for change in changes {
        for way in [Way::Journal, Way::Exchange] {
            for trouble in [Trouble::Death, Trouble::FullDisk] {
                change.at_every_act(way, trouble);
            }
        }
    }
}

#[test]
fn killed_at_any_act_a_copy_that_is_the_first_publication_is_whole_or_not_there() {
    let copy = site(&[("index.html", "then"), ("a/index.html", "a")]);
    let theirs = site(&[(".theirs", "theirs")]);
    let whole = together(&[&theirs, &placed(DAY, &copy)]);
    for act in 0.. {
        let root = Root::new();
        root.write("public/.theirs", "theirs");
        let (writer, acts) = Fault::writer(act, Trouble::Death);
        let outcome = publish(copy_of(&root, DAY), &copy, writer);
        recover(&copy_of(&root, DAY)).expect("recovered");
        let found = root.public();
        assert!(found == theirs || found == whole, "at act {act}: {found:?}");
        publish_copy(&root, DAY, &copy);
        assert_eq!(root.public(), whole, "at act {act}");
        if acts.load(std::sync::atomic::Ordering::Relaxed) <= act {
            assert!(outcome.is_ok() && act > copy.len());
            return;
        }
    }
}
