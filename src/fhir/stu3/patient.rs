//! Beneficiary -> STU3 Patient.
//!
//! Reads like the mapping table: one function an element, rows in the order of the list they fill. Must not
//! know claims.

use std::collections::BTreeSet;

use super::Stu3;
use super::resource::{Address, Extension, HumanName, Identifier, Patient};
use super::rows::rows;
use crate::claim::{Beneficiary, BeneficiaryHistory, identifier_hash};
use crate::codes::{CodeExtension, Variable as V};
use crate::fhir::element::Period;
use crate::fhir::label::Label;

/// The Patient resource.
pub(super) fn patient<'r>(
    r: &'r Stu3<'r>,
    beneficiary: &'r Beneficiary,
    history: &'r [BeneficiaryHistory],
) -> Patient<'r> {
    Patient {
        resource_type: "Patient",
        id: Label::new().number(beneficiary.BENE_ID.unwrap_or(0)),
        meta: r.first_load(),
        extension: extension(r, beneficiary),
        identifier: identifier(r, beneficiary, history),
        name: [name(beneficiary)],
        gender: gender(r.documented.sex(beneficiary)),
        birth_date: beneficiary.BENE_BIRTH_DT,
        deceased: beneficiary.DEATH_DT,
        address: address(r, beneficiary),
    }
}

fn extension<'r>(r: &'r Stu3<'r>, beneficiary: &'r Beneficiary) -> Vec<Extension<'r>> {
    let mut extension =
        rows![us_core_sex(r.documented.sex(beneficiary)), r.code_if(V::RACE, &beneficiary.BENE_RACE_CD)];
    r.reference_year(beneficiary, &mut extension);
    extension
}

/// The SNOMED CT number of the sex; unknown sex has no extension.
fn us_core_sex<'r>(sex: &str) -> Option<Extension<'r>> {
    let value = match sex {
        "1" => "248153007",
        "2" => "248152002",
        _ => return None,
    };
    Some(Extension::PlainCode { url: "http://hl7.org/fhir/us/core/StructureDefinition/us-core-sex", value })
}

fn gender(sex: &str) -> &'static str {
    match sex {
        "1" => "male",
        "2" => "female",
        _ => "unknown",
    }
}

fn identifier<'r>(
    r: &'r Stu3<'r>,
    beneficiary: &'r Beneficiary,
    history: &'r [BeneficiaryHistory],
) -> Vec<Identifier<'r>> {
    let bene_id = r.documented.bene_id_system(r.url(V::BENE_ID));
    let included = r.context.include.identifiers;
    let (hicn, mbi) = (beneficiary.BENE_CRNT_HIC_NUM.as_str(), beneficiary.MBI_NUM.as_str());
    let mut identifiers = rows![
        Some(Identifier::of(bene_id, beneficiary.BENE_ID.unwrap_or(0).to_string())),
        (included || r.documented.hicn_hash())
            .then(|| Identifier::of(r.documented.hicn_hash_system(), identifier_hash(hicn))),
        mbi_hash(beneficiary).filter(|_| !r.documented.hicn_hash()),
    ];
    if included {
        // A former HICN is told even when it is the current one too; a former MBI is not.
        let hicns = distinct(history.iter().filter_map(|then| then.BENE_CRNT_HIC_NUM.filled()));
        let mbis = distinct(history.iter().filter_map(|then| then.MBI_NUM.filled()).filter(|then| *then != mbi));
        let current =
            |system, value: &'r str| (!value.is_empty()).then(|| marked(system, value, r.fragments.current()));
        identifiers.extend(current(HICN, hicn));
        identifiers.extend(hicns.into_iter().map(|then| marked(HICN, then, r.fragments.historic())));
        identifiers.extend(current(MBI, mbi));
        identifiers.extend(mbis.into_iter().map(|then| marked(MBI, then, r.fragments.historic())));
    }
    identifiers
}

const HICN: &str = "http://hl7.org/fhir/sid/us-medicare";
const MBI: &str = "http://hl7.org/fhir/sid/us-mbi";

/// An identifier as the card says it, marked as current or historic.
fn marked<'r>(system: &'static str, value: &'r str, currency: CodeExtension<'r>) -> Identifier<'r> {
    Identifier { extension: Some([currency]), ..Identifier::of(system, value) }
}

/// Each text once, in order: the server's order is that of a hash table.
fn distinct<'r>(texts: impl Iterator<Item = &'r str>) -> BTreeSet<&'r str> {
    texts.collect()
}

fn mbi_hash(beneficiary: &Beneficiary) -> Option<Identifier<'_>> {
    let mbi = beneficiary.MBI_NUM.filled()?;
    let hashed = Identifier::of("https://bluebutton.cms.gov/resources/identifier/mbi-hash", identifier_hash(mbi));
    let period = Period { start: beneficiary.EFCTV_BGN_DT, end: beneficiary.EFCTV_END_DT };
    Some(Identifier { period: period.filled(), ..hashed })
}

fn name(beneficiary: &Beneficiary) -> HumanName<'_> {
    HumanName {
        usage: "usual",
        family: beneficiary.BENE_SRNM_NAME.as_str(),
        given: rows![beneficiary.BENE_GVN_NAME.filled(), beneficiary.BENE_MDL_NAME.filled()],
    }
}

fn address<'r>(r: &'r Stu3<'r>, beneficiary: &'r Beneficiary) -> Option<[Address<'r>; 1]> {
    let included = r.context.include.address;
    let address = Address {
        line: if included { address_lines(beneficiary) } else { Vec::new() },
        city: beneficiary.CITY_NAME.filled().filter(|_| included),
        district: r.documented.district(beneficiary),
        state: beneficiary.STATE_CODE.filled(),
        postal_code: beneficiary.BENE_ZIP_CD.filled(),
    };
    (address != Address::default()).then_some([address])
}

fn address_lines(beneficiary: &Beneficiary) -> Vec<&str> {
    rows![
        beneficiary.DRVD_LINE_1_ADR.filled(),
        beneficiary.DRVD_LINE_2_ADR.filled(),
        beneficiary.DRVD_LINE_3_ADR.filled(),
        beneficiary.DRVD_LINE_4_ADR.filled(),
        beneficiary.DRVD_LINE_5_ADR.filled(),
        beneficiary.DRVD_LINE_6_ADR.filled(),
    ]
}
