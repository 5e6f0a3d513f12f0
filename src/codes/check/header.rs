//! Headers: the lines above a table that say where it is from, and its columns.
//!
//! Responsible for holding a replacement to what the embedded table has: its columns in their order, and lines that say
//! source and licence, and units and years where the embedded ones do.

use super::finding::{Finding, Problem};
use super::nearest::nearest;
use super::sheet::{Sheet, Sheets};
use crate::codes::listing::Header;

/// Tells what a replacement's header lacks or has too much.
pub(super) fn header(sheet: &Sheet, embedded: &Sheets, findings: &mut Vec<Finding>) {
    let own = embedded.of(sheet.table);
    lines(sheet, own, findings);
    columns(sheet, own, findings);
    rows(sheet, findings);
}

fn lines(sheet: &Sheet, embedded: &Sheet, findings: &mut Vec<Finding>) {
    let said = Header::of(&sheet.above);
    let mut lacks = |word: &str, expected: &str| {
        let found = format!("no {word} above the header");
        let finding = Finding::new(Problem::HeaderLines, sheet.table, found, expected).at(sheet.header_line);
        findings.push(finding.advise("add the line above the header, so that everybody knows what the table rests on"));
    };
    if said.source.is_empty() {
        lacks("source", "a line `# source: …` that says where the rows are from");
    }
    if said.licence.is_empty() {
        lacks("licence", "a line `# licence: …` that says under which licence they are");
    }
    if embedded.above.contains("units:") && !sheet.above.contains("units:") {
        lacks("units", "a line `# units: …` that says what the figures count");
    }
    if years(&embedded.above) && !years(&sheet.above) {
        lacks("year", "a line with the year that the rows are of, as in `# source: CMS, 2024`");
    }
}

/// Whether a text names a year.
fn years(text: &str) -> bool {
    let words = text.split(|own: char| !own.is_ascii_alphanumeric());
    let own = |word: &str| word.strip_prefix("FY").unwrap_or(word).to_owned();
    words.map(own).any(|word| {
        word.len() == 4
            && (word.starts_with("19") || word.starts_with("20"))
            && word.bytes().all(|b| b.is_ascii_digit())
    })
}

fn columns(sheet: &Sheet, embedded: &Sheet, findings: &mut Vec<Finding>) {
    let expected = || format!("the columns {}", embedded.header.join(","));
    let mut tell = |column: &str, found: String, near: Option<String>, advice: String| {
        let finding = Finding::new(Problem::HeaderColumns, sheet.table, found, expected()).at(sheet.header_line);
        findings.push(finding.of(column).near(near).advise(advice));
    };
    let missing: Vec<&str> =
        embedded.header.iter().map(String::as_str).filter(|own| sheet.column(own).is_none()).collect();
    for column in &missing {
        tell(column, "no such column".into(), None, format!("add the column `{column}`, or correct its name"));
    }
    for (at, column) in sheet.header.iter().enumerate() {
        if embedded.column(column).is_none() {
            let near = nearest(column, missing.iter().copied()).map(str::to_owned);
            let advice = match &near {
                Some(near) => format!("name it `{near}`, or leave it out"),
                None => "leave it out: nobody reads it".to_owned(),
            };
            tell(column, "a column that nobody reads".into(), near, advice);
        } else if sheet.header[..at].contains(column) {
            tell(column, "the column a second time".into(), None, "leave one of the two out".into());
        }
    }
    let known = || sheet.header.iter().filter(|own| embedded.column(own).is_some());
    let in_order = known().map(|own| embedded.column(own)).is_sorted();
    if let (false, Some(first)) =
        (in_order, known().zip(known().skip(1)).find(|(one, other)| embedded.column(one) > embedded.column(other)))
    {
        let found = format!("`{}` after `{}`", first.1, first.0);
        tell(first.1, found, None, "put the columns into the order of the embedded table".into());
    }
}

fn rows(sheet: &Sheet, findings: &mut Vec<Finding>) {
    let width = sheet.header.len();
    for row in sheet.rows.iter().filter(|row| row.len() != width) {
        let found = if row.len() == 1 { "1 value".to_owned() } else { format!("{} values", row.len()) };
        let finding = Finding::new(Problem::RowLength, sheet.table, found, format!("{width}, as the header has"));
        let advice = match row.len() > width {
            true => "put a value with commas in it into double quotes, or take what is too much away",
            false => "add the missing values; blank ones need their commas too",
        };
        findings.push(finding.at(row.line).advise(advice));
    }
}
