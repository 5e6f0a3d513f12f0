//! Weighted choice, by integers only.

use super::Stream;

/// Items with integer weights; one draw takes one of them in proportion.
///
/// Weights are summed; a draw is one uniform number and a binary search. Items of weight 0 are never taken.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// Running sums: the last one is the total.
    sums: Vec<u32>,
}

impl Weights {
    /// The items' weights in order. Panics when their sum passes 2^32 - 1.
    pub fn new(weights: impl IntoIterator<Item = u32>) -> Weights {
        let mut total = 0_u32;
        let sums = weights.into_iter().map(|weight| {
            total = total.checked_add(weight).expect("weights add up to less than 2^32");
            total
        });
        Weights { sums: sums.collect() }
    }

    /// Whether no item can be drawn.
    pub fn is_empty(&self) -> bool {
        self.total() == 0
    }

    /// The sum of all weights.
    pub fn total(&self) -> u32 {
        self.sums.last().copied().unwrap_or(0)
    }

    /// The position of the item drawn. The total must not be 0.
    pub fn draw(&self, stream: &mut Stream) -> usize {
        let at = stream.below(self.total());
        self.sums.partition_point(|&sum| sum <= at)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Domain, Seed, Streams};
    use super::*;

    #[test]
    fn items_come_in_proportion_to_their_weights_and_weightless_ones_never() {
        let weights = Weights::new([1, 0, 3, 6, 0]);
        let mut stream = Streams::new(1, Seed(1)).stream(Domain::Card, 0);
        let mut seen = [0_u32; 5];
        for _ in 0..100_000 {
            seen[weights.draw(&mut stream)] += 1;
        }
        assert_eq!((seen[1], seen[4]), (0, 0));
        for (count, share) in [(seen[0], 10_000_i64), (seen[2], 30_000), (seen[3], 60_000)] {
            assert!((i64::from(count) - share).abs() < 700, "{seen:?}");
        }
    }
}
