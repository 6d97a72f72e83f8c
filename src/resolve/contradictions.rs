//! What the fields of one record, or two records, may not say together.
//!
//! In: the graph. Out: what is certainly wrong, as errors, and what is nearly always wrong, as warnings; what may be right is let pass.
//! Times and their order are in `times`, stances that exclude each other in `stances`.

mod stances;
mod times;

use crate::diag::{Code, Diagnostic, Diagnostics, codes};
use crate::fields::Value;
use crate::graph::{Graph, Reader, Record, RecordId, Target};
use crate::model::Records;
use crate::schema::Schema;
use crate::source::{Location, Span};
use rayon::prelude::*;

/// Checks every record by itself and the positions of each issue together.
pub(super) fn check(graph: &Graph, schema: &Schema) -> Diagnostics {
    let records = Records::new(graph, schema);
    let ids: Vec<RecordId> = graph.iter().map(|(id, _)| id).collect();
    let found: Vec<Vec<Diagnostic>> =
        ids.par_iter().map(|id| Check { records, id: *id, record: graph.get(*id), found: Vec::new() }.run()).collect();
    let mut problems: Diagnostics = found.into_iter().flatten().collect();
    problems.extend(stances::clashes(records));
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
        if self.record.kind == kinds.actor {
            self.actor(fields);
        } else if self.record.kind == kinds.event {
            self.order(fields, "date", "end");
        } else if self.record.kind == kinds.claim {
            self.claim(fields);
        } else if self.record.kind == kinds.issue {
            if fields.word("state").is_some() && fields.text("state_reason").is_none() {
                self.report(&codes::NO_REASON, fields.span("state"), "the state is overridden without a reason", "add `state_reason: …`");
            }
        } else if self.record.kind == kinds.update {
            self.update(fields);
        } else if self.record.kind == kinds.document {
            self.document(fields);
        } else if self.record.kind == kinds.point {
            self.stances(fields);
        } else if self.record.kind == kinds.figure {
            self.itself(fields, "derived_from");
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

    fn dependencies(&mut self, fields: Reader<'g>) {
        for group in fields.groups("requires") {
            let others: Vec<RecordId> = group.records("all_of").chain(group.records("any_of")).collect();
            let is_empty = |name: &str| group.value(name).is_none_or(|value| value.items().next().is_none());
            let span = group.span("all_of").or(group.span("any_of"));
            if is_empty("all_of") && is_empty("any_of") {
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

    /// A field that holds many references, one of them to the record itself.
    fn itself(&mut self, fields: Reader<'g>, name: &str) {
        let own = self.id;
        let items = fields.value(name).into_iter().flat_map(Value::items);
        for item in items.filter(|item| matches!(item.value, Value::Reference(Target::Record(to)) if to == own)) {
            let message = format!("`{name}` leads back to the record itself");
            self.report(&codes::SELF_REFERENCE, Some(item.span), message, "name the other record");
        }
    }

    fn actor(&mut self, fields: Reader<'g>) {
        for name in ["roles", "member_of"] {
            for group in fields.groups(name) {
                self.order(group, "from", "to");
            }
        }
        self.itself(fields, "members");
        for group in fields.groups("member_of").filter(|group| group.record("org") == Some(self.id)).collect::<Vec<_>>() {
            self.report(
                &codes::SELF_REFERENCE,
                group.span("org"),
                "nobody is a member of themselves",
                "name the organisation, or take the entry out",
            );
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
        self.assessments(fields, claimant);
        if fields.word("status").is_some() {
            for (name, what) in [("status_reason", "a reason"), ("reviewed_on", "its date")] {
                if fields.value(name).is_none() {
                    let message = format!("the status is overridden without {what}");
                    self.report(&codes::NO_REASON, fields.span("status"), message, &format!("add `{name}: …`"));
                }
            }
        }
    }

    /// What the claimant's own side finds is no second opinion. It may well answer: a confirmation of its own does not count anyway, and a
    /// spokesman who contradicts his principal is news.
    fn assessments(&mut self, fields: Reader<'g>, claimant: Option<RecordId>) {
        let (Some(claimant), records) = (claimant, self.records) else { return };
        for group in fields.groups("assessments") {
            let Some(by) = group.record("by") else { continue };
            let (span, name) = (group.span("by"), &records.get(by).id);
            if by == claimant {
                let help = "an assessment is somebody else's; what the claimant says more belongs into the text";
                self.report(&codes::SELF_REFERENCE, span, "the claimant cannot assess their own claim", help);
            } else if records.side(by) == records.side(claimant) {
                let message = format!("`{name}` is on the side of the claimant, and would be shown as an independent assessor");
                let help = "write it as an entry of `responses`, or correct `speaks_for`";
                self.report(&codes::OWN_ASSESSMENT, span, message, help);
            }
        }
    }

    fn update(&mut self, fields: Reader<'g>) {
        self.itself(fields, "records");
        self.correction(fields);
    }

    /// Who was misled has to be told by what, and what is true.
    fn correction(&mut self, fields: Reader<'g>) {
        self.order(fields, "first_published", "date");
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
        let records = self.records;
        let points: Vec<&Record> = records.graph.parts(self.id).iter().map(|part| records.get(*part)).collect();
        let points: Vec<&Record> = points.into_iter().filter(|part| part.kind == records.kinds.point).collect();
        let total = fields.integer("points_total");
        if let Some(total) = total.filter(|total| points.len() as i64 > *total) {
            let listed = if points.len() == 1 { "1 point is".to_owned() } else { format!("{} points are", points.len()) };
            let message = format!("{listed} listed, but the document is said to have {total}");
            self.report(
                &codes::TOO_MANY_POINTS,
                fields.span("points_total"),
                message,
                "correct `points_total`, or take out what is no point",
            );
        }
        self.numbers(&points, total, fields.span("points_total"));
    }

    /// The numbers of points: none is larger than their count, and none stands twice. One that is no plain number is let pass.
    fn numbers(&mut self, points: &[&'g Record], total: Option<i64>, said: Option<Span>) {
        let mut seen: Vec<(&str, Span)> = Vec::new();
        for point in points {
            let fields = Reader::of(point, self.records.schema);
            let (Some(number), Some(span)) = (fields.text("n"), fields.span("n")) else { continue };
            let above = total.filter(|total| number.parse().is_ok_and(|number: i64| number > *total));
            if let (Some(total), Some(said)) = (above, said) {
                let message = format!("this is point {number} of a document that is said to have {total}");
                let problem = Diagnostic::at(&codes::TOO_MANY_POINTS, point.file, span, message);
                let problem = problem.also(Location { file: self.record.file, span: said }, "how many there are");
                self.found.push(problem.help("correct `points_total`, or the number of the point"));
            }
            match seen.iter().find(|(other, _)| *other == number) {
                Some((_, first)) => {
                    let problem = Diagnostic::at(&codes::SAME_NUMBER, point.file, span, format!("two points have the number {number}"));
                    let problem = problem.also(Location { file: point.file, span: *first }, "the other point");
                    self.found.push(problem.help("number them apart, or make one point of the two"));
                }
                None => seen.push((number, span)),
            }
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
        } else if let Some((value, _)) = fields.number("value") {
            let below = fields.number("min").is_some_and(|(min, _)| value < min);
            let above = fields.number("max").is_some_and(|(max, _)| value > max);
            if below || above {
                let message = "`value` lies outside the range from `min` to `max`";
                self.report(&codes::VALUE_OUTSIDE_RANGE, fields.span("value"), message, "correct the number or its range");
            }
        }
    }
}
