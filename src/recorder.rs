//! Notes what a page asks of its site, so that it is known later whether the page would still be the same.
//!
//! In: questions, from whatever reads the site while a page is made: the graph, what was derived, the plan, the theme. Out: for each page
//! its questions, each once. It answers nothing: `memo::prints` knows what the answer is now. One worker makes one page at a time, so a
//! recorder belongs to one worker; it can be shared between threads only because template functions demand it.

use crate::schema::KindId;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

/// What can be asked about one record. Its kind, id, owner and story are what it is, and are no question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
pub enum Aspect {
    /// Its fields, without its title, and how it was written; not its running texts.
    Record,
    /// Its title.
    Title,
    /// Its running texts, and what they lead to.
    Texts,
    /// The references to it.
    To,
    /// The references in it.
    From,
    /// What belongs to it.
    Parts,
    /// Where it is found.
    Place,
    /// The lists on its page, if one of them is long.
    Lists,
    /// The status of a claim.
    Status,
    /// The state of an issue, and what it is stuck on.
    State,
    /// Who stands where on an issue.
    Positions,
    /// The events of an actor or issue.
    Events,
    /// The updates that concern an actor or issue.
    Changes,
    /// The figures with the same number.
    Numbers,
    /// What is not known of it.
    Gaps,
}

impl Aspect {
    /// All of them, in the order of their numbers.
    pub const ALL: [Aspect; 15] = [
        Aspect::Record,
        Aspect::Title,
        Aspect::Texts,
        Aspect::To,
        Aspect::From,
        Aspect::Parts,
        Aspect::Place,
        Aspect::Lists,
        Aspect::Status,
        Aspect::State,
        Aspect::Positions,
        Aspect::Events,
        Aspect::Changes,
        Aspect::Numbers,
        Aspect::Gaps,
    ];

    /// What changed, in a message.
    pub fn words(self) -> &'static str {
        match self {
            Aspect::Record => "the fields",
            Aspect::Title => "the title",
            Aspect::Texts => "the text",
            Aspect::To => "the references to it",
            Aspect::From => "the references in it",
            Aspect::Parts => "the parts",
            Aspect::Place => "the address",
            Aspect::Lists => "the long lists",
            Aspect::Status => "the status",
            Aspect::State => "the state",
            Aspect::Positions => "the positions",
            Aspect::Events => "the events",
            Aspect::Changes => "the updates",
            Aspect::Numbers => "the equal numbers",
            Aspect::Gaps => "the gaps",
        }
    }
}

/// What can be asked beside that.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Question {
    /// Which records there are.
    All,
    /// Which there are of a kind.
    OfKind(KindId),
    /// Whether there is a record of a kind and id.
    Find(KindId, Box<str>),
    /// The day it is.
    Today,
    /// All events in their order.
    Timeline,
    /// What is to come.
    Upcoming,
    /// On which issues somebody has a position.
    Held,
    /// All changes of position.
    PositionChanges,
    /// The updates that readers are told of.
    Changes,
    /// What is not known.
    Unknowns,
    /// What needs what, and what is stuck.
    Dependencies,
    /// The list of a kind in a story.
    Listing(KindId, Box<str>),
    /// Whether a kind has a list in a story.
    HasList(KindId, Box<str>),
    /// Which stories there are.
    Stories,
    /// The text of a section, by its folder.
    Section(Box<str>),
    /// The ordinary pages of a folder.
    Folder(Box<str>),
    /// What an overview lists, by its address.
    Overview(Box<str>),
    /// Whether there is an overview, by its address.
    HasOverview(Box<str>),
    /// All pages and files that there are.
    Pages,
    /// Whether something is found at an address.
    Known(Box<str>),
    /// Where a file of `content/` is found.
    File(Box<str>),
    /// The entries of the navigation.
    Nav,
    /// The mark of a file of `static/`.
    Asset(Box<str>),
    /// How many records of a kind there are.
    Count(Box<str>),
    /// The first of these templates that there is, with all that it uses.
    Template(Box<str>),
}

impl Question {
    /// What changed, in a message.
    pub fn words(&self) -> String {
        match self {
            Question::All => "the list of all records".to_owned(),
            Question::OfKind(_) => "the records of a kind".to_owned(),
            Question::Find(_, id) => format!("what `{id}` is"),
            Question::Today => "the day the site is built for".to_owned(),
            Question::Timeline => "the order of all events".to_owned(),
            Question::Upcoming => "what is to come".to_owned(),
            Question::Held => "on which issues there are positions".to_owned(),
            Question::PositionChanges => "the changes of position".to_owned(),
            Question::Changes => "the updates".to_owned(),
            Question::Unknowns => "what is not known".to_owned(),
            Question::Dependencies => "what needs what".to_owned(),
            Question::Listing(..) => "the list of a kind".to_owned(),
            Question::HasList(..) => "whether a kind has a list".to_owned(),
            Question::Stories => "the stories".to_owned(),
            Question::Section(folder) => format!("the section `{folder}`"),
            Question::Folder(folder) => format!("the pages in `{folder}`"),
            Question::Overview(address) => format!("what `{address}` lists"),
            Question::Pages => "the list of all pages and files".to_owned(),
            Question::HasOverview(address) => format!("whether there is `{address}`"),
            Question::Known(address) => format!("whether there is `{address}`"),
            Question::File(path) => format!("where `{path}` is found"),
            Question::Nav => "the navigation".to_owned(),
            Question::Asset(path) => format!("the file `{path}`"),
            Question::Count(kind) => format!("the number of records of the kind `{kind}`"),
            Question::Template(names) => match names.strip_prefix('<') {
                Some(component) => format!("the component `{component}`"),
                None => format!("the template `{}`", names.replace('|', "` or `")),
            },
        }
    }
}

/// The questions of one page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// About records, by [`Recorder::number`].
    pub of_records: Vec<u32>,
    /// The others, in no order.
    pub others: Vec<Question>,
}

/// Notes the questions of one page after another.
#[derive(Debug)]
pub struct Recorder {
    /// For each record the page for which it was last asked about (upper half), and which aspects were noted (lower half). It saves the list
    /// from what was asked a hundred times.
    seen: Vec<AtomicU32>,
    page: AtomicU32,
    of_records: Mutex<Vec<u32>>,
    others: Mutex<FxHashSet<Question>>,
}

const ASPECTS: u32 = 16;

impl Recorder {
    /// A recorder for a graph of so many records.
    pub fn new(records: usize) -> Recorder {
        let seen = std::iter::repeat_with(AtomicU32::default).take(records).collect();
        Recorder { seen, page: AtomicU32::new(1), of_records: Mutex::default(), others: Mutex::default() }
    }

    /// The number of a question about a record, by its own, in a run.
    pub fn number(record: u32, aspect: Aspect) -> u32 {
        record * ASPECTS + aspect as u32
    }

    /// The record and aspect of a number.
    pub fn of_number(number: u32) -> (u32, Aspect) {
        (number / ASPECTS, Aspect::ALL[(number % ASPECTS) as usize])
    }

    /// Notes a question about the record of a number.
    pub fn note(&self, record: u32, aspect: Aspect) {
        // One thread makes a page, so there is no order of these to be kept between threads.
        let page = self.page.load(Ordering::Relaxed) << 16;
        let seen = &self.seen[record as usize];
        let before = seen.load(Ordering::Relaxed);
        let before = if before & 0xffff_0000 == page { before } else { page };
        let after = before | 1 << aspect as u32;
        if after != before {
            seen.store(after, Ordering::Relaxed);
            self.of_records.lock().unwrap_or_else(PoisonError::into_inner).push(Recorder::number(record, aspect));
        }
    }

    /// Notes another question.
    pub fn ask(&self, question: Question) {
        self.others.lock().unwrap_or_else(PoisonError::into_inner).insert(question);
    }

    /// Does something, and tells all that it asked, also what was asked before.
    pub fn aside<T>(&self, something: impl FnOnce() -> T) -> (T, Asked) {
        let of_records = || self.of_records.lock().unwrap_or_else(PoisonError::into_inner);
        let others = || self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let (from, before) = (of_records().len(), std::mem::take(&mut *others()));
        // What the page asked before is noted again; `take` leaves out the second.
        self.turn();
        let done = something();
        let asked_others = std::mem::replace(&mut *others(), before);
        let asked = Asked { of_records: of_records()[from..].to_vec(), others: asked_others.into_iter().collect() };
        others().extend(asked.others.iter().cloned());
        (done, asked)
    }

    /// Forgets what was seen.
    fn turn(&self) {
        let page = self.page.load(Ordering::Relaxed) + 1;
        if page > 0xffff {
            self.seen.iter().for_each(|seen| seen.store(0, Ordering::Relaxed));
        }
        self.page.store(if page > 0xffff { 1 } else { page }, Ordering::Relaxed);
    }

    /// Notes questions again, for something that was made with them before.
    pub fn repeat(&self, asked: &Asked) {
        for number in &asked.of_records {
            let (record, aspect) = Recorder::of_number(*number);
            self.note(record, aspect);
        }
        if !asked.others.is_empty() {
            self.others.lock().unwrap_or_else(PoisonError::into_inner).extend(asked.others.iter().cloned());
        }
    }

    /// The questions since the last time this was asked, each once.
    pub fn take(&self) -> Asked {
        let mut of_records = std::mem::take(&mut *self.of_records.lock().unwrap_or_else(PoisonError::into_inner));
        of_records.sort_unstable();
        of_records.dedup();
        let others = self.others.lock().unwrap_or_else(PoisonError::into_inner).drain().collect();
        self.turn();
        Asked { of_records, others }
    }
}

#[cfg(test)]
mod tests {
    use super::{Aspect, Question, Recorder};

    #[test]
    fn a_page_has_each_of_its_questions_once_and_none_of_the_page_before() {
        let recorder = Recorder::new(3);
        // Past the number of pages after which what was seen is forgotten.
        for page in 0..70_000_u32 {
            let record = page % 3;
            for _ in 0..2 {
                recorder.note(record, Aspect::Title);
                recorder.note(record, Aspect::Numbers);
                recorder.ask(Question::Today);
            }
            let asked = recorder.take();
            let expected = [Aspect::Title, Aspect::Numbers].map(|aspect| Recorder::number(record, aspect));
            assert_eq!((asked.of_records.as_slice(), asked.others.as_slice()), (&expected[..], &[Question::Today][..]), "{page}");
        }
    }

    #[test]
    fn what_is_asked_aside_is_told_whole_and_belongs_to_the_page_once() {
        let recorder = Recorder::new(3);
        recorder.note(0, Aspect::Title);
        recorder.note(2, Aspect::Place);
        recorder.ask(Question::Today);
        let ((), asked) = recorder.aside(|| {
            recorder.note(0, Aspect::Title);
            recorder.note(1, Aspect::Title);
            recorder.ask(Question::Nav);
        });
        let title = |record| Recorder::number(record, Aspect::Title);
        assert_eq!((asked.of_records.as_slice(), asked.others.as_slice()), (&[title(0), title(1)][..], &[Question::Nav][..]));
        let whole = recorder.take();
        assert_eq!(whole.of_records, [title(0), title(1), Recorder::number(2, Aspect::Place)]);
        assert_eq!(whole.others.len(), 2);
        recorder.repeat(&asked);
        assert_eq!(recorder.take(), asked, "another page asks the same by taking what was made");
    }

    #[test]
    fn a_number_tells_record_and_aspect() {
        for aspect in Aspect::ALL {
            assert_eq!(Recorder::of_number(Recorder::number(7, aspect)), (7, aspect));
        }
    }
}
