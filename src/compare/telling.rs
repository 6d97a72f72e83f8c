//! The fields of a record in words that can be compared and read.
//!
//! In: a record of one revision and the names its references have in both. Out: each filled field with what it says. Where something
//! stood in its file plays no part in it, only where it can be pointed at.

use crate::date;
use crate::fields::{Fields, Item, Value};
use crate::graph::{RecordId, Target, Text, UseTarget};
use crate::model::{BODY, Records};
use crate::parse::markdown::{Directive, UseKind};
use crate::schema::{Fieldset, Type};
use crate::source::Span;

/// One thing that is said: for comparing, and for readers.
#[derive(Clone, Debug)]
pub(super) struct Said {
    /// The same for the same thing in both revisions.
    pub(super) key: String,
    /// As readers see it.
    pub(super) words: String,
}

impl Said {
    pub(super) fn plain(words: impl Into<String>) -> Said {
        let words = words.into();
        Said { key: words.clone(), words }
    }
}

/// The words may have changed elsewhere: the title of a record, the label of a word.
impl PartialEq for Said {
    fn eq(&self, other: &Said) -> bool {
        self.key == other.key
    }
}

/// What a field says.
#[derive(Clone, Debug)]
pub(super) enum Telling {
    /// One thing.
    One(Said),
    /// Several, in any order.
    Many(Vec<Said>),
    /// Groups of fields.
    Groups(Vec<Vec<Told>>),
    /// Something by key.
    Map(Vec<(Said, Said)>),
}

/// A filled field.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// Its name.
    pub(super) field: String,
    /// What it says.
    pub(super) telling: Telling,
    /// Where its value stands; a main text has no one place.
    pub(super) span: Option<Span>,
}

/// Places are no part of what is said.
impl PartialEq for Told {
    fn eq(&self, other: &Told) -> bool {
        self.field == other.field && self.telling == other.telling
    }
}

/// Nor is the order of a list.
impl PartialEq for Telling {
    fn eq(&self, other: &Telling) -> bool {
        match (self, other) {
            (Telling::One(one), Telling::One(other)) => one == other,
            (Telling::Many(all), Telling::Many(others)) => all.len() == others.len() && without(all, others).is_empty(),
            (Telling::Groups(all), Telling::Groups(others)) => all.len() == others.len() && without(all, others).is_empty(),
            (Telling::Map(all), Telling::Map(others)) => all.len() == others.len() && without(all, others).is_empty(),
            _ => false,
        }
    }
}

/// What stands in the first list and not, or not as often, in the second.
pub(super) fn without<'t, T: PartialEq>(all: &'t [T], others: &[T]) -> Vec<&'t T> {
    let mut left: Vec<&T> = others.iter().collect();
    let is_missing = |one: &&T| match left.iter().position(|other| one == other) {
        Some(at) => {
            left.swap_remove(at);
            false
        }
        None => true,
    };
    all.iter().filter(is_missing).collect()
}

impl Telling {
    /// All of it in one line.
    pub(super) fn words(&self) -> String {
        let joined = |all: &mut dyn Iterator<Item = String>| all.collect::<Vec<_>>().join(", ");
        match self {
            Telling::One(said) => said.words.clone(),
            Telling::Many(all) => joined(&mut all.iter().map(|said| said.words.clone())),
            Telling::Groups(groups) => groups.iter().map(|group| group_words(group)).collect::<Vec<_>>().join("; "),
            Telling::Map(entries) => joined(&mut entries.iter().map(|(key, said)| format!("{}: {}", key.words, said.words))),
        }
    }
}

/// A group of fields in one line.
pub(super) fn group_words(group: &[Told]) -> String {
    match group {
        [only] => only.telling.words(),
        several => several.iter().map(|told| format!("{}: {}", told.field, told.telling.words())).collect::<Vec<_>>().join(", "),
    }
}

/// Tells the records of one revision.
#[derive(Clone, Copy)]
pub(super) struct Teller<'s> {
    /// The records.
    pub(super) records: Records<'s>,
    /// The name of each in both revisions, such as `actor:kyiv`.
    pub(super) keys: &'s [String],
}

impl Teller<'_> {
    /// Everything that is filled in a record.
    pub(super) fn tell(self, id: RecordId) -> Vec<Told> {
        let record = self.records.get(id);
        let set = &self.records.schema.kind(record.kind).fields;
        let mut told = self.fields(&record.fields, set, self.records.graph.texts(id));
        if let Some(text) = self.records.graph.text(id) {
            told.push(Told { field: BODY.to_owned(), telling: Telling::One(self.text(text)), span: None });
        }
        told
    }

    /// In the order of the declaration, so that the order of the file is no difference.
    fn fields(self, fields: &Fields<Target>, set: &Fieldset, texts: &[Text]) -> Vec<Told> {
        let filled = set.iter().filter_map(|(id, field)| Some((field, fields.slot(id)?)));
        let tell = filled.filter_map(|(field, slot)| {
            let telling = self.value(&slot.value, &field.holds, texts)?;
            Some(Told { field: field.name.clone(), telling, span: Some(slot.span) })
        });
        tell.collect()
    }

    /// An empty list says nothing.
    fn value(self, value: &Value<Target>, holds: &Type, texts: &[Text]) -> Option<Telling> {
        match value {
            Value::List(items) if items.is_empty() => None,
            Value::List(items) if items.iter().any(|item| matches!(item.value, Value::Group(_))) => {
                Some(Telling::Groups(items.iter().filter_map(|item| self.group(&item.value, holds, texts)).collect()))
            }
            Value::List(items) => {
                let say = |item: &Item<Target>| self.one(&item.value, holds, texts);
                Some(Telling::Many(items.iter().map(say).collect()))
            }
            Value::Group(_) => Some(Telling::Groups(self.group(value, holds, texts).into_iter().collect())),
            Value::TextMap(map) => {
                Some(Telling::Map(map.iter().map(|(key, _, text)| (Said::plain(&**key), Said::plain(one_line(text)))).collect()))
            }
            Value::WordMap(map) => {
                Some(Telling::Map(map.iter().map(|(key, _, word)| (self.target(key), self.word(*word, holds))).collect()))
            }
            one => Some(Telling::One(self.one(one, holds, texts))),
        }
    }

    fn group(self, value: &Value<Target>, holds: &Type, texts: &[Text]) -> Option<Vec<Told>> {
        let (Value::Group(fields), Type::Group(group)) = (value, holds) else { return None };
        Some(self.fields(fields, &self.records.schema.group(*group).fields, texts))
    }

    fn one(self, value: &Value<Target>, holds: &Type, texts: &[Text]) -> Said {
        match value {
            Value::Unknown => Said::plain("unknown"),
            Value::Text(text) => Said::plain(one_line(text)),
            Value::Markdown(at) => self.text(&texts[usize::from(*at)]),
            Value::Integer(number) => Said::plain(number.to_string()),
            Value::Number(number) => Said::plain(&*number.written),
            Value::Boolean(truth) => Said::plain(if *truth { "yes" } else { "no" }),
            Value::Date(date) => Said { key: date.edtf().to_owned(), words: date::words(date, "") },
            Value::Word(word) => self.word(*word, holds),
            Value::Reference(target) => self.target(target),
            Value::Any(node) => {
                let mut json = node.to_json();
                json.sort_all_objects();
                Said::plain(json.to_string())
            }
            Value::List(_) | Value::Group(_) | Value::TextMap(_) | Value::WordMap(_) => {
                unreachable!("lists do not stand in lists, and the caller tells groups and maps")
            }
        }
    }

    fn word(self, at: u16, holds: &Type) -> Said {
        let vocabulary = match holds {
            Type::Word(id) | Type::WordMap(_, id) => self.records.schema.vocabulary(*id),
            _ => unreachable!("only words are words"),
        };
        let (key, words) = &vocabulary.words[usize::from(at)];
        Said { key: key.clone(), words: words.clone() }
    }

    fn target(self, target: &Target) -> Said {
        match target {
            Target::Record(id) => Said { key: self.keys[id.0 as usize].clone(), words: self.records.title(*id).to_string() },
            Target::Text(words) | Target::Missing(words) => Said::plain(one_line(words)),
        }
    }

    /// Running text: its words, and where they lead.
    fn text(self, text: &Text) -> Said {
        let (body, source) = (&text.prose.body, &*text.prose.text);
        let all = 0..body.items().len();
        let words = body.plain_text_with(source, all.clone(), &|at| self.records.reference_words(text, at).map(str::to_owned));
        let key_of = |at: usize| match &text.targets[at] {
            UseTarget::Record(id, _) => Some(self.keys[id.0 as usize].clone()),
            _ => None,
        };
        let mut key = one_line(&body.plain_text_with(source, all, &key_of));
        for at in 0..body.uses().len() {
            key.push('\u{0}');
            key.push_str(&self.leads_to(text, at));
        }
        Said { key, words: one_line(&words) }
    }

    fn leads_to(self, text: &Text, at: usize) -> String {
        let (body, source) = (&text.prose.body, &*text.prose.text);
        let key = |id: &RecordId| self.keys[id.0 as usize].clone();
        match (&text.targets[at], body.uses()[at].kind) {
            (UseTarget::Record(id, place), _) => format!("{}#{}", key(id), place.as_deref().unwrap_or_default()),
            (UseTarget::Sources(ids), _) => {
                let places = body.citations(at).iter().map(|citation| body.get(source, citation.locator));
                ids.iter().zip(places).map(|(id, place)| format!("{} {place}", key(id))).collect::<Vec<_>>().join(";")
            }
            (_, UseKind::Link { dest, .. } | UseKind::Image { dest, .. }) => body.get(source, dest).to_owned(),
            // A record that is made here is compared as a record.
            (UseTarget::Directive(Some(id), _), _) if self.records.get(*id).owner.is_some() => String::new(),
            (UseTarget::Directive(..), _) => body.directive(at).map_or_else(String::new, |directive| self.directive(text, directive)),
            _ => String::new(),
        }
    }

    fn directive(self, text: &Text, directive: &Directive) -> String {
        let (body, source) = (&text.prose.body, &*text.prose.text);
        let attribute = |a: &crate::parse::markdown::Attribute| format!("{}={}", body.get(source, a.key), body.get(source, a.value));
        let attributes: Vec<String> = body.attributes(directive).iter().map(attribute).collect();
        format!("{} {}", body.get(source, directive.name), attributes.join(" "))
    }
}

/// Blanks and line ends are no difference.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
