//! What a card of a Part D event says.

use super::{Card, Cards};
use crate::claim::Pde;
use crate::deck::coherent::seat::{Place, Seat};

/// Reads a card.
pub fn read(_cards: &Cards, seat: &Seat, _place: &Place, _card: &Card) -> Pde {
    Pde { SRVC_DT: Some(seat.from), ..Pde::default() }
}
