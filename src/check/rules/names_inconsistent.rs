//! A name in a spelling that is not the house's: what `[check.names]` puts right, and another transliteration of an actor's name.

use super::Texts;
use crate::check::Findings;
use crate::check::desk::Desk;
use crate::check::lexicon::Words;
use crate::check::prose::{Passage, Reading};
use crate::diag::Diagnostic;
use crate::diag::codes::NAMES_INCONSISTENT;
use crate::model::Records;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

pub(super) fn run(desk: &Desk, texts: Texts, findings: &mut Findings) {
    for reading in texts.readings {
        for passage in reading.passages.iter().filter(|passage| passage.is_own_voice()) {
            for at in 0..passage.words.len() {
                let bytes = passage.words[at].clone();
                if passage.is_quotation(&bytes) || passage.is_set_apart(&bytes) {
                    continue;
                }
                let written = &passage.text[bytes.clone()];
                let written = written.strip_suffix("’s").or_else(|| written.strip_suffix("'s")).unwrap_or(written);
                let bytes = bytes.start..bytes.start + written.len();
                if let Some(right) = desk.spellings.instead(written, passage.is_name(at)) {
                    findings.add(reading.record, problem(reading, passage, bytes, right));
                }
            }
        }
    }
}

fn problem(reading: &Reading, passage: &Passage, bytes: Range<usize>, right: &str) -> Diagnostic {
    let (at, written) = (reading.place(passage, bytes.clone()), &passage.text[bytes]);
    let problem = Diagnostic::at(&NAMES_INCONSISTENT, at.file, at.span, format!("`{written}` is spelt `{right}` on this site"));
    let problem = problem.help(format!("write `{right}`, or give the actor the alias `{written}`"));
    problem.instead_of(written, right)
}

/// How names are spelt on a site.
pub(in crate::check) struct Spellings {
    /// What the site says itself.
    house: FxHashMap<String, String>,
    /// Every word of every name.
    known: FxHashSet<String>,
    /// Names of people by what all transliterations of them have in common.
    by_sound: FxHashMap<String, String>,
}

impl Spellings {
    /// The spellings of a site: those of its configuration, and the names of its people.
    pub(in crate::check) fn of(records: Records, house: &[(String, String)]) -> Spellings {
        let mut known = FxHashSet::default();
        let mut by_sound = FxHashMap::default();
        for (id, record) in records.graph.iter() {
            for name in std::iter::once(records.title(id)).chain(records.aliases(id)) {
                known.extend(unicode_segmentation::UnicodeSegmentation::unicode_words(name).map(str::to_lowercase));
            }
            let is_person = record.kind == records.kinds.actor && records.actor(id).kind.is_some_and(|kind| kind.word == "person");
            for word in unicode_segmentation::UnicodeSegmentation::unicode_words(records.title(id))
                .filter(|word| is_person && word.chars().count() > 5)
            {
                by_sound.entry(sound(word)).or_insert_with(|| word.to_owned());
            }
        }
        Spellings { house: house.iter().cloned().collect(), known, by_sound }
    }

    /// What to write instead of a word; nothing if it can stand.
    fn instead(&self, written: &str, is_name: bool) -> Option<&str> {
        if let Some(right) = self.house.get(written) {
            return Some(right);
        }
        if !is_name || written.chars().count() < 5 || self.known.contains(&written.to_lowercase()) {
            return None;
        }
        self.by_sound.get(&sound(written)).map(String::as_str)
    }
}

/// A word as it sounds, by the letters over which transliterations from other scripts differ.
fn sound(word: &str) -> String {
    let mut text = word.to_lowercase();
    for (from, to) in [
        ("’", ""),
        ("'", ""),
        ("kh", "h"),
        ("zh", "j"),
        ("sch", "sh"),
        ("tch", "ch"),
        ("ck", "k"),
        ("ks", "x"),
        ("ph", "f"),
        ("w", "v"),
        ("yu", "u"),
        ("ju", "u"),
        ("iu", "u"),
        ("ya", "a"),
        ("ja", "a"),
        ("ia", "a"),
        ("ye", "e"),
        ("ie", "e"),
        ("y", "i"),
        ("j", "i"),
        ("é", "e"),
        ("ö", "o"),
        ("ü", "u"),
    ] {
        text = text.replace(from, to);
    }
    let mut sound = String::with_capacity(text.len());
    for letter in text.chars() {
        if !sound.ends_with(letter) {
            sound.push(letter);
        }
    }
    sound
}

#[cfg(test)]
mod tests {
    use super::sound;

    #[test]
    fn transliterations_of_one_name_sound_alike_and_other_names_do_not() {
        for (a, b) in
            [("Zelenskyy", "Zelensky"), ("Zelenskyy", "Zelenskiy"), ("Sergey", "Sergei"), ("Yermak", "Ermak"), ("Khrushchev", "Hrushchev")]
        {
            assert_eq!(sound(a), sound(b));
        }
        for (a, b) in [("Russia", "Russian"), ("Martin", "Martins"), ("Macron", "Macrons"), ("Weber", "Wieber1")] {
            assert_ne!(sound(a), sound(b));
        }
    }
}
