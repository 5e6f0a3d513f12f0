//! Seats, cards and the deal.
//!
//! Responsible for what happens: which seats an account's hand has (claim type and seat class), what the
//! card dealt to each says, and the claim that the two make. Must not know FHIR, files or threads.

use crate::claim::Claim;
use crate::codes::{Codes, LoadError, Source};
use crate::draw::Streams;
use crate::roster::{AccountNumber, Roster};

/// The cards of a data set and the rules by which they are dealt.
pub struct Deck {
    streams: Streams,
}

impl Deck {
    /// Reads the card tables and counts the seats of the whole roster.
    pub fn new(streams: &Streams, _source: &Source, _codes: &Codes, _roster: &Roster) -> Result<Deck, LoadError> {
        Ok(Deck { streams: streams.clone() })
    }

    /// The claims that an account holds, in the API's order.
    pub fn hand(&self, _roster: &Roster, _number: AccountNumber) -> Vec<Claim> {
        let _ = &self.streams;
        Vec::new()
    }
}
