//! A site with an output and a memo that stand, to be built again and again and held against clean builds.
//!
//! In: sources, and how to build them. Out: what the build said, made and left, or how that is not what a build without a memory says, makes
//! and leaves. What is done to the site between two builds is not decided here.

use crate::laws::{Files, files_in, target};
use explain::check::Policy;
use explain::date::Day;
use explain::diag::{Diagnostic, Diagnostics};
use explain::emit::{self, Scope, Target};
use explain::memo::{FOLDERS, Inputs, Memory, Store, Why};
use explain::pipeline::{self, Built, Overrides, Site};
use explain::source::Sources;
use explain::world::{DiskWorld, Found, ListedWorld, Unreadable, World};
use std::collections::BTreeSet;
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::PathBuf;
use tempfile::TempDir;

/// Long enough after any edit that its file is taken to be settled.
pub(crate) const LATER: i64 = 10;

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
    pub(crate) folder: TempDir,
    /// The sources as they are.
    pub(crate) files: Files,
    /// The sources as they were after each step.
    pub(crate) past: Vec<Files>,
    /// The memo as it was after builds.
    pub(crate) memos: Vec<Files>,
    /// What a build would leave in the output.
    pub(crate) public: Files,
    pub(crate) overrides: Overrides,
    pub(crate) threads: Option<usize>,
    /// How far the clock goes ahead.
    pub(crate) ahead: i64,
    /// Whether the last build had errors.
    pub(crate) is_broken: bool,
    /// Whether something was done since the last build.
    pub(crate) is_pending: bool,
    pub(crate) story: Vec<String>,
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

    pub(crate) fn memo(&self) -> PathBuf {
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

    pub(crate) fn target(&self, output: PathBuf) -> Target {
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
        let settings = decided(&overrides, &target.output.to_string_lossy());
        let inputs = (is_remembered && as_of.is_none()).then(|| Inputs::look(&world, "gen.toml", settings));
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
        let none = Sources::default();
        let sorted = problems.sorted(sources.unwrap_or(&none));
        let text = |problem: &_| format!("{problem:?}").replace(&*self.folder.path().to_string_lossy(), "");
        let mut said: Vec<String> = sorted.iter().map(text).collect();
        // Places are told by the numbers of files: the numbers must mean the same.
        if !said.is_empty() {
            said.extend(sources.into_iter().flat_map(Sources::iter).map(|(_, source)| source.path.to_string()));
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
        let names: BTreeSet<&String> = standing.keys().chain(self.public.keys()).collect();
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

    /// Looks the site over as `gen check` does, with what the last check left, again with what this one left, and without either.
    pub(crate) fn check_like_an_editor(&self) -> Result<(), String> {
        let clean = self.looked_over(false);
        for time in ["the first", "the second"] {
            let warm = self.looked_over(true);
            if warm != clean {
                return Err(format!("{time} check says otherwise: {warm:#?}\nclean: {clean:#?}\n{}", self.story.join("\n")));
            }
        }
        Ok(())
    }

    fn looked_over(&self, is_remembered: bool) -> Vec<String> {
        let store = Store::new(&self.site().join(".gen"));
        let overrides = Overrides { memo: is_remembered.then(|| store.clone()), ..self.overrides.clone() };
        let disk = self.world();
        let world = ListedWorld::new(&disk, &FOLDERS);
        let inputs = Inputs::look(&world, "gen.toml", decided(&overrides, "check"));
        let told = |problems: &[Diagnostic], sources: &Sources| {
            let texts = |problem: &Diagnostic| {
                problem.files().map(|file| sources.get(file)).map(|source| (&*source.path, &*source.text)).collect::<Vec<_>>()
            };
            problems.iter().map(|problem| format!("{problem:?} {:?}", texts(problem))).collect()
        };
        if let Some((problems, sources)) = pipeline::checked(&world, &inputs, &overrides) {
            return told(&problems, &sources);
        }
        let (site, planned) = pipeline::plan(&world, &overrides);
        let policy = Policy { profile: site.config.check.profile, levels: site.config.check.levels.clone() };
        let problems = pipeline::check(&site, planned, None, &policy);
        if is_remembered {
            pipeline::remember_check(&site, inputs, &store, &problems);
        }
        told(&problems, &site.sources)
    }

    /// Builds the copy of a day with the drafts of the memo, and holds it against one without.
    pub(crate) fn check_copy(&mut self, day: Day) -> Result<(), String> {
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
}

pub(crate) const MANIFEST: &str = ".gen-manifest.json";
/// The output without the copies of earlier days, which stay as they are.
pub(crate) fn without_copies(files: &Files) -> Files {
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

/// What is decided beside the sources, as a fingerprint.
fn decided(overrides: &Overrides, what: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (format!("{:?} {:?}", overrides.base_url, overrides.today), overrides.drafts, what).hash(&mut hasher);
    hasher.finish()
}

/// Where two texts part.
pub(crate) fn difference(one: Option<&str>, other: Option<&str>) -> String {
    let (one, other) = match (one, other) {
        (Some(one), Some(other)) => (one, other),
        (one, other) => return format!("there: {}, {}", one.is_some(), other.is_some()),
    };
    let before = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let shown =
        |text: &str| String::from_utf8_lossy(&text.as_bytes()[before.saturating_sub(60)..text.len().min(before + 200)]).into_owned();
    format!("{:?}\n  instead of {:?}", shown(one), shown(other))
}
