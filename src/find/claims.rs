//! What is asked of claims, and what a claim's own columns answer.
//!
//! Must not know how claims are made.

use serde::{Serialize, Serializer};

use super::code::{Pattern, System};
use super::range::Range;
use crate::claim::{Claim, ClaimType};
use crate::measure::{Cents, Day};

/// How many claims an account must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// Of which type; of all types where there is none.
    pub claim_type: Option<ClaimType>,
    pub range: Range<u32>,
}

/// What is asked of an account's claims ([`super`] tells how the parts go together).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// The account has a claim of each.
    pub types: Vec<ClaimType>,
    /// Each must hold.
    pub counts: Vec<Count>,
    /// Code options: of each, any code.
    pub codes: Vec<Vec<Pattern>>,
    /// The first and the last day that a claim's days may reach.
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// Corrected later, or itself a correction.
    pub corrected: bool,
    /// Denied as a whole.
    pub denied: bool,
    /// Another insurer pays first.
    pub secondary: bool,
    /// What Medicare and drug plans paid for the claims that match.
    pub paid: Option<Range<Cents>>,
    pub same_claim: bool,
}

impl Claims {
    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        *self == Claims { same_claim: self.same_claim, ..Claims::default() }
    }

    /// Whether the money of a person's years, or what it decides, is asked for: all claims must then be settled.
    pub fn needs_ledger(&self) -> bool {
        self.denied || self.secondary || self.paid.is_some()
    }

    /// The days that claims may have.
    pub fn days(&self) -> Range<Day> {
        Range { least: self.from, most: self.to }
    }

    /// The code systems asked for.
    pub fn systems(&self) -> Vec<System> {
        let mut systems: Vec<System> = self.codes.iter().flatten().map(|pattern| pattern.system).collect();
        systems.sort_unstable();
        systems.dedup();
        systems
    }

    /// Whether a type is one of those named, or none is.
    pub fn names(&self, claim_type: ClaimType) -> bool {
        self.types.is_empty() || self.types.contains(&claim_type)
    }

    /// Whether a claim is one of those that are looked at, codes apart.
    pub fn looks_at(&self, claim: &Claim) -> bool {
        let within = |(from, thru): (Option<Day>, Option<Day>)| {
            let days = self.days();
            (days.least.is_none() && days.most.is_none())
                || from.zip(thru).is_some_and(|(from, thru)| days.covers(from..=thru))
        };
        within(claim.service_days())
            && (!self.corrected || claim.is_corrected())
            && (!self.denied || claim.is_denied())
            && (!self.secondary || claim.is_secondary())
    }
}

/// Claims by type. In JSON an object with the types that occur, in the API's order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClaimCounts(pub [u32; 8]);

impl ClaimCounts {
    /// Counts claims.
    pub fn of(claims: &[Claim]) -> ClaimCounts {
        let mut counts = ClaimCounts::default();
        claims.iter().for_each(|claim| counts.0[claim.claim_type() as usize] += 1);
        counts
    }
}

impl Serialize for ClaimCounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let all = ClaimType::ALL.into_iter().map(|claim_type| (claim_type.name(), self.0[claim_type as usize]));
        serializer.collect_map(all.filter(|(_, count)| *count > 0))
    }
}
