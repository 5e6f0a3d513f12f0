//! Rules of codes and dates, wherever they stand, and of diagnoses and procedures.

use super::{
    CLAIM_MEMBERS, CONCEPT, DIAGNOSIS_TYPE, OTHER_DIAGNOSIS_TYPE, PROCEDURE, Profile, bare, code, coding, concept,
    filled_in, has_system, profile,
};
use crate::fhir::valid::tree::{Tree, object, text};

/// **Versioned profile.** CARIN 1.1.0 asks that `meta.profile` names the version.
pub fn versioned_profile(resource: &mut Tree<'_>) {
    if let Some(meta) = resource.get_mut("meta") {
        for profile in meta.list_mut("profile") {
            if let Tree::Text(url) = profile {
                *url = format!("{url}|1.1.0").into();
            }
        }
    }
}

const ICD_10_CM: &str = "http://hl7.org/fhir/sid/icd-10-cm";
const ICD_9_CM: &str = "http://terminology.hl7.org/CodeSystem/icd9";
const ICD_10_PCS: &str = "http://www.cms.gov/Medicare/Coding/ICD10";
const ICD_9_PROCEDURES: &str = "http://www.cms.gov/Medicare/Coding/ICD9";

/// Whether the claim is older than the change from ICD-9 to ICD-10.
fn before_icd_10(eob: &Tree<'_>) -> bool {
    let period = eob.get("billablePeriod");
    let day = period.and_then(|period| period.text_at(&["end"]).or_else(|| period.text_at(&["start"])));
    day.is_some_and(|day| day < "2015-10-01")
}

/// Adds to an ICD concept the coding that CARIN's value sets take, unless it is there.
fn add_icd<'a>(concept: &mut Tree<'a>, nine: &'a str, ten: &'a str, old: bool) {
    if has_system(concept, nine) || has_system(concept, ten) {
        return;
    }
    let Some(served) = concept.list("coding").first().cloned() else { return };
    let told = served.text_at(&["system"]).unwrap_or_default();
    let system = match told {
        "http://hl7.org/fhir/sid/icd-9-cm" => nine,
        _ if old => nine,
        _ => ten,
    };
    let mut more = served;
    more.put(&[], "system", text(system));
    concept.push(&CONCEPT, "coding", more);
}

/// **Diagnosis codes.** CARIN takes ICD-9-CM under the name of HL7's terminology server, and no code whose version is
/// unknown: those are taken for codes of the version in force when the claim ended.
pub fn diagnosis_codes(eob: &mut Tree<'_>) {
    let old = before_icd_10(eob);
    for diagnosis in eob.list_mut("diagnosis") {
        if let Some(concept) = diagnosis.get_mut("diagnosisCodeableConcept") {
            add_icd(concept, ICD_9_CM, ICD_10_CM, old);
        }
    }
}

/// **Diagnosis types.** What is `other` on an institution's bill is `secondary` on a professional's. The server's words
/// follow the profile that it claims, which is the wrong one for DME and home health.
pub fn diagnosis_types(eob: &mut Tree<'_>) {
    let right = match profile(eob) {
        Some(Profile::Professional) => ("secondary", "Secondary"),
        Some(Profile::Outpatient) => ("other", "Other"),
        _ => return,
    };
    for kind in eob.list_mut("diagnosis").iter_mut().flat_map(|diagnosis| diagnosis.list_mut("type")) {
        if matches!(code(kind, OTHER_DIAGNOSIS_TYPE), Some("other" | "secondary")) {
            *kind = concept(coding(OTHER_DIAGNOSIS_TYPE, right.0, right.1));
        }
    }
}

/// **Unknown diagnosis.** All but pharmacy claims must have one. ICD's own code for an unspecified illness stands where the
/// claim has none, with the reason that it is unknown.
pub fn diagnosis_unknown(eob: &mut Tree<'_>) {
    if profile(eob) == Some(Profile::Pharmacy) || !eob.list("diagnosis").is_empty() {
        return;
    }
    let unspecified = if before_icd_10(eob) {
        coding(ICD_9_CM, "799.9", "Other unknown and unspecified cause of morbidity and mortality")
    } else {
        coding(ICD_10_CM, "R69", "Illness, unspecified")
    };
    let kind = concept(coding(DIAGNOSIS_TYPE, "principal", "Principal Diagnosis"));
    let diagnosis = object([
        ("sequence", Tree::Count(1)),
        ("diagnosisCodeableConcept", filled_in(unspecified)),
        ("type", Tree::List(vec![kind])),
    ]);
    eob.push(&CLAIM_MEMBERS, "diagnosis", diagnosis);
}

/// **Procedure codes.** As with diagnoses: CARIN takes ICD-9 procedures under another name, and no unknown version.
pub fn procedure_codes(eob: &mut Tree<'_>) {
    let old = before_icd_10(eob);
    for procedure in eob.list_mut("procedure") {
        if let Some(concept) = procedure.get_mut("procedureCodeableConcept") {
            add_icd(concept, ICD_9_PROCEDURES, ICD_10_PCS, old);
        }
    }
}

/// **Procedure types.** CARIN's inpatient profile asks which procedure is the principal one: the first, as on the bill.
pub fn procedure_types(eob: &mut Tree<'_>) {
    if profile(eob) != Some(Profile::Inpatient) {
        return;
    }
    let system = "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBClaimProcedureType";
    for (at, procedure) in eob.list_mut("procedure").iter_mut().enumerate() {
        let kind = if at == 0 { "principal" } else { "other" };
        procedure.put(&PROCEDURE, "type", Tree::List(vec![concept(bare(system, kind.to_owned()))]));
    }
}
