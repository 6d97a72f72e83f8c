//! What the fields of one record, or two records, may not say together.

use crate::diag::{Code, Diagnostic, Diagnostics, codes};
use crate::fields::{Slot, Value};
use crate::graph::{Graph, Reader, Record, RecordId, Target};
use crate::model::{Records, When, Word};
use crate::schema::Schema;
use crate::source::{Location, Span};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Checks every record by itself and the positions of each issue together.
pub(super) fn check(graph: &Graph, schema: &Schema) -> Diagnostics {
    let records = Records::new(graph, schema);
    let ids: Vec<RecordId> = graph.iter().map(|(id, _)| id).collect();
    let found: Vec<Vec<Diagnostic>> =
        ids.par_iter().map(|id| Check { records, id: *id, record: graph.get(*id), found: Vec::new() }.run()).collect();
    let mut problems: Diagnostics = found.into_iter().flatten().collect();
    problems.extend(clashes(records));
    problems
}

struct Check<'g> {
    records: Records<'g>,
    id: RecordId,
    record: &'g Record,
    found: Vec<Diagnostic>,
}

impl<'g> Check<'g> {
    fn run(mut self) -> Vec<Diagnostic> {
        let kinds = self.records.kinds;
        let fields = self.records.fields(self.id);
        self.times(fields);
        self.dependencies(fields);
        if self.records.superseded_by(self.id) == Some(self.id) {
            self.report(
                &codes::SELF_REFERENCE,
                fields.span("superseded_by"),
                "a record cannot replace itself",
                "name the newer record, or take the field out",
            );
        }
        if self.record.kind == kinds.actor {
            for name in ["roles", "member_of"] {
                for group in fields.groups(name) {
                    self.order(group, "from", "to");
                }
            }
        } else if self.record.kind == kinds.event {
            self.order(fields, "date", "end");
        } else if self.record.kind == kinds.claim {
            self.claim(fields);
        } else if self.record.kind == kinds.issue {
            if fields.word("state").is_some() && fields.text("state_reason").is_none() {
                self.report(&codes::NO_REASON, fields.span("state"), "the state is overridden without a reason", "add `state_reason: …`");
            }
        } else if self.record.kind == kinds.update {
            self.correction(fields);
        } else if self.record.kind == kinds.document {
            self.document(fields);
        } else if self.record.kind == kinds.figure {
            self.number(fields);
            for group in fields.groups("history") {
                self.number(group);
            }
        }
        self.found
    }

    fn report(&mut self, code: &'static Code, span: Option<Span>, message: impl Into<String>, help: &str) {
        let span = span.unwrap_or(self.record.span);
        self.found.push(Diagnostic::at(code, self.record.file, span, message).help(help));
    }

    fn times(&mut self, fields: Reader<'g>) {
        if fields.value("tz").is_some() {
            return;
        }
        let bare = |slot: &&Slot<Target>| matches!(&slot.value, Value::Date(date) if date.needs_zone());
        let mut spans = self.record.fields.iter().filter(bare).map(|slot| slot.span);
        let Some(first) = spans.next() else { return };
        let file = self.record.file;
        let mut problem = Diagnostic::at(&codes::TIME_WITHOUT_ZONE, file, first, "a time needs the zone it is meant in");
        for span in spans {
            problem = problem.also(Location { file, span }, "and this one");
        }
        let offset = "write the time with its offset, such as `15:00+01:00`";
        let help = match self.records.schema.kind(self.record.kind).fields.find("tz").is_some() {
            true => format!("add `tz: Europe/Paris`, the IANA name of the zone of the place, or {offset}"),
            false => offset.to_owned(),
        };
        self.found.push(problem.help(help));
    }

    fn order(&mut self, fields: Reader<'g>, from: &str, to: &str) {
        let (Some(start), Some(end)) = (fields.date(from), fields.date(to)) else { return };
        let ends_before = match (start.earliest(), end.latest()) {
            (Some(first), Some(last)) => last < first,
            _ => false,
        };
        let same_day_before =
            start.earliest() == end.latest() && start.has_time() && end.has_time() && fields.sort_key(to) < fields.sort_key(from);
        if ends_before || same_day_before {
            let message = format!("`{to}` lies before `{from}`");
            let span = fields.span(to).unwrap_or(self.record.span);
            let mut problem = Diagnostic::at(&codes::END_BEFORE_START, self.record.file, span, message);
            if let Some(span) = fields.span(from) {
                problem = problem.also(Location { file: self.record.file, span }, "the start");
            }
            self.found.push(problem.help("swap the two, or correct one of them"));
        }
    }

    fn dependencies(&mut self, fields: Reader<'g>) {
        for group in fields.groups("requires") {
            let others: Vec<RecordId> = group.records("all_of").chain(group.records("any_of")).collect();
            let given = group.value("all_of").or(group.value("any_of"));
            let span = group.span("all_of").or(group.span("any_of"));
            if given.is_none_or(|value| value.items().next().is_none()) {
                self.report(
                    &codes::EMPTY_DEPENDENCY,
                    span.or(fields.span("requires")),
                    "a requirement needs `all_of` or `any_of`",
                    "name what is needed, or take the entry out",
                );
            }
            if others.contains(&self.id) {
                self.report(&codes::SELF_REFERENCE, span, "a record cannot require itself", "name the other record");
            }
        }
        for name in ["contradicts", "alternative_to", "enables", "follows"] {
            let in_groups = fields.groups(name).map(|group| (group.record("to"), group.span("to")));
            let plain = fields.records(name).map(|to| (Some(to), fields.span(name)));
            let all: Vec<_> = in_groups.chain(plain).collect();
            let own = self.id;
            for (_, span) in all.into_iter().filter(|(to, _)| *to == Some(own)) {
                self.report(&codes::SELF_REFERENCE, span, format!("`{name}` leads back to the record itself"), "name the other record");
            }
        }
    }

    fn claim(&mut self, fields: Reader<'g>) {
        let claimant = fields.record("claimant");
        for group in fields.groups("responses") {
            if claimant.is_some() && group.record("by") == claimant {
                self.report(
                    &codes::SELF_REFERENCE,
                    group.span("by"),
                    "the claimant cannot respond to their own claim",
                    "a repetition belongs into the text; a withdrawal is `status: withdrawn` with its reason",
                );
            }
        }
        if fields.word("status").is_some() {
            for (name, what) in [("status_reason", "a reason"), ("reviewed_on", "its date")] {
                if fields.value(name).is_none() {
                    let message = format!("the status is overridden without {what}");
                    self.report(&codes::NO_REASON, fields.span("status"), message, &format!("add `{name}: …`"));
                }
            }
        }
    }

    /// Who was misled has to be told by what, and what is true.
    fn correction(&mut self, fields: Reader<'g>) {
        if fields.word("kind") != Some("correction") {
            return;
        }
        for (name, what) in [("was", "what stood there"), ("now", "what stands there now"), ("why", "how the mistake was made or found")] {
            if fields.value(name).is_none() {
                let help = format!("add `{name}: …`, {what}");
                self.report(&codes::MISSING_FIELD, fields.span("kind"), format!("a correction needs `{name}`"), &help);
            }
        }
    }

    fn document(&mut self, fields: Reader<'g>) {
        let points =
            self.records.graph.parts(self.id).iter().filter(|part| self.records.get(**part).kind == self.records.kinds.point).count();
        if let Some(total) = fields.integer("points_total")
            && points as i64 > total
        {
            let listed = if points == 1 { "1 point is".to_owned() } else { format!("{points} points are") };
            let message = format!("{listed} listed, but the document is said to have {total}");
            self.report(
                &codes::TOO_MANY_POINTS,
                fields.span("points_total"),
                message,
                "correct `points_total`, or take out what is no point",
            );
        }
    }

    fn number(&mut self, fields: Reader<'g>) {
        // One that could not be read is there all the same.
        let absent = |name: &str| fields.value(name).is_none();
        if absent("value") && (absent("min") || absent("max")) {
            let (code, span) = (&codes::MISSING_VALUE, fields.span("min").or(fields.span("max")));
            self.report(code, span, "a figure needs `value`, or `min` and `max`", "add the number as the source gives it");
        }
        if let (Some((min, _)), Some((max, _))) = (fields.number("min"), fields.number("max"))
            && min > max
        {
            self.report(&codes::MIN_ABOVE_MAX, fields.span("min"), "`min` is larger than `max`", "swap the two");
        }
    }
}

/// Two stances of one actor on one issue, date and sort of word.
fn clashes(records: Records) -> Vec<Diagnostic> {
    let mut first: FxHashMap<(RecordId, RecordId, bool, String), RecordId> = FxHashMap::default();
    let mut found = Vec::new();
    for id in records.graph.of_kind(records.kinds.position) {
        let position = records.position(*id);
        let (Some(actor), Some(issue), When::Known(date)) = (position.actor, position.issue, position.date) else { continue };
        let own = position.basis.is_some_and(Word::is_own_words);
        let other = *first.entry((actor, issue, own, date.edtf().to_owned())).or_insert(*id);
        if other == *id || records.position(other).stance == position.stance {
            continue;
        }
        let (record, earlier) = (records.get(*id), records.get(other));
        let message = format!("`{}` has two stances on this issue on the same date", records.get(actor).id);
        let problem = Diagnostic::at(&codes::POSITION_CLASH, record.file, record.span, message);
        found.push(
            problem
                .also(earlier.location(), "the other stance")
                .help("only the later one in the file is shown as current: give the dates more precisely, or keep one"),
        );
    }
    found
}
