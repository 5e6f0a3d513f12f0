//! The person behind an account: sex, race, state, birth and name.
//!
//! Responsible for drawing a person by the rules of the profile. Must not know RIF columns other than by the
//! codes that they hold. What a later profile adds to a person (age, enrolment) is a further field of
//! [`Person`], drawn here and written by `record`.

use super::AccountNumber;
use super::documented::Documented;
pub use crate::codes::Sex;
use crate::codes::{LoadError, Source, Table};
use crate::draw::{Domain, Streams, Weights};
use crate::measure::{Day, Text};

/// Who a beneficiary is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub sex: Sex,
    /// BENE_RACE_CD.
    pub race: Text,
    /// SSA state code.
    pub state: Text,
    pub birth: Day,
    pub given: Text,
    pub middle: Text,
    pub family: Text,
}

/// Draws the persons of a data set.
pub struct People {
    streams: Streams,
    sexes: Shares,
    races: Shares,
    states: Shares,
    /// Postal abbreviations of the states, in the order of `states`.
    postal: Vec<Text>,
}

impl People {
    /// The `faithful` profile's people.
    pub fn faithful(source: &Source, streams: &Streams) -> Result<People, LoadError> {
        let [sexes, races] = read_people(source)?;
        let (states, postal) = read_states(source)?;
        Ok(People { streams: streams.clone(), sexes, races, states, postal })
    }

    /// The person behind an account; what is published of it comes before what is drawn.
    pub fn person(&self, number: AccountNumber, documented: Option<&Documented>) -> Person {
        let mut stream = self.streams.stream(Domain::Person, u64::from(number.0));
        let cohort = number.cohort();
        let mut draw = |shares: &Shares| shares.codes[shares.weights[cohort as usize].draw(&mut stream)].clone();
        // All three are drawn whatever is published, so that a published fact moves no other.
        let (sex, race, state) = (draw(&self.sexes), draw(&self.races), draw(&self.states));
        let sex = documented.and_then(|known| known.sex).or(Sex::coded(sex.as_str())).unwrap_or(Sex::Female);
        let published = |text: fn(&Documented) -> &Text| documented.map(text).filter(|text| !text.is_blank()).cloned();
        Person {
            sex,
            race: published(|known| &known.race).unwrap_or(race),
            state: published(|known| &known.state).unwrap_or(state),
            birth: Day::of(cohort.year(), 6, 1),
            given: Text::of(if sex == Sex::Female { "Jane" } else { "John" }),
            middle: Text::of("X"),
            family: Text::of("Doe"),
        }
    }

    /// The postal abbreviation (`MA`) of an SSA state code of the table.
    pub fn postal(&self, state: &str) -> Option<&Text> {
        let at = self.states.codes.iter().position(|code| code.as_str() == state)?;
        Some(&self.postal[at])
    }
}

/// Codes and how often each cohort has them.
#[derive(Default)]
struct Shares {
    codes: Vec<Text>,
    weights: [Weights; 3],
}

/// Gathers the rows of one list of codes.
#[derive(Default)]
struct Rows {
    codes: Vec<Text>,
    weights: [Vec<u32>; 3],
}

impl Rows {
    fn push(&mut self, table: &Table, code: usize, weights: [usize; 3]) -> Result<(), LoadError> {
        self.codes.push(Text::from(table.text(code)));
        for (column, list) in weights.into_iter().zip(&mut self.weights) {
            let weight: u32 = table.parse(column, PER_MILLION)?;
            if weight > 1_000_000 {
                return Err(table.bad(column, PER_MILLION));
            }
            list.push(weight);
        }
        Ok(())
    }

    fn finish(self, table: &str, what: &str) -> Result<Shares, LoadError> {
        let weights = self.weights.map(Weights::new);
        if weights.iter().any(Weights::is_empty) {
            let expected = format!("a {what} with a weight above 0 for each cohort");
            return Err(LoadError::Incomplete { table: table.to_owned(), expected });
        }
        Ok(Shares { codes: self.codes, weights })
    }
}

const PER_MILLION: &str = "a whole number from 0 to 1000000 (parts per million)";
const PEOPLE: &str = "faithful/accounts_people.csv";
const STATES: &str = "faithful/accounts_states.csv";

fn weight_columns(table: &Table) -> Result<[usize; 3], LoadError> {
    Ok([table.column("weight_1999")?, table.column("weight_2000")?, table.column("weight_2014")?])
}

fn read_people(source: &Source) -> Result<[Shares; 2], LoadError> {
    let mut table = Table::open(source, PEOPLE)?;
    let (column, code, weights) = (table.column("column")?, table.column("code")?, weight_columns(&table)?);
    let (mut sexes, mut races) = (Rows::default(), Rows::default());
    while table.advance()? {
        match table.text(column) {
            "BENE_SEX_IDENT_CD" if Sex::coded(table.text(code)).is_none() => return Err(table.bad(code, "1 or 2")),
            "BENE_SEX_IDENT_CD" => sexes.push(&table, code, weights)?,
            "BENE_RACE_CD" if table.text(code).len() != 1 => return Err(table.bad(code, "one character")),
            "BENE_RACE_CD" => races.push(&table, code, weights)?,
            _ => return Err(table.bad(column, "BENE_SEX_IDENT_CD or BENE_RACE_CD")),
        }
    }
    Ok([sexes.finish(PEOPLE, "sex")?, races.finish(PEOPLE, "race")?])
}

fn read_states(source: &Source) -> Result<(Shares, Vec<Text>), LoadError> {
    let mut table = Table::open(source, STATES)?;
    let (code, state, weights) = (table.column("state_code")?, table.column("state")?, weight_columns(&table)?);
    let (mut states, mut postal) = (Rows::default(), Vec::new());
    while table.advance()? {
        if table.text(code).len() != 2 {
            return Err(table.bad(code, "a state code of two digits (SSA)"));
        }
        states.push(&table, code, weights)?;
        postal.push(Text::from(table.text(state)));
    }
    Ok((states.finish(STATES, "state")?, postal))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Seed;
    use crate::roster::{ACCOUNTS, Cohort};

    #[test]
    fn sexes_and_states_come_in_the_shares_of_the_cohort() {
        let people = People::faithful(&Source::embedded(), &Streams::new(1, Seed(11))).unwrap();
        let mut women = [0; 3];
        let mut californians = [0; 3];
        for number in (0..ACCOUNTS).map(AccountNumber) {
            let person = people.person(number, None);
            women[number.cohort() as usize] += u32::from(person.sex == Sex::Female);
            californians[number.cohort() as usize] += u32::from(person.state.as_str() == "05");
        }
        let near = |found: [u32; 3], expected: [u32; 3]| {
            found.iter().zip(expected).all(|(found, expected)| found.abs_diff(expected) < 200)
        };
        assert!(near(women, [5_600, 5_600, 5_450]), "{women:?}");
        assert!(near(californians, [1_034, 1_034, 971]), "{californians:?}");
        assert_eq!(people.postal("22"), Some(&Text::of("MA")));
    }

    #[test]
    fn a_table_with_a_bad_weight_or_no_weight_is_refused_by_line_and_column() {
        let header = "column,code,weight_1999,weight_2000,weight_2014\n";
        let error = |rows: &str| {
            let directory = tempfile::tempdir().unwrap();
            std::fs::create_dir(directory.path().join("faithful")).unwrap();
            std::fs::write(directory.path().join(PEOPLE), format!("{header}{rows}")).unwrap();
            read_people(&Source::with_directory(directory.path())).err().map(|error| error.to_string())
        };
        assert_eq!(
            error("BENE_SEX_IDENT_CD,1,1,1,-1\n").as_deref(),
            Some(
                "faithful/accounts_people.csv, line 2, column `weight_2014`: found `-1`, expected a whole number from 0 to 1000000 (parts per million)"
            )
        );
        assert_eq!(
            error("BENE_SEX_IDENT_CD,1,1,1,0\n").as_deref(),
            Some("faithful/accounts_people.csv: expected a sex with a weight above 0 for each cohort")
        );
    }

    #[test]
    fn the_cohorts_stand_in_the_order_of_the_weight_columns() {
        assert_eq!(Cohort::ALL.map(|cohort| cohort as usize), [0, 1, 2]);
    }
}
