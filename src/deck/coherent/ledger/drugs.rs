//! Who pays for Part D events.

use super::Ledger;
use crate::claim::Pde;
use crate::deck::coherent::seat::Seat;

/// Settles an event.
pub(super) fn pde(_ledger: &mut Ledger, _seat: &Seat, _event: &mut Pde) {}
