//! The words that rules about running text know: the built-in lists of the site's language, and what the site adds and takes out.
//!
//! In: `words.toml` and `[check.words]`. Out: phrases that can be looked for at a word of a text. A language without lists has none, and the
//! rules that live by them stay silent: nothing is guessed from English.

use crate::config::Check;
use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// The lists of one site.
pub(super) struct Lexicon {
    lists: BTreeMap<String, Phrases>,
    alike: FxHashMap<String, String>,
    stop: FxHashSet<String>,
    stemmer: Option<Stemmer>,
    none: Phrases,
}

/// Phrases by their first word.
#[derive(Clone, Debug, Default)]
pub(super) struct Phrases {
    by_word: FxHashMap<String, Vec<Vec<Part>>>,
    /// Those that begin with the beginning of a word, by its first letter: every word of a site is looked up here.
    by_letter: FxHashMap<char, Vec<Vec<Part>>>,
    /// Those that begin with any name.
    by_name: Vec<Vec<Part>>,
}

/// A word of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Word(String),
    /// `accus*`
    Beginning(String),
    /// `{Name}`
    Name,
}

/// The words of a text, as phrases are looked for in them.
pub(super) trait Words {
    /// The word at a place, in small letters.
    fn lower(&self, at: usize) -> Option<&str>;
    /// Whether it is written with a capital letter.
    fn is_name(&self, at: usize) -> bool;
    /// Whether nothing divides it from the word before it.
    fn follows(&self, at: usize) -> bool;
}

impl Phrases {
    /// Phrases that are looked for at their words.
    pub(super) fn of<'p>(phrases: impl IntoIterator<Item = &'p str>) -> Phrases {
        let mut all = Phrases::default();
        for phrase in phrases {
            all.add(phrase);
        }
        all
    }

    fn add(&mut self, phrase: &str) {
        let part = |word: &str| match (word, word.strip_suffix('*')) {
            ("{Name}", _) => Part::Name,
            (_, Some(beginning)) => Part::Beginning(beginning.to_lowercase()),
            (word, None) => Part::Word(word.to_lowercase()),
        };
        // Words are divided as texts are: `so-called` is two.
        let parts: Vec<Part> = phrase.split([' ', '-']).filter(|word| !word.is_empty()).map(part).collect();
        match parts.first() {
            Some(Part::Word(first)) => self.by_word.entry(first.clone()).or_default().push(parts),
            Some(Part::Beginning(beginning)) => {
                if let Some(letter) = beginning.chars().next() {
                    self.by_letter.entry(letter).or_default().push(parts);
                }
            }
            Some(Part::Name) => self.by_name.push(parts),
            None => {}
        }
    }

    /// How many words a phrase takes that stands at a word of a text; the longest of them. Nothing if none does.
    pub(super) fn at(&self, words: &impl Words, at: usize) -> Option<usize> {
        let first = words.lower(at)?;
        let known = self.by_word.get(first).into_iter().flatten();
        let begun = first.chars().next().and_then(|letter| self.by_letter.get(&letter)).into_iter().flatten();
        let fits = |parts: &&Vec<Part>| {
            parts.iter().enumerate().all(|(offset, part)| part.fits(words, at + offset) && (offset == 0 || words.follows(at + offset)))
        };
        known.chain(begun).chain(&self.by_name).filter(fits).map(Vec::len).max()
    }
}

impl Part {
    fn fits(&self, words: &impl Words, at: usize) -> bool {
        match self {
            Part::Word(word) => words.lower(at) == Some(word),
            Part::Beginning(beginning) => words.lower(at).is_some_and(|word| word.starts_with(beginning)),
            Part::Name => words.is_name(at),
        }
    }
}

impl Lexicon {
    /// The lists of a site in its language.
    pub(super) fn of(language: &str, settings: &Check) -> Lexicon {
        let language = language.split('-').next().unwrap_or_default();
        let built_in: BTreeMap<String, BTreeMap<String, Vec<String>>> =
            toml::from_str(include_str!("words.toml")).expect("the built-in lists are sound: a test reads them");
        let mut lists = built_in.get(language).cloned().unwrap_or_default();
        for (list, entries) in &settings.words {
            let list = lists.entry(list.clone()).or_default();
            for entry in entries {
                match entry.strip_prefix('!') {
                    Some(out) => list.retain(|phrase| !phrase.eq_ignore_ascii_case(out.trim())),
                    None => list.push(entry.clone()),
                }
            }
        }
        let stemmer = algorithm(language).map(Stemmer::create);
        let stem = |word: &str| stemmer.as_ref().map_or_else(|| word.to_owned(), |stemmer| stemmer.stem(word).into_owned());
        let mut alike = FxHashMap::default();
        for group in lists.remove("alike").unwrap_or_default() {
            let mut words = group.split_whitespace().map(|word| stem(&word.to_lowercase()));
            let Some(first) = words.next() else { continue };
            let words: Vec<String> = words.collect();
            // A word may stand in two groups; the first one keeps it.
            let meant = alike.get(&first).cloned().unwrap_or(first.clone());
            for word in words.into_iter().chain([first]) {
                alike.entry(word).or_insert_with(|| meant.clone());
            }
        }
        let stop = lists.remove("stop").unwrap_or_default().into_iter().collect();
        let phrases = |(name, list): (String, Vec<String>)| (name, Phrases::of(list.iter().map(String::as_str)));
        Lexicon { lists: lists.into_iter().map(phrases).collect(), alike, stop, stemmer, none: Phrases::default() }
    }

    /// A list; an empty one where the language has none.
    pub(super) fn list(&self, name: &str) -> &Phrases {
        self.lists.get(name).unwrap_or(&self.none)
    }

    /// Whether a word in small letters is an abbreviation, behind whose full stop no sentence ends.
    pub(super) fn is_abbreviation(&self, lower: &str) -> bool {
        self.list("abbreviations").by_word.contains_key(lower)
    }

    /// A word as it is compared: its stem, or that of the word that says the same. Nothing for words without which a sentence says as much.
    pub(super) fn meaning(&self, lower: &str) -> Option<String> {
        if self.stop.contains(lower) {
            return None;
        }
        let word = lower.strip_suffix("'s").or_else(|| lower.strip_suffix("’s")).unwrap_or(lower);
        let stem = self.stem(word);
        Some(self.alike.get(&stem).cloned().unwrap_or(stem))
    }

    /// The stem of a word in small letters.
    pub(super) fn stem(&self, lower: &str) -> String {
        self.stemmer.as_ref().map_or_else(|| lower.to_owned(), |stemmer| stemmer.stem(lower).into_owned())
    }
}

fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "nl" => Algorithm::Dutch,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::LISTS;

    struct Split<'t>(Vec<&'t str>, Vec<String>);

    impl<'t> Split<'t> {
        fn of(text: &'t str) -> Split<'t> {
            let words: Vec<&str> = text.split([' ', '-']).collect();
            let lower = words.iter().map(|word| word.to_lowercase()).collect();
            Split(words, lower)
        }
    }

    impl Words for Split<'_> {
        fn lower(&self, at: usize) -> Option<&str> {
            self.1.get(at).map(String::as_str)
        }

        fn is_name(&self, at: usize) -> bool {
            self.0.get(at).is_some_and(|word| word.starts_with(char::is_uppercase))
        }

        fn follows(&self, _: usize) -> bool {
            true
        }
    }

    #[test]
    fn every_list_can_be_added_to_and_every_other_is_none() {
        let all: BTreeMap<String, BTreeMap<String, Vec<String>>> = toml::from_str(include_str!("words.toml")).expect("it is TOML");
        for (language, lists) in all {
            let mut known: Vec<&str> = LISTS.to_vec();
            known.sort_unstable();
            assert_eq!(lists.keys().map(String::as_str).collect::<Vec<_>>(), known, "{language}");
        }
    }

    #[test]
    fn phrases_are_found_at_a_word() {
        let settings =
            Check { words: vec![("loaded".to_owned(), vec!["gang of {Name}".to_owned(), "!puppet*".to_owned()])], ..Check::default() };
        let lexicon = Lexicon::of("en-GB", &settings);
        let find = |text: &str| {
            let words = Split::of(text);
            (0..words.0.len()).find_map(|at| lexicon.list("loaded").at(&words, at).map(|length| (at, length)))
        };
        assert_eq!(find("the Trump-Putin axis grows"), Some((1, 3)));
        assert_eq!(find("the axis of the earth"), Some((1, 2)));
        assert_eq!(find("an axis turns"), None);
        assert_eq!(find("a so-called truce"), Some((1, 2)));
        assert_eq!(find("a gang of Four"), Some((1, 3)));
        assert_eq!(find("a gang of four"), None);
        assert_eq!(find("a puppet"), None);
        assert!(Lexicon::of("xx", &Check::default()).list("loaded").by_word.is_empty());
    }

    #[test]
    fn words_that_say_the_same_mean_the_same() {
        let lexicon = Lexicon::of("en", &Check::default());
        assert_eq!(lexicon.meaning("rejected"), lexicon.meaning("opposes"));
        assert_eq!(lexicon.meaning("truces"), lexicon.meaning("ceasefire"));
        assert_eq!(lexicon.meaning("the"), None);
        assert_eq!(lexicon.meaning("harbour’s"), lexicon.meaning("harbours"));
    }
}
