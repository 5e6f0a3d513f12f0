//! Seat classes: what a card must fit.
//!
//! Responsible for the windows into which claim years are cut and for the key of a class, which addresses
//! the class's shuffle and its cards' streams. Must not know accounts, nor what a card says.

use crate::claim::ClaimType;
use crate::deck::window::Window;
use crate::measure::Day;
use crate::roster::Cohort;

/// Claim years of a cohort: its reference year and the two after.
pub const CLAIM_YEARS: usize = 3;
/// Windows of a cohort, two a claim year.
pub const WINDOWS: usize = 2 * CLAIM_YEARS;

/// A month of a cohort's claim years, 0 to 35.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(pub u8);

impl Month {
    /// The month of a year and calendar month (1-12); the year is one of the cohort's claim years.
    pub const fn of(cohort: Cohort, year: i32, month: u32) -> Month {
        Month(((year - cohort.year()) * 12 + month as i32 - 1) as u8)
    }

    /// The number of the window that the month lies in.
    pub const fn window_number(self) -> usize {
        2 * (self.0 / 12) as usize + (self.0 % 12 >= 9) as usize
    }

    /// Whether another window follows.
    pub const fn is_last_of_window(self) -> bool {
        matches!(self.0 % 12, 8 | 11)
    }

    /// The first day of the month.
    pub const fn first_day(self, cohort: Cohort) -> Day {
        Day::of(cohort.year() + (self.0 / 12) as i32, (self.0 % 12) as u32 + 1, 1)
    }
}

/// What of a person a card must fit. The faithful profile deals any card to anybody, so there is nothing
/// yet; sex, age band, enrolment and the like become fields here and bits of `Fit::key`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fit {}

impl Fit {
    const fn key(self) -> u32 {
        0
    }
}

/// What a card must fit: cards of a class are dealt to seats of the class, one each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Class {
    pub claim_type: ClaimType,
    pub cohort: Cohort,
    pub window: Window,
    /// Lines of the claim; 1 for a Part D event.
    pub lines: u16,
    pub fit: Fit,
}

impl Class {
    /// A number that is the class's own: 4 bits fit, 3 type, 2 cohort, 7 window, 16 lines.
    pub const fn key(&self) -> u64 {
        let head = self.fit.key() << 12 | (self.claim_type as u32) << 9 | (self.cohort as u32) << 7 | self.window.key();
        (head as u64) << 16 | self.lines as u64
    }

    /// The index of a card's streams: the class's key, then the card.
    pub const fn card_index(&self, card: u32) -> u64 {
        self.key() << 32 | card as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_of_a_cohort_follow_each_other_without_a_gap() {
        for cohort in Cohort::ALL {
            let mut expected = Day::of(cohort.year(), 1, 1);
            for number in 0..WINDOWS {
                let window = Window::numbered(cohort, number);
                assert_eq!(window.first_day(), expected);
                expected = window.last_day().plus(1);
            }
            assert_eq!(expected, Day::of(cohort.year() + 3, 1, 1));
        }
    }

    #[test]
    fn a_month_lies_in_its_window() {
        for cohort in Cohort::ALL {
            for month in (0..36).map(Month) {
                let window = Window::numbered(cohort, month.window_number());
                let day = month.first_day(cohort);
                assert!((window.first_day()..=window.last_day()).contains(&day), "{day} {window:?}");
                let (year, number, _) = day.civil();
                assert_eq!(Window::of(year, number), window);
                assert_eq!(Month::of(cohort, year, number), month);
            }
        }
    }

    #[test]
    fn icd_10_begins_in_october_2015() {
        assert!(!Window::of(2015, 9).is_icd10());
        assert!(Window::of(2015, 10).is_icd10());
    }

    #[test]
    fn classes_have_keys_of_their_own() {
        let mut keys = Vec::new();
        for claim_type in ClaimType::ALL {
            for cohort in Cohort::ALL {
                for number in 0..WINDOWS {
                    for lines in [0, 1, 2, 13, 65_535] {
                        let window = Window::numbered(cohort, number);
                        keys.push(Class { claim_type, cohort, window, lines, fit: Fit::default() }.key());
                    }
                }
            }
        }
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all);
        assert!(keys.iter().all(|&key| key < 1 << 32));
    }
}
