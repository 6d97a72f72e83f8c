//! The JSON-LD of a page: what search engines and archives read it by.
//!
//! In: the text of a block. Out: what they would not understand: text that is no JSON, no context of schema.org, types that schema.org does not
//! know, things without what their type needs, dates that are none, and addresses that lead nowhere. The table says what a page for readers
//! and a check of facts needs; schema.org itself demands nothing.

use super::targets::Way;
use super::{Outputs, Problem, Trace};
use crate::diag::codes::JSONLD_INVALID;
use crate::diag::nearest;
use serde_json::{Map, Value};

/// The type of a script that holds JSON-LD.
pub(super) const KIND: &str = "application/ld+json";

/// The types of schema.org that pages of explainers use, and what each needs.
const TYPES: [(&str, &[&str]); 64] = [
    ("AboutPage", &["name"]),
    ("Answer", &["text"]),
    ("Article", &["headline"]),
    ("AudioObject", &[]),
    ("BackgroundNewsArticle", &["headline", "url"]),
    ("Book", &["name"]),
    ("BreadcrumbList", &["itemListElement"]),
    ("City", &["name"]),
    ("Claim", &["text"]),
    ("ClaimReview", &["claimReviewed", "reviewRating", "url", "author"]),
    ("CollectionPage", &["name"]),
    ("Comment", &["text"]),
    ("Conversation", &[]),
    ("CorrectionComment", &["text"]),
    ("Country", &["name"]),
    ("CreativeWork", &[]),
    ("DataCatalog", &["name"]),
    ("DataDownload", &["contentUrl"]),
    ("Dataset", &["name", "description"]),
    ("DefinedTerm", &["name"]),
    ("DefinedTermSet", &["name"]),
    ("DigitalDocument", &["name"]),
    ("Event", &["name"]),
    ("FAQPage", &["mainEntity"]),
    ("GeoCoordinates", &["latitude", "longitude"]),
    ("GovernmentOrganization", &["name"]),
    ("ImageObject", &[]),
    ("ItemList", &["itemListElement"]),
    ("Legislation", &["name"]),
    ("ListItem", &["position"]),
    ("LiveBlogPosting", &["headline"]),
    ("MediaObject", &[]),
    ("MediaReview", &[]),
    ("NGO", &["name"]),
    ("NewsArticle", &[]),
    ("NewsMediaOrganization", &["name"]),
    ("Observation", &["description"]),
    ("OpinionNewsArticle", &["headline"]),
    ("Organization", &["name"]),
    ("Person", &["name"]),
    ("Place", &["name"]),
    ("PoliticalParty", &["name"]),
    ("PostalAddress", &[]),
    ("PropertyValue", &[]),
    ("PublicationEvent", &["name"]),
    ("QAPage", &["mainEntity"]),
    ("QuantitativeValue", &[]),
    ("Question", &["name"]),
    ("Quotation", &["text"]),
    ("Rating", &[]),
    ("Report", &["name"]),
    ("ReportageNewsArticle", &["headline"]),
    ("ResearchOrganization", &["name"]),
    ("Review", &[]),
    ("SearchAction", &["target"]),
    ("SocialMediaPosting", &[]),
    ("SpeakableSpecification", &[]),
    ("SpecialAnnouncement", &["name"]),
    ("State", &["name"]),
    ("StatisticalVariable", &["name"]),
    ("Thing", &[]),
    ("VideoObject", &["name"]),
    ("WebPage", &[]),
    ("WebSite", &["name", "url"]),
];

/// Properties that hold a date or a time.
const DATES: [&str; 9] = [
    "startDate",
    "endDate",
    "previousStartDate",
    "datePublished",
    "dateModified",
    "dateCreated",
    "observationDate",
    "foundingDate",
    "expires",
];

/// Properties that hold an address.
const ADDRESSES: [&str; 8] = ["@id", "url", "item", "contentUrl", "mainEntityOfPage", "image", "logo", "discussionUrl"];

/// Checks a block of the page at a path.
pub(super) fn check(outputs: &Outputs, page: &str, text: &str, problems: &mut Vec<Problem>) {
    let mut block = Block { outputs, page, text, problems };
    match serde_json::from_str::<Value>(text) {
        Ok(value) => block.whole(&value),
        Err(error) => block.report(format!("the JSON-LD of a page is no JSON: {}", words(&error)), Vec::new(), Vec::new()),
    }
}

struct Block<'b> {
    outputs: &'b Outputs<'b>,
    page: &'b str,
    text: &'b str,
    problems: &'b mut Vec<Problem>,
}

impl Block<'_> {
    fn report(&mut self, message: String, help: Vec<String>, mut traces: Vec<String>) {
        // Else the block, by how it begins, or whatever a template prints it with.
        let start = self.text.trim_start().lines().next().unwrap_or_default();
        traces.extend([&start[..start.floor_char_boundary(60)], KIND].map(str::to_owned));
        traces.retain(|trace| !trace.is_empty());
        let problem = Problem { code: &JSONLD_INVALID, message, help, trace: Trace::Words(traces) };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    fn whole(&mut self, value: &Value) {
        let tops: &[Value] = match value {
            Value::Array(tops) => tops,
            single => std::slice::from_ref(single),
        };
        for top in tops {
            let Some(object) = top.as_object() else {
                self.report("the JSON-LD of a page holds no object".to_owned(), Vec::new(), Vec::new());
                continue;
            };
            if !object.get("@context").is_some_and(is_context) {
                let help = vec!["write `\"@context\": \"https://schema.org\"`".to_owned()];
                self.report("the JSON-LD of a page does not name schema.org as its context".to_owned(), help, Vec::new());
            }
            match object.get("@graph") {
                Some(Value::Array(nodes)) => nodes.iter().for_each(|node| self.value("@graph", node, true)),
                Some(_) => self.report("`@graph` is no list".to_owned(), Vec::new(), Vec::new()),
                None => self.node(object, true),
            }
        }
    }

    fn value(&mut self, key: &str, value: &Value, whole: bool) {
        match value {
            Value::Object(object) => self.node(object, whole),
            Value::Array(values) => values.iter().for_each(|value| self.value(key, value, whole)),
            Value::String(text) if DATES.contains(&key) && !is_date(text) => {
                let help = vec!["write it as `2026-01-15` or `2026-01-15T10:00:00+01:00`, and leave out what is not known".to_owned()];
                self.report(format!("`{key}` cannot be `{text}`"), help, vec![format!("\"{key}\"")]);
            }
            Value::String(text) if ADDRESSES.contains(&key) => self.address(key, text),
            Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// A thing; `whole` says that it is described here and not only named.
    fn node(&mut self, object: &Map<String, Value>, whole: bool) {
        let types: Vec<&str> = match object.get("@type") {
            Some(Value::String(name)) => vec![name],
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            Some(_) | None => Vec::new(),
        };
        let is_reference = !whole && object.contains_key("@id");
        if types.is_empty() && !is_reference && !object.contains_key("@value") {
            self.report("a thing in the JSON-LD of a page has no `@type`".to_owned(), Vec::new(), Vec::new());
        }
        for name in types {
            let bare = name.rsplit(['/', ':']).next().unwrap_or(name);
            let Ok(at) = TYPES.binary_search_by(|(known, _)| known.cmp(&bare)) else {
                let near = nearest(bare, TYPES.iter().map(|(known, _)| *known)).map(|near| format!("did you mean `{near}`?"));
                self.report(
                    format!("`{name}` is no type of schema.org that fits a page"),
                    near.into_iter().collect(),
                    vec![format!("\"{name}\"")],
                );
                continue;
            };
            for key in TYPES[at].1.iter().filter(|key| !is_reference && is_missing(object.get(**key))) {
                let help = vec![format!("add `\"{key}\"`")];
                self.report(format!("a thing of type `{bare}` in the JSON-LD of a page has no `{key}`"), help, vec![format!("\"{bare}\"")]);
            }
        }
        for (key, value) in object.iter().filter(|(key, _)| *key != "@type" && *key != "@context") {
            self.value(key, value, false);
        }
    }

    fn address(&mut self, key: &str, written: &str) {
        let is_whole = written.contains("://") || written.starts_with('/') || written.starts_with("urn:");
        if !is_whole && key == "@id" && !written.starts_with("_:") {
            let help = vec!["write it with `https://` and the host, so that it means the same wherever it is read".to_owned()];
            self.report(format!("the `@id` `{written}` is no whole address"), help, vec![format!("\"{written}\"")]);
            return;
        }
        if let Way::Nowhere | Way::Astray(_) = self.outputs.targets.follow(self.page, written) {
            let message = format!("`{key}` in the JSON-LD of a page is `{written}`, where this site has nothing");
            self.report(message, Vec::new(), vec![format!("\"{written}\"")]);
        }
    }
}

/// What the reader of JSON says, without its places: these are the page's, and differ from page to page.
fn words(error: &serde_json::Error) -> String {
    let words = error.to_string();
    words.split(" at line ").next().unwrap_or(&words).to_owned()
}

fn is_context(context: &Value) -> bool {
    match context {
        Value::String(text) => {
            text.trim_end_matches('/').split("://").nth(1).is_some_and(|host| host.trim_start_matches("www.") == "schema.org")
        }
        Value::Array(contexts) => contexts.iter().any(is_context),
        Value::Object(object) => object.get("@vocab").is_some_and(is_context),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn is_missing(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.trim().is_empty(),
        Some(Value::Array(values)) => values.is_empty(),
        Some(Value::Object(_) | Value::Bool(_) | Value::Number(_)) => false,
    }
}

/// Whether a text is a date or a time as ISO 8601 writes them: a year, a month, a day, a moment; or two of them with `/` between.
fn is_date(text: &str) -> bool {
    text.splitn(2, '/').all(|text| {
        let (date, time) = text.split_once(['T', ' ']).map_or((text, None), |(date, time)| (date, Some(time)));
        let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
        let parts: Vec<&str> = date.trim_start_matches('-').split('-').collect();
        let in_range = |part: &str, last: u8| digits(part, 2) && (1..=last).contains(&part.parse::<u8>().unwrap_or(0));
        let is_day = match *parts {
            [year] => digits(year, 4),
            [year, month] => digits(year, 4) && in_range(month, 12),
            [year, month, day] => digits(year, 4) && in_range(month, 12) && in_range(day, 31),
            _ => false,
        };
        let is_moment = time.is_none_or(|time| {
            let clock = time.trim_end_matches('Z');
            let clock = clock.split(['+', '-']).next().unwrap_or(clock);
            parts.len() == 3 && clock.len() >= 5 && clock.split(':').all(|part| part.split('.').next().is_some_and(|part| digits(part, 2)))
        });
        is_day && is_moment
    })
}

#[cfg(test)]
mod tests {
    use super::{TYPES, is_date};

    #[test]
    fn types_are_sorted() {
        assert!(TYPES.is_sorted_by_key(|(name, _)| *name));
    }

    #[test]
    fn dates_are_told_from_other_texts() {
        for date in
            ["2026", "2026-01", "2026-01-15", "2026-01-15T10:00", "2026-01-15T10:00:00Z", "2026-01-15T10:00:00.5+01:00", "2026/2027"]
        {
            assert!(is_date(date), "{date}");
        }
        for other in ["", "15 January 2026", "2026-13-01", "2026-1-5", "2026-01-15T", "2026-01T10:00", "unknown", "26"] {
            assert!(!is_date(other), "{other}");
        }
    }
}
