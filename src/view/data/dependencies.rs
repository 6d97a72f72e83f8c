//! What depends on what, as data: the deadlocks, then the links.

use super::derived::date;
use super::json::{Json, Object};
use super::name;
use crate::derive::{Deadlock, Lapse, LinkId, Root};
use crate::graph::RecordId;
use crate::model::Doubt;
use crate::view::build::{View, link_words};

/// Writes entries of the overview: places of deadlocks first, then those of links behind them.
pub(super) fn write(view: View, here: impl Iterator<Item = usize>, object: &mut Object) {
    let dependencies = view.derived.dependencies();
    let first_link = dependencies.deadlocks.len();
    let (deadlocks, links): (Vec<usize>, Vec<usize>) = here.partition(|at| *at < first_link);
    object.some("deadlocks", deadlocks, |json, at| deadlock(view, &dependencies.deadlocks[at], json));
    object.some("links", links, |json, at| link(view, LinkId((at - first_link) as u32), json));
}

fn deadlock(view: View, deadlock: &Deadlock, json: &mut Json) {
    json.object(|object| {
        match &deadlock.root {
            Root::Refused { thing, refusals } => {
                object.put("sort", "refused");
                object.shown("thing", name(view.records, *thing));
                let by = refusals.iter().flat_map(|id| view.derived.dependencies().link(*id).to.iter());
                names(view, "by", by, object);
            }
            Root::Cycle { members, .. } => {
                object.put("sort", "cycle");
                names(view, "members", members, object);
            }
        }
        names(view, "waiting", &deadlock.waiting, object);
        object.flag("more_waiting", deadlock.more_waiting);
        object.put("firm", &deadlock.stands_firmly);
    });
}

fn link(view: View, id: LinkId, json: &mut Json) {
    let link = view.derived.dependencies().link(id);
    let written = link.written(view.records);
    json.object(|object| {
        object.shown("from", name(view.records, link.holder));
        object.put("sort", link_words(link.sort).0);
        names(view, "to", &link.to, object);
        for (key, id) in [("asserted_by", link.asserted_by), ("source", link.source)] {
            if let Some(id) = id {
                object.shown(key, name(view.records, id));
            }
        }
        object.maybe("basis", written.basis.map(|basis| basis.word));
        object.maybe("strength", written.strength.map(|strength| strength.word));
        object.maybe("as_of", date(written.as_of));
        object.maybe("until", date(written.until));
        object.some("doubts", &link.doubts, |json, doubt| {
            json.value(match doubt {
                Doubt::NotOwnWords => "not_own_words",
                Doubt::Implied => "implied",
                Doubt::NobodyAsserts => "nobody_asserts",
            });
        });
        match link.lapse {
            Some(Lapse::Ended) => object.put("lapsed", "ended"),
            Some(Lapse::Accepted(position)) => {
                object.put("lapsed", "accepted");
                object.shown("lapsed_by", name(view.records, position));
            }
            None => {}
        }
    });
}

fn names<'i>(view: View, key: &str, ids: impl IntoIterator<Item = &'i RecordId>, object: &mut Object) {
    object.some(key, ids, |json, id| json.shown(name(view.records, *id)));
}
