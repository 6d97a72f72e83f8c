//! Actors, events, figures, quotations, sources, places and updates.

use super::{Records, When, Word};
use crate::graph::{Reader, RecordId, Target};
use crate::schema::{KindId, Schema};
use crate::source::Span;

/// The built-in kinds, found once.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each field is the kind of its name")]
pub struct Kinds {
    pub actor: KindId,
    pub issue: KindId,
    pub event: KindId,
    pub claim: KindId,
    pub document: KindId,
    pub point: KindId,
    pub position: KindId,
    pub quote: KindId,
    pub figure: KindId,
    pub source: KindId,
    pub place: KindId,
    pub term: KindId,
    pub update: KindId,
    pub page: KindId,
}

impl Kinds {
    /// Finds the built-in kinds in a schema that extends the built-in one.
    pub fn of(schema: &Schema) -> Kinds {
        let find = |name: &str| schema.find_kind(name).expect("a site's schema extends the built-in one, which has this kind");
        Kinds {
            actor: find("actor"),
            issue: find("issue"),
            event: find("event"),
            claim: find("claim"),
            document: find("document"),
            point: find("point"),
            position: find("position"),
            quote: find("quote"),
            figure: find("figure"),
            source: find("source"),
            place: find("place"),
            term: find("term"),
            update: find("update"),
            page: find("page"),
        }
    }
}

/// An office somebody holds or held.
#[derive(Clone, Copy, Debug)]
pub struct Role<'g> {
    /// The characters of its name.
    pub at: Span,
    /// Its name.
    pub title: &'g str,
    /// Where.
    pub of: Option<RecordId>,
    /// Since when.
    pub from: When<'g>,
    /// Until when.
    pub to: When<'g>,
    /// Where it is written.
    pub source: Option<RecordId>,
}

/// Somebody or something that acts.
#[derive(Clone, Debug)]
pub struct Actor<'g> {
    /// What sort of actor.
    pub kind: Option<Word<'g>>,
    /// Offices, as written.
    pub roles: Vec<Role<'g>>,
    /// Organisations with first and last day.
    pub member_of: Vec<(RecordId, When<'g>, When<'g>)>,
    /// Who belongs to it, by name.
    pub members: Vec<RecordId>,
    /// How many belong to it.
    pub count: Option<i64>,
    /// Whose side it is on when it speaks.
    pub speaks_for: Option<RecordId>,
    /// The larger body.
    pub part_of: Option<RecordId>,
    /// Its picture: address, description, credit.
    pub portrait: Option<(&'g str, &'g str, Option<&'g str>)>,
}

/// Somebody at an event.
#[derive(Clone, Copy, Debug)]
pub struct Participant<'g> {
    /// The characters of their role, or of who it is.
    pub at: Span,
    /// Who.
    pub actor: Option<RecordId>,
    /// In what role.
    pub role: Option<&'g str>,
    /// For whom.
    pub on_behalf_of: Option<RecordId>,
}

/// Something that happened or is planned. Who took part is read apart (`Records::participants`): a card does not name them.
#[derive(Clone, Copy, Debug)]
pub struct Event<'g> {
    /// What sort of event.
    pub kind: Option<Word<'g>>,
    /// When.
    pub date: When<'g>,
    /// When it ended.
    pub end: When<'g>,
    /// The date in the author's words.
    pub date_text: Option<&'g str>,
    /// Planned, over or called off.
    pub status: Option<Word<'g>>,
    /// Where.
    pub place: Option<RecordId>,
    /// Whether its outcome is written down.
    pub has_outcome: bool,
    /// ISO 8601 duration.
    pub duration: Option<&'g str>,
}

/// A number with what it measures.
#[derive(Clone, Debug)]
pub struct Figure<'g> {
    /// The number, as written.
    pub value: Option<(f64, &'g str)>,
    /// The lower end.
    pub min: Option<(f64, &'g str)>,
    /// The upper end.
    pub max: Option<(f64, &'g str)>,
    /// Whether it is approximate.
    pub approx: bool,
    /// Its unit.
    pub unit: Option<&'g str>,
    /// What is measured.
    pub of: Option<&'g str>,
    /// The date or period for which it holds.
    pub as_of: When<'g>,
    /// How it was measured.
    pub method_note: Option<&'g str>,
    /// Whether it is a figure of speech.
    pub rhetorical: bool,
    /// The margin of error.
    pub margin: Option<(f64, &'g str)>,
    /// Figures it was computed from.
    pub derived_from: Vec<RecordId>,
    /// Earlier values, as written.
    pub history: Vec<Measurement<'g>>,
    /// Who gives it.
    pub by: Option<RecordId>,
    /// On whose word.
    pub basis: Option<Word<'g>>,
    /// Where it is written.
    pub source: Option<RecordId>,
}

/// An earlier value of a figure.
#[derive(Clone, Copy, Debug)]
pub struct Measurement<'g> {
    /// The number, as written.
    pub value: Option<(f64, &'g str)>,
    /// The lower end.
    pub min: Option<(f64, &'g str)>,
    /// The upper end.
    pub max: Option<(f64, &'g str)>,
    /// The date or period for which it held.
    pub as_of: When<'g>,
    /// Where it is written.
    pub source: Option<RecordId>,
}

/// Somebody's words.
#[derive(Clone, Debug)]
pub struct Quote<'g> {
    /// The words.
    pub text: &'g str,
    /// Who said them, if anybody knows.
    pub by: Option<RecordId>,
    /// When.
    pub date: When<'g>,
    /// On what occasion.
    pub event: Option<RecordId>,
    /// To whom.
    pub to: Option<&'g Target>,
    /// Who translated them.
    pub translator: Option<&'g Target>,
    /// Where the whole of it can be read.
    pub context_url: Option<&'g str>,
    /// Their language.
    pub lang: Option<&'g str>,
    /// The original words and their language.
    pub original: Option<(&'g str, Option<&'g str>)>,
    /// The language they were said in, with or without the words.
    pub original_lang: Option<&'g str>,
    /// The date for which they hold.
    pub as_of: When<'g>,
    /// On whose word.
    pub basis: Option<Word<'g>>,
    /// Where it is written.
    pub source: Option<RecordId>,
}

/// Where something is written.
#[derive(Clone, Debug)]
pub struct Source<'g> {
    /// Who published it: a record, words, or nothing.
    pub publisher: Option<&'g Target>,
    /// Who wrote it.
    pub author: Option<&'g Target>,
    /// Where it is.
    pub url: Option<&'g str>,
    /// A copy that will stay.
    pub archive_url: Option<&'g str>,
    /// When it was published.
    pub published: When<'g>,
    /// What sort of source.
    pub kind: Option<Word<'g>>,
    /// On the record or not.
    pub access: Option<Word<'g>>,
    /// Why it is not named.
    pub anonymity_reason: Option<&'g str>,
    /// Its language.
    pub lang: Option<&'g str>,
}

/// Where something is.
#[derive(Clone, Copy, Debug)]
pub struct Place<'g> {
    /// What sort of place.
    pub kind: Option<Word<'g>>,
    /// The larger place.
    pub part_of: Option<RecordId>,
    /// Degrees north and east.
    pub geo: Option<(f64, f64)>,
}

/// A change that readers are told of.
#[derive(Clone, Debug)]
pub struct Update<'g> {
    /// When it was published.
    pub date: When<'g>,
    /// What sort of change.
    pub kind: Option<Word<'g>>,
    /// What changed.
    pub records: Vec<RecordId>,
    /// What readers should know.
    pub note: &'g str,
    /// A correction: since when the mistake stood there.
    pub first_published: When<'g>,
    /// A correction: what stood there, what stands there now, and why.
    pub correction: Option<(&'g str, &'g str, Option<&'g str>)>,
}

impl<'g> Records<'g> {
    /// Reads an actor.
    pub fn actor(self, id: RecordId) -> Actor<'g> {
        let fields = self.fields(id);
        let role = |role: Reader<'g>| Role {
            at: role.place(&["title"]),
            title: role.text("title").unwrap_or_default(),
            of: role.record("of"),
            from: When::read(role, "from"),
            to: When::read(role, "to"),
            source: role.record("source"),
        };
        let membership = |group: Reader<'g>| Some((group.record("org")?, When::read(group, "from"), When::read(group, "to")));
        Actor {
            kind: Word::read(fields, "kind"),
            roles: fields.groups("roles").map(role).collect(),
            member_of: fields.groups("member_of").filter_map(membership).collect(),
            members: fields.records("members").collect(),
            count: fields.integer("count"),
            speaks_for: fields.record("speaks_for"),
            part_of: fields.record("part_of"),
            portrait: fields.groups("portrait").next().and_then(|p| Some((p.text("src")?, p.text("alt")?, p.text("credit")))),
        }
    }

    /// Whether an actor says that it belongs to another one: as a member or as a part.
    pub fn actor_belongs(self, member: RecordId, whole: RecordId) -> bool {
        if self.get(member).kind != self.kinds.actor {
            return false;
        }
        let actor = self.actor(member);
        actor.part_of == Some(whole) || actor.member_of.iter().any(|(org, _, _)| *org == whole)
    }

    /// Reads an event.
    pub fn event(self, id: RecordId) -> Event<'g> {
        let fields = self.fields(id);
        Event {
            kind: Word::read(fields, "type"),
            date: When::read(fields, "date"),
            end: When::read(fields, "end"),
            date_text: fields.text("date_text"),
            status: Word::read(fields, "status"),
            place: fields.record("place"),
            has_outcome: fields.value("outcome").is_some(),
            duration: fields.text("duration"),
        }
    }

    /// Reads who took part in an event.
    pub fn participants(self, id: RecordId) -> impl Iterator<Item = Participant<'g>> {
        let participant = |group: Reader<'g>| Participant {
            at: group.place(&["role", "actor"]),
            actor: group.record("actor"),
            role: group.text("role"),
            on_behalf_of: group.record("on_behalf_of"),
        };
        self.fields(id).groups("participants").map(participant)
    }

    /// Reads a figure.
    pub fn figure(self, id: RecordId) -> Figure<'g> {
        let fields = self.fields(id);
        let measurement = |group: Reader<'g>| Measurement {
            value: group.number("value"),
            min: group.number("min"),
            max: group.number("max"),
            as_of: date_or_period(group),
            source: group.record("source"),
        };
        Figure {
            value: fields.number("value"),
            min: fields.number("min"),
            max: fields.number("max"),
            approx: fields.is_true("approx"),
            unit: fields.text("unit"),
            of: fields.text("of"),
            as_of: date_or_period(fields),
            method_note: fields.text("method_note"),
            rhetorical: fields.is_true("rhetorical"),
            margin: fields.number("margin"),
            derived_from: fields.records("derived_from").collect(),
            history: fields.groups("history").map(measurement).collect(),
            by: fields.record("by"),
            basis: Word::read(fields, "basis"),
            source: fields.record("source"),
        }
    }

    /// Reads a quotation.
    pub fn quote(self, id: RecordId) -> Quote<'g> {
        let fields = self.fields(id);
        Quote {
            text: fields.text("text").unwrap_or_default(),
            by: fields.record("by"),
            date: When::read(fields, "date"),
            event: fields.record("event"),
            to: fields.target("to"),
            translator: fields.target("translator"),
            context_url: fields.text("context_url"),
            lang: fields.text("lang"),
            original: fields.text("original").map(|words| (words, fields.text("original_lang"))),
            original_lang: fields.text("original_lang"),
            as_of: When::read(fields, "as_of"),
            basis: Word::read(fields, "basis"),
            source: fields.record("source"),
        }
    }

    /// Reads a source.
    pub fn source(self, id: RecordId) -> Source<'g> {
        let fields = self.fields(id);
        Source {
            publisher: fields.target("publisher"),
            author: fields.target("author"),
            url: fields.text("url"),
            archive_url: fields.text("archive_url"),
            published: When::read(fields, "published"),
            kind: Word::read(fields, "type"),
            access: Word::read(fields, "access"),
            anonymity_reason: fields.text("anonymity_reason"),
            lang: fields.text("lang"),
        }
    }

    /// Reads a place.
    pub fn place(self, id: RecordId) -> Place<'g> {
        let fields = self.fields(id);
        let geo = fields.groups("geo").next().and_then(|geo| geo.number("lat").zip(geo.number("lon")));
        Place { kind: Word::read(fields, "kind"), part_of: fields.record("part_of"), geo: geo.map(|((lat, _), (lon, _))| (lat, lon)) }
    }

    /// Reads an update.
    pub fn update(self, id: RecordId) -> Update<'g> {
        let fields = self.fields(id);
        let correction = fields.text("was").zip(fields.text("now")).map(|(was, now)| (was, now, fields.text("why")));
        Update {
            date: When::read(fields, "date"),
            kind: Word::read(fields, "kind"),
            records: fields.records("records").collect(),
            note: fields.text("note").unwrap_or_default(),
            first_published: When::read(fields, "first_published"),
            correction,
        }
    }
}

fn date_or_period(fields: Reader) -> When {
    match When::read(fields, "as_of") {
        When::Absent => When::read(fields, "period"),
        given => given,
    }
}
