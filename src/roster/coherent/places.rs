//! States and counties that persons of a file can live in, by name.
//!
//! Reads the tables that the coherent profile's people live by. Must not know lives.

use crate::codes::{LoadError, Source, Table};
use crate::measure::Text;

/// A state and those of its counties that are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// SSA state code.
    pub code: Text,
    /// Postal abbreviation.
    pub postal: Text,
    /// FIPS state code: two digits.
    pub fips: Text,
    /// Of each county: SSA county code, FIPS state and county code, the first three digits of its ZIP codes.
    pub counties: Vec<[Text; 3]>,
}

/// All states of the tables.
#[derive(Clone, Debug)]
pub struct Places(Vec<Place>);

impl Places {
    /// Reads the tables.
    pub fn load(source: &Source) -> Result<Places, LoadError> {
        let mut table = Table::open(source, "people/states.csv")?;
        let columns = table.columns(["state_code", "state", "fips"])?;
        let mut all = Vec::new();
        while table.advance()? {
            let [code, postal, fips] = columns.map(|column| Text::from(table.text(column)));
            all.push(Place { code, postal, fips, counties: Vec::new() });
        }
        let mut table = Table::open(source, "people/places.csv")?;
        let state = table.column("state_code")?;
        let columns = table.columns(["county", "fips", "zip"])?;
        while table.advance()? {
            let county = columns.map(|column| Text::from(table.text(column)));
            let own = all.iter_mut().find(|own| own.code.as_str() == table.text(state));
            own.into_iter().for_each(|own| own.counties.push(county.clone()));
        }
        Ok(Places(all))
    }

    /// The state with this postal abbreviation, or SSA code.
    pub fn state(&self, name: &str) -> Option<&Place> {
        self.0.iter().find(|own| own.postal.as_str() == name || own.code.as_str() == name)
    }

    /// All of them.
    pub fn all(&self) -> &[Place] {
        &self.0
    }
}
