//! An account and what follows from its number alone: user name, password, BENE_ID, FHIR id, MBI.
//!
//! The formulas are exact for the 30,000 accounts of the published set. Must not know claims or people.

use std::fmt;
use std::ops::RangeInclusive;

use crate::claim::identifier_hash;
use crate::measure::Text;

/// Accounts of the published set: numbers 0 to 29,999.
pub const ACCOUNTS: u32 = 30_000;

/// Numbers of accounts whose person a file tells; cards, ids and streams have room for 2^16 accounts.
pub const PERSONAS: RangeInclusive<u32> = ACCOUNTS..=0xFFFF;

/// BENE_IDs of told persons are this and the number, negative: no cohort's year begins so.
const PERSONA_IDS: i64 = 30_000_000_000_000;

/// Accounts of one cohort.
const COHORT: u32 = 10_000;

/// The number in an account's user name, 0 to 29,999; of an account whose person a file tells, one of [`PERSONAS`].
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

    /// Whether this is the account of a person whom a file tells.
    pub const fn is_told(self) -> bool {
        self.0 >= ACCOUNTS
    }

    /// BENE_ID as RIF and FHIR print it: negative.
    pub const fn bene_id(self) -> i64 {
        if self.is_told() {
            return -(PERSONA_IDS + self.0 as i64);
        }
        -(self.cohort().year() as i64 * 10_000_000_000 + (self.0 % COHORT) as i64 + 1)
    }

    /// The account with this BENE_ID (negative), if it is one of the 30,000 or may be a persona's.
    pub fn of_bene_id(bene_id: i64) -> Option<AccountNumber> {
        let told = bene_id.checked_neg().and_then(|size| u32::try_from(size.checked_sub(PERSONA_IDS)?).ok());
        if let Some(told) = told.filter(|number| PERSONAS.contains(number)) {
            return Some(AccountNumber(told));
        }
        let size = u32::try_from(bene_id.unsigned_abs() % 10_000_000_000).ok()?;
        let within = size.checked_sub(1).filter(|&within| within < COHORT)?;
        (0..ACCOUNTS / COHORT)
            .map(|third| AccountNumber(third * COHORT + within))
            .find(|number| number.bene_id() == bene_id)
    }

    /// The account with this user name, in any case, if it is one of the 30,000.
    pub fn of_user_name(name: &str) -> Option<AccountNumber> {
        let digits = name.get(..6).filter(|prefix| prefix.eq_ignore_ascii_case("BBUser")).and(name.get(6..))?;
        let five_digits = digits.len() == 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
        five_digits.then(|| digits.parse().ok()).flatten().filter(|&number| number < ACCOUNTS).map(AccountNumber)
    }

    /// `BBUser20023`.
    pub fn user_name(self) -> Text {
        Text::from(self.to_string())
    }

    /// `PW20023!`.
    pub fn password(self) -> Text {
        Text::from(format!("PW{:05}!", self.0))
    }

    /// The Medicare Beneficiary Identifier: a counter whose fastest place is the first, then the third, fourth
    /// and fifth. The `S` in the second place cannot occur in a real one.
    pub fn mbi(self) -> Text {
        match self.is_told() {
            // The counter of the first three places would come round: another ending keeps them apart.
            true => AccountNumber(self.0 - ACCOUNTS).mbi_ending("00AA02"),
            false => self.mbi_ending("00AA00"),
        }
    }

    /// An MBI that is no account's current one.
    pub(super) fn former_mbi(self) -> Text {
        match self.is_told() {
            true => AccountNumber(self.0 - ACCOUNTS).mbi_ending("00AA03"),
            false => self.mbi_ending("00AA01"),
        }
    }

    fn mbi_ending(self, end: &str) -> Text {
        const LETTERS: &[u8; 20] = b"ACDEFGHJKMNPQRTUVWXY";
        const DIGITS_AND_LETTERS: &[u8; 30] = b"0123456789ACDEFGHJKMNPQRTUVWXY";
        let (first, rest) = (self.0 % 9 + 1, (self.0 / 9) as usize);
        let third = char::from(DIGITS_AND_LETTERS[rest % 30]);
        let fifth = char::from(LETTERS[rest / 300 % 20]);
        Text::from(format!("{first}S{third}{}{fifth}{end}", rest / 30 % 10))
    }
}

impl fmt::Display for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BBUser{:05}", self.0)
    }
}

/// A log-in and the identifiers of the beneficiary behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub number: AccountNumber,
    /// `BBUser20023`.
    pub user_name: Text,
    /// `PW20023!`.
    pub password: Text,
    /// As in RIF: negative.
    pub bene_id: i64,
    /// The same as text.
    pub fhir_id: Text,
    pub mbi: Text,
    /// Ten digits.
    pub hicn: Text,
}

impl Account {
    /// The account of a number, with the HICN that the data set hands to it.
    pub(super) fn new(number: AccountNumber, hicn: Text) -> Account {
        Account {
            number,
            user_name: number.user_name(),
            password: number.password(),
            bene_id: number.bene_id(),
            fhir_id: Text::from(number.bene_id().to_string()),
            mbi: number.mbi(),
            hicn,
        }
    }

    /// The account of a person whom a file tells, by the file's name: `BBLucille`, `PWLucille!`.
    pub(super) fn told(number: AccountNumber, name: &str, hicn: Text) -> Account {
        let (user_name, password) = (Text::from(format!("BB{name}")), Text::from(format!("PW{name}!")));
        Account { user_name, password, ..Account::new(number, hicn) }
    }

    /// The hash of the HICN; computed when asked for.
    pub fn hicn_hash(&self) -> String {
        identifier_hash(self.hicn.as_str())
    }

    /// The hash of the MBI; computed when asked for.
    pub fn mbi_hash(&self) -> String {
        identifier_hash(self.mbi.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_published_pair_of_bene_id_and_mbi_comes_out() {
        for (number, bene_id, mbi) in [
            (0, -19990000000001, "1S00A00AA00"),
            (2207, -19990000002208, "3S58A00AA00"),
            (2208, -19990000002209, "4S58A00AA00"),
            (2209, -19990000002210, "5S58A00AA00"),
            (11808, -20000000001809, "1SQ3F00AA00"),
            (20000, -20140000000001, "3S24J00AA00"),
            (28324, -20140000008325, "2SW4N00AA00"),
            (29892, -20140000009893, "4SP0P00AA00"),
            (29999, -20140000010000, "3S31P00AA00"),
        ] {
            let number = AccountNumber(number);
            assert_eq!((number.bene_id(), number.mbi().as_str()), (bene_id, mbi));
        }
    }

    #[test]
    fn mbis_are_distinct_and_every_identifier_leads_back_to_its_account() {
        let numbers = (0..ACCOUNTS).map(AccountNumber);
        assert_eq!(numbers.clone().map(AccountNumber::mbi).collect::<BTreeSet<_>>().len(), ACCOUNTS as usize);
        for number in numbers {
            assert_eq!(AccountNumber::of_bene_id(number.bene_id()), Some(number));
            assert_eq!(AccountNumber::of_user_name(number.user_name().as_str()), Some(number));
        }
    }

    #[test]
    fn told_persons_have_ids_and_mbis_that_no_account_of_the_set_has() {
        let both = |at| [AccountNumber(at).mbi(), AccountNumber(at).former_mbi()];
        let of_the_set: BTreeSet<_> = (0..ACCOUNTS).flat_map(both).collect();
        let told: BTreeSet<_> = PERSONAS.flat_map(both).collect();
        assert_eq!(told.len(), 2 * PERSONAS.count());
        assert!(told.is_disjoint(&of_the_set));
        for number in PERSONAS.map(AccountNumber) {
            assert_eq!(number.bene_id(), -(30_000_000_000_000 + i64::from(number.0)));
            assert_eq!(AccountNumber::of_bene_id(number.bene_id()), Some(number));
        }
        let account = Account::told(AccountNumber(41_000), "Lucille", Text::of("1000000001"));
        assert_eq!((account.user_name.as_str(), account.password.as_str()), ("BBLucille", "PWLucille!"));
        assert_eq!(account.fhir_id.as_str(), "-30000000041000");
    }

    #[test]
    fn what_is_no_account_of_the_set_is_none() {
        for name in ["", "BBUser", "BBUser1", "BBUser30000", "BBUser000001", "BBUser+0001", "BBUsér0001", "User00001"]
        {
            assert_eq!(AccountNumber::of_user_name(name), None, "{name}");
        }
        for id in [0, 1, 20140000000024, -20140000000000, -20140000010001, -19980000000001, i64::MIN, i64::MAX] {
            assert_eq!(AccountNumber::of_bene_id(id), None, "{id}");
        }
        assert_eq!(AccountNumber::of_user_name("bbuser20023"), Some(AccountNumber(20023)));
        assert_eq!(AccountNumber(20023).password().as_str(), "PW20023!");
    }
}
