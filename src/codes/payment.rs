//! Payment parameters by year.

use super::{LoadError, Source, Table};

/// Parts A and B in one year.
#[derive(Clone, Copy, Debug)]
pub struct MedicareYear {
    pub year: i32,
    /// Cents.
    pub part_a_deductible: u32,
    /// Cents.
    pub part_b_deductible: u32,
    /// Dollars a relative value unit, in ten-thousandths.
    pub physician_factor: u32,
    /// Cents a unit.
    pub anesthesia_factor: u32,
    /// Hospital operating amount for a DRG weight of 1, in cents.
    pub operating: u32,
    /// Hospital capital amount for a DRG weight of 1, in cents.
    pub capital: u32,
    /// Hospital charges in percent of payments.
    pub charge: u32,
}

/// Part D's standard benefit in one year.
#[derive(Clone, Copy, Debug)]
pub struct PartDYear {
    pub year: i32,
    /// Cents.
    pub deductible: u32,
    /// Cents.
    pub initial_limit: u32,
    /// Cents.
    pub threshold: u32,
    /// What the patient pays up to the limit, per mille.
    pub initial_share: u32,
    /// What the patient pays in the gap, per mille: generic, brand.
    pub gap_share: [u32; 2],
    /// The manufacturer's discount on brands in the gap, per mille.
    pub discount: u32,
    /// Least copayment above the threshold, cents: generic, brand.
    pub least: [u32; 2],
    /// Copayment with the low-income subsidy, cents: generic, brand.
    pub subsidy: [u32; 2],
}

pub(super) fn medicare(source: &Source) -> Result<Vec<MedicareYear>, LoadError> {
    let mut table = Table::open(source, "payment/medicare.csv")?;
    let [year, part_a, part_b] = table.columns(["year", "part_a_deductible", "part_b_deductible"])?;
    let [physician, anesthesia] = table.columns(["physician_factor", "anesthesia_factor"])?;
    let [operating, capital, charge] = table.columns(["operating", "capital", "charge_percent"])?;
    let mut all = Vec::new();
    while table.advance()? {
        let figure = |column| table.parse::<u32>(column, "a whole number");
        all.push(MedicareYear {
            year: table.parse(year, "a year")?,
            part_a_deductible: figure(part_a)?,
            part_b_deductible: figure(part_b)?,
            physician_factor: figure(physician)?,
            anesthesia_factor: figure(anesthesia)?,
            operating: figure(operating)?,
            capital: figure(capital)?,
            charge: figure(charge)?,
        });
    }
    Ok(all)
}

pub(super) fn part_d(source: &Source) -> Result<Vec<PartDYear>, LoadError> {
    let mut table = Table::open(source, "payment/part_d.csv")?;
    let [year, deductible, limit, threshold] = table.columns(["year", "deductible", "initial_limit", "threshold"])?;
    let [initial, generic, brand, discount] =
        table.columns(["initial_share", "gap_generic_share", "gap_brand_share", "discount_share"])?;
    let least = table.columns(["least_generic", "least_brand"])?;
    let subsidy = table.columns(["subsidy_generic", "subsidy_brand"])?;
    let mut all = Vec::new();
    while table.advance()? {
        let figure = |column| table.parse::<u32>(column, "a whole number");
        all.push(PartDYear {
            year: table.parse(year, "a year")?,
            deductible: figure(deductible)?,
            initial_limit: figure(limit)?,
            threshold: figure(threshold)?,
            initial_share: figure(initial)?,
            gap_share: [figure(generic)?, figure(brand)?],
            discount: figure(discount)?,
            least: [figure(least[0])?, figure(least[1])?],
            subsidy: [figure(subsidy[0])?, figure(subsidy[1])?],
        });
    }
    Ok(all)
}
