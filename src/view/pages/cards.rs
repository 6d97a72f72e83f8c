//! The cards that other sites show in a frame.

use crate::view::atoms::{Claim, Figure, Link, Quote, When, Word};
use crate::view::pages::Head;
use serde::Serialize;

/// How a record is shown on other sites: `page.record.embed`.
#[derive(Clone, Debug, Serialize)]
pub struct Embed {
    /// The address of its card.
    pub url: String,
    /// HTML that shows the card in a frame; none on a site without a host.
    pub snippet: Option<String>,
}

/// `embed.html`: one record, small enough to stand in another site.
#[derive(Clone, Debug, Serialize)]
pub struct EmbedPage {
    /// Title, address, and the address of the record as the canonical one.
    pub head: Head,
    /// The record.
    pub link: Link,
    /// What readers call its kind.
    pub kind_label: String,
    /// What sort of it, if the kind has sorts.
    pub detail: Option<String>,
    /// Its one line.
    pub summary: Option<String>,
    /// Whether it is a draft, in a build that holds drafts.
    pub draft: bool,
    /// The record that replaces it.
    pub superseded_by: Option<Link>,
    /// Its status: of an issue, an event, a document.
    pub status: Option<Word>,
    /// Why, in a sentence.
    pub because: Option<String>,
    /// Its date.
    pub when: Option<When>,
    /// A claim, with at most five answers and assessments each.
    pub claim: Option<Claim>,
    /// How many answers and assessments are left out.
    pub claim_more: usize,
    /// A figure.
    pub figure: Option<Figure>,
    /// A quotation.
    pub quote: Option<Quote>,
    /// Current positions on an issue by stance: how many hold it in own words, how many by account only.
    pub stances: Vec<(Word, usize, usize)>,
    /// What else there is to know, by label.
    pub rows: Vec<(String, Vec<Link>)>,
    /// The newest day on which something of it was written down; none if none is known.
    pub recorded: Option<When>,
}
