//! What the code systems know, found fast: diagnoses, procedures, services, drugs, groups and years by code.
//!
//! The tables hold what this program deals, not all there is: a code that is not in them is unknown, not wrong.

use crate::codes::{
    Codes, Diagnosis, Drg, Drug, ExternalCause, MedicareYear, PartDYear, Patients, Procedure, ToldSystem, Years,
};
use crate::measure::{Day, Text};

/// Code systems with an index of each.
pub struct Known<'a> {
    pub codes: &'a Codes,
    procedures: Vec<&'a Procedure>,
    causes: Vec<&'a ExternalCause>,
    services: Vec<Service<'a>>,
    drugs: Vec<&'a Drug>,
    drgs: Vec<&'a Drg>,
}

/// A HCPCS code of any of the tables.
pub struct Service<'a> {
    pub code: &'a Text,
    pub years: Years,
    pub patients: Patients,
}

/// The day from which diagnoses and procedures are coded in ICD-10.
pub const ICD10: Day = Day::of(2015, 10, 1);

impl<'a> Known<'a> {
    /// Indexes the tables.
    pub fn new(codes: &'a Codes) -> Known<'a> {
        let clinical = &codes.clinical;
        let mut procedures: Vec<_> = clinical.procedures.iter().collect();
        procedures.sort_by(|one, other| (one.icd10, &one.code).cmp(&(other.icd10, &other.code)));
        let mut causes: Vec<_> = clinical.causes.iter().collect();
        causes.sort_by(|one, other| (one.icd10, &one.code).cmp(&(other.icd10, &other.code)));
        let mut drugs: Vec<_> = clinical.drugs.iter().collect();
        drugs.sort_by(|one, other| one.ndc.cmp(&other.ndc));
        let mut drgs: Vec<_> = clinical.ms_drgs.iter().collect();
        drgs.sort_by(|one, other| one.code.cmp(&other.code));
        Known { codes, procedures, causes, services: services(codes), drugs, drgs }
    }

    /// A diagnosis by its undotted code.
    pub fn diagnosis(&self, code: &str, icd10: bool) -> Option<&'a Diagnosis> {
        let all = self.codes.clinical.diagnoses(icd10);
        all.binary_search_by(|own| own.code.as_str().cmp(code)).ok().map(|at| &all[at])
    }

    /// An external cause by its undotted code.
    pub fn cause(&self, code: &str, icd10: bool) -> Option<&'a ExternalCause> {
        let found = self.causes.binary_search_by(|own| (own.icd10, own.code.as_str()).cmp(&(icd10, code)));
        found.ok().map(|at| self.causes[at])
    }

    /// The fiscal years of a diagnosis or external cause.
    pub fn diagnosis_years(&self, code: &str, icd10: bool) -> Option<Years> {
        let diagnosis = self.diagnosis(code, icd10).map(|own| own.years);
        let cause = || self.cause(code, icd10).map(|own| own.years);
        diagnosis.or_else(cause).or_else(|| self.told(if icd10 { ToldSystem::Icd10 } else { ToldSystem::Icd9 }, code))
    }

    /// A procedure by its undotted code.
    pub fn procedure(&self, code: &str, icd10: bool) -> Option<&'a Procedure> {
        let found = self.procedures.binary_search_by(|own| (own.icd10, own.code.as_str()).cmp(&(icd10, code)));
        found.ok().map(|at| self.procedures[at])
    }

    /// The fiscal years of a procedure.
    pub fn procedure_years(&self, code: &str, icd10: bool) -> Option<Years> {
        let system = if icd10 { ToldSystem::Icd10Procedure } else { ToldSystem::Icd9Procedure };
        self.procedure(code, icd10).map(|own| own.years).or_else(|| self.told(system, code))
    }

    fn told(&self, system: ToldSystem, code: &str) -> Option<Years> {
        self.codes.clinical.told(system, code).map(|own| own.years)
    }

    /// A service by its HCPCS code; of one that several tables have, each in turn.
    pub fn services(&self, code: &str) -> &[Service<'a>] {
        let first = self.services.partition_point(|own| own.code.as_str() < code);
        let count = self.services[first..].iter().take_while(|own| own.code.as_str() == code).count();
        &self.services[first..first + count]
    }

    /// A drug by its eleven digits.
    pub fn drug(&self, ndc: &str) -> Option<&'a Drug> {
        self.drugs.binary_search_by(|own| own.ndc.as_str().cmp(ndc)).ok().map(|at| self.drugs[at])
    }

    /// An MS-DRG.
    pub fn drg(&self, code: &str) -> Option<&'a Drg> {
        self.drgs.binary_search_by(|own| own.code.as_str().cmp(code)).ok().map(|at| self.drgs[at])
    }

    /// Parts A and B in a year.
    pub fn medicare(&self, year: i32) -> Option<&'a MedicareYear> {
        self.codes.clinical.medicare.iter().find(|own| own.year == year)
    }

    /// Part D's standard benefit in a year.
    pub fn part_d(&self, year: i32) -> Option<&'a PartDYear> {
        self.codes.clinical.part_d.iter().find(|own| own.year == year)
    }
}

/// The services of all tables by code.
fn services(codes: &Codes) -> Vec<Service<'_>> {
    let clinical = &codes.clinical;
    let professional =
        clinical.services.iter().map(|own| Service { code: &own.code, years: own.years, patients: own.patients });
    let anybody = |code, years| Service { code, years, patients: Patients::ALL };
    let facility = clinical.facility.iter().map(|own| anybody(&own.code, own.years));
    let equipment = clinical.dme.iter().map(|own| anybody(&own.code, own.years));
    let told = clinical.told.iter().filter(|own| own.system == ToldSystem::Hcpcs);
    let told = told.map(|own| Service { code: &own.code, years: own.years, patients: own.patients });
    let mut all: Vec<Service<'_>> = professional.chain(facility).chain(equipment).chain(told).collect();
    all.sort_by(|one, other| one.code.cmp(other.code));
    all
}

/// The federal fiscal year of a day: it begins in October.
pub fn fiscal_year(day: Day) -> i32 {
    let (year, month, _) = day.civil();
    year + i32::from(month >= 10)
}
