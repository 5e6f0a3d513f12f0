//! Shares of column values: how often each value of a column, or of a derived quantity, comes.

use super::{LoadError, Source, Table};
use crate::measure::Text;

const TABLE: &str = "faithful/shares.csv";

/// The shares of all columns.
#[derive(Debug)]
pub struct Shares {
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    claim_type: String,
    column: String,
    period: String,
    values: Vec<(Text, u32)>,
}

impl Shares {
    /// Reads the table. Rows of a column and period stand together.
    pub fn load(source: &Source) -> Result<Shares, LoadError> {
        let mut table = Table::open(source, TABLE)?;
        let [claim_type, column, period] = table.columns(["claim_type", "column", "period"])?;
        let [value, share] = table.columns(["value", "share"])?;
        let mut rows: Vec<Row> = Vec::new();
        while table.advance()? {
            let names = [claim_type, column, period].map(|at| table.text(at));
            let pair = (Text::from(table.text(value)), table.parse(share, "parts per million")?);
            if pair.1 > 1_000_000 {
                return Err(table.bad(share, "at most 1000000 parts per million"));
            }
            match rows.last_mut() {
                Some(row) if [&row.claim_type, &row.column, &row.period] == names => row.values.push(pair),
                _ => rows.push(Row {
                    claim_type: names[0].to_owned(),
                    column: names[1].to_owned(),
                    period: names[2].to_owned(),
                    values: vec![pair],
                }),
            }
        }
        Ok(Shares { rows })
    }

    /// The values of a column with their shares; a period of its own wins over one for all.
    pub fn values(&self, claim_type: &str, column: &str, period: &str) -> Result<&[(Text, u32)], LoadError> {
        let find = |period: &str| {
            let mut rows = self.rows.iter();
            rows.find(|row| row.claim_type == claim_type && row.column == column && row.period == period)
        };
        let row = find(period).or_else(|| find("")).filter(|row| row.values.iter().any(|(_, share)| *share > 0));
        row.map(|row| &row.values[..]).ok_or_else(|| LoadError::Incomplete {
            table: TABLE.into(),
            expected: format!("shares of `{column}` of {claim_type} claims in the period of {period}"),
        })
    }

    /// The chance in parts per million that a column is filled; 0 when the table does not say.
    pub fn present(&self, claim_type: &str, column: &str, period: &str) -> u32 {
        let values = self.values(claim_type, column, period).unwrap_or(&[]);
        values.iter().find(|(value, _)| value.as_str() == "present").map_or(0, |(_, share)| *share)
    }
}
