//! What somebody asserts: claims with their responses and assessments, positions, points of documents, dependencies.

use super::{Records, When};
use crate::date::Date;
use crate::graph::{Reader, RecordId, Target};
use crate::source::Span;

/// A word of a vocabulary: as sources write it and as readers see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'g> {
    /// As sources write it.
    pub word: &'g str,
    /// As readers see it.
    pub label: &'g str,
}

impl<'g> Word<'g> {
    /// Reads a field that holds one word.
    pub fn read(fields: Reader<'g>, name: &str) -> Option<Word<'g>> {
        fields.word_and_label(name).map(|(word, label)| Word { word, label })
    }

    /// Whether, as a basis, it means the party's own words.
    pub fn is_own_words(self) -> bool {
        matches!(self.word, "on_record" | "own_document")
    }
}

/// Somebody's answer to a claim.
#[derive(Clone, Copy, Debug)]
pub struct Response<'g> {
    /// Where it is written down: the characters that say whose it is.
    pub at: Span,
    /// Who answers.
    pub by: Option<RecordId>,
    /// Confirms, denies, partly or declines.
    pub stance: Option<Word<'g>>,
    /// In a sentence.
    pub says: Option<&'g str>,
    /// When.
    pub date: When<'g>,
    /// On whose word.
    pub basis: Option<Word<'g>>,
    /// Where it is written.
    pub source: Option<RecordId>,
}

/// What an independent party found.
#[derive(Clone, Copy, Debug)]
pub struct Assessment<'g> {
    /// Where it is written down: the characters that say whose it is.
    pub at: Span,
    /// Who assessed it.
    pub by: Option<RecordId>,
    /// What they found.
    pub finding: Option<Word<'g>>,
    /// In a sentence.
    pub says: Option<&'g str>,
    /// How, and with what limits.
    pub method_note: Option<&'g str>,
    /// When.
    pub date: When<'g>,
    /// The date for which it holds.
    pub as_of: When<'g>,
    /// On whose word.
    pub basis: Option<Word<'g>>,
    /// Where it is written.
    pub source: Option<RecordId>,
}

/// Something that somebody says is so.
#[derive(Clone, Debug)]
pub struct Claim<'g> {
    /// In one sentence.
    pub statement: &'g str,
    /// Whether it can be true at all.
    pub kind: Option<Word<'g>>,
    /// Who claims it.
    pub claimant: Option<RecordId>,
    /// Whether it says who claims it or where, or that nobody knows.
    pub is_attributed: bool,
    /// When.
    pub date: When<'g>,
    /// On whose word we know that it is claimed.
    pub basis: Option<Word<'g>>,
    /// Where it is written.
    pub source: Option<RecordId>,
    /// Answers, as written.
    pub responses: Vec<Response<'g>>,
    /// Findings, as written.
    pub assessments: Vec<Assessment<'g>>,
    /// Whether the other side was asked.
    pub reply_sought: bool,
    /// The editors' own status with reason and date.
    pub verdict: Option<(Word<'g>, Option<&'g str>, Option<&'g Date>)>,
}

impl Claim<'_> {
    /// Whether it is of a kind that can be true or false.
    pub fn can_be_true(&self) -> bool {
        self.kind.is_some_and(|kind| matches!(kind.word, "factual" | "numeric" | "legal"))
    }
}

/// What somebody wants on an issue.
#[derive(Clone, Copy, Debug)]
pub struct Position<'g> {
    /// The record itself.
    pub id: RecordId,
    /// Whose it is.
    pub actor: Option<RecordId>,
    /// On which issue.
    pub issue: Option<RecordId>,
    /// In one word.
    pub stance: Option<Word<'g>>,
    /// In a sentence.
    pub says: Option<&'g str>,
    /// Since when.
    pub date: When<'g>,
    /// On whose word.
    pub basis: Option<Word<'g>>,
    /// On what condition.
    pub condition: Option<&'g Target>,
    /// The words they used.
    pub quote: Option<RecordId>,
    /// Where it is written.
    pub source: Option<RecordId>,
}

/// A text that is negotiated or agreed.
#[derive(Clone, Debug)]
pub struct Document<'g> {
    /// What sort of document.
    pub kind: Option<Word<'g>>,
    /// Which version.
    pub version: Option<&'g str>,
    /// The version before it.
    pub supersedes: Option<RecordId>,
    /// Its date.
    pub date: When<'g>,
    /// How far it has come.
    pub stage: Option<Word<'g>>,
    /// How many points it is said to have.
    pub points_total: Option<i64>,
    /// How much is public.
    pub disclosed: Option<Word<'g>>,
}

/// A point of a document.
#[derive(Clone, Debug)]
pub struct Point<'g> {
    /// Its number.
    pub n: Option<&'g str>,
    /// The issue it would settle.
    pub issue: Option<RecordId>,
    /// How far it has come.
    pub status: Option<Word<'g>>,
    /// Stance by actor.
    pub positions: Vec<(RecordId, Word<'g>)>,
    /// In a sentence.
    pub says: Option<&'g str>,
    /// How far it goes, from 0 to 3.
    pub depth: Option<i64>,
    /// On whose word.
    pub basis: Option<Word<'g>>,
    /// Where it is written.
    pub source: Option<RecordId>,
}

/// What sort of dependency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkSort {
    /// All of the others are needed.
    AllOf,
    /// One of the others is needed.
    AnyOf,
    /// The other, an actor, refuses this.
    Blocked,
    /// It cannot hold together with the other.
    Contradicts,
    /// It could replace the other.
    Alternative,
    /// It would make the other possible.
    Enables,
    /// It comes after the other.
    Follows,
}

/// A dependency, in the record that depends.
#[derive(Clone, Debug)]
pub struct Link<'g> {
    /// Where it is written down: the characters that name the others.
    pub at: Span,
    /// What sort.
    pub sort: LinkSort,
    /// The others.
    pub to: Vec<RecordId>,
    /// Who says so.
    pub asserted_by: Option<RecordId>,
    /// On whose word.
    pub basis: Option<Word<'g>>,
    /// Stated, implied or legal.
    pub strength: Option<Word<'g>>,
    /// For which date.
    pub as_of: When<'g>,
    /// Until when.
    pub until: When<'g>,
    /// Where it is written.
    pub source: Option<RecordId>,
    /// Whether it says who asserts it or where it is written, or that nobody knows.
    pub is_attributed: bool,
}

/// Why a dependency is weak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// Its basis is somebody's account or an inference, or is not given.
    NotOwnWords,
    /// Nobody states it: it is implied.
    Implied,
    /// Nobody is named who asserts it.
    NobodyAsserts,
}

impl Link<'_> {
    /// Why it rests on less than somebody's own, stated words (MODEL §3); nothing, if it does not.
    pub fn doubts(&self) -> Vec<Doubt> {
        let doubts = [
            (!self.basis.is_some_and(Word::is_own_words), Doubt::NotOwnWords),
            (self.strength.is_some_and(|strength| strength.word == "implied"), Doubt::Implied),
            (self.asserted_by.is_none(), Doubt::NobodyAsserts),
        ];
        doubts.into_iter().filter(|(holds, _)| *holds).map(|(_, doubt)| doubt).collect()
    }

    /// Whether there is any doubt.
    pub fn is_weak(&self) -> bool {
        !self.doubts().is_empty()
    }
}

impl<'g> Records<'g> {
    /// Reads a claim.
    pub fn claim(self, id: RecordId) -> Claim<'g> {
        let fields = self.fields(id);
        let response = |group: Reader<'g>| Response {
            at: group.place(&["by"]),
            by: group.record("by"),
            stance: Word::read(group, "stance"),
            says: group.text("says"),
            date: When::read(group, "date"),
            basis: Word::read(group, "basis"),
            source: group.record("source"),
        };
        let assessment = |group: Reader<'g>| Assessment {
            at: group.place(&["by"]),
            by: group.record("by"),
            finding: Word::read(group, "finding"),
            says: group.text("says"),
            method_note: group.text("method_note"),
            date: When::read(group, "date"),
            as_of: When::read(group, "as_of"),
            basis: Word::read(group, "basis"),
            source: group.record("source"),
        };
        Claim {
            statement: fields.text("statement").unwrap_or_default(),
            kind: Word::read(fields, "kind"),
            claimant: fields.record("claimant"),
            is_attributed: fields.is_answered(&["claimant", "where"]),
            date: When::read(fields, "date"),
            basis: Word::read(fields, "basis"),
            source: fields.record("source"),
            responses: fields.groups("responses").map(response).collect(),
            assessments: fields.groups("assessments").map(assessment).collect(),
            reply_sought: fields.value("reply_sought").is_some(),
            verdict: Word::read(fields, "status").map(|status| (status, fields.text("status_reason"), fields.date("reviewed_on"))),
        }
    }

    /// Reads a position.
    pub fn position(self, id: RecordId) -> Position<'g> {
        let fields = self.fields(id);
        Position {
            id,
            actor: fields.record("actor"),
            issue: fields.record("issue"),
            stance: Word::read(fields, "stance"),
            says: fields.text("says"),
            date: When::read(fields, "date"),
            basis: Word::read(fields, "basis"),
            condition: fields.target("condition"),
            quote: fields.record("quote"),
            source: fields.record("source"),
        }
    }

    /// Reads a document.
    pub fn document(self, id: RecordId) -> Document<'g> {
        let fields = self.fields(id);
        Document {
            kind: Word::read(fields, "kind"),
            version: fields.text("version"),
            supersedes: fields.record("supersedes"),
            date: When::read(fields, "date"),
            stage: Word::read(fields, "stage"),
            points_total: fields.integer("points_total"),
            disclosed: Word::read(fields, "disclosed"),
        }
    }

    /// Who wrote a document, is bound by it, or guarantees or witnesses it.
    pub fn signatories(self, id: RecordId) -> impl Iterator<Item = RecordId> + 'g {
        let fields = self.fields(id);
        ["authors", "parties", "third_parties"].into_iter().flat_map(move |name| fields.records(name))
    }

    /// Reads a point of a document.
    pub fn point(self, id: RecordId) -> Point<'g> {
        let fields = self.fields(id);
        Point {
            n: fields.text("n"),
            issue: fields.record("issue"),
            status: Word::read(fields, "status"),
            depth: fields.integer("depth"),
            positions: fields.word_map("positions").map(|(id, word, label)| (id, Word { word, label })).collect(),
            says: fields.text("says"),
            basis: Word::read(fields, "basis"),
            source: fields.record("source"),
        }
    }

    /// Reads the dependencies written in a record, in the order of their sorts.
    pub fn links(self, id: RecordId) -> Vec<Link<'g>> {
        let fields = self.fields(id);
        let mut links = Vec::new();
        let mut add = |group: Reader<'g>, sort: LinkSort, to: Vec<RecordId>| {
            if to.is_empty() {
                return;
            }
            links.push(Link {
                at: group.place(&["all_of", "any_of", "by", "to"]),
                sort,
                to,
                asserted_by: group.record("asserted_by"),
                basis: Word::read(group, "basis"),
                strength: Word::read(group, "strength"),
                as_of: When::read(group, "as_of"),
                until: When::read(group, "until"),
                source: group.record("source"),
                is_attributed: group.is_answered(&["asserted_by", "source"]),
            });
        };
        for group in fields.groups("requires") {
            add(group, LinkSort::AllOf, group.records("all_of").collect());
            add(group, LinkSort::AnyOf, group.records("any_of").collect());
        }
        for group in fields.groups("blocks") {
            add(group, LinkSort::Blocked, group.record("by").into_iter().collect());
        }
        let others = [
            ("contradicts", LinkSort::Contradicts),
            ("alternative_to", LinkSort::Alternative),
            ("enables", LinkSort::Enables),
            ("follows", LinkSort::Follows),
        ];
        for (name, sort) in others {
            for group in fields.groups(name) {
                add(group, sort, group.record("to").into_iter().collect());
            }
        }
        links
    }

    /// The events that an event says it follows, one link each. They are plain references without anybody who asserts them: each rests on
    /// what the event itself rests on.
    pub fn order(self, id: RecordId) -> Vec<Link<'g>> {
        let fields = self.fields(id);
        let link = |to: RecordId| Link {
            at: fields.place(&["follows"]),
            sort: LinkSort::Follows,
            to: vec![to],
            asserted_by: None,
            basis: Word::read(fields, "basis"),
            strength: None,
            as_of: When::read(fields, "as_of"),
            until: When::Absent,
            source: fields.record("source"),
            is_attributed: fields.is_answered(&["source"]),
        };
        fields.records("follows").map(link).collect()
    }
}
