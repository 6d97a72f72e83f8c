//! "Did you mean": the nearest of a set of names, by edit distance.

/// The candidate nearest to `written`, if it is near enough to be a slip of the hand: at most a third of the letters differ, and never more than three.
/// Case counts for nothing. Between equals the first in order of the alphabet wins, so that the answer is the same on every run.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = written.to_lowercase();
    let limit = (folded.chars().count() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = candidate.to_lowercase();
            let distance = strsim::osa_distance(&folded, &other);
            // A name that was cut short or run on is near, however long it is.
            let cut = folded.len() >= 4 && (other.starts_with(&folded) || folded.starts_with(&other)) && other.len() >= 3;
            (distance <= limit || cut).then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// The candidate that was certainly meant: the only one that is the same but for case, hyphens, underscores and spaces, or else the only one
/// that one slip of the hand leads to, where a second slip leads to no other. Words of fewer than four letters are never certain, and none
/// that several candidates begin with.
pub fn certain<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace(['-', '_', ' '], "");
    let folded = plain(written);
    if folded.chars().count() < 4 {
        return None;
    }
    let candidates: Vec<&str> = candidates.into_iter().collect();
    // A word that was cut short may have been any of those that begin with it.
    let is_cut = candidates.iter().filter(|candidate| plain(candidate).starts_with(&folded)).count() > 1;
    let mut near: Vec<(usize, &str)> = candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&folded, &plain(candidate)), candidate))
        .filter(|(far, _)| *far < 3)
        .collect();
    near.sort_unstable();
    near.dedup();
    match near[..] {
        [(0, _), (0, _), ..] => None,
        [(0, only), ..] => Some(only),
        [(1, only)] if !is_cut => Some(only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{certain, nearest};

    #[test]
    fn a_fix_is_offered_only_for_what_was_certainly_meant() {
        assert_eq!(certain("titel", ["title", "slug"]), Some("title"));
        assert_eq!(certain("On-Record", ["on_record", "own_document"]), Some("on_record"));
        assert_eq!(certain("accept", ["accepts", "accepts_if"]), None, "it may have been cut short");
        assert_eq!(certain("kin", ["kind"]), None);
        assert_eq!(certain("ministry", ["minister"]), None);
        assert_eq!(certain("sameas", ["same-as", "same_as"]), None);
    }

    #[test]
    fn slips_are_found_and_strangers_are_not() {
        assert_eq!(nearest("pution", ["putin", "lavrov"]), Some("putin"));
        assert_eq!(nearest("titel", ["title", "slug"]), Some("title"));
        assert_eq!(nearest("witko", ["witkoff", "kushner"]), Some("witkoff"));
        assert_eq!(nearest("zz", ["putin", "lavrov"]), None);
    }
}
