//! The page of a record: what every kind has.

use super::atoms::{Fact, Link, List, Name};
use super::build::{View, words};
use super::kinds;
use super::lists::{self, Entries, RecordList};
use super::pages::{Alternate, Head, Record, RecordPage};
use super::text::TextBuilder;
use crate::derive;
use crate::fields::Value;
use crate::graph::{RecordId, Target};
use crate::schema::{Field, Type};
use std::borrow::Cow;

/// Built-in fields that are shown as they are, by their names.
const PLAIN: [&str; 4] = ["cameo", "sha256", "geo", "recorded"];

impl<'v> View<'v> {
    /// The page of a record.
    pub fn record_page(self, id: RecordId, address: &str, text: &mut TextBuilder<'v>) -> RecordPage {
        let lists = self.lists(id);
        let main = text.main(id);
        let own = kinds::own(self, id, &lists, text);
        let record = self.record(id, &lists, text);
        let main = super::pages::Text { cited: text.cited(), ..main };
        let description = record.summary.clone().unwrap_or_default();
        let mut head = self.head(&record.title, &description, address, self.way_to(id));
        head.updated = self.changed_on(id);
        head.alternates.extend(self.oembed_of(id));
        RecordPage { head, record, text: main, own }
    }

    /// All lists of a record; those of records with long lists were made once, while planning.
    pub fn lists(self, id: RecordId) -> Cow<'v, [RecordList]> {
        match self.plan.long(id) {
            Some(lists) => Cow::Borrowed(lists),
            None => Cow::Owned(lists::of_record(self.records, self.derived, id)),
        }
    }

    /// A list as the page of its record shows it.
    pub fn list(self, of: RecordId, lists: &[RecordList], id: &str) -> List {
        let Some(list) = lists.iter().find(|list| list.id == id) else {
            return List { id: id.to_owned(), title: String::new(), cards: Vec::new(), total: 0, more: None };
        };
        let cards = list.records().iter().take(self.config.paginate).map(|id| self.listed(*id)).collect();
        List { id: list.id.clone(), title: list.title.clone(), cards, total: list.len(), more: self.more(of, list) }
    }

    /// The address of the whole list, if a page does not hold it.
    pub fn more(self, of: RecordId, list: &RecordList) -> Option<String> {
        let address = self.plan.address(of).filter(|_| list.len() > self.config.paginate)?;
        Some(self.plan.href(&format!("{address}{}/", list.id)))
    }

    /// What every page has.
    pub fn head(self, title: &str, description: &str, address: &str, breadcrumbs: Vec<Link>) -> Head {
        let description = if description.is_empty() { self.config.description.clone() } else { description.to_owned() };
        let feed = self.plan.beside(address, "atom.xml");
        let calendar = self.plan.beside(address, "calendar.ics");
        let forms = [
            ("application/atom+xml", "Changes", feed.clone()),
            ("application/feed+json", "Changes", self.plan.beside(address, "feed.json")),
            ("text/calendar", "Dates", calendar.clone()),
            ("text/markdown", "Text", self.plan.beside(address, "index.md")),
        ];
        let alternate = |(mime, what, url): (&str, &str, Option<String>)| {
            Some(Alternate { mime: mime.to_owned(), title: format!("{what}: {title}"), url: url? })
        };
        let alternates = forms.into_iter().filter_map(alternate).collect();
        let as_of = self.as_of(address);
        Head {
            title: title.to_owned(),
            description,
            canonical: self.canonical(address),
            url: self.plan.href(address),
            breadcrumbs,
            noindex: as_of.is_some(),
            as_of,
            json_ld: None,
            updated: None,
            feed,
            calendar,
            alternates,
        }
    }

    /// The exact day on which a record was last changed.
    pub(super) fn changed_on(self, id: RecordId) -> Option<String> {
        self.records.updated(id).and_then(crate::date::Date::exact_day).map(|day| day.to_string())
    }

    /// The way from home to a record: its story, then the list of its kind, or the sections above it.
    pub fn way_to(self, id: RecordId) -> Vec<Link> {
        let record = self.records.get(id);
        let kind = self.records.schema.kind(record.kind);
        let mut way = vec![self.home()];
        let mut folders: Vec<&str> = Vec::new();
        if kind.ordinary {
            let mut folder = &*record.id;
            while let Some((above, _)) = folder.rsplit_once('/') {
                folders.push(above);
                folder = above;
            }
            folders.reverse();
        } else {
            folders.extend((!record.story.is_empty()).then_some(&*record.story));
        }
        way.extend(folders.into_iter().filter_map(|folder| self.plan.section(folder)).map(|section| self.link(section)));
        if !kind.ordinary && self.plan.has_list(record.kind, "") {
            way.push(Link { title: kind.plural.clone(), url: Some(self.plan.href(&format!("/{}/", kind.path))), kind: String::new() });
        }
        way
    }

    /// The link home.
    pub fn home(self) -> Link {
        Link { title: self.config.title.clone(), url: Some(self.plan.href("/")), kind: String::new() }
    }

    fn record(self, id: RecordId, lists: &[RecordList], text: &mut TextBuilder<'v>) -> Record {
        let records = self.records;
        let record = records.get(id);
        let kind = records.schema.kind(record.kind);
        let fields = records.fields(id);
        let asserted = kind.fields.find("basis").is_some();
        let basis = crate::model::Word::read(fields, "basis");
        let as_of = fields.date("as_of").map_or(crate::model::When::Absent, crate::model::When::Known);
        let review_by = records.review_by(id);
        let changed = lists::by_field(records, id, records.kinds.update, "records");
        let told = derive::told(records, &changed);
        let mentions = lists.iter().find(|list| list.id == "mentions");
        let edges = match mentions.map(|list| &list.entries) {
            Some(Entries::Mentions(edges)) => edges.as_slice(),
            _ => &[],
        };
        let added =
            |list: &&RecordList| !list.is_empty() && kinds::OWN_LISTS.iter().all(|own| *own != list.id) && !list.id.starts_with("used-in-");
        Record {
            kind: kind.name.clone(),
            kind_label: kind.label.clone(),
            id: record.id.to_string(),
            title: records.title(id).to_owned(),
            summary: records.summary(id).map(str::to_owned),
            bullets: fields.texts("bullets").map(str::to_owned).collect(),
            names: fields
                .text_map("names")
                .map(|(lang, text)| Name { lang: lang.to_owned(), dir: direction(lang).to_owned(), text: text.to_owned() })
                .collect(),
            aliases: fields.texts("aliases").filter(|alias| !alias.starts_with('/')).map(str::to_owned).collect(),
            attribution: asserted.then(|| self.attribution(basis, fields.record("source"), as_of)),
            sources: self.links(fields.records("sources")),
            about: self.links(records.about(id)),
            draft: fields.is_true("draft"),
            superseded_by: records.superseded_by(id).map(|by| self.link(by)),
            updated: records.updated(id).map(|date| self.date(date, None)),
            reviewed_on: records.reviewed_on(id).map(|date| self.date(date, None)),
            review_by: review_by.map(|date| self.date(date, None)),
            stale: review_by.is_some_and(|date| date.is_past(self.derived.today())),
            same_as: fields.texts("same_as").map(str::to_owned).collect(),
            facts: self.facts(id, text),
            extra: match fields.value("extra") {
                Some(Value::Any(node)) => node.to_json(),
                _ => serde_json::Value::Object(serde_json::Map::new()),
            },
            relations: lists.iter().filter(added).map(|list| self.list(id, lists, &list.id)).collect(),
            changes: told.into_iter().take(5).map(|update| self.update(update)).collect(),
            mentions: edges.iter().take(self.config.paginate).map(|edge| self.mention(edge)).collect(),
            mentions_total: edges.len(),
            mentions_more: mentions.and_then(|list| self.more(id, list)),
            embed: self.embed(id),
        }
    }

    /// The values of the fields for which the theme has no place of its own: those that a site adds, and a few built-in ones.
    pub fn facts(self, id: RecordId, text: &mut TextBuilder<'v>) -> Vec<Fact> {
        let record = self.records.get(id);
        let set = &self.records.schema.kind(record.kind).fields;
        let mut facts = Vec::new();
        for slot in record.fields.iter() {
            let field = set.get(slot.field);
            let zone_of_place = field.name == "tz" && record.kind == self.records.kinds.place;
            if !(field.added || zone_of_place || PLAIN.contains(&field.name.as_str())) || field.name == "title" || field.name == "summary" {
                continue;
            }
            let label = lists::capitalised(&field.name.replace('_', " "));
            match &slot.value {
                Value::Markdown(at) => facts.push(Fact { label, values: Vec::new(), html: Some(text.field(id, *at)) }),
                value => {
                    let mut values = Vec::new();
                    self.fact(field, value, &mut values);
                    if !values.is_empty() {
                        facts.push(Fact { label, values, html: None });
                    }
                }
            }
        }
        facts
    }

    fn fact(self, field: &Field, value: &Value<Target>, values: &mut Vec<Link>) {
        match value {
            Value::Unknown => values.push(words("unknown")),
            Value::Text(text) if field.holds == Type::Url => {
                values.push(Link { title: text.to_string(), url: Some(text.to_string()), kind: String::new() });
            }
            Value::Text(text) => values.push(words(text)),
            Value::Integer(number) => values.push(words(&number.to_string())),
            Value::Number(number) => values.push(words(&number.written)),
            Value::Boolean(truth) => values.push(words(if *truth { "yes" } else { "no" })),
            Value::Date(date) => values.push(words(&self.date(date, None).text)),
            Value::Word(at) => {
                if let Type::Word(vocabulary) = field.holds {
                    values.push(words(&self.records.schema.vocabulary(vocabulary).words[*at as usize].1));
                }
            }
            Value::Reference(target) => values.push(self.target(target)),
            Value::List(items) => items.iter().for_each(|item| self.fact(field, &item.value, values)),
            Value::Group(fields) => {
                if let Type::Group(group) = field.holds {
                    let inner = &self.records.schema.group(group).fields;
                    for slot in fields.iter() {
                        self.fact(inner.get(slot.field), &slot.value, values);
                    }
                }
            }
            Value::TextMap(map) => values.extend(map.iter().map(|(key, _, text)| words(&format!("{key}: {text}")))),
            Value::WordMap(map) => {
                for (target, _, word) in map {
                    if let Type::WordMap(_, vocabulary) = &field.holds {
                        let mut link = self.target(target);
                        link.title = format!("{}: {}", link.title, self.records.schema.vocabulary(*vocabulary).words[*word as usize].1);
                        values.push(link);
                    }
                }
            }
            // Values of the site's own are for the site's own templates.
            Value::Any(_) | Value::Markdown(_) => {}
        }
    }
}

/// The direction in which a language is written.
pub fn direction(lang: &str) -> &'static str {
    let script = lang.split('-').nth(1).filter(|part| part.len() == 4);
    let base = lang.split('-').next().unwrap_or(lang).to_ascii_lowercase();
    let to_left = match script {
        Some(script) => ["Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm"].contains(&script),
        None => ["ar", "he", "fa", "ur", "ps", "yi", "dv", "ug", "sd", "ckb", "syr"].contains(&base.as_str()),
    };
    if to_left { "rtl" } else { "ltr" }
}
