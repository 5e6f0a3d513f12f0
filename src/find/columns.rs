//! Where claims carry codes: the columns of each type, by code system.
//!
//! Must not know which codes are asked for.

use super::code::System;
use crate::claim::{Claim, ClaimType, Column, Columns};

/// The code system of a column, by its name without a number at the end.
fn system(name: &str) -> Option<System> {
    match name.trim_end_matches(|last: char| last.is_ascii_digit()) {
        "PRNCPAL_DGNS_CD" | "ICD_DGNS_CD" | "FST_DGNS_E_CD" | "ICD_DGNS_E_CD" | "ADMTG_DGNS_CD" | "RSN_VISIT_CD"
        | "LINE_ICD_DGNS_CD" => Some(System::Diagnosis),
        "ICD_PRCDR_CD" => Some(System::Procedure),
        "HCPCS_CD" => Some(System::Hcpcs),
        "PROD_SRVC_ID" | "LINE_NDC_CD" | "REV_CNTR_IDE_NDC_UPC_NUM" => Some(System::Ndc),
        "CLM_DRG_CD" => Some(System::Drg),
        "REV_CNTR" => Some(System::Revenue),
        _ => None,
    }
}

/// Positions of columns with codes of the systems asked for, in a claim's header and in its lines.
#[derive(Clone, Debug, Default)]
struct Places {
    header: Vec<(usize, System)>,
    line: Vec<(usize, System)>,
}

/// The columns that carry codes of some systems, of each claim type.
#[derive(Clone, Debug)]
pub struct CodeColumns {
    types: [Places; 8],
}

impl CodeColumns {
    /// Those of some systems.
    pub fn of(systems: &[System]) -> CodeColumns {
        let places = |columns: &[Column]| {
            let all = columns.iter().enumerate().filter_map(|(at, column)| Some((at, system(&column.name)?)));
            all.filter(|(_, own)| systems.contains(own)).collect()
        };
        let of_type = |at: usize| {
            let (header, line) = ClaimType::ALL[at].columns();
            Places { header: places(&header), line: places(&line) }
        };
        CodeColumns { types: std::array::from_fn(of_type) }
    }

    /// Whether claims of a type have a column for codes of a system.
    pub fn has(&self, claim_type: ClaimType, system: System) -> bool {
        let places = &self.types[claim_type as usize];
        places.header.iter().chain(&places.line).any(|(_, own)| *own == system)
    }

    /// Tells every code of a claim, in the order of its columns.
    pub fn each(&self, claim: &Claim, tell: &mut dyn FnMut(System, &str)) {
        let places = &self.types[claim.claim_type() as usize];
        walk(claim.header(), &places.header, tell);
        if !places.line.is_empty() {
            claim.lines().for_each(|line| walk(line, &places.line, tell));
        }
    }
}

fn walk(record: &dyn Columns, places: &[(usize, System)], tell: &mut dyn FnMut(System, &str)) {
    if places.is_empty() {
        return;
    }
    let (mut at, mut next) = (0, places.iter().peekable());
    record.values(&mut |value| {
        if let Some((_, system)) = next.next_if(|(place, _)| *place == at)
            && let Some(code) = value.as_text().filter(|code| !code.is_empty())
        {
            tell(*system, code);
        }
        at += 1;
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A column of codes that nobody looks at would be found by nobody.
    #[test]
    fn every_column_of_diagnoses_procedures_services_and_drugs_is_looked_at() {
        let mut count = 0;
        for claim_type in ClaimType::ALL {
            let (header, lines) = claim_type.columns();
            for column in header.iter().chain(&lines).filter(|own| own.layout.starts_with("char")) {
                let name = column.name.as_ref();
                let coded = ["DGNS", "PRCDR", "HCPCS_CD", "NDC", "DRG_CD", "RSN_VISIT", "PROD_SRVC_ID"];
                let others = ["VRSN", "QTY", "SW", "POA", "OUTLIER"];
                let expected = name == "REV_CNTR"
                    || (coded.iter().any(|part| name.contains(part)) && !others.iter().any(|part| name.contains(part)));
                assert_eq!(system(name).is_some(), expected, "{claim_type:?} {name}");
                count += usize::from(expected);
            }
        }
        assert!(count > 250, "{count}");
    }

    #[test]
    fn a_code_is_told_wherever_it_stands() {
        let columns = CodeColumns::of(&System::ALL);
        for claim_type in ClaimType::ALL {
            let (header, lines) = claim_type.columns();
            let told = |claim: &Claim| {
                let mut all = Vec::new();
                columns.each(claim, &mut |system, code| all.push((system, code.to_owned())));
                all
            };
            for column in header.iter().filter(|column| system(&column.name).is_some()) {
                let mut claim = Claim::blank(claim_type);
                claim.header_mut().set(&column.name, "X1").unwrap().unwrap();
                assert_eq!(told(&claim), [(system(&column.name).unwrap(), "X1".to_owned())], "{}", column.name);
            }
            for column in lines.iter().filter(|column| system(&column.name).is_some()) {
                let mut claim = Claim::blank(claim_type);
                claim.add_line().unwrap();
                claim.add_line().unwrap().set(&column.name, "X2").unwrap().unwrap();
                assert_eq!(told(&claim), [(system(&column.name).unwrap(), "X2".to_owned())], "{}", column.name);
                assert!(columns.has(claim_type, system(&column.name).unwrap()));
            }
        }
        assert!(!columns.has(ClaimType::Pde, System::Diagnosis) && columns.has(ClaimType::Dme, System::Ndc));
    }
}
