//! What stands beside the pages says no more than the records: cards, pages as Markdown, feeds, calendars.

use crate::laws::between;
use explain::pipeline::Site;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// No stance of anybody without a position, and no verdict on a claim that nobody answered, assessed or set. Says how many of each were seen.
pub(crate) fn twins_make_nothing_up(site: &Arc<Site>, pages: &BTreeMap<String, String>) -> Result<(usize, usize), String> {
    let records = site.records();
    let kinds = records.kinds;
    let whole = |id| format!("{}{}", site.config.base_url.origin, site.plan.url(id).expect("records with a page have an address"));
    let held: BTreeSet<(String, String)> = (site.graph.of_kind(kinds.position).iter())
        .filter_map(|id| Some((whole(records.position(*id).actor?), whole(records.position(*id).issue?))))
        .collect();
    let of = |kind| site.graph.of_kind(kind).iter().map(|id| (whole(*id), *id)).collect::<BTreeMap<String, _>>();
    let (actors, issues) = (of(kinds.actor), of(kinds.issue));
    let first = |line: &str, among: &BTreeMap<String, _>| linked(line).into_iter().find(|url| among.contains_key(url));
    let mut stances = 0;
    let mut holds = |actor: &str, issue: &str, path: &str| {
        stances += 1;
        if held.contains(&(actor.to_owned(), issue.to_owned())) {
            Ok(())
        } else {
            Err(format!("{path}: no position of {actor} on {issue}"))
        }
    };
    for (path, text) in pages.iter().filter(|(path, _)| path.ends_with("/index.md")) {
        let here = format!("{}{}", site.config.base_url.origin, site.plan.href(&format!("/{}", path.trim_end_matches("index.md"))));
        // The sections of an issue and of an actor on who stands where.
        for section in between(text, "\n## Who stands where\n", "\n## ") {
            for actor in section.lines().filter(|line| line.starts_with("- **[")).filter_map(|line| first(line, &actors)) {
                holds(&actor, &here, path)?;
            }
        }
        for section in between(text, "\n## Where it stands\n", "\n## ") {
            for issue in section.lines().filter(|line| line.starts_with("### ")).filter_map(|line| first(line, &issues)) {
                holds(&here, &issue, path)?;
            }
        }
        // Tables of positions: a row an actor, a column an issue, silence in words.
        let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ")).collect();
        if path.contains("positions/") && !path.contains("positions/changes/") && !rows.is_empty() {
            let columns: Vec<Option<String>> = cells(rows[0]).map(|cell| first(cell, &issues)).collect();
            for row in &rows[2..] {
                let actor = cells(row).next().and_then(|cell| first(cell, &actors)).ok_or_else(|| format!("{path}: a row of nobody"))?;
                for (cell, issue) in cells(row).zip(&columns).skip(1).filter(|(cell, _)| *cell != "no stated position found") {
                    let issue = issue.as_ref().ok_or_else(|| format!("{path}: a stance on nothing: {cell}"))?;
                    holds(&actor, issue, path)?;
                }
            }
        }
    }
    for (url, id) in &issues {
        let counted = site.graph.of_kind(kinds.position).iter().filter(|position| records.position(**position).issue == Some(*id)).count();
        for card in cards_of(url, site, pages) {
            if counted == 0 && !card.contains("No stated position found.") {
                return Err(format!("the card of {url} shows stances"));
            }
        }
    }
    let mut statuses = 0;
    for id in site.graph.of_kind(kinds.claim) {
        let claim = records.claim(*id);
        let tested = claim.responses.iter().any(|response| response.stance.is_some_and(|stance| stance.word != "declines"));
        if tested || !claim.assessments.is_empty() || claim.verdict.is_some() {
            continue;
        }
        let url = whole(*id);
        for card in cards_of(&url, site, pages) {
            for word in between(card, "<dt>Status</dt><dd><span class=\"mark s-", "\"") {
                statuses += 1;
                if !["single_party", "unreviewed"].contains(&word) {
                    return Err(format!("the card of {url}: `{word}`, which nobody said"));
                }
            }
        }
        let own = url
            .strip_prefix(&format!("{}{}", site.config.base_url.origin, site.config.base_url.path))
            .map(|path| format!("{path}index.md"));
        for (path, text) in pages.iter().filter(|(path, _)| path.ends_with(".md")) {
            let beside = between(text, &format!("]({url}) **"), "**");
            let here = if own.as_ref() == Some(path) { between(text, "- **Status**: **", "**") } else { Vec::new() };
            for word in beside.into_iter().chain(here) {
                statuses += 1;
                if !allowed(site).contains(&word) {
                    return Err(format!("{path}: `{word}` for {url}, which nobody answered"));
                }
            }
        }
    }
    Ok((stances, statuses))
}

/// Feeds and calendars hold no word of a stance or a verdict: random sites have no author who would use one.
pub(crate) fn no_word_of_a_verdict(site: &Arc<Site>, pages: &BTreeMap<String, String>) -> Result<(), String> {
    let labels = |name: &str| {
        let found = site.schema.vocabularies.iter().find(|vocabulary| vocabulary.name == name).expect("a built-in vocabulary");
        found.words.iter().map(|(_, label)| label.clone()).collect::<Vec<_>>()
    };
    let words: Vec<String> = ["stance", "claim_status"].into_iter().flat_map(labels).collect();
    for (path, text) in pages.iter().filter(|(path, _)| ["atom.xml", "feed.json", "calendar.ics"].iter().any(|name| path.ends_with(name))) {
        if let Some(word) = words.iter().find(|word| text.contains(word.as_str())) {
            return Err(format!("{path} says `{word}`"));
        }
    }
    Ok(())
}

/// What readers see of a claim that nobody answered.
fn allowed(site: &Site) -> Vec<&str> {
    let statuses = site.schema.vocabularies.iter().find(|vocabulary| vocabulary.name == "claim_status").expect("a built-in vocabulary");
    let unanswered = statuses.words.iter().filter(|(word, _)| ["single_party", "unreviewed"].contains(&word.as_str()));
    unanswered.map(|(_, label)| label.as_str()).collect()
}

/// The cards that lead to a page.
fn cards_of<'p>(url: &str, site: &Site, pages: &'p BTreeMap<String, String>) -> Vec<&'p String> {
    let written = url.strip_prefix(site.config.base_url.origin.as_str()).unwrap_or(url);
    let leads = format!("<h1><a href=\"{written}\">");
    pages.iter().filter(|(path, card)| path.starts_with("embed/") && card.contains(&leads)).map(|(_, card)| card).collect()
}

/// The addresses of the links in a line of Markdown.
fn linked(line: &str) -> Vec<String> {
    between(line, "](", ")").into_iter().map(str::to_owned).collect()
}

/// The cells of a row of a table in Markdown.
fn cells(row: &str) -> impl Iterator<Item = &str> {
    row.trim_matches('|').split(" | ").map(|cell| cell.trim_matches(['|', ' ']))
}
