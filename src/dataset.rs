//! A data set: what format version, seed, profile, hands, code systems and so on give.
//!
//! Responsible for putting the stages together and for the data set's id, a hash of all that it follows
//! from. Must not know how documents are rendered or stored.

use crate::claim::{Beneficiary, Claim};
use crate::codes::{Codes, LoadError, Source};
use crate::deck::{self, Deck};
use crate::draw::{Seed, Streams};
use crate::roster::{AccountNumber, Roster};

/// The version of the data's format: golden digests belong to it, and changing them takes a new one.
pub const FORMAT_VERSION: u32 = 1;

/// What a data set follows from.
#[derive(Clone, Debug)]
pub struct Options {
    pub seed: Seed,
    pub codesystems: Source,
}

/// A data set, ready to give any of its accounts alone.
pub struct DataSet {
    pub codes: Codes,
    pub roster: Roster,
    deck: Deck,
}

/// An account's hand: the person and the claims, in the API's order.
pub struct Hand {
    pub number: AccountNumber,
    pub beneficiary: Beneficiary,
    pub claims: Vec<Claim>,
}

impl DataSet {
    /// Loads the tables, calls the roster and counts the seats.
    pub fn open(options: &Options) -> Result<DataSet, LoadError> {
        let streams = Streams::new(FORMAT_VERSION, options.seed);
        let mut codes = Codes::load(&options.codesystems)?;
        for (variable, filler) in deck::FILLERS {
            codes.ccw.also(*variable, filler);
        }
        let roster = Roster::published(&options.codesystems, &streams)?;
        let deck = Deck::new(&streams, &options.codesystems, &codes, &roster)?;
        Ok(DataSet { codes, roster, deck })
    }

    /// The hand of an account of the roster.
    pub fn hand(&self, number: AccountNumber) -> Hand {
        let beneficiary = self.roster.beneficiary(number);
        Hand { number, beneficiary, claims: self.deck.hand(&self.roster, number) }
    }

    /// The namespace of the UUIDs that stand for ids the reference server makes at random.
    pub fn namespace(&self) -> uuid::Uuid {
        uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, self.codes.digest().as_bytes())
    }
}
