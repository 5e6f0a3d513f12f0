//! The faithful profile: the set of 2017 as published.
//!
//! Responsible for its seats (from published counts), its cards and its deal. Must not know FHIR, files or threads.

mod card;
mod class;
#[cfg(test)]
mod content_tests;
mod deal;
pub(in crate::deck) mod documented;
mod donor;
mod seats;
mod stamp;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

pub use class::{Class, Fit, Month};
pub use deal::Dealt;
pub use seats::Seat;

use crate::claim::{Claim, ClaimType};
use crate::codes::{Codes, LoadError, Shares, Source, Variable};
use crate::deck::ids::{self, ClaimIds};
use crate::deck::outline::{Outline, Planned};
use crate::draw::Streams;
use crate::measure::Day;
use crate::roster::{AccountNumber, Cohort, Counts, Roster};
use card::Cards;
use deal::Deal;
use documented::Documented;
use seats::{Pin, Splitter};

/// Codes that the faithful profile writes and no codebook lists: fillers of masked columns. Made known to
/// the code systems, they are rendered once like any other code.
pub const FILLERS: &[(Variable, &str)] = &[
    (Variable::CARR_NUM, "99999"),
    (Variable::CARR_LINE_CLIA_LAB_NUM, "9999999999"),
    (Variable::CARR_LINE_PRCNG_LCLTY_CD, "99"),
    (Variable::CLM_CLNCL_TRIL_NUM, "99999999"),
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
    cards: Cards,
    ids: ClaimIds,
    documented: Documented,
    pins: Vec<(AccountNumber, Vec<Pin>)>,
    /// The seat table of each cohort, counted when first asked for.
    deals: [OnceLock<Deal>; 3],
}

impl Deck {
    /// Reads the card tables.
    pub fn new(streams: &Streams, source: &Source, codes: &Codes, _roster: &Roster) -> Result<Deck, LoadError> {
        let documented = Documented::load(source, &codes.clinical)?;
        Ok(Deck {
            streams: streams.clone(),
            cards: Cards::new(&codes.clinical, &Shares::load(source)?, source.directory().is_some())?,
            ids: ClaimIds::new(streams, &documented.kept_claims(), &documented.kept_groups()),
            pins: documented.pins()?,
            documented,
            deals: Default::default(),
        })
    }

    /// The claims that CMS's documentation prints.
    pub(in crate::deck) fn documented(&self) -> &Documented {
        &self.documented
    }

    /// The claims that an account holds, in the API's order; none when the roster does not list it.
    pub fn hand(&self, roster: &Roster, number: AccountNumber) -> Vec<Claim> {
        let Some(position) = roster.position(number) else { return Vec::new() };
        let deal = self.deal(roster, number.cohort());
        let mut splitter = Splitter::default();
        let seats = deal::split(&mut splitter, &self.streams, roster, &self.pins, position);
        let dealt = deal.cards(&self.streams, roster, &self.pins, position, seats);
        let printed = self.pins_of(number, roster.counts(position)).len();
        let mut claims: Vec<(u64, Claim)> = Vec::with_capacity(seats.len());
        for (seat, dealt) in seats.iter().zip(dealt) {
            let printed = printed > 0;
            let services = if printed { self.documented.services(number, seat.claim_type, seat.number) } else { None };
            let mut claim = self.cards.read(&self.streams, &dealt, services);
            let days = self.cards.days(&self.streams, &dealt);
            stamp::stamp(&mut claim, &self.streams, &self.ids, number, seat, days);
            if printed {
                self.documented.write(&mut claim, number, seat.number);
            }
            claims.push((ids::text_order(claim.id()), claim));
        }
        claims.sort_unstable_by_key(|(order, claim)| (*order, claim.claim_type()));
        claims.into_iter().map(|(_, claim)| claim).collect()
    }

    /// What the seats of an account tell; `None` where the documentation prints some of its claims.
    pub(in crate::deck) fn planned(&self, roster: &Roster, number: AccountNumber) -> Option<Planned> {
        let position = roster.position(number)?;
        if !self.pins_of(number, roster.counts(position)).is_empty() {
            return None;
        }
        let mut splitter = Splitter::default();
        let seats = deal::split(&mut splitter, &self.streams, roster, &self.pins, position);
        let outlines = seats.iter().map(|seat| outline(number.cohort(), seat)).collect();
        Some(Planned { outlines, hand: None })
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

    /// The pins that an account with these counts can hold: all of its own, or none.
    fn pins_of(&self, number: AccountNumber, counts: &Counts) -> &[Pin] {
        deal::pins_of(&self.pins, number, counts)
    }

    fn deal(&self, roster: &Roster, cohort: Cohort) -> &Deal {
        self.deals[cohort as usize].get_or_init(|| Deal::new(&self.streams, roster, &self.pins, cohort))
    }
}

/// What a seat tells: a course of treatment may run into the next month, and how long a stay lasted is the card's to say.
fn outline(cohort: Cohort, seat: &Seat) -> Outline {
    let first = seat.month.first_day(cohort);
    let (from, thru) = match seat.claim_type {
        ClaimType::Carrier if seat.lines > 1 => (first..=first, first..=first.plus(31).first_of_month()),
        ClaimType::Inpatient => (Day::of(cohort.year(), 1, 1)..=first, first..=first),
        _ => (first..=first, first..=first),
    };
    Outline { claim_type: seat.claim_type, number: seat.number, lines: seat.lines, from, thru, corrected: None }
}
