//! Chance: the only place that knows ChaCha.
//!
//! Responsible for streams of random words, each addressed by (seed, domain, index), for sampling integers
//! from them, and for keyed permutations. Must not know what is drawn. No algorithm of a library samples
//! here: only raw ChaCha8 words are taken, so no upgrade can move a value; golden vectors hold that.

mod permutation;
mod stream;
mod weights;

pub use permutation::Permutation;
pub use stream::{Domain, Seed, Stream, Streams};
pub use weights::Weights;
