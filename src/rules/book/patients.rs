//! Codes against the person: sex and age.

use crate::claim::ClaimType::{Carrier, Dme, Inpatient, Outpatient};
use crate::codes::{Patients, Sex};
use crate::rules::case::Case;
use crate::rules::rule::{Check, LINED, RULE, Rule};
use crate::rules::sink::Sink;
use crate::rules::view::Role;

use super::codes::icd10;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "diagnosis-fits-sex",
        says: "Nobody has a diagnosis that only the other sex can have.",
        reason: "The diagnoses of Medicare's code editor that belong to one sex; unknown codes are not tried.",
        types: LINED,
        needs: &["PRNCPAL_DGNS_CD", "PRNCPAL_DGNS_VRSN_CD"],
        person: &["BENE_SEX_IDENT_CD"],
        check: Check::Claim(diagnosis_fits_sex),
        ..RULE
    },
    Rule {
        name: "diagnosis-fits-age",
        says: "Nobody has a diagnosis before the age at which it occurs.",
        reason: "A child has no age-related cataract; unknown codes are not tried.",
        types: LINED,
        needs: &["PRNCPAL_DGNS_CD", "PRNCPAL_DGNS_VRSN_CD", "CLM_THRU_DT"],
        person: &["BENE_BIRTH_DT"],
        check: Check::Claim(diagnosis_fits_age),
        ..RULE
    },
    Rule {
        name: "service-fits-sex",
        says: "Nobody has a service that is for the other sex only.",
        reason: "A mammogram is not made of a man's prostate; unknown codes are not tried.",
        types: &[Carrier, Dme, Outpatient],
        needs: &["HCPCS_CD"],
        person: &["BENE_SEX_IDENT_CD"],
        check: Check::Claim(service_fits_sex),
        ..RULE
    },
    Rule {
        name: "service-fits-age",
        says: "Nobody has a service outside of the ages that it is for.",
        reason: "Screenings and visits of one age are coded apart; unknown codes are not tried.",
        types: &[Carrier, Dme, Outpatient],
        needs: &["HCPCS_CD", "CLM_THRU_DT"],
        person: &["BENE_BIRTH_DT"],
        check: Check::Claim(service_fits_age),
        ..RULE
    },
    Rule {
        name: "principal-diagnosis-may-be-one",
        says: "The principal diagnosis of a hospital stay is none that only follows another one.",
        reason: "Such codes say more about an illness that stands before them, and group to no payment.",
        types: &[Inpatient],
        needs: &["PRNCPAL_DGNS_CD|ICD_DGNS_CD1", "PRNCPAL_DGNS_VRSN_CD|ICD_DGNS_VRSN_CD1"],
        check: Check::Claim(principal_diagnosis_may_be_one),
        ..RULE
    },
];

/// Whether somebody's sex is one that a code is for.
fn of_sex(patients: Patients, sex: Sex) -> bool {
    patients.sex.is_none_or(|own| own == sex)
}

fn sex(case: &Case<'_>) -> Option<Sex> {
    Sex::coded(case.person.row()?.BENE_SEX_IDENT_CD.as_str())
}

/// The diagnoses that the tables know, with those that they are for.
fn diagnoses<'a>(case: &'a Case<'_>) -> impl Iterator<Item = (&'a str, Patients)> {
    case.claim.diagnoses.iter().filter_map(|own| {
        let known = case.known.diagnosis(own.code, icd10(own.version)?)?;
        Some((own.code, known.patients))
    })
}

fn diagnosis_fits_sex(case: &Case<'_>, out: &mut Sink) {
    let Some(sex) = sex(case) else { return };
    for (code, patients) in diagnoses(case).filter(|(_, patients)| patients.sex.is_some()) {
        out.holds(of_sex(patients, sex), || format!("{code} of a {} patient", sex.name()));
    }
}

fn diagnosis_fits_age(case: &Case<'_>, out: &mut Sink) {
    let Some(age) = case.claim.thru.and_then(|thru| case.person.age_on(thru)) else { return };
    for (code, patients) in diagnoses(case).filter(|(_, patients)| patients.min_age > 0) {
        out.holds(of_age(patients, age), || format!("{code} at the age of {age}"));
    }
}

fn of_age(patients: Patients, age: i32) -> bool {
    (i32::from(patients.min_age)..=i32::from(patients.max_age)).contains(&age)
}

fn service_fits_sex(case: &Case<'_>, out: &mut Sink) {
    let Some(sex) = sex(case) else { return };
    for (at, line) in case.claim.lines.iter().enumerate() {
        let own = case.known.services(line.hcpcs);
        if own.iter().any(|own| own.patients.sex.is_some()) {
            let holds = own.iter().any(|own| of_sex(own.patients, sex));
            out.holds(holds, || format!("line {}: {} of a {} patient", at + 1, line.hcpcs, sex.name()));
        }
    }
}

fn service_fits_age(case: &Case<'_>, out: &mut Sink) {
    let Some(age) = case.claim.thru.and_then(|thru| case.person.age_on(thru)) else { return };
    for (at, line) in case.claim.lines.iter().enumerate() {
        let own = case.known.services(line.hcpcs);
        if own.iter().any(|own| own.patients.min_age > 0 || own.patients.max_age < u8::MAX) {
            let holds = own.iter().any(|own| of_age(own.patients, age));
            out.holds(holds, || format!("line {}: {} at the age of {age}", at + 1, line.hcpcs));
        }
    }
}

fn principal_diagnosis_may_be_one(case: &Case<'_>, out: &mut Sink) {
    for own in case.claim.diagnoses.iter().filter(|own| matches!(own.role, Role::Principal | Role::Listed(1))) {
        let known = icd10(own.version).and_then(|icd10| case.known.diagnosis(own.code, icd10));
        if let Some(known) = known {
            out.holds(!known.secondary, || format!("{} follows another diagnosis only", own.code));
        }
    }
}
