//! The outputs for machines that every site has once: sitemap, robots.txt, llms.txt, and the two files that some hosts read.

use super::build::View;
use super::plan::{Machine, Subject, Twin};
use crate::date::Date;
use crate::emit::Addresses;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::collections::BTreeSet;

/// The policy that pages of the default theme keep: nothing from elsewhere, nothing inline.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; \
     base-uri 'none'; form-action 'none'";

/// What goes with the policy on every page.
const OTHER_HEADERS: &str =
    "  Referrer-Policy: no-referrer\n  X-Content-Type-Options: nosniff\n  Permissions-Policy: camera=(), geolocation=(), microphone=()\n";

impl View<'_> {
    /// The sitemap: every page that is an address of its own.
    pub fn sitemap(self) -> String {
        let mut writer = quick_xml::Writer::new(Vec::new());
        let mut write = |event: Event| writer.write_event(event).expect("writing to memory does not fail");
        write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        write(Event::Start(BytesStart::new("urlset").with_attributes([("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")])));
        for page in self.plan.pages() {
            let changed = match &page.subject {
                Subject::Story(_, id) => id.and_then(|id| self.records.updated(id)),
                Subject::Section(id) | Subject::Record(id) => self.records.updated(*id),
                Subject::Index(..) | Subject::Folder(..) | Subject::Rest(..) | Subject::Overview(..) | Subject::Catalogue => None,
                Subject::Embed(_) | Subject::Redirect(_) | Subject::NotFound | Subject::Machine(_) => continue,
            };
            write(Event::Start(BytesStart::new("url")));
            let mut element = |name: &'static str, text: &str| {
                write(Event::Start(BytesStart::new(name)));
                write(Event::Text(BytesText::new(text)));
                write(Event::End(BytesEnd::new(name)));
            };
            element("loc", &self.whole(&self.plan.href(&page.address)));
            if let Some(day) = changed.and_then(Date::exact_day) {
                element("lastmod", &day.to_string());
            }
            write(Event::End(BytesEnd::new("url")));
        }
        write(Event::End(BytesEnd::new("urlset")));
        String::from_utf8(writer.into_inner()).expect("the writer was given text")
    }

    /// robots.txt: everything may be read.
    pub fn robots(self) -> String {
        let mut text = "User-agent: *\nAllow: /\n".to_owned();
        if self.plan.pages().iter().any(|page| page.subject == Subject::Machine(Machine::Sitemap)) {
            text.push_str(&format!("\nSitemap: {}\n", self.whole(&self.plan.href("/sitemap.xml"))));
        }
        text
    }

    /// llms.txt: what the site is, and where its pages lie as plain text (llmstxt.org).
    pub fn llms(self) -> String {
        let mut text = format!("# {}\n\n", self.config.title);
        if !self.config.description.is_empty() {
            text.push_str(&format!("> {}\n\n", line(&self.config.description)));
        }
        text.push_str(
            "Every statement here carries on whose word it is known, its source and its date. What a party says itself and what others say of it \
             are kept apart; an empty field is no verdict, and what nobody knows is listed as unknown.\n",
        );
        let mut sections: Vec<(&str, Vec<String>)> = Vec::new();
        let entry = |title: &str, url: &str, what: &str| format!("- [{}]({}): {what}", title.replace(['[', ']'], ""), self.whole(url));
        let listed = |link: &super::pages::ListLink| {
            let entries = if link.count == 1 { "entry" } else { "entries" };
            entry(&link.title, &self.text_of(&link.url), &format!("{} {entries}", link.count))
        };
        let home =
            entry(&self.config.title, &self.text_of(&self.plan.href("/")), "the state of play, next dates, latest changes, open questions");
        let stories = self.plan.stories().iter().filter(|story| !story.is_empty()).map(|story| {
            entry(&self.story_title(story), &self.text_of(&self.plan.href(&format!("/{story}/"))), "the state of play of this story")
        });
        sections.push(("Explainer", std::iter::once(home).chain(stories).collect()));
        sections.push(("Overviews", self.overview_links("").iter().map(listed).collect()));
        sections.push(("Lists", self.list_links("").iter().map(listed).collect()));
        let pages = self.plan.folder("");
        let page = |id: &crate::graph::RecordId| {
            let summary = self.records.summary(*id).unwrap_or("a page of the site");
            Some(entry(self.records.title(*id), &self.text_of(&self.plan.url(*id)?), &line(summary)))
        };
        sections.push(("Pages", pages.iter().filter_map(page).collect()));
        let data = [
            ("data/", "All records", "every kind as CSV and NDJSON, with its JSON Schema"),
            ("atom.xml", "Changes as Atom", "corrections, clarifications, new information, newest first"),
            ("feed.json", "Changes as JSON Feed", "the same"),
            ("calendar.ics", "Dates as iCalendar", "events with exact days; looser ones are named in its description"),
            ("sitemap.xml", "Sitemap", "the addresses of all pages"),
        ];
        let data = data.into_iter().filter_map(|(name, title, what)| Some(entry(title, &self.plan.beside("/", name)?, what)));
        sections.push(("Data", data.collect()));
        for (title, entries) in sections.into_iter().filter(|(_, entries)| !entries.is_empty()) {
            text.push_str(&format!("\n## {title}\n\n{}\n", entries.join("\n")));
        }
        text
    }

    /// The Markdown twin of the page at an address, where there are twins.
    fn text_of(self, url: &str) -> String {
        let twin = format!("{url}index.md");
        if url.ends_with('/') && self.plan.twins().contains(&Twin::Markdown) { twin } else { url.to_owned() }
    }

    /// Response headers for Netlify and Cloudflare Pages. No page may be shown in a frame, except the cards, which are made for that.
    ///
    /// The two hosts differ in what they make of two rules that give one header for the same page, so no two do: where there are cards the
    /// policy is given for each part of the site apart, since neither host can leave a folder out of a rule.
    pub fn headers(self) -> String {
        let base = self.plan.href("/");
        if !self.plan.has_cards() {
            return format!("{base}*\n  Content-Security-Policy: {CONTENT_POLICY}; frame-ancestors 'none'\n{OTHER_HEADERS}");
        }
        let mut text = format!("{base}*\n{OTHER_HEADERS}");
        text.push_str(&format!("{base}embed/*\n  Content-Security-Policy: {CONTENT_POLICY}; frame-ancestors *\n"));
        for part in self.parts() {
            text.push_str(&format!("{}\n  Content-Security-Policy: {CONTENT_POLICY}; frame-ancestors 'none'\n", self.plan.href(&part)));
        }
        text
    }

    /// The folders at the top of the site but that of the cards, and the pages there, as patterns of addresses.
    fn parts(self) -> BTreeSet<String> {
        let pages = self.plan.pages().iter().map(|page| page.path.as_str());
        let files = self.plan.files().iter().map(|file| file.path.as_str());
        let part = |path: &str| match path.split_once('/') {
            Some(("embed", _)) => None,
            Some((folder, _)) => Some(format!("/{folder}/*")),
            // A picture that is opened by itself is a page of its own.
            None => (path.ends_with(".html") || path.ends_with(".svg")).then(|| format!("/{path}")),
        };
        // Copies of earlier days may be built at any time.
        ["/".to_owned(), format!("/{}/*", Addresses::<()>::COPIES)].into_iter().chain(pages.chain(files).filter_map(part)).collect()
    }

    /// Old addresses for Netlify and Cloudflare Pages; the pages that redirect serve every other host.
    pub fn redirects(self) -> String {
        let mut text = String::new();
        for page in self.plan.pages() {
            if let Subject::Redirect(to) = page.subject
                && let Some(url) = self.plan.url(to)
            {
                text.push_str(&format!("{} {url} 301\n", self.plan.href(&page.address)));
            }
        }
        text
    }
}

/// A text in one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
