//! Finding a code among many, fast: every claim looks dozens up.
//!
//! Responsible for the search alone; what belongs to a code stays with its table.

/// The beginnings of sorted codes as numbers, which compare much faster than texts do.
#[derive(Debug, Default)]
pub struct Keys(Vec<u64>);

impl Keys {
    /// The keys of codes, which must come in ascending order.
    pub fn new<'a>(codes: impl Iterator<Item = &'a str>) -> Keys {
        Keys(codes.map(key).collect())
    }

    /// Where a code stands; `known` tells the code at a place.
    #[inline]
    pub fn find<'a>(&self, code: &str, known: impl Fn(usize) -> &'a str) -> Option<usize> {
        let key = key(code);
        let mut at = self.0.partition_point(|&other| other < key);
        while self.0.get(at) == Some(&key) {
            let known = known(at);
            // Of equal length up to eight bytes, codes are equal when their numbers are.
            if known.len() == code.len() && (code.len() <= 8 || known == code) {
                return Some(at);
            }
            at += 1;
        }
        None
    }
}

/// A code's first eight bytes as a number; numbers stand in the order of the codes.
#[inline]
fn key(code: &str) -> u64 {
    let bytes = &code.as_bytes()[..code.len().min(8)];
    let number = bytes.iter().fold(0, |number, &byte| number << 8 | u64::from(byte));
    if bytes.is_empty() { 0 } else { number << (64 - 8 * bytes.len()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn exactly_the_known_codes_are_found(
            codes in prop::collection::btree_set("[A-C\\x00]{0,3}|[AB]{7,11}", 0..40),
            other in "[A-C\\x00]{0,3}|[AB]{7,11}",
        ) {
            let codes: Vec<String> = codes.into_iter().collect();
            let keys = Keys::new(codes.iter().map(String::as_str));
            for code in codes.iter().chain([&other]) {
                let found = keys.find(code, |at| &codes[at]);
                prop_assert_eq!(found, codes.binary_search(code).ok());
            }
        }
    }
}
