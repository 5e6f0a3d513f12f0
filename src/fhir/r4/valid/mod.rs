//! The `valid` shape: what the reference server answers, with the least additions that make it valid by base R4 and by
//! CARIN Blue Button 1.1.0.
//!
//! One function is one rule, with its reason; [`CLAIM`], [`PATIENT`] and [`COVERAGE`] are all of them, in the order in
//! which they work on a rendered resource. Nothing outside this folder asks for the shape, but that `r4/mod.rs` sends
//! each resource through here and gives the entries of a Bundle their `fullUrl`. Rules read the rendered resource
//! alone, never columns; a rule that finds nothing to do leaves it as it is.

mod bill;
mod codes;
mod item;
mod people;

use std::sync::LazyLock;

use crate::fhir::valid::tree::{Tree, object, text};
use crate::fhir::valid::{self as shared, Rule, rules};

/// The rules of an ExplanationOfBenefit.
pub const CLAIM: &[Rule] = rules![
    shared::texts_with_content,
    shared::codes_without_spaces,
    shared::periods_run_forward,
    bill::profile_of_the_bill,
    codes::versioned_profile,
    bill::provider_by_identifier,
    bill::provider_unknown,
    bill::billable_period_unknown,
    bill::line_numbers,
    bill::results_named_by_line,
    bill::rendering_physician_is_primary,
    bill::specialty_beside_taxonomy,
    bill::type_of_bill,
    bill::discharge_status,
    bill::admission_period,
    bill::dispense_as_written,
    bill::brand_or_generic,
    bill::prescription_origin,
    bill::compound,
    codes::diagnosis_codes,
    codes::diagnosis_types,
    codes::diagnosis_unknown,
    codes::procedure_codes,
    codes::procedure_types,
    item::revenue_centre,
    item::service,
    item::drug_unknown,
    item::drug_unit_is_no_modifier,
    item::modifiers,
    item::place_of_service,
    item::reasons_are_no_amounts,
    item::line_payment_status,
    item::claim_without_lines,
    item::claim_payment_status,
];

/// The rules of an ExplanationOfBenefit whose data set has no codes that somebody owns.
pub static OPEN_CLAIM: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    const MORE: &[Rule] = rules![item::nothing_of_cpt];
    CLAIM.iter().chain(MORE).copied().collect()
});

/// The rules of a Patient.
pub const PATIENT: &[Rule] = rules![
    shared::texts_with_content,
    shared::codes_without_spaces,
    shared::periods_run_forward,
    codes::versioned_profile,
    people::name_unknown,
];

/// The rules of a Coverage.
pub const COVERAGE: &[Rule] = rules![
    shared::texts_with_content,
    shared::codes_without_spaces,
    shared::periods_run_forward,
    codes::versioned_profile,
    people::subscriber,
];

/// The members of elements that rules add to, in the order of the definitions.
const CLAIM_MEMBERS: [&str; 33] = [
    "resourceType",
    "id",
    "meta",
    "contained",
    "extension",
    "identifier",
    "status",
    "type",
    "subType",
    "use",
    "patient",
    "billablePeriod",
    "created",
    "insurer",
    "provider",
    "referral",
    "facility",
    "claim",
    "outcome",
    "disposition",
    "careTeam",
    "supportingInfo",
    "diagnosis",
    "procedure",
    "insurance",
    "item",
    "addItem",
    "adjudication",
    "total",
    "payment",
    "form",
    "processNote",
    "benefitBalance",
];
const CONCEPT: [&str; 3] = ["extension", "coding", "text"];
const ITEM: [&str; 16] = [
    "extension",
    "sequence",
    "careTeamSequence",
    "diagnosisSequence",
    "informationSequence",
    "revenue",
    "category",
    "productOrService",
    "modifier",
    "servicedDate",
    "servicedPeriod",
    "locationCodeableConcept",
    "locationAddress",
    "quantity",
    "net",
    "adjudication",
];
const INFORMATION: [&str; 7] =
    ["sequence", "category", "code", "timingDate", "timingPeriod", "valueQuantity", "valueReference"];
const MEMBER: [&str; 6] = ["extension", "sequence", "provider", "responsible", "role", "qualification"];
const PROCEDURE: [&str; 4] = ["sequence", "type", "date", "procedureCodeableConcept"];

/// HL7's own code systems and CARIN's.
const CLAIM_TYPE: &str = "http://terminology.hl7.org/CodeSystem/claim-type";
const INFORMATION_TYPE: &str = "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBSupportingInfoType";
const DIAGNOSIS_TYPE: &str = "http://terminology.hl7.org/CodeSystem/ex-diagnosistype";
const OTHER_DIAGNOSIS_TYPE: &str = "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBClaimDiagnosisType";
const VARIABLES: &str = "https://bluebutton.cms.gov/resources/variables/";

/// CARIN's profiles of an ExplanationOfBenefit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Profile {
    Inpatient,
    Outpatient,
    Pharmacy,
    Professional,
}

/// The profile that a claim says it follows, with a version or without.
fn profile(eob: &Tree<'_>) -> Option<Profile> {
    let named = eob.get("meta")?.list("profile").first()?.text()?;
    let suffix = named.rsplit_once("ExplanationOfBenefit-")?.1.split('|').next()?;
    match suffix {
        "Inpatient-Institutional" => Some(Profile::Inpatient),
        "Outpatient-Institutional" => Some(Profile::Outpatient),
        "Pharmacy" => Some(Profile::Pharmacy),
        "Professional-NonClinician" => Some(Profile::Professional),
        _ => None,
    }
}

/// A coding without a display.
fn bare<'a>(system: &'a str, code: String) -> Tree<'a> {
    object([("system", text(system)), ("code", text(code))])
}

/// A coding with a display.
fn coding<'a>(system: &'a str, code: &'a str, display: &'a str) -> Tree<'a> {
    object([("system", text(system)), ("code", text(code)), ("display", text(display))])
}

/// A CodeableConcept of one coding.
fn concept(coding: Tree<'_>) -> Tree<'_> {
    object([("coding", Tree::List(vec![coding]))])
}

/// The code of a concept's coding of a system.
fn code<'t>(concept: &'t Tree<'_>, system: &str) -> Option<&'t str> {
    let coding = concept.list("coding").iter().find(|coding| coding.text_at(&["system"]) == Some(system))?;
    coding.text_at(&["code"])
}

/// Whether a concept has a coding of a system.
fn has_system(concept: &Tree<'_>, system: &str) -> bool {
    concept.list("coding").iter().any(|coding| coding.text_at(&["system"]) == Some(system))
}

/// The code of a CCW variable among an element's extensions.
fn extension_code<'t>(element: &'t Tree<'_>, variable: &str) -> Option<&'t str> {
    let named = |extension: &&Tree<'_>| {
        extension.text_at(&["url"]).and_then(|url| url.strip_prefix(VARIABLES)) == Some(variable)
    };
    element.list("extension").iter().find(named)?.text_at(&["valueCoding", "code"])
}

/// HL7's extension that says why a value is missing.
fn unknown() -> Tree<'static> {
    let url = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
    object([("url", text(url)), ("valueCode", text("unknown"))])
}

/// A concept that had to be filled in, marked as such.
fn filled_in(coding: Tree<'_>) -> Tree<'_> {
    object([("extension", Tree::List(vec![unknown()])), ("coding", Tree::List(vec![coding]))])
}
