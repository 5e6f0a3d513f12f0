//! Home health.

use super::Plan;
use crate::claim::ClaimType;
use crate::deck::coherent::class::Ending;
use crate::deck::coherent::seat::{Care, Seat};
use crate::measure::Day;

/// Home health is paid by periods of 30 days since 2020, by episodes of 60 days before (CMS final rules).
const PERIODS_SINCE: Day = Day::of(2020, 1, 1);

impl Plan<'_> {
    /// Home health: runs of periods that follow each other without a gap, none during a hospice election or a stay in a
    /// skilled nursing facility.
    pub(super) fn home_health(&mut self) {
        let days = self.fee_for_service();
        let mut left = self.count(ClaimType::Hha, days.months());
        let mut tries = 0;
        while left > 0 && tries < 16 {
            tries += 1;
            let first = days.draw(&mut self.stream);
            let periods = u32::from(self.planner.tables.periods.draw(&mut self.stream)).min(left);
            left -= self.periods(first, days.run_end(first), periods);
        }
    }

    /// As many periods from a day on as have room; tells how many.
    fn periods(&mut self, first: Day, end: Day, periods: u32) -> u32 {
        let mut from = first;
        for made in 0..periods {
            let length = if from >= PERIODS_SINCE { 29 } else { 59 };
            let thru = from.plus(length).min(end);
            if thru.number() - from.number() < 6 || self.is_away(from, thru) {
                return made;
            }
            let ending = match self.life.death {
                Some(death) if death == thru => Ending::Died,
                _ if made + 1 == periods || thru == end => Ending::Discharged,
                _ => Ending::StillThere,
            };
            let lines = self.planner.tables.lines(ClaimType::Hha).draw(&mut self.stream);
            let seat = self.seat(ClaimType::Hha, from, thru, lines, ending);
            self.seats.push(Seat { care: Care { since: Some(first), ..Care::default() }, ..seat });
            from = thru.plus(1);
        }
        periods
    }

    /// Whether the person is elsewhere, or already cared for, on one of the days.
    fn is_away(&self, from: Day, thru: Day) -> bool {
        let there = [ClaimType::Hospice, ClaimType::Snf, ClaimType::Hha, ClaimType::Inpatient];
        let mut others = self.seats.iter().filter(|seat| there.contains(&seat.class.claim_type));
        others.any(|seat| seat.from <= thru && seat.thru >= from)
    }
}
