//! Part B's deductible: the first so many dollars that are allowed in a calendar year.

use crate::measure::Cents;

/// What one person has paid of the deductible in the year that the last claim was of.
#[derive(Clone, Default)]
pub struct PartB {
    year: i32,
    paid: i64,
}

impl PartB {
    /// The part of an allowed amount that goes to the deductible of a year; it counts as paid. Years only ascend.
    pub fn take(&mut self, year: i32, deductible: Cents, allowed: Cents) -> Cents {
        if year != self.year {
            *self = PartB { year, paid: 0 };
        }
        let taken = allowed.0.clamp(0, deductible.0 - self.paid);
        self.paid += taken;
        Cents(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_years_deductible_is_taken_once_and_begins_anew() {
        let mut part_b = PartB::default();
        let mut take = |year, allowed| part_b.take(year, Cents(25_700), Cents(allowed)).0;
        assert_eq!([take(2025, 20_000), take(2025, 10_000), take(2025, 10_000)], [20_000, 5_700, 0]);
        assert_eq!(take(2026, 10_000), 10_000);
    }
}
