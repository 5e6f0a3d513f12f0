//! Hospital stays and what may follow them in a skilled nursing facility.
//!
//! Stays of a person do not overlap, begin while both parts are covered, and end by death at most once. A stay in a
//! skilled nursing facility begins on the day of a discharge after three days or more, and ends before the next stay.

use super::Plan;
use super::hospice::LastDays;
use super::time::Days;
use crate::claim::ClaimType;
use crate::deck::coherent::class::Ending;
use crate::deck::coherent::seat::{Care, Seat};
use crate::measure::Day;

/// Days in a hospital that qualify for a skilled nursing facility (42 CFR 409.30).
const QUALIFYING: u16 = 3;

impl Plan<'_> {
    /// All stays, and the last one where the person dies in a hospital.
    pub(super) fn inpatient(&mut self, last_days: LastDays) {
        let days = self.fee_for_service();
        let mut ends: Vec<(Day, Ending)> = Vec::new();
        for _ in 0..self.count(ClaimType::Inpatient, days.months()) {
            ends.push((days.draw(&mut self.stream), Ending::Discharged));
        }
        // Nobody leaves a hospital on the day of a death elsewhere, nor during the days of a hospice.
        ends.retain(|(day, _)| last_days.before().is_none_or(|before| *day < before));
        if let LastDays::Hospital(death) = last_days {
            ends.push((death, Ending::Died));
        }
        self.stays(days, ends);
    }

    /// Stays that end on the given days; of two on one day only one is kept.
    pub(super) fn stays(&mut self, days: Days, mut ends: Vec<(Day, Ending)>) {
        ends.sort_unstable();
        ends.dedup_by_key(|(day, _)| *day);
        let mut free = self.planner.span.first;
        for (thru, ending) in ends {
            let length = self.hospital_days();
            let from = thru.plus(-i32::from(length)).max(days.run_start(thru)).max(free).min(thru);
            let lines = self.lines_by_days(ClaimType::Inpatient, (thru.number() - from.number()) as u16);
            let seat = self.seat(ClaimType::Inpatient, from, thru, lines, ending);
            self.seats.push(seat);
            free = thru.plus(1);
        }
    }

    /// How long a stay is; who has used days of the lifetime reserve before has lain long, and now and then does again.
    fn hospital_days(&mut self) -> u16 {
        const AGAIN: u32 = 90_000;
        let days = &self.planner.tables.inpatient_days;
        if self.life.reserve_used > 0 && self.stream.chance(AGAIN) {
            // The longest three of a thousand.
            return days.at(997 + self.stream.below(3));
        }
        days.draw(&mut self.stream)
    }

    /// Lines of a claim of some days: three times of five they follow the days, longer claims having more.
    pub(super) fn lines_by_days(&mut self, claim_type: ClaimType, days: u16) -> u16 {
        let tables = &self.planner.tables;
        if !self.stream.chance(600_000) {
            return tables.lines(claim_type).draw(&mut self.stream);
        }
        let lengths = match claim_type {
            ClaimType::Inpatient => &tables.inpatient_days,
            _ => &tables.month_days,
        };
        let (low, high) = (lengths.below(days), lengths.below(days + 1).max(lengths.below(days) + 1));
        tables.lines(claim_type).at(low + self.stream.below(high - low))
    }

    /// Skilled nursing after some of the stays.
    pub(super) fn snf(&mut self, last_days: LastDays) {
        let stays: Vec<Seat> = self.seats.clone();
        let chance = self.planner.tables.share("skilled nursing after a stay");
        for (at, stay) in stays.iter().enumerate() {
            let qualifies = stay.class.days >= QUALIFYING && stay.class.fit.ending == Ending::Discharged;
            if !qualifies || !self.stream.chance(chance) {
                continue;
            }
            let next = stays.get(at + 1).map(|next| next.from).or(last_days.hospice()).map(|next| next.plus(-1));
            if self.snf_stay(stay, next) {
                self.seats[at].class.fit.ending = Ending::ToSnf;
            }
        }
    }

    /// One stay after a hospital stay, a claim for each month; false when there is no room for two days.
    fn snf_stay(&mut self, stay: &Seat, next: Option<Day>) -> bool {
        let days = self.fee_for_service();
        let length = i32::from(self.planner.tables.snf_days.draw(&mut self.stream));
        let room = next.unwrap_or(Day::of(9_999, 1, 1)).min(days.run_end(stay.thru));
        let (first, last) = (stay.thru, stay.thru.plus(length).min(room));
        if last.number() - first.number() < 2 {
            return false;
        }
        let ended = last == first.plus(length) || next.is_some_and(|next| next == last);
        let ending = match self.life.death {
            Some(death) if death == last => Ending::Died,
            _ if ended => Ending::Discharged,
            _ => Ending::StillThere,
        };
        let care = Care { since: Some(first), qualifying: Some((stay.from, stay.thru)), period: 0 };
        self.monthly(ClaimType::Snf, first, last, ending, care);
        true
    }

    /// Claims for each calendar month of a course of care; in all but the last the person is still there.
    pub(super) fn monthly(&mut self, claim_type: ClaimType, first: Day, last: Day, ending: Ending, care: Care) {
        let mut from = first;
        loop {
            let month_end = from.first_of_month().plus(31).first_of_month().plus(-1);
            let thru = month_end.min(last);
            let lines = self.lines_by_days(claim_type, (thru.number() - from.number()) as u16);
            let ending = if thru == last { ending } else { Ending::StillThere };
            let seat = self.seat(claim_type, from, thru, lines, ending);
            self.seats.push(Seat { care, ..seat });
            if thru == last {
                return;
            }
            from = thru.plus(1);
        }
    }
}
