//! What is remembered of addresses from one run to the next, in `.gen/links.json`.
//!
//! In: the bytes of the file and the time. Out: outcomes that still hold, and the file anew. A file that cannot be read, or was written by
//! another version, is nothing to complain about: all is asked again.

use super::outcome::{Outcome, State};
use crate::config::Links;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use url::Url;

/// Where it lies, from the root of the site.
pub(super) const PATH: &str = ".gen/links.json";

/// Changes when what is remembered changes its form.
const VERSION: u32 = 1;

const DAY: i64 = 24 * 60 * 60;

/// Outcomes by address, and when each was found out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Memory {
    version: u32,
    addresses: BTreeMap<String, Remembered>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Remembered {
    #[serde(flatten)]
    outcome: Outcome,
    /// In seconds since 1970-01-01 UTC.
    checked: i64,
}

impl Memory {
    /// Reads the file, if there is one that can be read.
    pub(super) fn read(bytes: Option<&[u8]>) -> Memory {
        let read = bytes.and_then(|bytes| serde_json::from_slice::<Memory>(bytes).ok());
        let is_sound = |memory: &Memory| {
            let is_address = |text: &str| Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
            memory.version == VERSION
                && memory.addresses.iter().all(|(address, remembered)| {
                    let to = if let State::Moved { to } = &remembered.outcome.state { to } else { address };
                    is_address(address) && is_address(to) && is_address(&remembered.outcome.at)
                })
        };
        read.filter(is_sound).unwrap_or(Memory { version: VERSION, addresses: BTreeMap::new() })
    }

    /// What is remembered of an address, whether or not it still holds.
    pub(super) fn of(&self, address: &str) -> Option<&Outcome> {
        self.addresses.get(address).map(|remembered| &remembered.outcome)
    }

    /// What is remembered of an address and still holds.
    pub(super) fn holding(&self, address: &str, now: i64, settings: &Links) -> Option<&Outcome> {
        self.addresses.get(address).filter(|remembered| remembered.holds(now, settings)).map(|remembered| &remembered.outcome)
    }

    /// Remembers what was found out just now. What nobody could tell is forgotten, to be asked again.
    pub(super) fn put(&mut self, address: &str, outcome: &Outcome, now: i64) {
        if matches!(outcome.state, State::Unclear { .. }) {
            self.addresses.remove(address);
        } else {
            self.addresses.insert(address.to_owned(), Remembered { outcome: outcome.clone(), checked: now });
        }
    }

    /// The file, without what no longer holds and stands nowhere in the site.
    pub(super) fn write(mut self, now: i64, settings: &Links, stands: impl Fn(&str) -> bool) -> String {
        self.addresses.retain(|address, remembered| remembered.holds(now, settings) || stands(address));
        let mut text = serde_json::to_string_pretty(&self).expect("texts and numbers are JSON");
        text.push('\n');
        text
    }
}

impl Remembered {
    /// Whether it need not be asked again. What comes from the future was written by a clock that was wrong.
    fn holds(&self, now: i64, settings: &Links) -> bool {
        let most = match self.outcome.state {
            State::Alive => i64::MAX,
            State::Moved { .. } => 7,
            State::Dead { .. } | State::Blocked { .. } => 1,
            State::Unclear { .. } => 0,
        };
        let days = most.min(settings.cache_days as i64);
        (self.checked..self.checked.saturating_add(days * DAY)).contains(&now)
    }
}
