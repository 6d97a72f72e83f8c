//! Two printings of the same words that differ.
//!
//! Printings are the quotations of records and those in running text. Two of them are of the same words if the shorter one stands in the longer
//! one but for its endings, or, from five words on, but for one word in five. Where both speakers are known they must be on one side.

use super::Texts;
use crate::check::desk::Desk;
use crate::check::{Findings, Site};
use crate::diag::Diagnostic;
use crate::diag::codes::QUOTE_DRIFT;
use crate::graph::RecordId;
use crate::source::Location;
use rustc_hash::{FxHashMap, FxHashSet};

/// How often two words may stand together in the printings of a site before they say nothing about what is quoted.
const COMMON: usize = 64;

/// The words of a quotation, once.
#[derive(Clone, Debug)]
pub(in crate::check) struct Printing {
    /// In whose text.
    record: RecordId,
    /// Where.
    at: Location,
    /// Who speaks, by the side they are on.
    side: Option<RecordId>,
    /// Whether it is a quotation with a record of its own: the one to compare with.
    is_record: bool,
    /// The words in small letters, and their stems.
    words: Vec<(String, String)>,
    /// As it is printed.
    text: String,
}

/// The quotations in the running texts of a record.
pub(in crate::check) fn printings(desk: &Desk, texts: Texts) -> Vec<Printing> {
    let records = desk.site.records;
    let mut found = Vec::new();
    // Where a text tells of nobody, what it prints in quotation marks are examples, often beside each other because they differ.
    if !texts.is_coverage {
        return found;
    }
    for reading in texts.readings.iter().filter(|reading| reading.is_running) {
        for passage in reading.passages.iter().filter(|passage| passage.inside.is_none()) {
            for quotation in passage.quotations.iter().filter(|quotation| !passage.is_set_apart(quotation)) {
                let sentence = passage.sentence_at(quotation.start);
                let mut speakers: Vec<RecordId> =
                    desk.mentions(passage, &sentence).into_iter().map(|(actor, _)| records.side(actor)).collect();
                speakers.dedup();
                let side = if let [only] = speakers[..] { Some(only) } else { None };
                let at = reading.place(passage, quotation.clone());
                found.extend(pieces(desk, reading.record, at, side, false, &passage.text[quotation.clone()]));
            }
        }
    }
    found
}

fn of_records(desk: &Desk) -> Vec<Printing> {
    let records = desk.site.records;
    let of = |id: &RecordId| {
        let quote = records.quote(*id);
        pieces(desk, *id, desk.site.place(*id, &["text"]), quote.by.map(|by| records.side(by)), true, quote.text)
    };
    records.graph.of_kind(records.kinds.quote).iter().flat_map(of).collect()
}

/// What was left out divides a quotation; what was put in, in brackets, is nobody's word.
fn pieces(desk: &Desk, record: RecordId, at: Location, side: Option<RecordId>, is_record: bool, text: &str) -> Vec<Printing> {
    let parts = text.split(['…', '[', ']']).flat_map(|part| part.split("..."));
    let words = |part: &str| -> Vec<(String, String)> {
        let words = unicode_segmentation::UnicodeSegmentation::unicode_words(part);
        words.map(|word| word.to_lowercase().replace('’', "'")).map(|word| (word.clone(), desk.lexicon.stem(&word))).collect()
    };
    let printing = |words| Printing { record, at, side, is_record, words, text: text.to_owned() };
    parts.map(words).filter(|words| words.len() > 1).map(printing).collect()
}

/// Compares all printings of a site.
pub(in crate::check) fn compare(desk: &Desk, in_texts: Vec<Printing>, findings: &mut Findings) {
    let mut all = of_records(desk);
    all.extend(in_texts);
    let mut by_pair: FxHashMap<(&str, &str), Vec<usize>> = FxHashMap::default();
    for (at, printing) in all.iter().enumerate() {
        for pair in printing.words.windows(2) {
            by_pair.entry((&pair[0].1, &pair[1].1)).or_default().push(at);
        }
    }
    for (at, printing) in all.iter().enumerate() {
        let mut others: Vec<usize> = Vec::new();
        for pair in printing.words.windows(2) {
            let of_pair = &by_pair[&(&*pair[0].1, &*pair[1].1)];
            if of_pair.len() <= COMMON {
                others.extend(of_pair.iter().filter(|other| **other < at));
            }
        }
        others.sort_unstable();
        others.dedup();
        // The first printing that says exactly this is the one that counts: then nothing drifted here.
        let same: FxHashSet<usize> = others.iter().copied().filter(|other| differs(&all[*other], printing) == Some(0)).collect();
        let drifted = others.iter().find(|other| same.is_empty() && differs(&all[**other], printing).is_some_and(|words| words > 0));
        if let Some(other) = drifted {
            tell(desk.site, &all[*other], printing, findings);
        }
    }
}

/// By how many words two printings of the same words differ; nothing if they are not of the same.
fn differs(a: &Printing, b: &Printing) -> Option<usize> {
    if a.side.zip(b.side).is_some_and(|(a, b)| a != b) || a.at == b.at {
        return None;
    }
    let (short, long) = if a.words.len() <= b.words.len() { (a, b) } else { (b, a) };
    let stems = distance(&short.words, &long.words, |word| &word.1);
    let words = distance(&short.words, &long.words, |word| &word.0);
    let length = short.words.len();
    let room = if length < 5 { 0 } else { length / 5 };
    (stems <= room).then_some(words)
}

/// The smallest number of words to change, leave out or put in so that all of `short` stands somewhere in `long`.
fn distance<'w>(short: &'w [(String, String)], long: &'w [(String, String)], of: impl Fn(&'w (String, String)) -> &'w str) -> usize {
    let mut row: Vec<usize> = vec![0; long.len() + 1];
    for (count, word) in short.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = count + 1;
        for (at, other) in long.iter().enumerate() {
            let change = diagonal + usize::from(of(word) != of(other));
            diagonal = row[at + 1];
            row[at + 1] = change.min(diagonal + 1).min(row[at] + 1);
        }
    }
    row.into_iter().min().unwrap_or_default()
}

fn tell(site: Site, first: &Printing, later: &Printing, findings: &mut Findings) {
    let message = format!("these words are printed differently elsewhere: “{}”", shortened(&first.text));
    let problem = Diagnostic::at(&QUOTE_DRIFT, later.at.file, later.at.span, message);
    let place = if first.is_record { "the record of the quotation" } else { "the other printing" };
    let id = &site.records.get(first.record).id;
    let help = if first.is_record {
        format!("print what was said, or show the record: `::quote{{id={id}}}`")
    } else {
        "look up what was said, and print it in one way".to_owned()
    };
    findings.add(later.record, problem.also(first.at, place).help(help));
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
