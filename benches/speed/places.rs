//! Where sites are built while they are measured: on a RAM disk, so that no disk is measured, and on a disk.

use crate::Result;
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) struct Places {
    /// A folder on a RAM disk.
    pub(crate) memory: PathBuf,
    /// A folder on a disk.
    pub(crate) disk: PathBuf,
    /// Where generators are installed.
    pub(crate) home: PathBuf,
}

impl Places {
    pub(crate) fn new() -> Places {
        let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench");
        let own = format!("gen-bench-{}", std::process::id());
        Places { memory: Path::new("/dev/shm").join(&own), disk: home.join(own), home }
    }

    /// An empty folder for a site.
    pub(crate) fn fresh(&self, place: &Path) -> Result<PathBuf> {
        let site = place.join("site");
        if site.exists() {
            fs::remove_dir_all(&site)?;
        }
        fs::create_dir_all(&site)?;
        Ok(site)
    }
}

impl Drop for Places {
    fn drop(&mut self) {
        for place in [&self.memory, &self.disk] {
            // One that was never used is not there.
            let _ = fs::remove_dir_all(place);
        }
    }
}
