//! What `gen` takes after an edit, and to check.
//!
//! In: the site of a corpus that has been built. Out: a row for each edit. After each the output is looked at: it must show what was
//! edited.

use crate::Result;
use crate::compare::clear;
use crate::complete;
use crate::corpus::Corpus;
use crate::measure::{self, Spent};
use crate::sites::{Generator, Program};
use std::fs;
use std::path::Path;

/// What a build or a check after an edit took.
pub(crate) struct Edited {
    pub(crate) name: &'static str,
    pub(crate) spent: Spent,
    /// What the last build said of itself; a check says nothing.
    pub(crate) summary: Option<Summary>,
    /// Files of the output that show what was edited, where it makes sense to count them.
    pub(crate) showing: Option<u64>,
}

/// What a build says that it did.
pub(crate) struct Summary {
    pub(crate) pages: u64,
    pub(crate) written: u64,
    pub(crate) unchanged: u64,
    pub(crate) rendered: Option<u64>,
    pub(crate) reused: Option<u64>,
}

impl Summary {
    /// Reads the last line of a build with `--message-format json`.
    pub(crate) fn of(printed: &str) -> Result<Summary> {
        let said: serde_json::Value = serde_json::from_str(printed.lines().last().unwrap_or_default())?;
        let number = |name: &str| said[name].as_u64().ok_or_else(|| format!("the summary has no `{name}`: {said}"));
        Ok(Summary {
            pages: number("pages")?,
            written: number("written")?,
            unchanged: number("unchanged")?,
            rendered: said["rendered"].as_u64(),
            reused: said["reused"].as_u64(),
        })
    }
}

pub(crate) const NOTHING: &str = "nothing changed";
pub(crate) const TEXT: &str = "one text";
pub(crate) const TITLE: &str = "one title";
pub(crate) const TEMPLATE: &str = "the base template";
pub(crate) const NEW: &str = "one new record";
pub(crate) const RENAME: &str = "one file renamed";
pub(crate) const CHECK_WARM: &str = "`gen check`, warm";
pub(crate) const CHECK_COLD: &str = "`gen check`, cold";

/// What the output must show after an edit.
struct Shown {
    page: String,
    words: String,
    /// A page that must be gone.
    gone: Option<String>,
}

/// Makes an edit in the sources, in a round that has a number.
type Edit = fn(&Path, Corpus, usize) -> Result<Option<Shown>>;

const EDITS: [(&str, Edit); 6] =
    [(NOTHING, |_, _, _| Ok(None)), (TEXT, edit_text), (TITLE, edit_title), (TEMPLATE, edit_template), (NEW, add), (RENAME, rename)];

pub(crate) fn measure(generator: &dyn Generator, program: &Program, site: &Path, corpus: Corpus) -> Result<Vec<Edited>> {
    let output = site.join(generator.output());
    let mut all = Vec::new();
    for (name, edit) in EDITS {
        let (mut summary, mut showing) = (None, None);
        let spent = measure::repeat(|round| {
            let shown = edit(site, corpus, round)?;
            let run = measure::run(&mut program.command(&program.arguments, site))?.succeeded()?;
            summary = Some(Summary::of(&run.printed)?);
            if let Some(shown) = shown {
                look(&output, &shown).map_err(|missing| format!("after an edit of {name}: {missing}"))?;
                showing = (name == TITLE).then(|| complete::holding(&output, &shown.words)).transpose()?;
            }
            Ok(run.spent)
        })?;
        all.push(Edited { name, spent, summary, showing });
    }
    let check = || {
        let run = measure::run(&mut program.command(&["check", "--message-format", "short"].map(str::to_owned), site))?;
        // What it finds in a made-up story does not matter here.
        if matches!(run.code, Some(0 | 1)) { Ok(run.spent) } else { run.succeeded().map(|run| run.spent) }
    };
    check()?;
    let warm = measure::repeat(|_| check())?;
    let cold = measure::repeat(|_| {
        clear(generator, site)?;
        check()
    })?;
    for (name, spent) in [(CHECK_WARM, warm), (CHECK_COLD, cold)] {
        all.push(Edited { name, spent, summary: None, showing: None });
    }
    Ok(all)
}

fn look(output: &Path, shown: &Shown) -> std::result::Result<(), String> {
    let text = fs::read_to_string(output.join(&shown.page)).map_err(|error| format!("`{}`: {error}", shown.page))?;
    if !text.contains(&shown.words) {
        return Err(format!("`{}` does not show `{}`", shown.page, shown.words));
    }
    match &shown.gone {
        Some(gone) if output.join(gone).exists() => Err(format!("`{gone}` is still there")),
        _ => Ok(()),
    }
}

fn page(id: &str) -> String {
    format!("events/{id}/index.html")
}

fn edit_text(site: &Path, corpus: Corpus, round: usize) -> Result<Option<Shown>> {
    let id = format!("event-{}", corpus.articles / 2 + round);
    let file = site.join(format!("content/events/{id}.md"));
    let words = format!("Round {round} of the edits adds a sentence.");
    fs::write(&file, format!("{}\n{words}\n", fs::read_to_string(&file)?))?;
    Ok(Some(Shown { page: page(&id), words, gone: None }))
}

fn edit_title(site: &Path, corpus: Corpus, round: usize) -> Result<Option<Shown>> {
    let number = corpus.articles / 3 + round;
    let id = format!("event-{number}");
    let file = site.join(format!("content/events/{id}.md"));
    let words = format!("{}, renamed", corpus.article(number).title);
    fs::write(&file, fs::read_to_string(&file)?.replacen(&corpus.article(number).title, &words, 1))?;
    Ok(Some(Shown { page: page(&id), words, gone: None }))
}

/// Every page is made of the base template.
fn edit_template(site: &Path, _: Corpus, round: usize) -> Result<Option<Shown>> {
    let theirs = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates/base.html");
    let words = format!("data-round=\"{round}\"");
    fs::create_dir_all(site.join("templates"))?;
    fs::write(site.join("templates/base.html"), fs::read_to_string(theirs)?.replacen("<main ", &format!("<main {words} "), 1))?;
    Ok(Some(Shown { page: page("event-0"), words, gone: None }))
}

fn add(site: &Path, corpus: Corpus, round: usize) -> Result<Option<Shown>> {
    let title = format!("A record added in round {round}");
    let text = fs::read_to_string(site.join("content/events/event-0.md"))?.replacen(&corpus.article(0).title, &title, 1);
    fs::write(site.join(format!("content/events/added-{round}.md")), text)?;
    Ok(Some(Shown { page: page(&format!("added-{round}")), words: title, gone: None }))
}

/// Renames what was added before: no text links to it, but the lists do.
fn rename(site: &Path, _: Corpus, round: usize) -> Result<Option<Shown>> {
    let [old, new] = [format!("added-{round}"), format!("moved-{round}")];
    fs::rename(site.join(format!("content/events/{old}.md")), site.join(format!("content/events/{new}.md")))?;
    Ok(Some(Shown { page: page(&new), words: format!("A record added in round {round}"), gone: Some(page(&old)) }))
}
