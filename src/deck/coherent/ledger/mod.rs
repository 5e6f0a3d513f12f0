//! The ledger: who pays what, over a person's years.
//!
//! Responsible for what depends on what was paid before: Part B's yearly deductible, Part A's deductible and
//! coinsurance days by spell of illness, Part D's phases by year. Claims are settled in the order of the days on which
//! care ended; each reads what its card charged and allowed from its own columns and writes what the patient, Medicare
//! and others pay, so that a claim's amounts add up to the cent. Must not know cards.

mod drugs;
mod home;
mod outpatient;
mod part_a;
mod part_b;
mod part_d;
mod professional;
mod stays;

use super::seat::Seat;
use crate::claim::Claim;
use crate::codes::Clinical;
use crate::roster::{Life, Span};
use part_a::PartA;
use part_b::PartB;
use part_d::PartD;

/// What one person has paid towards each limit so far.
#[derive(Clone)]
pub struct Ledger<'a> {
    clinical: &'a Clinical,
    life: &'a Life,
    span: Span,
    part_a: PartA,
    part_b: PartB,
    part_d: PartD,
}

impl<'a> Ledger<'a> {
    /// A person's ledger before the first claim.
    pub fn new(clinical: &'a Clinical, life: &'a Life, span: Span) -> Ledger<'a> {
        let part_a = PartA::after(u32::from(life.reserve_used));
        let (part_b, part_d) = (PartB::default(), PartD::default());
        Ledger { clinical, life, span, part_a, part_b, part_d }
    }

    /// Settles a claim. One that does not count (superseded, or taken back) is settled as if it did, and then forgotten.
    pub fn settle(&mut self, seat: &Seat, claim: &mut Claim) {
        if seat.counts() {
            self.write(seat, claim);
        } else {
            self.clone().write(seat, claim);
        }
    }

    fn write(&mut self, seat: &Seat, claim: &mut Claim) {
        match claim {
            Claim::Carrier(claim) => professional::carrier(self, seat, claim),
            Claim::Dme(claim) => professional::dme(self, seat, claim),
            Claim::Hha(claim) => home::hha(self, seat, claim),
            Claim::Hospice(claim) => home::hospice(self, seat, claim),
            Claim::Inpatient(claim) => stays::inpatient(self, seat, claim),
            Claim::Outpatient(claim) => outpatient::outpatient(self, seat, claim),
            Claim::Pde(event) => drugs::pde(self, seat, event),
            Claim::Snf(claim) => stays::snf(self, seat, claim),
        }
    }
}
