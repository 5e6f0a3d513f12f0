//! Values that are not of their column's form.

use super::cells::{Cell, cells};
use super::finding::{Finding, Problem};
use super::form::Form;
use super::nearest::nearest;
use super::sheet::Sheet;
use super::spec::{Spec, What};

/// Tells them.
pub(super) fn values(sheet: &Sheet, spec: &'static Spec, findings: &mut Vec<Finding>) {
    for cell in cells(sheet, spec) {
        if cell.text.is_empty() {
            findings.extend(blank(&cell));
        } else if spaced(&cell) {
            let tidy = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let expected = "no spaces around it, and single ones in it";
            findings.push(bad(&cell, cell.text, expected.to_owned(), Some(tidy)).advise("take the spaces away"));
        } else {
            findings.extend(cell.items().filter_map(|item| wrong(&cell, item)));
        }
    }
}

/// Whether a value has spaces where none belong. Texts that are displayed keep what their source has.
fn spaced(cell: &Cell) -> bool {
    let loose = matches!(cell.kind.what, What::Text | What::Title | What::Rif);
    cell.text.trim() != cell.text && !matches!(cell.kind.what, What::Text) || !loose && cell.text.contains("  ")
}

fn bad(cell: &Cell, found: &str, expected: String, near: Option<String>) -> Finding {
    Finding::value(Problem::Malformed, cell.sheet.table, found, expected).at(cell.row.line).of(cell.column).near(near)
}

fn blank(cell: &Cell) -> Option<Finding> {
    // A code of CPT has no text.
    let untold = matches!(cell.kind.what, What::Title | What::Text)
        && cell.sheet.table != "ccw/values.csv"
        && crate::codes::is_owned(cell.beside("code"));
    if cell.kind.blank || untold {
        return None;
    }
    let expected = expected(cell).unwrap_or_else(|| "a text".into());
    Some(bad(cell, "", expected, None).advise("fill it in: this column may not be blank"))
}

/// What a value of the column is, in words.
fn expected(cell: &Cell) -> Option<String> {
    Some(match cell.kind.what {
        What::Form(form) => form.words(),
        What::FormBy(column, forms) => forms.iter().find(|(own, _)| *own == cell.beside(column))?.1.words(),
        What::Number(least, most, of) | What::Weight(least, most, of) => {
            format!("a whole number from {least} to {most} ({of})")
        }
        What::OneOf(texts) => one_of(texts),
        What::OneOfBy(column, texts) => {
            let own = texts.iter().find(|(own, _)| *own == cell.beside(column))?.1;
            if own.is_empty() { "nothing".into() } else { one_of(own) }
        }
        What::Lines => {
            "a category, a category with `/` and a revenue centre, a revenue centre, `=` and codes, or same".into()
        }
        What::Title => "a text".into(),
        What::Text | What::Known(_) | What::KnownBy(..) | What::Rif => return None,
    })
}

fn one_of(texts: &[&str]) -> String {
    match texts.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => texts.concat(),
    }
}

fn wrong(cell: &Cell, item: &str) -> Option<Finding> {
    match cell.kind.what {
        What::Form(form) => misformed(cell, item, form),
        What::FormBy(column, forms) => {
            let form = forms.iter().find(|(own, _)| *own == cell.beside(column))?.1;
            misformed(cell, item, form)
        }
        // A typical number, or many.
        What::Number(1, 65_535, _) if item == "many" => None,
        What::Number(least, most, _) => number(cell, item, least, most, Problem::Malformed),
        What::Weight(least, most, _) => number(cell, item, least, most, Problem::Weight),
        What::OneOf(texts) => chosen(cell, item, texts),
        What::OneOfBy(column, texts) => {
            let own = texts.iter().find(|(own, _)| *own == cell.beside(column))?.1;
            chosen(cell, item, own)
        }
        What::Rif => rif(cell, item),
        What::Text | What::Title | What::Known(_) | What::KnownBy(..) | What::Lines => None,
    }
}

fn misformed(cell: &Cell, item: &str, form: Form) -> Option<Finding> {
    if form.fits(item) {
        return None;
    }
    let meant = form.repaired(item);
    let advice = match &meant {
        Some(meant) if meant.len() > item.len() && meant.ends_with(item) => {
            "write it with its zeros; spreadsheets take them away: read such columns as text"
        }
        Some(_) => "write it so, if that is what is meant",
        None => "correct it",
    };
    Some(bad(cell, item, form.words(), meant).advise(advice))
}

fn number(cell: &Cell, item: &str, least: u64, most: u64, problem: Problem) -> Option<Finding> {
    let digits = item.bytes().all(|byte| byte.is_ascii_digit());
    let within = digits && item.parse::<u64>().is_ok_and(|own| (least..=most).contains(&own));
    let whole = item.strip_prefix('-').unwrap_or(item);
    let is_number = whole.bytes().all(|byte| byte.is_ascii_digit()) && !whole.is_empty();
    let problem = if is_number { problem } else { Problem::Malformed };
    let plain: String = item.chars().filter(|own| !matches!(own, ',' | '$' | ' ' | '_')).collect();
    let near =
        plain.parse::<u64>().ok().filter(|own| !is_number && (least..=most).contains(own)).map(|own| own.to_string());
    let advice = match item {
        "0" => "give it a weight, or take the row out",
        _ if item.starts_with('-') => "give it a number that is not negative",
        _ if item.contains('.') => "write it as a whole number of the unit that the table's header names",
        _ => "correct it; the table's header names the unit",
    };
    let finding = || bad(cell, item, expected(cell).unwrap_or_default(), near).is(problem);
    (!within).then(|| finding().advise(advice))
}

fn chosen(cell: &Cell, item: &str, texts: &[&str]) -> Option<Finding> {
    let near = || nearest(item, texts.iter().copied()).map(str::to_owned);
    let finding = || bad(cell, item, expected(cell).unwrap_or_default(), near());
    (!texts.contains(&item)).then(|| finding().advise("choose one of these"))
}

/// A value of a RIF column whose form its name tells.
fn rif(cell: &Cell, item: &str) -> Option<Finding> {
    let column = cell.beside("column");
    let form = match column {
        "HCPCS_CD" => Form::Hcpcs,
        _ if column.ends_with("_DT") => Form::RifDay,
        _ => return None,
    };
    misformed(cell, item, form)
}
