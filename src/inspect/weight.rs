//! What a site keeps while it is built, counted: texts, trees, fields, references, addresses.

use crate::graph::Footprint;
use crate::pipeline::Site;

/// What a site keeps, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight {
    /// How many records there are, parts among them.
    pub records: usize,
    /// The texts, as they were read.
    pub texts: usize,
    /// What was made of them.
    pub graph: Footprint,
    /// The addresses of records and pages.
    pub addresses: usize,
}

impl Weight {
    /// Weighs a site.
    pub fn of(site: &Site) -> Weight {
        let places = (0..site.graph.len()).map(|at| crate::graph::RecordId(at as u32));
        let of_records: usize = places.filter_map(|id| Some(site.plan.address(id)?.len() + site.plan.url(id)?.len())).sum();
        let of_pages: usize = site.plan.pages.iter().map(|page| size_of_val(page) + page.path.len() + page.address.len()).sum();
        Weight {
            records: site.graph.len(),
            texts: site.sources.iter().map(|(_, source)| source.text.len() + source.path.len()).sum(),
            graph: site.graph.footprint(),
            addresses: of_records + of_pages,
        }
    }

    /// All of it.
    pub fn total(self) -> usize {
        let Footprint { fields, trees, references, records } = self.graph;
        self.texts + fields + trees + references + records + self.addresses
    }
}
