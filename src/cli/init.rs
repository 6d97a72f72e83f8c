//! `gen init`: a small site that builds, to be written over.

use super::args::Common;
use super::report::{counted, result, talk};
use super::root::current;
use super::{Exit, editors};
use crate::schema::builtin;
use crate::world::writer;
use std::path::PathBuf;

/// The files of a new site. Nothing in them is true of anything: they show the forms.
const FILES: [(&str, &str); 7] = [
    ("gen.toml", include_str!("init/gen.toml")),
    ("content/_index.md", include_str!("init/_index.md")),
    ("content/actors/city-council.md", include_str!("init/city-council.md")),
    ("content/issues/new-bridge.md", include_str!("init/new-bridge.md")),
    ("content/about.md", include_str!("init/about.md")),
    ("content/sources.yaml", include_str!("init/sources.yaml")),
    (".gitignore", "/public/\n/.gen/\n"),
];

pub(super) fn run(common: &Common, dir: Option<PathBuf>, force: bool) -> Exit {
    let here = match current() {
        Ok(here) => here,
        Err(exit) => return exit,
    };
    let folder = dir.map_or_else(|| here.clone(), |dir| here.join(dir));
    // A repository that was just begun is as good as empty.
    let holds = match writer::list(&folder) {
        Ok(names) => names.into_iter().any(|(name, _)| !name.to_string_lossy().starts_with('.')),
        Err(_) => false,
    };
    if folder.join("gen.toml").exists() && !force {
        talk(&format!(
            "error: `{}` is not empty: it holds a site\n  build it with `gen build`, or add `--force`: files that are there stay as they are",
            folder.display()
        ));
        return Exit::Usage;
    }
    if holds && !force {
        talk(&format!(
            "error: `{}` is not empty\n  name another folder, or add `--force`: files that are there stay as they are",
            folder.display()
        ));
        return Exit::Usage;
    }
    let mut written = 0;
    for (name, text) in files() {
        let path = folder.join(&name);
        if path.exists() {
            continue;
        }
        if let Err(failed) = writer::save(&path, text.as_bytes()) {
            talk(&format!("error: `{}` cannot be written: {}", path.display(), failed.error));
            return Exit::Machine;
        }
        written += 1;
    }
    if !common.quiet {
        result(&format!("{} written to {}", counted(written, "file"), folder.display()));
        result("next: edit gen.toml and content/_index.md, then run `gen build`");
        result("add records with `gen new actor ID`, `gen new issue ID`, `gen new claim ID` …");
    }
    Exit::Fine
}

/// Those, and what editors need to know the kinds, fields and settings in them.
fn files() -> Vec<(String, String)> {
    let schema = builtin();
    let schemas = editors::schemas(&schema)
        .into_iter()
        .map(|(name, value)| (format!("{}/{}", editors::FOLDER, editors::file(&name)), editors::pretty(&value)));
    let vscode = editors::vscode(&schema).into_iter().map(|(path, text)| (path.to_owned(), text));
    FILES.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).chain(vscode).chain(schemas).collect()
}
