//! What edits write: words, titles, pieces of text, fields and settings.
//!
//! `ID` and `OTHER` stand for ids of records, `FILE` for the name of a file without its ending, `ANCHOR` for an id that is new.

/// Words that can stand for each other.
pub(crate) const WORDS: [&[&str]; 8] = [
    &["proposes", "accepts", "accepts_if", "rejects", "demands", "undecided", "objects"],
    &["on_record", "own_document", "attributed_by_other", "reported", "inferred"],
    &["scheduled", "tentative", "completed", "cancelled", "under_way", "postponed"],
    &["confirms", "denies", "partly", "declines"],
    &["supported", "not_supported", "partly_supported", "not_checkable"],
    &["factual", "numeric", "prediction", "threat", "characterisation", "commitment"],
    &["undisclosed", "proposed", "under_negotiation", "agreed_by_all", "rejected"],
    &["new_information", "status_change", "tidy_up", "clarification"],
];

/// Titles, among them some that others have.
pub(crate) const TITLES: [&str; 8] = [
    "Otherwise",
    "Aardvark",
    "Zulu & <i>",
    "Größe \\\"neu\\\"",
    "Ferrycompany",
    "A title of many words that runs on and on",
    "9",
    "Issue 0",
];

/// Text that refers to nothing.
pub(crate) const SENTENCES: [&str; 6] =
    ["One sentence more.", "Words; *other* words.", "## A heading", "- one\n- two", "Called Ferrycompany, or a0.", "> Quoted."];

/// Pieces of text that show or make records.
pub(crate) const DIRECTIVES: [&str; 14] = [
    "::timeline",
    "::timeline{issue=ID limit=2}",
    "::positions{issue=ID}",
    "::upcoming{limit=1}",
    "::questions",
    "::changes",
    "::actor{id=ID}",
    "::claim{id=ID}",
    "::event{id=ID}",
    ":::details{summary=More}\nSee [[ID]].\n:::",
    ":claim[Somebody said so]{#ANCHOR kind=factual by=ID}",
    ":figure[12 boats]{#ANCHOR value=9 unit=boats of=Boats}",
    ":quote[So it is]{#ANCHOR by=ID}",
    ":position[In between]{#ANCHOR actor=ID issue=OTHER stance=accepts basis=on_record}",
];

/// Lines of front matter.
pub(crate) const FIELDS: [&str; 24] = [
    "aliases: [Othername, /was/here/]",
    "redirect_from: [/old/FILE/]",
    "redirect_from: [/old/one/]",
    "draft: true",
    "slug: moved",
    "slug: FILE-too",
    "weight: 1",
    "weight: 9",
    "summary: In one line.",
    "summary: In another line.",
    "bullets: [First point, Second point]",
    "names: {fr: Autrement, ar: اسم}",
    "created: 2026-03-01",
    "recorded: 2026-02-20",
    "updated: 2026-03-02",
    "review_by: 2026-03-05",
    "sources: [ID]",
    "about: [ID, OTHER]",
    "superseded_by: ID",
    "same_as: [\"https://same.example/\"]",
    "template: section.html",
    "extra: {colour: green}",
    "speaks_for: ID",
    "blocks: [{by: ID, basis: on_record}]",
];

/// Settings: the table, the key, the values.
pub(crate) const SETTINGS: [(&str, &str, &[&str]); 17] = [
    ("", "title", &["\"Renamed\"", "\"Boatnews\"", "\"A <b> & c\""]),
    ("", "description", &["\"Said otherwise.\"", "\"\""]),
    ("", "language", &["\"en\"", "\"de\"", "\"fr\"", "\"ar\""]),
    ("", "timezone", &["\"UTC\"", "\"America/New_York\""]),
    ("", "publisher", &["\"Somebody\"", "\"Somebody Else\""]),
    ("", "license", &["\"https://licence.example/\""]),
    ("", "today", &["2026-01-15", "2026-03-10", "2026-03-13", "2026-03-21", "2026-05-04", "2026-06-01"]),
    ("", "base_url", &["\"https://example.org/\"", "\"https://example.org/a/b/\"", "\"/sub/\"", "\"https://ferry.example/news/\""]),
    (
        "nav",
        "items",
        &[
            "[{ title = \"Who\", url = \"/actors/\" }]",
            "[{ title = \"Issues\", url = \"/issues/\" }, { title = \"Out\", url = \"https://out.example/\" }]",
        ],
    ),
    ("outputs", "paginate", &["1", "2", "3", "4", "50"]),
    ("feeds", "limit", &["1", "2", "50"]),
    ("feeds", "records", &["false", "true"]),
    ("markdown", "math", &["true", "false"]),
    ("markdown", "raw_html", &["true", "false"]),
    ("markdown", "smart_punctuation", &["true", "false"]),
    ("extra", "contact", &["\"new@ferry.example\"", "\"desk@ferry.example\""]),
    ("schema.vocabulary.event_type", "party", &["\"Party\"", "\"Feast\""]),
];

/// What can be switched off.
pub(crate) const OUTPUTS: [&str; 22] = [
    "feed",
    "calendar",
    "embed",
    "llms",
    "sitemap",
    "robots",
    "not_found",
    "headers",
    "redirects",
    "json",
    "json_ld",
    "data",
    "markdown",
    "positions",
    "position-changes",
    "timeline",
    "upcoming",
    "dependencies",
    "unknowns",
    "corrections",
    "actors",
    "claims",
];
