//! A keyed permutation of 0..n and its inverse, without holding n numbers.

use super::{Domain, Streams};

const ROUNDS: usize = 8;

/// A bijection of 0..n: eight Feistel rounds over a rectangle a x b of at least n cells, walked until the
/// value falls below n. `forward` and `inverse` undo each other.
#[derive(Clone, Debug)]
pub struct Permutation {
    n: u64,
    a: u64,
    b: u64,
    keys: [u64; ROUNDS],
}

impl Permutation {
    /// The permutation of 0..n that belongs to (seed, domain, index). n up to 2^62.
    pub fn new(streams: &Streams, domain: Domain, index: u64, n: u64) -> Permutation {
        assert!(n <= 1 << 62, "permutations hold up to 2^62 values");
        let mut stream = streams.stream(domain, index);
        let a = n.isqrt().max(1);
        let b = n.div_ceil(a).max(1);
        Permutation { n, a, b, keys: std::array::from_fn(|_| stream.bits64()) }
    }

    /// How many values are permuted.
    pub fn len(&self) -> u64 {
        self.n
    }

    /// Whether nothing is permuted.
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// Where `value` (below n) goes.
    pub fn forward(&self, value: u64) -> u64 {
        assert!(value < self.n, "{value} is not below {}", self.n);
        let mut x = value;
        loop {
            x = self.rounds(x);
            if x < self.n {
                return x;
            }
        }
    }

    /// What `forward` takes to `value` (below n).
    pub fn inverse(&self, value: u64) -> u64 {
        assert!(value < self.n, "{value} is not below {}", self.n);
        let mut x = value;
        loop {
            x = self.rounds_back(x);
            if x < self.n {
                return x;
            }
        }
    }

    // Even rounds move the row by a hash of the column, odd rounds the column by a hash of the row.
    fn rounds(&self, x: u64) -> u64 {
        let (mut row, mut column) = (x / self.b, x % self.b);
        for (round, key) in self.keys.iter().enumerate() {
            if round % 2 == 0 {
                row = wrapped(row + scaled(mix(column, *key), self.a), self.a);
            } else {
                column = wrapped(column + scaled(mix(row, *key), self.b), self.b);
            }
        }
        row * self.b + column
    }

    fn rounds_back(&self, x: u64) -> u64 {
        let (mut row, mut column) = (x / self.b, x % self.b);
        for (round, key) in self.keys.iter().enumerate().rev() {
            if round % 2 == 0 {
                row = wrapped(row + self.a - scaled(mix(column, *key), self.a), self.a);
            } else {
                column = wrapped(column + self.b - scaled(mix(row, *key), self.b), self.b);
            }
        }
        row * self.b + column
    }
}

/// A hash brought below n by a widening multiplication: a division would cost more than the hash.
fn scaled(hash: u64, n: u64) -> u64 {
    ((u128::from(hash) * u128::from(n)) >> 64) as u64
}

/// A sum below 2n brought below n.
fn wrapped(sum: u64, n: u64) -> u64 {
    if sum >= n { sum - n } else { sum }
}

/// A keyed 64-bit hash: two multiply-and-shift rounds (the finaliser of splitmix64).
fn mix(value: u64, key: u64) -> u64 {
    let mut x = value ^ key;
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::super::{Seed, Streams};
    use super::*;
    use proptest::prelude::*;

    fn permutation(n: u64) -> Permutation {
        Permutation::new(&Streams::new(1, Seed(3)), Domain::Shuffle, 9, n)
    }

    #[test]
    fn every_value_is_taken_exactly_once_for_many_sizes() {
        for n in [1, 2, 3, 4, 5, 7, 8, 9, 10, 31, 100, 101, 1_000, 65_536, 99_991, 300_007] {
            let p = permutation(n);
            let mut seen = vec![false; n as usize];
            for value in 0..n {
                let image = p.forward(value);
                assert!(!std::mem::replace(&mut seen[image as usize], true), "{image} twice of {n}");
                assert_eq!(p.inverse(image), value);
            }
        }
    }

    #[test]
    fn a_permutation_never_moves() {
        let p = permutation(1_000_000);
        assert_eq!([0, 1, 2, 999_999].map(|v| p.forward(v)), GOLDEN);
    }

    #[test]
    fn neighbours_part() {
        let n = 1_000_000;
        let p = permutation(n);
        let near = (0..100_000).filter(|&v| p.forward(v).abs_diff(p.forward(v + 1)) < n / 100).count();
        assert!((1_700..2_300).contains(&near), "about 2% of neighbours stay within 1%: {near}");
    }

    proptest! {
        #[test]
        fn forward_and_inverse_undo_each_other(n in 1_u64..1 << 62, at in any::<u64>()) {
            let p = permutation(n);
            prop_assert_eq!(p.inverse(p.forward(at % n)), at % n);
        }
    }

    const GOLDEN: [u64; 4] = [737_699, 35_885, 644_441, 626_305];
}
