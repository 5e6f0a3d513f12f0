//! An account of a data set, asked: its seats are planned, and its cards read, only where the answer needs them.

use std::cell::OnceCell;

use super::matching::{Finder, Subject};
use super::row::Row;
use crate::claim::{Beneficiary, Claim};
use crate::dataset::DataSet;
use crate::deck::{Outline, Planned};
use crate::measure::Day;
use crate::roster::AccountNumber;

/// An account of a data set.
pub struct Dealt<'a> {
    data_set: &'a DataSet,
    number: AccountNumber,
    planned: OnceCell<Option<Planned>>,
}

impl<'a> Dealt<'a> {
    /// The account with a number, of the data set's roster.
    pub fn new(data_set: &'a DataSet, number: AccountNumber) -> Dealt<'a> {
        Dealt { data_set, number, planned: OnceCell::new() }
    }

    /// What is told of the account: its whole hand is dealt.
    pub fn row(&self, finder: &Finder) -> Row {
        let (account, hand) = (self.data_set.roster.account(self.number), self.data_set.hand(self.number));
        let state = hand.beneficiary.STATE_CODE.as_str();
        let state = self.data_set.roster.postal(state).unwrap_or(state);
        let names = [account.user_name.as_str(), account.fhir_id.as_str(), state];
        Row::of(finder, names, &hand.beneficiary, self.today(), &hand.claims)
    }

    fn planned(&self) -> Option<&Planned> {
        self.planned.get_or_init(|| self.data_set.planned(self.number)).as_ref()
    }
}

impl Subject for Dealt<'_> {
    fn beneficiary(&self) -> Beneficiary {
        self.data_set.beneficiary(self.number)
    }

    fn today(&self) -> Day {
        self.data_set.today(self.number)
    }

    fn claims(&self) -> Vec<Claim> {
        self.data_set.hand(self.number).claims
    }

    fn outlines(&self) -> Option<&[Outline]> {
        self.planned().map(|planned| planned.outlines.as_slice())
    }

    fn card(&self, at: usize) -> Option<Claim> {
        self.data_set.card(self.number, self.planned()?, at)
    }
}
