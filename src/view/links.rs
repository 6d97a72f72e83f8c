//! What can be checked only when the whole site is known: links that are written as its addresses (`/about/`, `/map.pdf`), and templates that
//! records ask for.

use super::plan::Plan;
use crate::diag::{Diagnostic, Diagnostics, codes, nearest};
use crate::graph::{Graph, UseTarget};
use crate::model::Records;
use crate::parse::markdown::{Destination, UseKind};

/// Reports every root-relative link that leads nowhere.
pub fn check(graph: &Graph, plan: &Plan) -> Diagnostics {
    let mut problems = Diagnostics::new();
    for (id, record) in graph.iter() {
        for text in graph.texts(id) {
            let (body, source) = (&text.prose.body, &*text.prose.text);
            for (at, target) in text.targets.iter().enumerate() {
                let place = body.uses()[at];
                let (UseTarget::Address, UseKind::Link { dest, .. } | UseKind::Image { dest, .. }) = (target, place.kind) else { continue };
                let Destination::Root { path, .. } = Destination::of(body.get(source, dest)) else { continue };
                let decoded = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
                let asked = decoded.split('?').next().unwrap_or(&decoded);
                if plan.knows(asked) {
                    continue;
                }
                let span = body.span(dest, place.span);
                let problem = Diagnostic::at(&codes::BROKEN_LINK, record.file, span, format!("there is nothing at `{asked}` in this site"));
                let with_slash = format!("{asked}/");
                let near = if plan.knows(&with_slash) { Some(with_slash.as_str()) } else { nearest(asked, plan.known()) };
                let help = near.map(|near| format!("did you mean `{near}`?"));
                problems.push(problem.help_if(help).help("to link to a record write `[[its-id]]`; then its address may change"));
            }
        }
    }
    problems
}

/// Reports every record that asks for a template which is not among `templates`.
pub fn check_templates(records: Records, templates: &[&str]) -> Diagnostics {
    let asked = records.graph.iter().filter_map(|(id, record)| {
        let fields = records.fields(id);
        Some((record.file, fields.span("template")?, fields.text("template")?))
    });
    let missing = asked.filter(|(_, _, name)| !templates.contains(name));
    let report = |(file, span, name): (_, _, &str)| {
        let problem = Diagnostic::at(&codes::BROKEN_LINK, file, span, format!("there is no template `{name}`"));
        problem.did_you_mean(name, templates.iter().copied()).help("write its path below `templates/`, such as `page.html`")
    };
    missing.map(report).collect()
}
