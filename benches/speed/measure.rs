//! What a program took: seconds, CPU and memory of one run by a process of its own.
//!
//! In: a command. Out: what it spent and what it printed. It knows no generator.

use crate::Result;
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Runs of which the median counts.
pub(crate) const RUNS: usize = 3;

/// A first run that takes longer is not repeated.
const SLOW: f64 = 20.0;

/// A run that takes longer is ended.
const LIMIT: Duration = Duration::from_mins(8);

/// How often the memory is looked at. What counts is its high-water mark, so that only the last moment can be missed.
const LOOK: Duration = Duration::from_millis(2);

/// What one run took.
#[derive(Clone, Copy, Default)]
pub(crate) struct Spent {
    pub(crate) seconds: f64,
    pub(crate) cpu: f64,
    pub(crate) megabytes: f64,
}

/// A run and what it printed.
pub(crate) struct Run {
    pub(crate) spent: Spent,
    /// The code of its exit, if it was not ended by a signal.
    pub(crate) code: Option<i32>,
    pub(crate) printed: String,
    pub(crate) complained: String,
}

impl Run {
    /// An error if it failed.
    pub(crate) fn succeeded(self) -> Result<Run> {
        if self.code == Some(0) {
            return Ok(self);
        }
        let said = self.complained.lines().chain(self.printed.lines()).rfind(|line| !line.trim().is_empty()).unwrap_or("it said nothing");
        match self.code {
            Some(code) => Err(format!("failed with {code}: {said}").into()),
            None => Err(format!("was ended after {:.0} s: {said}", self.spent.seconds).into()),
        }
    }
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Result<Run> {
    let cpu_before = cpu_of_children()?;
    let started = Instant::now();
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (process, ended) = (child.id(), AtomicBool::new(false));
    let (output, seconds, peak) = std::thread::scope(|scope| {
        let watcher = scope.spawn(|| watch(process, started, &ended));
        let output = child.wait_with_output();
        let seconds = started.elapsed().as_secs_f64();
        ended.store(true, Ordering::Relaxed);
        (output, seconds, watcher.join().expect("the watcher only reads"))
    });
    let output = output?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let spent = Spent { seconds, cpu: cpu_of_children()? - cpu_before, megabytes: peak as f64 / 1024.0 };
    Ok(Run { spent, code: output.status.code(), printed: text(&output.stdout), complained: text(&output.stderr) })
}

/// Calls `once` until there are enough runs for a median; a slow one is not repeated.
pub(crate) fn repeat(mut once: impl FnMut(usize) -> Result<Spent>) -> Result<Spent> {
    let mut runs = Vec::new();
    for round in 0..RUNS {
        runs.push(once(round)?);
        if runs[0].seconds > SLOW {
            break;
        }
    }
    Ok(median(&runs))
}

/// The middle of each figure for itself.
pub(crate) fn median(runs: &[Spent]) -> Spent {
    let middle = |of: fn(&Spent) -> f64| middle(runs.iter().map(of).collect());
    Spent { seconds: middle(|run| run.seconds), cpu: middle(|run| run.cpu), megabytes: middle(|run| run.megabytes) }
}

pub(crate) fn middle(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// The median of the seconds that a program takes to say its version.
pub(crate) fn start_up(program: &Path) -> Result<f64> {
    let once = |_| {
        let started = Instant::now();
        let status = Command::new(program).arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).status()?;
        let seconds = started.elapsed().as_secs_f64();
        if status.success() { Ok(seconds) } else { Err(format!("`{} --version` failed", program.display()).into()) }
    };
    Ok(middle((0..50).map(once).collect::<Result<_>>()?))
}

/// The high-water mark of a process's memory in kilobytes, looked at until it has ended; ends it when its time is over.
fn watch(process: u32, started: Instant, ended: &AtomicBool) -> u64 {
    let mut peak = 0;
    while !ended.load(Ordering::Relaxed) {
        peak = peak.max(high_water(process));
        if started.elapsed() > LIMIT
            && let Some(process) = Pid::from_raw(process.cast_signed())
        {
            // It may have ended just now, which is as good.
            let _ = kill_process(process, Signal::KILL);
        }
        std::thread::sleep(LOOK);
    }
    peak
}

/// The most memory that a process has had so far, in kilobytes.
pub(crate) fn high_water(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let mark = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).and_then(|mark| mark.trim().strip_suffix(" kB"));
    mark.and_then(|mark| mark.parse().ok()).unwrap_or(0)
}

/// Seconds that the children which have ended spent on all cores: the two fields behind our own, in hundredths (`man 5 proc_pid_stat`).
fn cpu_of_children() -> Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    // The name of the program may hold spaces; what follows its bracket does not.
    let fields = stat.rsplit_once(')').ok_or("no fields in /proc/self/stat")?.1.split_whitespace();
    let spent: Vec<f64> = fields.skip(13).take(2).map(str::parse).collect::<std::result::Result<_, _>>()?;
    Ok(spent.iter().sum::<f64>() / 100.0)
}
