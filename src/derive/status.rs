//! What is known of the truth of a claim (MODEL §3). An empty field is never a verdict.

use crate::graph::RecordId;
use crate::model::{Claim, Records};

/// The status of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nobody is named, and nobody looked into it.
    Unreviewed,
    /// One party's word.
    SingleParty,
    /// Another side says the same.
    Uncontested,
    /// Another party denies it, or assessments differ.
    Disputed,
    /// Assessments support a part of it.
    PartlySupported,
    /// Assessments support it.
    Supported,
    /// Assessments do not support it.
    NotSupported,
    /// The editors found it confirmed.
    Confirmed,
    /// The claimant took it back.
    Withdrawn,
    /// Nobody can check it.
    NotCheckable,
}

impl Verdict {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Verdict; 10] = [
        Verdict::Disputed,
        Verdict::NotSupported,
        Verdict::PartlySupported,
        Verdict::SingleParty,
        Verdict::Unreviewed,
        Verdict::NotCheckable,
        Verdict::Uncontested,
        Verdict::Supported,
        Verdict::Confirmed,
        Verdict::Withdrawn,
    ];

    /// The word of the vocabulary `claim_status`.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Unreviewed => "unreviewed",
            Verdict::SingleParty => "single_party",
            Verdict::Uncontested => "uncontested",
            Verdict::Disputed => "disputed",
            Verdict::PartlySupported => "partly_supported",
            Verdict::Supported => "supported",
            Verdict::NotSupported => "not_supported",
            Verdict::Confirmed => "confirmed",
            Verdict::Withdrawn => "withdrawn",
            Verdict::NotCheckable => "not_checkable",
        }
    }

    fn of_word(word: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|verdict| verdict.word() == word)
    }
}

/// A status and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Status {
    /// The verdict; none for kinds of claims that cannot be true.
    pub verdict: Option<Verdict>,
    /// Whether the editors set it.
    pub overridden: bool,
    /// Whether it is disputed because assessments differ.
    pub assessments_differ: bool,
    /// Whether a response denies it, in whole or in part: shown beside any finding.
    pub denied: bool,
}

/// Derives the status of a claim.
pub fn status(records: Records, claim: &Claim) -> Status {
    let stance = |word: &str| claim.responses.iter().filter(|r| r.stance.is_some_and(|stance| stance.word == word)).count();
    let denied = stance("denies") + stance("partly") > 0;
    let plain = |verdict| Status { verdict: Some(verdict), overridden: false, assessments_differ: false, denied };
    if let Some((word, _, _)) = claim.verdict {
        return Status { overridden: true, verdict: Verdict::of_word(word.word), ..plain(Verdict::Unreviewed) };
    }
    if !claim.can_be_true() {
        return Status { verdict: None, ..plain(Verdict::Unreviewed) };
    }
    let findings = newest_findings(claim);
    if let Some(first) = findings.first() {
        return if findings.iter().all(|finding| finding == first) {
            plain(*first)
        } else {
            Status { assessments_differ: true, ..plain(Verdict::Disputed) }
        };
    }
    if denied {
        return plain(Verdict::Disputed);
    }
    let own_side = claim.claimant.map(|claimant| records.side(claimant));
    let confirmed = claim.responses.iter().filter(|r| r.stance.is_some_and(|stance| stance.word == "confirms"));
    if confirmed.filter_map(|r| r.by).any(|by| Some(records.side(by)) != own_side) {
        return plain(Verdict::Uncontested);
    }
    plain(if claim.claimant.is_some() { Verdict::SingleParty } else { Verdict::Unreviewed })
}

/// The newest finding of each assessor; on equal dates, and without dates, the later in the file.
fn newest_findings(claim: &Claim) -> Vec<Verdict> {
    let mut newest: Vec<(Option<RecordId>, _, Verdict)> = Vec::new();
    for assessment in &claim.assessments {
        let Some(verdict) = assessment.finding.and_then(|finding| Verdict::of_word(finding.word)) else { continue };
        let key = assessment.date.known().map(|date| date.sort_key(None));
        match newest.iter_mut().find(|(by, _, _)| *by == assessment.by && by.is_some()) {
            Some(known) if key >= known.1 => *known = (assessment.by, key, verdict),
            Some(_) => {}
            None => newest.push((assessment.by, key, verdict)),
        }
    }
    newest.into_iter().map(|(_, _, verdict)| verdict).collect()
}
