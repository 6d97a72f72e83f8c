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

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_found_and_strangers_are_not() {
        assert_eq!(nearest("pution", ["putin", "lavrov"]), Some("putin"));
        assert_eq!(nearest("titel", ["title", "slug"]), Some("title"));
        assert_eq!(nearest("witko", ["witkoff", "kushner"]), Some("witkoff"));
        assert_eq!(nearest("zz", ["putin", "lavrov"]), None);
    }
}
