//! Who pays for the lines of outpatient claims.

use super::Ledger;
use crate::claim::Outpatient;
use crate::deck::coherent::seat::Seat;

/// Settles an outpatient claim.
pub(super) fn outpatient(_ledger: &mut Ledger, _seat: &Seat, _claim: &mut Outpatient) {}
