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
    /// A day in hospital from day 61 to 90, in cents.
    pub part_a_coinsurance: u32,
    /// A day of the lifetime reserve, in cents.
    pub reserve_coinsurance: u32,
    /// A day in a skilled nursing facility from day 21 to 100, in cents.
    pub snf_coinsurance: u32,
    /// The patient's share of outpatient mental health care, per mille.
    pub mental_share: u32,
    /// A month's standard premium, in cents.
    pub part_b_premium: u32,
    /// Outpatient conversion factor, thousandths of a dollar; 0 before there was one.
    pub outpatient_factor: u32,
}

/// Part D's standard benefit in one year.
#[derive(Clone, Copy, Debug)]
pub struct PartDYear {
    pub year: i32,
    /// Cents.
    pub deductible: u32,
    /// Where initial coverage ends and the gap begins, in cents of drug cost; none from 2025, when there is no gap.
    pub initial_limit: Option<u32>,
    /// What the patient pays in a year before catastrophic coverage, in cents; from 2025 a cap.
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
    /// Total drug cost at the threshold without a subsidy, in cents; none from 2025.
    pub total_at_threshold: Option<u32>,
    /// What the patient pays above the threshold, per mille.
    pub above_share: u32,
    /// The manufacturer's discount on brands in initial coverage and above the threshold, per mille (from 2025).
    pub manufacturer: [u32; 2],
    /// Copayment of the dually eligible below the poverty line, cents: generic, brand.
    pub dual: [u32; 2],
    /// Deductible with the partial subsidy, in cents; 0 = none.
    pub partial_deductible: u32,
}

pub(super) fn medicare(source: &Source) -> Result<Vec<MedicareYear>, LoadError> {
    let mut table = Table::open(source, "payment/medicare.csv")?;
    let [year, part_a, part_b] = table.columns(["year", "part_a_deductible", "part_b_deductible"])?;
    let [physician, anesthesia] = table.columns(["physician_factor", "anesthesia_factor"])?;
    let [operating, capital, charge] = table.columns(["operating", "capital", "charge_percent"])?;
    let [stay, reserve, snf] = table.columns(["part_a_coinsurance", "reserve_coinsurance", "snf_coinsurance"])?;
    let [mental, premium, outpatient] = table.columns(["mental_share", "part_b_premium", "outpatient_factor"])?;
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
            part_a_coinsurance: figure(stay)?,
            reserve_coinsurance: figure(reserve)?,
            snf_coinsurance: figure(snf)?,
            mental_share: figure(mental)?,
            part_b_premium: figure(premium)?,
            outpatient_factor: figure(outpatient)?,
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
    let [total, above, partial] = table.columns(["total_at_threshold", "above_share", "partial_deductible"])?;
    let manufacturer = table.columns(["initial_discount", "above_discount"])?;
    let dual = table.columns(["dual_generic", "dual_brand"])?;
    let mut all = Vec::new();
    while table.advance()? {
        let figure = |column| table.parse::<u32>(column, "a whole number");
        all.push(PartDYear {
            year: table.parse(year, "a year")?,
            deductible: figure(deductible)?,
            initial_limit: table.optional(limit, "cents, or nothing")?,
            threshold: figure(threshold)?,
            initial_share: figure(initial)?,
            gap_share: [figure(generic)?, figure(brand)?],
            discount: figure(discount)?,
            least: [figure(least[0])?, figure(least[1])?],
            subsidy: [figure(subsidy[0])?, figure(subsidy[1])?],
            total_at_threshold: table.optional(total, "cents, or nothing")?,
            above_share: figure(above)?,
            manufacturer: [figure(manufacturer[0])?, figure(manufacturer[1])?],
            dual: [figure(dual[0])?, figure(dual[1])?],
            partial_deductible: figure(partial)?,
        });
    }
    Ok(all)
}

/// What pharmacies are paid for dispensing: the first year, and cents a fill of each year (generic, brand).
pub(super) fn dispensing(source: &Source) -> Result<(i32, Vec<[u32; 2]>), LoadError> {
    const TABLE: &str = "payment/dispensing.csv";
    let mut table = Table::open(source, TABLE)?;
    let [year, brand, generic] = table.columns(["year", "brand", "generic"])?;
    let (mut first, mut fees) = (0, Vec::new());
    while table.advance()? {
        let own: i32 = table.parse(year, "a year")?;
        if fees.is_empty() {
            first = own;
        } else if own != first + fees.len() as i32 {
            return Err(table.bad(year, "the year after that of the row before"));
        }
        fees.push([table.parse(generic, "cents")?, table.parse(brand, "cents")?]);
    }
    let expected = || "the fees of a year".to_owned();
    if fees.is_empty() {
        Err(LoadError::Incomplete { table: TABLE.into(), expected: expected() })
    } else {
        Ok((first, fees))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_year_that_claims_may_have_has_its_parameters() {
        let medicare = medicare(&Source::embedded()).unwrap();
        assert!(medicare.iter().map(|own| own.year).eq(1999..=2026));
        let part_d = part_d(&Source::embedded()).unwrap();
        assert!(part_d.iter().map(|own| own.year).eq(2006..=2026));
    }

    #[test]
    fn coinsurance_days_cost_the_legal_parts_of_the_deductible() {
        for year in medicare(&Source::embedded()).unwrap() {
            let deductible = year.part_a_deductible;
            let days = [year.part_a_coinsurance * 4, year.reserve_coinsurance * 2, year.snf_coinsurance * 8];
            assert_eq!(days, [deductible; 3], "{}", year.year);
        }
    }

    #[test]
    fn total_cost_at_the_threshold_follows_from_the_other_figures_while_the_gap_is_paid_in_full() {
        for year in part_d(&Source::embedded()).unwrap().iter().filter(|own| own.year <= 2010) {
            let (limit, total) = (year.initial_limit.unwrap(), year.total_at_threshold.unwrap());
            let paid = year.deductible + (limit - year.deductible) / 4;
            assert_eq!(limit + (year.threshold - paid), total, "{}", year.year);
        }
    }

    #[test]
    fn since_2025_there_is_no_gap() {
        for year in part_d(&Source::embedded()).unwrap() {
            assert_eq!(year.initial_limit.is_none(), year.year >= 2025);
            assert_eq!(year.total_at_threshold.is_none(), year.year >= 2025);
        }
    }
}
