//! What a coherent data set should be like: measures of real Medicare, and of the published sandbox.
//!
//! Responsible for `coherent/targets.csv`. Must not know how a measure is taken.

use serde::{Deserialize, Serialize};

use super::{LoadError, Source, Table};
use crate::measure::Decimal;

const TABLE: &str = "coherent/targets.csv";
const BASES: [&str; 3] = ["sourced", "recalled", "estimated"];

/// What a measure should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// A claim type, or `all`.
    pub claim_type: String,
    pub measure: String,
    /// A plain decimal number.
    pub target: String,
    pub unit: String,
    /// `sourced`: read from a published file; `recalled`: a published figure, from memory; `estimated`: a judgement.
    pub basis: String,
    pub source: String,
    /// Whether a data set that misses it is not as it should be.
    pub gated: bool,
    /// How many cases a measure must rest on for that.
    pub least: u64,
    /// The first year of which claims must be the last, where the target is of recent years alone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub since: Option<i32>,
}

impl Target {
    /// The number.
    pub fn number(&self) -> Decimal {
        Decimal::read(&self.target).unwrap_or_default()
    }
}

/// Reads the table. Only what is sourced can be gated; a measure of a claim type stands once.
pub(super) fn targets(source: &Source) -> Result<Vec<Target>, LoadError> {
    let mut table = Table::open(source, TABLE)?;
    let [claim_type, measure, target, unit] = table.columns(["claim_type", "measure", "target", "unit"])?;
    let [basis, origin, gated, least] = table.columns(["basis", "source", "gated", "least"])?;
    let since = table.column("since")?;
    let mut all: Vec<Target> = Vec::new();
    while table.advance()? {
        let own = |column| table.text(column).to_owned();
        if Decimal::read(table.text(target)).is_ok_and(|number| number.is_blank()) {
            return Err(table.bad(target, "a number"));
        }
        table.parse::<f64>(target, "a plain decimal number")?;
        if !BASES.contains(&table.text(basis)) {
            return Err(table.bad(basis, "sourced, recalled or estimated"));
        }
        let row = Target {
            claim_type: own(claim_type),
            measure: own(measure),
            target: own(target),
            unit: own(unit),
            basis: own(basis),
            source: own(origin),
            gated: table.flag(gated)?,
            least: table.parse(least, "a whole number")?,
            since: table.optional(since, "a year, or nothing")?,
        };
        if row.gated && row.basis != "sourced" {
            return Err(table.bad(gated, "0, since only what is sourced is held to"));
        }
        if all.iter().any(|known| known.claim_type == row.claim_type && known.measure == row.measure) {
            return Err(table.bad(measure, "each measure of a claim type once"));
        }
        all.push(row);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_sourced_is_gated_and_nothing_stands_twice() {
        let head = "claim_type,measure,target,unit,basis,source,gated,least,since\n";
        let error = |row: &str| {
            let directory = tempfile::tempdir().unwrap();
            std::fs::create_dir(directory.path().join("coherent")).unwrap();
            std::fs::write(directory.path().join(TABLE), format!("{head}{row}\n")).unwrap();
            targets(&Source::with_directory(directory.path())).unwrap_err().to_string()
        };
        let row = "coherent/targets.csv, line 2, column";
        assert_eq!(
            error("pde,generic,88,%,recalled,memory,1,0,"),
            format!("{row} `gated`: found `1`, expected 0, since only what is sourced is held to")
        );
        assert_eq!(error("pde,x,,%,sourced,s,1,0,"), format!("{row} `target`: found ``, expected a number"));
        let twice = "pde,x,1,%,sourced,s,1,0,\npde,x,2,%,sourced,s,1,0,";
        assert!(
            error(twice).contains("line 3, column `measure`: found `x`, expected each measure of a claim type once")
        );
        assert!(!targets(&Source::embedded()).unwrap().is_empty());
    }
}
