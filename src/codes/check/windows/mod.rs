//! Years in which a table leaves nothing to draw for something that cards need: from 2011, the first that a data set can reach,
//! to 2026, the last.
//!
//! Responsible for what is there at all; whether it is enough to be believed is for the eye.

mod care;
mod money;

use std::ops::RangeInclusive;

use super::finding::{Finding, Problem};
use super::ranges;
use super::sheet::{Row, Sheet, Sheets};

/// Calendar years.
const CALENDAR: RangeInclusive<u32> = 2011..=2026;
/// Federal fiscal years of ICD-9 and of ICD-10: they begin in October.
const FISCAL9: RangeInclusive<u32> = 2011..=2015;
const FISCAL10: RangeInclusive<u32> = 2016..=2027;

/// Tells them.
pub(super) fn windows(sheets: &Sheets, findings: &mut Vec<Finding>) {
    care::care(sheets, findings);
    money::money(sheets, findings);
}

/// The years of a row, open ends far away; none where they are no years.
fn years(sheet: &Sheet, row: &Row) -> Option<RangeInclusive<u32>> {
    ranges::years(sheet, row).map(|(first, last)| first..=last)
}

/// Whether a figure of a row is above 0.
fn some(sheet: &Sheet, row: &Row, column: &str) -> bool {
    sheet.get(row, column).parse::<u64>().is_ok_and(|own| own > 0)
}

/// Whether one of a value's words is `word`.
fn names(text: &str, word: &str) -> bool {
    text.split_ascii_whitespace().any(|own| own == word)
}

/// Whether a table lacks a column that is looked at: that is told elsewhere, and nothing is said of its rows.
fn lacks(sheet: &Sheet, columns: &[&str]) -> bool {
    columns.iter().any(|column| sheet.column(column).is_none())
}

/// Tells the years that are not among those of any row.
fn gaps<'r>(
    table: &str,
    wanted: RangeInclusive<u32>,
    what: &str,
    rows: impl Iterator<Item = &'r RangeInclusive<u32>>,
) -> Option<Finding> {
    let rows: Vec<&RangeInclusive<u32>> = rows.collect();
    let empty: Vec<u32> = wanted.filter(|year| !rows.iter().any(|own| own.contains(year))).collect();
    (!empty.is_empty()).then(|| nothing(table, what, &format!(" in {}", told(&empty))))
}

fn nothing(table: &str, what: &str, when: &str) -> Finding {
    let finding = Finding::new(Problem::NothingToDraw, table, format!("no row{when}"), what);
    finding.advise("add such a row, or let the years or the weight of one reach so far")
}

/// Years as ranges: `2011 to 2013, 2016`.
fn told(years: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for &year in years {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == year => *last = year,
            _ => ranges.push((year, year)),
        }
    }
    let one = |(first, last): &(u32, u32)| match first == last {
        true => first.to_string(),
        false => format!("{first} to {last}"),
    };
    ranges.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_told_as_ranges() {
        assert_eq!(told(&[2011, 2012, 2013, 2016, 2018, 2019]), "2011 to 2013, 2016, 2018 to 2019");
    }

    #[test]
    fn a_gap_between_rows_is_told() {
        let rows = [2000..=2012, 2015..=2030];
        let finding = gaps("t.csv", 2011..=2026, "something", rows.iter()).unwrap();
        assert_eq!((finding.found.as_str(), finding.expected.as_str()), ("no row in 2013 to 2014", "something"));
        assert!(gaps("t.csv", 2016..=2026, "something", rows.iter()).is_none());
    }
}
