//! Reads declarations of kinds, from the embedded file and from a site's own.
//!
//! Two passes: names first, so that fields may point at kinds declared later; then fields.

use super::forms::{FIELD, KIND, Key, TOP, TYPES};
use super::{Field, Fieldset, Group, GroupId, Kind, KindId, Page, Schema, Type, Vocabulary, VocabularyId};
use crate::diag::{Diagnostic, Diagnostics, codes, nearest};
use crate::node::{Node, toml};
use crate::source::{FileId, Span};

/// The built-in kinds.
pub fn builtin() -> Schema {
    let text = include_str!("explainer.toml");
    let (node, syntax) = toml::parse(text, 0..text.len(), FileId(0), &codes::SCHEMA);
    let mut schema = Schema::default();
    let problems = Declarations { file: FileId(0), schema: &mut schema, problems: Diagnostics::new(), added: false }.read(&node);
    let found: Vec<_> = syntax.into_iter().chain(problems).map(|d| d.message).collect();
    assert!(found.is_empty(), "the embedded schema is sound: {found:?}");
    schema
}

/// Adds a site's own declarations (the value of `[schema]`, or a whole file of `schema/`) to a schema.
pub fn extend(schema: &mut Schema, node: &Node, file: FileId) -> Diagnostics {
    Declarations { file, schema, problems: Diagnostics::new(), added: true }.read(node)
}

struct Declarations<'s> {
    file: FileId,
    schema: &'s mut Schema,
    problems: Diagnostics,
    /// Whether these are a site's own declarations.
    added: bool,
}

impl Declarations<'_> {
    fn read(mut self, node: &Node) -> Diagnostics {
        self.known_keys(node, &TOP);
        for (name, span, words) in entries(node.get("vocabulary")) {
            self.vocabulary(name, span, words);
        }
        for (name, _, _) in entries(node.get("group")) {
            if !self.schema.groups.iter().any(|group| group.name == name) {
                self.schema.groups.push(Group { name: name.to_owned(), fields: Fieldset::default(), short: None });
            }
        }
        for (name, span, kind) in entries(node.get("kind")) {
            self.kind(name, span, kind);
        }
        // Only now can fields name groups and kinds.
        let mut shared = std::mem::take(&mut self.schema.asserted);
        self.insert_all(&mut shared, node.get("asserted"));
        self.schema.asserted = shared;
        let mut shared = std::mem::take(&mut self.schema.common);
        self.insert_all(&mut shared, node.get("common"));
        self.schema.common = shared;
        for (name, _, fields) in entries(node.get("group")) {
            let id = self.schema.groups.iter().position(|group| group.name == name).expect("added above");
            let asserted = truth(fields, "asserted");
            let mut set = std::mem::take(&mut self.schema.groups[id].fields);
            let mut short = self.schema.groups[id].short;
            for (field, span, declaration) in entries(Some(fields)).filter(|(field, _, _)| *field != "asserted") {
                if let Some(read) = self.field(field, span, declaration) {
                    let stands_alone = truth(declaration, "short");
                    set.insert(read);
                    if stands_alone {
                        short = set.find(field);
                    }
                }
            }
            if asserted {
                set.insert_missing(&self.schema.asserted);
            }
            self.schema.groups[id] = Group { name: name.to_owned(), fields: set, short };
        }
        for (name, _, kind) in entries(node.get("kind")) {
            let id = self.schema.find_kind(name).expect("added above");
            let mut set = std::mem::take(&mut self.schema.kinds[id.0 as usize].fields);
            self.insert_all(&mut set, kind.get("fields"));
            if truth(kind, "asserted") {
                set.insert_missing(&self.schema.asserted);
            }
            self.schema.kinds[id.0 as usize].fields = set;
        }
        // Last, so that a kind's own field goes before a shared one of the same name; and for all kinds, so that a site's `[common]` reaches the built-in ones.
        for kind in &mut self.schema.kinds {
            kind.fields.insert_missing(&self.schema.common);
        }
        self.inline_fields(node);
        self.problems
    }

    fn vocabulary(&mut self, name: &str, span: Span, words: &Node) {
        let at = match self.schema.vocabularies.iter().position(|vocabulary| vocabulary.name == name) {
            Some(at) => at,
            None => {
                self.schema.vocabularies.push(Vocabulary { name: name.to_owned(), words: Vec::new() });
                self.schema.vocabularies.len() - 1
            }
        };
        if words.as_map().is_none() {
            self.wrong(span, format!("the vocabulary `{name}` must be words with labels"), "write each as `word = \"Label\"`");
        }
        for (word, _, label) in entries(Some(words)) {
            let Some(label) = label.as_text() else {
                self.wrong(label.span, format!("the label of `{word}` must be text"), "put it in quotes");
                continue;
            };
            let words = &mut self.schema.vocabularies[at].words;
            match words.iter_mut().find(|(known, _)| known == word) {
                Some(known) => known.1 = label.to_owned(),
                None => words.push((word.to_owned(), label.to_owned())),
            }
        }
    }

    fn kind(&mut self, name: &str, span: Span, node: &Node) {
        self.known_keys(node, &KIND);
        let known = self.schema.find_kind(name);
        if known.is_none() && !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
            let fit = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
            let help = format!("rename it, for example to `{}`", name.chars().map(fit).collect::<String>());
            self.wrong(span, format!("the kind name `{name}` must be lower-case letters, digits and `_`"), &help);
        }
        let mut kind = match known {
            Some(id) => self.schema.kind(id).clone(),
            None => {
                let label = capitalised(&name.replace('_', " "));
                let plural = format!("{label}s");
                let (path, page) = (String::new(), Page::Own);
                let fields = Fieldset::default();
                Kind {
                    name: name.to_owned(),
                    label,
                    plural,
                    folder: None,
                    path,
                    page,
                    inline: None,
                    title_from: Vec::new(),
                    ordinary: false,
                    schema_org: None,
                    fields,
                }
            }
        };
        if let Some(label) = self.text(node, "label") {
            kind.plural = format!("{label}s");
            kind.label = label;
        }
        kind.plural = self.text(node, "plural").unwrap_or(kind.plural);
        kind.folder = self.text(node, "folder").or(kind.folder);
        kind.inline = self.text(node, "inline").or(kind.inline);
        kind.schema_org = self.text(node, "schema_org").or(kind.schema_org);
        if let Some(names) = node.get("title_from").and_then(Node::as_list) {
            kind.title_from = names.iter().filter_map(|name| name.as_text().map(str::to_owned)).collect();
        }
        kind.ordinary |= truth(node, "ordinary");
        if let Some(page) = self.text(node, "page") {
            match page.as_str() {
                "own" => kind.page = Page::Own,
                "anchor" => kind.page = Page::Anchor,
                other => {
                    let help = "write `own` for a page each, `anchor` for a place on the page of the list";
                    self.wrong(node.get("page").map_or(span, |n| n.span), format!("`page` cannot be `{other}`"), help);
                }
            }
        }
        let fallback = kind.folder.clone().unwrap_or_else(|| name.to_owned());
        kind.path = self.text(node, "path").unwrap_or(if kind.path.is_empty() { fallback } else { kind.path });
        if let Some(folder) = &kind.folder {
            let other = self.schema.kind_of_folder(folder).filter(|other| Some(*other) != known);
            if let Some(other) = other {
                let owner = self.schema.kind(other).name.clone();
                self.wrong(span, format!("the folder `{folder}` already belongs to the kind `{owner}`"), "give this kind another `folder`");
            }
        }
        match known {
            Some(id) => self.schema.kinds[id.0 as usize] = kind,
            None => self.schema.kinds.push(kind),
        }
    }

    fn field(&mut self, name: &str, span: Span, node: &Node) -> Option<Field> {
        self.known_keys(node, &FIELD);
        if node.get("type").is_none() {
            self.wrong(span, format!("the field `{name}` needs a `type`"), &format!("add `type = \"…\"`, one of: {TYPES}"));
        }
        // A field of which nobody knows what it holds is there all the same: content that fills it is no second mistake.
        let holds = match self.text(node, "type").map(|written| self.holds(&written)) {
            Some(Ok(holds)) => holds,
            Some(Err((message, help))) => {
                self.wrong(node.get("type").map_or(span, |n| n.span), message, &help);
                Type::Any
            }
            None => Type::Any,
        };
        for key in ["many", "required", "tree", "short"] {
            if let Some(value) = node.get(key).filter(|value| value.as_bool().is_none()) {
                let message = format!("`{key}` must be `true` or `false`, but this is {}", value.kind());
                self.wrong(value.span, message, "write the word without quotes");
            }
        }
        let aliases = node.get("aliases").and_then(Node::as_list).unwrap_or_default();
        let aliases = aliases.iter().filter_map(|item| item.as_text().map(str::to_owned)).collect();
        let max = node.get("max").and_then(Node::as_int).and_then(|number| usize::try_from(number).ok());
        Some(Field {
            name: name.to_owned(),
            aliases,
            holds,
            many: truth(node, "many"),
            required: truth(node, "required"),
            help: self.text(node, "help").unwrap_or_default(),
            inverse: self.text(node, "inverse"),
            tree: truth(node, "tree"),
            max,
            range: self.range(node),
            added: self.added,
        })
    }

    fn range(&mut self, node: &Node) -> Option<(f64, f64)> {
        let value = node.get("range")?;
        let ends: Vec<f64> = value.as_list().unwrap_or_default().iter().filter_map(Node::as_number).collect();
        match ends.as_slice() {
            [min, max] if min <= max => Some((*min, *max)),
            _ => {
                self.wrong(value.span, "`range` must be two numbers, the smaller first".to_owned(), "write it as `range = [0, 100]`");
                None
            }
        }
    }

    /// What a type's name means, or what is wrong with it and what to do.
    fn holds(&self, written: &str) -> Result<Type, (String, String)> {
        let (name, rest) = written.split_once(':').unwrap_or((written, ""));
        let simple = match name {
            "text" => Type::Text,
            "markdown" => Type::Markdown,
            "integer" => Type::Integer,
            "number" => Type::Number,
            "boolean" => Type::Boolean,
            "date" => Type::Date,
            "url" => Type::Url,
            "path" => Type::Path,
            "language" => Type::Language,
            "zone" => Type::Zone,
            "any" => Type::Any,
            "word" => Type::Word(self.vocabulary_named(rest)?),
            "ref" => Type::Reference(self.kinds_named(rest)?),
            "ref-or-text" => Type::ReferenceOrText(self.kinds_named(rest)?),
            "group" => {
                let at = self.schema.groups.iter().position(|group| group.name == rest);
                Type::Group(GroupId(at.ok_or_else(|| unknown("group", rest, self.schema.groups.iter().map(|group| &*group.name)))? as u16))
            }
            "records" => Type::Records(self.kind_named(rest)?),
            "map" => match rest.split_once('=') {
                None if rest == "text" => Type::TextMap,
                Some((kinds, words)) => Type::WordMap(self.kinds_named(kinds)?, self.vocabulary_named(words)?),
                None => return Err((format!("there is no map `{rest}`"), "write `map:text` or `map:KIND=VOCABULARY`".to_owned())),
            },
            other => return Err(unknown("type", other, TYPES.split(", "))),
        };
        Ok(simple)
    }

    fn vocabulary_named(&self, name: &str) -> Result<VocabularyId, (String, String)> {
        let at = self.schema.vocabularies.iter().position(|vocabulary| vocabulary.name == name);
        let known = || self.schema.vocabularies.iter().map(|vocabulary| &*vocabulary.name);
        at.map(|at| VocabularyId(at as u16)).ok_or_else(|| unknown("vocabulary", name, known()))
    }

    fn kind_named(&self, name: &str) -> Result<KindId, (String, String)> {
        self.schema.find_kind(name).ok_or_else(|| unknown("kind", name, self.schema.kinds.iter().map(|kind| &*kind.name)))
    }

    fn kinds_named(&self, names: &str) -> Result<Vec<KindId>, (String, String)> {
        if names == "*" {
            return Ok(Vec::new());
        }
        names.split('|').map(|name| self.kind_named(name)).collect()
    }

    fn insert_all(&mut self, set: &mut Fieldset, fields: Option<&Node>) {
        for (name, span, declaration) in entries(fields) {
            if let Some(field) = self.field(name, span, declaration) {
                set.insert(field);
            }
        }
    }

    fn inline_fields(&mut self, node: &Node) {
        for (name, span, _) in entries(node.get("kind")) {
            let kind = self.schema.kind(self.schema.find_kind(name).expect("added above"));
            if let Some(inline) = &kind.inline
                && kind.fields.find(inline).is_none()
            {
                let message = format!("`inline` names the field `{inline}`, which the kind `{name}` does not have");
                self.wrong(span, message, "name one of its fields, or declare that field");
            }
        }
    }

    fn known_keys(&mut self, node: &Node, keys: &[Key]) {
        let known: Vec<&str> = keys.iter().map(|key| key.name).collect();
        for entry in node.entries() {
            if !known.contains(&&*entry.key.text) {
                let message = format!("unknown key `{}` in a declaration", entry.key.text);
                let problem = Diagnostic::at(&codes::SCHEMA, self.file, entry.key.span, message);
                let keys = node.entries().iter().map(|other| &*other.key.text);
                self.problems
                    .push(problem.did_you_mean_key(&entry.key.text, &known, keys).help(format!("known here: {}", known.join(", "))));
            }
        }
    }

    fn text(&mut self, node: &Node, key: &str) -> Option<String> {
        let value = node.get(key)?;
        match value.as_text() {
            Some(text) => Some(text.to_owned()),
            None => {
                self.wrong(value.span, format!("`{key}` must be text, but this is {}", value.kind()), "put it in quotes");
                None
            }
        }
    }

    fn wrong(&mut self, span: Span, message: String, help: &str) {
        self.problems.push(Diagnostic::at(&codes::SCHEMA, self.file, span, message).help(help));
    }
}

fn truth(node: &Node, key: &str) -> bool {
    node.get(key).and_then(Node::as_bool) == Some(true)
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn entries(node: Option<&Node>) -> impl Iterator<Item = (&str, Span, &Node)> {
    node.map(Node::entries).unwrap_or_default().iter().map(|entry| (&*entry.key.text, entry.key.span, &entry.node))
}

/// Headline and help for a name that nothing answers to.
fn unknown<'n>(what: &str, name: &str, known: impl Iterator<Item = &'n str> + Clone) -> (String, String) {
    let help = match nearest(name, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are: {}", known.collect::<Vec<_>>().join(", ")),
    };
    (format!("there is no {what} `{name}`"), help)
}
