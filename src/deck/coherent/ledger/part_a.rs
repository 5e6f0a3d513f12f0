//! Part A's benefit periods (spells of illness): deductible, coinsurance days, lifetime reserve.
//!
//! Responsible for how many days of a stay Part A covers and what the patient owes for them. A spell begins with a stay
//! and ends when the patient has been outside of hospital and skilled nursing facility for 60 days (42 CFR 409.60). In a
//! spell a hospital's first 60 days take one deductible, days 61 to 90 a coinsurance each; then come 60 days of reserve
//! that life gives once (409.61, 409.82, 409.83). Of skilled nursing 20 days are free, 80 take a coinsurance (409.85).
//! Stays come in the order of their days. Must not know columns.

use crate::codes::{Clinical, MedicareYear};
use crate::measure::{Cents, Day};

/// Days outside that end a spell.
const OUTSIDE: i32 = 60;
/// Days of a spell in a hospital without coinsurance, and in all.
const HOSPITAL: (u32, u32) = (60, 90);
/// Days of a spell in a skilled nursing facility without coinsurance, and in all.
const NURSING: (u32, u32) = (20, 100);
/// Days of the lifetime reserve.
const RESERVE: u32 = 60;

/// What one person has used so far.
#[derive(Clone)]
pub struct PartA {
    spell: Option<Spell>,
    /// Days of the lifetime reserve.
    reserve: u32,
}

/// A benefit period.
#[derive(Clone)]
struct Spell {
    /// The calendar year in which it began: its deductible is the year's.
    year: i32,
    /// The last day in a hospital or a skilled nursing facility so far.
    last: Day,
    /// Cents of the deductible that are met.
    met: i64,
    hospital: u32,
    nursing: u32,
}

/// How the covered days of a stay divide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// Without coinsurance.
    pub full: u32,
    pub coinsurance: u32,
    pub reserve: u32,
    /// Beyond what Part A covers.
    pub beyond: u32,
}

impl Days {
    /// Days that Part A covers.
    pub const fn covered(self) -> u32 {
        self.full + self.coinsurance + self.reserve
    }
}

/// Calendar years' parameters.
#[derive(Clone, Copy)]
pub struct Years<'a>(pub &'a Clinical);

impl<'a> Years<'a> {
    /// The parameters of a year; the nearest ones that the table has outside of it.
    pub fn of(self, year: i32) -> &'a MedicareYear {
        let all = &self.0.medicare;
        let first = all[0].year;
        &all[((year - first).max(0) as usize).min(all.len() - 1)]
    }
}

impl PartA {
    /// Of somebody who has used so many days of the reserve before.
    pub fn after(reserve: u32) -> PartA {
        PartA { spell: None, reserve: reserve.min(RESERVE) }
    }

    /// Takes note of a stay, whether or not it is paid: being there is what keeps a spell open.
    fn spell(&mut self, from: Day, thru: Day) -> &mut Spell {
        let goes_on = self.spell.as_ref().is_some_and(|spell| from.number() - spell.last.number() <= OUTSIDE);
        if !goes_on {
            self.spell = Some(Spell { year: from.year(), last: thru, met: 0, hospital: 0, nursing: 0 });
        }
        let spell = self.spell.as_mut().expect("a spell was begun");
        spell.last = spell.last.max(thru);
        spell
    }

    /// A stay of which no day is paid.
    pub fn unpaid(&mut self, from: Day, thru: Day) {
        self.spell(from, thru);
    }

    /// A hospital stay with so many days of care: how they divide. They count as used.
    pub fn hospital(&mut self, from: Day, thru: Day, days: u32) -> Days {
        let left = RESERVE - self.reserve;
        let spell = self.spell(from, thru);
        let mut divided = divide(spell.hospital, days, HOSPITAL);
        divided.reserve = divided.beyond.min(left);
        divided.beyond -= divided.reserve;
        spell.hospital += divided.full + divided.coinsurance;
        self.reserve += divided.reserve;
        divided
    }

    /// A stay, or a month of one, in a skilled nursing facility with so many days of care: how they divide. They count
    /// as used.
    pub fn nursing(&mut self, from: Day, thru: Day, days: u32) -> Days {
        let spell = self.spell(from, thru);
        let divided = divide(spell.nursing, days, NURSING);
        spell.nursing += divided.covered();
        divided
    }

    /// Whether the spell's days of skilled nursing are used up.
    pub fn is_nursing_exhausted(&self) -> bool {
        self.spell.as_ref().is_some_and(|spell| spell.nursing >= NURSING.1)
    }

    /// The part of an amount that goes to the spell's deductible; it counts as met. `credited`: another payer's money
    /// meets what the amount does not reach.
    pub fn deductible(&mut self, years: Years, amount: Cents, credited: bool) -> Cents {
        let Some(spell) = &mut self.spell else { return Cents(0) };
        let left = i64::from(years.of(spell.year).part_a_deductible) - spell.met;
        let taken = amount.0.clamp(0, left.max(0));
        spell.met += if credited { left } else { taken };
        Cents(taken)
    }
}

/// Divides days by what the spell has used: without coinsurance, with it, beyond.
fn divide(used: u32, days: u32, (free, all): (u32, u32)) -> Days {
    let full = days.min(free.saturating_sub(used));
    let coinsurance = (days - full).min(all.saturating_sub(used.max(free)));
    Days { full, coinsurance, reserve: 0, beyond: days - full - coinsurance }
}

/// What so many days cost from a day on, each at its calendar year's rate.
pub fn by_the_day(years: Years, first: Day, days: u32, rate: fn(&MedicareYear) -> u32) -> Cents {
    let mut sum = 0;
    let (mut day, mut left) = (first, days);
    while left > 0 {
        let year = day.year();
        let of_year = left.min((Day::of(year, 12, 31).number() - day.number() + 1) as u32);
        sum += i64::from(of_year) * i64::from(rate(years.of(year)));
        (day, left) = (day.plus(of_year as i32), left - of_year);
    }
    Cents(sum)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::codes::Source;

    fn clinical() -> Clinical {
        Clinical::load(&Source::embedded()).unwrap()
    }

    fn full(full: u32) -> Days {
        Days { full, ..Days::default() }
    }

    #[test]
    fn the_deductible_is_paid_once_for_two_stays_thirty_days_apart_and_again_after_sixty_one() {
        let clinical = clinical();
        let years = Years(&clinical);
        let mut part_a = PartA::after(0);
        let mut stay = |from: Day, thru: Day| {
            let days = part_a.hospital(from, thru, (thru.number() - from.number()) as u32);
            assert_eq!(days, full((thru.number() - from.number()) as u32));
            part_a.deductible(years, Cents::dollars(20_000), false).0
        };
        // 2025: 1,676 dollars.
        assert_eq!(stay(Day::of(2025, 2, 1), Day::of(2025, 2, 5)), 167_600);
        assert_eq!(stay(Day::of(2025, 3, 7), Day::of(2025, 3, 10)), 0, "30 days after the discharge of 5 February");
        assert_eq!(stay(Day::of(2025, 5, 9), Day::of(2025, 5, 12)), 0, "60 days after that of 10 March");
        assert_eq!(stay(Day::of(2025, 7, 12), Day::of(2025, 7, 15)), 167_600, "61 days after that of 12 May");
    }

    #[test]
    fn a_spell_takes_the_deductible_of_the_year_in_which_it_began() {
        let clinical = clinical();
        let years = Years(&clinical);
        let mut part_a = PartA::after(0);
        // 2023: 1,600 dollars; 2024: 1,632.
        part_a.hospital(Day::of(2023, 12, 20), Day::of(2023, 12, 23), 3);
        assert_eq!(part_a.deductible(years, Cents::dollars(1_000), false), Cents::dollars(1_000));
        part_a.hospital(Day::of(2024, 1, 10), Day::of(2024, 1, 12), 2);
        assert_eq!(part_a.deductible(years, Cents::dollars(9_000), false), Cents::dollars(600));
        part_a.hospital(Day::of(2024, 6, 1), Day::of(2024, 6, 2), 1);
        assert_eq!(part_a.deductible(years, Cents::dollars(9_000), false), Cents::dollars(1_632));
    }

    #[test]
    fn what_another_payer_meets_is_not_asked_for_again() {
        let clinical = clinical();
        let years = Years(&clinical);
        let mut part_a = PartA::after(0);
        part_a.hospital(Day::of(2025, 2, 1), Day::of(2025, 2, 5), 4);
        assert_eq!(part_a.deductible(years, Cents::dollars(100), true), Cents::dollars(100));
        part_a.hospital(Day::of(2025, 2, 9), Day::of(2025, 2, 11), 2);
        assert_eq!(part_a.deductible(years, Cents::dollars(9_000), false), Cents(0));
    }

    #[test]
    fn from_day_61_days_take_coinsurance_then_the_reserve_then_nothing_is_covered() {
        let mut part_a = PartA::after(0);
        let mut stay = |from: Day, days: i32| part_a.hospital(from, from.plus(days), days as u32);
        assert_eq!(stay(Day::of(2025, 1, 1), 58), full(58));
        let days = |full, coinsurance, reserve, beyond| Days { full, coinsurance, reserve, beyond };
        assert_eq!(stay(Day::of(2025, 3, 10), 5), days(2, 3, 0, 0), "days 59 to 63");
        assert_eq!(stay(Day::of(2025, 3, 20), 100), days(0, 27, 60, 13), "days 64 to 163");
        assert_eq!(stay(Day::of(2025, 12, 1), 95), days(60, 30, 0, 5), "a new spell, no reserve");
        let mut used = PartA::after(50);
        assert_eq!(
            used.hospital(Day::of(2025, 1, 1), Day::of(2025, 4, 21), 110),
            days(60, 30, 10, 10),
            "ten were left"
        );
    }

    #[test]
    fn of_nursing_day_20_is_free_day_21_takes_coinsurance_and_day_101_is_not_covered() {
        let mut part_a = PartA::after(0);
        let (from, days) =
            (Day::of(2025, 1, 10), |full, coinsurance, beyond| Days { full, coinsurance, reserve: 0, beyond });
        assert_eq!(part_a.hospital(from.plus(-5), from, 5), full(5));
        assert_eq!(part_a.nursing(from, from.plus(19), 19), days(19, 0, 0));
        assert_eq!(part_a.nursing(from.plus(20), from.plus(22), 2), days(1, 1, 0), "days 20 and 21");
        assert_eq!(part_a.nursing(from.plus(23), from.plus(101), 78), days(0, 78, 0));
        assert!(!part_a.is_nursing_exhausted());
        assert_eq!(part_a.nursing(from.plus(120), from.plus(122), 2), days(0, 1, 1), "days 100 and 101");
        assert!(part_a.is_nursing_exhausted());
        // Hospital days of the spell are not touched by nursing ones.
        assert_eq!(part_a.hospital(from.plus(125), from.plus(130), 5), full(5));
        assert_eq!(part_a.nursing(from.plus(191), from.plus(201), 10), days(10, 0, 0), "61 days after: a new spell");
    }

    #[test]
    fn days_cost_what_their_own_year_says() {
        let clinical = clinical();
        let years = Years(&clinical);
        // Skilled nursing 2024: 204.00 a day; 2025: 209.50.
        let cost = |first, days| by_the_day(years, first, days, |year| year.snf_coinsurance).0;
        assert_eq!(cost(Day::of(2024, 12, 30), 3), 2 * 20_400 + 20_950);
        assert_eq!(cost(Day::of(2025, 1, 1), 10), 209_500);
        // Hospital 2025: 419.00 a day, 838.00 of the reserve.
        assert_eq!(by_the_day(years, Day::of(2025, 5, 1), 4, |year| year.part_a_coinsurance).0, 4 * 41_900);
        assert_eq!(by_the_day(years, Day::of(2025, 5, 1), 4, |year| year.reserve_coinsurance).0, 4 * 83_800);
        assert_eq!(by_the_day(years, Day::of(2025, 5, 1), 0, |year| year.reserve_coinsurance), Cents(0));
    }

    proptest! {
        #[test]
        fn no_spell_covers_more_than_its_days_and_no_life_more_than_its_reserve(
            stays in proptest::collection::vec((any::<bool>(), 0..90_i32, 0..100_i32), 1..40)
        ) {
            let mut part_a = PartA::after(0);
            let (mut day, mut reserve) = (Day::of(2022, 1, 1), 0);
            let (mut hospital, mut nursing, mut last) = (0, 0, None::<Day>);
            for (is_hospital, gap, length) in stays {
                let (from, thru) = (day.plus(gap), day.plus(gap + length));
                if last.is_none_or(|last| from.number() - last.number() > 60) {
                    (hospital, nursing) = (0, 0);
                }
                let days = if is_hospital {
                    part_a.hospital(from, thru, length as u32)
                } else {
                    part_a.nursing(from, thru, length as u32)
                };
                prop_assert_eq!(days.covered() + days.beyond, length as u32);
                if is_hospital { hospital += days.full + days.coinsurance } else { nursing += days.covered() }
                reserve += days.reserve;
                prop_assert!(hospital <= 90 && nursing <= 100 && reserve <= 60);
                (day, last) = (thru, Some(thru));
            }
        }
    }
}
