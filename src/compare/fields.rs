//! What differs between two tellings of one record, field by field.

use super::telling::{Said, Telling, Told, group_words, without};
use super::texts;
use crate::source::Span;

/// An entry of a field that holds many, by the words that stand for it, and the field of it that is meant.
pub(super) type EntryName = (String, Option<String>);

/// A field that says something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// Its name.
    pub field: String,
    /// Of a field that holds many: which entry.
    pub entry: Option<EntryName>,
    /// What it said; nothing if it was not filled.
    pub was: Option<String>,
    /// What it says; nothing if it is not filled any more.
    pub now: Option<String>,
    /// Where that stands; nothing where it stands nowhere.
    pub(super) span: Option<Span>,
}

impl FieldChange {
    /// The name of the field, with the entry and its field where there is one: `responses, Anna: stance`.
    pub fn name(&self) -> String {
        match &self.entry {
            None => self.field.clone(),
            Some((entry, None)) => format!("{}, {entry}", self.field),
            Some((entry, Some(inner))) => format!("{}, {entry}: {inner}", self.field),
        }
    }

    /// What it said and says, without the long parts that are the same in both.
    pub fn excerpts(&self) -> (Option<String>, Option<String>) {
        match (&self.was, &self.now) {
            (Some(was), Some(now)) => {
                let (was, now) = texts::excerpts(was, now);
                (Some(was), Some(now))
            }
            (was, now) => {
                let cut = |text: &Option<String>| text.as_ref().map(|text| texts::excerpts("", text).1);
                (cut(was), cut(now))
            }
        }
    }
}

/// How alike two records or groups are, from 0 to 1.
pub(super) fn likeness(was: &[Told], now: &[Told]) -> f64 {
    let mut sum = 0.0;
    let mut count = now.len();
    for old in was {
        let Some(new) = now.iter().find(|new| new.field == old.field) else {
            count += 1;
            continue;
        };
        sum += match (&old.telling, &new.telling) {
            (was, now) if was == now => 1.0,
            (Telling::One(was), Telling::One(now)) if was.words.contains(' ') => texts::alike(&was.words, &now.words),
            _ => 0.0,
        };
    }
    if count == 0 { 1.0 } else { sum / count as f64 }
}

/// From which likeness on two things of unlike names are one that changed.
pub(super) const ALIKE: f64 = 0.5;

/// All fields that differ: first those that are filled now, then those that no longer are.
pub(super) fn changes(was: &[Told], now: &[Told]) -> Vec<FieldChange> {
    let mut found = Vec::new();
    for new in now {
        let old = was.iter().find(|old| old.field == new.field);
        one(old.map(|old| &old.telling), Some(&new.telling), &new.field, new.span, &mut found);
    }
    for old in was.iter().filter(|old| !now.iter().any(|new| new.field == old.field)) {
        one(Some(&old.telling), None, &old.field, None, &mut found);
    }
    found
}

fn one(was: Option<&Telling>, now: Option<&Telling>, field: &str, span: Option<Span>, found: &mut Vec<FieldChange>) {
    let mut push = |entry: Option<EntryName>, was: Option<String>, now: Option<String>| {
        found.push(FieldChange { field: field.to_owned(), entry, was, now, span });
    };
    match (was, now) {
        (Some(was), Some(now)) if was == now => {}
        (Some(Telling::One(was)), Some(Telling::One(now))) => {
            if was.words == now.words {
                let (gone, come) = behind_the_words(&was.key, &now.key);
                if gone.is_some() || come.is_some() {
                    push(None, gone, come);
                }
            } else {
                push(None, Some(was.words.clone()), Some(now.words.clone()));
            }
        }
        (Some(Telling::Many(was)), Some(Telling::Many(now))) => {
            let (gone, come) = (without(was, now), without(now, was));
            if !gone.is_empty() || !come.is_empty() {
                push(None, joined(&gone), joined(&come));
            }
        }
        (Some(Telling::Map(was)), Some(Telling::Map(now))) => {
            for (key, said) in now {
                let old = was.iter().find(|(other, _)| other.key == key.key).map(|(_, old)| old);
                if old.is_none_or(|old| old.key != said.key) {
                    push(Some((key.words.clone(), None)), old.map(|old| old.words.clone()), Some(said.words.clone()));
                }
            }
            for (key, said) in was.iter().filter(|(key, _)| !now.iter().any(|(other, _)| other.key == key.key)) {
                push(Some((key.words.clone(), None)), Some(said.words.clone()), None);
            }
        }
        (Some(Telling::Groups(was)), Some(Telling::Groups(now))) => groups(was, now, &mut push),
        (None, Some(Telling::Groups(now))) => groups(&[], now, &mut push),
        (Some(Telling::Groups(was)), None) => groups(was, &[], &mut push),
        (was, now) => push(None, was.map(Telling::words), now.map(Telling::words)),
    }
}

/// Takes an entry, what it said and what it says.
type Push<'p> = &'p mut dyn FnMut(Option<EntryName>, Option<String>, Option<String>);

/// Entries of a list have no names: what is equal is the same, then what is most alike.
fn groups(was: &[Vec<Told>], now: &[Vec<Told>], push: Push) {
    let gone: Vec<&Vec<Told>> = without(was, now);
    let come: Vec<&Vec<Told>> = without(now, was);
    let pairs = most_alike(gone.len(), come.len(), |a, b| likeness(gone[a], come[b]));
    for (b, new) in come.iter().enumerate() {
        match pairs.iter().find(|(_, at)| *at == b) {
            Some((a, _)) => {
                for change in changes(gone[*a], new) {
                    let inner = change.name();
                    push(Some((name(new), Some(inner))), change.was, change.now);
                }
            }
            None => push(Some((name(new), None)), None, Some(group_words(new))),
        }
    }
    for (_, old) in gone.iter().enumerate().filter(|(a, _)| !pairs.iter().any(|(at, _)| at == a)) {
        push(Some((name(old), None)), Some(group_words(old)), None);
    }
}

/// Pairs of places in two lists, the most alike first and each once; on equal likeness the earlier.
pub(super) fn most_alike(was: usize, now: usize, likeness: impl Fn(usize, usize) -> f64) -> Vec<(usize, usize)> {
    let mut all: Vec<(f64, usize, usize)> = Vec::new();
    for a in 0..was {
        all.extend((0..now).map(|b| (likeness(a, b), a, b)).filter(|(likeness, ..)| *likeness >= ALIKE));
    }
    all.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, a, b) in all {
        if !pairs.iter().any(|(x, y)| *x == a || *y == b) {
            pairs.push((a, b));
        }
    }
    pairs
}

/// The words that stand for a group: its first field.
fn name(group: &[Told]) -> String {
    group.first().map_or_else(String::new, |told| told.telling.words())
}

/// What differs where the words are the same: which record is meant by a title, or where a text leads.
fn behind_the_words(was: &str, now: &str) -> (Option<String>, Option<String>) {
    let parts = |key: &str| -> Vec<String> { key.split('\u{0}').map(str::to_owned).collect() };
    let (was, now) = (parts(was), parts(now));
    let only = |all: &[String], others: &[String]| {
        let all: Vec<&str> = without(all, others).into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        (!all.is_empty()).then(|| all.join(", "))
    };
    (only(&was, &now), only(&now, &was))
}

fn joined(all: &[&Said]) -> Option<String> {
    (!all.is_empty()).then(|| all.iter().map(|said| said.words.as_str()).collect::<Vec<_>>().join(", "))
}
