//! What a card of a inpatient claim says.

use super::{Card, Cards};
use crate::claim::Inpatient;
use crate::deck::coherent::seat::{Place, Seat};

/// Reads a card.
pub fn read(_cards: &Cards, seat: &Seat, _place: &Place, _card: &Card) -> Inpatient {
    let mut claim = Inpatient::default();
    claim.header.CLM_FROM_DT = Some(seat.from);
    claim.header.CLM_THRU_DT = Some(seat.thru);
    claim.lines.resize_with(usize::from(seat.class.lines), Default::default);
    claim
}
