//! The accounts of a data set, in order, and the person behind each.
//!
//! Responsible for who: user name, password, BENE_ID, FHIR id, MBI, HICN and its hash, demographics and
//! enrolment, how many claims and lines each account holds, and which accounts a selection names. Must not
//! know what a claim says. Makes [`Account`]s, [`Person`]s and their [`Beneficiary`] records.

mod about;
mod account;
mod coherent;
mod counts;
mod documented;
mod hands;
mod hicn;
mod limits;
mod people;
mod record;
mod selection;

pub use about::{AccountRow, UserInfo};
pub use account::{ACCOUNTS, Account, AccountNumber, Cohort, PERSONAS};
pub use coherent::{
    Cover, Enrolment, Entitlement, Even, EvenPlaces, FIRST_CARDS, Home, Life, Lives, Months, Must, Place, Places, Plan,
    Reason, Span, Termination, ToldPapers,
};
pub use counts::Counts;
pub use hands::{Hands, HandsError};
pub use limits::{CARRIER_CLAIMS, CARRIER_LINES, INPATIENT_LINES};
pub use people::{Person, Sex};
pub use selection::{Named, SelectError, Selection};

use coherent::{Record, Wanted};
use documented::Documented;
use hicn::Hicns;
use people::People;

use std::collections::BTreeMap;

use crate::claim::{Beneficiary, BeneficiaryHistory};
use crate::codes::{LoadError, Source};
use crate::draw::Streams;
use crate::measure::Text;

/// All accounts of a data set, in order of their numbers.
pub struct Roster {
    numbers: Vec<AccountNumber>,
    /// By position.
    counts: Fixed,
    documented: Vec<Documented>,
    hicns: Hicns,
    people: People,
    template: Beneficiary,
    /// The lives, in the coherent profile.
    lives: Option<Lives>,
    /// Names of the accounts beside the roster, whose people files tell.
    told: BTreeMap<AccountNumber, String>,
}

/// Whose counts are given.
enum Fixed {
    /// Everybody's, by position.
    Everybody(Vec<Counts>),
    /// Those of some accounts; the deck decides the others.
    Some(BTreeMap<AccountNumber, Counts>),
}

impl Roster {
    /// The 30,000 accounts with their published counts.
    pub fn published(source: &Source, streams: &Streams) -> Result<Roster, LoadError> {
        let counts = counts::published(source)?;
        let numbers = (0..counts.len() as u32).map(AccountNumber).collect();
        Roster::new(source, streams, numbers, Fixed::Everybody(counts))
    }

    /// The accounts of a hands file with its counts, and no other.
    pub fn from_hands(source: &Source, streams: &Streams, hands: Hands) -> Result<Roster, LoadError> {
        Roster::new(source, streams, hands.numbers, Fixed::Everybody(hands.counts))
    }

    /// The coherent profile's accounts: those of a hands file with its counts, or all 30,000, of which only the
    /// documented ones have counts of their own.
    pub fn coherent(source: &Source, streams: &Streams, span: Span, hands: Option<Hands>) -> Result<Roster, LoadError> {
        let roster = match hands {
            Some(hands) => Roster::from_hands(source, streams, hands)?,
            None => {
                let numbers = (0..ACCOUNTS).map(AccountNumber).collect();
                let mut roster = Roster::new(source, streams, numbers, Fixed::Some(BTreeMap::new()))?;
                let published = counts::published(source)?;
                let of_documented = |account: &Documented| (account.number, published[account.number.0 as usize]);
                roster.counts = Fixed::Some(roster.documented.iter().map(of_documented).collect());
                roster
            }
        };
        Ok(Roster { lives: Some(Lives::new(source, streams, span)?), ..roster })
    }

    /// The accounts with these numbers (ascending) and counts.
    fn new(
        source: &Source,
        streams: &Streams,
        numbers: Vec<AccountNumber>,
        counts: Fixed,
    ) -> Result<Roster, LoadError> {
        let documented = documented::load(source)?;
        let known = documented.iter().filter_map(|account| Some((account.number, account.hicn?)));
        let hicns = Hicns::new(streams, known);
        let people = People::faithful(source, streams)?;
        Ok(Roster {
            numbers,
            counts,
            documented,
            hicns,
            people,
            template: record::template(),
            lives: None,
            told: BTreeMap::new(),
        })
    }

    /// The numbers of all accounts, ascending.
    pub fn numbers(&self) -> &[AccountNumber] {
        &self.numbers
    }

    /// Where an account stands in `numbers`.
    pub fn position(&self, number: AccountNumber) -> Option<usize> {
        self.numbers.binary_search(&number).ok()
    }

    /// The counts of the account at a position of `numbers`. Panics where the deck decides them: ask
    /// [`Roster::fixed_counts`] first in the coherent profile.
    pub fn counts(&self, position: usize) -> &Counts {
        self.fixed_counts(position).expect("the counts of the account are given")
    }

    /// The counts of the account at a position of `numbers`, if they are given: all of them in the faithful profile
    /// and by a hands file, else those of documented accounts.
    pub fn fixed_counts(&self, position: usize) -> Option<&Counts> {
        match &self.counts {
            Fixed::Everybody(counts) => Some(&counts[position]),
            Fixed::Some(counts) => counts.get(&self.numbers[position]),
        }
    }

    /// Adds accounts beside the roster, whose people files tell, by number and name: selections find them.
    pub fn tell(&mut self, accounts: impl IntoIterator<Item = (AccountNumber, String)>) {
        self.told.extend(accounts);
    }

    /// The numbers of the accounts beside the roster, ascending.
    pub fn told(&self) -> impl Iterator<Item = AccountNumber> {
        self.told.keys().copied()
    }

    /// Whether an account is of the roster or beside it.
    pub fn has(&self, number: AccountNumber) -> bool {
        self.position(number).is_some() || self.told.contains_key(&number)
    }

    /// The log-in and identifiers of an account.
    pub fn account(&self, number: AccountNumber) -> Account {
        match self.told.get(&number) {
            Some(name) => self.told_account(number, name),
            None => Account::new(number, self.hicns.hicn(number)),
        }
    }

    /// The four years that claims lie in; `None` in the faithful profile.
    pub fn span(&self) -> Option<Span> {
        self.lives.as_ref().map(|lives| *lives.span())
    }

    /// The life behind an account; `None` in the faithful profile, whose people have none.
    pub fn life(&self, number: AccountNumber) -> Option<Life> {
        Some(self.lives.as_ref()?.of(self.wanted(number)))
    }

    /// The account of a person whom a file tells, by the file's name.
    pub fn told_account(&self, number: AccountNumber, name: &str) -> Account {
        // The HICN of the number as a former one: that of the number itself may be an account's former one.
        Account::told(number, name, self.hicns.former(number))
    }

    /// The RIF record of a told life over its four years, and what it said before. `None` in the faithful profile, whose
    /// records tell no life.
    pub fn told_record(
        &self,
        life: &Life,
        span: &Span,
        account: &Account,
        told: &ToldPapers,
    ) -> Option<(Beneficiary, Vec<BeneficiaryHistory>)> {
        let Record { beneficiary, history } = self.lives.as_ref()?.told(life, span, account, told);
        Some((beneficiary, history))
    }

    /// What the coherent profile's life of an account must be.
    fn wanted(&self, number: AccountNumber) -> Wanted {
        let documented = self.documented_account(number);
        let person = documented.map(|known| self.people.person(number, Some(known)));
        let given = documented.is_some() || matches!(self.counts, Fixed::Everybody(_));
        Wanted { number, must: if given { Must::Full } else { Must::Drawn }, person }
    }

    /// The person behind an account.
    pub fn person(&self, number: AccountNumber) -> Person {
        match self.life(number) {
            Some(life) => life.person,
            None => self.people.person(number, self.documented_account(number)),
        }
    }

    fn documented_account(&self, number: AccountNumber) -> Option<&Documented> {
        self.documented.iter().find(|account| account.number == number)
    }

    /// The postal abbreviation (`MA`) of the SSA state code of a record, if the table has one.
    pub fn postal(&self, state_code: &str) -> Option<&str> {
        let postal = match &self.lives {
            Some(lives) => lives.postal(state_code),
            None => self.people.postal(state_code),
        };
        postal.map(Text::as_str)
    }

    /// The RIF record of the person behind an account.
    pub fn beneficiary(&self, number: AccountNumber) -> Beneficiary {
        match &self.lives {
            Some(lives) => self.record(lives, number).beneficiary,
            None => self.printed(number),
        }
    }

    /// The RIF record of the person behind an account, and what the record said before, in the coherent profile.
    pub fn beneficiary_and_history(&self, number: AccountNumber) -> (Beneficiary, Vec<BeneficiaryHistory>) {
        match &self.lives {
            Some(lives) => {
                let Record { beneficiary, history } = self.record(lives, number);
                (beneficiary, history)
            }
            None => (self.printed(number), Vec::new()),
        }
    }

    /// The RIF record as the faithful profile has it, in either profile: what the documentation prints.
    pub fn printed(&self, number: AccountNumber) -> Beneficiary {
        let person = self.people.person(number, self.documented_account(number));
        record::beneficiary(&self.template, &self.account(number), &person)
    }

    fn record(&self, lives: &Lives, number: AccountNumber) -> Record {
        lives.record(self.wanted(number), &self.account(number), self.hicns.former(number))
    }
}
