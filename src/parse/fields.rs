//! Decodes spanned values against the schema.
//!
//! In: a tree of values and the fields it may hold. Out: the filled fields and every problem in them. References stay text.

use crate::date::{Date, Zone};
use crate::diag::{Diagnostic, Diagnostics, codes, nearest};
use crate::draft::{Draft, Origin, Prose, Reference};
use crate::fields::{Fields, Item, Number, Slot, Value};
use crate::node::{Entry, Node, Value as Tree};
use crate::parse::markdown;
use crate::schema::{Field, FieldId, Fieldset, Kind, KindId, Schema, Type, with_article};
use crate::source::{FileId, Location, Span};
use std::sync::Arc;

/// How the values were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// With types: YAML and TOML.
    Typed,
    /// As text only, where `60` may be a number and `a; b` a list: the cells of a CSV table.
    Cells,
    /// The same, as the attributes of a directive.
    Attributes,
}

impl Written {
    fn is_flat(self) -> bool {
        matches!(self, Written::Cells | Written::Attributes)
    }
}

/// Decodes the values of one file.
pub(crate) struct Decoder<'s> {
    /// The model.
    pub(crate) schema: &'s Schema,
    /// Options for Markdown fields.
    pub(crate) markdown: &'s markdown::Options,
    /// The file that is decoded.
    pub(crate) file: FileId,
    /// The story it belongs to.
    pub(crate) story: Arc<str>,
    /// How its values are written.
    pub(crate) written: Written,
    /// What was wrong.
    pub(crate) problems: Diagnostics,
}

/// What decoding a record gives beside its fields.
#[derive(Debug, Default)]
pub(crate) struct Decoded {
    /// The filled fields.
    pub(crate) fields: Fields<Reference>,
    /// Its Markdown fields.
    pub(crate) proses: Vec<Prose>,
    /// Records in its lists.
    pub(crate) parts: Vec<Draft>,
}

impl Decoder<'_> {
    /// Decodes a record of a kind. `owner` is its id, from which its parts derive theirs; `at` is shown where a field is missing;
    /// `given` names fields that come from elsewhere and are not missed; `taken` counts the proses the record already has.
    pub(crate) fn record(&mut self, kind: KindId, owner: &str, entries: &[Entry], at: Span, given: &[&str], taken: usize) -> Decoded {
        let mut decoded = Decoded::default();
        let set = &self.schema.kind(kind).fields;
        decoded.fields = self.fields(set, entries, &mut decoded, owner, taken);
        let label = self.schema.kind(kind).label.to_lowercase();
        self.missing(set, &decoded.fields, &decoded.parts, at, &with_article(&label), given);
        decoded
    }

    fn fields(&mut self, set: &Fieldset, entries: &[Entry], decoded: &mut Decoded, owner: &str, taken: usize) -> Fields<Reference> {
        let mut fields = Fields::default();
        let mut misspelt = Vec::new();
        for Entry { key, node } in entries {
            let Some(id) = set.find(&key.text) else {
                self.unknown_key(set, key.span, &key.text, entries);
                let meant = nearest(&key.text, set.spellings()).and_then(|near| set.find(near));
                misspelt.extend(meant.map(|field| Slot { field, span: key.span, value: Value::Unknown }));
                continue;
            };
            let field = set.get(id);
            let is_empty = field.required && node.as_list().is_some_and(|nodes| nodes.iter().all(is_blank));
            if is_blank(node) || is_empty {
                if field.required {
                    let span = if node.is_null() { key.span } else { node.span };
                    let problem = Diagnostic::at(&codes::MISSING_FIELD, self.file, span, format!("`{}` is empty", field.name));
                    self.problems.push(problem.help(self.how_to_fill(field)));
                    misspelt.push(Slot { field: id, span, value: Value::Unknown });
                }
                continue;
            }
            if let Some(first) = fields.slot(id) {
                let at = Location { file: self.file, span: first.span };
                let message = format!("`{}` is given twice, here as `{}`", field.name, key.text);
                let problem = Diagnostic::at(&codes::DUPLICATE_KEY, self.file, key.span, message).also(at, "first given here");
                self.problems.push(problem.help("keep one of the two"));
                continue;
            }
            if let Type::Records(kind) = field.holds {
                self.parts(kind, id, field, node, decoded, owner);
                continue;
            }
            let value = if field.many { self.list(field, node, decoded, taken) } else { self.value(field, node, decoded, taken) };
            // What was reported counts as unknown, so that nobody misses it again.
            fields.push(Slot { field: id, span: node.span, value: value.unwrap_or(Value::Unknown) });
        }
        for slot in misspelt {
            if fields.slot(slot.field).is_none() {
                fields.push(slot);
            }
        }
        fields
    }

    fn missing(&mut self, set: &Fieldset, fields: &Fields<Reference>, parts: &[Draft], at: Span, what: &str, given: &[&str]) {
        for (id, field) in set.iter().filter(|(_, field)| field.required) {
            let has_parts = parts.iter().any(|part| part.origin == Origin::Part(id));
            if fields.get(id).is_none() && !has_parts && !given.contains(&field.name.as_str()) {
                let problem = Diagnostic::at(&codes::MISSING_FIELD, self.file, at, format!("{what} needs `{}`", field.name));
                self.problems.push(problem.help(self.how_to_fill(field)));
            }
        }
    }

    /// No example for a word: whoever is in a hurry would keep it.
    fn how_to_fill(&self, field: &Field) -> String {
        let Field { name, help, .. } = field;
        let with = |value: &str| match self.written {
            Written::Typed => format!("`{name}: {value}`"),
            Written::Cells => format!("`{value}` in a column `{name}`"),
            Written::Attributes => format!("`{name}={value}`"),
        };
        match &field.holds {
            Type::Word(id) => format!("add {}, one of: {}", with("…"), words_of(self.schema, *id).join(", ")),
            Type::Date => format!("add {}, {} or {}", with("2026-01-31"), with("2026-01"), with("unknown")),
            _ => format!("add {}, {}", with("…"), in_passing(help)),
        }
    }

    fn unknown_key(&mut self, set: &Fieldset, span: Span, key: &str, entries: &[Entry]) {
        let known: Vec<&str> = set.spellings().collect();
        let problem = Diagnostic::at(&codes::UNKNOWN_KEY, self.file, span, format!("unknown field `{key}`"));
        // A row does not show the columns that are empty in it: each field may have one.
        let unseen = if matches!(self.written, Written::Cells) { &known[..] } else { &[] };
        let keys = entries.iter().map(|entry| &*entry.key.text).chain(unseen.iter().copied());
        let problem = problem.did_you_mean_key(key, &known, keys);
        let problem = if key == "id" {
            problem.help("an id is the name of the file or the key of the row; rename that instead")
        } else if set.find("extra").is_some() {
            let problem = problem.help_if(self.owners(key));
            problem.help(match self.written {
                Written::Typed => "values of your own go under `extra`; new fields are declared in `[schema]` of gen.toml",
                Written::Cells | Written::Attributes => "new fields are declared in `[schema]` of gen.toml",
            })
        } else {
            problem.help(format!("the fields here are: {}", known.join(", ")))
        };
        self.problems.push(problem);
    }

    /// Whose field a key is, for a record that lies in the wrong folder.
    fn owners(&self, key: &str) -> Option<String> {
        let has = |kind: &&Kind| kind.folder.is_some() && kind.fields.find(key).is_some();
        let owners: Vec<String> = self.schema.kinds.iter().filter(has).map(|kind| format!("`{}`", kind.name)).collect();
        (!owners.is_empty()).then(|| format!("it is a field of the kind {}: is this file in the right folder?", owners.join(", ")))
    }

    fn list(&mut self, field: &Field, node: &Node, decoded: &mut Decoded, taken: usize) -> Option<Value<Reference>> {
        let mut items = Vec::new();
        match &node.value {
            Tree::List(nodes) => {
                for node in nodes.iter().filter(|node| !is_blank(node)) {
                    let value = self.value(field, node, decoded, taken).unwrap_or(Value::Unknown);
                    items.push(Item { span: node.span, value });
                }
            }
            Tree::Text(text) if self.written.is_flat() => {
                for part in text.split([';', ',']).map(str::trim).filter(|part| !part.is_empty()) {
                    let part = Node { span: node.span, value: Tree::Text(part.into()) };
                    let value = self.value(field, &part, decoded, taken).unwrap_or(Value::Unknown);
                    items.push(Item { span: node.span, value });
                }
            }
            _ => items.push(Item { span: node.span, value: self.value(field, node, decoded, taken)? }),
        }
        Some(Value::List(items))
    }

    fn value(&mut self, field: &Field, node: &Node, decoded: &mut Decoded, taken: usize) -> Option<Value<Reference>> {
        let says_unknown = node.written() == Some("unknown");
        match &field.holds {
            Type::Text => self.text(field, node).map(Value::Text),
            Type::Markdown => {
                let text = self.text(field, node)?;
                let at = Location { file: self.file, span: node.span };
                let (body, problems) = markdown::parse_detached(&text, at, self.markdown);
                self.problems.extend(problems);
                decoded.proses.push(Prose { body, text: text.into() });
                Some(Value::Markdown((taken + decoded.proses.len() - 1) as u16))
            }
            Type::Integer => self.integer(field, node).map(Value::Integer),
            Type::Number => self.number(field, node).map(Value::Number),
            Type::Boolean => self.boolean(field, node).map(Value::Boolean),
            Type::Date | Type::Language if says_unknown => Some(Value::Unknown),
            Type::Date => self.date(field, node).map(|date| Value::Date(Box::new(date))),
            Type::Url => self.url(field, node).map(Value::Text),
            Type::Path => self.path(field, node).map(Value::Text),
            Type::Language => self.language(field, node).map(Value::Text),
            Type::Zone => self.zone(field, node).map(Value::Text),
            Type::Word(id) => self.word(field, *id, node).map(Value::Word),
            Type::Reference(_) | Type::ReferenceOrText(_) if says_unknown => Some(Value::Unknown),
            Type::Reference(kinds) | Type::ReferenceOrText(kinds) => self.reference(field, kinds, node).map(Value::Reference),
            Type::Group(id) => {
                let schema = self.schema;
                let group = schema.group(*id);
                match (&node.value, group.short) {
                    (Tree::Map(entries), _) => {
                        let fields = self.fields(&group.fields, entries, decoded, "", taken);
                        let name = with_article(&field.name.trim_end_matches('s').replace('_', " "));
                        self.missing(&group.fields, &fields, &[], node.span, &format!("{name} entry"), &[]);
                        Some(Value::Group(fields))
                    }
                    (_, Some(short)) => {
                        let value = self.value(group.fields.get(short), node, decoded, taken)?;
                        let mut fields = Fields::default();
                        fields.push(Slot { field: short, span: node.span, value });
                        Some(Value::Group(fields))
                    }
                    _ => {
                        let known: Vec<_> = group.fields.spellings().take(3).collect();
                        self.wrong(field, node, &format!("a group of fields such as `{}: …`", known.join(": …`, `")));
                        None
                    }
                }
            }
            Type::Records(_) => unreachable!("lists of records are decoded as parts"),
            Type::TextMap => {
                let entries = self.map(field, node)?;
                let mut map = Vec::new();
                for Entry { key, node } in entries {
                    if let Some(text) = self.text(field, node) {
                        map.push((key.text.as_ref().into(), key.span, text));
                    }
                }
                Some(Value::TextMap(map))
            }
            Type::WordMap(_, vocabulary) => {
                let entries = self.map(field, node)?;
                let mut map = Vec::new();
                for Entry { key, node } in entries {
                    if let Some(word) = self.word(field, *vocabulary, node) {
                        map.push((Reference::read(&key.text), key.span, word));
                    }
                }
                Some(Value::WordMap(map))
            }
            Type::Any => Some(Value::Any(Box::new(node.clone()))),
        }
    }

    fn parts(&mut self, kind: KindId, id: FieldId, field: &Field, node: &Node, decoded: &mut Decoded, owner: &str) {
        let declaration = self.schema.kind(kind);
        let Tree::List(nodes) = &node.value else {
            let message = format!("`{}` must be a list, but this is {}", field.name, node.kind());
            let help = format!("write each {} below the key, with `- ` before its first field", declaration.label.to_lowercase());
            self.problems.push(Diagnostic::at(&codes::WRONG_TYPE, self.file, node.span, message).help(help));
            return;
        };
        for node in nodes.iter().filter(|node| !node.is_null()) {
            let Tree::Map(entries) = &node.value else {
                let message = format!("an entry of `{}` must be a group of fields, but this is {}", field.name, node.kind());
                let needed: Vec<String> =
                    declaration.fields.iter().filter(|(_, f)| f.required).map(|(_, f)| format!("`{}: …`", f.name)).collect();
                let problem = Diagnostic::at(&codes::WRONG_TYPE, self.file, node.span, message);
                self.problems.push(problem.help(format!(
                    "{} is written with {}",
                    with_article(&declaration.label.to_lowercase()),
                    needed.join(", ")
                )));
                continue;
            };
            let (own, others): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(|entry| &*entry.key.text == "id");
            let rest: Vec<Entry> = others.into_iter().cloned().collect();
            let part = self.record(kind, owner, &rest, node.span, &[], 0);
            let given = own.first().and_then(|entry| entry.node.written().map(str::to_owned));
            if let (Some(given), Some(entry)) = (&given, own.first()) {
                self.sound_id(given, entry.node.span);
            }
            let name = given.unwrap_or_else(|| self.part_id(kind, owner, &part.fields, &decoded.parts));
            decoded.parts.push(Draft {
                kind,
                id: name.into(),
                file: self.file,
                span: node.span,
                origin: Origin::Part(id),
                story: Arc::clone(&self.story),
                fields: part.fields,
                proses: part.proses,
                has_text: false,
                parts: part.parts,
            });
        }
    }

    /// Reports an id that cannot be one.
    pub(super) fn sound_id(&mut self, id: &str, span: Span) {
        if let Err(why) = crate::scan::sound_id(id) {
            let problem = Diagnostic::at(&codes::BAD_ID, self.file, span, format!("`{id}` cannot be an id: {why}"));
            self.problems.push(problem.help(format!("rename it, for example to `{}`", super::id_for(id))));
        }
    }

    /// The id of a part that has none: its owner's, and its number, its title or the first record it refers to; repeats are counted.
    fn part_id(&self, kind: KindId, owner: &str, fields: &Fields<Reference>, others: &[Draft]) -> String {
        let set = &self.schema.kind(kind).fields;
        let text = |name: &str| match set.find(name).and_then(|id| fields.get(id)) {
            Some(Value::Text(text)) => Some(super::slug(text)),
            _ => None,
        };
        let first = || {
            fields.iter().find_map(|slot| match &slot.value {
                Value::Reference(reference) => Some(super::slug(&reference.name)),
                _ => None,
            })
        };
        let own = text("n").or_else(|| text("title")).or_else(first).unwrap_or_else(|| self.schema.kind(kind).name.clone());
        let stem = format!("{owner}-{own}");
        let taken = |id: &str| others.iter().any(|other| other.kind == kind && &*other.id == id);
        if !taken(&stem) {
            return stem;
        }
        (2..).map(|n| format!("{stem}-{n}")).find(|id| !taken(id)).expect("some number is free")
    }

    fn wrong(&mut self, field: &Field, node: &Node, expected: &str) {
        let message = format!("`{}` must be {expected}, but this is {}", field.name, node.kind());
        let help = format!("`{}` means: {}", field.name, in_passing(&field.help));
        self.problems.push(Diagnostic::at(&codes::WRONG_TYPE, self.file, node.span, message).help(help));
    }

    /// An id, which people also write in the brackets that running text wants.
    fn reference(&mut self, field: &Field, kinds: &[KindId], node: &Node) -> Option<Reference> {
        let bare = inner_text(node).map(|text| text.trim_matches(['[', ']', '@', ' ']).to_owned()).filter(|text| !text.is_empty());
        match node.written() {
            Some(text) if !text.starts_with(['[', '@']) => return Some(Reference::read(text.trim())),
            _ => {}
        }
        let what = self.schema.kinds_in_words(kinds);
        let entry = if field.many { "an entry of " } else { "" };
        let found = if node.written().is_some() { "text in brackets" } else { node.kind() };
        let message = format!("{entry}`{}` must be the id of {what}, but this is {found}", field.name);
        let help = match bare {
            Some(id) => format!("write the id alone: `{id}`"),
            None => "write one id, the name of a file or the key of a row".to_owned(),
        };
        self.problems.push(Diagnostic::at(&codes::WRONG_TYPE, self.file, node.span, message).help(help));
        None
    }

    fn map<'n>(&mut self, field: &Field, node: &'n Node) -> Option<&'n [Entry]> {
        match &node.value {
            Tree::Map(entries) => Some(entries),
            _ => {
                self.wrong(field, node, "a group of `key: value`");
                None
            }
        }
    }

    fn text(&mut self, field: &Field, node: &Node) -> Option<Box<str>> {
        let Some(text) = node.written() else {
            let message = format!("`{}` must be text, but this is {}", field.name, node.kind());
            let help = "write it on one line, in quotes if it begins with a bracket or holds `: `";
            self.problems.push(Diagnostic::at(&codes::WRONG_TYPE, self.file, node.span, message).help(help));
            return None;
        };
        let text = text.trim();
        let long = text.chars().count();
        if let Some(max) = field.max.filter(|max| long > *max) {
            let message = format!("`{}` has {long} characters, {max} are allowed", field.name);
            self.problems.push(
                Diagnostic::at(&codes::TOO_LONG, self.file, node.span, message).help("say it shorter, and put the rest into the text"),
            );
        }
        Some(text.into())
    }

    fn integer(&mut self, field: &Field, node: &Node) -> Option<i64> {
        let number = match &node.value {
            Tree::Int { value, .. } => Some(*value),
            Tree::Text(text) if self.written.is_flat() => text.trim().parse().ok(),
            _ => None,
        };
        if number.is_none() {
            self.wrong(field, node, "a whole number");
        }
        number.filter(|number| self.is_in_range(field, *number as f64, node))
    }

    fn is_in_range(&mut self, field: &Field, number: f64, node: &Node) -> bool {
        let Some((min, max)) = field.range.filter(|(min, max)| !(*min..=*max).contains(&number)) else { return true };
        let message = format!("`{}` cannot be {number}", field.name);
        let help = format!("it lies between {min} and {max}");
        self.problems.push(Diagnostic::at(&codes::WRONG_TYPE, self.file, node.span, message).help(help));
        false
    }

    fn number(&mut self, field: &Field, node: &Node) -> Option<Number> {
        let written = node.written().unwrap_or_default().trim();
        let typed = matches!(node.value, Tree::Int { .. } | Tree::Float { .. });
        let value: Option<f64> = written.replace('_', "").parse().ok().filter(|number: &f64| number.is_finite());
        match value.filter(|_| typed || self.written.is_flat()) {
            Some(value) => self.is_in_range(field, value, node).then(|| Number { value, written: written.into() }),
            None => {
                let digits: String = written.chars().take_while(|c| c.is_ascii_digit() || ".,'’ \u{a0}\u{202f}".contains(*c)).collect();
                let number: String = digits.trim_end_matches(['.', ',', ' ']).chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
                let message = format!("`{}` must be a number, but this is {}", field.name, node.kind());
                let help = match number.parse::<f64>() {
                    Ok(_) => format!("write the number alone, without unit or separators: `{number}`"),
                    Err(_) => "write the number alone, such as `75` or `1.5`".to_owned(),
                };
                self.problems.push(Diagnostic::at(&codes::WRONG_TYPE, self.file, node.span, message).help(help));
                None
            }
        }
    }

    fn boolean(&mut self, field: &Field, node: &Node) -> Option<bool> {
        let truth = match (&node.value, node.written()) {
            (Tree::Bool { value, .. }, _) => Some(*value),
            (_, Some("true" | "yes")) if self.written.is_flat() => Some(true),
            (_, Some("false" | "no")) if self.written.is_flat() => Some(false),
            _ => None,
        };
        if truth.is_none() {
            self.wrong(field, node, "`true` or `false`");
        }
        truth
    }

    fn date(&mut self, field: &Field, node: &Node) -> Option<Date> {
        let Some(written) = node.written() else {
            self.wrong(field, node, "a date");
            return None;
        };
        match Date::parse(written.trim()) {
            Ok(date) => Some(date),
            Err(error) => {
                let help = error.help.unwrap_or_else(|| "write 2026-01-31, 2026-01, 2026, 2026-01~ (about), or unknown".to_owned());
                let problem = Diagnostic::at(&codes::BAD_DATE, self.file, node.span, error.message).help(help);
                self.problems.push(match &error.instead {
                    Some(date) => problem.instead_of(written, date),
                    None => problem,
                });
                None
            }
        }
    }

    fn url(&mut self, field: &Field, node: &Node) -> Option<Box<str>> {
        let text = self.text(field, node)?;
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let sound = host.is_some_and(|host| !host.is_empty() && !host.starts_with('/'))
            && !text.contains(|c: char| c.is_whitespace() || c.is_control());
        if !sound {
            let message = format!("`{}` must be an address that starts with https:// or http://", field.name);
            let is_host = |text: &str| {
                text.split('/')
                    .next()
                    .is_some_and(|host| host.contains('.') && !host.contains(|c: char| !c.is_alphanumeric() && !".-".contains(c)))
            };
            let help = match is_host(&text) && !text.contains(char::is_whitespace) {
                true => format!("write `https://{text}`"),
                false => "leave the field out while the address is not known".to_owned(),
            };
            self.problems.push(Diagnostic::at(&codes::BAD_URL, self.file, node.span, message).help(help));
            return None;
        }
        Some(text)
    }

    fn path(&mut self, field: &Field, node: &Node) -> Option<Box<str>> {
        let text = self.text(field, node)?;
        let strange = text.contains(['\\', '?', '#', '\0'])
            || text.contains("//")
            || text.split('/').any(|part| part == "..")
            || text.contains("://");
        if strange {
            let message = format!("`{}` must be a path in the site", field.name);
            self.problems.push(
                Diagnostic::at(&codes::BAD_URL, self.file, node.span, message)
                    .help("write it from the root of the site, such as /folder/name/, or for a file beside this one as name.jpg"),
            );
            return None;
        }
        Some(text)
    }

    fn language(&mut self, field: &Field, node: &Node) -> Option<Box<str>> {
        let text = self.text(field, node)?;
        let sound = super::is_language(&text);
        if !sound {
            self.wrong(field, node, "a language tag such as `en`, `uk` or `zh-Hant`");
            return None;
        }
        Some(text)
    }

    fn zone(&mut self, field: &Field, node: &Node) -> Option<Box<str>> {
        let text = self.text(field, node)?;
        if let Err(unknown) = Zone::named(&text) {
            let message = format!("`{text}` is not a time zone");
            let problem = Diagnostic::at(&codes::UNKNOWN_VALUE, self.file, node.span, message).help_if(unknown.help());
            self.problems.push(problem.help("use an IANA name such as Europe/Paris or America/New_York"));
            return None;
        }
        Some(text)
    }

    fn word(&mut self, field: &Field, id: crate::schema::VocabularyId, node: &Node) -> Option<u16> {
        let vocabulary = self.schema.vocabulary(id);
        let Some(written) = node.written() else {
            self.wrong(field, node, "one word of its vocabulary");
            return None;
        };
        let found = vocabulary.position(written.trim());
        if found.is_none() {
            let words = words_of(self.schema, id);
            let message = format!("`{}` cannot be `{written}`", field.name);
            let problem = Diagnostic::at(&codes::UNKNOWN_VALUE, self.file, node.span, message).did_you_mean(written, words.iter().copied());
            self.problems.push(problem.help(format!("it is one of: {}", words.join(", "))));
        }
        found
    }
}

/// Nothing, or nothing but blanks.
fn is_blank(node: &Node) -> bool {
    node.is_null() || node.written().is_some_and(|text| text.trim().is_empty())
}

/// The text in a value, or in a list of nothing but it.
fn inner_text(node: &Node) -> Option<&str> {
    match node.as_list() {
        Some([only]) => inner_text(only),
        Some(_) => None,
        None => node.written(),
    }
}

fn words_of(schema: &Schema, id: crate::schema::VocabularyId) -> Vec<&str> {
    schema.vocabulary(id).words.iter().map(|(word, _)| word.as_str()).collect()
}

/// A sentence of the schema as a part of ours: "The name readers see." becomes "the name readers see".
fn in_passing(sentence: &str) -> String {
    let sentence = sentence.trim_end_matches('.');
    let mut letters = sentence.chars();
    match (letters.next(), letters.clone().next()) {
        // `IANA` keeps its capitals.
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => sentence.to_owned(),
    }
}
