//! A figure of speech that is shown as a measurement.

use crate::check::numbers::{is_percent, plain};
use crate::check::{Findings, Site};
use crate::diag::codes::RHETORICAL_NUMBER;
use crate::model::Figure;

/// Units of "a hundred times worse".
const TIMES: [&str; 4] = ["times", "fold", "×", "x"];

/// Round numbers that an actor gives and nobody explains. What was computed, or has a margin, was measured.
pub(super) fn run(site: Site, findings: &mut Findings) {
    let records = site.records;
    for id in site.live(records.kinds.figure) {
        let figure = records.figure(id);
        let is_explained = figure.rhetorical || figure.method_note.is_some() || figure.margin.is_some() || !figure.derived_from.is_empty();
        let (Some(by), false) = (figure.by, is_explained) else { continue };
        if !sounds_like_speech(&figure) {
            continue;
        }
        let message = format!("`{}` sounds like a figure of speech", site.short_name(id));
        let problem = site.found(&RHETORICAL_NUMBER, id, &["value"], message).label(format!("given by `{}`", site.name(by)));
        findings.add(id, problem.help("write `rhetorical: true`, or say in `method_note` how it was measured"));
    }
}

fn sounds_like_speech(figure: &Figure) -> bool {
    let Some((value, _)) = figure.value else { return false };
    let is_round = value % 10.0 == 0.0;
    let is_times = figure.unit.is_some_and(|unit| TIMES.contains(&plain(unit).as_str()));
    is_round && (is_percent(figure.unit) && value >= 100.0 || is_times && value >= 10.0)
}
