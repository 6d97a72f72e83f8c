//! What is published for programs: every page's data, every kind's files, and the graph in every page, against their schemas.

use crate::site::{files, pages, planned, world};
use explain::pipeline::{Overrides, Site};
use explain::view::Subject;
use explain::world::{DiskWorld, World};
use jsonschema::Validator;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

type Pages = BTreeMap<String, String>;

/// How much was seen, so that a test cannot hold because it saw nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seen {
    pub twins: usize,
    pub lines: usize,
    pub nodes: usize,
    pub references: usize,
}

/// Reads everything that is published for programs and holds it to its schemas. Says what is wrong first.
pub(crate) fn is_sound(site: &Arc<Site>, pages: &Pages) -> Result<Seen, String> {
    let mut seen = Seen::default();
    let schemas = schemas(pages)?;
    twins(site, pages, &schemas, &mut seen)?;
    kinds(pages, &schemas, &mut seen)?;
    sums(pages)?;
    graphs(site, pages, &mut seen)?;
    Ok(seen)
}

fn parsed(path: &str, text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("{path} is no JSON: {error}"))
}

fn valid(validator: &Validator, value: &Value, what: &str) -> Result<(), String> {
    match validator.iter_errors(value).next() {
        Some(error) => Err(format!("{what}: {error} at {} in {value}", error.instance_path())),
        None => Ok(()),
    }
}

/// The published schemas, each a schema itself, by their names.
fn schemas(pages: &Pages) -> Result<BTreeMap<String, Validator>, String> {
    let mut found = BTreeMap::new();
    for (path, text) in pages.iter().filter(|(path, _)| path.ends_with(".schema.json")) {
        let schema = parsed(path, text)?;
        jsonschema::meta::validate(&schema).map_err(|error| format!("{path}: {error}"))?;
        let validator = jsonschema::validator_for(&schema).map_err(|error| format!("{path}: {error}"))?;
        let name = path.trim_start_matches("data/").trim_end_matches(".schema.json").to_owned();
        found.insert(name, validator);
    }
    Ok(found)
}

/// A record, and the records in it, against the schemas of their kinds.
fn record_is_valid(record: &Value, of_kind: &BTreeMap<String, &Validator>, what: &str) -> Result<(), String> {
    let kind = record["kind"].as_str().unwrap_or_default();
    let validator = of_kind.get(kind).ok_or_else(|| format!("{what}: there is no schema for `{kind}`"))?;
    valid(validator, record, what)?;
    record["parts"].as_array().into_iter().flatten().try_for_each(|part| record_is_valid(part, of_kind, what))
}

fn by_kind<'s>(site: &Site, schemas: &'s BTreeMap<String, Validator>) -> BTreeMap<String, &'s Validator> {
    site.schema.iter().filter_map(|(_, kind)| Some((kind.name.clone(), schemas.get(&kind.path)?))).collect()
}

fn twins(site: &Arc<Site>, pages: &Pages, schemas: &BTreeMap<String, Validator>, seen: &mut Seen) -> Result<(), String> {
    let of_kind = by_kind(site, schemas);
    for page in site.plan.pages.iter().filter(|page| page.subject.has_twins()) {
        let path = page.path.replace(".html", ".json");
        let twin = parsed(&path, pages.get(&path).ok_or_else(|| format!("there is no {path}"))?)?;
        valid(&schemas["page"], &twin, &path)?;
        for record in ["/record", "/section/record", "/story/record"].into_iter().filter_map(|place| twin.pointer(place)) {
            record_is_valid(record, &of_kind, &path)?;
        }
        if let Subject::Record(id) = page.subject {
            let record = site.graph.get(id);
            let name = format!("{}:{}", site.schema.kind(record.kind).name, record.id);
            if twin["record"]["id"] != name {
                return Err(format!("{path} is not about {name}"));
            }
        }
        if !no_null(&twin) {
            return Err(format!("{path} holds a null"));
        }
        seen.twins += 1;
    }
    Ok(())
}

fn no_null(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(items) => items.iter().all(no_null),
        Value::Object(entries) => entries.iter().all(|(key, value)| key == "extra" || no_null(value)),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

/// Every line is a record by its schema, and the table says the same of the same records.
fn kinds(pages: &Pages, schemas: &BTreeMap<String, Validator>, seen: &mut Seen) -> Result<(), String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut mentioned: Vec<String> = Vec::new();
    for (path, text) in pages.iter().filter(|(path, _)| path.ends_with(".ndjson")) {
        let kind = path.trim_start_matches("data/").trim_end_matches(".ndjson");
        let records: Vec<Value> = text.lines().map(|line| parsed(path, line)).collect::<Result<_, _>>()?;
        for record in &records {
            valid(&schemas[kind], record, path)?;
            let id = record["id"].as_str().unwrap_or_default().to_owned();
            if !names.insert(id.clone()) {
                return Err(format!("{path}: {id} stands there twice"));
            }
            let to = record.pointer("/references/to").and_then(Value::as_array).into_iter().flatten();
            mentioned.extend(to.filter_map(|reference| Some(reference["id"].as_str()?.to_owned())));
            seen.lines += 1;
        }
        table(pages, kind, &records)?;
    }
    match mentioned.iter().find(|id| !names.contains(*id)) {
        Some(id) => Err(format!("{id} is referred to and stands in no file")),
        None => Ok(()),
    }
}

fn table(pages: &Pages, kind: &str, records: &[Value]) -> Result<(), String> {
    let path = format!("data/{kind}.csv");
    let text = pages.get(&path).ok_or_else(|| format!("there is no {path}"))?;
    let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| format!("{path}: {error}"))?.clone();
    let first: Vec<&str> = header.iter().take(5).collect();
    if first != ["id", "title", "url", "story", "belongs_to"] || header.iter().next_back() != Some("derived") {
        return Err(format!("{path} begins with {first:?}"));
    }
    let unique: BTreeSet<&str> = header.iter().collect();
    if unique.len() != header.len() {
        return Err(format!("{path} has two columns of one name"));
    }
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().map_err(|error| format!("{path}: {error}"))?;
    if rows.len() != records.len() {
        return Err(format!("{path} has {} rows for {} records", rows.len(), records.len()));
    }
    for (row, record) in rows.iter().zip(records) {
        let cell = |column: &str| header.iter().position(|name| name == column).and_then(|at| row.get(at)).unwrap_or_default();
        let same = cell("id") == record["id"] && cell("title") == record["title"];
        let derived = record.get("derived").cloned().unwrap_or_default();
        let told = if cell("derived").is_empty() { Value::Null } else { parsed(&path, cell("derived"))? };
        if !same || derived != told {
            return Err(format!("{path} says something else of {}", record["id"]));
        }
        // Plain values stand there as they are.
        for (name, value) in record["fields"].as_object().into_iter().flatten() {
            let column = if ["id", "url", "story", "belongs_to", "derived"].contains(&name.as_str()) {
                format!("fields.{name}")
            } else {
                name.clone()
            };
            let differs = match value {
                Value::String(text) => cell(&column) != text,
                Value::Array(items) if items.iter().all(Value::is_string) => {
                    cell(&column) != items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; ")
                }
                Value::Object(_) => parsed(&path, cell(&column))? != *value,
                _ => cell(&column).is_empty(),
            };
            if differs {
                return Err(format!("{path}: `{column}` of {} is {:?}, not {value}", record["id"], cell(&column)));
            }
        }
    }
    Ok(())
}

/// `sha256sum -c` agrees, and the catalogue says the same.
fn sums(pages: &Pages) -> Result<(), String> {
    use sha2::Digest;
    let Some(sums) = pages.get("data/SHA256SUMS") else { return Err("there are no sums".to_owned()) };
    let hex = |text: &str| sha2::Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").ok_or_else(|| format!("no sum: {line}"))?;
        let text = pages.get(&format!("data/{name}")).ok_or_else(|| format!("there is no data/{name}"))?;
        if hex(text) != sum {
            return Err(format!("the sum of data/{name} is another"));
        }
        known.insert(name, sum);
    }
    let all = pages.keys().filter_map(|path| path.strip_prefix("data/"));
    if let Some(name) = all.filter(|name| !["index.html", "SHA256SUMS"].contains(name)).find(|name| !known.contains_key(name)) {
        return Err(format!("data/{name} has no sum"));
    }
    let catalogue = parsed("data/index.json", &pages["data/index.json"])?;
    for file in catalogue["distribution"].as_array().into_iter().flatten() {
        let name = file["name"].as_str().unwrap_or_default();
        let text = pages.get(&format!("data/{name}")).ok_or_else(|| format!("there is no data/{name}"))?;
        let rows = if name.ends_with(".ndjson") { file["rows"] == text.lines().count() } else { true };
        if known.get(name).is_none_or(|sum| file["sha256"] != **sum) || file["contentSize"] != text.len() || !rows {
            return Err(format!("the catalogue is wrong about {name}"));
        }
    }
    Ok(())
}

/// The graph of a page, if it has one; there is never more than one, and it is whole.
pub(crate) fn graph_of(path: &str, html: &str) -> Result<Option<Value>, String> {
    let pieces: Vec<&str> = html.split("<script type=\"application/ld+json\">").collect();
    match pieces.as_slice() {
        [_] => Ok(None),
        [_, rest] => parsed(path, rest.split("</script>").next().unwrap_or_default()).map(Some),
        _ => Err(format!("{path} has two graphs")),
    }
}

fn graphs(site: &Arc<Site>, pages: &Pages, seen: &mut Seen) -> Result<(), String> {
    let schema = include_str!("../schemas/json-ld.schema.json");
    let schema = parsed("json-ld.schema.json", schema)?;
    let validator = jsonschema::validator_for(&schema).map_err(|error| error.to_string())?;
    // `@id` to type and name, of what is described.
    let mut described: BTreeMap<String, (Value, Value)> = BTreeMap::new();
    let mut named: Vec<(String, Value)> = Vec::new();
    for page in &site.plan.pages {
        let Some(html) = pages.get(&page.path).filter(|_| page.path.ends_with(".html")) else { continue };
        let graph = graph_of(&page.path, html)?;
        let is_content = page.subject.has_twins() || page.subject == Subject::Catalogue;
        let Some(graph) = graph else {
            if is_content {
                return Err(format!("{} has no graph", page.path));
            }
            continue;
        };
        valid(&validator, &graph, &page.path)?;
        let here = format!("{}{}#", site.config.base_url.origin, site.plan.href(&page.address));
        for node in graph["@graph"].as_array().into_iter().flatten() {
            let id = node["@id"].as_str().unwrap_or_default().to_owned();
            if !id.starts_with(&here) {
                return Err(format!("{} describes {id}, which has its place elsewhere", page.path));
            }
            let name = node.get("name").or_else(|| node.get("headline")).cloned().unwrap_or_default();
            if described.insert(id.clone(), (node["@type"].clone(), name)).is_some() {
                return Err(format!("{id} is described twice"));
            }
            inner(node, &page.path, &mut named);
            seen.nodes += 1;
        }
    }
    for (path, reference) in named {
        seen.references += 1;
        let id = reference["@id"].as_str().unwrap_or_default();
        match described.get(id) {
            Some((kind, name)) if *kind == reference["@type"] && *name == reference["name"] => {}
            Some((kind, name)) => return Err(format!("{path} calls {id} {reference}, and on its own page it is {kind} {name}")),
            None => return Err(format!("{path} names {id}, which is described nowhere")),
        }
    }
    Ok(())
}

/// The things that a node names without describing them.
fn inner(node: &Value, path: &str, named: &mut Vec<(String, Value)>) {
    let values: Box<dyn Iterator<Item = &Value>> = match node {
        Value::Object(entries) => Box::new(entries.values()),
        Value::Array(items) => Box::new(items.iter()),
        _ => return,
    };
    for value in values {
        if value.get("@id").is_some() {
            named.push((path.to_owned(), value.clone()));
        }
        inner(value, path, named);
    }
}

/// The same law for programs: in every twin, line, table and graph no stance of anybody without a position, and no verdict on a claim that
/// nobody answered, assessed or set. Says how many of each were seen.
pub(crate) fn nothing_is_made_up(site: &Arc<Site>, pages: &Pages) -> Result<(usize, usize), String> {
    let records = site.records();
    let kinds = records.kinds;
    let name = |id| format!("{}:{}", site.schema.kind(site.graph.get(id).kind).name, site.graph.get(id).id);
    let positions = site.graph.of_kind(kinds.position).iter().map(|id| records.position(*id));
    let held = positions.filter_map(|position| Some((name(position.actor?), name(position.issue?)))).collect();
    let mut allowed: BTreeMap<String, Allowed> = BTreeMap::new();
    for id in site.graph.of_kind(kinds.claim) {
        let claim = records.claim(*id);
        let tested = claim.responses.iter().any(|response| response.stance.is_some_and(|stance| stance.word != "declines"));
        let is_set = claim.verdict.is_some_and(|(_, reason, day)| reason.is_some() && day.is_some());
        let verdict = if is_set {
            Allowed::Any
        } else if !claim.can_be_true() {
            Allowed::None
        } else if tested || !claim.assessments.is_empty() {
            Allowed::Any
        } else {
            Allowed::OneParty
        };
        allowed.insert(name(*id), verdict);
        if !is_set {
            let review = format!("#{}:review\"", name(*id));
            if let Some((path, _)) = pages.iter().find(|(_, page)| page.contains(&review)) {
                return Err(format!("{path} reviews {}, which the editors did not", name(*id)));
            }
        }
    }
    let mut law = Law { held, allowed, stances: 0, statuses: 0 };
    for (path, text) in pages {
        if path.ends_with("index.json") {
            law.value(&parsed(path, text)?, path)?;
        } else if path.ends_with(".ndjson") {
            text.lines().try_for_each(|line| law.value(&parsed(path, line)?, path))?;
        } else if path.starts_with("data/") && path.ends_with(".csv") {
            let mut rows = csv::Reader::from_reader(text.as_bytes());
            for row in rows.records() {
                let row = row.map_err(|error| format!("{path}: {error}"))?;
                let (id, derived) = (row.get(0).unwrap_or_default(), row.iter().next_back().unwrap_or_default());
                let derived = if derived.is_empty() { Value::Null } else { parsed(path, derived)? };
                law.value(&serde_json::json!({ "id": id, "kind": id.split(':').next(), "derived": derived }), path)?;
            }
        } else if path.ends_with(".html")
            && let Some(graph) = graph_of(path, text)?
        {
            law.silent(&graph, path)?;
        }
    }
    Ok((law.stances, law.statuses))
}

/// What may be said of the truth of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Allowed {
    /// Nothing: it cannot be true or false.
    None,
    /// That it is one party's word, or nobody's.
    OneParty,
    /// What was found.
    Any,
}

struct Law {
    held: BTreeSet<(String, String)>,
    allowed: BTreeMap<String, Allowed>,
    stances: usize,
    statuses: usize,
}

impl Law {
    /// Walks through a value: whatever speaks of an actor and an issue, or of a claim, is held to the records.
    fn value(&mut self, value: &Value, path: &str) -> Result<(), String> {
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        match value {
            Value::Object(entries) => {
                if ["own", "account", "changed", "was", "is"].iter().any(|key| entries.contains_key(*key)) && entries.contains_key("actor")
                {
                    self.stances += 1;
                    let pair = (text("actor"), text("issue"));
                    if !self.held.contains(&pair) {
                        return Err(format!("{path}: no position of {} on {}", pair.0, pair.1));
                    }
                }
                if value["kind"] == "claim" {
                    let word = value.pointer("/derived/status/word").or_else(|| value.get("status")).and_then(Value::as_str);
                    let allowed = self.allowed.get(&text("id")).copied().unwrap_or(Allowed::None);
                    let fits = match (word, allowed) {
                        (None, _) | (Some(_), Allowed::Any) => true,
                        (Some(word), Allowed::OneParty) => ["single_party", "unreviewed"].contains(&word),
                        (Some(_), Allowed::None) => false,
                    };
                    self.statuses += usize::from(word.is_some());
                    if !fits {
                        return Err(format!("{path}: {word:?} for {}, of which no more than {allowed:?} may be said", text("id")));
                    }
                }
                entries.values().try_for_each(|value| self.value(value, path))
            }
            Value::Array(items) => items.iter().try_for_each(|item| self.value(item, path)),
            _ => Ok(()),
        }
    }

    /// A graph has no word for a stance, and none for the truth of a claim but the verdict of a review.
    fn silent(&self, graph: &Value, path: &str) -> Result<(), String> {
        let nodes = graph["@graph"].as_array().into_iter().flatten();
        let is_review = |node: &&Value| node["@type"] == "ClaimReview";
        for node in nodes.clone().filter(|node| !is_review(node)) {
            if ["stance", "status", "reviewRating", "claimReviewed", "truth"].iter().any(|key| node.get(*key).is_some()) {
                return Err(format!("{path} judges in {node}"));
            }
        }
        for review in nodes.filter(is_review) {
            let id = review["itemReviewed"]["@id"].as_str().and_then(|id| id.split_once('#')).map_or("", |(_, id)| id);
            if self.allowed.get(id) != Some(&Allowed::Any) {
                return Err(format!("{path} reviews {id}, which the editors did not"));
            }
        }
        Ok(())
    }
}

fn of_disk(folder: &str) -> (Arc<Site>, Pages) {
    let world = DiskWorld::new(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    let (site, problems) = explain::pipeline::plan(&world as &dyn World, &Overrides::default());
    assert!(problems.is_empty(), "{:?}", problems.sorted(&site.sources));
    let pages = pages(&site);
    (site, pages)
}

#[test]
fn the_data_of_the_talks_is_sound() {
    let (site, pages) = of_disk("");
    let seen = is_sound(&site, &pages).unwrap_or_else(|wrong| panic!("{wrong}"));
    assert!(seen.twins > 100 && seen.lines > 100 && seen.nodes > 250 && seen.references > 250, "{seen:?}");
}

#[test]
fn the_data_of_the_strike_is_sound() {
    let (site, pages) = of_disk("tests/sites/harbour-strike");
    let seen = is_sound(&site, &pages).unwrap_or_else(|wrong| panic!("{wrong}"));
    assert!(seen.twins > 100 && seen.lines > 100 && seen.nodes > 250 && seen.references > 150, "{seen:?}");
}

#[test]
fn sha256sum_finds_every_file_whole() {
    let (_, pages) = of_disk("tests/sites/harbour-strike");
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in pages.iter().filter_map(|(path, text)| Some((path.strip_prefix("data/")?, text))) {
        std::fs::write(folder.path().join(path), text).expect("writable");
    }
    let mut program = Command::new("sha256sum");
    program.args(["-c", "--strict", "--quiet"]).current_dir(folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut running = program.spawn().expect("sha256sum is there");
    running.stdin.take().expect("it reads").write_all(pages["data/SHA256SUMS"].as_bytes()).expect("it reads");
    let output = running.wait_with_output().expect("it ends");
    assert!(output.status.success() && output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
}

/// The pages of a site that is written in a test.
fn made(text: &str) -> (Arc<Site>, Pages) {
    let planned = planned(&world(&files(text)), &Overrides::default());
    assert!(planned.problems.is_empty(), "{:?}", planned.problems);
    let pages = pages(&planned.site);
    (planned.site, pages)
}

fn node<'g>(graph: &'g Value, kind: &str) -> &'g Value {
    let nodes = graph["@graph"].as_array().expect("a graph has nodes");
    nodes.iter().find(|node| node["@type"] == kind).unwrap_or_else(|| panic!("no {kind} in {graph}"))
}

#[test]
fn no_title_gets_out_of_the_graph() {
    let titles = [
        "</script><script>alert(1)</script>",
        "<!-- <script> -->",
        "\\\"'` ]]> & &lt;",
        "a\u{2028}b\u{2029}c",
        "\u{1F600}",
        "\u{200d}\u{fe0f}",
    ];
    for title in titles {
        let quoted = serde_json::to_string(title).expect("text is JSON").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
        let text = format!(
            "-- content/actors/a.md --\n---\ntitle: {quoted}\nkind: person\nsummary: {quoted}\naliases: [{quoted}]\n---\n\
             -- content/quotes.yaml --\nq: {{text: {quoted}, by: a}}\n"
        );
        let (site, pages) = made(&text);
        is_sound(&site, &pages).unwrap_or_else(|wrong| panic!("{title:?}: {wrong}"));
        let html = &pages["actors/a/index.html"];
        let graph = graph_of("a", html).expect("one graph").expect("a graph");
        assert_eq!(node(&graph, "Person")["name"], title);
        assert_eq!(html.matches("<script").count(), 2, "{html}");
        assert_eq!(html.matches("</script").count(), 2, "{html}");
        let script = html.split("ld+json\">").nth(1).expect("a graph").split("</script>").next().expect("its end");
        assert!(!script.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{script}");
        let twin: Value = serde_json::from_str(&pages["actors/a/index.json"]).expect("JSON");
        assert_eq!(twin["record"]["title"], title);
    }
}

#[test]
fn a_verdict_is_the_editors_own_or_is_not_said() {
    let (_, pages) = made(
        "-- gen.toml --\ntitle = \"T\"\nbase_url = \"https://example.org/\"\npublisher = \"P\"\ntoday = 2026-01-15\n\
         -- content/actors/a.md --\n---\ntitle: A\nkind: person\n---\n\
         -- content/actors/b.md --\n---\ntitle: B\nkind: research\n---\n\
         -- content/claims.yaml --\n\
         set: {statement: S., kind: factual, claimant: a, status: not_supported, status_reason: R., reviewed_on: 2026-01-02}\n\
         assessed: {statement: T., kind: factual, claimant: a, assessments: [{by: b, finding: supported, date: 2026-01-02}]}\n\
         open: {statement: U., kind: factual, claimant: a}\n\
         guess: {statement: V., kind: prediction, claimant: a}\n",
    );
    let graph = |id: &str| graph_of(id, &pages[&format!("claims/{id}/index.html")]).expect("one graph").expect("a graph");
    let review = graph("set");
    let review = node(&review, "ClaimReview");
    assert_eq!(review["reviewRating"]["alternateName"], "not supported");
    assert_eq!(review["reviewRating"]["ratingExplanation"], "R.");
    assert_eq!(review["datePublished"], "2026-01-02");
    assert_eq!(review["author"]["name"], "P");
    for id in ["assessed", "open", "guess"] {
        assert!(!graph(id).to_string().contains("Review"), "{id}");
    }
    let derived = |id: &str| {
        let twin: Value = serde_json::from_str(&pages[&format!("claims/{id}/index.json")]).expect("JSON");
        twin["record"]["derived"].clone()
    };
    assert_eq!(derived("set")["status"]["set_by_editors"], true);
    assert_eq!(derived("assessed")["status"]["word"], "supported");
    assert_eq!(derived("open")["status"]["word"], "single_party");
    assert_eq!(derived("guess").get("status"), None);
}

#[test]
fn a_loose_date_stays_loose() {
    let event = |date: &str, status: &str| {
        let (_, pages) =
            made(&format!("-- content/events/e.md --\n---\ntitle: E\ntype: call\ndate: {date}\nstatus: {status}\nsummary: S.\n---\n"));
        let graph = graph_of("e", &pages["events/e/index.html"]).expect("one graph").expect("a graph");
        let twin: Value = serde_json::from_str(&pages["events/e/index.json"]).expect("JSON");
        (node(&graph, "Event").clone(), twin["record"]["fields"]["date"].clone())
    };
    for date in ["2026", "2026-02", "2026-02-03"] {
        let (thing, field) = event(date, "scheduled");
        assert_eq!(
            (&thing["startDate"], &field, &thing["eventStatus"]),
            (&date.into(), &date.into(), &"https://schema.org/EventScheduled".into())
        );
    }
    for (date, words) in
        [("2026-02~", "S. (about February 2026)"), ("2026-02-XX", "S. (some day in February 2026)"), ("2026-22", "S. (summer 2026)")]
    {
        let (thing, field) = event(date, "tentative");
        assert_eq!((thing.get("startDate"), thing.get("eventStatus")), (None, None), "{thing}");
        assert_eq!((&thing["description"], &field), (&words.into(), &date.into()));
    }
    let (thing, field) = event("unknown", "cancelled");
    assert_eq!((thing.get("startDate"), &thing["description"], &field), (None, &"S.".into(), &"unknown".into()));
    assert_eq!(thing["eventStatus"], "https://schema.org/EventCancelled");
}

#[test]
fn numbers_are_published_as_they_were_written() {
    let (_, pages) = made(
        "-- content/figures.yaml --\nf: {value: 1.10, unit: percent, of: X, as_of: 2026-01, margin: 0.50}\ng: {min: 100000000000000001, max: 2e30, unit: people, of: Y}\n",
    );
    let lines = &pages["data/figures.ndjson"];
    assert!(lines.contains("\"value\":1.10,\"unit\"") && lines.contains("\"margin\":0.50"), "{lines}");
    assert!(lines.contains("\"min\":100000000000000001,\"max\":2e30"), "{lines}");
    assert!(pages["figures/index.html"].contains("\"value\":1.10,"));
}

#[test]
fn each_output_for_programs_can_be_left_out() {
    let with = |outputs: &str| {
        let config =
            format!("-- gen.toml --\ntitle = \"T\"\nbase_url = \"https://example.org/\"\ntoday = 2026-01-15\n[outputs]\n{outputs}\n");
        made(&format!("{config}-- content/actors/a.md --\n---\ntitle: A\nkind: person\n---\n")).1
    };
    let all = with("");
    assert!(all.contains_key("data/actors.csv") && all.contains_key("actors/a/index.json") && all["index.html"].contains("ld+json"));
    assert!(all["index.html"].contains("href=\"/data/\""));
    let without = with("data = false");
    assert!(!without.keys().any(|path| path.starts_with("data/")) && !without["index.html"].contains("/data/"));
    assert!(!without["actors/a/index.json"].contains("$schema"), "a schema that is not published is not named");
    let without = with("json = false");
    let twins: Vec<&String> = without.keys().filter(|path| path.ends_with("index.json")).collect();
    assert_eq!(twins, ["data/index.json"]);
    assert!(with("json_ld = false").values().all(|page| !page.contains("ld+json")));
}

#[test]
fn a_page_in_the_place_of_the_data_is_reported() {
    let planned = planned(&world(&files("-- content/data/_index.md --\n---\ntitle: Data\n---\n")), &Overrides::default());
    let messages: Vec<&str> = planned.problems.iter().map(|problem| &*problem.message).collect();
    assert!(messages.iter().any(|message| message.contains("`[outputs] data = false` leaves out")), "{messages:?}");
}

#[test]
fn fields_that_are_called_like_columns_keep_their_values() {
    let (_, pages) = made("-- content/sources.yaml --\ns: {title: S, url: \"https://s.example/\"}\n");
    let mut reader = csv::Reader::from_reader(pages["data/sources.csv"].as_bytes());
    let row: BTreeMap<String, String> = reader.deserialize().next().expect("a row").expect("a map");
    assert_eq!(row["url"], "https://example.org/sources/s/");
    assert_eq!(row["fields.url"], "https://s.example/");
}
