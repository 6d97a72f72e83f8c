//! Two texts beside each other: how alike they are, what differs, and whether it is only spelling.

/// How many equal words are shown around a difference.
const AROUND: usize = 4;

/// A text of at most so many words is shown whole.
const WHOLE: usize = 24;

/// How alike two texts are, from 0 to 1: the share of the words that stand in both.
pub(super) fn alike(one: &str, other: &str) -> f64 {
    let sorted = |text: &str| {
        let mut words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        words.sort_unstable();
        words
    };
    let (one, other) = (sorted(one), sorted(other));
    let (mut at, mut beside, mut shared) = (0, 0, 0usize);
    while at < one.len() && beside < other.len() {
        match one[at].cmp(&other[beside]) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => beside += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                at += 1;
                beside += 1;
            }
        }
    }
    let all = one.len() + other.len();
    if all == 0 { 1.0 } else { 2.0 * shared as f64 / all as f64 }
}

/// The two texts without the long beginning and end that they share.
pub(super) fn excerpts(was: &str, now: &str) -> (String, String) {
    let (was, now): (Vec<&str>, Vec<&str>) = (was.split_whitespace().collect(), now.split_whitespace().collect());
    if was.len().max(now.len()) <= WHOLE {
        return (was.join(" "), now.join(" "));
    }
    let before = was.iter().zip(&now).take_while(|(a, b)| a == b).count();
    let shorter = was.len().min(now.len()) - before;
    let behind = was.iter().rev().zip(now.iter().rev()).take(shorter).take_while(|(a, b)| a == b).count();
    let cut = |words: &[&str]| {
        let start = before.saturating_sub(AROUND);
        let end = (words.len() - behind + AROUND).min(words.len());
        let opening = if start > 0 { "… " } else { "" };
        let closing = if end < words.len() { " …" } else { "" };
        format!("{opening}{}{closing}", words[start..end].join(" "))
    };
    (cut(&was), cut(&now))
}

/// Whether the same words stand there, spelt or set differently. A guess on the safe side: what may be another word is one.
pub(super) fn is_spelling(was: &str, now: &str) -> bool {
    let (was, now): (Vec<&str>, Vec<&str>) = (was.split_whitespace().collect(), now.split_whitespace().collect());
    was.len() == now.len() && was.iter().zip(&now).all(|(a, b)| a == b || is_same_word(a, b))
}

fn is_same_word(one: &str, other: &str) -> bool {
    let bare = |word: &str| -> Vec<char> { word.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect() };
    let (one, other) = (bare(one), bare(other));
    if one == other {
        return true;
    }
    // A slip inside a long word: two letters swapped, or one too many or too few. At its end it may be another form of the word.
    let is_long = one.len().min(other.len()) >= 5 && one.iter().chain(&other).all(|c| c.is_alphabetic());
    let before = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let shorter = one.len().min(other.len()) - before;
    let behind = one.iter().rev().zip(other.iter().rev()).take(shorter).take_while(|(a, b)| a == b).count();
    let (a, b) = (&one[before..one.len() - behind], &other[before..other.len() - behind]);
    let is_slip = match (a, b) {
        ([_], []) | ([], [_]) => behind >= 2,
        ([first, second], [third, fourth]) => first == fourth && second == third && behind >= 1,
        _ => false,
    };
    is_long && is_slip && before >= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_spelling_and_other_words_are_not() {
        assert!(is_spelling("The comission met in kyiv", "The commission met, in Kyiv"));
        assert!(is_spelling("a braek in talks", "a break in talks"));
        for (was, now) in [("accepts", "accepted"), ("he will not", "he will now"), ("75 minutes", "57 minutes"), ("deny", "denied it")] {
            assert!(!is_spelling(was, now), "{was}, {now}");
        }
    }

    #[test]
    fn long_texts_are_shown_around_their_difference() {
        let long = |middle: &str| format!("{} {middle} {}", "before ".repeat(20).trim(), "after ".repeat(20).trim());
        let (was, now) = excerpts(&long("sixty"), &long("seventy five"));
        assert_eq!(was, "… before before before before sixty after after after after …");
        assert_eq!(now, "… before before before before seventy five after after after after …");
        assert_eq!(excerpts("a  b", "a c"), ("a b".to_owned(), "a c".to_owned()));
        let twice = "word ".repeat(30);
        assert_eq!(excerpts(twice.trim(), format!("{twice}word").trim()).1, "… word word word word word");
    }

    #[test]
    fn alike_counts_shared_words() {
        assert!((alike("a b c", "a b d") - 2.0 / 3.0).abs() < 1e-9);
        assert!((alike("", "") - 1.0).abs() < 1e-9 && alike("a", "b") == 0.0);
    }
}
