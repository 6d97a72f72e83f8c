//! The command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// A static site generator for explainers: sourced, structured, living coverage of a running story.
#[derive(Debug, Parser)]
#[command(name = "gen", version, about, arg_required_else_help = true, max_term_width = 100)]
#[command(after_help = "Start with `gen init my-site`, then `cd my-site` and `gen build`. Any static server can host the folder `public`.")]
pub(super) struct Arguments {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub verb: Verb,
}

/// What every verb takes, before or after it.
#[derive(Clone, Debug, Args)]
pub(super) struct Common {
    /// The folder of the site [default: the nearest one above that holds a gen.toml]
    #[arg(long, global = true, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// The configuration [default: gen.toml]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Say nothing but problems and results
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say which site is built, and how long its stages take
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// When to use colours (NO_COLOR is respected)
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// How to print problems and results
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub message_format: Format,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// With the lines of the source
    Human,
    /// One line for each problem: path:line:column: severity[code] message
    Short,
    /// One JSON object a line
    Json,
    /// One SARIF 2.1.0 document on standard output
    Sarif,
    /// Annotations of GitHub's workflows, on standard output
    Github,
}

impl Common {
    /// Whether somebody reads along who wants to be told what is going on.
    pub(super) fn talks(&self) -> bool {
        matches!(self.message_format, Format::Human | Format::Short)
    }

    /// Whether results are for programs.
    pub(super) fn is_json(&self) -> bool {
        self.message_format == Format::Json
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Start a new site
    Init {
        /// Where [default: this folder]
        dir: Option<PathBuf>,
        /// Write into a folder that is not empty; files that are there stay as they are
        #[arg(short, long)]
        force: bool,
    },
    /// Write a new record with its fields to fill in
    New {
        /// Its kind: actor, issue, event, claim, document, page, …
        kind: String,
        /// Its id: the name of its file, and the last part of its address
        id: String,
    },
    /// Build the site
    Build(BuildArguments),
    /// Tell everything that is wrong or weak before a reader sees it
    #[command(
        after_help = "Writes nothing but what it learned of other hosts (`.gen/links.json`). `gen explain CODE` says what a code means, `[check]` in gen.toml how strictly this site is checked."
    )]
    Check(CheckArguments),
    /// Say what a code means, with examples, what to do, and how to allow it
    Explain {
        /// The code or its name, such as E0301 or unknown-reference; a table of all codes, if left out
        code: Option<String>,
    },
    /// List the records of a kind, all or those that hold something
    List {
        /// The kind; all kinds with their numbers, if left out
        kind: Option<String>,
        /// Draft records too
        #[arg(short = 'D', long)]
        drafts: bool,
        /// Only those of a story, by its folder
        #[arg(long, value_name = "FOLDER", requires = "kind")]
        story: Option<String>,
        /// Only those whose field holds this value, as the JSON of `gen inspect` shows it: kind=person, roles.of=city-council; may be repeated
        #[arg(long = "where", value_name = "FIELD=VALUE", requires = "kind")]
        conditions: Vec<String>,
    },
    /// Show a record: what it holds, what follows, who refers to it, which pages show it
    Inspect {
        /// Its id, a name of it or its title; with its kind in front where several answer to it: actor:kyiv
        id: String,
        /// Draft records too
        #[arg(short = 'D', long)]
        drafts: bool,
    },
    /// Compare with an earlier revision, and draft what tells readers of it
    #[command(after_help = "Fails if a published claim, figure or quotation changed or went without an entry in updates, so that it can \
                            stand in front of a publication.")]
    Changes {
        /// The revision: a commit, a tag or a branch of the git repository in which the site lies
        #[arg(long, value_name = "REV")]
        since: String,
        /// Write the drafts into their folders instead of printing them
        #[arg(long)]
        write: bool,
    },
    /// Remove what `gen build` wrote, and nothing else
    Clean {
        /// The output folder
        #[arg(short, long, value_name = "DIR")]
        output_dir: Option<PathBuf>,
    },
    /// Print a completion script
    Completion {
        /// For which shell
        shell: clap_complete::Shell,
    },
    /// Print the JSON Schemas of settings, fields and tables, or write them for editors
    #[command(after_help = "With --write and no folder, what VS Code needs to use them is written too, where it is not there yet.")]
    Schema {
        /// `config` for gen.toml, or a kind; all of them, if left out
        what: Option<String>,
        /// For the tables of the kind instead of its files
        #[arg(long, requires = "what")]
        table: bool,
        /// Write all of them into this folder of the site [default: .vscode/schemas]
        #[arg(long, value_name = "DIR", num_args = 0..=1, default_missing_value = ".vscode/schemas", conflicts_with = "what")]
        write: Option<PathBuf>,
    },
}

/// How to check.
#[derive(Clone, Debug, Args)]
pub(super) struct CheckArguments {
    /// How much is asked: what is wrong (draft), what should not be published (publish), everything weak (strict) [default: publish, or what gen.toml says]
    #[arg(long, value_name = "PROFILE")]
    pub profile: Option<CheckProfile>,
    /// The same as `--profile strict`
    #[arg(long, conflicts_with = "profile")]
    pub strict: bool,
    /// Fail on this check, by code or name; may be repeated
    #[arg(long, value_name = "CODE")]
    pub deny: Vec<String>,
    /// Warn of this check
    #[arg(long, value_name = "CODE")]
    pub warn: Vec<String>,
    /// Leave this check out
    #[arg(long, value_name = "CODE")]
    pub allow: Vec<String>,
    /// Ask other hosts whether the addresses of sources and links lead somewhere; `[links]` in gen.toml says how
    #[arg(long)]
    pub external: bool,
    /// Keep all that is found as known debt, in the file that `[check] baseline` names: only what is new will be told
    #[arg(long)]
    pub write_baseline: bool,
    /// Put right what can be put right without changing what a text says, and tell the rest
    #[arg(long, conflicts_with = "write_baseline")]
    pub fix: bool,
    /// Show what `--fix` would change, and change nothing
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    /// Compare with an earlier revision, too: what changed without a word to readers, and what can be solved now or no longer
    #[arg(long, value_name = "REV", conflicts_with = "write_baseline")]
    pub since: Option<String>,
    /// Records that say `draft: true`, too
    #[arg(short = 'D', long)]
    pub drafts: bool,
    /// The day it is, as YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub today: Option<String>,
}

/// How much a check asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckProfile {
    /// While it is being written
    Draft,
    /// Before it is published
    Publish,
    /// Nothing weak without a reason
    Strict,
}

/// How to build.
#[derive(Clone, Debug, Args)]
pub(super) struct BuildArguments {
    /// Where to write the site [default: public]
    #[arg(short, long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// Where the site will be reached, instead of what gen.toml says
    #[arg(short = 'u', long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Records that say `draft: true`, too
    #[arg(short = 'D', long)]
    pub drafts: bool,
    /// The day the site is built for, as YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub today: Option<String>,
    /// Build a copy of the site as it was known on this day (YYYY-MM-DD), into as-of/DATE/ of the output; the site itself stays as it is
    #[arg(long, value_name = "DATE", conflicts_with = "today")]
    pub as_of: Option<String>,
    /// Take over files in the output folder that gen did not write
    #[arg(long)]
    pub adopt: bool,
    /// Make every page, compare with what would have been kept, and compare the bytes of files that seem unchanged
    #[arg(long)]
    pub verify: bool,
    /// Make every page, and keep nothing for the next build
    #[arg(long, conflicts_with = "verify")]
    pub no_memo: bool,
    /// Say of each page that was made why it was; with a page (its path or address), say it of this one
    #[arg(long, value_name = "PAGE", num_args = 0..=1, default_missing_value = "")]
    pub explain: Option<String>,
    /// Say what was counted: pages made and kept, questions asked, memory
    #[arg(long)]
    pub stats: bool,
    /// Check the site first, as `gen check --strict` does, and build nothing while something is weak
    #[arg(long)]
    pub strict: bool,
}
