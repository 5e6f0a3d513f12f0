//! The `valid` shape: what the reference server answers, with the least additions that make it valid by base STU3.
//!
//! One function is one rule, with its reason; [`CLAIM`], [`PATIENT`] and [`COVERAGE`] are all of them, in the order in
//! which they work on a rendered resource. Nothing outside this file asks for the shape, but that `stu3/mod.rs` sends
//! each resource through here and gives the entries of a Bundle their `fullUrl`, without which no reference in it
//! leads anywhere.
//!
//! Not needed here: a claim whose FINAL_ACTION is neither `F` nor `N` has no status, which base STU3 allows.

use crate::fhir::valid::tree::{Tree, object, text};
use crate::fhir::valid::{self as shared, Rule, rules};

/// The rules of an ExplanationOfBenefit.
pub const CLAIM: &[Rule] = rules![
    shared::texts_with_content,
    shared::codes_without_spaces,
    shared::systems_without_spaces,
    shared::periods_run_forward,
    claim::referral_is_an_order,
    claim::kind_of_claim,
    claim::diagnosis_of_a_group,
    claim::line_numbers,
    claim::details_numbered,
    claim::drug_unit_is_not_ucum,
    claim::counts_without_sign,
];

/// The rules of a Patient.
pub const PATIENT: &[Rule] = rules![shared::texts_with_content, shared::periods_run_forward];

/// The rules of a Coverage.
pub const COVERAGE: &[Rule] = rules![shared::texts_with_content];

/// The rules of claims alone.
mod claim {
    use super::*;

    /// **Referral is an order.** A ReferralRequest must say its intent. It stands for a referral that was given, and so
    /// authorized what the claim bills.
    pub fn referral_is_an_order(eob: &mut Tree<'_>) {
        for resource in eob.list_mut("contained") {
            if resource.text_at(&["resourceType"]) == Some("ReferralRequest") {
                resource.put(&["status", "intent", "subject"], "intent", text("order"));
            }
        }
    }

    /// **Kind of claim.** One coding of `type` must be FHIR's own kind of claim, which the server tells of all but home
    /// health and equipment claims: an agency bills as an institution does, a supplier as a professional does.
    pub fn kind_of_claim(eob: &mut Tree<'_>) {
        let eob_type = "https://bluebutton.cms.gov/resources/codesystem/eob-type";
        let kinds = "http://hl7.org/fhir/ex-claimtype";
        let Some(Tree::List(codings)) = eob.get_mut("type").and_then(|kind| kind.get_mut("coding")) else { return };
        let system = |coding: &Tree<'_>, url: &str| coding.text_at(&["system"]) == Some(url);
        if codings.iter().any(|coding| system(coding, kinds)) {
            return;
        }
        let Some(at) = codings.iter().position(|coding| system(coding, eob_type)) else { return };
        let (code, display) = match codings[at].text_at(&["code"]) {
            Some("HHA") => ("institutional", "Institutional"),
            _ => ("professional", "Professional"),
        };
        let kind = object([("system", text(kinds)), ("code", text(code)), ("display", text(display))]);
        // Where other types have it.
        codings.insert(at + 1, kind);
    }

    /// **Diagnosis of a group.** An entry of `diagnosis` must name one, and that of the diagnosis-related group does not:
    /// the group belongs to all diagnoses of the claim. The reason stands in the diagnosis' place.
    pub fn diagnosis_of_a_group(eob: &mut Tree<'_>) {
        for diagnosis in eob.list_mut("diagnosis") {
            if diagnosis.get("diagnosisCodeableConcept").is_none() {
                let url = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
                let reason = object([("url", text(url)), ("valueCode", text("unsupported"))]);
                let concept = object([("extension", Tree::List(vec![reason]))]);
                let order = ["diagnosisCodeableConcept", "type", "packageCode"];
                diagnosis.put(&order, "diagnosisCodeableConcept", concept);
            }
        }
    }

    /// **Line numbers.** A blank number reads as 0, which FHIR forbids. Where one is not positive, all lines are numbered
    /// by their place.
    pub fn line_numbers(eob: &mut Tree<'_>) {
        if !eob.list("item").iter().all(|item| count(item, "sequence") > 0) {
            for (item, place) in eob.list_mut("item").iter_mut().zip(1..) {
                item.put(&[], "sequence", Tree::Count(place));
            }
        }
    }

    /// **Details numbered.** The detail that says whether a drug is compounded must have a number.
    pub fn details_numbered(eob: &mut Tree<'_>) {
        for item in eob.list_mut("item") {
            for (detail, place) in item.list_mut("detail").iter_mut().zip(1..) {
                detail.put(&["sequence", "type"], "sequence", Tree::Count(place));
            }
        }
    }

    /// **Drug unit is not UCUM.** The qualifier of a drug's quantity is given out as a code of UCUM, which has no `ME` and
    /// no `UN` and means others by `GR`, `F2` and `ML`. It is a code of its own variable.
    pub fn drug_unit_is_not_ucum(eob: &mut Tree<'_>) {
        let drug = "https://bluebutton.cms.gov/resources/variables/rev_cntr_ndc_qty";
        let qualifier = "https://bluebutton.cms.gov/resources/variables/rev_cntr_ndc_qty_qlfr_cd";
        for extension in eob.list_mut("item").iter_mut().flat_map(|item| item.list_mut("extension")) {
            if extension.text_at(&["url"]) == Some(drug)
                && let Some(quantity) = extension.get_mut("valueQuantity")
            {
                quantity.put(&[], "system", text(qualifier));
            }
        }
    }

    /// **Counts without sign.** A count of days or visits is no negative number in FHIR; what RIF says below 0 is left out.
    pub fn counts_without_sign(eob: &mut Tree<'_>) {
        let balances = eob.list_mut("benefitBalance").iter_mut();
        for financial in balances.flat_map(|balance| balance.list_mut("financial")) {
            if count(financial, "usedUnsignedInt") < 0 {
                financial.remove("usedUnsignedInt");
            }
        }
    }

    /// A member's whole number; 0 where there is none.
    fn count(element: &Tree<'_>, name: &str) -> i64 {
        match element.get(name) {
            Some(Tree::Plain(raw)) => raw.get().parse().unwrap_or(0),
            _ => 0,
        }
    }
}
