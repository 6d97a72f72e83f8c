//! The door to other hosts, against a real server on this machine that answers in every way a server can.
//!
//! No test here measures time: what hangs is cut off by the shortest limit there is, and what must not happen at once is counted by the server.

use explain::diag::Diagnostic;
use explain::links::Checked;
use explain::pipeline::{self, Overrides};
use explain::world::web::{Ask, Bytes, Sender, Silence, Wanted, Web};
use explain::world::{Internet, MemoryWorld};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// What the server does with a question.
enum Reply {
    /// Sends these bytes and closes.
    Send(Vec<u8>),
    /// Sends these and then nothing, until the other side gives up.
    Hang(Vec<u8>),
    /// Sends these and then this for as long as anybody listens.
    Forever(Vec<u8>, &'static [u8]),
}

#[derive(Default)]
struct Log {
    /// Method and path of each question.
    asked: Mutex<Vec<String>>,
    /// All headers that came.
    headers: Mutex<Vec<String>>,
    now: AtomicUsize,
    most: AtomicUsize,
    stop: AtomicBool,
}

struct Server {
    address: String,
    log: Arc<Log>,
    listens: Option<JoinHandle<()>>,
}

type Answers = dyn Fn(&str, &str, usize) -> Reply + Send + Sync;

impl Server {
    /// A server that answers a method and a path, asked for the so-manieth time, like this.
    fn start(answers: impl Fn(&str, &str, usize) -> Reply + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("this machine has a free port");
        let address = format!("http://{}", listener.local_addr().expect("it is bound"));
        let log = Arc::new(Log::default());
        let answers: Arc<Answers> = Arc::new(answers);
        let shared = Arc::clone(&log);
        let listens = std::thread::spawn(move || {
            for connection in listener.incoming() {
                if shared.stop.load(Ordering::SeqCst) {
                    return;
                }
                let (log, answers) = (Arc::clone(&shared), Arc::clone(&answers));
                std::thread::spawn(move || serve(&connection.expect("a connection"), &log, &*answers));
            }
        });
        Server { address, log, listens: Some(listens) }
    }

    fn asked(&self) -> Vec<String> {
        self.log.asked.lock().expect("the server does not panic").clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.log.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address.trim_start_matches("http://"));
        // Only then is its port free again.
        let _ = self.listens.take().map(JoinHandle::join);
    }
}

fn serve(mut connection: &TcpStream, log: &Log, answers: &Answers) {
    let mut reader = BufReader::new(connection);
    let mut first = String::new();
    if reader.read_line(&mut first).unwrap_or(0) == 0 {
        return;
    }
    let mut header = String::new();
    while reader.read_line(&mut header).unwrap_or(0) > 2 {
        log.headers.lock().expect("the server does not panic").push(header.trim().to_owned());
        header.clear();
    }
    let mut words = first.split(' ');
    let (method, path) = (words.next().expect("a method"), words.next().expect("a path"));
    let question = format!("{method} {path}");
    let nth = {
        let mut asked = log.asked.lock().expect("the server does not panic");
        asked.push(question.clone());
        asked.iter().filter(|other| **other == question).count()
    };
    let now = log.now.fetch_add(1, Ordering::SeqCst) + 1;
    log.most.fetch_max(now, Ordering::SeqCst);
    let reply = answers(method, path, nth);
    // Before the answer: as soon as it is there, the next question may come.
    log.now.fetch_sub(1, Ordering::SeqCst);
    // That the other side has gone is what some of the answers are for.
    match reply {
        Reply::Send(bytes) => {
            let _ = connection.write_all(&bytes);
        }
        Reply::Hang(bytes) => {
            let _ = connection.write_all(&bytes).and_then(|()| reader.read_to_end(&mut Vec::new()));
        }
        Reply::Forever(bytes, more) => {
            let _ = connection.write_all(&bytes);
            while connection.write_all(more).is_ok() {}
        }
    }
}

fn send(text: &str) -> Reply {
    Reply::Send(text.as_bytes().to_vec())
}

/// An answer with this status and headers, and no body.
fn status(line: &str) -> Reply {
    let (status, headers) = line.split_once(' ').unwrap_or((line, ""));
    let headers: String = headers.split("; ").filter(|header| !header.is_empty()).map(|header| format!("{header}\r\n")).collect();
    send(&format!("HTTP/1.1 {status} X\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n"))
}

const SETTINGS: &str = "[links]\npace_ms = 0\nretries = 1\n";

/// For hosts that never answer.
const IMPATIENT: &str = "[links]\ntimeout_seconds = 1\npace_ms = 0\nretries = 1\n";

fn world(base: &str, paths: &[&str], settings: &str) -> MemoryWorld {
    let text: Vec<String> = paths
        .iter()
        .map(|path| format!("<{}>", if path.starts_with('/') { format!("{base}{path}") } else { (*path).to_owned() }))
        .collect();
    MemoryWorld::new("2026-01-15")
        .with("gen.toml", format!("title = \"Test\"\ntoday = 2026-01-15\n{settings}"))
        .with("content/page.md", format!("---\ntitle: A page\n---\n{}\n", text.join("\n")))
}

fn told_of(world: &MemoryWorld) -> Option<Vec<Diagnostic>> {
    let (site, planned) = pipeline::plan(world, &Overrides::default());
    assert!(!planned.has_errors(), "{planned:?}");
    let web = Internet::new(site.config.links.timeout, "gen/test");
    match pipeline::external(world, &web, &site, &|_| ()) {
        Checked::Online { findings, .. } => Some(findings.into_iter().map(|finding| finding.diagnostic).collect()),
        Checked::Offline(_) => None,
    }
}

/// What is said of one path of a server, beside one that is alive: the name of the code, and the message without the address.
fn said(server: &Server, path: &str, settings: &str) -> Option<(&'static str, String)> {
    let told = told_of(&world(&server.address, &["/alive", path], settings)).expect("the server answers");
    assert!(told.len() <= 1, "{told:?}");
    let short = |problem: &Diagnostic| (problem.code.name, problem.message.replace(&server.address, ""));
    told.first().map(short)
}

fn answering(path: &'static str, answers: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Server {
    Server::start(move |method, asked, nth| if asked == path { answers(method, nth) } else { status("200") })
}

fn check(answers: impl Fn(&str, usize) -> Reply + Send + Sync + 'static, expected: Option<(&str, &str)>) {
    check_with(SETTINGS, answers, expected);
}

fn check_with(settings: &str, answers: impl Fn(&str, usize) -> Reply + Send + Sync + 'static, expected: Option<(&str, &str)>) {
    let server = answering("/x", answers);
    let said = said(&server, "/x", settings);
    assert_eq!(said.as_ref().map(|(name, message)| (*name, message.as_str())), expected, "{:?}", server.asked());
}

#[test]
fn statuses_arrive_as_they_were_sent() {
    check(|_, _| status("200"), None);
    check(|_, _| status("404"), Some(("dead-link", "`/x` is dead: the host says 404 (not found)")));
    check(|_, _| status("410"), Some(("dead-link", "`/x` is dead: the host says 410 (gone)")));
    check(|_, _| status("403"), Some(("blocked-link", "`/x` does not answer programs: the host says 403 (forbidden)")));
    check(|_, _| status("302"), Some(("unchecked-link", "`/x` could not be checked: the host says 302 and not where to")));
}

#[test]
fn a_host_that_refuses_head_is_asked_for_the_page() {
    check(|method, _| status(if method == "HEAD" { "405" } else { "200" }), None);
    check(|method, _| if method == "HEAD" { Reply::Send(Vec::new()) } else { status("200") }, None);
}

#[test]
fn a_host_that_never_answers_head_is_asked_for_the_page_in_time() {
    check_with(IMPATIENT, |method, _| if method == "HEAD" { Reply::Hang(Vec::new()) } else { status("200") }, None);
}

#[test]
fn trouble_that_passes_is_no_trouble() {
    check(|_, nth| status(if nth == 1 { "500" } else { "200" }), None);
    check(|_, nth| status(if nth == 1 { "429 Retry-After: 0" } else { "200" }), None);
    check(|_, nth| if nth == 1 { Reply::Send(Vec::new()) } else { status("200") }, None);
}

#[test]
fn trouble_that_stays_is_not_called_dead() {
    let unchecked = |why: &str| format!("`/x` could not be checked: {why}");
    check(|_, _| status("500"), Some(("unchecked-link", &unchecked("the host says 500"))));
    check_with(IMPATIENT, |_, _| Reply::Hang(Vec::new()), Some(("unchecked-link", &unchecked("no whole answer came within 1 second"))));
    check_with(
        IMPATIENT,
        |_, _| Reply::Hang(b"HTTP/1.1 200 O".to_vec()),
        Some(("unchecked-link", &unchecked("no whole answer came within 1 second"))),
    );
    let broken = unchecked("`127.0.0.1` gives no answer that can be read: it broke off");
    check(|_, _| Reply::Send(Vec::new()), Some(("unchecked-link", &broken)));
    let none = unchecked("`127.0.0.1` gives no answer that can be read: its answer is no HTTP");
    check(|_, _| send("220 ready for mail\r\n\r\n"), Some(("unchecked-link", &none)));
    let long = unchecked("`127.0.0.1` gives no answer that can be read: its headers are too long");
    let endless = |_: &str, _| Reply::Forever(b"HTTP/1.1 200 OK\r\nX-Long: ".to_vec(), &[b'a'; 1000]);
    check(endless, Some(("unchecked-link", &long)));
}

#[test]
fn a_body_that_nobody_wants_is_not_waited_for() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n";
    check(move |method, _| if method == "HEAD" { status("405") } else { Reply::Hang(head.as_bytes().to_vec()) }, None);
    check(
        move |method, _| if method == "HEAD" { status("405") } else { Reply::Forever(b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), b"more ") },
        None,
    );
}

#[test]
fn redirects_are_followed_step_by_step() {
    let server = Server::start(|_, path, _| match path {
        "/moved" => status("301 Location: /new"),
        "/moved308" => status("308 Location: new"),
        "/now" => status("302 Location: /new"),
        "/chain" => status("301 Location: /moved"),
        "/mixed" => status("301 Location: /now"),
        "/todead" => status("301 Location: /dead"),
        "/dead" => status("404"),
        "/circle" => status("302 Location: /circle"),
        "/file" => status("301 Location: file:///etc/passwd"),
        "/script" => status("302 Location: javascript:alert(1)"),
        "/alive" | "/new" => status("200"),
        other => other
            .strip_prefix("/far")
            .and_then(|n| n.parse::<u32>().ok())
            .map_or_else(|| status("200"), |n| status(&format!("302 Location: /far{}", n + 1))),
    });
    let check = |path: &str, expected: Option<(&'static str, &str)>| {
        let said = said(&server, path, SETTINGS);
        assert_eq!(said.as_ref().map(|(name, message)| (*name, message.as_str())), expected, "{path}");
    };
    check("/moved", Some(("moved-link", "`/moved` has moved to `/new`")));
    check("/moved308", Some(("moved-link", "`/moved308` has moved to `/new`")));
    check("/now", None);
    check("/chain", Some(("moved-link", "`/chain` has moved to `/new`")));
    check("/mixed", Some(("moved-link", "`/mixed` has moved to `/now`")));
    check("/todead", Some(("dead-link", "`/todead` is dead: the host says 404 (not found)")));
    check("/circle", Some(("unchecked-link", "`/circle` could not be checked: it leads in a circle")));
    check("/far0", Some(("unchecked-link", "`/far0` could not be checked: it leads on more than 10 times")));
    check("/file", Some(("unchecked-link", "`/file` could not be checked: it leads on to `file:///etc/passwd`, which no browser follows")));
    check(
        "/script",
        Some(("unchecked-link", "`/script` could not be checked: it leads on to `javascript:alert(1)`, which no browser follows")),
    );
}

#[test]
fn what_a_host_writes_as_a_location_cannot_break_anything() {
    let mut bytes = b"HTTP/1.1 301 X\r\nLocation: /caf\xe9\r\nContent-Length: 0\r\n\r\n".to_vec();
    check(move |_, _| Reply::Send(bytes.clone()), Some(("moved-link", "`/x` has moved to `/caf%E9`")));
    bytes = b"HTTP/1.1 301 X\r\nLocation: http://[\r\nContent-Length: 0\r\n\r\n".to_vec();
    check(
        move |_, _| Reply::Send(bytes.clone()),
        Some(("unchecked-link", "`/x` could not be checked: it leads on to `http://[`, which no browser follows")),
    );
    let long = format!("301 Location: /{}", "a".repeat(20_000));
    let shown = format!("`/x` could not be checked: it leads on to `/{}…`, which no browser follows", "a".repeat(99));
    check(move |_, _| status(&long), Some(("unchecked-link", &shown)));
}

#[test]
fn a_far_host_cannot_send_us_into_the_network_of_the_author() {
    let server = Server::start(|_, _, _| status("200"));
    let web = Internet::new(Duration::from_secs(10), "gen/test");
    let ask = |sender| web.ask(&Ask { address: &format!("{}/", server.address), wanted: Wanted::Headers, known: None, sender });
    assert!(ask(Sender::Near).is_ok_and(|answer| answer.is_near));
    assert_eq!(ask(Sender::Far), Err(Silence::Refused));
    let named = server.address.replace("127.0.0.1", "localhost");
    assert_eq!(web.ask(&Ask { address: &named, wanted: Wanted::Headers, known: None, sender: Sender::Far }), Err(Silence::Refused));
    assert_eq!(server.asked(), ["HEAD /"]);
}

#[test]
fn nothing_is_sent_that_is_not_needed() {
    let server = Server::start(|_, _, nth| status(if nth == 1 { "405 Set-Cookie: a=b" } else { "200" }));
    told_of(&world(&server.address.replace("http://", "http://me:secret@"), &["/alive"], SETTINGS)).expect("the server answers");
    let headers = server.log.headers.lock().expect("the server does not panic").clone();
    let names: std::collections::BTreeSet<String> =
        headers.iter().filter_map(|header| Some(header.split_once(':')?.0.to_ascii_lowercase())).collect();
    assert_eq!(names.into_iter().collect::<Vec<_>>(), ["accept", "accept-encoding", "host", "user-agent"]);
}

#[test]
fn one_host_is_never_asked_two_things_at_once() {
    let asked_for = Server::start(|_, _, _| {
        // So that another question has the time to come.
        std::thread::sleep(Duration::from_millis(5));
        status("200")
    });
    // Another host sends to it at the same time.
    let target = asked_for.address.clone();
    let sending = Server::start(move |_, path, _| status(&format!("302 Location: {target}/on{path}")));
    let sends = sending.address.replace("127.0.0.1", "localhost");
    let links: Vec<String> = (0..12).flat_map(|n| [format!("{sends}/{n}"), format!("{}/{n}", asked_for.address)]).collect();
    let links: Vec<&str> = links.iter().map(String::as_str).collect();
    let told = told_of(&world("", &links, "[links]\npace_ms = 0\nparallel = 8\n")).expect("the servers answer");
    assert!(told.is_empty(), "{told:?}");
    assert_eq!((asked_for.asked().len(), asked_for.log.most.load(Ordering::SeqCst)), (24, 1));
}

#[test]
fn hosts_are_asked_side_by_side() {
    // Each of the two waits until the other was asked, too; one after the other they would wait for ever.
    let both = Arc::new(std::sync::Barrier::new(2));
    let waits = move |_: &str, _: &str, _: usize| {
        both.wait();
        status("200")
    };
    let server = Server::start(waits);
    let named = server.address.replace("127.0.0.1", "localhost");
    let told = told_of(&world("", &[&format!("{}/a", server.address), &format!("{named}/b")], "[links]\npace_ms = 0\n"))
        .expect("the server answers");
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn a_port_at_which_nobody_listens_is_no_proof_of_being_online() {
    let port = TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("it is bound");
    assert!(told_of(&world(&format!("http://{port}"), &["/x"], SETTINGS)).is_none());
    let server = Server::start(|_, _, _| status("200"));
    let told =
        told_of(&world(&server.address, &["/alive", &format!("http://localhost:{}/x", port.port()), "http://nobody.invalid/"], SETTINGS));
    let names: Vec<_> = told.expect("the server answers").iter().map(|problem| problem.code.name).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names.contains(&"unchecked-link") && names.contains(&"dead-link"), "{names:?}");
}

#[test]
fn a_host_that_speaks_no_tls_is_not_safe() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("this machine has a free port");
    let address = format!("https://{}/", listener.local_addr().expect("it is bound"));
    let plain = std::thread::spawn(move || {
        let (mut connection, _) = listener.accept().expect("a connection");
        let _ = connection.write_all(b"HTTP/1.1 400 speak plainly\r\n\r\n").and_then(|()| connection.read_to_end(&mut Vec::new()));
    });
    let web = Internet::new(Duration::from_secs(10), "gen/test");
    let heard = web.ask(&Ask { address: &address, wanted: Wanted::Headers, known: None, sender: Sender::Near });
    match heard {
        Err(Silence::NotSafe(words)) => {
            assert_eq!(words, "it does not speak the TLS of today");
            plain.join().expect("it was asked");
        }
        // A machine that trusts nobody cannot say so of others.
        Err(Silence::NoConnection(words)) => assert_eq!(words, "this machine has no certificates to know hosts by"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn bytes_are_read_whole_or_not_at_all() {
    let body = "x".repeat(1000);
    let server = Server::start(move |_, path, _| match path {
        "/short" => send(&format!("HTTP/1.1 200 OK\r\nContent-Length: 2000\r\nConnection: close\r\n\r\n{body}")),
        "/endless" => Reply::Forever(b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), b"more "),
        _ => send(&format!("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n{body}")),
    });
    let web = Internet::new(Duration::from_secs(10), "gen/test");
    let body = |path: &str, most: u64| {
        let address = format!("{}{path}", server.address);
        web.ask(&Ask { address: &address, wanted: Wanted::Bytes(most), known: None, sender: Sender::Near }).map(|answer| answer.body)
    };
    assert_eq!(body("/whole", 1000), Ok(Some(Bytes::Whole(vec![b'x'; 1000]))));
    assert_eq!(body("/whole", 999), Ok(Some(Bytes::TooLong)));
    assert_eq!(body("/endless", 100_000), Ok(Some(Bytes::TooLong)));
    assert!(matches!(body("/short", 5000), Err(Silence::Broken(_))));
}

/// Runs the program in a folder: exit code, and what it says on standard error.
fn check_in(folder: &Path, more: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gen"));
    command.current_dir(folder).args(["check", "--external"]).args(more).env("HOME", "/nonexistent");
    let output = command.output().expect("the program starts");
    (output.status.code().expect("it ends by itself"), String::from_utf8(output.stderr).expect("the program writes text"))
}

fn on_disk(world: &[(&str, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in world {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    folder
}

fn source(server: &Server) -> Vec<(&'static str, String)> {
    vec![
        ("gen.toml", format!("title = \"Test\"\ntoday = 2026-01-15\n{SETTINGS}")),
        ("content/sources/report.md", format!("---\ntitle: A report\nurl: {0}/report\narchive_url: {0}/copy\n---\n", server.address)),
    ]
}

#[test]
fn a_second_check_asks_nothing_and_says_the_same() {
    let server = Server::start(|_, path, _| status(if path == "/copy" { "404" } else { "200" }));
    let folder = on_disk(&source(&server));
    let (code, said) = check_in(folder.path(), &[]);
    assert!(code == 0 && said.contains("warning[W1705]"), "{code} {said}");
    let asked = server.asked().len();
    assert!(folder.path().join(".gen/links.json").is_file());
    assert_eq!(check_in(folder.path(), &[]), (code, said.clone()));
    assert_eq!(server.asked().len(), asked);
    // Damaged, it is as if it were not there.
    std::fs::write(folder.path().join(".gen/links.json"), "{").expect("ours");
    assert_eq!(check_in(folder.path(), &[]), (code, said));
    assert!(server.asked().len() > asked);
    assert_eq!(check_in(folder.path(), &["--strict"]).0, 1);
    assert_eq!(check_in(folder.path(), &["--strict", "--allow", "archive-missing"]).0, 0);
}

#[test]
fn offline_is_said_in_one_line_and_changes_nothing() {
    let server = Server::start(|_, _, _| status("404"));
    let folder = on_disk(&source(&server));
    drop(server);
    let memory = folder.path().join(".gen/links.json");
    let (code, said) = check_in(folder.path(), &[]);
    let line = said.lines().next().expect("it is said");
    assert_eq!((code, line), (0, "offline: the one host could not be reached, so no address was checked"));
    assert!(!said.contains("[W17") && !said.contains("[I17"), "{said}");
    let (_, json) = check_in(folder.path(), &["--message-format", "json"]);
    let told: serde_json::Value = serde_json::from_str(json.lines().next().expect("it is said")).expect("a line of JSON");
    assert_eq!((&told["type"], &told["hosts"]), (&"offline".into(), &1.into()));
    assert!(!memory.exists());
    std::fs::create_dir_all(folder.path().join(".gen")).and_then(|()| std::fs::write(&memory, "{}")).expect("ours");
    assert_eq!(check_in(folder.path(), &[]), (0, said));
    assert_eq!(std::fs::read_to_string(&memory).expect("it is there"), "{}");
}
