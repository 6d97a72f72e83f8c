//! Where a theme's files are: in the program, or in the site.
//!
//! The default theme is part of the program. A theme called `default` in a site is laid over it file by file; a theme of another name
//! stands alone, unless its `theme.toml` says `extends = "default"`.

use crate::config::Config;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::node::{Node, toml};
use crate::scan::theme_folder;
use crate::source::{SourceFile, Sources};
use crate::world::World;
use std::borrow::Cow;

/// The default theme.
#[derive(rust_embed::RustEmbed)]
#[folder = "themes/default"]
struct Default;

/// The layers of the theme that a site uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    folder: Option<String>,
    embedded: bool,
}

impl Files {
    /// The theme's folder in the site, if it is there.
    pub fn folder(&self) -> Option<&str> {
        self.folder.as_deref()
    }

    /// The embedded templates below the site's: name and text, sorted by name.
    pub fn embedded_templates(&self) -> Vec<(String, String)> {
        let text = |name: &str| String::from_utf8_lossy(&file(&format!("templates/{name}"))).into_owned();
        self.names("templates/")
            .into_iter()
            .map(|name| {
                let text = text(&name);
                (name, text)
            })
            .collect()
    }

    /// The embedded static files: their path in the output and their name in the theme.
    pub fn embedded_static(&self) -> Vec<(String, String)> {
        self.names("static/")
            .into_iter()
            .map(|name| {
                let file = format!("static/{name}");
                (name, file)
            })
            .collect()
    }

    fn names(&self, folder: &str) -> Vec<String> {
        if !self.embedded {
            return Vec::new();
        }
        let mut names: Vec<String> = Default::iter().filter_map(|name| name.strip_prefix(folder).map(str::to_owned)).collect();
        names.sort_unstable();
        names
    }
}

/// The bytes of a file of the embedded theme.
pub fn file(name: &str) -> Cow<'static, [u8]> {
    Default::get(name).map_or(Cow::Borrowed(&[]), |file| file.data)
}

/// Finds the theme a site names and checks that it fits this program.
pub fn files(world: &dyn World, config: &Config, sources: &mut Sources, problems: &mut Diagnostics) -> Files {
    let folder = theme_folder(world, &config.theme);
    let is_default = config.theme == "default";
    let Some(folder) = folder else {
        if !is_default {
            let mut themes: Vec<String> =
                world.list("themes").into_iter().filter_map(|found| found.path.split('/').nth(1).map(str::to_owned)).collect();
            themes.push("default".to_owned());
            themes.dedup();
            let message = format!("there is no theme `{}`", config.theme);
            let problem = Diagnostic::at(&codes::NO_THEME, config.file, config.theme_span, message)
                .did_you_mean(&config.theme, themes.iter().map(String::as_str));
            problems.push(problem.help(format!("put it into `themes/{}/`, or use `default`", config.theme)));
        }
        return Files { folder: None, embedded: true };
    };
    let path = format!("{folder}/theme.toml");
    let Ok(bytes) = world.read(&path) else { return Files { folder: Some(folder), embedded: is_default } };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let file = sources.push(SourceFile::new(path, text.as_str()));
    let (node, wrong) = toml::parse(&text, 0..text.len(), file, &codes::CONFIG_SYNTAX);
    problems.extend(wrong);
    if let Some(wanted) = node.get("gen") {
        let range = wanted.as_text().and_then(|text| semver::VersionReq::parse(text).ok());
        let this = semver::Version::parse(env!("CARGO_PKG_VERSION")).expect("cargo only builds packages with a version");
        match range {
            Some(range) if range.matches(&this) => {}
            Some(range) => {
                let message = format!("this theme is for gen {range}, but this is gen {this}");
                problems.push(
                    Diagnostic::at(&codes::THEME_VERSION, file, wanted.span, message)
                        .help("use a version of the theme that fits, or widen the range if you know that it does"),
                );
            }
            None => problems.push(
                Diagnostic::at(&codes::CONFIG_VALUE, file, wanted.span, "`gen` must be a range of versions")
                    .help("write it such as `\">=0.1, <0.3\"`"),
            ),
        }
    }
    let extends = node.get("extends").and_then(Node::as_text) == Some("default");
    for entry in node.entries().iter().filter(|entry| !KEYS.contains(&&*entry.key.text)) {
        let problem = Diagnostic::at(&codes::CONFIG_KEY, file, entry.key.span, format!("unknown setting `{}`", entry.key.text));
        problems.push(
            problem
                .did_you_mean_key(&entry.key.text, &KEYS, node.entries().iter().map(|other| &*other.key.text))
                .help(format!("known here: {}", KEYS.join(", "))),
        );
    }
    Files { folder: Some(folder), embedded: is_default || extends }
}

const KEYS: [&str; 5] = ["name", "gen", "description", "extends", "author"];
