//! Numbers that are equal and measure different things, so that nobody takes one for the other.

use crate::graph::RecordId;
use crate::model::{Figure, Records};
use rustc_hash::FxHashMap;

/// How many others are named beside a figure.
const NAMED: usize = 5;

/// For each figure, others with the same number that measure something else, in the order of the graph.
pub fn equal_numbers(records: Records) -> FxHashMap<RecordId, Vec<RecordId>> {
    let mut by_number: FxHashMap<[u64; 3], Vec<(RecordId, String)>> = FxHashMap::default();
    for id in records.graph.of_kind(records.kinds.figure) {
        let figure = records.figure(*id);
        if let Some(number) = number(&figure) {
            by_number.entry(number).or_default().push((*id, measured(&figure)));
        }
    }
    let mut found = FxHashMap::default();
    // Each number for itself; the order of the map does not matter.
    by_number.values().filter(|equal| equal.len() > 1).for_each(|equal| {
        for (id, what) in equal {
            let others: Vec<RecordId> = equal.iter().filter(|(_, other)| other != what).map(|(other, _)| *other).take(NAMED).collect();
            if !others.is_empty() {
                found.insert(*id, others);
            }
        }
    });
    found
}

/// A number or range as one that can be compared; nothing where none is given.
fn number(figure: &Figure) -> Option<[u64; 3]> {
    let bits = |number: Option<(f64, &str)>| number.map_or(u64::MAX, |(value, _)| (value + 0.0).to_bits());
    let key = [bits(figure.value), bits(figure.min), bits(figure.max)];
    (key != [u64::MAX; 3]).then_some(key)
}

/// What is measured, in which unit; how it is spelled does not count.
fn measured(figure: &Figure) -> String {
    format!("{}\n{}", figure.of.unwrap_or_default().trim().to_lowercase(), figure.unit.unwrap_or_default().trim().to_lowercase())
}
