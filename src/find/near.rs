//! What was probably meant: the nearest of some names or codes.

use strsim::levenshtein;

/// The candidate with the fewest changes of a letter from a text, regardless of case; of equal ones the first that begins
/// alike, or else the first. `None` where more than half of the letters would change.
pub fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let text = text.to_ascii_lowercase();
    let distance = |own: &str| {
        let own = own.to_ascii_lowercase();
        (levenshtein(&text, &own), text.bytes().next() != own.bytes().next())
    };
    let best = candidates.into_iter().map(|own| (distance(own), own)).min_by_key(|(distance, _)| *distance);
    best.filter(|((changes, _), own)| 2 * changes <= text.chars().count().max(own.chars().count())).map(|(_, own)| own)
}

/// The code that begins most like a text; of these the one with the fewest changes.
pub fn nearest_code<'a>(text: &str, codes: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let shared = |own: &str| text.bytes().zip(own.bytes()).take_while(|(a, b)| a == b).count();
    let mut best: Option<(usize, &str)> = None;
    for own in codes {
        let beginning = shared(own);
        let better = best.is_none_or(|(most, other)| {
            beginning > most
                || (beginning == most && beginning > 0 && levenshtein(text, own) < levenshtein(text, other))
        });
        if better {
            best = Some((beginning, own));
        }
    }
    best.filter(|(beginning, _)| *beginning > 0).map(|(_, own)| own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_that_with_the_fewest_levenshtein() {
        assert_eq!(nearest("hospise", ["carrier", "hospice", "hha"]), Some("hospice"));
        assert_eq!(nearest("KA", ["MA", "KS"]), Some("KS"));
        assert_eq!(nearest("zzzzzz", ["carrier", "hha"]), None);
    }

    #[test]
    fn the_nearest_code_begins_alike() {
        let codes = ["E1121", "E1122", "E119", "I10"];
        assert_eq!(nearest_code("E1199", codes), Some("E119"));
        assert_eq!(nearest_code("E112", codes), Some("E1121"));
        assert_eq!(nearest_code("Q", codes), None);
    }
}
