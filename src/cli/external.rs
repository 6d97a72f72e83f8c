//! `gen check --external`: whether the addresses of a site lead somewhere.

use super::Exit;
use super::args::{Common, Format};
use super::report::{counted, talk};
use super::root::Root;
use crate::check::Findings;
use crate::links::{Checked, MEMORY};
use crate::pipeline::{self, Site};
use crate::world::{Internet, writer};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

/// Under which name hosts are asked.
const NAME: &str = concat!("gen/", env!("CARGO_PKG_VERSION"), " (+link check)");

/// Asks, and remembers the answers. Offline that is said in one line, and nothing was found.
pub(super) fn ask(common: &Common, root: &Root, site: &Site) -> (Option<Findings>, Exit) {
    let web = Internet::new(site.config.links.timeout, NAME);
    let bar = progress(common);
    let done = |all: usize| {
        bar.set_length(all as u64);
        bar.inc(1);
    };
    let checked = pipeline::external(&root.world, &web, site, &done);
    bar.finish_and_clear();
    match checked {
        Checked::Offline(hosts) => {
            offline(common, hosts);
            (None, Exit::Fine)
        }
        Checked::Online { findings, memory } => {
            let saved = memory.map_or(Ok(()), |memory| writer::save(&root.folder.join(MEMORY), memory.as_bytes()));
            match saved {
                Ok(()) => (Some(findings), Exit::Fine),
                Err(failed) => {
                    talk(&format!("error: `{MEMORY}` cannot be written: {}", crate::world::words(&failed.error)));
                    (Some(findings), Exit::Machine)
                }
            }
        }
    }
}

fn offline(common: &Common, hosts: usize) {
    let message = match hosts {
        1 => "offline: the one host could not be reached, so no address was checked".to_owned(),
        _ => format!("offline: none of {} could be reached, so no address was checked", counted(hosts, "host")),
    };
    if common.message_format == Format::Json {
        talk(&json!({ "type": "offline", "hosts": hosts, "message": message }).to_string());
    } else if !common.quiet {
        talk(&message);
    }
}

/// Hosts are asked slowly, so that a person may wonder.
fn progress(common: &Common) -> ProgressBar {
    if common.quiet || !common.talks() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} addresses").expect("the template is sound");
    bar.with_style(style)
}
