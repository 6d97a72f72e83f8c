//! The tables of `RESULTS.md`.
//!
//! In: what was measured. Out: Markdown.

use crate::compare::{Contender, Figures, Size};
use crate::edits::Edited;
use crate::goals::{Goal, Limit};
use crate::measure::Spent;
use crate::server::Served;
use crate::sites::{Floor, Gen, Generator as _, Hugo};
use std::fmt::Write as _;

/// What stands above all tables.
pub(crate) const HEAD: &str = "# How fast `gen` is

Made by `benches/run`; do not edit. Each figure is the median of three runs by a process of its own, or one run where it takes longer than
20 seconds. Peak memory is the high-water mark of the process.
";

pub(crate) fn goals(goals: &[Goal]) -> String {
    let mut table = String::from("## Goals\n\n| goal | articles | wanted | measured | |\n|:--|--:|--:|--:|:--|\n");
    for goal in goals {
        let articles = goal.articles.map_or(String::new(), |articles| articles.to_string());
        let wanted = match goal.limit {
            Limit::AtMost(limit) => format!("at most {limit}"),
            Limit::AtLeast(limit) => format!("at least {limit}"),
        };
        let measured =
            goal.figure.map_or("–".to_owned(), |figure| if figure < 10.0 { format!("{figure:.2}") } else { format!("{figure:.1}") });
        let verdict = match goal.is_reached() {
            Some(true) => "reached",
            Some(false) => "**not reached**",
            None => "not measured",
        };
        let _ = writeln!(table, "| {} | {articles} | {wanted} | {measured} | {verdict} |", goal.what);
    }
    table
}

pub(crate) fn sizes(sizes: &[Size], contenders: &[Contender]) -> String {
    let mut text = String::from(
        "## The same site by several generators

Every article has a title, a date, three actors, two issues and about 400 words of Markdown with headings, a list, emphasis and links
(`benches/speed/corpus.rs`). Each generator writes a page for every article, lists of 50 entries a page of all articles and of those of
every actor and issue, one feed and one sitemap. Every article was looked up by its page and title, every list by its entries, in each
output. *Cold* begins without an output, on a RAM disk; *× floor* and *× Hugo* are its seconds in those of the floor program and of Hugo;
*on disk* is like cold, but on a disk; *again* is the same command once more with nothing changed. `gen` has everything switched off that
the others do not write; the row *everything on* is the same content with all of it.
",
    );
    for Contender { generator, .. } in contenders.iter().filter(|contender| !contender.generator.note().is_empty()) {
        let _ = write!(text, "\n{}: {}.\n", generator.name(), generator.note());
    }
    for size in sizes {
        let _ = writeln!(
            text,
            "\n### {} articles\n\n| | articles | files | MB written | cold s | CPU s | peak MB | × floor | × Hugo | on disk s \
             | again s | peak MB | complete |\n\
             |:--|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|:--|",
            size.articles
        );
        let cold = |name: &str| size.figures(name).map(|figures| figures.cold.seconds);
        for row in &size.rows {
            let line = match &row.outcome {
                Ok(figures) => figures_line(figures, cold(Floor::default().name()), cold(Hugo.name())),
                Err(reason) => format!("– | – | – | – | – | – | – | – | – | – | – | {reason}"),
            };
            let _ = writeln!(text, "| {} | {line} |", row.name);
        }
        if !size.edited.is_empty() {
            text.push_str(&edited(size));
        }
    }
    text + &growth(sizes)
}

fn figures_line(figures: &Figures, floor: Option<f64>, hugo: Option<f64>) -> String {
    let Figures { found, cold, again, disk } = figures;
    let ratio = |other: Option<f64>| other.map_or("–".to_owned(), |other| format!("{:.2}", cold.seconds / other));
    let complete = if found.lacks.is_empty() { "yes".to_owned() } else { format!("**lacks {}**", found.lacks.join(", ")) };
    format!(
        "{} | {} | {:.0} | {} | {:.2} | {:.0} | {} | {} | {} | {} | {:.0} | {complete}",
        found.articles,
        found.files,
        found.bytes as f64 / 1e6,
        seconds(cold),
        cold.cpu,
        cold.megabytes,
        ratio(floor),
        ratio(hugo),
        disk.as_ref().map_or("–".to_owned(), seconds),
        seconds(again),
        again.megabytes
    )
}

/// What `gen` takes after an edit of that site.
fn edited(size: &Size) -> String {
    let mut table = String::from(
        "\n| `gen` after an edit of | s | CPU s | peak MB | times faster than Hugo's cold build | of a cold build | rendered | reused \
         | written | files that show it |\n\
         |:--|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    let cold = |name: &str| size.figures(name).map(|figures| figures.cold.seconds);
    let number = |number: Option<u64>| number.map_or("–".to_owned(), |number| number.to_string());
    for Edited { name, spent, summary, showing } in &size.edited {
        let summary = summary.as_ref();
        let _ = writeln!(
            table,
            "| {name} | {} | {:.2} | {:.0} | {} | {} | {} | {} | {} | {} |",
            seconds(spent),
            spent.cpu,
            spent.megabytes,
            cold(Hugo.name()).map_or("–".to_owned(), |hugo| format!("{:.1}", hugo / spent.seconds)),
            cold(Gen::Alike.name()).map_or("–".to_owned(), |cold| format!("{:.2}", spent.seconds / cold)),
            number(summary.and_then(|summary| summary.rendered)),
            number(summary.and_then(|summary| summary.reused)),
            number(summary.map(|summary| summary.written)),
            number(*showing)
        );
    }
    table
}

/// How much longer each generator takes for the next size.
fn growth(sizes: &[Size]) -> String {
    let mut text = String::new();
    for pair in sizes.windows(2) {
        let (small, large) = (&pair[0], &pair[1]);
        let grown = small.rows.iter().filter_map(|row| {
            let (before, after) = (row.outcome.as_ref().ok()?, large.figures(row.name)?);
            Some(format!("{} {:.1}", row.name, after.cold.seconds / before.cold.seconds))
        });
        let grown: Vec<String> = grown.collect();
        let _ = writeln!(
            text,
            "\nFrom {} to {} articles a cold build takes so many times as long: {}.",
            small.articles,
            large.articles,
            grown.join("; ")
        );
    }
    text
}

pub(crate) fn program(start_up_ms: Option<f64>, binary_megabytes: Option<f64>) -> String {
    let figure = |figure: Option<f64>| figure.map_or("–".to_owned(), |figure| format!("{figure:.1}"));
    format!(
        "## The program\n\n`gen --version` takes {} ms (the median of 50); the binary has {} MB.\n",
        figure(start_up_ms),
        figure(binary_megabytes)
    )
}

/// A generator's server, or why it was not measured.
pub(crate) type Server = (&'static str, std::result::Result<Option<Served>, String>);

pub(crate) fn servers(articles: usize, servers: &[Server]) -> String {
    let mut table = format!(
        "## Servers at {articles} articles\n\n*Start* is until the page of an article is answered, *edit* from the writing of its source \
         to an answer that shows it.\n\n\
         | | start s | edit s | peak MB |\n|:--|--:|--:|--:|\n"
    );
    for (name, served) in servers {
        let line = match served {
            Ok(Some(Served { start, edit, megabytes })) => format!("{start:.2} | {edit:.3} | {megabytes:.0}"),
            Ok(None) => "has none | – | –".to_owned(),
            Err(reason) => format!("– | – | {reason}"),
        };
        let _ = writeln!(table, "| {name} | {line} |");
    }
    table
}

/// Three digits where two would say little.
fn seconds(spent: &Spent) -> String {
    if spent.seconds < 1.0 { format!("{:.3}", spent.seconds) } else { format!("{:.2}", spent.seconds) }
}
