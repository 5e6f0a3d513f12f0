//! Texts beside codes of CPT: the American Medical Association owns them, and none may stand in a table.

use super::finding::{Finding, Problem};
use super::sheet::{Row, Sheet, Sheets};
use crate::codes::{is_cpt, is_cpt_modifier};

const CODEBOOK: &str = "ccw/values.csv";
/// Of it only some rows are HCPCS codes.
const STORIES: &str = "clinical/told.csv";
/// Tables of which `code` is a HCPCS code.
const SERVICES: [&str; 7] = [
    "clinical/hcpcs.csv",
    "clinical/dme.csv",
    "clinical/facility.csv",
    "clinical/injections.csv",
    STORIES,
    "coherent/apc.csv",
    "coherent/dialysis.csv",
];
/// Columns whose texts are shown.
const SHOWN: [&str; 7] = ["title", "label", "display", "description", "descriptor", "name", "text"];

/// Tells them.
pub(super) fn cpt(sheet: &Sheet, embedded: &Sheets, findings: &mut Vec<Finding>) {
    let code = match sheet.table {
        "clinical/modifiers.csv" => "modifier",
        CODEBOOK => "code",
        table if SERVICES.contains(&table) => "code",
        _ => return,
    };
    let Some(code) = sheet.column(code) else { return };
    // Columns of texts, and those that the embedded table lacks: what they hold is unknown.
    let known = &embedded.of(sheet.table).header;
    let shown = |own: &String| SHOWN.contains(&own.to_ascii_lowercase().as_str()) || !known.contains(own);
    let columns: Vec<usize> = (0..sheet.header.len()).filter(|at| shown(&sheet.header[*at])).collect();
    for row in sheet.rows.iter().filter(|row| is_of_cpt(sheet, row, row.text(code))) {
        for at in columns.iter().filter(|at| row.text(**at).contains(|own: char| own.is_alphabetic())) {
            let finding = Finding::value(
                Problem::CptText,
                sheet.table,
                row.text(*at),
                format!("nothing beside the CPT code {}", row.text(code)),
            );
            let advice = "leave it blank: CPT's descriptions belong to the American Medical Association";
            findings.push(finding.at(row.line).of(&sheet.header[*at]).advise(advice));
        }
    }
}

/// Whether the code of a row is CPT's: its form says so, of the codebook's rows those of HCPCS codes and modifiers.
fn is_of_cpt(sheet: &Sheet, row: &Row, code: &str) -> bool {
    let variable = if sheet.table == CODEBOOK { sheet.get(row, "variable") } else { "" };
    match sheet.table {
        CODEBOOK => variable.contains("hcpcs") && is_cpt(code) || variable.contains("mdfr") && is_cpt_modifier(code),
        "clinical/modifiers.csv" => is_cpt_modifier(code),
        STORIES => sheet.get(row, "system") == "hcpcs" && is_cpt(code),
        _ => is_cpt(code),
    }
}
