//! Seats: an account's counts, spread over months and lines.
//!
//! Responsible for the rules of the split: how many claims a year and lines a claim may hold, and how
//! likely each way of holding the account's sums is. Must not know cards. Makes a list of [`Seat`]s:
//! carrier first, then inpatient, then Part D; it depends on the seed, the account and its counts alone.

use super::class::{CLAIM_YEARS, Month};
use crate::claim::ClaimType;
use crate::draw::{Domain, Stream, Streams};
use crate::roster::{AccountNumber, Cohort, Counts};

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
/// Lines of a carrier claim, at most (the layout of the claim form).
pub const CARRIER_LINES: u16 = 13;
/// Lines of an inpatient claim: what the published set has. One revenue-centre code never comes twice.
pub const INPATIENT_LINES: std::ops::RangeInclusive<u16> = 2..=35;

/// How evenly lines spread: a claim with k lines beyond the least draws the next one with weight
/// `own + per_line * k`. That is the Dirichlet-multinomial, what independent negative binomials of size
/// own/per_line are given their sum.
#[derive(Clone, Copy)]
struct Urn {
    own: u32,
    per_line: u32,
}

/// Sizes fitted to the published lines per carrier claim: .327 (1999), .302 (2000), .417 (2014).
const fn carrier_urn(cohort: Cohort) -> Urn {
    match cohort {
        Cohort::Y1999 => Urn { own: 1, per_line: 3 },
        Cohort::Y2000 => Urn { own: 3, per_line: 10 },
        Cohort::Y2014 => Urn { own: 5, per_line: 12 },
    }
}

/// Lines of hospital stays are hardly more spread than a Poisson count: all claims draw alike.
const INPATIENT_URN: Urn = Urn { own: 1, per_line: 0 };

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
    /// The claim that each line beyond the least went to.
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
        for number in 0..counts.claims(ClaimType::Pde) {
            self.push(ClaimType::Pde, Month(stream.below(36) as u8), number, 1);
        }
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
        let mut free = [CARRIER_CLAIMS_A_YEAR.max(u32::from(claims).div_ceil(CLAIM_YEARS as u32)); CLAIM_YEARS];
        for seat in &self.seats[first..] {
            free[usize::from(seat.month.0 / 12)] -= 1;
        }
        // The frame of 1999 and 2000 asked for a claim in each year.
        let due = if cohort != Cohort::Y2014 && claims >= CLAIM_YEARS as u16 { CLAIM_YEARS as u16 } else { 0 };
        for number in pinned..claims {
            let month = if number < due {
                let year = usize::from(number);
                free[year] -= 1;
                12 * year as u32 + stream.below(12)
            } else {
                let drawn = stream.below(12 * (free[0] + free[1] + free[2]));
                let place = drawn / 12;
                let year = (place >= free[0]) as usize + (place >= free[0] + free[1]) as usize;
                free[year] -= 1;
                12 * year as u32 + drawn % 12
            };
            self.push(ClaimType::Carrier, Month(month as u8), number, 0);
        }
        let start = first + usize::from(pinned);
        self.share_lines(stream, start, lines - pinned_lines, 1..=CARRIER_LINES, carrier_urn(cohort));
    }

    fn inpatient(&mut self, stream: &mut Stream, counts: &Counts, pins: &[Pin]) {
        let first = self.seats.len();
        let (pinned, pinned_lines) = self.pin(ClaimType::Inpatient, pins);
        for number in pinned..counts.claims(ClaimType::Inpatient) {
            self.push(ClaimType::Inpatient, Month(stream.below(36) as u8), number, 0);
        }
        let start = first + usize::from(pinned);
        let lines = counts.lines(ClaimType::Inpatient) - pinned_lines;
        self.share_lines(stream, start, lines, INPATIENT_LINES, INPATIENT_URN);
    }

    /// Shares lines among the seats from `start` on. Sums that the limits cannot hold (only a hands file has
    /// them) move the limits: fewer lines than the least, or the most raised to the mean.
    fn share_lines(
        &mut self,
        stream: &mut Stream,
        start: usize,
        lines: u16,
        limits: std::ops::RangeInclusive<u16>,
        urn: Urn,
    ) {
        let seats = &mut self.seats[start..];
        let claims = seats.len() as u16;
        if claims == 0 {
            return;
        }
        let least = (*limits.start()).min(lines / claims);
        let most = (*limits.end()).max(lines.div_ceil(claims));
        for seat in seats.iter_mut() {
            seat.lines = least;
        }
        self.balls.clear();
        let own = urn.own * u32::from(claims);
        for given in 0..u32::from(lines - least * claims) {
            let drawn = stream.below(own + urn.per_line * given);
            let mut at = if drawn < own {
                drawn / urn.own
            } else {
                u32::from(self.balls[((drawn - own) / urn.per_line) as usize])
            } as usize;
            while seats[at].lines >= most {
                at = (at + 1) % seats.len();
            }
            seats[at].lines += 1;
            if urn.per_line > 0 {
                self.balls.push(at as u16);
            }
        }
    }
}

impl Pin {
    /// Whether an account with these counts can hold all its pins.
    pub fn fits(pins: &[Pin], counts: &Counts) -> bool {
        [(ClaimType::Carrier, 1..=CARRIER_LINES), (ClaimType::Inpatient, INPATIENT_LINES)].into_iter().all(
            |(claim_type, limits)| {
                let own = || pins.iter().filter(|pin| pin.claim_type == claim_type);
                let (claims, lines) = (own().count() as u16, own().map(|pin| pin.lines).sum::<u16>());
                let left =
                    counts.claims(claim_type).checked_sub(claims).zip(counts.lines(claim_type).checked_sub(lines));
                left.is_some_and(|(claims, lines)| {
                    claims.saturating_mul(*limits.start()) <= lines && lines <= claims.saturating_mul(*limits.end())
                })
            },
        )
    }
}
