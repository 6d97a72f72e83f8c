//! The list of the files in an output folder that are ours.
//!
//! In: the bytes of `.gen-manifest.json`, or the files of a publication. Out: the list, or the same bytes for the same list.
//! It holds no time and no path of this machine, and does not know whether the files are still there.

use super::addresses::is_inside;
use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use std::fmt::Write;

/// Where the manifest lies in the output.
pub(super) const NAME: &str = ".gen-manifest.json";

/// Raised when the form changes; other numbers are not read.
const VERSION: u32 = 1;

/// What a publication left behind. Sorted by path, each path once and inside the output: so says `read`, and so does `Stage::publish`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// Name and version of the program that wrote it.
    pub(super) generator: String,
    /// The day the site was built for; empty where there are only copies of earlier days.
    pub(super) today: String,
    /// The files, without the manifest itself.
    pub(super) files: Vec<Listed>,
}

/// One file that is ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) path: String,
    pub(super) hash: blake3::Hash,
    pub(super) size: u64,
}

impl Manifest {
    /// Understands a manifest; a damaged one or one of another version is none.
    pub(super) fn read(bytes: &[u8]) -> Option<Manifest> {
        let written: Written = serde_json::from_slice(bytes).ok()?;
        let manifest = Manifest { generator: written.generator, today: written.today, files: written.files.0 };
        let in_order = manifest.files.is_sorted_by(|a, b| a.path < b.path);
        // It decides what may be deleted, and anyone can put one into a folder: nothing outside may be named in it.
        let inside = manifest.files.iter().all(|file| is_inside(&file.path));
        (written.version == VERSION && in_order && inside).then_some(manifest)
    }

    /// One line a file, so that people who keep their output in Git see what changed.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut text = String::with_capacity(128 * (self.files.len() + 1));
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let head = (quoted(&self.generator), quoted(&self.today));
        let _ = write!(text, "{{\"version\":{VERSION},\"generator\":{},\"today\":{},\"files\":{{", head.0, head.1);
        for (number, file) in self.files.iter().enumerate() {
            let comma = if number == 0 { "" } else { "," };
            let _ = write!(text, "{comma}\n{}:{{\"hash\":\"{}\",\"size\":{}}}", quoted(&file.path), file.hash.to_hex(), file.size);
        }
        text.push_str("\n}}\n");
        text.into_bytes()
    }

    /// The entry of a path.
    pub(super) fn get(&self, path: &str) -> Option<&Listed> {
        let place = self.files.binary_search_by(|file| file.path.as_str().cmp(path));
        place.ok().map(|place| &self.files[place])
    }
}

#[derive(Deserialize)]
struct Written {
    version: u32,
    generator: String,
    today: String,
    files: Files,
}

#[derive(Deserialize)]
struct WrittenFile<'a> {
    hash: &'a str,
    size: u64,
}

/// The files in the order of the text: a map would forget it, and with it whether a path stands there twice.
struct Files(Vec<Listed>);

impl<'de> Deserialize<'de> for Files {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Files, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Files;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("files by path")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Files, A::Error> {
                let mut files = Vec::new();
                while let Some((path, file)) = map.next_entry::<String, WrittenFile<'_>>()? {
                    let hash = blake3::Hash::from_hex(file.hash).map_err(serde::de::Error::custom)?;
                    files.push(Listed { path, hash, size: file.size });
                }
                Ok(Files(files))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(paths: &[&str]) -> Manifest {
        let listed = |path: &&str| Listed { path: (*path).to_owned(), hash: blake3::hash(path.as_bytes()), size: 7 };
        Manifest { generator: "gen 0.1.0".to_owned(), today: "2026-01-09".to_owned(), files: paths.iter().map(listed).collect() }
    }

    #[test]
    fn a_manifest_is_read_as_it_was_written() {
        let manifest = manifest(&["a \"quoted\" name", "index.html", "дія/index.html"]);
        assert_eq!(Manifest::read(&manifest.bytes()), Some(manifest));
    }

    #[test]
    fn it_reads_as_one_line_a_file() {
        let hash = blake3::hash(b"a");
        let text = format!(
            "{{\"version\":1,\"generator\":\"gen 0.1.0\",\"today\":\"2026-01-09\",\"files\":{{\n\"a\":{{\"hash\":\"{}\",\"size\":7}}\n}}}}\n",
            hash.to_hex()
        );
        assert_eq!(String::from_utf8(manifest(&["a"]).bytes()).expect("text"), text);
    }

    #[test]
    fn damaged_manifests_and_those_that_name_files_outside_are_none() {
        let bytes = manifest(&["a", "b"]).bytes();
        for end in 0..bytes.len() - 1 {
            assert_eq!(Manifest::read(&bytes[..end]), None, "cut at {end}");
        }
        assert_eq!(Manifest::read(&manifest(&["../a"]).bytes()), None);
        assert_eq!(Manifest::read(&manifest(&["/etc/passwd"]).bytes()), None);
        assert_eq!(Manifest::read(&manifest(&["b", "a"]).bytes()), None);
        assert_eq!(Manifest::read(&manifest(&["a", "a"]).bytes()), None);
    }
}
