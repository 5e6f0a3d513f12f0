//! Names and codes that the table that they refer to lacks.
//!
//! Responsible for one finding for each that is missing, with all lines that name it. A code that is only misspelt in its own
//! table is told there.

use std::collections::BTreeSet;

use super::cells::{Cell, of_column};
use super::finding::{Finding, Problem};
use super::form::Form;
use super::nearest::nearest;
use super::sheet::{Sheet, Sheets};
use super::spec::{From, Set, Spec, What, form_of};

/// Tells them.
pub(super) fn references(sheets: &Sheets, spec: &'static Spec, findings: &mut Vec<Finding>) {
    let mut missing = Missing { sheets, sheet: sheets.of(spec.table), findings: Vec::new() };
    for (name, kind) in spec.columns {
        match kind.what {
            What::Known(set) => missing.of(set, spec, name, |_| true),
            What::KnownBy(column, choices) => {
                choices
                    .iter()
                    .for_each(|(value, set)| missing.of(set, spec, name, |cell| cell.beside(column) == *value));
            }
            What::Lines => missing.lines(spec, name),
            _ => {}
        }
    }
    spec.also.iter().for_each(|(column, set)| missing.of(set, spec, column, |_| true));
    findings.append(&mut missing.findings);
}

/// What is missing, by column and value.
struct Missing<'s> {
    sheets: &'s Sheets,
    sheet: &'s Sheet,
    findings: Vec<Finding>,
}

/// Values of a set; those that are misspelt in their own table stand as they were meant.
type Values = BTreeSet<String>;

impl Missing<'_> {
    fn of(&mut self, set: Set, spec: &'static Spec, name: &str, of: impl Fn(&Cell) -> bool) {
        let Some(known) = values(self.sheets, set) else { return };
        for cell in of_column(self.sheet, spec, name).filter(|cell| of(cell)) {
            cell.items().for_each(|item| self.look(&cell, item, &known, set));
        }
    }

    /// Tells a value that is not known, or adds its line where it was told.
    fn look(&mut self, cell: &Cell, item: &str, known: &Values, set: Set) {
        if known.contains(item) {
            return;
        }
        let expected = words(set);
        let same = |own: &&mut Finding| {
            own.column.as_deref() == Some(cell.column) && own.found == item && own.expected == expected
        };
        match self.findings.iter_mut().find(same) {
            Some(told) => told.more_lines.push(cell.row.line),
            None => {
                let finding = Finding::value(Problem::UnknownReference, self.sheet.table, item, expected);
                let finding = finding
                    .at(cell.row.line)
                    .of(cell.column)
                    .near(self.sheet.judged.then(|| near(item, known)).flatten());
                self.findings.push(finding.advise(self.advice(set)));
            }
        }
    }

    fn advice(&self, set: Set) -> String {
        let tables = set.iter().map(|from| from.table).collect::<Vec<_>>().join(" or ");
        match !self.sheet.judged && set.iter().any(|from| self.sheets.of(from.table).judged) {
            true => {
                format!("add a row for it to {tables}, or put a {} without it into the directory too", self.sheet.table)
            }
            false => format!("correct it, or add a row for it to {tables}"),
        }
    }

    /// What lines of outpatient claims are of: a category, perhaps of one centre; a centre; codes; the same.
    fn lines(&mut self, spec: &'static Spec, name: &str) {
        let (Some(categories), Some(centres)) = (values(self.sheets, CATEGORIES), values(self.sheets, CENTRES)) else {
            return;
        };
        for cell in of_column(self.sheet, spec, name).filter(|cell| !matches!(cell.text, "" | "same")) {
            if let Some(codes) = cell.text.strip_prefix('=') {
                let wrong = codes.split(' ').filter(|code| !Form::Hcpcs.fits(code));
                self.findings.extend(wrong.map(|code| misspelt(&cell, code)));
                continue;
            }
            let (category, centre) = match cell.text.split_once('/') {
                Some((category, centre)) => (Some(category), Some(centre)),
                None if Form::Revenue.fits(cell.text) => (None, Some(cell.text)),
                None => (Some(cell.text), None),
            };
            category.into_iter().for_each(|own| self.look(&cell, own, &categories, CATEGORIES));
            centre.into_iter().for_each(|own| self.look(&cell, own, &centres, CENTRES));
        }
    }
}

fn misspelt(cell: &Cell, code: &str) -> Finding {
    let finding = Finding::value(Problem::Malformed, cell.sheet.table, code, Form::Hcpcs.words());
    let finding = finding.at(cell.row.line).of(cell.column).near(Form::Hcpcs.repaired(code));
    finding.advise("write `=` and codes that single spaces part")
}

/// The value that was probably meant: without dots, with leading zeros, or the most similar one.
fn near(item: &str, known: &Values) -> Option<String> {
    let bare: String = item.chars().filter(|own| *own != '.').collect();
    let padded = |own: &&str| {
        item.len() < own.len() && own.ends_with(item) && own[..own.len() - item.len()].bytes().all(|byte| byte == b'0')
    };
    let names = || known.iter().map(String::as_str);
    let known = names().find(|own| *own == bare).or_else(|| names().find(padded));
    known.or_else(|| nearest(item, names())).map(str::to_owned)
}

/// The values of a set; none where a table lacks the column, which is told elsewhere.
fn values(sheets: &Sheets, set: Set) -> Option<Values> {
    let mut all = Values::new();
    for from in set {
        let sheet = sheets.of(from.table);
        let at = sheet.column(from.column)?;
        let only: Option<Vec<(usize, &str)>> =
            from.only.iter().map(|(column, value)| Some((sheet.column(column)?, *value))).collect();
        let only = only?;
        let rows = sheet.rows.iter().filter(|row| only.iter().all(|(column, value)| row.text(*column) == *value));
        for (row, text) in rows.map(|row| (row, row.text(at))).filter(|(_, text)| !text.is_empty()) {
            let form =
                if sheet.judged { form_of(from.table, from.column, |column| sheet.get(row, column)) } else { None };
            let meant = form.filter(|form| !form.fits(text)).and_then(|form| form.repaired(text));
            all.insert(meant.unwrap_or_else(|| text.to_owned()));
        }
    }
    Some(all)
}

/// What is expected of a value, in words.
fn words(set: Set) -> String {
    let one = |from: &From| {
        let only: Vec<String> = from.only.iter().map(|(column, value)| format!("`{column}` {value}")).collect();
        let only = if only.is_empty() { String::new() } else { format!(" with {}", only.join(" and ")) };
        format!("a `{}` of {}{only}", from.column, from.table)
    };
    set.iter().map(one).collect::<Vec<_>>().join(", or ")
}

const CATEGORIES: Set = &[
    From { table: "clinical/hcpcs.csv", column: "category", only: &[] },
    From { table: "clinical/facility.csv", column: "category", only: &[] },
];
const CENTRES: Set = &[
    From { table: "clinical/revenue.csv", column: "code", only: &[] },
    From { table: "ccw/values.csv", column: "code", only: &[("variable", "rev_cntr")] },
];
