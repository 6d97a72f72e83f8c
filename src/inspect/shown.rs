//! Which pages show a record: every page is made, and searched for a link to it or for its id.

use crate::doors::Notes;
use crate::graph::RecordId;
use crate::maker::{Maker, Output};
use crate::pipeline::Site;
use crate::view::{Machine, PlannedPage, Subject};
use rayon::prelude::*;
use std::sync::Arc;

/// A page that shows a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What the page is, in words.
    pub page: String,
    /// The files in the output that show it: the page, its twins, or both.
    pub files: Vec<String>,
}

/// All pages that show a record, its own first, the others by their paths.
pub(super) fn pages(site: &Arc<Site>, id: RecordId) -> Vec<Shown> {
    let sought = Sought::of(site, id);
    let pages = &site.plan.pages;
    // A maker takes longer to make than a page: one for each worker.
    let piece = pages.len().div_ceil(rayon::current_num_threads()).max(1);
    let look = |pages: &[usize]| -> Vec<Shown> {
        let maker = Maker::new(site, Notes::None);
        let looked = pages.iter().filter_map(|at| sought.on(&maker, site, &site.plan.pages[*at], maker.page(*at).0));
        looked.collect()
    };
    let all: Vec<usize> = (0..pages.len()).collect();
    let found: Vec<Vec<Shown>> = all.par_chunks(piece).map(look).collect();
    let (mut own, others): (Vec<Shown>, Vec<Shown>) = found.into_iter().flatten().partition(|shown| shown.page == OWN);
    own.extend(others);
    own
}

const OWN: &str = "its own page";

/// What a page that shows the record holds.
struct Sought {
    /// Its address without the place on the page.
    page: Option<String>,
    /// Its address as it is linked to.
    url: Option<String>,
    /// `kind:id`
    name: String,
    origin: String,
}

impl Sought {
    fn of(site: &Site, id: RecordId) -> Sought {
        let address = site.plan.address(id);
        Sought {
            page: address.map(|address| address.split('#').next().unwrap_or(address).to_owned()),
            url: site.plan.url(id).map(str::to_owned),
            name: site.view().stable_id(id),
            origin: site.config.base_url.origin.clone(),
        }
    }

    /// Where it is shown among what a page of the plan makes.
    fn on(&self, maker: &Maker, site: &Site, page: &PlannedPage, outputs: Vec<Output>) -> Option<Shown> {
        let is_own = self.page.as_deref() == Some(page.address.as_str());
        let mut files = Vec::new();
        for output in outputs {
            let mut bytes = Vec::new();
            maker.write(&output.body, &mut bytes).expect("memory takes all bytes");
            let text = String::from_utf8_lossy(&bytes);
            if (is_own && output.path == page.path) || self.is_in(&output.path, &text) {
                files.push(output.path);
            }
        }
        let page = if is_own { OWN.to_owned() } else { words(site, page) };
        (!files.is_empty()).then_some(Shown { page, files })
    }

    fn is_in(&self, path: &str, text: &str) -> bool {
        // The navigation and the head are the same on many pages, and show nothing of a record.
        let text = if path.ends_with(".html") { main(text) } else { text };
        let is_linked = self.url.as_deref().is_some_and(|url| {
            text.match_indices(url).any(|(at, _)| {
                let before = &text[..at];
                let starts = !before.ends_with(is_of_address) || (!self.origin.is_empty() && before.ends_with(&self.origin));
                starts && !text[at + url.len()..].starts_with(is_of_address)
            })
        });
        is_linked || is_named(text, &self.name)
    }
}

/// Whether a stable id stands in a text, and is no part of a longer one.
fn is_named(text: &str, name: &str) -> bool {
    let is_of_id = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    text.match_indices(name).any(|(at, _)| !text[..at].ends_with(is_of_id) && !text[at + name.len()..].starts_with(is_of_id))
}

fn is_of_address(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '%' | '/')
}

/// The main part of a page; all of it, where a theme marks none.
fn main(page: &str) -> &str {
    let start = page.find("<main").unwrap_or(0);
    let end = page.rfind("</main>").unwrap_or(page.len());
    page.get(start..end).unwrap_or(page)
}

/// What a page is, in words.
fn words(site: &Site, page: &PlannedPage) -> String {
    let name = |id: &RecordId| site.view().stable_id(*id);
    let numbered = |words: String, number: usize| if number > 1 { format!("{words}, page {number}") } else { words };
    let of = |story: &str| if story.is_empty() { String::new() } else { format!(" of {story}") };
    match &page.subject {
        Subject::Story(story, _) if story.is_empty() => "home page".to_owned(),
        Subject::Story(story, _) => format!("home page of {story}"),
        Subject::Section(id) | Subject::Record(id) => format!("page of {}", name(id)),
        Subject::Index(kind, story, number) => {
            numbered(format!("list of {}{}", site.schema.kind(*kind).plural.to_lowercase(), of(story)), *number)
        }
        Subject::Folder(folder, number) => numbered(format!("pages in {folder}"), *number),
        Subject::Rest(id, list, number) => numbered(format!("list `{list}` of {}", name(id)), *number),
        Subject::Overview(overview, story, number) => numbered(format!("overview `{}`{}", overview.name(), of(story)), *number),
        Subject::Catalogue => "data to download".to_owned(),
        Subject::Embed(id) => format!("card of {}", name(id)),
        Subject::Redirect(id) => format!("old address of {}", name(id)),
        Subject::NotFound => "page for addresses that lead nowhere".to_owned(),
        Subject::Machine(machine) => match machine {
            Machine::Feed(_) | Machine::JsonFeed(_) => "feed".to_owned(),
            Machine::Calendar(_) => "calendar".to_owned(),
            Machine::Oembed(id) => format!("card of {}, for programs", name(id)),
            Machine::Llms => "index for language models".to_owned(),
            Machine::Sitemap => "sitemap".to_owned(),
            Machine::Robots | Machine::Headers => "file for programs".to_owned(),
            Machine::Redirects => "old addresses".to_owned(),
            Machine::Data(_) => "data to download".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{Sought, is_named, main};

    #[test]
    fn a_link_leads_to_the_record_and_nowhere_near_it() {
        let sought = Sought {
            page: None,
            url: Some("/sub/actors/anna/".to_owned()),
            name: "actor:anna".to_owned(),
            origin: "https://example.org".to_owned(),
        };
        let check = |path: &str, text: &str| sought.is_in(path, text);
        assert!(check("a.html", "<a href=\"/sub/actors/anna/\">") && check("a.html", "<a href=\"/sub/actors/anna/#x\">"));
        assert!(check("a.md", "(https://example.org/sub/actors/anna/)"));
        for other in
            ["/sub/actors/anna/atom.xml", "/embed/sub/actors/anna/", "https://elsewhere.org/sub/actors/anna/", "/sub/actors/annabel/"]
        {
            assert!(!check("a.html", &format!("\"{other}\"")), "{other}");
        }
        assert!(!check("a.html", "<nav>\"/sub/actors/anna/\"</nav><main>x</main>"));
    }

    #[test]
    fn an_id_is_no_part_of_another() {
        assert!(is_named("{\"id\":\"actor:anna\"}", "actor:anna"));
        assert!(!is_named("\"actor:anna-2\" \"factor:anna\"", "actor:anna"));
        assert_eq!(main("<nav></nav><main id=\"x\">a</main>"), "<main id=\"x\">a");
        assert_eq!(main("plain"), "plain");
    }
}
