//! First years, ages and numbers above the last.

use super::finding::{Finding, Problem};
use super::sheet::{Row, Sheet};
use super::spec::Spec;

/// Columns that are first and last wherever a table has them.
const EVERYWHERE: [(&str, &str); 2] = [("first_year", "last_year"), ("min_age", "max_age")];

/// Tells them.
pub(super) fn ranges(sheet: &Sheet, spec: &Spec, findings: &mut Vec<Finding>) {
    for (first, last) in EVERYWHERE.iter().chain(spec.ranges) {
        let (Some(from), Some(to)) = (sheet.column(first), sheet.column(last)) else { continue };
        for row in sheet.whole_rows() {
            let (Ok(least), Ok(most)) = (row.text(from).parse::<u64>(), row.text(to).parse::<u64>()) else { continue };
            if least > most {
                let expected = format!("at least {least}, the row's `{first}`");
                let finding = Finding::value(Problem::ReversedRange, spec.table, row.text(to), expected);
                findings.push(
                    finding.at(row.line).of(last).advise(format!("exchange `{first}` and `{last}`, or correct one")),
                );
            }
        }
    }
}

/// The years of a row; open ends are far away. None where they are no years.
pub(super) fn years(sheet: &Sheet, row: &Row) -> Option<(u32, u32)> {
    let end = |column: &str, open: u32| match sheet.get(row, column) {
        "" => Some(open),
        text => text.parse().ok(),
    };
    Some((end("first_year", 0)?, end("last_year", u32::MAX)?))
}
