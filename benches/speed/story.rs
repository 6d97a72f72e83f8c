//! Writes a made-up story of any size, the same bytes on every machine and every day.
//!
//! In: a folder and a number of events. Out: the sources of a site, and what its output must hold. It measures nothing and runs nothing.
//!
//! Each event has the front matter and the prose of a short news article: three who took part, two issues, 300 to 500 words with
//! headings, a list, references and a citation. Actors, issues and sources are few and fixed, as in a real story: it is the events that
//! grow, so each actor's and issue's list of events grows with them.

use crate::corpus::PAGINATE;
use crate::words::{ADJECTIVES, BODIES, Dice, FIRST_YEAR, NOUNS, VERBS, YEARS};
use std::fmt::Write as _;
use std::io;
use std::path::Path;

const ACTORS: u64 = 60;
const ISSUES: u64 = 30;
const SOURCES: u64 = 20;

/// The day after the last year of the story.
const TODAY: &str = "2026-01-01";

/// What the output of a corpus must hold: the path of each record's page, and its title.
pub(crate) struct Expected {
    /// Path in the output and title, one for each record that has a page.
    pub(crate) pages: Vec<(String, String)>,
    /// Pages of the list of all events.
    pub(crate) lists: usize,
}

/// Writes the sources of a site with `events` events into a folder that is empty or absent.
pub(crate) fn write(folder: &Path, events: usize) -> io::Result<Expected> {
    let mut corpus = Corpus { folder, expected: Expected { pages: Vec::new(), lists: events.div_ceil(PAGINATE) } };
    corpus.file("gen.toml", &settings())?;
    corpus.file("content/_index.md", "---\ntitle: The harbour talks\nsummary: A made-up story.\n---\nIt began with [[issue-0]].\n")?;
    corpus.file("content/sources.yaml", &sources())?;
    for n in 0..SOURCES {
        corpus.page("sources", &format!("source-{n}"), format!("Report {n} of the survey"));
    }
    for n in 0..ACTORS {
        let title = format!("The {} {} {n}", ADJECTIVES[n as usize % ADJECTIVES.len()], BODIES[n as usize % BODIES.len()]);
        corpus.file(&format!("content/actors/actor-{n}.md"), &actor(n, &title))?;
        corpus.page("actors", &format!("actor-{n}"), title);
    }
    for n in 0..ISSUES {
        let title = format!("The {} of the {} {n}", NOUNS[n as usize], NOUNS[n as usize + 1]);
        corpus.file(&format!("content/issues/issue-{n}.md"), &issue(n, &title))?;
        corpus.page("issues", &format!("issue-{n}"), title);
    }
    for n in 0..events as u64 {
        let mut dice = Dice::new(n);
        let title = format!("The {} {} {} the {} ({n})", dice.of(ADJECTIVES), dice.of(BODIES), dice.of(VERBS), dice.of(NOUNS));
        corpus.file(&format!("content/events/event-{n}.md"), &event(n, events as u64, &title, &mut dice))?;
        corpus.page("events", &format!("event-{n}"), title);
    }
    Ok(corpus.expected)
}

/// A folder of sources that grows.
struct Corpus<'c> {
    folder: &'c Path,
    expected: Expected,
}

impl Corpus<'_> {
    fn file(&mut self, path: &str, text: &str) -> io::Result<()> {
        let path = self.folder.join(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, text)
    }

    fn page(&mut self, folder: &str, id: &str, title: String) {
        self.expected.pages.push((format!("{folder}/{id}/index.html"), title));
    }
}

fn settings() -> String {
    format!(
        "title = \"The harbour talks\"\nbase_url = \"https://example.org/\"\nlanguage = \"en\"\ntimezone = \"UTC\"\ntoday = {TODAY}\n\
         description = \"A made-up story, to measure with.\"\n\n[outputs]\npaginate = {PAGINATE}\n"
    )
}

fn sources() -> String {
    let mut text = String::new();
    for n in 0..SOURCES {
        let _ = write!(
            text,
            "source-{n}:\n  title: Report {n} of the survey\n  publisher: The survey\n  author: unknown\n  published: {}-03-{:02}\n  \
             type: news_report\n  access: on_record\n  url: https://example.org/reports/{n}\n",
            FIRST_YEAR + n % YEARS,
            n + 1
        );
    }
    text
}

fn actor(n: u64, title: &str) -> String {
    let mut dice = Dice::new(1_000_000_000 + n);
    let kind = ["state", "person", "public_body", "company", "ngo", "coalition"][n as usize % 6];
    let mut text = format!("---\ntitle: {title}\nkind: {kind}\nsummary: {}\n", dice.sentence(9));
    if n % 6 == 1 {
        let _ = writeln!(text, "speaks_for: actor-{}\nroles:\n  - title: Speaker\n    of: actor-{}\n    from: 2017-01-01", n - 1, n - 1);
    }
    let _ = writeln!(text, "---\n{} It takes part in [[issue-{}]] [@source-{}].", dice.paragraph(4), n % ISSUES, n % SOURCES);
    text
}

/// Five positions each; every third issue needs the next, every tenth is refused.
fn issue(n: u64, title: &str) -> String {
    let mut dice = Dice::new(2_000_000_000 + n);
    let mut text = format!(
        "---\ntitle: {title}\nquestion: Who keeps the {} of the harbour?\nsummary: {}\npositions:\n",
        NOUNS[n as usize],
        dice.sentence(9)
    );
    for at in 0..5 {
        let stance = dice.of(&["proposes", "accepts", "objects", "rejects", "demands"]);
        let basis = dice.of(&["on_record", "reported", "attributed_by_other"]);
        let _ = write!(
            text,
            "  - actor: actor-{}\n    stance: {stance}\n    says: {}\n    date: {}\n    basis: {basis}\n    source: source-{}\n",
            (n * 7 + at * 11) % ACTORS,
            dice.sentence(12),
            dice.date(),
            dice.below(SOURCES)
        );
    }
    if n.is_multiple_of(3) {
        let _ = write!(text, "requires:\n  - all_of: [issue-{}]\n    basis: reported\n    source: source-0\n", (n + 1) % ISSUES);
    }
    if n % 10 == 4 {
        let _ = write!(text, "blocks:\n  - by: actor-{n}\n    basis: on_record\n    source: source-1\n    as_of: 2024-02-03\n");
    }
    let _ = writeln!(text, "---\n{}\n\n{}", dice.paragraph(4), dice.paragraph(5));
    text
}

fn event(n: u64, events: u64, title: &str, dice: &mut Dice) -> String {
    // Every fiftieth is still to come.
    let planned = n % 50 == 49;
    let (date, status) = if planned {
        (format!("2026-{:02}-{:02}", 1 + dice.below(12), 1 + dice.below(28)), dice.of(&["scheduled", "tentative"]))
    } else {
        (dice.date(), "completed")
    };
    let kind = dice.of(&["call", "meeting", "statement", "announcement", "vote"]);
    let mut text =
        format!("---\ntitle: {title}\ntype: {kind}\ndate: {date}\nstatus: {status}\nsummary: {}\nparticipants:\n", dice.sentence(12));
    for (at, actor) in dice.distinct::<3>(ACTORS).into_iter().enumerate() {
        let _ = writeln!(text, "  - actor: actor-{actor}");
        if at == 0 {
            let _ = writeln!(text, "    role: host");
        }
    }
    let about = dice.distinct::<2>(ISSUES);
    let _ = writeln!(text, "about: [issue-{}, issue-{}]\nbasis: on_record\nsource: source-{}", about[0], about[1], dice.below(SOURCES));
    if !planned && !n.is_multiple_of(4) {
        let _ = writeln!(text, "outcome: {}", dice.sentence(14));
    }
    text.push_str("---\n");
    let words = 300 + dice.below(201) as usize;
    prose(dice, words, events, &mut text);
    text
}

/// An article: an opening with references and a citation, then sections with a list in the first of them.
fn prose(dice: &mut Dice, words: usize, events: u64, text: &mut String) {
    let body = text.len();
    let _ = write!(
        text,
        "{} [[actor-{}]] spoke of [[event-{}]] [@source-{}, page {}]. {}\n\n",
        dice.paragraph(2),
        dice.below(ACTORS),
        dice.below(events),
        dice.below(SOURCES),
        1 + dice.below(40),
        dice.paragraph(2)
    );
    let mut section = 0;
    while text[body..].split_whitespace().count() < words {
        if section % 3 == 0 {
            let _ = write!(text, "## The {} and the {}\n\n", dice.of(NOUNS), dice.of(NOUNS));
        }
        if section == 1 {
            for _ in 0..4 {
                let _ = writeln!(text, "- {}", dice.sentence(7));
            }
            text.push('\n');
        }
        let _ = write!(text, "{}\n\n", dice.paragraph(4));
        if section == 0 {
            let (issue, event, noun) = (dice.below(ISSUES), dice.below(events), dice.of(NOUNS));
            let _ = write!(text, "It bears on [[issue-{issue}|the question of the {noun}]] and *follows* [[event-{event}]].\n\n");
        }
        section += 1;
    }
}
