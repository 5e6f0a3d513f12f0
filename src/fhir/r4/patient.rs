//! Beneficiary -> Patient.
//!
//! Reads like the mapping table: one function an element, rows in the table's order. Must not know claims.

use std::collections::BTreeSet;

use super::R4;
use super::codings::IdType;
use super::resource::{Address, Extension, HumanName, Identifier, Patient, Url, Value};
use super::rows::Rows;
use crate::claim::{Beneficiary, BeneficiaryHistory};
use crate::codes::Variable as V;
use crate::fhir::element::Period;
use crate::fhir::label::Label;
use crate::measure::Text;

/// The Patient.
pub(super) fn patient<'r>(
    r: &'r R4<'r>,
    beneficiary: &'r Beneficiary,
    history: &'r [BeneficiaryHistory],
) -> Patient<'r> {
    Patient {
        resource_type: "Patient",
        id: Label::new().number(beneficiary.BENE_ID.unwrap_or(0)),
        meta: r.meta(&r.fragments.patient_profile, None),
        extension: extension(r, beneficiary),
        identifier: identifier(r, beneficiary, history),
        name: [name(beneficiary)],
        gender: gender(&beneficiary.BENE_SEX_IDENT_CD),
        birth_date: beneficiary.BENE_BIRTH_DT,
        deceased_boolean: beneficiary.DEATH_DT.is_none().then_some(false),
        deceased_date_time: beneficiary.DEATH_DT,
        address: Rows([address(r, beneficiary)]),
    }
}

fn extension<'r>(r: &'r R4<'r>, beneficiary: &'r Beneficiary) -> Vec<Extension<'r>> {
    let mut extension = Vec::with_capacity(16);
    extension.extend(sex(r, &beneficiary.BENE_SEX_IDENT_CD));
    extension.extend(r.code_if(V::RACE, &beneficiary.BENE_RACE_CD));
    // Always unknown, whatever the race.
    extension.extend(beneficiary.BENE_RACE_CD.filled().map(|_| Extension::Fixed(&r.fragments.unknown_race)));
    r.reference_year(beneficiary, &mut extension);
    extension
}

/// us-core-sex: nothing for unknown.
fn sex<'r>(r: &'r R4<'r>, code: &Text) -> Option<Extension<'r>> {
    match code.as_str() {
        "1" => Some(Extension::Fixed(&r.fragments.male)),
        "2" => Some(Extension::Fixed(&r.fragments.female)),
        _ => None,
    }
}

fn gender(code: &Text) -> &'static str {
    match code.as_str() {
        "1" => "male",
        "2" => "female",
        _ => "unknown",
    }
}

/// The current MBI first, then those of the history, each once.
fn identifier<'r>(
    r: &'r R4<'r>,
    beneficiary: &'r Beneficiary,
    history: &'r [BeneficiaryHistory],
) -> Vec<Identifier<'r>> {
    let mut identifier = vec![member_number(r, beneficiary)];
    identifier.extend(mbi(r, beneficiary));
    let current = beneficiary.MBI_NUM.as_str();
    let former = history.iter().filter_map(|then| then.MBI_NUM.filled()).filter(|then| *then != current);
    identifier.extend(former.collect::<BTreeSet<_>>().into_iter().map(|then| Identifier {
        kind: Some(&r.fragments.former_medicare_number),
        system: Some(Url("http://hl7.org/fhir/sid/us-mbi")),
        value: Some(Value::Text(then)),
        period: None,
    }));
    identifier
}

fn member_number<'r>(r: &'r R4<'r>, beneficiary: &Beneficiary) -> Identifier<'r> {
    Identifier {
        kind: Some(r.fragments.id_type(IdType::Member)),
        system: Some(r.url(V::BENE_ID)),
        value: Some(Value::Made(Label::new().number(beneficiary.BENE_ID.unwrap_or(0)))),
        period: None,
    }
}

/// The current MBI and the time in which it is in force.
fn mbi<'r>(r: &'r R4<'r>, beneficiary: &'r Beneficiary) -> Option<Identifier<'r>> {
    Some(Identifier {
        kind: Some(&r.fragments.medicare_number),
        system: Some(Url("http://hl7.org/fhir/sid/us-mbi")),
        value: Some(Value::Text(beneficiary.MBI_NUM.filled()?)),
        period: Period { start: beneficiary.EFCTV_BGN_DT, end: beneficiary.EFCTV_END_DT }.filled(),
    })
}

fn name(beneficiary: &Beneficiary) -> HumanName<'_> {
    HumanName {
        usage: "usual",
        family: beneficiary.BENE_SRNM_NAME.filled(),
        given: Rows([beneficiary.BENE_GVN_NAME.filled(), beneficiary.BENE_MDL_NAME.filled()]),
    }
}

/// State and postal code; lines and city only for a caller who asked for them.
fn address<'r>(r: &R4<'_>, beneficiary: &'r Beneficiary) -> Option<Address<'r>> {
    let full = r.context.include.address;
    let address = Address {
        line: if full { lines(beneficiary) } else { Rows::none() },
        city: beneficiary.CITY_NAME.filled().filter(|_| full),
        state: beneficiary.STATE_CODE.filled(),
        postal_code: beneficiary.BENE_ZIP_CD.filled(),
    };
    let empty =
        address.line.is_empty() && address.city.is_none() && address.state.is_none() && address.postal_code.is_none();
    (!empty).then_some(address)
}

fn lines(beneficiary: &Beneficiary) -> Rows<&str, 6> {
    Rows(
        [
            &beneficiary.DRVD_LINE_1_ADR,
            &beneficiary.DRVD_LINE_2_ADR,
            &beneficiary.DRVD_LINE_3_ADR,
            &beneficiary.DRVD_LINE_4_ADR,
            &beneficiary.DRVD_LINE_5_ADR,
            &beneficiary.DRVD_LINE_6_ADR,
        ]
        .map(Text::filled),
    )
}
