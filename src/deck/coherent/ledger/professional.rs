//! Who pays for the lines of carrier and DME claims.

use super::Ledger;
use crate::claim::{Carrier, Dme};
use crate::deck::coherent::seat::Seat;

/// Settles a carrier claim.
pub(super) fn carrier(_ledger: &mut Ledger, _seat: &Seat, _claim: &mut Carrier) {}

/// Settles a DME claim.
pub(super) fn dme(_ledger: &mut Ledger, _seat: &Seat, _claim: &mut Dme) {}
