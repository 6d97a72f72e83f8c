//! The machine a run was made on, and what ran.
//!
//! In: what the system says of itself. Out: the lines of a table.

use crate::compare::Contender;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The load of the last minute, before anything was measured.
pub(crate) fn load() -> String {
    fs::read_to_string("/proc/loadavg").unwrap_or_default().split(' ').next().unwrap_or_default().to_owned()
}

pub(crate) fn table(contenders: &[Contender], load: &str, disk: &Path) -> String {
    let line = |file: &str, key: &str| {
        let text = fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(key)).unwrap_or_default();
        line.split_once(':').map_or(String::new(), |(_, value)| value.trim().to_owned())
    };
    let memory = line("/proc/meminfo", "MemTotal")
        .trim_end_matches(" kB")
        .parse::<f64>()
        .map_or(String::new(), |kb| format!("{:.0} MB", kb / 1024.0));
    let cores = std::thread::available_parallelism().map_or(String::new(), |cores| cores.to_string());
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut rows = vec![
        ("measured", said(Command::new("date").args(["-u", "+%Y-%m-%d"]))),
        ("load before", load.to_owned()),
        ("cores", cores),
        ("processor", line("/proc/cpuinfo", "model name")),
        ("memory", memory),
        ("kernel", said(Command::new("uname").arg("-sr"))),
        ("file system of the disk", said(Command::new("stat").args(["--file-system", "--format", "%T"]).arg(disk))),
        ("Rust", said(Command::new("rustc").arg("--version"))),
        ("revision", said(Command::new("git").args(["describe", "--always", "--dirty"]).current_dir(root))),
    ];
    for Contender { generator, program } in contenders {
        if let Ok(program) = program
            && !program.version.is_empty()
        {
            rows.push((generator.name(), program.version.clone()));
        }
    }
    let mut table = String::from("| | |\n|--|--|\n");
    for (name, value) in rows {
        let _ = writeln!(table, "| {name} | {value} |");
    }
    table
}

/// What a command says of the machine; nothing, if it is not there.
fn said(command: &mut Command) -> String {
    command.output().map_or(String::new(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
