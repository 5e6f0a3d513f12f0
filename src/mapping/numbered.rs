//! Columns that differ by a number or a month: `ICD_DGNS_CD{1..25}`, `PTC_CNTRCT_{JAN..DEC}_ID`.
//!
//! In the other cells of such a row `#` stands for the number, `##` for it with two digits, and `@` for it as the
//! column writes it.

/// How the loader's monthly columns name their months.
const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEPT", "OCT", "NOV", "DEC"];

/// The numbers that a column stands for, each with its spelling; `None` when it stands for itself, and an error
/// (`Err`) when the braces make no sense.
pub(super) fn numbers(column: &str) -> Result<Option<Vec<(usize, String)>>, ()> {
    let Some((_, rest)) = column.split_once('{') else { return Ok(None) };
    let (range, _) = rest.split_once('}').ok_or(())?;
    let (first, last) = range.split_once("..").ok_or(())?;
    if (first, last) == ("JAN", "DEC") {
        return Ok(Some(MONTHS.iter().enumerate().map(|(at, month)| (at + 1, (*month).to_owned())).collect()));
    }
    let (first, last): (usize, usize) = (first.parse().map_err(drop)?, last.parse().map_err(drop)?);
    Ok(Some((first..=last).map(|number| (number, number.to_string())).collect()))
}

/// A column's name with the braces replaced.
pub(super) fn named(column: &str, spelling: &str) -> String {
    match (column.split_once('{'), column.split_once('}')) {
        (Some((start, _)), Some((_, end))) => format!("{start}{spelling}{end}"),
        _ => column.to_owned(),
    }
}

/// Another cell with `##`, `#` and `@` replaced.
pub(super) fn filled(cell: &str, number: usize, spelling: &str) -> String {
    cell.replace("##", &format!("{number:02}")).replace('#', &number.to_string()).replace('@', spelling)
}
