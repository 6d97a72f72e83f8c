//! `gen schema`: JSON Schemas of the settings, of front matter and of tables, printed or written where editors find them.

use super::args::Common;
use super::report::{counted, result, talk};
use super::root::{self, Root};
use super::{Exit, editors, list, settle};
use crate::pipeline;
use crate::schema::{Schema, json_schema};
use crate::world::{World, writer};
use serde_json::{Map, Value};
use std::path::Path;

/// What is asked for.
pub(super) enum Wanted<'a> {
    /// All of them.
    All,
    /// The settings.
    Settings,
    /// The files of a kind.
    Files(&'a str),
    /// The tables of a kind.
    Tables(&'a str),
    /// All of them, as files in this folder.
    Written(&'a Path),
}

pub(super) fn run(common: &Common, wanted: &Wanted) -> Exit {
    let root = match root::find(common) {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    let (schema, sources, problems) = pipeline::model(&root.world, &root.config);
    let exit = settle(common, problems, &sources);
    let of_kind = |name: &str, table: bool| list::find(&schema, name).map(|kind| json_schema(&schema, schema.kind(kind), table));
    let found = match wanted {
        Wanted::All => Some(Value::Object(Map::from_iter(editors::schemas(&schema)))),
        Wanted::Settings => Some(crate::config::json_schema(&schema)),
        Wanted::Files(name) => of_kind(name, false),
        Wanted::Tables(name) => of_kind(name, true),
        Wanted::Written(folder) => return write(common, &root, &schema, folder).err().unwrap_or(exit),
    };
    match found {
        Some(found) => {
            result(&editors::pretty(&found));
            exit
        }
        None => Exit::Usage,
    }
}

/// Writes the schemas anew. What else VS Code needs is written where it is not there yet, and belongs to the author from then on.
fn write(common: &Common, root: &Root, schema: &Schema, folder: &Path) -> Result<(), Exit> {
    let save = |path: &Path, text: &str| {
        writer::save(path, text.as_bytes()).map_err(|failed| {
            talk(&format!("error: `{}` cannot be written: {}", path.display(), failed.error));
            Exit::Machine
        })
    };
    let schemas = editors::schemas(schema);
    for (name, value) in &schemas {
        save(&root.folder.join(folder).join(editors::file(name)), &editors::pretty(value))?;
    }
    if !common.quiet {
        result(&format!("{} written to {}", counted(schemas.len(), "schema"), folder.display()));
    }
    if folder != Path::new(editors::FOLDER) {
        return Ok(());
    }
    for (path, text) in editors::vscode(schema) {
        if !root.world.has_file(path) {
            save(&root.folder.join(path), &text)?;
        }
    }
    let settings = root.world.read(editors::SETTINGS_FILE).unwrap_or_default();
    let settings = String::from_utf8_lossy(&settings);
    let missing = editors::associations(schema).into_iter().filter(|(path, _)| !settings.contains(path.as_str()));
    let lines: Vec<String> = missing.map(|(path, files)| format!("  \"{path}\": {files}")).collect();
    if !lines.is_empty() && !common.quiet {
        talk(&format!("add to \"yaml.schemas\" in {}:\n{}", editors::SETTINGS_FILE, lines.join(",\n")));
    }
    Ok(())
}
