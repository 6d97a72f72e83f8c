//! What the page of each built-in kind has of its own.

use super::atoms::{Figure, Position, Quote, StanceGroup};
use super::build::View;
use super::documents;
use super::lists::{self, RecordList};
use super::overviews::Overview;
use super::pages::{
    ActorPage, ClaimPage, EventPage, IssuePage, Membership, OtherPage, Own, Participant, Portrait, Role, SourcePage, Stance,
};
use super::text::TextBuilder;
use crate::derive::{State, is_upcoming};
use crate::draft::Origin;
use crate::fields::Value;
use crate::graph::RecordId;
use crate::model::{When, Word};
use std::cmp::Reverse;

/// Lists that the pages of built-in kinds show in places of their own.
pub(super) const OWN_LISTS: [&str; 10] =
    ["claims", "responses", "quotes", "events", "documents", "figures", "members", "timeline", "points", "mentions"];

/// What the kind of a record adds to its page.
pub(super) fn own<'v>(view: View<'v>, id: RecordId, lists: &[RecordList], text: &mut TextBuilder<'v>) -> Own {
    let kinds = view.records.kinds;
    let kind = view.records.kind(id);
    let page = Page { view, id, lists };
    if kind == kinds.actor {
        Own::Actor(Box::new(page.actor()))
    } else if kind == kinds.issue {
        Own::Issue(Box::new(page.issue()))
    } else if kind == kinds.event {
        Own::Event(Box::new(page.event(text)))
    } else if kind == kinds.claim {
        Own::Claim(Box::new(page.claim()))
    } else if kind == kinds.document {
        Own::Document(Box::new(documents::page(view, id)))
    } else if kind == kinds.source {
        Own::Source(Box::new(page.source()))
    } else {
        // A date that the site declares itself stands among its facts.
        let set = &view.records.schema.kind(kind).fields;
        let ours = set.find("date").is_some_and(|date| !set.get(date).added);
        let date = view.records.fields(id).date("date").filter(|_| ours).map_or(When::Absent, When::Known);
        Own::Other(OtherPage { when: view.given(date) })
    }
}

struct Page<'v, 'l> {
    view: View<'v>,
    id: RecordId,
    lists: &'l [RecordList],
}

impl<'v> Page<'v, '_> {
    fn list(&self, id: &str) -> super::atoms::List {
        self.view.list(self.id, self.lists, id)
    }

    fn of(&self, id: &str) -> Option<&RecordList> {
        self.lists.iter().find(|list| list.id == id)
    }

    fn ids(&self, id: &str) -> impl Iterator<Item = RecordId> {
        self.of(id).map(RecordList::records).unwrap_or_default().iter().take(self.view.config.paginate).copied()
    }

    fn total(&self, id: &str) -> usize {
        self.of(id).map_or(0, RecordList::len)
    }

    fn more(&self, id: &str) -> Option<String> {
        self.of(id).and_then(|list| self.view.more(self.id, list))
    }

    fn referring(&self, kind: crate::schema::KindId, field: &str) -> Vec<super::atoms::Link> {
        let found = lists::by_field(self.view.records, self.id, kind, field);
        self.view.links(found.into_iter().take(self.view.config.paginate))
    }

    fn actor(&self) -> ActorPage {
        let (view, id) = (self.view, self.id);
        let records = view.records;
        let kinds = records.kinds;
        let actor = records.actor(id);
        let mut roles: Vec<&crate::model::Role> = actor.roles.iter().collect();
        // Offices without an end are still held: they come first.
        roles.sort_by_key(|role| (role.to.known().is_some(), Reverse(role.from.known().map(|date| date.sort_key(None)))));
        let role = |role: &&crate::model::Role| Role {
            title: role.title.to_owned(),
            of: role.of.map(|of| view.link(of)),
            from: view.given(role.from),
            to: view.given(role.to),
            source: role.source.map(|source| view.link(source)),
        };
        ActorPage {
            kind: actor.kind.map_or_else(|| view.labelled("actor_kind", "other"), |kind| view.word(kind)),
            roles: roles.iter().map(role).collect(),
            member_of: actor
                .member_of
                .iter()
                .map(|(org, from, to)| Membership { org: view.link(*org), from: view.given(*from), to: view.given(*to) })
                .collect(),
            members: self.list("members"),
            count: actor.count,
            speaks_for: actor.speaks_for.map(|other| view.link(other)),
            spokespeople: self.referring(kinds.actor, "speaks_for"),
            part_of: actor.part_of.map(|other| view.link(other)),
            parts: self.referring(kinds.actor, "part_of"),
            portrait: actor.portrait.map(|(src, alt, credit)| Portrait {
                src: self.picture(src),
                alt: alt.to_owned(),
                credit: credit.map(str::to_owned),
            }),
            stances: self.stances(),
            stances_more: view.overview_url(Overview::OfActor(id), ""),
            claims: self.list("claims"),
            responses: self.list("responses"),
            quotes: self.quotes(),
            quotes_total: self.total("quotes"),
            quotes_more: self.more("quotes"),
            events: self.list("events"),
            documents: self.list("documents"),
            figures: self.list("figures"),
        }
    }

    /// A picture lies beside the record's file, or at an address from the root of the site.
    fn picture(&self, src: &str) -> String {
        let plan = self.view.plan;
        src.strip_prefix("@/").and_then(|path| plan.file(path)).unwrap_or_else(|| plan.href(src))
    }

    /// Where the actor stands, issues in the order of their list.
    fn stances(&self) -> Vec<Stance> {
        let view = self.view;
        let mut issues: Vec<RecordId> = lists::by_field(view.records, self.id, view.records.kinds.position, "actor")
            .into_iter()
            .filter_map(|id| view.records.position(id).issue)
            .collect();
        let key = |id: &RecordId| (view.records.title(*id).to_lowercase(), *id);
        issues.sort_by_cached_key(key);
        issues.dedup();
        let stance = |issue: RecordId| {
            let stances = view.derived.positions(issue).iter().find(|stances| stances.actor == self.id)?;
            let change = view.change(stances);
            let shown = Stance {
                issue: view.link(issue),
                own: stances.own.map(|id| view.position(id)),
                account: stances.account.map(|id| view.position(id)),
                change,
            };
            Some(shown).filter(|stance| stance.own.is_some() || stance.account.is_some())
        };
        issues.into_iter().filter_map(stance).take(view.config.paginate).collect()
    }

    fn quotes(&self) -> Vec<Quote> {
        self.ids("quotes").map(|id| self.view.quote(id)).collect()
    }

    fn figures(&self) -> Vec<Figure> {
        self.ids("figures").map(|id| self.view.figure(id)).collect()
    }

    fn issue(&self) -> IssuePage {
        let (view, id) = (self.view, self.id);
        let records = view.records;
        let fields = records.fields(id);
        let mut groups: Vec<StanceGroup> = view.stance_groups(id);
        let current: Vec<String> = groups.iter().flat_map(|group| group.positions.iter().map(|position| position.anchor.clone())).collect();
        let mut earlier: Vec<RecordId> = lists::by_field(records, id, records.kinds.position, "issue");
        earlier.retain(|position| !current.iter().any(|anchor| **anchor == *records.graph.key(*position)));
        earlier.sort_by_cached_key(|position| Reverse(records.fields(*position).sort_key("date")));
        // All of them: each has its place on this page, and other pages lead there.
        let mut earlier: Vec<Position> = earlier.into_iter().map(|id| view.position(id)).collect();
        // A position that the text of this page makes has its place there.
        let in_text = |position: &Position| {
            let record = records.graph.find(records.kinds.position, &position.anchor).map(|id| records.get(id));
            record.is_some_and(|record| record.owner == Some(id) && matches!(record.origin, Origin::Inline(..)))
        };
        let listed = groups.iter_mut().flat_map(|group| &mut group.positions).chain(&mut earlier);
        listed.filter(|position| in_text(position)).for_each(|position| position.anchor.clear());
        let slice = view.derived.events_of_issue(id);
        let upcoming = slice.iter().filter(|event| is_upcoming(records, **event, view.derived.today()));
        let state = view.derived.state(id).unwrap_or(State::Open);
        IssuePage {
            question: records.question(id).map(str::to_owned),
            state: view.labelled("issue_state", state.word()),
            state_because: view.because(id),
            deadlock: view.deadlock_url(id),
            parent: records.parent(id).map(|parent| view.link(parent)),
            parts: self.referring(records.kinds.issue, "parent"),
            positions: groups,
            positions_more: view.overview_url(Overview::OfIssue(id), ""),
            earlier,
            dependencies: view.dependencies(id),
            points: self.ids("points").map(|id| view.point(id)).collect(),
            points_total: self.total("points"),
            points_more: self.more("points"),
            claims: self.list("claims"),
            figures: self.figures(),
            figures_total: self.total("figures"),
            figures_more: self.more("figures"),
            quotes: self.quotes(),
            quotes_total: self.total("quotes"),
            quotes_more: self.more("quotes"),
            timeline: self.ids("timeline").map(|id| view.event(id)).collect(),
            timeline_total: self.total("timeline"),
            timeline_more: self.more("timeline"),
            upcoming: upcoming.take(10).map(|id| view.event(*id)).collect(),
            codes: fields.texts("codes").map(str::to_owned).collect(),
        }
    }

    fn event(&self, text: &mut TextBuilder<'v>) -> EventPage {
        let (view, id) = (self.view, self.id);
        let records = view.records;
        let kinds = records.kinds;
        let event = records.event(id);
        let fields = records.fields(id);
        let outcome = match fields.value("outcome") {
            Some(Value::Markdown(at)) => Some(text.field(id, *at)),
            _ => None,
        };
        let status = event.status.map_or("", |status| status.word);
        let past = event.date.known().is_some_and(|date| date.is_past(view.derived.today()));
        let zone = records.zone(id);
        let participant = |p: crate::model::Participant| {
            let actor = view.link(p.actor?);
            Some(Participant { actor, role: p.role.map(str::to_owned), on_behalf_of: p.on_behalf_of.map(|other| view.link(other)) })
        };
        EventPage {
            event: view.event(id),
            end: event.end.known().map(|date| view.date(date, zone.as_ref())),
            duration: event.duration.map(duration),
            participants: records.participants(id).filter_map(participant).collect(),
            outcome_missing: status == "completed" && outcome.is_none(),
            outcome,
            follows: view.links(fields.records("follows")),
            followed_by: self.referring(kinds.event, "follows"),
            part_of: fields.record("part_of").map(|other| view.link(other)),
            parts: self.referring(kinds.event, "part_of"),
            dependencies: view.dependencies(id),
            quotes: self.quotes(),
            quotes_total: self.total("quotes"),
            quotes_more: self.more("quotes"),
            overdue: matches!(status, "tentative" | "scheduled" | "under_way") && past,
        }
    }

    fn claim(&self) -> ClaimPage {
        let (view, id) = (self.view, self.id);
        let fields = view.records.fields(id);
        let sought = fields.groups("reply_sought").next().map(|reply| {
            let by = reply.target("by").map_or_else(|| "The editors".to_owned(), |by| view.target(by).title);
            let on = reply.date("date").map_or_else(String::new, |date| format!(" on {}", view.date(date, None).text));
            let outcome = Word::read(reply, "outcome").map_or_else(|| "outcome unknown".to_owned(), |outcome| outcome.label.to_owned());
            format!("{by} asked for a reply{on}: {outcome}.")
        });
        ClaimPage {
            claim: view.claim(id),
            made_in: fields.record("where").map(|source| view.link(source)),
            place: fields.record("place").map(|place| view.link(place)),
            reply_sought: sought,
        }
    }

    fn source(&self) -> SourcePage {
        let (view, id) = (self.view, self.id);
        let source = view.records.source(id);
        let fields = view.records.fields(id);
        let whose = |name: &str, target: Option<&crate::graph::Target>| {
            target.map(|target| view.target(target)).or_else(|| fields.is_unknown(name).then(|| super::build::words("unknown")))
        };
        let text = |name: &str| fields.text(name).map(str::to_owned);
        let date = |name: &str| match fields.date(name) {
            Some(date) => Some(view.date(date, None)),
            None => fields.is_unknown(name).then(|| view.when(When::Unknown)),
        };
        let used = self.lists.iter().filter(|list| list.id.starts_with("used-in-"));
        SourcePage {
            publisher: whose("publisher", source.publisher),
            author: whose("author", source.author),
            url: source.url.map(str::to_owned),
            archive_url: source.archive_url.map(str::to_owned),
            published: date("published"),
            accessed: date("accessed"),
            kind: source.kind.map(|kind| view.word(kind)),
            access: source.access.map(|access| view.word(access)),
            anonymity_reason: text("anonymity_reason"),
            reliability_note: text("reliability_note"),
            limits: text("limits"),
            lang: text("lang"),
            used: used.map(|list| self.list(&list.id)).collect(),
        }
    }
}

/// An ISO 8601 duration in words; what is no such duration stays as it was written.
fn duration(written: &str) -> String {
    let words = || {
        let rest = written.strip_prefix('P')?;
        let (days, times) = rest.split_once('T').map_or((rest, ""), |(days, times)| (days, times));
        let mut parts = Vec::new();
        for (text, units) in [
            (days, [('Y', "year"), ('M', "month"), ('W', "week"), ('D', "day")].as_slice()),
            (times, &[('H', "hour"), ('M', "minute"), ('S', "second")]),
        ] {
            let mut number = String::new();
            for c in text.chars() {
                if c.is_ascii_digit() || c == '.' {
                    number.push(c);
                    continue;
                }
                let (_, unit) = units.iter().find(|(letter, _)| *letter == c)?;
                let plural = if number == "1" { "" } else { "s" };
                parts.push(format!("{}\u{a0}{unit}{plural}", std::mem::take(&mut number)));
            }
            if !number.is_empty() {
                return None;
            }
        }
        (!parts.is_empty()).then(|| parts.join(" "))
    };
    words().unwrap_or_else(|| written.to_owned())
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_are_put_in_words_or_left_as_they_are() {
        for (written, words) in
            [("PT75M", "75\u{a0}minutes"), ("P1DT2H", "1\u{a0}day 2\u{a0}hours"), ("an hour", "an hour"), ("P", "P"), ("PT5", "PT5")]
        {
            assert_eq!(duration(written), words);
        }
    }
}
