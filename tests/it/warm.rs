//! What holds for a build that remembers: after any sequence of edits it leaves what a build without a memory would, and says the same.
//!
//! `GEN_LONG=1` tries thousands of sequences. A sequence that fails is made shorter, and printed as it would be written here.

use crate::laws::{Files, files_in, target};
use crate::random::{Small, small};
use crate::warm_edits::{By, EDITS, Edit, edited};
use crate::warm_sites::{FERRY, WELL, written};
use explain::config::BaseUrl;
use explain::date::Day;
use explain::diag::Diagnostics;
use explain::emit::{self, Scope, Target};
use explain::memo::{FOLDERS, Inputs, Memory, Store, Why};
use explain::pipeline::{self, Built, Overrides, Site};
use explain::world::{DiskWorld, Found, ListedWorld, Unreadable, World};
use proptest::collection::vec;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_assert, prop_oneof, proptest};
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{FileFailurePersistence, TestRunner};
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;
use tempfile::TempDir;

/// Long enough after any edit that its file is taken to be settled.
const LATER: i64 = 10;

/// A disk whose clock goes ahead, so that files that were just written count as settled.
pub(crate) struct Ahead {
    pub(crate) disk: DiskWorld,
    pub(crate) by: i64,
}

impl World for Ahead {
    fn list(&self, folder: &str) -> Vec<Found> {
        self.disk.list(folder)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        self.disk.read(path)
    }

    fn has_file(&self, path: &str) -> bool {
        self.disk.has_file(path)
    }

    fn locate(&self, path: &str) -> Option<PathBuf> {
        self.disk.locate(path)
    }

    fn clock(&self) -> i64 {
        self.disk.clock() + self.by
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.disk.variable(name)
    }
}

/// A site with its output and its memo, and what was done to it.
pub(crate) struct Standing {
    folder: TempDir,
    /// The sources as they are.
    pub(crate) files: Files,
    /// The sources as they were after each step.
    past: Vec<Files>,
    /// The memo as it was after builds.
    memos: Vec<Files>,
    /// What a build would leave in the output.
    public: Files,
    pub(crate) overrides: Overrides,
    pub(crate) threads: Option<usize>,
    /// How far the clock goes ahead.
    pub(crate) ahead: i64,
    /// Whether the last build had errors.
    is_broken: bool,
    /// Whether something was done since the last build.
    is_pending: bool,
    story: Vec<String>,
}

/// What a build came to.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// What it said.
    pub(crate) said: Vec<String>,
    /// What it did, if it published.
    pub(crate) built: Option<Built>,
    /// The pages of the plan.
    pub(crate) pages: Vec<String>,
    /// Texts that were read, and parsed.
    pub(crate) texts: (usize, usize),
    /// Whether it saw that nothing changed, and did nothing.
    pub(crate) was_skipped: bool,
}

impl Outcome {
    pub(crate) fn rendered(&self) -> usize {
        self.built.as_ref().map_or(0, |built| built.rendered)
    }

    /// The pages that were made, each with why.
    pub(crate) fn made(&self) -> Vec<(&str, &Why)> {
        let why = self.built.iter().flat_map(|built| &built.why);
        self.pages.iter().map(String::as_str).zip(why).filter(|(_, why)| !matches!(why, Why::Same(_))).collect()
    }
}

/// How a build goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// With the memo, as `gen build` does it.
    Warm,
    /// The same, without first asking whether anything changed at all.
    Planned,
    /// As `gen build --verify` does it.
    Verified,
    /// Without a memo.
    Clean,
}

impl Standing {
    pub(crate) fn new(files: &Files) -> Standing {
        let folder = tempfile::Builder::new().prefix("laws-of-gen-").tempdir().expect("a folder");
        let mut standing = Standing {
            folder,
            files: Files::new(),
            past: Vec::new(),
            memos: Vec::new(),
            public: Files::new(),
            overrides: Overrides::default(),
            threads: None,
            ahead: LATER,
            is_broken: false,
            is_pending: true,
            story: Vec::new(),
        };
        standing.write(files.clone(), false);
        standing
    }

    pub(crate) fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    pub(crate) fn public(&self) -> PathBuf {
        self.folder.path().join("public")
    }

    fn memo(&self) -> PathBuf {
        self.site().join(".gen/memo")
    }

    /// What stands in the output.
    pub(crate) fn output(&self) -> Files {
        if self.public().is_dir() { files_in(&self.public()) } else { Files::new() }
    }

    /// Makes the sources these; a file that changes is written over, or another one is put in its place.
    pub(crate) fn write(&mut self, files: Files, is_replaced: bool) {
        for path in self.files.keys().filter(|path| !files.contains_key(*path)) {
            fs::remove_file(self.site().join(path)).expect("it was written");
        }
        for (path, bytes) in files.iter().filter(|(path, bytes)| self.files.get(*path) != Some(*bytes)) {
            let at = self.site().join(path);
            fs::create_dir_all(at.parent().expect("below the site")).expect("a folder");
            if is_replaced {
                let other = self.folder.path().join("other");
                fs::write(&other, bytes).expect("a file");
                fs::rename(&other, &at).expect("a file");
            } else {
                fs::write(&at, bytes).expect("a file");
            }
        }
        let before = std::mem::replace(&mut self.files, files);
        self.past.push(before);
        self.is_pending = true;
    }

    fn world(&self) -> Ahead {
        Ahead { disk: DiskWorld::new(&self.site()), by: self.ahead }
    }

    fn target(&self, output: PathBuf) -> Target {
        Target { output, generator: concat!("gen ", env!("CARGO_PKG_VERSION")).to_owned(), ..target(self.folder.path()) }
    }

    /// Builds into the standing output, or into another one.
    pub(crate) fn build(&self, how: How, output: PathBuf, as_of: Option<Day>) -> Outcome {
        match self.threads {
            None => self.build_here(how, output, as_of),
            Some(number) => {
                let threads = rayon::ThreadPoolBuilder::new().num_threads(number).build().expect("threads");
                threads.install(|| self.build_here(how, output, as_of))
            }
        }
    }

    fn build_here(&self, how: How, output: PathBuf, as_of: Option<Day>) -> Outcome {
        let store = Store::new(&self.site().join(".gen"));
        let is_remembered = matches!(how, How::Warm | How::Planned);
        let memory = match how {
            How::Clean => Memory::None,
            _ if as_of.is_some() => Memory::None,
            How::Verified => Memory::Verified(&store),
            How::Warm | How::Planned => Memory::Used(&store),
        };
        let overrides = Overrides { memo: is_remembered.then(|| store.clone()), as_of, ..self.overrides.clone() };
        let mut target = self.target(output);
        target.verify = how == How::Verified;
        let mut outcome = Outcome::default();
        if let Err(problems) = emit::recover(&target) {
            outcome.said = self.said(problems, None);
            return outcome;
        }
        let disk = self.world();
        let world = ListedWorld::new(&disk, &FOLDERS);
        let mut hasher = DefaultHasher::new();
        (format!("{:?} {:?}", overrides.base_url, overrides.today), overrides.drafts, &target.output).hash(&mut hasher);
        let inputs = (is_remembered && as_of.is_none()).then(|| Inputs::look(&world, "gen.toml", hasher.finish()));
        if let Some(inputs) = inputs.as_ref().filter(|_| how == How::Warm)
            && pipeline::unchanged(&world, inputs, &overrides, &target).is_some()
        {
            return Outcome { was_skipped: true, ..outcome };
        }
        let (site, problems) = pipeline::plan(&world, &overrides);
        outcome.texts = (site.read, site.parsed);
        outcome.pages = site.plan.pages.iter().map(|page| page.path.clone()).collect();
        let (is_sound, was_silent) = (!problems.has_errors(), problems.is_empty());
        outcome.said = self.said(problems, Some(&site));
        if !is_sound {
            return outcome;
        }
        target.scope = as_of.map_or(Scope::Site, |day| Scope::Copy(day.to_string()));
        target.today = site.today.to_string();
        match pipeline::build(&world, &site, target.clone(), memory, &|| ()) {
            Ok((built, problems)) => {
                if let Some(inputs) = inputs.filter(|_| was_silent && problems.is_empty()) {
                    pipeline::remember(&site, inputs, &store, &target);
                }
                outcome.said.extend(self.said(problems, Some(&site)));
                outcome.built = Some(built);
            }
            Err(problems) => outcome.said.extend(self.said(problems, Some(&site))),
        }
        outcome
    }

    /// Diagnostics with all that they point at, and without the folder of this test.
    fn said(&self, problems: Diagnostics, site: Option<&Site>) -> Vec<String> {
        let sources = site.map(|site| &site.sources);
        let none = explain::source::Sources::default();
        let sorted = problems.sorted(sources.unwrap_or(&none));
        let text = |problem: &_| format!("{problem:?}").replace(&*self.folder.path().to_string_lossy(), "");
        let mut said: Vec<String> = sorted.iter().map(text).collect();
        // Places are told by the numbers of files: the numbers must mean the same.
        if !said.is_empty() {
            said.extend(sources.into_iter().flat_map(|sources| sources.iter()).map(|(_, source)| source.path.to_string()));
        }
        said
    }

    /// Builds with the memo, and holds it against a build without one.
    pub(crate) fn check(&mut self, how: How) -> Result<Outcome, String> {
        let clean_folder = self.folder.path().join("clean");
        let _ = fs::remove_dir_all(&clean_folder);
        let warm = self.build(how, self.public(), None);
        let clean = self.build(How::Clean, clean_folder.clone(), None);
        let fail = |what: String| Err(format!("{what}\n{}", self.story.join("\n")));
        if warm.said != clean.said {
            return fail(format!("other words ({how:?}):\nwarm: {:#?}\nclean: {:#?}", warm.said, clean.said));
        }
        let standing = without_copies(&self.output());
        if clean.built.is_some() {
            self.public = files_in(&clean_folder);
        }
        let names: std::collections::BTreeSet<&String> = standing.keys().chain(self.public.keys()).collect();
        let other: Vec<String> = names
            .into_iter()
            .filter(|name| standing.get(*name) != self.public.get(*name))
            .map(|name| {
                let text = |files: &Files| files.get(name).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
                let why = warm.pages.iter().position(|page| page == name).and_then(|at| warm.built.as_ref()?.why.get(at));
                format!("{name} ({why:?}): {}", difference(text(&standing).as_deref(), text(&self.public).as_deref()))
            })
            .collect();
        if !other.is_empty() {
            let what = if clean.built.is_some() { "other bytes" } else { "errors, and yet something was published" };
            return fail(format!("{what} ({how:?}): {}", other.join("\n")));
        }
        if clean.built.is_some() && !warm.was_skipped && warm.pages != clean.pages {
            return fail("other pages".to_owned());
        }
        self.is_broken = clean.built.is_none();
        self.is_pending = false;
        if self.memo().is_dir() {
            self.memos.push(files_in(&self.memo()));
        }
        Ok(warm)
    }

    /// Builds the copy of a day with the drafts of the memo, and holds it against one without.
    fn check_copy(&mut self, day: Day) -> Result<(), String> {
        let clean_folder = self.folder.path().join("clean");
        let _ = fs::remove_dir_all(&clean_folder);
        let warm = self.build(How::Warm, self.public(), Some(day));
        let clean = self.build(How::Clean, clean_folder.clone(), Some(day));
        if warm.said != clean.said {
            return Err(format!("other words of the copy: {:#?}\n{:#?}\n{}", warm.said, clean.said, self.story.join("\n")));
        }
        if clean.built.is_none() {
            return Ok(());
        }
        let top = format!("as-of/{day}");
        let (warm, clean) = (files_in(&self.public().join(&top)), files_in(&clean_folder.join(&top)));
        if warm == clean { Ok(()) } else { Err(format!("other bytes of the copy of {day}\n{}", self.story.join("\n"))) }
    }

    /// Overwrites the memo, or parts of it.
    fn damage(&mut self, damage: Damage, by: By) {
        let memo = self.memo();
        if !memo.is_dir() {
            return;
        }
        let mut files: Vec<(String, Vec<u8>)> = files_in(&memo).into_iter().collect();
        let put = |name: &str, bytes: &[u8]| {
            let path = memo.join(name);
            let _ = fs::create_dir_all(path.parent().expect("below"));
            fs::write(path, bytes).expect("a file");
        };
        let whole = |files: &Files| {
            fs::remove_dir_all(&memo).expect("it is there");
            files.iter().for_each(|(name, bytes)| put(name, bytes));
        };
        if files.is_empty() {
            return;
        }
        let at = by.at % files.len();
        let (name, bytes) = &mut files[at];
        match damage {
            Damage::Cut => put(name, &bytes[..by.what % (bytes.len() + 1)]),
            Damage::Flip => {
                if !bytes.is_empty() {
                    let place = (by.what * 7919 + by.which) % bytes.len();
                    bytes[place] ^= 1 << (by.which % 8);
                    put(name, bytes);
                }
            }
            Damage::Empty => put(name, &[]),
            Damage::Remove => fs::remove_file(memo.join(name)).expect("it is there"),
            Damage::RemoveAll => fs::remove_dir_all(&memo).expect("it is there"),
            Damage::RemoveWork => fs::remove_dir_all(self.site().join(".gen")).expect("it is there"),
            Damage::Earlier => whole(&self.memos[by.what % self.memos.len()].clone()),
            Damage::EarlierFile => {
                if let Some(bytes) = self.memos[by.what % self.memos.len()].get(name) {
                    put(name, bytes);
                }
            }
            Damage::Other => whole(memo_of_another_site()),
            Damage::Swap => {
                let (other, others) = files[by.what % files.len()].clone();
                let (name, bytes) = &files[at];
                put(&other, bytes);
                put(name, &others);
            }
            Damage::Half => put(&format!("{name}.{}", ["tmp", "new", "gen-new", "1"][by.what % 4]), &bytes[..bytes.len() / 2]),
            Damage::Folder => {
                fs::remove_file(memo.join(&*name)).expect("it is there");
                fs::create_dir_all(memo.join(&*name)).expect("a folder");
            }
        }
    }

    /// Does something to the output.
    fn in_output(&mut self, hand: Hand, by: By) {
        let names: Vec<String> = without_copies(&self.output()).into_keys().filter(|name| name != MANIFEST).collect();
        if names.is_empty() {
            return;
        }
        let name = &names[by.at % names.len()];
        let path = self.public().join(name);
        match hand {
            Hand::Remove => fs::remove_file(path).expect("it is there"),
            Hand::RemoveFolder => fs::remove_dir_all(self.public().join(name.split('/').next().unwrap_or(name))).unwrap_or_else(|_| {
                fs::remove_file(&path).expect("it is there");
            }),
            Hand::RemoveAll => fs::remove_dir_all(self.public()).expect("it is there"),
            Hand::Append => fs::write(&path, [fs::read(&path).expect("it is there"), b"by hand".to_vec()].concat()).expect("a file"),
            Hand::Empty => fs::write(&path, "").expect("a file"),
            // Without a manifest what differs is somebody else's.
            Hand::Manifest if self.is_pending || self.is_broken => return,
            Hand::Manifest => fs::remove_file(self.public().join(MANIFEST)).expect("it is there"),
        }
        self.public = without_copies(&self.output());
    }

    fn edit(&mut self, edit: Edit, by: By, is_replaced: bool) -> bool {
        let Some(after) = edited(&self.files, edit, by) else { return false };
        // A file where a folder is needed could not be written.
        let is_whole = after.keys().zip(after.keys().skip(1)).all(|(one, next)| !next.starts_with(&format!("{one}/")));
        if !is_whole {
            return false;
        }
        let names = self.files.keys().chain(after.keys()).filter(|path| self.files.get(*path) != after.get(*path));
        let mut names: Vec<&String> = names.collect();
        names.sort();
        names.dedup();
        self.story.push(format!("{edit:?} {by:?}: {names:?}"));
        if let [name] = names.as_slice() {
            let text = |files: &Files| files.get(*name).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
            self.story.push(format!("  {}", difference(text(&self.files).as_deref(), text(&after).as_deref())));
        }
        self.write(after, is_replaced);
        true
    }

    /// Changes a letter of a text, and sets its time back.
    fn edit_unseen(&mut self, by: By) -> bool {
        let texts: Vec<String> = self.files.keys().filter(|path| path.starts_with("content/")).cloned().collect();
        let path = &texts[by.at % texts.len()];
        let mut bytes = self.files[path].clone();
        let body = bytes.windows(5).position(|five| five == b"\n---\n").map_or(0, |at| at + 5);
        let places: Vec<usize> = (body..bytes.len()).filter(|at| bytes[*at].is_ascii_lowercase()).collect();
        if places.is_empty() {
            return false;
        }
        let place = places[by.what % places.len()];
        bytes[place] = if bytes[place] == b'e' { b'o' } else { b'e' };
        let at = self.site().join(path);
        let before = fs::metadata(&at).expect("it is there").modified().expect("it has a time");
        fs::write(&at, &bytes).expect("a file");
        fs::File::options().write(true).open(&at).expect("a file").set_modified(before).expect("its time can be set");
        self.story.push(format!("a letter of {path} at {place}"));
        let mut files = self.files.clone();
        files.insert(path.clone(), bytes);
        self.past.push(std::mem::replace(&mut self.files, files));
        self.is_pending = true;
        true
    }

    fn touch(&mut self, by: By) {
        let paths: Vec<&String> = self.files.keys().collect();
        let at = self.site().join(paths[by.at % paths.len()]);
        let time = fs::metadata(&at).expect("it is there").modified().expect("it has a time");
        let time = time - Duration::from_secs(by.what as u64 % 3 * 1000);
        fs::File::options().write(true).open(&at).expect("a file").set_modified(time).expect("its time can be set");
    }

    /// Puts something where a site has neither text nor asset, or takes it away.
    fn odd(&mut self, by: By) {
        let at = self.site().join("content").join(["odd", "issues-odd"][by.at % 2]);
        if fs::symlink_metadata(&at).is_ok() {
            fs::remove_dir(&at).or_else(|_| fs::remove_file(&at)).expect("it is there");
        }
        match by.what % 4 {
            0 => fs::create_dir_all(&at).expect("a folder"),
            1 => std::os::unix::fs::symlink("/nowhere", &at).expect("a link"),
            2 => std::os::unix::fs::symlink("../gen.toml", &at).expect("a link"),
            _ => {}
        }
        self.is_pending = true;
    }

    /// Does a step, and builds.
    pub(crate) fn step(&mut self, step: &Step) -> Result<(), String> {
        self.ahead = if step.is_late { LATER } else { 0 };
        let how = if step.is_late { How::Warm } else { How::Planned };
        let good = self.files.clone();
        self.story.push(format!("-- {step:?}"));
        match &step.what {
            What::Edit(edit, by, is_replaced) => {
                if !self.edit(*edit, *by, *is_replaced) {
                    return Ok(());
                }
            }
            What::Unseen(by) => {
                if !self.edit_unseen(*by) {
                    return Ok(());
                }
            }
            What::Touch(by) => self.touch(*by),
            What::Odd(by) => self.odd(*by),
            What::Back(choice) => {
                // Before the first there was no site.
                let Some(before) = self.past.get(1 + choice % (self.past.len() - 1).max(1)) else { return Ok(()) };
                self.write(before.clone(), choice % 2 == 0);
            }
            What::Again => {
                if !self.is_pending && !self.is_broken {
                    return self.again();
                }
            }
            What::Verify => return self.check(How::Verified).map(drop),
            What::Today(choice) => self.overrides.today = DAYS[choice % DAYS.len()].map(|day| Day::parse(day).expect("it is one")),
            What::BaseUrl(choice) => {
                self.overrides.base_url = BASES[choice % BASES.len()].map(|base| BaseUrl::parse(base).expect("it is one"));
            }
            What::Drafts => self.overrides.drafts = !self.overrides.drafts,
            What::Threads(number) => self.threads = *number,
            What::Copy(choice) => return self.check_copy(Day::parse(COPIES[choice % COPIES.len()]).expect("it is one")),
            What::Damage(damage, by) => self.damage(*damage, *by),
            What::Output(hand, by) => self.in_output(*hand, *by),
        }
        if step.is_unbuilt && !matches!(step.what, What::Output(..)) {
            return Ok(());
        }
        self.check(how)?;
        if self.is_broken && step.is_mended {
            self.story.push("mended".to_owned());
            self.write(good, false);
            self.check(how)?;
        }
        Ok(())
    }

    /// Nothing was done since the last build: nothing is to be done.
    fn again(&mut self) -> Result<(), String> {
        let again = self.check(How::Planned)?;
        let again = if again.said.is_empty() { self.check(How::Planned)? } else { return Ok(()) };
        let (read, parsed) = again.texts;
        let is_idle = again.rendered() == 0 && parsed == 0 && (read == 0 || self.ahead == 0);
        let is_idle = is_idle && again.built.as_ref().is_some_and(|built| built.report.written + built.report.removed == 0);
        if !is_idle {
            return Err(format!("not idle: {again:?}\n{}", self.story.join("\n")));
        }
        if self.check(How::Warm)?.was_skipped { Ok(()) } else { Err(format!("not skipped\n{}", self.story.join("\n"))) }
    }
}

const MANIFEST: &str = ".gen-manifest.json";

const DAYS: [Option<&str>; 5] = [None, Some("2026-01-16"), Some("2026-03-11"), Some("2026-03-25"), Some("2026-05-11")];
const BASES: [Option<&str>; 4] = [None, None, Some("https://elsewhere.example/x/"), Some("/")];
const COPIES: [&str; 4] = ["2026-01-10", "2026-02-04", "2026-02-22", "2026-01-15"];

/// The output without the copies of earlier days, which stay as they are.
fn without_copies(files: &Files) -> Files {
    let mut kept: Files =
        files.iter().filter(|(name, _)| !name.starts_with("as-of/")).map(|(name, bytes)| (name.clone(), bytes.clone())).collect();
    if let Some(manifest) = kept.get_mut(MANIFEST)
        && kept_of_copy(manifest)
    {
        let text = String::from_utf8_lossy(manifest).into_owned();
        let (head, lines) = text.split_once('\n').expect("a line for each file");
        let lines: Vec<&str> = lines.trim_end_matches("\n}}\n").lines().filter(|line| !line.starts_with("\"as-of/")).collect();
        let lines = lines.join("\n");
        *manifest = format!("{head}\n{}\n}}}}\n", lines.trim_end_matches(',')).into_bytes();
    }
    kept
}

fn kept_of_copy(manifest: &[u8]) -> bool {
    manifest.windows(8).any(|part| part == b"\n\"as-of/")
}

/// Where two texts part.
fn difference(one: Option<&str>, other: Option<&str>) -> String {
    let (one, other) = match (one, other) {
        (Some(one), Some(other)) => (one, other),
        (one, other) => return format!("there: {}, {}", one.is_some(), other.is_some()),
    };
    let before = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let shown =
        |text: &str| String::from_utf8_lossy(&text.as_bytes()[before.saturating_sub(60)..text.len().min(before + 200)]).into_owned();
    format!("{:?}\n  instead of {:?}", shown(one), shown(other))
}

/// What another site left.
fn memo_of_another_site() -> &'static Files {
    static MEMO: OnceLock<Files> = OnceLock::new();
    MEMO.get_or_init(|| {
        let site = Standing::new(&written("-- gen.toml --\ntitle = \"T\"\n-- content/actors/a.md --\n---\ntitle: A\nkind: person\n---\n"));
        site.build(How::Warm, site.public(), None);
        files_in(&site.memo())
    })
}

/// One thing that is done, and what follows.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) what: What,
    /// Whether long ago, or in the same second.
    pub(crate) is_late: bool,
    /// Whether it is followed by no build.
    pub(crate) is_unbuilt: bool,
    /// Whether it is taken back if it breaks the site.
    pub(crate) is_mended: bool,
}

/// What is done.
#[derive(Clone, Debug)]
pub(crate) enum What {
    Edit(Edit, By, bool),
    Unseen(By),
    Touch(By),
    Odd(By),
    Back(usize),
    Again,
    Verify,
    Today(usize),
    BaseUrl(usize),
    Drafts,
    Threads(Option<usize>),
    Copy(usize),
    Damage(Damage, By),
    Output(Hand, By),
}

/// What happens to the memo.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Damage {
    Cut,
    Flip,
    Empty,
    Remove,
    RemoveAll,
    RemoveWork,
    Earlier,
    EarlierFile,
    Other,
    Swap,
    Half,
    Folder,
}

const DAMAGES: [Damage; 15] = [
    Damage::Cut,
    Damage::Flip,
    Damage::Empty,
    Damage::Remove,
    Damage::RemoveAll,
    Damage::RemoveWork,
    Damage::Earlier,
    Damage::Earlier,
    Damage::Earlier,
    Damage::EarlierFile,
    Damage::EarlierFile,
    Damage::Other,
    Damage::Swap,
    Damage::Half,
    Damage::Folder,
];

/// What somebody does to the output.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Hand {
    Remove,
    RemoveFolder,
    RemoveAll,
    Append,
    Empty,
    Manifest,
}

const HANDS: [Hand; 6] = [Hand::Remove, Hand::RemoveFolder, Hand::RemoveAll, Hand::Append, Hand::Empty, Hand::Manifest];

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
    prop_oneof![2 => Just(Start::Ferry), 2 => Just(Start::Well), 3 => small().prop_map(|small| Start::Random(Box::new(small)))]
}

fn by() -> impl Strategy<Value = By> {
    (0usize..1000, 0usize..1000, 0usize..1000).prop_map(|(at, what, which)| By { at, what, which })
}

fn step() -> impl Strategy<Value = Step> {
    let what = prop_oneof![
        40 => (select(&EDITS[..]), by(), any::<bool>()).prop_map(|(edit, by, is_replaced)| What::Edit(edit, by, is_replaced)),
        4 => by().prop_map(What::Unseen),
        1 => by().prop_map(What::Touch),
        1 => by().prop_map(What::Odd),
        4 => (0usize..100).prop_map(What::Back),
        2 => Just(What::Again),
        1 => Just(What::Verify),
        2 => (0usize..100).prop_map(What::Today),
        2 => (0usize..100).prop_map(What::BaseUrl),
        1 => Just(What::Drafts),
        1 => select(vec![None, Some(1), Some(4)]).prop_map(What::Threads),
        2 => (0usize..100).prop_map(What::Copy),
        6 => (select(&DAMAGES[..]), by()).prop_map(|(damage, by)| What::Damage(damage, by)),
        4 => (select(&HANDS[..]), by()).prop_map(|(hand, by)| What::Output(hand, by)),
    ];
    let often = |times: u32| (0..times).prop_map(|n| n > 0);
    (what, often(3), often(4), often(5)).prop_map(|(what, is_late, is_built, is_mended)| Step {
        what,
        is_late,
        is_unbuilt: !is_built,
        is_mended,
    })
}

fn sequences() -> ProptestConfig {
    let long = std::env::var_os("GEN_LONG").is_some();
    ProptestConfig {
        cases: if long { 3000 } else { 12 },
        max_shrink_iters: if long { 300 } else { 60 },
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(sequences())]

    #[test]
    fn a_warm_build_after_any_edits_is_a_clean_one(start in start(), steps in vec(step(), 2..8)) {
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
    let times = if std::env::var_os("GEN_LONG").is_some() { 300 } else { 8 };
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
