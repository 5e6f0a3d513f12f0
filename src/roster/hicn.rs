//! HICNs: a seeded permutation of the published range, the known ones fixed for their owners.
//!
//! The published set shuffled the 100,000 numbers from 1000000000 over its accounts; three are known. Must
//! not know anything of an account but its number.

use crate::draw::{Domain, Permutation, Streams};
use crate::measure::Text;

use super::{ACCOUNTS, AccountNumber};

const FIRST: u64 = 1_000_000_000;
const HOW_MANY: u64 = 100_000;

/// Hands each account a HICN of its own.
pub struct Hicns {
    shuffle: Permutation,
    /// Pairs of offsets that change places after the shuffle, one pair a known owner.
    swaps: Vec<(u64, u64)>,
}

impl Hicns {
    /// The HICNs of a seed; `known` gives owners and what is published of them, all distinct and in range.
    ///
    /// Each owner changes places with whoever was dealt the owner's number: the whole stays a bijection,
    /// and what is reserved is kept free even where the owner is no account of the roster.
    pub fn new(streams: &Streams, known: impl IntoIterator<Item = (AccountNumber, u64)>) -> Hicns {
        let shuffle = Permutation::new(streams, Domain::Hicn, 0, HOW_MANY);
        let mut hicns = Hicns { shuffle, swaps: Vec::new() };
        for (owner, hicn) in known {
            hicns.swaps.push((hicns.offset(owner), hicn - FIRST));
        }
        hicns
    }

    /// Whether a number can be a HICN of the set.
    pub fn in_range(hicn: u64) -> bool {
        (FIRST..FIRST + HOW_MANY).contains(&hicn)
    }

    /// The account's HICN: ten digits.
    pub fn hicn(&self, number: AccountNumber) -> Text {
        Text::from((FIRST + self.offset(number)).to_string())
    }

    /// A HICN that is no account's: that of a number beyond the roster, another one for each account.
    pub fn former(&self, number: AccountNumber) -> Text {
        self.hicn(AccountNumber(number.0 + ACCOUNTS))
    }

    /// A former HICN of a person whom a file tells: beyond the range, where nobody's is.
    pub fn told_former(number: AccountNumber) -> Text {
        Text::from((FIRST + HOW_MANY + u64::from(number.0)).to_string())
    }

    fn offset(&self, number: AccountNumber) -> u64 {
        let dealt = self.shuffle.forward(u64::from(number.0));
        self.swaps.iter().fold(dealt, |at, &(a, b)| match at {
            _ if at == a => b,
            _ if at == b => a,
            _ => at,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::draw::Seed;

    const KNOWN: [(AccountNumber, u64); 3] = [
        (AccountNumber(28_324), 1_000_044_680),
        (AccountNumber(20_000), 1_000_067_585),
        (AccountNumber(0), 1_000_079_035),
    ];

    fn is_a_bijection(hicns: &Hicns) -> bool {
        let mut seen = vec![false; HOW_MANY as usize];
        (0..HOW_MANY as u32).all(|n| !std::mem::replace(&mut seen[hicns.offset(AccountNumber(n)) as usize], true))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn whatever_the_seed_each_number_is_handed_out_once_and_owners_have_their_own(seed in any::<u64>()) {
            let hicns = Hicns::new(&Streams::new(1, Seed(seed)), KNOWN);
            prop_assert!(is_a_bijection(&hicns));
            for (owner, hicn) in KNOWN {
                prop_assert_eq!(hicns.hicn(owner), Text::from(hicn.to_string()));
            }
        }
    }

    #[test]
    fn owners_whose_numbers_fall_to_each_other_still_get_their_own() {
        let streams = Streams::new(1, Seed(5));
        let plain = Hicns::new(&streams, []);
        let dealt = [1, 2, 3].map(|n| FIRST + plain.offset(AccountNumber(n)));
        let rotated = [(1, dealt[1]), (2, dealt[2]), (3, dealt[0])].map(|(n, hicn)| (AccountNumber(n), hicn));
        let hicns = Hicns::new(&streams, rotated);
        assert!(is_a_bijection(&hicns));
        for (owner, hicn) in rotated {
            assert_eq!(hicns.offset(owner), hicn - FIRST);
        }
    }
}
