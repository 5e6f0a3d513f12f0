//! Places of service.

use super::{LoadError, Source, Table, Years};
use crate::measure::Text;

/// A place where carrier and DME lines are rendered.
#[derive(Debug)]
pub struct Place {
    pub code: Text,
    /// Its lines are paid at the facility amount.
    pub facility: bool,
    /// Share of carrier lines, parts per million of all years together.
    pub carrier: u32,
    /// Share of DME lines, parts per million.
    pub dme: u32,
    pub years: Years,
}

pub(super) fn places(source: &Source) -> Result<Vec<Place>, LoadError> {
    let mut table = Table::open(source, "clinical/places.csv")?;
    let [code, facility, carrier, dme] = table.columns(["place", "facility", "carrier", "dme"])?;
    let first = table.column("first_year")?;
    let mut all = Vec::with_capacity(60);
    while table.advance()? {
        all.push(Place {
            code: Text::from(table.text(code)),
            facility: table.flag(facility)?,
            carrier: table.parse(carrier, "parts per million")?,
            dme: table.parse(dme, "parts per million")?,
            years: Years::since(&table, first)?,
        });
    }
    Ok(all)
}

/// Reads a column of places that spaces part.
pub(super) fn read(table: &Table, column: usize, places: &[Place]) -> Result<Vec<Text>, LoadError> {
    let codes = table.text(column).split_ascii_whitespace();
    let known = codes.map(|code| places.iter().find(|place| place.code.as_str() == code).map(|own| own.code.clone()));
    let found: Option<Vec<Text>> = known.collect();
    found.filter(|own| !own.is_empty()).ok_or_else(|| table.bad(column, "codes of clinical/places.csv"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_carrier_and_equipment_lines_add_up() {
        let all = places(&Source::embedded()).unwrap();
        let sums = [all.iter().map(|own| own.carrier).sum::<u32>(), all.iter().map(|own| own.dme).sum()];
        assert!(sums.iter().all(|sum| sum.abs_diff(1_000_000) < 50), "{sums:?}");
    }
}
