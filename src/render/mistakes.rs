//! What a template error means to the one who wrote the template.
//!
//! In: an error of the template engine. Out: diagnostics at the characters of the template, in our words where the engine's are its own
//! business. It knows the engine's texts only as far as it has to: unknown ones are passed on.

use crate::diag::{Code, Diagnostic, codes, nearest};
use crate::source::{FileId, Sources, Span};
use rustc_hash::FxHashMap;
use tera::ErrorKind;

/// The names of templates, with their files.
type Files = FxHashMap<String, FileId>;

/// What the functions are that `theme` registers.
const FUNCTIONS: &str = "asset, count, nav, record, records, url";

/// The mistakes that keep a theme from being compiled.
pub(super) fn of_theme(error: &tera::Error, files: &Files, sources: &Sources) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::MissingParent { current, parent } => vec![missing_parent(current, parent, files, sources)],
        // Names that nothing answers to come as one text with a frame for each.
        ErrorKind::Msg(text) if frames(text).next().is_some() => frames(text).map(|frame| unknown_name(&frame, files, sources)).collect(),
        _ => vec![explain(error, files, sources, &codes::TEMPLATE)],
    }
}

/// The mistake that made a page fail.
pub(super) fn of_page(error: &tera::Error, files: &Files, sources: &Sources, page: &str) -> Diagnostic {
    explain(error, files, sources, &codes::TEMPLATE_RENDER).on_page(page)
}

/// The templates that an error is about.
pub(super) fn templates_of(error: &tera::Error) -> Vec<String> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => vec![report.filename().to_owned()],
        ErrorKind::MissingParent { current, .. } => vec![current.clone()],
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => vec![tpl.clone()],
        ErrorKind::Msg(text) => frames(text).map(|frame| frame.template.to_owned()).collect(),
        _ => Vec::new(),
    }
}

fn explain(error: &tera::Error, files: &Files, sources: &Sources, code: &'static Code) -> Diagnostic {
    let report = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Some(report),
        _ => None,
    };
    let words = report.map_or_else(|| error.to_string(), |report| report.message().to_owned());
    let (message, help) = in_our_words(words.lines().next().unwrap_or_default());
    let file = templates_of(error).first().and_then(|name| files.get(name).copied());
    let problem = match (file, report) {
        (Some(file), Some(report)) => {
            let range = report.span().range.clone();
            let sound = sources.get(file).text.get(range.clone()).is_some();
            Diagnostic::at(code, file, if sound { Span::new(range.start, range.end) } else { Span::new(0, 0) }, message)
        }
        (Some(file), None) => Diagnostic::at(code, file, Span::new(0, 0), message),
        (None, _) => Diagnostic::of_run(code, message),
    };
    let usual = match error.kind() {
        ErrorKind::SyntaxError(_) => "look before this place for a tag, bracket or quote that is not closed",
        _ => "correct this in the template",
    };
    problem.help(help.unwrap_or_else(|| usual.to_owned()))
}

/// Headline and help from one line of the engine.
fn in_our_words(line: &str) -> (String, Option<String>) {
    let line = line.trim_end_matches('.');
    if let Some((message, known)) = line.split_once(". Available fields: ") {
        return (lower(message), Some(format!("there are: {known}")));
    }
    if let Some((found, expected)) = line.split_once(" but expected ") {
        let found = lower(found).replacen("found ", "unexpected ", 1);
        let expected = if expected.contains('`') { expected.to_owned() } else { format!("`{expected}`") };
        return (found, Some(format!("write {expected} before it, or remove it")));
    }
    (lower(line), None)
}

fn missing_parent(current: &str, parent: &str, files: &Files, sources: &Sources) -> Diagnostic {
    let message = format!("there is no template `{parent}` to extend");
    let mut names: Vec<&str> = files.keys().map(String::as_str).collect();
    names.sort_unstable();
    let problem = match files.get(current) {
        Some(file) => {
            let text = &sources.get(*file).text;
            let at = text.find(parent).map_or(Span::default(), |at| Span::new(at, at + parent.len()));
            Diagnostic::at(&codes::TEMPLATE, *file, at, message)
        }
        None => Diagnostic::of_run(&codes::TEMPLATE, message),
    };
    let problem = problem.did_you_mean(parent, names);
    problem.help("a template of the theme that the site replaces is extended as `theme/NAME`")
}

/// A message with the place it is about, out of a text that draws frames.
struct Frame<'t> {
    message: &'t str,
    template: &'t str,
    line: usize,
    column: usize,
    width: usize,
}

fn frames(text: &str) -> impl Iterator<Item = Frame<'_>> {
    text.split("error: ").filter_map(|part| {
        let mut lines = part.lines();
        let message = lines.next()?;
        let mut place = lines.next()?.trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
        let (column, line, template) = (place.next()?.parse().ok()?, place.next()?.parse().ok()?, place.next()?);
        let width = lines.find_map(|line| line.trim_start_matches([' ', '|']).starts_with('^').then(|| line.matches('^').count()))?;
        Some(Frame { message, template, line, column, width })
    })
}

/// A filter, test, function, component or template that does not exist.
fn unknown_name(frame: &Frame, files: &Files, sources: &Sources) -> Diagnostic {
    let name = frame.message.split('`').nth(1).unwrap_or_default();
    let message = lower(frame.message);
    let Some(file) = files.get(frame.template) else { return Diagnostic::of_run(&codes::TEMPLATE, message) };
    let text = &sources.get(*file).text;
    let line: usize = text.split_inclusive('\n').take(frame.line - 1).map(str::len).sum();
    let characters = text[line..].char_indices().map(|(at, _)| line + at);
    let mut from = characters.skip(frame.column - 1);
    let start = from.next().unwrap_or(text.len());
    let end = from.nth(frame.width.saturating_sub(2)).unwrap_or(text.len());
    // The frame may reach over the whole tag.
    let exact = text.get(start..end).and_then(|shown| shown.find(name)).map_or(start..end, |at| start + at..start + at + name.len());
    let problem = Diagnostic::at(&codes::TEMPLATE, *file, Span::new(exact.start, exact.end), message);
    let mut names: Vec<&str> = files.keys().map(String::as_str).collect();
    names.sort_unstable();
    match frame.message.split(' ').nth(1) {
        Some("filter" | "test") => problem.help("the filters and tests are those of Tera, such as `upper`, `length` or `defined`"),
        Some("function") => problem.did_you_mean(name, FUNCTIONS.split(", ")).help(format!("the functions are: {FUNCTIONS}")),
        Some("template") => {
            problem.help_if(nearest(name, names).map(|near| format!("did you mean `{near}`?"))).help("write its path below `templates/`")
        }
        _ => problem.help("a component is defined in a file of `templates/components/`"),
    }
}

/// Our headlines begin in lower case; names at the start keep theirs.
fn lower(message: &str) -> String {
    let mut letters = message.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => message.to_owned(),
    }
}
