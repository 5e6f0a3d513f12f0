//! Seats, cards and the deal.
//!
//! Responsible for what happens: which seats an account's hand has (claim type and seat class), what the
//! card dealt to each says, and the claim that the two make. Must not know FHIR, files or threads.
//! `faithful` deals the set of 2017 as published, `coherent` believable claims of all eight types.

pub mod coherent;
pub mod faithful;

mod choice;
mod ids;
mod money;
mod share;
mod window;

pub use faithful::{Class, Dealt, Deck, FILLERS, Fit, Month, Seat};
pub use window::Window;
