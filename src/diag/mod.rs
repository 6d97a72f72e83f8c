//! What is wrong, where, and what to do about it.
//!
//! In: findings of every stage. Out: one sorted list without duplicates. Printing for terminal, JSON or browser is `cli`'s and `serve`'s.

pub mod codes;
mod pages;
mod suggest;

pub use codes::Code;
pub use suggest::{certain, nearest};

use crate::source::{FileId, Location, Sources, Span};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// The build stops before anything is written, and a check fails.
    Error,
    /// The page is built; a reader may be worse off.
    Warning,
    /// Something that could be better.
    Hint,
}

impl Severity {
    /// Its word, as people and programs read it.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "hint",
        }
    }
}

/// How much is asked of a site: each code has one severity in each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Profile {
    /// While it is being written: only what makes a page wrong stops.
    Draft,
    /// Before it is published.
    #[default]
    Publish,
    /// Nothing weak is let pass without a reason.
    Strict,
}

impl Profile {
    /// All of them, from the mildest.
    pub const ALL: [Profile; 3] = [Profile::Draft, Profile::Publish, Profile::Strict];

    /// Its word in the configuration and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Profile::Draft => "draft",
            Profile::Publish => "publish",
            Profile::Strict => "strict",
        }
    }
}

/// Whose trouble it is; decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// The author's text or data: exit code 1.
    Content,
    /// Configuration, schema or theme: exit code 3.
    Setup,
    /// The machine: exit code 4.
    Machine,
}

/// A marked stretch of text with a few words beside it (possibly none).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Label {
    /// Where.
    pub at: Location,
    /// What the reader should see there; lower case, no final stop.
    pub text: String,
}

/// A change of the sources that puts a problem right and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What it does, in the words of a button: "write `Zelenskyy`".
    pub title: String,
    /// The characters to replace and what to write instead; they do not overlap.
    pub edits: Vec<Edit>,
}

/// One stretch of text to replace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The characters that go.
    pub at: Location,
    /// What comes in their place.
    pub text: String,
}

/// Where a diagnostic points.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Place {
    /// Characters of a source text.
    Text(Label),
    /// A file or folder whose text cannot be shown (unreadable, not text, not a file), by its path from the site's root.
    Path(String),
    /// The run as a whole (an output folder, a lock).
    Run,
}

/// One problem, told once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The stable code with its explanation. Written down, it is its id.
    #[serde(serialize_with = "id_of", deserialize_with = "code_of")]
    pub code: &'static Code,
    /// One short headline that stands alone.
    pub message: Box<str>,
    /// The exact characters, or the nearest thing to them.
    pub place: Place,
    /// The other parties ("first defined here").
    pub secondary: Vec<Label>,
    /// What to do, one sentence each.
    pub help: Vec<String>,
    rare: Option<Box<Rare>>,
}

fn id_of<S: Serializer>(code: &&'static Code, serializer: S) -> Result<S::Ok, S::Error> {
    code.id.serialize(serializer)
}

fn code_of<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static Code, D::Error> {
    let id = <&str>::deserialize(deserializer)?;
    codes::ALL.iter().copied().find(|code| code.id == id).ok_or_else(|| serde::de::Error::custom("no code"))
}

/// What hardly a diagnostic has: apart and boxed, since every result that may fail carries the room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Rare {
    /// The pages on which a mistake in a template showed.
    pages: Vec<String>,
    fix: Option<Fix>,
    /// How bad it is, where that is not what its code says.
    severity: Option<Severity>,
}

impl Diagnostic {
    /// A problem at exact characters.
    pub fn at(code: &'static Code, file: FileId, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, message, Place::Text(Label { at: Location { file, span }, text: String::new() }))
    }

    /// A problem with a whole file or folder.
    pub fn in_path(code: &'static Code, path: impl Into<String>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, message, Place::Path(path.into()))
    }

    /// A problem of the run as a whole.
    pub fn of_run(code: &'static Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, message, Place::Run)
    }

    fn new(code: &'static Code, message: impl Into<String>, place: Place) -> Diagnostic {
        Diagnostic { code, message: message.into().into(), place, secondary: Vec::new(), help: Vec::new(), rare: None }
    }

    /// How bad it is in this run: what the code says of the profile `publish`, unless a site says otherwise.
    pub fn severity(&self) -> Severity {
        let own = self.rare.as_ref().and_then(|rare| rare.severity);
        own.or(self.code.severity(Profile::Publish)).unwrap_or(Severity::Hint)
    }

    /// The same with the severity that it has in this run.
    pub fn judged(mut self, severity: Severity) -> Diagnostic {
        if severity != self.severity() {
            self.rare.get_or_insert_default().severity = Some(severity);
        }
        self
    }

    /// The files it points into or would change.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        let first = if let Place::Text(label) = &self.place { Some(label.at.file) } else { None };
        let edits = self.offered().into_iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.at.file));
        first.into_iter().chain(self.secondary.iter().map(|label| label.at.file)).chain(edits)
    }

    /// Puts a few words beside the marked characters.
    pub fn label(mut self, text: impl Into<String>) -> Diagnostic {
        if let Place::Text(label) = &mut self.place {
            label.text = text.into();
        }
        self
    }

    /// Points at the other party.
    pub fn also(mut self, at: Location, text: impl Into<String>) -> Diagnostic {
        self.secondary.push(Label { at, text: text.into() });
        self
    }

    /// Names a page on which it showed.
    pub fn on_page(mut self, path: impl Into<String>) -> Diagnostic {
        self.rare.get_or_insert_default().pages.push(path.into());
        self
    }

    /// The pages on which it showed, by their paths in the output; none for what is wrong in a source.
    pub fn pages(&self) -> &[String] {
        self.rare.as_ref().map_or(&[], |rare| &rare.pages)
    }

    /// A change that puts it right without changing what the text says; none where only the author can know.
    pub fn offered(&self) -> Option<&Fix> {
        self.rare.as_ref()?.fix.as_ref()
    }

    /// Offers a change that puts it right.
    pub fn fix(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Diagnostic {
        self.rare.get_or_insert_default().fix = Some(Fix { title: title.into(), edits });
        self
    }

    /// Says what to do.
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help.push(text.into());
        self
    }

    /// Says what to do, if there is something to say.
    pub fn help_if(self, text: Option<String>) -> Diagnostic {
        match text {
            Some(text) => self.help(text),
            None => self,
        }
    }

    /// Offers the nearest of `candidates` to what was written, if one is near; as a fix, if that one was certainly meant and what is marked is
    /// the word itself.
    pub fn did_you_mean<'a>(self, written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Diagnostic {
        let candidates: Vec<&str> = candidates.into_iter().collect();
        let Some(near) = nearest(written, candidates.iter().copied()) else { return self };
        let meant = certain(written, candidates).filter(|meant| *meant == near);
        let problem = self.help(format!("did you mean `{near}`?"));
        match meant {
            Some(meant) => problem.instead_of(written, meant),
            None => problem,
        }
    }

    /// The same for a key among the `keys` of its map: no fix where another of them is the one that was meant, or seems to mean it too, since
    /// what is written twice is worse than what is misspelt.
    pub fn did_you_mean_key<'a>(self, written: &str, known: &[&str], keys: impl IntoIterator<Item = &'a str>) -> Diagnostic {
        let meaning = |key: &str| known.iter().copied().find(|name| *name == key).or_else(|| nearest(key, known.iter().copied()));
        let meant = nearest(written, known.iter().copied());
        let alike = keys.into_iter().filter(|key| meaning(key) == meant).count();
        if alike <= 1 {
            self.did_you_mean(written, known.iter().copied())
        } else {
            self.help_if(meant.map(|near| format!("did you mean `{near}`?")))
        }
    }

    /// Offers to write something else, if what is marked is exactly what was written.
    pub fn instead_of(self, written: &str, text: &str) -> Diagnostic {
        match &self.place {
            Place::Text(label) if label.at.span.range().len() == written.len() => {
                let edit = Edit { at: label.at, text: text.to_owned() };
                self.fix(format!("write `{text}`"), vec![edit])
            }
            Place::Text(_) | Place::Path(_) | Place::Run => self,
        }
    }
}

/// The findings of a stage or of a run.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// None yet.
    pub fn new() -> Diagnostics {
        Diagnostics::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds another stage's.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(others);
    }

    /// All of them, in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// How many there are, repeats counted.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them stops the build.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity() == Severity::Error)
    }

    /// Sorted by file and position, each once, with all pages on which it showed: the order in which they are printed.
    pub fn sorted(mut self, sources: &Sources) -> Vec<Diagnostic> {
        // By path and not by number of the file: a configuration is read before the content and stands behind it in no listing.
        let key = |d: &Diagnostic| {
            let (path, span) = match &d.place {
                Place::Run => (String::new(), Span::default()),
                Place::Path(path) => (path.clone(), Span::default()),
                Place::Text(label) => (sources.get(label.at.file).path.to_string(), label.at.span),
            };
            (path, span, d.code.id, d.message.clone())
        };
        self.0.sort_by_cached_key(key);
        // What differs in nothing but the page is one mistake.
        self.0.dedup_by(|later, first| {
            let take = |problem: &mut Diagnostic| problem.rare.as_mut().map_or_else(Vec::new, |rare| std::mem::take(&mut rare.pages));
            let (others, pages) = (take(later), take(first));
            let same = *later == *first;
            let (back, first_pages) = if same { (Vec::new(), pages.into_iter().chain(others).collect()) } else { (others, pages) };
            let put = |problem: &mut Diagnostic, pages: Vec<String>| {
                if let Some(rare) = problem.rare.as_mut() {
                    rare.pages = pages;
                }
            };
            put(later, back);
            put(first, first_pages);
            same
        });
        self.0
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<T: IntoIterator<Item = Diagnostic>>(iter: T) -> Diagnostics {
        Diagnostics(iter.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_put_right_only_where_nothing_else_means_the_same() {
        let is_offered = |written: &str, keys: &[&str]| {
            let problem = Diagnostic::at(&codes::UNKNOWN_KEY, FileId(0), Span::new(0, written.len()), "unknown");
            let problem = problem.did_you_mean_key(written, &["title", "kind"], keys.iter().copied());
            assert_eq!(problem.help, ["did you mean `title`?"]);
            problem.offered().is_some()
        };
        assert!(is_offered("titel", &["titel", "kind"]));
        assert!(!is_offered("titel", &["title", "titel"]));
        assert!(!is_offered("titel", &["titel", "tilte"]));
    }
}
