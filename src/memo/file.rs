//! A file of the memo: a head that says what it is, and a payload whose sum is in the head.
//!
//! In: a payload. Out: the same payload, or nothing: a file that is damaged, half written, of another `gen` or of other settings is none.
//! That a memo cannot be written is no mistake of anybody: the next build does the work again.

use crate::world::writer;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::Path;

/// Raised when the form of a file changes in a way that the sources of `gen` do not tell.
const MAGIC: &[u8; 8] = b"genmemo1";

/// Which build of `gen` this is: the hash of its sources, made by `build.rs`.
const BUILD: &str = env!("GEN_BUILD");

/// Room for the head.
pub(super) const HEAD: usize = 8 + 32 + 32;

/// What a payload belongs to: this `gen`, and what it was made with.
fn key(settings: u64) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(BUILD.as_bytes()).update(&settings.to_le_bytes());
    hasher.finalize()
}

/// The payload of a file that was written with the same settings by the same `gen`.
pub(super) fn read<T: DeserializeOwned>(path: &Path, settings: u64) -> Option<T> {
    postcard::from_bytes(payload_of(&bytes(path, settings)?)).ok()
}

/// The bytes of a file that was written with the same settings by the same `gen`; its payload stands behind the head.
pub(super) fn bytes(path: &Path, settings: u64) -> Option<Vec<u8>> {
    let bytes = writer::read(path).ok()??;
    payload(&bytes, settings)?;
    Some(bytes)
}

/// The payload of such bytes.
pub(super) fn payload_of(bytes: &[u8]) -> &[u8] {
    &bytes[HEAD..]
}

fn payload(bytes: &[u8], settings: u64) -> Option<&[u8]> {
    let (head, payload) = bytes.split_at_checked(HEAD)?;
    let is_ours = &head[..8] == MAGIC && head[8..40] == *key(settings).as_bytes() && head[40..] == *blake3::hash(payload).as_bytes();
    is_ours.then_some(payload)
}

/// Writes a payload, whole or not at all.
pub(super) fn write(path: &Path, settings: u64, payload: &impl Serialize) {
    let Ok(bytes) = postcard::to_extend(payload, vec![0; HEAD]) else { return };
    write_bytes(path, settings, bytes);
}

/// The same for a payload that stands behind the room for its head.
pub(super) fn write_bytes(path: &Path, settings: u64, bytes: Vec<u8>) {
    let _ = writer::save(path, &sealed(bytes, settings));
}

/// The bytes of a file whose payload stands behind the room for its head.
fn sealed(mut bytes: Vec<u8>, settings: u64) -> Vec<u8> {
    let sum = blake3::hash(&bytes[HEAD..]);
    bytes[..8].copy_from_slice(MAGIC);
    bytes[8..40].copy_from_slice(key(settings).as_bytes());
    bytes[40..HEAD].copy_from_slice(sum.as_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::{HEAD, payload, sealed};

    #[test]
    fn a_file_that_is_not_whole_or_not_ours_is_none() {
        let mut bytes = vec![0; HEAD];
        bytes.extend(b"what was learned");
        let whole = sealed(bytes, 7);
        assert_eq!(payload(&whole, 7), Some(&b"what was learned"[..]));
        assert_eq!(payload(&whole, 8), None);
        for at in 0..whole.len() {
            assert_eq!(payload(&whole[..at], 7), None, "cut at {at}");
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            assert_eq!(payload(&damaged, 7), None, "damaged at {at}");
        }
    }
}
