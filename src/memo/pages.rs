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
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What the last build knew of its pages. Large lists are plain bytes, which are read in one go.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Remembered {
    /// Questions about records: the name of the record, what about it, the answer. See [`OF_RECORD`].
    of_records: Bytes,
    /// The other questions; their numbers follow.
    others: Vec<(Question, Print)>,
    /// For each page the questions that it asked, by their numbers, one page behind the other.
    asked: Bytes,
    pub(super) pages: Vec<(Box<str>, Entry)>,
}

/// A page of the last build.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    subject: Print,
    /// How many questions it asked, and how many were asked by the pages before it.
    asked: u32,
    first: u32,
    /// The beginnings of the hashes of its files: of itself and its twins, in their order.
    pub(super) files: Vec<u64>,
}

/// The bytes of one question about a record with its answer.
const OF_RECORD: usize = 17;

/// Bytes that are written and read as they are.
#[derive(Clone, Debug, Default)]
struct Bytes(Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
        <&[u8]>::deserialize(deserializer).map(|bytes| Bytes(bytes.to_vec()))
    }
}

impl Remembered {
    /// The questions about records: whose name, what about it, the answer.
    fn of_records(&self) -> impl IndexedParallelIterator<Item = (Print, Option<Aspect>, Print)> {
        self.of_records.0.par_chunks_exact(OF_RECORD).map(of_record)
    }

    /// The one of a number.
    fn of_record(&self, number: usize) -> (Print, Option<Aspect>, Print) {
        of_record(&self.of_records.0[number * OF_RECORD..][..OF_RECORD])
    }

    /// How many there are.
    fn count(&self) -> usize {
        self.of_records.0.len() / OF_RECORD
    }

    /// The numbers of the questions of a page.
    fn asked(&self, entry: &Entry) -> impl Iterator<Item = u32> {
        let (first, end) = (entry.first as usize * 4, (entry.first as usize + entry.asked as usize) * 4);
        let bytes = self.asked.0.get(first..end).unwrap_or_default();
        bytes.chunks_exact(4).map(|bytes| u32::from_le_bytes(std::array::from_fn(|at| bytes[at])))
    }
}

fn of_record(bytes: &[u8]) -> (Print, Option<Aspect>, Print) {
    let number = |at: usize| Print::from_le_bytes(std::array::from_fn(|byte| bytes[at + byte]));
    (number(0), Aspect::ALL.get(bytes[16] as usize).copied(), number(8))
}

/// What is known of the pages of the last build, with the answers of now.
pub struct Pages<'p> {
    prints: &'p Prints<'p>,
    settings: u64,
    before: Remembered,
    /// For each question whether the answer is another one now.
    changed: Vec<bool>,
    /// The places of pages among those of the last build.
    places: FxHashMap<Box<str>, usize>,
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
            Learned::Again => 0,
            Learned::Made(asked, _) => asked.of_records.len() + asked.others.len(),
        }
    }
}

enum Learned {
    Again,
    Made(Asked, Vec<u64>),
}

impl<'p> Pages<'p> {
    /// What the last build left, if it had the same settings; asks everything again that its pages asked.
    pub fn recall(memory: Memory, settings: u64, prints: &'p Prints<'p>) -> Pages<'p> {
        let before: Remembered = memory.store().and_then(|store| file::read(&store.pages(), settings)).unwrap_or_default();
        let is_changed =
            |(name, aspect, print): (Print, Option<Aspect>, Print)| aspect.is_none_or(|aspect| prints.about(name, aspect) != print);
        let mut changed: Vec<bool> = before.of_records().with_min_len(256).map(is_changed).collect();
        changed.par_extend(before.others.par_iter().with_min_len(8).map(|(question, print)| prints.of(question) != *print));
        let places = before.pages.iter().enumerate().map(|(at, (path, _))| (path.clone(), at)).collect();
        Pages { prints, settings, before, changed, places }
    }

    fn entry(&self, page: &PlannedPage) -> Option<&Entry> {
        self.places.get(&*page.path).map(|at| &self.before.pages[*at].1)
    }

    /// Whether a page would be the same, as far as the site is asked; the files must be looked at too.
    pub fn judge(&self, page: &PlannedPage) -> Why {
        let Some(entry) = self.entry(page) else { return Why::New };
        if entry.subject != self.prints.subject(&page.subject) {
            return Why::OtherPage;
        }
        let mut count = 0;
        for at in self.before.asked(entry) {
            count += 1;
            if self.changed.get(at as usize).copied().unwrap_or(true) {
                return Why::Changed(self.words(at as usize));
            }
        }
        // A list that is shorter than it says is not what was written.
        if count == entry.asked as usize { Why::Same(count) } else { Why::New }
    }

    /// The beginnings of the hashes of a page's files, as they were written.
    pub fn files(&self, page: &PlannedPage) -> &[u64] {
        self.entry(page).map(|entry| entry.files.as_slice()).unwrap_or_default()
    }

    /// A page that was made: what it asked, and its files.
    pub fn made(at: usize, asked: Asked, files: Vec<u64>) -> Kept {
        Kept { at, what: Learned::Made(asked, files) }
    }

    /// Leaves what was learned for the next build: of the pages that stay, by their places in the plan, and of those that were made. Says how
    /// many questions are known now.
    pub fn remember(self, memory: Memory, pages: &[PlannedPage], reused: &[usize], made: Vec<Kept>) -> usize {
        let Some(store) = memory.store() else { return 0 };
        if made.is_empty() && reused.len() == self.before.pages.len() {
            return self.changed.len();
        }
        let mut next = Next::new(&self);
        let mut remembered = Remembered::default();
        let again = reused.iter().map(|at| Kept { at: *at, what: Learned::Again });
        for Kept { at, what } in again.chain(made) {
            let page = &pages[at];
            let first = remembered.asked.0.len() / 4;
            let mut ask = |place: u32| remembered.asked.0.extend(place.to_le_bytes());
            let (subject, files) = match what {
                Learned::Again => {
                    let entry = self.entry(page).expect("only what is known stays as it is");
                    self.before.asked(entry).for_each(|place| ask(next.again(place)));
                    (entry.subject, entry.files.clone())
                }
                Learned::Made(asked, files) => {
                    asked.of_records.into_iter().for_each(|number| ask(next.of_record(number)));
                    asked.others.into_iter().for_each(|question| ask(next.other(question)));
                    (self.prints.subject(&page.subject), files)
                }
            };
            let asked = (remembered.asked.0.len() / 4 - first) as u32;
            remembered.pages.push((page.path.as_str().into(), Entry { subject, asked, first: first as u32, files }));
        }
        next.finish(&mut remembered);
        let known = remembered.count() + remembered.others.len();
        file::write(&store.pages(), self.settings, &remembered);
        known
    }

    /// A question in words, for people.
    fn words(&self, at: usize) -> String {
        if let Some(at) = at.checked_sub(self.before.count()) {
            return self.before.others.get(at).map_or_else(|| "what it asked".to_owned(), |(question, _)| question.words());
        }
        let (name, aspect, _) = self.before.of_record(at);
        let aspect = aspect.map_or("something", Aspect::words);
        match self.prints.record(name) {
            Some(id) => format!("{aspect} of `{}`", self.prints.words(id)),
            None => format!("{aspect} of a record that is gone or has another name"),
        }
    }
}

/// The list of questions as it grows: first those about records, then the others, each once.
struct Next<'n, 'p> {
    pages: &'n Pages<'p>,
    /// For each question of the last build where it stands now.
    places: Vec<u32>,
    of_records: Vec<(Print, Aspect, Option<Print>)>,
    numbers: FxHashMap<u32, u32>,
    names: FxHashMap<(Print, Aspect), u32>,
    others: Vec<(Question, Option<Print>)>,
    questions: FxHashMap<Question, u32>,
}

/// Set in the number of a question that is not about a record, until it is known how many of those there are.
const OTHER: u32 = 1 << 31;

impl<'n, 'p> Next<'n, 'p> {
    fn new(pages: &'n Pages<'p>) -> Next<'n, 'p> {
        Next {
            pages,
            places: vec![u32::MAX; pages.changed.len()],
            of_records: Vec::new(),
            numbers: FxHashMap::default(),
            names: FxHashMap::default(),
            others: Vec::new(),
            questions: FxHashMap::default(),
        }
    }

    /// A question of a page that stays: its answer is the same.
    fn again(&mut self, place: u32) -> u32 {
        let known = self.places[place as usize];
        if known != u32::MAX {
            return known;
        }
        let before = &self.pages.before;
        let next = match (place as usize).checked_sub(before.count()) {
            None => {
                let (name, aspect, print) = before.of_record(place as usize);
                self.named(name, aspect.expect("what is not understood has changed"), Some(print))
            }
            Some(at) => {
                let (question, print) = &before.others[at];
                self.asked(question.clone(), Some(*print))
            }
        };
        self.places[place as usize] = next;
        next
    }

    fn of_record(&mut self, number: u32) -> u32 {
        if let Some(place) = self.numbers.get(&number) {
            return *place;
        }
        let (record, aspect) = Recorder::of_number(number);
        let place = self.named(self.pages.prints.name(RecordId(record)), aspect, None);
        self.numbers.insert(number, place);
        place
    }

    fn named(&mut self, name: Print, aspect: Aspect, print: Option<Print>) -> u32 {
        *self.names.entry((name, aspect)).or_insert_with(|| {
            self.of_records.push((name, aspect, print));
            self.of_records.len() as u32 - 1
        })
    }

    fn other(&mut self, question: Question) -> u32 {
        self.asked(question, None)
    }

    fn asked(&mut self, question: Question, print: Option<Print>) -> u32 {
        if let Some(place) = self.questions.get(&question) {
            return *place;
        }
        let place = OTHER | self.others.len() as u32;
        self.others.push((question.clone(), print));
        self.questions.insert(question, place);
        place
    }

    /// Works out the answers that are not known yet, and puts the questions into their places.
    fn finish(self, remembered: &mut Remembered) {
        let prints = self.pages.prints;
        let count = self.of_records.len() as u32;
        for place in remembered.asked.0.chunks_exact_mut(4) {
            let number = u32::from_le_bytes(std::array::from_fn(|at| place[at]));
            if number & OTHER != 0 {
                place.copy_from_slice(&(count + (number & !OTHER)).to_le_bytes());
            }
        }
        let bytes = |(name, aspect, print): (Print, Aspect, Option<Print>)| {
            let print = print.unwrap_or_else(|| prints.about(name, aspect));
            let (name, print) = (name.to_le_bytes(), print.to_le_bytes());
            std::array::from_fn(|at| match at {
                0..8 => name[at],
                8..16 => print[at - 8],
                _ => aspect as u8,
            })
        };
        let of_records: Vec<[u8; OF_RECORD]> = self.of_records.into_par_iter().with_min_len(256).map(bytes).collect();
        remembered.of_records = Bytes(of_records.concat());
        let answer = |(question, print): (Question, Option<Print>)| {
            let print = print.unwrap_or_else(|| prints.of(&question));
            (question, print)
        };
        remembered.others = self.others.into_par_iter().with_min_len(8).map(answer).collect();
    }
}
