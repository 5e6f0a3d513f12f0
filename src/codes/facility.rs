//! Services that facilities bill and carriers do not: devices, observation, visits at home, sites of care.

use super::groups::Groups;
use super::{ClaimKinds, LoadError, Source, Table, Years};
use crate::measure::Text;

/// Where a hospice cares for somebody (HCPCS Q5001, at home, to Q5010): the places of the table, and those that it does not
/// draw from.
pub const HOSPICE_SITES: [&str; 10] =
    ["Q5001", "Q5002", "Q5003", "Q5004", "Q5005", "Q5006", "Q5007", "Q5008", "Q5009", "Q5010"];

/// A HCPCS level II code on institutional lines alone.
#[derive(Debug)]
pub struct FacilityService {
    pub code: Text,
    /// `device`, `supply`, `visit`, `site`, `clinic` or `therapy`.
    pub category: String,
    pub kinds: ClaimKinds,
    /// Of visits and sites: parts per million of them; of others: lines per million Part B lines.
    pub weight: u32,
    /// Usual units of a line.
    pub units: u32,
    /// Allowed amount a unit in 2023, in cents; 0 = packaged into another payment.
    pub allowed: u32,
    /// Calendar years in which it is valid.
    pub years: Years,
    /// Condition groups it belongs to; none = any.
    pub groups: Vec<u8>,
    /// The revenue centre that its line has.
    pub revenue: Text,
}

pub(super) fn facility(source: &Source, groups: &Groups) -> Result<Vec<FacilityService>, LoadError> {
    let mut table = Table::open(source, "clinical/facility.csv")?;
    let [code, category, types, weight] = table.columns(["code", "category", "types", "weight"])?;
    let [units, allowed, first, last] = table.columns(["units", "allowed", "first_year", "last_year"])?;
    let [own_groups, revenue] = table.columns(["groups", "revenue"])?;
    let mut all = Vec::with_capacity(40);
    while table.advance()? {
        let figure = |column| table.parse::<u32>(column, "a whole number");
        all.push(FacilityService {
            code: Text::from(table.text(code)),
            category: table.text(category).to_owned(),
            kinds: ClaimKinds::read(&table, types)?,
            weight: figure(weight)?,
            units: figure(units)?,
            allowed: figure(allowed)?,
            years: Years::read(&table, first, last)?,
            groups: groups.read(&table, own_groups)?,
            revenue: Text::from(table.text(revenue)),
        });
    }
    Ok(all)
}
