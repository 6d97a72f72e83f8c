//! The command line: arguments in, exit code out. The only room that prints.
//!
//! Results go to standard output, talk to standard error. It decides nothing about a site: every verb calls the pipeline or the schema.

mod args;
mod build;
pub mod changes;
mod check;
mod editors;
mod explain;
mod external;
pub mod fix;
mod init;
mod inspect;
mod list;
mod new;
pub mod report;
mod root;
mod schema;

use crate::diag::{Class, Diagnostic, Diagnostics, Severity};
use crate::source::Sources;
use args::{Arguments, Common, Format, Verb};
use clap::{CommandFactory, Parser};
use report::Reporter;

/// What a run of a verb came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// Done.
    Fine = 0,
    /// Problems in the content.
    Content = 1,
    /// The command line was wrong.
    Usage = 2,
    /// Configuration, schema or theme.
    Setup = 3,
    /// The machine.
    Machine = 4,
}

/// Runs the program with the arguments of the process and gives its exit code.
pub fn run() -> u8 {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no mistakes. That the terminal is gone is nothing to report to it.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage as u8 } else { Exit::Fine as u8 };
        }
    };
    let common = arguments.common.clone();
    if common.message_format == Format::Sarif && !matches!(arguments.verb, Verb::Build(_) | Verb::Check(_)) {
        report::talk("error: SARIF tells what is wrong with a site\n  ask for it with `gen check` or `gen build`");
        return Exit::Usage as u8;
    }
    let exit = match arguments.verb {
        Verb::Init { dir, force } => init::run(&common, dir, force),
        Verb::New { kind, id } => new::run(&common, &kind, &id),
        Verb::Build(build) => build::run(&common, &build),
        Verb::Check(check) => check::run(&common, &check),
        Verb::Explain { code } => explain::run(&common, code.as_deref()),
        Verb::List { kind, drafts, story, conditions } => list::run(&common, kind.as_deref(), drafts, story, &conditions),
        Verb::Inspect { id, drafts } => inspect::run(&common, &id, drafts),
        Verb::Changes { since, write } => changes::run(&common, &since, write),
        Verb::Clean { output_dir } => build::clean(&common, output_dir.as_ref()),
        Verb::Completion { shell } => completion(shell),
        Verb::Schema { what, table, write } => schema::run(&common, &wanted(what.as_deref(), table, write.as_deref())),
    };
    exit as u8
}

/// What the arguments of `gen schema` ask for.
fn wanted<'a>(what: Option<&'a str>, table: bool, write: Option<&'a std::path::Path>) -> schema::Wanted<'a> {
    match (write, what) {
        (Some(folder), _) => schema::Wanted::Written(folder),
        (None, None) => schema::Wanted::All,
        (None, Some("config" | "gen.toml")) if !table => schema::Wanted::Settings,
        (None, Some(kind)) if table => schema::Wanted::Tables(kind),
        (None, Some(kind)) => schema::Wanted::Files(kind),
    }
}

fn completion(shell: clap_complete::Shell) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "gen", &mut script);
    report::result(&String::from_utf8_lossy(&script));
    Exit::Fine
}

/// Prints diagnostics in order and says what they come to.
fn settle(common: &Common, problems: Diagnostics, sources: &Sources) -> Exit {
    settle_sorted(common, &problems.sorted(sources), sources)
}

/// The same with diagnostics that are in order.
fn settle_sorted(common: &Common, sorted: &[Diagnostic], sources: &Sources) -> Exit {
    Reporter::new(common).problems(sorted, sources);
    tally(common, sorted);
    sorted.iter().filter(|problem| problem.severity() == Severity::Error).map(exit_of).max().unwrap_or(Exit::Fine)
}

/// How many problems there are, where they do not fit on a screen.
fn tally(common: &Common, sorted: &[Diagnostic]) {
    let count = |severity: Severity| {
        let count = sorted.iter().filter(|problem| problem.severity() == severity).count();
        (count > 0).then(|| report::counted(count, severity.word()))
    };
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Hint].into_iter().filter_map(count).collect();
    if sorted.len() > 2 && common.talks() {
        report::talk(&parts.join(", "));
    }
}

fn exit_of(problem: &Diagnostic) -> Exit {
    match problem.code.class {
        Class::Content => Exit::Content,
        Class::Setup => Exit::Setup,
        Class::Machine => Exit::Machine,
    }
}
