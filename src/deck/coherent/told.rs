//! The hand of a person whom a file tells: seats and asks of a story instead of a plan and a deal.
//!
//! Cards, ledger and ids are those of everybody. A card is drawn from those of the person's own account, the first that is
//! plain: what the story asks is written over it.

use super::ask::{self, Ask};
use super::card::Card;
use super::ledger::Ledger;
use super::seat::{Place, Seat};
use super::{CLAIMS, Deck, stamp};
use crate::claim::Claim;
use crate::deck::ids;
use crate::roster::{AccountNumber, Life, Span};

/// How many cards are looked at for a plain one, and how far they lie apart: the most claims of a type.
const TRIES: u64 = 32;
/// The most claims of a type that a story gives.
pub const MOST: u16 = (CLAIMS / TRIES) as u16;

impl Deck {
    /// The claims of a life that a story tells, in the API's order. Its seats are numbered by type from 0.
    pub fn told(&self, life: &Life, span: Span, told: &[(Seat, Ask)]) -> Vec<Claim> {
        let mut order: Vec<&(Seat, Ask)> = told.iter().collect();
        order.sort_by_key(|(seat, _)| (seat.thru, seat.from, seat.class.claim_type, seat.number));
        let place = Place { state: life.person.state.clone(), zip: life.home.zip.clone() };
        let mut ledger = Ledger::new(&self.cards.clinical, life, span);
        let mut claims: Vec<(u64, Claim)> = Vec::with_capacity(told.len());
        for (seat, ask) in order {
            let mut claim = self.plain(life, seat, &place, ask);
            ask::write(&mut claim, ask, &self.cards.clinical, seat.class.window.is_icd10());
            ledger.settle(seat, &mut claim);
            stamp::stamp(&mut claim, &self.planner.streams, &self.ids, life.number, seat);
            ask::write_columns(&mut claim, ask);
            claims.push((ids::text_order(claim.id()), claim));
        }
        claims.sort_unstable_by_key(|(order, claim)| (*order, claim.claim_type()));
        claims.into_iter().map(|(_, claim)| claim).collect()
    }

    /// CLM_ID or PDE_ID of the claim at a seat of an account.
    pub fn id_of(&self, number: AccountNumber, seat: &Seat) -> i64 {
        let claim_type = seat.class.claim_type;
        self.ids.claim(claim_type, ids::ordinal(claim_type, number, seat.number))
    }

    /// The claim of the first plain card among those of a seat, if possible at the place that is asked for, by which fees
    /// differ.
    fn plain(&self, life: &Life, seat: &Seat, place: &Place, ask: &Ask) -> Claim {
        let mut found = None;
        for tries in 0..TRIES {
            let number = (u64::from(seat.card_number()) + tries * u64::from(MOST)) % CLAIMS;
            let ordinal = u64::from(life.number.0) * CLAIMS + number;
            let card = self.shuffles[seat.class.claim_type as usize].forward(ordinal) as u32;
            let index = seat.class.card_index(card);
            let card = Card { streams: &self.planner.streams, index, services: None, ask: Some(ask) };
            let claim = self.cards.read(seat, place, &card);
            let plain = ask::is_plain(&claim);
            if plain && ask::is_placed(&claim, ask) {
                return claim;
            }
            // A plain one elsewhere serves as well, and the last one where none is plain.
            if found.is_none() && (plain || tries + 1 == TRIES) {
                found = Some(claim);
            }
        }
        found.expect("one of the tries is the last")
    }
}
