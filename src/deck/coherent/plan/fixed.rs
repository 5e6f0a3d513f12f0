//! Accounts whose counts are given: documented ones, and those of a hands file.
//!
//! They hold exactly so many carrier, inpatient and Part D claims with exactly so many lines, and no others.

use super::Plan;
use crate::claim::ClaimType;
use crate::deck::coherent::class::Ending;
use crate::deck::coherent::seat::Seat;
use crate::deck::share::share_lines;
use crate::measure::Day;
use crate::roster::{CARRIER_LINES, Counts, INPATIENT_LINES};

impl Plan<'_> {
    /// The seats of given counts; pinned ones (type, day, lines) are among them.
    pub(super) fn fixed(&mut self, counts: &Counts, pinned: &[(ClaimType, Day, u16)]) {
        let mut left = *counts;
        for &(claim_type, day, lines) in pinned {
            let (claims, all) = (left.claims(claim_type), left.lines(claim_type));
            left.set(claim_type, claims - 1, all - lines);
            let seat = self.seat(claim_type, day, day, lines, Ending::Discharged);
            self.seats.push(seat);
        }
        for claim_type in [ClaimType::Carrier, ClaimType::Pde] {
            self.fixed_visits(claim_type, left.claims(claim_type), left.lines(claim_type));
        }
        self.fixed_stays(left.claims(ClaimType::Inpatient), left.lines(ClaimType::Inpatient));
        // Pinned seats stand first among their type, whatever their day.
        let pins: Vec<Seat> = self.seats.drain(..pinned.len()).collect();
        self.number();
        self.seats.splice(0..0, pins);
        let mut next = [0_u16; 8];
        for seat in &mut self.seats {
            let next = &mut next[seat.class.claim_type as usize];
            seat.number = *next;
            *next += 1;
        }
    }

    fn fixed_visits(&mut self, claim_type: ClaimType, claims: u16, lines: u16) {
        let days = self.visit_days(claim_type);
        let first = self.seats.len();
        for _ in 0..claims {
            let day = days.draw(&mut self.stream);
            let seat = self.seat(claim_type, day, day, 1, Ending::Discharged);
            self.seats.push(seat);
        }
        if claim_type == ClaimType::Carrier {
            // The spread of lines that the published accounts of 2014 show.
            let mut each = vec![0; usize::from(claims)];
            share_lines::<5, 12>(&mut self.stream, &mut each, &mut Vec::new(), lines, CARRIER_LINES);
            self.set_lines(first, &each);
        }
    }

    /// Stays on days of their own: drawn until there are as many, which a span of four years has room for.
    fn fixed_stays(&mut self, claims: u16, lines: u16) {
        let days = self.fee_for_service();
        let mut ends: Vec<Day> = Vec::new();
        while ends.len() < usize::from(claims) {
            let day = days.draw(&mut self.stream);
            if !ends.contains(&day) {
                ends.push(day);
            }
        }
        let first = self.seats.len();
        self.stays(days, ends.into_iter().map(|day| (day, Ending::Discharged)).collect());
        let mut each = vec![0; usize::from(claims)];
        share_lines::<1, 0>(&mut self.stream, &mut each, &mut Vec::new(), lines, INPATIENT_LINES);
        self.set_lines(first, &each);
    }

    fn set_lines(&mut self, first: usize, lines: &[u16]) {
        for (seat, &lines) in self.seats[first..].iter_mut().zip(lines) {
            seat.class.lines = lines;
        }
    }
}
