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
mod outline;
mod share;
mod window;

pub use faithful::FILLERS;
pub use outline::{Outline, Planned};
pub use window::Window;

use crate::claim::Claim;
use crate::roster::{AccountNumber, Roster};

/// The cards of a data set and the rules by which they are dealt, by profile.
pub enum Deck {
    Faithful(Box<faithful::Deck>),
    Coherent(Box<coherent::Deck>),
}

impl Deck {
    /// The claims that an account holds, in the API's order; none when the roster does not list it.
    pub fn hand(&self, roster: &Roster, number: AccountNumber) -> Vec<Claim> {
        match self {
            Deck::Faithful(deck) => deck.hand(roster, number),
            Deck::Coherent(deck) => deck.hand(roster, number),
        }
    }

    /// What is known of an account's claims before their cards are read: much cheaper than the hand. `None` where the
    /// documentation prints some of them, and where the roster does not list the account: the hand itself then tells.
    pub fn planned(&self, roster: &Roster, number: AccountNumber) -> Option<Planned> {
        match self {
            Deck::Faithful(deck) => deck.planned(roster, number),
            Deck::Coherent(deck) => deck.planned(roster, number),
        }
    }

    /// The codes of one planned claim: what its card says, without ids and without the money of a person's years. `None`
    /// where cards are not read one by one: in the faithful profile.
    pub fn card(&self, number: AccountNumber, planned: &Planned, at: usize) -> Option<Claim> {
        match self {
            Deck::Faithful(_) => None,
            Deck::Coherent(deck) => deck.card(number, planned.hand.as_ref()?, at),
        }
    }

    /// Whether CMS's documentation prints a claim of a hand.
    pub fn prints(&self, claim: &Claim) -> bool {
        match self {
            Deck::Faithful(deck) => deck.documented().has(claim),
            Deck::Coherent(deck) => deck.documented().has(claim),
        }
    }
}
