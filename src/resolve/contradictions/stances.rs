//! Stances of one actor that exclude each other.

use super::Check;
use crate::diag::{Diagnostic, codes};
use crate::fields::Value;
use crate::graph::{Reader, RecordId, Target};
use crate::model::{Records, When, Word};
use crate::source::Location;
use rustc_hash::FxHashMap;

impl<'g> Check<'g> {
    /// Two names of one actor in the stances on a point.
    pub(super) fn stances(&mut self, fields: Reader<'g>) {
        let Some(Value::WordMap(map)) = fields.value("positions") else { return };
        let file = self.record.file;
        for (at, (target, span, word)) in map.iter().enumerate() {
            let Target::Record(actor) = target else { continue };
            let first = map[..at].iter().find(|(other, ..)| other == target);
            let Some((_, earlier, _)) = first.filter(|(_, _, stance)| stance != word) else { continue };
            let message = format!("`{}` has two stances on this point", self.records.get(*actor).id);
            let problem = Diagnostic::at(&codes::POSITION_CLASH, file, *span, message);
            let problem = problem.also(Location { file, span: *earlier }, "the other stance");
            self.found.push(problem.help("keep one of the two"));
        }
    }
}

/// Two stances of one actor on one issue, date and sort of word.
pub(super) fn clashes(records: Records) -> Vec<Diagnostic> {
    let mut first: FxHashMap<(RecordId, RecordId, bool, String), RecordId> = FxHashMap::default();
    let mut found = Vec::new();
    for id in records.graph.of_kind(records.kinds.position) {
        let position = records.position(*id);
        let (Some(actor), Some(issue), When::Known(date)) = (position.actor, position.issue, position.date) else { continue };
        let own = position.basis.is_some_and(Word::is_own_words);
        let other = *first.entry((actor, issue, own, date.edtf().to_owned())).or_insert(*id);
        if other == *id || records.position(other).stance == position.stance {
            continue;
        }
        let (record, earlier) = (records.get(*id), records.get(other));
        let message = format!("`{}` has two stances on this issue on the same date", records.get(actor).id);
        let problem = Diagnostic::at(&codes::POSITION_CLASH, record.file, record.span, message);
        found.push(
            problem
                .also(earlier.location(), "the other stance")
                .help("only the later one in the file is shown as current: give the dates more precisely, or keep one"),
        );
    }
    found
}
