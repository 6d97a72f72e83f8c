//! Verdicts that stand on a page although nobody reached them.
//!
//! In: the claims that have no verdict, the words for verdicts, and what the reader of a page sees on its way. Out: for words that are all an
//! element holds, whether they pass a verdict on such a claim. Whose verdict it is, is told by what it stands in: the claim's own page, the
//! claim's own place on a page, or an entry (`<li>`, `<tr>`, `<article>` …) that links to no other claim.
//!
//! Not a verdict of the page: what an answer or an assessment of the claim says, and words that tell that there is none.

use super::super::Site;
use super::mark;
use super::targets::Targets;
use crate::derive::Verdict;
use crate::graph::RecordId;
use rustc_hash::{FxHashMap, FxHashSet};

/// Words for verdicts that people use beside those of the vocabulary.
const COMMON: [&str; 24] = [
    "true",
    "false",
    "mostly true",
    "mostly false",
    "half true",
    "half-true",
    "partly true",
    "partly false",
    "untrue",
    "correct",
    "incorrect",
    "accurate",
    "inaccurate",
    "misleading",
    "debunked",
    "disproved",
    "proven",
    "unproven",
    "verified",
    "fake",
    "fabricated",
    "pants on fire",
    "baseless",
    "unfounded",
];

/// What the words before a verdict are called: in `<dt>`, `<th>` or before a colon.
const NAMES: [&str; 6] = ["status", "verdict", "rating", "ruling", "finding", "truth"];

/// A claim, as verdicts see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tried {
    /// Which.
    pub record: RecordId,
    /// Whether it has no verdict.
    pub open: bool,
}

/// What is known of all claims.
pub(super) struct Verdicts {
    /// Words for verdicts in lower case, and whether the vocabulary has them.
    words: FxHashMap<String, bool>,
    longest: usize,
    /// What others say of the claims that have no verdict.
    said: FxHashMap<RecordId, FxHashSet<String>>,
    /// Claims by where they are found: the mark of an output and a place.
    places: FxHashMap<u64, Tried>,
}

impl Verdicts {
    /// Reads the claims; `address` is where each record is found, from the root of the site.
    pub(super) fn new(site: Site, targets: &Targets, address: &dyn Fn(RecordId) -> Option<String>) -> Verdicts {
        let schema = site.records.schema;
        let vocabulary = schema.vocabularies.iter().find(|vocabulary| vocabulary.name == "claim_status");
        let of_schema = vocabulary.into_iter().flat_map(|vocabulary| &vocabulary.words);
        let none = Verdict::Unreviewed.word();
        let mut words: FxHashMap<String, bool> = COMMON.iter().map(|word| ((*word).to_owned(), false)).collect();
        for (word, label) in of_schema.filter(|(word, _)| word != none) {
            words.insert(word.to_lowercase(), true);
            words.insert(label.to_lowercase(), true);
        }
        let mut verdicts = Verdicts { longest: 0, words, said: FxHashMap::default(), places: FxHashMap::default() };
        verdicts.longest = verdicts.words.keys().map(String::len).max().unwrap_or(0);
        for record in site.records.graph.of_kind(site.records.kinds.claim).iter().copied() {
            let verdict = site.derived.statuses.get(&record).and_then(|status| status.verdict);
            let open = matches!(verdict, None | Some(Verdict::Unreviewed));
            let address = address(record);
            if let Some((number, place)) = address.as_deref().and_then(|address| targets.find(address.trim_start_matches('/'))) {
                verdicts.places.insert(mark(&(number, place)), Tried { record, open });
            }
            if open {
                let claim = site.records.claim(record);
                let found = claim.assessments.iter().filter_map(|assessment| assessment.finding);
                let answered = claim.responses.iter().filter_map(|response| response.stance);
                let said = found.chain(answered).flat_map(|word| [word.word.to_lowercase(), word.label.to_lowercase()]).collect();
                verdicts.said.insert(record, said);
            }
        }
        verdicts
    }

    /// Whether no claim lacks a verdict, so that nothing has to be looked for.
    pub(super) fn all_reached(&self) -> bool {
        self.said.is_empty()
    }

    /// The claim at a place of an output.
    pub(super) fn at(&self, number: u32, place: &str) -> Option<Tried> {
        self.places.get(&mark(&(number, place))).copied()
    }

    /// Whether a claim has no verdict.
    pub(super) fn is_open(&self, record: RecordId) -> bool {
        self.said.contains_key(&record)
    }

    /// Whether words that are all an element holds are a verdict. `label` is what `<dt>` or `<th>` before them says.
    pub(super) fn is_verdict(&self, element: &str, label: Option<&str>, words: &str) -> Option<String> {
        let words = words.trim();
        let named = words.split_once([':', '–']).filter(|(name, _)| is_name(name));
        let verdict = named.map_or(words, |(_, verdict)| verdict).trim_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation());
        if verdict.is_empty() || verdict.len() > self.longest {
            return None;
        }
        let verdict = verdict.to_lowercase();
        let is_of_schema = *self.words.get(&verdict)?;
        let is_label = matches!(element, "dt" | "th" | "label" | "option" | "summary" | "h2" | "h3" | "h4" | "h5" | "h6");
        let is_value = matches!(element, "dd" | "td");
        let is_told = named.is_some() || label.is_some_and(is_name);
        let counts = match (is_label, is_value) {
            (true, _) => named.is_some(),
            // A fact can be true or false without being a verdict.
            (false, true) => is_told,
            (false, false) => is_of_schema || is_told || label.is_none(),
        };
        counts.then_some(verdict)
    }

    /// Whether a verdict on a claim that has none is nobody's: no answer and no assessment of it says so.
    pub(super) fn is_nobodys(&self, record: RecordId, verdict: &str) -> bool {
        self.said.get(&record).is_some_and(|said| !said.contains(verdict))
    }
}

fn is_name(words: &str) -> bool {
    let words = words.to_lowercase();
    words.split(|c: char| !c.is_alphabetic()).any(|word| NAMES.contains(&word))
}
