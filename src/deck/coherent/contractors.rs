//! The contractors that process the bills of institutions: FI_NUM by state.
//!
//! Responsible for the table `coherent/contractors.csv`. Must not know claims.

use crate::codes::{LoadError, Source, Table};
use crate::measure::Text;

/// SSA state codes below this have a place of their own.
const STATES: usize = 100;

/// FI_NUM by SSA state code; blank where the table has no such state.
pub struct Contractors {
    hospital: Vec<Text>,
    home: Vec<Text>,
}

impl Contractors {
    /// Reads the table.
    pub fn load(source: &Source) -> Result<Contractors, LoadError> {
        let mut table = Table::open(source, "coherent/contractors.csv")?;
        let [state, hospital, home] = table.columns(["state", "hospital", "home"])?;
        let mut all = Contractors { hospital: vec![Text::default(); STATES], home: vec![Text::default(); STATES] };
        while table.advance()? {
            let at = table.parse::<usize>(state, "an SSA state code")?;
            if at >= STATES {
                return Err(table.bad(state, "two digits"));
            }
            for (list, column) in [(&mut all.hospital, hospital), (&mut all.home, home)] {
                if table.text(column).len() != 5 {
                    return Err(table.bad(column, "a contractor number of five digits"));
                }
                list[at] = Text::from(table.text(column));
            }
        }
        Ok(all)
    }

    /// Who processes the bills of hospitals, skilled nursing facilities, clinics and dialysis centres of a state.
    pub fn hospital(&self, state: &Text) -> Text {
        of(&self.hospital, state)
    }

    /// Who processes those of home health agencies and hospices.
    pub fn home(&self, state: &Text) -> Text {
        of(&self.home, state)
    }
}

fn of(list: &[Text], state: &Text) -> Text {
    state.as_str().parse::<usize>().ok().and_then(|at| list.get(at)).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_a_contractor_of_either_kind() {
        let all = Contractors::load(&Source::embedded()).unwrap();
        for state in (1..=53).map(|state| Text::from(format!("{state:02}"))).filter(|state| state.as_str() != "48") {
            assert!(!all.hospital(&state).is_blank() && !all.home(&state).is_blank(), "{state}");
        }
        assert_eq!((all.hospital(&Text::of("99")), all.home(&Text::of("10"))), (Text::default(), Text::of("11004")));
    }
}
