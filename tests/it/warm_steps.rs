//! What can be done to a site between two builds: to its sources, to its memo, to its output, and to what it is built with.
//!
//! Each step is chosen by numbers, like an edit, so that a sequence of steps can be written down, tried again and made shorter.

use crate::laws::{Files, files_in};
use crate::warm_edits::{By, EDITS, Edit, edited};
use crate::warm_sites::written;
use crate::warm_standing::{How, LATER, MANIFEST, Standing, difference, without_copies};
use explain::config::BaseUrl;
use explain::date::Day;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;
use std::fs;
use std::sync::OnceLock;
use std::time::Duration;

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
    Check,
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

const DAYS: [Option<&str>; 5] = [None, Some("2026-01-16"), Some("2026-03-11"), Some("2026-03-25"), Some("2026-05-11")];
const BASES: [Option<&str>; 4] = [None, None, Some("https://elsewhere.example/x/"), Some("/")];
const COPIES: [&str; 4] = ["2026-01-10", "2026-02-04", "2026-02-22", "2026-01-15"];

impl Standing {
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

    pub(crate) fn edit(&mut self, edit: Edit, by: By, is_replaced: bool) -> bool {
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
            What::Check => return self.check_like_an_editor(),
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

/// What another site left.
fn memo_of_another_site() -> &'static Files {
    static MEMO: OnceLock<Files> = OnceLock::new();
    MEMO.get_or_init(|| {
        let site = Standing::new(&written("-- gen.toml --\ntitle = \"T\"\n-- content/actors/a.md --\n---\ntitle: A\nkind: person\n---\n"));
        site.build(How::Warm, site.public(), None);
        files_in(&site.memo())
    })
}

pub(crate) fn by() -> impl Strategy<Value = By> {
    (0usize..1000, 0usize..1000, 0usize..1000).prop_map(|(at, what, which)| By { at, what, which })
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    let what = prop_oneof![
        40 => (select(&EDITS[..]), by(), any::<bool>()).prop_map(|(edit, by, is_replaced)| What::Edit(edit, by, is_replaced)),
        4 => by().prop_map(What::Unseen),
        1 => by().prop_map(What::Touch),
        1 => by().prop_map(What::Odd),
        4 => (0usize..100).prop_map(What::Back),
        2 => Just(What::Again),
        1 => Just(What::Verify),
        2 => Just(What::Check),
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
