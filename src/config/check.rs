//! `[check]`: how strictly a site is checked, and by which words.
//!
//! In: the table of the configuration. Out: settings that cannot be wrong. What the codes and the lists of words mean is `check`'s.

use super::Reader;
use crate::diag::{Code, Diagnostic, Profile, Severity, codes, nearest};
use crate::node::Node;
use crate::source::Span;

/// The settings of the checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// How much is asked, unless the command line says otherwise.
    pub profile: Profile,
    /// Codes whose severity the site decides itself, in the order in which they are written; nothing stands for not asked at all.
    pub levels: Vec<(&'static Code, Option<Severity>)>,
    /// The file of known debt, from the root of the site, and where it is named.
    pub baseline: Option<(String, Span)>,
    /// Words by list, added to the built-in ones; a word behind `!` is taken out.
    pub words: Vec<(String, Vec<String>)>,
    /// House style: a spelling that is not used here, and the one that is.
    pub names: Vec<(String, String)>,
    /// Characters of a summary.
    pub summary: usize,
    /// Words of a sentence.
    pub sentence: usize,
}

impl Default for Check {
    fn default() -> Check {
        Check {
            profile: Profile::Publish,
            levels: Vec::new(),
            baseline: None,
            words: Vec::new(),
            names: Vec::new(),
            summary: 200,
            sentence: 45,
        }
    }
}

/// Names of the lists of words a site can add to; what each is for stands beside the built-in ones in `check/words.toml`.
pub const LISTS: [&str; 19] = [
    "reporting",
    "attributing",
    "hedges",
    "factive",
    "groups",
    "group_verbs",
    "between",
    "accusing",
    "loaded",
    "charged",
    "naming",
    "future",
    "upcoming",
    "former",
    "capitals",
    "alike",
    "stop",
    "negations",
    "abbreviations",
];

/// The keys that set a severity, and which.
const LEVELS: [(&str, Option<Severity>); 4] =
    [("deny", Some(Severity::Error)), ("warn", Some(Severity::Warning)), ("hint", Some(Severity::Hint)), ("allow", None)];

impl Reader {
    pub(super) fn check(&mut self, node: &Node, check: &mut Check) {
        self.known(node, &["profile", "deny", "warn", "hint", "allow", "baseline", "words", "names", "limits"]);
        let profile = |text: &str| Profile::ALL.into_iter().find(|profile| profile.word() == text);
        self.checked(node, "profile", &mut check.profile, profile, "`draft`, `publish` or `strict`");
        for (key, severity) in LEVELS {
            for (span, text) in self.list(node, key) {
                if let Some(code) = self.code(span, &text, severity) {
                    check.levels.push((code, severity));
                }
            }
        }
        if let Some(path) = self.text(node, "baseline") {
            let span = node.get("baseline").map_or(node.span, |value| value.span);
            let is_inside = !path.is_empty() && !path.starts_with('/') && !path.split('/').any(|part| part == "..");
            if is_inside {
                check.baseline = Some((path, span));
            } else {
                self.wrong(span, "`baseline` must be a file of this site".to_owned(), "write its path from the folder of gen.toml");
            }
        }
        if let Some(words) = node.get("words") {
            self.known(words, &LISTS);
            for list in LISTS {
                let entries: Vec<String> = self.list(words, list).into_iter().map(|(_, text)| text).collect();
                if !entries.is_empty() {
                    check.words.push((list.to_owned(), entries));
                }
            }
        }
        if let Some(names) = node.get("names") {
            for entry in names.entries() {
                if let Some(name) = self.text(names, &entry.key.text) {
                    check.names.push((entry.key.text.to_string(), name));
                }
            }
        }
        if let Some(limits) = node.get("limits") {
            self.known(limits, &["summary", "sentence"]);
            self.count(limits, "summary", &mut check.summary);
            self.count(limits, "sentence", &mut check.sentence);
        }
    }

    /// The texts of a list, with their places.
    fn list(&mut self, node: &Node, key: &str) -> Vec<(Span, String)> {
        let Some(value) = node.get(key) else { return Vec::new() };
        let Some(items) = value.as_list() else {
            self.wrong(value.span, format!("`{key}` must be a list, but this is {}", value.kind()), "write it as `[\"…\", \"…\"]`");
            return Vec::new();
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            match item.as_text() {
                Some(text) => texts.push((item.span, text.to_owned())),
                None => self.wrong(item.span, format!("`{key}` holds texts, but this is {}", item.kind()), "put it in quotes"),
            }
        }
        texts
    }

    /// The code of an id or name whose severity may be set like this.
    fn code(&mut self, span: Span, text: &str, severity: Option<Severity>) -> Option<&'static Code> {
        let Some(code) = Code::find(text) else {
            let problem = Diagnostic::at(&codes::CONFIG_VALUE, self.file, span, format!("there is no check `{text}`"));
            let near = nearest(text, codes::ALL.iter().flat_map(|code| [code.name, code.id]));
            let help = near.map(|near| format!("did you mean `{near}`?"));
            self.problems.push(problem.help_if(help).help("`gen explain` lists all of them"));
            return None;
        };
        if code.fixed && severity != Some(Severity::Error) {
            let problem =
                Diagnostic::at(&codes::CONFIG_VALUE, self.file, span, format!("`{}` makes a page wrong and stays an error", code.name));
            self.problems.push(problem.help(format!("`gen explain {}` says why", code.id)));
            return None;
        }
        Some(code)
    }
}
