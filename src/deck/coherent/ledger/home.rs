//! Who pays for home health and hospice care: Medicare all of it, hospice drugs and respite apart.

use super::Ledger;
use crate::claim::{Hha, Hospice};
use crate::deck::coherent::seat::Seat;

/// Settles a home health claim.
pub(super) fn hha(_ledger: &mut Ledger, _seat: &Seat, _claim: &mut Hha) {}

/// Settles a hospice claim.
pub(super) fn hospice(_ledger: &mut Ledger, _seat: &Seat, _claim: &mut Hospice) {}
