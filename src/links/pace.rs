//! The pace at which hosts are asked: one question at a time to each, with a pause between two, and a few hosts at once.
//!
//! In: questions and the settings. Out: answers in the order of the questions. A question without a clear answer is repeated after a pause
//! that doubles; a host that asks for a longer pause is given it, up to a bound.

use super::ask::{Found, Question, Reach, find_out};
use super::outcome::{Outcome, State};
use crate::config::Links;
use crate::world::web::{Answer, Ask, Silence, Wanted, Web};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use url::{Position, Url};

/// The longest pause that a host is given; one that asks for more is left alone in this run.
const PATIENCE: Duration = Duration::from_secs(60);

/// Silences in a row after which a host is not asked again in this run.
const SILENCES: usize = 2;

/// Carries questions to hosts.
pub(super) struct Courier<'w> {
    web: &'w dyn Web,
    settings: &'w Links,
    /// The moment on the clock, for hosts that say until when they want to be left alone.
    now: i64,
    /// The pause before the next question to each host; who asks holds it.
    pauses: Mutex<BTreeMap<String, Arc<Mutex<Duration>>>>,
}

impl<'w> Courier<'w> {
    pub(super) fn new(web: &'w dyn Web, settings: &'w Links, now: i64) -> Courier<'w> {
        Courier { web, settings, now, pauses: Mutex::default() }
    }

    /// How long one answer may take.
    pub(super) fn timeout(&self) -> Duration {
        self.settings.timeout
    }

    /// Asks until there is a clear answer, or often enough. A host that refuses to give headers alone is asked as a browser asks.
    pub(super) fn hear(&self, mut ask: Ask) -> Result<Answer, Silence> {
        let mut round = 0;
        loop {
            let mut heard = self.ask(&ask, round);
            if ask.wanted == Wanted::Headers && is_refusal(&heard) {
                ask.wanted = Wanted::Page;
                heard = self.ask(&ask, round);
            }
            if round == self.settings.retries || !may_pass(&heard) || self.asked_pause(&heard).is_some_and(|pause| pause > PATIENCE) {
                return heard;
            }
            // Some hosts never answer a question for headers alone.
            if matches!(heard, Err(Silence::TooSlow)) && ask.wanted == Wanted::Headers {
                ask.wanted = Wanted::Page;
            }
            round += 1;
        }
    }

    fn ask(&self, ask: &Ask, round: usize) -> Result<Answer, Silence> {
        let pause = self.pause(ask.address);
        let mut pause = pause.lock().unwrap_or_else(PoisonError::into_inner);
        if !pause.is_zero() {
            self.web.wait(*pause);
        }
        let heard = self.web.ask(ask);
        *pause = self.settings.pace;
        if may_pass(&heard) {
            *pause = pause.saturating_mul(1 << round.min(16));
        }
        *pause = (*pause).max(self.asked_pause(&heard).unwrap_or_default()).min(PATIENCE.max(self.settings.pace));
        heard
    }

    fn pause(&self, address: &str) -> Arc<Mutex<Duration>> {
        let mut pauses = self.pauses.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(pauses.entry(host(address)).or_default())
    }

    /// The pause that a host asks for: in seconds, or until a moment.
    fn asked_pause(&self, heard: &Result<Answer, Silence>) -> Option<Duration> {
        let answer = heard.as_ref().ok().filter(|answer| matches!(answer.status, 429 | 503))?;
        let text = std::str::from_utf8(answer.headers.get("retry-after")?).ok()?.trim();
        let until = || Some(jiff::fmt::rfc2822::parse(text).ok()?.timestamp().as_second().saturating_sub(self.now));
        let seconds = text.parse::<u64>().ok().or_else(|| u64::try_from(until()?).ok())?;
        Some(Duration::from_secs(seconds))
    }
}

/// Whether a host gives no headers alone: it says so, or breaks off. Errors count, too: many hosts know no better word.
fn is_refusal(heard: &Result<Answer, Silence>) -> bool {
    match heard {
        Ok(answer) => answer.status >= 400 && answer.status != 429,
        Err(silence) => matches!(silence, Silence::Broken(_)),
    }
}

/// Whether another answer may come a little later.
fn may_pass(heard: &Result<Answer, Silence>) -> bool {
    match heard {
        Ok(answer) => matches!(answer.status, 408 | 425 | 429 | 500 | 502..=599),
        Err(silence) => matches!(silence, Silence::NotReached | Silence::TooSlow | Silence::Broken(_)),
    }
}

/// The host of an address: two of its ports are still one machine.
pub(super) fn host(address: &str) -> String {
    Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

/// Asks all questions, a few hosts at a time; `done` is called behind each.
pub(super) fn ask_all(questions: &[Question], courier: &Courier, done: &(dyn Fn() + Sync)) -> Vec<Found> {
    let mut hosts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, question) in questions.iter().enumerate() {
        hosts.entry(host(question.address)).or_default().push(at);
    }
    // The longest first, so that none is left over at the end; then by name.
    let mut hosts: Vec<Vec<usize>> = hosts.into_values().collect();
    hosts.sort_by_key(|of_host| std::cmp::Reverse(of_host.len()));
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found = Vec::new();
        while let Some(of_host) = hosts.get(next.fetch_add(1, Ordering::Relaxed)) {
            found.extend(of_one_host(questions, of_host, courier, done));
        }
        found
    };
    let mut found: Vec<(usize, Found)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..courier.settings.parallel.min(hosts.len())).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("asking does not panic")).collect()
    });
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, found)| found).collect()
}

/// Asks one host, address by address. What one of them says of the host itself holds for the others, and is not asked again.
fn of_one_host(questions: &[Question], of_host: &[usize], courier: &Courier, done: &(dyn Fn() + Sync)) -> Vec<(usize, Found)> {
    let mut known: BTreeMap<&str, (State, bool)> = BTreeMap::new();
    let mut silences: BTreeMap<&str, usize> = BTreeMap::new();
    let mut all = Vec::with_capacity(of_host.len());
    for at in of_host {
        let question = questions[*at];
        let door = door(question.address);
        let found = match known.get(door) {
            Some((state, was_heard)) => {
                let outcome = Outcome { state: state.clone(), status: None, at: question.address.to_owned(), etag: None, sum: None };
                Found { outcome, was_heard: *was_heard, speaks_for: Reach::Address }
            }
            None => find_out(question, courier),
        };
        let in_a_row = silences.entry(door).or_default();
        *in_a_row = if found.speaks_for == Reach::Silence { *in_a_row + 1 } else { 0 };
        if found.speaks_for == Reach::Host || *in_a_row == SILENCES {
            known.insert(door, (found.outcome.state.clone(), found.was_heard));
        }
        all.push((*at, found));
        done();
    }
    all
}

/// Scheme, host and port of an address.
fn door(address: &str) -> &str {
    let end = Url::parse(address).map_or(0, |url| url[..Position::BeforePath].len());
    &address[..end]
}
