//! The valid value that is most like a wrong one, by edit distance.

use strsim::osa_distance;

/// The candidate with the fewest insertions, deletions, replacements and swaps of neighbours from a text, if they are few for
/// its length; of equally near ones the first.
pub(super) fn nearest<'c>(text: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let most = 1 + text.chars().count() / 4;
    let near = candidates.into_iter().filter(|own| *own != text && own.len().abs_diff(text.len()) <= most);
    let told = near.map(|own| (distance(text, own), own)).filter(|(far, _)| *far <= most);
    told.min_by_key(|(far, _)| *far).map(|(_, own)| own)
}

/// Case is left out: `ABC` is near `abc`.
fn distance(one: &str, other: &str) -> usize {
    osa_distance(&one.to_ascii_lowercase(), &other.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_like_a_text_is_found_and_what_is_not_is_not() {
        let names = ["asthma", "copd", "dm1", "dm2", "htn"];
        for (text, expected) in [
            ("dm", Some("dm1")),
            ("astma", Some("asthma")),
            ("astham", Some("asthma")),
            ("COPD", Some("copd")),
            ("zzz", None),
        ] {
            assert_eq!(nearest(text, names), expected, "{text}");
        }
    }

    #[test]
    fn swaps_insertions_deletions_and_replacements_count_one() {
        for (one, other, far) in
            [("abcd", "abdc", 1), ("abcd", "abd", 1), ("abcd", "abxd", 1), ("", "abc", 3), ("ca", "abc", 3)]
        {
            assert_eq!(distance(one, other), far, "{one} {other}");
            assert_eq!(distance(other, one), far, "{other} {one}");
        }
    }
}
