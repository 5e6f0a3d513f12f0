//! Rates of payment systems by year.

use super::{LoadError, Source, Table};

/// What payment systems pay, by year.
#[derive(Debug)]
pub struct Rates {
    /// In the order of system, item and year.
    rows: Vec<Rate>,
}

/// A rate of one year.
#[derive(Debug)]
struct Rate {
    system: String,
    item: String,
    /// None = of any year.
    year: Option<i32>,
    value: u32,
}

impl Rates {
    pub(super) fn load(source: &Source) -> Result<Rates, LoadError> {
        let mut table = Table::open(source, "payment/rates.csv")?;
        let [system, year, item, value] = table.columns(["system", "year", "item", "value"])?;
        let unit = table.column("unit")?;
        let mut rows: Vec<Rate> = Vec::with_capacity(350);
        while table.advance()? {
            if !["cents", "mille"].contains(&table.text(unit)) {
                return Err(table.bad(unit, "cents or mille"));
            }
            let row = Rate {
                system: table.text(system).to_owned(),
                item: table.text(item).to_owned(),
                year: table.optional(year, "a year, or nothing")?,
                value: table.parse(value, "a whole number")?,
            };
            let place = |own: &Rate| (own.system.clone(), own.item.clone(), own.year);
            if rows.last().is_some_and(|previous| place(previous) >= place(&row)) {
                return Err(table.bad(item, "rows in the order of system, item and year, each once"));
            }
            rows.push(row);
        }
        Ok(Rates { rows })
    }

    /// A system's rate in a year, in cents or per mille as the table says: that of the year, else of the last
    /// year before it that has one, else of the first. None when the table has no such item.
    ///
    /// ```
    /// let clinical = bluedeck::codes::Codes::embedded()?.clinical;
    /// assert_eq!(clinical.rates.at("hospice", 2023, "routine_home_care_days_1_60"), Some(21_134));
    /// # Ok::<(), bluedeck::codes::LoadError>(())
    /// ```
    pub fn at(&self, system: &str, year: i32, item: &str) -> Option<u32> {
        let from = self.rows.partition_point(|own| (own.system.as_str(), own.item.as_str()) < (system, item));
        let own = self.rows[from..].iter().take_while(|own| own.system == system && own.item == item);
        let mut found = None;
        for rate in own {
            if found.is_none() || rate.year.is_none_or(|own| own <= year) {
                found = Some(rate.value);
            }
        }
        found
    }

    /// The items of a system, each once.
    pub fn items(&self, system: &str) -> Vec<&str> {
        let mut items: Vec<&str> =
            self.rows.iter().filter(|own| own.system == system).map(|own| own.item.as_str()).collect();
        items.dedup();
        items
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_that_of_its_year_or_the_last_before_or_the_first() {
        let rates = Rates::load(&Source::embedded()).unwrap();
        let period = |year| rates.at("hha", year, "period_30_days");
        assert_eq!(period(2024), Some(203_813));
        assert_eq!(period(2030), period(2026));
        assert_eq!(period(2011), period(2020));
        assert_eq!(rates.at("carrier", 2020, "charge_to_allowed_ratio_mean"), Some(2_960));
        assert_eq!(rates.at("hha", 2020, "no_such_item"), None);
    }

    #[test]
    fn routine_hospice_care_had_one_rate_before_2016_and_a_lower_one_for_long_stays_after() {
        let rates = Rates::load(&Source::embedded()).unwrap();
        for year in 2008..=2026 {
            let first = rates.at("hospice", year, "routine_home_care_days_1_60").unwrap();
            let later = rates.at("hospice", year, "routine_home_care_days_61_plus").unwrap();
            assert!(if year < 2016 { first == later } else { first > later }, "{year}: {first}, {later}");
        }
    }

    #[test]
    fn every_payment_system_has_its_base_rate_in_the_years_that_claims_may_have() {
        let rates = Rates::load(&Source::embedded()).unwrap();
        for (system, item, first) in [
            ("hha", "episode_60_days", 2011),
            ("hha", "period_30_days", 2020),
            ("snf", "average_total_per_diem", 2011),
            ("snf", "pdpm_urban_nursing_component", 2020),
            ("outpatient", "esrd_base_rate_per_treatment", 2011),
        ] {
            let own = rates.rows.iter().filter(|rate| rate.system == system && rate.item == item);
            assert_eq!(own.filter_map(|rate| rate.year).find(|&year| year >= first), Some(first), "{system} {item}");
        }
    }
}
