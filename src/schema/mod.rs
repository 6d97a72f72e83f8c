//! Kinds of records, their fields and vocabularies, as data.
//!
//! In: `explainer.toml`, embedded, and what a site adds in the same form. Out: one `Schema` that decoding, resolving, pages, `gen new`
//! and `gen schema` read. It holds no records and knows no files but its own.

mod data;
mod forms;
mod json;
mod load;
mod words;

pub use data::{DATE, is_in_data, record_schema};
pub use forms::declarations;
pub use json::{DRAFT, json_schema};
pub use load::{builtin, extend};
pub use words::in_words;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// A kind of record, by its place in the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KindId(pub u16);

/// A vocabulary, by its place in the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct VocabularyId(pub u16);

/// A group of fields inside a record, by its place in the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GroupId(pub u16);

/// A field, by its place in its set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FieldId(pub u16);

/// The whole model of a site.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// All kinds; the built-in ones first.
    pub kinds: Vec<Kind>,
    /// All vocabularies.
    pub vocabularies: Vec<Vocabulary>,
    /// All groups of fields.
    pub groups: Vec<Group>,
    /// What asserted kinds and groups carry beside their own fields.
    pub asserted: Fieldset,
    /// What every record carries beside its own fields.
    pub common: Fieldset,
}

/// The allowed words of a field, each with the words readers see.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// Its name in field types (`word:NAME`).
    pub name: String,
    /// Word and label, in the order of the declaration.
    pub words: Vec<(String, String)>,
}

impl Vocabulary {
    /// The place of a word in the vocabulary.
    pub fn position(&self, word: &str) -> Option<u16> {
        self.words.iter().position(|(name, _)| name == word).map(|at| at as u16)
    }
}

/// Where a kind's records are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Each on a page of its own.
    Own,
    /// As a place on another page: the list of the kind, or the record it belongs to.
    Anchor,
}

/// One kind of record.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Its name in `[[kind:id]]` and on the command line.
    pub name: String,
    /// What readers call one of it.
    pub label: String,
    /// What readers call several.
    pub plural: String,
    /// The folder of its files and the name of its tables; none for kinds that only live inside others.
    pub folder: Option<String>,
    /// The first part of its addresses.
    pub path: String,
    /// Where its records are shown.
    pub page: Page,
    /// The field that the text of a directive fills, for kinds that can be written inside a sentence.
    pub inline: Option<String>,
    /// The fields that make a title where none is given, joined by commas.
    pub title_from: Vec<String>,
    /// Ordinary pages: every Markdown file that lies in no kind's folder.
    pub ordinary: bool,
    /// The schema.org type of its records.
    pub schema_org: Option<String>,
    /// Its own fields, then those of asserted things, then those of every record.
    pub fields: Fieldset,
}

/// A group of fields inside a record, such as a role or a response.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name in field types (`group:NAME`).
    pub name: String,
    /// Its fields.
    pub fields: Fieldset,
    /// The field that a value alone stands for, if one may stand alone.
    pub short: Option<FieldId>,
}

/// Fields with their names and other spellings.
#[derive(Clone, Debug, Default)]
pub struct Fieldset {
    fields: Vec<Field>,
    names: FxHashMap<String, FieldId>,
}

impl Fieldset {
    /// The field that is written so, by its name or another spelling.
    pub fn find(&self, written: &str) -> Option<FieldId> {
        self.names.get(written).copied()
    }

    /// The declaration of a field of this set.
    pub fn get(&self, id: FieldId) -> &Field {
        &self.fields[id.0 as usize]
    }

    /// All fields in the order of the declaration.
    pub fn iter(&self) -> impl Iterator<Item = (FieldId, &Field)> {
        self.fields.iter().enumerate().map(|(at, field)| (FieldId(at as u16), field))
    }

    /// All spellings, for suggestions.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.name.as_str())
    }

    /// Adds the fields of `shared` of whose names there is none yet.
    fn insert_missing(&mut self, shared: &Fieldset) {
        for field in &shared.fields {
            if !self.fields.iter().any(|known| known.name == field.name) {
                self.insert(field.clone());
            }
        }
    }

    /// Adds a field, or replaces the one of the same name.
    fn insert(&mut self, field: Field) {
        let id = match self.names.get(&field.name) {
            // A spelling of another field gives way to a field of that name.
            Some(id) if self.fields[id.0 as usize].name == field.name => *id,
            _ => FieldId(self.fields.len() as u16),
        };
        self.names.insert(field.name.clone(), id);
        for alias in &field.aliases {
            self.names.entry(alias.clone()).or_insert(id);
        }
        if (id.0 as usize) < self.fields.len() {
            self.fields[id.0 as usize] = field;
        } else {
            self.fields.push(field);
        }
    }
}

/// One field of a kind or group.
#[derive(Clone, Debug)]
pub struct Field {
    /// The canonical name.
    pub name: String,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// What it holds.
    pub holds: Type,
    /// Whether it holds a list.
    pub many: bool,
    /// Whether the build stops without it.
    pub required: bool,
    /// What to write there, in a sentence.
    pub help: String,
    /// For references: what the other side calls the relation.
    pub inverse: Option<String>,
    /// For references: whether following them must come to an end (no loops).
    pub tree: bool,
    /// Characters at most.
    pub max: Option<usize>,
    /// For numbers: the smallest and the largest.
    pub range: Option<(f64, f64)>,
    /// Whether a site adds it, so that the theme has no place of its own for it.
    pub added: bool,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Plain text of one line.
    Text,
    /// Markdown.
    Markdown,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// Yes or no.
    Boolean,
    /// An EDTF date.
    Date,
    /// An absolute http(s) address.
    Url,
    /// A path in the site.
    Path,
    /// A BCP 47 language tag.
    Language,
    /// An IANA time zone.
    Zone,
    /// A word of a vocabulary.
    Word(VocabularyId),
    /// A reference to a record of one of these kinds (any, if empty).
    Reference(Vec<KindId>),
    /// The same, or plain words.
    ReferenceOrText(Vec<KindId>),
    /// A group of fields.
    Group(GroupId),
    /// Records that belong to this one.
    Records(KindId),
    /// Text by a key of the author's choice.
    TextMap,
    /// A word by record.
    WordMap(Vec<KindId>, VocabularyId),
    /// Whatever the site's own templates want.
    Any,
}

impl Schema {
    /// The declaration of a kind.
    pub fn kind(&self, id: KindId) -> &Kind {
        &self.kinds[id.0 as usize]
    }

    /// The kind of that name.
    pub fn find_kind(&self, name: &str) -> Option<KindId> {
        self.kinds.iter().position(|kind| kind.name == name).map(|at| KindId(at as u16))
    }

    /// The kind whose files lie in a folder of that name.
    pub fn kind_of_folder(&self, folder: &str) -> Option<KindId> {
        self.kinds.iter().position(|kind| kind.folder.as_deref() == Some(folder)).map(|at| KindId(at as u16))
    }

    /// The kind of ordinary pages.
    pub fn page_kind(&self) -> KindId {
        let at = self.kinds.iter().position(|kind| kind.ordinary);
        KindId(at.expect("the built-in schema declares the kind of ordinary pages") as u16)
    }

    /// All kinds with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (KindId, &Kind)> {
        self.kinds.iter().enumerate().map(|(at, kind)| (KindId(at as u16), kind))
    }

    /// The declaration of a group.
    pub fn group(&self, id: GroupId) -> &Group {
        &self.groups[id.0 as usize]
    }

    /// A vocabulary.
    pub fn vocabulary(&self, id: VocabularyId) -> &Vocabulary {
        &self.vocabularies[id.0 as usize]
    }

    /// Kind names for a message: "an actor", "an issue or an event", "a record".
    pub fn kinds_in_words(&self, kinds: &[KindId]) -> String {
        let names: Vec<String> = kinds.iter().map(|kind| with_article(&self.kind(*kind).label.to_lowercase())).collect();
        match names.as_slice() {
            [] => "a record".to_owned(),
            [one] => one.clone(),
            [first @ .., last] => format!("{} or {last}", first.join(", ")),
        }
    }
}

/// "an actor", "a claim".
pub fn with_article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}
