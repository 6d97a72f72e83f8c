//! What a configuration may hold, as data.
//!
//! A table is declared beside the code that decodes it; the top one and those of a few lines are here. From the one declaration come the
//! check of keys with its suggestions, the JSON Schema for editors and `docs/configuration.md`. A test writes every setting and looks
//! whether it was read, and what is read without being declared is a panic.

use super::{check, links, outputs};
use crate::node::Node;

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its key.
    pub key: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// A value as it is written in TOML, other than the usual one; of a table what may stand below its header.
    pub example: &'static str,
    /// What holds where nothing is written, as TOML; empty where that is nothing, or no one value.
    pub usual: &'static str,
    /// Whether a site cannot do without it.
    pub required: bool,
    /// What it decides, in a sentence or two of Markdown.
    pub help: &'static str,
}

/// What a setting holds.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// Text of one line.
    Text,
    /// An address with or without a host: where a site is reached.
    Base,
    /// An absolute http(s) address.
    Web,
    /// A BCP 47 language tag.
    Language,
    /// An IANA time zone.
    Zone,
    /// A day.
    Day,
    /// The name of a folder.
    Folder,
    /// Yes or no.
    Truth,
    /// A whole number above 0.
    Count,
    /// A whole number from the first to the second.
    Number(usize, usize),
    /// A list of texts.
    Texts,
    /// A list of codes or names of checks.
    Codes,
    /// One of these words, each with what it means.
    Word(&'static [(&'static str, &'static str)]),
    /// Settings of their own.
    Table(&'static [Setting], Others),
    /// Any number of groups of these settings.
    Entries(&'static [Setting]),
}

/// Which keys a table takes beside those that are declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// None.
    None,
    /// The address of the list of each kind: yes or no.
    Lists,
    /// Whatever the site's own templates want.
    Any,
    /// Keys of the author's choice, each with a text.
    Texts,
    /// Declarations of kinds, as in `schema/*.toml`.
    Declarations,
}

impl Setting {
    /// A setting that may be left out, and for which nothing is usual.
    pub(super) const fn new(key: &'static str, holds: Holds, example: &'static str, help: &'static str) -> Setting {
        Setting { key, holds, example, usual: "", required: false, help }
    }

    /// The same with what holds where nothing is written.
    pub(super) const fn usually(self, usual: &'static str) -> Setting {
        Setting { usual, ..self }
    }

    const fn required(self) -> Setting {
        Setting { required: true, ..self }
    }
}

/// The settings of a site: everything at the top of `gen.toml`.
pub const SETTINGS: &[Setting] = &[
    Setting::new("title", Holds::Text, r#""The bridge, explained""#, "The title of the site.").required(),
    Setting::new(
        "base_url",
        Holds::Base,
        r#""https://example.org/bridge/""#,
        "Where the site will be reached; it may name a path below the host. `gen build --base-url` overrides it.",
    )
    .usually(r#""/""#),
    Setting::new("language", Holds::Language, r#""de""#, "The language of the site, as a tag. Dates are put in its words.").usually(r#""en""#),
    Setting::new("timezone", Holds::Zone, r#""Europe/Berlin""#, "Whose calendar day today is.").usually(r#""UTC""#),
    Setting::new(
        "today",
        Holds::Day,
        "2026-03-21",
        "The day the site is built for. Without it that is the day of `SOURCE_DATE_EPOCH`, else of the clock. `gen build --today` overrides it.",
    ),
    Setting::new(
        "description",
        Holds::Text,
        r#""Who wants what, and on whose word we know it.""#,
        "One or two sentences for search engines and feeds.",
    ),
    Setting::new("theme", Holds::Folder, r#""newsroom""#, "The theme: a folder in `themes/`. `default` is part of the program.")
        .usually(r#""default""#),
    Setting::new("publisher", Holds::Text, r#""The Example""#, "Who publishes the site and its data. Without it the site speaks under its title."),
    Setting::new(
        "license",
        Holds::Web,
        r#""https://creativecommons.org/licenses/by/4.0/""#,
        "The address of the licence under which the data may be used.",
    ),
    Setting::new(
        "publish",
        Holds::Word(&[
            ("journal", "What differs is changed file by file, in an order in which no page leads to a file that is not there yet."),
            ("exchange", "The whole folder is put in place in one step, from a copy of hard links. That costs time on large sites, and a server must not be started inside the folder, which is a new one each time."),
        ]),
        r#""exchange""#,
        "How a site is put in place of the one before.",
    )
    .usually(r#""journal""#),
    Setting::new(
        "nav",
        Holds::Table(NAV, Others::None),
        r#"items = [{ title = "Issues", url = "/issues/" }]"#,
        "The navigation. Without it, it is made from the lists and the pages beside the home page.",
    ),
    Setting::new(
        "outputs",
        Holds::Table(outputs::SETTINGS, Others::Lists),
        "places = false",
        "What is written beside the pages of records. Each list of a kind has a switch of its own too, named after its address.",
    ),
    Setting::new("markdown", Holds::Table(MARKDOWN, Others::None), "math = true", "What texts may hold."),
    Setting::new("feeds", Holds::Table(FEEDS, Others::None), "limit = 50", "Feeds and calendars."),
    Setting::new(
        "schema",
        Holds::Table(&[], Others::Declarations),
        "kind.ruling.folder = \"rulings\"",
        "Kinds, fields and words of the site's own, in the form of the built-in ones. The same may stand in `schema/*.toml`.",
    ),
    Setting::new("limits", Holds::Table(LIMITS, Others::None), "file_bytes = 16_000_000", "What is too much."),
    Setting::new("check", Holds::Table(check::SETTINGS, Others::None), "profile = \"strict\"", "How strictly `gen check` looks at the site."),
    Setting::new(
        "links",
        Holds::Table(links::SETTINGS, Others::None),
        "skip = [\"https://intranet.example.org/*\"]",
        "How `gen check --external` asks other hosts for addresses; see [addresses.md](addresses.md).",
    ),
    Setting::new("extra", Holds::Table(&[], Others::Any), "colour = \"green\"", "Values for the site's own templates: `site.extra`."),
];

const NAV: &[Setting] =
    &[Setting::new("items", Holds::Entries(NAV_ITEM), r#"[{ title = "Issues", url = "/issues/" }]"#, "Its entries, in order.")];

const NAV_ITEM: &[Setting] = &[
    Setting::new("title", Holds::Text, r#""About""#, "The words of the entry.").required(),
    Setting::new("url", Holds::Text, r#""/about/""#, "Its address, from the root of the site or absolute.").required(),
];

const MARKDOWN: &[Setting] = &[
    Setting::new("math", Holds::Truth, "true", "Formulas between dollar signs.").usually("false"),
    Setting::new("raw_html", Holds::Truth, "true", "Harmless HTML elements in texts, instead of showing them as text.").usually("false"),
    Setting::new("smart_punctuation", Holds::Truth, "false", "Typographic quotation marks and dashes for plain ones.").usually("true"),
];

const FEEDS: &[Setting] = &[
    Setting::new("limit", Holds::Count, "50", "Entries of a feed at most.").usually("20"),
    Setting::new(
        "records",
        Holds::Truth,
        "false",
        "A feed and a calendar for every actor and issue, beside those of the site and its stories.",
    )
    .usually("true"),
];

const LIMITS: &[Setting] =
    &[Setting::new("file_bytes", Holds::Count, "16_000_000", "The largest text or table, in bytes.").usually("8_000_000")];

/// A table of a configuration, with what is declared for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table<'n> {
    pub(super) node: &'n Node,
    settings: &'static [Setting],
}

impl<'n> Table<'n> {
    pub(super) fn new(node: &'n Node, settings: &'static [Setting]) -> Table<'n> {
        Table { node, settings }
    }

    /// The value of a setting, if it is written.
    pub(super) fn get(self, key: &str) -> Option<&'n Node> {
        self.setting(key);
        self.node.get(key)
    }

    /// The declaration of a setting.
    pub(super) fn setting(self, key: &str) -> &'static Setting {
        let found = self.settings.iter().find(|setting| setting.key == key);
        found.unwrap_or_else(|| panic!("`{key}` is read and not declared: add it to the settings of its table"))
    }

    /// The keys that are declared, in their order.
    pub(super) fn keys(self) -> impl Iterator<Item = &'static str> {
        self.settings.iter().map(|setting| setting.key)
    }
}
