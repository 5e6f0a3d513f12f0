//! Drugs by NDC.

use super::groups::Groups;
use super::{LoadError, Source, Table, Years};
use crate::measure::{Cents, Text};

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
    /// Price a unit in millionths of a dollar in each year from [`FIRST_PRICE`].
    yearly: Vec<u64>,
    /// Condition groups that it is given for.
    pub groups: Vec<u8>,
    /// `tablet`, `pen`, `eye drops` …
    pub form: String,
    pub strength: String,
    pub counted: Counted,
    /// Whether the price of 2015 is Part D's own unit cost; else it follows from that of 2025.
    pub sourced_2015: bool,
    /// Whether the price of 2025 is from NADAC; else it is an estimate.
    pub sourced_2025: bool,
    /// What a Part D event cost on average in 2015, in cents.
    pub claim_cost_2015: Option<u32>,
}

/// What a unit of a drug's quantity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// A tablet, a patch, an inhaler.
    Piece,
    Millilitre,
    Gram,
}

/// The years that have prices, from the beginning of Part D on.
const FIRST_PRICE: i32 = 2006;
const LAST_PRICE: i32 = 2026;
/// The first year whose price the drug's own row says; before, an index moves that of 2015.
const FIRST_STORED: i32 = 2014;

impl Drug {
    /// Price a unit in millionths of a dollar; before 2006 and after 2026 that of the nearest year.
    pub fn price(&self, year: i32) -> u64 {
        self.yearly[(year.clamp(FIRST_PRICE, LAST_PRICE) - FIRST_PRICE) as usize]
    }

    /// What a quantity (thousandths of a unit) costs in a year, rounded to the cent.
    pub fn ingredient_cost(&self, quantity: u64, year: i32) -> Cents {
        // A millionth of a dollar times a thousandth of a unit: a cent is 10^7 of them.
        const CENT: u128 = 10_000_000;
        Cents(((u128::from(self.price(year)) * u128::from(quantity) + CENT / 2) / CENT) as i64)
    }
}

const STORED: [&str; (LAST_PRICE - FIRST_STORED + 1) as usize] = [
    "price_2014",
    "price_2015",
    "price_2016",
    "price_2017",
    "price_2018",
    "price_2019",
    "price_2020",
    "price_2021",
    "price_2022",
    "price_2023",
    "price_2024",
    "price_2025",
    "price_2026",
];

pub(super) fn drugs(source: &Source, groups: &Groups) -> Result<Vec<Drug>, LoadError> {
    let index = Index::load(source)?;
    let mut table = Table::open(source, "clinical/ndc.csv")?;
    let [ndc, product, substance, quantity] = table.columns(["ndc", "product", "substance", "quantity"])?;
    let [days, kind, events] = table.columns(["days", "kind", "events"])?;
    let [first, last, own_groups] = table.columns(["first_year", "last_year", "groups"])?;
    let [form, strength, counted] = table.columns(["form", "strength", "counted"])?;
    let [sourced_2015, sourced_2025, cost] = table.columns(["sourced_2015", "sourced_2025", "claim_cost_2015"])?;
    let prices = table.columns(STORED)?;
    let mut all = Vec::with_capacity(800);
    while table.advance()? {
        if all.last().is_some_and(|previous: &Drug| previous.ndc.as_str() >= table.text(ndc)) {
            return Err(table.bad(ndc, "NDCs in ascending order, each once"));
        }
        let price = |column: &usize| table.parse::<u64>(*column, "a price in millionths of a dollar");
        let stored = prices.iter().map(price).collect::<Result<Vec<u64>, LoadError>>()?;
        let brand = read_brand(&table, kind)?;
        all.push(Drug {
            ndc: Text::from(table.text(ndc)),
            product: table.text(product).to_owned(),
            substance: table.text(substance).to_owned(),
            quantity: table.parse(quantity, "thousandths of a unit")?,
            days: table.parse(days, "a number of days")?,
            brand,
            events: table.parse(events, "events per ten million")?,
            years: Years::read(&table, first, last)?,
            prices: [stored[0], stored[1], stored[2]],
            yearly: index.earlier(brand, stored[1]).chain(stored).collect(),
            groups: groups.read(&table, own_groups)?,
            form: table.text(form).to_owned(),
            strength: table.text(strength).to_owned(),
            counted: read_counted(&table, counted)?,
            sourced_2015: table.flag(sourced_2015)?,
            sourced_2025: table.flag(sourced_2025)?,
            claim_cost_2015: table.optional(cost, "an amount in cents, or nothing")?,
        });
    }
    Ok(all)
}

fn read_brand(table: &Table, column: usize) -> Result<bool, LoadError> {
    match table.text(column) {
        "B" => Ok(true),
        "G" => Ok(false),
        _ => Err(table.bad(column, "B or G")),
    }
}

fn read_counted(table: &Table, column: usize) -> Result<Counted, LoadError> {
    match table.text(column) {
        "ea" => Ok(Counted::Piece),
        "ml" => Ok(Counted::Millilitre),
        "gm" => Ok(Counted::Gram),
        _ => Err(table.bad(column, "ea, ml or gm")),
    }
}

/// Prices before the stored ones in per mille of those of 2015: generic and brand of each year.
struct Index(Vec<[u64; 2]>);

impl Index {
    fn load(source: &Source) -> Result<Index, LoadError> {
        const TABLE: &str = "payment/drug_index.csv";
        let mut table = Table::open(source, TABLE)?;
        let [year, kind, index] = table.columns(["year", "kind", "index"])?;
        let mut years = vec![[0; 2]; (FIRST_STORED - FIRST_PRICE) as usize];
        while table.advance()? {
            let at = table.parse::<i32>(year, "a year")? - FIRST_PRICE;
            let brand = read_brand(&table, kind)?;
            let figure = table.parse(index, "per mille of the price of 2015")?;
            if let Some(own) = usize::try_from(at).ok().and_then(|at| years.get_mut(at)) {
                own[usize::from(brand)] = figure;
            }
        }
        if years.iter().flatten().any(|&figure| figure == 0) {
            let expected = format!("B and G of every year from {FIRST_PRICE} to {}", FIRST_STORED - 1);
            return Err(LoadError::Incomplete { table: TABLE.into(), expected });
        }
        Ok(Index(years))
    }

    /// What cost so much in 2015, in each year before the stored ones.
    fn earlier(&self, brand: bool, price_2015: u64) -> impl Iterator<Item = u64> {
        self.0.iter().map(move |own| (price_2015 * own[usize::from(brand)] + 500) / 1_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Drug> {
        let source = Source::embedded();
        drugs(&source, &Groups::load(&source).unwrap()).unwrap()
    }

    #[test]
    fn a_price_stands_for_every_year_of_part_d() {
        for drug in all() {
            assert_eq!(drug.yearly.len(), 21);
            assert!((2006..=2026).all(|year| drug.price(year) > 0), "{}", drug.ndc);
            assert_eq!([2014, 2015, 2016].map(|year| drug.price(year)), drug.prices, "{}", drug.ndc);
        }
    }

    #[test]
    fn before_2014_brands_were_cheaper_and_generics_dearer() {
        for drug in all() {
            let (then, later) = (drug.price(2010), drug.price(2015));
            assert!(if drug.brand { then <= later } else { then >= later }, "{}: {then}, {later}", drug.ndc);
        }
    }

    #[test]
    fn every_drug_is_given_for_something() {
        assert!(all().iter().all(|drug| !drug.groups.is_empty()));
    }
}
