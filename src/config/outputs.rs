//! `[outputs]`: what is written beside the pages of records, each on or off.

use super::settings::{Holds, Setting, Table};
use super::{Config, Reader};

const fn output(key: &'static str, help: &'static str) -> Setting {
    Setting::new(key, Holds::Truth, "false", help).usually("true")
}

/// The settings of the table; the lists of kinds come to them.
pub(super) const SETTINGS: &[Setting] = &[
    Setting::new("paginate", Holds::Count, "20", "Entries of a list on one page.").usually("50"),
    output("feed", "Feeds, as Atom and as JSON Feed."),
    output("calendar", "Calendars of events."),
    output("embed", "Cards that other sites can show."),
    output("llms", "`llms.txt`."),
    output("sitemap", "`sitemap.xml`."),
    output("robots", "`robots.txt`."),
    output("not_found", "`404.html`."),
    output("headers", "`_headers`, for hosts that read it."),
    output("redirects", "`_redirects`, for hosts that read it."),
    output("json", "`index.json` beside every page."),
    output("json_ld", "JSON-LD in every page."),
    output("data", "Whole kinds to download, under `/data/`."),
    output("markdown", "`index.md` beside every page."),
    output("positions", "The table of who stands where."),
    output("position-changes", "The list of changes of position."),
    output("timeline", "The timeline."),
    output("upcoming", "The list of what is to come."),
    output("dependencies", "What needs what, and what is stuck."),
    output("unknowns", "The list of what is not known."),
    output("corrections", "The list of corrections."),
];

impl Reader {
    pub(super) fn outputs(&mut self, table: Table, config: &mut Config) {
        self.count(table, "paginate", &mut config.paginate);
        for entry in table.node.entries().iter().filter(|entry| &*entry.key.text != "paginate") {
            let mut wanted = true;
            self.truth_of(&entry.key.text, &entry.node, &mut wanted);
            if !wanted {
                config.off.push(entry.key.text.to_string());
            }
        }
    }
}
