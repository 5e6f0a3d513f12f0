//! The accounts of a data set, in order, and the person behind each.
//!
//! Responsible for who: user name, password, BENE_ID, FHIR id, MBI, HICN and its hash, demographics and
//! enrolment, how many claims and lines each account holds, and which accounts a selection names. Must not
//! know what a claim says. Makes [`Account`]s and their [`Beneficiary`](crate::claim::Beneficiary) records.

mod counts;

pub use counts::Counts;

use crate::claim::Beneficiary;
use crate::codes::{LoadError, Source};
use crate::draw::Streams;

/// The number in an account's user name: 0 to 29,999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountNumber(pub u32);

/// The reference year of a third of the accounts: their claims lie in it and the two years after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cohort {
    Y1999,
    Y2000,
    Y2014,
}

impl Cohort {
    /// All three, in account order.
    pub const ALL: [Cohort; 3] = [Cohort::Y1999, Cohort::Y2000, Cohort::Y2014];

    /// The reference year.
    pub const fn year(self) -> i32 {
        match self {
            Cohort::Y1999 => 1999,
            Cohort::Y2000 => 2000,
            Cohort::Y2014 => 2014,
        }
    }
}

impl AccountNumber {
    /// Accounts 0-9999 are of 1999, 10000-19999 of 2000, 20000-29999 of 2014.
    pub const fn cohort(self) -> Cohort {
        match self.0 {
            ..10_000 => Cohort::Y1999,
            10_000..20_000 => Cohort::Y2000,
            _ => Cohort::Y2014,
        }
    }

    /// BENE_ID as RIF and FHIR print it: negative.
    pub const fn bene_id(self) -> i64 {
        -(self.cohort().year() as i64 * 10_000_000_000 + (self.0 % 10_000) as i64 + 1)
    }
}

/// All accounts of a data set, in order of their numbers.
pub struct Roster {
    numbers: Vec<AccountNumber>,
    counts: Vec<Counts>,
}

impl Roster {
    /// The 30,000 accounts with their published counts.
    pub fn published(source: &Source, _streams: &Streams) -> Result<Roster, LoadError> {
        let counts = counts::published(source)?;
        Ok(Roster { numbers: (0..counts.len() as u32).map(AccountNumber).collect(), counts })
    }

    /// The numbers of all accounts, ascending.
    pub fn numbers(&self) -> &[AccountNumber] {
        &self.numbers
    }

    /// Where an account stands in `numbers`.
    pub fn position(&self, number: AccountNumber) -> Option<usize> {
        self.numbers.binary_search(&number).ok()
    }

    /// The counts of the account at a position of `numbers`.
    pub fn counts(&self, position: usize) -> &Counts {
        &self.counts[position]
    }

    /// The person behind the account.
    pub fn beneficiary(&self, number: AccountNumber) -> Beneficiary {
        Beneficiary { BENE_ID: Some(number.bene_id()), ..Beneficiary::default() }
    }
}
