//! Seats: an account's counts, spread over months and lines.
//!
//! Responsible for the rules of the split: how many claims a year and lines a claim may hold, and how
//! likely each way of holding the account's sums is. Must not know cards. Makes a list of [`Seat`]s:
//! carrier first, then inpatient, then Part D; it depends on the seed, the account and its counts alone.

use std::ops::RangeInclusive;

use super::class::{CLAIM_YEARS, Month};
use crate::claim::ClaimType;
use crate::deck::share::share_lines;
use crate::draw::{Domain, Stream, Streams};
use crate::roster::{AccountNumber, CARRIER_LINES, Cohort, Counts, INPATIENT_LINES};

/// A place in an account's hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    pub claim_type: ClaimType,
    /// The month of service; of the discharge, for a hospital stay.
    pub month: Month,
    /// Lines of the claim; 1 for a Part D event.
    pub lines: u16,
    /// Counts the account's claims of the type from 0.
    pub number: u16,
}

/// Carrier claims that a person of the frame had in a year, at most (FHIR-SynPUF selection frame).
const CARRIER_CLAIMS_A_YEAR: u32 = 25;
/// A claim that documentation prints: its seat is set, the others of the account are drawn around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pin {
    pub claim_type: ClaimType,
    pub month: Month,
    pub lines: u16,
}

/// Splits counts into seats; holds the lists that one split after another uses.
#[derive(Default)]
pub struct Splitter {
    seats: Vec<Seat>,
    /// Lines of each claim, and the claim that each line beyond the least went to.
    each: Vec<u16>,
    balls: Vec<u16>,
}

impl Splitter {
    /// The seats of an account. Pins stand first among their type; they must leave the others what they need
    /// ([`Pin::fits`]).
    pub fn split(&mut self, streams: &Streams, account: AccountNumber, counts: &Counts, pins: &[Pin]) -> &[Seat] {
        self.seats.clear();
        let mut stream = streams.stream(Domain::Seats, u64::from(account.0));
        let cohort = account.cohort();
        self.carrier(&mut stream, cohort, counts, pins);
        self.inpatient(&mut stream, counts, pins);
        let (pinned, _) = self.pin(ClaimType::Pde, pins);
        let events = pinned..counts.claims(ClaimType::Pde);
        self.seats.extend(events.map(|number| {
            let month = Month(stream.below(36) as u8);
            Seat { claim_type: ClaimType::Pde, month, lines: 1, number }
        }));
        &self.seats
    }

    fn push(&mut self, claim_type: ClaimType, month: Month, number: u16, lines: u16) {
        self.seats.push(Seat { claim_type, month, lines, number });
    }

    /// Pins of the type become its first seats; tells how many claims and lines they take.
    fn pin(&mut self, claim_type: ClaimType, pins: &[Pin]) -> (u16, u16) {
        let (mut claims, mut lines) = (0, 0);
        for pin in pins.iter().filter(|pin| pin.claim_type == claim_type) {
            self.push(claim_type, pin.month, claims, pin.lines);
            claims += 1;
            lines += pin.lines;
        }
        (claims, lines)
    }

    /// Claims take free places of the three years (25 each), any place alike: what three years of binomial
    /// counts with the person's own rate are given their sum. Months are all alike.
    fn carrier(&mut self, stream: &mut Stream, cohort: Cohort, counts: &Counts, pins: &[Pin]) {
        let (claims, lines) = (counts.claims(ClaimType::Carrier), counts.lines(ClaimType::Carrier));
        let first = self.seats.len();
        let (pinned, pinned_lines) = self.pin(ClaimType::Carrier, pins);
        let mut free = FreePlaces::new();
        for seat in &self.seats[first..] {
            free.take(seat.month.0 / 12);
        }
        // The frame of 1999 and 2000 asked for a claim in each year.
        let due = if cohort != Cohort::Y2014 && claims >= CLAIM_YEARS as u16 { CLAIM_YEARS as u16 } else { 0 };
        for number in pinned..claims {
            let month = if number < due {
                free.take(number as u8);
                12 * u32::from(number) + stream.below(12)
            } else {
                let drawn = stream.below(12 * free.all);
                12 * u32::from(free.take_place(drawn / 12)) + drawn % 12
            };
            self.push(ClaimType::Carrier, Month(month as u8), number, 0);
        }
        let (first, lines) = (first + usize::from(pinned), lines - pinned_lines);
        // Sizes fitted to the published lines per carrier claim: .327, .302, .417.
        match cohort {
            Cohort::Y1999 => self.share::<1, 3>(stream, first, lines, CARRIER_LINES),
            Cohort::Y2000 => self.share::<3, 10>(stream, first, lines, CARRIER_LINES),
            Cohort::Y2014 => self.share::<5, 12>(stream, first, lines, CARRIER_LINES),
        }
    }

    fn inpatient(&mut self, stream: &mut Stream, counts: &Counts, pins: &[Pin]) {
        let first = self.seats.len();
        let (pinned, pinned_lines) = self.pin(ClaimType::Inpatient, pins);
        for number in pinned..counts.claims(ClaimType::Inpatient) {
            self.push(ClaimType::Inpatient, Month(stream.below(36) as u8), number, 0);
        }
        let lines = counts.lines(ClaimType::Inpatient) - pinned_lines;
        // Lines of hospital stays are hardly more spread than a Poisson count: all claims draw alike.
        self.share::<1, 0>(stream, first + usize::from(pinned), lines, INPATIENT_LINES);
    }

    /// Shares lines among the seats from one on.
    fn share<const OWN: u32, const PER_LINE: u32>(
        &mut self,
        stream: &mut Stream,
        first: usize,
        lines: u16,
        limits: RangeInclusive<u16>,
    ) {
        let seats = &mut self.seats[first..];
        self.each.clear();
        self.each.resize(seats.len(), 0);
        share_lines::<OWN, PER_LINE>(stream, &mut self.each, &mut self.balls, lines, limits);
        seats.iter_mut().zip(&self.each).for_each(|(seat, &lines)| seat.lines = lines);
    }
}

/// Places for carrier claims that the three years still have.
struct FreePlaces {
    /// In the first year, in the first two, in all.
    first: u32,
    two: u32,
    all: u32,
}

impl FreePlaces {
    fn new() -> FreePlaces {
        const YEAR: u32 = CARRIER_CLAIMS_A_YEAR;
        FreePlaces { first: YEAR, two: 2 * YEAR, all: 3 * YEAR }
    }

    /// Takes a place of a year.
    fn take(&mut self, year: u8) {
        self.first -= u32::from(year == 0);
        self.two -= u32::from(year <= 1);
        self.all -= 1;
    }

    /// Takes a place, counted over the years; tells its year.
    fn take_place(&mut self, place: u32) -> u8 {
        let year = u8::from(place >= self.first) + u8::from(place >= self.two);
        self.take(year);
        year
    }
}

impl Pin {
    /// Whether an account with these counts can hold all its pins.
    pub fn fits(pins: &[Pin], counts: &Counts) -> bool {
        let limits =
            [(ClaimType::Carrier, CARRIER_LINES), (ClaimType::Inpatient, INPATIENT_LINES), (ClaimType::Pde, 1..=1)];
        limits.into_iter().all(|(claim_type, limits)| {
            let own = || pins.iter().filter(|pin| pin.claim_type == claim_type);
            let (claims, lines) = (own().count() as u16, own().map(|pin| pin.lines).sum::<u16>());
            let left = counts.claims(claim_type).checked_sub(claims).zip(counts.lines(claim_type).checked_sub(lines));
            let each = own().all(|pin| limits.contains(&pin.lines)) && u32::from(claims) <= CARRIER_CLAIMS_A_YEAR;
            each && left.is_some_and(|(claims, lines)| {
                claims.saturating_mul(*limits.start()) <= lines && lines <= claims.saturating_mul(*limits.end())
            })
        })
    }
}
