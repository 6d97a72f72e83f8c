//! How long a generator's server takes until it shows a first page, and until it shows what was just written.
//!
//! In: a generator that has a server, and a corpus. Out: the seconds. The page is asked for as a browser would, over and over.

use crate::Result;
use crate::corpus::Corpus;
use crate::measure::{RUNS, high_water, middle};
use crate::places::Places;
use crate::sites::{Generator, Program};
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

pub(crate) struct Served {
    /// Until the first page was answered.
    pub(crate) start: f64,
    /// Until an answer shows what was written.
    pub(crate) edit: f64,
    /// The most memory until then.
    pub(crate) megabytes: f64,
}

/// The pause between two questions.
const PAUSE: Duration = Duration::from_millis(2);

/// When nothing more is expected.
const LIMIT: Duration = Duration::from_mins(3);

pub(crate) fn measure(generator: &dyn Generator, program: &Program, places: &Places, corpus: Corpus) -> Result<Option<Served>> {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    let Some(arguments) = generator.server(port) else { return Ok(None) };
    let site = places.fresh(&places.memory)?;
    generator.write(&site, corpus)?;
    let started = Instant::now();
    let server = program.command(&arguments, &site).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let mut server = Ended(server);
    let article = corpus.articles / 2;
    let url = format!("/{}", generator.page(article).trim_end_matches("index.html"));
    let start = seen(started, port, &url, &corpus.article(article).title, &mut server.0)?;
    let mut edits = Vec::new();
    for round in 0..RUNS {
        // Whatever it still does after the last change shall not count here.
        std::thread::sleep(Duration::from_secs(2));
        edits.push(edit(&site, article, round, port, &url, &mut server.0)?);
    }
    let megabytes = high_water(server.0.id()) as f64 / 1024.0;
    drop(server);
    fs::remove_dir_all(&site)?;
    Ok(Some(Served { start, edit: middle(edits), megabytes }))
}

fn edit(site: &Path, article: usize, round: usize, port: u16, url: &str, server: &mut Child) -> Result<f64> {
    let file = site.join(format!("content/events/event-{article}.md"));
    let words = format!("Round {round} of the edits adds a sentence.");
    let text = format!("{}\n{words}\n", fs::read_to_string(&file)?);
    let started = Instant::now();
    fs::write(&file, text)?;
    seen(started, port, url, &words, server)
}

/// The seconds until an answer holds some words.
fn seen(started: Instant, port: u16, url: &str, words: &str, server: &mut Child) -> Result<f64> {
    loop {
        if ask(port, url).is_ok_and(|answer| answer.contains(words)) {
            return Ok(started.elapsed().as_secs_f64());
        }
        if let Some(status) = server.try_wait()? {
            return Err(format!("the server has ended: {status}").into());
        }
        if started.elapsed() > LIMIT {
            return Err(format!("`{url}` does not show `{words}`").into());
        }
        std::thread::sleep(PAUSE);
    }
}

fn ask(port: u16, url: &str) -> Result<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(LIMIT))?;
    write!(stream, "GET {url} HTTP/1.0\r\nHost: localhost:{port}\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// A server that is ended with its owner.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
