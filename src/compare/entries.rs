//! Drafts of entries for `updates/`: what readers should be told and nobody has told them yet.
//!
//! One entry for each correction, and one for each other kind of change in a story. The kind is a guess that follows from what changed:
//! the meaning of a published claim, figure or quotation → `correction`; only how things stand → `status_change`; new records and facts →
//! `new_information`; only how something is told → `clarification`, and where only letters changed → `tidy_up`, of which readers are not told.

use super::derived::DerivedChange;
use super::fields::FieldChange;
use super::unannounced::{Statement, gone, statements};
use super::{Change, Difference, Sort, texts};
use crate::graph::RecordId;
use crate::model::{Bearing, bearing, is_answered_for, is_news};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// A draft of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it belongs, from the root of the site.
    pub path: String,
    /// Its kind, as sources write it.
    pub kind: &'static str,
    /// What it tells of.
    pub records: Vec<String>,
    /// The whole file.
    pub text: String,
}

/// The kinds of entries. What is told of one record in several ways is told in the first of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Correction,
    News,
    Status,
    Clarification,
    TidyUp,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Kind::Correction => "correction",
            Kind::Status => "status_change",
            Kind::News => "new_information",
            Kind::Clarification => "clarification",
            Kind::TidyUp => "tidy_up",
        }
    }
}

/// Drafts an entry for everything that no new entry names.
pub(super) fn drafts(change: Change) -> Vec<Entry> {
    let mut subjects: BTreeMap<String, (Kind, Vec<&Difference>)> = BTreeMap::new();
    let mut order: Vec<(String, Option<RecordId>)> = Vec::new();
    for difference in change.differences {
        let Some(kind) = kind_of(change, difference).filter(|_| !change.is_told(difference)) else { continue };
        let subject = subject(change, difference);
        let name = subject.map_or_else(|| difference.id.clone(), |id| change.pairs.new_keys[id.0 as usize].clone());
        if !order.iter().any(|(known, _)| *known == name) {
            order.push((name.clone(), subject));
        }
        let (first, differences) = subjects.entry(name).or_insert((kind, Vec::new()));
        *first = kind.min(*first);
        differences.push(difference);
    }
    let mut names = Names::new(change);
    let mut drafts = Vec::new();
    for (name, subject) in order.iter().filter(|(name, _)| subjects[name].0 == Kind::Correction) {
        let wrong = subjects[name].1.iter().filter(|difference| kind_of(change, difference) == Some(Kind::Correction));
        drafts.extend(wrong.map(|difference| correction(change, *subject, difference, &mut names)));
    }
    let mut others: BTreeMap<(String, Kind), Vec<&str>> = BTreeMap::new();
    for (name, subject) in &order {
        let kind = subjects[name].0;
        if let Some(id) = subject.filter(|_| kind != Kind::Correction) {
            others.entry((names.story(change, Some(id)), kind)).or_default().push(name);
        }
    }
    for ((story, kind), told) in others {
        let all = told.iter().flat_map(|name| &subjects[*name].1).copied();
        // A position that turns a stance is told with the stance.
        let differences: Vec<&Difference> = all.filter(|difference| !is_turn(change, difference)).collect();
        let note = note(change, kind, &differences);
        let records: Vec<String> = told.into_iter().map(str::to_owned).collect();
        let path = names.path(&story, kind);
        drafts.push(Entry { text: file(change, kind, &records, &note, ""), path, kind: kind.word(), records });
    }
    drafts
}

/// The kind of entry that a difference asks for, if it asks for one.
fn kind_of(change: Change, difference: &Difference) -> Option<Kind> {
    if !is_news(&difference.kind) || difference.with_owner && difference.sort != Sort::Removed {
        return None;
    }
    if is_turn(change, difference) {
        return Some(Kind::Status);
    }
    match difference.sort {
        Sort::Added => return Some(Kind::News),
        // Nobody can be led to what is gone; of what was answered for, readers are told all the same.
        Sort::Removed => return is_answered_for(&difference.kind).then_some(Kind::Correction),
        Sort::Renamed(_) | Sort::Changed => {}
    }
    if !statements(change, difference).is_empty() {
        return Some(if is_newer_number(change, difference) { Kind::News } else { Kind::Correction });
    }
    let bearings: Vec<Bearing> = difference.fields.iter().map(|field| bearing(&difference.kind, &field.field)).collect();
    let seen = || bearings.iter().filter(|bearing| **bearing > Bearing::Nothing);
    if seen().all(|bearing| *bearing == Bearing::Standing)
        && (seen().next().is_some() || difference.derived.iter().any(DerivedChange::is_turn))
    {
        return Some(Kind::Status);
    }
    if seen().any(|bearing| *bearing >= Bearing::Fact) || !difference.derived.is_empty() {
        return Some(Kind::News);
    }
    let wordings = || difference.fields.iter().filter(|field| bearing(&difference.kind, &field.field) == Bearing::Wording);
    let is_spelling = |field: &FieldChange| matches!((&field.was, &field.now), (Some(was), Some(now)) if texts::is_spelling(was, now));
    wordings().next()?;
    Some(if wordings().all(is_spelling) { Kind::TidyUp } else { Kind::Clarification })
}

/// Whether it is a position that came or changed, and with it a stance on its issue: what it says more is told with that.
fn is_turn(change: Change, difference: &Difference) -> bool {
    let Some(id) = difference.records.1.filter(|id| change.is_position(*id)) else { return false };
    let host = change.new.records.graph.host(id);
    let turned = |other: &Difference| other.records.1 == Some(host) && other.derived.iter().any(DerivedChange::is_turn);
    change.differences.iter().any(turned)
}

/// A figure whose old number went into its history was not wrong: there is a newer one.
fn is_newer_number(change: Change, difference: &Difference) -> bool {
    let (Some(was), Some(now)) = difference.records else { return false };
    let (old, new) = (change.old.records, change.new.records);
    if old.get(was).kind != old.kinds.figure {
        return false;
    }
    let (was, now) = (old.figure(was), new.figure(now));
    let written = |number: Option<(f64, &str)>| number.map(|(_, written)| written.to_owned());
    let is_old = |value, min, max| (written(value), written(min), written(max)) == (written(was.value), written(was.min), written(was.max));
    now.history.iter().any(|earlier| is_old(earlier.value, earlier.min, earlier.max))
        && !was.history.iter().any(|earlier| is_old(earlier.value, earlier.min, earlier.max))
}

/// The record that an entry about a difference names.
fn subject(change: Change, difference: &Difference) -> Option<RecordId> {
    if let Some(id) = difference.records.1 {
        return Some(change.named(id));
    }
    // Of what is gone: whose it was, what it spoke of, what spoke of it; a source tells a reader least.
    let (was, old) = (difference.records.0?, change.old.records);
    let speaking = old.graph.to(was).iter().map(|edge| edge.from);
    let spoken_of = old.graph.from(was).iter().map(|edge| edge.to);
    let is_source = |id: &RecordId| old.get(*id).kind == old.kinds.source;
    let (sources, others): (Vec<RecordId>, Vec<RecordId>) =
        old.get(was).owner.into_iter().chain(spoken_of).chain(speaking).partition(is_source);
    let now = |id: RecordId| change.pairs.of_old[id.0 as usize].map(|now| change.named(now));
    others.into_iter().chain(sources).find_map(now)
}

fn correction(change: Change, subject: Option<RecordId>, difference: &Difference, names: &mut Names) -> Entry {
    let (label, title) = (difference.label.to_lowercase(), quoted(&difference.title));
    let (was, now, note) = if difference.sort == Sort::Removed {
        let note = format!("We took out the {label} {title}.");
        (gone(change.old.records, difference), "It is no longer part of this site.".to_owned(), note)
    } else {
        let statements = statements(change, difference);
        let note = match statements.as_slice() {
            // `of` and `by` make no sentence.
            [only] if only.name.len() > 2 => format!("We corrected the {} of the {label} {title}.", only.name),
            _ => format!("We corrected the {label} {title}."),
        };
        let said = |pick: fn(&Statement) -> &str| match statements.as_slice() {
            [only] => pick(only).to_owned(),
            several => several.iter().map(|one| format!("{}: {}", one.name, pick(one))).collect::<Vec<_>>().join("; "),
        };
        (said(|one| &one.was), said(|one| one.now.as_deref().unwrap_or("nothing")), note)
    };
    let more = format!(
        "was: {}\nnow: {}\n# How was the mistake made or found? Readers are told. The build stops for as long as `why` is missing.\nwhy:\n\
         # Since when the mistake stood there, if you know: `first_published: …`\n",
        yaml(&was),
        yaml(&now)
    );
    let records: Vec<String> = subject.map(|id| change.pairs.new_keys[id.0 as usize].clone()).into_iter().collect();
    let path = names.path(&names.story(change, subject), Kind::Correction);
    Entry { text: file(change, Kind::Correction, &records, &note, &more), path, kind: Kind::Correction.word(), records }
}

/// What readers should know, as a start: the author knows it better.
fn note(change: Change, kind: Kind, differences: &[&Difference]) -> String {
    let titles = |all: &mut dyn Iterator<Item = &Difference>| {
        let mut titles: Vec<String> = Vec::new();
        for title in all.filter_map(|difference| title(change, difference)) {
            // Several parts of one record are one piece of news.
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        (!titles.is_empty()).then(|| listed(&titles))
    };
    let all = || differences.iter().copied();
    let turns = all().flat_map(turns);
    match kind {
        Kind::Correction => unreachable!("corrections have a note of their own"),
        Kind::Status => turns.collect::<Vec<_>>().join(" "),
        Kind::News => {
            let is_new =
                |difference: &&Difference| difference.sort == Sort::Added && difference.records.1.is_some_and(|id| change.named(id) == id);
            let new = titles(&mut all().filter(is_new)).map(|new| format!("New: {new}."));
            let more = titles(&mut all().filter(|difference| !is_new(difference))).map(|more| format!("More is known of {more}."));
            new.into_iter().chain(more).chain(turns).collect::<Vec<_>>().join(" ")
        }
        Kind::Clarification => format!("We say it in other words: {}.", titles(&mut all()).unwrap_or_default()),
        Kind::TidyUp => format!("Spelling: {}.", titles(&mut all()).unwrap_or_default()),
    }
}

/// What readers call the record that an entry names.
fn title(change: Change, difference: &Difference) -> Option<String> {
    let records = change.new.records;
    let id = subject(change, difference)?;
    Some(format!("the {} {}", records.schema.kind(records.kind(id)).label.to_lowercase(), quoted(records.title(id))))
}

fn turns(difference: &Difference) -> Vec<String> {
    let (label, title) = (difference.label.to_lowercase(), quoted(&difference.title));
    let derived = difference.derived.iter().filter(|change| change.is_turn()).map(|change| match (&change.of, change.what) {
        (Some(actor), "account") => format!("By others' account, {actor} on {title}: was “{}”, is “{}”.", change.was, change.now),
        (Some(actor), _) => format!("{actor} on {title}: was “{}”, is “{}”.", change.was, change.now),
        (None, what) => format!("The {what} of the {label} {title} was “{}” and is “{}”.", change.was, change.now),
    });
    let standing = difference.fields.iter().filter(|field| bearing(&difference.kind, &field.field) == Bearing::Standing);
    // An override shows in what follows from it.
    let told = standing.filter(|field| !difference.derived.iter().any(|change| change.what == field.field));
    let plain = told.filter_map(|field| {
        let (was, now) = (field.was.as_ref()?, field.now.as_ref()?);
        Some(match &field.entry {
            Some((entry, _)) => format!("{entry} on the {label} {title}: was “{was}”, is “{now}”."),
            None => format!("The {} of the {label} {title} was “{was}” and is “{now}”.", field.field),
        })
    });
    derived.chain(plain).collect()
}

/// A file of the kind `update`.
fn file(change: Change, kind: Kind, records: &[String], note: &str, more: &str) -> String {
    let today = change.new.derived.today;
    let records = match records {
        [] => "# Name a record that readers of the old one will look at.\nrecords: []".to_owned(),
        records => format!("records: [{}]", records.join(", ")),
    };
    format!("---\ndate: {today}\nkind: {}\n{records}\nnote: {}\n{more}---\n", kind.word(), yaml(note))
}

/// Text as YAML reads it back, whatever it holds: JSON strings are YAML strings.
fn yaml(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn quoted(title: &str) -> String {
    let mut words: Vec<&str> = title.split_whitespace().collect();
    if words.len() > 12 {
        words.truncate(11);
        words.push("…");
    }
    format!("“{}”", words.join(" ").trim_end_matches('.'))
}

/// "a", "a and b", "a, b and c".
fn listed(all: &[String]) -> String {
    match all {
        [] => String::new(),
        [only] => only.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

/// Gives each draft a place of its own.
struct Names {
    /// Ids that are taken: unique in the whole site.
    taken: FxHashSet<String>,
    /// The folders that are stories: they hold records of kinds, not only pages.
    stories: FxHashSet<String>,
    folder: String,
    today: String,
}

impl Names {
    fn new(change: Change) -> Names {
        let (graph, schema, kinds) = (change.new.records.graph, change.new.records.schema, change.new.records.kinds);
        let of_kinds = graph.iter().filter(|(_, record)| record.owner.is_none() && !schema.kind(record.kind).ordinary);
        Names {
            taken: graph.of_kind(kinds.update).iter().map(|id| graph.get(*id).id.to_string()).collect(),
            stories: of_kinds.map(|(_, record)| record.story.to_string()).collect(),
            folder: schema.kind(kinds.update).folder.clone().expect("updates have files of their own"),
            today: change.new.derived.today.to_string(),
        }
    }

    /// The story a record belongs to; an ordinary section is none.
    fn story(&self, change: Change, record: Option<RecordId>) -> String {
        let mut story = record.map_or_else(String::new, |id| change.new.records.get(id).story.to_string());
        while !story.is_empty() && !self.stories.contains(&story) {
            story = story.rsplit_once('/').map_or_else(String::new, |(above, _)| above.to_owned());
        }
        story
    }

    fn path(&mut self, story: &str, kind: Kind) -> String {
        let stem = format!("{}-{}", self.today, kind.word().replace('_', "-"));
        let counted = std::iter::once(stem.clone()).chain((2..).map(|n| format!("{stem}-{n}")));
        let name = counted.into_iter().find(|name| !self.taken.contains(name)).expect("some number is free");
        self.taken.insert(name.clone());
        let above = if story.is_empty() { String::new() } else { format!("{story}/") };
        format!("content/{above}{}/{name}.md", self.folder)
    }
}
