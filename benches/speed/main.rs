//! How fast `gen` is, beside other generators and beside the least that any has to do.
//!
//! `cargo bench --bench speed [-- --sizes 1000,10000] [--floor FILE] [--nodes 10000] [--short 1000000] [--write DIR]`
//!
//! In: the sizes, or `none`. Out: tables in Markdown on standard output, what is being done on standard error. `benches/run` makes
//! RESULTS.md of them.
//! `corpus` says what is in the articles, `sites` how each generator gets them, `compare` and `edits` what is measured, `goals` what is
//! wanted, `growth` how a story with all that `gen` can do grows. `--short` measures `gen` alone with so many short records, on a disk;
//! `--write` only writes the sites of the first size to a folder, for a profiler or for curiosity.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a bench makes its own world and prints its result"
)]

mod compare;
mod complete;
mod corpus;
mod edits;
mod goals;
mod growth;
mod knots;
mod machine;
mod many;
mod measure;
mod places;
mod report;
mod server;
mod sites;
mod story;
mod words;

use compare::Contender;
use corpus::Corpus;
use places::Places;
use sites::{Blades, Eleventy, Floor, Gen, Generator, Hugo};
use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> ExitCode {
    // `cargo test --benches` runs this without `--bench`: it then has nothing to do.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if !arguments.iter().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    match Options::read(&arguments).and_then(|options| run(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

struct Options {
    sizes: Vec<usize>,
    /// The floor program.
    floor: Option<PathBuf>,
    /// Issues in the knots; none leaves them out.
    nodes: Option<usize>,
    /// Records of the run with short ones, which is then the only one.
    short: Option<usize>,
    write: Option<PathBuf>,
}

impl Options {
    fn read(arguments: &[String]) -> Result<Options> {
        let mut options = Options { sizes: vec![1_000, 10_000], floor: None, nodes: None, short: None, write: None };
        let mut arguments = arguments.iter().filter(|argument| *argument != "--bench");
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("`{argument}` needs a value"));
            match argument.as_str() {
                "--sizes" => {
                    let sizes = value()?.split(',').filter(|size| *size != "none");
                    options.sizes = sizes.map(str::parse).collect::<std::result::Result<_, _>>()?;
                }
                "--floor" => options.floor = Some(std::env::current_dir()?.join(value()?)),
                "--nodes" => options.nodes = Some(value()?.parse()?),
                "--short" => options.short = Some(value()?.parse()?),
                "--write" => options.write = Some(value()?.into()),
                other => return Err(format!("there is no option `{other}`").into()),
            }
        }
        Ok(options)
    }
}

/// Says on standard error what is being done: a run takes a while.
fn progress(what: &str) {
    eprintln!("{what}");
}

fn generators(options: &Options) -> [Box<dyn Generator>; 6] {
    let floor = Floor { program: options.floor.clone() };
    [Box::new(floor), Box::new(Gen::Alike), Box::new(Gen::Everything), Box::new(Blades), Box::new(Hugo), Box::new(Eleventy)]
}

fn run(options: &Options) -> Result<()> {
    if let Some(folder) = &options.write {
        let corpus = Corpus::of(*options.sizes.first().ok_or("`--sizes` names none")?);
        for generator in generators(options) {
            let site = folder.join(generator.name());
            fs::create_dir_all(&site)?;
            generator.write(&site, corpus)?;
        }
        return Ok(());
    }
    let load = machine::load();
    let places = Places::new();
    if let Some(records) = options.short {
        println!("{}", many::measure(&places, records)?);
        return Ok(());
    }
    let contenders = generators(options).map(|generator| {
        progress(&format!("installing {}", generator.name()));
        let program = generator.install(&places.home).map_err(|error| error.to_string());
        Contender { generator, program }
    });
    let sizes: Vec<_> = options.sizes.iter().map(|size| compare::compare(&contenders, &places, Corpus::of(*size))).collect();
    let ours = Gen::Alike.install(&places.home)?;
    let start_up_ms = measure::start_up(&ours.path).ok().map(|seconds| seconds * 1000.0);
    let binary_megabytes = fs::metadata(&ours.path).ok().map(|binary| binary.len() as f64 / 1e6);
    println!("{}", report::HEAD);
    println!("{}", report::goals(&goals::goals(&sizes, start_up_ms, binary_megabytes)));
    println!("{}", report::sizes(&sizes, &contenders));
    println!("{}", report::program(start_up_ms, binary_megabytes));
    if let Some(articles) = options.sizes.iter().copied().filter(|size| *size <= 10_000).max() {
        println!("{}", report::servers(articles, &servers(&contenders, &places, Corpus::of(articles))));
    }
    let rows = options.sizes.iter().map(|size| growth::measure(&ours, &places, *size)).collect::<Result<Vec<_>>>()?;
    println!("{}", growth::table(&rows));
    if let Some(nodes) = options.nodes {
        println!("{}", growth::knots(nodes)?);
    }
    println!("## The machine\n\n{}", machine::table(&contenders, &load, &places.home));
    Ok(())
}

/// The servers of Hugo and of `gen`, which has a row of its own even while it has no server.
fn servers(contenders: &[Contender], places: &Places, corpus: Corpus) -> Vec<report::Server> {
    let mut servers = Vec::new();
    for Contender { generator, program } in contenders {
        let name = generator.name();
        if name != Gen::Alike.name() && name != Hugo.name() {
            continue;
        }
        progress(&format!("{} articles, the server of {name}", corpus.articles));
        let served = match program {
            Ok(program) => server::measure(&**generator, program, places, corpus).map_err(|error| error.to_string()),
            Err(reason) => Err(reason.clone()),
        };
        servers.push((name, served));
    }
    servers
}
