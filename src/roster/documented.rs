//! The accounts of which more than the counts is published.

use super::AccountNumber;
use super::hicn::Hicns;
use super::people::Sex;
use crate::codes::{LoadError, Source, Table};
use crate::measure::Text;

/// What is published of one account; `None` and blank are drawn.
pub struct Documented {
    pub number: AccountNumber,
    pub sex: Option<Sex>,
    pub race: Text,
    /// SSA state code.
    pub state: Text,
    pub hicn: Option<u64>,
}

/// Reads the table; its order is the order in which sizes take these accounts.
pub fn load(source: &Source) -> Result<Vec<Documented>, LoadError> {
    let mut table = Table::open(source, "faithful/documented_accounts.csv")?;
    let (user_name, sex) = (table.column("user_name")?, table.column("sex")?);
    let (race, state, hicn) = (table.column("race")?, table.column("state_code")?, table.column("hicn")?);
    let mut all: Vec<Documented> = Vec::new();
    while table.advance()? {
        let number = AccountNumber::of_user_name(table.text(user_name))
            .filter(|number| all.iter().all(|known| known.number != *number))
            .ok_or_else(|| table.bad(user_name, "a user name from BBUser00000 to BBUser29999, each once"))?;
        let sex = match table.text(sex) {
            "" => None,
            code => Some(Sex::coded(code).ok_or_else(|| table.bad(sex, "1, 2 or nothing"))?),
        };
        let hicn = match table.text(hicn) {
            "" => None,
            digits => {
                let free = |digits: &u64| Hicns::in_range(*digits) && all.iter().all(|a| a.hicn != Some(*digits));
                let number = digits.parse().ok().filter(free);
                Some(number.ok_or_else(|| table.bad(hicn, "a number from 1000000000 to 1000099999, each once"))?)
            }
        };
        let (race, state) = (Text::from(table.text(race)), Text::from(table.text(state)));
        all.push(Documented { number, sex, race, state, hicn });
    }
    Ok(all)
}
