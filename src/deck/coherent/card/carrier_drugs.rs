//! Packages of drugs on Part B lines: which NDC a HCPCS code may name.
//!
//! The services' table has no drug names; of codes whose drug Part D's table sells in a package that is given so, the
//! substance is named here.

use crate::codes::{Clinical, Counted};
use crate::draw::Stream;
use crate::measure::Text;

/// HCPCS code, substance, and what the package's units are.
const PACKAGED: &[(&str, &str, Counted)] = &[
    ("J1650", "ENOXAPARIN", Counted::Millilitre),
    ("J3420", "CYANOCOBALAMIN", Counted::Millilitre),
    ("J7507", "TACROLIMUS", Counted::Piece),
    ("J7517", "MYCOPHENOLATE MOFETIL", Counted::Piece),
    ("J7605", "ARFORMOTEROL", Counted::Millilitre),
    ("J7613", "ALBUTEROL SULFATE", Counted::Millilitre),
    ("J7620", "IPRATROPIUM; ALBUTEROL", Counted::Millilitre),
    ("J7644", "IPRATROPIUM BROMIDE", Counted::Millilitre),
];

/// The packages, by code.
pub struct Packages(Vec<(&'static str, Vec<u16>)>);

impl Packages {
    /// Finds them in the drug table.
    pub fn new(clinical: &Clinical) -> Packages {
        let find = |&(code, substance, counted): &(&'static str, &str, Counted)| {
            let drugs = clinical.drugs.iter().enumerate();
            let own = drugs.filter(|(_, own)| own.substance == substance && own.counted == counted);
            (code, own.map(|(at, _)| at as u16).collect())
        };
        Packages(PACKAGED.iter().map(find).collect())
    }

    /// A package of a code that is on the market in a year.
    pub fn draw(&self, clinical: &Clinical, code: &str, year: i32, stream: &mut Stream) -> Option<Text> {
        let (_, all) = self.0.iter().find(|(own, _)| *own == code)?;
        let sold = || all.iter().map(|&at| &clinical.drugs[usize::from(at)]).filter(|own| own.years.contain(year));
        let count = sold().count() as u32;
        (count > 0).then(|| sold().nth(stream.below(count) as usize).map(|own| own.ndc.clone()))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::Source;

    #[test]
    fn every_code_has_a_package_and_is_a_code() {
        let clinical = Clinical::load(&Source::embedded()).unwrap();
        for (code, all) in Packages::new(&clinical).0 {
            assert!(!all.is_empty(), "{code}");
            let known = clinical.services.iter().any(|own| own.code.as_str() == code);
            assert!(known || clinical.dme.iter().any(|own| own.code.as_str() == code), "{code}");
        }
    }
}
