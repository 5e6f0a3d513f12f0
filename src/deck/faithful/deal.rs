//! The deal: which card each seat gets, and which seat each card.
//!
//! Responsible for the seat table of one cohort: for each class, how many seats lie before each block of
//! accounts. From it the place of any seat within its class follows by splitting the counts of one block
//! again, and the class's keyed permutation takes the place to a card. Must not know what a card says.

use std::sync::OnceLock;

use super::class::{Class, Fit, WINDOWS};
use super::seats::{Pin, Seat, Splitter};
use crate::claim::ClaimType;
use crate::deck::window::Window;
use crate::draw::{Domain, Permutation, Streams};
use crate::roster::{AccountNumber, CARRIER_LINES, Cohort, Counts, INPATIENT_LINES, Roster};

/// Accounts of a block.
const BLOCK: usize = 500;

/// The seats that documentation fixes: account and pins.
pub type Pins = [(AccountNumber, Vec<Pin>)];

/// The seat table of one cohort.
pub struct Deal {
    cohort: Cohort,
    /// Position in the roster of the cohort's first account, and how many there are.
    first: usize,
    accounts: usize,
    /// Seats of each class before each block: block after block, and one more after the last: all seats.
    before: Vec<u32>,
    /// The shuffle of each class.
    shuffles: Vec<Permutation>,
    blocks: Vec<OnceLock<Block>>,
}

/// A block's seats: the place of each within its class.
struct Block {
    places: Vec<u32>,
    /// Where each account's seats begin in `places`.
    starts: Vec<u32>,
}

/// Classes of a cohort in a dense order: window after window, in each one carrier classes by lines,
/// inpatient classes by lines, Part D.
const CARRIER: usize = *CARRIER_LINES.end() as usize + 1;
const INPATIENT: usize = *INPATIENT_LINES.end() as usize + 1;
const A_WINDOW: usize = CARRIER + INPATIENT + 1;
const CLASSES: usize = WINDOWS * A_WINDOW;

/// The place of a seat's class in that order.
fn class_index(seat: &Seat) -> usize {
    let within = match seat.claim_type {
        ClaimType::Carrier => usize::from(seat.lines),
        ClaimType::Inpatient => CARRIER + usize::from(seat.lines),
        _ => CARRIER + INPATIENT,
    };
    seat.month.window_number() * A_WINDOW + within
}

/// The class at a place.
fn class_at(cohort: Cohort, index: usize) -> Class {
    let (claim_type, lines) = match index % A_WINDOW {
        lines if lines < CARRIER => (ClaimType::Carrier, lines),
        within if within < CARRIER + INPATIENT => (ClaimType::Inpatient, within - CARRIER),
        _ => (ClaimType::Pde, 1),
    };
    let window = Window::numbered(cohort, index / A_WINDOW);
    Class { claim_type, cohort, window, lines: lines as u16, fit: Fit::default() }
}

/// The card that a seat got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dealt {
    pub class: Class,
    pub card: u32,
}

impl Deal {
    /// Counts the seats of a cohort.
    pub fn new(streams: &Streams, roster: &Roster, pins: &Pins, cohort: Cohort) -> Deal {
        let first = roster.numbers().partition_point(|number| number.cohort() < cohort);
        let end = roster.numbers().partition_point(|number| number.cohort() <= cohort);
        let accounts = end - first;
        let mut before = Vec::with_capacity((accounts.div_ceil(BLOCK) + 1) * CLASSES);
        let mut seen = vec![0_u32; CLASSES];
        let mut splitter = Splitter::default();
        for position in first..end {
            if (position - first).is_multiple_of(BLOCK) {
                before.extend_from_slice(&seen);
            }
            for seat in split(&mut splitter, streams, roster, pins, position) {
                seen[class_index(seat)] += 1;
            }
        }
        before.extend_from_slice(&seen);
        let shuffle = |(index, &size): (usize, &u32)| {
            Permutation::new(streams, Domain::Shuffle, class_at(cohort, index).key(), u64::from(size))
        };
        let shuffles = seen.iter().enumerate().map(shuffle).collect();
        let blocks = (0..accounts.div_ceil(BLOCK)).map(|_| OnceLock::new()).collect();
        Deal { cohort, first, accounts, before, shuffles, blocks }
    }

    /// The classes that have seats, with the number of their seats.
    pub fn classes(&self) -> impl Iterator<Item = (Class, u32)> {
        let sizes = self.shuffles.iter().map(|shuffle| shuffle.len() as u32).enumerate();
        sizes.filter(|&(_, size)| size > 0).map(|(index, size)| (class_at(self.cohort, index), size))
    }

    /// The cards of an account's seats, in the order of its split.
    pub fn cards<'a>(
        &'a self,
        streams: &Streams,
        roster: &Roster,
        pins: &Pins,
        position: usize,
        seats: &'a [Seat],
    ) -> impl Iterator<Item = Dealt> {
        let within = position - self.first;
        let block = self.block(streams, roster, pins, within / BLOCK);
        let start = block.starts[within % BLOCK] as usize;
        seats.iter().zip(&block.places[start..]).map(|(seat, &place)| {
            let at = class_index(seat);
            let card = self.shuffles[at].forward(u64::from(place)) as u32;
            Dealt { class: class_at(self.cohort, at), card }
        })
    }

    /// The account (by its position in the roster) and the place among its seats that a card went to;
    /// `None` when the class has no such card.
    pub fn seat_of(&self, streams: &Streams, roster: &Roster, pins: &Pins, dealt: Dealt) -> Option<(usize, usize)> {
        let index = (0..CLASSES).find(|&index| class_at(self.cohort, index) == dealt.class)?;
        if u64::from(dealt.card) >= self.shuffles[index].len() {
            return None;
        }
        let place = self.shuffles[index].inverse(u64::from(dealt.card)) as u32;
        let ends = self.before[CLASSES..].chunks_exact(CLASSES);
        let number = ends.take_while(|end| end[index] <= place).count();
        let block = self.block(streams, roster, pins, number);
        let mut splitter = Splitter::default();
        for (within, &start) in block.starts.iter().enumerate() {
            let position = self.first + number * BLOCK + within;
            let seats = split(&mut splitter, streams, roster, pins, position);
            let mut places = seats.iter().zip(&block.places[start as usize..]);
            if let Some(at) = places.position(|(seat, &own)| own == place && class_index(seat) == index) {
                return Some((position, at));
            }
        }
        None
    }

    /// The places of a block's seats, found when first asked for.
    fn block(&self, streams: &Streams, roster: &Roster, pins: &Pins, number: usize) -> &Block {
        self.blocks[number].get_or_init(|| {
            let mut next = self.before[number * CLASSES..(number + 1) * CLASSES].to_vec();
            let end = self.accounts.min((number + 1) * BLOCK);
            let mut block = Block { places: Vec::new(), starts: Vec::with_capacity(BLOCK) };
            let mut splitter = Splitter::default();
            for within in number * BLOCK..end {
                block.starts.push(block.places.len() as u32);
                for seat in split(&mut splitter, streams, roster, pins, self.first + within) {
                    let place = &mut next[class_index(seat)];
                    block.places.push(*place);
                    *place += 1;
                }
            }
            block.places.shrink_to_fit();
            block
        })
    }
}

/// The seats of the account at a position of the roster.
pub fn split<'a>(
    splitter: &'a mut Splitter,
    streams: &Streams,
    roster: &Roster,
    pins: &Pins,
    position: usize,
) -> &'a [Seat] {
    let (account, counts) = (roster.numbers()[position], roster.counts(position));
    splitter.split(streams, account, counts, pins_of(pins, account, counts))
}

/// The pins that an account with these counts can hold: all of its own, or none.
pub fn pins_of<'a>(pins: &'a Pins, account: AccountNumber, counts: &Counts) -> &'a [Pin] {
    let own = pins.iter().find(|(owner, _)| *owner == account).map_or(&[][..], |(_, pins)| pins);
    if own.is_empty() || Pin::fits(own, counts) { own } else { &[] }
}
