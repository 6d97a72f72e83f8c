//! The door to other hosts: one question over HTTP, and what came of it.
//!
//! In: an address and how much of its answer is wanted. Out: status, headers and bytes as they came, or why nothing came. It follows no
//! redirect, repeats nothing, keeps no cookie and judges no status: that is `links`' business. The live one is `Internet`.

use std::collections::BTreeMap;
use std::time::Duration;

/// One question.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// An address that starts with `http://` or `https://`, without a fragment.
    pub address: &'a str,
    /// How much of the answer is wanted.
    pub wanted: Wanted,
    /// The mark of an answer that is known already: if it still holds, the host may say so (304) instead of sending it again.
    pub known: Option<&'a str>,
    /// Who sent us there.
    pub sender: Sender,
}

/// How much of an answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Status and headers, asked with `HEAD`.
    Headers,
    /// Status and headers, asked with `GET` as a reader's browser does; the body is left unread.
    Page,
    /// The body, too, up to this many bytes.
    Bytes(u64),
}

/// Who sent us to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// The author, or a host of the author's own network: they may mean a server of that network.
    Near,
    /// A host of the internet, which has no business in the author's network.
    Far,
}

/// What a host answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers by their names in lower case; of a name that occurs more than once the first.
    pub headers: BTreeMap<String, Vec<u8>>,
    /// The body, where it was wanted.
    pub body: Option<Bytes>,
    /// Whether it came from this machine or its own network.
    pub is_near: bool,
}

/// What was read of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bytes {
    /// All of it.
    Whole(Vec<u8>),
    /// It is longer than was wanted.
    TooLong,
}

/// Why nothing came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Silence {
    /// No host has that name.
    NoHost,
    /// The host cannot be connected; in words.
    NoConnection(String),
    /// The time was up before the host was found and connected.
    NotReached,
    /// There is no way to talk with it that nobody can listen to; in words.
    NotSafe(String),
    /// The host was connected, and the time was up before its answer was whole.
    TooSlow,
    /// The host broke off, or its answer is none; in words.
    Broken(String),
    /// A far host sent us into the author's own network, and nobody was asked.
    Refused,
}

/// The web, as far as a check of addresses needs it.
pub trait Web: Sync {
    /// Asks once.
    fn ask(&self, ask: &Ask) -> Result<Answer, Silence>;

    /// Lets time pass.
    fn wait(&self, time: Duration);
}
