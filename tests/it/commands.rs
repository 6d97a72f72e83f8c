//! What people type and what they get: every file of `tests/commands` is a site, and commands with what they print.
//!
//! A section `-- $ gen … --` holds what the command writes to standard output, then behind `stderr:` what it says, then its exit code
//! unless that is 0. `UPDATE=1 cargo test --test it commands` writes these sections anew; read the difference before you keep it.

use super::cli::{Run, folder, gen_in};
use super::site::files;
use std::fmt::Write;
use std::fs;
use std::path::Path;

#[test]
fn people_get_exactly_this() {
    let update = std::env::var_os("UPDATE").is_some();
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/commands");
    let mut cases: Vec<_> = fs::read_dir(top).expect("there are cases").map(|entry| entry.expect("a case").path()).collect();
    cases.sort();
    let mut wrong = String::new();
    for path in cases {
        let text = fs::read_to_string(&path).expect("cases are text");
        let played = play(&text);
        assert!(played.contains("\n-- $ gen "), "{} has no command", path.display());
        if played == text {
            continue;
        }
        if update {
            fs::write(&path, played).expect("cases can be written");
        } else {
            writeln!(wrong, "=== {}\n{played}", path.display()).expect("text grows");
        }
    }
    assert!(wrong.is_empty(), "these print something else now:\n{wrong}\nif that is meant: UPDATE=1 cargo test --test it commands");
}

/// The case with what its commands print today.
fn play(text: &str) -> String {
    let (commands, mut sources): (Vec<_>, Vec<_>) = files(text).into_iter().partition(|(name, _)| name.starts_with("$ gen "));
    if !sources.iter().any(|(name, _)| name == "gen.toml") {
        sources.push(("gen.toml".to_owned(), "title = \"Test\"\nbase_url = \"https://example.org/\"\ntoday = 2026-01-15\n".to_owned()));
    }
    let sources: Vec<(&str, &str)> = sources.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let site = folder(&sources);
    let head = text.find("-- $ gen ").map_or(text, |at| &text[..at]);
    let mut played = head.to_owned();
    for (command, _) in commands {
        let Run { code, out, err } = gen_in(site.path(), &words(command.trim_start_matches("$ gen ")));
        write!(played, "-- {command} --\n{out}").expect("text grows");
        if !err.is_empty() {
            write!(played, "stderr:\n{err}").expect("text grows");
        }
        if code != 0 {
            writeln!(played, "exit {code}").expect("text grows");
        }
    }
    played
}

/// The arguments of a command; those with blanks stand in quotes.
fn words(command: &str) -> Vec<&str> {
    let parts = command.split('"').enumerate();
    parts.flat_map(|(at, part)| if at % 2 == 1 { vec![part] } else { part.split_whitespace().collect() }).collect()
}
