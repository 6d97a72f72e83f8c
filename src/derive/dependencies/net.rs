//! Needs as bare numbers, and what is stuck among them: the one fixpoint that everything else here asks.
//!
//! In: needs between things counted from 0. Out: which things are stuck, which needs are unmet. It knows no record and no word.

use super::LinkId;
use rustc_hash::FxHashMap;

/// A thing that needs something or is refused, by its place in a net.
pub(super) type Thing = u32;

/// What sort of need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NeedSort {
    /// All must be free.
    All,
    /// One must be free.
    Any,
    /// Somebody refuses: never met.
    Refusal,
}

/// One link as the computation needs it.
#[derive(Clone, Debug)]
pub(super) struct Need {
    /// The link it stands for.
    pub link: LinkId,
    /// The thing that needs.
    pub holder: Thing,
    /// How.
    pub sort: NeedSort,
    /// The things it needs, each once.
    pub to: Vec<Thing>,
    /// Whether one of several ways is free for certain, since it leads to what needs nothing.
    pub way_out: bool,
}

/// Things and their needs.
#[derive(Clone, Debug, Default)]
pub(super) struct Net {
    /// Sorted by holder, then by link.
    pub needs: Vec<Need>,
    starts: Vec<u32>,
    waiting: Vec<u32>,
    waiting_starts: Vec<u32>,
}

impl Net {
    /// A net of things from 0 to `things`, from needs sorted by holder.
    pub(super) fn new(things: usize, needs: Vec<Need>) -> Net {
        let starts = counted(things, needs.iter().map(|need| need.holder));
        let waiting_starts = counted(things, needs.iter().flat_map(|need| need.to.iter().copied()));
        let mut next = waiting_starts.clone();
        let mut waiting = vec![0; waiting_starts[things] as usize];
        for (at, need) in needs.iter().enumerate() {
            for to in &need.to {
                waiting[next[*to as usize] as usize] = at as u32;
                next[*to as usize] += 1;
            }
        }
        Net { needs, starts, waiting, waiting_starts }
    }

    /// How many things there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// What one pass over it costs: its things, needs and their ends.
    pub(super) fn weight(&self) -> usize {
        self.len() + self.needs.len() + self.waiting.len()
    }

    /// The needs of a thing, by their places.
    pub(super) fn own(&self, thing: Thing) -> std::ops::Range<usize> {
        self.starts[thing as usize] as usize..self.starts[thing as usize + 1] as usize
    }

    /// The needs that lead to a thing, by their places.
    pub(super) fn waiting(&self, thing: Thing) -> &[u32] {
        &self.waiting[self.waiting_starts[thing as usize] as usize..self.waiting_starts[thing as usize + 1] as usize]
    }

    /// Which things are stuck if only some links count: those that the smallest set of free things does not hold.
    pub(super) fn stuck(&self, counts: impl Fn(LinkId) -> bool) -> Vec<bool> {
        // Of each need, how many of its ends must still become free; of each thing, how many needs are open.
        let mut missing = Vec::with_capacity(self.needs.len());
        let mut open = vec![0u32; self.len()];
        for need in &self.needs {
            let left = match need.sort {
                _ if !counts(need.link) => 0,
                NeedSort::All => need.to.len() as u32,
                NeedSort::Any => u32::from(!need.way_out),
                NeedSort::Refusal => u32::MAX,
            };
            missing.push(left);
            open[need.holder as usize] += u32::from(left > 0);
        }
        let mut free: Vec<Thing> = (0..self.len() as Thing).filter(|thing| open[*thing as usize] == 0).collect();
        let mut stuck = vec![true; self.len()];
        while let Some(thing) = free.pop() {
            stuck[thing as usize] = false;
            for at in self.waiting(thing) {
                let left = &mut missing[*at as usize];
                if *left > 0 {
                    *left -= 1;
                    let holder = self.needs[*at as usize].holder;
                    if *left == 0 {
                        open[holder as usize] -= 1;
                        if open[holder as usize] == 0 {
                            free.push(holder);
                        }
                    }
                }
            }
        }
        stuck
    }

    /// Which needs are unmet, given what is stuck.
    pub(super) fn unmet(&self, stuck: &[bool], counts: impl Fn(LinkId) -> bool) -> Vec<bool> {
        let is_stuck = |to: &Thing| stuck[*to as usize];
        let unmet = |need: &Need| {
            counts(need.link)
                && match need.sort {
                    NeedSort::All => need.to.iter().any(is_stuck),
                    NeedSort::Any => !need.way_out && need.to.iter().all(is_stuck),
                    NeedSort::Refusal => true,
                }
        };
        self.needs.iter().map(unmet).collect()
    }

    /// The net of some things (sorted), as if all others were free and nobody refused; what is met thereby is left out.
    pub(super) fn among(&self, things: &[Thing], counts: impl Fn(LinkId) -> bool) -> Net {
        let places: FxHashMap<Thing, Thing> = things.iter().enumerate().map(|(at, thing)| (*thing, at as Thing)).collect();
        let mut needs = Vec::new();
        for (holder, thing) in things.iter().enumerate() {
            for need in self.needs[self.own(*thing)].iter().filter(|need| counts(need.link)) {
                let to: Vec<Thing> = need.to.iter().filter_map(|to| places.get(to).copied()).collect();
                let binds = match need.sort {
                    NeedSort::All => !to.is_empty(),
                    NeedSort::Any => !need.way_out && to.len() == need.to.len(),
                    NeedSort::Refusal => false,
                };
                if binds {
                    needs.push(Need { holder: holder as Thing, to, ..*need });
                }
            }
        }
        Net::new(things.len(), needs)
    }
}

/// Where the entries of each thing begin, if they are sorted by thing.
fn counted(things: usize, holders: impl Iterator<Item = Thing>) -> Vec<u32> {
    let mut starts = vec![0u32; things + 1];
    for holder in holders {
        starts[holder as usize + 1] += 1;
    }
    for at in 0..things {
        starts[at + 1] += starts[at];
    }
    starts
}
