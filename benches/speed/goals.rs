//! What `gen` wants to reach, against what was measured in the same run.
//!
//! In: the results. Out: a line for each goal and size: the figure, the limit, and whether it is reached. A goal whose figures were not
//! measured says so.

use crate::compare::Size;
use crate::edits::{CHECK_WARM, NOTHING, TEXT, TITLE};
use crate::sites::{Blades, Floor, Gen, Generator as _, Hugo};

/// One goal at one size.
pub(crate) struct Goal {
    pub(crate) what: &'static str,
    /// At how many articles; none for what does not depend on them.
    pub(crate) articles: Option<usize>,
    pub(crate) limit: Limit,
    pub(crate) figure: Option<f64>,
}

pub(crate) enum Limit {
    AtMost(f64),
    AtLeast(f64),
}

impl Goal {
    /// Whether it is reached, if it was measured.
    pub(crate) fn is_reached(&self) -> Option<bool> {
        self.figure.map(|figure| match self.limit {
            Limit::AtMost(limit) => figure <= limit,
            Limit::AtLeast(limit) => figure >= limit,
        })
    }
}

/// The sizes at which goals are set.
const MIDDLE: usize = 10_000;
const LARGE: usize = 100_000;

/// All goals, in the order in which they are told.
pub(crate) fn goals(sizes: &[Size], start_up_ms: Option<f64>, binary_megabytes: Option<f64>) -> Vec<Goal> {
    let at = |articles: usize| sizes.iter().find(|size| size.articles == articles);
    let floor = Floor::default().name();
    let mut goals = Vec::new();
    for articles in [MIDDLE, LARGE] {
        let size = at(articles);
        let cold = |name: &str| size.and_then(|size| size.figures(name)).map(|figures| figures.cold);
        let (gen_, hugo) = (cold(Gen::Alike.name()), cold(Hugo.name()));
        let edited = |name: &str| size.and_then(|size| size.edited(name)).map(|edited| edited.spent.seconds);
        let ratio = |one: Option<f64>, other: Option<f64>| Some(one? / other?);
        let seconds = gen_.map(|cold| cold.seconds);
        let hugo_seconds = hugo.map(|cold| cold.seconds);
        let mut goal = |what, limit, figure| goals.push(Goal { what, articles: Some(articles), limit, figure });
        goal("cold build, in times of the floor program", Limit::AtMost(1.5), ratio(seconds, cold(floor).map(|cold| cold.seconds)));
        goal("cold build, times faster than Hugo", Limit::AtLeast(10.0), ratio(hugo_seconds, seconds));
        goal("cold build, times faster than Blades", Limit::AtLeast(1.8), ratio(cold(Blades.name()).map(|cold| cold.seconds), seconds));
        if articles == MIDDLE {
            let memory = ratio(hugo.map(|cold| cold.megabytes), gen_.map(|cold| cold.megabytes));
            goal("peak memory, times less than Hugo's", Limit::AtLeast(8.0), memory);
        } else {
            goal("peak memory in MB", Limit::AtMost(1_000.0), gen_.map(|cold| cold.megabytes));
            let disk = |name: &str| Some(size?.figures(name)?.disk?.seconds);
            goal("cold build on a disk, in times of the floor program", Limit::AtMost(1.5), ratio(disk(Gen::Alike.name()), disk(floor)));
        }
        goal("nothing changed, times faster than Hugo's build", Limit::AtLeast(50.0), ratio(hugo_seconds, edited(NOTHING)));
        goal("one text edited, times faster than Hugo's build", Limit::AtLeast(40.0), ratio(hugo_seconds, edited(TEXT)));
        let title = size
            .and_then(|size| size.edited(TITLE))
            .and_then(|title| Some(title.summary.as_ref()?.rendered? as f64 - title.showing? as f64));
        goal("one title edited, pages rendered that do not show it", Limit::AtMost(0.0), title);
        goal("`gen check` with a warm memo, of a cold build", Limit::AtMost(0.3), ratio(edited(CHECK_WARM), seconds));
    }
    let growth = |name: &str| {
        let [small, large] = [MIDDLE, LARGE].map(|articles| at(articles).and_then(|size| size.figures(name)));
        Some(large?.cold.seconds / small?.cold.seconds)
    };
    let growth = growth(Gen::Alike.name()).and_then(|grown| Some(grown / growth(floor)?));
    let mut goal = |what, limit, figure| goals.push(Goal { what, articles: None, limit, figure });
    goal("growth from 10,000 to 100,000 articles, of the floor program's growth", Limit::AtMost(1.1), growth);
    goal("`gen --version`, in ms", Limit::AtMost(5.0), start_up_ms);
    goal("the binary, in MB", Limit::AtMost(25.0), binary_megabytes);
    goals
}
