//! Streams: ChaCha8 keyed by SHA-256 of (format version, seed, domain), positioned by index.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

/// The number that a user gives; everything of a data set follows from it and the data set's other inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed(pub u64);

/// Declares what is drawn for: the name enters the key, so adding a domain moves no other.
macro_rules! domains {
    ($($(#[$doc:meta])* $domain:ident = $name:literal,)+) => {
        /// What a stream is drawn for. Each has a key of its own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Domain { $($(#[$doc])* $domain,)+ }

        impl Domain {
            const ALL: &'static [Domain] = &[$(Domain::$domain,)+];

            const fn name(self) -> &'static str {
                match self { $(Domain::$domain => $name,)+ }
            }
        }
    };
}

domains! {
    /// A person's demographics; index: account number.
    Person = "person",
    /// The permutation that hands out HICNs; index 0.
    Hicn = "hicn",
    /// Where an account's claims and lines lie in time: its seats; index: account number.
    Seats = "seats",
    /// What a seat gives its claim (day, processing date, group id …); index: claim ordinal within the type.
    Seat = "seat",
    /// The shuffle of a seat class; index: the class.
    Shuffle = "shuffle",
    /// The permutation of claim ids; index: claim type.
    ClaimIds = "claim ids",
    /// What a card says: index: class and card.
    Card = "card",
    /// Diagnoses of a card; index as Card.
    CardDiagnoses = "card diagnoses",
    /// Lines of a card; index as Card.
    CardLines = "card lines",
    /// Money of a card; index as Card.
    CardMoney = "card money",
    /// The permutation of claim group ids; index: claim type.
    ClaimGroups = "claim groups",
    /// The order of the roster in an attribute of a life; index: the attribute.
    LifeOrder = "life order",
    /// The rest of a life; index: account number.
    Life = "life",
    /// What seats an account's hand has in the coherent profile; index: account number.
    Plan = "plan",
    /// The places between the lightest and the heaviest users; index: claim type, 8 for use in general.
    Places = "places",
    /// The shuffle of the coherent profile's cards; index: claim type.
    Deal = "deal",
    /// What a coherent card says; index: class and card.
    Substance = "substance",
    /// Diagnoses and procedures of a coherent card; index as Substance.
    Findings = "findings",
    /// Lines of a coherent card; index as Substance.
    Lines = "lines",
    /// Amounts of a coherent card; index as Substance.
    Amounts = "amounts",
    /// What a coherent seat gives its claim: processing days, control numbers; index as Seat.
    Filing = "filing",
    /// What administration adds to a life; index: account number.
    Papers = "papers",
    /// Who provides care to a person whom a file tells; index: account number and provider.
    Told = "told",
    /// What all claims of a course of care say alike; index: its first day, and the patient as a card knows one.
    Course = "course",
}

/// The keys of all domains of one seed.
#[derive(Clone)]
pub struct Streams {
    keys: Vec<[u8; 32]>,
}

impl Streams {
    /// Derives the keys. `format_version` is the data format's: a new one moves every draw.
    pub fn new(format_version: u32, seed: Seed) -> Streams {
        let key = |domain: &Domain| {
            let mut hasher = Sha256::new();
            hasher.update(b"bluedeck\0");
            hasher.update(format_version.to_le_bytes());
            hasher.update(seed.0.to_le_bytes());
            hasher.update(domain.name().as_bytes());
            hasher.finalize().into()
        };
        Streams { keys: Domain::ALL.iter().map(key).collect() }
    }

    /// The stream of a domain and index, at its beginning.
    pub fn stream(&self, domain: Domain, index: u64) -> Stream {
        let mut words = ChaCha8Rng::from_seed(self.keys[domain as usize]);
        words.set_stream(index);
        Stream { words }
    }
}

/// A stream of random words and the samples taken from it. Integers only.
#[derive(Clone)]
pub struct Stream {
    words: ChaCha8Rng,
}

impl Stream {
    /// 32 random bits.
    pub fn bits(&mut self) -> u32 {
        self.words.next_u32()
    }

    /// 64 random bits.
    pub fn bits64(&mut self) -> u64 {
        self.words.next_u64()
    }

    /// Uniform over 0..n, n > 0 (widening multiplication with rejection: no bias).
    pub fn below(&mut self, n: u32) -> u32 {
        debug_assert!(n > 0);
        let mut product = u64::from(self.bits()) * u64::from(n);
        if (product as u32) < n {
            let threshold = n.wrapping_neg() % n;
            while (product as u32) < threshold {
                product = u64::from(self.bits()) * u64::from(n);
            }
        }
        (product >> 32) as u32
    }

    /// Uniform over 0..n, n > 0.
    pub fn below64(&mut self, n: u64) -> u64 {
        debug_assert!(n > 0);
        let mut product = u128::from(self.bits64()) * u128::from(n);
        if (product as u64) < n {
            let threshold = n.wrapping_neg() % n;
            while (product as u64) < threshold {
                product = u128::from(self.bits64()) * u128::from(n);
            }
        }
        (product >> 64) as u64
    }

    /// Uniform over low..=high.
    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        debug_assert!(low <= high);
        low + self.below((high - low) as u32 + 1) as i32
    }

    /// True with so many parts per million.
    pub fn chance(&mut self, parts_per_million: u32) -> bool {
        self.below(1_000_000) < parts_per_million
    }

    /// One of the items, all alike. The slice must not be empty.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len() as u32) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream() -> Stream {
        Streams::new(1, Seed(7)).stream(Domain::Person, 42)
    }

    #[test]
    fn the_words_and_samples_of_a_stream_never_move() {
        let mut s = stream();
        assert_eq!([s.bits(), s.bits(), s.bits()], GOLDEN_WORDS);
        let mut s = stream();
        assert_eq!((0..12).map(|_| s.below(1_000)).collect::<Vec<_>>(), GOLDEN_BELOW);
        let mut s = stream();
        assert_eq!((0..4).map(|_| s.below64(1 << 40)).collect::<Vec<_>>(), GOLDEN_BELOW64);
        let mut s = stream();
        assert_eq!((0..12).map(|_| s.between(-3, 3)).collect::<Vec<_>>(), GOLDEN_BETWEEN);
    }

    #[test]
    fn streams_of_other_domains_indexes_seeds_and_formats_differ() {
        let first = |format, seed, domain, index| Streams::new(format, Seed(seed)).stream(domain, index).bits64();
        let own = first(1, 7, Domain::Person, 42);
        assert_ne!(own, first(1, 7, Domain::Person, 43));
        assert_ne!(own, first(1, 7, Domain::Card, 42));
        assert_ne!(own, first(1, 8, Domain::Person, 42));
        assert_ne!(own, first(2, 7, Domain::Person, 42));
    }

    #[test]
    fn below_reaches_every_value_and_no_other() {
        let mut s = stream();
        let mut seen = [0_u32; 7];
        for _ in 0..70_000 {
            seen[s.below(7) as usize] += 1;
        }
        assert!(seen.iter().all(|&n| (9_600..10_400).contains(&n)), "{seen:?}");
    }

    const GOLDEN_WORDS: [u32; 3] = [804159906, 1257812278, 676965934];
    const GOLDEN_BELOW: [u32; 12] = [187, 292, 157, 137, 525, 687, 437, 742, 669, 223, 949, 60];
    const GOLDEN_BELOW64: [u64; 4] = [321999943215, 150900927528, 755971502982, 816281570415];
    const GOLDEN_BETWEEN: [i32; 12] = [-2, -1, -2, -3, 0, 1, 0, 2, 1, -2, 3, -3];
}
