//! Cards: a record as other sites show it in a frame, and what programs are told that ask how (oEmbed 1.0).
//!
//! In: a record. Out: its essentials, with the day they are from. A card is seen without the pages around it, so it says on whose word
//! something is known, how old it is, and where the whole of it stands. It never says the day of a build.

use super::atoms::Link;
use super::build::{View, words};
use super::pages::{Alternate, Embed, EmbedPage};
use super::text::TextBuilder;
use crate::derive;
use crate::graph::RecordId;
use crate::model::Word;
use quick_xml::escape::escape;
use serde_json::json;

/// Answers, assessments and names that a card shows.
const SHOWN: usize = 5;

/// The width of a frame; it shrinks where there is less room.
const WIDTH: usize = 600;

impl<'v> View<'v> {
    /// The address of the card of a record, ready to be written.
    pub(super) fn card_url(self, id: RecordId) -> Option<String> {
        self.plan.card(id).map(|address| self.plan.href(address))
    }

    /// How a record is shown on other sites.
    pub(super) fn embed(self, id: RecordId) -> Option<Embed> {
        let url = self.card_url(id)?;
        let whole = !self.config.base_url.origin.is_empty();
        Some(Embed { snippet: whole.then(|| self.snippet(id, &url)), url })
    }

    /// Where programs learn how to embed a record.
    pub(super) fn oembed_of(self, id: RecordId) -> Option<Alternate> {
        let url = self.plan.beside(self.plan.card(id)?, "oembed.json")?;
        let title = format!("Card: {}", self.records.title(id));
        Some(Alternate { mime: "application/json+oembed".to_owned(), title, url: self.whole(&url) })
    }

    /// The card of a record.
    pub fn embed_page(self, id: RecordId, address: &str, text: &mut TextBuilder<'v>) -> EmbedPage {
        let records = self.records;
        let kinds = records.kinds;
        let kind = records.kind(id);
        let card = self.card(id);
        let mut head = self.head(&card.link.title, card.summary.as_deref().unwrap_or_default(), address, Vec::new());
        head.canonical = card.link.url.as_ref().filter(|_| head.canonical.is_some()).map(|url| self.whole(url));
        head.noindex = true;
        head.alternates = self.oembed_of(id).into_iter().collect();
        let mut page = EmbedPage {
            head,
            kind_label: card.kind_label,
            detail: card.detail,
            summary: card.summary,
            draft: records.fields(id).is_true("draft"),
            superseded_by: records.superseded_by(id).map(|by| self.link(by)),
            status: card.status,
            because: None,
            when: card.when,
            claim: None,
            claim_more: 0,
            figure: None,
            quote: None,
            stances: Vec::new(),
            rows: self.rows(id, text),
            recorded: derive::recorded(records, id).map(|date| self.date(date, None)),
            link: card.link,
        };
        if kind == kinds.claim {
            let mut claim = self.claim(id);
            let all = claim.responses.len() + claim.assessments.len();
            claim.responses.truncate(SHOWN);
            claim.assessments.truncate(SHOWN);
            page.claim_more = all - claim.responses.len() - claim.assessments.len();
            page.claim = Some(claim);
        } else if kind == kinds.figure {
            page.figure = Some(self.figure(id));
        } else if kind == kinds.quote {
            page.quote = Some(self.quote(id));
        } else if kind == kinds.issue {
            page.because = self.because(id);
            page.stances = self.stance_counts(id);
        }
        page
    }

    /// What else there is to know, by label.
    fn rows(self, id: RecordId, text: &mut TextBuilder<'v>) -> Vec<(String, Vec<Link>)> {
        let records = self.records;
        let kinds = records.kinds;
        let kind = records.kind(id);
        let mut rows: Vec<(String, Vec<Link>)> = Vec::new();
        let mut add = |label: &str, mut links: Vec<Link>| {
            if links.is_empty() {
                return;
            }
            let more = links.len().saturating_sub(SHOWN);
            links.truncate(SHOWN);
            if more > 0 {
                links.push(words(&format!("{more} more")));
            }
            rows.push((label.to_owned(), links));
        };
        if kind == kinds.actor {
            let actor = records.actor(id);
            let held = actor.roles.iter().filter(|role| role.to.known().is_none());
            let office = |role: &crate::model::Role| {
                let of = role.of.map(|of| format!(", {}", records.title(of)));
                words(&format!("{}{}", role.title, of.unwrap_or_default()))
            };
            add("Office", held.map(office).collect());
            add("Speaks for", self.links(actor.speaks_for));
            add("Part of", self.links(actor.part_of));
        } else if kind == kinds.event {
            add("Place", self.links(records.event(id).place));
            add("Took part", self.links(records.participants(id).filter_map(|participant| participant.actor)));
        } else if kind == kinds.document {
            let document = records.document(id);
            add("Version", document.version.map(words).into_iter().collect());
            let known = derive::disclosed(records, id);
            let count = |total: i64| words(&format!("{known} of {total} known"));
            add("Points", document.points_total.map(count).into_iter().collect());
            add("By and for", self.links(records.signatories(id)));
        } else if kind == kinds.source {
            let source = records.source(id);
            add("Published by", source.publisher.map(|publisher| self.target(publisher)).into_iter().collect());
            add("Access", source.access.map(|access: Word| words(access.label)).into_iter().collect());
            let address = |url: &str| Link { title: url.to_owned(), url: Some(url.to_owned()), kind: String::new() };
            add("Original", source.url.map(address).into_iter().collect());
        } else if kind == kinds.place {
            let place = records.place(id);
            add("Sort", place.kind.map(|kind| words(kind.label)).into_iter().collect());
            add("Part of", self.links(place.part_of));
        } else if ![kinds.claim, kinds.figure, kinds.quote, kinds.issue].contains(&kind) {
            let facts = self.facts(id, text);
            facts.into_iter().filter(|fact| fact.html.is_none()).for_each(|fact| add(&fact.label, fact.values));
        }
        rows
    }

    /// HTML that shows a card in a frame.
    fn snippet(self, id: RecordId, card: &str) -> String {
        let (src, title) = (self.whole(card), format!("{} · {}", self.records.title(id), self.config.title));
        format!(
            "<iframe src=\"{}\" title=\"{}\" width=\"{WIDTH}\" height=\"{}\" style=\"max-width:100%;border:0\" loading=\"lazy\"></iframe>",
            escape(src.as_str()),
            escape(title.as_str()),
            self.height(id)
        )
    }

    /// Room for what a card of this kind usually holds; a frame scrolls where it holds more.
    fn height(self, id: RecordId) -> usize {
        let kinds = self.records.kinds;
        let kind = self.records.kind(id);
        if kind == kinds.claim {
            let claim = self.records.claim(id);
            380 + 30 * (claim.responses.len().min(SHOWN) + claim.assessments.len().min(SHOWN))
        } else if [kinds.figure, kinds.quote, kinds.issue].contains(&kind) {
            340
        } else {
            280
        }
    }

    /// What a program is told that asks how to embed a record.
    pub fn oembed(self, id: RecordId) -> String {
        let card = self.card_url(id).expect("what tells of a card is planned beside it");
        let told = json!({
            "version": "1.0",
            "type": "rich",
            "title": self.records.title(id),
            "provider_name": self.config.title,
            "provider_url": self.whole(&self.plan.href("/")),
            "html": self.snippet(id, &card),
            "width": WIDTH,
            "height": self.height(id),
        });
        told.to_string()
    }
}
