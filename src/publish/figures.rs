//! What the charts of a release show: claims by month, what was paid, and who the people are. Counted from the hands of the
//! largest size, which are dealt for it and not rendered.
//!
//! Must not know how a chart is drawn.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::plan::Size;
use crate::claim::{Claim, ClaimType};
use crate::dataset::{DataSet, Hand};
use crate::find::age_on;
use crate::measure::Cents;
use crate::roster::AccountNumber;

/// Years of an age band.
const BAND: u32 = 5;

/// What the charts show, of one size.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    pub size: Option<Size>,
    /// Claims by the month in which their services began (`2024-05`) and type, months without any left out.
    pub claims_by_month: BTreeMap<String, BTreeMap<String, u64>>,
    /// What Medicare and drug plans paid for claims that stand, in cents, by type.
    pub paid_cents: BTreeMap<String, i64>,
    /// People by the first year of a band of five, and sex; the age is that of the last day of claims, or of death.
    pub ages: BTreeMap<u32, BTreeMap<String, u64>>,
}

impl Figures {
    /// Counts the hands of these accounts.
    pub(super) fn of(data_set: &DataSet, size: Size, accounts: &[AccountNumber]) -> Figures {
        let count = |mut figures: Figures, &number: &AccountNumber| {
            figures.count(data_set, &data_set.hand(number));
            figures
        };
        let figures = accounts.par_iter().fold(Figures::default, count).reduce(Figures::default, Figures::with);
        Figures { size: Some(size), ..figures }
    }

    fn count(&mut self, data_set: &DataSet, hand: &Hand) {
        if let Some(age) = age_on(&hand.beneficiary, data_set.today(hand.number)) {
            let band = self.ages.entry(age / BAND * BAND).or_default();
            *band.entry(hand.beneficiary.sex().to_owned()).or_default() += 1;
        }
        hand.claims.iter().for_each(|claim| self.count_claim(claim));
    }

    fn count_claim(&mut self, claim: &Claim) {
        let name = claim.claim_type().name();
        let (from, thru) = claim.service_days();
        if let Some(day) = from.or(thru) {
            let month = day.to_string().chars().take(7).collect();
            *self.claims_by_month.entry(month).or_default().entry(name.to_owned()).or_default() += 1;
        }
        if claim.stands() {
            let Cents(paid) = claim.paid();
            *self.paid_cents.entry(name.to_owned()).or_default() += paid;
        }
    }

    fn with(mut self, other: Figures) -> Figures {
        for (month, types) in other.claims_by_month {
            let own = self.claims_by_month.entry(month).or_default();
            types.into_iter().for_each(|(name, more)| *own.entry(name).or_default() += more);
        }
        other.paid_cents.into_iter().for_each(|(name, more)| *self.paid_cents.entry(name).or_default() += more);
        for (age, sexes) in other.ages {
            let own = self.ages.entry(age).or_default();
            sexes.into_iter().for_each(|(sex, more)| *own.entry(sex).or_default() += more);
        }
        self
    }

    /// Claims of a type in all months.
    pub fn claims(&self, claim_type: ClaimType) -> u64 {
        self.claims_by_month.values().filter_map(|types| types.get(claim_type.name())).sum()
    }
}
