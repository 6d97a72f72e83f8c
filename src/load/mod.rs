//! Reads what the inventory names: configuration, declarations, templates, texts.
//!
//! In: the world. Out: source texts with their numbers, and typed settings. It parses nothing but the configuration.

mod texts;

pub(crate) use texts::{Texts, texts};

use crate::check::Baseline;
use crate::check::output::Outputs;
use crate::config::{self, Config};
use crate::date::{Day, Zone};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::memo::Calendar;
use crate::node::toml;
use crate::pipeline::Overrides;
use crate::render::{TemplateFile, Theme};
use crate::resolve::{self, Directives, RecordKey};
use crate::scan::{Inventory, Role, declarations};
use crate::schema::{Schema, extend};
use crate::source::{FileId, SourceFile, Sources, Span};
use crate::theme::{self, Files};
use crate::view::{FileOrigin, Plan};
use crate::world::World;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

/// The configuration, with the site's own declarations added to the schema.
pub(crate) fn config(
    world: &dyn World,
    overrides: &Overrides,
    sources: &mut Sources,
    schema: &mut Schema,
    problems: &mut Diagnostics,
) -> Config {
    for path in declarations(world) {
        match text(world, &path) {
            Ok(source) => {
                let file = sources.push(source.clone());
                let (node, wrong) = toml::parse(&source.text, 0..source.text.len(), file, &codes::SCHEMA);
                let found = extend(schema, &node, file);
                // After a syntax error a key may seem to stand where it does not.
                problems.extend(if wrong.is_empty() { found } else { wrong });
            }
            Err(unreadable) => problems.push(unreadable.report(sources)),
        }
    }
    let path = overrides.config.as_deref().unwrap_or("gen.toml");
    let mut config = match text(world, path) {
        Ok(source) => {
            let file = sources.push(source.clone());
            let (config, wrong) = config::read(&source, file, schema);
            problems.extend(wrong);
            config
        }
        Err(unreadable) => {
            let problem = match unreadable {
                Unreadable::Missing(..) => {
                    Diagnostic::in_path(&codes::NO_SITE, path, format!("there is no `{path}`, so this folder is no site"))
                        .help("go into the folder of a site, or run `gen init` to start one")
                }
                other => other.report(sources),
            };
            problems.push(problem);
            let file = sources.push(SourceFile::new(path, ""));
            Config::new(file)
        }
    };
    if let Some(base_url) = &overrides.base_url {
        config.base_url = base_url.clone();
    }
    config
}

/// The day the site is built for: given, configured, of `SOURCE_DATE_EPOCH`, or the clock's; moments are read in the site's time zone.
pub(crate) fn today(world: &dyn World, overrides: &Overrides, config: &Config) -> Day {
    today_in(world, overrides, &Calendar { timezone: &config.timezone, configured: config.today })
}

/// The same where the configuration need not be read for it.
pub(crate) fn today_in(world: &dyn World, overrides: &Overrides, calendar: &Calendar) -> Day {
    let zone = Zone::named(calendar.timezone).expect("the configuration holds only zones that exist");
    let epoch = || zone.day_at(world.variable("SOURCE_DATE_EPOCH")?.parse().ok()?);
    let clock = || zone.day_at(world.clock()).expect("the clock shows a day of the calendar");
    overrides.today.or(calendar.configured).or_else(epoch).unwrap_or_else(clock)
}

/// The theme with the site's own templates over it. What a site overrides stays within reach as `theme/NAME`, so that it can be extended.
pub(crate) fn theme(world: &dyn World, files: &Files, inventory: &Inventory, sources: &mut Sources, problems: &mut Diagnostics) -> Theme {
    let mut templates: Vec<TemplateFile> = Vec::new();
    for (name, text) in files.embedded_templates() {
        let file = sources.push(SourceFile::new(format!("(theme default)/templates/{name}"), text));
        templates.push(TemplateFile { name, file });
    }
    let mut own: Vec<TemplateFile> = Vec::new();
    for (path, name) in &inventory.templates {
        match text(world, path) {
            Ok(source) => {
                let file = sources.push(source);
                let template = TemplateFile { name: name.clone(), file };
                if path.starts_with("templates/") {
                    own.push(template);
                } else {
                    templates.push(template);
                }
            }
            Err(unreadable) => problems.push(unreadable.report(sources)),
        }
    }
    let overridden: Vec<TemplateFile> = templates
        .iter()
        .filter(|theirs| !theirs.name.starts_with("components/") && own.iter().any(|ours| ours.name == theirs.name))
        .map(|theirs| TemplateFile { name: format!("theme/{}", theirs.name), file: theirs.file })
        .collect();
    templates.extend(overridden);
    let before = templates.len();
    templates.extend(own);
    let (theme, wrong) = Theme::load(&templates, sources);
    problems.extend(wrong);
    problems.extend(unused(&templates, before, sources));
    theme
}

/// A site's templates that replace nothing and are named nowhere. `first` is the place of the first of them.
fn unused(templates: &[TemplateFile], first: usize, sources: &Sources) -> Vec<Diagnostic> {
    let known = |name: &str| {
        let kind = name.strip_suffix("-index.html").or_else(|| name.strip_suffix(".html"));
        name.starts_with("components/")
            || templates[..first].iter().any(|other| other.name == name)
            || kind.is_some_and(|kind| !kind.contains('/'))
    };
    let named = |name: &str| templates.iter().any(|other| sources.get(other.file).text.contains(&format!("\"{name}\"")));
    let strange = templates[first..].iter().filter(|template| !known(&template.name) && !named(&template.name));
    strange
        .map(|template| {
            let message = format!("nothing uses the template `{}`", template.name);
            Diagnostic::at(&codes::UNUSED_TEMPLATE, template.file, Span::default(), message)
                .did_you_mean(&template.name, templates[..first].iter().map(|other| other.name.as_str()))
                .help("a template of the theme is replaced by a file of the same path; components belong into `templates/components/`")
        })
        .collect()
}

/// The copied files that a check reads, each with its path in the output: style sheets, and feeds and calendars of the site's own. What is no
/// text is none of these.
pub(crate) fn beside(world: &dyn World, plan: &Plan, sources: &mut Sources) -> Vec<(String, FileId)> {
    let is_read = |path: &str| path.ends_with(".css") || (!path.ends_with(".html") && Outputs::are_read(path));
    let mut found = Vec::new();
    for file in plan.files.iter().filter(|file| is_read(&file.path)) {
        let source = match &file.from {
            FileOrigin::Embedded(name) => {
                String::from_utf8(theme::file(name).into_owned()).ok().map(|text| SourceFile::new(format!("(theme default)/{name}"), text))
            }
            FileOrigin::Site(path) => text(world, path).ok(),
        };
        found.extend(source.map(|source| (file.path.clone(), sources.push(source))));
    }
    found
}

/// Some texts of an earlier run, under the numbers that they had, as they stand now; nothing if one of them cannot be had.
pub(crate) fn only(world: &dyn World, files: &[(FileId, String)]) -> Option<Sources> {
    let read: Option<Vec<SourceFile>> = files.par_iter().map(|(_, path)| text(world, path).ok()).collect();
    let mut sources = Sources::default();
    for ((file, _), source) in files.iter().zip(read?) {
        while sources.len() < file.0 as usize {
            sources.push(SourceFile::new("", ""));
        }
        sources.push(source);
    }
    Some(sources)
}

/// Why there is no text.
pub(super) enum Unreadable {
    /// The system says no, in its words.
    Missing(String, String),
    /// Not UTF-8: the text with the bad bytes replaced, and where the first of them is.
    Encoding(SourceFile, usize),
}

impl Unreadable {
    fn report(self, sources: &mut Sources) -> Diagnostic {
        match self {
            Unreadable::Missing(path, words) => Diagnostic::in_path(&codes::UNREADABLE, path, format!("this file cannot be read: {words}"))
                .help("make it readable, or remove it"),
            Unreadable::Encoding(source, at) => {
                let file = sources.push(source);
                let span = Span::new(at, at + char::REPLACEMENT_CHARACTER.len_utf8());
                Diagnostic::at(&codes::NOT_UTF8, file, span, "this file is not UTF-8 text")
                    .label("the first byte that is none")
                    .help("save it again with the encoding UTF-8")
            }
        }
    }
}

fn text(world: &dyn World, path: &str) -> Result<SourceFile, Unreadable> {
    let bytes = world.read(path).map_err(|unreadable| Unreadable::Missing(path.to_owned(), unreadable.0))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(SourceFile::read(path, &text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            Err(Unreadable::Encoding(SourceFile::new(path, text), at))
        }
    }
}

/// The known debt of a site, if it keeps a record of it.
pub(crate) fn baseline(world: &dyn World, config: &Config) -> Result<Option<Baseline>, Diagnostic> {
    let Some((path, span)) = &config.check.baseline else { return Ok(None) };
    let anew = "write it with `gen check --write-baseline`";
    if !world.has_file(path) {
        let message = format!("there is no `{path}`, which should hold what is known");
        return Err(Diagnostic::at(&codes::BASELINE, config.file, *span, message).help(anew));
    }
    let read = text(world, path).map_err(|_| (1, "it is not UTF-8 text".to_owned()));
    read.and_then(|source| Baseline::parse(&source.text)).map(Some).map_err(|(line, why)| {
        let message = format!("`{path}` cannot be read: line {line}: {why}");
        Diagnostic::at(&codes::BASELINE, config.file, *span, message).help(anew)
    })
}

/// What every draft depends on beside its file, as a fingerprint.
fn parsing(schema: &Schema, options: &crate::parse::markdown::Options) -> u64 {
    let mut hasher = FxHasher::default();
    format!("{schema:?} {options:?}").hash(&mut hasher);
    hasher.finish()
}

/// What every page depends on without asking for it, as a fingerprint: the texts of settings and declarations, what the command line says over
/// them, the directives that texts may use, and what `site` is in every template.
pub(crate) fn settings(sources: &Sources, config: &Config, overrides: &Overrides, theme: &Theme, constants: &dyn std::fmt::Display) -> u64 {
    let mut hasher = FxHasher::default();
    // Declarations are read before the configuration, and nothing before them.
    let before = sources.iter().take_while(|(file, _)| *file <= config.file);
    before.for_each(|(_, source)| (&source.path, &source.text).hash(&mut hasher));
    (format!("{:?}", config.base_url), overrides.drafts, overrides.as_of).hash(&mut hasher);
    let mut directives: Vec<_> = theme.directives().iter().collect();
    directives.sort_unstable();
    (directives, constants.to_string()).hash(&mut hasher);
    hasher.finish()
}

/// What links between files can lead to.
pub(crate) struct Links {
    files: FxHashMap<String, Option<RecordKey>>,
    folders: FxHashMap<FileId, String>,
}

impl Links {
    /// What resolving needs beside the drafts.
    pub(crate) fn site<'s>(
        &'s self,
        schema: &'s Schema,
        directives: &'s Directives,
        config: &'s Config,
        drafts: bool,
    ) -> resolve::Site<'s> {
        resolve::Site { schema, directives, files: &self.files, folders: &self.folders, language: &config.language, drafts }
    }
}

/// Every file of `content/` that can be linked to.
pub(crate) fn links(inventory: &Inventory, schema: &Schema, sources: &Sources) -> Links {
    let mut files = FxHashMap::default();
    for text in &inventory.texts {
        let kind = match text.role {
            Role::Record(kind) => kind,
            Role::Page | Role::Section => schema.page_kind(),
            Role::Table(..) => continue,
        };
        files.insert(text.path["content/".len()..].to_owned(), Some(RecordKey { kind, id: text.id.as_str().into() }));
    }
    for asset in &inventory.assets {
        if let Some(inside) = asset.path.strip_prefix("content/") {
            files.insert(inside.to_owned(), None);
        }
    }
    let folder = |path: &str| path.strip_prefix("content/").and_then(|inside| inside.rsplit_once('/')).map(|(folder, _)| folder.to_owned());
    let folders = sources.iter().filter_map(|(id, source)| Some((id, folder(&source.path)?))).collect();
    Links { files, folders }
}

#[cfg(test)]
mod tests {
    use super::today;
    use crate::config::Config;
    use crate::pipeline::Overrides;
    use crate::source::FileId;
    use crate::world::MemoryWorld;

    #[test]
    fn today_is_the_day_it_is_in_the_zone_of_the_site() {
        let check = |zone: &str, epoch: &str, expected: &str| {
            let world = MemoryWorld::new("2026-01-15").with_variable("SOURCE_DATE_EPOCH", epoch);
            let config = Config { timezone: zone.to_owned(), ..Config::new(FileId(0)) };
            assert_eq!(today(&world, &Overrides::default(), &config).to_string(), expected, "{zone} {epoch}");
        };
        check("UTC", "1767225599", "2025-12-31");
        check("Europe/Kyiv", "1767225599", "2026-01-01");
        check("America/New_York", "1767225600", "2025-12-31");
        check("Asia/Tokyo", "no number", "2026-01-15");
    }
}
