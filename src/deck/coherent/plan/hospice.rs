//! The last days, and hospice care.
//!
//! Where a person dies who dies within the span: in hospice care, in a hospital, or elsewhere. Hospice is Medicare's to
//! pay for members of Medicare Advantage too, so it asks for Part A alone. Elections end by death, or by a discharge
//! alive.

use super::Plan;
use crate::claim::ClaimType;
use crate::deck::coherent::class::Ending;
use crate::deck::coherent::seat::Care;
use crate::measure::Day;

/// Where the person's life ends within the span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LastDays {
    /// It does not.
    Lives,
    /// In hospice care that began on the first day, on the second.
    Hospice(Day, Day),
    /// In a hospital.
    Hospital(Day),
    /// Elsewhere.
    Elsewhere(Day),
}

impl LastDays {
    /// The first day of hospice care.
    pub fn hospice(self) -> Option<Day> {
        if let LastDays::Hospice(first, _) = self { Some(first) } else { None }
    }

    /// The day before which stays in a hospital end.
    pub fn before(self) -> Option<Day> {
        match self {
            LastDays::Lives => None,
            LastDays::Hospice(first, _) => Some(first),
            LastDays::Hospital(death) | LastDays::Elsewhere(death) => Some(death),
        }
    }
}

impl Plan<'_> {
    /// Draws where the person dies, among what coverage allows on the day.
    pub(super) fn last_days(&mut self) -> LastDays {
        let Some(death) = self.life.death.filter(|death| self.planner.span.month_of(*death).is_some()) else {
            return LastDays::Lives;
        };
        let share = self.stream.below(1_000_000);
        let tables = &self.planner.tables;
        let (hospice, hospital) = (tables.share("dies in hospice care"), tables.share("dies in a hospital"));
        let part_a = self.days(self.life.enrolment.part_a);
        if share < hospice && part_a.contains(death) {
            let length = i32::from(tables.hospice_days.draw(&mut self.stream));
            return LastDays::Hospice(death.plus(-length).max(part_a.run_start(death)), death);
        }
        let dies_there = (hospice..hospice + hospital).contains(&share);
        match dies_there && self.fee_for_service().contains(death) {
            true => LastDays::Hospital(death),
            false => LastDays::Elsewhere(death),
        }
    }

    /// The claims of an election, a month each.
    pub(super) fn hospice(&mut self, last_days: LastDays) {
        if let LastDays::Hospice(first, death) = last_days {
            self.election(first, death, Ending::Died);
            return;
        }
        // A few leave hospice care alive; the older ones of those who stay alive through the span.
        let days = self.days(self.life.enrolment.part_a);
        let old = self.life.age_on(self.planner.span.last) >= 70;
        let chance = self.planner.tables.share("hospice left alive");
        if last_days != LastDays::Lives || days.is_empty() || !old || !self.stream.chance(chance) {
            return;
        }
        let first = days.draw(&mut self.stream);
        let length = i32::from(self.planner.tables.hospice_days.draw(&mut self.stream)).max(5);
        let last = first.plus(length).min(days.run_end(first));
        let ending = if last == first.plus(length) { Ending::Discharged } else { Ending::StillThere };
        let busy = self.seats.iter().any(|seat| seat.from <= last && seat.thru >= first);
        if !busy {
            self.election(first, last, ending);
        }
    }

    fn election(&mut self, first: Day, last: Day, ending: Ending) {
        // Benefit periods of 90, 90 and then 60 days; the claims of an election are told by its first one.
        let care = Care { since: Some(first), qualifying: None, period: 1 };
        self.monthly(ClaimType::Hospice, first, last, ending, care);
    }
}
