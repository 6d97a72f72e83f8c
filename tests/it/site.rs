//! Small sites for tests: files in, pages and diagnostics out.

use explain::diag::Diagnostic;
use explain::doors::Notes;
use explain::maker::Maker;
use explain::pipeline::{Overrides, Site, plan};
use explain::world::MemoryWorld;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A site that was planned in memory, and what was said about it.
pub(crate) struct Planned {
    /// The site.
    pub site: Arc<Site>,
    /// Diagnostics in the order in which they are printed.
    pub problems: Vec<Diagnostic>,
}

/// Reads files of the form
///
/// ```text
/// -- content/actors/putin.md --
/// ---
/// title: …
/// ```
///
/// into paths and texts. What stands before the first file is a comment. A section may be empty.
pub(crate) fn files(text: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        let name = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
        match (name, files.last_mut()) {
            (Some(name), _) => files.push((name.to_owned(), String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => {}
        }
    }
    files
}

/// A world of files, on a day that no test chose by accident; a configuration is added where there is none.
pub(crate) fn world(files: &[(String, String)]) -> MemoryWorld {
    let mut world =
        MemoryWorld::new("2026-01-15").with("gen.toml", "title = \"Test\"\nbase_url = \"https://example.org/\"\ntoday = 2026-01-15\n");
    for (path, text) in files {
        world = world.with(path, text.as_str());
    }
    world
}

/// Plans a site.
pub(crate) fn planned(world: &MemoryWorld, overrides: &Overrides) -> Planned {
    let (site, problems) = plan(world, overrides);
    let problems = problems.sorted(&site.sources);
    Planned { site, problems }
}

/// Makes all pages of a site: path to text. Panics on a template that fails.
pub(crate) fn pages(site: &Arc<Site>) -> BTreeMap<String, String> {
    let maker = Maker::new(site, Notes::None);
    let made = site.plan.pages.iter().enumerate().flat_map(|(at, page)| {
        let (outputs, problems) = maker.page(at);
        assert!(problems.is_empty(), "{}: {problems:?}", page.path);
        let text = |body: &_| {
            let mut bytes = Vec::new();
            maker.write(body, &mut bytes).expect("memory takes all bytes");
            String::from_utf8(bytes).expect("pages are text")
        };
        outputs.into_iter().map(move |output| (output.path.clone(), text(&output.body))).collect::<Vec<_>>()
    });
    made.collect()
}
