//! What a change of a field means to whoever read the site before: the one place where that is decided.
//!
//! In: the name of a kind and of its field. Out: how much the field bears. What a site adds itself is a fact like any other.

/// What a field bears, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bearing {
    /// Nothing that a reader sees: order, addresses, dates of our own work.
    Nothing,
    /// How something is told.
    Wording,
    /// A fact about the thing.
    Fact,
    /// How things stand: a status, a state, a stance.
    Standing,
    /// What a claim, figure or quotation says. Who read the old one was told something else.
    Meaning,
}

/// Of every kind.
const NOTHING: [&str; 22] = [
    "slug",
    "template",
    "weight",
    "extra",
    "lint_allow",
    "aliases",
    "redirect_from",
    "same_as",
    "created",
    "updated",
    "recorded",
    "review_by",
    "reviewed_on",
    "draft",
    "codes",
    "cameo",
    "portrait",
    "archive_url",
    "sha256",
    "accessed",
    "context_url",
    "lang",
];

/// Of every kind: sentences by which something is told.
const WORDING: [&str; 14] = [
    "title",
    "summary",
    "bullets",
    "names",
    BODY,
    "question",
    "says",
    "note",
    "method_note",
    "reliability_note",
    "anonymity_reason",
    "limits",
    "date_text",
    "n",
];

const MEANING: [(&str, &[&str]); 3] = [
    ("claim", &["statement", "kind", "claimant", "date"]),
    ("figure", &["value", "min", "max", "approx", "unit", "of", "as_of", "period", "margin", "by", "rhetorical"]),
    ("quote", &["text", "by", "date", "event", "to", "original"]),
];

const STANDING: [(&str, &[&str]); 6] = [
    ("claim", &["status", "status_reason"]),
    ("issue", &["state", "state_reason"]),
    ("event", &["status"]),
    ("document", &["stage", "disclosed"]),
    ("point", &["status", "positions"]),
    ("position", &["stance"]),
];

/// The name under which the main text of a record is compared, which no field can have.
pub const BODY: &str = "(text)";

/// What a field of a kind bears.
pub fn bearing(kind: &str, field: &str) -> Bearing {
    let has = |table: &[(&str, &[&str])]| table.iter().any(|(name, fields)| *name == kind && fields.contains(&field));
    if has(&MEANING) {
        Bearing::Meaning
    } else if has(&STANDING) {
        Bearing::Standing
    } else if NOTHING.contains(&field) {
        Bearing::Nothing
    } else if WORDING.contains(&field) {
        Bearing::Wording
    } else {
        Bearing::Fact
    }
}

/// Whether a field of a figure is a part of its number: these are told together, "about 60 to 75 minutes".
pub fn is_number(field: &str) -> bool {
    matches!(field, "value" | "min" | "max" | "unit" | "approx")
}

/// Whether a published record of a kind may not change its meaning without a word to readers.
pub fn is_answered_for(kind: &str) -> bool {
    MEANING.iter().any(|(name, _)| *name == kind)
}

/// Whether readers are told of new records of a kind. Sources, places and terms support others, and an update is the telling itself.
pub fn is_news(kind: &str) -> bool {
    !matches!(kind, "source" | "place" | "term" | "update")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::builtin;

    #[test]
    fn every_field_named_here_is_one() {
        let schema = builtin();
        for (kind, fields) in MEANING.iter().chain(&STANDING) {
            let kind = schema.kind(schema.find_kind(kind).expect("a built-in kind"));
            let names: Vec<&str> = kind.fields.iter().map(|(_, field)| field.name.as_str()).collect();
            assert!(fields.iter().all(|field| names.contains(field)), "{} {fields:?}", kind.name);
        }
        let of_kinds = schema.iter().flat_map(|(_, kind)| kind.fields.iter());
        let names: Vec<&str> = of_kinds.map(|(_, field)| field.name.as_str()).collect();
        for field in NOTHING.iter().chain(&WORDING).filter(|field| **field != BODY) {
            assert!(names.contains(field), "{field}");
        }
    }

    #[test]
    fn a_number_means_more_than_its_source() {
        assert_eq!(bearing("figure", "value"), Bearing::Meaning);
        assert_eq!(bearing("figure", "source"), Bearing::Fact);
        assert_eq!(bearing("event", "date"), Bearing::Fact);
        assert_eq!(bearing("ruling", "of-its-own"), Bearing::Fact);
    }
}
