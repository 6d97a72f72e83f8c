//! A diagnostic as people read it: the lines of the source, what is marked in them, and what to do.

use crate::diag::{Diagnostic, Label, Place, Severity};
use crate::source::Sources;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// A diagnostic as people read it.
pub(super) fn human(problem: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let level = match problem.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::HELP.with_name("hint"),
    };
    let title = level.primary_title(&*problem.message).id(problem.code.id);
    let mut group = match &problem.place {
        Place::Text(primary) => {
            let mut group = Group::with_title(title);
            let file = sources.get(primary.at.file);
            let mut snippet =
                Snippet::source(&*file.text).path(&*file.path).fold(true).annotation(mark(primary, AnnotationKind::Primary, &file.text));
            for label in problem.secondary.iter().filter(|label| label.at.file == primary.at.file) {
                snippet = snippet.annotation(mark(label, AnnotationKind::Context, &file.text));
            }
            group = group.element(snippet);
            for label in problem.secondary.iter().filter(|label| label.at.file != primary.at.file) {
                let other = sources.get(label.at.file);
                group = group.element(Snippet::source(&*other.text).path(&*other.path).fold(true).annotation(mark(
                    label,
                    AnnotationKind::Context,
                    &other.text,
                )));
            }
            group
        }
        Place::Path(path) => Group::with_title(title).element(annotate_snippets::Origin::path(path.as_str())),
        Place::Run => Group::with_title(title),
    };
    for help in &problem.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let seen = seen_on(problem.pages());
    if let Some(seen) = &seen {
        group = group.element(Level::NOTE.message(seen.as_str()));
    }
    renderer.render(&[group])
}

/// On which pages a mistake shows, for the author who wants to look at one.
fn seen_on(pages: &[String]) -> Option<String> {
    match pages {
        [] => None,
        [page] => Some(format!("on the page `{page}`")),
        [page, other] => Some(format!("on the pages `{page}` and `{other}`")),
        [page, others @ ..] => Some(format!("on the page `{page}` and {} others", others.len())),
    }
}

fn mark<'l>(label: &'l Label, kind: AnnotationKind, text: &str) -> annotate_snippets::Annotation<'l> {
    let span = label.at.span.range();
    // A span may stand behind the last character, where a file ends too early.
    let start = span.start.min(text.len());
    let annotation = kind.span(start..span.end.clamp(start, text.len()));
    if label.text.is_empty() { annotation } else { annotation.label(label.text.as_str()) }
}
