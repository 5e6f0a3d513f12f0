//! Windows: half-years in which every code set stands still.
//!
//! Responsible for cutting time where codes change. Must not know cards.

use crate::measure::Day;
use crate::roster::Cohort;

/// January to September, or October to December, of one year.
///
/// The line at 1 October is where the federal code-set year begins: diagnosis, procedure and DRG codes
/// change there (ICD-9 to ICD-10 in 2015), HCPCS codes at 1 January. A code that is valid on one day of a
/// window is valid on all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Window {
    year: i16,
    late: bool,
}

impl Window {
    /// The window that a month (1-12) lies in.
    pub const fn of(year: i32, month: u32) -> Window {
        Window { year: year as i16, late: month >= 10 }
    }

    /// A window of a cohort by its number, 0 to `WINDOWS` - 1.
    pub const fn numbered(cohort: Cohort, number: usize) -> Window {
        Window { year: (cohort.year() + (number / 2) as i32) as i16, late: number % 2 == 1 }
    }

    /// The calendar year.
    pub const fn year(self) -> i32 {
        self.year as i32
    }

    /// The first day: 1 January or 1 October.
    pub const fn first_day(self) -> Day {
        Day::of(self.year(), if self.late { 10 } else { 1 }, 1)
    }

    /// The last day: 30 September or 31 December.
    pub const fn last_day(self) -> Day {
        if self.late { Day::of(self.year(), 12, 31) } else { Day::of(self.year(), 9, 30) }
    }

    /// The federal fiscal year, which starts on 1 October of the year before: that of the code sets.
    pub const fn fiscal_year(self) -> i32 {
        self.year() + self.late as i32
    }

    /// Whether diagnoses and procedures are coded in ICD-10 (from 1 October 2015).
    pub const fn is_icd10(self) -> bool {
        self.fiscal_year() >= 2016
    }

    /// A number below 128 that is the window's own, for years to 2053.
    pub const fn key(self) -> u32 {
        ((self.year() - 1990) as u32) << 1 | self.late as u32
    }
}
