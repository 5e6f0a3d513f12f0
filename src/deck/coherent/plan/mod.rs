//! The plan: which seats an account's hand has.
//!
//! Responsible for how many claims of each type an account holds, when, over how many days and with how many lines, so
//! that nothing lies before birth, after death, outside the span or outside the coverage that pays: by choosing among
//! the months and days that fit, not by mending afterwards. Must not know cards. An account's seats follow from its
//! life and one stream, so any account is planned alone.

mod corrections;
mod counts;
mod facility;
mod fixed;
mod hospice;
mod stays;
mod tables;
mod time;
mod visits;

pub use tables::Tables;

use super::class::Ending;
use super::seat::Seat;
use crate::claim::ClaimType;
use crate::draw::{Domain, Stream, Streams};
use crate::measure::Day;
use crate::roster::{Counts, EvenPlaces, Life, Span};

/// What all plans follow from.
pub struct Planner {
    pub streams: Streams,
    pub tables: Tables,
    pub places: EvenPlaces,
    pub span: Span,
}

/// One account's plan while it is made.
struct Plan<'a> {
    planner: &'a Planner,
    life: &'a Life,
    stream: Stream,
    seats: Vec<Seat>,
}

impl Planner {
    /// The seats of an account, by claim type and day; `fixed` gives its counts where they are not ours to choose, and
    /// `pinned` the seats that are.
    pub fn seats(&self, life: &Life, fixed: Option<&Counts>, pinned: &[(ClaimType, Day, u16)]) -> Vec<Seat> {
        let stream = self.streams.stream(Domain::Plan, u64::from(life.number.0));
        let mut plan = Plan { planner: self, life, stream, seats: Vec::new() };
        match fixed {
            Some(counts) => plan.fixed(counts, pinned),
            None => plan.drawn(),
        }
        plan.seats
    }
}

impl Plan<'_> {
    /// Stays first: what follows a stay is planned around it.
    fn drawn(&mut self) {
        let last_days = self.last_days();
        self.inpatient(last_days);
        self.snf(last_days);
        self.hospice(last_days);
        self.home_health();
        self.dialysis();
        for claim_type in [ClaimType::Carrier, ClaimType::Dme, ClaimType::Outpatient, ClaimType::Pde] {
            self.visits(claim_type);
        }
        self.number();
        self.correct();
    }

    /// A seat; its number comes later.
    fn seat(&self, claim_type: ClaimType, from: Day, thru: Day, lines: u16, ending: Ending) -> Seat {
        Seat::of(self.life, claim_type, (from, thru), lines, ending)
    }

    /// Numbers the seats of each type in order of their days.
    fn number(&mut self) {
        self.seats.sort_by_key(|seat| (seat.class.claim_type, seat.thru, seat.from, seat.class.lines));
        let mut next = [0_u16; 8];
        for seat in &mut self.seats {
            let next = &mut next[seat.class.claim_type as usize];
            seat.number = *next;
            *next += 1;
        }
    }
}
