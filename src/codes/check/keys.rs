//! Keys that stand twice, rows out of order, years of one key that overlap.

use std::collections::BTreeMap;

use super::finding::{Finding, Problem};
use super::ranges::years;
use super::sheet::{Row, Sheet};
use super::spec::{Rows, Spec};

/// Tells them.
pub(super) fn keys(sheet: &Sheet, spec: &Spec, findings: &mut Vec<Finding>) {
    let columns: Option<Vec<usize>> = spec.key.iter().map(|column| sheet.column(column)).collect();
    let Some(columns) = columns.filter(|columns| !columns.is_empty()) else { return };
    let key = |row: &Row| columns.iter().map(|at| row.text(*at).to_owned()).collect::<Vec<_>>();
    let mut seen: BTreeMap<Vec<String>, Vec<&Row>> = BTreeMap::new();
    let mut before: Option<(Vec<String>, u64)> = None;
    for row in sheet.whole_rows() {
        let own = key(row);
        let rows = seen.entry(own.clone()).or_default();
        findings.extend(twice(sheet, spec, &own, rows, row));
        let told =
            |line: u64| findings.iter().any(|own| own.table == spec.table && own.line == Some(line) && is_form(own));
        // What is no code has no place in the order.
        if rows.is_empty() && !told(row.line) && !before.as_ref().is_some_and(|(_, line)| told(*line)) {
            findings.extend(misplaced(spec, before.as_ref(), &own, row));
        }
        rows.push(row);
        before = Some((own, row.line));
    }
}

/// Whether a finding is about the form of a value.
fn is_form(finding: &Finding) -> bool {
    matches!(finding.problem, Problem::Malformed | Problem::RowLength)
}

fn tell(problem: Problem, spec: &Spec, key: &[String], row: &Row, expected: String) -> Finding {
    Finding::value(problem, spec.table, &key.join(","), expected).at(row.line).of(&spec.key.join(","))
}

/// A key that stands again.
fn twice(sheet: &Sheet, spec: &Spec, key: &[String], before: &[&Row], row: &Row) -> Option<Finding> {
    let first = before.first()?;
    let by_years =
        spec.rows == Rows::Free && sheet.column("first_year").is_some() && sheet.column("last_year").is_some();
    if !by_years {
        let expected = format!("each once: it stands on line {} too", first.line);
        return Some(
            tell(Problem::Duplicate, spec, key, row, expected)
                .advise("take one of the two rows out, or correct its key"),
        );
    }
    let own = years(sheet, row)?;
    let overlaps = |other: &&&Row| years(sheet, other).is_some_and(|other| own.0 <= other.1 && other.0 <= own.1);
    let other = before.iter().find(overlaps)?;
    let problem = if years(sheet, other) == Some(own) { Problem::Duplicate } else { Problem::OverlappingYears };
    let expected = format!("years of its own: those of line {} overlap", other.line);
    let advice = "end the one before the other begins, or take one of the two rows out";
    Some(tell(problem, spec, key, row, expected).advise(advice))
}

/// A key that does not follow the one before.
fn misplaced(spec: &Spec, before: Option<&(Vec<String>, u64)>, own: &[String], row: &Row) -> Option<Finding> {
    let (before, line) = before?;
    match spec.rows {
        Rows::Ascending if before[..] > *own => {
            let expected = format!("codes in ascending order: `{}` stands on line {line}", before.join(","));
            Some(tell(Problem::Order, spec, own, row, expected).advise("sort the rows by this column, as text"))
        }
        Rows::Years => {
            let (before, year) = (before[0].parse::<u32>().ok()?, own[0].parse::<u32>().ok()?);
            let expected = format!("{}, the year after that of the row before", before + 1);
            let advice = "let there be a row for each year, in order";
            (year != before + 1).then(|| tell(Problem::Order, spec, own, row, expected).advise(advice))
        }
        _ => None,
    }
}
