//! The memo between two builds of a site on disk.

use super::pages::Remembered;
use super::{Memory, Store, file};
use crate::diag::Diagnostics;
use crate::emit::Target;
use crate::pipeline::{self, Built, Overrides};
use crate::world::DiskWorld;
use std::path::Path;

struct Folder {
    folder: tempfile::TempDir,
    store: Store,
}

impl Folder {
    fn new() -> Folder {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::new(&folder.path().join("site/.gen"));
        let here = Folder { folder, store };
        here.write("gen.toml", "title = \"T\"\ntoday = 2026-01-15\n");
        here.write("content/actors/a.md", "---\ntitle: Anna\nkind: person\n---\nShe speaks of [[b]].\n");
        here.write("content/actors/b.md", "---\ntitle: Boris\nkind: person\n---\nHe listens.\n");
        here
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.folder.path().join(path)
    }

    #[expect(clippy::disallowed_methods, reason = "the test makes its own world")]
    fn write(&self, path: &str, text: &str) {
        let path = self.path("site").join(path);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    fn target(&self) -> Target {
        Target { output: self.path("public"), work: self.path("site/.gen"), generator: "gen of the test".to_owned(), ..Target::default() }
    }

    fn build(&self, memory: Memory) -> (Built, Diagnostics, u64) {
        let world = DiskWorld::new(Path::new(&self.path("site")));
        let memo = matches!(memory, Memory::Used(_)).then(|| self.store.clone());
        let (site, problems) = pipeline::plan(&world, &Overrides { memo, ..Overrides::default() });
        assert!(problems.is_empty(), "{problems:?}");
        let (built, problems) = pipeline::build(&world, &site, self.target(), memory, &|| ()).expect("it builds");
        (built, problems, site.settings)
    }
}

#[test]
fn verifying_tells_of_a_page_that_would_have_been_kept_wrongly_and_publishes_the_right_one() {
    let folder = Folder::new();
    let (_, _, settings) = folder.build(Memory::Used(&folder.store));
    let path = folder.store.pages();
    let mut remembered: Remembered = file::read(&path, settings).expect("it was left");
    let page = remembered.pages.iter_mut().find(|(path, _)| **path == *"actors/b/index.html").expect("it is known");
    page.1.files[0] ^= 1;
    file::write(&path, settings, &remembered);
    let (built, problems, _) = folder.build(Memory::Verified(&folder.store));
    assert_eq!((built.reused, built.report.written), (0, 0));
    let told: Vec<_> = problems.into_iter().map(|problem| (problem.code.id, problem.message.to_string())).collect();
    let message = "`actors/b/index.html` would have been kept, and a clean build makes it differently";
    assert_eq!(told, [("E0607", message.to_owned())]);
    // What verifying found is put right.
    assert!(folder.build(Memory::Verified(&folder.store)).1.is_empty());
}

#[test]
fn a_build_makes_what_changed_and_what_shows_it() {
    let folder = Folder::new();
    let (cold, ..) = folder.build(Memory::Used(&folder.store));
    assert_eq!(cold.reused, 0);
    let (second, ..) = folder.build(Memory::Used(&folder.store));
    assert_eq!((second.rendered, second.report.written), (0, 0));
    folder.write("content/actors/b.md", "---\ntitle: Boris\nkind: person\n---\nHe listens well.\n");
    let (third, ..) = folder.build(Memory::Used(&folder.store));
    assert!(third.rendered < 10 && third.report.written > 0, "{third:?}");
    let (clean, ..) = folder.build(Memory::None);
    assert_eq!((clean.reused, clean.report.written), (0, 0));
}
