//! The four years that claims may lie in, and sets of their months.
//!
//! Months are numbered from 0, the month of the span's first day, so a set of them is one machine word. Must
//! not know people.

use std::ops::{BitAnd, BitOr, Not};

use crate::measure::Day;

/// The four years that claims may lie in; both days belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub first: Day,
    pub last: Day,
}

impl Span {
    /// The four years that end on `as_of`.
    pub fn ending(as_of: Day) -> Span {
        let (year, month, day) = as_of.civil();
        // Only a leap day has no date four years before it, once in a century.
        let before = Day::checked(year - 4, month, day).unwrap_or(Day::of(year - 4, 2, 28));
        Span { first: before.plus(1), last: as_of }
    }

    /// Months that the span touches: 48, or 49 when it begins within a month.
    pub fn months(&self) -> u32 {
        (calendar_month(self.last) - self.base()) as u32 + 1
    }

    /// The number of a day's month; `None` outside the span.
    pub fn month_of(&self, day: Day) -> Option<u32> {
        (self.first..=self.last).contains(&day).then(|| (calendar_month(day) - self.base()) as u32)
    }

    /// The first day of a month that lies in the span.
    pub fn first_day(&self, month: u32) -> Day {
        first_of(self.base() + month as i32).max(self.first)
    }

    /// The last day of a month that lies in the span.
    pub fn last_day(&self, month: u32) -> Day {
        first_of(self.base() + month as i32 + 1).plus(-1).min(self.last)
    }

    /// The year and the month of it (1-12).
    pub fn calendar(&self, month: u32) -> (i32, u32) {
        let at = self.base() + month as i32;
        (at.div_euclid(12), at.rem_euclid(12) as u32 + 1)
    }

    /// All months of the span.
    pub fn all(&self) -> Months {
        Months::range(0, self.months() - 1)
    }

    /// The month of a day, counted from the span's first one: negative before it.
    pub(super) fn signed_month(&self, day: Day) -> i32 {
        calendar_month(day) - self.base()
    }

    fn base(&self) -> i32 {
        calendar_month(self.first)
    }
}

/// Months since the year 0.
pub(super) fn calendar_month(day: Day) -> i32 {
    let (year, month, _) = day.civil();
    year * 12 + month as i32 - 1
}

/// The first day of a month counted since the year 0.
pub(super) fn first_of(calendar_month: i32) -> Day {
    Day::of(calendar_month.div_euclid(12), calendar_month.rem_euclid(12) as u32 + 1, 1)
}

/// A set of months of a span; bit 0 is the first month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Months(pub u64);

impl Months {
    /// No month.
    pub const NONE: Months = Months(0);

    /// A month and those after it to the end, both included and below 64; nothing when the end comes first.
    pub fn range(start: u32, end: u32) -> Months {
        match start <= end {
            true => Months((u64::MAX >> (63 - end)) & (u64::MAX << start)),
            false => Months::NONE,
        }
    }

    /// Whether a month is in the set.
    pub const fn contains(self, month: u32) -> bool {
        month < 64 && self.0 >> month & 1 == 1
    }

    /// How many months there are.
    pub const fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The first and the last month.
    pub fn ends(self) -> Option<(u32, u32)> {
        (!self.is_empty()).then(|| (self.0.trailing_zeros(), 63 - self.0.leading_zeros()))
    }

    /// Whether every month is one of `other`'s.
    pub const fn within(self, other: Months) -> bool {
        self.0 & !other.0 == 0
    }

    /// The months, ascending.
    pub fn iter(self) -> impl Iterator<Item = u32> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let month = (rest != 0).then(|| rest.trailing_zeros())?;
            rest &= rest - 1;
            Some(month)
        })
    }

    /// The k-th month, counted from 0.
    pub fn nth(self, k: u32) -> Option<u32> {
        self.iter().nth(k as usize)
    }
}

impl BitAnd for Months {
    type Output = Months;
    fn bitand(self, other: Months) -> Months {
        Months(self.0 & other.0)
    }
}

impl BitOr for Months {
    type Output = Months;
    fn bitor(self, other: Months) -> Months {
        Months(self.0 | other.0)
    }
}

/// All 64 bits are turned: to be met with a set of the span.
impl Not for Months {
    type Output = Months;
    fn not(self) -> Months {
        Months(!self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_four_years_to_the_day_and_its_months_meet_without_a_gap() {
        for (as_of, first, months) in [
            (Day::of(2025, 12, 31), Day::of(2022, 1, 1), 48),
            (Day::of(2016, 12, 31), Day::of(2013, 1, 1), 48),
            (Day::of(2024, 6, 30), Day::of(2020, 7, 1), 48),
            (Day::of(2024, 2, 29), Day::of(2020, 3, 1), 48),
            (Day::of(2025, 3, 10), Day::of(2021, 3, 11), 49),
        ] {
            let span = Span::ending(as_of);
            assert_eq!((span.first, span.months()), (first, months));
            assert_eq!((span.first_day(0), span.last_day(months - 1)), (first, as_of));
            for month in 0..months {
                let (from, to) = (span.first_day(month), span.last_day(month));
                assert_eq!((span.month_of(from), span.month_of(to)), (Some(month), Some(month)));
                assert_eq!((from.civil().0, from.civil().1), span.calendar(month));
                if month > 0 {
                    assert_eq!(span.last_day(month - 1).plus(1), from);
                }
            }
            assert_eq!([span.month_of(first.plus(-1)), span.month_of(as_of.plus(1))], [None, None]);
        }
    }

    #[test]
    fn a_set_of_months_counts_lists_and_combines_them() {
        let set = Months::range(3, 5) | Months::range(48, 48);
        assert_eq!(set.iter().collect::<Vec<_>>(), [3, 4, 5, 48]);
        assert_eq!([set.nth(0), set.nth(3), set.nth(4)], [Some(3), Some(48), None]);
        assert_eq!((set.count(), set.ends()), (4, Some((3, 48))));
        assert!(set.contains(48) && !set.contains(47) && !set.contains(64));
        assert_eq!(set & !Months::range(0, 4), Months(1 << 5 | 1 << 48));
        assert!(Months::range(4, 5).within(set) && !Months::range(4, 6).within(set));
        assert_eq!((Months::NONE.ends(), Months::range(5, 4)), (None, Months::NONE));
        assert_eq!(Months::range(0, 63), Months(u64::MAX));
    }
}
