//! Tells one build of `gen` from another: the memo of one is nothing to the other.
//!
//! In: the sources, the theme that is embedded, and the versions of what they are built on. Out: `GEN_BUILD`, a hash of them.

#![expect(clippy::disallowed_methods, reason = "it runs before there is a world, and sorts what it lists")]

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

fn main() {
    let mut hasher = DefaultHasher::new();
    for top in ["src", "themes/default", "Cargo.toml", "Cargo.lock", "build.rs"] {
        println!("cargo::rerun-if-changed={top}");
        read(Path::new(top), &mut hasher);
    }
    for name in ["TARGET", "PROFILE"] {
        std::env::var(name).unwrap_or_default().hash(&mut hasher);
    }
    println!("cargo::rustc-env=GEN_BUILD={:016x}", hasher.finish());
}

/// A file, or all files of a folder in the order of their names. What cannot be read is nothing: then the build fails elsewhere.
fn read(path: &Path, hasher: &mut DefaultHasher) {
    if path.is_dir() {
        let mut inside: Vec<_> = fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        inside.sort();
        inside.iter().for_each(|path| read(path, hasher));
    } else {
        (path.to_string_lossy(), fs::read(path).unwrap_or_default()).hash(hasher);
    }
}
