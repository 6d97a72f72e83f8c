//! What becomes of one address: who answers, what is meant by it, and where the way leads.
//!
//! In: an address and a courier who keeps to the pace. Out: its outcome. Redirects are followed here, hop by hop, so that it is known which
//! of them are meant for good and none leads out of the web.

use super::gather::clean;
use super::outcome::{Outcome, State, Sum};
use super::pace::Courier;
use crate::world::web::{Answer, Ask, Bytes, Sender, Silence, Wanted};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::time::Duration;
use url::Url;

/// How often a way may lead on; browsers give up a little later.
const HOPS: usize = 10;

/// A body above this is not compared with what was read.
const LARGEST: u64 = 16 * 1024 * 1024;

/// A longer address is nobody's, and would fill the terminal.
const LONGEST: usize = 2_000;

/// What is to be found out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question<'q> {
    /// The address.
    pub address: &'q str,
    /// Whether the sum of its bytes is wanted.
    pub with_sum: bool,
    /// What is remembered of it.
    pub before: Option<&'q Outcome>,
}

/// Whether anybody answered, which tells a dead address from a machine that is offline; and whether others of the same host need be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// What became of it.
    pub outcome: Outcome,
    /// Whether a host answered in whatever way.
    pub was_heard: bool,
    /// Whether the same is to be expected of the other addresses of this host.
    pub speaks_for: Reach,
}

/// For how much the outcome of an address speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Itself.
    Address,
    /// All addresses of its host: it does not exist, cannot be connected, is not safe, or asked to be left alone.
    Host,
    /// Its host was silent; a second silence in a row speaks for all.
    Silence,
}

/// Finds out what becomes of an address.
pub(super) fn find_out(question: Question, courier: &Courier) -> Found {
    let mut here = Url::parse(question.address).expect("what is asked was an address when it was gathered");
    let mut sender = Sender::Near;
    let mut passed = BTreeSet::new();
    // Where the address leads for good: a step that is meant for now only, and all behind it, are no reason to write another address.
    let (mut lasting, mut is_lasting) = (here.clone(), true);
    for hop in 0..=HOPS {
        let heard = courier.hear(Ask { address: here.as_str(), wanted: question.wanted(), known: question.known(&here), sender });
        let answer = match heard {
            Ok(answer) => answer,
            Err(silence) => {
                let reach = if hop == 0 { reach(&silence) } else { Reach::Address };
                let was_heard = hop > 0 || matches!(silence, Silence::NotSafe(_) | Silence::Broken(_) | Silence::TooSlow);
                return found(&here, None, was_heard, of_silence(&silence, &here, courier.timeout()), reach);
            }
        };
        if !answer.is_near {
            sender = Sender::Far;
        }
        let status = Some(answer.status);
        let unclear = |why: String| found(&here, status, true, State::Unclear { why }, Reach::Address);
        let Some(location) = location(&answer) else {
            let moved = Some(lasting.as_str()).filter(|lasting| *lasting != question.address);
            let reach = if answer.status == 429 && hop == 0 { Reach::Host } else { Reach::Address };
            let mut found = found(&here, status, true, of_answer(&answer, moved), reach);
            found.outcome.etag = answer.headers.get("etag").and_then(|mark| String::from_utf8(mark.clone()).ok());
            found.outcome.sum = question.sum(&answer);
            return found;
        };
        let Some(next) = next(&here, location) else {
            return unclear(format!("it leads on to `{}`, which no browser follows", shown(location)));
        };
        is_lasting &= matches!(answer.status, 301 | 308);
        if is_lasting {
            lasting = next.clone();
        }
        passed.insert(std::mem::replace(&mut here, next));
        if passed.contains(&here) {
            return found(&here, status, true, State::Unclear { why: "it leads in a circle".to_owned() }, Reach::Address);
        }
    }
    found(&here, None, true, State::Unclear { why: format!("it leads on more than {HOPS} times") }, Reach::Address)
}

fn found(here: &Url, status: Option<u16>, was_heard: bool, state: State, speaks_for: Reach) -> Found {
    let outcome = Outcome { state, status, at: here.as_str().to_owned(), etag: None, sum: None };
    Found { outcome, was_heard, speaks_for }
}

impl Question<'_> {
    fn wanted(&self) -> Wanted {
        if self.with_sum { Wanted::Bytes(LARGEST) } else { Wanted::Headers }
    }

    /// The mark of the bytes whose sum is known.
    fn known(&self, here: &Url) -> Option<&str> {
        let before = self.before.filter(|before| self.with_sum && before.sum.is_some() && before.at == here.as_str())?;
        before.etag.as_deref()
    }

    fn sum(&self, answer: &Answer) -> Option<Sum> {
        match (answer.status, &answer.body) {
            (200, Some(Bytes::Whole(bytes))) => Some(Sum::Of(Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect())),
            (200, Some(Bytes::TooLong)) => Some(Sum::TooLong),
            (304, _) => self.before.and_then(|before| before.sum.clone()),
            _ => None,
        }
    }
}

/// Where an answer sends us, if it does.
fn location(answer: &Answer) -> Option<&[u8]> {
    matches!(answer.status, 301 | 302 | 303 | 307 | 308).then(|| answer.headers.get("location").map(Vec::as_slice))?
}

/// The address that a redirect means, if it is one of the web.
fn next(here: &Url, location: &[u8]) -> Option<Url> {
    let text = match std::str::from_utf8(location) {
        Ok(text) => text.to_owned(),
        // Browsers ask for the bytes as they are.
        Err(_) => {
            location.iter().map(|byte| if byte.is_ascii() { char::from(*byte).to_string() } else { format!("%{byte:02X}") }).collect()
        }
    };
    clean(here.join(&text).ok()?).filter(|next| next.as_str().len() <= LONGEST)
}

/// What a host wrote, for a message: short, and nothing in it that a terminal obeys.
fn shown(location: &[u8]) -> String {
    let text = String::from_utf8_lossy(location);
    let mut shown: String = text.chars().take(100).map(|c| if c.is_control() || c == '`' { '\u{fffd}' } else { c }).collect();
    if text.chars().count() > 100 {
        shown.push('…');
    }
    shown
}

fn reach(silence: &Silence) -> Reach {
    match silence {
        Silence::NoHost | Silence::NoConnection(_) | Silence::NotSafe(_) => Reach::Host,
        Silence::NotReached | Silence::TooSlow => Reach::Silence,
        Silence::Broken(_) | Silence::Refused => Reach::Address,
    }
}

fn of_silence(silence: &Silence, here: &Url, timeout: Duration) -> State {
    let host = here.host_str().unwrap_or_default();
    let in_time = || match timeout.as_secs() {
        1 => "1 second".to_owned(),
        seconds => format!("{seconds} seconds"),
    };
    match silence {
        Silence::NoHost => State::Dead { why: format!("there is no host `{host}`") },
        Silence::NotSafe(words) => State::Dead { why: format!("`{host}` is not safe to talk with: {words}") },
        Silence::NoConnection(words) => State::Unclear { why: format!("`{host}` cannot be reached: {words}") },
        Silence::NotReached => State::Unclear { why: format!("`{host}` cannot be reached in time") },
        Silence::TooSlow => State::Unclear { why: format!("no whole answer came within {}", in_time()) },
        Silence::Broken(words) => State::Unclear { why: format!("`{host}` gives no answer that can be read: {words}") },
        Silence::Refused => State::Unclear { why: "it leads into the network of this machine and was not followed".to_owned() },
    }
}

/// Headers by which firewalls say that they want to see a browser.
const CHALLENGES: [(&str, &[u8]); 3] =
    [("cf-mitigated", b"challenge"), ("x-amzn-waf-action", b"challenge"), ("x-amzn-waf-action", b"captcha")];

fn of_answer(answer: &Answer, moved: Option<&str>) -> State {
    let says = |words: &str| format!("the host says {}{words}", answer.status);
    let is_challenge = CHALLENGES.iter().any(|(name, value)| answer.headers.get(*name).is_some_and(|given| given == value));
    if is_challenge {
        return State::Blocked { why: "the host wants to see a browser first".to_owned() };
    }
    match answer.status {
        200..=299 | 300 | 304 => moved.map_or(State::Alive, |to| State::Moved { to: to.to_owned() }),
        404 => State::Dead { why: says(" (not found)") },
        410 => State::Dead { why: says(" (gone)") },
        401 => State::Blocked { why: says(" (only with a login)") },
        403 => State::Blocked { why: says(" (forbidden)") },
        429 => State::Blocked { why: says(" (too many questions)") },
        451 => State::Blocked { why: says(" (withheld for legal reasons)") },
        // Not of the standard: what one large network says to programs.
        999 => State::Blocked { why: says("") },
        301..=399 => State::Unclear { why: says(" and not where to") },
        _ => State::Unclear { why: says("") },
    }
}
