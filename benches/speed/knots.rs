//! Made-up stories of issues that need each other, as dense as no real story is: to measure what finding deadlocks costs.
//!
//! In: a shape and a number of issues. Out: how many links, how many issues are stuck, and the seconds that the derivation took. The site
//! lives in memory and is planned, not built.

use explain::derive::{dependencies, positions};
use explain::pipeline::{Overrides, plan};
use explain::world::MemoryWorld;
use std::fmt::Write as _;
use std::time::Instant;

/// How issues need each other.
#[derive(Clone, Copy)]
pub(crate) enum Shape {
    /// Groups of a hundred: a chain, a fan, choices, a circle and layers that need all of the next; each group needs the one before.
    Mixed,
    /// Each needs the next, and the last is refused.
    Chain,
    /// Half are refused, one needs all of these, and the other half is a chain that ends at it.
    Hub,
    /// Each needs the next, and the last needs the first.
    Ring,
}

pub(crate) const SHAPES: [(&str, Shape); 4] =
    [("mixed", Shape::Mixed), ("one chain", Shape::Chain), ("hub of refusals", Shape::Hub), ("one ring", Shape::Ring)];

/// What was measured.
pub(crate) struct Knot {
    pub(crate) links: usize,
    pub(crate) stuck: usize,
    pub(crate) deadlocks: usize,
    pub(crate) seconds: f64,
}

/// Plans a site of `size` issues and works its dependencies out as often as `runs` says; the median counts.
pub(crate) fn measure(shape: Shape, size: usize, runs: usize) -> Result<Knot, String> {
    let mut world = MemoryWorld::new("2026-01-01")
        .with("gen.toml", "title = \"Knots\"\nbase_url = \"https://example.org/\"\ntoday = 2026-01-01\n")
        .with("content/actors/anna.md", "---\ntitle: Anna\nkind: person\n---\n");
    for n in 0..size {
        let mut text = format!("---\ntitle: Issue {n}\n");
        let (needs, refused) = needs(shape, n, size);
        if !needs.is_empty() {
            text += "requires:\n";
        }
        for (word, others) in needs {
            let others: Vec<String> = others.iter().map(|other| format!("i{other:05}")).collect();
            let basis = if n % 3 == 0 { "reported" } else { "on_record" };
            let _ = writeln!(text, "  - {{{word}: [{}], asserted_by: anna, basis: {basis}}}", others.join(", "));
        }
        if refused {
            text += "blocks:\n  - {by: anna, asserted_by: anna, basis: on_record}\n";
        }
        world = world.with(&format!("content/issues/i{n:05}.md"), format!("{text}---\n").as_str());
    }
    let (site, problems) = plan(&world, &Overrides::default());
    if problems.has_errors() {
        return Err(format!("the knots are no site: {:?}", problems.sorted(&site.sources).first()));
    }
    let records = site.records();
    let positions = positions(records);
    let mut seconds = Vec::new();
    for _ in 0..runs {
        let started = Instant::now();
        let again = dependencies(records, &positions, site.derived.today);
        seconds.push(started.elapsed().as_secs_f64());
        if again.summary != site.derived.dependencies.summary {
            return Err("the same records gave another answer".to_owned());
        }
    }
    seconds.sort_by(f64::total_cmp);
    let summary = site.derived.dependencies.summary;
    Ok(Knot { links: summary.links, stuck: summary.stuck, deadlocks: summary.refused + summary.cycles, seconds: seconds[runs / 2] })
}

type Needs = Vec<(&'static str, Vec<usize>)>;

/// What an issue needs, and whether it is refused.
fn needs(shape: Shape, n: usize, size: usize) -> (Needs, bool) {
    let half = size / 2;
    match shape {
        Shape::Chain if n + 1 == size => (Vec::new(), true),
        Shape::Chain => (vec![("all_of", vec![n + 1])], false),
        Shape::Ring => (vec![("all_of", vec![(n + 1) % size])], false),
        Shape::Hub if n >= half => (Vec::new(), true),
        Shape::Hub if n + 1 == half => (vec![("all_of", (half..size).collect())], false),
        Shape::Hub => (vec![("all_of", vec![n + 1])], false),
        Shape::Mixed => mixed(n / 100 * 100, n % 100),
    }
}

fn mixed(group: usize, at: usize) -> (Needs, bool) {
    let all = |others: Vec<usize>| vec![("all_of", others.into_iter().map(|other| group + other).collect())];
    let any = |others: Vec<usize>| vec![("any_of", others.into_iter().map(|other| group + other).collect())];
    match at {
        // A chain; its end is refused, and its start needs what the group before is about.
        0 => {
            let mut needs = all(vec![1]);
            needs.extend((group > 0).then(|| ("all_of", vec![group - 100])));
            (needs, false)
        }
        1..19 => (all(vec![at + 1]), false),
        19 => (Vec::new(), true),
        // A fan of which two are refused.
        20 => (all((21..40).collect()), false),
        21..40 => (Vec::new(), at % 10 == 7),
        // Choices between the chain, the fan and what is free.
        40..60 => (any(vec![at - 40, at - 20, if at.is_multiple_of(4) { 99 } else { 20 }]), false),
        // A circle, and what waits for it.
        60..70 => (all(vec![60 + (at + 1) % 10]), false),
        70..80 => (all(vec![at - 10]), false),
        // Layers that need all of the next.
        80..95 => (all((80 + (at / 5 - 15) * 5..85 + (at / 5 - 15) * 5).collect()), false),
        95..98 => (Vec::new(), at == 96),
        _ => (Vec::new(), false),
    }
}
