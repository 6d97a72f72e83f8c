//! How long a build takes and how much memory it needs, for made-up stories of growing size.
//!
//! `cargo bench --bench scale [-- --sizes 1000,10000] [--nodes 10000] [--out DIR]`
//!
//! In: the sizes. Out: a table in Markdown, and a second one of what finding deadlocks takes alone (`knots`); `none` leaves a table out. Each size is built three times from nothing and three times again with nothing changed, by the
//! release binary as a process of its own, on a RAM disk so that no disk is measured; the medians count. `--out` keeps sources and output
//! in a folder of your choice, for a profiler. Every page of the first build is looked up by its path and its title: a quick build that
//! lacks pages is no result.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a bench makes its own world and prints its result")]

mod corpus;
mod knots;

use corpus::{Expected, PAGINATE};
use rayon::prelude::*;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const RUNS: usize = 3;

/// How often the memory of a build is looked at. What counts is its high-water mark, so that only the last moment can be missed.
const LOOK: Duration = Duration::from_millis(2);

fn main() -> ExitCode {
    // `cargo test --benches` runs this without `--bench`: it then has nothing to do.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if !arguments.iter().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    match Options::read(&arguments).and_then(|options| measure_all(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}

const USAGE: &str = "usage: cargo bench --bench scale [-- --sizes 1000,10000] [--nodes 10000] [--out DIR]";

struct Options {
    sizes: Vec<usize>,
    nodes: Vec<usize>,
    out: Option<PathBuf>,
}

impl Options {
    fn read(arguments: &[String]) -> Result<Options> {
        let mut options = Options { sizes: vec![1_000, 10_000], nodes: vec![10_000], out: None };
        let mut arguments = arguments.iter().filter(|argument| *argument != "--bench");
        while let Some(argument) = arguments.next() {
            let value = arguments.next().ok_or(USAGE)?;
            match argument.as_str() {
                "--sizes" => options.sizes = sizes(value)?,
                "--nodes" => options.nodes = sizes(value)?,
                "--out" => options.out = Some(std::env::current_dir()?.join(value)),
                other => return Err(format!("there is no option `{other}`").into()),
            }
        }
        Ok(options)
    }
}

fn sizes(value: &str) -> Result<Vec<usize>> {
    Ok(value.split(',').filter(|size| *size != "none").map(str::parse).collect::<std::result::Result<_, _>>()?)
}

/// The medians of one size.
struct Row {
    records: usize,
    pages: u64,
    files: u64,
    cold: Spent,
    second: Spent,
    written_by_second: u64,
    check: Spent,
}

/// What one build took.
#[derive(Clone, Copy)]
struct Spent {
    seconds: f64,
    cpu: f64,
    megabytes: f64,
}

fn measure_all(options: &Options) -> Result<()> {
    measure_builds(options)?;
    if !options.nodes.is_empty() {
        println!("| dependencies | nodes | links | stuck | deadlocks | seconds |");
        println!("|:--|--:|--:|--:|--:|--:|");
    }
    for nodes in &options.nodes {
        for (name, shape) in knots::SHAPES {
            let knot = knots::measure(shape, *nodes, RUNS)?;
            println!("| {name} | {nodes} | {} | {} | {} | {:.3} |", knot.links, knot.stuck, knot.deadlocks, knot.seconds);
        }
    }
    Ok(())
}

fn measure_builds(options: &Options) -> Result<()> {
    if options.sizes.is_empty() {
        return Ok(());
    }
    let mut rows = Vec::new();
    for records in &options.sizes {
        let (folder, kept) = match &options.out {
            Some(out) => (out.join(records.to_string()), true),
            None => (PathBuf::from(format!("/dev/shm/gen-scale-{}", std::process::id())), false),
        };
        let measured = measure(&folder, *records);
        if !kept {
            fs::remove_dir_all(&folder)?;
        }
        rows.push(measured?);
    }
    println!(
        "| records | pages | files | cold s | ms a file | CPU s | peak MB | second s | CPU s | peak MB | written by the second | check s | peak MB | of second |"
    );
    println!("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for row in &rows {
        let (cold, second) = (row.cold, row.second);
        println!(
            "| {} | {} | {} | {:.2} | {:.3} | {:.2} | {:.0} | {:.2} | {:.2} | {:.0} | {} | {:.2} | {:.0} | {:.2} |",
            row.records,
            row.pages,
            row.files,
            cold.seconds,
            cold.seconds * 1000.0 / row.files as f64,
            cold.cpu,
            cold.megabytes,
            second.seconds,
            second.cpu,
            second.megabytes,
            row.written_by_second,
            row.check.seconds,
            row.check.megabytes,
            row.check.seconds / second.seconds
        );
    }
    println!();
    for pair in rows.windows(2) {
        let (small, large) = (&pair[0], &pair[1]);
        println!(
            "{} times the records ({} to {}): cold {:.1} times the time, {:.1} times the CPU, {:.1} times the memory; second {:.1} times the time.",
            large.records / small.records,
            small.records,
            large.records,
            large.cold.seconds / small.cold.seconds,
            large.cold.cpu / small.cold.cpu,
            large.cold.megabytes / small.cold.megabytes,
            large.second.seconds / small.second.seconds
        );
    }
    println!();
    Ok(())
}

fn measure(folder: &Path, records: usize) -> Result<Row> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let expected = corpus::write(folder, records)?;
    let mut cold = Vec::new();
    let mut second = Vec::new();
    let mut checked = Vec::new();
    let (mut pages, mut files, mut written_by_second) = (0, 0, 0);
    for round in 0..RUNS {
        for made in ["public", ".gen"] {
            let made = folder.join(made);
            if made.exists() {
                fs::remove_dir_all(made)?;
            }
        }
        let (spent, summary) = build(folder)?;
        cold.push(spent);
        if round == 0 {
            (pages, files) = (summary.pages, summary.written);
            check(folder, &expected, &summary)?;
        }
        let (spent, summary) = build(folder)?;
        second.push(spent);
        written_by_second = summary.written;
        // What it finds in a made-up story does not matter here; that it makes and reads every page does.
        let (spent, ..) = run(folder, &["check", "--message-format", "short"])?;
        checked.push(spent);
    }
    Ok(Row { records, pages, files, cold: median(&cold), second: median(&second), written_by_second, check: median(&checked) })
}

/// The middle of each figure for itself.
fn median(runs: &[Spent]) -> Spent {
    let middle = |of: fn(&Spent) -> f64| {
        let mut figures: Vec<f64> = runs.iter().map(of).collect();
        figures.sort_by(f64::total_cmp);
        figures[figures.len() / 2]
    };
    Spent { seconds: middle(|run| run.seconds), cpu: middle(|run| run.cpu), megabytes: middle(|run| run.megabytes) }
}

/// What a build says that it did.
struct Summary {
    pages: u64,
    written: u64,
    unchanged: u64,
}

fn build(folder: &Path) -> Result<(Spent, Summary)> {
    let (spent, output) = run(folder, &["build", "--message-format", "json"])?;
    if !output.status.success() {
        return Err(
            format!("the build failed: {}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)).into()
        );
    }
    let said = String::from_utf8(output.stdout)?;
    let said: serde_json::Value = serde_json::from_str(said.lines().last().unwrap_or_default())?;
    let number = |name: &str| said[name].as_u64().ok_or_else(|| format!("the summary has no `{name}`: {said}"));
    Ok((spent, Summary { pages: number("pages")?, written: number("written")?, unchanged: number("unchanged")? }))
}

/// Runs a verb on a site.
fn run(folder: &Path, arguments: &[&str]) -> Result<(Spent, Output)> {
    let cpu_before = cpu_of_children()?;
    let started = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_gen"));
    let child = command.args(arguments).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (process, ended) = (child.id(), AtomicBool::new(false));
    let (output, peak) = std::thread::scope(|scope| {
        let watcher = scope.spawn(|| peak(process, &ended));
        let output = child.wait_with_output();
        ended.store(true, Ordering::Relaxed);
        (output, watcher.join().expect("the watcher only reads"))
    });
    let seconds = started.elapsed().as_secs_f64();
    Ok((Spent { seconds, cpu: cpu_of_children()? - cpu_before, megabytes: peak as f64 / 1024.0 }, output?))
}

/// The high-water mark of a process's memory in kilobytes, looked at until it has ended.
fn peak(process: u32, ended: &AtomicBool) -> u64 {
    let mut peak = 0;
    while !ended.load(Ordering::Relaxed) {
        let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        let mark = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).and_then(|mark| mark.trim().strip_suffix(" kB"));
        peak = peak.max(mark.and_then(|mark| mark.parse().ok()).unwrap_or(0));
        std::thread::sleep(LOOK);
    }
    peak
}

/// Seconds that the children which have ended spent on all cores: the two fields behind our own, in hundredths (`man 5 proc_pid_stat`).
fn cpu_of_children() -> Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    // The name of the program may hold spaces; what follows its bracket does not.
    let fields = stat.rsplit_once(')').ok_or("no fields in /proc/self/stat")?.1.split_whitespace();
    let spent: Vec<f64> = fields.skip(13).take(2).map(str::parse).collect::<std::result::Result<_, _>>()?;
    Ok(spent.iter().sum::<f64>() / 100.0)
}

/// Looks up every record's page by path and title, the list of events, and that the output holds as many files as were said to be written.
fn check(folder: &Path, expected: &Expected, summary: &Summary) -> Result<()> {
    let public = folder.join("public");
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
    let files = count(&public)? - 1;
    if summary.written != files || summary.unchanged != 0 || summary.pages > files || summary.pages < expected.pages.len() as u64 {
        return Err(format!("{} pages were planned and {} files written, but there are {files}", summary.pages, summary.written).into());
    }
    Ok(())
}

fn count(folder: &Path) -> Result<u64> {
    let mut files = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        files += if entry.file_type()?.is_dir() { count(&entry.path())? } else { 1 };
    }
    Ok(files)
}
