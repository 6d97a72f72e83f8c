//! `gen.toml`, typed.
//!
//! In: the text of the configuration and what the command line overrides. Out: settings that cannot be wrong, and every problem at once.

mod check;
mod json;
mod links;
mod outputs;
mod reader;
mod settings;
#[cfg(test)]
mod tests;

pub use check::{Check, LISTS};
pub use json::json_schema;
pub use links::{Links, Pattern};
pub use settings::{Holds, Others, SETTINGS, Setting};

use crate::date::{Day, Zone};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::node::{Node, toml};
use crate::parse::markdown;
use crate::schema::Schema;
use crate::source::{FileId, SourceFile, Span};
use reader::Reader;
use settings::Table;

/// Where the site will be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    /// Scheme and host, without a slash at the end.
    pub origin: String,
    /// The path before every address, starting and ending with a slash.
    pub path: String,
}

impl BaseUrl {
    /// Reads `https://example.org/sub/`; the slash at the end may be missing. Relative addresses (`/`, `/sub/`) leave the origin empty.
    pub fn parse(text: &str) -> Option<BaseUrl> {
        let (origin, path) = if text.starts_with('/') {
            ("", text)
        } else {
            let scheme = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
            let host = &scheme[..scheme.find('/').unwrap_or(scheme.len())];
            if host.is_empty() {
                return None;
            }
            text.split_at(text.len() - scheme.len() + host.len())
        };
        let sound = |c: char| c.is_ascii_graphic() && !"\"'<>?#\\".contains(c);
        if !text.chars().all(sound) || path.contains("//") {
            return None;
        }
        let path = path.trim_matches('/');
        let path = if path.is_empty() { "/".to_owned() } else { format!("/{path}/") };
        Some(BaseUrl { origin: origin.to_owned(), path })
    }
}

/// How a site is put in place of the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publish {
    /// Changed files one by one, by a journal.
    Journal,
    /// The whole folder at once.
    Exchange,
}

/// An entry of the navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavEntry {
    /// Its words.
    pub title: String,
    /// Its address: root-relative or absolute.
    pub url: String,
    /// Where the address is written.
    pub span: Span,
}

/// The settings of a site.
#[derive(Clone, Debug)]
pub struct Config {
    /// The configuration's own text, for diagnostics.
    pub file: FileId,
    /// The title of the site.
    pub title: String,
    /// Where it will be reached.
    pub base_url: BaseUrl,
    /// Its language, a BCP 47 tag.
    pub language: String,
    /// The zone in which today is the day it is.
    pub timezone: String,
    /// The day it is built for, if the configuration says so.
    pub today: Option<Day>,
    /// One or two sentences for search engines and feeds.
    pub description: String,
    /// The name of the theme.
    pub theme: String,
    /// Where it is named.
    pub theme_span: Span,
    /// Who publishes it.
    pub publisher: String,
    /// The address of the licence under which its data may be used.
    pub license: String,
    /// Where that address is written.
    pub license_span: Span,
    /// How it is put in place.
    pub publish: Publish,
    /// The navigation, if the site gives its own.
    pub nav: Option<Vec<NavEntry>>,
    /// Entries of a list on one page.
    pub paginate: usize,
    /// Outputs that are switched off, by name.
    pub off: Vec<String>,
    /// Entries of a feed.
    pub feed_limit: usize,
    /// Whether every actor and issue has a feed and a calendar of its own.
    pub feeds_of_records: bool,
    /// What Markdown may hold.
    pub markdown: markdown::Options,
    /// The largest text in bytes.
    pub largest: u64,
    /// How it is checked.
    pub check: Check,
    /// How addresses elsewhere are checked.
    pub links: Links,
    /// Values for the site's own templates.
    pub extra: Option<Node>,
}

impl Config {
    /// The settings of a site whose configuration is empty.
    pub fn new(file: FileId) -> Config {
        Config {
            file,
            title: String::new(),
            base_url: BaseUrl { origin: String::new(), path: "/".to_owned() },
            language: "en".to_owned(),
            timezone: "UTC".to_owned(),
            today: None,
            description: String::new(),
            theme: "default".to_owned(),
            theme_span: Span::default(),
            publisher: String::new(),
            license: String::new(),
            license_span: Span::default(),
            publish: Publish::Journal,
            nav: None,
            paginate: 50,
            off: Vec::new(),
            feed_limit: 20,
            feeds_of_records: true,
            markdown: markdown::Options::default(),
            largest: 8_000_000,
            check: Check::default(),
            links: Links::default(),
            extra: None,
        }
    }

    /// Who speaks in this site: the publisher, or the site under its own title.
    pub fn voice(&self) -> &str {
        if self.publisher.is_empty() { &self.title } else { &self.publisher }
    }

    /// Whether an output is switched on.
    pub fn wants(&self, output: &str) -> bool {
        !self.off.iter().any(|off| off == output)
    }
}

/// Reads a configuration and adds its `[schema]` to the schema.
pub fn read(source: &SourceFile, file: FileId, schema: &mut Schema) -> (Config, Diagnostics) {
    let (node, problems) = toml::parse(&source.text, 0..source.text.len(), file, &codes::CONFIG_SYNTAX);
    let mut reader = Reader::new(file, problems);
    let mut config = Config::new(file);
    let top = Table::new(&node, SETTINGS);
    reader.known(top, Others::None);
    if let Some(own) = reader.table(top, "schema") {
        let found = crate::schema::extend(schema, own.node, file);
        reader.problems.extend(found);
    }
    reader.lists = schema.iter().filter(|(_, kind)| kind.folder.is_some()).map(|(_, kind)| kind.path.clone()).collect();
    reader.settings(top, &mut config);
    (config, reader.problems)
}

impl Reader {
    fn settings(&mut self, top: Table, config: &mut Config) {
        for (key, target) in [("title", &mut config.title), ("description", &mut config.description), ("publisher", &mut config.publisher)]
        {
            if let Some(text) = self.text(top, key) {
                *target = text;
            }
        }
        if config.title.is_empty() && top.get("title").is_none_or(|title| title.as_text().is_some()) {
            let problem = Diagnostic::at(&codes::CONFIG_VALUE, self.file, Span::new(0, 0), "the site needs a `title`");
            self.problems.push(problem.help("add a line such as `title = \"The talks, explained\"`"));
        }
        self.checked(
            top,
            "base_url",
            &mut config.base_url,
            BaseUrl::parse,
            "an address such as `https://example.org/` or a path such as `/`",
        );
        self.checked(top, "language", &mut config.language, language, "a language tag such as `en`");
        self.checked(top, "theme", &mut config.theme, folder_name, "the name of a folder in `themes/`");
        config.theme_span = top.get("theme").map_or(Span::default(), |theme| theme.span);
        self.checked(top, "license", &mut config.license, web_address, "an address such as `https://creativecommons.org/licenses/by/4.0/`");
        config.license_span = top.get("license").map_or(Span::default(), |license| license.span);
        self.checked(top, "today", &mut config.today, |text| Day::parse(text).map(Some), "a day such as `2026-01-31`");
        let publish = |text: &str| match text {
            "journal" => Some(Publish::Journal),
            "exchange" => Some(Publish::Exchange),
            _ => None,
        };
        self.checked(top, "publish", &mut config.publish, publish, "`journal` or `exchange`");
        self.zone(top, config);
        if let Some(nav) = self.table(top, "nav") {
            config.nav = self.nav(nav);
        }
        if let Some(outputs) = self.table(top, "outputs") {
            self.outputs(outputs, config);
        }
        if let Some(markdown) = self.table(top, "markdown") {
            let options = &mut config.markdown;
            for (key, target) in
                [("math", &mut options.math), ("raw_html", &mut options.raw_html), ("smart_punctuation", &mut options.smart_punctuation)]
            {
                self.truth(markdown, key, target);
            }
        }
        if let Some(feeds) = self.table(top, "feeds") {
            self.count(feeds, "limit", &mut config.feed_limit);
            self.truth(feeds, "records", &mut config.feeds_of_records);
        }
        if let Some(limits) = self.table(top, "limits") {
            let mut bytes = config.largest as usize;
            self.count(limits, "file_bytes", &mut bytes);
            config.largest = bytes as u64;
        }
        if let Some(check) = self.table(top, "check") {
            self.check(check, &mut config.check);
        }
        if let Some(links) = self.table(top, "links") {
            self.links(links, &mut config.links);
        }
        config.extra = self.table(top, "extra").map(|extra| extra.node.clone());
    }

    fn zone(&mut self, top: Table, config: &mut Config) {
        let Some(zone) = self.text(top, "timezone") else { return };
        if let Err(unknown) = Zone::named(&zone) {
            let span = top.get("timezone").map_or(top.node.span, |n| n.span);
            let problem = Diagnostic::at(&codes::CONFIG_VALUE, self.file, span, format!("`{zone}` is not a time zone"));
            self.problems.push(problem.help_if(unknown.help()).help("use an IANA name such as `Europe/Paris`"));
            return;
        }
        config.timezone = zone;
    }

    fn nav(&mut self, nav: Table) -> Option<Vec<NavEntry>> {
        const FORM: &str = "write each as `{ title = \"About\", url = \"/about/\" }`";
        let mut entries = Vec::new();
        for item in self.entries(nav, "items", FORM)? {
            match (self.text(item, "title"), self.text(item, "url")) {
                (Some(title), Some(url)) => {
                    let span = item.get("url").map_or(item.node.span, |url| url.span);
                    entries.push(NavEntry { title, url, span });
                }
                _ => self.wrong(item.node.span, "an entry of the navigation needs `title` and `url`".to_owned(), FORM),
            }
        }
        Some(entries)
    }
}

fn language(text: &str) -> Option<String> {
    crate::parse::is_language(text).then(|| text.to_owned())
}

fn web_address(text: &str) -> Option<String> {
    let is_whole = text.starts_with("https://") || text.starts_with("http://");
    (is_whole && !text.contains(|c: char| c.is_whitespace() || c.is_control())).then(|| text.to_owned())
}

fn folder_name(text: &str) -> Option<String> {
    (!text.is_empty() && !text.starts_with('.') && !text.contains(['/', '\\'])).then(|| text.to_owned())
}
