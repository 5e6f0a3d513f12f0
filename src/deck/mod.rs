//! Seats, cards and the deal.
//!
//! Responsible for what happens: which seats an account's hand has (claim type and seat class), what the
//! card dealt to each says, and the claim that the two make. Must not know FHIR, files or threads.

mod card;
mod class;
mod deal;
mod ids;
mod seats;
mod stamp;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

pub use class::{Class, Fit, Month, Window};
pub use deal::Dealt;
pub use seats::Seat;

use crate::claim::Claim;
use crate::codes::{Codes, LoadError, Source, Variable};
use crate::draw::Streams;
use crate::roster::{AccountNumber, Cohort, Roster};
use deal::Deal;
use ids::ClaimIds;
use seats::{Pin, Splitter};

/// Codes that the faithful profile writes and no codebook lists: fillers of masked columns. Made known to
/// the code systems, they are rendered once like any other code.
pub const FILLERS: &[(Variable, &str)] = &[
    (Variable::CARR_NUM, "99999"),
    (Variable::CARR_LINE_CLIA_LAB_NUM, "9999999999"),
    (Variable::CARR_LINE_PRCNG_LCLTY_CD, "99"),
    (Variable::FI_NUM, "99999"),
    (Variable::LINE_HCT_HGB_TYPE_CD, "99"),
    (Variable::PLAN_CNTRCT_REC_ID, "99999"),
    (Variable::PLAN_PBP_REC_NUM, "999"),
    (Variable::PRVDR_NUM, "999999"),
    (Variable::PRVDR_SPCLTY, "999"),
    (Variable::PRVDR_STATE_CD, "99"),
    (Variable::PRVDR_ZIP, "999999999"),
    (Variable::TAX_NUM, "9999999999"),
];

/// The cards of a data set and the rules by which they are dealt.
pub struct Deck {
    streams: Streams,
    ids: ClaimIds,
    pins: Vec<(AccountNumber, Vec<Pin>)>,
    /// The seat table of each cohort, counted when first asked for.
    deals: [OnceLock<Deal>; 3],
}

impl Deck {
    /// Reads the card tables.
    pub fn new(streams: &Streams, _source: &Source, _codes: &Codes, _roster: &Roster) -> Result<Deck, LoadError> {
        Ok(Deck {
            streams: streams.clone(),
            ids: ClaimIds::new(streams, &[], &[]),
            pins: Vec::new(),
            deals: Default::default(),
        })
    }

    /// The claims that an account holds, in the API's order; none when the roster does not list it.
    pub fn hand(&self, roster: &Roster, number: AccountNumber) -> Vec<Claim> {
        let Some(position) = roster.position(number) else { return Vec::new() };
        let deal = self.deal(roster, number.cohort());
        let mut splitter = Splitter::default();
        let seats = deal::split(&mut splitter, &self.streams, roster, &self.pins, position);
        let dealt = deal.cards(&self.streams, roster, &self.pins, position, seats);
        let mut claims: Vec<(u64, Claim)> = seats
            .iter()
            .zip(dealt)
            .map(|(seat, dealt)| {
                let mut claim = card::read(&self.streams, &dealt);
                stamp::stamp(&mut claim, &self.streams, &self.ids, number, seat);
                (ids::text_order(claim.id()), claim)
            })
            .collect();
        claims.sort_unstable_by_key(|(order, claim)| (*order, claim.claim_type()));
        claims.into_iter().map(|(_, claim)| claim).collect()
    }

    /// The seats of an account, and the card dealt to each.
    pub fn dealt(&self, roster: &Roster, number: AccountNumber) -> Vec<(Seat, Dealt)> {
        let Some(position) = roster.position(number) else { return Vec::new() };
        let mut splitter = Splitter::default();
        let seats = deal::split(&mut splitter, &self.streams, roster, &self.pins, position);
        let deal = self.deal(roster, number.cohort());
        seats.iter().copied().zip(deal.cards(&self.streams, roster, &self.pins, position, seats)).collect()
    }

    /// Who holds a card: the account, and the place of the seat in [`Deck::dealt`].
    pub fn seat_of(&self, roster: &Roster, dealt: Dealt) -> Option<(AccountNumber, usize)> {
        let deal = self.deal(roster, dealt.class.cohort);
        let (position, at) = deal.seat_of(&self.streams, roster, &self.pins, dealt)?;
        Some((roster.numbers()[position], at))
    }

    /// The classes of a cohort that have seats, each with the number of its seats, which is that of its cards.
    pub fn classes(&self, roster: &Roster, cohort: Cohort) -> Vec<(Class, u32)> {
        self.deal(roster, cohort).classes().collect()
    }

    fn deal(&self, roster: &Roster, cohort: Cohort) -> &Deal {
        self.deals[cohort as usize].get_or_init(|| Deal::new(&self.streams, roster, &self.pins, cohort))
    }
}
