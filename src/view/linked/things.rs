//! Records as things of schema.org: which type each has, and what is said of it.

use super::super::build::View;
use super::super::data::{Json, Object};
use crate::date::{self, Date, Zone};
use crate::graph::{RecordId, Target, Via};
use crate::model::{Claim, When};

/// What the editors say of a claim themselves: the label of the status, the reason, the day. None without all of these.
pub(super) fn review<'v>(view: View<'v>, id: RecordId) -> Option<(Claim<'v>, &'v str, &'v str, String)> {
    if view.records.kind(id) != view.records.kinds.claim {
        return None;
    }
    let claim = view.records.claim(id);
    let (status, reason, reviewed_on) = claim.verdict?;
    let day = date::machine(reviewed_on?, None)?;
    let label = status.label;
    Some((claim, label, reason?, day))
}

impl<'v> View<'v> {
    /// The type of a record; none for what schema.org has no word for.
    pub(super) fn type_of(self, id: RecordId) -> Option<&'v str> {
        let records = self.records;
        let kinds = records.kinds;
        let kind = records.kind(id);
        let declared = records.schema.kind(kind).schema_org.as_deref();
        if kind == kinds.actor {
            return Some(match records.actor(id).kind.map_or("", |kind| kind.word) {
                "person" => "Person",
                "public_body" => "GovernmentOrganization",
                "party" => "PoliticalParty",
                "ngo" => "NGO",
                "research" => "ResearchOrganization",
                "media" => "NewsMediaOrganization",
                _ => "Organization",
            });
        }
        if kind == kinds.source {
            return Some(match records.source(id).kind.map_or("", |kind| kind.word) {
                "news_report" => "NewsArticle",
                "social_post" => "SocialMediaPosting",
                _ => "CreativeWork",
            });
        }
        if kind == kinds.update {
            return records.is_correction(id).then_some("CorrectionComment");
        }
        if kind == kinds.page {
            return Some("BackgroundNewsArticle");
        }
        // A figure of speech is no observation.
        if kind == kinds.figure && records.figure(id).rhetorical {
            return None;
        }
        declared.filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()) && name.bytes().all(|b| b.is_ascii_alphanumeric()))
    }

    /// Describes a record.
    pub(super) fn thing(self, id: RecordId, object: &mut Object) {
        let records = self.records;
        let kinds = records.kinds;
        let kind = records.kind(id);
        let fields = records.fields(id);
        object.maybe("@type", self.type_of(id));
        object.maybe("@id", self.id_of(id));
        if kind == kinds.page {
            object.put("headline", records.title(id));
        } else {
            object.put("name", records.title(id));
        }
        let other_names =
            fields.texts("aliases").filter(|alias| !alias.starts_with('/')).chain(fields.text_map("names").map(|(_, name)| name));
        object.some("alternateName", other_names, Json::value);
        let address = self.address_of(id);
        let url = if kind == kinds.source { records.source(id).url } else { None };
        match (url, address) {
            (Some(url), Some(address)) => {
                object.put("url", url);
                object.shown("mainEntityOfPage", address);
            }
            (_, Some(address)) => object.shown("url", address),
            (Some(_), None) | (None, None) => {}
        }
        object.some("sameAs", fields.texts("same_as"), Json::value);
        if kind == kinds.actor {
            self.actor_thing(id, object);
        } else if kind == kinds.event {
            self.event_thing(id, object);
        } else if kind == kinds.claim {
            self.claim_thing(id, object);
        } else if kind == kinds.quote {
            self.quote_thing(id, object);
        } else if kind == kinds.figure {
            self.figure_thing(id, object);
        } else if kind == kinds.document {
            self.document_thing(id, object);
        } else if kind == kinds.source {
            self.source_thing(id, object);
        } else if kind == kinds.place {
            self.place_thing(id, object);
        } else if kind == kinds.update {
            self.correction_thing(id, object);
        } else if kind == kinds.page {
            self.page_thing(id, object);
        } else {
            object.maybe("description", records.question(id).filter(|_| kind == kinds.issue).or_else(|| records.summary(id)));
            if self.has_terms(kind) {
                object.object("inDefinedTermSet", |object| {
                    object.put("@type", "DefinedTermSet");
                    object.shown("@id", self.set_of(kind));
                    object.put("name", &records.schema.kind(kind).plural);
                });
            }
        }
    }

    fn actor_thing(self, id: RecordId, object: &mut Object) {
        let actor = self.records.actor(id);
        object.maybe("description", self.records.summary(id));
        // What ended, or may have, is not said as if it held.
        let members = actor.member_of.iter().filter(|(_, _, to)| matches!(to, When::Absent)).map(|(org, _, _)| *org);
        self.named_all(object, "memberOf", members);
        if actor.kind.is_none_or(|kind| kind.word != "person") {
            self.named(object, "parentOrganization", actor.part_of);
        }
    }

    fn event_thing(self, id: RecordId, object: &mut Object) {
        let event = self.records.event(id);
        let zone = self.records.zone(id);
        let summary = self.records.summary(id).unwrap_or_default();
        let start = event.date.known().and_then(|date| date::machine(date, zone.as_ref()));
        // A loose date has no place in the fields of an event: its words stand in the description.
        let words =
            event.date.known().filter(|_| start.is_none()).map(|date| {
                event.date_text.map_or_else(|| date::words_with_zone(date, &self.config.language, zone.as_ref()), str::to_owned)
            });
        match words {
            Some(words) if summary.is_empty() => object.put("description", &words),
            Some(words) => object.put("description", &format!("{summary} ({words})")),
            None => object.text("description", summary),
        }
        object.maybe("startDate", start);
        self.day(object, "endDate", event.end, zone.as_ref());
        let status = match event.status.map_or("", |status| status.word) {
            "scheduled" => Some("https://schema.org/EventScheduled"),
            "postponed" => Some("https://schema.org/EventPostponed"),
            "cancelled" => Some("https://schema.org/EventCancelled"),
            _ => None,
        };
        object.maybe("eventStatus", status);
        self.named(object, "location", event.place);
        self.named_all(object, "attendee", self.records.participants(id).filter_map(|participant| participant.actor));
        self.named(object, "superEvent", self.records.fields(id).record("part_of"));
        self.named_all(object, "about", self.records.about(id));
    }

    fn claim_thing(self, id: RecordId, object: &mut Object) {
        let claim = self.records.claim(id);
        object.put("text", claim.statement);
        self.named(object, "author", claim.claimant);
        self.day(object, "datePublished", claim.date, None);
        self.named(object, "appearance", claim.source);
        self.named(object, "firstAppearance", self.records.fields(id).record("where"));
        self.named_all(object, "about", self.records.about(id));
    }

    /// The editors' verdict on a claim.
    pub(super) fn review(self, id: RecordId, object: &mut Object) {
        let Some((claim, label, reason, day)) = review(self, id) else { return };
        object.put("@type", "ClaimReview");
        object.maybe("@id", self.id_of(id).map(|id| format!("{id}:review")));
        if let Some(address) = self.address_of(id) {
            object.shown("url", address);
        }
        object.put("claimReviewed", claim.statement);
        self.named(object, "itemReviewed", Some(id));
        object.object("reviewRating", |object| {
            object.put("@type", "Rating");
            object.put("alternateName", label);
            object.put("ratingExplanation", reason);
        });
        self.publisher(object, "author");
        object.put("datePublished", &day);
        object.put("inLanguage", &self.config.language);
    }

    fn quote_thing(self, id: RecordId, object: &mut Object) {
        let quote = self.records.quote(id);
        object.put("text", quote.text);
        object.maybe("inLanguage", quote.lang);
        self.named(object, "creator", quote.by);
        self.day(object, "dateCreated", quote.date, None);
        self.meant(object, "translator", quote.translator);
        self.named(object, "isBasedOn", quote.source);
        self.named_all(object, "about", self.records.about(id));
    }

    fn figure_thing(self, id: RecordId, object: &mut Object) {
        let figure = self.records.figure(id);
        object.put("description", &format!("{}: {}", figure.of.unwrap_or_default(), self.figure_value(&figure)));
        for (key, number) in [("value", figure.value), ("minValue", figure.min), ("maxValue", figure.max)] {
            if let Some((value, written)) = number {
                object.key(key).number(written, value);
            }
        }
        object.maybe("unitText", figure.unit);
        if let Some((value, written)) = figure.margin {
            object.key("marginOfError").number(written, value);
        }
        object.maybe("measurementMethod", figure.method_note);
        self.day(object, "observationDate", figure.as_of, None);
        self.named_all(object, "observationAbout", self.records.about(id));
    }

    fn document_thing(self, id: RecordId, object: &mut Object) {
        let document = self.records.document(id);
        let fields = self.records.fields(id);
        object.maybe("description", self.records.summary(id));
        object.maybe("version", document.version);
        self.day(object, "dateCreated", document.date, None);
        self.named_all(object, "author", fields.records("authors"));
        self.named(object, "isBasedOn", document.supersedes);
        self.named_all(object, "about", self.records.about(id));
    }

    fn source_thing(self, id: RecordId, object: &mut Object) {
        let source = self.records.source(id);
        object.maybe("description", self.records.summary(id));
        self.meant(object, "author", source.author);
        self.meant(object, "publisher", source.publisher);
        self.day(object, "datePublished", source.published, None);
        object.maybe("archivedAt", source.archive_url);
        object.maybe("inLanguage", self.records.fields(id).text("lang"));
    }

    fn place_thing(self, id: RecordId, object: &mut Object) {
        object.maybe("description", self.records.summary(id));
        self.named(object, "containedInPlace", self.records.place(id).part_of);
        for geo in self.records.fields(id).groups("geo").take(1) {
            object.object("geo", |object| {
                object.put("@type", "GeoCoordinates");
                for (key, name) in [("latitude", "lat"), ("longitude", "lon")] {
                    if let Some((value, written)) = geo.number(name) {
                        object.key(key).number(written, value);
                    }
                }
            });
        }
    }

    fn correction_thing(self, id: RecordId, object: &mut Object) {
        let update = self.records.update(id);
        object.put("text", update.note);
        self.day(object, "datePublished", update.date, None);
        self.named_all(object, "about", update.records.iter().copied());
        self.publisher(object, "author");
    }

    fn page_thing(self, id: RecordId, object: &mut Object) {
        let records = self.records;
        object.maybe("description", records.summary(id));
        self.day(object, "datePublished", records.fields(id).date("date").map_or(When::Absent, When::Known), None);
        self.day(object, "dateModified", records.updated(id).map_or(When::Absent, When::Known), None);
        self.of_article(object);
        self.named_all(object, "about", records.about(id));
        let mut cited: Vec<RecordId> =
            records.graph.from(id).iter().filter(|edge| matches!(edge.via, Via::Citation(..))).map(|edge| edge.to).collect();
        cited.extend(records.fields(id).records("sources"));
        cited.sort_unstable();
        cited.dedup();
        self.named_all(object, "citation", cited.into_iter());
    }

    /// A date as schema.org has it, if it is exactly that; a loose one is left out.
    fn day(self, object: &mut Object, key: &str, when: When, zone: Option<&Zone>) {
        let machine = |date: &Date| date::machine(date, zone);
        object.maybe(key, when.known().and_then(machine));
    }

    /// Another record: type, `@id` and name. What it is besides stands on its own page.
    fn named(self, object: &mut Object, key: &str, id: Option<RecordId>) {
        let Some(id) = id.filter(|id| self.is_named(*id)) else { return };
        object.object(key, |object| self.name_it(id, object));
    }

    fn named_all(self, object: &mut Object, key: &str, ids: impl Iterator<Item = RecordId>) {
        object.some(key, ids.filter(|id| self.is_named(*id)), |json, id| json.object(|object| self.name_it(id, object)));
    }

    fn meant(self, object: &mut Object, key: &str, target: Option<&Target>) {
        match target {
            Some(Target::Record(id)) => self.named(object, key, Some(*id)),
            Some(Target::Text(words)) => object.text(key, words),
            Some(Target::Missing(_)) | None => {}
        }
    }

    fn is_named(self, id: RecordId) -> bool {
        self.type_of(id).is_some() && self.address_of(id).is_some()
    }

    fn name_it(self, id: RecordId, object: &mut Object) {
        object.maybe("@type", self.type_of(id));
        object.maybe("@id", self.id_of(id));
        object.put("name", self.records.title(id));
    }
}
