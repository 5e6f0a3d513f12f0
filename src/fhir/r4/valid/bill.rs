//! Rules of the claim's head, its care team and its supporting information.

use std::collections::BTreeSet;

use super::{
    CLAIM_MEMBERS, CLAIM_TYPE, CONCEPT, INFORMATION, INFORMATION_TYPE, MEMBER, Profile, VARIABLES, bare, code, coding,
    concept, extension_code, has_system, profile, unknown,
};
use crate::fhir::valid::tree::{Tree, object, text};

const CARIN: &str = "http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-ExplanationOfBenefit-";

/// **Profile of the bill.** The server claims the profile of inpatient stays for DME, which suppliers bill as
/// professionals do, and that of professionals for home health, which agencies bill as institutions do: by type of bill,
/// revenue centre and attending physician, none of which the professional profile has room for.
pub fn profile_of_the_bill(eob: &mut Tree<'_>) {
    let (suffix, kind, display) =
        match eob.get("type").and_then(|kind| code(kind, "https://bluebutton.cms.gov/resources/codesystem/eob-type")) {
            Some("DME") => ("Professional-NonClinician", "professional", "Professional"),
            Some("HHA") => ("Outpatient-Institutional", "institutional", "Institutional"),
            _ => return,
        };
    if let Some(meta) = eob.get_mut("meta") {
        meta.put(&[], "profile", Tree::List(vec![text(format!("{CARIN}{suffix}"))]));
    }
    let codings = eob.get_mut("type").into_iter().flat_map(|kind| kind.list_mut("coding"));
    for served in codings.filter(|coding| coding.text_at(&["system"]) == Some(CLAIM_TYPE)) {
        *served = coding(CLAIM_TYPE, kind, display);
    }
    if let Some(sub_type) = eob.get_mut("subType") {
        let system = "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBInstitutionalClaimSubType";
        *sub_type = concept(bare(system, "outpatient".to_owned()));
        sub_type.put(&CONCEPT, "text", text("Outpatient"));
    }
}

/// **Provider by identifier.** A contained resource must not say when it was last updated (dom-4), which CARIN asks of every
/// Organization. So the institution is told by its NPI in the reference itself, and its provider number beside it; by
/// the provider number alone when it has no NPI.
pub fn provider_by_identifier(eob: &mut Tree<'_>) {
    let Some(organization) = contained(eob, "Organization").next().cloned() else { return };
    eob.retain("contained", |resource| resource.text_at(&["resourceType"]) != Some("Organization"));
    let by = |npi: bool| {
        let mut all = organization.list("identifier").iter();
        all.find(|identifier| identifier.get("system").is_some() == npi).cloned()
    };
    let number = "https://bluebutton.cms.gov/resources/variables/prvdr_num";
    let numbered = by(false).and_then(|mut identifier| {
        let value = identifier.remove("value")?;
        Some(object([("system", text(number)), ("value", value)]))
    });
    let mut members = Vec::new();
    let identifier = match (by(true), numbered) {
        (Some(npi), Some(numbered)) => {
            let extension = object([("url", text(number)), ("valueIdentifier", numbered)]);
            members.push(("extension", Tree::List(vec![extension])));
            Some(npi)
        }
        (npi, numbered) => npi.or(numbered),
    };
    members.push(("type", text("Organization")));
    members.extend(identifier.map(|identifier| ("identifier", identifier)));
    members.extend(organization.get("name").cloned().map(|name| ("display", name)));
    eob.put(&CLAIM_MEMBERS, "provider", Tree::Object(members));
}

/// The contained resources of a type.
fn contained<'t, 'a>(eob: &'t Tree<'a>, kind: &'static str) -> impl Iterator<Item = &'t Tree<'a>> {
    eob.list("contained").iter().filter(move |resource| resource.text_at(&["resourceType"]) == Some(kind))
}

/// **Unknown provider.** FHIR asks for a provider, or for the reason why none is told.
pub fn provider_unknown(eob: &mut Tree<'_>) {
    if eob.get("provider").is_none() {
        eob.put(&CLAIM_MEMBERS, "provider", object([("extension", Tree::List(vec![unknown()]))]));
    }
}

/// **Unknown billable period.** CARIN's inpatient profile asks for one, or for the reason why none is told.
pub fn billable_period_unknown(eob: &mut Tree<'_>) {
    if profile(eob) == Some(Profile::Inpatient) && eob.get("billablePeriod").is_none() {
        eob.put(&CLAIM_MEMBERS, "billablePeriod", object([("extension", Tree::List(vec![unknown()]))]));
    }
}

/// **Line numbers.** A blank number reads as 0, which FHIR forbids. Where one is not positive or occurs twice, all lines are
/// numbered by their place.
pub fn line_numbers(eob: &mut Tree<'_>) {
    let number = |item: &Tree<'_>| match item.get("sequence") {
        Some(Tree::Plain(raw)) => raw.get().parse::<u64>().ok().filter(|number| *number > 0),
        _ => None,
    };
    let numbers: Vec<Option<u64>> = eob.list("item").iter().map(number).collect();
    let distinct: BTreeSet<&Option<u64>> = numbers.iter().collect();
    if distinct.len() < numbers.len() || numbers.contains(&None) {
        for (item, place) in eob.list_mut("item").iter_mut().zip(1..) {
            item.put(&[], "sequence", Tree::Count(place));
        }
    }
}

/// **Results named by line.** The id of a contained test result has its line's number, which must then be that of the
/// item, so that no two are the same.
pub fn results_named_by_line(eob: &mut Tree<'_>) {
    let lines: Vec<String> = eob
        .list("item")
        .iter()
        .filter(|item| item.get("informationSequence").is_some())
        .filter_map(|item| match item.get("sequence")? {
            Tree::Plain(raw) => Some(raw.get().to_owned()),
            Tree::Count(count) => Some(count.to_string()),
            _ => None,
        })
        .collect();
    // All three lists are in the order of the lines.
    let results = eob.list_mut("contained").iter_mut();
    let results = results.filter(|resource| resource.text_at(&["resourceType"]) == Some("Observation"));
    for (result, line) in results.zip(&lines) {
        result.put(&[], "id", text(format!("line-observation-{line}")));
    }
    let references = eob.list_mut("supportingInfo").iter_mut().filter_map(|entry| entry.get_mut("valueReference"));
    for (reference, line) in references.zip(&lines) {
        reference.put(&[], "reference", text(format!("#line-observation-{line}")));
    }
}

/// **Rendering physician is primary.** On institutional claims of CARIN 1.1.0 whoever performs is an organization, and the
/// outpatient profile's rule about the qualification of who performs (EOB-careteam-qualification) can never be met. API
/// v1 calls the physician who rendered a service `primary`, which the profile takes.
pub fn rendering_physician_is_primary(eob: &mut Tree<'_>) {
    if profile(eob) != Some(Profile::Outpatient) {
        return;
    }
    let roles = eob.list_mut("careTeam").iter_mut().filter_map(|member| member.get_mut("role"));
    for role in roles.filter(|role| role.text_at(&["coding", "code"]) == Some("performing")) {
        let system = "http://terminology.hl7.org/CodeSystem/claimcareteamrole";
        *role = concept(coding(system, "primary", "Primary provider"));
    }
}

/// **Specialty beside taxonomy.** CARIN takes NUCC's taxonomy as a qualification. CMS's own specialty code, where the
/// taxonomy is unknown, becomes an extension of the member.
pub fn specialty_beside_taxonomy(eob: &mut Tree<'_>) {
    for member in eob.list_mut("careTeam") {
        let Some(qualification) = member.get("qualification") else { continue };
        if has_system(qualification, "http://nucc.org/provider-taxonomy") {
            continue;
        }
        let codings = member.remove("qualification");
        for coding in codings.iter().flat_map(|codings| codings.list("coding")) {
            let url = text(coding.text_at(&["system"]).unwrap_or_default().to_owned());
            member.push(&MEMBER, "extension", object([("url", url), ("valueCoding", coding.clone())]));
        }
    }
}

/// The entry whose category has a code of CARIN's.
fn information<'t, 'a>(eob: &'t mut Tree<'a>, slice: &str) -> Option<&'t mut Tree<'a>> {
    let is = |entry: &&mut Tree<'a>| {
        entry.get("category").is_some_and(|category| code(category, INFORMATION_TYPE) == Some(slice))
    };
    eob.list_mut("supportingInfo").iter_mut().find(is)
}

/// Adds a coding of another list to an entry, its code made from that of the first coding.
fn listed(eob: &mut Tree<'_>, slice: &str, system: &'static str, of: impl FnOnce(&str) -> Option<String>) {
    if let Some(concept) = information(eob, slice).and_then(|entry| entry.get_mut("code"))
        && let Some(code) = concept.text_at(&["coding", "code"]).and_then(of)
    {
        concept.push(&CONCEPT, "coding", bare(system, code));
    }
}

/// Makes an entry one of no slice, known by its variable alone.
fn no_slice(eob: &mut Tree<'_>, slice: &str) {
    if let Some(entry) = information(eob, slice) {
        let system = "http://terminology.hl7.org/CodeSystem/claiminformationcategory";
        entry.put(&INFORMATION, "category", concept(coding(system, "info", "Information")));
    }
}

/// **Type of bill.** NUBC's code is facility type, classification and frequency, which the server tells at three places, the
/// frequency under this category. A bill that lacks one of them has no type: the frequency is then information only.
pub fn type_of_bill(eob: &mut Tree<'_>) {
    let facility = eob.get("facility").and_then(|facility| extension_code(facility, "clm_fac_type_cd"));
    let class = extension_code(eob, "clm_srvc_clsfctn_type_cd");
    match facility.zip(class).map(|(facility, class)| format!("{facility}{class}")) {
        Some(start) => {
            let system = "https://www.nubc.org/CodeSystem/TypeOfBill";
            listed(eob, "typeofbill", system, |frequency| Some(format!("{start}{frequency}")));
        }
        None => no_slice(eob, "typeofbill"),
    }
}

/// **Discharge status.** CMS's codes are NUBC's, and CARIN takes them by the name of NUBC's list.
pub fn discharge_status(eob: &mut Tree<'_>) {
    let system = "https://www.nubc.org/CodeSystem/PatDischargeStatus";
    listed(eob, "discharge-status", system, |code| Some(code.to_owned()));
}

/// **Admission period.** CARIN's inpatient profile asks for one. Where neither admission nor discharge is told, the claim's
/// own period is what is known of it.
pub fn admission_period(eob: &mut Tree<'_>) {
    if profile(eob) != Some(Profile::Inpatient) || information(eob, "admissionperiod").is_some() {
        return;
    }
    let mut period = object([]);
    for bound in ["start", "end"] {
        if let Some(day) = eob.get("billablePeriod").and_then(|period| period.get(bound)).cloned() {
            period.put(&["start", "end"], bound, day);
        }
    }
    if period.get("start").is_none() && period.get("end").is_none() {
        period.push(&[], "extension", unknown());
    }
    let category = concept(coding(INFORMATION_TYPE, "admissionperiod", "Admission Period"));
    add_information(eob, [("category", category), ("timingPeriod", period)]);
}

/// A further entry, numbered as the others are.
fn add_information<'a>(eob: &mut Tree<'a>, [category, value]: [(&'a str, Tree<'a>); 2]) {
    let sequence = eob.list("supportingInfo").len() as u64 + 1;
    let entry = object([("sequence", Tree::Count(sequence)), category, value]);
    eob.push(&CLAIM_MEMBERS, "supportingInfo", entry);
}

const NCPDP_DAW: &str = "http://terminology.hl7.org/CodeSystem/NCPDPDispensedAsWrittenOrProductSelectionCode";

/// **Dispensed as written.** CARIN's pharmacy profile asks for this code under a category of its own, and in NCPDP's list,
/// from which CMS's codes are. A blank is 0, which by the codebook also stands for a missing value.
pub fn dispense_as_written(eob: &mut Tree<'_>) {
    if profile(eob) != Some(Profile::Pharmacy) {
        return;
    }
    let variable = format!("{VARIABLES}daw_prod_slctn_cd");
    let category = || coding(INFORMATION_TYPE, "dawcode", "Dispense As Written code");
    let told = eob.list_mut("supportingInfo").iter_mut().find_map(|entry| {
        let told = entry.get("code").is_some_and(|concept| code(concept, &variable).is_some());
        told.then_some(entry)
    });
    match told {
        Some(entry) => {
            if let Some(Tree::List(codings)) = entry.get_mut("category").and_then(|category| category.get_mut("coding"))
            {
                codings.insert(0, category());
            }
            listed(eob, "dawcode", NCPDP_DAW, |code| Some(code.to_owned()));
        }
        None => {
            let zero = concept(bare(NCPDP_DAW, "0".to_owned()));
            add_information(eob, [("category", concept(category())), ("code", zero)]);
        }
    }
}

/// **Brand or generic.** CMS's letters are not the codes of NCPDP's list that CARIN asks for under this category: the letter
/// is information only.
pub fn brand_or_generic(eob: &mut Tree<'_>) {
    no_slice(eob, "brandgenericindicator");
}

/// **Prescription origin.** CMS's codes are NCPDP's, and CARIN takes them by the name of NCPDP's list.
pub fn prescription_origin(eob: &mut Tree<'_>) {
    let system = "http://terminology.hl7.org/CodeSystem/NCPDPPrescriptionOriginCode";
    listed(eob, "rxorigincode", system, |code| Some(code.to_owned()));
}

/// **Compound.** CARIN asks for NCPDP's code: 1 is no compound, 2 is one.
pub fn compound(eob: &mut Tree<'_>) {
    let system = "http://terminology.hl7.org/CodeSystem/NCPDPCompoundCode";
    listed(eob, "compoundcode", system, |code| match code {
        "RXDINV" => Some("1".to_owned()),
        "RXCINV" => Some("2".to_owned()),
        _ => None,
    });
}
