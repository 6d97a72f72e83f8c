//! Makes the small things of a page from records: links, dates, cards, positions, claims, events, points, figures, quotations.

use super::asked::{Facts, Places};
use super::atoms::{
    Answer, Attribution, Basis, Card, Claim, Dependency, Event, Figure, Link, Mention, Point, Position, Question, Quote, Status, Update,
    When, Word,
};
use super::pages::Change;
use super::shelf::Shelf;
use crate::config::Config;
use crate::date::{self, Date, Zone};
use crate::derive::{self, Stuck, UnknownSort, Verdict};
use crate::graph::{Edge, RecordId, Target, Via};
use crate::model::{self, LinkSort, Records};
use crate::ready::Ready;

/// Everything a view may ask.
#[derive(Clone, Copy)]
pub struct View<'v> {
    /// The records.
    pub records: Records<'v>,
    /// What follows from them.
    pub derived: Facts<'v>,
    /// The pages.
    pub plan: Places<'v>,
    /// The settings.
    pub config: &'v Config,
    /// The cards that its worker made before, if it keeps any.
    pub shelf: Option<&'v Shelf>,
}

impl<'v> View<'v> {
    /// A link to a record.
    pub fn link(self, id: RecordId) -> Link {
        let kind = self.records.schema.kind(self.records.kind(id));
        Link { title: self.records.title(id).to_owned(), url: self.plan.url(id), kind: kind.name.clone() }
    }

    /// Links to records.
    pub fn links(self, ids: impl IntoIterator<Item = RecordId>) -> Vec<Link> {
        ids.into_iter().map(|id| self.link(id)).collect()
    }

    /// A link to what a reference means, which may be mere words.
    pub fn target(self, target: &Target) -> Link {
        match target {
            Target::Record(id) => self.link(*id),
            Target::Text(text) | Target::Missing(text) => words(text),
        }
    }

    /// A date in words.
    pub fn date(self, date: &Date, zone: Option<&Zone>) -> When {
        let text = date::words_with_zone(date, &self.config.language, zone);
        When { text, machine: date::machine(date, zone), loose: date.is_loose(), unknown: false }
    }

    /// A date field: the date, or "date unknown" where the author or silence says so.
    pub fn when(self, when: model::When) -> When {
        match when {
            model::When::Known(date) => self.date(date, None),
            model::When::Unknown | model::When::Absent => {
                When { text: "date unknown".to_owned(), machine: None, loose: true, unknown: true }
            }
        }
    }

    /// The same for dates that need not be shown where nothing was written.
    pub fn given(self, when: model::When) -> Option<When> {
        (!matches!(when, model::When::Absent)).then(|| self.when(when))
    }

    /// A word for class names and readers.
    pub fn word(self, word: model::Word) -> Word {
        Word { word: word.word.to_owned(), label: word.label.to_owned() }
    }

    /// The label of a word of a vocabulary.
    pub fn labelled(self, vocabulary: &str, word: &str) -> Word {
        let found = self.records.schema.vocabularies.iter().find(|known| known.name == vocabulary);
        let label = found.and_then(|known| known.words.iter().find(|(name, _)| name == word)).map_or(word, |(_, label)| label);
        Word { word: word.to_owned(), label: label.to_owned() }
    }

    /// On whose word something is known.
    pub fn attribution(self, basis: Option<model::Word>, source: Option<RecordId>, as_of: model::When) -> Attribution {
        let basis = basis.map(|basis| Basis { word: basis.word.to_owned(), label: basis.label.to_owned(), own: basis.is_own_words() });
        Attribution { basis, source: source.map(|id| self.link(id)), as_of: self.given(as_of) }
    }

    /// What other pages show of a record.
    pub fn card(self, id: RecordId) -> Card {
        let records = self.records;
        let kinds = records.kinds;
        let kind = records.kind(id);
        let fields = records.fields(id);
        if records.graph.is_later(id) {
            let kind_label = records.schema.kind(kind).label.clone();
            return Card { link: self.link(id), kind_label, summary: None, when: None, by: None, status: None, detail: None, html: None };
        }
        // Events and sources have their own way to say when: see below.
        let dated = kind != kinds.event && kind != kinds.source;
        let mut card = Card {
            link: self.link(id),
            kind_label: records.schema.kind(kind).label.clone(),
            summary: records.summary(id).map(str::to_owned),
            when: fields.date("date").filter(|_| dated).map(|date| self.date(date, fields.zone().as_ref())),
            by: None,
            status: None,
            detail: None,
            html: None,
        };
        if kind == kinds.actor {
            card.detail = records.actor(id).kind.map(|kind| kind.label.to_owned());
        } else if kind == kinds.issue {
            card.status = self.derived.state(id).map(|state| self.labelled("issue_state", state.word()));
            card.summary = records.question(id).map(str::to_owned).or(card.summary);
        } else if kind == kinds.event {
            let event = records.event(id);
            card.when = Some(self.event_when(&event, fields.zone().as_ref()));
            card.status = event.status.map(|status| self.word(status));
            card.detail = event.kind.map(|kind| kind.label.to_owned());
        } else if kind == kinds.claim {
            let claim = records.claim(id);
            card.by = claim.claimant.map(|by| self.link(by));
            card.status = self.verdict(id).map(|verdict| self.labelled("claim_status", verdict.word()));
            card.detail = claim.kind.map(|kind| kind.label.to_owned());
            card.summary = Some(claim.statement.to_owned()).filter(|statement| *statement != card.link.title).or(card.summary);
        } else if kind == kinds.document {
            let document = records.document(id);
            card.status = document.stage.map(|stage| self.word(stage));
            card.detail = document.kind.map(|kind| kind.label.to_owned());
        } else if kind == kinds.source {
            let source = records.source(id);
            card.when = self.given(source.published);
            card.detail = source.kind.map(|kind| kind.label.to_owned());
        } else if kind == kinds.quote {
            card.by = records.quote(id).by.map(|by| self.link(by));
        } else if kind == kinds.figure {
            card.detail = Some(self.figure_value(&records.figure(id)));
        } else if kind == kinds.position {
            let position = records.position(id);
            card.by = position.actor.map(|by| self.link(by));
            card.status = position.stance.map(|stance| self.word(stance));
        }
        card
    }

    /// The same for a list.
    pub fn listed(self, id: RecordId) -> Ready {
        match self.shelf {
            Some(shelf) => shelf.card(id, || self.card(id)),
            None => Ready::of(&self.card(id)),
        }
    }

    fn verdict(self, id: RecordId) -> Option<Verdict> {
        self.derived.status(id).and_then(|status| status.verdict)
    }

    /// A place in a running text.
    pub fn mention(self, edge: &Edge) -> Mention {
        let mention = derive::Mention::read(self.records, edge);
        let kind = self.records.kind(mention.from);
        let mut from = self.link(edge.from);
        from.title = self.records.title(mention.from).to_string();
        Mention { from, kind_label: self.records.schema.kind(kind).label.clone(), sentence: mention.sentence }
    }

    /// A position.
    pub fn position(self, id: RecordId) -> Position {
        let position = self.records.position(id);
        Position {
            anchor: self.records.graph.key(id).to_string(),
            url: self.plan.url(id),
            actor: position.actor.map(|actor| self.link(actor)),
            issue: position.issue.map(|issue| self.link(issue)),
            stance: position.stance.map_or_else(|| self.labelled("stance", "no_stated_position"), |stance| self.word(stance)),
            says: position.says.map(str::to_owned),
            when: self.when(position.date),
            attribution: self.attribution(position.basis, position.source, model::When::Absent),
            condition: position.condition.map(|condition| self.target(condition)),
            quote: position.quote.map(|quote| self.records.quote(quote).text.to_owned()),
        }
    }

    /// The last change of stance of an actor on an issue, in its own words.
    pub fn change(self, stances: &derive::Stances) -> Option<Change> {
        let (was, is) = stances.change()?;
        let (was, is) = (self.records.position(was), self.records.position(is));
        Some(Change { was: self.word(was.stance?), is: self.word(is.stance?), when: self.when(is.date) })
    }

    /// The dependencies written in a record, and those that lead to it.
    pub fn dependencies(self, id: RecordId) -> Vec<Dependency> {
        let mut all: Vec<Dependency> =
            self.records.links(id).iter().map(|link| self.dependency(link, link.to.iter().copied(), None)).collect();
        let kinds = self.records.kinds;
        // Dependencies are written in groups: of the thousands of events about an issue none is read.
        let grouped = |edge: &&Edge| matches!(edge.via, Via::Field(relation, _) if relation.inner.is_some());
        let mut others: Vec<RecordId> = self.records.graph.to(id).iter().filter(grouped).map(|edge| edge.from).collect();
        others.dedup();
        let depends = |other: &RecordId| [kinds.issue, kinds.event, kinds.point].contains(&self.records.kind(*other)) && *other != id;
        for other in others.into_iter().filter(depends) {
            for link in self.records.links(other).iter().filter(|link| link.to.contains(&id)) {
                let turned = match link.sort {
                    LinkSort::AllOf | LinkSort::AnyOf => ("needed_for", "needed for"),
                    LinkSort::Enables => ("enabled_by", "would become possible through"),
                    LinkSort::Alternative => ("alternative", "could be replaced by"),
                    LinkSort::Contradicts => ("contradicts", "contradicts"),
                    LinkSort::Follows => ("followed_by", "comes before"),
                    LinkSort::Blocked => continue,
                };
                all.push(self.dependency(link, [other], Some(turned)));
            }
        }
        all
    }

    /// A dependency, or, turned, how it looks from its other end.
    pub(super) fn dependency(self, link: &model::Link, to: impl IntoIterator<Item = RecordId>, turned: Option<(&str, &str)>) -> Dependency {
        let (sort, label) = turned.unwrap_or(link_words(link.sort));
        Dependency {
            sort: sort.to_owned(),
            label: label.to_owned(),
            to: self.links(to),
            asserted_by: link.asserted_by.map(|by| self.link(by)),
            attribution: self.attribution(link.basis, link.source, link.as_of),
            strength: link.strength.map(|strength| self.word(strength)),
            weak: link.is_weak(),
        }
    }

    /// A point of a document.
    pub fn point(self, id: RecordId) -> Point {
        let point = self.records.point(id);
        let record = self.records.get(id);
        Point {
            anchor: record.id.to_string(),
            n: point.n.map(str::to_owned),
            title: self.records.title(id).to_owned(),
            document: self.link(self.records.graph.host(id)),
            issue: point.issue.map(|issue| self.link(issue)),
            status: point.status.map_or_else(|| self.labelled("point_status", "undisclosed"), |status| self.word(status)),
            positions: point.positions.iter().map(|(actor, stance)| (self.link(*actor), self.word(*stance))).collect(),
            says: point.says.map(str::to_owned),
            depth: point.depth,
            attribution: self.attribution(point.basis, point.source, model::When::Absent),
            dependencies: self.dependencies(id),
        }
    }

    /// A claim with its answers.
    pub fn claim(self, id: RecordId) -> Claim {
        let claim = self.records.claim(id);
        let record = self.records.get(id);
        let response = |r: &model::Response| Answer {
            by: r.by.map(|by| self.link(by)),
            word: r.stance.map_or_else(|| self.labelled("response", "declines"), |stance| self.word(stance)),
            says: r.says.map(str::to_owned),
            method_note: None,
            when: self.when(r.date),
            attribution: self.attribution(r.basis, r.source, model::When::Absent),
        };
        let assessment = |a: &model::Assessment| Answer {
            by: a.by.map(|by| self.link(by)),
            word: a.finding.map_or_else(|| self.labelled("finding", "not_checkable"), |finding| self.word(finding)),
            says: a.says.map(str::to_owned),
            method_note: a.method_note.map(str::to_owned),
            when: self.when(a.date),
            attribution: self.attribution(a.basis, a.source, model::When::Absent),
        };
        Claim {
            anchor: record.id.to_string(),
            url: self.plan.url(id),
            embed: self.card_url(id),
            title: self.records.title(id).to_owned(),
            statement: claim.statement.to_owned(),
            kind: claim.kind.map_or_else(|| self.labelled("claim_kind", "characterisation"), |kind| self.word(kind)),
            claimant: claim.claimant.map(|claimant| self.link(claimant)),
            when: self.when(claim.date),
            attribution: self.attribution(claim.basis, claim.source, model::When::Absent),
            status: self.status(id, &claim),
            responses: claim.responses.iter().map(response).collect(),
            assessments: claim.assessments.iter().map(assessment).collect(),
        }
    }

    /// The status of a claim, with what it rests on; none for kinds that cannot be true.
    pub(super) fn status(self, id: RecordId, claim: &model::Claim) -> Option<Status> {
        let status = self.derived.status(id)?;
        let verdict = status.verdict?;
        let because = match verdict {
            _ if status.overridden => "The editors set this status.",
            Verdict::Unreviewed => "Nobody is named who says so, and no answer or assessment is recorded.",
            Verdict::SingleParty => "One party says so; no answer from another side and no independent assessment is recorded.",
            Verdict::Uncontested => "Another side says the same; no independent assessment is recorded.",
            Verdict::Disputed if status.assessments_differ => "Independent assessments differ.",
            Verdict::Disputed => "Another party denies it, in whole or in part; no independent assessment is recorded.",
            Verdict::PartlySupported => "Independent assessment supports a part of it.",
            Verdict::Supported => "Independent assessment supports it.",
            Verdict::NotSupported => "Independent assessment does not support it.",
            Verdict::NotCheckable => "It cannot be checked.",
            Verdict::Confirmed | Verdict::Withdrawn => "The editors set this status.",
        };
        let words = self.labelled("claim_status", verdict.word());
        Some(Status {
            word: words.word,
            label: words.label,
            because: because.to_owned(),
            denied: status.denied,
            reason: claim.verdict.and_then(|(_, reason, _)| reason).map(str::to_owned),
            reviewed_on: claim.verdict.and_then(|(_, _, on)| on).map(|date| self.date(date, None)),
        })
    }

    fn event_when(self, event: &model::Event, zone: Option<&Zone>) -> When {
        let Some(date) = event.date.known() else { return self.when(event.date) };
        let mut when = self.date(date, zone);
        if let Some(text) = event.date_text {
            when.text = text.to_owned();
        }
        when
    }

    /// An event in a list or timeline.
    pub fn event(self, id: RecordId) -> Event {
        let event = self.records.event(id);
        let zone = self.records.zone(id);
        // Words of our own say it already; the author's may not.
        let in_own_words = event.date.known().filter(|date| date.has_time() && event.date_text.is_some());
        let utc = in_own_words.and_then(|date| date.utc(zone.as_ref()));
        Event {
            link: self.link(id),
            summary: self.records.summary(id).map(str::to_owned),
            when: self.event_when(&event, zone.as_ref()),
            utc: utc.map(|(day, hour, minute)| format!("{day} {hour:02}:{minute:02} UTC")),
            kind: event.kind.map_or_else(|| self.labelled("event_type", "other"), |kind| self.word(kind)),
            status: event.status.map_or_else(|| self.labelled("event_status", "unconfirmed"), |status| self.word(status)),
            place: event.place.map(|place| self.link(place)),
        }
    }

    /// A figure.
    pub fn figure(self, id: RecordId) -> Figure {
        let figure = self.records.figure(id);
        let record = self.records.get(id);
        Figure {
            anchor: record.id.to_string(),
            url: self.plan.url(id),
            embed: self.card_url(id),
            title: self.records.title(id).to_owned(),
            value: self.figure_value(&figure),
            of: figure.of.unwrap_or_default().to_owned(),
            when: self.when(figure.as_of),
            by: figure.by.map(|by| self.link(by)),
            method_note: figure.method_note.map(str::to_owned),
            rhetorical: figure.rhetorical,
            margin: figure.margin.map(|(_, margin)| self.with_unit(&number(margin), &figure)),
            derived_from: self.links(figure.derived_from.iter().copied()),
            not_the_same: self.not_the_same(id),
            history: figure.history.iter().map(|earlier| self.earlier(earlier, &figure)).collect(),
            attribution: self.attribution(figure.basis, figure.source, model::When::Absent),
        }
    }

    fn not_the_same(self, id: RecordId) -> Vec<(Link, String)> {
        let others = self.derived.equal_numbers(id);
        others.iter().map(|other| (self.link(*other), self.records.figure(*other).of.unwrap_or_default().to_owned())).collect()
    }

    /// A source in the list of sources.
    pub fn source(self, id: RecordId) -> super::atoms::Source {
        let source = self.records.source(id);
        let mut users: Vec<RecordId> = self.records.graph.to(id).iter().map(|edge| edge.from).collect();
        users.dedup();
        super::atoms::Source {
            link: self.link(id),
            summary: self.records.summary(id).map(str::to_owned),
            kind: source.kind.map(|kind| self.word(kind)),
            access: source.access.map(|access| self.word(access)),
            publisher: source.publisher.map(|publisher| self.target(publisher)),
            published: self.given(source.published),
            url: source.url.map(str::to_owned),
            archive_url: source.archive_url.map(str::to_owned),
            uses: users.len(),
        }
    }

    /// The number or range of a figure with its unit, ready to print.
    pub(super) fn figure_value(self, figure: &model::Figure) -> String {
        let about = if figure.approx { "about " } else { "" };
        self.with_unit(&format!("{about}{}", amount(figure.value, figure.min, figure.max)), figure)
    }

    fn with_unit(self, amount: &str, figure: &model::Figure) -> String {
        // U+00A0: a number and its unit stay on one line.
        format!("{amount}\u{a0}{}", figure.unit.unwrap_or_default())
    }

    fn earlier(self, earlier: &model::Measurement, figure: &model::Figure) -> (String, When, Option<Link>) {
        let value = self.with_unit(&amount(earlier.value, earlier.min, earlier.max), figure);
        (value, self.when(earlier.as_of), earlier.source.map(|source| self.link(source)))
    }

    /// A quotation.
    pub fn quote(self, id: RecordId) -> Quote {
        let quote = self.records.quote(id);
        let foreign = |lang: &&str| **lang != self.config.language;
        Quote {
            anchor: self.records.graph.key(id).to_string(),
            url: self.plan.url(id),
            embed: self.card_url(id),
            text: quote.text.to_owned(),
            lang: quote.lang.filter(foreign).map(str::to_owned),
            by: quote.by.map(|by| self.link(by)),
            role: quote.by.and_then(|by| self.role_on(by, quote.date)),
            when: self.when(quote.date),
            event: quote.event.map(|event| self.link(event)),
            to: quote.to.map(|to| self.target(to)),
            translator: quote.translator.map(|translator| self.target(translator)),
            context_url: quote.context_url.map(str::to_owned),
            original: quote.original.map(|(words, _)| words.to_owned()),
            original_lang: quote.original.and_then(|(_, lang)| lang).map(str::to_owned),
            note: self.records.summary(id).map(str::to_owned),
            attribution: self.attribution(quote.basis, quote.source, model::When::Absent),
        }
    }

    /// The office an actor held on a date; none where its dates cannot tell.
    fn role_on(self, actor: RecordId, when: model::When) -> Option<String> {
        let day = when.known().and_then(Date::exact_day);
        let held = |role: &&model::Role| {
            let before = role.from.known().and_then(Date::earliest).is_none_or(|from| day.is_none_or(|day| from <= day));
            let after = role.to.known().and_then(Date::latest).is_none_or(|to| day.is_some_and(|day| day <= to));
            before && after
        };
        let actor = self.records.actor(actor);
        let mut roles = actor.roles.iter().filter(held);
        // Two offices at once: naming one would be a choice nobody made.
        match (roles.next(), roles.next()) {
            (Some(role), None) => Some(role.title.to_owned()),
            _ => None,
        }
    }

    /// Something not known, in a sentence.
    pub fn question(self, unknown: &derive::Unknown) -> Question {
        let text = match unknown.sort {
            UnknownSort::Outcome => "The outcome is not reported.".to_owned(),
            UnknownSort::Points => {
                let count = unknown.count.unwrap_or_default();
                if count == 1 { "One point is not known.".to_owned() } else { format!("{count} points are not known.") }
            }
            UnknownSort::Overdue => "It was planned for a date that is past; nothing is reported.".to_owned(),
            UnknownSort::Question => self.records.question(unknown.record).unwrap_or_default().to_owned(),
            UnknownSort::Claim => self.records.claim(unknown.record).statement.to_owned(),
            UnknownSort::Stated => {
                let names: Vec<String> = unknown.fields.iter().map(|field| field.replace('_', " ")).collect();
                format!("Unknown: {}.", listed(&names))
            }
            UnknownSort::Undated => "Its date is not known.".to_owned(),
            UnknownSort::Unsourced => "No source is given.".to_owned(),
        };
        let mut link = self.link(unknown.record);
        if self.records.kind(unknown.record) == self.records.kinds.position {
            // Its own words say what is wanted, and not who wants it.
            let position = self.records.position(unknown.record);
            let titles = position.actor.zip(position.issue).map(|(actor, issue)| (self.records.title(actor), self.records.title(issue)));
            link.title = titles.map_or(link.title, |(actor, issue)| format!("{actor} on {issue}"));
        }
        Question { sort: unknown.sort.word().to_owned(), text, link }
    }

    /// A change that readers are told of.
    pub fn update(self, id: RecordId) -> Update {
        let update = self.records.update(id);
        Update {
            anchor: self.records.graph.key(id).to_string(),
            url: self.plan.url(id),
            when: self.when(update.date),
            kind: update.kind.map_or_else(|| self.labelled("update_kind", "new_information"), |kind| self.word(kind)),
            note: update.note.to_owned(),
            records: self.links(update.records.iter().copied()),
            was: update.correction.map(|(was, _, _)| was.to_owned()),
            now: update.correction.map(|(_, now, _)| now.to_owned()),
            why: update.correction.and_then(|(_, _, why)| why).map(str::to_owned),
            first_published: self.given(update.first_published),
        }
    }

    /// Why an issue is in its state, in a sentence.
    pub fn because(self, issue: RecordId) -> Option<String> {
        if let Some((_, reason)) = self.records.state_override(issue) {
            return reason.map(str::to_owned);
        }
        let title = |id: &RecordId| self.records.title(*id).to_string();
        let dependencies = self.derived.dependencies();
        let doubt = if dependencies.stuck_firmly.contains_key(&issue) {
            ""
        } else {
            " This rests on the word of others, on inference, or on what nobody is named for."
        };
        match dependencies.stuck.get(&issue)? {
            Stuck::Refused(by) => {
                let links = self.records.links(issue);
                let firm = |actor: &&RecordId| {
                    links.iter().any(|link| link.sort == LinkSort::Blocked && link.to.contains(actor) && !link.is_weak())
                };
                let (own, account): (Vec<&RecordId>, Vec<&RecordId>) = by.iter().partition(|actor| firm(actor));
                let own: Vec<String> = own.into_iter().map(title).collect();
                let account: Vec<String> = account.into_iter().map(title).collect();
                Some(match (own.is_empty(), account.is_empty()) {
                    (false, true) => format!("Refused by {}, in its own words.", listed(&own)),
                    (false, false) => {
                        format!("Refused by {}, in its own words; by {} only as others tell it.", listed(&own), listed(&account))
                    }
                    _ => format!("Refused by {}, as others tell it.", listed(&account)),
                })
            }
            Stuck::Waits(on) => {
                let on: Vec<String> = on.iter().map(title).collect();
                Some(format!("Waits for something that is stuck itself: {}.{doubt}", listed(&on)))
            }
            Stuck::Circle => Some(format!("It needs, over other steps, itself: a circle.{doubt}")),
        }
    }
}

/// A sort of links: the word for class names, and what stands before the others.
pub(super) fn link_words(sort: LinkSort) -> (&'static str, &'static str) {
    match sort {
        LinkSort::AllOf => ("all_of", "needs"),
        LinkSort::AnyOf => ("any_of", "needs one of"),
        LinkSort::Blocked => ("blocked", "refused by"),
        LinkSort::Contradicts => ("contradicts", "contradicts"),
        LinkSort::Alternative => ("alternative", "could replace"),
        LinkSort::Enables => ("enables", "would make possible"),
        LinkSort::Follows => ("follows", "comes after"),
    }
}

/// A link that is mere words.
pub(super) fn words(text: &str) -> Link {
    Link { title: text.to_owned(), url: None, kind: String::new() }
}

/// "A", "A and B", "A, B and C".
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A number or a range of numbers.
fn amount(value: Option<(f64, &str)>, min: Option<(f64, &str)>, max: Option<(f64, &str)>) -> String {
    match (value, min, max) {
        (Some((_, value)), _, _) => number(value),
        (None, Some((_, min)), Some((_, max))) => format!("{}–{}", number(min), number(max)),
        (None, Some((_, min)), None) => format!("at least {}", number(min)),
        (None, None, Some((_, max))) => format!("at most {}", number(max)),
        (None, None, None) => "unknown".to_owned(),
    }
}

/// A number with thin spaces between thousands; the decimals as they were written.
fn number(written: &str) -> String {
    let clean = written.replace('_', "");
    let (whole, rest) = clean.split_once('.').map_or((clean.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let digits = whole.trim_start_matches(['-', '+']);
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 && digits.len() > 4 && digits.bytes().all(|b| b.is_ascii_digit()) {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    let sign = if whole.starts_with('-') { "−" } else { "" };
    rest.map_or_else(|| format!("{sign}{grouped}"), |rest| format!("{sign}{grouped}.{rest}"))
}
