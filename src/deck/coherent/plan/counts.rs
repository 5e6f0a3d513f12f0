//! How many claims of a type an account holds.
//!
//! Responsible for the spread between accounts: each has a place (quantile) between the lightest and the heaviest
//! user, and the table of intensities says how much the users at a place use. Places are dealt by keyed permutations, so
//! that the 30,000 together hold just what the rates ask for, whatever the seed.

use super::Plan;
use crate::claim::ClaimType;
use crate::deck::coherent::class::AgeBand;
use crate::draw::{Domain, Permutation, Streams};
use crate::roster::{ACCOUNTS, AccountNumber};

/// Parts of a million: what shares and chances are counted in.
const MILLION: u64 = 1_000_000;
/// How often a type's use follows the person's general use rather than a place of its own.
const TOGETHER: u32 = 600_000;

/// The places of all accounts: one general, and one a claim type.
pub struct Places {
    general: Permutation,
    own: [Permutation; 8],
}

impl Places {
    /// Deals the places.
    pub fn new(streams: &Streams) -> Places {
        let permutation = |index| Permutation::new(streams, Domain::Places, index, u64::from(ACCOUNTS));
        Places { general: permutation(8), own: std::array::from_fn(|claim_type| permutation(claim_type as u64)) }
    }

    /// An account's general place, 0 to 29,999.
    pub fn general(&self, account: AccountNumber) -> u32 {
        self.general.forward(u64::from(account.0 % ACCOUNTS)) as u32
    }

    /// Its place among the users of a type.
    pub fn own(&self, claim_type: ClaimType, account: AccountNumber) -> u32 {
        self.own[claim_type as usize].forward(u64::from(account.0 % ACCOUNTS)) as u32
    }
}

impl Plan<'_> {
    /// How many claims of a type fall into so many months.
    pub(super) fn count(&mut self, claim_type: ClaimType, months: u32) -> u32 {
        let tables = &self.planner.tables;
        let together = self.stream.chance(TOGETHER);
        let (places, account) = (&self.planner.places, self.life.number);
        let place = if together { places.general(account) } else { places.own(claim_type, account) };
        let age = tables.ages[AgeBand::of(self.life.age_on(self.planner.span.last)) as usize];
        let intensity = tables.intensity(claim_type, place, ACCOUNTS);
        // Claims a million months, per mille, per mille.
        let expected = u64::from(months) * u64::from(tables.rates[claim_type as usize]) * u64::from(intensity) / 1_000
            * u64::from(age)
            / 1_000;
        ((expected + self.stream.below64(MILLION)) / MILLION) as u32
    }
}
