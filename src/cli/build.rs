//! `gen build` and `gen clean`.

use super::args::{BuildArguments, Common, Format};
use super::report::{Reporter, counted, result, talk};
use super::root::{self, Root};
use super::{Exit, settle, settle_sorted};
use crate::check::Policy;
use crate::config::{BaseUrl, Publish};
use crate::date::Day;
use crate::diag::{Diagnostic, Diagnostics, Profile, Severity};
use crate::emit::{self, Report, Scope, Target, Way};
use crate::inspect::Weight;
use crate::links::ASKED;
use crate::memo::{FOLDERS, Inputs, Memory, Store, Told, Why};
use crate::pipeline::{self, Built, Overrides, Site};
use crate::source::Sources;
use crate::world::ListedWorld;
use crate::world::writer;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rustc_hash::FxHasher;
use serde_json::{Map, Value, json};
use std::hash::{Hash, Hasher};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a build takes before it is worth a progress bar.
const PATIENCE: Duration = Duration::from_millis(500);

pub(super) fn run(common: &Common, arguments: &BuildArguments) -> Exit {
    let started = Instant::now();
    let (root, overrides) = match root::find(common).and_then(|root| Ok((overrides(arguments, &root)?, root))) {
        Ok((overrides, root)) => (root, overrides),
        Err(exit) => return exit,
    };
    let output = match output(arguments.output_dir.as_ref(), &root) {
        Ok(output) => output,
        Err(exit) => return exit,
    };
    let mut target = target(&root, output);
    target.adopt = arguments.adopt;
    target.verify = arguments.verify;
    if let Err(problems) = emit::recover(&target) {
        return settle(common, problems, &Sources::default());
    }
    detail(common, || format!("site {}, configuration {}", root.folder.display(), root.config));
    let world = ListedWorld::new(&root.world, &FOLDERS);
    let inputs = overrides.memo.is_some().then(|| Inputs::look(&world, &root.config, decided(&overrides, &target)));
    if let Some(inputs) = inputs.as_ref().filter(|_| may_be_skipped(arguments))
        && let Some((unchanged, files)) = pipeline::unchanged(&world, inputs, &overrides, &target)
    {
        let done =
            Done { report: Report { unchanged: files, total: files, ..Report::default() }, rendered: 0, reused: unchanged.told.pages };
        summary(common, &unchanged.told, None, &target, &done, started.elapsed());
        return Exit::Fine;
    }
    let (site, problems) = pipeline::plan(&world, &overrides);
    target.scope = match scope(overrides.as_of, site.today) {
        Ok(scope) => scope,
        Err(exit) => return exit,
    };
    target.today = site.today.to_string();
    target.way = match site.config.publish {
        Publish::Journal => Way::Journal,
        Publish::Exchange => Way::Exchange,
    };
    let problems = looked_over(&root, &site, problems, arguments.strict);
    // A document of SARIF is one for the whole run.
    let is_held = common.message_format == Format::Sarif && problems.iter().all(|problem| problem.severity() != Severity::Error);
    let exit = if is_held { Exit::Fine } else { settle_sorted(common, &problems, &site.sources) };
    if exit != Exit::Fine {
        failed(common, exit, &target);
        return exit;
    }
    detail(common, || {
        let text = site.sources.iter().map(|(_, source)| source.text.len()).sum::<usize>();
        format!("planned {} pages from {} bytes of text in {:.2} s", site.plan.pages.len(), text, started.elapsed().as_secs_f64())
    });
    let rendering = Instant::now();
    let bar = progress(common, site.plan.pages.len() as u64, started);
    let store = store(&root);
    let memory = match target.scope {
        Scope::Site if arguments.verify => Memory::Verified(&store),
        Scope::Site if !arguments.no_memo => Memory::Used(&store),
        // The copies of earlier days are made once, and then they stand.
        Scope::Site | Scope::Copy(_) => Memory::None,
    };
    let was_silent = problems.is_empty();
    let built = pipeline::build(&world, &site, target.clone(), memory, &|| bar.inc(1));
    bar.finish_and_clear();
    match built {
        Ok((built, warnings)) => {
            detail(common, || format!("made and published them in {:.2} s", rendering.elapsed().as_secs_f64()));
            let silent = warnings.is_empty();
            let held = is_held.then_some(problems).into_iter().flatten();
            let exit = settle(common, warnings.into_iter().chain(held).collect(), &site.sources);
            if arguments.stats {
                stats(&site, &built);
            }
            if let Some(page) = &arguments.explain {
                explain(&site, &built, page);
            }
            if let Some(inputs) = inputs.filter(|_| was_silent && silent && target.scope == Scope::Site) {
                pipeline::remember(&site, inputs, &store, &target);
            }
            let done = Done { report: built.report, rendered: built.rendered, reused: built.reused };
            summary(common, &pipeline::told(&site), site.plan.day(), &target, &done, started.elapsed());
            // The process ends now, and takes back at once what piece by piece would take a tenth of the build.
            std::mem::forget(site);
            exit
        }
        Err(problems) => {
            let exit = settle(common, problems, &site.sources);
            failed(common, exit, &target);
            exit
        }
    }
}

/// What is told of a plan: what is wrong with it, as the site judges it; with all that an editor would say, where that was asked for.
fn looked_over(root: &Root, site: &Arc<Site>, planned: Diagnostics, strict: bool) -> Vec<Diagnostic> {
    let levels = site.config.check.levels.clone();
    if strict {
        let policy = Policy { profile: Profile::Strict, levels };
        let problems = pipeline::check(site, planned, None, &policy);
        return pipeline::without_debt(&root.world, site, problems, &policy, &ASKED).new;
    }
    let policy = Policy { profile: site.config.check.profile, levels };
    pipeline::judge(site, planned, &policy).sorted(&site.sources)
}

/// Says why pages were made; of one page, why it was made or kept.
fn explain(site: &Site, built: &Built, page: &str) {
    let asked = page.trim_start_matches('/');
    let is_it = |path: &str| path == asked || path.strip_suffix("index.html") == Some(asked);
    let mut told = 0;
    for (page, why) in site.plan.pages.iter().zip(&built.why) {
        let is_wanted = if asked.is_empty() { !matches!(why, Why::Same(_)) } else { is_it(&page.path) };
        if is_wanted {
            result(&format!("{}: {why}", page.path));
            told += 1;
        }
    }
    if told == 0 {
        talk(&if asked.is_empty() { "no page was made".to_owned() } else { format!("there is no page `{page}`") });
    }
}

/// Says what was counted.
fn stats(site: &Site, built: &Built) {
    let weight = Weight::of(site);
    let size = |bytes: usize| format!("{:.1} MB", bytes as f64 / 1e6);
    let each = |bytes: usize| bytes / weight.records.max(1);
    let lines = [
        format!("texts read: {}, parsed: {}", site.read, site.parsed),
        format!("pages made: {}, kept: {}", built.rendered, built.reused),
        format!("questions asked by the pages that were made: {}, different ones known: {}", built.asked, built.questions),
        format!("records: {}, kept for each: {} bytes", weight.records, each(weight.total())),
        format!("  texts: {}, {} bytes for each", size(weight.texts), each(weight.texts)),
        format!("  trees of texts: {}, {} bytes for each", size(weight.graph.trees), each(weight.graph.trees)),
        format!("  fields: {}, {} bytes for each", size(weight.graph.fields), each(weight.graph.fields)),
        format!("  references: {}, {} bytes for each", size(weight.graph.references), each(weight.graph.references)),
        format!("  ids, titles and owners: {}, {} bytes for each", size(weight.graph.records), each(weight.graph.records)),
        format!("  addresses: {}, {} bytes for each", size(weight.addresses), each(weight.addresses)),
    ];
    lines.iter().for_each(|line| result(line));
}

/// Says more, where more was asked for.
fn detail(common: &Common, text: impl FnOnce() -> String) {
    if common.verbose && common.talks() {
        talk(&text());
    }
}

/// Whether a build for which nothing changed has nothing to say and nothing to do.
fn may_be_skipped(arguments: &BuildArguments) -> bool {
    !arguments.strict && !arguments.stats && !arguments.adopt && arguments.explain.is_none() && arguments.as_of.is_none()
}

/// What the command line decides, as a fingerprint.
fn decided(overrides: &Overrides, target: &Target) -> u64 {
    let mut hasher = FxHasher::default();
    let Overrides { base_url, today, drafts, as_of, .. } = overrides;
    (format!("{base_url:?}"), today, drafts, as_of, &target.output).hash(&mut hasher);
    hasher.finish()
}

/// Where the memo of a site lies.
pub(super) fn store(root: &Root) -> Store {
    Store::new(&root.folder.join(".gen"))
}

fn failed(common: &Common, exit: Exit, target: &Target) {
    if common.talks() && exit != Exit::Fine {
        let stands = emit::stands(target);
        talk(if stands { "nothing was written; the site that stands is as it was" } else { "nothing was written" });
    }
}

fn overrides(arguments: &BuildArguments, root: &Root) -> Result<Overrides, Exit> {
    let base_url = match arguments.base_url.as_deref().map(|text| (text, BaseUrl::parse(text))) {
        Some((text, None)) => {
            talk(&format!("error: `{text}` is not an address such as https://example.org/ or /sub/"));
            return Err(Exit::Usage);
        }
        Some((_, url)) => url,
        None => None,
    };
    let (today, as_of) = (day(arguments.today.as_deref())?, day(arguments.as_of.as_deref())?);
    // What is to be compared with a clean build is a clean build.
    let memo = (!arguments.no_memo && !arguments.verify).then(|| store(root));
    Ok(Overrides { config: Some(root.config.clone()), base_url, today, drafts: arguments.drafts, as_of, memo })
}

pub(super) fn day(given: Option<&str>) -> Result<Option<Day>, Exit> {
    let Some(text) = given else { return Ok(None) };
    let day = Day::parse(text);
    if day.is_none() {
        talk(&format!("error: `{text}` is not a day such as 2026-01-31"));
        return Err(Exit::Usage);
    }
    Ok(day)
}

/// Which part of the output is built. What will be known on a day that is still to come, nobody knows.
fn scope(as_of: Option<Day>, today: Day) -> Result<Scope, Exit> {
    match as_of {
        None => Ok(Scope::Site),
        Some(day) if day <= today => Ok(Scope::Copy(day.to_string())),
        Some(day) => {
            talk(&format!("error: {day} lies after today, {today}: nobody knows yet what will be known then"));
            Err(Exit::Usage)
        }
    }
}

/// A given folder is meant from here, the usual one from the site.
fn output(given: Option<&PathBuf>, root: &Root) -> Result<PathBuf, Exit> {
    match given {
        Some(given) => Ok(root::current()?.join(given)),
        None => Ok(root.folder.join("public")),
    }
}

fn target(root: &Root, output: PathBuf) -> Target {
    let sources = ["content", "themes", "templates", "static", "schema"].map(|name| root.folder.join(name));
    let mut not_around = vec![root.folder.clone()];
    not_around.extend(root::home());
    not_around.extend(root.folder.ancestors().find(|folder| folder.join(".git").exists()).map(PathBuf::from));
    Target {
        output,
        work: root.folder.join(".gen"),
        not_around,
        not_inside_or_around: sources.into_iter().chain([root.folder.join(&root.config)]).collect(),
        generator: concat!("gen ", env!("CARGO_PKG_VERSION")).to_owned(),
        ..Target::default()
    }
}

fn progress(common: &Common, pages: u64, started: Instant) -> ProgressBar {
    if common.quiet || !common.talks() || started.elapsed() < PATIENCE && pages < 5_000 {
        return ProgressBar::hidden();
    }
    // Drawn only where standard error is a terminal.
    let bar = ProgressBar::with_draw_target(Some(pages), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} pages").expect("the template is sound");
    bar.with_style(style)
}

/// What was done, for the summary.
struct Done {
    report: Report,
    rendered: usize,
    reused: usize,
}

fn summary(common: &Common, told: &Told, as_of: Option<Day>, target: &Target, done: &Done, took: Duration) {
    let Done { report, rendered, reused } = done;
    if common.is_json() {
        let records: Map<String, Value> = told.records.iter().map(|(name, _, _, count)| (name.clone(), Value::from(*count))).collect();
        let summary = json!({
            "type": "summary", "records": records, "pages": told.pages, "written": report.written, "unchanged": report.unchanged,
            "removed": report.removed, "rendered": rendered, "reused": reused, "seconds": took.as_secs_f64(),
            "as_of": as_of.map(|day| day.to_string()),
        });
        result(&summary.to_string());
        return;
    }
    if common.quiet || !common.talks() {
        return;
    }
    let listed: Vec<String> = told
        .records
        .iter()
        .map(|(_, label, plural, count)| {
            // A glossary holds terms, a list of changes updates.
            let plural = if plural.starts_with(label) { plural.clone() } else { format!("{label}s") };
            format!("{count} {}", if *count == 1 { label } else { &plural }.to_lowercase())
        })
        .collect();
    result(&listed.join(", "));
    let as_of = as_of.map_or(String::new(), |day| format!("as known on {day}: "));
    result(&format!(
        "{as_of}{} and {}: {} written, {} unchanged, {} removed",
        counted(told.pages, "page"),
        counted(told.files, "file"),
        report.written,
        report.unchanged,
        report.removed
    ));
    let folder = writer::resolve(&target.output.join(target.scope.folder()));
    result(&format!("done in {:.2} s: {}", took.as_secs_f64(), folder.display()));
}

pub(super) fn clean(common: &Common, output_dir: Option<&PathBuf>) -> Exit {
    let root = match root::find(common) {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    let output = match output(output_dir, &root) {
        Ok(output) => output,
        Err(exit) => return exit,
    };
    match emit::clean(&target(&root, output)) {
        Ok(cleaned) => {
            for kept in &cleaned.kept {
                talk(&format!("kept `{kept}`: it was changed since gen wrote it"));
            }
            if common.is_json() {
                result(&json!({ "type": "cleaned", "removed": cleaned.removed, "kept": cleaned.kept }).to_string());
            } else if !common.quiet {
                result(&format!("removed {}", counted(cleaned.removed, "file")));
            }
            Exit::Fine
        }
        Err(problems) => {
            let sorted = problems.sorted(&Sources::default());
            Reporter::new(common).problems(&sorted, &Sources::default());
            sorted.iter().filter(|problem| problem.severity() == Severity::Error).map(super::exit_of).max().unwrap_or(Exit::Fine)
        }
    }
}
