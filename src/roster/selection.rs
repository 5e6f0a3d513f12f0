//! Which accounts are meant: `--accounts SIZE|A..B|LIST`, and the one account that `show` names.
//!
//! Responsible for reading a selection and for applying it to a roster. A size takes the first so many
//! accounts of one order that no seed moves: the documented accounts, in their table's order, then the
//! lowest number left of each cohort in turn (BBUser00001, BBUser10001, BBUser20001, BBUser00002 …); personas, who stand
//! beside the roster, come with every size. A range has none of them; a list has those that it names.
//! Must not know what is done with the accounts.

use std::str::FromStr;

use super::{ACCOUNTS, AccountNumber, Cohort, Roster};

/// The named sizes; `full` is the whole roster.
const SIZES: [(&str, u32); 4] = [("tiny", 10), ("small", 100), ("medium", 1_000), ("large", 10_000)];

/// Which accounts of a roster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Selection {
    /// All of them.
    #[default]
    Full,
    /// The first so many of the order of sizes.
    First(u32),
    /// Both ends included; what the roster does not list in between is left out.
    Range(AccountNumber, AccountNumber),
    /// Each of these.
    List(Vec<Named>),
}

/// An account as somebody names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// By user name or FHIR id.
    Number(AccountNumber),
    /// Perhaps a persona: its name or user name.
    Name(String),
}

/// Why a selection names no accounts. Each is a mistake of the command line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SelectError {
    #[error(
        "there is no account `{found}`: expected a user name from BBUser00000 to BBUser29999, or a FHIR id like -20140000000024{personas}"
    )]
    Unknown {
        found: String,
        /// What else could stand there, where there is anything.
        personas: String,
    },
    #[error(
        "`{0}` names no accounts: expected tiny, small, medium, large, full, a number of accounts, a range like BBUser00010..BBUser00020, or user names, personas or FHIR ids with commas"
    )]
    Syntax(String),
    #[error("0 accounts are none: expected a number of accounts from 1")]
    Zero,
    #[error(
        "in the range `{range}`: found `{found}`, expected an account number from 0 to 29999, a user name or a FHIR id"
    )]
    RangeEnd { range: String, found: String },
    #[error("the range `{found}` runs backwards: expected the lower account first")]
    Reversed { found: String },
    #[error("the range {first}..{last} goes beyond the roster, whose {size} accounts go from {lowest} to {highest}")]
    OutOfBounds {
        first: AccountNumber,
        last: AccountNumber,
        size: usize,
        lowest: AccountNumber,
        highest: AccountNumber,
    },
    #[error("the roster lists none of {first}..{last}: its {size} accounts go from {lowest} to {highest}")]
    EmptyRange { first: AccountNumber, last: AccountNumber, size: usize, lowest: AccountNumber, highest: AccountNumber },
    #[error("{wanted} accounts were asked for, but the roster has {size}: ask for full, or for at most {size}")]
    TooMany { wanted: u32, size: usize },
    #[error("the roster does not list {account}: its {size} accounts go from {lowest} to {highest}")]
    NotListed { account: AccountNumber, size: usize, lowest: AccountNumber, highest: AccountNumber },
}

impl Selection {
    /// Reads `tiny|small|medium|large|full|NUMBER|A..B|LIST`.
    pub fn parse(text: &str) -> Result<Selection, SelectError> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("full") {
            return Ok(Selection::Full);
        }
        if let Some((_, size)) = SIZES.iter().find(|(name, _)| text.eq_ignore_ascii_case(name)) {
            return Ok(Selection::First(*size));
        }
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return match text.parse() {
                Ok(0) => Err(SelectError::Zero),
                Ok(number) => Ok(Selection::First(number)),
                Err(_) => Ok(Selection::First(u32::MAX)),
            };
        }
        if let Some((first, last)) = text.split_once("..") {
            return range(text, first.trim(), last.trim());
        }
        let named: Option<Vec<_>> = text.split(',').map(|name| Named::parse(name.trim())).collect();
        named.map(Selection::List).ok_or_else(|| SelectError::Syntax(text.to_owned()))
    }
}

impl FromStr for Selection {
    type Err = SelectError;

    fn from_str(text: &str) -> Result<Selection, SelectError> {
        Selection::parse(text)
    }
}

impl Named {
    /// A user name in any case, a FHIR id, or what may be the name of a persona; `None` where it can be neither.
    fn parse(text: &str) -> Option<Named> {
        let may_be = !text.is_empty() && text.chars().all(|letter| letter.is_alphanumeric() || "-_+".contains(letter));
        account(text).map(Named::Number).or_else(|| may_be.then(|| Named::Name(text.to_owned())))
    }
}

fn looks_like_an_account(text: &str) -> bool {
    text.starts_with('-') || text.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("bb"))
}

/// A user name in any case, or a FHIR id.
fn account(text: &str) -> Option<AccountNumber> {
    AccountNumber::of_user_name(text).or_else(|| text.parse().ok().and_then(AccountNumber::of_bene_id))
}

fn range(found: &str, first: &str, last: &str) -> Result<Selection, SelectError> {
    let end = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.then(|| text.parse().ok().filter(|&number| number < ACCOUNTS)).flatten();
        let named = || account(text).filter(|number| !number.is_told());
        number
            .map(AccountNumber)
            .or_else(named)
            .ok_or_else(|| SelectError::RangeEnd { range: found.to_owned(), found: text.to_owned() })
    };
    let (first, last) = (end(first)?, end(last)?);
    if first > last {
        return Err(SelectError::Reversed { found: found.to_owned() });
    }
    Ok(Selection::Range(first, last))
}

impl Roster {
    /// The accounts that a selection means, ascending, each once.
    pub fn select(&self, selection: &Selection) -> Result<Vec<AccountNumber>, SelectError> {
        let mut accounts = match selection {
            Selection::Full => self.numbers().iter().copied().chain(self.told()).collect(),
            Selection::First(wanted) => self.first(*wanted)?.into_iter().chain(self.told()).collect(),
            Selection::Range(first, last) => self.range(*first, *last)?,
            Selection::List(accounts) => {
                match (&accounts[..], accounts.iter().map(|named| self.named(named)).collect()) {
                    // A word alone may have been meant as a size.
                    ([Named::Name(word)], Err(_)) if !looks_like_an_account(word) => {
                        return Err(SelectError::Syntax(word.clone()));
                    }
                    (_, accounts) => accounts?,
                }
            }
        };
        accounts.sort_unstable();
        accounts.dedup();
        Ok(accounts)
    }

    /// The account with this user name (in any case), FHIR id or name of a persona.
    pub fn find(&self, text: &str) -> Result<AccountNumber, SelectError> {
        let text = text.trim();
        self.named(&Named::parse(text).unwrap_or_else(|| Named::Name(text.to_owned())))
    }

    fn named(&self, named: &Named) -> Result<AccountNumber, SelectError> {
        match named {
            Named::Number(number) if self.has(*number) => Ok(*number),
            Named::Number(number) if number.is_told() => Err(self.unknown(&number.bene_id().to_string())),
            Named::Number(account) => {
                let (size, lowest, highest) = self.extent();
                Err(SelectError::NotListed { account: *account, size, lowest, highest })
            }
            Named::Name(name) => {
                let of_user = name.get(..2).filter(|start| start.eq_ignore_ascii_case("bb")).and(name.get(2..));
                let is_named = |own: &str| {
                    own.eq_ignore_ascii_case(name) || of_user.is_some_and(|name| own.eq_ignore_ascii_case(name))
                };
                let found = self.told.iter().find(|(_, own)| is_named(own));
                found.map(|(&number, _)| number).ok_or_else(|| self.unknown(name))
            }
        }
    }

    fn unknown(&self, name: &str) -> SelectError {
        let mut names: Vec<&str> = self.told.values().map(String::as_str).collect();
        names.sort_unstable();
        let personas = if names.is_empty() { String::new() } else { format!(", or a persona: {}", names.join(", ")) };
        SelectError::Unknown { found: name.to_owned(), personas }
    }

    fn first(&self, wanted: u32) -> Result<Vec<AccountNumber>, SelectError> {
        let size = self.numbers().len();
        if wanted as usize > size {
            return Err(SelectError::TooMany { wanted, size });
        }
        Ok(self.order_of_sizes().take(wanted as usize).collect())
    }

    /// All accounts: documented ones first, then one of each cohort in turn.
    fn order_of_sizes(&self) -> impl Iterator<Item = AccountNumber> {
        let documented: Vec<AccountNumber> =
            self.documented.iter().map(|account| account.number).filter(|&n| self.position(n).is_some()).collect();
        let others = |cohort: Cohort| {
            let documented = documented.clone();
            let of_cohort = self.numbers().iter().copied().filter(move |number| number.cohort() == cohort);
            of_cohort.filter(move |number| !documented.contains(number))
        };
        let mut cohorts = Cohort::ALL.map(others);
        // One round may end early for a cohort that has run out; the roster is done when all have.
        let rounds = std::iter::from_fn(move || {
            let round: Vec<AccountNumber> = cohorts.iter_mut().filter_map(Iterator::next).collect();
            (!round.is_empty()).then_some(round)
        });
        documented.clone().into_iter().chain(rounds.flatten())
    }

    fn range(&self, first: AccountNumber, last: AccountNumber) -> Result<Vec<AccountNumber>, SelectError> {
        let (size, lowest, highest) = self.extent();
        if first < lowest || last > highest {
            return Err(SelectError::OutOfBounds { first, last, size, lowest, highest });
        }
        let accounts: Vec<_> = self.numbers().iter().copied().filter(|n| (first..=last).contains(n)).collect();
        match accounts.is_empty() {
            true => Err(SelectError::EmptyRange { first, last, size, lowest, highest }),
            false => Ok(accounts),
        }
    }

    /// How many accounts there are, the lowest and the highest number.
    fn extent(&self) -> (usize, AccountNumber, AccountNumber) {
        let end = |number: Option<&AccountNumber>| number.copied().unwrap_or(AccountNumber(0));
        (self.numbers().len(), end(self.numbers().first()), end(self.numbers().last()))
    }
}
