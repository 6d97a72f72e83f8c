//! How a build grows with its site, with all that `gen` can write: a made-up story (`story`) of growing size, and knots of dependencies
//! alone.
//!
//! In: the sizes. Out: rows, and tables of them. Every page of the first build is looked up by its path and its title.

use crate::Result;
use crate::complete::size;
use crate::corpus::PAGINATE;
use crate::edits::Summary;
use crate::knots;
use crate::measure::{self, RUNS, Spent, run};
use crate::places::Places;
use crate::sites::Program;
use crate::story::{self, Expected};
use rayon::prelude::*;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The medians of one size.
pub(crate) struct Row {
    records: usize,
    pages: u64,
    files: u64,
    cold: Spent,
    second: Spent,
    written_by_second: u64,
    check: Spent,
}

pub(crate) fn measure(program: &Program, places: &Places, records: usize) -> Result<Row> {
    crate::progress(&format!("a story of {records} events"));
    let site = places.fresh(&places.memory)?;
    let expected = story::write(&site, records)?;
    let (mut second, mut checked) = (Vec::new(), Vec::new());
    let (mut pages, mut files, mut written_by_second) = (0, 0, 0);
    let cold = measure::repeat(|round| {
        for made in ["public", ".gen"].map(|made| site.join(made)) {
            if made.exists() {
                fs::remove_dir_all(made)?;
            }
        }
        let (cold, summary) = build(program, &site)?;
        if round == 0 {
            (pages, files) = (summary.pages, summary.written);
            check(&site.join("public"), &expected, &summary)?;
        }
        let (spent, summary) = build(program, &site)?;
        second.push(spent);
        written_by_second = summary.written;
        // What it finds in a made-up story does not matter here; that it makes and reads every page does.
        checked.push(run(&mut program.command(&["check", "--message-format", "short"].map(str::to_owned), &site))?.spent);
        Ok(cold)
    })?;
    fs::remove_dir_all(&site)?;
    Ok(Row { records, pages, files, cold, second: measure::median(&second), written_by_second, check: measure::median(&checked) })
}

fn build(program: &Program, site: &Path) -> Result<(Spent, Summary)> {
    let run = run(&mut program.command(&program.arguments, site))?.succeeded()?;
    Ok((run.spent, Summary::of(&run.printed)?))
}

/// Looks up every record's page by path and title, the list of events, and that the output holds as many files as were said to be written.
fn check(public: &Path, expected: &Expected, summary: &Summary) -> Result<()> {
    let wrong = |(path, title): &(String, String)| match fs::read_to_string(public.join(path)) {
        Ok(text) if text.contains(&format!("<bdi>{title}</bdi></h1>")) => None,
        Ok(_) => Some(format!("`{path}` has not the title `{title}`")),
        Err(error) => Some(format!("`{path}`: {error}")),
    };
    if let Some(wrong) = expected.pages.par_iter().find_map_any(wrong) {
        return Err(wrong.into());
    }
    let list = |number: usize| if number == 1 { "events/index.html".to_owned() } else { format!("events/page/{number}/index.html") };
    let mut listed = 0;
    for number in 1..=expected.lists {
        listed += fs::read_to_string(public.join(list(number)))?.matches("href=\"/events/event-").count();
    }
    let events = expected.pages.iter().filter(|(path, _)| path.starts_with("events/")).count();
    if listed != events || public.join(list(expected.lists + 1)).exists() {
        return Err(format!("the lists of {PAGINATE} hold {listed} events, not {events}").into());
    }
    // The manifest is no file of the site.
    let files = size(public)?.0 - 1;
    if summary.written != files || summary.unchanged != 0 || summary.pages > files || summary.pages < expected.pages.len() as u64 {
        return Err(format!("{} pages were planned and {} files written, but there are {files}", summary.pages, summary.written).into());
    }
    Ok(())
}

/// What stands above the table.
const HEAD: &str = "## How a build grows

A story with positions, dependencies and citations (`benches/speed/story.rs`), with everything on: overviews, cards, feeds, calendars,
data, and the twins of every page, all of which count as files. *Second* is with nothing changed, *check* with every rule over records,
texts and finished pages.

";

/// A line for each size, and what lies between each and the next.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut table = String::from(HEAD);
    table.push_str(
        "| records | pages | files | cold s | ms a file | CPU s | peak MB \
         | second s | CPU s | peak MB | written by the second | check s | peak MB | of second |\n\
         |--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    for Row { records, pages, files, cold, second, written_by_second, check } in rows {
        let _ = writeln!(
            table,
            "| {records} | {pages} | {files} | {:.2} | {:.3} | {:.2} | {:.0} | {:.2} | {:.2} | {:.0} | {written_by_second} \
             | {:.2} | {:.0} | {:.2} |",
            cold.seconds,
            cold.seconds * 1000.0 / *files as f64,
            cold.cpu,
            cold.megabytes,
            second.seconds,
            second.cpu,
            second.megabytes,
            check.seconds,
            check.megabytes,
            check.seconds / second.seconds
        );
    }
    table.push('\n');
    for pair in rows.windows(2) {
        let (small, large) = (&pair[0], &pair[1]);
        let _ = writeln!(
            table,
            "{} times the records ({} to {}): cold {:.1} times the time, {:.1} times the CPU, {:.1} times the memory; \
             second {:.1} times the time.",
            large.records / small.records,
            small.records,
            large.records,
            large.cold.seconds / small.cold.seconds,
            large.cold.cpu / small.cold.cpu,
            large.cold.megabytes / small.cold.megabytes,
            large.second.seconds / small.second.seconds
        );
    }
    table
}

/// What finding deadlocks takes alone, in stories of issues that need each other.
pub(crate) fn knots(nodes: usize) -> Result<String> {
    crate::progress(&format!("knots of {nodes} issues"));
    let mut table = String::from("| dependencies | nodes | links | stuck | deadlocks | seconds |\n|:--|--:|--:|--:|--:|--:|\n");
    for (name, shape) in knots::SHAPES {
        let knot = knots::measure(shape, nodes, RUNS)?;
        let _ = writeln!(table, "| {name} | {nodes} | {} | {} | {} | {:.3} |", knot.links, knot.stuck, knot.deadlocks, knot.seconds);
    }
    Ok(table)
}
