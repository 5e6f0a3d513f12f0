//! What is told of an account: the userinfo endpoint's answer and the cells of accounts.csv.
//!
//! Must not know files: the rows are values, and whoever writes them adds the counts of the claims rendered.

use serde::Serialize;

use super::{Account, Roster, Sex};
use crate::claim::Beneficiary;
use crate::measure::{Day, Text};

/// When every account was made: the first weekly load that the API tells of.
const CREATED: Day = Day::of(2020, 2, 12);

/// The answer of the userinfo endpoint, keys in order.
///
/// ```text
/// {"sub":"-20140000000001","name":"Jane Doe","given_name":"Jane","family_name":"Doe","email":"bbuser20000@example.com",…}
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum UserInfo {
    /// What the endpoint answers today.
    Served {
        /// The FHIR id, like `patient`.
        sub: Text,
        name: String,
        given_name: Text,
        family_name: Text,
        email: String,
        /// When the account was made: midnight UTC.
        iat: String,
        patient: Text,
    },
    /// What the developer documentation of 2018-2021 prints, its spelling kept.
    Documented {
        /// The user name.
        sub: Text,
        prefered_username: Text,
        given_name: Text,
        family_name: Text,
        name: String,
        email: String,
        created: Day,
        patient: Text,
    },
}

impl UserInfo {
    /// Today's answer.
    pub fn served(account: &Account, person: &Beneficiary) -> UserInfo {
        UserInfo::Served {
            sub: account.fhir_id.clone(),
            name: name(person),
            given_name: person.BENE_GVN_NAME.clone(),
            family_name: person.BENE_SRNM_NAME.clone(),
            email: email(account),
            iat: format!("{CREATED}T00:00:00.000Z"),
            patient: account.fhir_id.clone(),
        }
    }

    /// The documentation's answer.
    pub fn documented(account: &Account, person: &Beneficiary) -> UserInfo {
        UserInfo::Documented {
            sub: account.user_name.clone(),
            prefered_username: account.user_name.clone(),
            given_name: person.BENE_GVN_NAME.clone(),
            family_name: person.BENE_SRNM_NAME.clone(),
            name: name(person),
            email: email(account),
            created: CREATED,
            patient: account.fhir_id.clone(),
        }
    }
}

/// Given and family name; the middle name is left out.
fn name(person: &Beneficiary) -> String {
    format!("{} {}", person.BENE_GVN_NAME, person.BENE_SRNM_NAME)
}

/// The lower-case user name at a domain that is reserved for examples.
fn email(account: &Account) -> String {
    format!("{}@example.com", account.user_name.as_str().to_ascii_lowercase())
}

/// An account's cells of accounts.csv, before the claims and lines of each type.
pub struct AccountRow(pub [String; 12]);

impl AccountRow {
    /// The columns: BENE_ID as in RIF (negative), sex as FHIR spells it, the state's postal abbreviation.
    pub const COLUMNS: [&str; 12] = [
        "user_name",
        "password",
        "fhir_id",
        "bene_id",
        "mbi",
        "hicn_hash",
        "given",
        "family",
        "sex",
        "birth_date",
        "death_date",
        "state",
    ];

    /// The cells of an account; the record's own text stands where it is no code of the table.
    pub fn of(roster: &Roster, account: &Account, person: &Beneficiary) -> AccountRow {
        let text = |text: &Text| text.as_str().to_owned();
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let code = person.BENE_SEX_IDENT_CD.as_str();
        let sex = Sex::coded(code).map(Sex::name).unwrap_or(code);
        let state = person.STATE_CODE.as_str();
        AccountRow([
            text(&account.user_name),
            text(&account.password),
            text(&account.fhir_id),
            account.bene_id.to_string(),
            text(&account.mbi),
            account.hicn_hash(),
            text(&person.BENE_GVN_NAME),
            text(&person.BENE_SRNM_NAME),
            sex.to_owned(),
            day(person.BENE_BIRTH_DT),
            day(person.DEATH_DT),
            roster.postal(state).unwrap_or(state).to_owned(),
        ])
    }
}
