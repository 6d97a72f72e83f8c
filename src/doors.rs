//! How a worker sees a site: as it is, and through a recorder if anybody will want to know what was asked.
//!
//! In: a planned site. Out: the view that pages are made from, and what was read through it. It makes nothing itself.

use crate::graph::Graph;
use crate::model::Records;
use crate::pipeline::Site;
use crate::recorder::{Asked, Question, Recorder};
use crate::view::{Facts, Places, Shelf, View};
use std::sync::Arc;

/// Whether it is noted what pages ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notes {
    /// It is.
    Kept,
    /// It is not: nobody will want to know.
    None,
}

/// A site with the doors through which one worker reads it.
#[derive(Clone)]
pub(crate) struct Doors {
    site: Arc<Site>,
    graph: Graph,
    recorder: Option<Arc<Recorder>>,
    shelf: Arc<Shelf>,
}

impl Doors {
    pub(crate) fn new(site: &Arc<Site>, notes: Notes) -> Doors {
        let recorder = (notes == Notes::Kept).then(|| Arc::new(Recorder::new(site.graph.len())));
        let graph = recorder.as_ref().map_or_else(|| site.graph.clone(), |recorder| site.graph.recorded(recorder));
        let shelf = Arc::new(Shelf::new(recorder.clone()));
        Doors { site: Arc::clone(site), graph, recorder, shelf }
    }

    /// The site itself, for what is no question: settings, the plan's own pages, texts for diagnostics.
    pub(crate) fn site(&self) -> &Site {
        &self.site
    }

    /// Everything a page is made from.
    pub(crate) fn view(&self) -> View<'_> {
        let (site, recorder) = (&self.site, self.recorder.as_deref());
        View {
            records: Records::new(&self.graph, &site.schema),
            derived: Facts::new(&site.derived, recorder),
            plan: Places::new(&site.plan, recorder),
            config: &site.config,
            shelf: Some(&self.shelf),
        }
    }

    /// The cards that the worker made before.
    pub(crate) fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// Notes a question that no view asks.
    pub(crate) fn ask(&self, question: impl FnOnce() -> Question) {
        if let Some(recorder) = &self.recorder {
            recorder.ask(question());
        }
    }

    /// What was asked since the last time this was called.
    pub(crate) fn asked(&self) -> Asked {
        self.recorder.as_ref().map(|recorder| recorder.take()).unwrap_or_default()
    }
}
