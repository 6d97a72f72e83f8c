//! `[check]`: how strictly a site is checked, and by which words.
//!
//! In: the table of the configuration. Out: settings that cannot be wrong. What the codes and the lists of words mean is `check`'s.

use super::reader::Reader;
use super::settings::{Holds, Others, Setting, Table};
use crate::diag::{Code, Diagnostic, Profile, Severity, codes};
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
            sentence: 60,
        }
    }
}

const fn list(key: &'static str, help: &'static str) -> Setting {
    Setting::new(key, Holds::Texts, r#"["one", "!other"]"#, help)
}

/// The lists of words a site can add to; the built-in ones stand in `check/words.toml`.
const WORDS: &[Setting] = &[
    list("reporting", "Verbs by which words are somebody's: `says`, `claim*`."),
    list("attributing", "Phrases by which words are somebody's: `according to`."),
    list("hedges", "Words that leave open whether something is so: `allegedly`."),
    list("factive", "Verbs that say that what follows is true: `reveal*`, `admit*`."),
    list("groups", "Groups that can be anybody: `officials`."),
    list("group_verbs", "What a group or a capital does when it is treated as somebody who speaks."),
    list("between", "Words that may stand between a group or a capital and its verb."),
    list("accusing", "Words that accuse."),
    list("praising", "Words that praise."),
    list("loaded", "Words that take a side before the facts are told."),
    list("charged", "Words that no neutral voice uses, so that a short quotation which holds one is somebody's."),
    list("naming", "Words by which a quotation names a thing and is nobody's: `so-called`."),
    list("future", "Wording about what is still to come."),
    list("upcoming", "The same in front of the name of an event: `planned`."),
    list("former", "Words in front of an office that somebody no longer holds, or does not hold yet."),
    list("capitals", "Cities that stand for governments."),
    list("alike", "Groups of words that say the same, divided by spaces."),
    list("stop", "Words without which a sentence says as much."),
    list("negations", "Words that deny."),
    list("abbreviations", "What ends with a full stop and ends no sentence."),
];

/// Their names.
pub const LISTS: [&str; WORDS.len()] = {
    let mut names = [""; WORDS.len()];
    let mut at = 0;
    while at < WORDS.len() {
        names[at] = WORDS[at].key;
        at += 1;
    }
    names
};

const LIMITS: &[Setting] = &[
    Setting::new("summary", Holds::Count, "150", "Characters of a summary.").usually("200"),
    Setting::new("sentence", Holds::Count, "30", "Words of a sentence.").usually("60"),
];

/// The settings of the table.
pub(super) const SETTINGS: &[Setting] = &[
    Setting::new(
        "profile",
        Holds::Word(&[
            ("draft", "While it is being written: only what makes a page wrong stops."),
            ("publish", "Before it is published."),
            ("strict", "Nothing weak is let pass without a reason."),
        ]),
        r#""strict""#,
        "How much is asked. `gen check --profile` overrides it.",
    )
    .usually(r#""publish""#),
    Setting::new("deny", Holds::Codes, r#"["loaded-term"]"#, "Checks that are errors here, by code or name."),
    Setting::new("warn", Holds::Codes, r#"["loaded-term"]"#, "Checks that are warnings here."),
    Setting::new("hint", Holds::Codes, r#"["loaded-term"]"#, "Checks that are hints here."),
    Setting::new("allow", Holds::Codes, r#"["loaded-term"]"#, "Checks that are not asked for here."),
    Setting::new(
        "baseline",
        Holds::Text,
        r#""baseline.json""#,
        "The file of known debt, from the folder of gen.toml: only what is not in it fails.",
    ),
    Setting::new(
        "words",
        Holds::Table(WORDS, Others::None),
        r#"loaded = ["ultimatum"]"#,
        "Words by list, added to the built-in ones; a word behind `!` is taken out. A phrase is words with spaces, `*` at the end of a word stands for any ending, `{Name}` for a word with a capital letter.",
    ),
    Setting::new(
        "names",
        Holds::Table(&[], Others::Texts),
        r#"Kiev = "Kyiv""#,
        "House style: a spelling that is not used here, and the one that is.",
    ),
    Setting::new("limits", Holds::Table(LIMITS, Others::None), "sentence = 30", "How long is too long."),
];

/// The keys that set a severity, and which.
const LEVELS: [(&str, Option<Severity>); 4] =
    [("deny", Some(Severity::Error)), ("warn", Some(Severity::Warning)), ("hint", Some(Severity::Hint)), ("allow", None)];

impl Reader {
    pub(super) fn check(&mut self, table: Table, check: &mut Check) {
        let profile = |text: &str| Profile::ALL.into_iter().find(|profile| profile.word() == text);
        self.checked(table, "profile", &mut check.profile, profile, "`draft`, `publish` or `strict`");
        for (key, severity) in LEVELS {
            for (span, text) in self.texts(table, key) {
                if let Some(code) = self.code(span, &text, severity) {
                    check.levels.push((code, severity));
                }
            }
        }
        if let Some(path) = self.text(table, "baseline") {
            let span = table.get("baseline").map_or(table.node.span, |value| value.span);
            let is_inside = !path.is_empty() && !path.starts_with('/') && !path.split('/').any(|part| part == "..");
            if is_inside {
                check.baseline = Some((path, span));
            } else {
                self.wrong(span, "`baseline` must be a file of this site".to_owned(), "write its path from the folder of gen.toml");
            }
        }
        if let Some(words) = self.table(table, "words") {
            for list in LISTS {
                let entries: Vec<String> = self.texts(words, list).into_iter().map(|(_, text)| text).collect();
                if !entries.is_empty() {
                    check.words.push((list.to_owned(), entries));
                }
            }
        }
        if let Some(names) = self.table(table, "names") {
            for entry in names.node.entries() {
                if let Some(name) = self.text_of(&entry.key.text, &entry.node) {
                    check.names.push((entry.key.text.to_string(), name));
                }
            }
        }
        if let Some(limits) = self.table(table, "limits") {
            self.count(limits, "summary", &mut check.summary);
            self.count(limits, "sentence", &mut check.sentence);
        }
    }

    /// The code of an id or name whose severity may be set like this.
    fn code(&mut self, span: Span, text: &str, severity: Option<Severity>) -> Option<&'static Code> {
        let Some(code) = Code::find(text) else {
            let problem = Diagnostic::at(&codes::CONFIG_VALUE, self.file, span, format!("there is no check `{text}`"));
            let near = Code::nearest(text);
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
