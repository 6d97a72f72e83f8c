//! How old what a record says is: the newest day on which something of it was written down.

use super::is_told;
use crate::date::Date;
use crate::graph::{RecordId, Via};
use crate::model::Records;

/// The newest of the days on which a record was made, recorded, reviewed or changed, of the dates of its answers, assessments and
/// positions, and of the updates that readers were told of it. Nothing where none of them is known: the day of a build says nothing.
pub fn recorded(records: Records<'_>, id: RecordId) -> Option<&Date> {
    let kinds = records.kinds;
    let kind = records.kind(id);
    let mut dates: Vec<&Date> = records.written_on(id).collect();
    if kind == kinds.claim {
        let claim = records.claim(id);
        dates.extend(claim.responses.iter().filter_map(|response| response.date.known()));
        dates.extend(claim.assessments.iter().filter_map(|assessment| assessment.date.known()));
    }
    let referring = records.graph.to(id).iter().filter(|edge| matches!(edge.via, Via::Field(..))).map(|edge| edge.from);
    for from in referring {
        if records.kind(from) == kinds.position {
            let position = records.position(from);
            dates.extend(position.date.known().filter(|_| [position.actor, position.issue].contains(&Some(id))));
        } else if records.kind(from) == kinds.update && is_told(records, from) {
            let update = records.update(from);
            dates.extend(update.date.known().filter(|_| update.records.contains(&id)));
        }
    }
    dates.into_iter().max_by_key(|date| date.sort_key(None))
}
