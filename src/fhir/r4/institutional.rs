//! What institutional claims have in common: facility, physicians, and the parts of an item that come from a
//! revenue centre.
//!
//! Must not know which claim type has which of them; the values of columns come in as arguments.

use super::R4;
use super::care_team::CareTeam;
use super::codings::{IdType, Role};
use super::items::Links;
use super::resource::{Address, ExtendedConcept, Extension, Party};
use super::rows::Rows;
use crate::codes::{Coding, Concept, PlainCoding, Variable as V};
use crate::fhir::element::Quantity;
use crate::measure::{Decimal, Text};

/// `facility`: nothing but its type.
pub fn facility<'r>(r: &'r R4<'r>, kind: &'r Text) -> Party<'r> {
    let extension = r.code(V::CLM_FAC_TYPE_CD, kind).map(|extension| [extension]);
    Party { extension, ..Party::default() }
}

/// The physicians of the header, each with NPI and UPIN.
pub fn physicians<'r, const N: usize>(care_team: &mut CareTeam<'r>, columns: [(Role, &'r Text, &'r Text); N]) {
    for (role, npi, upin) in columns {
        care_team.add(role, IdType::Npi, npi);
        care_team.add(role, IdType::Upin, upin);
    }
}

/// Who rendered a line's service, added to the care team; here the UPIN comes first.
pub fn line_links<'r>(care_team: &mut CareTeam<'r>, upin: &'r Text, npi: &'r Text) -> Links {
    Links {
        care_team: Rows([
            care_team.add(Role::Performing, IdType::Upin, upin),
            care_team.add(Role::Performing, IdType::Npi, npi),
        ]),
        diagnosis: Rows::none(),
        information: Rows::none(),
    }
}

/// Pints of blood.
pub fn pints(count: Decimal) -> Quantity<'static> {
    Quantity { value: count, unit: Some("pint"), system: Some("http://unitsofmeasure.org"), code: Some("[pt_us]") }
}

/// `item.extension`: how often the service was given, unless never.
pub fn units<'r>(r: &'r R4<'r>, count: Decimal) -> Option<Extension<'r>> {
    (count.to_f64() != 0.0).then(|| r.quantity(V::REV_CNTR_UNIT_CNT, count))
}

/// `item.locationAddress`: the state of the institution, which every item repeats.
pub fn location(state: &Text) -> Option<Address<'_>> {
    Some(Address { state: Some(state.filled()?), ..Address::none() })
}

/// `item.quantity`: how much of a drug, if there is one.
pub fn ndc_quantity(count: Decimal) -> Option<Quantity<'static>> {
    (!count.is_blank()).then(|| Quantity::of(count))
}

/// `item.revenue`: the revenue centre with its status; the code of deductible and coinsurance, which outpatient
/// claims do not tell here, is told as if it were a revenue centre too.
pub fn revenue<'r>(
    r: &'r R4<'r>,
    centre: &'r Text,
    deductible: Option<&'r Text>,
    status: Option<&'r Text>,
) -> ExtendedConcept<'r, 1, 3> {
    let system = "https://www.nubc.org/CodeSystem/RevenueCodes";
    let nubc = |code| Coding::Plain(PlainCoding { system, version: None, code, display: None });
    let deductible = deductible.filter(|column| !column.is_blank());
    ExtendedConcept {
        extension: Rows([status.and_then(|column| r.code_if(V::REV_CNTR_STUS_IND_CD, column))]),
        coding: Rows([
            Some(r.coding(V::REV_CNTR, centre)),
            deductible.map(|column| nubc(column.as_str())),
            deductible.map(|column| r.coding(V::REV_CNTR_DDCTBL_COINSRNC_CD, column)),
        ]),
    }
}

/// `item.productOrService`: the HCPCS code alone; the code `NULL` stands for a blank.
pub fn service<'r>(r: &'r R4<'r>, hcpcs: &'r Text) -> ExtendedConcept<'r, 1, 2> {
    ExtendedConcept { extension: Rows::none(), coding: Rows([Some(r.hcpcs(hcpcs)), None]) }
}

/// The unit of the quantity of a drug, told as a modifier: the qualifier under the system of units.
pub fn ndc_unit(qualifier: &Text) -> Option<Concept<'_>> {
    let code = qualifier.filled()?;
    let display = match code {
        "F2" => Some("International Unit"),
        "GR" => Some("Gram"),
        "ME" => Some("Milligram"),
        "ML" => Some("Milliliter"),
        "UN" => Some("Unit"),
        _ => None,
    };
    Some(Concept::Plain(PlainCoding { system: "http://unitsofmeasure.org", version: None, code, display }))
}
