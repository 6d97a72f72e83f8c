//! Trouble at a chosen act of writing, for tests.
//!
//! In: which act, and what happens at it. Out: a writer that meets it there.

use super::Writer;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What happens at the chosen act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The process dies: the act is half done, and none follows.
    Death,
    /// The disk is full for this act alone.
    FullDisk,
    /// The system refuses this act alone, as one that it cannot do.
    Refusal,
}

/// Trouble at the n-th act, counted from 0.
#[derive(Debug)]
pub(crate) struct Fault {
    at: usize,
    trouble: Trouble,
    acts: Arc<AtomicUsize>,
}

impl Fault {
    /// A writer that meets trouble, and the count of its acts.
    pub(crate) fn writer(at: usize, trouble: Trouble) -> (Writer, Arc<AtomicUsize>) {
        let acts = Arc::new(AtomicUsize::new(0));
        (Writer { fault: Some(Fault { at, trouble, acts: acts.clone() }) }, acts)
    }

    pub(super) fn act(&self) -> io::Result<()> {
        let act = self.acts.fetch_add(1, Ordering::Relaxed);
        match self.trouble {
            Trouble::Death if act >= self.at => Err(io::Error::other("killed")),
            Trouble::FullDisk if act == self.at => Err(io::ErrorKind::StorageFull.into()),
            Trouble::Refusal if act == self.at => Err(rustix::io::Errno::INVAL.into()),
            Trouble::Death | Trouble::FullDisk | Trouble::Refusal => Ok(()),
        }
    }
}

impl Writer {
    /// The part of the bytes that still reaches the disk when the act that just failed was the chosen one.
    pub(super) fn torn<'a>(&self, bytes: &'a [u8]) -> Option<&'a [u8]> {
        let fault = self.fault.as_ref()?;
        (fault.acts.load(Ordering::Relaxed) == fault.at + 1).then(|| &bytes[..bytes.len() / 2])
    }
}
