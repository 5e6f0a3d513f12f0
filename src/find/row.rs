//! What is told of an account that was found.

use serde::{Serialize, Serializer};

use super::claims::ClaimCounts;
use super::matching::Finder;
use super::person::age_on;
use crate::claim::{Beneficiary, Claim};
use crate::measure::{Cents, Day, Decimal};

/// An account that was found. In JSON an object with these keys, in this order; `paid` is in dollars.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// `BBUser20023`.
    pub user_name: String,
    pub fhir_id: String,
    /// `male` or `female`, as FHIR spells them.
    pub sex: &'static str,
    pub birth_date: Option<Day>,
    /// Years completed on the data set's last day, or at death.
    pub age: Option<u32>,
    /// Postal abbreviation.
    pub state: String,
    pub death_date: Option<Day>,
    /// All claims, by type.
    pub claims: ClaimCounts,
    /// How many claims match.
    pub matching: u32,
    /// What Medicare and drug plans paid for those.
    #[serde(serialize_with = "dollars")]
    pub paid: Cents,
}

fn dollars<S: Serializer>(amount: &Cents, serializer: S) -> Result<S::Ok, S::Error> {
    Decimal::from(*amount).serialize(serializer)
}

impl Row {
    /// What is told of a person with these claims; `names`: user name, FHIR id, state.
    pub fn of(finder: &Finder, names: [&str; 3], record: &Beneficiary, today: Day, claims: &[Claim]) -> Row {
        let [user_name, fhir_id, state] = names.map(str::to_owned);
        let tally = finder.tally(claims);
        Row {
            user_name,
            fhir_id,
            sex: record.sex(),
            birth_date: record.BENE_BIRTH_DT,
            age: age_on(record, today),
            state,
            death_date: record.DEATH_DT,
            claims: ClaimCounts::of(claims),
            matching: tally.matching,
            paid: tally.paid,
        }
    }
}
