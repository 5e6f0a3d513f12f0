//! Cards: what a claim says before it belongs to anybody.
//!
//! Responsible for the substance of a claim of each type: diagnoses, procedures, lines, drugs, money. A card
//! is addressed by its class and number alone; it holds no person, no id and no date but its class's window.
//! Must not know seats or accounts.

mod carrier;
mod inpatient;
mod pde;

use super::deal::Dealt;
use crate::claim::{Claim, ClaimType};
use crate::draw::Streams;

/// The claim that a card says, without what the seat gives.
pub fn read(streams: &Streams, dealt: &Dealt) -> Claim {
    match dealt.class.claim_type {
        ClaimType::Inpatient => Claim::Inpatient(Box::new(inpatient::read(streams, dealt))),
        ClaimType::Pde => Claim::Pde(Box::new(pde::read(streams, dealt))),
        _ => Claim::Carrier(Box::new(carrier::read(streams, dealt))),
    }
}
