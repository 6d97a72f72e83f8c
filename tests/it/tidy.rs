//! Which room may know which: reads the sources and holds them to the picture in DESIGN §2 and ARCHITECTURE.md.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The rooms in reading order, each with those it may use, and why it may use those that stand below it in the list.
const ROOMS: [(&str, &str); 33] = [
    ("source", ""),
    ("diag", "source"),
    ("world", ""),
    ("node", "source diag"),
    ("date", "diag"),
    ("html", ""),
    ("schema", "source diag node"),
    ("fields", "source node date schema"),
    // A draft holds the tree of its running text.
    ("draft", "source schema fields parse"),
    // An id that cannot be is answered with one that could: `parse::slug`.
    ("scan", "diag world schema parse"),
    // What Markdown may hold is declared where Markdown is read: `parse::markdown::Options`.
    ("config", "source diag node date schema parse"),
    ("parse", "source diag node date schema fields draft scan"),
    ("recorder", "schema"),
    ("ready", ""),
    ("graph", "source date schema fields draft recorder"),
    // An address in a field is found by the type of the field: `fields`.
    ("model", "source date schema fields graph"),
    ("resolve", "source diag date schema fields draft parse graph model"),
    ("derive", "date schema graph model"),
    // Texts are compared by their words and by where they lead: `parse::markdown`.
    ("compare", "source diag date schema fields draft parse graph model derive"),
    // Rules read running text by its tree (`parse::markdown`) and are told in the configuration how strict to be.
    ("check", "source diag date html schema fields draft parse config graph model derive"),
    // Addresses are found in running text by its tree (`parse::markdown`), and asked through `world::web`.
    ("links", "source diag world node config parse graph model check"),
    ("emit", "diag world"),
    ("view", "source diag date schema fields draft scan config parse recorder ready graph model resolve derive emit"),
    ("render", "source diag html parse ready resolve view"),
    ("theme", "source diag world node scan config"),
    // Which copied files a check reads is said where they are read (`check::output`), and which are copied in the plan.
    ("load", "source diag world node date schema draft scan config parse resolve check view render theme memo pipeline"),
    ("doors", "recorder graph model view pipeline"),
    ("answers", "world node config recorder view render theme doors pipeline"),
    ("maker", "diag recorder view render doors answers pipeline"),
    // What a site answers is asked of the site as the pipeline planned it.
    ("memo", "source diag world date fields draft scan recorder graph derive view pipeline"),
    // Which pages show a record is known only from the pages, and those are made where the pipeline says.
    ("inspect", "source diag schema fields graph resolve derive view doors maker pipeline"),
    (
        "pipeline",
        "source diag world date schema draft scan config parse graph model resolve derive compare check links emit view render theme load doors maker memo answers inspect",
    ),
    ("cli", "source diag world date schema scan config parse compare check links emit memo inspect pipeline"),
];

/// What must never be, and what to tell whoever needs it.
const NEVER: [(&str, &str, &str); 9] = [
    ("parse resolve derive", "view render emit world", "it is a pure function of drafts: no page, no disk"),
    ("view", "world render", "a view is data; reading and templates are others' work"),
    ("render", "graph model derive", "a template sees its view alone: add a field to the view"),
    ("links", "view render emit", "it asks about addresses and never sees a page"),
    ("emit", "graph model view render", "it moves bytes and never sees a record or a page"),
    ("graph model derive resolve", "config check", "settings decide about pages, not about what is true"),
    ("cli", "graph model derive resolve view render load answers", "verbs call the pipeline: put the work there"),
    ("world source", "diag", "doors give bytes and the system's own words; callers make the message"),
    ("theme", "view graph", "a theme is files"),
];

/// Words that only some files may hold: what, where (a room or a file), why.
const WORDS: [(&[&str], &[&str], &str); 8] = [
    (
        &["std::fs", "std::env", "walkdir::"],
        &["world", "cli/root.rs", "cli/report/mod.rs"],
        "only `world` reads files and the environment (paths on the command line, the home folder and NO_COLOR are the shell's)",
    ),
    (
        &["ureq::", "rustls", "std::net::", "TcpStream", "UdpSocket", "thread::sleep"],
        &["world"],
        "only `world` opens connections and waits: ask `world::web`",
    ),
    (
        &["tera::"],
        &["ready.rs", "render", "answers.rs", "pipeline.rs"],
        "only `render` knows the engine; the site's constants, and what `ready` shares among pages, are kept in its form",
    ),
    (
        &["println!", "print!", "eprintln!", "eprint!", "dbg!", "stdout()", "stderr()"],
        &["cli"],
        "only `cli` prints: return a value or a diagnostic",
    ),
    (&["Timestamp::now", "Zoned::now", "SystemTime"], &["world"], "today is an input"),
    (&["Instant::now"], &["cli"], "how long it took is talk, not output"),
    (&["thread_local!", "static mut "], &[], "no state outside the values that are passed on"),
    (&["process::exit"], &["main.rs"], "a verb gives its exit code back"),
];

/// A file of the sources: its path below `src/`, and its lines with their numbers, without comments and tests.
struct Source {
    path: String,
    lines: Vec<(usize, String)>,
}

impl Source {
    fn room(&self) -> &str {
        self.path.split(['/', '.']).next().expect("a path has a first part")
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Source> {
    let top = root().join("src");
    let mut folders = vec![top.clone()];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    let is_code = |path: &&PathBuf| {
        let name = path.to_string_lossy();
        name.ends_with(".rs") && !name.ends_with("/tests.rs") && !name.contains("/tests/")
    };
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).expect("a source is text");
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let lines = code.lines().enumerate().map(|(at, line)| (at + 1, line.split("//").next().unwrap_or_default().to_owned()));
        let path = path.strip_prefix(&top).expect("below the top").to_string_lossy().replace('\\', "/");
        Source { path, lines: lines.filter(|(_, line)| !line.trim().is_empty()).collect() }
    };
    files.iter().filter(is_code).map(read).collect()
}

fn rooms_of_the_library() -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join("src/lib.rs")).expect("there is a library");
    let module = |line: &str| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';').map(str::to_owned);
    text.lines().filter_map(module).collect()
}

/// The rooms that a line names: `crate::room`, `crate::{room, room::Item}`.
fn named(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        let parts: Vec<&str> = match rest.strip_prefix('{') {
            Some(list) => list.split(',').collect(),
            None => vec![rest],
        };
        for part in parts {
            let name: String = part.trim().chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            found.extend(Some(name).filter(|name| !name.is_empty()));
        }
    }
    found
}

#[test]
fn rooms_use_only_what_they_may() {
    let rooms = rooms_of_the_library();
    let mut wrong = Vec::new();
    for source in sources() {
        let room = source.room();
        if ["lib", "main"].contains(&room) {
            continue;
        }
        let Some((_, may)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("src/{}: the room `{room}` is not in this test's table: say what it may use", source.path));
            continue;
        };
        for (number, line) in &source.lines {
            for other in named(line).into_iter().filter(|other| other != room && rooms.contains(other)) {
                let never = NEVER.iter().find(|(from, to, _)| has(from, room) && has(to, &other));
                let reason = never.map_or("a new edge between rooms is discussed first", |(_, _, reason)| reason);
                if never.is_some() || !has(may, &other) {
                    wrong.push(format!("src/{}:{number}: {}\n  `{room}` may not use `{other}`: {reason}", source.path, line.trim()));
                }
            }
            if room == "view" && line.contains("emit::") && !line.contains("emit::Addresses") {
                wrong.push(format!("src/{}:{number}: {}\n  `view` asks `emit` for nothing but `Addresses`", source.path, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_room_is_left_by_the_back_door() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.room() != "lib") {
        // `super` of a file of the top is the library itself, and one more for each folder above it.
        let parts: Vec<&str> = source.path.split('/').collect();
        let inside = if parts.last() == Some(&"mod.rs") { parts.len() - 2 } else { parts.len() - 1 };
        for (number, line) in &source.lines {
            let ups = line.strip_prefix("use ").or_else(|| line.strip_prefix("pub use ")).map_or(0, |path| path.matches("super::").count());
            if ups > inside {
                wrong.push(format!("src/{}:{number}: {line}\n  write `crate::room`, so that the edge can be seen", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn doors_are_where_they_belong() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (words, places, reason) in WORDS {
            if places.iter().any(|place| source.path == *place || source.room() == *place) {
                continue;
            }
            for (number, line) in &source.lines {
                if let Some(word) = words.iter().find(|word| stands(line, word)) {
                    wrong.push(format!("src/{}:{number}: {}\n  `{word}`: {reason}", source.path, line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn nothing_static_changes() {
    const CELLS: [&str; 7] = ["Mutex", "RwLock", "Atomic", "OnceLock", "OnceCell", "RefCell", "Cell<"];
    let mut wrong = Vec::new();
    for source in sources() {
        for (number, line) in &source.lines {
            // A table that is made when it is first needed (`LazyLock`) stays what it is; the allocator is the process's.
            let is_static =
                ["static ", "pub static ", "pub(crate) static ", "pub(super) static "].iter().any(|s| line.trim().starts_with(s));
            if is_static && CELLS.iter().any(|cell| line.contains(cell)) {
                wrong.push(format!("src/{}:{number}: {}\n  pass it on as a value", source.path, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn json_gets_into_html_at_one_place() {
    const MARK: &str = "application/ld+json";
    let mut wrong = Vec::new();
    for source in sources() {
        for (number, line) in &source.lines {
            let makes = line.contains("HtmlJson(") && source.path != "view/linked/html.rs";
            // Whoever reads pages has to know it by its name.
            let reads = source.path == "check/output/linked.rs";
            let writes = (line.contains(MARK) && !reads) || line.contains("<script");
            let asks = line.contains("HtmlJson::new") && !["view/linked/mod.rs"].contains(&source.path.as_str());
            if makes || writes || asks {
                wrong.push(format!(
                    "src/{}:{number}: {}\n  the graph of a page is made in `view::linked` and printed by base.html",
                    source.path,
                    line.trim()
                ));
            }
        }
    }
    let mut folders = vec![root().join("themes"), root().join("tests/sites")];
    let mut printed = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of templates") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|ending| ending != "html") {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a template is text");
            let name = path.strip_prefix(root()).expect("below the root").to_string_lossy().into_owned();
            let is_base = name == "themes/default/templates/base.html";
            for line in text.lines() {
                let is_the_place = is_base && line == "<script type=\"application/ld+json\">{{ page.head.json_ld | safe }}</script>";
                printed += usize::from(is_the_place);
                let is_json =
                    line.contains(MARK) || line.contains("json_encode") || line.contains("json_ld | safe") || line.contains("+json\">");
                if is_json && !is_the_place && !line.contains("rel=\"alternate\"") {
                    wrong.push(format!("{name}: {line}\n  base.html prints the graph; nothing else puts JSON into HTML"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert_eq!(printed, 1, "base.html prints the graph once");
    let safe = std::fs::read_to_string(root().join("src/view/linked/html.rs")).expect("there is the one function");
    assert_eq!(safe.matches("pub fn ").count(), 1, "there is one way to make it");
}

#[test]
fn every_module_is_called_after_its_job() {
    const NAMES: [&str; 7] = ["utils", "util", "helpers", "helper", "misc", "common", "manager"];
    let parts = |source: &Source| source.path.trim_end_matches(".rs").split('/').map(str::to_owned).collect::<Vec<_>>();
    let wrong: Vec<String> =
        sources().into_iter().filter(|source| parts(source).iter().any(|part| NAMES.contains(&part.as_str()))).map(|s| s.path).collect();
    assert!(wrong.is_empty(), "say what these modules do: {wrong:?}");
}

#[test]
fn the_table_of_rooms_is_the_librarys() {
    let rooms = rooms_of_the_library();
    let here: BTreeSet<String> = ROOMS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(here, rooms, "the table in this file");
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md names every room");
    let room = |line: &str| line.strip_prefix("| `")?.split_once('`').map(|(name, _)| name.to_owned());
    let told: BTreeSet<String> = text.lines().filter_map(room).collect();
    let missing: Vec<_> = rooms.difference(&told).collect();
    let gone: Vec<_> = told.difference(&rooms).collect();
    assert!(missing.is_empty() && gone.is_empty(), "ARCHITECTURE.md lacks {missing:?} and names {gone:?}, which are no rooms");
}

/// Whether a list of words separated by blanks holds one.
fn has(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known == word)
}

/// Whether a word stands in a line and is no part of a longer name.
fn stands(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
}

#[test]
fn lines_are_read_for_the_rooms_they_name() {
    assert_eq!(named("use crate::graph::{Edge, RecordId};"), ["graph"]);
    assert_eq!(named("use crate::{answers::Answers, view};"), ["answers", "view"]);
    assert_eq!(named("    match crate::parse::slug(crate::Thing)"), ["parse"]);
    assert!(stands("    print!(\"x\")", "print!") && !stands("eprint!(\"x\")", "print!"));
}
