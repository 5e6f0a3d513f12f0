//! Shares of the column values of Part D events, given a year, a setting or a kind of drug.
//!
//! Responsible for `coherent/events.csv`. Must not know cards.

use super::{LoadError, Source, Table};
use crate::measure::Text;

const TABLE: &str = "coherent/events.csv";
const MILLION: u32 = 1_000_000;

/// Values with their shares, parts per million.
pub type ValueShares = Vec<(Text, u32)>;

/// The shares of all columns.
#[derive(Debug)]
pub struct EventShares {
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    column: String,
    given: String,
    values: ValueShares,
}

impl EventShares {
    /// Reads the table. Rows of a column and what is given stand together; their shares add up to a million.
    pub fn load(source: &Source) -> Result<EventShares, LoadError> {
        let mut table = Table::open(source, TABLE)?;
        let [column, given, value, share] = table.columns(["column", "given", "value", "share"])?;
        let mut rows: Vec<Row> = Vec::new();
        while table.advance()? {
            let pair = (Text::from(table.text(value)), table.parse(share, "parts per million")?);
            if pair.1 > MILLION {
                return Err(table.bad(share, "at most 1000000 parts per million"));
            }
            let names = (table.text(column), table.text(given));
            match rows.last_mut() {
                Some(row) if (row.column.as_str(), row.given.as_str()) == names => row.values.push(pair),
                _ => rows.push(Row { column: names.0.into(), given: names.1.into(), values: vec![pair] }),
            }
        }
        match rows.iter().find(|row| row.values.iter().map(|(_, share)| share).sum::<u32>() != MILLION) {
            Some(row) => Err(incomplete(&format!("shares of {} that add up to 1000000", row.name()))),
            None => Ok(EventShares { rows }),
        }
    }

    /// The values of a column in a case that the table must have.
    pub fn values(&self, column: &str, given: &str) -> Result<&ValueShares, LoadError> {
        let row = self.rows.iter().find(|row| row.column == column && row.given == given);
        row.map(|row| &row.values).ok_or_else(|| {
            let row = Row { column: column.into(), given: given.into(), values: Vec::new() };
            incomplete(&format!("shares of {}", row.name()))
        })
    }

    /// The values of a column since each of the years that the table names, ascending.
    pub fn since(&self, column: &str) -> Result<Vec<(i32, &ValueShares)>, LoadError> {
        let own = self.rows.iter().filter(|row| row.column == column);
        let mut years: Vec<(i32, &ValueShares)> = Vec::new();
        for row in own {
            let year = row.given.parse().map_err(|_| incomplete(&format!("a year instead of `{}`", row.given)))?;
            years.push((year, &row.values));
        }
        years.sort_by_key(|&(year, _)| year);
        if years.is_empty() { Err(incomplete(&format!("shares of `{column}` by year"))) } else { Ok(years) }
    }
}

impl Row {
    fn name(&self) -> String {
        match self.given.as_str() {
            "" => format!("`{}`", self.column),
            given => format!("`{}` given `{given}`", self.column),
        }
    }
}

fn incomplete(expected: &str) -> LoadError {
    LoadError::Incomplete { table: TABLE.into(), expected: expected.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(change: impl Fn(&str) -> Option<String>) -> Result<EventShares, LoadError> {
        let text = Source::embedded().text(TABLE).unwrap();
        let changed: Vec<String> = text.lines().filter_map(change).collect();
        let directory = tempfile::tempdir().unwrap();
        std::fs::create_dir(directory.path().join("coherent")).unwrap();
        std::fs::write(directory.path().join(TABLE), changed.join("\n")).unwrap();
        EventShares::load(&Source::with_directory(directory.path()))
    }

    #[test]
    fn shares_that_do_not_add_up_or_are_not_there_are_named() {
        let short = with(|line| (!line.starts_with("CMPND_CD,,2,")).then(|| line.to_owned())).unwrap_err();
        assert_eq!(short.to_string(), "coherent/events.csv: expected shares of `CMPND_CD` that add up to 1000000");
        let lacking = with(|line| (!line.starts_with("FILL_NUM,course,")).then(|| line.to_owned())).unwrap();
        let error = lacking.values("FILL_NUM", "course").unwrap_err();
        assert_eq!(error.to_string(), "coherent/events.csv: expected shares of `FILL_NUM` given `course`");
    }

    #[test]
    fn years_come_in_order() {
        let shares = EventShares::load(&Source::embedded()).unwrap();
        let years: Vec<i32> = shares.since("RX_ORGN_CD").unwrap().iter().map(|(year, _)| *year).collect();
        assert!(years.is_sorted() && years.len() > 3, "{years:?}");
    }
}
