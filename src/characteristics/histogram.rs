//! How often amounts of each size come: whole numbers in cells of about one and a half per cent.
//!
//! Cells follow from the number alone, so histograms add up whatever part of the data each was made of.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Cells between a power of two and the next: numbers below 64 have one each.
const PARTS: u32 = 64;

/// Counts by cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Histogram(BTreeMap<u16, u64>);

impl Histogram {
    /// Counts a number; one below nought counts as nought.
    pub fn add(&mut self, number: i64) {
        *self.0.entry(cell(number.max(0) as u64)).or_default() += 1;
    }

    /// Adds the counts of another.
    pub fn merge(&mut self, other: &Histogram) {
        for (&cell, count) in &other.0 {
            *self.0.entry(cell).or_default() += count;
        }
    }

    /// How many of the numbers are nought.
    pub fn at_nought(&self) -> u64 {
        self.0.get(&0).copied().unwrap_or(0)
    }

    /// How many numbers were counted.
    pub fn count(&self) -> u64 {
        self.0.values().sum()
    }

    /// The number that so many per mille are not above, as exact as its cell; `None` when nothing was counted.
    pub fn quantile(&self, per_mille: u64) -> Option<i64> {
        let place = (self.count() * per_mille).div_ceil(1_000).max(1);
        let mut sum = 0;
        let at = self.0.iter().find(|(_, count)| {
            sum += **count;
            sum >= place
        });
        at.map(|(&cell, _)| middle(cell))
    }
}

/// The cell of a number.
fn cell(number: u64) -> u16 {
    let shift = (u64::BITS - number.leading_zeros()).saturating_sub(PARTS.ilog2() + 1);
    (shift * PARTS + (number >> shift) as u32) as u16
}

/// The number in the middle of a cell.
fn middle(cell: u16) -> i64 {
    let shift = u32::from(cell).saturating_sub(PARTS) / PARTS;
    let first = u64::from(u32::from(cell) - shift * PARTS) << shift;
    (first + (1 << shift >> 1)) as i64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn small_numbers_keep_their_value() {
        let mut histogram = Histogram::default();
        (1..=100).for_each(|number| histogram.add(number));
        assert_eq!([10, 500, 990, 1_000].map(|at| histogram.quantile(at).unwrap()), [1, 50, 99, 100]);
        assert_eq!(Histogram::default().quantile(500), None);
    }

    proptest! {
        #[test]
        fn a_number_is_told_to_one_in_a_hundred(number in 0..1_000_000_000_000_i64) {
            let told = middle(cell(number as u64));
            prop_assert!((told - number).abs() * 100 <= number, "{told}");
        }

        #[test]
        fn cells_ascend_with_numbers(one in 0..1_000_000_000_u64, other in 0..1_000_000_000_u64) {
            prop_assert!((one <= other) == (cell(one) <= cell(other)) || cell(one) == cell(other));
        }

        #[test]
        fn parts_add_up_to_the_whole(numbers in prop::collection::vec(0..10_000_000_i64, 1..60), at in 0..60_usize) {
            let of = |numbers: &[i64]| {
                let mut histogram = Histogram::default();
                numbers.iter().for_each(|&number| histogram.add(number));
                histogram
            };
            let (one, other) = numbers.split_at(at.min(numbers.len()));
            let mut joined = of(other);
            joined.merge(&of(one));
            prop_assert_eq!(joined, of(&numbers));
        }
    }
}
