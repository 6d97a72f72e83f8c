//! Where a record is spoken of: references in running text, with the sentence they stand in.

use crate::graph::{Edge, RecordId, Via};
use crate::model::Records;

/// One place where a record is spoken of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The record whose page it stands on.
    pub from: RecordId,
    /// The sentence, as plain text.
    pub sentence: String,
}

/// Which edges are mentions: the first of each text that speaks of the record, in order.
pub fn mentions(records: Records, id: RecordId) -> Vec<Edge> {
    let spoken = |edge: &&Edge| matches!(edge.via, Via::Prose(..)) && records.graph.host(edge.from) != id;
    let mut found: Vec<Edge> = records.graph.to(id).iter().filter(spoken).copied().collect();
    found.dedup_by_key(|edge| edge.from);
    found
}

impl Mention {
    /// Reads the sentence of a mention.
    pub fn read(records: Records, edge: &Edge) -> Mention {
        let Via::Prose(prose, use_index) = edge.via else { unreachable!("mentions stand in running text") };
        let text = &records.graph.texts(edge.from)[prose as usize];
        let label = |at: usize| records.reference_words(text, at).map(str::to_owned);
        let sentence = text.prose.body.sentence(&text.prose.text, use_index as usize, &label);
        Mention { from: records.graph.host(edge.from), sentence }
    }
}
