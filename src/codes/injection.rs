//! Products of drugs that are billed by a HCPCS code.

use super::{LoadError, Source, Table};
use crate::measure::{Decimal, Text};

/// A usual product of a HCPCS code for a drug.
#[derive(Debug)]
pub struct Injection {
    pub code: Text,
    /// Eleven digits.
    pub ndc: Text,
    /// Units of the code in 1,000 units of the product.
    per_thousand: u32,
    /// `ML`, `UN`, `GR` or `F2`: what the product's units are.
    pub qualifier: Text,
}

impl Injection {
    /// Units of the product that so many units of the code are, to three places.
    pub fn quantity(&self, units: u32) -> Decimal {
        let thousandths =
            (u64::from(units) * 1_000_000 + u64::from(self.per_thousand) / 2) / u64::from(self.per_thousand);
        Decimal::scaled(thousandths.max(1) as i64, 3)
    }
}

/// Reads the table; codes ascend.
pub(super) fn injections(source: &Source) -> Result<Vec<Injection>, LoadError> {
    let mut table = Table::open(source, "clinical/injections.csv")?;
    let [code, ndc, per_thousand, qualifier] = table.columns(["code", "ndc", "per_thousand", "qualifier"])?;
    let mut all: Vec<Injection> = Vec::with_capacity(40);
    while table.advance()? {
        if all.last().is_some_and(|previous| previous.code.as_str() >= table.text(code)) {
            return Err(table.bad(code, "codes in ascending order, each once"));
        }
        if table.text(ndc).len() != 11 || !table.text(ndc).bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(table.bad(ndc, "eleven digits"));
        }
        if !["ML", "UN", "GR", "F2"].contains(&table.text(qualifier)) {
            return Err(table.bad(qualifier, "ML, UN, GR or F2"));
        }
        let units: std::num::NonZeroU32 = table.parse(per_thousand, "units in 1,000, at least 1")?;
        all.push(Injection {
            code: Text::from(table.text(code)),
            ndc: Text::from(table.text(ndc)),
            per_thousand: units.get(),
            qualifier: Text::from(table.text(qualifier)),
        });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_is_that_of_the_units_billed() {
        let all = injections(&Source::embedded()).unwrap();
        let of =
            |code: &str, units| all.iter().find(|own| own.code.as_str() == code).unwrap().quantity(units).to_string();
        // 60 mg of 60 mg a millilitre; 1,000 mg of vials of 1,000 mg, 250 mg a unit; 6 mg in 0.6 ml.
        assert_eq!([of("J0897", 60), of("J0696", 4), of("J2505", 1)], ["1.000", "1.000", "0.600"]);
    }
}
