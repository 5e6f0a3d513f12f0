//! Jurisdictions: who processes Part B claims of a state, and how dear the state is.
//!
//! Responsible for `coherent/part_b.csv`.

use super::{LoadError, Source, Table};
use crate::measure::Text;

const TABLE: &str = "coherent/part_b.csv";

/// A state's contractors and prices.
#[derive(Clone, Debug)]
pub struct Jurisdiction {
    /// SSA state code.
    pub state: Text,
    /// Jurisdiction number of carrier claims.
    pub carrier: Text,
    /// Jurisdiction number of DME claims.
    pub dme: Text,
    /// Level of physicians' fees, per mille of the nation's.
    pub price: u32,
    /// Localities that the state is parted into.
    pub localities: u32,
}

/// The contractors of all states.
pub struct Jurisdictions(Vec<Jurisdiction>);

impl Jurisdictions {
    /// Reads the table; states ascend.
    pub fn load(source: &Source) -> Result<Jurisdictions, LoadError> {
        let mut table = Table::open(source, TABLE)?;
        let [state, carrier, dme] = table.columns(["state", "carrier", "dme"])?;
        let [price, localities] = table.columns(["price", "localities"])?;
        let mut all: Vec<Jurisdiction> = Vec::with_capacity(60);
        while table.advance()? {
            if all.last().is_some_and(|previous| previous.state.as_str() >= table.text(state)) {
                return Err(table.bad(state, "states in ascending order, each once"));
            }
            all.push(Jurisdiction {
                state: Text::from(table.text(state)),
                carrier: Text::from(table.text(carrier)),
                dme: Text::from(table.text(dme)),
                price: table.parse(price, "per mille of the nation's prices")?,
                localities: table.parse(localities, "a number of localities")?,
            });
        }
        if all.is_empty() {
            return Err(LoadError::Incomplete { table: TABLE.into(), expected: "a row for each state".into() });
        }
        Ok(Jurisdictions(all))
    }

    /// That of a state; of one that the table lacks (abroad), the last one.
    pub fn of(&self, state: &str) -> &Jurisdiction {
        let at = self.0.partition_point(|own| own.state.as_str() < state);
        &self.0[at.min(self.0.len() - 1)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{Ccw, Variable};

    #[test]
    fn a_state_has_its_contractors_and_the_codebook_knows_them() {
        let source = Source::embedded();
        let all = Jurisdictions::load(&source).unwrap();
        assert_eq!((all.of("10").carrier.as_str(), all.of("10").dme.as_str()), ("00590", "18003"));
        let ccw = Ccw::load(&source).unwrap();
        let known = ccw.entry(Variable::CARR_NUM);
        for own in &all.0 {
            for number in [&own.carrier, &own.dme] {
                assert!(known.display(number.as_str()).is_some(), "{number}");
            }
        }
    }
}
