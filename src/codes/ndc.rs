//! Drugs by NDC.

use super::clinical::Years;
use super::{LoadError, Source, Table};
use crate::measure::Text;

/// A drug product in one package.
#[derive(Debug)]
pub struct Drug {
    /// Eleven digits.
    pub ndc: Text,
    pub product: String,
    /// Substances in capitals, parted by `; `.
    pub substance: String,
    /// Quantity of a usual fill, in thousandths of a unit.
    pub quantity: u32,
    /// Days that the usual fill lasts.
    pub days: u16,
    pub brand: bool,
    /// Part D events per ten million.
    pub events: u32,
    /// Calendar years on the market.
    pub years: Years,
    /// Price a unit in millionths of a dollar: 2014, 2015, 2016.
    pub prices: [u64; 3],
}

pub(super) fn drugs(source: &Source) -> Result<Vec<Drug>, LoadError> {
    let mut table = Table::open(source, "clinical/ndc.csv")?;
    let [ndc, product, substance, quantity] = table.columns(["ndc", "product", "substance", "quantity"])?;
    let [days, kind, events] = table.columns(["days", "kind", "events"])?;
    let [first, last] = table.columns(["first_year", "last_year"])?;
    let prices = table.columns(["price_2014", "price_2015", "price_2016"])?;
    let mut all = Vec::with_capacity(800);
    while table.advance()? {
        let price = |at: usize| table.parse(prices[at], "a price in millionths of a dollar");
        all.push(Drug {
            ndc: Text::from(table.text(ndc)),
            product: table.text(product).to_owned(),
            substance: table.text(substance).to_owned(),
            quantity: table.parse(quantity, "thousandths of a unit")?,
            days: table.parse(days, "a number of days")?,
            brand: match table.text(kind) {
                "B" => true,
                "G" => false,
                _ => return Err(table.bad(kind, "B or G")),
            },
            events: table.parse(events, "events per ten million")?,
            years: Years::read(&table, first, last)?,
            prices: [price(0)?, price(1)?, price(2)?],
        });
    }
    Ok(all)
}
