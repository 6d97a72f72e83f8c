//! An accusation of somebody who can be named, without what they say to it.

use crate::check::lexicon::{Lexicon, Words};
use crate::check::names::Names;
use crate::check::{Findings, Site};
use crate::diag::codes::ONE_SIDED;
use crate::graph::{RecordId, Via};
use crate::model::Claim;
use unicode_segmentation::UnicodeSegmentation;

/// How many words before a word a negation can stand.
const REACH: usize = 3;

/// Among how many first words of a judgement the one stands who is judged.
const SUBJECT: usize = 4;

/// Beginnings of words for what one's own side does, too: without a name nobody can tell who is meant.
const DEEDS: [&str; 3] = ["attack", "destroy", "escalat"];

/// Words before a participle that is done to its subject.
const PASSIVE: [&str; 7] = ["is", "are", "was", "were", "been", "being", "be"];

/// What the rule looks things up in.
struct Known {
    lexicon: Lexicon,
    names: Names,
}

/// The words of a statement.
struct Statement {
    words: Vec<String>,
    capitals: Vec<bool>,
}

impl Statement {
    fn of(text: &str) -> Statement {
        // `Kyiv's` names Kyiv.
        let bare = |word: &str| word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word).to_lowercase();
        let capitals = text.unicode_words().map(|word| word.starts_with(char::is_uppercase)).collect();
        Statement { words: text.unicode_words().map(bare).collect(), capitals }
    }

    /// The actor who is named at a word.
    fn who(&self, names: &Names, at: usize) -> Option<RecordId> {
        let (actor, length) = names.at(self, at)?;
        (length > 1 || self.capitals[at]).then_some(actor)
    }

    /// The first word at which a phrase of a list stands that nothing before it denies.
    fn find(&self, lexicon: &Lexicon, list: &str) -> Option<usize> {
        let is_denied = |at: usize| (at.saturating_sub(REACH)..at).any(|before| lexicon.list("negations").at(self, before).is_some());
        (0..self.words.len()).find(|at| lexicon.list(list).at(self, *at).is_some() && !is_denied(*at))
    }
}

impl Words for Statement {
    fn lower(&self, at: usize) -> Option<&str> {
        self.words.get(at).map(String::as_str)
    }

    /// Whoever is called `the council` is, with small letters; what may be another word is looked at by `who`.
    fn is_name(&self, at: usize) -> bool {
        at < self.words.len()
    }

    fn follows(&self, at: usize) -> bool {
        at > 0
    }
}

/// A claim about another side that judges or accuses it. Whoever was asked and declined was heard; so was whose words about the claim are
/// recorded elsewhere.
pub(super) fn run(site: Site, findings: &mut Findings) {
    let known = Known { lexicon: Lexicon::of(&site.config.language, &site.config.check), names: Names::of(site.records) };
    for id in site.live(site.records.kinds.claim) {
        let claim = site.records.claim(id);
        let is_withdrawn = claim.verdict.is_some_and(|(status, ..)| status.word == "withdrawn");
        if claim.reply_sought || is_withdrawn {
            continue;
        }
        let accused = accused(site, id, &claim, &known);
        if accused.iter().any(|actor| is_heard(site, id, &claim, *actor)) {
            continue;
        }
        let Some(actor) = accused.first().map(|actor| site.name(*actor)) else { continue };
        let message = format!("nothing says what `{actor}` answers to `{}`", site.short_name(id));
        let problem = site.found(&ONE_SIDED, id, &["statement"], message);
        findings.add(id, problem.help(format!("write what `{actor}` says into `responses`, or that you asked into `reply_sought`")));
    }
}

/// The actors of other sides that a claim accuses, or judges.
fn accused(site: Site, id: RecordId, claim: &Claim, known: &Known) -> Vec<RecordId> {
    let Some(kind) = claim.kind.filter(|kind| matches!(kind.word, "factual" | "numeric" | "legal" | "characterisation")) else {
        return Vec::new();
    };
    let records = site.records;
    let statement = Statement::of(claim.statement);
    let (accusing, praising) = (statement.find(&known.lexicon, "accusing"), statement.find(&known.lexicon, "praising"));
    let words = &statement.words;
    let judges = kind.word == "characterisation" && claim.claimant.is_some() && praising.is_none();
    if accusing.is_none() && !judges {
        return Vec::new();
    }
    let is_other = |actor: &RecordId| {
        let can_answer = records.actor(*actor).kind.is_none_or(|kind| kind.word != "unnamed_group");
        can_answer && claim.claimant.is_none_or(|claimant| records.side(claimant) != records.side(*actor))
    };
    let named: Vec<(RecordId, usize)> =
        (0..words.len()).filter_map(|at| statement.who(&known.names, at).map(|actor| (actor, at))).collect();
    let is_meant = |at: usize| accusing.map_or(at < SUBJECT, |accusing| is_blamed(words, at, accusing));
    let mut found: Vec<RecordId> = named.iter().filter(|(_, at)| is_meant(*at)).map(|(actor, _)| *actor).collect();
    let is_deed = |at: usize| DEEDS.iter().any(|deed| words[at].starts_with(deed));
    if named.is_empty() && accusing.is_some_and(|at| !is_deed(at)) {
        found.extend(records.about(id).filter(|about| records.get(*about).kind == records.kinds.actor));
    }
    found.retain(is_other);
    found
}

/// Whether the actor named at a word does what the accusing word says, and does not suffer it.
fn is_blamed(words: &[String], actor: usize, accusing: usize) -> bool {
    let is_passive = accusing > 0 && PASSIVE.contains(&words[accusing - 1].as_str()) && words[accusing].ends_with("ed");
    if actor < accusing {
        return !is_passive;
    }
    words[accusing].starts_with("accus") || words[accusing].starts_with("blam") || words[accusing..actor].iter().any(|word| word == "by")
}

/// Whether the side of an actor answered, declined to, or speaks of the claim in words that are recorded.
fn is_heard(site: Site, id: RecordId, claim: &Claim, actor: RecordId) -> bool {
    let records = site.records;
    let answers = claim.responses.iter().filter_map(|response| response.by);
    let fields = records.graph.to(id).iter().filter(|edge| matches!(edge.via, Via::Field(..))).map(|edge| edge.from);
    let spoken = fields.filter(|from| records.about(*from).any(|about| about == id)).filter_map(|from| {
        let kind = records.get(from).kind;
        if kind == records.kinds.quote {
            records.quote(from).by
        } else if kind == records.kinds.claim {
            records.claim(from).claimant
        } else {
            None
        }
    });
    answers.chain(spoken).any(|by| speaks_for(site, by, actor))
}

/// Whether one actor can answer for another: it is on its side, holds an office there, or is a part or member of it.
fn speaks_for(site: Site, by: RecordId, actor: RecordId) -> bool {
    let records = site.records;
    let side = records.side(actor);
    let answerer = records.actor(by);
    let belongs =
        answerer.roles.iter().filter_map(|role| role.of).chain(answerer.part_of).chain(answerer.member_of.iter().map(|(org, ..)| *org));
    let members = records.actor(actor).members;
    records.side(by) == side || members.contains(&by) || belongs.into_iter().any(|whole| [actor, side].contains(&whole))
}
