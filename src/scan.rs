//! What lies where: a sorted inventory of texts, tables, files to copy, templates and declarations.
//!
//! In: the listing of the world and the kinds. Out: each text with what its path makes of it. Nothing is read here.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::parse::id_for;
use crate::schema::{KindId, Schema, with_article};
use crate::world::{Found, Sort, Stamp, World};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The form of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Keys and rows.
    Yaml,
    /// Tables by id.
    Toml,
    /// A header row with a column `id`.
    Csv,
}

/// What a text is, by its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// A record of a kind.
    Record(KindId),
    /// The text of a section, of the site, or of a kind's list: `_index.md`.
    Section,
    /// An ordinary page.
    Page,
    /// Rows of a kind.
    Table(KindId, Form),
}

/// A text of `content/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Path from the root of the site.
    pub path: String,
    /// What it is.
    pub role: Role,
    /// The id it gives its record; for pages and sections the path from `content/` without the ending.
    pub id: String,
    /// The folder of the story it belongs to, from `content/`.
    pub story: Arc<str>,
    /// What is known of the file without reading it.
    pub stamp: Stamp,
    /// Whether it may be read. One that may not was reported, and only holds the place of its record, so that what refers to it is no
    /// mistake of its own.
    pub readable: bool,
}

/// A file that is copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Path from the root of the site.
    pub path: String,
    /// Where it goes.
    pub home: Home,
}

/// Where a copied file goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// To this path of the output.
    At(String),
    /// Beside the page of this text (by its place in the inventory), under this name.
    Beside(usize, String),
}

/// Everything a site consists of.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    /// Texts and tables, sorted by path.
    pub texts: Vec<Text>,
    /// Files to copy, sorted by path; a later one of the same home replaces an earlier one (the site's `static/` the theme's).
    pub assets: Vec<Asset>,
    /// Templates: path from the root of the site, and the name they are known by; the theme's before the site's own, which replace them.
    pub templates: Vec<(String, String)>,
}

/// Files of the theme that a site names, if it brings one: `themes/NAME`.
pub fn theme_folder(world: &dyn World, theme: &str) -> Option<String> {
    let folder = format!("themes/{theme}");
    (!world.list(&folder).is_empty()).then_some(folder)
}

/// The declarations of `schema/`, sorted by path.
pub fn declarations(world: &dyn World) -> Vec<String> {
    let found = world.list("schema").into_iter();
    found.filter(|f| matches!(f.sort, Sort::File(_)) && f.path.ends_with(".toml")).map(|f| f.path).collect()
}

/// Takes the inventory. `theme` is the folder of the site's own theme, if it brings one; `largest` the size in bytes above which a text is an error.
pub fn scan(world: &dyn World, schema: &Schema, theme: Option<&str>, largest: u64) -> (Inventory, Diagnostics) {
    let mut scan = Scan { schema, largest, inventory: Inventory::default(), problems: Diagnostics::new() };
    let found = world.list("content");
    let mut others = Vec::new();
    for entry in &found {
        let before = scan.problems.len();
        if let Some(stamp) = scan.sound(entry, "content") {
            scan.content(&entry.path, stamp, true, &mut others);
        } else if scan.problems.len() > before && entry.path.starts_with("content/") {
            scan.content(&entry.path, Stamp::default(), false, &mut Vec::new());
        }
    }
    scan.bundles(&others);
    let folders = theme.into_iter().map(|theme| format!("{theme}/")).chain([String::new()]);
    for folder in folders {
        for entry in world.list(&format!("{folder}templates")) {
            if scan.sound(&entry, &folder).is_some() {
                let name = entry.path[folder.len() + "templates/".len()..].to_owned();
                scan.inventory.templates.push((entry.path, name));
            }
        }
        for entry in world.list(&format!("{folder}static")) {
            if scan.sound(&entry, &folder).is_some() && !entry.path.ends_with("/.DS_Store") && !entry.path.ends_with("/.gitkeep") {
                let to = entry.path[folder.len() + "static/".len()..].to_owned();
                scan.inventory.assets.push(Asset { path: entry.path, home: Home::At(to) });
            }
        }
    }
    (scan.inventory, scan.problems)
}

struct Scan<'s> {
    schema: &'s Schema,
    largest: u64,
    inventory: Inventory,
    problems: Diagnostics,
}

impl Scan<'_> {
    /// What is known of an entry that is a file to be used; reports what is neither file nor folder.
    fn sound(&mut self, entry: &Found, folder: &str) -> Option<Stamp> {
        let path = entry.path.as_str();
        let hidden =
            folder == "content" && path.split('/').any(|part| part.starts_with('.') || part.ends_with('~') || part.starts_with('#'));
        if hidden {
            return None;
        }
        let problem = match &entry.sort {
            Sort::File(stamp) => return Some(*stamp),
            Sort::Folder if folder == "content" && path.ends_with(".md") => {
                Diagnostic::in_path(&codes::NOT_A_FILE, path, "a folder has the name of a text")
                    .help("rename the folder so that it does not end in .md")
            }
            Sort::Folder => return None,
            Sort::BadLink(words) => Diagnostic::in_path(&codes::SYMLINK_OUTSIDE, path, format!("this symbolic link {words}"))
                .help("put the file itself into the site, or remove the link"),
            Sort::Other => {
                Diagnostic::in_path(&codes::NOT_A_FILE, path, "this is neither a file nor a folder").help("remove it from the site")
            }
            Sort::Unreadable(words) => Diagnostic::in_path(&codes::UNREADABLE, path, format!("this cannot be read: {words}"))
                .help("make it readable, rename it or remove it"),
        };
        self.problems.push(problem);
        None
    }

    fn content(&mut self, path: &str, stamp: Stamp, readable: bool, others: &mut Vec<String>) {
        let inside = &path["content/".len()..];
        let (folder, name) = inside.rsplit_once('/').unwrap_or(("", inside));
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let form = match ending {
            "yaml" | "yml" => Some(Form::Yaml),
            "toml" => Some(Form::Toml),
            "csv" => Some(Form::Csv),
            _ => None,
        };
        let kind_folder = self.kind_folder(folder);
        if ending == "md" {
            let (role, id, story) = self.role(folder, stem, kind_folder);
            if readable {
                self.name(path, &id);
            }
            self.push(Text { path: path.to_owned(), role, id, story: story.into(), stamp, readable });
        } else if let Some((form, kind)) =
            form.and_then(|form| Some((form, self.schema.kind_of_folder(stem)?))).filter(|_| kind_folder.is_none())
        {
            self.push(Text {
                path: path.to_owned(),
                role: Role::Table(kind, form),
                id: stem.to_owned(),
                story: folder.into(),
                stamp,
                readable,
            });
        } else if form.is_some() && folder.is_empty() {
            let tables = self.schema.iter().filter_map(|(_, kind)| kind.folder.as_deref());
            let problem = Diagnostic::in_path(&codes::UNKNOWN_TABLE, path, format!("no kind keeps its rows in a table called `{stem}`"));
            self.problems.push(
                problem
                    .did_you_mean(stem, tables)
                    .help("declare a kind with this folder in `[schema]` of gen.toml, or move the file beside the page that uses it"),
            );
        } else if let (Some(Form::Yaml | Form::Toml), Some((kind, _, ""))) = (form, kind_folder) {
            let kind = self.schema.kind(kind);
            let (label, folder) = (with_article(&kind.label.to_lowercase()), kind.folder.as_deref().unwrap_or_default());
            let problem =
                Diagnostic::in_path(&codes::UNKNOWN_TABLE, path, format!("{label} with a file of its own is written in Markdown"));
            self.problems.push(problem.help(format!(
                "write `{stem}.md` with these fields between lines of `---`, or make it a row of `content/{folder}.{ending}`"
            )));
        } else {
            others.push(path.to_owned());
        }
    }

    /// The kind whose folder this is or lies in, with the story before it and what comes behind it.
    fn kind_folder<'p>(&self, folder: &'p str) -> Option<(KindId, &'p str, &'p str)> {
        let mut start = 0;
        for part in folder.split('/') {
            if let Some(kind) = self.schema.kind_of_folder(part) {
                let story = folder[..start].trim_end_matches('/');
                let rest = folder[start + part.len()..].trim_start_matches('/');
                return Some((kind, story, rest));
            }
            start += part.len() + 1;
        }
        None
    }

    /// What a Markdown file is, its id and its story.
    fn role<'p>(&self, folder: &'p str, stem: &str, kind_folder: Option<(KindId, &'p str, &'p str)>) -> (Role, String, &'p str) {
        match (kind_folder, stem) {
            (Some((_, story, "")), "_index") => (Role::Section, folder.to_owned(), story),
            (Some((kind, story, rest)), "index") if !rest.is_empty() => {
                (Role::Record(kind), rest.rsplit('/').next().unwrap_or(rest).to_owned(), story)
            }
            (Some((kind, story, _)), _) => (Role::Record(kind), stem.to_owned(), story),
            (None, "_index") => (Role::Section, if folder.is_empty() { "index".to_owned() } else { folder.to_owned() }, folder),
            (None, "index") if !folder.is_empty() => (Role::Page, folder.to_owned(), folder),
            (None, _) if folder.is_empty() => (Role::Page, stem.to_owned(), ""),
            (None, _) => (Role::Page, format!("{folder}/{stem}"), folder),
        }
    }

    /// Reports the parts of an id that cannot be one.
    fn name(&mut self, path: &str, id: &str) {
        for part in id.split('/') {
            if let Err(why) = sound_id(part) {
                let problem = Diagnostic::in_path(&codes::BAD_ID, path, format!("`{part}` cannot be an id: {why}"));
                self.problems.push(problem.help(format!("rename it, for example to `{}`", id_for(part))));
            }
        }
    }

    fn push(&mut self, mut text: Text) {
        if text.stamp.len > self.largest {
            text.readable = false;
            let message = format!("this file has {}, the limit is {}", size(text.stamp.len), size(self.largest));
            let help = "split it, or raise `[limits] file_bytes` in gen.toml";
            self.problems.push(Diagnostic::in_path(&codes::FILE_TOO_LARGE, text.path.as_str(), message).help(help));
        }
        self.inventory.texts.push(text);
    }

    /// Files that are no texts lie beside the page whose folder they are in, or keep their place.
    fn bundles(&mut self, others: &[String]) {
        let owners: FxHashMap<String, usize> = self.inventory.texts.iter().enumerate().map(|(at, text)| (text.path.clone(), at)).collect();
        for path in others {
            let inside = &path["content/".len()..];
            let mut folder = inside;
            let mut home = Home::At(inside.to_owned());
            while let Some((above, _)) = folder.rsplit_once('/') {
                folder = above;
                let owner = |name: &str| owners.get(&format!("content/{folder}/{name}")).copied();
                if let Some(owner) = owner("index.md").or_else(|| owner("_index.md")) {
                    home = Home::Beside(owner, inside[folder.len() + 1..].to_owned());
                    break;
                }
            }
            self.inventory.assets.push(Asset { path: path.clone(), home });
        }
    }
}

/// Whether a name can be an id and so an address, on every system.
pub fn sound_id(name: &str) -> Result<(), String> {
    const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];
    if name.is_empty() {
        return Err("it is empty".to_owned());
    }
    if name.len() > 200 {
        return Err(format!("it has {} bytes, 200 are allowed", name.len()));
    }
    if name.starts_with('.') {
        return Err("it starts with a dot".to_owned());
    }
    if let Some(strange) = name.chars().find(|c| !(c.is_alphanumeric() || is_mark(*c) || "-_.".contains(*c))) {
        return Err(format!("only letters, digits, `-`, `_` and `.` are allowed, not {}", named(strange)));
    }
    let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    let numbered = stem.len() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) && stem.ends_with(|c: char| c.is_ascii_digit());
    if RESERVED.contains(&stem.as_str()) || numbered || name.ends_with('.') {
        return Err("Windows reserves this name".to_owned());
    }
    Ok(())
}

fn size(bytes: u64) -> String {
    if bytes < 1_000_000 { format!("{bytes} bytes") } else { format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000) }
}

fn named(c: char) -> String {
    match c {
        ' ' => "a blank".to_owned(),
        c if c.is_whitespace() || c.is_control() => format!("`{}`", c.escape_default()),
        c => format!("`{c}`"),
    }
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::builtin;
    use crate::world::MemoryWorld;

    fn check(paths: &[&str]) -> (Vec<String>, Vec<&'static str>) {
        let world = paths.iter().fold(MemoryWorld::new("2026-01-01"), |world, path| world.with(path, "x"));
        let schema = builtin();
        let (inventory, problems) = scan(&world, &schema, None, 10);
        let describe = |text: &Text| match &text.role {
            Role::Record(kind) => format!("{} {} of '{}'", schema.kind(*kind).name, text.id, text.story),
            Role::Section => format!("section {}", text.id),
            Role::Page => format!("page {}", text.id),
            Role::Table(kind, _) => format!("rows of {} in '{}'", schema.kind(*kind).name, text.story),
        };
        (inventory.texts.iter().map(describe).collect(), problems.into_iter().map(|p| p.code.id).collect())
    }

    #[test]
    fn a_path_says_what_a_text_is() {
        let paths = [
            "content/_index.md",
            "content/about.md",
            "content/actors/putin.md",
            "content/actors/2025/lavrov/index.md",
            "content/actors/_index.md",
        ];
        let more = ["content/strike/issues/pay.md", "content/strike/sources.yaml", "content/figures.csv", "content/guide/start.md"];
        let (texts, problems) = check(&[paths.as_slice(), more.as_slice()].concat());
        let expected = ["section index", "page about", "actor lavrov of ''", "section actors", "actor putin of ''", "rows of figure in ''"];
        assert_eq!(texts[..6], expected);
        assert_eq!(texts[6..], ["page guide/start", "issue pay of 'strike'", "rows of source in 'strike'"]);
        assert!(problems.is_empty());
    }

    #[test]
    fn names_that_cannot_be_addresses_are_refused() {
        assert_eq!(check(&["content/actors/a b.md", "content/con.md", "content/.hidden.md"]).1, ["E0106", "E0106"]);
        assert!(sound_id("Київ-2025_1.a").is_ok() && sound_id("हिन्दी").is_ok() && sound_id(&"x".repeat(201)).is_err());
    }

    #[test]
    fn a_table_of_no_kind_and_a_huge_text_are_refused() {
        let world = MemoryWorld::new("2026-01-01").with("content/sorces.yaml", "x").with("content/big.md", "12345678901");
        let problems: Vec<_> = scan(&world, &builtin(), None, 10).1.into_iter().map(|p| (p.code.id, p.help[0].clone())).collect();
        assert_eq!(problems[0].0, "E0105");
        assert_eq!(problems[1], ("E0107", "did you mean `sources`?".to_owned()));
    }
}
