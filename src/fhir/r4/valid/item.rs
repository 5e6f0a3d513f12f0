//! Rules of items, and of the amounts of the claim.

use std::sync::OnceLock;

use serde_json::value::RawValue;

use super::{CLAIM_MEMBERS, CONCEPT, ITEM, Profile, VARIABLES, bare, code, coding, concept, profile, unknown};
use crate::fhir::valid::tree::{Tree, object, text};

const CPT: &str = "http://www.ama-assn.org/go/cpt";
const HCPCS: &str = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets";
const HIPPS: &str =
    "https://www.cms.gov/Medicare/Medicare-Fee-for-Service-Payment/ProspMedicareFeeSvcPmtGen/HIPPSCodes";
/// What the server calls all of them.
const SERVED_HCPCS: &str = "https://bluebutton.cms.gov/resources/codesystem/hcpcs";
/// CPT's code of a service that it does not list.
const UNLISTED_SERVICE: &str = "99199";
const UNITS: &str = "http://unitsofmeasure.org";

/// **Revenue centre.** CARIN asks for a code of NUBC's list; the server tells the revenue centre under its own variable
/// and puts the code of deductible and coinsurance under NUBC's. `0000` stands for a blank, with the reason.
pub fn revenue_centre(eob: &mut Tree<'_>) {
    let nubc = "https://www.nubc.org/CodeSystem/RevenueCodes";
    for item in eob.list_mut("item") {
        let Some(revenue) = item.get_mut("revenue") else { continue };
        let centre = code(revenue, &format!("{VARIABLES}rev_cntr")).map(str::to_owned);
        revenue.retain("coding", |coding| coding.text_at(&["system"]) != Some(nubc));
        if centre.is_none() {
            revenue.push(&CONCEPT, "extension", unknown());
        }
        revenue.push(&CONCEPT, "coding", bare(nubc, centre.unwrap_or_else(|| "0000".to_owned())));
    }
}

/// The list that a code of a service belongs to, told by its form: CPT's have four digits and a digit or the letter of
/// its category, HCPCS's own a letter and four digits; institutions also bill by HIPPS codes.
fn service_system(code: &str, institutional: bool) -> &'static str {
    let form = code.as_bytes();
    let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    match form {
        [first @ .., last]
            if form.len() == 5 && digits(first) && (last.is_ascii_digit() || b"AFMTU".contains(last)) =>
        {
            CPT
        }
        [first, rest @ ..] if form.len() == 5 && first.is_ascii_alphabetic() && digits(rest) => HCPCS,
        _ if institutional => HIPPS,
        _ => HCPCS,
    }
}

/// **Service.** CARIN takes services by the names of the lists that CPT, HCPCS and HIPPS codes come from. A line without a
/// code is `not-applicable` on inpatient claims; elsewhere CARIN forbids that, and CPT's code of an unlisted service
/// stands there, beside the server's own `NULL`.
pub fn service(eob: &mut Tree<'_>) {
    let Some(profile) = profile(eob).filter(|profile| *profile != Profile::Pharmacy) else { return };
    for item in eob.list_mut("item") {
        let Some(service) = item.get_mut("productOrService") else { continue };
        let listed = match code(service, SERVED_HCPCS) {
            Some(code) => bare(service_system(code, profile != Profile::Professional), code.to_owned()),
            None if profile == Profile::Inpatient => {
                coding("http://terminology.hl7.org/CodeSystem/data-absent-reason", "not-applicable", "Not Applicable")
            }
            None => bare(CPT, UNLISTED_SERVICE.to_owned()),
        };
        service.push(&CONCEPT, "coding", listed);
    }
}

/// **Nothing of CPT.** In a data set without the codes that somebody owns, an invented one stands for a service that the
/// claim does not name, and a masked modifier is not said to be CPT's. Codes that are invented are in no list; they stand
/// under the list whose form they have.
pub fn nothing_of_cpt(eob: &mut Tree<'_>) {
    for item in eob.list_mut("item") {
        for coding in item.get_mut("productOrService").into_iter().flat_map(|service| service.list_mut("coding")) {
            if of_cpt(coding) == Some(UNLISTED_SERVICE) {
                *coding = bare(HCPCS, crate::codes::UNLISTED.to_owned());
            }
        }
        for coding in item.list_mut("modifier").iter_mut().flat_map(|modifier| modifier.list_mut("coding")) {
            if let Some(mask) = of_cpt(coding).filter(|code| code.bytes().all(|digit| digit == b'9')) {
                *coding = bare(HCPCS, mask.to_owned());
            }
        }
    }
}

fn of_cpt<'t>(coding: &'t Tree<'_>) -> Option<&'t str> {
    coding.text_at(&["code"]).filter(|_| coding.text_at(&["system"]) == Some(CPT))
}

/// **Unknown drug.** The server tells a line without an NDC by an extension whose value has the wrong type, and a Part D
/// event without one by a coding without a code, where eleven zeros are the custom.
pub fn drug_unknown(eob: &mut Tree<'_>) {
    for item in eob.list_mut("item") {
        let Some(service) = item.get_mut("productOrService") else { continue };
        for extension in service.list_mut("extension") {
            if extension.text_at(&["valueCoding", "code"]) == Some("NULL") {
                *extension = unknown();
            }
        }
        for coding in service.list_mut("coding") {
            if coding.text_at(&["system"]) == Some("http://hl7.org/fhir/sid/ndc") && coding.get("code").is_none() {
                coding.put(&["system", "version", "code", "display"], "code", text("00000000000"));
            }
        }
    }
}

/// **Drug unit.** The unit of a drug's quantity is no modifier of a service, and its code none of UCUM's: it becomes an
/// extension named by its variable.
pub fn drug_unit_is_no_modifier(eob: &mut Tree<'_>) {
    for item in eob.list_mut("item") {
        let is_unit = |modifier: &Tree<'_>| modifier.text_at(&["coding", "system"]) == Some(UNITS);
        let Some(unit) = item.list("modifier").iter().find(|modifier| is_unit(modifier)) else { continue };
        let url = "https://bluebutton.cms.gov/resources/variables/rev_cntr_ndc_qty_qlfr_cd";
        let mut coding = unit.list("coding")[0].clone();
        coding.put(&[], "system", text(url));
        item.retain("modifier", |modifier| !is_unit(modifier));
        item.push(&ITEM, "extension", object([("url", text(url)), ("valueCoding", coding)]));
    }
}

/// **Modifiers.** CARIN takes them by the names of their lists: CPT's begin with a digit, HCPCS's own with a letter.
pub fn modifiers(eob: &mut Tree<'_>) {
    for modifier in eob.list_mut("item").iter_mut().flat_map(|item| item.list_mut("modifier")) {
        if let Some(code) = code(modifier, SERVED_HCPCS) {
            let system = if code.starts_with(|first: char| first.is_ascii_digit()) { CPT } else { HCPCS };
            let listed = bare(system, code.to_owned());
            modifier.push(&CONCEPT, "coding", listed);
        }
    }
}

/// **Place of service.** CARIN takes places by the name of CMS's list, whose 99 is any other place.
pub fn place_of_service(eob: &mut Tree<'_>) {
    let system = "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set";
    for item in eob.list_mut("item") {
        if let Some(place) = item.get_mut("locationCodeableConcept") {
            let listed = code(place, &format!("{VARIABLES}line_place_of_srvc_cd")).unwrap_or("99").to_owned();
            place.push(&CONCEPT, "coding", bare(system, listed));
        }
    }
}

/// **Reasons are no amounts.** On institutional claims CARIN wants an amount of every adjudication; on professional ones
/// it takes X12's reasons, which CMS's payment reductions are not. They become extensions of the item, named by their
/// variables.
pub fn reasons_are_no_amounts(eob: &mut Tree<'_>) {
    for item in eob.list_mut("item") {
        let reasons: Vec<Tree<'_>> = item
            .list("adjudication")
            .iter()
            .filter_map(|adjudication| adjudication.get("reason")?.list("coding").first().cloned())
            .collect();
        item.retain("adjudication", |adjudication| adjudication.get("reason").is_none());
        for reason in reasons {
            let url = text(reason.text_at(&["system"]).unwrap_or_default().to_owned());
            item.push(&ITEM, "extension", object([("url", url), ("valueCoding", reason)]));
        }
    }
}

/// In network, out of network, or other: Medicare has no network.
fn payment_status() -> Tree<'static> {
    concept(coding("http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBPayerAdjudicationStatus", "other", "Other"))
}

/// **Payment status of a line.** CARIN's professional profile asks of every line whether it was paid as in the network.
pub fn line_payment_status(eob: &mut Tree<'_>) {
    if profile(eob) == Some(Profile::Professional) {
        for item in eob.list_mut("item") {
            item.push(&ITEM, "adjudication", object([("category", payment_status())]));
        }
    }
}

/// No money, as the server prints it.
fn nought() -> &'static RawValue {
    static NOUGHT: OnceLock<Box<RawValue>> = OnceLock::new();
    NOUGHT.get_or_init(|| crate::codes::raw(&0.0))
}

/// **Claim without lines.** An institution's claim has adjudications at its lines or at its head; without lines, its
/// total stands at the head too.
pub fn claim_without_lines(eob: &mut Tree<'_>) {
    let institutional = matches!(profile(eob), Some(Profile::Inpatient | Profile::Outpatient));
    if institutional
        && eob.list("item").is_empty()
        && let Some(total) = eob.list("total").first().cloned()
    {
        eob.push(&CLAIM_MEMBERS, "adjudication", total);
    }
}

/// **Payment status of the claim.** CARIN's institutional profiles ask for a total of it. Nothing is known of an amount, so
/// it is nought, as the server itself prints it on pharmacy claims.
pub fn claim_payment_status(eob: &mut Tree<'_>) {
    if matches!(profile(eob), Some(Profile::Inpatient | Profile::Outpatient)) {
        let nought = object([("value", Tree::Plain(nought())), ("currency", text("USD"))]);
        eob.push(&CLAIM_MEMBERS, "total", object([("category", payment_status()), ("amount", nought)]));
    }
}
