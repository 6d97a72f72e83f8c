//! Random small sites that hold no mistake: everything refers to something that is there.

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};

/// A number that chooses among what there is.
type Choice = usize;

/// A site, before it is text.
#[derive(Clone, Debug)]
pub(crate) struct Small {
    /// Whether drafts are built.
    pub drafts: bool,
    /// When the files were recorded, in turn.
    recorded: Vec<Choice>,
    paginate: usize,
    base: Choice,
    actors: Vec<Actor>,
    issues: Vec<Issue>,
    claims: Vec<Claim>,
    events: Vec<Event>,
    pages: Vec<Page>,
    rows: Rows,
}

/// Records without a page of their own, and a kind that the site adds.
#[derive(Clone, Debug)]
struct Rows {
    /// Terms: what they lead on to.
    terms: Vec<Choice>,
    /// Quotations: by whom, about what.
    quotes: Vec<(Choice, Choice)>,
    /// Updates: of which actor or issue, of what sort.
    updates: Vec<(Choice, Choice)>,
    /// Documents: how many points more than are listed, and the points: status, issue.
    documents: Vec<(usize, Vec<(Choice, Choice)>)>,
    /// Rulings: by whom, on what, and whether one is the review of the one before.
    rulings: Vec<(Choice, Choice, bool)>,
}

#[derive(Clone, Debug)]
struct Actor {
    draft: bool,
    speaks_for: Option<Choice>,
    text: Vec<Piece>,
}

#[derive(Clone, Debug)]
struct Issue {
    draft: bool,
    story: Choice,
    positions: Vec<(Choice, Choice, Choice, Option<u8>)>,
    requires: Vec<(bool, Vec<Choice>)>,
    blocks: Vec<(Choice, Choice)>,
    text: Vec<Piece>,
}

#[derive(Clone, Debug)]
struct Claim {
    draft: bool,
    kind: Choice,
    claimant: Option<Choice>,
    about: Option<Choice>,
    responses: Vec<(Choice, Choice)>,
    assessments: Vec<(Choice, Choice, Option<u8>)>,
    set: bool,
}

#[derive(Clone, Debug)]
struct Event {
    draft: bool,
    date: Choice,
    status: Choice,
    who: Vec<Choice>,
    about: Vec<Choice>,
    text: Vec<Piece>,
}

#[derive(Clone, Debug)]
struct Page {
    draft: bool,
    folder: Choice,
    text: Vec<Piece>,
}

#[derive(Clone, Debug)]
enum Piece {
    Words,
    Heading,
    Actor(Choice),
    Issue(Choice),
    Claim(Choice),
    Event(Choice),
    Cite(Choice),
    Inline(Choice, Choice),
    Position(Choice, Choice, Choice),
    Show(Choice, Choice),
    Computed(Choice),
}

const STANCES: [&str; 6] = ["proposes", "accepts", "accepts_if", "rejects", "demands", "undecided"];
const BASES: [&str; 4] = ["on_record", "own_document", "attributed_by_other", "reported"];
const KINDS: [&str; 4] = ["factual", "numeric", "prediction", "threat"];
const RESPONSES: [&str; 4] = ["confirms", "denies", "partly", "declines"];
const FINDINGS: [&str; 3] = ["supported", "not_supported", "not_checkable"];
const DATES: [&str; 7] = ["2026-01-14", "2026-01-15", "2026-01", "2026~", "unknown", "2026-01-10/2026-01-20", "2025-12-XX"];
const STATUSES: [&str; 5] = ["scheduled", "tentative", "completed", "cancelled", "under_way"];
const RECORDED: [&str; 5] = ["", "", "recorded: 2026-01-05\n", "recorded: 2026-01-20\n", "created: 2026-02\n"];
const UPDATES: [&str; 3] = ["new_information", "status_change", "tidy_up"];
const POINTS: [&str; 3] = ["undisclosed", "proposed", "agreed_by_all"];
const SCHEMA: &str = "[kind.ruling]\nfolder = \"rulings\"\n[kind.ruling.fields]\nby = { type = \"ref:actor\", inverse = \"rulings given\" }\n\
                      on = { type = \"ref:issue\", many = true, inverse = \"ruled on in\" }\nreviews = { type = \"ref:ruling\", inverse = \"reviewed by\" }\n";
const STORIES: [&str; 3] = ["", "one/", "one/two/"];
const FOLDERS: [&str; 3] = ["", "guide/", "guide/deep/"];
const BASE: [&str; 3] = ["https://example.org/", "https://example.org/a/b/", "/sub/"];

pub(crate) fn small() -> impl Strategy<Value = Small> {
    let choice = 0usize..64;
    let piece = prop_oneof![
        Just(Piece::Words),
        Just(Piece::Heading),
        choice.clone().prop_map(Piece::Actor),
        choice.clone().prop_map(Piece::Issue),
        choice.clone().prop_map(Piece::Claim),
        choice.clone().prop_map(Piece::Event),
        choice.clone().prop_map(Piece::Cite),
        (choice.clone(), choice.clone()).prop_map(|(a, b)| Piece::Inline(a, b)),
        (choice.clone(), choice.clone(), choice.clone()).prop_map(|(a, b, c)| Piece::Position(a, b, c)),
        (choice.clone(), choice.clone()).prop_map(|(a, b)| Piece::Show(a, b)),
        choice.clone().prop_map(Piece::Computed),
    ];
    let text = vec(piece, 0..5);
    let draft = (0u8..8).prop_map(|n| n == 0);
    let maybe = proptest::option::of(choice.clone());
    let day = proptest::option::of(1u8..29);
    let actor = (draft.clone(), maybe.clone(), text.clone()).prop_map(|(draft, speaks_for, text)| Actor { draft, speaks_for, text });
    let position = (choice.clone(), choice.clone(), choice.clone(), day.clone());
    let issue = (
        draft.clone(),
        choice.clone(),
        vec(position, 0..4),
        vec((any::<bool>(), vec(choice.clone(), 1..3)), 0..3),
        vec((choice.clone(), choice.clone()), 0..2),
        text.clone(),
    )
        .prop_map(|(draft, story, positions, requires, blocks, text)| Issue { draft, story, positions, requires, blocks, text });
    let claim = (
        draft.clone(),
        choice.clone(),
        maybe.clone(),
        maybe,
        vec((choice.clone(), choice.clone()), 0..3),
        vec((choice.clone(), choice.clone(), day), 0..3),
        draft.clone(),
    )
        .prop_map(|(draft, kind, claimant, about, responses, assessments, set)| Claim {
            draft,
            kind,
            claimant,
            about,
            responses,
            assessments,
            set,
        });
    let event = (draft.clone(), choice.clone(), choice.clone(), vec(choice.clone(), 0..3), vec(choice.clone(), 0..3), text.clone())
        .prop_map(|(draft, date, status, who, about, text)| Event { draft, date, status, who, about, text });
    let page = (draft, choice.clone(), text).prop_map(|(draft, folder, text)| Page { draft, folder, text });
    let pair = (choice.clone(), choice.clone());
    let rows = (
        vec(choice.clone(), 0..6),
        vec(pair.clone(), 0..6),
        vec(pair.clone(), 0..4),
        vec((0usize..3, vec(pair, 0..4)), 0..3),
        vec((choice.clone(), choice.clone(), any::<bool>()), 0..4),
    )
        .prop_map(|(terms, quotes, updates, documents, rulings)| Rows { terms, quotes, updates, documents, rulings });
    let switches = (any::<bool>(), vec(choice.clone(), 1..9));
    let all = (switches, 1usize..6, choice, vec(actor, 0..4), vec(issue, 0..5), vec(claim, 0..5), vec(event, 0..4), vec(page, 0..4), rows);
    all.prop_map(|((drafts, recorded), paginate, base, actors, issues, claims, events, pages, rows)| Small {
        drafts,
        recorded,
        paginate,
        base,
        actors,
        issues,
        claims,
        events,
        pages,
        rows,
    })
}

fn word<'w>(words: &[&'w str], choice: Choice) -> &'w str {
    words[choice % words.len()]
}

impl Small {
    /// The files of the site.
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        let config = format!(
            "title = \"Random\"\nbase_url = \"{}\"\ntoday = 2026-01-15\n[outputs]\npaginate = {}\n",
            word(&BASE, self.base),
            self.paginate
        );
        let mut files = vec![
            ("gen.toml".to_owned(), config),
            ("content/sources.yaml".to_owned(), "s0: {title: S 0}\ns1: {title: S 1, url: \"https://s1.example/\"}\n".to_owned()),
        ];
        let mut recorded = self.recorded.iter().cycle();
        let mut add = |path: String, fields: String, draft: bool, text: &[Piece]| {
            let draft_line = if draft { "draft: true\n" } else { "" };
            let recorded = word(&RECORDED, *recorded.next().expect("there is at least one"));
            let text = self.prose(text, path.as_str());
            files.push((format!("content/{path}.md"), format!("---\n{fields}{recorded}{draft_line}---\n{text}")));
        };
        for (at, actor) in self.actors.iter().enumerate() {
            let mut fields = format!("title: Actor {at}\nkind: person\n");
            if let Some(other) = self.spoken_for(at) {
                fields += &format!("speaks_for: a{other}\n");
            }
            add(format!("actors/a{at}"), fields, actor.draft, &actor.text);
        }
        for (at, issue) in self.issues.iter().enumerate() {
            let mut fields = format!("title: Issue {at}\nquestion: Question {at}?\n");
            let lines: Vec<String> = issue.positions.iter().filter_map(|position| self.position(*position)).collect();
            fields += &list("positions", &lines);
            let needs = issue.requires.iter().filter_map(|(any, choices)| {
                let mut names: Vec<String> = choices
                    .iter()
                    .filter_map(|choice| self.issue(*choice))
                    .filter(|other| *other != at)
                    .map(|other| format!("i{other}"))
                    .collect();
                names.dedup();
                let key = if *any { "any_of" } else { "all_of" };
                (!names.is_empty()).then(|| format!("{{{key}: [{}]}}", names.join(", ")))
            });
            fields += &list("requires", &needs.collect::<Vec<_>>());
            let blocks = issue
                .blocks
                .iter()
                .filter_map(|(by, basis)| Some(format!("{{by: a{}, basis: {}}}", self.actor(*by)?, word(&BASES, *basis))));
            fields += &list("blocks", &blocks.collect::<Vec<_>>());
            add(format!("{}issues/i{at}", word(&STORIES, issue.story)), fields, issue.draft, &issue.text);
        }
        for (at, claim) in self.claims.iter().enumerate() {
            add(format!("claims/c{at}"), self.claim_fields(at, claim), claim.draft, &[]);
        }
        for (at, event) in self.events.iter().enumerate() {
            let mut fields =
                format!("title: Event {at}\ntype: other\ndate: {}\nstatus: {}\n", word(&DATES, event.date), word(&STATUSES, event.status));
            let who: Vec<String> = event.who.iter().filter_map(|choice| self.actor(*choice)).map(|other| format!("a{other}")).collect();
            fields += &list("participants", &who);
            let about: Vec<String> = event.about.iter().filter_map(|choice| self.issue(*choice)).map(|other| format!("i{other}")).collect();
            fields += &list("about", &about);
            add(format!("events/e{at}"), fields, event.draft, &event.text);
        }
        for (at, page) in self.pages.iter().enumerate() {
            add(
                format!("{}p{at}", word(&FOLDERS, page.folder)),
                format!("title: Page {at}\nredirect_from: [/old/{at}/]\n"),
                page.draft,
                &page.text,
            );
        }
        self.rows(&mut files);
        files
    }

    fn rows(&self, files: &mut Vec<(String, String)>) {
        let mut add = |path: String, text: String| {
            if !text.is_empty() {
                files.push((path, text));
            }
        };
        let rows = &self.rows;
        add("schema/ruling.toml".to_owned(), SCHEMA.to_owned());
        add("content/one/_index.md".to_owned(), "---\ntitle: Story one\n---\n".to_owned());
        add("content/issues/_index.md".to_owned(), "---\ntitle: All issues\n---\nText of the list.\n".to_owned());
        let see = |choice: &Choice| self.issue(*choice).map_or(String::new(), |issue| format!(", see: [i{issue}]"));
        let terms = rows.terms.iter().enumerate().map(|(at, choice)| format!("t{at}: {{title: Term {at}, summary: S.{}}}\n", see(choice)));
        add("content/terms.yaml".to_owned(), terms.collect());
        let quotes = rows.quotes.iter().enumerate().map(|(at, (by, about))| {
            let by = self.actor(*by).map_or("unknown".to_owned(), |by| format!("a{by}"));
            let about = self.issue(*about).map_or(String::new(), |issue| format!(", about: [i{issue}]"));
            format!("q{at}: {{text: Words {at}., by: {by}{about}, source: s0}}\n")
        });
        add("content/one/quotes.yaml".to_owned(), quotes.collect());
        for (at, (of, kind)) in rows.updates.iter().enumerate() {
            let Some(of) = self.actor(*of).map(|of| format!("a{of}")).or_else(|| self.issue(*of).map(|of| format!("i{of}"))) else {
                continue;
            };
            let text =
                format!("---\ndate: 2026-01-{:02}\nkind: {}\nrecords: [{of}]\nnote: Note {at}.\n---\n", at + 1, word(&UPDATES, *kind));
            add(format!("content/updates/u{at}.md"), text);
        }
        for (at, (more, points)) in rows.documents.iter().enumerate() {
            let lines = points.iter().enumerate().map(|(n, (status, issue))| {
                let issue = self.issue(*issue).map_or(String::new(), |issue| format!(", issue: i{issue}"));
                format!("{{title: Point {n}, n: {n}, status: {}{issue}}}", word(&POINTS, *status))
            });
            let points = list("points", &lines.collect::<Vec<_>>());
            let before = if at > 0 { format!("supersedes: d{}\n", at - 1) } else { String::new() };
            let total = rows.documents[at].1.len() + more;
            add(
                format!("content/documents/d{at}.md"),
                format!("---\ntitle: D {at}\nkind: draft\npoints_total: {total}\n{before}{points}---\n"),
            );
        }
        for (at, (by, on, reviews)) in rows.rulings.iter().enumerate() {
            let by = self.actor(*by).map_or("unknown".to_owned(), |by| format!("a{by}"));
            let on = self.issue(*on).map_or(String::new(), |issue| format!("on: [i{issue}]\n"));
            let reviews = if *reviews && at > 0 { format!("reviews: r{}\n", at - 1) } else { String::new() };
            add(format!("content/one/two/rulings/r{at}.md"), format!("---\ntitle: Ruling {at}\nby: {by}\n{on}{reviews}---\n[[r{at}]]\n"));
        }
    }

    /// The site as a case would hold it, for the report of a failure.
    pub(crate) fn text(&self) -> String {
        self.files().into_iter().map(|(path, text)| format!("-- {path} --\n{text}")).collect()
    }

    fn claim_fields(&self, at: usize, claim: &Claim) -> String {
        let mut fields = format!("title: Claim {at}\nstatement: Statement {at}.\nkind: {}\n", word(&KINDS, claim.kind));
        let claimant = claim.claimant.and_then(|choice| self.actor(choice));
        if let Some(claimant) = claimant {
            fields += &format!("claimant: a{claimant}\n");
        }
        if let Some(about) = claim.about.and_then(|choice| self.issue(choice)) {
            fields += &format!("about: [i{about}]\n");
        }
        let responses = claim.responses.iter().filter_map(|(by, stance)| {
            let by = self.actor(*by).filter(|by| Some(*by) != claimant)?;
            Some(format!("{{by: a{by}, stance: {}}}", word(&RESPONSES, *stance)))
        });
        fields += &list("responses", &responses.collect::<Vec<_>>());
        let assessments = claim.assessments.iter().filter_map(|(by, finding, day)| {
            let date = day.map_or(String::new(), |day| format!(", date: 2026-01-{day:02}"));
            // Nobody assesses what their own side claims.
            let by = self.actor(*by).filter(|by| claimant.is_none_or(|claimant| self.side(*by) != self.side(claimant)))?;
            Some(format!("{{by: a{by}, finding: {}{date}}}", word(&FINDINGS, *finding)))
        });
        fields += &list("assessments", &assessments.collect::<Vec<_>>());
        if claim.set {
            fields += "status: withdrawn\nstatus_reason: R.\nreviewed_on: 2026-01-02\n";
        }
        fields
    }

    /// Only for somebody before: nobody speaks for themselves over a circle of others.
    fn spoken_for(&self, at: usize) -> Option<usize> {
        self.actors[at].speaks_for.and_then(|choice| self.actor(choice)).filter(|other| *other < at)
    }

    fn side(&self, mut at: usize) -> usize {
        while let Some(other) = self.spoken_for(at) {
            at = other;
        }
        at
    }

    fn position(&self, (actor, stance, basis, day): (Choice, Choice, Choice, Option<u8>)) -> Option<String> {
        let date = day.map_or("unknown".to_owned(), |day| format!("2026-01-{day:02}"));
        let (stance, basis) = (word(&STANCES, stance), word(&BASES, basis));
        Some(format!("{{actor: a{}, stance: {stance}, basis: {basis}, date: {date}}}", self.actor(actor)?))
    }

    fn prose(&self, pieces: &[Piece], path: &str) -> String {
        let name = path.replace('/', "-");
        let mut text = String::new();
        for (at, piece) in pieces.iter().enumerate() {
            let paragraph = match piece {
                Piece::Words => Some("Some words of no weight.".to_owned()),
                Piece::Heading => Some(format!("## Heading {at}")),
                Piece::Actor(choice) => self.actor(*choice).map(|other| format!("Here [[a{other}]] speaks, and [[Actor {other}|again]].")),
                Piece::Issue(choice) => self.issue(*choice).map(|other| format!("It is about [[issue:i{other}]].")),
                Piece::Claim(choice) => self.claim(*choice).map(|other| format!("They say :claim[so]{{ref=c{other}}} and [[c{other}]].")),
                Piece::Event(choice) => self.event(*choice).map(|other| format!("Since [[e{other}]] nothing moved.")),
                Piece::Cite(choice) => Some(format!("It is written [@s{}, p. {choice}].", choice % 2)),
                Piece::Inline(choice, kind) => {
                    let by = self.actor(*choice).map_or(String::new(), |other| format!(" by=a{other}"));
                    Some(format!(":claim[Inline {at}]{{#x-{name}-{at} kind={}{by}}} was said.", word(&KINDS, *kind)))
                }
                Piece::Position(actor, issue, stance) => self.actor(*actor).zip(self.issue(*issue)).map(|(actor, issue)| {
                    format!(
                        ":position[Said {at}]{{#y-{name}-{at} actor=a{actor} issue=i{issue} stance={} basis=on_record}}",
                        word(&STANCES, *stance)
                    )
                }),
                Piece::Show(choice, kind) => match kind % 4 {
                    0 => self.actor(*choice).map(|other| format!("::actor{{id=a{other}}}")),
                    1 => self.claim(*choice).map(|other| format!("::claim{{id=c{other}}}")),
                    2 => self.issue(*choice).map(|other| format!("::positions{{issue=i{other}}}")),
                    _ => self.issue(*choice).map(|other| format!("::timeline{{issue=i{other}}}")),
                },
                Piece::Computed(choice) => Some(
                    ["::timeline", "::upcoming{limit=1}", "::questions", "::changes", ":::details{summary=More}\nFolded.\n:::"][choice % 5]
                        .to_owned(),
                ),
            };
            if let Some(paragraph) = paragraph {
                text += &format!("\n{paragraph}\n");
            }
        }
        text
    }

    fn actor(&self, choice: Choice) -> Option<usize> {
        self.chosen(choice, self.actors.iter().map(|actor| actor.draft))
    }

    fn issue(&self, choice: Choice) -> Option<usize> {
        self.chosen(choice, self.issues.iter().map(|issue| issue.draft))
    }

    fn claim(&self, choice: Choice) -> Option<usize> {
        self.chosen(choice, self.claims.iter().map(|claim| claim.draft))
    }

    fn event(&self, choice: Choice) -> Option<usize> {
        self.chosen(choice, self.events.iter().map(|event| event.draft))
    }

    /// The chosen one of those that are built.
    fn chosen(&self, choice: Choice, drafts: impl Iterator<Item = bool>) -> Option<usize> {
        let there: Vec<usize> = drafts.enumerate().filter(|(_, draft)| self.drafts || !draft).map(|(at, _)| at).collect();
        (!there.is_empty()).then(|| there[choice % there.len()])
    }
}

fn list(key: &str, lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let lines: String = lines.iter().map(|line| format!("  - {line}\n")).collect();
    format!("{key}:\n{lines}")
}
