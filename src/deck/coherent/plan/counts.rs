//! How many claims of a type an account holds.
//!
//! Responsible for the spread between accounts: each has a place (quantile) between the lightest and the heaviest
//! user, and the table of intensities says how much the users at a place use. Each place is held by one account, so that
//! the 30,000 together hold just what the rates ask for, whatever the seed; and they are even within each state.

use super::Plan;
use crate::claim::ClaimType;
use crate::deck::coherent::class::AgeBand;
use crate::roster::{ACCOUNTS, Even};

/// Parts of a million: what shares and chances are counted in.
const MILLION: u64 = 1_000_000;
/// How many accounts' use of a type follows their general use rather than a place of its own.
const TOGETHER: u32 = ACCOUNTS / 5 * 3;

impl Plan<'_> {
    /// How many claims of a type fall into so many months.
    pub(super) fn count(&mut self, claim_type: ClaimType, months: u32) -> u32 {
        let tables = &self.planner.tables;
        let place = |what| self.planner.places.of(self.life.number, what);
        let together = place(Even::Together(claim_type)) < TOGETHER;
        let place = place(if together { Even::General } else { Even::Own(claim_type) });
        let age = tables.ages[AgeBand::of(self.life.age_on(self.planner.span.last)) as usize];
        let intensity = tables.intensity(claim_type, place, ACCOUNTS);
        // Claims a million months, per mille, per mille.
        let expected = u64::from(months) * u64::from(tables.rates[claim_type as usize]) * u64::from(intensity) / 1_000
            * u64::from(age)
            / 1_000;
        ((expected + self.stream.below64(MILLION)) / MILLION) as u32
    }
}
