//! A beneficiary with all claims, as rules see them.

use super::known::Known;
use super::view::{Place, View};
use crate::claim::{Beneficiary, ClaimType};
use crate::measure::Day;

/// The four parts' Coverages that stand beside a Patient (FHIR): A, B, C, D.
pub type Coverages = [bool; 4];

/// A beneficiary and the claims.
pub struct Person<'a> {
    /// The id, as references have it: `-20140000008325`.
    pub id: &'a str,
    pub place: Place,
    /// Whether the data has a record of the person.
    pub recorded: bool,
    /// What is known of the person, ascending by reference year.
    pub rows: &'a [Beneficiary],
    /// `None`: the data has no Coverages.
    pub coverages: Option<Coverages>,
    /// Ascending by first day of service; of one day in the order in which they came.
    pub claims: Vec<View<'a>>,
    pub known: &'a Known<'a>,
    /// Whether the data was made by this program.
    pub ours: bool,
}

impl<'a> Person<'a> {
    /// The latest row.
    pub fn row(&self) -> Option<&'a Beneficiary> {
        self.rows.last()
    }

    /// The row that tells the months of a year.
    pub fn row_of(&self, year: i32) -> Option<&'a Beneficiary> {
        let is = |row: &&Beneficiary| !row.RFRNC_YR.is_blank() && row.RFRNC_YR.whole_part() == i64::from(year);
        self.rows.iter().rev().find(is)
    }

    /// The row of a day's year, and the month counted from 0.
    pub fn month_of(&self, day: Day) -> Option<(&'a Beneficiary, usize)> {
        let (year, month, _) = day.civil();
        Some((self.row_of(year)?, month as usize - 1))
    }

    pub fn born(&self) -> Option<Day> {
        self.row().and_then(|row| row.BENE_BIRTH_DT)
    }

    pub fn died(&self) -> Option<Day> {
        self.row().and_then(|row| row.DEATH_DT)
    }

    /// Completed years of life on a day.
    pub fn age_on(&self, day: Day) -> Option<i32> {
        let ((year, month, date), born) = (day.civil(), self.born()?.civil());
        Some(year - born.0 - i32::from((month, date) < (born.1, born.2)))
    }

    /// The claims of a type that stand, with their places: no cancelled ones and none that were replaced.
    pub fn standing(&self, kind: ClaimType) -> impl Iterator<Item = (usize, &View<'a>)> {
        self.claims.iter().enumerate().filter(move |(_, claim)| claim.kind == kind && !claim.takes_back())
    }
}
