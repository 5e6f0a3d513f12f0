//! The accounts of a data set, in order, and the person behind each.
//!
//! Responsible for who: user name, password, BENE_ID, FHIR id, MBI, HICN and its hash, demographics and
//! enrolment, how many claims and lines each account holds, and which accounts a selection names. Must not
//! know what a claim says. Makes [`Account`]s, [`Person`]s and their [`Beneficiary`] records.

mod about;
mod account;
mod counts;
mod documented;
mod hands;
mod hicn;
mod limits;
mod people;
mod record;
mod selection;

pub use about::{AccountRow, UserInfo};
pub use account::{ACCOUNTS, Account, AccountNumber, Cohort};
pub use counts::Counts;
pub use hands::{Hands, HandsError};
pub use limits::{CARRIER_CLAIMS, CARRIER_LINES, INPATIENT_LINES};
pub use people::{Person, Sex};
pub use selection::{SelectError, Selection};

use documented::Documented;
use hicn::Hicns;
use people::People;

use crate::claim::Beneficiary;
use crate::codes::{LoadError, Source};
use crate::draw::Streams;
use crate::measure::Text;

/// All accounts of a data set, in order of their numbers.
pub struct Roster {
    numbers: Vec<AccountNumber>,
    counts: Vec<Counts>,
    documented: Vec<Documented>,
    hicns: Hicns,
    people: People,
    template: Beneficiary,
}

impl Roster {
    /// The 30,000 accounts with their published counts.
    pub fn published(source: &Source, streams: &Streams) -> Result<Roster, LoadError> {
        let counts = counts::published(source)?;
        let numbers = (0..counts.len() as u32).map(AccountNumber).collect();
        Roster::new(source, streams, numbers, counts)
    }

    /// The accounts of a hands file with its counts, and no other.
    pub fn from_hands(source: &Source, streams: &Streams, hands: Hands) -> Result<Roster, LoadError> {
        Roster::new(source, streams, hands.numbers, hands.counts)
    }

    /// The accounts with these numbers (ascending) and counts.
    fn new(
        source: &Source,
        streams: &Streams,
        numbers: Vec<AccountNumber>,
        counts: Vec<Counts>,
    ) -> Result<Roster, LoadError> {
        let documented = documented::load(source)?;
        let known = documented.iter().filter_map(|account| Some((account.number, account.hicn?)));
        let hicns = Hicns::new(streams, known);
        let people = People::faithful(source, streams)?;
        Ok(Roster { numbers, counts, documented, hicns, people, template: record::template() })
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

    /// The log-in and identifiers of an account.
    pub fn account(&self, number: AccountNumber) -> Account {
        Account::new(number, self.hicns.hicn(number))
    }

    /// The person behind an account.
    pub fn person(&self, number: AccountNumber) -> Person {
        let documented = self.documented.iter().find(|account| account.number == number);
        self.people.person(number, documented)
    }

    /// The postal abbreviation (`MA`) of the SSA state code of a record, if the table has one.
    pub fn postal(&self, state_code: &str) -> Option<&str> {
        self.people.postal(state_code).map(Text::as_str)
    }

    /// The RIF record of the person behind an account.
    pub fn beneficiary(&self, number: AccountNumber) -> Beneficiary {
        record::beneficiary(&self.template, &self.account(number), &self.person(number))
    }
}
