//! What follows from a record, as data: the status of a claim, the state of an issue, who stands where, what is stuck, what is missing.
//!
//! Only what `derive` says. A claim of a kind that cannot be true has no status, and a pair without a position no stance.

use super::fields::UNKNOWN;
use super::json::{Json, Object};
use super::name;
use crate::derive::{Stances, Stuck, is_replaced, is_upcoming, undisclosed};
use crate::graph::{RecordId, Target};
use crate::model::When;
use crate::view::build::View;
use crate::view::lists;

/// Writes what follows from a record; nothing, if nothing does.
pub(super) fn write(view: View, id: RecordId, object: &mut Object) {
    let records = view.records;
    let kinds = records.kinds;
    let kind = records.kind(id);
    if kind == kinds.claim {
        status(view, id, object);
    } else if kind == kinds.issue {
        state(view, id, object);
        let stances = view.derived.positions(id);
        object.some("stances", stances.iter().filter(is_current), |json, stances| stance(view, id, stances, json));
    } else if kind == kinds.actor {
        let stances = of_actor(view, id);
        object.some("stances", stances, |json, (issue, stances)| stance(view, issue, stances, json));
    } else if kind == kinds.event {
        object.flag("upcoming", is_upcoming(records, id, view.derived.today()));
    } else if kind == kinds.document {
        object.maybe("undisclosed", undisclosed(records, id));
        object.flag("replaced", is_replaced(records, id));
    }
    if let Some(stuck) = view.derived.stuck(id) {
        object.object("stuck", |object| {
            let (why, on): (&str, &[RecordId]) = match stuck {
                Stuck::Refused(by) => ("refused", by),
                Stuck::Waits(on) => ("waits", on),
                Stuck::Circle => ("circle", &[]),
            };
            object.put("why", why);
            object.some("on", on, |json, on| json.shown(name(records, *on)));
            object.put("firm", &view.derived.is_stuck_firmly(id));
        });
    }
    object.flag("stale", records.review_by(id).is_some_and(|date| date.is_past(view.derived.today())));
    object.some("unknown", view.derived.gaps(id), |json, sort| json.value(sort.word()));
}

fn status(view: View, id: RecordId, object: &mut Object) {
    let claim = view.records.claim(id);
    let Some(status) = view.status(id, &claim) else { return };
    object.object("status", |object| {
        object.put("word", &status.word);
        object.put("because", &status.because);
        object.flag("denied", status.denied);
        if let Some((_, reason, reviewed_on)) = claim.verdict {
            object.put("set_by_editors", &true);
            object.maybe("reason", reason);
            object.maybe("reviewed_on", reviewed_on.map(crate::date::Date::edtf));
        }
    });
}

fn state(view: View, id: RecordId, object: &mut Object) {
    let Some(state) = view.derived.state(id) else { return };
    object.object("state", |object| {
        object.put("word", state.word());
        object.maybe("because", view.because(id));
        object.flag("set_by_editors", view.records.state_override(id).is_some());
    });
}

/// Whether anything of it holds today.
pub(super) fn is_current(stances: &&Stances) -> bool {
    stances.own.is_some() || stances.account.is_some()
}

/// Where an actor stands, issues in the order of the graph.
pub(super) fn of_actor(view: View<'_>, actor: RecordId) -> Vec<(RecordId, &Stances)> {
    let records = view.records;
    let positions = lists::by_field(records, actor, records.kinds.position, "actor");
    let mut issues: Vec<RecordId> = positions.into_iter().filter_map(|id| records.position(id).issue).collect();
    issues.sort_unstable();
    issues.dedup();
    let of = |issue: RecordId| {
        let stances = view.derived.positions(issue).iter().find(|stances| stances.actor == actor)?;
        Some((issue, stances)).filter(|(_, stances)| is_current(stances))
    };
    issues.into_iter().filter_map(of).collect()
}

/// One actor on one issue: in its own words, by others' account, and the last change in its own words.
pub(super) fn stance(view: View, issue: RecordId, stances: &Stances, json: &mut Json) {
    json.object(|object| {
        object.shown("actor", name(view.records, stances.actor));
        object.shown("issue", name(view.records, issue));
        for (key, id) in [("own", stances.own), ("account", stances.account)] {
            if let Some(id) = id {
                object.object(key, |object| position(view, id, object));
            }
        }
        if let Some((was, is)) = stances.change() {
            object.object("changed", |object| change(view, was, is, object));
        }
    });
}

/// A change of stance: what it was and what it is.
pub(super) fn change(view: View, was: RecordId, is: RecordId, object: &mut Object) {
    object.object("was", |object| position(view, was, object));
    object.object("is", |object| position(view, is, object));
}

/// A position as others speak of it.
pub(super) fn position(view: View, id: RecordId, object: &mut Object) {
    let position = view.records.position(id);
    object.shown("position", name(view.records, id));
    object.maybe("stance", position.stance.map(|stance| stance.word));
    object.maybe("says", position.says);
    object.maybe("date", date(position.date));
    object.maybe("basis", position.basis.map(|basis| basis.word));
    match position.condition {
        Some(Target::Record(condition)) => object.shown("condition", name(view.records, *condition)),
        Some(Target::Text(words) | Target::Missing(words)) => object.put("condition", &**words),
        None => {}
    }
    if let Some(source) = position.source {
        object.shown("source", name(view.records, source));
    }
}

/// A date in EDTF, or that nobody knows it; silence stays silence.
pub(super) fn date(when: When<'_>) -> Option<&str> {
    match when {
        When::Known(date) => Some(date.edtf()),
        When::Unknown => Some(UNKNOWN),
        When::Absent => None,
    }
}
