//! The corpus that every generator gets: articles of a made-up story, each with three actors and two issues.
//!
//! In: how many, and of how many words. Out: each article by its number, the same on every machine and every day. How a generator wants
//! it written is said in `sites`.
//!
//! Actors and issues are few and fixed, as in a real story: it is the articles that grow, so the lists of actors and issues grow with them.

use crate::words::{ADJECTIVES, BODIES, Dice, FIRST_YEAR, NOUNS, VERBS, YEARS};
use std::fmt::Write as _;

pub(crate) const ACTORS: usize = 60;
pub(crate) const ISSUES: usize = 30;

/// Entries of a list on one page.
pub(crate) const PAGINATE: usize = 50;

/// How many articles there are, and how long each is.
#[derive(Clone, Copy)]
pub(crate) struct Corpus {
    pub(crate) articles: usize,
    /// Words of a text; some are an eighth shorter or longer.
    pub(crate) words: usize,
}

/// What stands above the text of an article.
pub(crate) struct Article {
    pub(crate) title: String,
    pub(crate) kind: &'static str,
    /// As in 2024-03-09.
    pub(crate) day: String,
    pub(crate) actors: [usize; 3],
    pub(crate) issues: [usize; 2],
}

/// What a text links to.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    Article(usize),
    Actor(usize),
    Issue(usize),
}

/// A list of articles that has pages.
#[derive(Clone, Copy)]
pub(crate) enum List {
    All,
    Actor(usize),
    Issue(usize),
}

impl Corpus {
    /// Articles of 400 words.
    pub(crate) fn of(articles: usize) -> Corpus {
        Corpus { articles, words: 400 }
    }

    /// What stands above the text of an article.
    pub(crate) fn article(self, number: usize) -> Article {
        let mut dice = Dice::new(number as u64);
        // The number makes it the title of this article alone.
        let title = format!("The {} {} {} the {} ({number})", dice.of(ADJECTIVES), dice.of(BODIES), dice.of(VERBS), dice.of(NOUNS));
        Article {
            title,
            kind: dice.of(&["call", "meeting", "statement", "announcement", "vote"]),
            day: format!("{}-{:02}-{:02}", FIRST_YEAR + dice.below(YEARS), 1 + dice.below(12), 1 + dice.below(28)),
            actors: dice.distinct::<3>(ACTORS as u64).map(|actor| actor as usize),
            issues: dice.distinct::<2>(ISSUES as u64).map(|issue| issue as usize),
        }
    }

    /// The text of an article in Markdown: headings, a list, emphasis, and links whose addresses the generator gives.
    pub(crate) fn text(self, number: usize, address: &dyn Fn(Target) -> String) -> String {
        let mut dice = Dice::new(5_000_000_000 + number as u64);
        let words = self.words - self.words / 8 + dice.below(self.words as u64 / 4) as usize;
        let other = |dice: &mut Dice| address(Target::Article(dice.below(self.articles as u64) as usize));
        let mut text = format!(
            "{} The *{}* of [the {}]({}) came [before it]({}). {}\n\n",
            dice.paragraph(2),
            dice.of(NOUNS),
            dice.of(BODIES),
            address(Target::Actor(dice.below(ACTORS as u64) as usize)),
            other(&mut dice),
            dice.paragraph(1)
        );
        let mut section = 0;
        while text.split_ascii_whitespace().count() < words {
            if section % 2 == 0 {
                let _ = write!(text, "## The {} and the {}\n\n", dice.of(NOUNS), dice.of(NOUNS));
            }
            let _ = write!(text, "{}\n\n", dice.paragraph(3));
            match section {
                0 => {
                    let issue = address(Target::Issue(dice.below(ISSUES as u64) as usize));
                    let _ = write!(text, "It bears **directly** on [the {}]({issue}), and ", dice.of(NOUNS));
                    let _ =
                        write!(text, "[the survey](https://survey.example/{number}) *counts* it with [another]({}).\n\n", other(&mut dice));
                }
                1 => {
                    for _ in 0..4 {
                        let _ = writeln!(text, "- {}", dice.sentence(7));
                    }
                    text.push('\n');
                }
                _ => {}
            }
            section += 1;
        }
        text
    }

    /// The articles of every list by their numbers.
    pub(crate) fn lists(self) -> Vec<(List, Vec<usize>)> {
        let mut actors = vec![Vec::new(); ACTORS];
        let mut issues = vec![Vec::new(); ISSUES];
        for number in 0..self.articles {
            let article = self.article(number);
            article.actors.iter().for_each(|actor| actors[*actor].push(number));
            article.issues.iter().for_each(|issue| issues[*issue].push(number));
        }
        let actors = actors.into_iter().enumerate().map(|(actor, numbers)| (List::Actor(actor), numbers));
        let issues = issues.into_iter().enumerate().map(|(issue, numbers)| (List::Issue(issue), numbers));
        std::iter::once((List::All, (0..self.articles).collect())).chain(actors).chain(issues).collect()
    }
}

pub(crate) fn actor_title(actor: usize) -> String {
    format!("The {} {} {actor}", ADJECTIVES[actor % ADJECTIVES.len()], BODIES[actor % BODIES.len()])
}

pub(crate) fn issue_title(issue: usize) -> String {
    format!("The {} of the {} {issue}", NOUNS[issue], NOUNS[issue + 1])
}
