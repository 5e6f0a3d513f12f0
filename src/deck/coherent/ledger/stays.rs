//! Who pays for stays in hospitals and skilled nursing facilities.

use super::Ledger;
use crate::claim::{Inpatient, Snf};
use crate::deck::coherent::seat::Seat;

/// Settles an inpatient claim.
pub(super) fn inpatient(_ledger: &mut Ledger, _seat: &Seat, _claim: &mut Inpatient) {}

/// Settles a SNF claim.
pub(super) fn snf(_ledger: &mut Ledger, _seat: &Seat, _claim: &mut Snf) {}
