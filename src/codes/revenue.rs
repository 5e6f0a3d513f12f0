//! Revenue centres of institutional claims.

use super::scope::ByKind;
use super::{ClaimKind, LoadError, Source, Table};
use crate::measure::Text;

/// A revenue centre.
#[derive(Clone, Debug)]
pub struct RevenueCentre {
    pub code: Text,
    /// `room`, `pharm`, `lab` …
    pub kind: String,
    /// Chance of a line on a hospital stay, per mille.
    pub chance: u32,
    /// Charge a unit in cents, about 2015.
    pub charge: u32,
    /// Chance of a line on an institutional claim of each type, per mille.
    pub chances: ByKind,
    /// Whether the faithful deck puts it on stays.
    pub faithful: bool,
}

pub(super) fn revenue(source: &Source) -> Result<Vec<RevenueCentre>, LoadError> {
    let mut table = Table::open(source, "clinical/revenue.csv")?;
    let [code, kind, charge, faithful] = table.columns(["code", "kind", "charge", "faithful"])?;
    let chances = table.columns(["chance", "outpatient", "snf", "hha", "hospice"])?;
    let mut all = Vec::with_capacity(150);
    while table.advance()? {
        let chances = ByKind::read(&table, chances, "a chance per mille, or nothing")?;
        all.push(RevenueCentre {
            code: Text::from(table.text(code)),
            kind: table.text(kind).to_owned(),
            chance: chances.on(ClaimKind::Inpatient),
            charge: table.parse(charge, "an amount in cents")?,
            chances,
            faithful: table.flag(faithful)?,
        });
    }
    Ok(all)
}
