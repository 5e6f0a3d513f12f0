//! Other addresses of the same thing and other places of the same column: those that the developer documentation
//! prints, and those that the `valid` shape moves to, as CARIN Blue Button 1.1.0 asks. Documents of other payers that
//! follow CARIN can so be read as far as their systems allow.

use super::leaf::Read;
use crate::claim::ClaimType;
use crate::mapping::{Fhir, Level, Row, Subject};

/// Short names with the addresses that mean the same.
const ALIASES: &[(&str, &[&str])] = &[
    ("bene_id", &["http://bluebutton.cms.hhs.gov/identifier#bene_id"]),
    ("hicn-hash", &["http://bluebutton.cms.hhs.gov/identifier#hicnHash"]),
    ("hcpcs", &["https://www.cms.gov/Medicare/Coding/MedHCPCSGenInfo/index.html"]),
];

/// Lists that the statement has no name for, because the server does not.
const LISTS: &[(&str, &str)] = &[
    ("list-cpt", "http://www.ama-assn.org/go/cpt"),
    ("list-hcpcs", "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"),
    (
        "list-hipps",
        "https://www.cms.gov/Medicare/Medicare-Fee-for-Service-Payment/ProspMedicareFeeSvcPmtGen/HIPPSCodes",
    ),
];

/// A variable that the server names nowhere.
const DRUG_UNIT: (&str, &str) =
    ("rev_cntr_ndc_qty_qlfr_cd", "https://bluebutton.cms.gov/resources/variables/rev_cntr_ndc_qty_qlfr_cd");

/// An address and those that mean the same.
pub(super) fn with_aliases(short: &str, address: String) -> Vec<String> {
    let others = ALIASES.iter().find(|(own, _)| *own == short).map_or(&[][..], |(_, others)| others);
    std::iter::once(address).chain(others.iter().map(|&other| other.to_owned())).collect()
}

/// The address of what the statement has no name for.
pub(super) fn other(short: &str) -> Option<String> {
    LISTS.iter().chain([&DRUG_UNIT]).find(|(own, _)| *own == short).map(|(_, address)| (*address).to_owned())
}

/// Other places at which a row's column may stand, and how it is read there if otherwise.
pub(super) fn places(subject: Subject, fhir: Fhir, row: &Row, path: &str) -> Vec<(String, Option<Read>)> {
    if fhir == Fhir::Stu3 {
        return Vec::new();
    }
    let as_it_is = |path: &str| (path.to_owned(), None);
    let mut places = Vec::new();
    match row.column.as_str() {
        // Provider by identifier.
        "PRVDR_NUM" if path.starts_with("contained[Organization]") => {
            places.push(as_it_is("provider.extension[prvdr_num].valueIdentifier.value"));
            places.push(as_it_is("provider.identifier[prvdr_num].value"));
        }
        "ORG_NPI_NUM" if path.starts_with("contained[Organization]") => {
            places.push(as_it_is("provider.identifier[us-npi].value"));
        }
        // Service: the list's own code, beside the server's or alone.
        "HCPCS_CD" if path.starts_with("item.productOrService") => {
            let listed = LISTS.iter().map(|(list, _)| format!("item.productOrService.coding[{list}].code"));
            places.extend(listed.map(|path| (path, Some(Read::Listed))));
        }
        // Drug unit.
        "REV_CNTR_NDC_QTY_QLFR_CD" => {
            places.push(as_it_is("item.extension[rev_cntr_ndc_qty_qlfr_cd].valueCoding.code"));
        }
        _ => {}
    }
    // Reasons are no amounts.
    if path.contains(".reason.coding") && row.level == Level::Line {
        places.push((format!("item.extension[{}].valueCoding.code", row.system), None));
    }
    // Information that has lost its slice is known by its variable.
    if path.starts_with("supportingInfo[") && path.ends_with(".code.coding.code") {
        places.push(as_it_is("supportingInfo.code.coding.code"));
    }
    // Rendering physician is primary.
    let outpatient = matches!(subject, Subject::Claim(ClaimType::Outpatient | ClaimType::Hha | ClaimType::Hospice));
    if let (true, Some(rest)) = (outpatient && row.level == Level::Line, path.strip_prefix("careTeam[performing")) {
        places.push((format!("careTeam[primary{rest}"), None));
    }
    places
}
