//! What is asked of a header: diagnoses, procedures, the group of a stay, how it ends.
//!
//! Written by the columns' names, which all claim types share.

use super::{Ask, put};
use crate::claim::Columns;
use crate::measure::{MONTH_NAMES, Text};

/// Writes it; what is not asked stays.
pub fn write(header: &mut dyn Columns, ask: &Ask, icd10: bool) {
    let version = if icd10 { "0" } else { "9" };
    let blank = Text::default();
    let principal = ask.diagnoses.first().unwrap_or(&blank);
    header.visit_mut(None, &mut |column, value| {
        let (name, number) = numbered(&column.name);
        let nth = |of: &[Text]| number.and_then(|at| of.get(at - 1)).cloned().unwrap_or_default();
        let versioned = |code: &Text| if code.is_blank() { "" } else { version };
        let given = !ask.diagnoses.is_empty();
        match name {
            "ICD_DGNS_CD" if given => put(value, nth(&ask.diagnoses).as_str()),
            "ICD_DGNS_VRSN_CD" if given => put(value, versioned(&nth(&ask.diagnoses))),
            "CLM_POA_IND_SW" if given => present(value, &nth(&ask.diagnoses)),
            "PRNCPAL_DGNS_CD" if given => put(value, principal.as_str()),
            "PRNCPAL_DGNS_VRSN_CD" if given => put(value, version),
            // What did harm is told by the card's own diagnoses.
            "ICD_DGNS_E_CD" | "ICD_DGNS_E_VRSN_CD" | "CLM_E_POA_IND_SW" | "FST_DGNS_E_CD" | "FST_DGNS_E_VRSN_CD"
                if given =>
            {
                put(value, "");
            }
            "ADMTG_DGNS_CD" if given => put(value, or(&ask.admitting, principal)),
            "ADMTG_DGNS_VRSN_CD" if given => put(value, version),
            "RSN_VISIT_CD" if given && number == Some(1) && (!value.is_blank() || !ask.admitting.is_blank()) => {
                put(value, or(&ask.admitting, principal));
            }
            "RSN_VISIT_VRSN_CD" if given && number == Some(1) && (!value.is_blank() || !ask.admitting.is_blank()) => {
                put(value, version);
            }
            "RSN_VISIT_CD" | "RSN_VISIT_VRSN_CD" if given => put(value, ""),
            "ICD_PRCDR_CD" => {
                put(value, number.and_then(|at| ask.procedures.get(at - 1)).map_or("", |own| own.0.as_str()))
            }
            "ICD_PRCDR_VRSN_CD" => {
                put(value, number.and_then(|at| ask.procedures.get(at - 1)).map_or("", |_| version));
            }
            "PRCDR_DT" => {
                let day = number.and_then(|at| ask.procedures.get(at - 1)).map(|own| own.1.civil());
                let text =
                    day.map(|(year, month, day)| format!("{day:02}-{}-{year:04}", MONTH_NAMES[month as usize - 1]));
                put(value, text.as_deref().unwrap_or(""));
            }
            "CLM_DRG_CD" if !ask.drg.is_blank() => put(value, ask.drg.as_str()),
            "PTNT_DSCHRG_STUS_CD" if !ask.discharge.is_blank() => put(value, ask.discharge.as_str()),
            _ => {}
        }
    });
}

fn or<'a>(first: &'a Text, second: &'a Text) -> &'a str {
    if first.is_blank() { second.as_str() } else { first.as_str() }
}

/// Whether a diagnosis was there on admission: it was, where the hospital tells (blank on all where it does not).
fn present(value: &mut dyn crate::claim::Value, code: &Text) {
    let tells = value.as_text().is_some_and(|text| !text.is_empty());
    put(
        value,
        match code.as_str() {
            "" => "",
            _ if !tells => "",
            code if code.starts_with(['V', 'Z']) => "1",
            _ => "Y",
        },
    );
}

/// A column's name without its number, and the number.
fn numbered(name: &str) -> (&str, Option<usize>) {
    let stem = name.trim_end_matches(|end: char| end.is_ascii_digit());
    (stem, name[stem.len()..].parse().ok())
}
