//! The least that a program has to do to make a site of articles: what `gen` is measured against.
//!
//! `floor CONTENT OUTPUT`
//!
//! In: articles, actors and issues with YAML front matter, as `gen` reads them. Out: a page for each article, lists in pages of 50, one
//! feed, one sitemap. It reads, parses, renders and writes in parallel, with the parsers, the template engine, the allocator and the
//! profile of `gen`. It checks nothing, remembers nothing, and replaces no site that stands.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a program of its own, which reads and writes by itself")]

use pulldown_cmark::{Options, Parser as Markdown};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use saphyr_parser::{Event, Parser as Yaml};
use serde::Serialize;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tera::{Context, Tera};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const HOST: &str = "https://example.org";
const PAGINATE: usize = 50;
const NEWEST: usize = 20;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo bench` and `cargo test --benches` run this with options of theirs, or without any: there is nothing to do then.
    let [content, output] = arguments.as_slice() else { return ExitCode::SUCCESS };
    match build(Path::new(content), Path::new(output)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// What a file holds.
#[derive(Default)]
struct Record {
    url: String,
    title: String,
    day: String,
    actors: Vec<String>,
    issues: Vec<String>,
    text: String,
}

/// Actors or issues by their ids.
type Names = BTreeMap<String, Record>;

#[derive(Serialize)]
struct Entry<'r> {
    url: &'r str,
    title: &'r str,
    day: &'r str,
}

#[derive(Serialize)]
struct ArticlePage<'r> {
    url: &'r str,
    title: &'r str,
    day: &'r str,
    actors: Vec<Entry<'r>>,
    issues: Vec<Entry<'r>>,
    html: String,
}

#[derive(Serialize)]
struct ListPage<'r> {
    url: String,
    title: &'r str,
    entries: Vec<Entry<'r>>,
    number: usize,
    of: usize,
    previous: Option<String>,
    next: Option<String>,
}

fn build(content: &Path, output: &Path) -> Result<()> {
    let actors: Names = read(content, "actors")?.into_iter().collect();
    let issues: Names = read(content, "issues")?.into_iter().collect();
    let mut articles: Vec<Record> = read(content, "events")?.into_iter().map(|(_, article)| article).collect();
    articles.par_sort_unstable_by(|one, other| (&other.day, &one.url).cmp(&(&one.day, &other.url)));

    let mut templates = Tera::new();
    templates.add_raw_templates([
        ("base.html", include_str!("floor/base.html")),
        ("article.html", include_str!("floor/article.html")),
        ("list.html", include_str!("floor/list.html")),
    ])?;
    fs::create_dir_all(output.join("events"))?;
    articles.par_iter().try_for_each(|article| write_article(&templates, output, article, &actors, &issues))?;

    let mut lists: Vec<(&str, &str, Vec<&Record>)> = vec![("/events/", "Events", articles.iter().collect())];
    for (url, title, names, of) in [
        ("/actors/", "Actors", &actors, (|article| &article.actors) as fn(&Record) -> &Vec<String>),
        ("/issues/", "Issues", &issues, |article| &article.issues),
    ] {
        let mut listed: FxHashMap<&str, Vec<&Record>> = FxHashMap::default();
        for article in &articles {
            of(article).iter().for_each(|id| listed.entry(id).or_default().push(article));
        }
        lists.push((url, title, names.values().collect()));
        lists.extend(names.iter().map(|(id, record)| (&*record.url, &*record.title, listed.remove(&**id).unwrap_or_default())));
    }
    write_list(&templates, output, "/", "The harbour talks", &[])?;
    lists.par_iter().try_for_each(|(url, title, entries)| write_list(&templates, output, url, title, entries))?;
    fs::write(output.join("feed.xml"), feed(&articles))?;
    fs::write(output.join("sitemap.xml"), sitemap(&lists, &articles))?;
    Ok(())
}

/// The records of a folder by their ids.
fn read(content: &Path, kind: &str) -> Result<Vec<(String, Record)>> {
    let paths: Vec<PathBuf> = fs::read_dir(content.join(kind))?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    let one = |path: PathBuf| {
        let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let file = fs::read_to_string(&path)?;
        let parts = file.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
        let (front, text) = parts.ok_or_else(|| format!("{} has no front matter", path.display()))?;
        let mut record = Record { url: format!("/{kind}/{id}/"), text: text.to_owned(), ..Record::default() };
        parse(front, &mut record)?;
        Ok((id, record))
    };
    paths.into_par_iter().map(one).collect()
}

/// Fields at the top, ids in lists, and actors in lists of maps.
fn parse(front: &str, record: &mut Record) -> Result<()> {
    let (mut depth, mut field, mut inner) = (0, String::new(), String::new());
    for event in Yaml::new_from_str(front) {
        match event?.0 {
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => {
                depth -= 1;
                if depth == 1 {
                    field.clear();
                }
            }
            Event::Scalar(value, ..) if depth == 1 && field.is_empty() => field = value.into_owned(),
            Event::Scalar(value, ..) if depth == 1 => {
                match &*field {
                    "title" => record.title = value.into_owned(),
                    "date" => record.day = value.into_owned(),
                    _ => {}
                }
                field.clear();
            }
            Event::Scalar(value, ..) if depth == 2 && field == "about" => record.issues.push(value.into_owned()),
            Event::Scalar(value, ..) if depth == 3 && inner.is_empty() => inner = value.into_owned(),
            Event::Scalar(value, ..) if depth == 3 => {
                if inner == "actor" && field == "participants" {
                    record.actors.push(value.into_owned());
                }
                inner.clear();
            }
            _ => {}
        }
    }
    Ok(())
}

fn write_article(templates: &Tera, output: &Path, article: &Record, actors: &Names, issues: &Names) -> Result<()> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_SMART_PUNCTUATION;
    let mut html = String::with_capacity(article.text.len() * 5 / 4);
    pulldown_cmark::html::push_html(&mut html, Markdown::new_ext(&article.text, options));
    let page = ArticlePage {
        url: &article.url,
        title: &article.title,
        day: &article.day,
        actors: entries(&article.actors, actors),
        issues: entries(&article.issues, issues),
        html,
    };
    write(templates, "article.html", output, &article.url, &page)
}

fn write_list(templates: &Tera, output: &Path, url: &str, title: &str, entries: &[&Record]) -> Result<()> {
    let of = entries.len().div_ceil(PAGINATE).max(1);
    let address = |number: usize| if number == 1 { url.to_owned() } else { format!("{url}page/{number}/") };
    (1..=of).into_par_iter().try_for_each(|number| {
        let here = entries.iter().skip((number - 1) * PAGINATE).take(PAGINATE);
        let page = ListPage {
            url: address(number),
            title,
            entries: here.map(|record| entry(record)).collect(),
            number,
            of,
            previous: (number > 1).then(|| address(number - 1)),
            next: (number < of).then(|| address(number + 1)),
        };
        write(templates, "list.html", output, &page.url, &page)
    })
}

fn entries<'r>(ids: &[String], names: &'r Names) -> Vec<Entry<'r>> {
    ids.iter().filter_map(|id| names.get(id)).map(entry).collect()
}

fn entry(record: &Record) -> Entry<'_> {
    Entry { url: &record.url, title: &record.title, day: &record.day }
}

fn write(templates: &Tera, template: &str, output: &Path, url: &str, page: &impl Serialize) -> Result<()> {
    let mut context = Context::new();
    context.insert("page", page);
    let html = templates.render(template, &context)?;
    let folder = output.join(url.trim_matches('/'));
    // Nearly all of them are missing, and lie in a folder that is there.
    if fs::create_dir(&folder).is_err() {
        fs::create_dir_all(&folder)?;
    }
    Ok(fs::write(folder.join("index.html"), html)?)
}

fn feed(articles: &[Record]) -> String {
    let mut feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>The harbour talks</title>\n\
         <id>{HOST}/</id>\n<link rel=\"self\" href=\"{HOST}/feed.xml\"/>\n"
    );
    for Record { title, url, day, .. } in articles.iter().take(NEWEST) {
        let _ = writeln!(
            feed,
            "<entry><title>{title}</title><id>{HOST}{url}</id><link href=\"{HOST}{url}\"/><updated>{day}T00:00:00Z</updated></entry>"
        );
    }
    feed + "</feed>\n"
}

fn sitemap(lists: &[(&str, &str, Vec<&Record>)], articles: &[Record]) -> String {
    let mut sitemap =
        String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for url in lists.iter().map(|(url, ..)| *url).chain(articles.iter().map(|article| &*article.url)) {
        let _ = writeln!(sitemap, "<url><loc>{HOST}{url}</loc></url>");
    }
    sitemap + "</urlset>\n"
}
