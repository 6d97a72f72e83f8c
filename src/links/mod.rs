//! Addresses elsewhere: whether readers still find there what the site sends them to.
//!
//! In: the records, the settings, what was remembered, the time, and the web. Out: findings, and what to remember. Each address is asked
//! once (`gather`, `ask`), at a pace that no host minds (`pace`), and not again while the last answer holds (`memory`). What is told of them
//! stands in `tell`, what can be written by itself in `rewrite`. It writes nothing and opens no connection: that is `world::web`'s.

mod ask;
mod gather;
mod memory;
mod outcome;
mod pace;
mod rewrite;
mod tell;

pub use tell::{ASKED, together};

use crate::check::{Findings, Site};
use crate::model::Purpose;
use crate::world::web::Web;
use ask::Question;
use gather::{Addresses, Place};
use memory::Memory;
use outcome::{Outcome, State};
use pace::{Courier, ask_all, host};
use std::collections::{BTreeMap, BTreeSet};

/// Where it is remembered what became of addresses, from the root of the site.
pub const MEMORY: &str = memory::PATH;

/// Addresses of a live host that are asked again to see whether anybody can be reached.
const WITNESSES: usize = 3;

/// What a check of addresses came to.
#[derive(Debug)]
pub enum Checked {
    /// Hosts answered, or nobody had to be asked.
    Online {
        /// What is wrong with the addresses.
        findings: Findings,
        /// What to remember, where that is something new.
        memory: Option<String>,
    },
    /// None of so many hosts could be reached: that says something about this machine and nothing about them.
    Offline(usize),
}

/// The site whose addresses are checked, with what was remembered of them and the moment on the clock.
#[derive(Clone, Copy)]
pub struct Asked<'s> {
    /// Records, texts and settings.
    pub site: Site<'s>,
    /// The bytes of the file [`MEMORY`], if there is one.
    pub memory: Option<&'s [u8]>,
    /// Seconds since 1970-01-01 UTC.
    pub now: i64,
}

/// Checks all addresses. `done` is called for each that was asked, with how many there are.
pub fn check(asked: Asked, web: &dyn Web, done: &(dyn Fn(usize) + Sync)) -> Checked {
    let Asked { site, now, .. } = asked;
    let settings = &site.config.links;
    let addresses = gather::gather(site.records, site.config, site.sources);
    let mut memory = Memory::read(asked.memory);
    let mut outcomes: BTreeMap<&str, Outcome> = BTreeMap::new();
    let mut open: Vec<&str> = Vec::new();
    for (address, places) in &addresses.asked {
        match memory.holding(address, now, settings).filter(|outcome| outcome.sum.is_some() || !needs_sum(places, outcome)) {
            Some(outcome) => drop(outcomes.insert(address, outcome.clone())),
            None => open.push(address),
        }
    }
    let question = |address| Question { address, with_sum: addresses.asked[address].iter().any(has_sum), before: memory.of(address) };
    let courier = Courier::new(web, settings, now);
    let questions: Vec<Question> = open.iter().copied().map(question).collect();
    let found = ask_all(&questions, &courier, &|| done(questions.len()));
    if !found.is_empty() && !found.iter().any(|found| found.was_heard) {
        let silent: BTreeSet<String> = open.iter().map(|address| host(address)).collect();
        let others = outcomes.iter().filter(|(address, outcome)| outcome.state == State::Alive && !silent.contains(&host(address)));
        let witnesses: Vec<Question> = others.take(WITNESSES).map(|(address, _)| question(address)).collect();
        if !ask_all(&witnesses, &courier, &|| {}).iter().any(|found| found.was_heard) {
            return Checked::Offline(silent.len());
        }
    }
    let fresh: Vec<(&str, Outcome)> = open.into_iter().zip(found.into_iter().map(|found| found.outcome)).collect();
    for (address, outcome) in &fresh {
        memory.put(address, outcome, now);
    }
    let is_new = !fresh.is_empty();
    outcomes.extend(fresh);
    let findings = tell_all(&addresses, &outcomes, site);
    let memory = is_new.then(|| memory.write(now, settings, |address| addresses.asked.contains_key(address)));
    Checked::Online { findings, memory }
}

fn tell_all(addresses: &Addresses, outcomes: &BTreeMap<&str, Outcome>, site: Site) -> Findings {
    let copy = |written: &str| Some(outcomes.get(gather::asked(written)?.as_str())?.state.clone());
    let mut findings = Findings::default();
    for (address, places) in &addresses.asked {
        let outcome = &outcomes[address.as_str()];
        for place in places {
            findings.extend(tell::tell(address, place, outcome, &copy, site.sources));
        }
    }
    for (written, places) in &addresses.broken {
        findings.extend(places.iter().map(|place| tell::tell_broken(written, place)));
    }
    findings
}

/// Whether a source at one of these places says what its bytes were.
fn has_sum(place: &Place) -> bool {
    matches!(place.purpose, Purpose::Source { sum: Some(_), .. })
}

/// Whether an outcome lacks a sum that it would have if its bytes had been read.
fn needs_sum(places: &[Place], outcome: &Outcome) -> bool {
    places.iter().any(has_sum) && matches!(outcome.state, State::Alive | State::Moved { .. })
}
