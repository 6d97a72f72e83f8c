//! `gen changes --since REV`: what changed since a revision, what readers were not told, and drafts of what to tell them.

use super::args::{Common, Format};
use super::report::{counted, result, talk};
use super::root::Root;
use super::{Exit, root, settle};
use crate::compare::{Comparison, Difference, Entry, Sort};
use crate::diag::Severity;
use crate::pipeline::{self, Overrides, Site};
use crate::world::{GitFailure, GitWorld, World, writer};
use serde_json::{Value, json};

pub(super) fn run(common: &Common, since: &str, write: bool) -> Exit {
    let root = match root::find(common) {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    if let Err(exit) = named(since) {
        return exit;
    }
    let overrides = Overrides { config: Some(root.config.clone()), ..Overrides::default() };
    let (site, problems) = pipeline::plan(&root.world, &overrides);
    if problems.has_errors() {
        let exit = settle(common, problems, &site.sources);
        if common.talks() {
            talk("nothing was compared");
        }
        return exit;
    }
    let Comparison { differences, unannounced, entries, .. } = match compared(&root, &site, since, overrides) {
        Ok(comparison) => comparison,
        Err(exit) => return exit,
    };
    for difference in &differences {
        match common.message_format {
            Format::Json => result(&json_of(difference).to_string()),
            _ if difference.with_owner => {}
            _ => result(&in_words(difference)),
        }
    }
    if differences.is_empty() && common.talks() && !common.quiet {
        result(&format!("nothing changed since {since}"));
    }
    let told = settle(common, unannounced, &site.sources);
    told.max(tell(common, &root, &entries, write))
}

/// Whether a text can name a revision. To git one that starts with a dash would be an option.
pub(super) fn named(since: &str) -> Result<(), Exit> {
    if since.is_empty() || since.starts_with('-') {
        talk(&format!("error: `{since}` is not the name of a revision"));
        return Err(Exit::Usage);
    }
    Ok(())
}

/// Compares a site with itself at a revision that `named` let pass, read under the same overrides.
pub(super) fn compared(root: &Root, site: &Site, since: &str, overrides: Overrides) -> Result<Comparison, Exit> {
    let earlier = GitWorld::open(&root.folder, since, &root.world).map_err(|failure| failed(&failure, since))?;
    // The same day on both sides: what only time changed is no change of the site.
    // The memo is of the texts as they are now: an earlier revision would take their place in it.
    let (old, problems) = pipeline::plan(&earlier, &Overrides { today: Some(site.derived.today), memo: None, ..overrides });
    let errors = problems.iter().filter(|problem| problem.severity() == Severity::Error).count();
    if errors > 0 {
        talk(&format!("{since} has {} of its own; what can be read of it is compared", counted(errors, "error")));
    }
    Ok(pipeline::compare(&old, site, since))
}

/// Prints the drafts, or writes them.
fn tell(common: &Common, root: &Root, entries: &[Entry], write: bool) -> Exit {
    let mut exit = Exit::Fine;
    for entry in entries {
        let is_written = write && {
            let saved = save(root, entry);
            exit = exit.max(saved);
            saved == Exit::Fine
        };
        match common.message_format {
            Format::Json => result(
                &json!({
                    "type": "entry", "path": entry.path, "kind": entry.kind, "records": entry.records, "written": is_written,
                    "text": entry.text,
                })
                .to_string(),
            ),
            _ if is_written => result(&format!("wrote {}", entry.path)),
            _ if write => {}
            _ => result(&format!("\ndraft of {}\n\n{}", entry.path, entry.text)),
        }
    }
    exit
}

fn save(root: &Root, entry: &Entry) -> Exit {
    if root.world.has_file(&entry.path) {
        talk(&format!("error: `{}` is there already", entry.path));
        return Exit::Content;
    }
    match writer::save(&root.folder.join(&entry.path), entry.text.as_bytes()) {
        Ok(()) => Exit::Fine,
        Err(failed) => {
            talk(&format!("error: `{}` cannot be written: {}", entry.path, failed.error));
            Exit::Machine
        }
    }
}

fn failed(failure: &GitFailure, since: &str) -> Exit {
    let (exit, words) = match failure {
        GitFailure::NoGit => (Exit::Machine, "there is no program `git` here\n  install it, or put it into the search path".to_owned()),
        GitFailure::NoRepository => {
            (Exit::Machine, "the site lies in no git repository, so nobody knows what it was\n  start one with `git init`".to_owned())
        }
        GitFailure::UnknownRevision => {
            let help = "`git log --oneline` lists what there is; a shallow copy needs `git fetch --unshallow` first";
            (Exit::Usage, format!("there is no revision `{since}`\n  {help}"))
        }
        GitFailure::Failed(words) => (Exit::Machine, format!("git cannot read `{since}`: {words}")),
    };
    talk(&format!("error: {words}"));
    exit
}

/// A difference as people read it: one line, and below it each field with what it said and says; open to tests, which hold every word of it.
pub fn in_words(difference: &Difference) -> String {
    let Difference { label, id, title, file, line, .. } = difference;
    let what = match &difference.sort {
        Sort::Added => "new".to_owned(),
        Sort::Removed => "gone".to_owned(),
        Sort::Renamed(old) => format!("renamed, was `{old}`"),
        Sort::Changed => "changed".to_owned(),
    };
    let title = if title == id { String::new() } else { format!(" ({title})") };
    let mut lines = vec![format!("{} `{id}`{title}: {what}  {file}:{line}", label.to_lowercase())];
    let nothing = || "nothing".to_owned();
    for field in &difference.fields {
        let (was, now) = field.excerpts();
        lines.push(format!("  {}", field.name()));
        lines.push(format!("    was {}", was.unwrap_or_else(nothing)));
        lines.push(format!("    now {}", now.unwrap_or_else(nothing)));
    }
    for change in &difference.derived {
        let of = change.of.as_ref().map_or_else(String::new, |of| format!(" of {of}"));
        let what = if change.what == "account" { "stance by others' account" } else { change.what };
        lines.push(format!("  {what}{of}: was {}, is {}", change.was, change.now));
    }
    lines.join("\n")
}

/// A difference as programs read it: whole texts, not excerpts.
fn json_of(difference: &Difference) -> Value {
    let (change, was_id) = match &difference.sort {
        Sort::Added => ("added", None),
        Sort::Removed => ("removed", None),
        Sort::Renamed(old) => ("renamed", Some(old)),
        Sort::Changed => ("changed", None),
    };
    let fields: Vec<Value> = difference
        .fields
        .iter()
        .map(|field| {
            let (entry, inner) = field.entry.clone().map_or((None, None), |(entry, inner)| (Some(entry), inner));
            json!({ "field": field.field, "entry": entry, "entry_field": inner, "was": field.was, "now": field.now })
        })
        .collect();
    let derived: Vec<Value> = difference
        .derived
        .iter()
        .map(|change| json!({ "what": change.what, "of": change.of, "was": change.was, "now": change.now }))
        .collect();
    json!({
        "type": "change", "change": change, "kind": difference.kind, "id": difference.id, "was_id": was_id, "title": difference.title,
        "file": difference.file, "line": difference.line, "with_owner": difference.with_owner, "fields": fields, "derived": derived,
    })
}
