//! Corrections: a few claims are replaced by a later one, or taken back.
//!
//! Original and correction have the same days and the same card; the original's final action is then no longer its own.

use super::Plan;
use crate::claim::ClaimType;
use crate::deck::coherent::seat::{Seat, Version};

impl Plan<'_> {
    /// Adds corrections of some of the claims; each gets the next number of its type.
    pub(super) fn correct(&mut self) {
        let chance = self.planner.tables.share("corrected");
        let cancelled = self.planner.tables.share("cancelled rather than replaced");
        let mut next = [0_u16; 8];
        for seat in &self.seats {
            next[seat.class.claim_type as usize] += 1;
        }
        let mut corrections: Vec<Seat> = Vec::new();
        for seat in &mut self.seats {
            if !self.stream.chance(chance) {
                continue;
            }
            let claim_type: ClaimType = seat.class.claim_type;
            let number = &mut next[claim_type as usize];
            let original = seat.number;
            seat.version = Version::Superseded;
            let version = match self.stream.chance(cancelled) {
                true => Version::Cancels(original),
                false => Version::Replaces(original),
            };
            corrections.push(Seat { number: *number, version, ..seat.clone() });
            *number += 1;
        }
        self.seats.append(&mut corrections);
    }
}
