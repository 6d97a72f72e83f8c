//! The outputs for machines: Atom feed, sitemap, robots.txt, and the two files that some hosts read.

use super::build::View;
use super::plan::{Machine, Subject};
use crate::date::Date;
use crate::graph::RecordId;
use atom_syndication::{Category, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// The policy that pages of the default theme keep: nothing from elsewhere, nothing inline.
pub(super) const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

impl View<'_> {
    fn whole(self, href: &str) -> String {
        format!("{}{href}", self.config.base_url.origin)
    }

    /// The Atom feed: what readers are told has changed, newest first. Dates are those of the updates, never of the build.
    pub fn feed(self) -> String {
        let changes: Vec<RecordId> = self.derived.changes.iter().take(self.config.feed_limit).copied().collect();
        let moment = |date: Option<&Date>| date.and_then(Date::earliest).unwrap_or(self.derived.today);
        let stamp = |date: Option<&Date>| -> FixedDateTime {
            // Every day of the calendar at midnight UTC is a date and time of RFC 3339.
            format!("{}T00:00:00Z", moment(date)).parse().expect("a day with a time is a date and time")
        };
        let newest = changes.iter().filter_map(|id| self.records.update(*id).date.known()).max_by_key(|date| date.sort_key(None));
        let home = self.whole(&self.plan.href("/"));
        let entry = |id: &RecordId| {
            let update = self.records.update(*id);
            let url = self.plan.url(*id).map_or_else(|| home.clone(), |url| self.whole(&url));
            let titles: Vec<String> = update.records.iter().take(3).map(|id| self.records.get(*id).title.to_string()).collect();
            let kind = update.kind.map_or("Change", |kind| kind.label);
            Entry {
                title: Text::plain(if titles.is_empty() { kind.to_owned() } else { format!("{kind}: {}", titles.join(", ")) }),
                id: url.clone(),
                updated: stamp(update.date.known()),
                links: vec![Link { href: url, rel: "alternate".to_owned(), ..Link::default() }],
                categories: vec![Category { term: update.kind.map_or("change", |kind| kind.word).to_owned(), ..Category::default() }],
                summary: Some(Text::plain(update.note.to_owned())),
                ..Entry::default()
            }
        };
        let entries = changes.iter().map(entry).collect();
        let author = if self.config.publisher.is_empty() { self.config.title.clone() } else { self.config.publisher.clone() };
        let feed = Feed {
            title: Text::plain(self.config.title.clone()),
            subtitle: (!self.config.description.is_empty()).then(|| Text::plain(self.config.description.clone())),
            id: home.clone(),
            updated: stamp(newest),
            authors: vec![Person { name: author, ..Person::default() }],
            generator: Some(Generator { value: "gen".to_owned(), uri: None, version: Some(env!("CARGO_PKG_VERSION").to_owned()) }),
            lang: Some(self.config.language.clone()),
            links: vec![
                Link { href: home, rel: "alternate".to_owned(), mime_type: Some("text/html".to_owned()), ..Link::default() },
                Link {
                    href: self.whole(&self.plan.href("/atom.xml")),
                    rel: "self".to_owned(),
                    mime_type: Some("application/atom+xml".to_owned()),
                    ..Link::default()
                },
            ],
            entries,
            ..Feed::default()
        };
        feed.to_string()
    }

    /// The sitemap: every page that is an address of its own.
    pub fn sitemap(self) -> String {
        let mut writer = quick_xml::Writer::new(Vec::new());
        let mut write = |event: Event| writer.write_event(event).expect("writing to memory does not fail");
        write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        write(Event::Start(BytesStart::new("urlset").with_attributes([("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")])));
        for page in &self.plan.pages {
            let changed = match &page.subject {
                Subject::Story(_, id) => id.and_then(|id| self.records.updated(id)),
                Subject::Section(id) | Subject::Record(id) => self.records.updated(*id),
                Subject::Index(..) | Subject::Folder(..) | Subject::Rest(..) | Subject::Overview(..) | Subject::Catalogue => None,
                Subject::Redirect(_) | Subject::NotFound | Subject::Machine(_) => continue,
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
        if self.plan.pages.iter().any(|page| page.subject == Subject::Machine(Machine::Sitemap)) {
            text.push_str(&format!("\nSitemap: {}\n", self.whole(&self.plan.href("/sitemap.xml"))));
        }
        text
    }

    /// Response headers for Netlify and Cloudflare Pages.
    pub fn headers(self) -> String {
        let base = self.plan.href("/");
        format!(
            "{base}*\n  Content-Security-Policy: {CONTENT_POLICY}\n  Referrer-Policy: no-referrer\n  X-Content-Type-Options: nosniff\n  Permissions-Policy: camera=(), geolocation=(), microphone=()\n"
        )
    }

    /// Old addresses for Netlify and Cloudflare Pages; the pages that redirect serve every other host.
    pub fn redirects(self) -> String {
        let mut text = String::new();
        for page in &self.plan.pages {
            if let Subject::Redirect(to) = page.subject
                && let Some(url) = self.plan.url(to)
            {
                text.push_str(&format!("{} {url} 301\n", self.plan.href(&page.address)));
            }
        }
        text
    }
}
