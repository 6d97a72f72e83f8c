//! What one source file says, before anything in it was looked up.
//!
//! A draft's references are text. `resolve` turns drafts into the records of the graph, whose references cannot dangle.

use crate::fields::Fields;
use crate::parse::markdown::Body;
use crate::schema::{FieldId, KindId};
use crate::source::{FileId, Span};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::Arc;

/// A reference as the author wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The kind before the colon in `actor:kyiv`.
    pub kind: Option<Box<str>>,
    /// The id, alias or title.
    pub name: Box<str>,
}

impl Reference {
    /// Reads `id` or `kind:id`. A colon counts only behind a name that a kind could have, so that titles may hold colons.
    pub fn read(text: &str) -> Reference {
        match text.split_once(':') {
            Some((kind, name)) if !name.is_empty() && !name.starts_with(' ') && is_kind_name(kind) => {
                Reference { kind: Some(kind.into()), name: name.trim().into() }
            }
            _ => Reference { kind: None, name: text.trim().into() },
        }
    }
}

fn is_kind_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// Where a draft was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// A file of its own.
    File,
    /// The text of a section: `_index.md`.
    Section,
    /// A row of a table.
    Row,
    /// An entry of a list in the record it belongs to.
    Part(FieldId),
    /// A directive in the running text of the record it belongs to: which prose and which use in it.
    Inline(u16, u32),
}

/// Markdown with the text its spans point into. Written down, it leaves out a text that is the whole file.
#[derive(Clone, Debug)]
pub struct Prose {
    /// The parsed text.
    pub body: Body,
    /// The whole file for the main text of a file; the decoded string for a Markdown field.
    pub text: Arc<str>,
}

impl Serialize for Prose {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.body, self.body.detached().map(|_| &*self.text)).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Prose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Prose, D::Error> {
        let (body, text): (Body, Option<&str>) = Deserialize::deserialize(deserializer)?;
        Ok(Prose { body, text: text.unwrap_or_default().into() })
    }
}

/// One record to be, with those that belong to it. Written down, it leaves out where it stands: see [`Draft::put`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Draft {
    /// Its kind.
    pub kind: KindId,
    /// Its id; for pages the path from `content/` without the ending.
    pub id: Box<str>,
    /// Where it was written.
    #[serde(skip, default = "nowhere")]
    pub file: FileId,
    /// The characters to point at when the record as a whole is meant: its key, its title, or the start of its file.
    pub span: Span,
    /// In which way.
    pub origin: Origin,
    /// The folder of the story it belongs to, from `content/`; empty for the whole site.
    #[serde(skip)]
    pub story: Arc<str>,
    /// Its fields.
    pub fields: Fields<Reference>,
    /// Its main text, if it has one, then its Markdown fields.
    pub proses: Vec<Prose>,
    /// Whether the first prose is its main text.
    pub has_text: bool,
    /// Records written in its lists and its text.
    pub parts: Vec<Draft>,
}

fn nowhere() -> FileId {
    FileId(0)
}

impl Draft {
    /// Puts a draft that was written down where it stands in this run: into a file of a story, with the text of that file.
    pub fn put(&mut self, file: FileId, story: &Arc<str>, text: &Arc<str>) {
        self.file = file;
        self.story = Arc::clone(story);
        for prose in self.proses.iter_mut().filter(|prose| prose.body.detached().is_none()) {
            prose.text = Arc::clone(text);
        }
        self.parts.iter_mut().for_each(|part| part.put(file, story, text));
    }
}
