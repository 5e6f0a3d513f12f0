//! Specialties of carrier and DME claims: who bills, how much of it all, and how much more than is paid.

use super::{LoadError, Source, Table};
use crate::measure::Text;

/// A CMS specialty.
#[derive(Debug)]
pub struct Specialty {
    pub code: Text,
    /// By which the faithful deck splits a service among those that bill it, parts per million.
    pub share: u32,
    /// Share of Part B claims, parts per million.
    pub claims: u32,
    /// Share of Part B services, units of drugs among them, parts per million.
    pub services: u32,
    /// Share of Part B payments, parts per million.
    pub payments: u32,
    /// Submitted charge in percent of the payment, where it is published.
    pub charge: Option<u32>,
    /// Share of DME claims, parts per million.
    pub dme: u32,
}

/// Reads the table; codes ascend.
pub(super) fn specialties(source: &Source) -> Result<Vec<Specialty>, LoadError> {
    let mut table = Table::open(source, "clinical/specialties.csv")?;
    let [code, share, claims, services] = table.columns(["specialty", "share", "claims", "services"])?;
    let [payments, charge, dme] = table.columns(["payments", "charge_percent", "dme_share"])?;
    let mut all: Vec<Specialty> = Vec::with_capacity(100);
    while table.advance()? {
        if all.last().is_some_and(|previous| previous.code.as_str() >= table.text(code)) {
            return Err(table.bad(code, "codes in ascending order, each once"));
        }
        let parts = |column| table.parse(column, "parts per million");
        all.push(Specialty {
            code: Text::from(table.text(code)),
            share: parts(share)?,
            claims: parts(claims)?,
            services: parts(services)?,
            payments: parts(payments)?,
            charge: table.optional(charge, "percent of the payment, or nothing")?,
            dme: parts(dme)?,
        });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_claims_payments_and_equipment_add_up_and_those_of_services_nearly() {
        let all = specialties(&Source::embedded()).unwrap();
        let sum = |part: fn(&Specialty) -> u32| all.iter().map(part).sum::<u32>();
        for sum in [sum(|own| own.claims), sum(|own| own.payments), sum(|own| own.dme)] {
            assert!(sum.abs_diff(1_000_000) < 50, "{sum}");
        }
        // What is published rounds the many small ones away.
        assert!((990_000..=1_000_050).contains(&sum(|own| own.services)));
    }
}
