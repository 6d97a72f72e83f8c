//! Which pages would be the same.
//!
//! In: for each page of the last build what it asked and what the answers were, and the answers now. Out: whether it can stay as it is, and
//! if not, why. Each question is answered at most once a build, however many pages asked it.

use super::prints::{Print, Prints};
use super::{Memory, file};
use crate::diag::{Diagnostic, codes};
use crate::graph::RecordId;
use crate::recorder::{Asked, Aspect, Question, Recorder};
use crate::view::PlannedPage;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// A question that outlives the run in which it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
enum Known {
    /// About the record of a name, which is also told in words.
    Record(Print, Aspect),
    /// Another.
    Other(Question),
}

/// A question and its answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Answered {
    question: Known,
    print: Print,
}

/// A page of the last build.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    subject: Print,
    /// The places of its questions in the list of all, sorted.
    asked: Vec<u32>,
    /// The beginnings of the hashes of its files: of itself and its twins, in their order.
    pub(super) files: Vec<u64>,
}

/// What the last build knew of its pages.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Remembered {
    questions: Vec<Answered>,
    pub(super) pages: Vec<(Box<str>, Entry)>,
}

/// What is known of the pages of the last build, with the answers of now.
pub struct Pages<'p> {
    prints: &'p Prints<'p>,
    settings: u64,
    questions: Vec<Answered>,
    /// For each of them whether the answer is another one now.
    changed: Vec<bool>,
    pages: FxHashMap<Box<str>, Entry>,
}

/// Why a page is made, or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nothing is known of it.
    New,
    /// Its address had another page.
    OtherPage,
    /// The answer to one of its questions is another one: which question, in words.
    Changed(String),
    /// A file of it is not what was written.
    NotThere,
    /// It would have stayed, and is made to see whether that would have been right.
    Verified,
    /// All answers are as they were: so many.
    Same(usize),
}

impl std::fmt::Display for Why {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Why::New => f.write_str("made: the last build knew nothing of it"),
            Why::OtherPage => f.write_str("made: another page had this address"),
            Why::Changed(question) => write!(f, "made: {question} changed"),
            Why::NotThere => f.write_str("made: the file in the output is not the one that was written"),
            Why::Verified => f.write_str("made: to be compared with what would have been kept"),
            Why::Same(answers) => write!(f, "reused: all {answers} answers to what it asks are as they were"),
        }
    }
}

/// Says that a page would have stayed which is made otherwise.
pub fn differs(page: &PlannedPage) -> Diagnostic {
    let message = format!("`{}` would have been kept, and a clean build makes it differently", page.path);
    let help = "what was published is right; please report this, with the last edits before it, and remove `.gen/memo`";
    Diagnostic::of_run(&codes::MEMO_WRONG, message).help(help)
}

/// What a build learned of one page.
pub struct Kept {
    /// Its place in the plan.
    pub at: usize,
    what: Learned,
}

impl Kept {
    /// How many questions it asked when it was made.
    pub fn asked(&self) -> usize {
        match &self.what {
            Learned::Again(_) => 0,
            Learned::Made(asked, _) => asked.of_records.len() + asked.others.len(),
        }
    }
}

enum Learned {
    Again(Entry),
    Made(Asked, Vec<u64>),
}

impl<'p> Pages<'p> {
    /// What the last build left, if it had the same settings; asks everything again that its pages asked.
    pub fn recall(memory: Memory, settings: u64, prints: &'p Prints<'p>) -> Pages<'p> {
        let remembered: Remembered = memory.store().and_then(|store| file::read(&store.pages(), settings)).unwrap_or_default();
        let Remembered { questions, pages } = remembered;
        let is_changed = |answered: &Answered| {
            let now = match &answered.question {
                Known::Record(name, aspect) => prints.about(*name, *aspect),
                Known::Other(question) => prints.of(question),
            };
            now != answered.print
        };
        let changed = questions.par_iter().with_min_len(256).map(is_changed).collect();
        Pages { prints, settings, questions, changed, pages: pages.into_iter().collect() }
    }

    /// Whether a page would be the same, as far as the site is asked; the files must be looked at too.
    pub fn judge(&self, page: &PlannedPage) -> Why {
        let Some(entry) = self.pages.get(&*page.path) else { return Why::New };
        if entry.subject != self.prints.subject(&page.subject) {
            return Why::OtherPage;
        }
        let changed = entry.asked.iter().find(|at| self.changed.get(**at as usize).copied().unwrap_or(true));
        match changed {
            Some(at) => Why::Changed(self.words(*at as usize)),
            None => Why::Same(entry.asked.len()),
        }
    }

    /// The beginnings of the hashes of a page's files, as they were written.
    pub fn files(&self, page: &PlannedPage) -> &[u64] {
        self.pages.get(&*page.path).map(|entry| entry.files.as_slice()).unwrap_or_default()
    }

    /// A page that was made: what it asked, and its files.
    pub fn made(at: usize, asked: Asked, files: Vec<u64>) -> Kept {
        Kept { at, what: Learned::Made(asked, files) }
    }

    /// Leaves what was learned for the next build: of the pages that stay, by their places in the plan, and of those that were made. Says how
    /// many questions are known now.
    pub fn remember(mut self, memory: Memory, pages: &[PlannedPage], reused: &[usize], made: Vec<Kept>) -> usize {
        let Some(store) = memory.store() else { return 0 };
        if made.is_empty() && reused.len() == self.pages.len() {
            return self.questions.len();
        }
        let mut again = |at: &usize| {
            let entry = self.pages.remove(&*pages[*at].path).expect("only what is known stays as it is");
            Kept { at: *at, what: Learned::Again(entry) }
        };
        let kept: Vec<Kept> = reused.iter().map(&mut again).chain(made).collect();
        let mut next = Next { places: vec![u32::MAX; self.questions.len()], ..Next::default() };
        let mut remembered = Vec::with_capacity(kept.len());
        for Kept { at, what } in kept {
            let page = &pages[at];
            let entry = match what {
                Learned::Again(entry) => {
                    let asked = entry.asked.iter().map(|place| next.again(*place, &self.questions)).collect();
                    Entry { asked, ..entry }
                }
                Learned::Made(asked, files) => {
                    let of_records = asked.of_records.into_iter().map(|number| next.of_record(number));
                    let mut places: Vec<u32> = of_records.collect();
                    places.extend(asked.others.into_iter().map(|question| next.other(question)));
                    places.sort_unstable();
                    Entry { subject: self.prints.subject(&page.subject), asked: places, files }
                }
            };
            remembered.push((page.path.as_str().into(), entry));
        }
        let answer = |question: Open| match question {
            Open::Answered(answered) => answered,
            Open::Record(number) => {
                let (record, aspect) = Recorder::of_number(number);
                let id = RecordId(record);
                let print = self.prints.about_record(id, aspect);
                Answered { question: Known::Record(self.prints.name(id), aspect), print }
            }
            Open::Other(question) => {
                let print = self.prints.of(&question);
                Answered { question: Known::Other(question), print }
            }
        };
        let questions: Vec<Answered> = next.questions.into_par_iter().with_min_len(256).map(answer).collect();
        let known = questions.len();
        file::write(&store.pages(), self.settings, &Remembered { questions, pages: remembered });
        known
    }

    /// A question in words, for people.
    fn words(&self, at: usize) -> String {
        let Some(answered) = self.questions.get(at) else { return "what it asked".to_owned() };
        match &answered.question {
            Known::Record(name, aspect) => match self.prints.record(*name) {
                Some(id) => format!("{} of `{}`", aspect.words(), self.prints.words(id)),
                None => format!("{} of a record that is gone or has another name", aspect.words()),
            },
            Known::Other(question) => question.words(),
        }
    }
}

/// The list of questions as it grows.
#[derive(Default)]
struct Next {
    questions: Vec<Open>,
    /// Where each question of the last build stands now.
    places: Vec<u32>,
    of_records: FxHashMap<u32, u32>,
    others: FxHashMap<Question, u32>,
}

/// A question whose answer may still have to be worked out.
enum Open {
    Answered(Answered),
    Record(u32),
    Other(Question),
}

impl Next {
    fn push(&mut self, question: Open) -> u32 {
        self.questions.push(question);
        self.questions.len() as u32 - 1
    }

    /// A question of a page that stays: its answer is the same.
    fn again(&mut self, place: u32, before: &[Answered]) -> u32 {
        if self.places[place as usize] == u32::MAX {
            self.places[place as usize] = self.push(Open::Answered(before[place as usize].clone()));
        }
        self.places[place as usize]
    }

    fn of_record(&mut self, number: u32) -> u32 {
        if let Some(place) = self.of_records.get(&number) {
            return *place;
        }
        let place = self.push(Open::Record(number));
        self.of_records.insert(number, place);
        place
    }

    fn other(&mut self, question: Question) -> u32 {
        if let Some(place) = self.others.get(&question) {
            return *place;
        }
        let place = self.push(Open::Other(question.clone()));
        self.others.insert(question, place);
        place
    }
}
