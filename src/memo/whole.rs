//! Whether anything changed at all.
//!
//! In: everything a run reads, without reading it, and what stood there at the last run. Out: what that run made of it, if it is all the same:
//! a build or a check is a function of what it reads, so that it need not be made again. Only a build that had nothing to say is remembered;
//! what a check has to say is what it makes.

use super::{Store, file};
use crate::date::Day;
use crate::diag::Diagnostic;
use crate::source::FileId;
use crate::world::{Found, ListedWorld, Sort, World};
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The folders that a build reads.
pub const FOLDERS: [&str; 5] = ["content", "schema", "static", "templates", "themes"];

/// What a site holds, for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// For each kind that has records: its name, its label, its plural, and how many there are.
    pub records: Vec<(String, String, String, usize)>,
    /// Pages of the plan.
    pub pages: usize,
    /// Files that were copied.
    pub files: usize,
}

/// What the last run read and what it made of it.
#[derive(Debug, Serialize, Deserialize)]
struct Remembered<T> {
    inputs: Vec<Input>,
    /// The zone and the day of the configuration, which with the clock say what day it is.
    timezone: String,
    configured: Option<String>,
    today: String,
    made: T,
}

/// Something a build reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Input {
    path: String,
    /// What stands there; nothing is known beforehand of the configuration.
    sort: Option<Sort>,
    /// The hash of a file that was changed so lately that another change could have the same stamp.
    sum: Option<[u8; 32]>,
}

/// What a build is about to read.
pub struct Inputs {
    all: Vec<Input>,
    settings: u64,
}

/// What is left of the last build, if nothing changed.
#[derive(Debug, Serialize, Deserialize)]
pub struct Unchanged {
    /// The hash of the manifest that must stand in the output.
    pub manifest: [u8; 32],
    /// What the site holds.
    pub told: Told,
}

/// What is left of the last check, if nothing changed.
#[derive(Debug, Serialize, Deserialize)]
pub struct Checked {
    /// What it told.
    pub problems: Vec<Diagnostic>,
    /// The paths of the files in which that stands, by their numbers.
    pub files: Vec<(FileId, String)>,
}

/// What can be remembered of a run as a whole.
pub trait Made: Serialize + DeserializeOwned {
    /// The name of its file.
    const NAME: &'static str;
}

impl Made for Unchanged {
    const NAME: &'static str = "whole";
}

impl Made for Checked {
    const NAME: &'static str = "checked";
}

/// What decides over what day it is.
#[derive(Clone, Copy)]
pub struct Calendar<'c> {
    /// The time zone of the site.
    pub timezone: &'c str,
    /// The day that the configuration gives.
    pub configured: Option<Day>,
}

impl Inputs {
    /// Looks at all that a build will read. `settings` stands for what the command line says.
    pub fn look(world: &ListedWorld, config: &str, settings: u64) -> Inputs {
        let now = world.clock();
        let one = |found: &Found| {
            let is_loose = match &found.sort {
                Sort::File(stamp) => !stamp.is_settled(now),
                Sort::Folder | Sort::BadLink(_) | Sort::Other | Sort::Unreadable(_) => false,
            };
            Input { path: found.path.clone(), sort: Some(found.sort.clone()), sum: is_loose.then(|| sum(world, &found.path)) }
        };
        let found: Vec<&Found> = world.found().collect();
        let mut all: Vec<Input> = found.par_iter().with_min_len(256).map(|found| one(found)).collect();
        all.push(Input { path: config.to_owned(), sort: None, sum: Some(sum(world, config)) });
        Inputs { all, settings }
    }

    /// What the last run left, if it read the same. `today` tells what day it is.
    pub fn recall<T: Made>(&self, world: &dyn World, store: &Store, today: &dyn Fn(Calendar) -> Day) -> Option<T> {
        let remembered: Remembered<T> = file::read(&store.whole(T::NAME), self.settings)?;
        let is_same = |(before, now): (&Input, &Input)| {
            let known = before.sum.map(|before| now.sum.unwrap_or_else(|| sum(world, &now.path)) == before);
            before.path == now.path && before.sort == now.sort && known.unwrap_or(true)
        };
        let is_same = remembered.inputs.len() == self.all.len() && remembered.inputs.iter().zip(&self.all).all(is_same);
        let configured = remembered.configured.as_deref().and_then(Day::parse);
        let calendar = Calendar { timezone: &remembered.timezone, configured };
        (is_same && today(calendar).to_string() == remembered.today).then_some(remembered.made)
    }

    /// Leaves what was made of this on a day for the next run.
    pub fn remember<T: Made>(self, store: &Store, calendar: Calendar, today: Day, made: T) {
        let (configured, timezone) = (calendar.configured.map(|day| day.to_string()), calendar.timezone.to_owned());
        let remembered = Remembered { inputs: self.all, timezone, configured, today: today.to_string(), made };
        file::write(&store.whole(T::NAME), self.settings, &remembered);
    }
}

/// The hash of what is at a path; of what cannot be read another one than of any file.
fn sum(world: &dyn World, path: &str) -> [u8; 32] {
    world.read(path).map_or([0; 32], |bytes| *blake3::hash(&bytes).as_bytes())
}
