//! The world as it was: the files of a site at an earlier revision of its git repository.
//!
//! In: the folder of the site, a revision, and the world of today. Out: the same door, whose files come from the revision while clock and
//! environment stay today's. It runs `git` with lists of arguments, never through a shell; it writes nothing and asks nothing of the network.

use super::{Found, Sort, Stamp, Unreadable, World, words};
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// Why a revision could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GitFailure {
    /// There is no program `git`.
    NoGit,
    /// The site lies in no repository.
    NoRepository,
    /// The repository has no such commit.
    UnknownRevision,
    /// Anything else, in the words of git or of the system.
    Failed(String),
}

/// A site at a revision.
pub struct GitWorld<'w> {
    /// What the revision holds in the folder of the site, by path from there.
    entries: BTreeMap<String, Entry>,
    blobs: Mutex<Blobs>,
    present: &'w dyn World,
}

enum Entry {
    File {
        /// The name git gives its bytes.
        object: String,
        len: u64,
    },
    /// A symbolic link and where it leads.
    Link(String),
    /// A commit of another repository, whose files are not here.
    Module,
    /// Its name is not UTF-8.
    Unnamed,
}

/// How many links may lead to one file, as on Linux.
const MOST_LINKS: usize = 40;

/// What git sets for the programs it calls. Kept, it would lead from a hook to the repository of the hook instead of the site's own.
const OF_THE_CALLER: [&str; 6] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE"];

impl<'w> GitWorld<'w> {
    /// Opens a revision of the repository in which the site lies. A site that was not there yet has no files. The revision must not start
    /// with a dash, which git would read as an option.
    pub fn open(root: &Path, revision: &str, present: &'w dyn World) -> Result<GitWorld<'w>, GitFailure> {
        let prefix = match said(git(root).args(["rev-parse", "--show-prefix"]))? {
            Said::Yes(prefix) => prefix,
            Said::No(words) if words.contains("not a git repository") => return Err(GitFailure::NoRepository),
            Said::No(words) => return Err(GitFailure::Failed(words)),
        };
        let commit = match said(git(root).args(["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")]))? {
            Said::Yes(commit) => commit,
            Said::No(_) => return Err(GitFailure::UnknownRevision),
        };
        let mut folder = commit;
        folder.push(b':');
        folder.extend(prefix.strip_suffix(b"/").unwrap_or(&prefix));
        let tree = said(git(root).args(["rev-parse", "--verify", "--quiet"]).arg(OsStr::from_bytes(&folder)))?;
        let mut blobs = Blobs::open(root)?;
        let mut entries = BTreeMap::new();
        if let Said::Yes(tree) = tree {
            let listing = git(root).args(["ls-tree", "-r", "-z", "-l", "--full-tree"]).arg(OsString::from_vec(tree)).output();
            let listing = listing.map_err(|error| GitFailure::Failed(words(&error)))?;
            if !listing.status.success() {
                return Err(GitFailure::Failed(told(&listing.stderr)));
            }
            for line in listing.stdout.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
                let (path, entry) = entry(line, &mut blobs)?;
                entries.insert(path, entry);
            }
        }
        Ok(GitWorld { entries, blobs: Mutex::new(blobs), present })
    }

    /// Where a path really leads once all links are followed; nothing if that is outside of the site, or nowhere in particular.
    fn follow(&self, path: &str) -> Option<String> {
        let mut ahead: Vec<&str> = path.rsplit('/').collect();
        let mut real: Vec<&str> = Vec::new();
        let mut links = 0;
        while let Some(part) = ahead.pop() {
            match part {
                "" | "." => {}
                ".." => {
                    real.pop()?;
                }
                name => {
                    real.push(name);
                    if let Some(Entry::Link(target)) = self.entries.get(&real.join("/")) {
                        links += 1;
                        if links > MOST_LINKS || target.starts_with('/') {
                            return None;
                        }
                        real.pop();
                        ahead.extend(target.rsplit('/'));
                    }
                }
            }
        }
        Some(real.join("/"))
    }

    fn file(&self, path: &str) -> Option<(&str, u64)> {
        match self.entries.get(&self.follow(path)?)? {
            Entry::File { object, len } => Some((object, *len)),
            Entry::Link(_) | Entry::Module | Entry::Unnamed => None,
        }
    }

    /// Lists the folder `real` under the name `shown`; `above` are the folders through which the way led.
    fn walk(&self, shown: &str, real: &str, above: &[&str], found: &mut BTreeMap<String, Sort>) {
        let prefix = if real.is_empty() { String::new() } else { format!("{real}/") };
        for (path, entry) in self.entries.range(prefix.clone()..).take_while(|(path, _)| path.starts_with(&prefix)) {
            let inside = &path[prefix.len()..];
            for (at, _) in inside.match_indices('/') {
                found.insert(format!("{shown}/{}", &inside[..at]), Sort::Folder);
            }
            let name = format!("{shown}/{inside}");
            let sort = match entry {
                Entry::File { len, .. } => Sort::File(Stamp::of_size(*len)),
                Entry::Module => Sort::Unreadable("it belongs to another repository".to_owned()),
                Entry::Unnamed => Sort::Unreadable("its name is not UTF-8".to_owned()),
                Entry::Link(_) => self.link(&name, path, above, found),
            };
            found.insert(name, sort);
        }
    }

    fn link(&self, shown: &str, path: &str, above: &[&str], found: &mut BTreeMap<String, Sort>) -> Sort {
        let Some(to) = self.follow(path) else { return Sort::BadLink("leads out of the site, or in a circle".to_owned()) };
        if let Some(Entry::File { len, .. }) = self.entries.get(&to) {
            return Sort::File(Stamp::of_size(*len));
        }
        let folder = if to.is_empty() { String::new() } else { format!("{to}/") };
        let is_around = path.starts_with(&folder) || above.contains(&to.as_str());
        if is_around || !self.entries.range(folder.clone()..).next().is_some_and(|(path, _)| path.starts_with(&folder)) {
            return Sort::BadLink("leads nowhere, or in a circle".to_owned());
        }
        self.walk(shown, &to, &[above, &[to.as_str()]].concat(), found);
        Sort::Folder
    }
}

impl World for GitWorld<'_> {
    fn list(&self, folder: &str) -> Vec<Found> {
        let Some(real) = self.follow(folder) else {
            let sort = Sort::BadLink("leads out of the site, or in a circle".to_owned());
            return vec![Found { path: folder.to_owned(), sort }];
        };
        let mut found = BTreeMap::new();
        self.walk(folder, &real, &[&real], &mut found);
        found.into_iter().map(|(path, sort)| Found { path, sort }).collect()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        // A configuration that lies outside of the site has no history here.
        if path.starts_with('/') {
            return self.present.read(path);
        }
        let (object, _) = self.file(path).ok_or_else(|| Unreadable("no such file".to_owned()))?;
        let mut blobs = self.blobs.lock().unwrap_or_else(PoisonError::into_inner);
        blobs.read(object).map_err(Unreadable)
    }

    fn has_file(&self, path: &str) -> bool {
        if path.starts_with('/') { self.present.has_file(path) } else { self.file(path).is_some() }
    }

    fn locate(&self, _path: &str) -> Option<PathBuf> {
        None
    }

    fn clock(&self) -> i64 {
        self.present.clock()
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.present.variable(name)
    }
}

/// One line of a listing: `MODE TYPE OBJECT SIZE<tab>PATH`.
fn entry(line: &[u8], blobs: &mut Blobs) -> Result<(String, Entry), GitFailure> {
    let strange = || GitFailure::Failed("git lists files in a form that is not known here".to_owned());
    let tab = line.iter().position(|byte| *byte == b'\t').ok_or_else(strange)?;
    let facts = std::str::from_utf8(&line[..tab]).map_err(|_| strange())?;
    let mut facts = facts.split_ascii_whitespace();
    let (mode, _, object) = (facts.next().ok_or_else(strange)?, facts.next(), facts.next().ok_or_else(strange)?);
    let Ok(path) = std::str::from_utf8(&line[tab + 1..]) else {
        return Ok((String::from_utf8_lossy(&line[tab + 1..]).into_owned(), Entry::Unnamed));
    };
    let entry = match mode {
        "120000" => {
            let target = blobs.read(object).map_err(GitFailure::Failed)?;
            Entry::Link(String::from_utf8_lossy(&target).into_owned())
        }
        "160000" => Entry::Module,
        _ => {
            let len = facts.next().and_then(|len| len.parse().ok()).ok_or_else(strange)?;
            Entry::File { object: object.to_owned(), len }
        }
    };
    Ok((path.to_owned(), entry))
}

/// `git` in the folder of the site, in a language that can be read here, and without a lock for what only looks.
fn git(root: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(root).env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0").stdin(Stdio::null());
    for variable in OF_THE_CALLER {
        command.env_remove(variable);
    }
    command
}

/// What git answers to a question: one line, or the reason why not.
enum Said {
    Yes(Vec<u8>),
    No(String),
}

fn said(command: &mut Command) -> Result<Said, GitFailure> {
    let output = command.output().map_err(|error| not_run(&error))?;
    if !output.status.success() {
        return Ok(Said::No(told(&output.stderr)));
    }
    let mut line = output.stdout;
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(Said::Yes(line))
}

fn not_run(error: &std::io::Error) -> GitFailure {
    match error.kind() {
        std::io::ErrorKind::NotFound => GitFailure::NoGit,
        _ => GitFailure::Failed(words(error)),
    }
}

/// The first line of what git complains about, without its own headline.
fn told(complaint: &[u8]) -> String {
    let complaint = String::from_utf8_lossy(complaint);
    let line = complaint.lines().next().unwrap_or_default();
    line.strip_prefix("fatal: ").unwrap_or(line).to_owned()
}

/// A `git cat-file` that is asked for one object after the other: thousands of files are read without as many processes.
struct Blobs {
    child: Child,
    /// Closed before the process is waited for: it ends when nobody can ask any more.
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Blobs {
    fn open(root: &Path) -> Result<Blobs, GitFailure> {
        let mut command = git(root);
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| not_run(&error))?;
        let questions = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().expect("it was asked for as a pipe"));
        Ok(Blobs { child, questions, answers })
    }

    fn read(&mut self, object: &str) -> Result<Vec<u8>, String> {
        self.exchange(object).unwrap_or_else(|error| Err(words(&error)))
    }

    /// The answer is `OBJECT TYPE SIZE`, the bytes and a line feed; or one line that says why not.
    fn exchange(&mut self, object: &str) -> std::io::Result<Result<Vec<u8>, String>> {
        let questions = self.questions.as_mut().expect("open for as long as this lives");
        writeln!(questions, "{object}")?;
        questions.flush()?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let mut facts = line.trim_end().split(' ').skip(1);
        let (Some("blob"), Some(Ok(len))) = (facts.next(), facts.next().map(str::parse::<usize>)) else {
            return Ok(Err("git does not have it".to_owned()));
        };
        let mut bytes = vec![0; len + 1];
        self.answers.read_exact(&mut bytes)?;
        bytes.pop();
        Ok(Ok(bytes))
    }
}

impl Drop for Blobs {
    fn drop(&mut self) {
        self.questions = None;
        // How it ended says nothing any more: all that was wanted is here.
        let _ = self.child.wait();
    }
}
