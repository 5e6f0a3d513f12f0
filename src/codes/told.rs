//! Codes that stories of personas use and no card deals.
//!
//! Responsible for the table of them. They are known, so that stories and rules can be checked; nothing is drawn from them.

use super::{LoadError, Patients, Source, Table, Years};
use crate::measure::{Cents, Text};

/// A code system of such codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ToldSystem {
    Icd9,
    Icd10,
    Icd9Procedure,
    Icd10Procedure,
    Hcpcs,
}

/// A code that no card deals.
#[derive(Clone, Debug)]
pub struct ToldCode {
    pub system: ToldSystem,
    pub code: Text,
    /// The official title in capitals; blank of HCPCS codes.
    pub title: String,
    /// Federal fiscal years, of HCPCS codes calendar years, in which it is valid.
    pub years: Years,
    pub patients: Patients,
    /// BETOS and CMS type of service of a HCPCS code, and what is allowed for a unit (estimated).
    pub betos: Text,
    pub kind: Text,
    pub allowed: Cents,
}

pub(super) fn told(source: &Source) -> Result<Vec<ToldCode>, LoadError> {
    let mut table = Table::open(source, "clinical/told.csv")?;
    let [system, code, title, first, last] = table.columns(["system", "code", "title", "first_year", "last_year"])?;
    let [sex, min_age, betos, kind, allowed] =
        table.columns(["sex", "min_age", "betos", "type_of_service", "allowed"])?;
    let mut all: Vec<ToldCode> = Vec::new();
    while table.advance()? {
        let own = ToldCode {
            system: match table.text(system) {
                "icd9" => ToldSystem::Icd9,
                "icd10" => ToldSystem::Icd10,
                "icd9_procedure" => ToldSystem::Icd9Procedure,
                "icd10_procedure" => ToldSystem::Icd10Procedure,
                "hcpcs" => ToldSystem::Hcpcs,
                _ => return Err(table.bad(system, "icd9, icd10, icd9_procedure, icd10_procedure or hcpcs")),
            },
            code: Text::from(table.text(code)),
            title: table.text(title).to_owned(),
            years: Years::read(&table, first, last)?,
            patients: Patients::read(&table, sex, min_age)?,
            betos: Text::from(table.text(betos)),
            kind: Text::from(table.text(kind)),
            allowed: Cents(table.optional(allowed, "cents, or nothing")?.unwrap_or(0)),
        };
        if own.system == ToldSystem::Hcpcs && !own.title.is_empty() {
            return Err(table.bad(title, "no title of a HCPCS code: CPT's have an owner"));
        }
        all.push(own);
    }
    Ok(all)
}
