//! The coherent profile: believable claims of all eight types.
//!
//! Responsible for an account's hand: its plan (seats), the card dealt to each seat, the money as it settles over the
//! person's years, and the ids. Nothing is counted over the roster: a seat's card is its number among all that could be,
//! taken through a keyed permutation, so each card goes to at most one seat and any account is made alone. Must not know
//! FHIR, files or threads.
//!
//! ```text
//! life ─► plan (seats) ─► card of each seat ─► ledger (money, in the order of days) ─► stamp (ids, processing days)
//! ```

pub mod ask;
pub mod card;
pub mod class;
pub mod conditions;
pub mod contractors;
pub mod external;
pub mod ledger;
pub mod plan;
pub mod providers;
pub mod seat;
mod stamp;
#[cfg(test)]
mod tests;
mod told;

use crate::claim::{Claim, ClaimType};
use crate::codes::{Clinical, Codes, LoadError, Source, Utilization};
use crate::deck::faithful::documented::Documented;
use crate::deck::ids::{self, ClaimIds};
use crate::deck::outline::{Outline, Planned};
use crate::draw::{Domain, Permutation, Streams};
use crate::measure::Day;
use crate::roster::{AccountNumber, Counts, EvenPlaces, Roster, Span};
use card::{Card, Cards};
use class::Class;
use ledger::Ledger;
use plan::{Planner, Tables};
use seat::{Place, Seat, Version};

pub use told::MOST as MOST_TOLD;

/// Claims of a type that an account could have: ordinals are counted in so many an account.
const CLAIMS: u64 = 1 << 16;
/// Accounts that could be: more than there are, for those beside the 30,000.
const ACCOUNTS: u64 = 1 << 16;

/// The coherent profile's cards and the rules by which they are dealt.
pub struct Deck {
    planner: Planner,
    cards: Cards,
    /// One shuffle a claim type.
    shuffles: [Permutation; 8],
    ids: ClaimIds,
    documented: Documented,
}

/// An account's seats, and where the person lives.
pub(in crate::deck) struct PlannedHand {
    seats: Vec<Seat>,
    place: Place,
}

/// The card that a seat got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dealt {
    pub class: Class,
    pub card: u32,
}

impl Deck {
    /// Reads the tables.
    pub fn new(streams: &Streams, source: &Source, codes: &Codes, span: Span) -> Result<Deck, LoadError> {
        let documented = Documented::load(source, &codes.clinical)?;
        let shuffle = |at| Permutation::new(streams, Domain::Deal, at as u64, ACCOUNTS * CLAIMS);
        let planner = Planner {
            streams: streams.clone(),
            tables: Tables::new(&Utilization::load(source)?),
            places: EvenPlaces::new(streams),
            span,
        };
        Ok(Deck {
            planner,
            cards: Cards::new(source, codes)?,
            shuffles: std::array::from_fn(shuffle),
            ids: ClaimIds::new(streams, &documented.kept_claims(), &documented.kept_groups()),
            documented,
        })
    }

    /// The claims that CMS's documentation prints.
    pub(in crate::deck) fn documented(&self) -> &Documented {
        &self.documented
    }

    /// The clinical tables that cards are made with.
    pub fn clinical(&self) -> &Clinical {
        &self.cards.clinical
    }

    /// The claims that an account holds, in the API's order; none when the roster does not list it.
    pub fn hand(&self, roster: &Roster, number: AccountNumber) -> Vec<Claim> {
        let (Some(position), Some(life)) = (roster.position(number), roster.life(number)) else { return Vec::new() };
        let fixed = roster.fixed_counts(position);
        let printed = self.printed(number, fixed);
        let mut seats = self.planner.seats(&life, fixed, &printed);
        // Money settles in the order of the days on which care ended.
        seats.sort_by_key(|seat| (seat.thru, seat.from, seat.class.claim_type, seat.number));
        let place = Place { state: life.person.state.clone(), zip: life.home.zip.clone() };
        let mut ledger = Ledger::new(&self.cards.clinical, &life, self.planner.span);
        let mut claims: Vec<(u64, Claim)> = Vec::with_capacity(seats.len());
        for seat in &seats {
            let is_printed = !printed.is_empty() && usize::from(seat.number) < printed.len();
            let services =
                is_printed.then(|| self.documented.services(number, seat.class.claim_type, seat.number)).flatten();
            let dealt = self.card_at(number, seat);
            let card =
                Card { streams: &self.planner.streams, index: dealt.class.card_index(dealt.card), services, ask: None };
            let mut claim = self.cards.read(seat, &place, &card);
            ledger.settle(seat, &mut claim);
            stamp::stamp(&mut claim, &self.planner.streams, &self.ids, number, seat);
            if is_printed {
                self.documented.write(&mut claim, number, seat.number);
                diagnose_lines(&mut claim);
            }
            claims.push((ids::text_order(claim.id()), claim));
        }
        claims.sort_unstable_by_key(|(order, claim)| (*order, claim.claim_type()));
        claims.into_iter().map(|(_, claim)| claim).collect()
    }

    /// What the seats of an account tell; `None` where the documentation prints some of its claims.
    pub(in crate::deck) fn planned(&self, roster: &Roster, number: AccountNumber) -> Option<Planned> {
        let (position, life) = (roster.position(number)?, roster.life(number)?);
        let fixed = roster.fixed_counts(position);
        if !self.printed(number, fixed).is_empty() {
            return None;
        }
        let seats = self.planner.seats(&life, fixed, &[]);
        let outline = |seat: &Seat| Outline {
            claim_type: seat.class.claim_type,
            number: seat.number,
            lines: seat.class.lines,
            from: seat.from..=seat.from,
            thru: seat.thru..=seat.thru,
            corrected: Some(seat.version != Version::Final),
        };
        let outlines = seats.iter().map(outline).collect();
        let place = Place { state: life.person.state, zip: life.home.zip };
        Some(Planned { outlines, hand: Some(PlannedHand { seats, place }) })
    }

    /// What the card of one of the seats says.
    pub(in crate::deck) fn card(&self, number: AccountNumber, hand: &PlannedHand, at: usize) -> Option<Claim> {
        let seat = hand.seats.get(at)?;
        let dealt = self.card_at(number, seat);
        let index = dealt.class.card_index(dealt.card);
        let card = Card { streams: &self.planner.streams, index, services: None, ask: None };
        Some(self.cards.read(seat, &hand.place, &card))
    }

    /// The seats of an account, by claim type and number, and the card dealt to each.
    pub fn dealt(&self, roster: &Roster, number: AccountNumber) -> Vec<(Seat, Dealt)> {
        let (Some(position), Some(life)) = (roster.position(number), roster.life(number)) else { return Vec::new() };
        let fixed = roster.fixed_counts(position);
        let seats = self.planner.seats(&life, fixed, &self.printed(number, fixed));
        seats.into_iter().map(|seat| (seat.clone(), self.card_at(number, &seat))).collect()
    }

    /// Who could hold a card: the account and the number of its claim of the type.
    pub fn seat_of(&self, claim_type: ClaimType, card: u32) -> (AccountNumber, u16) {
        let ordinal = self.shuffles[claim_type as usize].inverse(u64::from(card));
        (AccountNumber((ordinal / CLAIMS) as u32), (ordinal % CLAIMS) as u16)
    }

    /// The card of a seat: each goes to one seat, corrections apart, which share that of what they correct.
    fn card_at(&self, number: AccountNumber, seat: &Seat) -> Dealt {
        let ordinal = u64::from(number.0) * CLAIMS + u64::from(seat.card_number());
        let card = self.shuffles[seat.class.claim_type as usize].forward(ordinal) as u32;
        Dealt { class: seat.class, card }
    }

    /// Seats of claims that documentation prints, where the account has room for them and they are not to come.
    fn printed(&self, number: AccountNumber, fixed: Option<&Counts>) -> Vec<(ClaimType, Day, u16)> {
        let Some(counts) = fixed else { return Vec::new() };
        let printed = self.documented.days(number);
        let fits = printed.iter().all(|&(claim_type, day, lines)| {
            let (claims, all) = (counts.claims(claim_type), counts.lines(claim_type));
            day <= self.planner.span.last && claims > 1 && all >= lines + (claims - 1)
        });
        if fits { printed } else { Vec::new() }
    }
}

/// Lines of a printed claim are for its printed diagnosis: the card's own is gone.
fn diagnose_lines(claim: &mut Claim) {
    let Claim::Carrier(claim) = claim else { return };
    let header = &claim.header;
    for line in &mut claim.lines {
        line.LINE_ICD_DGNS_CD = header.PRNCPAL_DGNS_CD.clone();
        line.LINE_ICD_DGNS_VRSN_CD = header.PRNCPAL_DGNS_VRSN_CD.clone();
    }
}
